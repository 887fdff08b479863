//! The nights of a simulated year, one after the other.

use chrono::NaiveDate;
use vekha_core::command::{Action, Step};
use vekha_core::ids::{ProgrammeId, Subject};
use vekha_core::metrics::{Evaluation, What};
use vekha_core::view::{Read as _, View as _};

use crate::app::App;
use crate::app::night::scenario::{Doing, Supposed};
use crate::app::night::{CatchUp, Failed, Job, NightDone, Unwatched};
use crate::cli::session::Session;
use crate::cli::{Ctx, Failure, Kind, party, refusal};
use crate::clock::Clock;
use crate::script::sandbox::Sandbox;

/// What came of something that was supposed.
pub struct Tried {
    /// What.
    pub supposed: Supposed,
    /// Why it could not happen; empty where it did.
    pub reasons: Vec<String>,
}

/// What a simulated time brought.
pub struct Year {
    /// The state at its end.
    pub session: Session,
    /// The first night.
    pub from: NaiveDate,
    /// The last night.
    pub until: NaiveDate,
    /// The nights in which something was to be told or done.
    pub nights: Vec<NightDone>,
    /// How many nights there were.
    pub count: usize,
    /// What was supposed, and what came of it.
    pub tried: Vec<Tried>,
    /// Values in the order of their days.
    pub evaluations: Vec<Evaluation>,
    /// Why it ended early.
    pub failed: Option<Failed>,
}

impl Year {
    /// Runs every night up to a day over a copy in memory.
    ///
    /// # Errors
    /// What the store says.
    pub fn run(
        ctx: &mut Ctx,
        app: App,
        wanted: &str,
        until: NaiveDate,
        supposed: &[Supposed],
    ) -> Result<Self, Failure> {
        let school = crate::cli::session::school_named(&app, wanted)
            .map_err(|error| refusal::failure(error, ctx.lang))?;
        let mut session = Session::simulated(ctx, app, school)?;
        let from = ctx.clock.today();
        let start = session.read()?.head().seq;
        let sandbox = Sandbox::new(ctx.limits())?;
        let options = ctx.home()?.config.nightly.options();
        let options = crate::app::night::Options { catch_up: CatchUp::Last, ..options };
        let mut year = Parts::default();
        let bar =
            ctx.out.progress((until - from).num_days().max(0) as u64 + 1, &ctx.word("simulate-progress"));
        for day in from.iter_days().take_while(|day| *day <= until) {
            session.app.clock = Clock::new(ctx.clock.zone(), Some(day));
            for event in supposed.iter().filter(|event| event.on == day || (day == from && event.on < from)) {
                let reasons = suppose(ctx, &session, event, day)?;
                year.tried.push(Tried { supposed: event.clone(), reasons });
            }
            let job = Job { app: &session.app, sandbox: &sandbox, options, watch: &Unwatched };
            let reports = job.run(&[school]).map_err(|error| refusal::failure(error, ctx.lang))?;
            year.count += 1;
            bar.inc(1);
            for report in reports {
                let worth = |night: &NightDone| {
                    !(night.told.is_empty()
                        && night.moves.is_empty()
                        && night.bands.is_empty()
                        && night.sent.is_empty()
                        && night.foreseen.is_none())
                };
                year.nights.extend(report.nights.into_iter().filter(worth));
                year.failed = year.failed.take().or(report.failed);
            }
            if year.failed.is_some() {
                break;
            }
        }
        bar.finish_and_clear();
        let evaluations = evaluations(ctx, &session, start)?;
        let Parts { nights, count, tried, failed } = year;
        Ok(Self { session, from, until, nights, count, tried, evaluations, failed })
    }

    /// Tasks and stages that will be late, each once, with the night it is found.
    pub fn late(&self) -> Vec<(NaiveDate, Subject, NaiveDate)> {
        let mut found: Vec<(NaiveDate, Subject, NaiveDate)> = Vec::new();
        for night in &self.nights {
            for notice in
                night.told.iter().filter(|notice| matches!(notice.what, What::Late | What::VeryLate))
            {
                let known = |(_, subject, term): &(_, Subject, NaiveDate)| {
                    (*subject, *term) == (notice.subject, notice.term)
                };
                if !found.iter().any(known) {
                    found.push((night.planned.on, notice.subject, notice.term));
                }
            }
        }
        found
    }
}

