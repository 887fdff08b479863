//! The objective `fair`: most pairs first, then leximin of their worths.
//!
//! From the worst worth up: the pairs that have it are made as few as can be (an assignment in which they cost 1 and
//! everything else 0), and its prices say which candidates and loads remain possible if that number is not to rise.
//! What remains is exactly the set of all answers as good so far, so the next worth is settled within it.
//! No weights by powers are needed, which would overflow. Staying alone is one more mentor with a fixed load,
//! so that the number of pairs stays what it is.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use super::canonical;
use super::instance::{Instance, NOBODY};
use super::minimums;
use super::outcome::{Failure, Level, Prices, Watch};
use super::paths::Paths;
use super::plan::Plan;
use super::rows::Sparse;
use super::total::{self, Reduced};

/// Beyond the cost of any path of a level, where every candidate costs 0 or 1.
const NEVER: i64 = 1 << 40;

/// The mentor of each mentee, a proof that no more can be paired, and one for each level.
pub(super) fn solve(
    instance: &Instance,
    watch: &mut impl Watch,
) -> Result<(Vec<u32>, Prices, Vec<Level>), Failure> {
    let even = instance.even();
    let (_, most) = total::solve(&even, watch)?;
    let (start, _) = total::solve(instance, watch)?;
    let reduced = Reduced::of(instance);
    let mut face = Face::of(instance, &reduced, &start);
    let mut levels = Vec::new();
    let mut settled = BTreeSet::new();
    loop {
        let open: Vec<i64> = face.worths().filter(|worth| !settled.contains(worth)).collect();
        let Some(&worth) = open.iter().min() else { break };
        if !watch.go_on(open.len() as u64) {
            return Err(Failure::Stopped);
        }
        if let Some(level) = face.settle(worth, &settled) {
            settled.insert(worth);
            levels.push(level);
        }
    }
    face.plan.price.fill(0);
    face.plan.paid.fill(0);
    let cost = alloc::vec![0; face.mentor.len()];
    let rows = Sparse { row: &face.row, mentor: &face.mentor, cost };
    canonical::first_of_ties(&rows, &mut face.plan, &face.minimum, &reduced.hopeful);
    let mut of = reduced.pinned.clone();
    for &mentee in &reduced.hopeful {
        of[mentee as usize] = face.mentor_of(mentee);
    }
    Ok((of, most, levels))
}

/// The answers that are still possible, and one of them.
struct Face<'a> {
    members: &'a [u32],
    row: Vec<usize>,
    mentor: Vec<u32>,
    worth: Vec<i64>,
    minimum: Vec<u32>,
    plan: Plan<i32>,
    paths: Paths<i64>,
    /// The mentor who stands for staying alone: the last.
    nobody: u32,
}

impl<'a> Face<'a> {
    fn of(instance: &Instance, reduced: &'a Reduced, start: &[u32]) -> Self {
        let nobody = instance.mentors() as u32;
        let alone = reduced.hopeful.iter().filter(|&&mentee| start[mentee as usize] == NOBODY).count() as u32;
        let (mut row, mut mentor, mut worth) = (alloc::vec![0], Vec::new(), Vec::new());
        let mut members = reduced.hopeful.iter().copied().peekable();
        for mentee in 0..instance.mentees() as u32 {
            if members.next_if_eq(&mentee).is_some() {
                instance.row(mentee).chain([(nobody, 0)]).for_each(|(place, value)| {
                    mentor.push(place);
                    worth.push(value);
                });
            }
            row.push(mentor.len());
        }
        let (mut limit, mut minimum) = (reduced.limit.clone(), reduced.minimum.clone());
        limit.push(alone);
        minimum.push(alone);
        let paths = Paths::new(limit.len());
        let mut plan = Plan::new(instance.mentees(), limit, NEVER);
        for &mentee in &reduced.hopeful {
            plan.seat(mentee, start[mentee as usize].min(nobody), 0);
        }
        Self { members: &reduced.hopeful, row, mentor, worth, minimum, plan, paths, nobody }
    }

