//! `vekha school facts set`

use chrono::NaiveDate;
use vekha_core::command::Action;

use crate::cli::{Ctx, Exit, Failure, date};

/// Tell a number: children (10–19 years), teens (15–19), young_teachers, young_teachers_stayed, partners, partners_mentoring; children_mentees, teens_mentors and young_teachers_mentees where the bases do not show them
#[derive(Debug, clap::Args)]
#[command(
    after_help = "vekha school facts set young_teachers 6 --on 2023-09-01\nvekha school facts set young_teachers_stayed 5 --on 2024-09-01"
)]
pub struct Args {
    /// Which number
    #[arg(value_name = "NAME")]
    name: String,

    /// How many
    #[arg(value_name = "NUMBER")]
    value: u32,

    /// From which day it holds, for a year [today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    on: Option<NaiveDate>,
}

/// Records it with its day; another one for the same day replaces it.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.writing_session()?;
    let today = ctx.clock.today();
    let on = args.on.unwrap_or(today);
    let action = Action::TellNumber { name: args.name, on, value: Some(args.value) };
    ctx.act(&session, action, Some(on.min(today)))
}
