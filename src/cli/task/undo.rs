//! `vekha task undo`

use vekha_core::command::Action;
use vekha_core::view::View;

use super::super::refusal::failure;
use super::super::{Ctx, Exit, Failure};
use crate::app::last::Changes;
use crate::store::StoreError;

/// Take the last step of tasks back, or the last change of their terms; the journal keeps both
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

/// Takes back what was last done to each occurrence, all or none.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.writing_session()?;
    let desk = session.desk(ctx)?;
    let targets = desk.look().occurrences(&args.tasks)?;
    let told = |error: StoreError| failure(error.into(), ctx.lang);
    let mut changes = Changes::default();
    let head = desk.reading.head().seq;
    for event in desk.reading.snapshot.events(session.school, 1).map_err(told)? {
        let event = event.map_err(told)?;
        if event.seq > head {
            break;
        }
        changes.read(&event);
    }
    drop(desk);
    let undo = |place| changes.undo(place, args.reason.clone());
    ctx.act(&session, Action::Many(targets.into_iter().map(undo).collect()), None)
}
