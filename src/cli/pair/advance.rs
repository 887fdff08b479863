//! `vekha pair advance`

use chrono::NaiveDate;
use vekha_core::command::Action;
use vekha_core::ids::Subject;

use super::show::find;
use crate::cli::allow::Allow;
use crate::cli::steps::step;
use crate::cli::{Ctx, Exit, Failure, date};

/// Lead pairs to their next stage, or another one
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha pair advance 1 2 3\nvekha pair advance 1 --to work --on 15.11.2023")]
pub struct Args {
    /// The pairs: numbers, or names of one of the two
    #[arg(value_name = "PAIR", required = true)]
    pairs: Vec<String>,

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

/// Takes the step with each pair, or says everything that stands in the way.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let allow = args.allow.read()?;
    let session = ctx.writing_session()?;
    let actions = {
        let desk = session.desk(ctx)?;
        let one = |word: &String| -> Result<Action, Failure> {
            Ok(Action::Advance {
                subject: Subject::Pair(find(&desk, word)?.id),
                step: step(args.to.clone(), args.by.clone()),
                reason: args.allow.reason.clone(),
                allow: allow.clone(),
            })
        };
        args.pairs.iter().map(one).collect::<Result<Vec<_>, _>>()?
    };
    ctx.act(&session, Action::Many(actions), args.on)
}
