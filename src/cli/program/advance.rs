//! `vekha program advance`

use chrono::NaiveDate;
use vekha_core::command::Action;
use vekha_core::ids::Subject;

use super::super::allow::Allow;
use super::super::programme::{find, late_from_the_start};
use super::super::steps::step;
use super::super::{Ctx, Exit, Failure, date};

/// Lead a programme to its next stage, or another one
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha program advance\nvekha program advance 1 --on 15.09.2023\n\
    vekha program advance 1 --allow consents --reason \"Ждём двух родителей\" --until 20.11.2023\n\
    vekha program advance 1 --by back-to-pairs --reason \"Распалась пара\"")]
pub struct Args {
    /// The programme's number [the only one that runs]
    #[arg(value_name = "ID")]
    programme: Option<u32>,

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

/// Takes the step, or says everything that stands in its way.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let allow = args.allow.read()?;
    let session = ctx.writing_session()?;
    let id = find(&session.desk(ctx)?.look(), args.programme)?.id;
    let action = Action::Advance {
        subject: Subject::Programme(id),
        step: step(args.to, args.by),
        reason: args.allow.reason,
        allow,
    };
    let outcome = session.act(action, args.on)?;
    ctx.tell(&session, &outcome)?;
    late_from_the_start(ctx, &session, &outcome)?;
    Ok(Exit::Done)
}
