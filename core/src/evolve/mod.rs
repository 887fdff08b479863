//! Facts become rows: one match, and nothing but the event and the rows it touches.
//!
//! No script runs here, nothing is solved, no clock is read. So recovery, `--as-of`, simulation, undo and a replica
//! are the same fold.

mod metrics;
mod pair;
mod people;
mod programme;
mod task;
mod work;

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::event::{Entry, Event, Recorded};
use crate::ids::{PartyId, Subject};
use crate::message::{Category, OptOut};
use crate::state::{
    Counters, Document, Instance, Key, Kind, Moved, Outcome, Party, Plan, PublishedSet, Row, School, Step,
    Tally, Texts,
};
use crate::vault::{Sealed, VaultKey};
use crate::view::{Change, Head, Memory, Read, View, ViewError};

/// The changes that an event makes to the rows it finds.
///
/// # Errors
/// Only what the view itself says; an event about a thing that is not there changes nothing.
pub fn evolve(view: &dyn View, recorded: &Recorded) -> Result<Vec<Change>, ViewError> {
    let mut work = Work { view, rows: BTreeMap::new(), recorded };
    work.apply()?;
    let changes = work.rows.into_iter().map(|(key, row)| match row {
        Some(row) => Change::Put(*row),
        None => Change::Delete(key),
    });
    Ok(changes.collect())
}

/// Folds events onto rows in memory: how a state of another day is built.
///
/// # Errors
/// What [`evolve`] says.
pub fn fold<'a>(
    memory: &mut Memory,
    events: impl IntoIterator<Item = &'a Recorded>,
) -> Result<(), ViewError> {
    for recorded in events {
        let changes = evolve(memory, recorded)?;
        memory.apply(changes, head_after(recorded));
    }
    Ok(())
}

/// The end of the journal once this event is its last.
pub fn head_after(recorded: &Recorded) -> Head {
    Head { seq: recorded.seq, hash: recorded.hash(), recorded: recorded.recorded }
}

/// One event at work: rows are read once and written once.
struct Work<'a> {
    view: &'a dyn View,
    // A row is large: the map holds it apart from its nodes.
    rows: BTreeMap<Key, Option<Box<Row>>>,
    recorded: &'a Recorded,
}

macro_rules! edit {
    ($($name:ident: $variant:ident($row:ty), $id:ty;)*) => {$(
        /// Changes a row where it stands; a row that is not there stays absent.
        fn $name(&mut self, id: $id, change: impl FnOnce(&mut $row)) -> Result<(), ViewError> {
            let key = Key::of(Kind::$variant, id.0);
            if let Some(Row::$variant(mut row)) = self.get(key)? {
                change(&mut row);
                self.put(Row::$variant(row));
            }
            Ok(())
        }
    )*};
}

