//! `vekha today`

mod pairs;

use chrono::NaiveDate;
use serde_json::{Value, json};
use vekha_core::ids::{ProgrammeId, SchoolId, Subject};
use vekha_core::view::Read;

use pairs::Waiting;

use crate::app::{AppError, Reading};
use crate::cli::desk::schools;
use crate::cli::look::{InWords, Item, Look, SOON, Timing, day, number_key, shortened};
use crate::cli::programme::{self, exception_line, open_exceptions};
use crate::cli::{Ctx, Desk, Exit, Failure, refusal};
use crate::config::quoted;
use crate::store::Access;

/// Show what is late, due and next, each with its command to copy
#[derive(Debug, clap::Args)]
#[command(
    after_help = "vekha today\nvekha today --next 10\nvekha today --all\nvekha today --date 10.09.2023 --json"
)]
pub struct Args {
    /// How many of the later ones
    #[arg(long, value_name = "N", default_value_t = 5)]
    next: usize,

    /// Every school of the home
    #[arg(long)]
    all: bool,
}

/// The open occurrences of a day, each list in the order of terms, and what pairs want.
#[derive(Default)]
struct Day {
    late: Vec<Item>,
    due: Vec<Item>,
    next: Vec<Item>,
    pairs: Waiting,
}

/// Shows it.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    if args.all {
        return every_school(&args, ctx);
    }
    let session = ctx.reading()?;
    let desk = session.desk(ctx)?;
    let screen = Screen::new(ctx, &desk, None);
    let found = gather(&desk.reading, &screen.look, args.next)?;
    if ctx.out.is_json() {
        let value = screen.json(&found)?;
        ctx.out.json(&value);
        return Ok(Exit::Done);
    }
    let title = ctx.say("today-title", &[("date", day(screen.look.today).into())]);
    ctx.out.title(&title);
    screen.show(ctx, &found)?;
    Ok(Exit::Done)
}

/// The same for all schools of the home, one after another; commands name the school.
fn every_school(args: &Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let app = ctx.app(Access::Read)?;
    let mut listed = Vec::new();
    for (id, name) in schools(&app, ctx.lang)? {
        let desk = Desk::in_school(ctx, &app, id)?;
        let screen = Screen::new(ctx, &desk, Some(id));
        let found = gather(&desk.reading, &screen.look, args.next)?;
        if ctx.out.is_json() {
            let mut value = screen.json(&found)?;
            value["school"] = json!({"id": id.0, "name": name});
            listed.push(value);
            continue;
        }
        let title = ctx.say("today-title", &[("date", day(screen.look.today).into())]);
        ctx.out.title(&format!("{name} · {title}"));
        screen.show(ctx, &found)?;
    }
    if ctx.out.is_json() {
        ctx.out.json(&listed);
    }
    Ok(Exit::Done)
}

/// One school's day on a screen.
struct Screen<'a> {
    look: Look<'a>,
    /// The words that begin its commands: `vekha`, or `vekha --school 2` where there are several schools.
    program: String,
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
        let Some(occurrence) = key.to_occurrence() else {
            found.pairs.add(look, day, key)?;
            continue;
        };
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

impl<'a> Screen<'a> {
    fn new(ctx: &Ctx, desk: &'a Desk<'_>, school: Option<SchoolId>) -> Self {
        let named = ctx.globals.school.as_deref().map(quoted);
        let program = match school.map(|id| id.to_string()).or(named) {
            Some(school) => format!("vekha --school {school}"),
            None => "vekha".to_owned(),
        };
        Self { look: desk.look(), program }
    }

    fn json(&self, found: &Day) -> Result<Value, Failure> {
        let list = |items: &[Item]| {
            let one = |item: &Item| {
                let mut value = self.look.item_json(item);
                value["command"] = self.command(item).into();
                value
            };
            items.iter().map(one).collect::<Vec<_>>()
        };
        let (pairs, meetings) = found.pairs.json(&self.look, &self.program);
        Ok(json!({
            "date": self.look.today,
            "pairs": pairs,
            "meetings": meetings,
            "personal_tasks": found.pairs.tasks_json(&self.look, &self.program),
            "late": list(&found.late),
            "due": list(&found.due),
            "next": list(&found.next),
            "programmes": self.programmes()?,
        }))
    }

