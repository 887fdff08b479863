//! Subjects whose indicators the interpreter computes: a batch for the sandbox at a time.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use vekha_core::digest::Digest;
use vekha_core::facts::{Record, Value};
use vekha_core::ids::Subject;

use super::measure::{FAR, HORIZON, LATER, is_over, level};
use super::scripts::together;
use super::work::{Failed, Work};
use super::{Job, facts};
use crate::app::AppError;
use crate::app::work::facts::Facts;
use crate::script::fast::given::{Given, Texts};
use crate::script::fault::Fault;
use crate::script::kinds;
use crate::script::kinds::answers::{Indicator, Measure};
use crate::script::kinds::efficiency::{self, Level};
use crate::script::sandbox::{Ran, Sandbox};

/// One subject to be evaluated.
pub struct Asked {
    /// The place of its school.
    pub work: usize,
    /// Of what.
    pub subject: Subject,
    /// The facts.
    pub facts: Record,
    /// Their digest.
    pub input: Digest,
    /// The day on which a band may change though no fact does.
    pub look: Option<NaiveDate>,
    /// What the script says.
    pub indicators: Vec<Indicator>,
    /// Until when some of them are provisional.
    pub until: BTreeMap<String, NaiveDate>,
    /// Whether nothing is new but, perhaps, when to look again.
    pub same: bool,
}

impl Asked {
    /// A subject that nobody was asked about yet.
    pub fn new(subject: Subject, facts: Record, input: Digest) -> Self {
        let (look, indicators, until) = (None, Vec::new(), BTreeMap::new());
        Self { work: 0, subject, facts, input, look, indicators, until, same: false }
    }
}

/// Asks the script about every subject, and when to look again. A fault ends the night of its school.
pub fn evaluate(job: &Job<'_>, works: &mut [&mut Work<'_>], asked: &mut [Asked]) {
    if asked.is_empty() {
        return;
    }
    let records: Vec<(usize, Subject, Record)> =
        asked.iter().map(|one| (one.work, one.subject, one.facts.clone())).collect();
    for (one, answer) in asked.iter_mut().zip(answers(job, works, records)) {
        match answer {
            Ok(indicators) => one.indicators = indicators,
            Err(fault) => {
                works[one.work].failed.get_or_insert(Failed::from(fault));
            }
        }
    }
    provisional(job, works, asked);
    ahead(job, works, asked);
}

