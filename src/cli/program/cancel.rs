//! `vekha program cancel`

use chrono::NaiveDate;
use vekha_core::command::{Action, Step};
use vekha_core::ids::Subject;

use super::super::programme::find;
use super::super::{Ctx, Exit, Failure, date};

/// Stop a programme, with a reason
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha program cancel 1 --reason \"Приказ № 90: программа перенесена\"")]
pub struct Args {
    /// The programme's number
    #[arg(value_name = "ID")]
    programme: u32,

    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,

    /// When it was decided [today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    on: Option<NaiveDate>,
}

/// Stops it.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.writing_session()?;
    let id = find(&session.desk(ctx)?.look(), Some(args.programme))?.id;
    let subject = Subject::Programme(id);
    let action = Action::Advance { subject, step: Step::Cancel, reason: args.reason, allow: Vec::new() };
    ctx.act(&session, action, args.on)
}
