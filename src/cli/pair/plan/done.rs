//! `vekha pair plan done`

use chrono::NaiveDate;
use vekha_core::command::Action;
use vekha_core::work::ItemFacts;

use super::shared::{change, item, said};
use crate::cli::pair::find;
use crate::cli::{Ctx, Exit, Failure, date};

/// Mark tasks of a personal programme as done
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha pair plan done 1 2 --on 14.12.2023 --fact \"Урок проведён\" --mark 9")]
pub struct Args {
    /// The pair: its number, or a name of one of the two
    #[arg(value_name = "PAIR")]
    pair: String,

    /// The numbers of the tasks
    #[arg(value_name = "NUMBER", required = true)]
    items: Vec<u32>,

    /// When it was done [today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    on: Option<NaiveDate>,

    /// The result that came; kept in the vault
    #[arg(long, value_name = "TEXT")]
    fact: Option<String>,

    /// The mentor's mark, 1 to 10
    #[arg(long, value_name = "MARK")]
    mark: Option<u8>,
}

/// Marks them.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.writing_session()?;
    let on = args.on.unwrap_or_else(|| ctx.clock.today());
    let actions = {
        let desk = session.desk(ctx)?;
        let pair = find(&desk, &args.pair)?.id;
        let mut actions = Vec::new();
        for no in &args.items {
            let known = item(&desk, pair, *no)?;
            let facts =
                ItemFacts { done: Some(on), mark: args.mark.or(known.facts.mark), ..known.facts.clone() };
            let words = said([("fact", args.fact.as_deref()), ("task", None), ("plan", None)]);
            actions.push(change(&desk, ctx, &known, facts, words)?);
        }
        actions
    };
    let on = on.min(ctx.clock.today());
    ctx.act(&session, Action::Many(actions), Some(on))
}
