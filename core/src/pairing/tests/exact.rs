//! Answers compared with every assignment there is.

use proptest::prelude::*;
use std::vec::Vec;

use super::{Sketch, brute, sketch};
use crate::pairing::{
    Builder, Couple, Failure, Infeasible, Instance, Limits, NOBODY, Objective, Outcome, Pair, solve, verify,
};

fn couples(outcome: &Outcome) -> Vec<Couple> {
    outcome.pairs.iter().map(|&Pair { mentor, mentee, .. }| Couple { mentor, mentee }).collect()
}

/// The best there is and, where no two people could mentor each other, exactly the first of the best.
fn optimal(instance: &Instance, objective: Objective) -> Result<(), TestCaseError> {
    let all = brute::all(instance);
    let best = all.iter().map(|of| brute::value(instance, objective, of)).max();
    match solve(instance, objective, &mut ()) {
        Ok(outcome) => {
            let of = outcome.assignment(instance.mentees());
            prop_assert!(all.contains(&of), "breaks a rule: {:?}", of);
            prop_assert_eq!(Some(brute::value(instance, objective, &of)), best.clone());
            if instance.opposites().is_empty() {
                let ties = all.iter().filter(|of| Some(brute::value(instance, objective, of)) == best);
                prop_assert_eq!(Some(couples(&outcome)), ties.map(|of| brute::couples(of)).min());
            }
        }
        Err(Failure::Infeasible(_)) => prop_assert!(best.is_none(), "there is an answer: {:?}", best),
        Err(other) => prop_assert!(false, "{:?}", other),
    }
    Ok(())
}

