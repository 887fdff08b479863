//! Subjects whose indicators the interpreter computes: a batch for the sandbox at a time.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use vekha_core::digest::Digest;
use vekha_core::facts::{Record, Value};
use vekha_core::ids::Subject;

use super::measure::{HORIZON, LATER, is_over, level};
use super::scripts::together;
use super::work::{Failed, Work};
use super::{Job, facts};
use crate::app::AppError;
use crate::app::work::facts::Facts;
use crate::script::fast::given::{Given, Texts};
use crate::script::fault::Fault;
use crate::script::kinds::answers::{Indicator, Measure};
use crate::script::kinds::efficiency::{self, Level};

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
}

impl Asked {
    /// A subject that nobody was asked about yet.
    pub fn new(subject: Subject, facts: Record, input: Digest) -> Self {
        Self { work: 0, subject, facts, input, look: None, indicators: Vec::new(), until: BTreeMap::new() }
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
    let answered =
        together(questions, |script, subjects| efficiency::evaluate(job.sandbox, script, subjects));
    for (place, answer) in places.into_iter().zip(answered) {
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
    for (place, answer) in places.into_iter().zip(answers(job, works, records)) {
        let one = &mut asked[place];
        let on = works[one.work].on();
        let Some(date) = facts::later(on).filter(|date| on < *date) else { continue };
        for indicator in answer.unwrap_or_default() {
            if matches!(&indicator.value, Measure::NoData(field) if field == LATER) {
                one.until.insert(indicator.id, date);
            }
        }
    }
}

/// Finds the first day on which a band changes by itself: at the horizon, then by halves. Between two days with the
/// same bands none is looked at.
fn ahead(job: &Job<'_>, works: &mut [&mut Work<'_>], asked: &mut [Asked]) {
    let day = |on: NaiveDate, days: u64| on.checked_add_days(Days::new(days)).unwrap_or(on);
    let mut sought: Vec<(usize, u64, u64)> = Vec::new();
    let mut far = Vec::new();
    for (place, one) in asked.iter().enumerate() {
        let work = &*works[one.work];
        if !work.lives() || is_over(work, one.subject).unwrap_or(true) {
            continue;
        }
        let reads = work.efficiency.as_ref().is_some_and(|script| script.reads_today());
        match of(work, one.subject, day(work.on(), HORIZON)) {
            Ok(Some((record, input))) if reads || input != one.input => {
                sought.push((place, 0, HORIZON));
                far.push((one.work, one.subject, record));
            }
            _ => {}
        }
    }
    let changed = |one: &Asked, answer: &Result<Vec<Indicator>, Fault>| {
        answer.as_ref().is_ok_and(|later| bands(later) != bands(&one.indicators))
    };
    let answered = answers(job, works, far);
    let mut next = Vec::new();
    for ((place, low, high), answer) in sought.into_iter().zip(&answered) {
        let one = &mut asked[place];
        one.look = Some(day(works[one.work].on(), high));
        if changed(one, answer) {
            next.push((place, low, high));
        }
    }
    while !next.is_empty() {
        let middle = |low: u64, high: u64| low + (high - low) / 2;
        next.retain(|(_, low, high)| high - low > 1);
        let mut records = Vec::new();
        for (place, low, high) in &next {
            let one = &asked[*place];
            let work = &*works[one.work];
            let record = of(work, one.subject, day(work.on(), middle(*low, *high)));
            records.push((one.work, one.subject, record.ok().flatten().unwrap_or_default().0));
        }
        let answered = answers(job, works, records);
        for ((place, low, high), answer) in next.iter_mut().zip(&answered) {
            let (one, half) = (&mut asked[*place], middle(*low, *high));
            match changed(one, answer) {
                true => *high = half,
                false => *low = half,
            }
            one.look = Some(day(works[one.work].on(), *high));
        }
    }
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
