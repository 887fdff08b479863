//! `vekha pair plan add`

use chrono::NaiveDate;
use vekha_core::command::Action;
use vekha_core::work::ItemFacts;

use super::shared::said;
use crate::cli::pair::find;
use crate::cli::{Ctx, Exit, Failure, date};

/// Add a task to a pair's personal programme
#[derive(Debug, clap::Args)]
#[command(
    after_help = "vekha pair plan add 1 \"Провести открытый урок\" --due 15.12.2023 --plan \"Урок с самоанализом\""
)]
pub struct Args {
    /// The pair: its number, or a name of one of the two
    #[arg(value_name = "PAIR")]
    pair: String,

    /// What to do; kept in the vault
    #[arg(value_name = "TEXT")]
    task: String,

    /// By when
    #[arg(long, value_name = "DATE", value_parser = date)]
    due: Option<NaiveDate>,

    /// The result that is wanted; kept in the vault
    #[arg(long, value_name = "TEXT")]
    plan: Option<String>,
}

/// Adds it.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.writing_session()?;
    let pair = find(&session.desk(ctx)?, &args.pair)?.id;
    let facts = ItemFacts { due: args.due, ..ItemFacts::default() };
    let texts = said([("task", Some(&args.task)), ("plan", args.plan.as_deref()), ("fact", None)]);
    ctx.act(&session, Action::AddItem { pair, facts, texts }, None)
}
