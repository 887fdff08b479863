//! A plan from its document, and what a corrected document changes.
//!
//! Tasks are recognised by number and title together, then by title, then by number, so that a corrected file keeps
//! the progress of what it renumbers or rewords. What was changed by hand is not changed back.

use alloc::collections::{BTreeMap, BTreeSet, VecDeque};
use alloc::vec::Vec;

use super::{Act, Desk};
use crate::command::{Created, NewTask, PlanImport};
use crate::event::Event;
use crate::ids::{PlanId, TaskId};
use crate::schedule::Deadline;
use crate::state::{Field, Origin, Plan, Task, Wording};
use crate::view::Read;

/// What an import changes, for a person to see before it happens.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Difference {
    /// Tasks that are new.
    pub added: Vec<Wording>,
    /// Tasks that the document no longer has.
    pub removed: Vec<Wording>,
    /// Tasks that are otherwise.
    pub changed: Vec<TaskChange>,
}

/// One task that is otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskChange {
    /// Which.
    pub task: TaskId,
    /// What it said.
    pub before: Wording,
    /// What it says.
    pub after: Wording,
    /// Whether others are responsible.
    pub holders: bool,
    /// Whether it serves other purposes.
    pub tags: bool,
    /// How the same words are understood now, where the school's calendar knows more than it did.
    pub dated: Option<Deadline>,
}

impl Difference {
    /// What the events of an import mean, given the tasks before it.
    pub fn of(before: &[Task], events: &[crate::event::Recorded]) -> Self {
        let known: BTreeMap<TaskId, &Task> = before.iter().map(|task| (task.id, task)).collect();
        let mut changed: BTreeMap<TaskId, TaskChange> = BTreeMap::new();
        let mut difference = Self::default();
        for recorded in events {
            let (id, edit): (TaskId, &dyn Fn(&mut TaskChange)) = match &recorded.event {
                Event::TaskAdded { wording, .. } => {
                    difference.added.push(wording.clone());
                    continue;
                }
                Event::TaskWithdrawn { task } => {
                    difference.removed.extend(known.get(task).map(|task| task.wording.clone()));
                    continue;
                }
                Event::TaskReworded { task, wording, tags, .. } => (*task, &|change| {
                    change.tags = known.get(task).is_some_and(|before| before.tags != *tags);
                    let phrase = core::mem::take(&mut change.after.phrase);
                    change.after = Wording { phrase, ..wording.clone() };
                }),
                Event::TaskRetimed { task, phrase, deadline, .. } => (*task, &|change| {
                    change.dated = (change.before.phrase == *phrase).then(|| deadline.clone());
                    change.after.phrase.clone_from(phrase);
                }),
                Event::TaskAssigned { task, .. } => (*task, &|change| change.holders = true),
                Event::TaskRestored { task } => (*task, &|_| ()),
                _ => continue,
            };
            if let Some(task) = known.get(&id) {
                edit(changed.entry(id).or_insert_with(|| TaskChange {
                    task: id,
                    before: task.wording.clone(),
                    after: task.wording.clone(),
                    holders: false,
                    tags: false,
                    dated: None,
                }));
            }
        }
        difference.changed = changed.into_values().collect();
        difference
    }

    /// Whether nothing is otherwise.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.changed.is_empty()
    }
}

