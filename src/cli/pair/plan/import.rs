//! `vekha pair plan import`

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::NaiveDate;
use serde_json::json;
use vekha_core::command::Action;
use vekha_core::pairs::Pair;
use vekha_core::people::values;
use vekha_core::schedule::{self, Calendar, DeadlineKind, PlanYear};
use vekha_core::vault::folded;
use vekha_core::view::Read;
use vekha_core::work::{Item, ItemFacts};

use super::shared::{change, said, texts};
use crate::app::work::sheet::{self, Field, Line};
use crate::cli::import_people_show::{passed_over, place};
use crate::cli::pair::find;
use crate::cli::{Ctx, Desk, Exit, Failure, Kind};
use crate::import::{self, Options};

/// Take a personal programme from a table: task, term, plan, fact, mark
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha pair plan import program.docx --pair 1 --dry-run")]
pub struct Args {
    /// The table: xlsx, ods, csv, or a table of a docx or odt
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// The pair: its number, or a name of one of the two
    #[arg(long, value_name = "PAIR")]
    pair: String,
}

const FIELDS: &[Field] = &[
    Field {
        name: "task", stems: &["задач", "проект", "задани", "мероприят", "что сделать", "task"]
    },
    Field { name: "due", stems: &["срок", "до какого", "due", "term"] },
    Field { name: "plan", stems: &["план", "ожидаем", "plan"] },
    Field {
        name: "fact", stems: &["факт", "достигнут", "полученн", "результат", "fact"]
    },
    Field {
        name: "done",
        stems: &[
            "выполнено",
            "выполнение",
            "дата выполн",
            "дата фактич",
            "отметка о выполн",
            "отметка об исполн",
            "исполнен",
            "дата исполн",
            "сделано",
            "done",
        ],
    },
    Field { name: "mark", stems: &["оценка", "отметка", "балл", "mark"] },
];

type Fault = (&'static str, &'static str);

/// The year whose days the terms of a pair's tasks name.
fn plan_of(desk: &Desk<'_>, pair: &Pair) -> Result<PlanYear, Failure> {
    let programme = desk.reading.programme(pair.programme)?;
    let plan = programme.map(|programme| desk.reading.plan(programme.plan)).transpose()?.flatten();
    Ok(plan.map_or_else(|| PlanYear::containing(pair.instance.since), |plan| plan.year))
}

/// A line of the table.
struct Row {
    due: Option<NaiveDate>,
    done: Done,
    mark: Option<u8>,
    words: BTreeMap<String, String>,
}

/// What a line says of its being done.
enum Done {
    /// Not yet, or nothing.
    No,
    On(NaiveDate),
    /// It is, and no day is told: the day on which that is recorded, where no other is known.
    Yes,
}

impl Done {
    fn read(text: &str) -> Option<Self> {
        if let Some(on) = values::date(text) {
            return Some(Self::On(on));
        }
        let folded = folded(text);
        let day =
            || text.split_whitespace().find_map(|word| values::date(word.trim_matches(['(', ')', ',', ';'])));
        match values::flag(text) {
            Some(true) => Some(Self::Yes),
            Some(false) => Some(Self::No),
            None if folded.starts_with("не") || folded.starts_with("вработе") => Some(Self::No),
            None if day().is_some() => day().map(Self::On),
            None if ["выполнен", "сделан", "готов", "done"].iter().any(|stem| folded.starts_with(stem)) => {
                Some(Self::Yes)
            }
            None => None,
        }
    }

    fn on(&self, known: Option<NaiveDate>, today: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::No => known,
            Self::On(on) => Some(*on),
            Self::Yes => known.or(Some(today)),
        }
    }
}

