//! `vekha task note`

use vekha_core::command::Action;
use vekha_core::ids::Subject;

use super::super::{Ctx, Exit, Failure};

/// Make a note about a task
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha task note 3.5 \"Две пары ждут согласия\"")]
pub struct Args {
    /// The task: 3.5, 23/3.5 or words of its title
    #[arg(value_name = "TASK")]
    task: String,

    /// The note
    #[arg(value_name = "TEXT")]
    text: String,
}

/// Makes the note; with the occurrence, where one is named.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.writing_session()?;
    let (task, no) = session.desk(ctx)?.look().task(&[args.task])?;
    let subject = no.map_or(Subject::Task(task.id), |no| Subject::Occurrence(task.id, no));
    ctx.act(&session, Action::AddNote { subject, text: args.text }, None)
}
