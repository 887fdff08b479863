//! Prices to start from where places and mentees nearly balance and searches would have far to go.
//!
//! An auction with a shrinking epsilon (Bertsekas) in which every seat has a price of its own: the seats of a mentor
//! are a heap, and a newcomer takes the cheapest at the price that makes it dearer than his second choice by
//! epsilon. Mentees for whom there is no place sit with one more mentor, who costs everybody the same, so that
//! every seat could be filled in the end and no price has to be 0. It decides nothing: any prices are fit to start
//! from, and searches mend what is not exact.

use alloc::collections::VecDeque;
use alloc::vec::Vec;

use super::instance::NOBODY;
use super::number::Price;
use super::outcome::Watch;
use super::plan::Plan;
use super::rows::{PriceOf, Rows};

/// Bids for each mentee before the auction is given up as hopeless (some seats can never be filled, say).
const BIDS: usize = 100;
/// Bids between two reports to the watcher.
const REPORT: usize = 1 << 16;
/// By what epsilon shrinks, and how often.
const SHRINK: i128 = 8;
const ROUNDS: usize = 4;
/// A round ends when of so many mentees one is without a seat: the last few fight long for little.
const FEW: usize = 200;

/// Prices, what staying alone costs at them, and who sat where.
pub(super) struct Start<P> {
    pub price: Vec<P>,
    pub alone: P,
    pub of: Vec<u32>,
}

/// Runs the auction for an empty plan whose places are no more than its mentees; `range` is that of the costs.
/// None if it did not come to an end within its bounds, or was stopped.
pub(super) fn start<R: Rows>(
    rows: &R,
    plan: &Plan<R::Cost>,
    members: &[u32],
    range: i128,
    watch: &mut impl Watch,
) -> Option<Start<PriceOf<R>>> {
    let mut market = Market::of(rows, plan, members, range);
    let mut epsilon = range;
    for _ in 0..ROUNDS {
        epsilon = (epsilon / SHRINK).max(1);
        market.round(PriceOf::<R>::of(epsilon), watch)?;
    }
    let mentors = plan.limit.len();
    let mut of = alloc::vec![NOBODY; plan.of.len()];
    for (mentor, two) in (0u32..).zip(market.first.windows(2)).take(mentors) {
        let seated = market.seats[two[0]..two[1]].iter();
        seated.filter(|seat| seat.1 != NOBODY).for_each(|seat| of[seat.1 as usize] = mentor);
    }
    let alone = market.lowest[mentors];
    market.lowest.truncate(mentors);
    Some(Start { price: market.lowest, alone, of })
}

struct Market<'a, R: Rows> {
    rows: &'a R,
    members: &'a [u32],
    range: PriceOf<R>,
    /// Seats of mentor `j` stand at `first[j]..first[j + 1]`, the cheapest first; the last is for those alone.
    first: Vec<usize>,
    /// Price of each seat, and who sits there.
    seats: Vec<(PriceOf<R>, u32)>,
    /// Price of each mentor's cheapest seat.
    lowest: Vec<PriceOf<R>>,
    held: Vec<bool>,
    queue: VecDeque<u32>,
    left: usize,
}

impl<'a, R: Rows> Market<'a, R> {
    fn of(rows: &'a R, plan: &Plan<R::Cost>, members: &'a [u32], range: i128) -> Self {
        let places: usize = plan.limit.iter().map(|&places| places as usize).sum();
        let spare = members.len() - places;
        let mut first = plan.first.clone();
        first.extend([places, members.len()]);
        let shut = |&places: &u32| if places == 0 { PriceOf::<R>::SHUT } else { PriceOf::<R>::ZERO };
        let mut lowest: Vec<PriceOf<R>> = plan.limit.iter().map(shut).collect();
        lowest.push(shut(&(spare.min(1) as u32)));
        Self {
            rows,
            members,
            range: PriceOf::<R>::of(range),
            first,
            seats: alloc::vec![(PriceOf::<R>::ZERO, NOBODY); members.len()],
            lowest,
            held: alloc::vec![false; plan.of.len()],
            queue: VecDeque::new(),
            left: members.len().saturating_mul(BIDS),
        }
    }

    /// The auction at one epsilon. Who sits well enough by it keeps his seat.
    fn round(&mut self, epsilon: PriceOf<R>, watch: &mut impl Watch) -> Option<()> {
        self.dismiss(epsilon);
        let few = self.members.len() / FEW;
        while let Some(mentee) = self.queue.pop_front() {
            if self.queue.len() < few {
                break;
            }
            if self.left.is_multiple_of(REPORT) && !watch.go_on(self.members.len() as u64) {
                return None;
            }
            self.left = self.left.checked_sub(1)?;
            let loser = self.bid(mentee, epsilon)?;
            if loser != NOBODY {
                self.queue.push_back(loser);
            }
        }
        Some(())
    }

    /// Empties the seats of those who would pay more than epsilon too much, and queues everybody without one.
    fn dismiss(&mut self, epsilon: PriceOf<R>) {
        let mentors = self.first.len() - 2;
        self.held.fill(false);
        for mentor in 0..=mentors {
            for at in self.first[mentor]..self.first[mentor + 1] {
                let (price, mentee) = self.seats[at];
                if mentee == NOBODY {
                    continue;
                }
                let best = self.rows.best(mentee, &self.lowest[..mentors], self.lowest[mentors]);
                let own = if mentor == mentors {
                    price
                } else {
                    self.rows.cost(mentee, mentor as u32).into() + price
                };
                if own <= best.first + epsilon {
                    self.held[mentee as usize] = true;
                } else {
                    self.seats[at].1 = NOBODY;
                }
            }
        }
        let waits = |mentee: &u32| !self.held[*mentee as usize];
        self.queue = self.members.iter().copied().filter(waits).collect();
    }

    /// One bid; gives who loses the seat, or nobody. None if prices leave their bounds.
    fn bid(&mut self, mentee: u32, epsilon: PriceOf<R>) -> Option<u32> {
        let mentors = self.first.len() - 2;
        let best = self.rows.best(mentee, &self.lowest[..mentors], self.lowest[mentors]);
        let (mentor, cost) = match best.mentor {
            NOBODY => (mentors, PriceOf::<R>::ZERO),
            mentor => (mentor as usize, best.cost.into()),
        };
        let seats = &mut self.seats[self.first[mentor]..self.first[mentor + 1]];
        let mut second = best.second;
        for seat in seats.iter().skip(1).take(2) {
            second = second.min(cost + seat.0);
        }
        let (price, loser) = seats.first().copied()?;
        let price = price + (second - best.first).min(self.range) + epsilon;
        if price > PriceOf::<R>::SHUT - self.range {
            return None;
        }
        seats[0] = (price, mentee);
        sink(seats);
        self.lowest[mentor] = seats[0].0;
        Some(loser)
    }
}

/// Restores the heap after its first seat became dearer.
fn sink<P: Price>(seats: &mut [(P, u32)]) {
    let mut at = 0;
    loop {
        let mut down = 2 * at + 1;
        if down >= seats.len() {
            return;
        }
        if down + 1 < seats.len() && seats[down + 1].0 < seats[down].0 {
            down += 1;
        }
        if seats[at].0 <= seats[down].0 {
            return;
        }
        seats.swap(at, down);
        at = down;
    }
}
