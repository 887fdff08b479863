//! `vekha consent add`

use chrono::NaiveDate;
use clap::ValueEnum;
use vekha_core::command::{Action, ConsentDraft};
use vekha_core::people::Signer;

use super::super::{Ctx, Exit, Failure, party};
use super::shared;

/// Record papers that a person signed
#[derive(Debug, clap::Args)]
#[command(
    after_help = "vekha consent add \"Соколова Н.В.\" --kind participation --kind processing --on 2023-09-12\nvekha consent add 7 --kind participation --signed-by both"
)]
pub struct Args {
    /// The person: number or name
    #[arg(value_name = "PERSON")]
    person: String,

    /// The kind of paper, as forms/records.toml names it; several times for several
    #[arg(long, value_name = "KIND", required = true)]
    kind: Vec<String>,

    /// The date on the paper [today]
    #[arg(long, value_name = "DATE", value_parser = crate::cli::date)]
    on: Option<NaiveDate>,

    /// The version of the blank that was signed [the one in force]
    #[arg(long, value_name = "VERSION")]
    version: Option<String>,

    /// Who signed; for a minor it is the representative, from 14 on both
    #[arg(long, value_name = "WHO", value_enum, default_value = "own")]
    signed_by: SignerArg,

    /// A remark: where the paper lies
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
}

/// Who signed, on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SignerArg {
    /// The person.
    Own,
    /// The legal representative.
    Representative,
    /// Both.
    Both,
}

impl From<SignerArg> for Signer {
    fn from(signer: SignerArg) -> Self {
        match signer {
            SignerArg::Own => Self::Own,
            SignerArg::Representative => Self::Representative,
            SignerArg::Both => Self::Both,
        }
    }
}

/// Records them, all or none.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.writing_session()?;
    let date = args.on.unwrap_or_else(|| ctx.clock.today());
    let actions = {
        let desk = session.desk(ctx)?;
        let id = party::find(&desk, &args.person)?;
        let mut actions = Vec::new();
        for kind in &args.kind {
            let kind = shared::kind(&desk, kind).ok_or_else(|| shared::no_such_kind(&desk, kind))?;
            let draft = shared::draft(&desk, id, &kind, date, Some(args.signed_by.into()))?;
            let (version, text) = (args.version.clone(), args.note.clone());
            actions.push(Action::GiveConsent(ConsentDraft { version, text, ..draft }));
        }
        actions
    };
    ctx.act(&session, Action::Many(actions), Some(date.min(ctx.clock.today())))
}
