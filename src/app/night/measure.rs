//! Indicators by the published `efficiency.rhai`: of whatever has new facts, or of everything where the set is new.
//!
//! A value is of its day. Where the script looks at the day itself, a band may change though no fact does: then the
//! first such day is found in advance and stands in the index of terms, so that the subject is looked at again on
//! that day and not before.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use vekha_core::command::Action;
use vekha_core::digest::Digest;
use vekha_core::facts::{Record, Value};
use vekha_core::ids::{PartyId, Subject};
use vekha_core::metrics::{Evaluation, Latest, Named, Quantity, Workings};
use vekha_core::view::Read;

use super::facts;
use super::hooks::{self, Call};
use super::scripts::together;
use super::work::{BandChange, Failed, Step, Work};
use super::{Job, WaveDue};
use crate::app::AppError;
use crate::script::fault::Fault;
use crate::script::kinds::answers::{Indicator, Measure};
use crate::script::kinds::efficiency::{self, Level};

/// How far ahead the day is sought on which a band changes by itself.
const HORIZON: u64 = 28;

/// Facts that are known only on the 1st of September after the plan year.
const LATER: &str = "young_teachers_stayed";

/// One subject to be evaluated.
struct Asked {
    work: usize,
    subject: Subject,
    facts: Record,
    input: Digest,
    look: Option<NaiveDate>,
    indicators: Vec<Indicator>,
    until: BTreeMap<String, NaiveDate>,
}

/// Decides a step of every school: [`Step::Pairs`] or [`Step::Wholes`].
pub fn prepare(job: &Job<'_>, works: &mut [&mut Work<'_>], step: Step, due: &WaveDue) {
    let mut asked = Vec::new();
    for (place, work) in works.iter_mut().enumerate() {
        if work.efficiency.is_none() {
            continue;
        }
        match subjects(work, step, due) {
            Ok(found) => asked.extend(found.into_iter().map(|(subject, facts, input)| Asked {
                work: place,
                subject,
                facts,
                input,
                look: None,
                indicators: Vec::new(),
                until: BTreeMap::new(),
            })),
            Err(error) => work.failed = Some(error.into()),
        }
    }
    evaluate(job, works, &mut asked);
    provisional(job, works, &mut asked);
    ahead(job, works, &mut asked);
    let mut by_school: BTreeMap<usize, Vec<Asked>> = BTreeMap::new();
    for one in asked {
        by_school.entry(one.work).or_default().push(one);
    }
    let mut calls = Vec::new();
    let mut actions: BTreeMap<usize, Action> = BTreeMap::new();
    for (place, asked) in by_school {
        let work = &mut *works[place];
        if !work.lives() {
            continue;
        }
        match keep(work, asked) {
            Ok((action, changes)) => {
                calls.extend(changes.iter().map(|change| (place, band_call(work, change))));
                work.bands.extend(changes);
                actions.insert(place, action);
            }
            Err(error) => work.failed = Some(error.into()),
        }
    }
    let mut heard = hooks::run(job.sandbox, works, calls, step);
    for (place, action) in actions {
        let mut heard = heard.remove(&place).unwrap_or_default();
        let action = heard.with(action);
        let work = &mut *works[place];
        if let Err(error) = work.decide(step, action, heard.outbox) {
            work.failed = Some(Failed::from(error));
        }
    }
}

/// Who is to be evaluated, with the facts and their digest.
fn subjects(work: &Work<'_>, step: Step, due: &WaveDue) -> Result<Vec<(Subject, Record, Digest)>, AppError> {
    let fresh = match &work.shift {
        Some(shift) => shift.set != work.set,
        None => true,
    };
    let looked: BTreeSet<Subject> = due.looks(work.school, work.on()).collect();
    let wanted: BTreeSet<Subject> = if fresh {
        facts::all(&work.reading)?.into_iter().collect()
    } else {
        let since = work.shift.as_ref().map_or(0, |shift| shift.seen);
        let changed = facts::changed(&work.reading, since)?.into_keys();
        changed.chain(looked.iter().copied()).collect()
    };
    let of_step = |subject: &Subject| match step {
        Step::Pairs => matches!(subject, Subject::Pair(_) | Subject::Party(_)),
        _ => matches!(subject, Subject::Programme(_) | Subject::School),
    };
    let mut found = Vec::new();
    let view = work.view()?;
    for subject in wanted.into_iter().filter(of_step) {
        let record = facts::of(&work.reading, &view, &work.rules, subject, work.on())?;
        let Some(record) = record else { continue };
        let input = digest_of(&record);
        let same = work.indicators(subject)?.is_some_and(|row| row.input == input);
        if fresh || looked.contains(&subject) || !same {
            found.push((subject, record, input));
        }
    }
    Ok(found)
}

/// The digest of facts; the day itself is none.
pub fn digest_of(record: &Record) -> Digest {
    let mut bytes = Vec::with_capacity(512);
    for (name, value) in record.0.iter().filter(|(name, _)| *name != "today") {
        bytes.extend_from_slice(name.as_bytes());
        bytes.push(0);
        put(&mut bytes, value);
    }
    Digest::of_bytes(&bytes)
}

