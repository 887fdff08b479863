//! A plan, its tasks and their occurrences, with the counts that are kept of them.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Evidence, Instance};
use crate::digest::Digest;
use crate::ids::{PartyId, PlanId, TaskId};
use crate::schedule::{Deadline, PlanYear};
use crate::workflow::Outcome;

/// A part of a roadmap with a heading of its own: a section («3») or a group within one («6.1»).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// As numbered: «3», «6.1».
    pub number: String,
    /// As printed.
    pub title: String,
}

/// The roadmap of one school year.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// Its id.
    pub id: PlanId,
    /// The school year.
    pub year: PlanYear,
    /// The document's title.
    pub title: String,
    /// Sections in order.
    pub sections: Vec<Heading>,
    /// Groups of tasks within sections.
    pub groups: Vec<Heading>,
    /// The digest of the document it was last imported from.
    pub source: Option<Digest>,
}

/// What a roadmap says of a task, as opposed to what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wording {
    /// «3.5».
    pub number: String,
    /// The number of its section.
    pub section: String,
    /// The number of its group, where it has one.
    pub group: Option<String>,
    /// «Формирование наставнических пар или групп».
    pub title: String,
    /// The term as written: «до 30 октября ежегодно».
    pub phrase: String,
    /// The result, the kind of document.
    pub result: String,
}

/// A field of a task that a person changed by hand, so that a corrected file does not change it back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Field {
    Number,
    Title,
    Deadline,
    Result,
    Tags,
    Holders,
}

/// Where a task came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Origin {
    /// From the plan's document.
    Imported,
    /// Added by hand.
    Manual,
}

/// A task of a roadmap.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Task {
    /// Its id: stays when the number changes.
    pub id: TaskId,
    /// The plan it belongs to.
    pub plan: PlanId,
    /// Its wording now.
    pub wording: Wording,
    /// How the term was understood.
    pub deadline: Deadline,
    /// Purposes: `pairs.formed`, `mentors.base`, …
    pub tags: BTreeSet<String>,
    /// Who is responsible.
    pub holders: Vec<PartyId>,
    /// Where it came from.
    pub origin: Origin,
    /// What was changed by hand.
    pub edited: BTreeSet<Field>,
    /// How many occurrences were ever made; their numbers run from 1.
    pub occurrences: u16,
    /// No longer in the plan's document.
    pub withdrawn: bool,
}

/// One dated occurrence of a task.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Occurrence {
    /// The task.
    pub task: TaskId,
    /// Its number within the task, from 1.
    pub no: u16,
    /// Its name on the command line: «2023-12»; empty where the task has one occurrence.
    pub key: String,
    /// The day it may begin.
    #[serde(with = "crate::dates::maybe", default)]
    pub from: Option<NaiveDate>,
    /// The day by which it should be done, inclusive.
    #[serde(with = "crate::dates::maybe", default)]
    pub to: Option<NaiveDate>,
    /// The term it had before it was first postponed.
    #[serde(with = "crate::dates::maybe", default)]
    pub planned_to: Option<NaiveDate>,
    /// Where it stands.
    pub instance: Instance,
    /// What shows it was done.
    pub evidence: Vec<Evidence>,
    /// How many times it was postponed.
    pub postponed: u16,
    /// No longer in the plan (a corrected deadline).
    pub dropped: bool,
}

impl Occurrence {
    /// Whether something is still to be done.
    pub fn is_open(&self) -> bool {
        self.instance.outcome.is_none() && !self.dropped
    }

    /// Whether it is open after its last day, or was done after it (judged by effective dates).
    pub fn is_late(&self, today: NaiveDate) -> bool {
        match (self.to, self.instance.outcome) {
            (Some(to), None) => !self.dropped && today > to,
            (Some(to), Some(Outcome::Done)) => self.instance.since > to,
            _ => false,
        }
    }
}

/// How many occurrences of a plan stand where. Dropped ones and those of withdrawn tasks do not count.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tally {
    /// The plan.
    pub plan: PlanId,
    /// Never zero.
    pub counts: BTreeMap<Place, u32>,
}

/// Where an occurrence stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// The number of its task's section.
    pub section: String,
    /// Its stage.
    pub stage: String,
    /// The version of the workflow that has the stage.
    pub workflow: Digest,
}

/// How many open occurrences of a plan have their last day on one day. A day without any has no row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Agenda {
    /// The plan.
    pub plan: PlanId,
    /// The last day.
    pub day: NaiveDate,
    /// The number of the task's section → occurrences, never zero.
    pub open: BTreeMap<String, u32>,
}