fn stable(sketch: &Sketch) -> Result<(), TestCaseError> {
    let instance = sketch.build();
    let all = brute::all_stable(&instance);
    // Among stable answers the one in which every mentee has his best stable mentor.
    let rank = |of: &Vec<u32>, mentee: usize| {
        let pair = Couple { mentor: of[mentee], mentee: mentee as u32 };
        if pair.mentor == NOBODY {
            None
        } else {
            Some((instance.worth(pair), core::cmp::Reverse(pair.mentor)))
        }
    };
    let best = |of: &&Vec<u32>| {
        (0..of.len()).all(|mentee| all.iter().all(|other| rank(of, mentee) >= rank(other, mentee)))
    };
    let expected = all.iter().find(best).cloned().expect("deferred acceptance always ends");
    let keeps = brute::all(&instance).contains(&expected);
    match solve(&instance, Objective::Stable, &mut ()) {
        Ok(outcome) => {
            prop_assert_eq!(outcome.assignment(instance.mentees()), expected);
            prop_assert!(keeps);
        }
        Err(Failure::Infeasible(_)) => prop_assert!(!keeps),
        Err(other) => prop_assert!(false, "{:?}", other),
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn total_is_the_first_of_the_best(sketch in sketch(0)) {
        optimal(&sketch.build(), Objective::Total)?;
    }

    #[test]
    fn fair_is_the_first_of_the_leximin_best(sketch in sketch(0)) {
        optimal(&sketch.build(), Objective::Fair)?;
    }

    #[test]
    fn stable_is_best_for_every_mentee_or_refused(sketch in sketch(0)) {
        stable(&sketch)?;
    }

    #[test]
    fn nobody_mentors_his_mentor_and_nothing_better_is_lost_by_it(sketch in sketch(4)) {
        let instance = sketch.build();
        optimal(&instance, Objective::Total)?;
        optimal(&instance, Objective::Fair)?;
    }

    #[test]
    fn order_of_candidates_leaves_no_trace(sketch in sketch(0), seed in any::<u64>()) {
        let mut shuffled = sketch.clone();
        // Any permutation of the order in which candidates are added: rotate the list of mentors' rows.
        let (n, m) = (sketch.limits.len(), sketch.mentees as usize);
        let mut arcs: Vec<(usize, usize)> = (0..n).flat_map(|j| (0..m).map(move |i| (j, i))).collect();
        let turn = seed as usize % arcs.len();
        arcs.rotate_left(turn);
        arcs.reverse();
        shuffled.scores.iter_mut().flatten().for_each(|cell| *cell = None);
        let mut builder = shuffled.builder();
        for (j, i) in arcs {
            if let Some(score) = sketch.scores[j][i] {
                builder.candidate(j as u32, i as u32, score);
            }
        }
        let other = builder.build().expect("no defects");
        for objective in [Objective::Total, Objective::Fair, Objective::Stable] {
            prop_assert_eq!(solve(&sketch.build(), objective, &mut ()), solve(&other, objective, &mut ()));
        }
    }
}

fn limits(of: &[(u32, u32)]) -> Vec<Limits> {
    of.iter().map(|&(capacity, minimum)| Limits { capacity, minimum }).collect()
}

fn refused(builder: &Builder, objective: Objective) -> Infeasible {
    let instance = builder.clone().build().expect("no defects");
    match solve(&instance, objective, &mut ()) {
        Err(Failure::Infeasible(reason)) => reason,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_contradicts_itself_is_named() {
    let pair = Couple { mentor: 0, mentee: 0 };
    let mut builder = Builder::new(limits(&[(1, 0), (1, 0)]), 2);
    builder.candidate(0, 0, 1).candidate(1, 0, 1).candidate(0, 1, 1);
    let check = |change: &dyn Fn(&mut Builder), expected: Infeasible| {
        let mut builder = builder.clone();
        change(&mut builder);
        assert_eq!(refused(&builder, Objective::Total), expected);
    };
    check(&|b| _ = b.pin(0, 0).forbid(0, 0), Infeasible::PinForbidden(pair));
    check(&|b| _ = b.pin(1, 1), Infeasible::PinWithoutCandidate(Couple { mentor: 1, mentee: 1 }));
    check(
        &|b| _ = b.pin(0, 0).pin(1, 0),
        Infeasible::PinnedTwice { pair: Couple { mentor: 1, mentee: 0 }, first: 0 },
    );
    check(&|b| _ = b.pin(0, 0).pin(0, 1), Infeasible::PinsAboveCapacity { mentor: 0, capacity: 1, pins: 2 });
    check(&|b| _ = b.pin(0, 0).same_person(0, 0), Infeasible::PinForbidden(pair));
}

#[test]
fn a_pin_that_cannot_stand_alone_is_named_before_one_that_contradicts_it() {
    let mut builder = Builder::new(limits(&[(0, 0), (1, 0)]), 1);
    builder.candidate(0, 0, 1).candidate(1, 0, 1).pin(0, 0).pin(1, 0);
    let expected = Infeasible::PinsAboveCapacity { mentor: 0, capacity: 0, pins: 1 };
    assert_eq!(refused(&builder, Objective::Stable), expected);
}

#[test]
fn rows_of_everybody_are_read_like_any_other() {
    let mut builder = Builder::new(limits(&[(1, 0), (1, 0), (1, 0), (1, 0), (1, 0)]), 2);
    for (mentor, score) in [(4, -7), (2, 3), (0, i64::MIN), (3, 9), (1, i64::MAX)] {
        builder.candidate(mentor, 0, score);
    }
    builder.candidate(3, 1, 5);
    let instance = builder.build().expect("no defects");
    let score = |mentor, mentee| instance.score(Couple { mentor, mentee });
    assert_eq!(
        [0, 1, 2, 3, 4, 5, NOBODY].map(|mentor| score(mentor, 0)),
        [Some(i64::MIN), Some(i64::MAX), Some(3), Some(9), Some(-7), None, None]
    );
    assert_eq!([2, 3, 4].map(|mentor| score(mentor, 1)), [None, Some(5), None]);
    assert_eq!((instance.span(0), instance.span(1)), ((i64::MIN, i64::MAX), (5, 5)));
}

#[test]
fn minimums_out_of_reach_come_with_the_mentors_who_compete() {
    let mut builder = Builder::new(limits(&[(2, 1), (2, 1), (5, 0)]), 3);
    builder.candidate(0, 0, 1).candidate(1, 0, 1).candidate(2, 1, 1).candidate(2, 2, 1);
    let expected = Infeasible::MinimumOutOfReach { mentor: 1, among: [0, 1].into(), needed: 2, available: 1 };
    assert_eq!(refused(&builder, Objective::Total), expected);
    assert_eq!(
        refused(&Builder::new(limits(&[(1, 2)]), 3), Objective::Fair),
        Infeasible::MinimumAboveCapacity { mentor: 0, capacity: 1, minimum: 2 }
    );
}

#[test]
fn stable_refuses_what_it_cannot_keep() {
    let mut builder = Builder::new(limits(&[(1, 0), (1, 0)]), 2);
    builder.candidate(0, 0, 9).candidate(0, 1, 5).candidate(1, 0, 3);
    let pin = Couple { mentor: 0, mentee: 1 };
    assert_eq!(refused(builder.clone().pin(0, 1), Objective::Stable), Infeasible::UnstablePin(pin));
    let mut builder = Builder::new(limits(&[(1, 0), (1, 1)]), 2);
    builder.candidate(0, 0, 9).candidate(0, 1, 5).candidate(1, 0, 3);
    let expected = Infeasible::UnstableMinimum { mentor: 1, minimum: 1, load: 0 };
    assert_eq!(refused(&builder, Objective::Stable), expected);
}

#[test]
fn scores_that_need_all_sixty_four_bits_are_counted_exactly() {
    let mut builder = Builder::new(limits(&[(1, 0), (1, 0)]), 2);
    builder.candidate(0, 0, i64::MAX).candidate(0, 1, i64::MAX - 1);
    builder.candidate(1, 0, i64::MIN + 1).candidate(1, 1, i64::MIN);
    for objective in [Objective::Total, Objective::Fair] {
        let outcome = solve(&builder.clone().build().expect("no defects"), objective, &mut ());
        let outcome = outcome.expect("an answer");
        assert_eq!(outcome.pairs.len(), 2);
        assert_eq!(outcome.total, -1);
    }
}

#[test]
fn a_watcher_can_stop_the_work() {
    struct Never;
    impl crate::pairing::Watch for Never {
        fn go_on(&mut self, _left: u64) -> bool {
            false
        }
    }
    let mut builder = Builder::new(limits(&[(1, 0)]), 1);
    builder.candidate(0, 0, 1);
    let instance = builder.build().expect("no defects");
    assert_eq!(solve(&instance, Objective::Total, &mut Never), Err(Failure::Stopped));
}

#[test]
fn what_names_nobody_or_one_person_twice_is_a_defect() {
    use crate::pairing::Defect::{TooMany, TwoPlaces, UnknownMentee, UnknownMentor};
    let couple = |mentor, mentee| Couple { mentor, mentee };
    let built = |change: &dyn Fn(&mut Builder)| {
        let mut builder = Builder::new(std::vec![Limits { capacity: 1, minimum: 0 }; 2], 3);
        change(&mut builder);
        builder.build().map(|_| ())
    };
    assert_eq!(built(&|builder| _ = builder.pin(1, 2).forbid(0, 0).existing(1, 1, 5)), Ok(()));
    for (mentor, mentee, defect) in [(2, 0, UnknownMentor(2)), (0, 3, UnknownMentee(3))] {
        assert_eq!(built(&|builder| _ = builder.pin(mentor, mentee)), Err(defect));
        assert_eq!(built(&|builder| _ = builder.forbid(mentor, mentee)), Err(defect));
        assert_eq!(built(&|builder| _ = builder.existing(mentor, mentee, 5)), Err(defect));
        assert_eq!(built(&|builder| _ = builder.same_person(mentor, mentee)), Err(defect));
    }
    let persons = |pairs: &[(u32, u32)]| {
        built(&|builder| pairs.iter().for_each(|&(mentor, mentee)| _ = builder.same_person(mentor, mentee)))
    };
    assert_eq!(persons(&[(0, 0), (1, 1), (0, 0)]), Ok(()), "told twice");
    assert_eq!(persons(&[(0, 0), (0, 1)]), Err(TwoPlaces(couple(0, 1))));
    assert_eq!(persons(&[(0, 0), (1, 0)]), Err(TwoPlaces(couple(1, 0))));
    assert_eq!(Builder::new(Vec::new(), NOBODY).build().map(|_| ()), Err(TooMany));
}

/// Of two people who would rather mentor each other the pair worth less gives way, and the second of two alike.
#[test]
fn of_two_stable_pairs_of_the_same_people_one_gives_way() {
    for (one, two, expected) in [(9, 8, [2, 0]), (8, 9, [1, 2]), (8, 8, [2, 0])] {
        let mut builder = Builder::new(std::vec![Limits { capacity: 1, minimum: 0 }; 3], 2);
        builder.same_person(0, 0).same_person(1, 1);
        builder.candidate(0, 1, one).candidate(1, 0, two).candidate(2, 0, 3).candidate(2, 1, 5);
        let instance = builder.build().expect("no defects");
        let outcome = solve(&instance, Objective::Stable, &mut ()).expect("an answer");
        assert_eq!(outcome.assignment(2), expected, "{one} {two}");
        assert_eq!(verify(&instance, &outcome), Ok(()));
    }
    // Neither of two who stand in no pair with each other gives way to the other.
    let mut builder = Builder::new(std::vec![Limits { capacity: 1, minimum: 0 }; 3], 2);
    builder.same_person(0, 0).same_person(1, 1);
    builder.candidate(0, 1, 9).candidate(1, 0, 2).candidate(2, 0, 3);
    let outcome = solve(&builder.build().unwrap(), Objective::Stable, &mut ()).expect("an answer");
    assert_eq!(outcome.assignment(2), [2, 0]);
}
