//! `vekha task postpone`

use chrono::NaiveDate;
use vekha_core::command::Action;
use vekha_core::view::Read;

use super::super::{Ctx, Exit, Failure, date};

/// Put a term off, with a reason
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha task postpone 3.5 --to 10.11.2023 --reason \"Болезнь куратора\"")]
pub struct Args {
    /// Tasks: 3.5, 1.1-1.6,1.9, 5.5@2023-12, 23/3.5 or words of a title
    #[arg(required = true, value_name = "TASK")]
    tasks: Vec<String>,

    /// The new last day
    #[arg(long, value_name = "DATE", value_parser = date)]
    to: NaiveDate,

    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,

    /// When it was decided [today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    on: Option<NaiveDate>,
}

/// Puts off each occurrence, all or none; its first day stays unless it would come after the last.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.writing_session()?;
    let mut actions = Vec::new();
    let beyond = {
        let desk = session.desk(ctx)?;
        let targets = desk.look().occurrences(&args.tasks)?;
        let beyond = super::beyond_plan(&desk, targets.iter().map(|(task, _)| *task), args.to)?;
        for (task, no) in targets {
            let from = desk.reading.occurrence(task, no)?.and_then(|occurrence| occurrence.from);
            let (to, reason) = (Some(args.to), args.reason.clone());
            actions.push(Action::Reschedule { task, no, from, to, reason, postpone: true });
        }
        beyond
    };
    ctx.act(&session, Action::Many(actions), args.on)?;
    beyond.iter().for_each(|words| ctx.out.hint(words));
    Ok(Exit::Done)
}
