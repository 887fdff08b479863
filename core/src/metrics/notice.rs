//! What people are told once: a term that comes, one that has passed, a paper that is missing.

use alloc::vec::Vec;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::ids::{PairId, PartyId, ProgrammeId, Subject, TaskId};
use crate::schedule::Note;
use crate::state::{Key, Kind, Row};
use crate::view::{Read, View, ViewError};
use crate::work::Meeting;

/// Days late after which a second notice is due.
pub const ESCALATION: u64 = 7;

/// Days that an approximate term has before it counts as passed.
const GRACE: u64 = 7;

/// Days after an agreed meeting in which somebody may still say what became of it.
const SILENCE: u64 = 3;

/// What somebody is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum What {
    /// The term comes.
    Due,
    /// The term has passed.
    Late,
    /// It passed [`ESCALATION`] days ago.
    VeryLate,
    /// A participant lacks papers; the term is the day of entry.
    NoConsent,
    /// A planned meeting did not take place; the term is its day.
    NoMeeting,
}

/// One notice. It is given once for a subject, a reason and a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Notice {
    /// About what.
    pub subject: Subject,
    /// Why.
    pub what: What,
    /// The term.
    pub term: NaiveDate,
}

/// What was told about a subject: for each reason the last term, and the day it was told on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// About what.
    pub subject: Subject,
    /// Reason, term, day.
    pub notices: Vec<(What, NaiveDate, NaiveDate)>,
}

impl Told {
    /// Whether this was told. Of meetings the last is kept, which stands for those before it.
    pub fn has(&self, what: What, term: NaiveDate) -> bool {
        let later = what == What::NoMeeting;
        self.notices.iter().any(|told| told.0 == what && (told.1 == term || later && told.1 > term))
    }

    /// Notes that this was told.
    pub fn add(&mut self, what: What, term: NaiveDate, on: NaiveDate) {
        self.notices.retain(|told| told.0 != what);
        self.notices.push((what, term, on));
    }
}

/// Where a row about a subject stands, of [`Kind::Told`] or [`Kind::Indicators`]; `None` for what has no such row.
pub fn key_of(kind: Kind, subject: Subject) -> Option<Key> {
    let (id, sub) = match subject {
        Subject::School => (0, 0),
        Subject::Occurrence(task, no) => (task.0, 1 << 16 | u32::from(no)),
        Subject::Programme(id) => (id.0, 2 << 16),
        Subject::Party(id) => (id.0, 3 << 16),
        Subject::Pair(id) => (id.0, 4 << 16),
        Subject::Plan(_) | Subject::Task(_) | Subject::Document(_) => return None,
    };
    Some(Key::within(kind, id, sub))
}

/// The subject of a row that [`key_of`] placed.
pub fn subject_of(key: Key) -> Option<Subject> {
    match (key.sub >> 16, key.sub & 0xffff) {
        (0, 0) if key.id == 0 => Some(Subject::School),
        (1, no) => Some(Subject::Occurrence(TaskId(key.id), u16::try_from(no).ok()?)),
        (2, 0) => Some(Subject::Programme(ProgrammeId(key.id))),
        (3, 0) => Some(Subject::Party(PartyId(key.id))),
        (4, 0) => Some(Subject::Pair(PairId(key.id))),
        _ => None,
    }
}

/// The notices about the term of a row that nobody was given yet, on a day. `ahead`: how many days before the term
/// it is told that it comes.
///
/// # Errors
/// What the view says.
pub fn outstanding(view: &dyn View, row: &Row, on: NaiveDate, ahead: u32) -> Result<Vec<Notice>, ViewError> {
    if let Row::Meeting(meeting) = row {
        return meeting_missed(view, meeting, on);
    }
    let Some((subject, term, grace)) = term_of(view, row)? else { return Ok(Vec::new()) };
    let told = match key_of(Kind::Told, subject).map(|key| view.get(key)).transpose()?.flatten() {
        Some(Row::Told(told)) => Some(told),
        _ => None,
    };
    let later = |days: u64| term.checked_add_days(Days::new(days)).unwrap_or(term);
    let soon = term.checked_sub_days(Days::new(ahead.into())).unwrap_or(term);
    let (late, very) = (on > later(grace), on >= later(ESCALATION.max(grace + 1)));
    let candidates =
        [(What::Due, soon <= on && on <= term), (What::Late, late && !very), (What::VeryLate, very)];
    let fresh = |what| told.as_ref().is_none_or(|told| !told.has(what, term));
    Ok(candidates
        .into_iter()
        .filter(|(what, holds)| *holds && fresh(*what))
        .map(|(what, _)| Notice { subject, what, term })
        .collect())
}

/// A meeting that was agreed on, and nobody said for some days what became of it.
fn meeting_missed(view: &dyn View, meeting: &Meeting, on: NaiveDate) -> Result<Vec<Notice>, ViewError> {
    let term = meeting.facts.on;
    let silent = term.checked_add_days(Days::new(SILENCE)).is_some_and(|day| on > day);
    let subject = Subject::Pair(meeting.pair);
    let told = match key_of(Kind::Told, subject).map(|key| view.get(key)).transpose()?.flatten() {
        Some(Row::Told(told)) => told.has(What::NoMeeting, term),
        _ => false,
    };
    let fresh = meeting.is_open() && silent && !told;
    Ok(fresh.then_some(Notice { subject, what: What::NoMeeting, term }).into_iter().collect())
}

/// What is to be done by when, and the days of grace; `None` for a row without an open term.
fn term_of(view: &dyn View, row: &Row) -> Result<Option<(Subject, NaiveDate, u64)>, ViewError> {
    let Some(term) = row.due() else { return Ok(None) };
    Ok(match row {
        Row::Occurrence(occurrence) => {
            let task = view.task(occurrence.task)?.filter(|task| !task.withdrawn);
            task.map(|task| {
                let approximate = task.deadline.notes.contains(&Note::Approximate);
                let subject = Subject::Occurrence(occurrence.task, occurrence.no);
                (subject, term, if approximate { GRACE } else { 0 })
            })
        }
        Row::Programme(programme) => Some((Subject::Programme(programme.id), term, 0)),
        Row::Pair(pair) => Some((Subject::Pair(pair.id), term, 0)),
        _ => None,
    })
}
