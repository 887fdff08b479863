//! Candidates as rows of costs, dense and sparse, and the three questions the solver asks of a row.

use alloc::vec::Vec;

use super::instance::{Instance, NOBODY};
use super::number::{Cost, Price};

/// The cheapest choice of a mentee at given prices, and the second cheapest (staying alone is a choice too).
#[derive(Clone, Copy)]
pub(super) struct Best<C, P> {
    pub first: P,
    /// `NOBODY` where staying alone is at least as cheap as every mentor.
    pub mentor: u32,
    pub cost: C,
    pub second: P,
}

/// Rows of candidates by mentee.
pub(super) trait Rows {
    type Cost: Cost;
    /// Whether every mentor stands in every row.
    const DENSE: bool;
    /// The two cheapest choices at these prices; `alone` is the cost of staying alone.
    fn best(
        &self,
        mentee: u32,
        prices: &[PriceOf<Self>],
        alone: PriceOf<Self>,
    ) -> Best<Self::Cost, PriceOf<Self>>;
    /// The cost of a candidate that is known to exist.
    fn cost(&self, mentee: u32, mentor: u32) -> Self::Cost;
    /// Calls `reach` with each mentor and cost + price where that is below `limit`, which `reach` may lower.
    fn relax(
        &self,
        mentee: u32,
        prices: &[PriceOf<Self>],
        limit: &mut PriceOf<Self>,
        reach: impl FnMut(u32, PriceOf<Self>, &mut PriceOf<Self>),
    );
    /// Every candidate of the mentee, mentors ascending.
    fn each(&self, mentee: u32, visit: impl FnMut(u32, Self::Cost));
    /// Lowers what stands for each mentor to the cost of this mentee.
    fn lower(&self, mentee: u32, least: &mut [PriceOf<Self>]) {
        self.each(mentee, |mentor, cost| {
            let least = &mut least[mentor as usize];
            *least = (*least).min(cost.into());
        });
    }
}

/// The type of prices that goes with rows.
pub(super) type PriceOf<R> = <<R as Rows>::Cost as Cost>::Price;

/// Rows that name their mentors.
pub(super) struct Sparse<'a, C> {
    pub row: &'a [usize],
    pub mentor: &'a [u32],
    pub cost: Vec<C>,
}

/// Rows in which every mentor stands.
pub(super) struct Dense<C> {
    pub mentors: usize,
    pub cost: Vec<C>,
}

/// Costs `top - worth` of all candidates; those of pinned mentees are never read and may be anything.
pub(super) fn costs<C: Cost>(instance: &Instance, top: i64) -> Vec<C> {
    instance.worth.iter().map(|&worth| C::narrow(i128::from(top) - i128::from(worth))).collect()
}

impl<C: Cost> Sparse<'_, C> {
    fn range(&self, mentee: u32) -> core::ops::Range<usize> {
        self.row[mentee as usize]..self.row[mentee as usize + 1]
    }
}

impl<C: Cost> Rows for Sparse<'_, C> {
    type Cost = C;
    const DENSE: bool = false;

    #[inline]
    fn best(&self, mentee: u32, prices: &[C::Price], alone: C::Price) -> Best<C, C::Price> {
        let mut best = Best { first: alone, mentor: NOBODY, cost: C::ZERO, second: C::Price::FAR };
        let range = self.range(mentee);
        for (&mentor, &cost) in self.mentor[range.clone()].iter().zip(&self.cost[range]) {
            best.offer(mentor, cost, cost.into() + prices[mentor as usize]);
        }
        best
    }

    #[inline]
    fn cost(&self, mentee: u32, mentor: u32) -> C {
        let range = self.range(mentee);
        let at = self.mentor[range.clone()].partition_point(|&other| other < mentor);
        self.cost[range.start + at]
    }

    #[inline]
    fn relax(
        &self,
        mentee: u32,
        prices: &[C::Price],
        limit: &mut C::Price,
        mut reach: impl FnMut(u32, C::Price, &mut C::Price),
    ) {
        let range = self.range(mentee);
        for (&mentor, &cost) in self.mentor[range.clone()].iter().zip(&self.cost[range]) {
            let at = cost.into() + prices[mentor as usize];
            if at < *limit {
                reach(mentor, at, limit);
            }
        }
    }

    fn each(&self, mentee: u32, mut visit: impl FnMut(u32, C)) {
        let range = self.range(mentee);
        self.mentor[range.clone()]
            .iter()
            .zip(&self.cost[range])
            .for_each(|(&mentor, &cost)| visit(mentor, cost));
    }
}

impl<C: Cost> Best<C, C::Price> {
    #[inline]
    fn offer(&mut self, mentor: u32, cost: C, at: C::Price) {
        if at < self.second {
            if at < self.first {
                self.second = self.first;
                (self.first, self.mentor, self.cost) = (at, mentor, cost);
            } else {
                self.second = at;
            }
        }
    }
}

/// Entries looked at together: their minimum decides whether any of them is worth looking at alone.
const BLOCK: usize = 32;

#[inline]
fn block_minimum<C: Cost>(costs: &[C], prices: &[C::Price]) -> C::Price {
    let mut least = C::Price::FAR;
    for (&cost, &price) in costs.iter().zip(prices) {
        let at = cost.into() + price;
        least = if at < least { at } else { least };
    }
    least
}

impl<C: Cost> Dense<C> {
    fn row(&self, mentee: u32) -> &[C] {
        &self.cost[mentee as usize * self.mentors..][..self.mentors]
    }
}

impl<C: Cost> Rows for Dense<C> {
    type Cost = C;
    const DENSE: bool = true;

    #[inline]
    fn best(&self, mentee: u32, prices: &[C::Price], alone: C::Price) -> Best<C, C::Price> {
        let mut best = Best { first: alone, mentor: NOBODY, cost: C::ZERO, second: C::Price::FAR };
        let blocks = self.row(mentee).chunks(BLOCK).zip(prices.chunks(BLOCK));
        for (block, (costs, prices)) in blocks.enumerate() {
            if block_minimum(costs, prices) < best.second {
                for (k, (&cost, &price)) in costs.iter().zip(prices).enumerate() {
                    best.offer((block * BLOCK + k) as u32, cost, cost.into() + price);
                }
            }
        }
        best
    }

    #[inline]
    fn cost(&self, mentee: u32, mentor: u32) -> C {
        self.row(mentee)[mentor as usize]
    }

    #[inline]
    fn relax(
        &self,
        mentee: u32,
        prices: &[C::Price],
        limit: &mut C::Price,
        mut reach: impl FnMut(u32, C::Price, &mut C::Price),
    ) {
        let blocks = self.row(mentee).chunks(BLOCK).zip(prices.chunks(BLOCK));
        for (block, (costs, prices)) in blocks.enumerate() {
            if block_minimum(costs, prices) < *limit {
                for (k, (&cost, &price)) in costs.iter().zip(prices).enumerate() {
                    let at = cost.into() + price;
                    if at < *limit {
                        reach((block * BLOCK + k) as u32, at, limit);
                    }
                }
            }
        }
    }

    fn each(&self, mentee: u32, mut visit: impl FnMut(u32, C)) {
        self.row(mentee).iter().enumerate().for_each(|(mentor, &cost)| visit(mentor as u32, cost));
    }

    fn lower(&self, mentee: u32, least: &mut [C::Price]) {
        for (least, &cost) in least.iter_mut().zip(self.row(mentee)) {
            let cost = cost.into();
            *least = if cost < *least { cost } else { *least };
        }
    }
}
