//! Whose facts changed, and what the script of indicators may know of a subject.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};
use vekha_core::decide::Rules;
use vekha_core::event::Event;
use vekha_core::facts::Record;
use vekha_core::ids::{PairId, PartyId, Subject};
use vekha_core::view::{Read, View};
use vekha_core::work::{MeetingFacts, MeetingState};

use crate::app::work::changed::changed_since;
use crate::app::work::facts;
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

/// Whose facts are new after the event `since`, each with the earliest day that any of these facts is about.
///
/// # Errors
/// What the store says.
pub fn changed(reading: &Reading<'_>, since: u64) -> Result<BTreeMap<Subject, NaiveDate>, AppError> {
    let found = changed_since(reading, since)?;
    if found.all {
        return Ok(all(reading)?.into_iter().map(|subject| (subject, NaiveDate::MIN)).collect());
    }
    let subjects = found
        .pairs
        .into_iter()
        .map(Subject::Pair)
        .chain(found.mentors.into_iter().map(Subject::Party))
        .chain(found.programmes.into_iter().map(Subject::Programme))
        .chain(found.school.then_some(Subject::School));
    let subjects: Vec<Subject> = subjects.collect();
    if subjects.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut first = NaiveDate::MAX;
    for recorded in reading.snapshot.events(reading.school, since + 1)? {
        let recorded = recorded?;
        first = first.min(day_of(&recorded.event).unwrap_or(recorded.effective));
    }
    Ok(subjects.into_iter().map(|subject| (subject, first)).collect())
}

/// The day a fact is about, where it is not the day it was told. What takes a fact back may be about any day.
fn day_of(event: &Event) -> Option<NaiveDate> {
    match event {
        Event::MeetingAdded { facts, .. } => Some(facts.on),
        Event::ItemAdded { facts, .. } => facts.done.or(facts.due),
        Event::SurveyFilled(response) => Some(response.on),
        Event::ConsentGiven { date, .. } => Some(*date),
        Event::SchoolNumberTold { on, .. } => Some(*on),
        Event::MeetingCorrected { .. }
        | Event::MeetingCancelled { .. }
        | Event::ItemChanged { .. }
        | Event::SurveyJoined { .. }
        | Event::SurveyWithdrawn { .. }
        | Event::StepUndone { .. }
        | Event::PartyMerged { .. }
        | Event::ParticipantCorrected { .. } => Some(NaiveDate::MIN),
        // The night's own records are no facts.
        Event::IndicatorsEvaluated(_) | Event::NoticesGiven { .. } | Event::NightRan(_) => {
            Some(NaiveDate::MAX)
        }
        _ => None,
    }
}

/// Meetings that were recorded as missed after the event `since`.
///
/// # Errors
/// What the store says.
pub fn missed(reading: &Reading<'_>, since: u64) -> Result<Vec<(PairId, NaiveDate)>, AppError> {
    let mut found = Vec::new();
    for recorded in reading.snapshot.events(reading.school, since + 1)? {
        match recorded?.event {
            Event::MeetingAdded { pair, facts, .. } | Event::MeetingCorrected { pair, facts, .. }
                if is_missed(&facts) =>
            {
                found.push((pair, facts.on));
            }
            _ => {}
        }
    }
    found.sort();
    Ok(found)
}

fn is_missed(facts: &MeetingFacts) -> bool {
    facts.state == MeetingState::Missed
}

/// The facts of a subject on a day; `None` where it is not there yet.
///
/// # Errors
/// What the store says.
pub fn of(
    reading: &Reading<'_>,
    view: &dyn View,
    rules: &Rules,
    subject: Subject,
    on: NaiveDate,
) -> Result<Option<Record>, AppError> {
    let facts = facts::Facts { view, rules, on };
    Ok(match subject {
        Subject::Pair(id) => facts.pair(id)?,
        Subject::Party(id) => facts.mentor(id)?,
        Subject::Programme(id) => facts.programme(id)?,
        // Years of teaching stand in the vault.
        Subject::School => Some(facts::school_facts(reading, on)?),
        _ => None,
    })
}

/// The day from which on facts of the next year are known: the 1st of September.
pub fn later(on: NaiveDate) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(on.year() + i32::from(on.month() >= 9), 9, 1)
}
