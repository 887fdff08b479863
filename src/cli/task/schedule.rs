//! `vekha task schedule`

use chrono::NaiveDate;
use vekha_core::command::Action;

use super::super::{Ctx, Exit, Failure, date};

/// Give a task a term, or correct it
#[derive(Debug, clap::Args)]
#[command(
    after_help = "vekha task schedule 3.4 --to 20.10.2023\nvekha task schedule 5.1 --from 01.03.2024 --to 15.03.2024"
)]
pub struct Args {
    /// Tasks: 3.5, 1.1-1.6,1.9, 5.5@2023-12, 23/3.5 or words of a title
    #[arg(required = true, value_name = "TASK")]
    tasks: Vec<String>,

    /// The last day
    #[arg(long, value_name = "DATE", value_parser = date)]
    to: NaiveDate,

    /// The first day
    #[arg(long, value_name = "DATE", value_parser = date)]
    from: Option<NaiveDate>,

    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

/// Sets the term of each occurrence, all or none.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.writing_session()?;
    let desk = session.desk(ctx)?;
    let targets = desk.look().occurrences(&args.tasks)?;
    let beyond = super::beyond_plan(&desk, targets.iter().map(|(task, _)| *task), args.to)?;
    drop(desk);
    let schedule = |(task, no)| Action::Reschedule {
        task,
        no,
        from: args.from,
        to: Some(args.to),
        reason: args.reason.clone(),
        postpone: false,
    };
    ctx.act(&session, Action::Many(targets.into_iter().map(schedule).collect()), None)?;
    beyond.iter().for_each(|words| ctx.out.hint(words));
    Ok(Exit::Done)
}
