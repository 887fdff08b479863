//! `vekha pair advance`

use chrono::NaiveDate;
use vekha_core::command::Action;
use vekha_core::ids::Subject;
use vekha_core::pairs::Pair;

use super::show::find_all;
use crate::cli::allow::Allow;
use crate::cli::steps::step;
use crate::cli::{Ctx, Exit, Failure, date};

/// Lead pairs to their next stage, or another one
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha pair advance 1-3\nvekha pair advance 1 --to work --on 15.11.2023")]
pub struct Args {
    /// The pairs: numbers, ranges of numbers, or names of one of the two
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
        let one = |pair: Pair| Action::Advance {
            subject: Subject::Pair(pair.id),
            step: step(args.to.clone(), args.by.clone()),
            reason: args.allow.reason.clone(),
            allow: allow.clone(),
        };
        find_all(&desk, &args.pairs)?.into_iter().map(one).collect()
    };
    ctx.act(&session, Action::Many(actions), args.on)
}
