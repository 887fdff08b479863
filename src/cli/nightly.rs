//! `vekha nightly`

use serde_json::{Value, json};
use vekha_core::ids::SchoolId;
use vekha_core::metrics::{How, Notice, What};

use super::desk::{Desk, schools};
use super::look::{Look, day};
use super::{Ctx, Exit, Failure, Kind, refusal};
use crate::app::night::{BandChange, Failed, Job, NightDone, Options, SchoolReport, Step, Unwatched, Watch};
use crate::app::{App, AppError};
use crate::clock::Clock;
use crate::config::quoted;
use crate::script::limits::Limits;
use crate::script::render;
use crate::script::sandbox::Sandbox;
use crate::store::{Access, Store};

/// Run the night shift: what became due, what is late, indicators, messages, the record of the night
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha nightly\nvekha nightly --date 10.11.2023\nvekha nightly --dry-run\n\
    vekha nightly --json\nvekha nightly --only 2")]
pub struct Args {
    /// Only this school, by its number or name [all of them]
    #[arg(long, value_name = "SCHOOL")]
    only: Option<String>,

    /// What to do about missed nights: each, last, or how many of the newest [the settings, else 7]
    #[arg(long, value_name = "POLICY", value_parser = policy)]
    catch_up: Option<crate::app::night::CatchUp>,
}

fn policy(text: &str) -> Result<crate::app::night::CatchUp, String> {
    text.parse().map_err(|()| "each, last, 7".to_owned())
}

/// Runs it.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let dry = ctx.writing()?.dry_run;
    let app = app(ctx, dry).map_err(|failure| damaged(ctx, failure))?;
    let names = schools(&app, ctx.lang).map_err(|failure| damaged(ctx, failure))?;
    let chosen = chosen(&names, args.only.as_deref())?;
    let sandbox = Sandbox::new(Limits::default())?;
    let mut options = ctx.home()?.config.nightly.options();
    options.catch_up = args.catch_up.unwrap_or(options.catch_up);
    let bar = Bar(ctx.out.progress(chosen.len() as u64, &ctx.word("night-progress")));
    let job = Job { app: &app, sandbox: &sandbox, options, watch: &bar };
    let reports = job.run(&chosen).map_err(|error| damaged(ctx, refusal::failure(error, ctx.lang)))?;
    bar.0.finish_and_clear();
    let told = Told { names: &names, reports: &reports, dry };
    told.tell(ctx, &app)?;
    Ok(if reports.iter().any(|report| report.failed.is_some()) { Exit::Failed } else { Exit::Done })
}

/// The engine over the home's store; for a dry run over a copy of it in memory, which is thrown away.
pub fn app(ctx: &Ctx, dry: bool) -> Result<App, Failure> {
    if !dry {
        return ctx.app(Access::Write);
    }
    in_memory(ctx, ctx.clock)
}

/// The engine over a copy of the home's store in memory.
pub fn in_memory(ctx: &Ctx, clock: Clock) -> Result<App, Failure> {
    let told = |error: AppError| refusal::failure(error, ctx.lang);
    let original = ctx.app(Access::Read)?;
    let snapshot = original.store.snapshot().map_err(|error| told(error.into()))?;
    let copy = Store::in_memory(&snapshot, &ctx.store_options()).map_err(|error| told(error.into()))?;
    Ok(ctx.app_over(copy, clock))
}

struct Bar(indicatif::ProgressBar);

impl Watch for Bar {
    fn before(&self, step: Step, on: chrono::NaiveDate) -> Result<(), AppError> {
        tracing::info!(?step, %on, "night");
        Ok(())
    }

    fn done(&self, _: SchoolId) {
        self.0.inc(1);
    }
}

/// Commands that look after the file or after the night itself: no night comes before them.
const WITHOUT_NIGHT: [&str; 8] =
    ["nightly", "simulate", "init", "demo", "backup", "restore", "doctor", "completions"];

