//! Second stage: one shortest augmenting path for each mentee who is left (Dijkstra over mentors with prices as
//! potentials), pruned at the cheapest end found: a free seat, or somebody on the way staying alone.

use alloc::collections::BinaryHeap;
use alloc::vec::Vec;
use core::cmp::Reverse;

use super::instance::NOBODY;
use super::number::{Cost, Price};
use super::plan::Plan;
use super::rows::{PriceOf, Rows};

/// Scratch space of the searches: all distances are `FAR` between two of them.
pub(super) struct Paths<P> {
    pub(super) distance: Vec<P>,
    /// The mentee through whom a mentor was reached.
    pub(super) by: Vec<u32>,
    pub(super) touched: Vec<u32>,
    pub(super) settled: Vec<u32>,
    pub(super) heap: BinaryHeap<Reverse<(P, u32)>>,
}

/// The cheapest end found so far: `mentee` takes a free seat at `mentor`, or stays alone (`NOBODY`).
pub(super) struct End {
    pub mentee: u32,
    pub mentor: u32,
}

impl<P: Price> Paths<P> {
    pub fn new(mentors: usize) -> Self {
        Self {
            distance: alloc::vec![P::FAR; mentors],
            by: alloc::vec![NOBODY; mentors],
            touched: Vec::new(),
            settled: Vec::new(),
            heap: BinaryHeap::new(),
        }
    }

    /// Pairs `root`, or gives somebody up for good, at the least cost; keeps the invariant of [`Plan`].
    /// Returns how many rows were read.
    pub fn augment<R: Rows<Cost = C>, C: Cost<Price = P>>(
        &mut self,
        rows: &R,
        plan: &mut Plan<C>,
        root: u32,
    ) -> u64 {
        let start = rows.best(root, &plan.price, plan.alone).first;
        let (mut limit, mut end) = (P::FAR, End { mentee: root, mentor: NOBODY });
        let mut read = 2;
        self.scan(rows, plan, root, -start, &mut limit, &mut end);
        while let Some(Reverse((at, mentor))) = self.heap.pop() {
            if at >= limit {
                break;
            }
            if at > self.distance[mentor as usize] {
                continue;
            }
            self.settled.push(mentor);
            for k in 0..plan.load[mentor as usize] as usize {
                let mentee = plan.seats[plan.first[mentor as usize] + k];
                let base = at - plan.pays(mentee);
                self.scan(rows, plan, mentee, base, &mut limit, &mut end);
                read += 1;
            }
        }
        for &mentor in &self.settled {
            plan.price[mentor as usize] += limit - self.distance[mentor as usize];
        }
        self.shift(rows, plan, root, &end);
        self.reset();
        read
    }

    #[inline]
    pub(super) fn scan<R: Rows<Cost = C>, C: Cost<Price = P>>(
        &mut self,
        rows: &R,
        plan: &Plan<C>,
        mentee: u32,
        base: PriceOf<R>,
        limit: &mut P,
        end: &mut End,
    ) {
        if base + plan.alone < *limit {
            *limit = base + plan.alone;
            *end = End { mentee, mentor: NOBODY };
        }
        let mut within = *limit - base;
        rows.relax(mentee, &plan.price, &mut within, |mentor, at, within| {
            let at = base + at;
            let known = &mut self.distance[mentor as usize];
            if at >= *known {
                return;
            }
            if *known == P::FAR {
                self.touched.push(mentor);
            }
            *known = at;
            self.by[mentor as usize] = mentee;
            if plan.has_room(mentor) {
                *limit = at;
                *within = at - base;
                *end = End { mentee, mentor };
            } else {
                self.heap.push(Reverse((at, mentor)));
            }
        });
    }

    /// Moves everybody on the path by one seat, from its end back to the root.
    pub(super) fn shift<R: Rows<Cost = C>, C: Cost<Price = P>>(
        &self,
        rows: &R,
        plan: &mut Plan<C>,
        root: u32,
        end: &End,
    ) {
        let (mut mentee, mut target) = (end.mentee, end.mentor);
        loop {
            let left = plan.of[mentee as usize];
            if mentee != root {
                plan.unseat(mentee);
            }
            if target != NOBODY {
                plan.seat(mentee, target, rows.cost(mentee, target));
            }
            if mentee == root {
                return;
            }
            (mentee, target) = (self.by[left as usize], left);
        }
    }

    pub(super) fn reset(&mut self) {
        for &mentor in &self.touched {
            self.distance[mentor as usize] = P::FAR;
        }
        self.touched.clear();
        self.settled.clear();
        self.heap.clear();
    }
}
