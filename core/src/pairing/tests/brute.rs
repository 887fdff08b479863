//! The reference: every assignment there is.

use std::vec::Vec;

use crate::pairing::{Couple, Instance, NOBODY, Objective};

/// What an assignment is compared by: pairs, total, worths from the worst up.
pub(super) type Value = (usize, i128, Vec<i64>);

/// The value of an assignment under an objective.
pub(super) fn value(instance: &Instance, objective: Objective, of: &[u32]) -> Value {
    let mut worths: Vec<i64> = couples(of).iter().filter_map(|&pair| instance.worth(pair)).collect();
    worths.sort_unstable();
    let total = worths.iter().map(|&worth| i128::from(worth)).sum();
    match objective {
        Objective::Total => (worths.len(), total, Vec::new()),
        _ => (worths.len(), 0, worths),
    }
}

/// The pairs of an assignment, by mentor, then mentee.
pub(super) fn couples(of: &[u32]) -> Vec<Couple> {
    let mut pairs: Vec<Couple> = (0u32..)
        .zip(of)
        .filter(|(_, mentor)| **mentor != NOBODY)
        .map(|(mentee, &mentor)| Couple { mentor, mentee })
        .collect();
    pairs.sort();
    pairs
}

/// Every assignment that keeps all rules.
pub(super) fn all(instance: &Instance) -> Vec<Vec<u32>> {
    let mut found = whatever(instance);
    found.retain(|of| allowed(instance, of));
    found
}

/// Every assignment of candidates, whatever limits, pins and people in two roles say.
pub(super) fn whatever(instance: &Instance) -> Vec<Vec<u32>> {
    let mut found = Vec::new();
    extend(instance, &mut Vec::new(), &mut found);
    found
}

fn extend(instance: &Instance, of: &mut Vec<u32>, found: &mut Vec<Vec<u32>>) {
    if of.len() == instance.mentees() {
        found.push(of.clone());
        return;
    }
    let choices: Vec<u32> = instance.row(of.len() as u32).map(|(mentor, _)| mentor).chain([NOBODY]).collect();
    for mentor in choices {
        of.push(mentor);
        extend(instance, of, found);
        of.pop();
    }
}

fn allowed(instance: &Instance, of: &[u32]) -> bool {
    let pairs = couples(of);
    let load = |mentor: u32| pairs.iter().filter(|pair| pair.mentor == mentor).count() as u32;
    let fits = (0..instance.mentors() as u32).all(|mentor| {
        let limits = instance.limits(mentor);
        (limits.minimum..=limits.capacity).contains(&load(mentor))
    });
    fits && instance.pins().all(|pin| pairs.contains(&pin))
        && pairs.iter().all(|&pair| instance.opposite(pair).is_none_or(|back| !pairs.contains(&back)))
}

/// Whether no mentor and mentee would both rather have each other.
pub(super) fn is_stable(instance: &Instance, of: &[u32]) -> bool {
    let pairs = couples(of);
    let rank = |pair: Couple| instance.worth(pair).unwrap_or(i64::MIN);
    (0..of.len() as u32).all(|mentee| {
        instance.row(mentee).all(|(mentor, worth)| {
            let has = of[mentee as usize];
            let mentee_would = has == NOBODY || {
                let own = rank(Couple { mentor: has, mentee });
                worth > own || (worth == own && mentor < has)
            };
            let table: Vec<&Couple> = pairs.iter().filter(|pair| pair.mentor == mentor).collect();
            let mentor_would = (table.len() as u32) < instance.limits(mentor).capacity
                || table
                    .iter()
                    .any(|&&other| worth > rank(other) || (worth == rank(other) && mentee < other.mentee));
            !(mentee_would && mentor_would)
        })
    })
}

/// Every stable assignment within capacities, whatever minimums and pins say.
pub(super) fn all_stable(instance: &Instance) -> Vec<Vec<u32>> {
    let mut found = whatever(instance);
    found.retain(|of| {
        let pairs = couples(of);
        let fits = |mentor: u32| {
            pairs.iter().filter(|pair| pair.mentor == mentor).count() as u32
                <= instance.limits(mentor).capacity
        };
        (0..instance.mentors() as u32).all(fits) && is_stable(instance, of)
    });
    found
}
