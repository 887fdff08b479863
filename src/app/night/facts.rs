//! Whose facts changed, and what the script of indicators may know of a subject.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};
use vekha_core::event::{Event, Recorded};
use vekha_core::ids::{PairId, PartyId, Subject};
use vekha_core::view::Read;
use vekha_core::work::MeetingState;

use crate::app::work::changed::Changed;
use crate::app::work::shelf::Shelf;
use crate::app::{AppError, Reading};

/// Everything that has indicators.
///
/// # Errors
/// What the store says.
pub fn all(reading: &Reading<'_>, shelf: &Shelf) -> Result<Vec<Subject>, AppError> {
    let pairs: Vec<(PairId, PartyId)> = match shelf.is_full() {
        true => shelf.all_pairs(reading)?.iter().map(|paired| (paired.pair.id, paired.pair.mentor)).collect(),
        false => reading.pairs()?.iter().map(|pair| (pair.id, pair.mentor)).collect(),
    };
    let mut mentors: Vec<PartyId> = pairs.iter().map(|(_, mentor)| *mentor).collect();
    mentors.sort();
    mentors.dedup();
    let mut all: Vec<Subject> = pairs.iter().map(|(id, _)| Subject::Pair(*id)).collect();
    all.extend(mentors.into_iter().map(Subject::Party));
    all.extend(reading.programmes()?.into_iter().map(|programme| Subject::Programme(programme.id)));
    all.push(Subject::School);
    Ok(all)
}

/// What is new since the last night: read from the journal once, and then what the night itself adds.
#[derive(Debug)]
pub struct Fresh {
    /// Whose facts.
    pub changed: Changed,
    /// The earliest day that any of them is about.
    pub first: NaiveDate,
    /// Meetings that were recorded as missed.
    pub missed: Vec<(PairId, NaiveDate)>,
}

impl Fresh {
    /// Nothing was looked at yet.
    pub fn after(seq: u64) -> Self {
        let first = if seq == 0 { NaiveDate::MIN } else { NaiveDate::MAX };
        Self { changed: Changed::after(seq), first, missed: Vec::new() }
    }

    /// Looks at what came since the last look.
    ///
    /// # Errors
    /// What the store says.
    pub fn go_on(&mut self, reading: &Reading<'_>) -> Result<(), AppError> {
        let (first, missed) = (&mut self.first, &mut self.missed);
        self.changed.go_on(reading, |recorded| {
            *first = (*first).min(day(recorded));
            match &recorded.event {
                Event::MeetingAdded { pair, facts, .. } | Event::MeetingCorrected { pair, facts, .. }
                    if facts.state == MeetingState::Missed =>
                {
                    missed.push((*pair, facts.on));
                }
                _ => {}
            }
        })
    }

    /// Whose facts are new, each with the earliest day that any of these facts is about.
    ///
    /// # Errors
    /// What the store says.
    pub fn subjects(
        &self,
        reading: &Reading<'_>,
        shelf: &Shelf,
    ) -> Result<BTreeMap<Subject, NaiveDate>, AppError> {
        let found = &self.changed;
        if found.all {
            return Ok(all(reading, shelf)?.into_iter().map(|subject| (subject, NaiveDate::MIN)).collect());
        }
        let subjects = found.pairs.iter().copied().map(Subject::Pair);
        let subjects = subjects
            .chain(found.mentors.iter().copied().map(Subject::Party))
            .chain(found.programmes.iter().copied().map(Subject::Programme))
            .chain(found.school.then_some(Subject::School));
        Ok(subjects.map(|subject| (subject, self.first)).collect())
    }
}

/// The day that a fact is about.
pub fn day(recorded: &Recorded) -> NaiveDate {
    day_of(&recorded.event).unwrap_or(recorded.effective)
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
        Event::IndicatorsEvaluated(_)
        | Event::IndicatorsTabled(_)
        | Event::NoticesGiven { .. }
        | Event::NightRan(_) => Some(NaiveDate::MAX),
        _ => None,
    }
}

/// The day from which on facts of the next year are known: the 1st of September.
pub fn later(on: NaiveDate) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(on.year() + i32::from(on.month() >= 9), 9, 1)
}