impl Work<'_> {
    fn get(&self, key: Key) -> Result<Option<Row>, ViewError> {
        match self.rows.get(&key) {
            Some(row) => Ok(row.as_deref().cloned()),
            None => self.view.get(key),
        }
    }

    fn put(&mut self, row: Row) {
        self.rows.insert(row.key(), Some(Box::new(row)));
    }

    fn delete(&mut self, key: Key) {
        self.rows.insert(key, None);
    }

    edit! {
        plan: Plan(crate::state::Plan), crate::ids::PlanId;
        party: Party(crate::state::Party), crate::ids::PartyId;
        programme: Programme(crate::state::Programme), crate::ids::ProgrammeId;
        exception: Exception(crate::state::Exception), crate::ids::ExceptionId;
        pair: Pair(crate::pairs::Pair), crate::ids::PairId;
        proposal: Proposal(crate::pairs::Proposal), crate::ids::ProposalId;
    }

    fn counters(&mut self, change: impl FnOnce(&mut Counters)) -> Result<(), ViewError> {
        let key = Key::of(Kind::Counters, 0);
        let mut counters = match self.get(key)? {
            Some(Row::Counters(counters)) => counters,
            _ => Counters::default(),
        };
        change(&mut counters);
        self.put(Row::Counters(counters));
        Ok(())
    }

    /// Takes a row out to be changed and put back.
    fn take(&mut self, key: Key) -> Result<Option<Row>, ViewError> {
        match self.rows.remove(&key) {
            Some(row) => Ok(row.map(|row| *row)),
            None => self.view.get(key),
        }
    }

    /// Remembers that a vault version is taken.
    fn sealed(&mut self, sealed: Option<&Sealed>) -> Result<(), ViewError> {
        let Some(Sealed { key: VaultKey { owner, version }, .. }) = sealed else { return Ok(()) };
        let before = match self.take(Key::texts(*owner))? {
            Some(Row::Texts(texts)) => texts.last,
            _ => 0,
        };
        self.put(Row::Texts(Texts { owner: *owner, last: before.max(*version) }));
        Ok(())
    }

    fn apply(&mut self) -> Result<(), ViewError> {
        let recorded = self.recorded;
        match &recorded.event {
            Event::SchoolAdded { name, zone } => {
                self.put(Row::School(School { name: name.clone(), zone: zone.clone() }));
                Ok(())
            }
            Event::SetPublished { .. } => self.set_published(&recorded.event),
            Event::PlanAdded { .. } | Event::PlanRevised { .. } => self.plan_event(&recorded.event),
            Event::PartyAdded { .. }
            | Event::PartyRewritten { .. }
            | Event::PartyMerged { .. }
            | Event::RoleHeld { .. } => self.party_event(&recorded.event),
            Event::TaskAdded { .. }
            | Event::TaskReworded { .. }
            | Event::TaskRetimed { .. }
            | Event::TaskAssigned { .. }
            | Event::TaskWithdrawn { .. }
            | Event::TaskRestored { .. }
            | Event::Rescheduled { .. } => self.task_event(&recorded.event),
            Event::StageEntered { .. }
            | Event::StepUndone { .. }
            | Event::VersionChanged { .. }
            | Event::StageRetimed { .. } => self.stage_event(&recorded.event),
            Event::EvidenceAdded { .. } | Event::NoteAdded { .. } => self.evidence_event(&recorded.event),
            Event::DocumentRegistered { document, kind, number, date, text, about } => {
                self.put(Row::Document(Document {
                    id: *document,
                    kind: kind.clone(),
                    number: number.clone(),
                    date: *date,
                    text: *text,
                    about: about.clone(),
                }));
                self.counters(|counters| counters.document = counters.document.max(document.0 + 1))?;
                self.sealed(text.as_ref())
            }
            Event::ProgrammeOpened { .. }
            | Event::CountReported { .. }
            | Event::ExceptionGranted { .. }
            | Event::ExceptionMet { .. }
            | Event::ExceptionAnnulled { .. } => self.programme_event(&recorded.event),
            Event::ParticipantEntered { .. }
            | Event::ParticipantCorrected { .. }
            | Event::ParticipantLeft { .. }
            | Event::ConsentGiven { .. }
            | Event::ConsentWithdrawn { .. }
            | Event::PartyErased { .. } => self.people_event(&recorded.event),
            // The keys stay, and rows hold keys; who compares digests reads the journal.
            Event::TextsRewritten { .. } => Ok(()),
            Event::ProposalMade(_)
            | Event::ProposalAccepted { .. }
            | Event::PairFormed { .. }
            | Event::WishChanged { .. } => self.pair_event(&recorded.event),
            Event::IndicatorsEvaluated(_)
            | Event::IndicatorsTabled(_)
            | Event::NoticesGiven { .. }
            | Event::NightRan(_) => self.metrics_event(&recorded.event),
            Event::MeetingAdded { .. }
            | Event::MeetingCorrected { .. }
            | Event::MeetingCancelled { .. }
            | Event::ItemAdded { .. }
            | Event::ItemChanged { .. } => self.work_event(&recorded.event),
            Event::CodeIssued { .. }
            | Event::SurveyFilled(_)
            | Event::SurveyJoined { .. }
            | Event::SurveyWithdrawn { .. }
            | Event::SwotAdded { .. }
            | Event::SwotDropped { .. }
            | Event::SchoolNumberTold { .. } => self.answers_event(&recorded.event),
            // What was sent and what failed is history: nothing is decided by it.
            Event::HookFailed(_) | Event::MessagesSettled { .. } => Ok(()),
            Event::OptOutChanged { party, categories } => {
                self.opted_out(*party, categories.iter().copied().collect());
                Ok(())
            }
            Event::BasisKept(basis) => {
                self.put(Row::Basis(basis.clone()));
                Ok(())
            }
        }
    }

    fn set_published(&mut self, event: &Event) -> Result<(), ViewError> {
        let Event::SetPublished { set, parts, machines, why } = event else { return Ok(()) };
        let mut versions = match self.get(Key::of(Kind::Set, 0))? {
            Some(Row::Set(before)) => before.versions,
            _ => BTreeMap::new(),
        };
        versions.extend(machines.iter().map(|machine| (machine.version, machine.source)));
        self.put(Row::Set(PublishedSet {
            digest: *set,
            parts: parts.clone(),
            since: self.recorded.effective,
            current: machines.iter().map(|machine| (machine.name.clone(), machine.version)).collect(),
            versions,
        }));
        self.sealed(why.as_ref())
    }

    fn plan_event(&mut self, event: &Event) -> Result<(), ViewError> {
        match event {
            Event::PlanAdded { plan, year, title, sections, groups, source } => {
                self.put(Row::Plan(Plan {
                    id: *plan,
                    year: *year,
                    title: title.clone(),
                    sections: sections.clone(),
                    groups: groups.clone(),
                    source: *source,
                }));
                self.put(Row::Tally(Arc::new(Tally { plan: *plan, counts: BTreeMap::new() })));
                self.counters(|counters| counters.plan = counters.plan.max(plan.0 + 1))
            }
            Event::PlanRevised { plan, title, sections, groups, source } => self.plan(*plan, |row| {
                row.title.clone_from(title);
                row.sections.clone_from(sections);
                row.groups.clone_from(groups);
                row.source = *source;
            }),
            _ => Ok(()),
        }
    }

    fn party_event(&mut self, event: &Event) -> Result<(), ViewError> {
        match event {
            Event::PartyAdded { party, kind, profile } => {
                let (id, kind) = (*party, *kind);
                self.put(Row::Party(Party {
                    id,
                    kind,
                    profile: Some(*profile),
                    held_by: None,
                    merged_into: None,
                }));
                self.counters(|counters| counters.party = counters.party.max(id.0 + 1))?;
                self.sealed(Some(profile))
            }
            Event::PartyRewritten { party, profile } => {
                self.party(*party, |row| row.profile = Some(*profile))?;
                self.sealed(Some(profile))
            }
            Event::PartyMerged { from, into } => self.merge(*from, *into),
            Event::RoleHeld { role, by } => self.party(*role, |row| row.held_by = *by),
            _ => Ok(()),
        }
    }

    /// Whatever `from` was responsible for, `into` is.
    fn merge(&mut self, from: PartyId, into: PartyId) -> Result<(), ViewError> {
        self.party(from, |row| row.merged_into = Some(into))?;
        self.merge_registries(from, into)?;
        self.merge_pairs(from, into)?;
        self.merge_work(from, into)?;
        self.merge_opt_outs(from, into)?;
        for mut task in self.view.tasks()? {
            if task.holders.contains(&from) {
                replace(&mut task.holders, from, into);
                self.put(Row::Task(Arc::new(task)));
            }
        }
        for mut party in self.view.parties()? {
            if party.held_by == Some(from) && party.id != from {
                party.held_by = Some(into);
                self.put(Row::Party(party));
            }
        }
        Ok(())
    }

    /// A row without categories is no row.
    fn opted_out(&mut self, party: PartyId, categories: BTreeSet<Category>) {
        match categories.is_empty() {
            true => self.delete(Key::of(Kind::OptOut, party.0)),
            false => self.put(Row::OptOut(OptOut { party, categories })),
        }
    }

    /// What either did not want to be told, the one that stays does not.
    fn merge_opt_outs(&mut self, from: PartyId, into: PartyId) -> Result<(), ViewError> {
        let Some(Row::OptOut(gone)) = self.get(Key::of(Kind::OptOut, from.0))? else { return Ok(()) };
        self.delete(Key::of(Kind::OptOut, from.0));
        let mut categories = gone.categories;
        if let Some(Row::OptOut(kept)) = self.get(Key::of(Kind::OptOut, into.0))? {
            categories.extend(kept.categories);
        }
        self.opted_out(into, categories);
        Ok(())
    }

    fn stage_event(&mut self, event: &Event) -> Result<(), ViewError> {
        let recorded = self.recorded;
        match event {
            Event::StageEntered { subject, to, outcome, due, reason, .. } => {
                let step =
                    Enter { to, outcome: *outcome, due: *due, seq: recorded.seq, on: recorded.effective };
                self.instance(*subject, |instance| step.enter(instance))?;
                self.sealed(reason.as_ref())
            }
            Event::StepUndone { subject, reason, .. } => {
                self.instance(*subject, leave)?;
                self.sealed(reason.as_ref())
            }
            Event::VersionChanged { subject, to, .. } => {
                self.instance(*subject, |instance| change_version(instance, to, recorded.seq))
            }
            Event::StageRetimed { subject, due } => self.instance(*subject, |instance| instance.due = *due),
            _ => Ok(()),
        }
    }

    /// Changes the instance of a subject and keeps the counts right.
    fn instance(&mut self, subject: Subject, change: impl FnOnce(&mut Instance)) -> Result<(), ViewError> {
        match subject {
            Subject::Occurrence(task, no) => self.occurrence(task, no, |row| change(&mut row.instance)),
            Subject::Programme(id) => self.programme(id, |row| change(&mut row.instance)),
            Subject::Pair(id) => {
                self.pair(id, |row| change(&mut row.instance))?;
                self.pair_work(id, |_| ())
            }
            _ => Ok(()),
        }
    }
}

