//! Taking a step in a workflow.

use alloc::string::{String, ToString};
use alloc::sync::Arc;
use alloc::vec::Vec;

use chrono::NaiveDate;

use super::{Act, Desk, Problem, Remedy, Stop, Unmet};
use crate::command::{Allowance, Step};
use crate::event::{Event, Verdict};
use crate::ids::{ExceptionId, PlanId, Subject};
use crate::pairs::Pair;
use crate::state::{Counters, Exception, Instance, Key, Kind, Occurrence, Programme, Row, Task};
use crate::view::{Read, View as _};
use crate::workflow::{Entry, Level, Machine, Outcome, Requirement, Stage, Transition};

/// A thing in a workflow with what its requirements look at.
pub(super) struct Standing {
    pub subject: Subject,
    pub instance: Instance,
    pub plan: PlanId,
    pub programme: Option<Programme>,
    pub occurrence: Option<Arc<Occurrence>>,
    pub pair: Option<Pair>,
}

impl Standing {
    fn not_before(&self) -> Option<NaiveDate> {
        // Before the first step stands the day something was recorded, which may be long after it happened.
        self.instance.trail.last().map(|_| self.instance.since)
    }
}

impl<'a> Desk<'a> {
    /// The thing, where it goes through stages at all.
    pub(super) fn standing(&mut self, subject: Subject) -> Act<Standing> {
        let standing = match subject {
            Subject::Occurrence(id, no) => {
                let task = self.overlay.get(Key::of(Kind::Task, id.0))?;
                match task.zip(self.overlay.get(Key::occurrence(id, no))?) {
                    Some((Row::Task(task), Row::Occurrence(occurrence))) => Some(Standing {
                        subject,
                        instance: occurrence.instance.clone(),
                        plan: task.plan,
                        programme: None,
                        occurrence: Some(occurrence),
                        pair: None,
                    }),
                    _ => None,
                }
            }
            Subject::Programme(id) => self.overlay.programme(id)?.map(|programme| Standing {
                subject,
                instance: programme.instance.clone(),
                plan: programme.plan,
                programme: Some(programme),
                occurrence: None,
                pair: None,
            }),
            Subject::Pair(id) => {
                let pair = self.overlay.pair(id)?;
                let programme = match &pair {
                    Some(pair) => self.overlay.programme(pair.programme)?,
                    None => None,
                };
                pair.zip(programme).map(|(pair, programme)| Standing {
                    subject,
                    instance: pair.instance.clone(),
                    plan: programme.plan,
                    programme: None,
                    occurrence: None,
                    pair: Some(pair),
                })
            }
            _ => None,
        };
        match standing {
            Some(standing) => Ok(standing),
            None => self.refuse(Unmet::of(Problem::NotFound { what: subject })),
        }
    }

