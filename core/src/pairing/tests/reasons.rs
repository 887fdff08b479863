//! Reasons compared with solving again.

use proptest::prelude::*;
use std::vec::Vec;

use super::{brute, sketch};
use crate::pairing::{
    Builder, Change, Couple, Failure, LeftOut, Limits, Move, NOBODY, Objective, difference, force, left_out,
    next_for_mentee, next_for_mentor, solve,
};

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn forcing_a_pair_costs_what_solving_with_it_pinned_loses(sketch in sketch(2)) {
        let instance = sketch.build();
        for objective in [Objective::Total, Objective::Fair] {
            let Ok(outcome) = solve(&instance, objective, &mut ()) else { continue };
            let before = outcome.assignment(instance.mentees());
            let all = brute::all(&instance);
            for (mentor, mentee) in (0..instance.mentors()).flat_map(|j| (0..instance.mentees()).map(move |i| (j, i))) {
                let pair = Couple { mentor: mentor as u32, mentee: mentee as u32 };
                let with: Vec<&Vec<u32>> = all.iter().filter(|of| of[mentee] == pair.mentor).collect();
                let best = with.iter().map(|of| brute::value(&instance, objective, of)).max();
                match force(&instance, &outcome, pair, &mut ()) {
                    Ok(change) => {
                        let after = moved(&before, &change);
                        prop_assert!(with.contains(&&after), "{:?} {:?}", pair, change);
                        prop_assert_eq!(Some(brute::value(&instance, objective, &after)), best);
                        prop_assert_eq!(&change, &Change::between(&instance, &before, &after));
                    }
                    Err(Failure::Infeasible(_)) => prop_assert_eq!(best, None),
                    Err(other) => prop_assert!(false, "{:?}", other),
                }
            }
        }
    }

    #[test]
    fn one_more_place_at_the_first_full_table_pairs_who_was_left_out(sketch in sketch(0)) {
        let instance = sketch.build();
        let Ok(outcome) = solve(&instance, Objective::Total, &mut ()) else { return Ok(()) };
        for mentee in 0..instance.mentees() as u32 {
            let reason = left_out(&instance, &outcome, mentee);
            prop_assert_eq!(reason.is_some(), outcome.unmatched.contains(&mentee));
            match reason {
                None => {}
                Some(LeftOut::NoCandidate) => prop_assert_eq!(instance.row(mentee).len(), 0),
                Some(LeftOut::Full(tables)) => {
                    let mut more = sketch.clone();
                    more.limits[tables[0].mentor as usize].0 += 1;
                    let more = solve(&more.build(), Objective::Total, &mut ()).expect("more room, still feasible");
                    prop_assert_eq!(more.pairs.len(), outcome.pairs.len() + 1);
                    for table in tables {
                        let load = outcome.pairs.iter().filter(|pair| pair.mentor == table.mentor).count();
                        prop_assert_eq!(load, table.capacity as usize);
                    }
                }
            }
        }
    }
}

fn moved(before: &[u32], change: &Change) -> Vec<u32> {
    let mut after = before.to_vec();
    for &Move { mentee, from, to } in &change.moves {
        assert_eq!(after[mentee as usize], from.unwrap_or(NOBODY));
        after[mentee as usize] = to.unwrap_or(NOBODY);
    }
    after
}

fn three() -> Builder {
    let mut builder = Builder::new([Limits { capacity: 1, minimum: 0 }; 2].into(), 3);
    builder.candidate(0, 0, 9).candidate(0, 1, 8).candidate(1, 1, 5).candidate(1, 2, 3);
    builder
}

#[test]
fn a_forced_pair_tells_who_has_to_move() {
    let instance = three().build().expect("no defects");
    let outcome = solve(&instance, Objective::Total, &mut ()).expect("an answer");
    assert_eq!(outcome.total, 14);
    let change = force(&instance, &outcome, Couple { mentor: 0, mentee: 1 }, &mut ()).expect("possible");
    // Mentee 1 takes the seat of 0, and 2 the seat that 1 left.
    let expected = [
        Move { mentee: 0, from: Some(0), to: None },
        Move { mentee: 1, from: Some(1), to: Some(0) },
        Move { mentee: 2, from: None, to: Some(1) },
    ];
    assert_eq!(change, Change { moves: expected.into(), pairs: 0, worth: -3, score: -3 });
}