/// The indicators of several subjects, a pair's with those of its form; none where the script has no function for
/// such a subject.
pub fn answers(
    job: &Job<'_>,
    works: &[&mut Work<'_>],
    records: Vec<(usize, Subject, Record)>,
) -> Vec<Result<Vec<Indicator>, Fault>> {
    answered(job, works, records, efficiency::evaluate)
}

type Evaluate =
    fn(&Sandbox, &kinds::Script, Vec<efficiency::Subject>) -> Ran<Vec<Result<Vec<Indicator>, Fault>>>;

fn answered(
    job: &Job<'_>,
    works: &[&mut Work<'_>],
    records: Vec<(usize, Subject, Record)>,
    evaluate: Evaluate,
) -> Vec<Result<Vec<Indicator>, Fault>> {
    let mut found: Vec<Result<Vec<Indicator>, Fault>> = Vec::new();
    found.resize_with(records.len(), || Ok(Vec::new()));
    let (mut questions, mut places) = (Vec::new(), Vec::new());
    for (place, (work, subject, record)) in records.into_iter().enumerate() {
        let level = level(subject);
        let script = works[work].efficiency.clone();
        if let Some(script) = script.filter(|script| script.mentions(&format!("fn {}(", level.function()))) {
            let form = match record.get("form") {
                Value::Text(form) => form.clone(),
                _ => String::new(),
            };
            places.push(place);
            questions.push((
                script,
                match level {
                    Level::Pair => efficiency::Subject::pair(&form, &works[work].rules.forms, record),
                    other => efficiency::Subject::new(other, record),
                },
            ));
        }
    }
    let given = together(questions, |script, subjects| evaluate(job.sandbox, script, subjects));
    for (place, answer) in places.into_iter().zip(given) {
        found[place] = answer;
    }
    found
}

/// Which indicators rest on facts that come next year: those that are unknown without them.
fn provisional(job: &Job<'_>, works: &mut [&mut Work<'_>], asked: &mut [Asked]) {
    let mut places = Vec::new();
    let mut records = Vec::new();
    for (place, one) in asked.iter().enumerate() {
        if one.subject == Subject::School && works[one.work].lives() {
            let mut without = one.facts.clone();
            without.0.remove(LATER);
            places.push(place);
            records.push((one.work, one.subject, without));
        }
    }
    for (place, answer) in places.into_iter().zip(first_fault(job, works, records)) {
        let one = &mut asked[place];
        let on = works[one.work].on();
        let Some(date) = facts::later(on).filter(|date| on < *date) else { continue };
        let indicators = answer.unwrap_or_else(|fault| {
            works[one.work].foresee(one.subject, on, fault);
            Vec::new()
        });
        for indicator in indicators {
            if matches!(&indicator.value, Measure::NoData(field) if field == LATER) {
                one.until.insert(indicator.id, date);
            }
        }
    }
}

/// The same as [`answers`] up to the first subject of a script that it fails on; the others are
/// [not asked](super::scripts::NOT_ASKED).
fn first_fault(
    job: &Job<'_>,
    works: &[&mut Work<'_>],
    records: Vec<(usize, Subject, Record)>,
) -> Vec<Result<Vec<Indicator>, Fault>> {
    answered(job, works, records, efficiency::evaluate_to_first_fault)
}

/// Where the day is sought on which a band of a subject changes by itself: on `low` it has not, on `high` it has; `at`
/// is looked at next. In days from today.
#[derive(Clone, Copy)]
struct Span {
    place: usize,
    low: u64,
    high: u64,
    at: u64,
}

fn day(on: NaiveDate, days: u64) -> NaiveDate {
    on.checked_add_days(Days::new(days)).unwrap_or(on)
}

/// Finds the first day on which a band changes by itself: at the horizon, then by halves. Between two days with the
/// same bands none is looked at. Where the script fails on a day to come, the values of today stand, the fault is told,
/// and the search of that school is over: its subjects are looked at again on the first day that is not known.
fn ahead(job: &Job<'_>, works: &mut [&mut Work<'_>], asked: &mut [Asked]) {
    let mut spans = sought(works, asked);
    while !spans.is_empty() {
        let records = spans.iter().map(|(span, record)| {
            let one = &asked[span.place];
            (one.work, one.subject, record.clone())
        });
        let found = first_fault(job, works, records.collect());
        let mut stopped = BTreeSet::new();
        let mut next = Vec::new();
        for ((span, _), answer) in spans.into_iter().zip(found) {
            let one = &mut asked[span.place];
            let on = works[one.work].on();
            let span = match answer.map(|later| bands(&later) != bands(&one.indicators)) {
                Ok(true) => Span { high: span.at, ..span },
                Ok(false) => Span { low: span.at, ..span },
                Err(fault) => {
                    works[one.work].foresee(one.subject, day(on, span.at), fault);
                    stopped.insert(one.work);
                    one.look = Some(day(on, span.low + 1));
                    continue;
                }
            };
            one.look = Some(day(on, span.high));
            if span.high - span.low > 1 {
                next.push(Span { at: span.low + (span.high - span.low) / 2, ..span });
            }
        }
        spans = Vec::new();
        for span in next {
            let one = &mut asked[span.place];
            let work = &*works[one.work];
            if stopped.contains(&one.work) {
                one.look = Some(day(work.on(), span.low + 1));
                continue;
            }
            let record = of(work, one.subject, day(work.on(), span.at));
            spans.push((span, record.ok().flatten().unwrap_or_default().0));
        }
    }
}

/// Those whose bands may change by themselves, with their facts at the horizon.
fn sought(works: &[&mut Work<'_>], asked: &mut [Asked]) -> Vec<(Span, Record)> {
    let mut spans = Vec::new();
    for (place, one) in asked.iter_mut().enumerate() {
        let work = &*works[one.work];
        if !work.lives() || is_over(work, one.subject).unwrap_or(true) {
            continue;
        }
        let reads = work.efficiency.as_ref().is_some_and(|script| script.reads_today);
        match of(work, one.subject, day(work.on(), HORIZON)) {
            Ok(Some((record, input))) if reads || input != one.input => {
                spans.push((Span { place, low: 0, high: HORIZON, at: HORIZON }, record));
            }
            Ok(Some(_)) => {
                let later = of(work, one.subject, day(work.on(), FAR));
                let changes = matches!(later, Ok(Some((_, input))) if input != one.input);
                one.look = changes.then(|| day(work.on(), HORIZON));
            }
            _ => {}
        }
    }
    spans
}

/// The facts of a subject on a day, with their digest; `None` where it is not there yet.
///
/// # Errors
/// What the store says.
pub fn of(work: &Work<'_>, subject: Subject, on: NaiveDate) -> Result<Option<(Record, Digest)>, AppError> {
    let view = work.view()?;
    let facts = Facts { view: &view, shelf: &work.shelf, rules: &work.rules, on };
    let (mut given, mut texts) = (Given::default(), Texts::default());
    let there = facts.of(&work.reading, subject, &mut given, &mut texts)?;
    Ok(there.then(|| (given.record(&texts), given.digest(&texts, &mut Vec::new()))))
}

fn bands(indicators: &[Indicator]) -> BTreeMap<&str, Option<&str>> {
    indicators.iter().map(|found| (found.id.as_str(), found.band.as_deref())).collect()
}
