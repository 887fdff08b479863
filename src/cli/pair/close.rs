//! `vekha pair close`

use chrono::NaiveDate;
use vekha_core::command::Action;
use vekha_core::view::Read;

use super::accept::end;
use super::show::find;
use crate::cli::order::hint_amendment;
use crate::cli::{Ctx, Exit, Failure, date};

/// End pairs before their time: a refusal, or a mentor who leaves
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha pair close 3 --reason \"Наставляемый переехал\"\n\
    vekha pair close --mentor \"Придумов Б.С.\" --reason \"Наставник уволился\"")]
pub struct Args {
    /// The pair: its number, or a name of one of the two
    #[arg(value_name = "PAIR", required_unless_present = "mentor")]
    pair: Option<String>,

    /// All open pairs of this mentor
    #[arg(long, value_name = "PERSON", conflicts_with = "pair")]
    mentor: Option<String>,

    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: String,

    /// When it happened [today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    on: Option<NaiveDate>,
}

/// Ends them, all or none.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.writing_session()?;
    let actions = {
        let desk = session.desk(ctx)?;
        let pairs = match (&args.pair, &args.mentor) {
            (_, Some(mentor)) => {
                let mentor = crate::cli::party::find(&desk, mentor)?;
                let mut pairs = desk.reading.pairs()?;
                pairs.retain(|pair| pair.is_open() && pair.mentor == mentor);
                pairs
            }
            (Some(word), None) => vec![find(&desk, word)?],
            (None, None) => Vec::new(),
        };
        let reason = Some(args.reason);
        pairs.iter().map(|pair| end(&desk, pair, reason.clone())).collect::<Result<Vec<_>, _>>()?
    };
    let exit = ctx.act(&session, Action::Many(actions), args.on)?;
    hint_amendment(ctx, &session)?;
    Ok(exit)
}
