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
use super::paths::Paths;
use super::plan::Plan;
use super::rows::{PriceOf, Rows};
use super::scaled::{self, Start};

/// How many candidates the auction may look at for each candidate there is, before searches take over.
const LOOKS: usize = 12;
/// How often searches may look at each candidate before prices are sought in another way.
const EASY: usize = 10;
/// Searches between two reports to the watcher.
const REPORT: u64 = 256;

/// Fills the seats of an empty plan; `range` is that of the costs.
pub(super) fn fill<R: Rows>(
    rows: &R,
    plan: &mut Plan<R::Cost>,
    members: &[u32],
    range: i128,
    watch: &mut impl Watch,
) -> Result<(), Failure> {
    fill_within(rows, plan, (members, range, EASY), watch)
}

/// The same with so many looks at each candidate before prices are sought in another way.
fn fill_within<R: Rows>(
    rows: &R,
    plan: &mut Plan<R::Cost>,
    (members, range, easy): (&[u32], i128, usize),
    watch: &mut impl Watch,
) -> Result<(), Failure> {
    let columns = Columns::of(rows, plan.limit.len(), members);
    plan.price.fill(plan.alone);
    auction(plan, rows, &columns);
    if search(rows, plan, &columns, easy * columns.len(), watch)? {
        return Ok(());
    }
    from_prices(rows, plan, &columns, (members, range), watch)
}

/// The balance is tight and the ways are long: prices from an auction of another kind shorten them.
fn from_prices<R: Rows>(
    rows: &R,
    plan: &mut Plan<R::Cost>,
    columns: &Columns<R::Cost>,
    (members, range): (&[u32], i128),
    watch: &mut impl Watch,
) -> Result<(), Failure> {
    if let Some(start) = scaled::start(rows, &plan.emptied(), members, range, watch) {
        *plan = plan.emptied();
        settle(rows, plan, members, start, watch)?;
    }
    search(rows, plan, columns, usize::MAX, watch).map(|_| ())
}

/// Draws a mentee for every seat that has a price, or lets the price fall to 0. False if that would take more than so
/// many looks at candidates.
fn search<R: Rows>(
    rows: &R,
    plan: &mut Plan<R::Cost>,
    columns: &Columns<R::Cost>,
    looks: usize,
    watch: &mut impl Watch,
) -> Result<bool, Failure> {
    let mentors = plan.limit.len();
    let nothing = alloc::vec![0; mentors];
    let mut draw = Draw::new(mentors, plan.of.len());
    let mut searches = 0;
    for mentor in 0..mentors as u32 {
        while plan.has_room(mentor) && plan.price[mentor as usize] > PriceOf::<R>::ZERO {
            if searches % REPORT == 0 && !watch.go_on((mentors - mentor as usize) as u64) {
                return Err(Failure::Stopped);
            }
            if draw.looks > looks {
                return Ok(false);
            }
            searches += 1;
            // With giving up allowed there is always a way.
            let _ = draw.one(rows, plan, columns, &nothing, (mentor, true));
        }
    }
    Ok(true)
}

