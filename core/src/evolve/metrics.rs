//! Indicators, notices and nights.

use alloc::vec::Vec;

use super::Work;
use crate::event::Event;
use crate::metrics::{Evaluation, Indicators, Night, Notice, Shift, Told, key_of};
use crate::state::{Kind, Row};
use crate::view::ViewError;

impl Work<'_> {
    pub(super) fn metrics_event(&mut self, event: &Event) -> Result<(), ViewError> {
        match event {
            Event::IndicatorsEvaluated(evaluation) => self.evaluated(evaluation),
            Event::NoticesGiven { on, notices } => {
                notices.iter().try_for_each(|notice| self.told(notice, *on))
            }
            Event::NightRan(night) => {
                self.put(Row::Night(Night { night: night.clone(), seq: self.recorded.seq }));
                self.put(Row::Shift(Shift { last: night.on, seen: night.seen, set: night.set }));
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn evaluated(&mut self, evaluation: &Evaluation) -> Result<(), ViewError> {
        for found in &evaluation.subjects {
            let Some(key) = key_of(Kind::Indicators, found.subject) else { continue };
            let mut row = match self.get(key)? {
                Some(Row::Indicators(row)) => row,
                _ => Indicators {
                    subject: found.subject,
                    set: evaluation.set,
                    input: found.input,
                    look: None,
                    latest: Vec::new(),
                    trail: Vec::new(),
                },
            };
            row.take(self.recorded.seq, evaluation, found);
            self.put(Row::Indicators(row));
        }
        Ok(())
    }

    fn told(&mut self, notice: &Notice, on: chrono::NaiveDate) -> Result<(), ViewError> {
        let Some(key) = key_of(Kind::Told, notice.subject) else { return Ok(()) };
        let mut row = match self.get(key)? {
            Some(Row::Told(row)) => row,
            _ => Told { subject: notice.subject, notices: Vec::new() },
        };
        row.add(notice.what, notice.term, on);
        self.put(Row::Told(row));
        Ok(())
    }
}
