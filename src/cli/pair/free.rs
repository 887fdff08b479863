//! `vekha pair free`

use crate::cli::{Ctx, Exit, Failure};

/// Want nothing of two people any more: take a pin or a ban back
#[derive(Debug, clap::Args)]
#[command(
    after_help = "vekha pair free \"Придумов Б.С.\" \"Небылицын И.С.\"\nvekha pair free 3 8 --reason \"Решение куратора\""
)]
pub struct Args {
    /// The mentor: name or number
    #[arg(value_name = "PERSON")]
    mentor: String,

    /// The mentee: name or number
    #[arg(value_name = "PERSON")]
    mentee: String,

    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

/// Records the wish.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.writing_session()?;
    super::shared::wish(&session, ctx, (&args.mentor, &args.mentee), None, args.reason)
}
