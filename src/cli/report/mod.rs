//! `vekha report`

mod check;
mod indicators;
mod municipal;
mod pair;
mod paper;
mod programme;
mod progress;
mod public;
mod registry;
mod roadmap;
mod school;
mod target;
mod work;

use std::path::PathBuf;

use clap::ValueEnum;
use serde_json::json;
use vekha_core::ids::SchoolId;
use vekha_core::people::Side;
use vekha_core::report::Document;
use vekha_core::schedule::PlanYear;

use self::paper::{MAY_SEE_NAMES, Paper};
use super::{Ctx, Desk, Exit, Failure, Kind, Session, plan_year};
use crate::export::report::{self as export, Format};
use crate::lang::Lang;

/// Write a report: of the school, a programme, a pair, the roadmap, a base, for the municipal centre, for the site
#[derive(Debug, clap::Args)]
#[command(
    after_help = "vekha report school --out school.html\nvekha report programme 1 --out programme.docx\n\
    vekha report pair 3 --format json\nvekha report municipal --of teacher-teacher=14 --out municipal.docx\n\
    vekha report roadmap --out roadmap.docx\nvekha report registry mentees --out mentees.xlsx\n\
    vekha report public --out public.html\nvekha report school --table late --format csv\n\
    vekha report check school.html"
)]
pub struct Args {
    /// What to report; check: whether written reports still show what is
    #[arg(value_name = "KIND")]
    kind: KindArg,

    /// Of a programme or a pair its number; of a registry mentors or mentees; for check the files [those in reports/]
    #[arg(value_name = "WHAT")]
    what: Vec<String>,

    /// The kind of file [by the name of the file, else html]
    #[arg(long, value_name = "FORMAT", value_enum)]
    format: Option<Format>,

    /// The file to write [standard output; on a terminal a file in reports/]
    #[arg(long, short = 'o', value_name = "FILE")]
    out: Option<PathBuf>,

    /// The plan's year: 2023/24 [the current one]
    #[arg(long, value_name = "PLAN", value_parser = plan_year)]
    plan: Option<PlanYear>,

    /// The table that a csv holds [the main one]
    #[arg(long, value_name = "TABLE")]
    table: Option<String>,

    /// How many could take part in a form as mentees, for the shares of the municipal summary; several times
    #[arg(long, value_name = "COUNT", value_parser = base)]
    of: Vec<(String, u64)>,

    /// Put numbers in place of people's names
    #[arg(long)]
    without_names: bool,
}

/// What to report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum KindArg {
    School,
    #[value(alias = "program")]
    Programme,
    Pair,
    Municipal,
    Roadmap,
    Registry,
    Public,
    Check,
}

impl KindArg {
    fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }
}

/// `teacher-teacher=14`.
fn base(text: &str) -> Result<(String, u64), String> {
    let (form, count) = text.split_once('=').ok_or("report-bad-base")?;
    let count = count.trim().parse().map_err(|_| "report-bad-base")?;
    Ok((form.trim().to_owned(), count))
}

/// Writes it.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    if args.kind == KindArg::Check {
        return check::run(&args.what, ctx);
    }
    if args.format.is_none()
        && let Some(file) =
            args.out.as_deref().filter(|file| file.extension().is_some() && Format::of(file).is_none())
    {
        let file = file.display().to_string();
        return Err(Failure::with(Kind::BadInput, "report-no-such-format", [("file", file)]));
    }
    let document = document(&args, ctx)?;
    let format = args.format.or_else(|| args.out.as_deref().and_then(Format::of));
    if ctx.out.is_json() && args.out.is_none() && format.is_none_or(|format| format == Format::Json) {
        ctx.out.json(&export::json_value(&document));
        return Ok(Exit::Done);
    }
    let format = format.unwrap_or(Format::Html);
    let table = table(&args, &document)?;
    let bytes = export::write(&document, format, table)
        .map_err(|error| Failure::with(Kind::Failed, "report-not-written", [("reason", error)]))?;
    let Some(file) = target::place(&args.out, &document, format, ctx)? else {
        ctx.out.raw(&bytes);
        return Ok(Exit::Done);
    };
    target::write(&file, &bytes, ctx)?;
    let path = file.display().to_string();
    let words =
        ctx.say("report-written", &[("file", path.clone().into()), ("title", document.title.clone().into())]);
    let stamp = &document.stamp;
    ctx.out.outcome(
        &words,
        &json!({
            "file": path, "report": stamp.report, "what": stamp.what, "format": format.extension(), "date": stamp.date,
            "seq": stamp.head.seq, "hash": stamp.head.hash, "audience": stamp.audience.as_str(),
        }),
    );
    Ok(Exit::Done)
}