impl Desk<'_> {
    pub(super) fn import_plan(&mut self, import: &PlanImport) -> Act {
        let known = self.overlay.plans()?.into_iter().find(|plan| plan.year == import.year);
        match known {
            None => self.import_new(import),
            Some(plan) => self.import_again(&plan, import),
        }
    }

    fn import_new(&mut self, import: &PlanImport) -> Act {
        let plan = PlanId(self.overlay.counters()?.plan);
        self.emit(Event::PlanAdded {
            plan,
            year: import.year,
            title: import.title.clone(),
            sections: import.sections.clone(),
            groups: import.groups.clone(),
            source: Some(import.source),
        })?;
        self.created.push(Created::Plan(plan));
        for task in &import.tasks {
            self.add_task(plan, task, Origin::Imported)?;
        }
        Ok(())
    }

    fn import_again(&mut self, plan: &Plan, import: &PlanImport) -> Act {
        let mut known = self.overlay.tasks()?;
        known.retain(|task| task.plan == plan.id);
        let pairs = recognise(&known, &import.tasks);
        let before = self.events.len();
        let mut found = BTreeSet::new();
        for (task, pair) in import.tasks.iter().zip(&pairs) {
            match pair {
                Some(index) => {
                    found.insert(*index);
                    self.correct(&known[*index], task)?;
                }
                None => drop(self.add_task(plan.id, task, Origin::Imported)?),
            }
        }
        for (index, task) in known.iter().enumerate() {
            if task.origin == Origin::Imported && !task.withdrawn && !found.contains(&index) {
                self.emit(Event::TaskWithdrawn { task: task.id })?;
            }
        }
        // A table alone, without the document around it, has no title.
        let title = if import.title.is_empty() { &plan.title } else { &import.title };
        let heading_changed =
            plan.title != *title || plan.sections != import.sections || plan.groups != import.groups;
        // Another carrier of the same table is no news.
        if heading_changed || self.events.len() > before {
            self.emit(Event::PlanRevised {
                plan: plan.id,
                title: title.clone(),
                sections: import.sections.clone(),
                groups: import.groups.clone(),
                source: Some(import.source),
            })?;
        }
        Ok(())
    }

    /// Brings one known task in line with the document, but for what was changed by hand.
    fn correct(&mut self, known: &Task, new: &NewTask) -> Act {
        if known.withdrawn {
            self.emit(Event::TaskRestored { task: known.id })?;
        }
        let by_hand = |field: Field| known.edited.contains(&field);
        let mut wording = new.wording.clone();
        wording.phrase.clone_from(&known.wording.phrase);
        if by_hand(Field::Number) {
            wording.number.clone_from(&known.wording.number);
        }
        if by_hand(Field::Title) {
            wording.title.clone_from(&known.wording.title);
        }
        if by_hand(Field::Result) {
            wording.result.clone_from(&known.wording.result);
        }
        let tags = if by_hand(Field::Tags) { known.tags.clone() } else { new.tags.clone() };
        if wording != known.wording || tags != known.tags {
            self.emit(Event::TaskReworded { task: known.id, wording, tags, by_hand: BTreeSet::new() })?;
        }
        if !by_hand(Field::Deadline)
            && (new.wording.phrase != known.wording.phrase || self.can_be_dated(known, new)?)
        {
            self.retime(known, &new.wording.phrase, &new.deadline, false)?;
        }
        if !by_hand(Field::Holders) {
            let holders = self.holders(&new.holders)?;
            if holders != self.standing_holders(known)? {
                self.emit(Event::TaskAssigned { task: known.id, holders, by_hand: false })?;
            }
        }
        Ok(())
    }

    /// Whether the words, which say the same as before, name days by now: of a quarter that the school's calendar did
    /// not know. Days that somebody gave by hand stay.
    fn can_be_dated(&mut self, known: &Task, new: &NewTask) -> Act<bool> {
        if !known.deadline.occurrences.is_empty() || new.deadline.occurrences.is_empty() {
            return Ok(false);
        }
        let standing = self.overlay.occurrences(Some(known.id))?;
        Ok(standing.iter().all(|occurrence| occurrence.to.is_none()))
    }

    fn standing_holders(&mut self, task: &Task) -> Act<Vec<crate::ids::PartyId>> {
        let mut standing = Vec::with_capacity(task.holders.len());
        for holder in &task.holders {
            standing.push(self.overlay.standing(*holder)?);
        }
        Ok(standing)
    }
}

/// For each new task the index of the known one it is.
pub(super) fn recognise(known: &[Task], new: &[NewTask]) -> Vec<Option<usize>> {
    type Sign = fn(&Wording) -> (&str, &str);
    let signs: [Sign; 3] = [
        |wording| (&wording.number, &wording.title),
        |wording| ("", &wording.title),
        |wording| (&wording.number, ""),
    ];
    let mut pairs: Vec<Option<usize>> = alloc::vec![None; new.len()];
    let mut taken = alloc::vec![false; known.len()];
    for sign in signs {
        let mut free: BTreeMap<(&str, &str), VecDeque<usize>> = BTreeMap::new();
        for (index, task) in known.iter().enumerate() {
            if !taken[index] && task.origin == Origin::Imported {
                free.entry(sign(&task.wording)).or_default().push_back(index);
            }
        }
        for (task, pair) in new.iter().zip(pairs.iter_mut()).filter(|(_, pair)| pair.is_none()) {
            *pair = free.get_mut(&sign(&task.wording)).and_then(VecDeque::pop_front);
            if let Some(index) = pair {
                taken[*index] = true;
            }
        }
    }
    pairs
}