/// Whether the settings leave the night to the first command of a day, and this is one that may run it.
pub fn is_first_of_day(ctx: &Ctx) -> bool {
    let set = ctx.home().is_ok_and(|home| home.config.nightly.auto);
    let plain = ctx.globals.date.is_none() && ctx.globals.as_of.is_none() && !ctx.globals.dry_run;
    let word = ctx.command.split(' ').next().unwrap_or_default();
    set && plain && !WITHOUT_NIGHT.contains(&word) && !ran_today(ctx)
}

/// Whether every school has had its night. What cannot be read counts as yes: the command will say why.
fn ran_today(ctx: &Ctx) -> bool {
    use vekha_core::state::{Key, Kind as RowKind, Row};
    use vekha_core::view::View as _;
    let Ok(app) = ctx.app(Access::Read) else { return true };
    let Ok(names) = schools(&app, ctx.lang) else { return true };
    let today = ctx.clock.today();
    names.iter().all(|(id, _)| {
        let row = app.read(*id, None).ok().and_then(|reading| reading.get(Key::of(RowKind::Shift, 0)).ok());
        matches!(row, Some(Some(Row::Shift(shift))) if shift.last >= today)
    })
}

/// Runs the night of today quietly, for the first command of a day. What it came to in one line, where there was
/// anything to run.
pub fn first_of_day(ctx: &mut Ctx) -> Result<Option<String>, Failure> {
    let app = ctx.app(Access::Write)?;
    let names = schools(&app, ctx.lang)?;
    let all: Vec<SchoolId> = names.iter().map(|(id, _)| *id).collect();
    let sandbox = Sandbox::new(Limits::default())?;
    let options: Options = ctx.home()?.config.nightly.options();
    let job = Job { app: &app, sandbox: &sandbox, options, watch: &Unwatched };
    let reports = job.run(&all).map_err(|error| damaged(ctx, refusal::failure(error, ctx.lang)))?;
    let told = Told { names: &names, reports: &reports, dry: false };
    Ok(reports.iter().any(|report| !report.nights.is_empty()).then(|| told.summary(ctx)))
}

fn chosen(names: &[(SchoolId, String)], only: Option<&str>) -> Result<Vec<SchoolId>, Failure> {
    let Some(only) = only else { return Ok(names.iter().map(|(id, _)| *id).collect()) };
    let fits = |(id, name): &&(SchoolId, String)| id.to_string() == only || name == only;
    match names.iter().find(fits) {
        Some((id, _)) => Ok(vec![*id]),
        None => {
            let known: Vec<String> = names.iter().map(|(id, name)| format!("{id} — {name}")).collect();
            let args = [("school", only.to_owned()), ("known", known.join("; "))];
            Err(Failure::with(Kind::BadInput, "no-such-school", args))
        }
    }
}

/// A damaged file: the run stops, and the newest copy is named.
fn damaged(ctx: &Ctx, failure: Failure) -> Failure {
    let Ok(home) = ctx.home() else { return failure };
    if failure.kind != Kind::StoreDamaged {
        return failure;
    }
    let mut copies: Vec<_> = std::fs::read_dir(home.backups())
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|ending| ending == "redb"))
        .collect();
    copies.sort_by_key(|path| std::fs::metadata(path).and_then(|about| about.modified()).ok());
    let newest =
        copies.last().map_or_else(|| "backups/vekha-….redb".into(), |path| path.display().to_string());
    failure.hint_command("night-restore", format!("vekha restore {}", quoted(&newest)))
}

/// What a run came to, for people and for machines.
struct Told<'a> {
    names: &'a [(SchoolId, String)],
    reports: &'a [SchoolReport],
    dry: bool,
}

