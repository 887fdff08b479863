//! The objective `total`: stages one after another, from the narrowest integers that hold the numbers.

use alloc::vec::Vec;

use super::auction::auction;
use super::canonical;
use super::instance::{Instance, NOBODY};
use super::minimums;
use super::number::{Cost, Price, Short, Wide};
use super::outcome::{Failure, Infeasible, Prices, Watch};
use super::paths::Paths;
use super::phases;
use super::plan::Plan;
use super::rows::{Dense, PriceOf, Rows, Sparse, costs};
use super::scarce;

/// An instance less its pins: what is left of the limits, and the numbers that make most pairs come first.
pub(super) struct Reduced {
    /// Mentor of each pinned mentee, or [`NOBODY`].
    pub pinned: Vec<u32>,
    pub capacity: Vec<u32>,
    pub minimum: Vec<u32>,
    /// Capacity, or the number of candidates where that is less.
    pub limit: Vec<u32>,
    /// Lowest and highest worth of a candidate of an unpinned mentee.
    pub least: i64,
    pub top: i64,
    /// Mentees who have a candidate and no pin.
    pub hopeful: Vec<u32>,
}

impl Reduced {
    pub fn of(instance: &Instance) -> Self {
        let mut pinned = alloc::vec![NOBODY; instance.mentees()];
        let mut capacity: Vec<u32> = instance.limits.iter().map(|limits| limits.capacity).collect();
        let mut minimum: Vec<u32> = instance.limits.iter().map(|limits| limits.minimum).collect();
        for pair in &instance.pins {
            pinned[pair.mentee as usize] = pair.mentor;
            capacity[pair.mentor as usize] -= 1;
            minimum[pair.mentor as usize] = minimum[pair.mentor as usize].saturating_sub(1);
        }
        // Where every mentor stands in every row, the rows need not be counted one by one.
        let dense = instance.candidates() == instance.mentors() * instance.mentees();
        let mut limit = alloc::vec![0u32; capacity.len()];
        let (mut least, mut top) = (i64::MAX, i64::MIN);
        let mut hopeful = Vec::new();
        for mentee in (0..instance.mentees()).filter(|&mentee| pinned[mentee] == NOBODY) {
            let range = instance.row[mentee]..instance.row[mentee + 1];
            if !range.is_empty() {
                hopeful.push(mentee as u32);
            }
            if !dense {
                instance.mentor[range].iter().for_each(|&mentor| limit[mentor as usize] += 1);
            }
            let (lowest, highest) = instance.span(mentee as u32);
            (least, top) = (least.min(lowest), top.max(highest));
        }
        if dense {
            limit.fill(hopeful.len() as u32);
        }
        limit.iter_mut().zip(&capacity).for_each(|(limit, &capacity)| *limit = capacity.min(*limit));
        if least > top {
            (least, top) = (0, 0);
        }
        Self { pinned, capacity, minimum, limit, least, top, hopeful }
    }

    /// Seats that can be filled.
    fn places(&self) -> u64 {
        self.limit.iter().map(|&places| u64::from(places)).sum()
    }

    fn range(&self) -> i128 {
        i128::from(self.top) - i128::from(self.least)
    }

    /// What a pair is worth beyond its score above the least: more than all score that pairing one more
    /// mentee could cost, since an alternating path visits each person at most once.
    fn step(&self) -> i128 {
        self.range() * (self.capacity.len().min(self.pinned.len()) as i128 + 1) + 1
    }
}

/// The mentor of each mentee, and prices that prove it; ties are broken by the order of input.
pub(super) fn solve(instance: &Instance, watch: &mut impl Watch) -> Result<(Vec<u32>, Prices), Failure> {
    let reduced = Reduced::of(instance);
    let dense = instance.candidates() == instance.mentors() * instance.mentees();
    let (range, alone) = (reduced.range(), reduced.step() + reduced.range());
    // Where everybody can be paired, staying alone only has to be worse than any pair, and prices of two mentors
    // differ by no more than the range.
    if dense && range < 1 << 26 && reduced.places() >= reduced.hopeful.len() as u64 {
        return match range <= i128::from(u16::MAX) {
            true => run(instance, reduced, dense_rows::<u16>, 1 << 29, watch),
            false => run(instance, reduced, dense_rows::<Short>, 1 << 29, watch),
        };
    }
    // Distances stay below four times the cost of staying alone.
    let narrow = alone < 1 << 58;
    match (dense, narrow && range < 1 << 31, narrow) {
        (true, true, _) => run(instance, reduced, dense_rows::<i32>, alone, watch),
        (true, _, true) => run(instance, reduced, dense_rows::<i64>, alone, watch),
        (false, true, _) => run(instance, reduced, sparse_rows::<i32>, alone, watch),
        (false, _, true) => run(instance, reduced, sparse_rows::<i64>, alone, watch),
        _ => run(instance, reduced, sparse_rows::<Wide>, alone, watch),
    }
}

fn dense_rows<C: Cost>(instance: &Instance, top: i64) -> Dense<C> {
    Dense { mentors: instance.mentors(), cost: costs(instance, top) }
}

fn sparse_rows<C: Cost>(instance: &Instance, top: i64) -> Sparse<'_, C> {
    Sparse { row: &instance.row, mentor: &instance.mentor, cost: costs(instance, top) }
}

