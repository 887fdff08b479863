//! Programmes, the numbers reported for them, and what was let pass.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::Work;
use crate::event::Event;
use crate::state::{Exception, Instance, Programme, Row};
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
                    instance: Instance {
                        workflow: entry.workflow,
                        stage: entry.stage.clone(),
                        since: recorded.effective,
                        due: entry.due,
                        outcome: None,
                        trail: Vec::new(),
                    },
                    exceptions: Vec::new(),
                    unproven: unproven.clone(),
                    evidence: Vec::new(),
                    counts: BTreeMap::new(),
                }));
                self.counters(|counters| counters.programme = counters.programme.max(id.0 + 1))
            }
            Event::CountReported { programme, what, value } => self.programme(*programme, |row| {
                row.counts.insert(what.clone(), *value);
            }),
            Event::ExceptionGranted { programme, requirement, transition, until, reason } => {
                self.programme(*programme, |row| {
                    row.exceptions.push(Exception {
                        requirement: requirement.clone(),
                        transition: transition.clone(),
                        by: recorded.actor.clone(),
                        until: *until,
                        reason: *reason,
                        met: None,
                    });
                })?;
                self.sealed(Some(reason))
            }
            Event::ExceptionMet { programme, requirement } => self.programme(*programme, |row| {
                let open =
                    row.exceptions.iter_mut().filter(|e| e.met.is_none() && e.requirement == *requirement);
                open.for_each(|exception| exception.met = Some(recorded.effective));
            }),
            _ => Ok(()),
        }
    }
}