    fn mentor_of(&self, mentee: u32) -> u32 {
        Some(self.plan.of[mentee as usize]).filter(|&mentor| mentor != self.nobody).unwrap_or(NOBODY)
    }

    /// The worth of each pair.
    fn worths(&self) -> impl Iterator<Item = i64> + '_ {
        self.members.iter().filter_map(|&mentee| self.own(mentee))
    }

    fn own(&self, mentee: u32) -> Option<i64> {
        let start = self.row[mentee as usize];
        let row = &self.mentor[start..self.row[mentee as usize + 1]];
        let at = row.binary_search(&self.plan.of[mentee as usize]).ok()?;
        (row[at] != self.nobody).then(|| self.worth[start + at])
    }

    /// Makes pairs of this worth, the lowest that is not settled, as few as can be. If none remains, the worth is
    /// given up; else what could raise their number is, and the level says why.
    fn settle(&mut self, worth: i64, settled: &BTreeSet<i64>) -> Option<Level> {
        self.retain(|face, at, _| {
            face.mentor[at] == face.nobody || face.worth[at] >= worth || settled.contains(&face.worth[at])
        });
        let costs = |(&mentor, &value): (&u32, &i64)| i32::from(mentor != self.nobody && value == worth);
        let cost: Vec<i32> = self.mentor.iter().zip(&self.worth).map(costs).collect();
        let rows = Sparse { row: &self.row, mentor: &self.mentor, cost };
        self.plan.price.fill(0);
        let roots: Vec<u32> =
            self.members.iter().copied().filter(|&mentee| self.own(mentee) == Some(worth)).collect();
        self.plan.paid.fill(0);
        roots.iter().for_each(|&mentee| self.plan.unseat(mentee));
        for &mentee in &roots {
            self.paths.augment(&rows, &mut self.plan, mentee);
        }
        // There is an answer (the one before), so the minimums are within reach.
        let _ = minimums::raise(&rows, &mut self.plan, &self.minimum, self.members);
        let cost = rows.cost;
        if !self.members.iter().any(|&mentee| self.plan.paid[mentee as usize] == 1) {
            self.plan.price.fill(0);
            self.retain(|_, at, _| cost[at] == 0);
            return None;
        }
        let level = self.level(worth);
        let pays: Vec<i64> = (0..self.plan.of.len() as u32).map(|mentee| self.plan.pays(mentee)).collect();
        self.retain(|face, at, mentee| {
            i64::from(cost[at]) + face.plan.price[face.mentor[at] as usize] == pays[mentee as usize]
        });
        for mentor in 0..self.minimum.len() {
            let (price, load) = (self.plan.price[mentor], self.plan.load[mentor]);
            if price > 0 {
                self.minimum[mentor] = load;
            } else if price < 0 {
                self.plan.limit[mentor] = load;
            }
        }
        Some(level)
    }

    fn level(&self, worth: i64) -> Level {
        let prices = (0u32..).zip(self.plan.price.iter().copied());
        let pays = self.members.iter().map(|&mentee| (mentee, self.plan.pays(mentee)));
        Level {
            worth,
            mentors: prices.filter(|&(_, price)| price != 0).collect(),
            mentees: pays.filter(|&(_, pays)| pays != 0).collect(),
        }
    }

    /// Keeps the candidates for which `keep(self, place, mentee)` holds.
    fn retain(&mut self, keep: impl Fn(&Self, usize, u32) -> bool) {
        let (mut kept, mut begin) = (0, 0);
        for mentee in 0..self.row.len() - 1 {
            let end = self.row[mentee + 1];
            for at in begin..end {
                if keep(self, at, mentee as u32) {
                    (self.mentor[kept], self.worth[kept]) = (self.mentor[at], self.worth[at]);
                    kept += 1;
                }
            }
            begin = end;
            self.row[mentee + 1] = kept;
        }
        self.mentor.truncate(kept);
        self.worth.truncate(kept);
    }
}
