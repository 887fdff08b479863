//! `vekha task evidence`

use chrono::NaiveDate;
use vekha_core::command::Action;
use vekha_core::ids::Subject;

use super::super::proof::{self, Proof, plain};
use super::super::{Ctx, Exit, Failure, Kind, date};

/// Record what shows that tasks are being done
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha task evidence 2.4 --kind link --text https://example.org/news\n\
    vekha task evidence 3.2 --doc \"Протокол № 2 от 12.09.2023\" --on 12.09.2023")]
pub struct Args {
    /// Tasks: 3.5, 1.1-1.6,1.9, 5.5@2023-12, 23/3.5 or words of a title
    #[arg(required = true, value_name = "TASK")]
    tasks: Vec<String>,

    /// The kind: document, list, photo, link, note, report… [note]
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

/// Records the evidence with each occurrence.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    if args.kind.is_none() && args.text.is_none() && args.proof.is_empty() {
        return Err(Failure::new(Kind::Usage, "evidence-empty"));
    }
    let session = ctx.writing_session()?;
    let mut actions = Vec::new();
    {
        let desk = session.desk(ctx)?;
        let day = args.on.unwrap_or(ctx.clock.today());
        for (task, no) in desk.look().occurrences(&args.tasks)? {
            let subject = Subject::Occurrence(task, no);
            actions.extend(plain(subject, args.kind.as_deref(), args.text.as_deref()));
            actions.extend(args.proof.actions(subject, day, proof::about(&desk, subject)?));
        }
    }
    ctx.act(&session, Action::Many(actions), args.on)
}