    fn show(&self, ctx: &mut Ctx, found: &Day) -> Result<(), Failure> {
        self.list(ctx, "today-late", &found.late);
        self.list(ctx, "today-due", &found.due);
        self.list(ctx, "today-next", &found.next);
        found.pairs.show(ctx, &self.look, &self.program)?;
        found.pairs.show_tasks(ctx, &self.look, &self.program)?;
        let tasks = [&found.late, &found.due, &found.next];
        if found.pairs.is_empty() && tasks.iter().all(|items| items.is_empty()) {
            let line = ctx.word("today-nothing");
            ctx.out.line(line);
            if self.look.plans()?.is_empty() && ctx.globals.as_of.is_none() {
                ctx.out.command(&format!("{} import roadmap roadmap.docx", self.program));
            }
        }
        self.stages(ctx)
    }

    fn list(&self, ctx: &mut Ctx, heading: &str, items: &[Item]) {
        if items.is_empty() {
            return;
        }
        let heading = ctx.say(heading, &[("count", items.len().into())]);
        ctx.out.heading(&heading);
        for item in items {
            let occurrence = &item.occurrence;
            let timing = Timing::of(occurrence, self.look.today).say(ctx.lang);
            let term = self.look.term(occurrence.from, occurrence.to);
            let when = if timing.is_empty() { term } else { format!("{term}, {timing}") };
            ctx.out.line(format!("{} {}: {when}", item.address, shortened(&item.task.wording.title)));
            let holders = self.look.holders(&item.task.holders);
            if !holders.is_empty() {
                ctx.out.line(format!("    {holders}"));
            }
            ctx.out.command(&self.command(item));
        }
    }

    /// The command that reports an occurrence as done; the expected result stands for the proof.
    fn command(&self, item: &Item) -> String {
        let result = item.task.wording.result.trim();
        let short = !result.is_empty() && result.chars().count() <= 60;
        let proof = if short { result.to_owned() } else { self.look.lang.word("example-note") };
        format!("{} task done {} --note {}", self.program, item.address, quoted(&proof))
    }

    fn why(&self, id: ProgrammeId) -> String {
        format!("{} program why {id}", self.program)
    }

    fn programmes(&self) -> Result<Vec<Value>, Failure> {
        let programmes = self.look.view.programmes()?.into_iter();
        Ok(programmes
            .filter(|found| found.instance.outcome.is_none())
            .map(|found| {
                let mut value = programme::as_json(&self.look, &found);
                value["command"] = self.why(found.id).into();
                value
            })
            .collect())
    }

    /// Programmes whose stage should end soon or should have ended, and exceptions whose term has passed.
    fn stages(&self, ctx: &mut Ctx) -> Result<(), Failure> {
        let look = &self.look;
        for found in look.view.programmes()?.iter().filter(|found| found.instance.outcome.is_none()) {
            let left = found.instance.due.map(|due| (due - look.today).num_days());
            if left.is_some_and(|left| left <= SOON) {
                let days = left.unwrap_or(0);
                let timing = if days < 0 { Timing::Late(-days) } else { Timing::Due(days) };
                ctx.out.heading(&look.title(Subject::Programme(found.id))?);
                ctx.out.line(format!("{}: {}", programme::stage(look, found), timing.say(ctx.lang)));
                ctx.out.command(&self.why(found.id));
            }
        }
        for exception in open_exceptions(look, None)?.iter().filter(|found| found.until < look.today) {
            let line = exception_line(look, exception)?;
            ctx.out.line(line);
            if let Subject::Programme(id) = exception.subject {
                ctx.out.command(&self.why(id));
            }
        }
        Ok(())
    }
}
