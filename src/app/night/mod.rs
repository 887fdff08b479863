//! The night shift: what became due and overdue, automatic transitions, indicators, hooks, and a record of the night.
//!
//! Every step of a school's night is a command whose id follows from the school, the day and the step. So a night
//! that was interrupted anywhere goes on where it stopped, and one that is run twice changes nothing. Schools go
//! through a step together, and what they write is one commit.

mod asked;
mod catch_up;
mod facts;
mod hooks;
mod late;
mod measure;
mod moves;
pub mod scenario;
mod scripts;
mod terms;
mod work;

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;
use std::sync::Arc;

use chrono::{Days, NaiveDate};
use vekha_core::command::Action;
use vekha_core::digest::Digest;
use vekha_core::event::{Event, Recorded};
use vekha_core::ids::{SchoolId, Subject};
use vekha_core::message::Settled;
use vekha_core::metrics::{How, NightDraft, Notice, What};
use vekha_core::state::{Key, Kind, Row};
use vekha_core::view::View;

pub use catch_up::{CatchUp, Planned, planned};
pub use measure::named;
pub use scripts::Script;
pub use terms::SOON;
pub use work::{BandChange, Failed, Foreseen, LOGIN, Sent, Step, Work};

use super::{App, AppError};
use crate::script::kinds::Kind as ScriptKind;
use crate::script::sandbox::Sandbox;
use crate::store::{Batch, Due, StoreError};

/// How many schools go through a step together.
const WAVE: usize = 64;

/// What a night is to do.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// What is done about missed nights.
    pub catch_up: CatchUp,
    /// How many days before a term it is told that it comes.
    pub ahead: u32,
    /// Whether today's night is run where one of a later day is on record.
    pub set_back: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { catch_up: CatchUp::default(), ahead: 3, set_back: false }
    }
}

/// Whoever looks on: a progress bar, a test that pulls the plug.
pub trait Watch {
    /// Before a step of some schools is taken; an error ends the run there.
    ///
    /// # Errors
    /// What the watcher makes up.
    fn before(&self, step: Step, on: NaiveDate) -> Result<(), AppError> {
        let _ = (step, on);
        Ok(())
    }

    /// A school is through.
    fn done(&self, school: SchoolId) {
        let _ = school;
    }
}

/// Nobody looks on.
pub struct Unwatched;

impl Watch for Unwatched {}

/// A run of the night shift.
pub struct Job<'a> {
    /// The engine.
    pub app: &'a App,
    /// Where scripts run.
    pub sandbox: &'a Sandbox,
    /// What to do.
    pub options: Options,
    /// Who looks on.
    pub watch: &'a dyn Watch,
}

/// Whoever takes the messages of a night out. The engine knows no channel.
pub trait Courier {
    /// Delivers what a school has in its outbox. What goes wrong with a channel or a letter is the courier's to tell
    /// and stands in the way of no record; an error ends the run.
    ///
    /// # Errors
    /// What keeps the file from being read or written.
    fn deliver(&self, school: SchoolId) -> Result<(), AppError>;
}

/// What one night of one school came to.
#[derive(Clone, Debug)]
pub struct NightDone {
    /// Which night, how it came about, and which ones before it were given up.
    pub planned: Planned,
    /// What people were told.
    pub told: Vec<Notice>,
    /// Bands that changed.
    pub bands: Vec<BandChange>,
    /// Transitions taken.
    pub moves: Vec<(Subject, String)>,
    /// Messages queued.
    pub sent: Vec<Sent>,
    /// Calls of hooks that came to nothing.
    pub hook_failures: usize,
    /// The first fault of the script of indicators that was met looking ahead.
    pub foreseen: Option<Foreseen>,
    /// What stands in the record.
    pub counts: BTreeMap<String, u32>,
}

/// What a run came to for one school.
#[derive(Clone, Debug)]
pub struct SchoolReport {
    /// Which.
    pub school: SchoolId,
    /// The last night before the run.
    pub last: Option<NaiveDate>,
    /// The nights that were run.
    pub nights: Vec<NightDone>,
    /// Why it ended early.
    pub failed: Option<Failed>,
}

/// So many days may the last night lie ahead of today before somebody has to look: a clock that is wrong by less is
/// caught up with soon.
const AHEAD: i64 = 7;

impl SchoolReport {
    /// The last night on record, where it lies so far ahead of today that for long none would run, and none was run.
    pub fn ahead_of(&self, today: NaiveDate) -> Option<NaiveDate> {
        let far = |last: &NaiveDate| (*last - today).num_days() > AHEAD;
        self.last.filter(|last| self.nights.is_empty() && far(last))
    }
}

