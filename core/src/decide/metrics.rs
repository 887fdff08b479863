//! What the night shift writes down.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use chrono::NaiveDate;

use super::{Act, Desk, Problem, Unmet};
use crate::event::Event;
use crate::ids::Subject;
use crate::metrics::{How, NightDraft, Notice, Quantity, Tabled, key_of};
use crate::state::{Key, Kind, Row};
use crate::view::{View as _, range};

impl Desk<'_> {
    /// Keeps the values that scripts computed. What is about nothing is refused, and so is the future.
    pub(super) fn keep_indicators(&mut self, found: &Tabled) -> Act {
        self.check_day(found.on)?;
        if found.subjects.is_empty() {
            return Ok(());
        }
        let finite = |value: &Quantity| !matches!(value, Quantity::Number(number) if !number.is_finite());
        let sound = |place: &u32| found.figure(*place).is_some_and(|figure| finite(&figure.value));
        let known = self.subjects_there(found.subjects.len())?;
        for line in &found.subjects {
            let exists = match &known {
                Some(known) => subject_key(line.subject).is_none_or(|key| known.contains(&key)),
                None => self.exists(line.subject)?,
            };
            if !exists || !line.figures.iter().all(sound) {
                return self.refuse(Unmet::of(Problem::NotFound { what: line.subject }));
            }
        }
        self.emit(Event::IndicatorsTabled(found.clone()))
    }

    /// The keys of everything that may have indicators, where so many subjects are asked for that looking at all of
    /// them costs less than looking each up.
    fn subjects_there(&self, count: usize) -> Act<Option<BTreeSet<Key>>> {
        const MANY: usize = 32;
        if count < MANY {
            return Ok(None);
        }
        let mut known = BTreeSet::new();
        for kind in [Kind::Pair, Kind::Party, Kind::Programme] {
            known.extend(self.overlay.keys(range(kind, None))?);
        }
        Ok(Some(known))
    }

    /// Notes what people are told. What they were told already is left out.
    pub(super) fn tell(&mut self, on: NaiveDate, notices: &[Notice]) -> Act {
        self.check_day(on)?;
        let mut fresh: Vec<Notice> = Vec::new();
        for notice in notices {
            let Some(key) = key_of(Kind::Told, notice.subject) else { continue };
            let known = match self.overlay.get(key)? {
                Some(Row::Told(told)) => told.has(notice.what, notice.term),
                _ => false,
            };
            if !known && !fresh.contains(notice) {
                fresh.push(*notice);
            }
        }
        if fresh.is_empty() {
            return Ok(());
        }
        self.emit(Event::NoticesGiven { on, notices: fresh })
    }

    /// Notes that a night is over. A night that is on record stays as it is; so does one before the last.
    pub(super) fn record_night(&mut self, night: &NightDraft) -> Act {
        self.check_day(night.on)?;
        let last = match self.overlay.get(Key::of(Kind::Shift, 0))? {
            Some(Row::Shift(shift)) => Some(shift.last),
            _ => None,
        };
        if night.how != How::SetBack && last.is_some_and(|last| last >= night.on) {
            return Ok(());
        }
        self.emit(Event::NightRan(night.clone()))
    }

    fn check_day(&mut self, on: NaiveDate) -> Act {
        let today = self.command.today;
        if on > today {
            return self.refuse(Unmet::of(Problem::InTheFuture { on, today }));
        }
        Ok(())
    }

    fn exists(&self, subject: Subject) -> Act<bool> {
        match subject_key(subject) {
            Some(key) => Ok(self.overlay.get(key)?.is_some()),
            None => Ok(true),
        }
    }
}

/// Where a subject of indicators stands; `None` for the school, which is always there. What has none stands nowhere.
fn subject_key(subject: Subject) -> Option<Key> {
    Some(match subject {
        Subject::School => return None,
        Subject::Pair(id) => Key::of(Kind::Pair, id.0),
        Subject::Party(id) => Key::of(Kind::Party, id.0),
        Subject::Programme(id) => Key::of(Kind::Programme, id.0),
        _ => Key::of(Kind::Pair, u32::MAX),
    })
}
