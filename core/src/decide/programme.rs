//! Opening programmes, and the numbers reported for them.

use alloc::string::String;
use alloc::vec::Vec;

use super::step::Standing;
use super::{Act, Desk, Problem, Unmet};
use crate::command::Created;
use crate::event::{Entry, Event};
use crate::ids::{PlanId, ProgrammeId, Subject};
use crate::state::{Instance, Programme};
use crate::view::Read;
use crate::workflow::{Machine, Stage, SubjectKind};

impl<'a> Desk<'a> {
    /// Opens a programme in the first stage; or in a later one, where it is taken over while it runs: then what the
    /// stages before would have required and nothing proves is recorded as unproven.
    pub(super) fn open_programme(
        &mut self,
        plan: PlanId,
        form: &str,
        workflow: &str,
        stage: Option<&str>,
    ) -> Act {
        if self.overlay.plan(plan)?.is_none() {
            return self.refuse(Unmet::of(Problem::NotFound { what: Subject::Plan(plan) }));
        }
        self.check_form(form)?;
        self.check_only_programme(plan, form)?;
        let machine = self.programme_machine(workflow)?;
        let stage = self.stage_named(machine, stage)?;
        let id = ProgrammeId(self.overlay.counters()?.programme);
        let due = self.stage_due(stage, plan)?;
        let unproven = self.unproven(id, plan, form, machine, stage)?;
        let entry = Entry { workflow: machine.hash, stage: stage.id.clone(), due };
        self.emit(Event::ProgrammeOpened { programme: id, plan, form: form.into(), entry, unproven })?;
        self.created.push(Created::Programme(id));
        Ok(())
    }

    /// A programme has one of the forms of the set, where the set has any.
    fn check_form(&mut self, form: &str) -> Act {
        let forms = &self.rules.forms.forms;
        if forms.is_empty() || forms.contains_key(form) {
            return Ok(());
        }
        let known = forms.keys().cloned().collect();
        self.refuse(Unmet::of(Problem::NoForm { form: form.into(), known }))
    }

    /// A plan has one programme of a form that has not ended.
    pub(super) fn check_only_programme(&mut self, plan: PlanId, form: &str) -> Act {
        let open = |programme: &Programme| {
            programme.plan == plan && programme.form == form && programme.instance.outcome.is_none()
        };
        match self.overlay.programmes()?.iter().find(|programme| open(programme)) {
            Some(programme) => self.refuse(Unmet::of(Problem::ProgrammeExists { programme: programme.id })),
            None => Ok(()),
        }
    }

    fn programme_machine(&mut self, name: &str) -> Act<&'a Machine> {
        match self.rules.current(name).filter(|machine| machine.kind == SubjectKind::Programme) {
            Some(machine) => Ok(machine),
            None => {
                let known = self.workflow_names();
                self.refuse(Unmet::of(Problem::NoWorkflow { name: name.into(), known }))
            }
        }
    }

    /// A stage that a programme can run in, as a person names it; the first where none is named.
    fn stage_named(&mut self, machine: &'a Machine, stage: Option<&str>) -> Act<&'a Stage> {
        let name = stage.unwrap_or(&machine.initial);
        let running = |stage: &&Stage| stage.outcome.is_none();
        match machine.stage_named(name).filter(running) {
            Some(stage) => Ok(stage),
            None => {
                let known = machine.stages.iter().filter(running).map(|stage| stage.id.clone()).collect();
                self.refuse(Unmet::of(Problem::NoStage { stage: name.into(), known }))
            }
        }
    }

    /// What the way from the first stage to this one would have required and the facts do not show.
    fn unproven(
        &mut self,
        id: ProgrammeId,
        plan: PlanId,
        form: &str,
        machine: &'a Machine,
        stage: &Stage,
    ) -> Act<Vec<String>> {
        let mut missing = Vec::new();
        let mut here = machine.initial.clone();
        let mut standing = blank(id, plan, form, machine);
        // A way is no longer than the stages are many.
        for _ in 0..machine.stages.len() {
            if here == stage.id {
                break;
            }
            let Some(way) = machine.forward_from(&here) else { break };
            standing.instance.stage.clone_from(&here);
            for requirement in &way.requires {
                if !self.examine(&standing, machine, requirement)?.met() {
                    missing.push(requirement.id.clone());
                }
            }
            here.clone_from(&way.to);
        }
        Ok(missing)
    }

    pub(super) fn report_count(&mut self, programme: ProgrammeId, what: &str, value: u32) -> Act {
        let Some(row) = self.overlay.programme(programme)? else {
            return self.refuse(Unmet::of(Problem::NotFound { what: Subject::Programme(programme) }));
        };
        if row.counts.get(what) == Some(&value) {
            return Ok(());
        }
        self.emit(Event::CountReported { programme, what: what.into(), value })
    }
}

/// A programme that is not there yet, for requirements to be held against.
fn blank(id: ProgrammeId, plan: PlanId, form: &str, machine: &Machine) -> Standing {
    let entry = Entry { workflow: machine.hash, stage: machine.initial.clone(), due: None };
    let instance = Instance::begun(&entry, chrono::NaiveDate::MIN);
    let programme = Programme {
        id,
        plan,
        form: form.into(),
        instance: instance.clone(),
        unproven: Vec::new(),
        evidence: Vec::new(),
        counts: Default::default(),
    };
    Standing {
        subject: Subject::Programme(id),
        instance,
        plan,
        programme: Some(programme),
        occurrence: None,
        pair: None,
    }
}
