//! `vekha program list`

use vekha_core::ids::Subject;
use vekha_core::view::Read;

use super::super::look::day;
use super::super::programme;
use super::super::{Ctx, Exit, Failure, Table, tell};

/// List the programmes
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha program list\nvekha program list --as-of 01.11.2023")]
pub struct Args {}

/// Lists them with their stages.
pub fn run(_: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.reading()?;
    let desk = session.desk(ctx)?;
    let look = desk.look();
    let all = desk.reading.programmes()?;
    if ctx.out.is_json() {
        let programmes: Vec<_> = all.iter().map(|found| programme::as_json(&look, found)).collect();
        ctx.out.json(&programmes);
        return Ok(Exit::Done);
    }
    if all.is_empty() {
        ctx.out.note(&ctx.lang.word("no-programmes"));
        return Ok(Exit::Done);
    }
    let words = ["column-id", "column-form", "column-plan", "column-stage", "column-since", "column-due"];
    let mut table = Table::new(words.map(|id| ctx.lang.word(id)));
    for found in &all {
        table.row([
            found.id.to_string(),
            tell::form_title(ctx.lang, &found.form),
            look.address(Subject::Plan(found.plan))?,
            programme::stage(&look, found),
            day(found.instance.since),
            found.instance.due.map(day).unwrap_or_default(),
        ]);
    }
    ctx.out.table(&table);
    Ok(Exit::Done)
}
