//! `vekha pair evidence`

use chrono::NaiveDate;
use vekha_core::command::Action;
use vekha_core::ids::Subject;

use super::show::find;
use crate::cli::proof::{self, Proof, plain};
use crate::cli::{Ctx, Exit, Failure, Kind, date};

/// Record what shows that pairs go their way: agreements, meetings, plans
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha pair evidence 1 2 --kind agreement.mentor\n\
    vekha pair evidence 1 --kind meeting --text \"Первая встреча\" --on 12.11.2023")]
pub struct Args {
    /// The pairs: numbers, or names of one of the two
    #[arg(value_name = "PAIR", required = true)]
    pairs: Vec<String>,

    /// The kind: agreement.mentor, agreement.mentee, meeting, plan, survey.before… [note]
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

/// Records it for each pair.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    if args.kind.is_none() && args.text.is_none() && args.proof.is_empty() {
        return Err(Failure::new(Kind::Usage, "evidence-empty"));
    }
    let session = ctx.writing_session()?;
    let actions = {
        let desk = session.desk(ctx)?;
        let day = args.on.unwrap_or(ctx.clock.today());
        let mut actions = Vec::new();
        for word in &args.pairs {
            let subject = Subject::Pair(find(&desk, word)?.id);
            actions.extend(plain(subject, args.kind.as_deref(), args.text.as_deref()));
            actions.extend(args.proof.actions(subject, day, proof::about(&desk, subject)?));
        }
        actions
    };
    ctx.act(&session, Action::Many(actions), args.on)
}
