//! Tasks and their occurrences.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use chrono::NaiveDate;

use super::Work;
use crate::digest::Digest;
use crate::event::{Entry, Event, Move, Slot};
use crate::ids::{PlanId, Subject, TaskId};
use crate::state::{Agenda, Evidence, Field, Instance, Key, Kind, Occurrence, Place, Row, Tally, Task};
use crate::view::ViewError;

impl Work<'_> {
    pub(super) fn task_event(&mut self, event: &Event) -> Result<(), ViewError> {
        match event {
            Event::TaskAdded { .. } => self.task_added(event),
            Event::TaskReworded { task, wording, tags, by_hand } => self.reworded(*task, |row| {
                row.wording.clone_from(wording);
                row.tags.clone_from(tags);
                row.edited.extend(by_hand.iter().copied());
            }),
            Event::TaskRetimed { .. } => self.task_retimed(event),
            Event::TaskAssigned { task, holders, by_hand } => self.task(*task, |row| {
                row.holders.clone_from(holders);
                if *by_hand {
                    row.edited.insert(Field::Holders);
                }
            }),
            Event::TaskWithdrawn { task } => self.reworded(*task, |row| row.withdrawn = true),
            Event::TaskRestored { task } => self.reworded(*task, |row| row.withdrawn = false),
            Event::Rescheduled { task, no, from, to, how, reason } => {
                self.rescheduled(*task, *no, (*from, *to), *how)?;
                self.sealed(reason.as_ref())
            }
            _ => Ok(()),
        }
    }

    fn task_added(&mut self, event: &Event) -> Result<(), ViewError> {
        let Event::TaskAdded { task, plan, wording, deadline, tags, holders, origin, entry, slots } = event
        else {
            return Ok(());
        };
        let (id, plan) = (*task, *plan);
        self.put(Row::Task(Arc::new(Task {
            id,
            plan,
            wording: wording.clone(),
            deadline: deadline.clone(),
            tags: tags.clone(),
            holders: holders.clone(),
            origin: *origin,
            edited: BTreeSet::new(),
            occurrences: 0,
            withdrawn: false,
        })));
        self.counters(|counters| counters.task = counters.task.max(id.0 + 1))?;
        self.add_slots(id, entry, slots)
    }

    fn task_retimed(&mut self, event: &Event) -> Result<(), ViewError> {
        let Event::TaskRetimed { task, phrase, deadline, entry, added, dropped, by_hand } = event else {
            return Ok(());
        };
        self.task(*task, |row| {
            row.wording.phrase.clone_from(phrase);
            row.deadline = deadline.clone();
            if *by_hand {
                row.edited.insert(Field::Deadline);
            }
        })?;
        for no in dropped {
            self.occurrence(*task, *no, |row| row.dropped = true)?;
        }
        self.add_slots(*task, entry, added)
    }

    fn add_slots(&mut self, task: TaskId, entry: &Entry, slots: &[Slot]) -> Result<(), ViewError> {
        for slot in slots {
            let row = Occurrence {
                task,
                no: slot.no,
                key: slot.key.clone(),
                from: slot.from,
                to: slot.to,
                planned_to: None,
                instance: Instance::begun(entry, self.recorded.effective),
                evidence: Vec::new(),
                postponed: 0,
                dropped: false,
            };
            self.recount(task, None, Counted::of(&row))?;
            self.put(Row::Occurrence(Arc::new(row)));
        }
        let last = slots.iter().map(|slot| slot.no).max().unwrap_or(0);
        self.task(task, |row| row.occurrences = row.occurrences.max(last))
    }

    fn rescheduled(
        &mut self,
        task: TaskId,
        no: u16,
        term: (Option<NaiveDate>, Option<NaiveDate>),
        how: Move,
    ) -> Result<(), ViewError> {
        self.occurrence(task, no, |row| {
            match how {
                Move::Postponed => {
                    row.planned_to = row.planned_to.or(row.to);
                    row.postponed = row.postponed.saturating_add(1);
                }
                Move::TakenBack { postponed: true } => {
                    row.postponed = row.postponed.saturating_sub(1);
                    row.planned_to = row.planned_to.filter(|_| row.postponed > 0);
                }
                Move::Scheduled | Move::TakenBack { postponed: false } => {}
            }
            (row.from, row.to) = term;
        })
    }

    /// Changes an occurrence and keeps the counts right; one that is not there stays absent.
    pub(super) fn occurrence(
        &mut self,
        task: TaskId,
        no: u16,
        change: impl FnOnce(&mut Occurrence),
    ) -> Result<(), ViewError> {
        if let Some(Row::Occurrence(mut row)) = self.take(Key::occurrence(task, no))? {
            let before = Counted::of(&row);
            change(Arc::make_mut(&mut row));
            self.recount(task, before, Counted::of(&row))?;
            self.put(Row::Occurrence(row));
        }
        Ok(())
    }

    /// Changes a task where it stands; one that is not there stays absent.
    fn task(&mut self, id: TaskId, change: impl FnOnce(&mut Task)) -> Result<(), ViewError> {
        if let Some(Row::Task(mut row)) = self.take(Key::of(Kind::Task, id.0))? {
            change(Arc::make_mut(&mut row));
            self.put(Row::Task(row));
        }
        Ok(())
    }

    /// Changes a task in a way that may move its occurrences to another count.
    fn reworded(&mut self, id: TaskId, change: impl FnOnce(&mut Task)) -> Result<(), ViewError> {
        let rows = self.occurrences(id)?;
        for row in &rows {
            self.recount(id, Counted::of(row), None)?;
        }
        self.task(id, change)?;
        for row in &rows {
            self.recount(id, None, Counted::of(row))?;
        }
        Ok(())
    }

    fn occurrences(&self, task: TaskId) -> Result<Vec<Arc<Occurrence>>, ViewError> {
        let Some(Row::Task(row)) = self.get(Key::of(Kind::Task, task.0))? else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        for no in 1..=row.occurrences {
            if let Some(Row::Occurrence(row)) = self.get(Key::occurrence(task, no))? {
                found.push(row);
            }
        }
        Ok(found)
    }

    /// Moves an occurrence from one count to another. Those of withdrawn tasks are not counted.
    fn recount(
        &mut self,
        task: TaskId,
        before: Option<Counted>,
        after: Option<Counted>,
    ) -> Result<(), ViewError> {
        if before == after {
            return Ok(());
        }
        let Some(Row::Task(task)) = self.get(Key::of(Kind::Task, task.0))? else { return Ok(()) };
        if task.withdrawn {
            return Ok(());
        }
        let (plan, section) = (task.plan, &task.wording.section);
        let day = |counted: &Option<Counted>| counted.as_ref().and_then(|counted| counted.day);
        if day(&before) != day(&after) {
            self.move_term(plan, section, day(&before), -1)?;
            self.move_term(plan, section, day(&after), 1)?;
        }
        let mut tally = match self.take(Key::of(Kind::Tally, plan.0))? {
            Some(Row::Tally(tally)) => tally,
            _ => Arc::new(Tally { plan, counts: Default::default() }),
        };
        let counts = &mut Arc::make_mut(&mut tally).counts;
        for (counted, by) in [(before, -1), (after, 1)] {
            if let Some(Counted { stage, workflow, .. }) = counted {
                add(counts, Place { section: section.clone(), stage, workflow }, by);
            }
        }
        self.put(Row::Tally(tally));
        Ok(())
    }

    fn move_term(
        &mut self,
        plan: PlanId,
        section: &str,
        day: Option<NaiveDate>,
        by: i32,
    ) -> Result<(), ViewError> {
        let Some(day) = day else { return Ok(()) };
        let key = Key::agenda(plan, day);
        let mut agenda = match self.take(key)? {
            Some(Row::Agenda(agenda)) => agenda,
            _ => Agenda { plan, day, open: Default::default() },
        };
        add(&mut agenda.open, section.into(), by);
        match agenda.open.is_empty() {
            true => self.delete(key),
            false => self.put(Row::Agenda(agenda)),
        }
        Ok(())
    }

    pub(super) fn evidence_event(&mut self, event: &Event) -> Result<(), ViewError> {
        match event {
            Event::EvidenceAdded { subject, no, kind, document, text } => {
                let on = self.recorded.effective;
                let evidence = Evidence { no: *no, kind: kind.clone(), on, document: *document, text: *text };
                match *subject {
                    Subject::Occurrence(task, no) => {
                        if let Some(Row::Occurrence(mut row)) = self.get(Key::occurrence(task, no))? {
                            Arc::make_mut(&mut row).evidence.push(evidence);
                            self.put(Row::Occurrence(row));
                        }
                    }
                    Subject::Programme(id) => self.programme(id, |row| row.evidence.push(evidence))?,
                    Subject::Pair(id) => self.pair(id, |row| row.evidence.push(evidence))?,
                    _ => {}
                }
                self.sealed(text.as_ref())
            }
            Event::NoteAdded { text, .. } => self.sealed(Some(text)),
            _ => Ok(()),
        }
    }
}

/// What of an occurrence is counted.
#[derive(PartialEq)]
struct Counted {
    stage: String,
    workflow: Digest,
    /// Its last day while it is open.
    day: Option<NaiveDate>,
}

impl Counted {
    /// Dropped ones are not.
    fn of(row: &Occurrence) -> Option<Self> {
        let Instance { stage, workflow, .. } = &row.instance;
        let day = row.to.filter(|_| row.is_open());
        (!row.dropped).then(|| Self { stage: stage.clone(), workflow: *workflow, day })
    }
}

/// Adds to a count; one that comes to nothing is taken out.
fn add<K: Ord>(counts: &mut BTreeMap<K, u32>, at: K, by: i32) {
    match counts.get_mut(&at) {
        Some(count) => {
            *count = count.saturating_add_signed(by);
            if *count == 0 {
                counts.remove(&at);
            }
        }
        None if by > 0 => drop(counts.insert(at, by.unsigned_abs())),
        None => {}
    }
}
