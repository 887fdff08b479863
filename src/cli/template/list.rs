//! `vekha template list`

use vekha_core::message::Category;
use vekha_core::workflow::vocabulary::{TEMPLATES, meaning};

use super::super::{Ctx, Exit, Failure, Table};
use crate::lang::Lang;

/// List the templates of messages with their categories
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha template list")]
pub struct Args {}

/// Lists them.
pub fn run(_: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let templates = super::working(ctx, None)?;
    let lang = ctx.lang;
    let rows: Vec<(String, &'static str, String)> = templates
        .names()
        .map(|name| {
            let words = meaning(TEMPLATES, name).map(|words| words.pick(lang == Lang::Ru).to_owned());
            (name.to_owned(), Category::of_template(name).as_str(), words.unwrap_or_default())
        })
        .collect();
    if ctx.out.is_json() {
        let row = |(name, category, meaning): &(String, &str, String)| serde_json::json!({ "name": name, "category": category, "meaning": meaning });
        ctx.out.json(&rows.iter().map(row).collect::<Vec<_>>());
        return Ok(Exit::Done);
    }
    let heads = ["template-name", "template-category", "template-meaning"];
    let mut table = Table::new(heads.map(|id| lang.word(id)));
    for (name, category, meaning) in rows {
        table.row([name, lang.word(&format!("category-{category}")), meaning]);
    }
    ctx.out.table(&table);
    Ok(Exit::Done)
}