impl Told<'_> {
    fn tell(&self, ctx: &mut Ctx, app: &App) -> Result<(), Failure> {
        if ctx.out.is_json() {
            let value = self.json(ctx, app)?;
            ctx.out.json(&value);
            return Ok(());
        }
        if self.dry {
            ctx.out.note(&ctx.lang.word("night-dry"));
        }
        for report in self.reports {
            if report.nights.is_empty() && report.failed.is_none() {
                self.nothing(ctx, report);
            }
            if self.reports.len() <= 3 || self.dry || report.failed.is_some() {
                self.school(ctx, app, report)?;
            }
        }
        let summary = self.summary(ctx);
        ctx.out.line(summary);
        Ok(())
    }

    fn name(&self, school: SchoolId) -> &str {
        self.names.iter().find(|(id, _)| *id == school).map_or("", |(_, name)| name)
    }

    /// The night of today ran already, or a clock was set back.
    fn nothing(&self, ctx: &mut Ctx, report: &SchoolReport) {
        let Some(last) = report.last else { return };
        let id = if last > ctx.clock.today() { "night-clock-back" } else { "night-already" };
        let args = [
            ("school", self.name(report.school).to_owned().into()),
            ("last", day(last).into()),
            ("today", day(ctx.clock.today()).into()),
        ];
        let text = ctx.say(id, &args);
        ctx.out.note(&text);
    }

    fn school(&self, ctx: &mut Ctx, app: &App, report: &SchoolReport) -> Result<(), Failure> {
        if !report.nights.is_empty() || report.failed.is_some() {
            ctx.out.title(self.name(report.school));
        }
        if let Some(failed) = &report.failed {
            let text = ctx.say("night-school-failed", &[("why", why(ctx, failed).into())]);
            ctx.out.line(text);
        }
        if report.nights.is_empty() {
            return Ok(());
        }
        let reading = app.read(report.school, None).map_err(|error| refusal::failure(error, ctx.lang))?;
        let desk = Desk::of(reading, ctx.clock.today(), ctx.lang)?;
        let look = desk.look();
        for night in &report.nights {
            let heading = heading(ctx, night);
            ctx.out.line(heading);
            for line in lines(&look, night)? {
                ctx.out.line(format!("  {line}"));
            }
        }
        Ok(())
    }

    fn summary(&self, ctx: &Ctx) -> String {
        let nights = || self.reports.iter().flat_map(|report| &report.nights);
        let told = |of: &[What]| {
            nights().flat_map(|night| &night.told).filter(|notice| of.contains(&notice.what)).count()
        };
        let count = |what: &str| nights().filter_map(|night| night.counts.get(what)).sum::<u32>();
        let args = [
            ("date", day(ctx.clock.today()).into()),
            ("schools", self.reports.len().into()),
            ("nights", nights().count().into()),
            ("due", told(&[What::Due]).into()),
            ("late", told(&[What::Late]).into()),
            ("moved", nights().map(|night| night.moves.len()).sum::<usize>().into()),
            ("evaluated", count("evaluated").into()),
            ("restated", count("restated").into()),
            ("bands", nights().map(|night| night.bands.len()).sum::<usize>().into()),
            ("messages", nights().map(|night| night.sent.len()).sum::<usize>().into()),
            ("failed", self.reports.iter().filter(|report| report.failed.is_some()).count().into()),
        ];
        ctx.say("night-summary", &args)
    }

    fn json(&self, ctx: &Ctx, app: &App) -> Result<Value, Failure> {
        let mut list = Vec::new();
        for report in self.reports {
            let reading = app.read(report.school, None).map_err(|error| refusal::failure(error, ctx.lang));
            let desk = reading.and_then(|reading| Desk::of(reading, ctx.clock.today(), ctx.lang));
            let nights: Vec<Value> = match &desk {
                Ok(desk) => {
                    let look = desk.look();
                    report.nights.iter().map(|night| night_json(&look, night)).collect::<Result<_, _>>()?
                }
                Err(_) => Vec::new(),
            };
            list.push(json!({
                "school": report.school.0,
                "name": self.name(report.school),
                "last": report.last,
                "clock_back": report.last.is_some_and(|last| last > ctx.clock.today()),
                "nights": nights,
                "error": report.failed.as_ref().map(|failed| why(ctx, failed)),
            }));
        }
        let failed = self.reports.iter().filter(|report| report.failed.is_some()).count();
        Ok(json!({
            "date": ctx.clock.today(),
            "dry_run": self.dry,
            "schools": list,
            "failed": failed,
            "summary": self.summary(ctx),
        }))
    }
}

