//! What the script of indicators may know, and whose facts changed.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use vekha_core::decide::Rules;
use vekha_core::event::{Event, Recorded};
use vekha_core::facts::{Record, Value};
use vekha_core::ids::{PairId, PartyId, Subject};
use vekha_core::pairs::Pair;
use vekha_core::people::{Purpose, Side, records};
use vekha_core::view::Read;

use crate::app::{AppError, Reading};

/// Everything that has indicators.
///
/// # Errors
/// What the store says.
pub fn all(reading: &Reading<'_>) -> Result<Vec<Subject>, AppError> {
    let pairs = reading.pairs()?;
    let mut mentors: Vec<PartyId> = pairs.iter().map(|pair| pair.mentor).collect();
    mentors.sort();
    mentors.dedup();
    let mut all: Vec<Subject> = pairs.iter().map(|pair| Subject::Pair(pair.id)).collect();
    all.extend(mentors.into_iter().map(Subject::Party));
    all.extend(reading.programmes()?.into_iter().map(|programme| Subject::Programme(programme.id)));
    all.push(Subject::School);
    Ok(all)
}

/// Whose facts changed by events after `since`, each with the earliest day on which something happened.
///
/// # Errors
/// What the store says.
pub fn changed(reading: &Reading<'_>, since: u64) -> Result<BTreeMap<Subject, NaiveDate>, AppError> {
    let mut found = BTreeMap::new();
    let mut touch = |subject: Subject, on: NaiveDate| {
        let day = found.entry(subject).or_insert(on);
        *day = on.min(*day);
    };
    for recorded in reading.snapshot.events(reading.school, since + 1)? {
        let recorded = recorded?;
        for pair in pairs_of(reading, &recorded)? {
            touch(Subject::Pair(pair.id), recorded.effective);
            touch(Subject::Party(pair.mentor), recorded.effective);
            touch(Subject::Programme(pair.programme), recorded.effective);
            touch(Subject::School, recorded.effective);
        }
        match &recorded.event {
            Event::ParticipantEntered { .. }
            | Event::ParticipantCorrected { .. }
            | Event::ParticipantLeft { .. }
            | Event::ProgrammeOpened { .. } => {
                touch(Subject::School, recorded.effective);
                for programme in reading.programmes()? {
                    touch(Subject::Programme(programme.id), recorded.effective);
                }
            }
            _ => {}
        }
    }
    Ok(found)
}

fn pairs_of(reading: &Reading<'_>, recorded: &Recorded) -> Result<Vec<Pair>, AppError> {
    let one = |pair: PairId| Ok::<_, AppError>(reading.pair(pair)?.into_iter().collect());
    let party = |party: PartyId| -> Result<Vec<Pair>, AppError> {
        let mut pairs = reading.pairs()?;
        pairs.retain(|pair| pair.mentor == party || pair.mentee == party);
        Ok(pairs)
    };
    match &recorded.event {
        Event::PairFormed { pair, .. } => one(*pair),
        Event::StageEntered { subject: Subject::Pair(pair), .. }
        | Event::StepUndone { subject: Subject::Pair(pair), .. } => one(*pair),
        Event::ConsentGiven { party: of, .. }
        | Event::ConsentWithdrawn { party: of, .. }
        | Event::ParticipantCorrected { party: of, .. }
        | Event::ParticipantLeft { party: of, .. } => party(*of),
        _ => Ok(Vec::new()),
    }
}

/// The facts of a subject on a day; `None` where it is not there yet.
///
/// # Errors
/// What the store says.
pub fn of(
    reading: &Reading<'_>,
    rules: &Rules,
    subject: Subject,
    on: NaiveDate,
) -> Result<Option<Record>, AppError> {
    match subject {
        Subject::Pair(id) => match reading.pair(id)? {
            Some(pair) => pair_facts(reading, rules, &pair, on).map(Some),
            None => Ok(None),
        },
        Subject::Party(id) => mentor(reading, id, on),
        Subject::Programme(id) => {
            Ok(programme(reading, Some(id.0), on)?.map(|record| record.with("id", id.0 as i64)))
        }
        Subject::School => Ok(programme(reading, None, on)?.map(|record| record.with("year", year(on)))),
        _ => Ok(None),
    }
}

/// The day from which on facts of the next year are known.
pub fn later(_: &Record, on: NaiveDate) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(i32::try_from(year(on)).ok()?, 9, 1)
}

/// The school year by its last calendar year: 2023/24 is 2024.
fn year(on: NaiveDate) -> i64 {
    i64::from(on.year()) + i64::from(on.month() >= 9)
}

fn pair_facts(reading: &Reading<'_>, rules: &Rules, pair: &Pair, on: NaiveDate) -> Result<Record, AppError> {
    let form = reading.programme(pair.programme)?.map(|programme| programme.form).unwrap_or_default();
    let started = pair.instance.trail.first().map_or(pair.instance.since, |first| first.since);
    let mut record = Record::default()
        .with("id", i64::from(pair.id.0))
        .with("form", form.as_str())
        .with("programme", i64::from(pair.programme.0))
        .with("mentor", i64::from(pair.mentor.0))
        .with("mentee", i64::from(pair.mentee.0))
        .with("stage", pair.instance.stage.as_str())
        .with("started", started)
        .with("today", on);
    if !pair.is_open() {
        record = record.with("ended", pair.instance.since);
    }
    let (mut held, mut needed) = (Vec::new(), Vec::new());
    for (side, party) in [(Side::Mentor, pair.mentor), (Side::Mentee, pair.mentee)] {
        let marked = |kind: String| Value::from(format!("{} {kind}", side.as_str()).as_str());
        held.extend(records::held(reading, party, on)?.into_iter().map(marked));
        if let Some(known) = rules.forms.forms.get(&form) {
            needed.extend(known.side(side).needed(Purpose::Pair).iter().cloned().map(marked));
        }
    }
    Ok(record.with("consents", Value::List(held)).with("consents_required", Value::List(needed)))
}

fn mentor(reading: &Reading<'_>, id: PartyId, on: NaiveDate) -> Result<Option<Record>, AppError> {
    let pairs: Vec<Pair> = reading.pairs()?.into_iter().filter(|pair| pair.mentor == id).collect();
    if pairs.is_empty() {
        return Ok(None);
    }
    let load = pairs.iter().filter(|pair| pair.is_open()).count() as i64;
    let lines = reading.participants(Some(id))?;
    let capacity = lines.iter().filter(|line| line.side == Side::Mentor && line.stands(on));
    let capacity: Option<u32> = capacity.filter_map(|line| line.capacity).max();
    let record = Record::default().with("id", i64::from(id.0)).with("today", on).with("load", load);
    Ok(Some(match capacity {
        Some(capacity) => record.with("capacity", i64::from(capacity)),
        None => record,
    }))
}

fn programme(reading: &Reading<'_>, id: Option<u32>, on: NaiveDate) -> Result<Option<Record>, AppError> {
    let mut pairs = reading.pairs()?;
    pairs.retain(|pair| id.is_none_or(|id| pair.programme.0 == id));
    let open = pairs.iter().filter(|pair| pair.is_open()).count() as i64;
    let done = pairs.iter().filter(|pair| pair.instance.outcome == Some(vekha_core::workflow::Outcome::Done));
    Ok(Some(
        Record::default()
            .with("today", on)
            .with("pairs_started", pairs.len() as i64)
            .with("pairs_active", open)
            .with("pairs_completed", done.count() as i64),
    ))
}
