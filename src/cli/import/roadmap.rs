//! `vekha import roadmap FILE`

use std::fs;
use std::path::PathBuf;

use serde_json::json;
use vekha_core::command::{Action, PlanImport};
use vekha_core::decide::Difference;
use vekha_core::digest::Digest;
use vekha_core::roadmap::{self, Draft, Finding, FindingKind, NoRoadmap};
use vekha_core::schedule::{Calendar, PlanYear};
use vekha_core::state::Wording;
use vekha_core::table::Place;
use vekha_core::view::Read;

use crate::app;
use crate::cli::{Ctx, Exit, Failure, Kind, Session, Table};
use crate::draft::{self, Line, Preview};
use crate::import::{self, Options, Reading};

/// Import a roadmap as the school published it: docx, odt, xlsx, ods, csv, html, markdown or text.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "vekha import roadmap \"Дорожная карта.docx\" --dry-run\nvekha import roadmap plan.csv --encoding cp1251 --plan 2023/24"
)]
pub struct Args {
    /// The file with the roadmap's table
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The plan's year, where the title does not say it: 2023/24 or 2023-09-01..2024-08-31
    #[arg(long, value_name = "PLAN")]
    plan: Option<PlanYear>,
    /// The encoding of a text file: cp1251, utf-8, koi8-r [told by the content]
    #[arg(long, value_name = "ENCODING")]
    encoding: Option<String>,
    /// The sheet of a workbook [all of them]
    #[arg(long, value_name = "SHEET")]
    sheet: Option<String>,
    /// Take all proposed spellings for one role, person or unit [only those that differ in dots and capitals]
    #[arg(long)]
    merge_spellings: bool,
}

/// Reads the file, shows what would be stored and what to look at, and with `--yes` or a confirmation stores it.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let options = Options { encoding: args.encoding, sheet: args.sheet };
    let reading = import::read(&args.file, &options)
        .map_err(|cause| Failure::new(Kind::BadInput, cause.say(ctx.lang)))?;
    let name = args.file.display().to_string();
    let session = open(ctx)?;
    let calendar = match &session {
        Some(session) => session.rules()?.calendar.without_days_off(),
        None => Calendar::default(),
    };
    let found = understand(&reading, args.plan, &calendar, &name, ctx)?;
    for note in &reading.notes {
        let words = note.say(ctx.lang);
        ctx.out.hint(&words);
    }
    let json = ctx.out.is_json();
    if json && ctx.globals.dry_run {
        ctx.out.json(&draft::draft_json(&found, ctx.lang));
        return Ok(Exit::Done);
    }
    if !json {
        show(&Preview::of(&found, ctx.lang), ctx);
    }
    let Some(session) = session else { return Ok(Exit::Done) };
    let source = Digest::of_bytes(&fs::read(&args.file).map_err(|error| Failure::io(&args.file, &error))?);
    let merge = args.merge_spellings;
    let import = app::plan_import(&found, source, &session.directory()?, &|cluster| cluster.certain || merge);
    store(import, &session, ctx)
}

/// The home to store into; a dry run does without one.
fn open(ctx: &Ctx) -> Result<Option<Session>, Failure> {
    match ctx.writing_session() {
        Ok(session) => Ok(Some(session)),
        Err(_) if ctx.globals.dry_run => Ok(None),
        Err(failure) => Err(failure),
    }
}

/// The draft of what was read. A document that names no year anywhere is read for the school year of today when
/// nothing is stored anyway.
fn understand(
    reading: &Reading,
    plan: Option<PlanYear>,
    calendar: &Calendar,
    name: &str,
    ctx: &Ctx,
) -> Result<Draft, Failure> {
    let found = roadmap::draft(&reading.document, plan, calendar);
    let found = match found {
        Err(NoRoadmap::NoYear) if ctx.globals.dry_run => {
            let plan = PlanYear::containing(ctx.clock.today());
            roadmap::draft(&reading.document, Some(plan), calendar).map(|mut draft| {
                let kind = FindingKind::YearUnknown { plan };
                draft.findings.push(Finding { task: String::new(), place: Place::default(), kind });
                draft
            })
        }
        other => other,
    };
    found.map_err(|why| {
        let failure = Failure::new(Kind::BadInput, format!("{name}: {}", draft::no_roadmap(&why, ctx.lang)));
        match why {
            NoRoadmap::NoYear => failure
                .hint_command("import-say-plan", format!("vekha import roadmap \"{name}\" --plan 2023/24")),
            _ => failure,
        }
    })
}

