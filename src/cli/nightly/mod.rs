//! `vekha nightly`

mod delivery;
mod morning;
mod told;

use vekha_core::ids::SchoolId;
use vekha_core::view::View as _;

use super::backup::automatic;
use super::desk::schools;
use super::look::day;
use super::outbox::{PATIENCE, channels};
use super::{Ctx, Exit, Failure, Kind, Session, refusal};
use crate::app::night::{Job, Options, SchoolReport, Step, Unwatched, Watch};
use crate::app::{App, AppError};
use crate::clock::Clock;
use crate::config::{Home, Nightly, quoted};
use crate::script::sandbox::Sandbox;
use crate::store::{Access, Store};

use delivery::Post;
use morning::Morning;
use told::Told;
pub use told::{foreseen, lines, notice_code, why};

/// Run the night shift: what became due, what is late, indicators, messages, the record of the night
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha nightly\nvekha nightly --date 10.11.2023\nvekha nightly --dry-run\n\
    vekha nightly --json\nvekha nightly --only 2\nvekha nightly --set-back")]
pub struct Args {
    /// Only this school, by its number or name [all of them]
    #[arg(long, value_name = "SCHOOL")]
    only: Option<String>,

    /// What to do about missed nights: each, last, or how many of the newest [the settings, else 7]
    #[arg(long, value_name = "POLICY", value_parser = policy)]
    catch_up: Option<crate::app::night::CatchUp>,

    /// Run the night of today though one of a later day is on record, because a clock was wrong
    #[arg(long)]
    set_back: bool,

    /// Leave the messages in the outbox, for this run
    #[arg(long)]
    no_deliver: bool,

    /// Write neither the report nor the memos of the week, for this run
    #[arg(long)]
    no_report: bool,
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
    if !dry {
        plausible(ctx, &app, &names)?;
    }
    let mut settings = ctx.home()?.config.nightly.clone();
    settings.catch_up = args.catch_up.unwrap_or(settings.catch_up);
    settings.deliver &= !args.no_deliver;
    if args.no_report {
        settings.quiet();
    }
    let bar = Bar(ctx.out.progress(chosen.len() as u64, &ctx.word("night-progress")));
    let shift = Shift { settings, dry, set_back: args.set_back, patience: PATIENCE, watch: &bar };
    let done = shift.run(ctx, app, &chosen).map_err(|failure| damaged(ctx, failure))?;
    bar.0.finish_and_clear();
    let failed = done.failed();
    Told { names: &names, done: &done, dry }.tell(ctx)?;
    Ok(if failed { Exit::Failed } else { Exit::Done })
}

/// After how many days without any record, and nights are recorded, a clock is not believed any more.
const FAR: i64 = 366;

/// A night under a clock that is years ahead would call everything late, tell everybody and stand in the way of the
/// nights until then: it wants a day that somebody gave, or a yes.
fn plausible(ctx: &Ctx, app: &App, names: &[(SchoolId, String)]) -> Result<(), Failure> {
    if ctx.globals.date.is_some() || ctx.globals.yes {
        return Ok(());
    }
    let mut newest = None;
    for (school, _) in names {
        let head = app.read(*school, None).map_err(|error| refusal::failure(error, ctx.lang))?.head();
        newest = newest.max(ctx.clock.day_of(head.recorded));
    }
    let today = ctx.clock.today();
    match newest.filter(|last| (today - *last).num_days() > FAR) {
        Some(last) => {
            let args = [("last", day(last)), ("today", day(today))];
            let failure = Failure::with(Kind::Refused, "night-clock-far", args);
            Err(failure.hint_command("night-clock-far-hint", "vekha nightly --yes"))
        }
        None => Ok(()),
    }
}

/// A run of the night with everything around it: the messages that go out, the papers of the morning.
struct Shift<'a> {
    settings: Nightly,
    dry: bool,
    /// Whether a night of a later day is no obstacle.
    set_back: bool,
    /// After how many failures in a row a channel is left alone.
    patience: u32,
    watch: &'a dyn Watch,
}

