//! `vekha task …`: the tasks of the roadmap.

mod add;
mod advance;
mod assign;
mod cancel;
mod done;
mod edit;
mod evidence;
mod list;
mod note;
mod postpone;
mod schedule;
mod show;
mod undo;

use chrono::NaiveDate;
use vekha_core::ids::TaskId;
use vekha_core::schedule::{Deadline, DeadlineKind};
use vekha_core::view::Read;

use super::look::day;
use super::{Ctx, Desk, Failure};

pub use list::table;

super::commands! {
    /// Work with the tasks of the roadmap
    List => list,
    Show => show,
    Add => add,
    Edit => edit,
    Done => done,
    Advance => advance,
    Schedule => schedule,
    Postpone => postpone,
    Cancel => cancel,
    Assign => assign,
    Evidence => evidence,
    Note => note,
    Undo => undo,
}

/// Says of a term in words that it names no day, and how to give one.
fn warn_undated(ctx: &mut Ctx, number: &str, phrase: &str, deadline: &Deadline) {
    let repeats = deadline.kind == DeadlineKind::Recurring;
    if phrase.trim().is_empty() || !deadline.occurrences.is_empty() || repeats {
        return;
    }
    let id = if deadline.kind == DeadlineKind::Invalid { "term-not-understood" } else { "term-undated" };
    let words = ctx.say(id, &[("phrase", phrase.to_owned().into())]);
    let date = ctx.word("example-date");
    ctx.out.hint(&format!("{words}\n      vekha task schedule {number} --to {date}"));
}

/// The hint that a day lies after the year of the plan of one of these tasks.
///
/// # Errors
/// What the view says.
fn beyond_plan(
    desk: &Desk<'_>,
    tasks: impl IntoIterator<Item = TaskId>,
    to: NaiveDate,
) -> Result<Option<String>, Failure> {
    for id in tasks {
        let Some(task) = desk.reading.task(id)? else { continue };
        let Some(plan) = desk.reading.plan(task.plan)?.filter(|plan| plan.year.to < to) else { continue };
        let args = [("date", day(to).into()), ("plan", plan.year.to_string().into())];
        return Ok(Some(desk.look().lang.say("term-beyond-plan", &args)));
    }
    Ok(None)
}
