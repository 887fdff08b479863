//! `vekha task advance`

use chrono::NaiveDate;
use vekha_core::command::Action;
use vekha_core::ids::Subject;

use super::super::allow::Allow;
use super::super::steps::step;
use super::super::{Ctx, Exit, Failure, date};

/// Take tasks to another stage
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha task advance 3.5\nvekha task advance 3.5 --to submitted\n\
    vekha task advance 3.5 --by return --reason \"Нет подписи\"")]
pub struct Args {
    /// Tasks: 3.5, 1.1-1.6,1.9, 5.5@2023-12, 23/3.5 or words of a title
    #[arg(required = true, value_name = "TASK")]
    tasks: Vec<String>,

    /// The stage to go to [the next one]
    #[arg(long, value_name = "STAGE", conflicts_with = "by")]
    to: Option<String>,

    /// The transition to take
    #[arg(long, value_name = "TRANSITION")]
    by: Option<String>,

    /// When it happened [today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    on: Option<NaiveDate>,

    #[command(flatten)]
    allow: Allow,
}

/// Takes one step with each occurrence, all or none.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let allow = args.allow.read()?;
    let step = step(args.to, args.by);
    let session = ctx.writing_session()?;
    let targets = session.desk(ctx)?.look().occurrences(&args.tasks)?;
    let advance = |(task, no)| Action::Advance {
        subject: Subject::Occurrence(task, no),
        step: step.clone(),
        reason: args.allow.reason.clone(),
        allow: allow.clone(),
    };
    ctx.act(&session, Action::Many(targets.into_iter().map(advance).collect()), args.on)
}
