//! Reasons, from the numbers of the proof: what another pair would cost, and why somebody is left out.
//!
//! With the prices of a proof every candidate has a *slack*, what the pair falls short of what both could ask for;
//! it is never negative. Forcing a pair costs its slack and the cheapest way of moves that gives its mentor a seat
//! back: one shortest path, exact, which also says who would have to move.

use alloc::collections::{BTreeMap, BinaryHeap};
use alloc::vec::Vec;
use core::cmp::Reverse;

use serde::{Deserialize, Serialize};

use super::change::Change;
use super::instance::{Couple, Instance, NOBODY};
use super::outcome::{Failure, Infeasible, Objective, Outcome, Prices, Proof, Watch};
use super::solve::solve;

/// A candidate that does not stand, as seen from one of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alternative {
    /// The pair.
    pub pair: Couple,
    /// Its worth.
    pub worth: i64,
}

/// Why a mentee is left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LeftOut {
    /// No mentor may take him: rules, thresholds and bans left no candidate.
    NoCandidate,
    /// Every mentor who may take him has no place, best first. One more place at any of them makes
    /// one more pair, though it may go to somebody else who is left out.
    Full(Vec<Table>),
}

/// A mentor whose places are all taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Place of the mentor.
    pub mentor: u32,
    /// What the pair with the mentee who is left out would be worth.
    pub worth: i64,
    /// How many mentees the mentor takes at most.
    pub capacity: u32,
    /// The mentee there who is worth least, and what that pair is worth.
    pub least: Option<(u32, i64)>,
}

/// Why a mentee has no mentor; none if he has one.
pub fn left_out(instance: &Instance, outcome: &Outcome, mentee: u32) -> Option<LeftOut> {
    let of = outcome.assignment(instance.mentees());
    if of.get(mentee as usize).is_none_or(|&mentor| mentor != NOBODY) {
        return None;
    }
    let mut tables: BTreeMap<u32, Table> = instance
        .row(mentee)
        .map(|(mentor, worth)| {
            let capacity = instance.limits(mentor).capacity;
            (mentor, Table { mentor, worth, capacity, least: None })
        })
        .collect();
    for pair in &outcome.pairs {
        let worth = instance.worth(Couple { mentor: pair.mentor, mentee: pair.mentee });
        if let (Some(table), Some(worth)) = (tables.get_mut(&pair.mentor), worth)
            && table.least.is_none_or(|(_, least)| worth < least)
        {
            table.least = Some((pair.mentee, worth));
        }
    }
    if tables.is_empty() {
        return Some(LeftOut::NoCandidate);
    }
    let mut tables: Vec<Table> = tables.into_values().collect();
    tables.sort_by_key(|table| Reverse(table.worth));
    Some(LeftOut::Full(tables))
}

/// The best other mentor for the mentee of a pair, by worth; ties by the order of input.
pub fn next_for_mentee(instance: &Instance, pair: Couple) -> Option<Alternative> {
    let others = instance.row(pair.mentee).filter(|&(mentor, _)| mentor != pair.mentor);
    let best = others.max_by_key(|&(mentor, worth)| (worth, Reverse(mentor)));
    best.map(|(mentor, worth)| Alternative { pair: Couple { mentor, mentee: pair.mentee }, worth })
}

/// The best mentee for the mentor of a pair who is not his in this answer, by worth; ties by the order of input.
pub fn next_for_mentor(instance: &Instance, outcome: &Outcome, pair: Couple) -> Option<Alternative> {
    let of = outcome.assignment(instance.mentees());
    let others = (0..instance.mentees() as u32).filter(|&mentee| of[mentee as usize] != pair.mentor);
    let candidates = others.filter_map(|mentee| {
        let other = Couple { mentor: pair.mentor, mentee };
        instance.worth(other).map(|worth| Alternative { pair: other, worth })
    });
    candidates.max_by_key(|other| (other.worth, Reverse(other.pair.mentee)))
}

/// What would change if the pair had to stand: the best answer with it, compared with this one.
///
/// For `total` one shortest path gives it with the fewest detours; otherwise the instance is solved anew.
pub fn force(
    instance: &Instance,
    outcome: &Outcome,
    pair: Couple,
    watch: &mut impl Watch,
) -> Result<Change, Failure> {
    if instance.is_forbidden(pair) {
        return Err(Infeasible::PinForbidden(pair).into());
    }
    if instance.find(pair).is_none() {
        return Err(Infeasible::PinWithoutCandidate(pair).into());
    }
    if let Some(pin) = instance.pins().find(|pin| pin.mentee == pair.mentee && pin.mentor != pair.mentor) {
        return Err(Infeasible::PinnedTwice { pair, first: pin.mentor }.into());
    }
    let of = outcome.assignment(instance.mentees());
    if let (Objective::Total, Proof::Prices(prices), true) =
        (outcome.objective, &outcome.proof, instance.also_mentee.is_empty())
    {
        let mut after = of.clone();
        if Residual::new(instance, prices, &of).force(pair, &mut after) {
            return Ok(Change::between(instance, &of, &after));
        }
    }
    let mut pinned = instance.clone();
    pinned.pins.insert(pair);
    let best = solve(&pinned, outcome.objective, watch)?;
    Ok(Change::between(instance, &of, &best.assignment(instance.mentees())))
}

