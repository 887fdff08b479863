//! Third stage: minimum loads. A mentor below his minimum draws mentees along the cheapest alternating path
//! from a mentor who can spare one (or one who was left out), which lowers prices, some below zero.

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
    /// Transposes the rows of the mentees that `free` accepts.
    pub fn of<R: Rows<Cost = C>>(rows: &R, mentors: usize, mentees: u32, free: impl Fn(u32) -> bool) -> Self {
        let mut start = alloc::vec![0usize; mentors + 1];
        for mentee in (0..mentees).filter(|&mentee| free(mentee)) {
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
        for mentee in (0..mentees).filter(|&mentee| free(mentee)) {
            rows.each(mentee, |mentor, cost| {
                let at = &mut next[mentor as usize];
                (columns.mentee[*at], columns.cost[*at]) = (mentee, cost);
                *at += 1;
            });
        }
        columns
    }

    fn each(&self, mentor: u32) -> impl Iterator<Item = (u32, C)> + '_ {
        let range = self.start[mentor as usize]..self.start[mentor as usize + 1];
        self.mentee[range.clone()].iter().copied().zip(self.cost[range].iter().copied())
    }
}

/// Raises every load to `minimum`. On failure gives the mentors (ascending) whose minimums together exceed the
/// number of mentees that are candidates of any of them.
pub(super) fn raise<R: Rows>(
    rows: &R,
    plan: &mut Plan<R::Cost>,
    minimum: &[u32],
    free: impl Fn(u32) -> bool,
) -> Result<(), Vec<u32>> {
    let short = |plan: &Plan<R::Cost>, mentor: usize| plan.load[mentor] < minimum[mentor];
    if (0..minimum.len()).all(|mentor| !short(plan, mentor)) {
        return Ok(());
    }
    let columns = Columns::of(rows, minimum.len(), plan.of.len() as u32, free);
    let mut draw = Draw::new(minimum.len(), plan.of.len());
    for mentor in 0..minimum.len() {
        while short(plan, mentor) {
            draw.one(rows, plan, &columns, minimum, mentor as u32)?;
        }
    }
    Ok(())
}

/// One search from a mentor who is short; scratch space is kept between searches.
struct Draw<P> {
    distance: Vec<P>,
    /// The mentee a mentor would lose to whoever reached him.
    through: Vec<u32>,
    /// The mentor who would take a mentee.
    taker: Vec<u32>,
    touched: Vec<u32>,
    heap: BinaryHeap<Reverse<(P, u32)>>,
}

impl<P: Price> Draw<P> {
    fn new(mentors: usize, mentees: usize) -> Self {
        Self {
            distance: alloc::vec![P::FAR; mentors],
            through: alloc::vec![NOBODY; mentors],
            taker: alloc::vec![NOBODY; mentees],
            touched: Vec::new(),
            heap: BinaryHeap::new(),
        }
    }

    fn one<R: Rows<Cost = C>, C: Cost<Price = P>>(
        &mut self,
        rows: &R,
        plan: &mut Plan<C>,
        columns: &Columns<C>,
        minimum: &[u32],
        root: u32,
    ) -> Result<(), Vec<u32>> {
        let (mut limit, mut end) = (P::FAR, NOBODY);
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
            for (mentee, cost) in columns.each(mentor) {
                let holder = plan.of[mentee as usize];
                if holder == mentor {
                    continue;
                }
                let reached = at + (cost.into() + plan.price[mentor as usize] - plan.pays(mentee));
                if reached >= limit {
                    continue;
                }
                let spare = match holder {
                    NOBODY => Some(P::ZERO),
                    other if plan.load[other as usize] > minimum[other as usize] => {
                        Some(plan.price[other as usize])
                    }
                    _ => None,
                };
                if let Some(price) = spare.filter(|&price| reached + price < limit) {
                    (limit, end) = (reached + price, mentee);
                    self.taker[mentee as usize] = mentor;
                }
                if holder != NOBODY && reached < self.distance[holder as usize] {
                    self.enter(holder, reached, mentee, mentor);
                }
            }
        }
        let outcome = self.finish(rows, plan, limit, end, root);
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

    fn finish<R: Rows<Cost = C>, C: Cost<Price = P>>(
        &mut self,
        rows: &R,
        plan: &mut Plan<C>,
        limit: P,
        end: u32,
        root: u32,
    ) -> Result<(), Vec<u32>> {
        if end == NOBODY {
            let mut stuck = self.touched.clone();
            stuck.sort_unstable();
            return Err(stuck);
        }
        for &mentor in &self.touched {
            let at = self.distance[mentor as usize];
            if at < limit {
                plan.price[mentor as usize] -= limit - at;
            }
        }
        // From the end, where a mentor can spare one, back to the mentor who is short.
        let mut mentee = end;
        loop {
            let taker = self.taker[mentee as usize];
            if plan.of[mentee as usize] != NOBODY {
                plan.unseat(mentee);
            }
            if taker == root {
                plan.seat(mentee, root, rows.cost(mentee, root));
                return Ok(());
            }
            let next = self.through[taker as usize];
            plan.replace(next, mentee, rows.cost(mentee, taker));
            mentee = next;
        }
    }
}
