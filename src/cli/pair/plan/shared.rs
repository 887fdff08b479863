//! What the commands of personal programmes share.

use std::collections::BTreeMap;

use vekha_core::command::Action;
use vekha_core::ids::PairId;
use vekha_core::view::Read;
use vekha_core::work::{Item, ItemFacts};

use crate::cli::refusal::failure;
use crate::cli::{Ctx, Desk, Failure, Kind};

/// A task of a pair by its number.
///
/// # Errors
/// [`Kind::BadInput`] where there is none.
pub fn item(desk: &Desk<'_>, pair: PairId, no: u32) -> Result<Item, Failure> {
    match desk.reading.item(pair, no)? {
        Some(item) => Ok(item),
        None => {
            let args = [("pair", pair.to_string()), ("no", no.to_string())];
            Err(Failure::with(Kind::BadInput, "work-no-item", args)
                .hint_command("work-list-items", format!("vekha pair plan list {pair}")))
        }
    }
}

/// The words of a task.
pub fn texts(desk: &Desk<'_>, ctx: &Ctx, item: &Item) -> Result<BTreeMap<String, String>, Failure> {
    desk.reading.fields(item.text.as_ref()).map_err(|error| failure(error, ctx.lang))
}

/// The change that makes a task what is said; its words only where they differ.
pub fn change(
    desk: &Desk<'_>,
    ctx: &Ctx,
    item: &Item,
    facts: ItemFacts,
    said: BTreeMap<String, String>,
) -> Result<Action, Failure> {
    let before = texts(desk, ctx, item)?;
    let mut now = before.clone();
    now.extend(said);
    let texts = (now != before).then_some(now);
    Ok(Action::EditItem { pair: item.pair, no: item.no, facts, texts })
}

/// Words by name, without those nobody said.
pub fn said(words: [(&str, Option<&str>); 3]) -> BTreeMap<String, String> {
    let filled = words.into_iter().filter_map(|(name, text)| Some((name, text?.trim())));
    let filled = filled.filter(|(_, text)| !text.is_empty());
    filled.map(|(name, text)| (name.to_owned(), text.to_owned())).collect()
}
