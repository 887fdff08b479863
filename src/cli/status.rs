//! `vekha status`

use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};
use serde_json::{Value, json};
use vekha_core::schedule::PlanYear;
use vekha_core::state::{Outcome, Plan};
use vekha_core::view::{Read, ViewError};

use super::desk::schools;
use super::look::{InWords, Item, Look, SOON, Timing, shortened};
use super::programme::{self, PairCounts, exception_line, open_exceptions};
use super::{Ctx, Desk, Exit, Failure, Table, plan_year, publish};
use crate::lang::Lang;
use crate::store::Access;

/// Show where the school stands: plan, programmes, tasks by section, open exceptions
#[derive(Debug, clap::Args)]
#[command(
    after_help = "vekha status\nvekha status --as-of 01.11.2023\nvekha status --plan 2023/24 --json\nvekha status --all"
)]
pub struct Args {
    /// The plan's year: 2023/24 [the current one]
    #[arg(long, value_name = "PLAN", value_parser = plan_year)]
    plan: Option<PlanYear>,

    /// Every task, not only the counts
    #[arg(long)]
    tasks: bool,

    /// Every school of the home, a line each
    #[arg(long, conflicts_with = "tasks")]
    all: bool,
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
    fn add(&mut self, other: &Self) {
        self.all += other.all;
        self.done += other.done;
        self.late += other.late;
        self.due += other.due;
        self.cancelled += other.cancelled;
        for (stage, count) in &other.stages {
            *self.stages.entry(stage.clone()).or_default() += count;
        }
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
    if args.all {
        return every_school(&args, ctx);
    }
    let session = ctx.reading()?;
    let desk = session.desk(ctx)?;
    let look = desk.look();
    let school = desk.reading.school()?.map(|school| school.name).unwrap_or_default();
    let plan = look.plan(args.plan.as_ref())?;
    let counts = Counts::of(&look, &plan)?;
    let items = args.tasks.then(|| look.items(&plan)).transpose()?;
    if ctx.out.is_json() {
        let mut value = as_json(&look, &school, &plan, &counts, items.as_deref())?;
        value["unpublished"] = match publish::pending(ctx, &desk.reading)? {
            Some(pending) => json!(pending.paths()),
            None => json!([]),
        };
        ctx.out.json(&value);
        return Ok(Exit::Done);
    }
    ctx.out.title(&school);
    let args_of = [("year", plan.year.to_string().into()), ("date", super::look::day(look.today).into())];
    let mut line = ctx.say("status-plan", &args_of);
    if !plan.title.is_empty() {
        line.push_str(" · ");
        line.push_str(&plan.title);
    }
    ctx.out.line(line);
    programmes(ctx, &look, &plan)?;
    sections(ctx, &counts);
    if let Some(items) = items {
        ctx.out.heading(&ctx.lang.word("status-tasks"));
        let table = super::task::table(&look, &items);
        ctx.out.table(&table);
    }
    exceptions(ctx, &look)?;
    next(ctx, &look, &counts.total)?;
    if let Some(pending) = publish::pending(ctx, &desk.reading)? {
        let words = ctx.say(
            "publish-pending",
            &[("files", pending.paths().into_iter().collect::<Vec<_>>().join(", ").into())],
        );
        ctx.out.hint(&words);
    }
    Ok(Exit::Done)
}

/// Where all schools of the home stand; one without a plan has an empty line.
fn every_school(args: &Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let app = ctx.app(Access::Read)?;
    let heads = ["column-school", "column-plan", "column-all", "column-done", "column-late", "column-soon"];
    let mut table = Table::new(heads.map(|id| ctx.lang.word(id))).right(2).right(3).right(4).right(5);
    let mut listed = Vec::new();
    for (id, name) in schools(&app, ctx.lang)? {
        let desk = Desk::in_school(ctx, &app, id)?;
        let look = desk.look();
        let plan = if look.plans()?.is_empty() { None } else { look.plan(args.plan.as_ref()).ok() };
        let counts = plan.as_ref().map(|plan| Counts::of(&look, plan)).transpose()?;
        let total = counts.map(|counts| counts.total).unwrap_or_default();
        let year = plan.map(|plan| plan.year.to_string()).unwrap_or_default();
        let number = |value: u32| if value == 0 { String::new() } else { value.to_string() };
        listed.push(json!({"school": {"id": id.0, "name": name}, "plan": year, "counts": total.json()}));
        let counts = [total.all, total.done, total.late, total.due].map(number);
        table.row([format!("{id} {name}"), year].into_iter().chain(counts));
    }
    if ctx.out.is_json() {
        ctx.out.json(&listed);
    } else {
        ctx.out.table(&table);
        ctx.out.command("vekha today --all");
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
        if let Some(pairs) = PairCounts::of(look, found.id)?.line(ctx.lang) {
            ctx.out.line(format!("  {pairs}"));
        }
        if !found.unproven.is_empty() {
            let machine = look.rules.machine(&found.instance.workflow);
            let titles = programme::unproven_titles(machine, &found.unproven, ctx.lang == Lang::Ru);
            let line = ctx.say("programme-unproven", &[("list", titles.join("; ").into())]);
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

/// The counts of a plan.
struct Counts {
    total: Count,
    /// Number, title and count, in the plan's order; what is in no section stands last, without a number.
    sections: Vec<(String, String, Count)>,
}

impl Counts {
    /// From the rows that count: it costs the same however many tasks there are.
    fn of(look: &Look<'_>, plan: &Plan) -> Result<Self, ViewError> {
        let mut found: BTreeMap<String, Count> = BTreeMap::new();
        for (place, number) in look.view.tally(plan.id)?.map(|tally| tally.counts).unwrap_or_default() {
            let (title, outcome) = look.stage_of(&place.workflow, &place.stage);
            let count = found.entry(place.section).or_default();
            count.all += number;
            match outcome {
                Some(Outcome::Done) => count.done += number,
                Some(Outcome::Cancelled) => count.cancelled += number,
                None => {}
            }
            *count.stages.entry(title).or_default() += number;
        }
        let soon = look.today.checked_add_signed(TimeDelta::days(SOON)).unwrap_or(NaiveDate::MAX);
        for agenda in look.view.agenda(plan.id, soon)? {
            for (section, number) in agenda.open {
                let count = found.entry(section).or_default();
                if agenda.day < look.today { count.late += number } else { count.due += number }
            }
        }
        Ok(Self::ordered(plan, found))
    }

    fn ordered(plan: &Plan, mut found: BTreeMap<String, Count>) -> Self {
        let mut sections = Vec::with_capacity(plan.sections.len() + 1);
        for section in &plan.sections {
            let count = found.remove(&section.number).unwrap_or_default();
            sections.push((section.number.clone(), section.title.clone(), count));
        }
        if !found.is_empty() {
            let mut rest = Count::default();
            found.values().for_each(|count| rest.add(count));
            sections.push((String::new(), String::new(), rest));
        }
        let mut total = Count::default();
        sections.iter().for_each(|(.., count)| total.add(count));
        Self { total, sections }
    }
}

fn sections(ctx: &mut Ctx, counts: &Counts) {
    ctx.out.heading(&ctx.lang.word("status-sections"));
    let words =
        ["column-section", "column-all", "column-done", "column-late", "column-soon", "column-stages"];
    let mut table = Table::new(words.map(|id| ctx.lang.word(id))).right(1).right(2).right(3).right(4);
    let row = |name: String, count: &Count| {
        let stages = count.stages.iter().map(|(stage, number)| format!("{stage} {number}"));
        let number = |value: u32| if value == 0 { String::new() } else { value.to_string() };
        let stages = stages.collect::<Vec<_>>().join(", ");
        [name, count.all.to_string(), number(count.done), number(count.late), number(count.due), stages]
    };
    for (number, title, count) in &counts.sections {
        table.row(row(format!("{number} {}", shortened(title)), count));
    }
    table.row(row(ctx.lang.word("status-total"), &counts.total));
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

fn next(ctx: &mut Ctx, look: &Look<'_>, total: &Count) -> Result<(), Failure> {
    ctx.out.heading(&ctx.lang.word("status-next"));
    let waits = total.late + total.due > 0;
    let late_exception = open_exceptions(look, None)?.iter().any(|found| found.until < look.today);
    if waits || late_exception {
        ctx.out.command("vekha today");
    }
    for found in look.view.programmes()?.iter().filter(|found| found.instance.outcome.is_none()) {
        ctx.out.command(&format!("vekha program why {}", found.id));
    }
    if total.done == total.all {
        let line = ctx.word("status-all-done");
        ctx.out.line(line);
    }
    Ok(())
}

fn as_json(
    look: &Look<'_>,
    school: &str,
    plan: &Plan,
    counts: &Counts,
    items: Option<&[Item]>,
) -> Result<Value, Failure> {
    let section = |(number, title, count): &(String, String, Count)| json!({"number": number, "title": title, "counts": count.json()});
    let programmes: Vec<Value> = look
        .view
        .programmes()?
        .iter()
        .filter(|found| found.plan == plan.id)
        .map(|found| {
            let mut value = programme::as_json(look, found);
            value["pairs"] = PairCounts::of(look, found.id)?.json();
            Ok(value)
        })
        .collect::<Result<_, ViewError>>()?;
    let exceptions: Vec<Value> = open_exceptions(look, None)?
        .iter()
        .map(|found| json!({"subject": look.address(found.subject).ok(), "requirement": found.requirement, "until": found.until}))
        .collect();
    let mut value = json!({
        "school": school,
        "date": look.today,
        "plan": {"year": plan.year.to_string(), "title": plan.title},
        "programmes": programmes,
        "sections": counts.sections.iter().map(section).collect::<Vec<_>>(),
        "counts": counts.total.json(),
        "exceptions": exceptions,
    });
    if let Some(items) = items {
        value["tasks"] = items.iter().map(|item| look.item_json(item)).collect();
    }
    Ok(value)
}
