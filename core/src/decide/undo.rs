//! Taking the last step back: a correcting event, nothing is erased.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use super::{Act, Desk, Problem, Remedy, Unmet};
use crate::event::Event;
use crate::ids::Subject;
use crate::state::{Exception, Step};
use crate::view::Read;

use super::step::Standing;

impl Desk<'_> {
    pub(super) fn undo(&mut self, subject: Subject, reason: Option<&str>) -> Act {
        let standing = self.standing(subject)?;
        let moved = standing.instance.just_moved().map(|moved| moved.seq);
        let last = standing.instance.trail.last().filter(|_| moved.is_none());
        let Some(of) = moved.or(last.map(|last| last.seq)) else {
            return self.refuse(Unmet::of(Problem::NothingToUndo).about(subject));
        };
        let granted = match last {
            Some(last) => {
                self.check_undo(&standing, last)?;
                self.check_reopening(&standing, last.outcome)?;
                self.granted_for(&standing, last)?
            }
            None => BTreeMap::new(),
        };
        let reason = self.seal_text(subject, reason)?;
        self.emit(Event::StepUndone { subject, of, reason })?;
        for Exception { id, requirement, transition, .. } in granted.into_values() {
            self.emit(Event::ExceptionAnnulled { exception: id, subject, requirement, transition })?;
        }
        Ok(())
    }

    /// Whoever may not take a step may not take it back either.
    fn check_undo(&mut self, standing: &Standing, last: &Step) -> Act {
        let Some(machine) = self.rules.machine(&standing.instance.workflow) else { return Ok(()) };
        let ways = machine.transitions_from(&last.stage).filter(|way| way.to == standing.instance.stage);
        let ways: Vec<_> = ways.collect();
        match ways.first() {
            Some(way) if !ways.iter().any(|way| self.command.actor.may(&way.roles)) => {
                let roles = way.roles.clone();
                let problem = Problem::NotAllowed { transition: way.title.clone(), roles: roles.clone() };
                let unmet = Unmet::of(problem).about(standing.subject);
                self.refuse(unmet.remedy(Remedy::AskRole { roles }))
            }
            _ => Ok(()),
        }
    }

    /// What was let pass so that the last step could be taken, by requirement. A step that was taken before and taken
    /// back since had its own, which are older.
    fn granted_for(&mut self, standing: &Standing, last: &Step) -> Act<BTreeMap<String, Exception>> {
        let mut granted = BTreeMap::new();
        let Some(machine) = self.rules.machine(&standing.instance.workflow) else { return Ok(granted) };
        for exception in self.overlay.exceptions()? {
            let of_step = exception.subject == standing.subject
                && exception.met.is_none()
                && machine
                    .transitions_from(&last.stage)
                    .any(|way| way.id == exception.transition && way.to == standing.instance.stage);
            if of_step {
                granted.insert(exception.requirement.clone(), exception);
            }
        }
        Ok(granted)
    }
}
