//! What the night shift writes down.

use alloc::vec::Vec;

use chrono::NaiveDate;

use super::{Act, Desk, Problem, Unmet};
use crate::event::Event;
use crate::ids::Subject;
use crate::metrics::{Evaluation, NightDraft, Notice, Quantity, key_of};
use crate::state::{Key, Kind, Row};
use crate::view::{Read as _, View as _};

impl Desk<'_> {
    /// Keeps the values that scripts computed. What is about nothing is refused, and so is the future.
    pub(super) fn keep_indicators(&mut self, evaluation: &Evaluation) -> Act {
        self.check_day(evaluation.on)?;
        if evaluation.subjects.is_empty() {
            return Ok(());
        }
        for found in &evaluation.subjects {
            let finite = |value: &Quantity| !matches!(value, Quantity::Number(number) if !number.is_finite());
            let sound = found.figures.iter().all(|figure| finite(&figure.value));
            if !sound || !self.exists(found.subject)? {
                return self.refuse(Unmet::of(Problem::NotFound { what: found.subject }));
            }
        }
        self.emit(Event::IndicatorsEvaluated(evaluation.clone()))
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
        if last.is_some_and(|last| last >= night.on) {
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
        Ok(match subject {
            Subject::School => true,
            Subject::Pair(id) => self.overlay.pair(id)?.is_some(),
            Subject::Party(id) => self.overlay.party(id)?.is_some(),
            Subject::Programme(id) => self.overlay.programme(id)?.is_some(),
            _ => false,
        })
    }
}
