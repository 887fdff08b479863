//! `vekha meeting cancel`

use vekha_core::command::Action;

use crate::cli::pair::find;
use crate::cli::{Ctx, Exit, Failure};

/// Take out a meeting that was called off, or recorded by mistake
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha meeting cancel 1 3 --reason \"Записана дважды\"")]
pub struct Args {
    /// The pair: its number, or a name of one of the two
    #[arg(value_name = "PAIR")]
    pair: String,

    /// The meeting's number within the pair
    #[arg(value_name = "NUM")]
    no: u32,

    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

/// Takes it out; it stays in the journal.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.writing_session()?;
    let pair = find(&session.desk(ctx)?, &args.pair)?.id;
    ctx.act(&session, Action::CancelMeeting { pair, no: args.no, reason: args.reason }, None)
}