/// Makes a plan of prices that are nearly right: seats everybody who pays the least he could, and searches for the rest.
/// Seats with a price may stay free.
fn settle<R: Rows>(
    rows: &R,
    plan: &mut Plan<R::Cost>,
    members: &[u32],
    start: Start<PriceOf<R>>,
    watch: &mut impl Watch,
) -> Result<(), Failure> {
    let zero = PriceOf::<R>::ZERO;
    for (mentor, price) in start.price.into_iter().enumerate() {
        if plan.limit[mentor] > 0 {
            // Staying alone costs what it does here; only differences mattered there.
            plan.price[mentor] = (price - start.alone + plan.alone).max(zero);
        }
    }
    let mut left = Vec::new();
    for &mentee in members {
        let best = rows.best(mentee, &plan.price, plan.alone);
        let own = start.of[mentee as usize];
        let paid = |mentor: u32| rows.cost(mentee, mentor);
        if own != NOBODY
            && plan.has_room(own)
            && paid(own).into() + plan.price[own as usize] == best.first
            && best.first < plan.alone
        {
            plan.seat(mentee, own, paid(own));
        } else if best.first < plan.alone {
            left.push(mentee);
        }
    }
    let mut paths = Paths::new(plan.limit.len());
    for (done, &mentee) in left.iter().enumerate() {
        if (done as u64).is_multiple_of(REPORT) && !watch.go_on((left.len() - done) as u64) {
            return Err(Failure::Stopped);
        }
        paths.augment(rows, plan, mentee);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pairing::rows::Sparse;
    use proptest::prelude::*;
    use std::vec;

    /// Places of each mentor, and for each mentee what a mentor costs.
    type Crowd = (Vec<u32>, Vec<Vec<(usize, i32)>>);

    fn crowd() -> impl Strategy<Value = Crowd> {
        (2usize..9, 1i32..3000, 1usize..6).prop_flat_map(|(mentors, top, degree)| {
            let places = prop::collection::vec(0u32..4, mentors);
            places.prop_flat_map(move |places| {
                let mentees = places.iter().sum::<u32>() as usize + 1;
                let row = prop::collection::vec((0..mentors, 0..=top), 0..=degree);
                (Just(places), prop::collection::vec(row, mentees..mentees + 8))
            })
        })
    }

    /// Pairs and what they cost; every rule of a finished plan is checked. `easy`: after how many looks prices are
    /// sought in another way; `None`: from the beginning.
    fn filled((places, wishes): &Crowd, easy: Option<usize>) -> (usize, i64) {
        let (mut row, mut mentor, mut cost) = (vec![0], Vec::new(), Vec::new());
        let mut limit = vec![0; places.len()];
        for wishes in wishes {
            let mut wishes = wishes.clone();
            wishes.sort_unstable();
            wishes.dedup_by_key(|wish| wish.0);
            for (place, value) in wishes {
                limit[place] += 1;
                mentor.push(place as u32);
                cost.push(value);
            }
            row.push(mentor.len());
        }
        limit.iter_mut().zip(places).for_each(|(limit, places)| *limit = *places.min(limit));
        let rows = Sparse { row: &row, mentor: &mentor, cost };
        let members: Vec<u32> =
            (0..wishes.len() as u32).filter(|&i| row[i as usize] < row[i as usize + 1]).collect();
        if limit.iter().sum::<u32>() as usize >= members.len() {
            return (0, 0);
        }
        let range = 3000;
        let mut plan = Plan::new(wishes.len(), limit, i64::from(range) * 100);
        match easy {
            Some(easy) => fill_within(&rows, &mut plan, (&members, i128::from(range), easy), &mut ()),
            None => {
                let columns = Columns::of(&rows, plan.limit.len(), &members);
                plan.price.fill(plan.alone);
                from_prices(&rows, &mut plan, &columns, (&members, i128::from(range)), &mut ())
            }
        }
        .expect("not stopped");
        for &mentee in &members {
            let best = rows.best(mentee, &plan.price, plan.alone);
            assert_eq!(plan.pays(mentee), best.first, "mentee {mentee} of {plan_of:?}", plan_of = plan.of);
        }
        for at in (0..places.len()).filter(|&at| plan.load[at] < plan.limit[at]) {
            assert_eq!(plan.price[at], 0);
        }
        let seated: Vec<u32> = members.iter().copied().filter(|&i| plan.of[i as usize] != NOBODY).collect();
        (seated.len(), seated.iter().map(|&i| i64::from(plan.paid[i as usize])).sum())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn prices_to_start_from_change_the_way_and_not_the_answer(crowd in crowd()) {
            let usual = filled(&crowd, Some(usize::MAX / 1000));
            prop_assert_eq!(filled(&crowd, Some(0)), usual);
            prop_assert_eq!(filled(&crowd, None), usual);
        }
    }
}