    /// The version of the workflow that a thing began with.
    pub(super) fn machine_of(&mut self, instance: &Instance) -> Act<&'a Machine> {
        match self.rules.machine(&instance.workflow) {
            Some(machine) => Ok(machine),
            None => {
                let name = instance.workflow.to_string();
                self.refuse(Unmet::of(Problem::NoWorkflow { name, known: self.workflow_names() }))
            }
        }
    }

    pub(super) fn workflow_names(&self) -> Vec<String> {
        self.rules.current.keys().cloned().collect()
    }

    pub(super) fn advance(
        &mut self,
        subject: Subject,
        step: &Step,
        reason: Option<&str>,
        allow: &[Allowance],
    ) -> Act {
        let standing = self.standing(subject)?;
        let machine = self.machine_of(&standing.instance)?;
        let transition = self.find(&standing, machine, step)?;
        let refused_before = self.unmet.len();
        self.check_step(&standing, transition, reason);
        let outcome = machine.stage(&transition.to).and_then(|stage| stage.outcome);
        match self.check_reopening(&standing, outcome) {
            Ok(()) | Err(Stop::Refused) => {}
            Err(stop) => return Err(stop),
        }
        let verdicts = self.check_requirements(&standing, machine, transition, allow)?;
        if self.unmet.len() > refused_before {
            return Err(Stop::Refused);
        }
        self.grant(&standing, transition, allow)?;
        self.enter(&standing, machine, transition, verdicts, reason)
    }

    /// The transition that is meant.
    fn find(&mut self, standing: &Standing, machine: &'a Machine, step: &Step) -> Act<&'a Transition> {
        let stage = &standing.instance.stage;
        let mut ways = machine.transitions_from(stage);
        let found = match step {
            Step::Forward => machine.forward_from(stage),
            Step::Done => ways.find(|way| ends(machine, way, Outcome::Done)),
            Step::Cancel => ways.find(|way| ends(machine, way, Outcome::Cancelled)),
            Step::Transition(id) => ways.find(|way| way.id == *id),
            Step::To(name) => machine.stage_named(name).and_then(|stage| ways.find(|way| way.to == stage.id)),
        };
        if let Some(found) = found {
            return Ok(found);
        }
        let here = machine.stage(stage).map(|stage| stage.title.clone()).unwrap_or_default();
        let problem = match (&standing.instance.outcome, step) {
            (Some(_), Step::Forward | Step::Done | Step::Cancel) => Problem::Ended { stage: here },
            _ => Problem::NoTransition {
                stage: here,
                wanted: wanted(machine, step),
                ways: machine
                    .transitions_from(stage)
                    .map(|way| (way.id.clone(), way.title.clone()))
                    .collect(),
            },
        };
        let unmet = Unmet::of(problem).about(standing.subject);
        self.refuse(unmet.remedy(Remedy::ShowWays { subject: standing.subject }))
    }

    /// Who, when and why. Problems are collected.
    fn check_step(&mut self, standing: &Standing, transition: &Transition, reason: Option<&str>) {
        let subject = standing.subject;
        if !self.command.actor.may(&transition.roles) {
            let roles = transition.roles.clone();
            let problem = Problem::NotAllowed { transition: transition.title.clone(), roles: roles.clone() };
            self.unmet.push(Unmet::of(problem).about(subject).remedy(Remedy::AskRole { roles }));
        }
        if transition.needs_reason && reason.is_none_or(|reason| reason.trim().is_empty()) {
            self.unmet.push(Unmet::of(Problem::ReasonNeeded).about(subject).remedy(Remedy::GiveReason));
        }
        if let Some(since) = standing.not_before().filter(|since| self.command.effective < *since) {
            let on = self.command.effective;
            self.unmet.push(Unmet::of(Problem::BeforeLastStep { on, since }).about(subject));
        }
    }

    /// Every requirement; unmet ones that are not let pass are collected.
    fn check_requirements(
        &mut self,
        standing: &Standing,
        machine: &Machine,
        transition: &Transition,
        allow: &[Allowance],
    ) -> Act<Vec<Verdict>> {
        for allowance in allow {
            self.check_allowance(standing.subject, transition, allowance);
        }
        let mut verdicts = Vec::with_capacity(transition.requires.len());
        for requirement in &transition.requires {
            let examined = self.examine(standing, machine, requirement)?;
            let met = examined.met();
            verdicts.push(Verdict { requirement: requirement.id.clone(), met, script: examined.script });
            let allowed = requirement.level == Level::Should
                && allow.iter().any(|allowance| allowance.requirement == requirement.id);
            if !met && !allowed {
                let unmet = examined.into_unmet(standing.subject, requirement);
                self.unmet.push(unmet);
            }
        }
        Ok(verdicts)
    }

    /// What ended and goes on must find its place free: meanwhile others may have taken it.
    pub(super) fn check_reopening(&mut self, standing: &Standing, outcome: Option<Outcome>) -> Act {
        if standing.instance.outcome.is_none() || outcome.is_some() {
            return Ok(());
        }
        if let Some(pair) = &standing.pair {
            let programme = self.running(pair.programme)?;
            return self.check_pair(&programme, pair.mentor, pair.mentee);
        }
        match &standing.programme {
            Some(programme) => self.check_only_programme(programme.plan, &programme.form),
            None => Ok(()),
        }
    }

    fn check_allowance(&mut self, subject: Subject, transition: &Transition, allowance: &Allowance) {
        let requirement = transition.requires.iter().find(|found| found.id == allowance.requirement);
        let problem = match requirement {
            None => Problem::NoSuchRequirement {
                requirement: allowance.requirement.clone(),
                known: transition.requires.iter().map(|known| known.id.clone()).collect(),
            },
            Some(Requirement { level: Level::Must, .. }) => {
                Problem::CannotAllow { requirement: allowance.requirement.clone(), must: true }
            }
            Some(_) if !self.command.actor.may(&["head".to_string()]) => {
                Problem::CannotAllow { requirement: allowance.requirement.clone(), must: false }
            }
            Some(_) if allowance.reason.trim().is_empty() => Problem::ReasonNeeded,
            Some(_) => return,
        };
        self.unmet.push(Unmet::of(problem).about(subject));
    }

    /// Records what was let pass.
    fn grant(&mut self, standing: &Standing, transition: &Transition, allow: &[Allowance]) -> Act {
        for allowance in allow {
            let exception = ExceptionId(self.overlay.counters()?.exception);
            if let Some(reason) = self.seal_text(standing.subject, Some(&allowance.reason))? {
                self.emit(Event::ExceptionGranted {
                    exception,
                    subject: standing.subject,
                    requirement: allowance.requirement.clone(),
                    transition: transition.id.clone(),
                    until: allowance.until,
                    reason,
                })?;
            }
        }
        Ok(())
    }

    fn enter(
        &mut self,
        standing: &Standing,
        machine: &Machine,
        transition: &Transition,
        verdicts: Vec<Verdict>,
        reason: Option<&str>,
    ) -> Act {
        let Some(stage) = machine.stage(&transition.to) else { return Ok(()) };
        let reason = self.seal_text(standing.subject, reason)?;
        let due = self.stage_due(stage, standing.plan)?;
        self.emit(Event::StageEntered {
            subject: standing.subject,
            transition: transition.id.clone(),
            from: standing.instance.stage.clone(),
            to: stage.id.clone(),
            outcome: stage.outcome,
            due,
            verdicts,
            reason,
            then: stage.on_enter.clone(),
        })?;
        self.open_tasks(stage, standing.plan)
    }

    /// Leads a pair to an end before its time without asking what the way there requires. A workflow without such an
    /// end lets the pair be.
    pub(super) fn break_off(&mut self, pair: Pair) -> Act {
        let Some(machine) = self.rules.machine(&pair.instance.workflow) else { return Ok(()) };
        let standing = self.standing(Subject::Pair(pair.id))?;
        let way = machine
            .transitions_from(&pair.instance.stage)
            .find(|way| ends(machine, way, Outcome::Cancelled))
            .or_else(|| machine.transitions.iter().find(|way| ends(machine, way, Outcome::Cancelled)));
        match way {
            Some(way) => self.enter(&standing, machine, way, Vec::new(), None),
            None => Ok(()),
        }
    }

    /// Tasks that a stage opens on entering leave their first stage.
    fn open_tasks(&mut self, stage: &Stage, plan: PlanId) -> Act {
        for entry in &stage.on_enter {
            let Entry::OpenTasks { tag } = entry else { continue };
            for task in self.overlay.tasks()? {
                if task.plan != plan || task.withdrawn || !task.tags.contains(tag) {
                    continue;
                }
                for occurrence in self.overlay.occurrences(Some(task.id))? {
                    if occurrence.is_open() && occurrence.instance.trail.is_empty() {
                        self.begin(&task, &occurrence)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Moves an untouched occurrence along its first forward way that does not end it.
    fn begin(&mut self, task: &Task, occurrence: &Occurrence) -> Act {
        let Some(machine) = self.rules.machine(&occurrence.instance.workflow) else { return Ok(()) };
        let way = machine.transitions_from(&occurrence.instance.stage).find(|way| {
            !way.back
                && way.requires.is_empty()
                && machine.stage(&way.to).is_some_and(|to| to.outcome.is_none())
        });
        let Some((way, stage)) = way.and_then(|way| machine.stage(&way.to).map(|to| (way, to))) else {
            return Ok(());
        };
        let due = self.stage_due(stage, task.plan)?;
        self.emit(Event::StageEntered {
            subject: Subject::Occurrence(task.id, occurrence.no),
            transition: way.id.clone(),
            from: occurrence.instance.stage.clone(),
            to: stage.id.clone(),
            outcome: stage.outcome,
            due,
            verdicts: Vec::new(),
            reason: None,
            then: stage.on_enter.clone(),
        })
    }

    /// Requirements that were let pass and have been met since are closed.
    pub(super) fn settle(&mut self) -> Act {
        if self.events.is_empty() || !self.unmet.is_empty() {
            return Ok(());
        }
        // Most schools never let anything pass, and need not be searched for it.
        if self.overlay.counters()?.exception == Counters::default().exception {
            return Ok(());
        }
        for exception in self.overlay.exceptions()? {
            if exception.met.is_none() && self.is_met(&exception)? {
                self.emit(Event::ExceptionMet { exception: exception.id })?;
            }
        }
        Ok(())
    }

    /// Whether the requirement holds by now.
    fn is_met(&mut self, exception: &Exception) -> Act<bool> {
        let standing = self.standing(exception.subject)?;
        let Some(machine) = self.rules.machine(&standing.instance.workflow) else { return Ok(false) };
        let requirement = machine
            .transition(&exception.transition)
            .and_then(|way| way.requires.iter().find(|found| found.id == exception.requirement));
        match requirement {
            Some(requirement) => Ok(self.examine(&standing, machine, requirement)?.met()),
            None => Ok(false),
        }
    }
}

fn ends(machine: &Machine, way: &Transition, outcome: Outcome) -> bool {
    machine.stage(&way.to).is_some_and(|stage| stage.outcome == Some(outcome))
}

fn wanted(machine: &Machine, step: &Step) -> String {
    match step {
        Step::Forward => "→".into(),
        Step::Done => "done".into(),
        Step::Cancel => "cancel".into(),
        Step::Transition(id) => id.clone(),
        Step::To(name) => machine.stage_named(name).map_or_else(|| name.clone(), |stage| stage.id.clone()),
    }
}
