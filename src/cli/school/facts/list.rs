//! `vekha school facts list`

use serde_json::json;
use vekha_core::view::Read;
use vekha_core::work::SchoolNumbers;

use crate::cli::look::day;
use crate::cli::{Ctx, Exit, Failure, Table};

/// List the numbers that were told, with their days
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha school facts list\nvekha school facts list --json")]
pub struct Args {}

/// Lists every number, told or not.
pub fn run(_: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.reading()?;
    let desk = session.desk(ctx)?;
    let numbers = desk.reading.school_numbers()?;
    let told = |name: &str| {
        let days = numbers.values.get(name).into_iter().flatten();
        days.filter_map(|(on, value)| Some((*on, (*value)?))).collect::<Vec<_>>()
    };
    if ctx.out.is_json() {
        let list = SchoolNumbers::NAMES.iter().map(|name| {
            let days: Vec<_> =
                told(name).iter().map(|(on, value)| json!({"on": on, "value": value})).collect();
            json!({"name": name, "title": ctx.lang.word(&title(name)), "told": days})
        });
        ctx.out.json(&list.collect::<Vec<_>>());
        return Ok(Exit::Done);
    }
    let words = ["column-name", "work-column-meaning", "work-column-value", "work-column-since"];
    let mut table = Table::new(words.map(|id| ctx.lang.word(id))).right(2);
    for name in SchoolNumbers::NAMES {
        let days = told(name);
        let mut cells = days.iter().rev();
        let (value, since) =
            cells.next().map(|(on, value)| (value.to_string(), day(*on))).unwrap_or_default();
        table.row([name.to_owned(), ctx.lang.word(&title(name)), value, since]);
        for (on, value) in cells {
            table.row([String::new(), String::new(), value.to_string(), day(*on)]);
        }
    }
    ctx.out.table(&table);
    Ok(Exit::Done)
}

/// The message that says what a number is.
pub fn title(name: &str) -> String {
    format!("work-number-{}", name.replace('_', "-"))
}
