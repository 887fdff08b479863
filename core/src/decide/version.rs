//! Going on under another version of a workflow.

use chrono::NaiveDate;

use super::step::Standing;
use super::{Act, Desk, Problem, Unmet};
use crate::command::Place;
use crate::event::{Entry, Event};
use crate::ids::Subject;
use crate::workflow::{Machine, Stage};

impl<'a> Desk<'a> {
    /// Moves a thing that has not ended to a stage of another version of its kind of workflow. Nothing is required and
    /// nothing is done on entering: it takes no step. Where it came from by its last change of version it returns to as
    /// it was.
    pub(super) fn change_version(&mut self, subject: Subject, from: &Place, to: &Place) -> Act {
        let standing = self.standing(subject)?;
        let instance = &standing.instance;
        if instance.workflow == to.workflow {
            return Ok(());
        }
        let old = self.machine_of(instance)?;
        let here = old.stage(&instance.stage);
        let words = || here.map(|stage| stage.title.clone()).unwrap_or_default();
        if instance.outcome.is_some() {
            return self.refuse(Unmet::of(Problem::Ended { stage: words() }).about(subject));
        }
        if (instance.workflow, &instance.stage) != (from.workflow, &from.stage) {
            return self.refuse(Unmet::of(Problem::WentOn { stage: words() }).about(subject));
        }
        let left = instance.just_moved();
        if let Some(left) = left.filter(|left| (left.workflow, &left.stage) == (to.workflow, &to.stage)) {
            return self.emit(Event::StepUndone { subject, of: left.seq, reason: None });
        }
        let target = self.stage_there(subject, old, to)?;
        let due = self.due_there(&standing, here, target)?;
        let from = Entry { workflow: instance.workflow, stage: instance.stage.clone(), due: instance.due };
        let to = Entry { workflow: to.workflow, stage: target.id.clone(), due };
        self.emit(Event::VersionChanged { subject, from, to })
    }

    /// The stage, where its workflow is of the same kind and it ends nothing.
    fn stage_there(&mut self, subject: Subject, old: &Machine, to: &Place) -> Act<&'a Stage> {
        let Some(new) = self.rules.machine(&to.workflow).filter(|new| new.kind == old.kind) else {
            let (name, known) = (to.workflow.short(), self.workflow_names());
            return self.refuse(Unmet::of(Problem::NoWorkflow { name, known }).about(subject));
        };
        let running = |stage: &&Stage| stage.outcome.is_none();
        match new.stage(&to.stage).filter(running) {
            Some(stage) => Ok(stage),
            None => {
                let known = new.stages.iter().filter(running).map(|stage| stage.id.clone()).collect();
                self.refuse(Unmet::of(Problem::NoStage { stage: to.stage.clone(), known }).about(subject))
            }
        }
    }

    /// A term that both versions say alike stays as it is, put off or not; another one is reckoned from when the thing
    /// entered its stage.
    fn due_there(
        &mut self,
        standing: &Standing,
        here: Option<&Stage>,
        there: &Stage,
    ) -> Act<Option<NaiveDate>> {
        match &there.term {
            term if here.is_some_and(|here| here.term == *term) => Ok(standing.instance.due),
            Some(term) => self.term_in(term, standing.instance.since, standing.plan),
            None => Ok(None),
        }
    }
}
