//! `vekha task undo`

use vekha_core::command::Action;
use vekha_core::ids::Subject;

use super::super::{Ctx, Exit, Failure};

/// Take the last step of tasks back; the journal keeps both
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha task undo 3.5 --reason \"Отмечена по ошибке\"")]
pub struct Args {
    /// Tasks: 3.5, 1.1-1.6,1.9, 5.5@2023-12, 23/3.5 or words of a title
    #[arg(required = true, value_name = "TASK")]
    tasks: Vec<String>,

    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

/// Takes back the last step of each occurrence, all or none.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.writing_session()?;
    let targets = session.desk(ctx)?.look().occurrences(&args.tasks)?;
    let undo =
        |(task, no)| Action::Undo { subject: Subject::Occurrence(task, no), reason: args.reason.clone() };
    ctx.act(&session, Action::Many(targets.into_iter().map(undo).collect()), None)
}
