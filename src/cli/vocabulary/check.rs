//! `vekha vocabulary check`

use std::collections::BTreeMap;

use serde_json::json;
use vekha_core::people::values;

use super::super::{Ctx, Exit, Failure, Table, import_people_show::field};

/// List the competences and requests that the vocabulary does not know
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha vocabulary check\nvekha vocabulary check --json")]
pub struct Args {}

/// Counts every unknown term over all people; nobody is named.
pub fn run(_: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.reading()?;
    let desk = session.desk(ctx)?;
    let terms = &desk.rules().terms;
    let mut unknown: BTreeMap<(&str, String), usize> = BTreeMap::new();
    let mut known = 0_usize;
    for person in desk.directory.standing() {
        let Some(profile) = &person.profile else { continue };
        for name in ["competences", "requests"] {
            for part in profile.fields.get(name).map(|text| values::list(text)).unwrap_or_default() {
                match terms.normalise(&part) {
                    Some(_) => known += 1,
                    None => *unknown.entry((name, part.to_lowercase())).or_default() += 1,
                }
            }
        }
    }
    if ctx.out.is_json() {
        let list = unknown
            .iter()
            .map(|((field, term), count)| json!({"field": field, "term": term, "count": count}));
        ctx.out.json(&json!({"known": known, "unknown": list.collect::<Vec<_>>()}));
        return Ok(Exit::Done);
    }
    if unknown.is_empty() {
        ctx.out.line(ctx.say("vocabulary-all-known", &[("count", known.into())]));
        return Ok(Exit::Done);
    }
    let mut table =
        Table::new(["column-field", "column-written", "column-count"].map(|id| ctx.lang.word(id))).right(2);
    for ((name, term), count) in unknown {
        table.row([field(ctx.lang, name), term, count.to_string()]);
    }
    ctx.out.table(&table);
    let hint = ctx.lang.word("vocabulary-add");
    ctx.out.hint(&hint);
    Ok(Exit::Done)
}
