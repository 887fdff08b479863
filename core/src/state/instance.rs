//! A thing on its way through the stages of a workflow, and what shows that it went there.

use alloc::string::String;
use alloc::vec::Vec;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::digest::Digest;
use crate::event::Entry;
use crate::ids::DocumentId;
use crate::vault::Sealed;
use crate::workflow::Outcome;

/// A thing on its way through the stages of a workflow.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Instance {
    /// The version of the workflow it goes by: the one it began with until somebody moves it.
    pub workflow: Digest,
    /// The stage it is in.
    pub stage: String,
    /// Since when (effective).
    #[serde(with = "crate::dates")]
    pub since: NaiveDate,
    /// When the stage should end.
    #[serde(with = "crate::dates::maybe", default)]
    pub due: Option<NaiveDate>,
    /// Set in a final stage.
    pub outcome: Option<Outcome>,
    /// The stages left before, oldest first.
    pub trail: Vec<Step>,
    /// The versions left before, oldest first.
    pub moved: Vec<Moved>,
}

impl Instance {
    /// One that enters a workflow.
    pub fn begun(entry: &Entry, since: NaiveDate) -> Self {
        Self {
            workflow: entry.workflow,
            stage: entry.stage.clone(),
            since,
            due: entry.due,
            outcome: None,
            trail: Vec::new(),
            moved: Vec::new(),
        }
    }

    /// The last change of version, where no step was taken since.
    pub fn just_moved(&self) -> Option<&Moved> {
        self.moved.last().filter(|moved| moved.steps as usize == self.trail.len())
    }

    /// The version that was gone by when the stage `index` of the trail was left.
    pub fn version_at(&self, index: usize) -> Digest {
        let later = self.moved.iter().find(|moved| moved.steps as usize > index);
        later.map_or(self.workflow, |moved| moved.workflow)
    }

    /// The stage on a day, its outcome, and how many stages were left before it; `None` before the beginning. What
    /// was taken back is not known any more.
    pub fn on(&self, day: NaiveDate) -> Option<(&str, Option<Outcome>, usize)> {
        if self.since <= day {
            return Some((&self.stage, self.outcome, self.trail.len()));
        }
        let at = self.trail.iter().rposition(|step| step.since <= day)?;
        self.trail.get(at).map(|step| (step.stage.as_str(), step.outcome, at))
    }
}

/// A stage that was left: what undo returns to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The sequence number of the event that left it.
    pub seq: u64,
    /// The stage.
    pub stage: String,
    /// Since when (effective).
    #[serde(with = "crate::dates")]
    pub since: NaiveDate,
    /// What was due in it.
    #[serde(with = "crate::dates::maybe", default)]
    pub due: Option<NaiveDate>,
    /// The outcome it had.
    pub outcome: Option<Outcome>,
}

/// A version of a workflow that was left: what taking the move back returns to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// The sequence number of the event that left it.
    pub seq: u64,
    /// How many steps had been taken.
    pub steps: u32,
    /// The version.
    pub workflow: Digest,
    /// The stage it stood in.
    pub stage: String,
    /// What was due in it.
    pub due: Option<NaiveDate>,
}

/// Something that shows a thing was done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Its number within the subject, from 1.
    pub no: u32,
    /// `document`, `photo`, `link`, `note`, … as the workflow names them.
    pub kind: String,
    /// When it came to be (effective).
    pub on: NaiveDate,
    /// The registered document, if it is one.
    pub document: Option<DocumentId>,
    /// Its description.
    pub text: Option<Sealed>,
}
