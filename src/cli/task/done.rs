//! `vekha task done`

use chrono::NaiveDate;
use vekha_core::command::{Action, Allowance, Step};
use vekha_core::ids::Subject;

use super::super::proof::{self, Proof};
use super::super::{Ctx, Exit, Failure, date};

/// Mark tasks as done, with what shows it
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha task done 1.1-1.6,1.9 --on 30.08.2023 --doc \"Приказ № 123\"\n\
    vekha task done 5.5@2023-12 --note \"Данные собраны\"\n\
    vekha task done 3.2 --allow evidence --reason \"Список у психолога\" --until 15.10.2023")]
pub struct Args {
    /// Tasks: 3.5, 1.1-1.6,1.9, 5.5@2023-12, 23/3.5 or words of a title
    #[arg(required = true, value_name = "TASK")]
    tasks: Vec<String>,

    /// When it was done [today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    on: Option<NaiveDate>,

    #[command(flatten)]
    proof: Proof,

    #[command(flatten)]
    allow: super::super::allow::Allow,
}

/// Records the evidence and takes each occurrence to its end, all or none.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let allow: Vec<Allowance> = args.allow.read()?;
    let session = ctx.writing_session()?;
    let actions = {
        let desk = session.desk(ctx)?;
        let day = args.on.unwrap_or(ctx.clock.today());
        let mut actions = Vec::new();
        for (task, no) in desk.look().occurrences(&args.tasks)? {
            let subject = Subject::Occurrence(task, no);
            actions.extend(args.proof.actions(subject, day, proof::about(&desk, subject)?));
            let allow = allow.clone();
            actions.push(Action::Advance { subject, step: Step::Done, reason: None, allow });
        }
        actions
    };
    ctx.act(&session, Action::Many(actions), args.on)
}
