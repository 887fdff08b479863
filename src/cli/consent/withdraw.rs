//! `vekha consent withdraw`

use chrono::NaiveDate;
use vekha_core::command::Action;

use super::super::{Ctx, Exit, Failure, party};

/// Record that a person withdrew a paper; where the law gives notice, it holds until the notice is over
#[derive(Debug, clap::Args)]
#[command(
    after_help = "vekha consent withdraw \"Соколова Н.В.\" --kind distribution\nvekha consent withdraw 7 --kind staff-consent --on 2023-10-05"
)]
pub struct Args {
    /// The person: number or name
    #[arg(value_name = "PERSON")]
    person: String,

    /// The kind of paper
    #[arg(long, value_name = "KIND")]
    kind: String,

    /// The day of the withdrawal [today]
    #[arg(long, value_name = "DATE", value_parser = crate::cli::date)]
    on: Option<NaiveDate>,

    /// Why, if the person said
    #[arg(long, value_name = "REASON")]
    reason: Option<String>,
}

/// Records it.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.writing_session()?;
    let party = party::find(&session.desk(ctx)?, &args.person)?;
    ctx.act(&session, Action::WithdrawConsent { party, kind: args.kind, reason: args.reason }, args.on)
}
