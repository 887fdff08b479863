//! `vekha deadline parse PHRASE`

use std::io::BufRead;
use std::path::PathBuf;

use serde::Serialize;
use vekha_core::schedule::{self, Calendar, Deadline, DeadlineKind, PlanYear, Span};

use super::shared;
use crate::cli::args::plan_year;
use crate::cli::{Ctx, Exit, Failure, Kind};
use crate::words::deadline as words;

/// Say how a term is understood: its kind, days, rule, and what is doubtful about it.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "vekha deadline parse \"до 20.09.2023 г.\" --plan 2023/24\nvekha deadline parse --stdin --json < terms.txt"
)]
pub struct Args {
    /// The term as it stands in the plan
    #[arg(value_name = "PHRASE", allow_hyphen_values = true, required_unless_present = "stdin")]
    phrase: Option<String>,

    /// The plan's year: 2023/24 or 2023-09-01..2024-08-31 [the school year of today]
    #[arg(long, value_name = "PLAN", value_parser = plan_year)]
    plan: Option<PlanYear>,

    /// A school's calendar file, or `ru` for the one that ships: quarters, days off [the quarters of the home]
    #[arg(long, value_name = "FILE")]
    calendar: Option<PathBuf>,

    /// Read a term from each line of the standard input
    #[arg(long, conflicts_with = "phrase")]
    stdin: bool,
}

/// What `--json` prints of a phrase. Field by field as scripts rely on it.
#[derive(Serialize)]
struct Parsed<'a> {
    phrase: &'a str,
    kind: &'static str,
    occurrences: Vec<Occurrence>,
    rule: Option<String>,
    anchor: Option<&'a str>,
    notes: Vec<&'static str>,
}

#[derive(Serialize)]
struct Occurrence {
    from: Option<String>,
    to: Option<String>,
}

/// Explains one phrase, or each line of the standard input. A phrase that is no term is an answer, not a failure.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let plan = args.plan.unwrap_or_else(|| PlanYear::containing(ctx.clock.today()));
    let calendar = match &args.calendar {
        Some(path) => shared::load(path, ctx)?,
        None => of_home(ctx)?,
    };
    match args.phrase {
        Some(phrase) => one(&phrase, plan, &calendar, ctx),
        None => lines(plan, &calendar, ctx)?,
    }
    Ok(Exit::Done)
}

/// What `import roadmap` reads a phrase with: the quarters and vacations in force in the home, where there is one.
fn of_home(ctx: &Ctx) -> Result<Calendar, Failure> {
    match ctx.home() {
        Ok(home) if home.store_file().exists() => Ok(ctx.reading()?.rules()?.calendar.without_days_off()),
        _ => Ok(Calendar::default()),
    }
}

fn one(phrase: &str, plan: PlanYear, calendar: &Calendar, ctx: &mut Ctx) {
    let deadline = schedule::parse(phrase, plan, calendar);
    if ctx.out.is_json() {
        ctx.out.json_line(&parsed(phrase, &deadline));
        return;
    }
    let text = words::explain(&deadline, ctx.lang);
    ctx.out.line(text);
    if deadline.kind == DeadlineKind::External && schedule::asks_calendar(phrase) {
        ctx.out.hint(&ctx.lang.word("deadline-asks-calendar"));
    }
    let scheduled = deadline.schedule(plan, calendar);
    if deadline.kind != DeadlineKind::Recurring && scheduled.len() < 2 {
        return;
    }
    let heading = ctx.say("deadline-schedule-heading", &[("plan", plan.to_string().into())]);
    ctx.out.heading(&heading);
    for occurrence in scheduled {
        let days = words::span(Span { from: occurrence.from, to: occurrence.to }, ctx.lang);
        ctx.out.line(format!("{}  {days}", occurrence.key));
    }
}

fn lines(plan: PlanYear, calendar: &Calendar, ctx: &mut Ctx) -> Result<(), Failure> {
    let mut input = std::io::stdin().lock();
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        let failed = |error: std::io::Error| {
            Failure::with(Kind::Failed, "deadline-stdin-failed", [("reason", error.to_string())])
        };
        if input.read_until(b'\n', &mut bytes).map_err(failed)? == 0 {
            return Ok(());
        }
        let line = String::from_utf8_lossy(&bytes);
        let phrase = line.trim_start_matches('\u{feff}').trim_end_matches(['\n', '\r']);
        let deadline = schedule::parse(phrase, plan, calendar);
        if ctx.out.is_json() {
            ctx.out.json_line(&parsed(phrase, &deadline));
        } else {
            let shown =
                if phrase.trim().is_empty() { ctx.word("deadline-empty-phrase") } else { phrase.to_owned() };
            let text = words::explain(&deadline, ctx.lang);
            let line = ctx.say("deadline-line", &[("phrase", shown.into()), ("text", text.into())]);
            ctx.out.line(line);
        }
    }
}

fn parsed<'a>(phrase: &'a str, deadline: &'a Deadline) -> Parsed<'a> {
    let date = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string());
    Parsed {
        phrase,
        kind: deadline.kind.as_str(),
        occurrences: deadline
            .occurrences
            .iter()
            .map(|span| Occurrence { from: date(span.from), to: date(span.to) })
            .collect(),
        rule: deadline.rule.map(|rule| rule.to_string()),
        anchor: deadline.anchor.as_deref(),
        notes: deadline.notes.iter().map(|note| note.as_str()).collect(),
    }
}