/// Adds and corrects tasks, all or none: one with the same words is the same task.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let read = import::read(&args.file, &Options::default())
        .map_err(|cause| Failure::new(Kind::BadInput, cause.say(ctx.lang)))?;
    let file = args.file.display().to_string();
    let Some(lines) = sheet::lines(&read.document, FIELDS, &["task"]) else {
        return Err(Failure::with(Kind::BadInput, "work-no-plan-table", [("file", file)]));
    };
    passed_over(ctx, &lines);
    let (session, today) = (ctx.writing_session()?, ctx.clock.today());
    let (mut actions, mut faults) = (Vec::new(), Vec::new());
    {
        let desk = session.desk(ctx)?;
        let found = find(&desk, &args.pair)?;
        let (pair, plan) = (found.id, plan_of(&desk, &found)?);
        let mut known: BTreeMap<String, Item> = BTreeMap::new();
        for item in desk.reading.items(Some(pair))?.into_iter().filter(|item| !item.facts.dropped) {
            let task = texts(&desk, ctx, &item)?.remove("task").unwrap_or_default();
            known.entry(folded(&task)).or_insert(item);
        }
        for line in lines.iter().filter(|line| line.get("task").is_some()) {
            match row(line, plan, &desk.rules().calendar, today) {
                Err(found) => faults.extend(found.into_iter().map(|(field, id)| {
                    let (at, heading) = line.at(field);
                    let text = line.get(field).unwrap_or_default().to_owned();
                    let words = ctx.say(id, &[("text", text.into())]);
                    format!("{}: {words}", place(ctx.lang, &at, heading))
                })),
                Ok(row) => match known.get(&folded(row.words.get("task").map_or("", String::as_str))) {
                    Some(item) => {
                        let facts = ItemFacts {
                            // A term in words stands instead of a day.
                            due: row.due.or(item.facts.due.filter(|_| !row.words.contains_key("term"))),
                            done: row.done.on(item.facts.done, today),
                            mark: row.mark.or(item.facts.mark),
                            dropped: false,
                        };
                        actions.push(change(&desk, ctx, item, facts, row.words)?);
                    }
                    None => {
                        let done = row.done.on(None, today);
                        let facts = ItemFacts { due: row.due, done, mark: row.mark, dropped: false };
                        actions.push(Action::AddItem { pair, facts, texts: row.words });
                    }
                },
            }
        }
    }
    if !faults.is_empty() {
        let said = [("file", file.into()), ("count", faults.len().into())];
        let failure = Failure::new(Kind::BadInput, ctx.lang.say("people-faults", &said));
        return Err(faults.into_iter().fold(failure, Failure::cause));
    }
    let count = actions.len();
    let new = session.act(Action::Many(actions), None)?.events.len();
    let said = [("count", new.into()), ("known", count.saturating_sub(new).into())];
    let id = if ctx.globals.dry_run { "work-would-import-items" } else { "work-imported-items" };
    let words = ctx.say(id, &said);
    ctx.out.outcome(&words, &json!({"lines": count, "recorded": new, "dry_run": ctx.globals.dry_run}));
    Ok(Exit::Done)
}

/// What a line says. Its term is understood as one of a roadmap is: «декабрь» ends on the last of it, «по мере
/// необходимости» has no day and stays in words. A mark in words stays beside the result.
fn row(line: &Line, plan: PlanYear, calendar: &Calendar, today: NaiveDate) -> Result<Row, Vec<Fault>> {
    let mut faults = Vec::new();
    let mut words = said(["task", "plan", "fact"].map(|name| (name, line.get(name))));
    let mut due = None;
    if let Some(text) = line.get("due") {
        let term = schedule::parse(text, plan, calendar);
        due = term.occurrences.iter().map(|span| span.to).next_back().flatten();
        if term.kind == DeadlineKind::Invalid {
            faults.push(("due", "work-fault-term"));
        } else if due.is_none() {
            words.insert("term".to_owned(), text.trim().to_owned());
        }
    }
    let mut done = Done::No;
    if let Some(text) = line.get("done") {
        match Done::read(text) {
            None => faults.push(("done", "work-fault-done")),
            Some(Done::On(on)) if on > today => faults.push(("done", "work-fault-future")),
            Some(read) => done = read,
        }
    }
    let mut mark = None;
    if let Some(text) = line.get("mark") {
        match text.parse::<u32>() {
            Ok(number) => {
                mark = u8::try_from(number).ok().filter(|mark| (1..=10).contains(mark));
                faults.extend(mark.is_none().then_some(("mark", "work-fault-mark")));
            }
            Err(_) => {
                let fact = words.entry("fact".to_owned()).or_default();
                let gap = if fact.is_empty() { "" } else { "; " };
                fact.push_str(&format!("{gap}{}", text.trim()));
            }
        }
    }
    if faults.is_empty() { Ok(Row { due, done, mark, words }) } else { Err(faults) }
}