/// Where the night puts the papers of a school.
pub fn night_folder(ctx: &Ctx, school: SchoolId) -> Result<PathBuf, Failure> {
    Ok(ctx.home()?.dir.join(target::FOLDER).join("night").join(school.to_string()))
}

/// The report of a school as the night writes it: with names where the home's own actor may see them.
pub fn of_school(ctx: &Ctx, session: &Session, lang: Lang) -> Result<Document, Failure> {
    let desk = Desk::of(session.read()?, ctx.clock.today(), lang)?;
    let names = may_see_names(ctx)?;
    school::document(&Paper::new(ctx, session, &desk, None, names)?)
}

fn may_see_names(ctx: &Ctx) -> Result<bool, Failure> {
    let (_, roles) = ctx.actor()?;
    Ok(roles.iter().any(|role| MAY_SEE_NAMES.contains(&role.as_str())))
}

fn document(args: &Args, ctx: &Ctx) -> Result<Document, Failure> {
    let session = ctx.reading()?;
    let desk = session.desk(ctx)?;
    let names = !args.without_names && may_see_names(ctx)?;
    // What goes out names nobody, whoever makes it.
    let names = names && !matches!(args.kind, KindArg::Municipal | KindArg::Public);
    let paper = Paper::new(ctx, &session, &desk, args.plan.as_ref(), names)?;
    let what = match args.what.as_slice() {
        [] => None,
        [one] => Some(one.as_str()),
        _ => return Err(misunderstood(args.kind)),
    };
    match (args.kind, what) {
        (KindArg::School, None) => school::document(&paper),
        (KindArg::Programme, None) => programme::document(&paper, None),
        (KindArg::Programme, Some(what)) => {
            let id = what.parse().map_err(|_| misunderstood(args.kind))?;
            programme::document(&paper, Some(id))
        }
        (KindArg::Pair, Some(what)) => pair::document(&paper, what),
        (KindArg::Municipal, None) => municipal::document(&paper, &args.of),
        (KindArg::Roadmap, None) => roadmap::document(&paper),
        (KindArg::Registry, Some("mentors" | "mentor")) => registry::document(&paper, Side::Mentor),
        (KindArg::Registry, Some("mentees" | "mentee")) => registry::document(&paper, Side::Mentee),
        (KindArg::Public, None) => public::document(&paper),
        _ => Err(misunderstood(args.kind)),
    }
}

/// How a kind is written, with an example.
fn misunderstood(kind: KindArg) -> Failure {
    let example = match kind {
        KindArg::Programme => "vekha report programme 1",
        KindArg::Pair => "vekha report pair 1",
        KindArg::Registry => "vekha report registry mentees",
        KindArg::School | KindArg::Municipal | KindArg::Roadmap | KindArg::Public | KindArg::Check => {
            return Failure::with(Kind::Usage, "report-no-what", [("kind", kind.name())])
                .hint_command("report-written-so", format!("vekha report {}", kind.name()));
        }
    };
    Failure::with(Kind::Usage, "report-what", [("kind", kind.name())])
        .hint_command("report-written-so", example)
}

/// The table of a csv: the one that was asked for, else the main one.
fn table<'a>(
    args: &Args,
    document: &'a Document,
) -> Result<&'a vekha_core::report::document::Table, Failure> {
    let wanted = args.table.as_deref().unwrap_or(document.main);
    let found = export::tables(document).find(|table| table.id == wanted);
    if let Some(table) = found.or_else(|| export::tables(document).next().filter(|_| args.table.is_none())) {
        return Ok(table);
    }
    let known: Vec<&str> = export::tables(document).map(|table| table.id).collect();
    Err(Failure::with(
        Kind::Usage,
        "report-no-table",
        [("table", wanted.to_owned()), ("known", known.join(", "))],
    ))
}
