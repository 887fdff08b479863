//! `vekha task edit`

use std::collections::BTreeSet;

use vekha_core::command::{Action, TaskEdit};
use vekha_core::schedule;
use vekha_core::view::Read;

use super::super::{Ctx, Exit, Failure, Kind};

/// Change what a task says; a corrected roadmap file will not change it back
#[derive(Debug, clap::Args)]
#[command(
    after_help = "vekha task edit 3.5 --tag pairs.formed\nvekha task edit 2.1 --term \"до 25 октября\"\n\
    vekha task edit 1.4 --title \"Назначение куратора\" --result \"Приказ\""
)]
pub struct Args {
    /// The task: 3.5, 23/3.5 or words of its title
    #[arg(value_name = "TASK")]
    task: String,

    /// Another number
    #[arg(long, value_name = "NUM")]
    number: Option<String>,

    /// Another title
    #[arg(long, value_name = "TITLE")]
    title: Option<String>,

    /// Another term in words
    #[arg(long, value_name = "PHRASE")]
    term: Option<String>,

    /// Another expected result
    #[arg(long, value_name = "TEXT")]
    result: Option<String>,

    /// A purpose tag to add; may be given several times
    #[arg(long, value_name = "TAG")]
    tag: Vec<String>,

    /// A purpose tag to take away; may be given several times
    #[arg(long, value_name = "TAG")]
    untag: Vec<String>,
}

/// Changes what is given.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.writing_session()?;
    let (action, told) = {
        let desk = session.desk(ctx)?;
        let (task, _) = desk.look().task(&[args.task])?;
        let mut tags: BTreeSet<String> = task.tags.clone();
        tags.extend(args.tag.iter().cloned());
        tags.retain(|tag| !args.untag.contains(tag));
        let term = match (&args.term, desk.reading.plan(task.plan)?) {
            (Some(phrase), Some(plan)) => {
                Some((phrase.clone(), schedule::parse(phrase, plan.year, &desk.rules().calendar)))
            }
            _ => None,
        };
        let number = args.number.clone().unwrap_or_else(|| task.wording.number.clone());
        let edit = TaskEdit {
            number: args.number,
            title: args.title,
            result: args.result,
            term: term.clone(),
            tags: (tags != task.tags).then_some(tags),
        };
        if edit == TaskEdit::default() && args.tag.is_empty() && args.untag.is_empty() {
            return Err(Failure::new(Kind::Usage, "edit-empty"));
        }
        (Action::EditTask { task: task.id, edit }, (number, term))
    };
    ctx.act(&session, action, None)?;
    if let (number, Some((phrase, deadline))) = told {
        super::warn_undated(ctx, &number, &phrase, &deadline);
    }
    Ok(Exit::Done)
}
