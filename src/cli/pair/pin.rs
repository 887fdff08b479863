//! `vekha pair pin`

use vekha_core::pairs::Wish;

use crate::cli::{Ctx, Exit, Failure};

/// Want two people to be a pair: the next proposals keep them together
#[derive(Debug, clap::Args)]
#[command(
    after_help = "vekha pair pin \"Придумов Б.С.\" \"Небылицын И.С.\"\nvekha pair pin 3 8 --reason \"Решение куратора\""
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
    super::shared::wish(&session, ctx, (&args.mentor, &args.mentee), Some(Wish::Pin), args.reason)
}
