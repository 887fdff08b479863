//! `vekha survey codes`

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;
use vekha_core::command::Action;
use vekha_core::ids::PartyId;
use vekha_core::view::Read;

use super::shared;
use crate::app::work::codes;
use crate::cli::refusal::failure;
use crate::cli::{Ctx, Exit, Failure, Table, sorting};

/// Give every participant a personal code and print who has which: it joins the answers before and after without names
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha survey codes\nvekha survey codes --form teacher-teacher --json")]
pub struct Args {
    /// Only participants of this form of mentoring
    #[arg(long, value_name = "NAME")]
    form: Option<String>,
}

/// Issues codes to those who have none, then lists all by name.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.writing_session()?;
    let today = ctx.clock.today();
    let (people, new) = {
        let desk = session.desk(ctx)?;
        let mut people: BTreeSet<PartyId> = BTreeSet::new();
        for line in desk.reading.participants(None)?.into_iter().filter(|line| line.stands(today)) {
            if args.form.as_ref().is_none_or(|form| *form == line.form) {
                people.insert(desk.reading.standing(line.party)?);
            }
        }
        let known = shared::known_codes(&desk, ctx)?;
        let having: BTreeSet<PartyId> = known.values().map(|(party, _)| *party).collect();
        let mut taken: BTreeSet<String> = known.into_keys().collect();
        let mut new = Vec::new();
        for party in people.iter().filter(|party| !having.contains(party)) {
            let code = codes::new(&taken).map_err(|error| failure(error, ctx.lang))?;
            taken.insert(codes::digits(&code));
            new.push((*party, code));
        }
        (people, new)
    };
    let count = new.len();
    let drawn: BTreeMap<PartyId, String> = new.iter().cloned().collect();
    session.act(Action::IssueCodes { codes: new }, None)?;
    let desk = session.desk(ctx)?;
    let look = desk.look();
    let mut rows: Vec<(String, PartyId, String)> = Vec::new();
    for party in people {
        let stored = desk.reading.codes(Some(party))?.into_iter().next();
        let text = match stored {
            Some(code) => desk.text(&code.text).unwrap_or_default(),
            None => drawn.get(&party).cloned().unwrap_or_default(),
        };
        rows.push((look.name(party), party, text));
    }
    sorting::by_name(&mut rows, |(name, ..)| name);
    if ctx.out.is_json() {
        let list =
            rows.iter().map(|(name, party, code)| json!({"person": party.0, "name": name, "code": code}));
        ctx.out.json(
            &json!({"issued": count, "dry_run": ctx.globals.dry_run, "codes": list.collect::<Vec<_>>()}),
        );
        return Ok(Exit::Done);
    }
    if rows.is_empty() {
        ctx.out.note(&ctx.lang.word("survey-no-participants"));
        return Ok(Exit::Done);
    }
    let words = ["column-id", "column-name", "work-column-code"];
    let mut table = Table::new(words.map(|id| ctx.lang.word(id))).right(0);
    for (name, party, code) in rows {
        table.row([party.to_string(), name, code]);
    }
    ctx.out.table(&table);
    if ctx.globals.dry_run {
        ctx.out.note(&ctx.lang.word("told-dry-run"));
    }
    let hint = ctx.say("survey-codes-issued", &[("count", count.into())]);
    ctx.out.hint(&hint);
    Ok(Exit::Done)
}
