//! `vekha pair plan edit`

use chrono::NaiveDate;
use vekha_core::work::ItemFacts;

use super::shared::{change, item, said};
use crate::cli::pair::find;
use crate::cli::{Ctx, Exit, Failure, date};

/// Change a task of a personal programme, take it out, or open it again
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha pair plan edit 1 2 --due 20.01.2024\nvekha pair plan edit 1 2 --drop")]
pub struct Args {
    /// The pair: its number, or a name of one of the two
    #[arg(value_name = "PAIR")]
    pair: String,

    /// The number of the task
    #[arg(value_name = "NUMBER")]
    no: u32,

    /// By when
    #[arg(long, value_name = "DATE", value_parser = date)]
    due: Option<NaiveDate>,

    /// What to do
    #[arg(long, value_name = "TEXT")]
    task: Option<String>,

    /// The result that is wanted
    #[arg(long, value_name = "TEXT")]
    plan: Option<String>,

    /// The result that came
    #[arg(long, value_name = "TEXT")]
    fact: Option<String>,

    /// The mentor's mark, 1 to 10
    #[arg(long, value_name = "MARK")]
    mark: Option<u8>,

    /// It is not done after all
    #[arg(long)]
    reopen: bool,

    /// Take it out of the programme
    #[arg(long)]
    drop: bool,
}

/// Changes it.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.writing_session()?;
    let action = {
        let desk = session.desk(ctx)?;
        let pair = find(&desk, &args.pair)?.id;
        let known = item(&desk, pair, args.no)?;
        let facts = ItemFacts {
            due: args.due.or(known.facts.due),
            done: known.facts.done.filter(|_| !args.reopen),
            mark: args.mark.or(known.facts.mark),
            dropped: args.drop,
        };
        let words = said([
            ("task", args.task.as_deref()),
            ("plan", args.plan.as_deref()),
            ("fact", args.fact.as_deref()),
        ]);
        change(&desk, ctx, &known, facts, words)?
    };
    ctx.act(&session, action, None)
}
