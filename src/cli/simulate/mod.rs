//! `vekha simulate`

mod tell;
mod year;

use std::path::PathBuf;

use chrono::NaiveDate;

use super::{Ctx, Exit, Failure, Kind, date, nightly};
use crate::app::night::scenario::{self, Supposed};
use crate::lang::Lang;
use crate::words;
use year::Year;

/// Run every night to come on a copy in memory: what will be late, who will be told, how stages and bands change
#[derive(Debug, clap::Args)]
#[command(
    after_help = "vekha simulate --until 31.08.2024\nvekha simulate --until 31.05.2024 --with scenario.toml\n\
    vekha simulate --until 31.12.2023 --json"
)]
pub struct Args {
    /// The last night
    #[arg(long, value_name = "DATE", value_parser = date)]
    until: NaiveDate,

    /// What to suppose: a file where each [[event]] has on = "2023-11-25" and do = "mentor NAME leaves"
    #[arg(long, value_name = "FILE")]
    with: Option<PathBuf>,
}

/// A simulation of more nights than this is a slip of the hand.
const MOST_NIGHTS: i64 = 1_100;

/// Runs it. Nothing is written.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let from = ctx.clock.today();
    let nights = (args.until - from).num_days();
    if nights < 0 {
        let days = [("until", super::look::day(args.until)), ("today", super::look::day(from))];
        return Err(Failure::with(Kind::Usage, "simulate-backwards", days));
    }
    if nights > MOST_NIGHTS {
        return Err(Failure::with(Kind::Usage, "simulate-too-long", [("most", MOST_NIGHTS)]));
    }
    let supposed = match &args.with {
        Some(path) => read(path, ctx.lang)?,
        None => Vec::new(),
    };
    let wanted = ctx.school()?;
    let app = nightly::in_memory(ctx, ctx.clock)?;
    let year = Year::run(ctx, app, &wanted, args.until, &supposed)?;
    tell::tell(ctx, &year)?;
    Ok(if year.failed.is_some() { Exit::Failed } else { Exit::Done })
}

fn read(path: &PathBuf, lang: Lang) -> Result<Vec<Supposed>, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| Failure::io(path, &error))?;
    scenario::parse(&text).map_err(|error| {
        let args = [
            ("file", path.display().to_string()),
            ("line", error.line.to_string()),
            (
                "found",
                if error.id == "scenario-syntax" {
                    words::toml::say(&error.found, lang)
                } else {
                    error.found
                },
            ),
        ];
        Failure::with(Kind::BadInput, error.id, args).hint("scenario-forms")
    })
}
