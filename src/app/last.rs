//! What was last done to occurrences, as the journal has it: a step or a change of term. Rows keep the steps alone.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use vekha_core::command::Action;
use vekha_core::event::{Event, Move, Recorded};
use vekha_core::ids::{Subject, TaskId};

/// An occurrence by its task and number.
pub type Place = (TaskId, u16);

/// First and last day.
type Days = (Option<NaiveDate>, Option<NaiveDate>);

#[derive(Clone, Copy)]
enum Change {
    /// The event that moved it to another stage or version.
    Step(u64),
    /// The term before, and whether the change put it off.
    Term(Days, bool),
}

/// What was done to each occurrence and not taken back, in order.
#[derive(Default)]
pub struct Changes {
    days: BTreeMap<Place, Days>,
    done: BTreeMap<Place, Vec<Change>>,
}

impl Changes {
    /// Takes in the next event.
    pub fn read(&mut self, recorded: &Recorded) {
        let occurrence = |subject: &Subject| match subject {
            Subject::Occurrence(task, no) => Some((*task, *no)),
            _ => None,
        };
        match &recorded.event {
            Event::TaskAdded { task, slots, .. } | Event::TaskRetimed { task, added: slots, .. } => {
                self.days.extend(slots.iter().map(|slot| ((*task, slot.no), (slot.from, slot.to))));
            }
            Event::Rescheduled { task, no, from, to, how, .. } => {
                let was = self.days.insert((*task, *no), (*from, *to)).unwrap_or_default();
                let done = self.done.entry((*task, *no)).or_default();
                if let Move::TakenBack { .. } = how {
                    let last = done.iter().rposition(|change| matches!(change, Change::Term(..)));
                    last.map(|at| done.remove(at));
                } else {
                    done.push(Change::Term(was, *how == Move::Postponed));
                }
            }
            Event::StageEntered { subject, .. } | Event::VersionChanged { subject, .. } => {
                if let Some(place) = occurrence(subject) {
                    self.done.entry(place).or_default().push(Change::Step(recorded.seq));
                }
            }
            Event::StepUndone { subject, of, .. } => {
                if let Some(done) = occurrence(subject).and_then(|place| self.done.get_mut(&place)) {
                    done.retain(|change| !matches!(change, Change::Step(seq) if seq == of));
                }
            }
            _ => {}
        }
    }

    /// The action that takes the last of it back.
    pub fn undo(&self, (task, no): Place, reason: Option<String>) -> Action {
        match self.done.get(&(task, no)).and_then(|done| done.last()) {
            Some(Change::Term(was, postponed)) => {
                let now = self.days.get(&(task, no)).copied().unwrap_or_default();
                Action::RestoreTerm { task, no, now, was: *was, postponed: *postponed, reason }
            }
            _ => Action::Undo { subject: Subject::Occurrence(task, no), reason },
        }
    }
}
