//! `vekha status`

use std::collections::BTreeMap;

use serde_json::{Value, json};
use vekha_core::schedule::PlanYear;
use vekha_core::state::{Outcome, Plan};
use vekha_core::view::Read;

use super::look::{InWords, Item, Look, Timing, shortened};
use super::programme::{self, exception_line, open_exceptions};
use super::{Ctx, Exit, Failure, Table, plan_year, publish};

/// Show where the school stands: plan, programmes, tasks by section, open exceptions
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha status\nvekha status --as-of 01.11.2023\nvekha status --plan 2023/24 --json")]
pub struct Args {
    /// The plan's year: 2023/24 [the current one]
    #[arg(long, value_name = "PLAN", value_parser = plan_year)]
    plan: Option<PlanYear>,

    /// Every task, not only the counts
    #[arg(long)]
    tasks: bool,
}

/// Occurrences of a section by where they stand in time.
#[derive(Default)]
struct Count {
    all: u32,
    done: u32,
    late: u32,
    due: u32,
    cancelled: u32,
    stages: BTreeMap<String, u32>,
}

impl Count {
    fn add(&mut self, look: &Look<'_>, item: &Item) {
        self.all += 1;
        match Timing::of(&item.occurrence, look.today) {
            Timing::Done | Timing::DoneLate(_) => self.done += 1,
            Timing::Late(_) => self.late += 1,
            Timing::Due(_) => self.due += 1,
            Timing::Cancelled => self.cancelled += 1,
            Timing::Ahead(_) | Timing::Undated => {}
        }
        *self.stages.entry(look.stage(&item.occurrence.instance)).or_default() += 1;
    }

    fn json(&self) -> Value {
        json!({
            "all": self.all, "done": self.done, "late": self.late, "due": self.due,
            "cancelled": self.cancelled, "stages": self.stages,
        })
    }
}

/// Shows it.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.reading()?;
    let desk = session.desk(ctx)?;
    let look = desk.look();
    let school = desk.reading.school()?.map(|school| school.name).unwrap_or_default();
    let plan = look.plan(args.plan.as_ref())?;
    let items = look.items(&plan)?;
    if ctx.out.is_json() {
        let mut value = as_json(&look, &school, &plan, &items)?;
        value["unpublished"] = match publish::pending(ctx, &desk.reading)? {
            Some(pending) => json!(pending.paths()),
            None => json!([]),
        };
        ctx.out.json(&value);
        return Ok(Exit::Done);
    }
    ctx.out.title(&school);
    let args_of = [
        ("year", plan.year.to_string().into()),
        ("title", plan.title.clone().into()),
        ("date", super::look::day(look.today).into()),
    ];
    let line = ctx.say("status-plan", &args_of);
    ctx.out.line(line);
    programmes(ctx, &look, &plan)?;
    sections(ctx, &look, &plan, &items);
    if args.tasks {
        ctx.out.heading(&ctx.lang.word("status-tasks"));
        let table = super::task::table(&look, &items);
        ctx.out.table(&table);
    }
    exceptions(ctx, &look)?;
    next(ctx, &look, &items)?;
    if let Some(pending) = publish::pending(ctx, &desk.reading)? {
        let words = ctx.say(
            "publish-pending",
            &[("files", pending.paths().into_iter().collect::<Vec<_>>().join(", ").into())],
        );
        ctx.out.hint(&words);
    }
    Ok(Exit::Done)
}

fn programmes(ctx: &mut Ctx, look: &Look<'_>, plan: &Plan) -> Result<(), Failure> {
    ctx.out.heading(&ctx.lang.word("status-programmes"));
    let mut any = false;
    for found in look.view.programmes()?.iter().filter(|found| found.plan == plan.id) {
        any = true;
        let mut line = programme::title(look, found)?;
        if let Some(due) = found.instance.due.filter(|_| found.instance.outcome.is_none()) {
            let days = (look.today - due).num_days();
            let timing = if days > 0 { Timing::Late(days) } else { Timing::Due(-days) };
            line = format!("{line}, {} ({})", look.term(None, Some(due)), timing.say(ctx.lang));
        }
        ctx.out.line(line);
        if !found.unproven.is_empty() {
            let line = ctx.say("programme-unproven", &[("list", found.unproven.join(", ").into())]);
            ctx.out.line(format!("  {line}"));
        }
    }
    if !any {
        let line = ctx.word("no-programmes");
        ctx.out.line(line);
        ctx.out.command("vekha program open --form teacher-teacher");
    }
    Ok(())
}

