//! Taking the last step back: a correcting event, nothing is erased.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use super::{Act, Desk, Problem, Remedy, Unmet};
use crate::event::Event;
use crate::ids::{PlanId, Subject, TaskId};
use crate::state::{Exception, Instance, Step, Task};
use crate::view::{Read, View, ViewError};
use crate::workflow::{Entry, Machine};

use super::step::Standing;

/// Occurrences that the last step of a thing opened, as its stage wants it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opened {
    /// Those in which nothing has happened since, each with the event that opened it: they go back with the step.
    pub untouched: Vec<(TaskId, u16, u64)>,
    /// The others: somebody works on them, and they stay.
    pub touched: Vec<(TaskId, u16)>,
}

impl Opened {
    /// Finds them among the tasks of a plan. A step opens tasks in the events right after its own, on the same day.
    ///
    /// # Errors
    /// What the view says.
    pub fn by(
        view: &dyn View,
        machine: &Machine,
        plan: PlanId,
        instance: &Instance,
    ) -> Result<Self, ViewError> {
        let mut found = Self::default();
        let (Some(last), Some(stage)) = (instance.trail.last(), machine.stage(&instance.stage)) else {
            return Ok(found);
        };
        let tags: Vec<&String> = stage
            .on_enter
            .iter()
            .filter_map(|entry| if let Entry::OpenTasks { tag } = entry { Some(tag) } else { None })
            .collect();
        if tags.is_empty() {
            return Ok(found);
        }
        let opens = |task: &Task| tags.iter().any(|tag| task.tags.contains(*tag));
        let mut rows = Vec::new();
        for task in view.tasks()?.into_iter().filter(|task| task.plan == plan && opens(task)) {
            rows.extend(view.occurrences(Some(task.id))?);
        }
        let behind = last.seq + 1..=last.seq + rows.len() as u64;
        for row in rows {
            let Some(first) = row.instance.trail.first().filter(|first| behind.contains(&first.seq)) else {
                continue;
            };
            // Opening leads to no end: who is there after one step was done by somebody.
            let second = row.instance.trail.get(1);
            if second.is_none() && row.instance.outcome.is_some() {
                continue;
            }
            let begun = second.map_or(row.instance.since, |second| second.since);
            if begun != instance.since {
                continue;
            }
            let touched = second.is_some()
                || row.instance.just_moved().is_some()
                || !row.evidence.is_empty()
                || row.postponed > 0
                || row.dropped;
            match touched {
                true => found.touched.push((row.task, row.no)),
                false => found.untouched.push((row.task, row.no, first.seq)),
            }
        }
        Ok(found)
    }
}

impl Desk<'_> {
    pub(super) fn undo(&mut self, subject: Subject, reason: Option<&str>) -> Act {
        let standing = self.standing(subject)?;
        let moved = standing.instance.just_moved().map(|moved| moved.seq);
        let last = standing.instance.trail.last().filter(|_| moved.is_none());
        let Some(of) = moved.or(last.map(|last| last.seq)) else {
            return self.refuse(Unmet::of(Problem::NothingToUndo).about(subject));
        };
        let opened = match last {
            Some(_) => self.opened(&standing)?,
            None => Opened::default(),
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
        for (task, no, of) in opened.untouched {
            self.emit(Event::StepUndone { subject: Subject::Occurrence(task, no), of, reason: None })?;
        }
        for Exception { id, requirement, transition, .. } in granted.into_values() {
            self.emit(Event::ExceptionAnnulled { exception: id, subject, requirement, transition })?;
        }
        Ok(())
    }

    fn opened(&mut self, standing: &Standing) -> Act<Opened> {
        match self.rules.machine(&standing.instance.workflow) {
            Some(machine) => Ok(Opened::by(&self.overlay, machine, standing.plan, &standing.instance)?),
            None => Ok(Opened::default()),
        }
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
