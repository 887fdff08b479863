//! Which nights ran, were caught up or were skipped, and why.

use alloc::collections::BTreeMap;
use alloc::string::String;

use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::digest::Digest;

/// How a night came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum How {
    /// On its own day.
    Ran,
    /// On a later day, because it was missed.
    CaughtUp,
    /// On its own day, though a night of a later day is on record: a clock had been wrong.
    SetBack,
}

/// Nights that nobody ran and nobody will.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// The first.
    pub from: NaiveDate,
    /// The last.
    pub to: NaiveDate,
    /// Why: the policy, as the settings name it: `last`, `7`.
    pub why: String,
}

/// A night that is over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NightDraft {
    /// The day.
    pub on: NaiveDate,
    /// How it came about.
    pub how: How,
    /// The nights between the one before and this one that were given up.
    pub skipped: Option<Skipped>,
    /// The event up to which facts were looked at.
    pub seen: u64,
    /// The published set that judged.
    pub set: Option<Digest>,
    /// What was done: `due`, `late`, `moved`, `evaluated`, `restated`, `messages`, …
    pub counts: BTreeMap<String, u32>,
}

impl NightDraft {
    /// The id of its row: the days since 0000-12-31.
    pub fn id(&self) -> u32 {
        u32::try_from(self.on.num_days_from_ce()).unwrap_or(0)
    }
}

/// One night of one school on record. Key: [`NightDraft::id`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Night {
    /// What was done.
    pub night: NightDraft,
    /// The event that recorded it.
    pub seq: u64,
}

/// Where the night shift of a school stands. Key 0.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shift {
    /// The last night.
    pub last: NaiveDate,
    /// The event up to which facts have been looked at.
    pub seen: u64,
    /// The published set that judged.
    pub set: Option<Digest>,
}
