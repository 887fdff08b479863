//! The entrance: checks what people decided, solves, and lets nothing out that its proof does not cover.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::instance::{Couple, Instance, NOBODY};
use super::outcome::{Bound, Failure, Infeasible, Objective, Outcome, Proof, Watch};
use super::verify::verify;
use super::{fair, stable, total};

/// The best answer, verified.
///
/// The same instance gives the same answer on every machine; where several are equally good, `total` and `fair` give
/// the one whose list of pairs, sorted by mentor, then mentee, comes first. (Where two people could mentor each
/// other, this holds within each way of ruling that out, and the first way found wins.)
pub fn solve(instance: &Instance, objective: Objective, watch: &mut impl Watch) -> Result<Outcome, Failure> {
    check(instance)?;
    let outcome = match objective {
        Objective::Stable => {
            let (of, without) = stable::solve(instance)?;
            Outcome::of(instance, objective, &of, Proof::NoBlockingPair { without })
        }
        _ => exclusive(instance, objective, watch)?,
    };
    verify(instance, &outcome).map_err(Failure::Unproved)?;
    Ok(outcome)
}

/// Finds what contradicts itself before anything is solved.
fn check(instance: &Instance) -> Result<(), Infeasible> {
    let mut pinned: BTreeMap<u32, u32> = BTreeMap::new();
    let mut pins: BTreeMap<u32, u32> = BTreeMap::new();
    for pair in instance.pins() {
        if instance.is_forbidden(pair) {
            return Err(Infeasible::PinForbidden(pair));
        }
        if instance.find(pair).is_none() {
            return Err(Infeasible::PinWithoutCandidate(pair));
        }
        *pins.entry(pair.mentor).or_default() += 1;
    }
    limits(instance, &pins)?;
    for pair in instance.pins() {
        if let Some(first) = pinned.insert(pair.mentee, pair.mentor) {
            return Err(Infeasible::PinnedTwice { pair, first });
        }
    }
    let stands = |pair: Couple| pinned.get(&pair.mentee) == Some(&pair.mentor);
    if let Some(pair) = instance.pins().find(|&pair| instance.opposite(pair).is_some_and(stands)) {
        return Err(Infeasible::PinnedBothWays(pair));
    }
    Ok(())
}

/// Mentors whose limits contradict themselves or the number of their pins.
fn limits(instance: &Instance, pins: &BTreeMap<u32, u32>) -> Result<(), Infeasible> {
    for (mentor, limits) in instance.limits.iter().enumerate() {
        let (mentor, capacity, minimum) = (mentor as u32, limits.capacity, limits.minimum);
        let pins = pins.get(&mentor).copied().unwrap_or(0);
        if minimum > capacity {
            return Err(Infeasible::MinimumAboveCapacity { mentor, capacity, minimum });
        }
        if pins > capacity {
            return Err(Infeasible::PinsAboveCapacity { mentor, capacity, pins });
        }
    }
    Ok(())
}

/// The assignment that is best when two people may mentor each other, and why.
fn relaxed(
    instance: &Instance,
    objective: Objective,
    watch: &mut impl Watch,
) -> Result<(Vec<u32>, Proof), Failure> {
    if objective == Objective::Fair {
        let (of, most, levels) = fair::solve(instance, watch)?;
        return Ok((of, Proof::Levels { most, levels }));
    }
    let (of, prices) = total::solve(instance, watch)?;
    Ok((of, Proof::Prices(prices)))
}

/// Branch and bound over pairs of people who mentor each other in the relaxed answer: such are rare.
fn exclusive(instance: &Instance, objective: Objective, watch: &mut impl Watch) -> Result<Outcome, Failure> {
    let opposites = instance.opposites();
    let mut search = Search { objective, opposites, best: None, reason: None };
    let bound = search.branch(instance, watch)?;
    let Some((of, _)) = search.best else {
        let reason = search.reason.map_or(Failure::Stopped, Failure::Infeasible);
        return Err(reason);
    };
    let proof = match bound {
        Bound::Best { proof, .. } | Bound::Split(proof) => *proof,
        Bound::Impossible(reason) => return Err(reason.into()),
        Bound::Pinned => return Err(Failure::Stopped),
    };
    Ok(Outcome::of(instance, objective, &of, proof))
}

/// What the objective compares: number of pairs, total, worths from the worst up.
type Value = (usize, i128, Vec<i64>);

struct Search {
    objective: Objective,
    opposites: Vec<(Couple, Couple)>,
    best: Option<(Vec<u32>, Value)>,
    /// Why the first branch that had no answer had none.
    reason: Option<Infeasible>,
}

impl Search {
    fn branch(&mut self, instance: &Instance, watch: &mut impl Watch) -> Result<Bound, Failure> {
        let (of, proof) = match relaxed(instance, self.objective, watch) {
            Ok(answer) => answer,
            Err(Failure::Infeasible(reason)) => {
                self.reason.get_or_insert(reason.clone());
                return Ok(Bound::Impossible(reason));
            }
            Err(failure) => return Err(failure),
        };
        let value = self.value(instance, &of);
        let bound = |of| Ok(Bound::Best { of, proof: Box::new(proof) });
        if self.best.as_ref().is_some_and(|(_, best)| *best >= value) {
            return bound(of);
        }
        let stands = |pair: Couple| of[pair.mentee as usize] == pair.mentor;
        let both = self.opposites.iter().find(|(pair, back)| stands(*pair) && stands(*back));
        let Some(&(pair, back)) = both else {
            self.best = Some((of.clone(), value));
            return bound(of);
        };
        // The earlier pair is kept first: of equally good answers the first found wins.
        let without_back = Box::new(self.side(instance, back, watch)?);
        let without_pair = Box::new(self.side(instance, pair, watch)?);
        Ok(Bound::Split(Box::new(Proof::Either { pair, back, without_pair, without_back })))
    }

    fn side(&mut self, instance: &Instance, out: Couple, watch: &mut impl Watch) -> Result<Bound, Failure> {
        if instance.pins.contains(&out) {
            return Ok(Bound::Pinned);
        }
        self.branch(&instance.without(out), watch)
    }

    fn value(&self, instance: &Instance, of: &[u32]) -> Value {
        if self.opposites.is_empty() {
            // There is nothing to compare with.
            return Value::default();
        }
        let own = |(mentee, &mentor): (usize, &u32)| {
            let pair = Couple { mentor, mentee: mentee as u32 };
            if mentor == NOBODY { None } else { instance.worth(pair) }
        };
        let mut worths: Vec<i64> = of.iter().enumerate().filter_map(own).collect();
        let (pairs, total) = (worths.len(), worths.iter().map(|&worth| i128::from(worth)).sum());
        if self.objective == Objective::Total {
            return (pairs, total, Vec::new());
        }
        worths.sort_unstable();
        (pairs, 0, worths)
    }
}
