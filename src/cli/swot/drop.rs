//! `vekha swot drop`

use vekha_core::command::Action;

use crate::cli::programme::find;
use crate::cli::{Ctx, Exit, Failure};

/// Take a thought out of the SWOT analysis
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha swot drop 3\nvekha swot drop 3 --program 1")]
pub struct Args {
    /// Its number, as `swot show` shows it
    #[arg(value_name = "NUM")]
    no: u32,

    /// The programme's number [the only one]
    #[arg(long = "program", value_name = "ID")]
    programme: Option<u32>,
}

/// Takes it out; it stays in the journal.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.writing_session()?;
    let programme = find(&session.desk(ctx)?.look(), args.programme)?.id;
    ctx.act(&session, Action::DropSwot { programme, no: args.no }, None)
}
