//! Programmes, the numbers reported for them, and what was let pass.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::Work;
use crate::event::Event;
use crate::state::{Exception, Instance, Key, Kind, Programme, Row};
use crate::view::ViewError;

impl Work<'_> {
    pub(super) fn programme_event(&mut self, event: &Event) -> Result<(), ViewError> {
        let recorded = self.recorded;
        match event {
            Event::ProgrammeOpened { programme, plan, form, entry, unproven } => {
                let id = *programme;
                self.put(Row::Programme(Programme {
                    id,
                    plan: *plan,
                    form: form.clone(),
                    instance: Instance::begun(entry, recorded.effective),
                    unproven: unproven.clone(),
                    evidence: Vec::new(),
                    counts: BTreeMap::new(),
                }));
                self.counters(|counters| counters.programme = counters.programme.max(id.0 + 1))
            }
            Event::CountReported { programme, what, value } => self.programme(*programme, |row| {
                row.counts.insert(what.clone(), *value);
            }),
            Event::ExceptionGranted { exception, subject, requirement, transition, until, reason } => {
                let id = *exception;
                self.put(Row::Exception(Exception {
                    id,
                    subject: *subject,
                    requirement: requirement.clone(),
                    transition: transition.clone(),
                    by: recorded.actor.clone(),
                    until: *until,
                    reason: *reason,
                    met: None,
                }));
                self.counters(|counters| counters.exception = counters.exception.max(id.0 + 1))?;
                self.sealed(Some(reason))
            }
            Event::ExceptionAnnulled { exception, .. } => {
                self.delete(Key::of(Kind::Exception, exception.0));
                Ok(())
            }
            Event::ExceptionMet { exception } => {
                self.exception(*exception, |row| row.met = Some(recorded.effective))
            }
            _ => Ok(()),
        }
    }
}
