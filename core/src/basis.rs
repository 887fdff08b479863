//! What a stored result was computed from, so that it can be computed again.
//!
//! A result (a proposal, an indicator) is stored with its basis: the published set, the scripts that judged, the place
//! in the journal whose state was read, and the vault versions that gave names and fields. The journal keeps the state,
//! the store keeps every file ever published or used, so an old number can be had again, or it is plain why not.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::digest::Digest;
use crate::ids::ProposalId;
use crate::vault::VaultKey;

/// A stored result that can be computed again. Variants are only appended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ResultId {
    /// A proposal of pairs.
    Proposal(ProposalId),
}

impl ResultId {
    /// The id, and the number of the kind: the key of a [`Basis`] row.
    pub fn place(self) -> (u32, u32) {
        match self {
            Self::Proposal(id) => (id.0, 0),
        }
    }
}

/// The program that computed: where one of the two differs, an old number may not come out again.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Engine {
    /// The version of what scripts can call.
    pub api: String,
    /// The version of the program.
    pub program: String,
}

/// What a result was computed from.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Grounds {
    /// The published set in force; `None` before the first.
    pub set: Option<Digest>,
    /// The program.
    pub engine: Engine,
    /// The number of the last event of the state that was read.
    pub seq: u64,
    /// The scripts by path, with the digests of their contents; of the working copy where it judged.
    pub scripts: BTreeMap<String, Digest>,
    /// Whether the working copy judged and not the published set.
    pub draft: bool,
    /// The vault versions that were read, in order.
    pub vault: Vec<VaultKey>,
}

/// A result with its grounds: one row each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// Whose grounds.
    pub result: ResultId,
    /// What they are.
    pub grounds: Grounds,
}