impl Job<'_> {
    /// Runs the nights of schools, each up to today.
    ///
    /// # Errors
    /// What keeps the file from being read or written; a fault of one school is in its report.
    pub fn run(&self, schools: &[SchoolId]) -> Result<Vec<SchoolReport>, AppError> {
        self.run_with(schools, None)
    }

    /// The same with somebody who delivers: once in the night of today, before its record, which counts what arrived.
    ///
    /// # Errors
    /// As [`Self::run`].
    pub fn run_with(
        &self,
        schools: &[SchoolId],
        courier: Option<&dyn Courier>,
    ) -> Result<Vec<SchoolReport>, AppError> {
        let mut reports = Vec::with_capacity(schools.len());
        let run = Run { due: DueCache::default(), courier };
        for wave in schools.chunks(WAVE) {
            reports.extend(self.wave(wave, &run)?);
        }
        Ok(reports)
    }

    fn wave(&self, schools: &[SchoolId], run: &Run<'_>) -> Result<Vec<SchoolReport>, AppError> {
        let mut rota = Vec::new();
        for school in schools {
            let (last, failed) = match self.last(*school) {
                Ok(last) => (last, None),
                Err(error) if stops_all(&error) => return Err(error),
                Err(error) => (None, Some(Failed::from(error))),
            };
            let nights = match failed {
                None => self.nights(last).into(),
                Some(_) => VecDeque::new(),
            };
            rota.push((SchoolReport { school: *school, last, nights: Vec::new(), failed }, nights));
        }
        while rota.iter().any(|(_, nights)| !nights.is_empty()) {
            self.together(&mut rota, run)?;
        }
        Ok(rota
            .into_iter()
            .map(|(report, _)| {
                self.watch.done(report.school);
                report
            })
            .collect())
    }

    fn nights(&self, last: Option<NaiveDate>) -> Vec<Planned> {
        let today = self.app.clock.today();
        match last.is_some_and(|last| last > today) && self.options.set_back {
            true => vec![Planned { on: today, how: How::SetBack, skipped: None }],
            false => planned(last, today, self.options.catch_up),
        }
    }

    fn last(&self, school: SchoolId) -> Result<Option<NaiveDate>, AppError> {
        Ok(match self.app.read(school, None)?.get(Key::of(Kind::Shift, 0))? {
            Some(Row::Shift(shift)) => Some(shift.last),
            _ => None,
        })
    }

    /// The next night of every school that has one.
    fn together(
        &self,
        rota: &mut [(SchoolReport, VecDeque<Planned>)],
        run: &Run<'_>,
    ) -> Result<(), AppError> {
        let mut works = Vec::new();
        let mut places = Vec::new();
        let snapshot = Arc::new(self.app.store.snapshot()?);
        for (place, (report, nights)) in rota.iter_mut().enumerate() {
            let Some(planned) = nights.pop_front() else { continue };
            match Work::begin(self.app, &snapshot, report.school, planned) {
                Ok(work) => {
                    works.push(work);
                    places.push(place);
                }
                Err(error) if stops_all(&error) => return Err(error),
                Err(error) => {
                    report.failed = Some(error.into());
                    nights.clear();
                }
            }
        }
        self.furnish(&mut works);
        for step in Step::ALL {
            self.step(&mut works, step, run)?;
        }
        for (place, work) in places.into_iter().zip(works) {
            let (report, nights) = &mut rota[place];
            if work.failed.is_some() {
                nights.clear();
            }
            report.failed = report.failed.take().or_else(|| work.failed.clone());
            report.nights.push(done(work));
        }
        Ok(())
    }

    /// The scripts of every school; those with the same set share them.
    fn furnish(&self, works: &mut [Work<'_>]) {
        let mut known: BTreeMap<Digest, Scripts> = BTreeMap::new();
        for work in works {
            let Some(set) = work.set else { continue };
            let found = match known.get(&set) {
                Some(found) => Ok(found.clone()),
                None => both(work),
            };
            match found {
                Ok(found) => {
                    (work.efficiency, work.hooks) = found.clone();
                    known.insert(set, found);
                }
                Err(error) => work.failed = Some(error.into()),
            }
        }
    }

    fn step(&self, works: &mut [Work<'_>], step: Step, run: &Run<'_>) -> Result<(), AppError> {
        let Some(on) = works.iter().map(Work::on).max() else { return Ok(()) };
        self.watch.before(step, on)?;
        let mut open: Vec<&mut Work<'_>> = Vec::new();
        for work in works.iter_mut().filter(|work| work.lives()) {
            match work.answered(step) {
                Ok(None) => open.push(work),
                Ok(Some(_)) => {}
                Err(error) => work.failed = Some(error.into()),
            }
        }
        match step {
            Step::Terms => terms::prepare(self, &mut open, &*self.due(on, &run.due)?),
            Step::Moves(_) => each(&mut open, |work| moves::prepare(work, step)),
            Step::Pairs | Step::Wholes => {
                let due = self.due(on, &run.due)?;
                measure::prepare(self, &mut open, step, &due);
            }
            Step::Late => late::prepare(self, &mut open),
            Step::Record => {
                if let Some(courier) = run.courier {
                    deliver(self.app, courier, &mut open)?;
                }
                each(&mut open, record);
            }
        }
        self.commit(works)
    }

    /// What the index of terms holds up to some days after a day, by school.
    fn due(&self, on: NaiveDate, cache: &DueCache) -> Result<Rc<WaveDue>, AppError> {
        if let Some((of, known)) = &*cache.borrow()
            && *of == on
        {
            return Ok(Rc::clone(known));
        }
        let until = on.checked_add_days(Days::new(self.options.ahead.into())).unwrap_or(on);
        let from = NaiveDate::from_ymd_opt(1900, 1, 1).unwrap_or(NaiveDate::MIN);
        let mut found = WaveDue::default();
        for entry in self.app.store.snapshot()?.due(from..=until, usize::MAX)? {
            if TOLD.contains(&entry.key.kind) {
                found.0.entry(entry.school).or_default().push(entry);
            }
        }
        let found = Rc::new(found);
        *cache.borrow_mut() = Some((on, Rc::clone(&found)));
        Ok(found)
    }

    /// Writes what the schools have ready, in one commit.
    fn commit(&self, works: &mut [Work<'_>]) -> Result<(), AppError> {
        let batches: Vec<Batch> = works.iter_mut().filter_map(Work::batch).collect();
        if batches.is_empty() {
            return Ok(());
        }
        self.app.store.write(|tx| batches.iter().try_for_each(|batch| tx.append(batch)))?;
        let snapshot = Arc::new(self.app.store.snapshot()?);
        works.iter_mut().for_each(|work| work.refresh(&snapshot));
        Ok(())
    }
}

/// Rows whose terms the night looks at. Tasks of personal programmes count in indicators and are told to nobody.
const TOLD: [Kind; 5] = [Kind::Occurrence, Kind::Programme, Kind::Pair, Kind::Meeting, Kind::Indicators];

/// What the schools of one run share.
struct Run<'r> {
    due: DueCache,
    courier: Option<&'r dyn Courier>,
}

/// Lets the messages of schools go out whose night is that of today; a night that is caught up leaves its messages
/// to it.
fn deliver(app: &App, courier: &dyn Courier, works: &mut [&mut Work<'_>]) -> Result<(), AppError> {
    let todays = works.iter_mut().filter(|work| work.planned.how != How::CaughtUp);
    let mut todays: Vec<&mut &mut Work<'_>> = todays.collect();
    todays.iter().try_for_each(|work| courier.deliver(work.school))?;
    let snapshot = Arc::new(app.store.snapshot()?);
    todays.iter_mut().for_each(|work| work.refresh(&snapshot));
    Ok(())
}

/// The index of terms as it was read last, with the day it was read for. What a night changes in it is about later
/// days, so that all schools of one night may share it.
type DueCache = RefCell<Option<(NaiveDate, Rc<WaveDue>)>>;

/// What the index of terms holds, by school.
#[derive(Default)]
pub struct WaveDue(BTreeMap<SchoolId, Vec<Due>>);

impl WaveDue {
    fn of(&self, school: SchoolId) -> &[Due] {
        self.0.get(&school).map_or(&[], Vec::as_slice)
    }

    /// Subjects whose indicators are to be looked at again by a day.
    fn looks(&self, school: SchoolId, on: NaiveDate) -> impl Iterator<Item = Subject> {
        let due =
            self.of(school).iter().filter(move |due| due.key.kind == Kind::Indicators && due.date <= on);
        due.filter_map(|due| vekha_core::metrics::subject_of(due.key))
    }
}

/// Whether an error is about the whole file rather than about one school.
pub fn stops_all(error: &AppError) -> bool {
    match error {
        AppError::Store(StoreError::Damaged(what)) => !is_of_one_record(what),
        AppError::Store(_) => true,
        _ => false,
    }
}

/// Damage to one value names the table it stands in.
fn is_of_one_record(what: &str) -> bool {
    ["rows-1", "journal-1", "vault-1", "blobs-1", "outbox-1", "heads-1", "commands-1"]
        .iter()
        .any(|table| what.starts_with(table))
        || what.starts_with("the published file")
}

fn each<'a>(works: &mut [&mut Work<'a>], prepare: impl Fn(&mut Work<'a>) -> Result<(), AppError>) {
    for work in works {
        if let Err(error) = prepare(work) {
            work.failed = Some(error.into());
        }
    }
}

/// The scripts of indicators and of hooks, where a set has them.
type Scripts = (Option<Arc<Script>>, Option<Arc<Script>>);

fn both(work: &Work<'_>) -> Result<Scripts, AppError> {
    let published = |kind| Script::published(&work.reading, kind).map(|found| found.map(Arc::new));
    Ok((published(ScriptKind::Efficiency)?, published(ScriptKind::Hooks)?))
}

/// Decides the record of a night. Its counts come from the journal, so that they are whole after an interruption.
/// What was delivered counts since the record before: it is no step of a night, and people deliver too.
fn record(work: &mut Work<'_>) -> Result<(), AppError> {
    let ids: Vec<_> = Step::ALL.iter().map(|step| work.command_id(*step)).collect();
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    let (mut delivered, mut undelivered) = (0, 0);
    let first = work.first()?;
    // Before the first night there is no record: what came before it began is not looked through.
    let before = match &work.shift {
        Some(shift) => shift.seen,
        None => first.map_or(work.began, |first| work.began.min(first - 1)),
    };
    // Messages that were settled are no facts that a night looks at.
    let (mut last_fact, mut kept) = (before, u64::MAX);
    for recorded in work.reading.snapshot.events(work.school, before + 1)? {
        let recorded = recorded?;
        match &recorded.event {
            Event::MessagesSettled { messages, outcome: Settled::Delivered, .. } => {
                delivered += messages.len()
            }
            Event::MessagesSettled { messages, outcome: Settled::Failed, .. } => {
                undelivered += messages.len()
            }
            Event::MessagesSettled { .. } => {}
            Event::NightRan(_) => (delivered, undelivered, last_fact) = (0, 0, recorded.seq),
            _ => last_fact = recorded.seq,
        }
        if ids.contains(&recorded.command) {
            count(&mut counts, &recorded.event);
        }
        if kept == u64::MAX && belongs_to_a_later_night(work, &recorded) {
            kept = recorded.seq - 1;
        }
    }
    for (what, number) in [("delivered", delivered), ("undelivered", undelivered)] {
        add(&mut counts, what, number);
    }
    let seen = first.map_or(last_fact, |first| first - 1).min(kept);
    let Planned { on, how, skipped } = work.planned.clone();
    let night = NightDraft { on, how, skipped, seen, set: work.set, counts: counts.clone() };
    work.counts = counts;
    work.decide(Step::Record, Action::RecordNight(night), Vec::new())
}

/// Whether a night that is caught up leaves a fact to the night of the day it is about, which is run after it: what
/// was recorded meanwhile is known already and has not happened yet. A correction may be about any day up to its own.
fn belongs_to_a_later_night(work: &Work<'_>, recorded: &Recorded) -> bool {
    let day = match facts::day(recorded) {
        NaiveDate::MIN => recorded.effective,
        day => day,
    };
    work.planned.how == How::CaughtUp && work.on() < day && day <= work.today()
}

/// Adds what an event of a night comes to.
fn count(counts: &mut BTreeMap<String, u32>, event: &Event) {
    match event {
        Event::NoticesGiven { notices, .. } => {
            let of = |what: &[What]| notices.iter().filter(|notice| what.contains(&notice.what)).count();
            add(counts, "due", of(&[What::Due]));
            add(counts, "late", of(&[What::Late]));
            add(counts, "very_late", of(&[What::VeryLate]));
            add(counts, "no_consent", of(&[What::NoConsent]));
            add(counts, "no_meeting", of(&[What::NoMeeting]));
        }
        Event::StageEntered { .. } => add(counts, "moved", 1),
        Event::IndicatorsTabled(found) => evaluated(counts, found.restates, found.subjects.len()),
        Event::IndicatorsEvaluated(found) => evaluated(counts, found.restates, found.subjects.len()),
        _ => {}
    }
}

fn evaluated(counts: &mut BTreeMap<String, u32>, restates: Option<u64>, subjects: usize) {
    add(counts, if restates.is_some() { "restated" } else { "evaluated" }, subjects);
}

fn add(counts: &mut BTreeMap<String, u32>, what: &str, number: usize) {
    if number > 0 {
        *counts.entry(what.into()).or_default() += u32::try_from(number).unwrap_or(u32::MAX);
    }
}

fn done(work: Work<'_>) -> NightDone {
    let Work { planned, told, bands, moves, sent, hook_failures, foreseen, counts, .. } = work;
    NightDone { planned, told, bands, moves, sent, hook_failures, foreseen, counts }
}