#[derive(Default)]
struct Parts {
    nights: Vec<NightDone>,
    count: usize,
    tried: Vec<Tried>,
    failed: Option<Failed>,
}

fn evaluations(ctx: &Ctx, session: &Session, start: u64) -> Result<Vec<Evaluation>, Failure> {
    let told = |error: crate::store::StoreError| refusal::failure(error.into(), ctx.lang);
    let snapshot = session.app.store.snapshot().map_err(told)?;
    let mut found = Vec::new();
    for recorded in snapshot.events(session.school, start + 1).map_err(told)? {
        found.extend(recorded.map_err(told)?.event.evaluation());
    }
    Ok(found)
}

/// Lets something happen. The reasons where rules forbid it or it names nothing.
fn suppose(ctx: &Ctx, session: &Session, event: &Supposed, day: NaiveDate) -> Result<Vec<String>, Failure> {
    let done = actions(ctx, session, event)
        .and_then(|actions| session.act(Action::Many(actions), Some(day)).map(drop));
    match done {
        Ok(()) => Ok(Vec::new()),
        Err(failure) if failure.kind == Kind::Refused || failure.kind == Kind::BadInput => {
            let causes = failure.causes.iter().map(|cause| cause.text.say(ctx.lang));
            // What is wrong with the words is said first; a refusal has its reasons and no more.
            let wrong = failure.kind == Kind::BadInput || failure.causes.is_empty();
            let said = wrong.then(|| failure.message.say(ctx.lang));
            Ok(said.into_iter().chain(causes).collect())
        }
        Err(failure) => Err(failure),
    }
}

fn actions(ctx: &Ctx, session: &Session, event: &Supposed) -> Result<Vec<Action>, Failure> {
    let desk = session.desk(ctx)?;
    let look = desk.look();
    let note = ctx.word("simulate-note");
    let step =
        |subject, step| Action::Advance { subject, step, reason: Some(note.clone()), allow: Vec::new() };
    let occurrences = |words: &String| look.occurrences(std::slice::from_ref(words));
    let mut actions = Vec::new();
    match &event.doing {
        Doing::Done(words) => {
            for (task, no) in occurrences(words)? {
                let subject = Subject::Occurrence(task, no);
                let text = Some(note.clone());
                actions.push(Action::AddEvidence { subject, kind: "document".into(), document: None, text });
                actions.push(step(subject, Step::Done));
            }
        }
        Doing::Cancelled(words) => {
            for (task, no) in occurrences(words)? {
                actions.push(step(Subject::Occurrence(task, no), Step::Cancel));
            }
        }
        Doing::Postponed(words, to) => {
            for (task, no) in occurrences(words)? {
                let from = look.view.occurrence(task, no)?.and_then(|row| row.from).filter(|from| from <= to);
                let reason = Some(note.clone());
                actions.push(Action::Reschedule { task, no, from, to: Some(*to), reason, postpone: true });
            }
        }
        Doing::Leaves(who) => {
            let party = party::find(&desk, who)?;
            for pair in look.view.pairs()?.iter().filter(|pair| pair.is_open()) {
                if pair.mentor == party || pair.mentee == party {
                    actions.push(step(Subject::Pair(pair.id), Step::Cancel));
                }
            }
            actions.push(Action::Leave { party, of: None, on: event.on, reason: Some(note) });
        }
        Doing::Advances(id) => {
            let open = look.view.programmes()?.into_iter().filter(|row| row.instance.outcome.is_none());
            let open: Vec<ProgrammeId> = open.map(|row| row.id).collect();
            let id = id.map(ProgrammeId).or(if let [only] = open[..] { Some(only) } else { None });
            let Some(id) = id else {
                return Err(Failure::new(Kind::BadInput, "scenario-which-programme"));
            };
            actions.push(step(Subject::Programme(id), Step::Forward));
        }
    }
    Ok(actions)
}
