//! `vekha task cancel`

use chrono::NaiveDate;
use vekha_core::command::{Action, Step};
use vekha_core::ids::Subject;

use super::super::{Ctx, Exit, Failure, date};

/// Call tasks off, with a reason
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha task cancel 5.1 --reason \"Решение педсовета, протокол № 4\"")]
pub struct Args {
    /// Tasks: 3.5, 1.1-1.6,1.9, 5.5@2023-12, 23/3.5 or words of a title
    #[arg(required = true, value_name = "TASK")]
    tasks: Vec<String>,

    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,

    /// When it was decided [today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    on: Option<NaiveDate>,
}

/// Calls off each occurrence, all or none.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.writing_session()?;
    let targets = session.desk(ctx)?.look().occurrences(&args.tasks)?;
    let cancel = |(task, no)| Action::Advance {
        subject: Subject::Occurrence(task, no),
        step: Step::Cancel,
        reason: args.reason.clone(),
        allow: Vec::new(),
    };
    ctx.act(&session, Action::Many(targets.into_iter().map(cancel).collect()), args.on)
}
