//! `vekha script history`

use serde_json::json;

use super::sets::{history, stands, why};
use crate::app::sets::Difference;
use crate::cli::look::day;
use crate::cli::{Ctx, Exit, Failure, Table};

/// Show every published set: when, who, why, and which files changed
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha script history\nvekha script history --as-of 01.11.2023 --json")]
pub struct Args {}

/// Shows it, the newest first.
pub fn run(_: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.reading()?;
    let reading = session.read()?;
    let all = history(ctx, &reading)?;
    let mut before = Default::default();
    let mut rows = Vec::new();
    for publication in &all {
        let difference = Difference::of(&before, &publication.parts);
        before = publication.parts.clone();
        rows.push((publication, difference, why(ctx, &reading, publication)?));
    }
    rows.reverse();
    if ctx.out.is_json() {
        let mut values = Vec::new();
        for (publication, difference, why) in &rows {
            values.push(json!({
                "no": publication.no,
                "set": publication.digest.to_string(),
                "seq": publication.seq,
                "on": publication.on,
                "recorded": publication.recorded,
                "author": publication.author,
                "why": why,
                "in_force": stands(&reading, &all, publication)?,
                "this_engine": publication.is_of_this_engine(),
                "added": difference.added,
                "changed": difference.changed,
                "removed": difference.removed,
            }));
        }
        ctx.out.json(&values);
        return Ok(Exit::Done);
    }
    if rows.is_empty() {
        let line = ctx.word("sets-none");
        ctx.out.line(line);
        ctx.out.command("vekha publish");
        return Ok(Exit::Done);
    }
    let columns = [
        "sets-column-no",
        "sets-column-set",
        "sets-column-on",
        "sets-column-author",
        "sets-column-why",
        "sets-column-files",
    ];
    let mut table = Table::new(columns.map(|id| ctx.word(id))).right(0);
    for (publication, difference, why) in &rows {
        let mark = if stands(&reading, &all, publication)? { "▶ " } else { "" };
        table.row([
            format!("{mark}{}", publication.no),
            publication.digest.short(),
            day(publication.on),
            publication.author.clone(),
            why.clone(),
            changes(ctx, publication.no == 1, publication.parts.len(), difference),
        ]);
    }
    ctx.out.table(&table);
    if rows.iter().any(|(publication, ..)| !publication.is_of_this_engine()) {
        let line = ctx.word("sets-other-engine");
        ctx.out.line(line);
    }
    Ok(Exit::Done)
}

/// The files that changed; of the first set only how many there are.
fn changes(ctx: &Ctx, first: bool, count: usize, difference: &Difference) -> String {
    if first {
        return ctx.say("sets-first", &[("count", count.into())]);
    }
    if difference.is_empty() {
        return ctx.word("sets-same-files");
    }
    let signed = difference.signed().into_iter();
    signed.map(|(sign, path)| format!("{sign} {path}")).collect::<Vec<_>>().join("\n")
}