#[test]
fn the_next_best_is_the_best_of_the_others() {
    let instance = three().build().expect("no defects");
    let outcome = solve(&instance, Objective::Total, &mut ()).expect("an answer");
    let next = next_for_mentee(&instance, Couple { mentor: 1, mentee: 1 })
        .map(|next| (next.pair.mentor, next.worth));
    assert_eq!(next, Some((0, 8)));
    let next = next_for_mentor(&instance, &outcome, Couple { mentor: 1, mentee: 1 });
    assert_eq!(next.map(|next| (next.pair.mentee, next.worth)), Some((2, 3)));
    assert_eq!(next_for_mentee(&instance, Couple { mentor: 1, mentee: 2 }), None);
}

#[test]
fn a_price_for_change_keeps_a_pair_that_exists() {
    let plain = three().build().expect("no defects");
    let before = solve(&plain, Objective::Total, &mut ()).expect("an answer");
    let with_price = |price: i64| {
        let instance = three().existing(0, 1, price).clone().build().expect("no defects");
        let after = solve(&instance, Objective::Total, &mut ()).expect("an answer");
        (difference(&instance, &before, &after).moves.len(), after.total)
    };
    // Keeping the pair costs 14 − 11 = 3 points of score: a price of 2 does not hold it, one of 4 does.
    assert_eq!(with_price(2), (0, 14));
    assert_eq!(with_price(4), (3, 11));
}

#[test]
fn a_forced_pair_changes_seats_where_one_more_would_cost() {
    let mut builder =
        Builder::new([Limits { capacity: 2, minimum: 1 }, Limits { capacity: 2, minimum: 0 }].into(), 2);
    builder.candidate(0, 0, 0).candidate(1, 0, 10).candidate(0, 1, 0).candidate(1, 1, 10);
    let instance = builder.build().expect("no defects");
    let outcome = solve(&instance, Objective::Total, &mut ()).expect("an answer");
    assert_eq!(outcome.total, 10, "one has to take the mentor nobody gains from");
    let other = outcome.pairs.iter().find(|pair| pair.mentor == 1).expect("a pair").mentee;
    let change = force(&instance, &outcome, Couple { mentor: 0, mentee: other }, &mut ()).expect("possible");
    assert_eq!((change.moves.len(), change.worth), (2, 0));
}

#[test]
fn who_is_left_out_sees_whom_each_full_table_would_miss_least() {
    let mut builder = Builder::new([3, 1].map(|capacity| Limits { capacity, minimum: 0 }).into(), 5);
    builder.candidate(0, 0, 9).candidate(0, 1, 7).candidate(0, 2, 7).candidate(0, 4, 2);
    builder.candidate(1, 3, 6).candidate(1, 4, 3);
    let instance = builder.build().expect("no defects");
    let outcome = solve(&instance, Objective::Total, &mut ()).expect("an answer");
    let Some(LeftOut::Full(tables)) = left_out(&instance, &outcome, 4) else { panic!("{outcome:?}") };
    let shown: Vec<_> = tables.iter().map(|table| (table.mentor, table.worth, table.least)).collect();
    assert_eq!(shown, [(1, 3, Some((3, 6))), (0, 2, Some((1, 7)))], "the first of two alike");
}

#[test]
fn a_change_counts_pairs_that_are_made_and_given_up() {
    let instance = three().build().expect("no defects");
    let change = Change::between(&instance, &[0, 1, NOBODY], &[NOBODY, 0, NOBODY]);
    assert_eq!((change.moves.len(), change.pairs, change.worth, change.score), (2, -1, -6, -6));
    let back = Change::between(&instance, &[NOBODY, 0, NOBODY], &[0, 1, NOBODY]);
    assert_eq!((back.pairs, back.worth), (1, 6));
}