fn show(preview: &Preview, ctx: &mut Ctx) {
    for line in &preview.head {
        ctx.out.line(line);
    }
    let mut table = Table::new(preview.columns.clone());
    for line in &preview.rows {
        match line {
            Line::Heading(text) => {
                flush(&mut table, preview, ctx);
                ctx.out.heading(text);
            }
            Line::Task(cells) => table.row(cells.clone()),
        }
    }
    flush(&mut table, preview, ctx);
    let (heading, findings) = &preview.findings;
    if !findings.is_empty() {
        ctx.out.heading(heading);
        for (task, words) in findings {
            ctx.out.line(format!("  {task}: {words}"));
        }
    }
    let (heading, spellings) = &preview.spellings;
    if !spellings.is_empty() {
        ctx.out.heading(heading);
        for line in spellings {
            ctx.out.line(format!("  {line}"));
        }
    }
}

fn flush(table: &mut Table, preview: &Preview, ctx: &mut Ctx) {
    if !table.is_empty() {
        ctx.out.table(table);
        *table = Table::new(preview.columns.clone());
    }
}

/// Shows what would change; with consent, changes it.
fn store(import: PlanImport, session: &Session, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let before = session.read()?.tasks()?;
    let year = import.year.to_string();
    let action = Action::ImportPlan(import);
    let events = session.would(action.clone())?;
    let difference = Difference::of(&before, &events);
    if events.is_empty() {
        let words = ctx.say("import-nothing-new", &[("plan", year.clone().into())]);
        ctx.out.outcome(&words, &outcome(&year, &difference, false));
        return Ok(Exit::Done);
    }
    if !ctx.out.is_json() {
        tell(&difference, before.is_empty(), ctx);
    }
    if session.is_dry() {
        return Ok(Exit::Done);
    }
    let question = ctx.say("import-store", &[("plan", year.clone().into())]);
    if !ctx.out.confirm(&question)? {
        return Err(Failure::new(Kind::Failed, "import-not-wanted"));
    }
    session.act(action, None)?;
    let words = ctx.say(
        "import-stored",
        &[
            ("plan", year.clone().into()),
            ("added", difference.added.len().into()),
            ("changed", difference.changed.len().into()),
            ("removed", difference.removed.len().into()),
        ],
    );
    ctx.out.outcome(&words, &outcome(&year, &difference, true));
    if !ctx.out.is_json() {
        ctx.out.command("vekha status");
    }
    Ok(Exit::Done)
}

fn outcome(year: &str, difference: &Difference, stored: bool) -> serde_json::Value {
    let numbers = |tasks: &[Wording]| tasks.iter().map(|task| task.number.clone()).collect::<Vec<_>>();
    json!({
        "plan": year,
        "stored": stored,
        "added": numbers(&difference.added),
        "removed": numbers(&difference.removed),
        "changed": difference.changed.iter().map(|change| change.after.number.clone()).collect::<Vec<_>>(),
    })
}

/// What a corrected document changes. Of a new plan nothing more need be said than the preview did.
fn tell(difference: &Difference, is_new: bool, ctx: &mut Ctx) {
    if is_new || difference.is_empty() {
        return;
    }
    let heading = ctx.word("import-difference");
    ctx.out.heading(&heading);
    for task in &difference.added {
        ctx.out.line(format!("  + {} {}", task.number, task.title));
    }
    for task in &difference.removed {
        ctx.out.line(format!("  - {} {}", task.number, task.title));
    }
    for change in &difference.changed {
        ctx.out.line(format!("  ~ {} {}", change.before.number, change.before.title));
        let (old, new) = (&change.before, &change.after);
        for (name, old, new) in [
            ("import-field-number", &old.number, &new.number),
            ("import-field-section", &old.section, &new.section),
            ("import-field-title", &old.title, &new.title),
            ("import-field-term", &old.phrase, &new.phrase),
            ("import-field-result", &old.result, &new.result),
        ] {
            if old != new {
                let words = ctx.word(name);
                ctx.out.line(format!("      {words}: «{old}» → «{new}»"));
            }
        }
        if let Some(deadline) = &change.dated {
            let args = [
                ("phrase", new.phrase.clone().into()),
                ("term", draft::understood(deadline, ctx.lang).into()),
            ];
            let words = ctx.say("import-field-dated", &args);
            ctx.out.line(format!("      {words}"));
        }
        if change.tags {
            let words = ctx.word("import-field-tags");
            ctx.out.line(format!("      {words}"));
        }
        if change.holders {
            let words = ctx.word("import-field-holders");
            ctx.out.line(format!("      {words}"));
        }
    }
}
