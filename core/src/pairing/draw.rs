//! Searches from the side of the mentors: one who lacks a mentee draws one along the cheapest alternating path
//! (Dijkstra with prices as potentials) from a mentor who can spare one, or from those left out. Prices fall.

use alloc::collections::BinaryHeap;
use alloc::vec::Vec;
use core::cmp::Reverse;

use super::instance::NOBODY;
use super::number::{Cost, Price};
use super::plan::Plan;
use super::rows::Rows;

/// Candidates by mentor: the transposed rows.
pub(super) struct Columns<C> {
    start: Vec<usize>,
    mentee: Vec<u32>,
    cost: Vec<C>,
}

impl<C: Cost> Columns<C> {
    /// Transposes the rows of these mentees.
    pub fn of<R: Rows<Cost = C>>(rows: &R, mentors: usize, members: &[u32]) -> Self {
        let mut start = alloc::vec![0usize; mentors + 1];
        for &mentee in members {
            rows.each(mentee, |mentor, _| start[mentor as usize + 1] += 1);
        }
        for mentor in 0..mentors {
            start[mentor + 1] += start[mentor];
        }
        let mut next = start.clone();
        let mut columns = Self {
            mentee: alloc::vec![0; start[mentors]],
            cost: alloc::vec![C::ZERO; start[mentors]],
            start,
        };
        for &mentee in members {
            rows.each(mentee, |mentor, cost| {
                let at = &mut next[mentor as usize];
                (columns.mentee[*at], columns.cost[*at]) = (mentee, cost);
                *at += 1;
            });
        }
        columns
    }

    /// Number of candidates.
    pub fn len(&self) -> usize {
        self.mentee.len()
    }

    /// Candidates of a mentor, mentees ascending.
    pub fn each(&self, mentor: u32) -> impl ExactSizeIterator<Item = (u32, C)> + '_ {
        let range = self.start[mentor as usize]..self.start[mentor as usize + 1];
        self.mentee[range.clone()].iter().copied().zip(self.cost[range].iter().copied())
    }
}

/// Scratch space of the searches: all distances are `FAR` between two of them.
pub(super) struct Draw<P> {
    distance: Vec<P>,
    /// The mentee a mentor would lose to whoever reached him.
    through: Vec<u32>,
    /// The mentor who would take a mentee.
    taker: Vec<u32>,
    touched: Vec<u32>,
    heap: BinaryHeap<Reverse<(P, u32)>>,
    /// Candidates looked at so far.
    pub looks: usize,
}

impl<P: Price> Draw<P> {
    pub fn new(mentors: usize, mentees: usize) -> Self {
        Self {
            distance: alloc::vec![P::FAR; mentors],
            through: alloc::vec![NOBODY; mentors],
            taker: alloc::vec![NOBODY; mentees],
            touched: Vec::new(),
            heap: BinaryHeap::new(),
            looks: 0,
        }
    }

    /// Gives `root` one more mentee at the least cost. A mentor may spare one if his load exceeds `minimum`. With
    /// `give_up` the seat may also stay empty at the cost of its price, which then falls to 0.
    /// Fails if there is no way, with all mentors that were reached (ascending): all they could take, they have.
    pub fn one<R: Rows<Cost = C>, C: Cost<Price = P>>(
        &mut self,
        rows: &R,
        plan: &mut Plan<C>,
        columns: &Columns<C>,
        minimum: &[u32],
        (root, give_up): (u32, bool),
    ) -> Result<(), Vec<u32>> {
        let mut end = NOBODY;
        let mut limit = if give_up { plan.price[root as usize] } else { P::FAR };
        self.distance[root as usize] = P::ZERO;
        self.touched.push(root);
        self.heap.push(Reverse((P::ZERO, root)));
        while let Some(Reverse((at, mentor))) = self.heap.pop() {
            if at >= limit {
                break;
            }
            if at > self.distance[mentor as usize] {
                continue;
            }
            let base = at + plan.price[mentor as usize];
            self.looks += columns.each(mentor).len();
            for (mentee, cost) in columns.each(mentor) {
                let reached = base + cost.into() - plan.pays(mentee);
                if reached >= limit {
                    continue;
                }
                let holder = plan.of[mentee as usize];
                if holder == NOBODY {
                    (limit, end) = (reached, mentee);
                    self.taker[mentee as usize] = mentor;
                } else if reached < self.distance[holder as usize] {
                    self.enter(holder, reached, mentee, mentor);
                    let price = plan.price[holder as usize];
                    if plan.load[holder as usize] > minimum[holder as usize] && reached + price < limit {
                        (limit, end) = (reached + price, mentee);
                    }
                }
            }
        }
        let stuck = end == NOBODY && !give_up;
        let outcome = if stuck { Err(self.reached()) } else { Ok(()) };
        if !stuck {
            self.lower(plan, limit);
            self.shift(rows, plan, end, root);
        }
        self.touched.drain(..).for_each(|mentor| self.distance[mentor as usize] = P::FAR);
        self.heap.clear();
        outcome
    }

    fn enter(&mut self, holder: u32, reached: P, mentee: u32, taker: u32) {
        if self.distance[holder as usize] == P::FAR {
            self.touched.push(holder);
        }
        self.distance[holder as usize] = reached;
        self.through[holder as usize] = mentee;
        self.taker[mentee as usize] = taker;
        self.heap.push(Reverse((reached, holder)));
    }

    fn reached(&self) -> Vec<u32> {
        let mut reached = self.touched.clone();
        reached.sort_unstable();
        reached
    }

    fn lower<C: Cost<Price = P>>(&self, plan: &mut Plan<C>, limit: P) {
        for &mentor in &self.touched {
            let at = self.distance[mentor as usize];
            if at < limit {
                plan.price[mentor as usize] -= limit - at;
            }
        }
    }

    /// Moves everybody on the path, from its end back to the mentor who lacked one.
    fn shift<R: Rows<Cost = C>, C: Cost<Price = P>>(
        &self,
        rows: &R,
        plan: &mut Plan<C>,
        end: u32,
        root: u32,
    ) {
        if end == NOBODY {
            return;
        }
        let mut mentee = end;
        if plan.of[mentee as usize] != NOBODY {
            plan.unseat(mentee);
        }
        loop {
            let taker = self.taker[mentee as usize];
            if taker == root {
                return plan.seat(mentee, root, rows.cost(mentee, root));
            }
            let next = self.through[taker as usize];
            plan.replace(next, mentee, rows.cost(mentee, taker));
            mentee = next;
        }
    }
}
