//! `vekha program evidence`

use chrono::NaiveDate;
use vekha_core::command::Action;
use vekha_core::ids::Subject;

use super::super::programme::find;
use super::super::proof::{self, Proof, plain};
use super::super::{Ctx, Exit, Failure, Kind, date};

/// Record what shows that a programme goes its way
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha program evidence 1 --kind survey.before --text \"Анкеты «до», 12 штук\"\n\
    vekha program evidence 1 --kind event --text \"Итоговая конференция\" --on 20.05.2024")]
pub struct Args {
    /// The programme's number [the only one that runs]
    #[arg(value_name = "ID")]
    programme: Option<u32>,

    /// The kind: survey.before, survey.after, reflection, event, report, order… [note]
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,

    /// What it is
    #[arg(long, value_name = "TEXT")]
    text: Option<String>,

    /// When it came to be [today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    on: Option<NaiveDate>,

    #[command(flatten)]
    proof: Proof,
}

/// Records it.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    if args.kind.is_none() && args.text.is_none() && args.proof.is_empty() {
        return Err(Failure::new(Kind::Usage, "evidence-empty"));
    }
    let session = ctx.writing_session()?;
    let actions = {
        let desk = session.desk(ctx)?;
        let subject = Subject::Programme(find(&desk.look(), args.programme)?.id);
        let day = args.on.unwrap_or(ctx.clock.today());
        let plain = plain(subject, args.kind.as_deref(), args.text.as_deref());
        let proof = args.proof.actions(subject, day, proof::about(&desk, subject)?);
        plain.into_iter().chain(proof).collect()
    };
    ctx.act(&session, Action::Many(actions), args.on)
}
