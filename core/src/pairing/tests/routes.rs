//! Larger instances: every route through the stages leads to the same answer.

use proptest::prelude::*;
use std::vec::Vec;

use crate::pairing::{Builder, Failure, Infeasible, Limits, NOBODY, Objective, solve};

/// Mentors' limits, and for each mentee a list of (mentor, score).
type Crowd = (Vec<(u32, u32)>, Vec<Vec<(usize, i64)>>);

fn crowd() -> impl Strategy<Value = Crowd> {
    (5usize..25, 10usize..80, 1usize..9).prop_flat_map(|(mentors, mentees, degree)| {
        let minimum = prop_oneof![6 => Just(0u32), 1 => Just(1u32)];
        (
            prop::collection::vec((0u32..6, minimum), mentors),
            prop::collection::vec(prop::collection::vec((0..mentors, 0i64..12), 0..=degree), mentees),
        )
    })
}

/// Everybody is everybody's candidate: squares of single places, places to spare, and places that just suffice.
fn dense() -> impl Strategy<Value = Crowd> {
    (1usize..14, 0u32..3, 0usize..5, 1i64..15).prop_flat_map(|(mentors, wide, spare, top)| {
        let limits = prop::collection::vec((1..=1 + wide, 0u32..2), mentors);
        limits.prop_flat_map(move |limits| {
            let places: u32 = limits.iter().map(|limits| limits.0).sum();
            let mentees = (places as usize).saturating_sub(spare);
            let row = prop::collection::vec(0..top, mentors)
                .prop_map(|scores| scores.into_iter().enumerate().collect::<Vec<_>>());
            (Just(limits), prop::collection::vec(row, mentees))
        })
    })
}

/// The answer with all scores multiplied, which changes the route but not what is best.
fn answer((limits, rows): &Crowd, times: i64) -> Result<Vec<u32>, Option<u32>> {
    let limits =
        limits.iter().map(|&(capacity, minimum)| Limits { capacity: capacity.max(minimum), minimum });
    let mut builder = Builder::new(limits.collect(), rows.len() as u32);
    for (mentee, row) in (0u32..).zip(rows) {
        let mut seen = Vec::new();
        for &(mentor, score) in row {
            if !seen.contains(&mentor) {
                builder.candidate(mentor as u32, mentee, score * times);
                seen.push(mentor);
            }
        }
    }
    let instance = builder.build().expect("no defects");
    match solve(&instance, Objective::Total, &mut ()) {
        Ok(outcome) => Ok(outcome.assignment(rows.len())),
        Err(Failure::Infeasible(Infeasible::MinimumOutOfReach { needed, available, mentor, .. })) => {
            assert!(needed > available && mentor != NOBODY);
            Err(Some(mentor))
        }
        Err(other) => panic!("{other:?}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn narrow_wide_and_widest_scores_give_one_answer(crowd in crowd()) {
        let few = answer(&crowd, 1);
        // Single searches in place of floods; 64-bit costs; 128-bit prices.
        for times in [1_000, 1 << 40, 1 << 59] {
            let other = answer(&crowd, times);
            prop_assert_eq!(few.is_ok(), other.is_ok());
            if few.is_ok() {
                prop_assert_eq!(&few, &other, "times {}", times);
            }
        }
    }

    #[test]
    fn dense_rows_of_any_width_give_one_answer(crowd in dense()) {
        // 16-bit costs, then 32-bit prices; 32-bit costs; 64-bit costs; 128-bit prices.
        let few = answer(&crowd, 1);
        for times in [1 << 14, 1 << 24, 1 << 40, 1 << 59] {
            let other = answer(&crowd, times);
            prop_assert_eq!(few.is_ok(), other.is_ok());
            if few.is_ok() {
                prop_assert_eq!(&few, &other, "times {}", times);
            }
        }
    }
}
