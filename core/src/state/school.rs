//! The school itself, and what it runs by.

use alloc::collections::BTreeMap;
use alloc::string::String;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::digest::Digest;
use crate::ids::Subject;

/// A school.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct School {
    /// Its name as it is printed.
    pub name: String,
    /// Its IANA time zone: `Asia/Krasnoyarsk`.
    pub zone: String,
}

/// The next free id of each kind; starts at 1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Counters {
    pub plan: u32,
    pub task: u32,
    pub party: u32,
    pub programme: u32,
    pub pair: u32,
    pub document: u32,
    pub exception: u32,
    pub proposal: u32,
}

impl Default for Counters {
    fn default() -> Self {
        Self { plan: 1, task: 1, party: 1, programme: 1, pair: 1, document: 1, exception: 1, proposal: 1 }
    }
}

/// What the engine runs: the published set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PublishedSet {
    /// The digest of the whole.
    pub digest: Digest,
    /// Its parts by their path: `workflows/programme.toml` → digest of the content.
    pub parts: BTreeMap<String, Digest>,
    /// Published when (effective).
    pub since: NaiveDate,
    /// The version of each workflow in force, by name.
    pub current: BTreeMap<String, Digest>,
    /// Every version that was ever published → the digest of its file: what runs stays on what it began with.
    pub versions: BTreeMap<Digest, Digest>,
}

/// How many texts the vault was given about a subject.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Texts {
    /// About whom or what.
    pub owner: Subject,
    /// The last version.
    pub last: u32,
}
