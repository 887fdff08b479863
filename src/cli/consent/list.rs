//! `vekha consent list`

use serde_json::json;

use super::super::{Ctx, Exit, Failure, Table, tell, tell_people};
use super::shared::{self, Standing};

/// List participants with the papers they have and lack
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha consent list\nvekha consent list --missing --json")]
pub struct Args {
    /// Only those who lack papers for a pair to become active
    #[arg(long)]
    missing: bool,
}

/// Lists them by name.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.reading()?;
    let desk = session.desk(ctx)?;
    let day = ctx.globals.as_of.unwrap_or_else(|| ctx.clock.today());
    let mut people = shared::standing(&desk, day)?;
    people.retain(|one| !args.missing || !one.papers.complete());
    if ctx.out.is_json() {
        let list = people.iter().map(|one| {
            json!({
                "person": one.part.party.0,
                "name": one.name,
                "side": one.part.side.as_str(),
                "form": one.part.form,
                "held": one.papers.held,
                "missing": one.papers.missing,
                "may_publish": one.papers.unpublished.is_empty(),
                "complete": one.papers.complete(),
            })
        });
        ctx.out.json(&list.collect::<Vec<_>>());
        return Ok(Exit::Done);
    }
    if people.is_empty() {
        ctx.out.note(&ctx.lang.word("list-empty"));
        return Ok(Exit::Done);
    }
    let look = desk.look();
    let titles = |kinds: &[String]| {
        kinds.iter().map(|kind| tell_people::record_title(&look, kind)).collect::<Vec<_>>().join("; ")
    };
    let state = |one: &Standing| match one.papers.complete() {
        true => ctx.lang.word("papers-complete"),
        false => ctx.lang.word("papers-waiting"),
    };
    let words = ["column-id", "column-name", "column-base", "column-papers", "column-held", "column-missing"];
    let mut table = Table::new(words.map(|id| ctx.lang.word(id))).right(0);
    for one in &people {
        let base = tell_people::base(ctx.lang, one.part.side);
        table.row([
            one.part.party.to_string(),
            one.name.clone(),
            format!("{base} ({})", tell::form_title(ctx.lang, &one.part.form)),
            state(one),
            titles(&one.papers.held),
            titles(&one.papers.missing),
        ]);
    }
    ctx.out.table(&table);
    Ok(Exit::Done)
}