fn put(bytes: &mut Vec<u8>, value: &Value) {
    use chrono::Datelike as _;
    match value {
        Value::Unknown => bytes.push(0),
        Value::Bool(yes) => bytes.extend([1, u8::from(*yes)]),
        Value::Int(number) => {
            bytes.push(2);
            bytes.extend(number.to_le_bytes());
        }
        Value::Float(number) => {
            bytes.push(3);
            bytes.extend(number.to_bits().to_le_bytes());
        }
        Value::Text(text) => {
            bytes.push(4);
            bytes.extend((text.len() as u64).to_le_bytes());
            bytes.extend_from_slice(text.as_bytes());
        }
        Value::Date(date) => {
            bytes.push(5);
            bytes.extend(date.num_days_from_ce().to_le_bytes());
        }
        Value::List(values) => {
            bytes.push(6);
            bytes.extend((values.len() as u64).to_le_bytes());
            values.iter().for_each(|value| put(bytes, value));
        }
        Value::Map(values) => {
            bytes.push(7);
            bytes.extend((values.len() as u64).to_le_bytes());
            for (name, value) in values {
                put(bytes, &Value::Text(name.clone()));
                put(bytes, value);
            }
        }
    }
}

/// Asks the script about every subject. A fault ends the night of its school.
fn evaluate(job: &Job<'_>, works: &mut [&mut Work<'_>], asked: &mut [Asked]) {
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

fn level(subject: Subject) -> Level {
    match subject {
        Subject::Pair(_) => Level::Pair,
        Subject::Party(_) => Level::Mentor,
        Subject::Programme(_) => Level::Programme,
        _ => Level::School,
    }
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
        if !work.lives() || is_over(work, one.subject) {
            continue;
        }
        let reads = work.efficiency.as_ref().is_some_and(|script| script.reads_today());
        match on_day(work, one.subject, day(work.on(), HORIZON)) {
            Ok(Some(record)) if reads || digest_of(&record) != one.input => {
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
            let record = on_day(work, one.subject, day(work.on(), middle(*low, *high)));
            records.push((one.work, one.subject, record.ok().flatten().unwrap_or_default()));
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

fn on_day(work: &Work<'_>, subject: Subject, on: NaiveDate) -> Result<Option<Record>, AppError> {
    facts::of(&work.reading, &work.view()?, &work.rules, subject, on)
}

fn is_over(work: &Work<'_>, subject: Subject) -> bool {
    match subject {
        Subject::Pair(id) => work.reading.pair(id).ok().flatten().is_none_or(|pair| !pair.is_open()),
        Subject::Programme(id) => {
            work.reading.programme(id).ok().flatten().is_none_or(|row| row.instance.outcome.is_some())
        }
        _ => false,
    }
}

fn bands(indicators: &[Indicator]) -> BTreeMap<&str, Option<&str>> {
    indicators.iter().map(|found| (found.id.as_str(), found.band.as_deref())).collect()
}

/// What is kept of the values, and the bands that changed.
fn keep(work: &mut Work<'_>, asked: Vec<Asked>) -> Result<(Action, Vec<BandChange>), AppError> {
    let mut changes = Vec::new();
    let mut all = Vec::new();
    for one in asked {
        let before = work.indicators(one.subject)?.map(|row| row.latest).unwrap_or_default();
        let values = named(one.indicators, &one.until);
        changes.extend(values.iter().filter_map(|value| band_change(one.subject, value, &before)));
        all.push(Workings { subject: one.subject, input: one.input, look: one.look, values });
    }
    *work.counts.entry("evaluated".into()).or_default() += u32::try_from(all.len()).unwrap_or(u32::MAX);
    let script = work.efficiency.as_ref().map(|script| script.digest).unwrap_or_default();
    let evaluation = Evaluation::pack(work.on(), work.set.unwrap_or_default(), script, None, all);
    Ok((Action::KeepIndicators(evaluation), changes))
}

/// Values of a script as the journal keeps them.
pub fn named(indicators: Vec<Indicator>, until: &BTreeMap<String, NaiveDate>) -> Vec<Named> {
    indicators
        .into_iter()
        .map(|found| Named {
            until: until.get(&found.id).copied(),
            name: found.id,
            value: match found.value {
                Measure::Number(number) => Quantity::Number(number),
                Measure::NoData(field) => Quantity::NoData(field),
                Measure::NotApplicable => Quantity::NotApplicable,
            },
            band: found.band,
            parts: found.parts,
        })
        .collect()
}

fn band_change(subject: Subject, value: &Named, before: &[Latest]) -> Option<BandChange> {
    let after = value.band.clone()?;
    let before = before.iter().find(|latest| latest.name == value.name)?.band.clone()?;
    let name = value.name.clone();
    (before != after).then_some(BandChange { subject, name, before, after })
}

fn band_call(work: &Work<'_>, change: &BandChange) -> Call {
    let id = |id: u32| Value::Int(i64::from(id));
    let number = |party: PartyId| id(party.0);
    let record = Record::default()
        .with("today", work.on())
        .with("indicator", change.name.as_str())
        .with("band_before", change.before.as_str())
        .with("band", change.after.as_str());
    let record = match change.subject {
        Subject::Pair(pair) => match work.reading.pair(pair).ok().flatten() {
            Some(row) => record
                .with("id", id(pair.0))
                .with("mentor", number(row.mentor))
                .with("mentee", number(row.mentee))
                .with("programme", id(row.programme.0)),
            None => record.with("id", id(pair.0)),
        },
        Subject::Party(party) => record.with("id", number(party)).with("mentor", number(party)),
        Subject::Programme(programme) => {
            record.with("id", id(programme.0)).with("programme", id(programme.0))
        }
        _ => record,
    };
    Call { function: "on_indicator_band_changed".into(), facts: record, about: Some(change.subject) }
}
