//! What comes out: pairs and a proof, or a reason why there is no answer.

use alloc::boxed::Box;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::instance::{Couple, Instance, NOBODY};

/// What "best" means. Every objective but [`Objective::Stable`] first pairs as many mentees as can be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Objective {
    /// The highest total.
    #[default]
    Total,
    /// Leximin: the worst pair as good as can be, then the second worst, and so on.
    Fair,
    /// No mentor and mentee who would both rather have each other; among such answers the best for every mentee.
    Stable,
}

/// A pair that stands, and its score as it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pair {
    /// Place of the mentor.
    pub mentor: u32,
    /// Place of the mentee.
    pub mentee: u32,
    /// The score, on the caller's grid; prices for change are not in it.
    pub score: i64,
}

/// An answer that has passed [`super::verify`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// What it is best for.
    pub objective: Objective,
    /// The pairs, by mentor, then mentee.
    pub pairs: Vec<Pair>,
    /// Mentees without a mentor, ascending.
    pub unmatched: Vec<u32>,
    /// The sum of the scores.
    pub total: i128,
    /// The lowest score of a pair.
    pub worst: Option<i64>,
    /// Why nothing is better.
    pub proof: Proof,
}

/// Why nothing is better than an answer, in numbers that [`super::verify`] checks without the solver.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Proof {
    /// Prices under which everybody has what he would choose (linear programming duality).
    Prices(Prices),
    /// For `fair`.
    Levels {
        /// Why no more mentees can be paired: prices as if all candidates were worth 0.
        most: Prices,
        /// For each worth that occurs, ascending, why no fewer pairs can have it.
        levels: Vec<Level>,
    },
    /// For `stable`: there is no blocking pair, which needs no numbers. These candidates were left out because
    /// their opposites (the same two people, roles exchanged) stand and score at least as high.
    NoBlockingPair {
        /// Left out, in the order in which they were found.
        without: Vec<Couple>,
    },
    /// Two people may not mentor each other: whichever of the two pairs is left out, nothing is better.
    Either {
        /// One of the two pairs.
        pair: Couple,
        /// The other.
        back: Couple,
        /// What can be had without `pair`.
        without_pair: Box<Bound>,
        /// What can be had without `back`.
        without_back: Box<Bound>,
    },
}

/// The most that can be had when some pairs are left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Bound {
    /// This assignment (mentor of each mentee, or [`NOBODY`]) is the best, even if it were allowed to break
    /// the rule about two people, and the proof says why.
    Best {
        /// Mentor of each mentee.
        of: Vec<u32>,
        /// Why nothing is better.
        proof: Box<Proof>,
    },
    /// Only part of the question was decided; the rest is split again.
    Split(Box<Proof>),
    /// There is no answer at all.
    Impossible(Infeasible),
    /// The pair is pinned and cannot be left out.
    Pinned,
}

/// Dual prices of the assignment: with `w = worth + bonus` and `u_i = max(0, max_j(w_ij − above_j + below_j))`,
/// `Σu + Σ capacity·above − Σ minimum·below` bounds every answer from above, and equals Σw of this one.
/// Capacities and minimums are what pins leave of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prices {
    /// What pairing one more mentee is worth: more than any loss of score that could cause.
    pub bonus: i128,
    /// What one more place at the mentor would be worth; 0 where a place is free.
    pub above: Vec<i128>,
    /// What lowering the mentor's minimum by one would be worth; 0 where he has more.
    pub below: Vec<i128>,
}

/// Why, given all lower levels, no fewer pairs can have a score of `worth`: integers under which every pair of
/// this level costs 1, every other candidate still allowed costs 0, and no way round is cheaper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Level {
    /// The worth this level is about.
    pub worth: i64,
    /// Prices of mentors other than 0: (mentor, price).
    pub mentors: Vec<(u32, i64)>,
    /// What mentees pay at least, other than 0: (mentee, payment).
    pub mentees: Vec<(u32, i64)>,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Infeasible {
    /// A mentor must take more than he can.
    MinimumAboveCapacity {
        /// The mentor.
        mentor: u32,
        /// The most he takes.
        capacity: u32,
        /// The fewest.
        minimum: u32,
    },
    /// A pinned pair is not among the candidates.
    PinWithoutCandidate(Couple),
    /// A pinned pair is forbidden (or both are one person).
    PinForbidden(Couple),
    /// A mentee is pinned to two mentors.
    PinnedTwice {
        /// The second of the two pins.
        pair: Couple,
        /// The mentor of the first.
        first: u32,
    },
    /// Two people are pinned to mentor each other.
    PinnedBothWays(Couple),
    /// More mentees are pinned to a mentor than he can take.
    PinsAboveCapacity {
        /// The mentor.
        mentor: u32,
        /// The most he takes.
        capacity: u32,
        /// Mentees pinned to him.
        pins: u32,
    },
    /// These mentors must take more mentees together than are candidates of any of them.
    MinimumOutOfReach {
        /// The mentor whose minimum could not be met.
        mentor: u32,
        /// All mentors concerned, ascending.
        among: Vec<u32>,
        /// How many mentees they need beyond pinned ones.
        needed: u64,
        /// How many unpinned mentees any of them could take.
        available: u64,
    },
    /// `stable`: in no stable answer does the mentor reach his minimum.
    UnstableMinimum {
        /// The mentor.
        mentor: u32,
        /// The fewest he must take.
        minimum: u32,
        /// What he has in every stable answer.
        load: u32,
    },
    /// `stable`: the pinned pair does not stand in the stable answer that is best for the mentees.
    UnstablePin(Couple),
}

/// Why the solver stopped without an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// There is none.
    Infeasible(Infeasible),
    /// [`Watch`] said to stop.
    Stopped,
    /// The answer did not pass its own verification: a defect of the solver, never to be acted upon.
    Unproved(super::verify::Flaw),
}

impl From<Infeasible> for Failure {
    fn from(reason: Infeasible) -> Self {
        Self::Infeasible(reason)
    }
}

/// Hears how far long work has come, and may stop it. The solver knows no clock: the caller does.
pub trait Watch {
    /// `left` mentees are still to be settled. Returning false stops the work.
    fn go_on(&mut self, left: u64) -> bool;
}

/// Never stops anything.
impl Watch for () {
    fn go_on(&mut self, _left: u64) -> bool {
        true
    }
}

impl Outcome {
    /// Puts pairs, totals and proof together from the mentor of each mentee.
    pub(super) fn of(instance: &Instance, objective: Objective, of: &[u32], proof: Proof) -> Self {
        let mut pairs: Vec<Pair> = Vec::new();
        let mut unmatched = Vec::new();
        for (mentee, &mentor) in of.iter().enumerate() {
            let mentee = mentee as u32;
            match instance.score(Couple { mentor, mentee }).filter(|_| mentor != NOBODY) {
                Some(score) => pairs.push(Pair { mentor, mentee, score }),
                None => unmatched.push(mentee),
            }
        }
        pairs.sort_unstable_by_key(|pair| (pair.mentor, pair.mentee));
        Self {
            objective,
            total: pairs.iter().map(|pair| i128::from(pair.score)).sum(),
            worst: pairs.iter().map(|pair| pair.score).min(),
            pairs,
            unmatched,
            proof,
        }
    }

    /// Mentor of each mentee, or [`NOBODY`].
    pub fn assignment(&self, mentees: usize) -> Vec<u32> {
        let mut of = alloc::vec![NOBODY; mentees];
        for pair in &self.pairs {
            if let Some(place) = of.get_mut(pair.mentee as usize) {
                *place = pair.mentor;
            }
        }
        of
    }
}