fn by_section<'a>(look: &Look<'_>, plan: &'a Plan, items: &[Item]) -> Vec<(&'a str, &'a str, Count)> {
    let mut counts: Vec<(&str, &str, Count)> = plan
        .sections
        .iter()
        .map(|section| (section.number.as_str(), section.title.as_str(), Count::default()))
        .collect();
    for item in items {
        match counts.iter_mut().find(|(number, ..)| *number == item.task.wording.section) {
            Some((.., count)) => count.add(look, item),
            None => {
                if counts.last().is_none_or(|(number, ..)| !number.is_empty()) {
                    counts.push(("", "", Count::default()));
                }
                if let Some((.., count)) = counts.last_mut() {
                    count.add(look, item);
                }
            }
        }
    }
    counts
}

fn sections(ctx: &mut Ctx, look: &Look<'_>, plan: &Plan, items: &[Item]) {
    ctx.out.heading(&ctx.lang.word("status-sections"));
    let words =
        ["column-section", "column-all", "column-done", "column-late", "column-soon", "column-stages"];
    let mut table = Table::new(words.map(|id| ctx.lang.word(id))).right(1).right(2).right(3).right(4);
    let mut total = Count::default();
    for item in items {
        total.add(look, item);
    }
    let row = |name: String, count: &Count| {
        let stages = count.stages.iter().map(|(stage, number)| format!("{stage} {number}"));
        let number = |value: u32| if value == 0 { String::new() } else { value.to_string() };
        let stages = stages.collect::<Vec<_>>().join(", ");
        [name, count.all.to_string(), number(count.done), number(count.late), number(count.due), stages]
    };
    for (number, title, count) in by_section(look, plan, items) {
        table.row(row(format!("{number} {}", shortened(title)), &count));
    }
    table.row(row(ctx.lang.word("status-total"), &total));
    ctx.out.table(&table);
}

fn exceptions(ctx: &mut Ctx, look: &Look<'_>) -> Result<(), Failure> {
    let open = open_exceptions(look, None)?;
    if open.is_empty() {
        return Ok(());
    }
    ctx.out.heading(&ctx.lang.word("status-exceptions"));
    for exception in open {
        let line = exception_line(look, &exception)?;
        ctx.out.line(line);
    }
    Ok(())
}

fn next(ctx: &mut Ctx, look: &Look<'_>, items: &[Item]) -> Result<(), Failure> {
    ctx.out.heading(&ctx.lang.word("status-next"));
    let waits = items
        .iter()
        .any(|item| matches!(Timing::of(&item.occurrence, look.today), Timing::Late(_) | Timing::Due(_)));
    let late_exception = open_exceptions(look, None)?.iter().any(|found| found.until < look.today);
    if waits || late_exception {
        ctx.out.command("vekha today");
    }
    for found in look.view.programmes()?.iter().filter(|found| found.instance.outcome.is_none()) {
        ctx.out.command(&format!("vekha program why {}", found.id));
    }
    if items.iter().all(|item| item.occurrence.instance.outcome == Some(Outcome::Done)) {
        let line = ctx.word("status-all-done");
        ctx.out.line(line);
    }
    Ok(())
}

fn as_json(look: &Look<'_>, school: &str, plan: &Plan, items: &[Item]) -> Result<Value, Failure> {
    let mut total = Count::default();
    for item in items {
        total.add(look, item);
    }
    let sections: Vec<Value> = by_section(look, plan, items)
        .into_iter()
        .map(|(number, title, count)| json!({"number": number, "title": title, "counts": count.json()}))
        .collect();
    let programmes: Vec<Value> = look
        .view
        .programmes()?
        .iter()
        .filter(|found| found.plan == plan.id)
        .map(|found| programme::as_json(look, found))
        .collect();
    let exceptions: Vec<Value> = open_exceptions(look, None)?
        .iter()
        .map(|found| json!({"subject": look.address(found.subject).ok(), "requirement": found.requirement, "until": found.until}))
        .collect();
    Ok(json!({
        "school": school,
        "date": look.today,
        "plan": {"year": plan.year.to_string(), "title": plan.title},
        "programmes": programmes,
        "sections": sections,
        "counts": total.json(),
        "exceptions": exceptions,
        "tasks": items.iter().map(|item| look.item_json(item)).collect::<Vec<_>>(),
    }))
}
