//! The objective `stable`: mentees propose (deferred acceptance with capacities).
//!
//! Both sides rank by worth, ties by the order of input, so that ranks are strict and the answer that is best for
//! every mentee at once is the only one of its kind. A mentor below his minimum in it is below it in every stable
//! answer (the rural hospitals theorem); a pin that does not stand in it is refused.

use alloc::collections::BinaryHeap;
use alloc::vec::Vec;
use core::cmp::Reverse;

use super::instance::{Couple, Instance, NOBODY};
use super::outcome::Infeasible;

/// The mentor of each mentee, and the candidates left out because their opposites stand.
pub(super) fn solve(instance: &Instance) -> Result<(Vec<u32>, Vec<Couple>), Infeasible> {
    let mut left_out = Vec::new();
    let opposites = instance.opposites();
    let mut less = instance.clone();
    let of = loop {
        let of = propose(&less);
        let stands = |pair: Couple| of[pair.mentee as usize] == pair.mentor;
        let both = opposites.iter().find(|(pair, back)| stands(*pair) && stands(*back));
        let Some(&(pair, back)) = both else { break of };
        let worse = if instance.worth(pair) < instance.worth(back) { pair } else { back };
        left_out.push(worse);
        less = less.without(worse);
    };
    refuse(instance, &of)?;
    Ok((of, left_out))
}

fn refuse(instance: &Instance, of: &[u32]) -> Result<(), Infeasible> {
    if let Some(pin) = instance.pins().find(|pin| of[pin.mentee as usize] != pin.mentor) {
        return Err(Infeasible::UnstablePin(pin));
    }
    let mut loads = alloc::vec![0u32; instance.mentors()];
    of.iter().filter(|&&mentor| mentor != NOBODY).for_each(|&mentor| loads[mentor as usize] += 1);
    for (mentor, (&load, limits)) in loads.iter().zip(&instance.limits).enumerate() {
        if load < limits.minimum {
            return Err(Infeasible::UnstableMinimum { mentor: mentor as u32, minimum: limits.minimum, load });
        }
    }
    Ok(())
}

fn propose(instance: &Instance) -> Vec<u32> {
    let mut wishes: Vec<u32> = (0..instance.candidates() as u32).collect();
    for mentee in 0..instance.mentees() {
        wishes[instance.row[mentee]..instance.row[mentee + 1]]
            .sort_unstable_by_key(|&at| (Reverse(instance.worth[at as usize]), instance.mentor[at as usize]));
    }
    let mut next: Vec<usize> = instance.row[..instance.mentees()].to_vec();
    // The top of a table is whom the mentor would give up first: the lowest worth, then the latest in the input.
    let mut tables: Vec<BinaryHeap<(Reverse<i64>, u32)>> = Vec::new();
    tables.resize_with(instance.mentors(), BinaryHeap::new);
    let mut of = alloc::vec![NOBODY; instance.mentees()];
    let mut waiting: Vec<u32> = (0..instance.mentees() as u32).rev().collect();
    while let Some(mentee) = waiting.pop() {
        let wish = &mut next[mentee as usize];
        if *wish == instance.row[mentee as usize + 1] {
            continue;
        }
        let at = wishes[*wish] as usize;
        *wish += 1;
        let mentor = instance.mentor[at];
        let table = &mut tables[mentor as usize];
        table.push((Reverse(instance.worth[at]), mentee));
        of[mentee as usize] = mentor;
        if table.len() > instance.limits[mentor as usize].capacity as usize
            && let Some((_, refused)) = table.pop()
        {
            of[refused as usize] = NOBODY;
            waiting.push(refused);
        }
    }
    of
}