/// A stage to be entered.
struct Enter<'a> {
    to: &'a str,
    outcome: Option<Outcome>,
    due: Option<chrono::NaiveDate>,
    seq: u64,
    on: chrono::NaiveDate,
}

impl Enter<'_> {
    fn enter(&self, instance: &mut Instance) {
        let left = Step {
            seq: self.seq,
            stage: core::mem::replace(&mut instance.stage, self.to.into()),
            since: core::mem::replace(&mut instance.since, self.on),
            due: core::mem::replace(&mut instance.due, self.due),
            outcome: core::mem::replace(&mut instance.outcome, self.outcome),
        };
        instance.trail.push(left);
    }
}

/// The thing stands where it stood, by another version's name; since when does not change.
fn change_version(instance: &mut Instance, to: &Entry, seq: u64) {
    instance.moved.push(Moved {
        seq,
        steps: u32::try_from(instance.trail.len()).unwrap_or(u32::MAX),
        workflow: core::mem::replace(&mut instance.workflow, to.workflow),
        stage: core::mem::replace(&mut instance.stage, to.stage.clone()),
        due: core::mem::replace(&mut instance.due, to.due),
    });
}

/// Back to where the thing stood before its last step, or before its last change of version where that came later.
fn leave(instance: &mut Instance) {
    if instance.just_moved().is_some() {
        if let Some(moved) = instance.moved.pop() {
            instance.workflow = moved.workflow;
            instance.stage = moved.stage;
            instance.due = moved.due;
        }
        return;
    }
    if let Some(step) = instance.trail.pop() {
        instance.stage = step.stage;
        instance.since = step.since;
        instance.due = step.due;
        instance.outcome = step.outcome;
    }
}

fn replace(holders: &mut Vec<PartyId>, from: PartyId, into: PartyId) {
    let had = holders.contains(&into);
    holders.retain(|holder| *holder != from || !had);
    for holder in holders.iter_mut().filter(|holder| **holder == from) {
        *holder = into;
    }
}
