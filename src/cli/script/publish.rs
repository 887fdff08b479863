//! `vekha script publish`

use crate::cli::publish::{FailingArg, publish};
use crate::cli::{Ctx, Exit, Failure};

/// Check, test and weigh the working copy, then put it in force; the sentence why is kept
#[derive(Debug, clap::Args)]
#[command(
    after_help = "vekha script publish --why \"Requests weigh more, as the council decided\" --dry-run\nvekha script publish --why \"Requests weigh more, as the council decided\" --yes"
)]
pub struct Args {
    /// A sentence why, for the journal; it must not name people
    #[arg(long, value_name = "TEXT")]
    why: String,

    #[command(flatten)]
    failing: FailingArg,
}

/// Publishes.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    publish(Some(args.why), args.failing, ctx)
}
