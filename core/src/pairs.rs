//! Proposals of pairs, and the pairs that came of them.
//!
//! A proposal keeps what it was computed from: the digest of the script, the digest of the facts, the prices that
//! prove it. Scores are integers in millionths of a point, so that nothing depends on the machine.

use alloc::string::String;
use alloc::vec::Vec;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::digest::Digest;
use crate::ids::{PairId, PartyId, ProgrammeId, ProposalId};
use crate::state::{Evidence, Instance};

/// How many units of a stored score make one point.
pub const SCORE_UNIT: i64 = 1_000_000;

/// Somebody for somebody, with what speaks for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposedPair {
    /// The mentor.
    pub mentor: PartyId,
    /// The mentee.
    pub mentee: PartyId,
    /// The score, in [`SCORE_UNIT`]s.
    pub score: i64,
    /// What each criterion gave, in [`SCORE_UNIT`]s; `None`: no data.
    pub criteria: Vec<(String, Option<i64>)>,
    /// How much of the weighting had data, in per cent.
    pub completeness: u8,
}

/// A proposal for the pairs of a programme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// Its id.
    pub id: ProposalId,
    /// Whose pairs.
    pub programme: ProgrammeId,
    /// The day it was made for.
    pub on: NaiveDate,
    /// `total`, `fair` or `stable`.
    pub objective: String,
    /// The digest of the script that judged.
    pub script: Digest,
    /// The digest of everything it was computed from: facts, limits, pins, bans, prices for change.
    pub input: Digest,
    /// The pairs, in the order of mentees.
    pub pairs: Vec<ProposedPair>,
    /// Mentees left without a mentor, in order.
    pub left: Vec<PartyId>,
    /// What one more place at each mentor is worth, in [`SCORE_UNIT`]s; mentors at zero are left out.
    pub prices: Vec<(PartyId, i64)>,
    /// What giving up an existing pair cost, in [`SCORE_UNIT`]s; `None`: existing pairs were kept.
    pub rematch: Option<i64>,
    /// Whether pairs were formed from it.
    pub accepted: bool,
}

/// What a curator wants of two people before the best pairs are computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Wish {
    /// They shall be a pair.
    Pin,
    /// They shall not.
    Forbid,
}

/// A wish about two people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wished {
    /// The mentor.
    pub mentor: PartyId,
    /// The mentee.
    pub mentee: PartyId,
    /// What is wanted.
    pub wish: Wish,
}

/// A mentor and a mentee of one programme. A group is one mentor with several of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pair {
    /// Its id.
    pub id: PairId,
    /// The programme.
    pub programme: ProgrammeId,
    /// The mentor.
    pub mentor: PartyId,
    /// The mentee.
    pub mentee: PartyId,
    /// The score it was proposed with, in [`SCORE_UNIT`]s.
    pub score: Option<i64>,
    /// The proposal it came from; `None`: formed by hand.
    pub proposal: Option<ProposalId>,
    /// Where it stands.
    pub instance: Instance,
    /// What shows what was done.
    pub evidence: Vec<Evidence>,
}

impl Pair {
    /// Whether it has not ended.
    pub fn is_open(&self) -> bool {
        self.instance.outcome.is_none()
    }
}