/// Why the night of a school ended early, in words.
pub fn why(ctx: &Ctx, failed: &Failed) -> String {
    match failed {
        Failed::Script(fault) => {
            let place = fault.at.as_ref().map(|at| format!("{}:{}:{}: ", at.file, at.line, at.column));
            format!("{}{}", place.unwrap_or_default(), render::message(fault, ctx.lang))
        }
        Failed::Engine(error) => refusal::failure(error.clone(), ctx.lang).message.say(ctx.lang),
    }
}

fn heading(ctx: &Ctx, night: &NightDone) -> String {
    let how = match night.planned.how {
        How::Ran => "night-how-ran",
        How::CaughtUp => "night-how-caught-up",
    };
    let mut text =
        ctx.say("event-night", &[("date", day(night.planned.on).into()), ("how", ctx.word(how).into())]);
    if let Some(skipped) = &night.planned.skipped {
        let args = [
            ("from", day(skipped.from).into()),
            ("to", day(skipped.to).into()),
            ("why", skipped.why.clone().into()),
        ];
        text.push_str(&ctx.say("event-night-skipped", &args));
    }
    text
}

/// What a night did, a line for each thing.
pub fn lines(look: &Look<'_>, night: &NightDone) -> Result<Vec<String>, Failure> {
    let mut lines = Vec::new();
    for notice in &night.told {
        let args = [("what", look.title(notice.subject)?.into()), ("date", day(notice.term).into())];
        lines.push(look.lang.say(notice_id(notice.what), &args));
    }
    for (subject, way) in &night.moves {
        let args = [("what", look.title(*subject)?.into()), ("way", way.clone().into())];
        lines.push(look.lang.say("night-moved", &args));
    }
    for change in &night.bands {
        let args = [
            ("what", look.title(change.subject)?.into()),
            ("name", change.name.clone().into()),
            ("before", change.before.clone().into()),
            ("after", change.after.clone().into()),
        ];
        lines.push(look.lang.say("night-band", &args));
    }
    if night.hook_failures > 0 {
        lines.push(look.lang.say("night-hook-failures", &[("count", night.hook_failures.into())]));
    }
    Ok(lines)
}

fn notice_id(what: What) -> &'static str {
    match what {
        What::Due => "night-told-due",
        What::Late => "night-told-late",
        What::VeryLate => "night-told-very-late",
        What::NoConsent => "night-told-no-consent",
        What::NoMeeting => "night-told-no-meeting",
    }
}

fn night_json(look: &Look<'_>, night: &NightDone) -> Result<Value, Failure> {
    let told = |notice: &Notice| -> Result<Value, Failure> {
        Ok(json!({
            "what": notice_code(notice.what),
            "subject": notice.subject,
            "title": look.title(notice.subject)?,
            "term": notice.term,
        }))
    };
    let band = |change: &BandChange| -> Result<Value, Failure> {
        Ok(json!({
            "subject": change.subject, "title": look.title(change.subject)?,
            "indicator": change.name, "before": change.before, "after": change.after,
        }))
    };
    Ok(json!({
        "date": night.planned.on,
        "how": match night.planned.how { How::Ran => "ran", How::CaughtUp => "caught-up" },
        "skipped": night.planned.skipped.as_ref().map(|skipped| {
            json!({"from": skipped.from, "to": skipped.to, "why": skipped.why})
        }),
        "counts": night.counts,
        "told": night.told.iter().map(told).collect::<Result<Vec<_>, _>>()?,
        "moves": night.moves.iter().map(|(subject, way)| json!({"subject": subject, "transition": way})).collect::<Vec<_>>(),
        "bands": night.bands.iter().map(band).collect::<Result<Vec<_>, _>>()?,
        "messages": night.sent.iter().map(|sent| json!({"to": sent.to, "template": sent.template, "about": sent.about})).collect::<Vec<_>>(),
        "hook_failures": night.hook_failures,
    }))
}

/// A reason in JSON.
pub fn notice_code(what: What) -> &'static str {
    match what {
        What::Due => "due",
        What::Late => "late",
        What::VeryLate => "very-late",
        What::NoConsent => "no-consent",
        What::NoMeeting => "no-meeting",
    }
}
