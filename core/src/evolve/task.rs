//! Tasks and their occurrences.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use chrono::NaiveDate;

use super::Work;
use crate::event::{Entry, Event, Move, Slot};
use crate::ids::{Subject, TaskId};
use crate::state::{Evidence, Field, Instance, Key, Kind, Occurrence, Row, Tally, Task};
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
        self.put(Row::Task(Task {
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
        }));
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
            if let Some(Row::Occurrence(mut row)) = self.get(Key::occurrence(*task, *no))? {
                self.count(&row, -1)?;
                row.dropped = true;
                self.put(Row::Occurrence(row));
            }
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
                instance: Instance {
                    workflow: entry.workflow,
                    stage: entry.stage.clone(),
                    since: self.recorded.effective,
                    due: entry.due,
                    outcome: None,
                    trail: Vec::new(),
                },
                evidence: Vec::new(),
                postponed: 0,
                dropped: false,
            };
            self.count(&row, 1)?;
            self.put(Row::Occurrence(row));
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
        let Some(Row::Occurrence(mut row)) = self.get(Key::occurrence(task, no))? else { return Ok(()) };
        if how == Move::Postponed {
            row.planned_to = row.planned_to.or(row.to);
            row.postponed += 1;
        }
        (row.from, row.to) = term;
        self.put(Row::Occurrence(row));
        Ok(())
    }

    /// Changes a task in a way that may move its occurrences to another count.
    fn reworded(&mut self, id: TaskId, change: impl FnOnce(&mut Task)) -> Result<(), ViewError> {
        let rows = self.occurrences(id)?;
        for row in &rows {
            self.count(row, -1)?;
        }
        self.task(id, change)?;
        for row in &rows {
            self.count(row, 1)?;
        }
        Ok(())
    }

    fn occurrences(&self, task: TaskId) -> Result<Vec<Occurrence>, ViewError> {
        let Some(Row::Task(row)) = self.get(Key::of(Kind::Task, task.0))? else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        for no in 1..=row.occurrences {
            if let Some(Row::Occurrence(row)) = self.get(Key::occurrence(task, no))? {
                found.push(row);
            }
        }
        Ok(found)
    }

    /// Adds to the count of occurrences in this one's section and stage. Dropped and withdrawn ones are not counted.
    pub(super) fn count(&mut self, row: &Occurrence, by: i32) -> Result<(), ViewError> {
        let Some(Row::Task(task)) = self.get(Key::of(Kind::Task, row.task.0))? else { return Ok(()) };
        if row.dropped || task.withdrawn {
            return Ok(());
        }
        let key = Key::of(Kind::Tally, task.plan.0);
        let mut tally = match self.get(key)? {
            Some(Row::Tally(tally)) => tally,
            _ => Tally { plan: task.plan, counts: Default::default() },
        };
        let at = (task.wording.section.clone(), row.instance.stage.clone());
        let count = tally.counts.entry(at.clone()).or_default();
        *count = count.saturating_add_signed(by);
        if *count == 0 {
            tally.counts.remove(&at);
        }
        self.put(Row::Tally(tally));
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
                            row.evidence.push(evidence);
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
