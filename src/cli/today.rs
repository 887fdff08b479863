//! `vekha today`

use chrono::NaiveDate;
use serde_json::{Value, json};
use vekha_core::ids::Subject;
use vekha_core::view::Read;

use super::look::{InWords, Item, Look, SOON, Timing, day, number_key, shortened};
use super::programme::{self, exception_line, open_exceptions};
use super::{Ctx, Exit, Failure, refusal};
use crate::app::{AppError, Reading};
use crate::config::quoted;

/// Show what is late, due and next, each with its command to copy
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha today\nvekha today --next 10\nvekha today --date 10.09.2023 --json")]
pub struct Args {
    /// How many of the later ones
    #[arg(long, value_name = "N", default_value_t = 5)]
    next: usize,
}

/// The open occurrences of a day, each list in the order of terms.
#[derive(Default)]
struct Day {
    late: Vec<Item>,
    due: Vec<Item>,
    next: Vec<Item>,
}

/// Shows it.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.reading()?;
    let desk = session.desk(ctx)?;
    let look = desk.look();
    let found = gather(&desk.reading, &look, args.next)?;
    if ctx.out.is_json() {
        let list = |items: &[Item]| items.iter().map(|item| as_json(&look, item)).collect::<Vec<_>>();
        ctx.out.json(&json!({
            "date": look.today,
            "late": list(&found.late),
            "due": list(&found.due),
            "next": list(&found.next),
            "programmes": programmes(&look)?,
        }));
        return Ok(Exit::Done);
    }
    let title = ctx.say("today-title", &[("date", day(look.today).into())]);
    ctx.out.title(&title);
    list(ctx, &look, "today-late", &found.late);
    list(ctx, &look, "today-due", &found.due);
    list(ctx, &look, "today-next", &found.next);
    if found.late.is_empty() && found.due.is_empty() && found.next.is_empty() {
        let line = ctx.word("today-nothing");
        ctx.out.line(line);
    }
    stages(ctx, &look)?;
    Ok(Exit::Done)
}

/// The occurrences of every plan: of last year's what is late still is. What is done, and what is later than what is
/// shown, is not read.
fn gather(reading: &Reading<'_>, look: &Look<'_>, next: usize) -> Result<Day, Failure> {
    let told = |error: AppError| refusal::failure(error, look.lang);
    let plans = look.plans()?;
    let mut found = Day::default();
    for due in reading.due(NaiveDate::MIN..=NaiveDate::MAX).map_err(told)? {
        let (day, key) = due.map_err(told)?;
        let enough =
            found.next.len() >= next && found.next.last().is_none_or(|last| last.occurrence.to != Some(day));
        if enough && (day - look.today).num_days() > SOON {
            break;
        }
        let Some(occurrence) = key.to_occurrence() else { continue };
        let Some(item) = look.item(&plans, occurrence)? else { continue };
        match Timing::of(&item.occurrence, look.today) {
            Timing::Late(_) => found.late.push(item),
            Timing::Due(_) => found.due.push(item),
            Timing::Ahead(_) => found.next.push(item),
            _ => {}
        }
    }
    let year = |item: &Item| plans.iter().find(|plan| plan.id == item.task.plan).map(|plan| plan.year.from);
    for items in [&mut found.late, &mut found.due, &mut found.next] {
        items.sort_by_cached_key(|item| {
            (item.occurrence.to, year(item), number_key(&item.task.wording.number), item.occurrence.no)
        });
    }
    found.next.truncate(next);
    Ok(found)
}

fn list(ctx: &mut Ctx, look: &Look<'_>, heading: &str, items: &[Item]) {
    if items.is_empty() {
        return;
    }
    let heading = ctx.say(heading, &[("count", items.len().into())]);
    ctx.out.heading(&heading);
    for item in items {
        let occurrence = &item.occurrence;
        let timing = Timing::of(occurrence, look.today).say(ctx.lang);
        let term = look.term(occurrence.from, occurrence.to);
        let when = if timing.is_empty() { term } else { format!("{term}, {timing}") };
        ctx.out.line(format!("{} {}: {when}", item.address, shortened(&item.task.wording.title)));
        let holders = look.holders(&item.task.holders);
        if !holders.is_empty() {
            ctx.out.line(format!("    {holders}"));
        }
        ctx.out.command(&command(look, item));
    }
}

/// The command that reports an occurrence as done; the expected result stands for the proof.
fn command(look: &Look<'_>, item: &Item) -> String {
    let result = item.task.wording.result.trim();
    let short = !result.is_empty() && result.chars().count() <= 60;
    let proof = if short { result.to_owned() } else { look.lang.word("example-note") };
    format!("vekha task done {} --note {}", item.address, quoted(&proof))
}

fn as_json(look: &Look<'_>, item: &Item) -> Value {
    let mut value = look.item_json(item);
    value["command"] = command(look, item).into();
    value
}

fn programmes(look: &Look<'_>) -> Result<Vec<Value>, Failure> {
    let running = look.view.programmes()?.into_iter().filter(|found| found.instance.outcome.is_none());
    let command = |id| format!("vekha program why {id}");
    Ok(running
        .map(|found| {
            let mut value = programme::as_json(look, &found);
            value["command"] = command(found.id).into();
            value
        })
        .collect())
}

/// Programmes whose stage should end soon or should have ended, and exceptions whose term has passed.
fn stages(ctx: &mut Ctx, look: &Look<'_>) -> Result<(), Failure> {
    for found in look.view.programmes()?.iter().filter(|found| found.instance.outcome.is_none()) {
        let left = found.instance.due.map(|due| (due - look.today).num_days());
        if left.is_some_and(|left| left <= SOON) {
            let days = left.unwrap_or(0);
            let timing = if days < 0 { Timing::Late(-days) } else { Timing::Due(days) };
            ctx.out.heading(&look.title(Subject::Programme(found.id))?);
            ctx.out.line(format!("{}: {}", programme::stage(look, found), timing.say(ctx.lang)));
            ctx.out.command(&format!("vekha program why {}", found.id));
        }
    }
    for exception in open_exceptions(look, None)?.iter().filter(|found| found.until < look.today) {
        let line = exception_line(look, exception)?;
        ctx.out.line(line);
    }
    Ok(())
}
