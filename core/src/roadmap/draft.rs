//! What a roadmap says, before anything is stored.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::finding::Finding;
use crate::schedule::{Deadline, PlanYear};
use crate::table::Place;

/// A roadmap as it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The document's title, in one line; empty where it has none.
    pub title: String,
    /// The year of the plan.
    pub plan: PlanYear,
    /// Where the year comes from.
    pub plan_source: PlanSource,
    /// Sections in the order of the document.
    pub sections: Vec<Section>,
    /// Rows that head a few tasks within a section and are no tasks themselves.
    pub groups: Vec<Group>,
    /// Tasks in the order of the document.
    pub tasks: Vec<TaskDraft>,
    /// Spellings that mean, or may mean, one party.
    pub spellings: Vec<Cluster>,
    /// What is worth a second look, in the order of the document.
    pub findings: Vec<Finding>,
}

/// Where the plan's year was taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PlanSource {
    /// Said by whoever imports.
    Given,
    /// Read in the document's title or approval.
    Title,
    /// Concluded from the dates of the terms.
    Terms,
}

/// A section of the roadmap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// `3`; arabic whatever was printed.
    pub number: String,
    /// Its heading.
    pub title: String,
    /// Where it stands.
    pub place: Place,
}

/// A row that heads the tasks below it: a number, a name with a colon, and nothing else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// `6.1`.
    pub number: String,
    /// Its heading.
    pub title: String,
    /// Number of its section, empty where the roadmap has no sections.
    pub section: String,
    /// Where it stands.
    pub place: Place,
}

/// A row of the roadmap that someone has to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskDraft {
    /// `3.5`: no trailing dot, the section's number in front where numbering restarts, unique in the draft.
    pub number: String,
    /// The number as printed, empty where there is none.
    pub printed_number: String,
    /// What is to be done.
    pub title: String,
    /// Number of its section, empty where the roadmap has no sections.
    pub section: String,
    /// Number of its group.
    pub group: Option<String>,
    /// The term as printed.
    pub phrase: String,
    /// The term as understood.
    pub deadline: Deadline,
    /// The cell of the responsible as printed.
    pub responsible_text: String,
    /// The same, parted.
    pub responsible: Vec<PartyDraft>,
    /// What the responsible cell says in parentheses or says that is no party.
    pub remarks: Vec<String>,
    /// What comes of it: the result or the kind of document.
    pub result: String,
    /// Purposes read from the wording: `pairs.formed`.
    pub tags: Vec<String>,
    /// Where its row stands.
    pub place: Place,
}

/// Someone who answers for a task.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PartyDraft {
    /// The name as printed.
    pub name: String,
    /// What kind of party it is.
    pub kind: PartyKind,
}

/// Kinds of parties.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum PartyKind {
    /// Somebody by name.
    Person,
    /// A post or function that some person has: «заместитель директора по УВР».
    Role,
    /// Several people as one: a service, a working group, an organisation.
    Unit,
}

/// Spellings of one party.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cluster {
    /// What the variants are of.
    pub kind: PartyKind,
    /// The spelling that is proposed for all: the fullest or the most frequent one.
    pub canonical: String,
    /// The other spellings met.
    pub variants: Vec<String>,
    /// Whether only dots, blanks or capitals differ; otherwise somebody has to say so.
    pub certain: bool,
}
