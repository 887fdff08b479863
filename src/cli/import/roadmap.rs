//! `vekha import roadmap FILE`

use std::path::PathBuf;

use vekha_core::roadmap::{self, Draft, NoRoadmap};
use vekha_core::schedule::{Calendar, PlanYear};

use crate::cli::{Ctx, Exit, Failure, Kind, Table};
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
}

/// Reads the file, shows what would be stored and what to look at, and with `--yes` or a confirmation stores it.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let options = Options { encoding: args.encoding, sheet: args.sheet };
    let reading = import::read(&args.file, &options)
        .map_err(|cause| Failure::new(Kind::BadInput, cause.say(ctx.lang)))?;
    let name = args.file.display().to_string();
    let found = understand(&reading, args.plan, &name, ctx)?;
    for note in &reading.notes {
        let words = note.say(ctx.lang);
        ctx.out.hint(&words);
    }
    if ctx.out.is_json() {
        ctx.out.json(&draft::draft_json(&found, ctx.lang));
    } else {
        show(&Preview::of(&found, ctx.lang), ctx);
    }
    if ctx.globals.dry_run {
        return Ok(Exit::Done);
    }
    store(&found, ctx)
}

/// The draft of what was read. A document that names no year anywhere is read for the school year of today when
/// nothing is stored anyway.
fn understand(reading: &Reading, plan: Option<PlanYear>, name: &str, ctx: &Ctx) -> Result<Draft, Failure> {
    let calendar = Calendar::default();
    let found = roadmap::draft(&reading.document, plan, &calendar);
    let found = match found {
        Err(NoRoadmap::NoYear) if ctx.globals.dry_run => {
            roadmap::draft(&reading.document, Some(PlanYear::containing(ctx.clock.today())), &calendar)
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

/// Nothing stores plans yet, and saying that something was stored would be a lie.
fn store(_draft: &Draft, _ctx: &mut Ctx) -> Result<Exit, Failure> {
    Err(Failure::new(Kind::Failed, "import-not-stored").hint("import-use-dry-run"))
}
