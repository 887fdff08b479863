//! `vekha school facts unset`

use chrono::NaiveDate;
use vekha_core::command::Action;

use crate::cli::{Ctx, Exit, Failure, date};

/// Take back a number that was told by mistake
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha school facts unset young_teachers --on 2023-09-01")]
pub struct Args {
    /// Which number
    #[arg(value_name = "NAME")]
    name: String,

    /// The day it was told for
    #[arg(long, value_name = "DATE", value_parser = date)]
    on: NaiveDate,
}

/// Takes it back.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.writing_session()?;
    ctx.act(&session, Action::TellNumber { name: args.name, on: args.on, value: None }, None)
}