fn run<'a, R: Rows>(
    instance: &'a Instance,
    reduced: Reduced,
    rows: impl Fn(&'a Instance, i64) -> R,
    alone: i128,
    watch: &mut impl Watch,
) -> Result<(Vec<u32>, Prices), Failure> {
    let rows = rows(instance, reduced.top);
    let alone = PriceOf::<R>::of(alone);
    let mut plan = Plan::new(instance.mentees(), reduced.limit.clone(), alone);
    pair(&rows, &mut plan, &reduced, watch)?;
    minimums::raise(&rows, &mut plan, &reduced.minimum, &reduced.hopeful)
        .map_err(|among| out_of_reach(instance, &reduced, &plan, among))?;
    canonical::first_of_ties(&rows, &mut plan, &reduced.minimum, &reduced.hopeful);
    let prices = publish(&plan, &reduced);
    let mut of = plan.of;
    of.iter_mut().zip(&reduced.pinned).for_each(|(of, &pin)| *of = if pin == NOBODY { *of } else { pin });
    Ok((of, prices))
}

/// How many rows the auction may read for each mentee before searches take over.
const BIDS: u64 = 12;
/// A range of scores with so many ties that all who are left had better search at once.
const FEW: i128 = 1 << 10;
/// Searches between two reports to the watcher.
const REPORT: usize = 256;

fn pair<R: Rows>(
    rows: &R,
    plan: &mut Plan<R::Cost>,
    reduced: &Reduced,
    watch: &mut impl Watch,
) -> Result<(), Failure> {
    if !watch.go_on(reduced.hopeful.len() as u64) {
        return Err(Failure::Stopped);
    }
    let places = reduced.places();
    // On dense rows a flood from everybody costs more than it saves.
    let (ties, mentees) = (reduced.range() < FEW && !R::DENSE, reduced.hopeful.len() as u64);
    if places < mentees - if ties { mentees / 10 } else { 0 } {
        return scarce::fill(rows, plan, &reduced.hopeful, reduced.range(), watch);
    }
    let balanced = R::DENSE && places == mentees;
    if balanced {
        reduce(rows, plan, &reduced.hopeful);
    }
    let queue: Vec<u32> = reduced.hopeful.iter().rev().copied().collect();
    let bids = BIDS * queue.len() as u64;
    let left = auction(rows, plan, queue, bids);
    if ties {
        return phases::seat_all(rows, plan, left, watch);
    }
    let mut paths = Paths::new(plan.limit.len());
    for (done, &mentee) in left.iter().enumerate() {
        if done % REPORT == 0 && !watch.go_on((left.len() - done) as u64) {
            return Err(Failure::Stopped);
        }
        paths.augment(rows, plan, mentee);
    }
    if balanced {
        level(plan);
    }
    Ok(())
}

/// Where every seat will be filled prices may start below 0: at what makes each mentor cost nothing to the mentee who
/// gains most from him (the column reduction of Jonker and Volgenant).
fn reduce<R: Rows>(rows: &R, plan: &mut Plan<R::Cost>, members: &[u32]) {
    let mut least = alloc::vec![PriceOf::<R>::SHUT; plan.limit.len()];
    members.iter().for_each(|&mentee| rows.lower(mentee, &mut least));
    for (mentor, least) in least.into_iter().enumerate().filter(|&(mentor, _)| plan.limit[mentor] > 0) {
        plan.price[mentor] = -least;
    }
}

/// Raises all prices alike, which changes nobody's choice, so that the lowest is 0.
fn level<C: Cost>(plan: &mut Plan<C>) {
    let open = |mentor: &usize| plan.limit[*mentor] > 0;
    let Some(least) = (0..plan.limit.len()).filter(open).map(|mentor| plan.price[mentor]).min() else {
        return;
    };
    for mentor in (0..plan.limit.len()).filter(|&mentor| plan.limit[mentor] > 0) {
        plan.price[mentor] -= least;
    }
}

fn publish<C: Cost>(plan: &Plan<C>, reduced: &Reduced) -> Prices {
    let price = |mentor: usize| -> i128 {
        let price: i128 = plan.price[mentor].into();
        // A mentor who could take more than he has candidates has no price: nobody is turned away.
        if plan.load[mentor] < reduced.capacity[mentor] { price.min(0) } else { price }
    };
    let mentors = 0..plan.price.len();
    Prices {
        bonus: reduced.step() - i128::from(reduced.least),
        above: mentors.clone().map(|mentor| price(mentor).max(0)).collect(),
        below: mentors.map(|mentor| (-price(mentor)).max(0)).collect(),
    }
}

fn out_of_reach<C: Cost>(
    instance: &Instance,
    reduced: &Reduced,
    plan: &Plan<C>,
    among: Vec<u32>,
) -> Infeasible {
    let short = |&&mentor: &&u32| plan.load[mentor as usize] < reduced.minimum[mentor as usize];
    let touches =
        |mentee: &&u32| instance.row(**mentee).any(|(mentor, _)| among.binary_search(&mentor).is_ok());
    Infeasible::MinimumOutOfReach {
        mentor: among.iter().find(short).copied().unwrap_or(NOBODY),
        needed: among.iter().map(|&mentor| u64::from(reduced.minimum[mentor as usize])).sum(),
        available: reduced.hopeful.iter().filter(touches).count() as u64,
        among,
    }
}
