//! What the night shift writes down.

use alloc::vec::Vec;

use chrono::NaiveDate;

use super::{Act, Desk, Problem, Unmet};
use crate::event::Event;
use crate::ids::Subject;
use crate::metrics::{How, NightDraft, Notice, Quantity, Tabled, key_of};
use crate::state::{Counters, Key, Kind, Row};
use crate::view::View as _;

impl Desk<'_> {
    /// Keeps the values that scripts computed. What is about nothing is refused, and so is the future.
    pub(super) fn keep_indicators(&mut self, found: &Tabled) -> Act {
        self.check_day(found.on)?;
        if found.subjects.is_empty() {
            return Ok(());
        }
        let finite = |value: &Quantity| !matches!(value, Quantity::Number(number) if !number.is_finite());
        let sound = |place: &u32| found.figure(*place).is_some_and(|figure| finite(&figure.value));
        let given = match self.overlay.get(Key::of(Kind::Counters, 0))? {
            Some(Row::Counters(counters)) => counters,
            _ => Counters::default(),
        };
        for line in &found.subjects {
            let exists = was_given(&given, line.subject);
            if !exists || !line.figures.iter().all(sound) {
                return self.refuse(Unmet::of(Problem::NotFound { what: line.subject }));
            }
        }
        self.emit(Event::IndicatorsTabled(found.clone()))
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
}

/// Whether there is such a thing that may have indicators. The rows of pairs, people and programmes are never taken
/// away, so that every number that was given has one.
fn was_given(given: &Counters, subject: Subject) -> bool {
    let within = |id: u32, next: u32| (1..next).contains(&id);
    match subject {
        Subject::School => true,
        Subject::Pair(id) => within(id.0, given.pair),
        Subject::Party(id) => within(id.0, given.party),
        Subject::Programme(id) => within(id.0, given.programme),
        _ => false,
    }
}
