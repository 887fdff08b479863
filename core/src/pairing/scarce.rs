//! First and second stage where places are fewer than mentees: the scarce side bids, so that whoever is left out in
//! the end need not be priced out of every mentor.
//!
//! The mirror of the auction and the searches of the mentees: prices start high and fall. A mentor with free seats
//! takes the mentees he gains most from, and lowers his price to what he would gain from the next one, which makes
//! his mentees dearer for others. What does not change a price is left to searches. A seat from which nothing is
//! to be gained stays free, at price 0.

use alloc::vec::Vec;

use super::draw::{Columns, Draw};
use super::instance::NOBODY;
use super::number::Price;
use super::outcome::{Failure, Watch};
use super::plan::Plan;
use super::rows::{PriceOf, Rows};

/// How many candidates the auction may look at for each candidate there is, before searches take over.
const LOOKS: usize = 12;
/// Searches between two reports to the watcher.
const REPORT: u64 = 256;

/// Fills the seats of an empty plan.
pub(super) fn fill<R: Rows>(
    rows: &R,
    plan: &mut Plan<R::Cost>,
    members: &[u32],
    watch: &mut impl Watch,
) -> Result<(), Failure> {
    let mentors = plan.limit.len();
    let columns = Columns::of(rows, mentors, members);
    plan.price.fill(plan.alone);
    auction(plan, rows, &columns);
    let nothing = alloc::vec![0; mentors];
    let mut draw = Draw::new(mentors, plan.of.len());
    let mut searches = 0;
    for mentor in 0..mentors as u32 {
        while plan.has_room(mentor) && plan.price[mentor as usize] > PriceOf::<R>::ZERO {
            if searches % REPORT == 0 && !watch.go_on((mentors - mentor as usize) as u64) {
                return Err(Failure::Stopped);
            }
            searches += 1;
            // With giving up allowed there is always a way.
            let _ = draw.one(rows, plan, &columns, &nothing, (mentor, true));
        }
    }
    Ok(())
}

fn auction<R: Rows>(plan: &mut Plan<R::Cost>, rows: &R, columns: &Columns<R::Cost>) {
    let mut left = LOOKS * columns.len();
    let mut queue: Vec<u32> = (0..plan.limit.len() as u32).rev().collect();
    let mut waiting = alloc::vec![true; plan.limit.len()];
    let mut offers = Vec::new();
    while let Some(mentor) = queue.pop() {
        waiting[mentor as usize] = false;
        if left == 0 {
            return;
        }
        left = left.saturating_sub(columns.each(mentor).len());
        bid(plan, rows, columns, mentor, &mut offers, |loser| {
            if !waiting[loser as usize] {
                waiting[loser as usize] = true;
                queue.push(loser);
            }
        });
    }
}

/// One bid of a mentor for all of his free seats.
fn bid<R: Rows>(
    plan: &mut Plan<R::Cost>,
    rows: &R,
    columns: &Columns<R::Cost>,
    mentor: u32,
    offers: &mut Vec<(PriceOf<R>, bool, u32)>,
    mut loses: impl FnMut(u32),
) {
    let free = (plan.limit[mentor as usize] - plan.load[mentor as usize]) as usize;
    if free == 0 {
        return;
    }
    offers.clear();
    for (mentee, cost) in columns.each(mentor) {
        let of = plan.of[mentee as usize];
        let gain = plan.pays(mentee) - cost.into();
        if of != mentor && gain > PriceOf::<R>::ZERO {
            offers.push((gain, of == NOBODY, mentee));
        }
    }
    // Highest gain first, those nobody has before others, then by the order of input.
    let order =
        |a: &(PriceOf<R>, bool, u32), b: &(PriceOf<R>, bool, u32)| (b.0, b.1, a.2).cmp(&(a.0, a.1, b.2));
    let mut next = PriceOf::<R>::ZERO;
    if offers.len() > free {
        let (_, after, _) = offers.select_nth_unstable_by(free, order);
        next = after.0;
    }
    plan.price[mentor as usize] = plan.price[mentor as usize].min(next);
    for &(gain, alone, mentee) in offers.iter().take(free) {
        if !alone && gain <= next {
            continue;
        }
        if !alone {
            loses(plan.of[mentee as usize]);
            plan.unseat(mentee);
        }
        plan.seat(mentee, mentor, rows.cost(mentee, mentor));
    }
}
