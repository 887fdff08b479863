//! First stage: mentees bid for mentors, exactly and without an epsilon.
//!
//! A mentee takes the cheapest mentor. Where the table is full, the mentor's price rises to the point at which
//! the least willing of the contenders (those seated and the newcomer) would rather go elsewhere, and that one
//! goes. Capacity is never expanded into copies: a mentor's seats are a heap by willingness.
//!
//! Willingness (the price at which a mentee is indifferent to his second choice) only grows while prices
//! rise, so a stored one is a lower bound and is verified only when it stands at the top of the heap.
//! Who would leave at a price that does not rise is set aside for the second stage: a tie is not worth a war.

use alloc::vec::Vec;

use super::instance::NOBODY;
use super::number::Price;
use super::plan::Plan;
use super::rows::{PriceOf, Rows};

/// Runs the auction over `queue` (taken from its end) until every mentee in it is seated, given up, or set aside;
/// returns those set aside. `bids` bounds the work; what is left over when it ends is set aside too.
pub(super) fn auction<R: Rows>(rows: &R, plan: &mut Plan<R::Cost>, queue: Vec<u32>, bids: u64) -> Vec<u32> {
    let willing = alloc::vec![PriceOf::<R>::ZERO; plan.of.len()];
    let mut sale = Sale { rows, plan, willing, aside: Vec::new(), queue };
    let mut left = bids;
    while let Some(mentee) = sale.queue.pop() {
        if left == 0 {
            sale.aside.push(mentee);
            continue;
        }
        left = left.saturating_sub(sale.bid(mentee));
    }
    sale.aside.reverse();
    sale.aside
}

struct Sale<'a, R: Rows> {
    rows: &'a R,
    plan: &'a mut Plan<R::Cost>,
    willing: Vec<PriceOf<R>>,
    aside: Vec<u32>,
    queue: Vec<u32>,
}

impl<R: Rows> Sale<'_, R> {
    /// One bid; returns how many rows were read.
    fn bid(&mut self, mentee: u32) -> u64 {
        let best = self.rows.best(mentee, &self.plan.price, self.plan.alone);
        if best.mentor == NOBODY {
            return 1;
        }
        let willing = best.second - best.cost.into();
        if self.plan.has_room(best.mentor) {
            self.sit(mentee, best.mentor, best.cost, willing);
            return 1;
        }
        if best.first == best.second
            && let Some(mentor) = self.free_seat(mentee, best.first)
        {
            let cost = self.rows.cost(mentee, mentor);
            self.sit(mentee, mentor, cost, self.plan.price[mentor as usize]);
            return 2;
        }
        self.willing[mentee as usize] = willing;
        if self.plan.limit[best.mentor as usize] == 1 {
            return self.oust(mentee, best.mentor, best.cost);
        }
        self.contend(mentee, best.mentor, best.cost)
    }

    /// The newcomer takes the only seat at the price at which he is indifferent: nobody else pays it.
    fn oust(&mut self, mentee: u32, mentor: u32, cost: R::Cost) -> u64 {
        let leaver = self.plan.seats[self.plan.first[mentor as usize]];
        self.plan.replace(leaver, mentee, cost);
        let (price, willing) = (&mut self.plan.price[mentor as usize], self.willing[mentee as usize]);
        if willing > *price {
            *price = willing;
            self.queue.push(leaver);
            return 1;
        }
        self.set_aside(leaver);
        2
    }

    /// The newcomer against a full table.
    fn contend(&mut self, mentee: u32, mentor: u32, cost: R::Cost) -> u64 {
        let mut read = 1;
        let first = self.plan.first[mentor as usize];
        let leaver = loop {
            let top = self.plan.seats[first];
            if self.willing[top as usize] >= self.willing[mentee as usize] {
                break mentee;
            }
            read += 1;
            let now = self.willingness(top, mentor);
            if now <= self.willing[top as usize] {
                break top;
            }
            self.willing[top as usize] = now;
            self.sink(mentor);
        };
        let price = &mut self.plan.price[mentor as usize];
        let rises = self.willing[leaver as usize] > *price;
        *price = (*price).max(self.willing[leaver as usize]);
        if leaver != mentee {
            self.plan.seats[first] = mentee;
            self.plan.of[leaver as usize] = NOBODY;
            self.plan.of[mentee as usize] = mentor;
            self.plan.paid[mentee as usize] = cost;
            self.sink(mentor);
        }
        if rises {
            self.queue.push(leaver);
        } else {
            read += 1;
            self.set_aside(leaver);
        }
        read
    }

    /// Somebody whose leaving raised no price: seats him on an equally cheap free seat, or sets him aside.
    fn set_aside(&mut self, mentee: u32) {
        let best = self.rows.best(mentee, &self.plan.price, self.plan.alone);
        match self.free_seat(mentee, best.first) {
            Some(mentor) => {
                let cost = self.rows.cost(mentee, mentor);
                self.sit(mentee, mentor, cost, self.plan.price[mentor as usize]);
            }
            None => self.aside.push(mentee),
        }
    }

    /// A mentor with a free seat at whom the mentee pays no more than `least`, the least he can pay.
    fn free_seat(&self, mentee: u32, least: PriceOf<R>) -> Option<u32> {
        let mut free = None;
        let mut limit = least + PriceOf::<R>::ONE;
        self.rows.relax(mentee, &self.plan.price, &mut limit, |mentor, _, limit| {
            if free.is_none() && self.plan.has_room(mentor) {
                free = Some(mentor);
                // Nothing is cheaper than this.
                *limit = least;
            }
        });
        free
    }

    /// The price of his mentor at which a seated mentee would be as well off elsewhere.
    fn willingness(&self, mentee: u32, mentor: u32) -> PriceOf<R> {
        let best = self.rows.best(mentee, &self.plan.price, self.plan.alone);
        let elsewhere = if best.mentor == mentor { best.second } else { best.first };
        (elsewhere - self.plan.paid[mentee as usize].into()).max(self.plan.price[mentor as usize])
    }

    /// Seats a mentee on a free seat and restores the heap.
    fn sit(&mut self, mentee: u32, mentor: u32, cost: R::Cost, willing: PriceOf<R>) {
        self.willing[mentee as usize] = willing;
        self.plan.seat(mentee, mentor, cost);
        let first = self.plan.first[mentor as usize];
        let mut at = self.plan.load[mentor as usize] as usize - 1;
        while at > 0 {
            let up = (at - 1) / 2;
            let (low, high) = (self.plan.seats[first + at], self.plan.seats[first + up]);
            if self.willing[low as usize] >= self.willing[high as usize] {
                break;
            }
            self.plan.seats.swap(first + at, first + up);
            at = up;
        }
    }

    /// Restores the heap of a mentor's seats after its top grew.
    fn sink(&mut self, mentor: u32) {
        let first = self.plan.first[mentor as usize];
        let load = self.plan.load[mentor as usize] as usize;
        let seats = &mut self.plan.seats[first..first + load];
        let mut at = 0;
        loop {
            let mut down = 2 * at + 1;
            if down >= load {
                return;
            }
            let willing = |k: usize| self.willing[seats[k] as usize];
            if down + 1 < load && willing(down + 1) < willing(down) {
                down += 1;
            }
            if willing(at) <= willing(down) {
                return;
            }
            seats.swap(at, down);
            at = down;
        }
    }
}
