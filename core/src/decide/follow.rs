//! Stages whose term is that of tasks go along when the tasks are given another.

use alloc::collections::BTreeSet;
use alloc::string::String;

use super::{Act, Desk};
use crate::event::Event;
use crate::ids::{PlanId, Subject};
use crate::state::Counters;
use crate::view::Read;
use crate::workflow::Term;

/// What a command did that may give stages other terms.
#[derive(Default)]
struct Moves {
    /// The purposes of tasks that have other terms now, by plan; `None`: purposes that are not known any more.
    purposes: BTreeSet<(PlanId, Option<String>)>,
    /// Whether a programme went back to a stage whose term may be older than that.
    undone: bool,
}

impl Desk<'_> {
    /// Gives running programmes the terms that their stages have by what this command did to tasks.
    pub(super) fn follow_terms(&mut self) -> Act {
        if self.events.is_empty() || !self.unmet.is_empty() {
            return Ok(());
        }
        // A plan is filled with tasks before any programme is opened, and then nothing need be searched.
        if self.overlay.counters()?.programme == Counters::default().programme {
            return Ok(());
        }
        let Moves { purposes, undone } = self.moves()?;
        if purposes.is_empty() && !undone {
            return Ok(());
        }
        for programme in self.overlay.programmes()? {
            let instance = &programme.instance;
            if instance.outcome.is_some() {
                continue;
            }
            let stage =
                self.rules.machine(&instance.workflow).and_then(|machine| machine.stage(&instance.stage));
            let Some(term @ Term::Task { tag, .. }) = stage.and_then(|stage| stage.term.as_ref()) else {
                continue;
            };
            let concerns = |(plan, moved): &(PlanId, Option<String>)| {
                *plan == programme.plan && moved.as_ref().is_none_or(|moved| moved == tag)
            };
            if !undone && !purposes.iter().any(concerns) {
                continue;
            }
            let due = self.term_in(term, instance.since, programme.plan)?;
            if due != instance.due {
                self.emit(Event::StageRetimed { subject: Subject::Programme(programme.id), due })?;
            }
        }
        Ok(())
    }

    fn moves(&mut self) -> Act<Moves> {
        let mut found = Moves::default();
        let (mut tasks, mut reworded) = (BTreeSet::new(), BTreeSet::new());
        for recorded in &self.events {
            match &recorded.event {
                Event::Rescheduled { task, .. }
                | Event::TaskAdded { task, .. }
                | Event::TaskRetimed { task, .. }
                | Event::TaskWithdrawn { task }
                | Event::TaskRestored { task } => {
                    tasks.insert(*task);
                }
                Event::TaskReworded { task, .. } => {
                    reworded.insert(*task);
                }
                Event::StepUndone { subject: Subject::Programme(_), .. } => found.undone = true,
                _ => {}
            }
        }
        for id in tasks {
            if let Some(task) = self.overlay.task(id)? {
                found.purposes.extend(task.tags.iter().map(|tag| (task.plan, Some(tag.clone()))));
            }
        }
        for id in reworded {
            if let Some(task) = self.overlay.task(id)? {
                found.purposes.insert((task.plan, None));
            }
        }
        Ok(found)
    }
}
