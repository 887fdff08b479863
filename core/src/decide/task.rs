//! Tasks by hand: adding, editing, assigning, dating, proving, noting.

use alloc::collections::BTreeSet;
use alloc::string::ToString;
use alloc::vec::Vec;

use chrono::NaiveDate;

use super::{Act, Desk, Problem, Remedy, Unmet};
use crate::command::{Created, DocumentDraft, Holder, NewTask, TaskEdit};
use crate::event::{Entry, Event, Move, Slot};
use crate::ids::{PlanId, Subject, TaskId};
use crate::schedule::{Deadline, PlanYear};
use crate::state::{Field, Occurrence, Origin, Plan, Task};
use crate::view::Read;

impl Desk<'_> {
    pub(super) fn add_plan(&mut self, year: PlanYear, title: &str) -> Act {
        if let Some(plan) = self.overlay.plans()?.into_iter().find(|plan| plan.year == year) {
            return self.refuse(Unmet::of(Problem::PlanExists { plan: plan.id }));
        }
        let plan = PlanId(self.overlay.counters()?.plan);
        self.emit(Event::PlanAdded {
            plan,
            year,
            title: title.into(),
            sections: Vec::new(),
            groups: Vec::new(),
            source: None,
        })?;
        self.created.push(Created::Plan(plan));
        Ok(())
    }

    pub(super) fn plan_of(&mut self, id: PlanId) -> Act<Plan> {
        match self.overlay.plan(id)? {
            Some(plan) => Ok(plan),
            None => self.refuse(Unmet::of(Problem::NotFound { what: Subject::Plan(id) })),
        }
    }

    pub(super) fn task_of(&mut self, id: TaskId) -> Act<Task> {
        match self.overlay.task(id)? {
            Some(task) => Ok(task),
            None => self.refuse(Unmet::of(Problem::NotFound { what: Subject::Task(id) })),
        }
    }

    /// Where a new occurrence stands: at the beginning of the workflow of tasks.
    pub(super) fn task_entry(&mut self) -> Act<Entry> {
        match self.rules.current("task") {
            Some(machine) => Ok(Entry { workflow: machine.hash, stage: machine.initial.clone(), due: None }),
            None => {
                let known = self.workflow_names();
                self.refuse(Unmet::of(Problem::NoWorkflow { name: "task".into(), known }))
            }
        }
    }

    pub(super) fn add_task(&mut self, plan: PlanId, task: &NewTask, origin: Origin) -> Act<TaskId> {
        let plan = self.plan_of(plan)?;
        if origin == Origin::Manual
            && let Some(taken) = self.number_taken(plan.id, &task.wording.number, None)?
        {
            let number = task.wording.number.clone();
            return self.refuse(Unmet::of(Problem::NumberTaken { number, task: taken }));
        }
        let id = TaskId(self.overlay.counters()?.task);
        let entry = self.task_entry()?;
        let holders = self.holders(&task.holders)?;
        self.emit(Event::TaskAdded {
            task: id,
            plan: plan.id,
            wording: task.wording.clone(),
            deadline: task.deadline.clone(),
            tags: task.tags.clone(),
            holders,
            origin,
            entry,
            slots: self.slots(&task.deadline, plan.year, 0),
        })?;
        self.created.push(Created::Task(id));
        Ok(id)
    }

    /// The occurrences to track, numbered on from `last` while there are numbers. What cannot be dated is one
    /// occurrence without a term.
    pub(super) fn slots(&self, deadline: &Deadline, year: PlanYear, last: u16) -> Vec<Slot> {
        let mut slots = Vec::new();
        for (found, no) in deadline.schedule(year, &self.rules.calendar).into_iter().zip(after(last)) {
            slots.push(Slot { no, key: found.key, from: found.from, to: found.to });
        }
        if slots.is_empty() {
            let undated = after(last).next();
            slots.extend(undated.map(|no| Slot { no, key: Default::default(), from: None, to: None }));
        }
        slots
    }

    pub(super) fn edit_task(&mut self, id: TaskId, edit: &TaskEdit) -> Act {
        let task = self.task_of(id)?;
        let (mut wording, mut by_hand) = (task.wording.clone(), BTreeSet::new());
        for (field, new, old) in [
            (Field::Number, &edit.number, &mut wording.number),
            (Field::Title, &edit.title, &mut wording.title),
            (Field::Result, &edit.result, &mut wording.result),
        ] {
            if let Some(new) = new.as_ref().filter(|new| *new != old) {
                old.clone_from(new);
                by_hand.insert(field);
            }
        }
        if by_hand.contains(&Field::Number) {
            self.check_number(&task, &wording.number)?;
        }
        let tags = edit.tags.clone().unwrap_or_else(|| task.tags.clone());
        if tags != task.tags {
            by_hand.insert(Field::Tags);
        }
        if !by_hand.is_empty() {
            self.emit(Event::TaskReworded { task: id, wording, tags, by_hand })?;
        }
        match &edit.term {
            Some((phrase, deadline)) => self.retime(&task, phrase, deadline, true),
            None => Ok(()),
        }
    }

    fn check_number(&mut self, task: &Task, number: &str) -> Act {
        match self.number_taken(task.plan, number, Some(task.id))? {
            Some(taken) => {
                self.refuse(Unmet::of(Problem::NumberTaken { number: number.to_string(), task: taken }))
            }
            None => Ok(()),
        }
    }

    /// Gives a task another deadline. Occurrences of the same days stay with all that happened in them; others are
    /// dropped unless something happened in them.
    pub(super) fn retime(&mut self, task: &Task, phrase: &str, deadline: &Deadline, by_hand: bool) -> Act {
        let plan = self.plan_of(task.plan)?;
        let wanted = self.slots(deadline, plan.year, task.occurrences);
        let mut standing = self.overlay.occurrences(Some(task.id))?;
        standing.retain(|occurrence| !occurrence.dropped);
        let kept = |slot: &Slot| standing.iter().any(|found| same_term(found, slot));
        let dropped: Vec<u16> = standing
            .iter()
            .filter(|found| untouched(found) && !wanted.iter().any(|slot| same_term(found, slot)))
            .map(|found| found.no)
            .collect();
        let mut added: Vec<Slot> = wanted.iter().filter(|slot| !kept(slot)).cloned().collect();
        for (slot, no) in added.iter_mut().zip(after(task.occurrences)) {
            slot.no = no;
        }
        if added.is_empty()
            && dropped.is_empty()
            && phrase == task.wording.phrase
            && *deadline == task.deadline
        {
            return Ok(());
        }
        let entry = self.task_entry()?;
        self.emit(Event::TaskRetimed {
            task: task.id,
            phrase: phrase.into(),
            deadline: deadline.clone(),
            entry,
            added,
            dropped,
            by_hand,
        })
    }

    pub(super) fn assign_task(&mut self, id: TaskId, holders: &[Holder]) -> Act {
        let task = self.task_of(id)?;
        let holders = self.holders(holders)?;
        if holders == task.holders {
            return Ok(());
        }
        self.emit(Event::TaskAssigned { task: id, holders, by_hand: true })
    }

    pub(super) fn reschedule(
        &mut self,
        (task, no): (TaskId, u16),
        (from, to): (Option<NaiveDate>, Option<NaiveDate>),
        reason: Option<&str>,
        postpone: bool,
    ) -> Act {
        let subject = Subject::Occurrence(task, no);
        let Some(row) = self.overlay.occurrence(task, no)? else {
            return self.refuse(Unmet::of(Problem::NotFound { what: subject }));
        };
        let refused_before = self.unmet.len();
        if let Some((from, to)) = from.zip(to).filter(|(from, to)| from > to) {
            self.unmet.push(Unmet::of(Problem::TermReversed { from, to }).about(subject));
        }
        if postpone && reason.is_none_or(|reason| reason.trim().is_empty()) {
            self.unmet.push(Unmet::of(Problem::ReasonNeeded).about(subject).remedy(Remedy::GiveReason));
        }
        if let Some((old, new)) = row.to.zip(to).filter(|(old, new)| postpone && new <= old) {
            self.unmet.push(Unmet::of(Problem::NotLater { from: old, to: new }).about(subject));
        }
        if self.unmet.len() > refused_before {
            return Err(super::Stop::Refused);
        }
        if (row.from, row.to) == (from, to) {
            return Ok(());
        }
        let reason = self.seal_text(subject, reason)?;
        let how = if postpone { Move::Postponed } else { Move::Scheduled };
        self.emit(Event::Rescheduled { task, no, from, to, how, reason })
    }

    /// Puts the term back that stood before the last change.
    pub(super) fn restore_term(
        &mut self,
        (task, no): (TaskId, u16),
        now: (Option<NaiveDate>, Option<NaiveDate>),
        (from, to): (Option<NaiveDate>, Option<NaiveDate>),
        postponed: bool,
        reason: Option<&str>,
    ) -> Act {
        let subject = Subject::Occurrence(task, no);
        let Some(row) = self.overlay.occurrence(task, no)? else {
            return self.refuse(Unmet::of(Problem::NotFound { what: subject }));
        };
        if (row.from, row.to) != now || postponed && row.postponed == 0 {
            return self.refuse(Unmet::of(Problem::NothingToUndo).about(subject));
        }
        let reason = self.seal_text(subject, reason)?;
        self.emit(Event::Rescheduled { task, no, from, to, how: Move::TakenBack { postponed }, reason })
    }

    pub(super) fn add_evidence(
        &mut self,
        subject: Subject,
        kind: &str,
        document: Option<&DocumentDraft>,
        text: Option<&str>,
    ) -> Act {
        let have = match subject {
            Subject::Occurrence(task, no) => self.overlay.occurrence(task, no)?.map(|row| row.evidence.len()),
            Subject::Programme(id) => self.overlay.programme(id)?.map(|row| row.evidence.len()),
            Subject::Pair(id) => self.overlay.pair(id)?.map(|row| row.evidence.len()),
            _ => None,
        };
        let Some(have) = have else {
            return self.refuse(Unmet::of(Problem::NotFound { what: subject }));
        };
        let document = match document {
            Some(draft) => Some(self.register_once(draft)?),
            None => None,
        };
        let text = self.seal_text(subject, text)?;
        self.emit(Event::EvidenceAdded { subject, no: have as u32 + 1, kind: kind.into(), document, text })
    }

    /// One order proves many tasks: within the register a document of the same kind, number and date is the same.
    fn register_once(&mut self, draft: &DocumentDraft) -> Act<crate::ids::DocumentId> {
        let same = self.overlay.documents()?.into_iter().find(|known| {
            draft.number.is_some()
                && known.kind == draft.kind
                && known.number == draft.number
                && known.date == draft.date
        });
        match same {
            Some(known) => Ok(known.id),
            None => self.register(draft),
        }
    }

    pub(super) fn add_note(&mut self, subject: Subject, text: &str) -> Act {
        match self.seal_text(subject, Some(text))? {
            Some(text) => self.emit(Event::NoteAdded { subject, text }),
            None => self.refuse(Unmet::of(Problem::NoName).about(subject)),
        }
    }
}

/// The numbers after this one, of which there may be none.
fn after(last: u16) -> impl Iterator<Item = u16> {
    (last..=u16::MAX).skip(1)
}

fn same_term(found: &Occurrence, slot: &Slot) -> bool {
    let planned = found.planned_to.or(found.to);
    found.from == slot.from && planned == slot.to
}

/// Whether nothing ever happened in it.
fn untouched(found: &Occurrence) -> bool {
    found.instance.trail.is_empty() && found.evidence.is_empty() && found.postponed == 0
}
