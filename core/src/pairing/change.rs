//! The difference of two answers: who moves, and what it costs.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::instance::{Couple, Instance, NOBODY};
use super::outcome::Outcome;

/// A mentee who gets another mentor, loses his, or gets one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    /// Place of the mentee.
    pub mentee: u32,
    /// Place of the mentor before.
    pub from: Option<u32>,
    /// Place of the mentor after.
    pub to: Option<u32>,
}

/// What changes between two answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Everybody who moves, by mentee.
    pub moves: Vec<Move>,
    /// By how much the number of pairs grows.
    pub pairs: i64,
    /// By how much the total worth grows (scores, and prices for changing existing pairs).
    pub worth: i128,
    /// By how much the total score grows.
    pub score: i128,
}

impl Change {
    /// From one assignment (mentor of each mentee, or [`NOBODY`]) to another. Pairs that are no candidates of
    /// this instance count as worth nothing.
    pub fn between(instance: &Instance, before: &[u32], after: &[u32]) -> Self {
        let mut change = Self { moves: Vec::new(), pairs: 0, worth: 0, score: 0 };
        for (mentee, (&from, &to)) in (0u32..).zip(before.iter().zip(after)) {
            if from == to {
                continue;
            }
            let real = |mentor: u32| Some(mentor).filter(|&mentor| mentor != NOBODY);
            change.moves.push(Move { mentee, from: real(from), to: real(to) });
            for (mentor, sign) in [(from, -1), (to, 1)] {
                let pair = Couple { mentor, mentee };
                change.pairs += if mentor == NOBODY { 0 } else { sign };
                change.worth += i128::from(sign) * instance.worth(pair).map_or(0, i128::from);
                change.score += i128::from(sign) * instance.score(pair).map_or(0, i128::from);
            }
        }
        change
    }
}

/// The difference of two answers to one instance, or to two that number people alike.
pub fn difference(instance: &Instance, before: &Outcome, after: &Outcome) -> Change {
    let mentees = instance.mentees();
    Change::between(instance, &before.assignment(mentees), &after.assignment(mentees))
}