/// The moves that are possible in an answer, with what each costs (never less than 0).
struct Residual<'a> {
    instance: &'a Instance,
    of: &'a [u32],
    /// Mentees of each mentor who are not pinned.
    seated: Vec<Vec<u32>>,
    /// Mentees without a mentor.
    alone: Vec<u32>,
    load: Vec<u32>,
    /// Price of a mentor: above − below.
    price: Vec<i128>,
    /// What each mentee gains from his best choice.
    gains: Vec<i128>,
    bonus: i128,
}

impl<'a> Residual<'a> {
    fn new(instance: &'a Instance, prices: &Prices, of: &'a [u32]) -> Self {
        let price: Vec<i128> =
            prices.above.iter().zip(&prices.below).map(|(above, below)| above - below).collect();
        let mut residual = Self {
            instance,
            of,
            seated: alloc::vec![Vec::new(); instance.mentors()],
            alone: Vec::new(),
            load: alloc::vec![0; instance.mentors()],
            price,
            gains: Vec::new(),
            bonus: prices.bonus,
        };
        for (mentee, &mentor) in (0u32..).zip(of) {
            let gains = instance.row(mentee).map(|(mentor, worth)| residual.gain(mentor, worth));
            residual.gains.push(gains.max().unwrap_or(0).max(0));
            if mentor == NOBODY {
                residual.alone.push(mentee);
                continue;
            }
            residual.load[mentor as usize] += 1;
            if !instance.pins.contains(&Couple { mentor, mentee }) {
                residual.seated[mentor as usize].push(mentee);
            }
        }
        residual
    }

    fn gain(&self, mentor: u32, worth: i64) -> i128 {
        i128::from(worth) + self.bonus - self.price[mentor as usize]
    }

    /// Puts the pair into `after` with everything that has to move for it; false if there is no way.
    fn force(&self, pair: Couple, after: &mut [u32]) -> bool {
        let everywhere = self.price.len();
        let target = Some(self.of[pair.mentee as usize]).filter(|&mentor| mentor != NOBODY);
        let target = target.map_or(everywhere, |mentor| mentor as usize);
        if target == pair.mentor as usize {
            return true;
        }
        let mut distance = alloc::vec![i128::MAX; everywhere + 1];
        let mut reached: Vec<(u32, usize)> = alloc::vec![(NOBODY, everywhere); everywhere + 1];
        let mut heap = BinaryHeap::from([Reverse((0i128, pair.mentor as usize))]);
        distance[pair.mentor as usize] = 0;
        while let Some(Reverse((at, place))) = heap.pop() {
            if at > distance[place] {
                continue;
            }
            if place == target {
                break;
            }
            self.moves(place, pair.mentee, |mentee, to, cost| {
                if at + cost < distance[to] {
                    distance[to] = at + cost;
                    reached[to] = (mentee, place);
                    heap.push(Reverse((at + cost, to)));
                }
            });
        }
        if distance[target] == i128::MAX {
            return false;
        }
        let mut place = target;
        while place != pair.mentor as usize {
            let (mentee, from) = reached[place];
            if mentee != NOBODY {
                after[mentee as usize] = if place == everywhere { NOBODY } else { place as u32 };
            }
            place = from;
        }
        after[pair.mentee as usize] = pair.mentor;
        true
    }

    /// Every move out of a place that leaves one mentee where he is: who moves (or nobody: a seat is taken or
    /// freed), to which place, at what cost. The last place stands for staying alone and for free seats.
    fn moves(&self, place: usize, besides: u32, mut visit: impl FnMut(u32, usize, i128)) {
        let everywhere = self.price.len();
        let mut choices = |mentee: u32| {
            for (mentor, worth) in self.instance.row(mentee).filter(|&(mentor, _)| mentor as usize != place) {
                visit(mentee, mentor as usize, self.gains[mentee as usize] - self.gain(mentor, worth));
            }
        };
        if place < everywhere {
            for &mentee in self.seated[place].iter().filter(|&&mentee| mentee != besides) {
                choices(mentee);
            }
            for &mentee in self.seated[place].iter().filter(|&&mentee| mentee != besides) {
                visit(mentee, everywhere, self.gains[mentee as usize]);
            }
            if self.load[place] < self.instance.limits[place].capacity {
                visit(NOBODY, everywhere, -self.price[place]);
            }
            return;
        }
        self.alone.iter().filter(|&&mentee| mentee != besides).for_each(|&mentee| choices(mentee));
        for mentor in 0..everywhere {
            if self.load[mentor] > self.instance.limits[mentor].minimum {
                visit(NOBODY, mentor, self.price[mentor]);
            }
        }
    }
}