/// What a run came to.
struct Done {
    session: Session,
    /// The copy of the day, made before anything was changed.
    copied: Result<(), Failure>,
    reports: Vec<SchoolReport>,
    /// What was delivered, by school; why nothing could be.
    delivered: delivery::Delivered,
    morning: Morning,
}

impl Done {
    /// Whether somebody should look: a school that was not finished, a script that will fail, a message that did not arrive, a channel or a
    /// file that failed.
    fn failed(&self) -> bool {
        let today = self.session.app.clock.today();
        let foreseen = |report: &SchoolReport| report.nights.iter().any(|night| night.foreseen.is_some());
        let school = |report: &SchoolReport| {
            report.failed.is_some() || foreseen(report) || report.ahead_of(today).is_some()
        };
        self.reports.iter().any(school)
            || self.copied.is_err()
            || self.delivered.failed()
            || !self.morning.failed.is_empty()
    }
}

impl Shift<'_> {
    fn run(&self, ctx: &Ctx, app: App, chosen: &[SchoolId]) -> Result<Done, Failure> {
        let told = |error: AppError| refusal::failure(error, ctx.lang);
        let sandbox = Sandbox::new(ctx.limits())?;
        // Without it the night is run all the same: terms do not wait for a disk, and one school's damage is not another's.
        let copied = if self.dry { Ok(()) } else { automatic(ctx, &app) };
        let (channels, fault) = match channels(ctx, self.patience) {
            Ok(channels) => (channels, None),
            Err(failure) => (Vec::new(), Some(failure)),
        };
        let post = Post::new(ctx, &app, &channels, self.dry)?;
        let carries = self.settings.deliver && fault.is_none();
        let options = Options { set_back: self.set_back, ..self.settings.options() };
        let job = Job { app: &app, sandbox: &sandbox, options, watch: self.watch };
        let reports = job.run_with(chosen, carries.then_some(&post)).map_err(told)?;
        if carries {
            // What waits from before, also where the night of today is over or could not be finished.
            chosen.iter().try_for_each(|school| post.serve(*school)).map_err(told)?;
        }
        let delivered = post.done(fault.filter(|_| self.settings.deliver));
        let without_channel = channels.is_empty();
        drop(channels);
        let first = chosen.first().copied().unwrap_or(SchoolId(1));
        let mut session = Session::over(ctx, app, first)?;
        let morning = Morning::write(ctx, &mut session, chosen, &self.settings, without_channel, self.dry);
        Ok(Done { session, copied, reports, delivered, morning })
    }
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
    plausible(ctx, &app, &names)?;
    let all: Vec<SchoolId> = names.iter().map(|(id, _)| *id).collect();
    let settings = ctx.home()?.config.nightly.clone();
    // Somebody waits at the keyboard: one time-out is enough.
    let shift = Shift { settings, dry: false, set_back: false, patience: 1, watch: &Unwatched };
    let done = shift.run(ctx, app, &all).map_err(|failure| damaged(ctx, failure))?;
    let ran = done.reports.iter().any(|report| !report.nights.is_empty());
    Ok(ran.then(|| Told { names: &names, done: &done, dry: false }.summary(ctx)))
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
    failure.hint_command("night-restore", format!("vekha restore {}", quoted(&newest_copy(home))))
}

/// The newest copy of a home's store, by its path; what such paths look like where there is none.
pub fn newest_copy(home: &Home) -> String {
    let mut copies: Vec<_> = std::fs::read_dir(home.backups())
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|ending| ending == "redb"))
        .collect();
    copies.sort_by_key(|path| std::fs::metadata(path).and_then(|about| about.modified()).ok());
    copies.last().map_or_else(|| "backups/vekha-….redb".into(), |path| path.display().to_string())
}
