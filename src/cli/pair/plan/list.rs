//! `vekha pair plan list`

use serde_json::json;
use vekha_core::ids::Subject;
use vekha_core::view::Read;

use super::shared::texts;
use crate::cli::look::day;
use crate::cli::pair::find;
use crate::cli::{Ctx, Exit, Failure, Table};

/// Show the personal programme of a pair
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha pair plan list 1\nvekha pair plan list 1 --json")]
pub struct Args {
    /// The pair: its number, or a name of one of the two
    #[arg(value_name = "PAIR")]
    pair: String,

    /// Tasks that were taken out too
    #[arg(long)]
    all: bool,
}

/// Lists its tasks.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.reading()?;
    let desk = session.desk(ctx)?;
    let pair = find(&desk, &args.pair)?.id;
    let mut items = desk.reading.items(Some(pair))?;
    items.retain(|item| args.all || !item.facts.dropped);
    let today = ctx.globals.as_of.unwrap_or_else(|| ctx.clock.today());
    let mut rows = Vec::new();
    for item in &items {
        rows.push((item, texts(&desk, ctx, item)?));
    }
    if ctx.out.is_json() {
        let list = rows.iter().map(|(item, texts)| {
            json!({
                "pair": item.pair.0,
                "no": item.no,
                "due": item.facts.due,
                "done": item.facts.done,
                "mark": item.facts.mark,
                "dropped": item.facts.dropped,
                "late": item.facts.due.is_some_and(|due| item.facts.done.unwrap_or(today) > due),
                "texts": texts,
            })
        });
        ctx.out.json(&list.collect::<Vec<_>>());
        return Ok(Exit::Done);
    }
    ctx.out.title(&desk.look().title(Subject::Pair(pair))?);
    if rows.is_empty() {
        ctx.out.note(&ctx.lang.word("work-no-items"));
        return Ok(Exit::Done);
    }
    let words = [
        "column-id",
        "work-column-task",
        "column-term",
        "work-column-plan",
        "work-column-fact",
        "column-done",
        "work-column-mark",
    ];
    let mut table = Table::new(words.map(|id| ctx.lang.word(id))).right(0).right(6);
    for (item, texts) in rows {
        let text = |name: &str| texts.get(name).cloned().unwrap_or_default();
        let facts = &item.facts;
        let late = facts.due.is_some_and(|due| facts.done.unwrap_or(today) > due);
        let due = facts.due.map_or_else(|| text("term"), day);
        table.row([
            item.no.to_string(),
            text("task"),
            if late { format!("{due} !") } else { due },
            text("plan"),
            text("fact"),
            facts.done.map(day).unwrap_or_default(),
            facts.mark.map(|mark| mark.to_string()).unwrap_or_default(),
        ]);
    }
    ctx.out.table(&table);
    Ok(Exit::Done)
}
