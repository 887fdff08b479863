//! The judge refuses an answer or a proof in which anything that matters was changed.

use proptest::prelude::*;
use std::boxed::Box;
use std::vec::Vec;

use super::{brute, sketch};
use crate::pairing::{
    Bound, Builder, Couple, Flaw, Infeasible, Instance, Limits, NOBODY, Objective, Outcome, Pair, Proof,
    solve, verify,
};

/// The same proof with another assignment.
fn with_assignment(instance: &Instance, outcome: &Outcome, of: &[u32]) -> Outcome {
    let score = |pair| instance.score(pair).expect("a candidate");
    let pairs: Vec<Pair> = brute::couples(of)
        .into_iter()
        .map(|pair| Pair { mentor: pair.mentor, mentee: pair.mentee, score: score(pair) })
        .collect();
    Outcome {
        objective: outcome.objective,
        unmatched: (0u32..)
            .zip(of)
            .filter(|(_, mentor)| **mentor == NOBODY)
            .map(|(mentee, _)| mentee)
            .collect(),
        total: pairs.iter().map(|pair| i128::from(pair.score)).sum(),
        worst: pairs.iter().map(|pair| pair.score).min(),
        pairs,
        proof: outcome.proof.clone(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_proof_lets_a_worse_assignment_pass(sketch in sketch(2)) {
        let instance = sketch.build();
        for objective in [Objective::Total, Objective::Fair] {
            let Ok(outcome) = solve(&instance, objective, &mut ()) else { continue };
            let best = brute::value(&instance, objective, &outcome.assignment(instance.mentees()));
            for of in brute::all(&instance) {
                let passes = verify(&instance, &with_assignment(&instance, &outcome, &of)).is_ok();
                let as_good = brute::value(&instance, objective, &of) == best;
                prop_assert!(as_good || !passes, "{:?} {:?}", objective, of);
            }
        }
    }

    #[test]
    fn an_unstable_assignment_does_not_pass(sketch in sketch(0)) {
        let instance = sketch.build();
        let Ok(outcome) = solve(&instance, Objective::Stable, &mut ()) else { return Ok(()) };
        let allowed = brute::all(&instance);
        for of in brute::whatever(&instance) {
            let passes = verify(&instance, &with_assignment(&instance, &outcome, &of)).is_ok();
            prop_assert_eq!(passes, allowed.contains(&of) && brute::is_stable(&instance, &of), "{:?}", of);
        }
    }

    #[test]
    fn prices_cannot_be_changed_at_will(sketch in sketch(0), at in 0usize..8, by in prop_oneof![Just(-1i128), Just(1)]) {
        let instance = sketch.build();
        let Ok(mut outcome) = solve(&instance, Objective::Total, &mut ()) else { return Ok(()) };
        let Proof::Prices(prices) = &mut outcome.proof else { return Err(TestCaseError::fail("no prices")) };
        let at = at % prices.above.len();
        prices.above[at] += by;
        // Some other prices prove the same; but whatever passes proves the best.
        if verify(&instance, &outcome).is_ok() {
            let best = brute::all(&instance).iter().map(|of| brute::value(&instance, Objective::Total, of)).max();
            let of = outcome.assignment(instance.mentees());
            prop_assert_eq!(Some(brute::value(&instance, Objective::Total, &of)), best);
        }
    }
}

/// Two people, each a mentor and a mentee, and whom they could also have.
fn two_in_both_roles() -> Instance {
    let limits = [Limits { capacity: 1, minimum: 0 }; 3].into();
    let mut builder = Builder::new(limits, 2);
    builder.same_person(0, 0).same_person(1, 1);
    builder.candidate(0, 1, 9).candidate(1, 0, 8).candidate(2, 0, 3).candidate(2, 1, 5);
    builder.build().expect("no defects")
}

#[test]
fn each_broken_rule_is_named_whatever_the_proof_says() {
    let instance = |minimum, capacity| {
        let mut builder = Builder::new(std::vec![Limits { capacity, minimum }; 2], 3);
        for (mentor, mentee, score) in [(0, 0, 9), (0, 1, 8), (0, 2, 7), (1, 2, 6)] {
            builder.candidate(mentor, mentee, score);
        }
        builder
    };
    let free = solve(&instance(0, 3).build().unwrap(), Objective::Stable, &mut ()).expect("an answer");
    let stable = |instance: &Instance, of: &[u32]| verify(instance, &with_assignment(instance, &free, of));
    // Everybody has his first choice, so that nobody would rather have another.
    let everybody = [0, 0, 0];
    assert_eq!(stable(&instance(0, 3).build().unwrap(), &everybody), Ok(()));
    assert_eq!(stable(&instance(0, 2).build().unwrap(), &everybody), Err(Flaw::Load(0)));
    let mut pinned = instance(0, 3);
    pinned.pin(1, 2);
    let missing = Flaw::PinMissing(Couple { mentor: 1, mentee: 2 });
    assert_eq!(stable(&pinned.build().unwrap(), &everybody), Err(missing));
    let mut few =
        Builder::new([(2, 0), (2, 1)].map(|(capacity, minimum)| Limits { capacity, minimum }).into(), 2);
    few.candidate(0, 0, 9).candidate(0, 1, 8).candidate(1, 1, 6);
    let few = few.build().unwrap();
    let outcome = solve(&few, Objective::Total, &mut ()).expect("an answer");
    assert_eq!(verify(&few, &with_assignment(&few, &outcome, &[0, 0])), Err(Flaw::Load(1)));
    let both = two_in_both_roles();
    let outcome = solve(&both, Objective::Total, &mut ()).expect("an answer");
    let flaw = verify(&both, &with_assignment(&both, &outcome, &[1, 0]));
    assert_eq!(flaw, Err(Flaw::BothWays(Couple { mentor: 0, mentee: 1 })));
}

#[test]
fn a_proof_by_two_ways_proves_nothing_of_stability() {
    let instance = two_in_both_roles();
    let total = solve(&instance, Objective::Total, &mut ()).expect("an answer");
    verify(&instance, &total).expect("verified");
    assert!(matches!(total.proof, Proof::Either { .. }), "{:?}", total.proof);
    for objective in [Objective::Stable, Objective::Fair] {
        let outcome = Outcome { objective, ..total.clone() };
        assert_eq!(verify(&instance, &outcome), Err(Flaw::WrongProof), "{objective:?}");
    }
}

#[test]
fn every_part_of_an_answer_is_checked() {
    let mut builder = Builder::new([Limits { capacity: 1, minimum: 0 }; 2].into(), 3);
    builder
        .candidate(0, 0, 5)
        .candidate(0, 1, 7)
        .candidate(1, 1, 6)
        .candidate(1, 2, 2)
        .pin(1, 1)
        .forbid(1, 2);
    let instance = builder.build().expect("no defects");
    let good = solve(&instance, Objective::Total, &mut ()).expect("an answer");
    verify(&instance, &good).expect("verified");
    let check = |change: &dyn Fn(&mut Outcome)| {
        let mut bad = good.clone();
        change(&mut bad);
        assert!(verify(&instance, &bad).is_err(), "{bad:?}");
    };
    check(&|bad| bad.total += 1);
    check(&|bad| bad.worst = None);
    check(&|bad| bad.pairs[0].score += 1);
    check(&|bad| _ = bad.pairs.pop());
    check(&|bad| bad.unmatched.clear());
    check(&|bad| bad.unmatched.push(9));
    check(&|bad| bad.pairs[0].mentee = 2);
    check(&|bad| bad.objective = Objective::Fair);
    check(&|bad| bad.proof = Proof::NoBlockingPair { without: Vec::new() });
    check(&|bad| {
        let Proof::Prices(prices) = &mut bad.proof else { return };
        prices.bonus = -5;
    });
    check(&|bad| {
        let Proof::Prices(prices) = &mut bad.proof else { return };
        prices.above.pop();
    });
    let pair = Couple { mentor: 0, mentee: 0 };
    assert_eq!(instance.score(pair), Some(5));
}

#[test]
fn a_level_under_which_somebody_would_pay_less_than_he_does_is_refused() {
    let mut builder = Builder::new([Limits { capacity: 1, minimum: 0 }; 2].into(), 2);
    builder.candidate(0, 0, 5).candidate(1, 0, 3).candidate(0, 1, 3).candidate(1, 1, 5);
    let instance = builder.build().expect("no defects");
    let good = solve(&instance, Objective::Fair, &mut ()).expect("an answer");
    let Proof::Levels { levels, .. } = &good.proof else { panic!("no levels") };
    for (at, mentee) in (0..levels.len()).flat_map(|at| [(at, 0), (at, 1)]) {
        let mut bad = good.clone();
        let Proof::Levels { levels, .. } = &mut bad.proof else { panic!("no levels") };
        match levels[at].mentees.iter_mut().find(|(known, _)| *known == mentee) {
            Some((_, pays)) => *pays -= 1,
            None => levels[at].mentees.push((mentee, -1)),
        }
        assert_eq!(verify(&instance, &bad), Err(Flaw::Choice(mentee)), "level {at}");
    }
}

/// The total answer with its proof split in two ways, and the proof to be spoilt.
fn split(instance: &Instance) -> Outcome {
    let outcome = solve(instance, Objective::Total, &mut ()).expect("an answer");
    assert_eq!(verify(instance, &outcome), Ok(()));
    assert!(matches!(outcome.proof, Proof::Either { .. }), "{:?}", outcome.proof);
    outcome
}

#[test]
fn a_proof_by_two_ways_proves_the_best_answer_alone_and_by_both() {
    let instance = two_in_both_roles();
    let good = split(&instance);
    let best = good.assignment(2);
    for of in brute::all(&instance) {
        let passes = verify(&instance, &with_assignment(&instance, &good, &of)).is_ok();
        assert_eq!(passes, of == best, "{of:?}");
    }
    let Proof::Either { pair, back, without_pair, without_back } = good.proof.clone() else { return };
    let spoilt = |change: &dyn Fn(&mut Couple, &mut Couple, &mut Bound, &mut Bound)| {
        let (mut pair, mut back) = (pair, back);
        let (mut without_pair, mut without_back) = (without_pair.clone(), without_back.clone());
        change(&mut pair, &mut back, &mut without_pair, &mut without_back);
        let proof = Proof::Either { pair, back, without_pair, without_back };
        verify(&instance, &Outcome { proof, ..good.clone() })
    };
    assert_eq!(spoilt(&|_, _, _, _| ()), Ok(()));
    let wrong = Err(Flaw::WrongProof);
    assert_eq!(spoilt(&|pair, _, _, _| pair.mentor = 2), wrong, "two pairs that exclude each other");
    let among = std::vec![0, 1, 2];
    let claims = [
        Bound::Pinned,
        Bound::Impossible(Infeasible::MinimumOutOfReach { mentor: 0, among, needed: 9, available: 0 }),
        Bound::Impossible(Infeasible::PinForbidden(pair)),
        Bound::Split(Box::new(Proof::NoBlockingPair { without: Vec::new() })),
        Bound::Best { of: Vec::new(), proof: Box::new(Proof::NoBlockingPair { without: Vec::new() }) },
    ];
    for claim in claims {
        assert_eq!(spoilt(&|_, _, without, _| *without = claim.clone()), wrong, "{claim:?}");
        assert_eq!(spoilt(&|_, _, _, without| *without = claim.clone()), wrong, "{claim:?}");
    }
    // What is best with the one left out is not best with the other left out.
    assert!(spoilt(&|_, _, one, two| core::mem::swap(one, two)).is_err());
}

/// Two people in both roles, the first with a minimum, and a third mentee as `third` says.
fn with_minimum(third: &dyn Fn(&mut Builder)) -> Instance {
    let limits = [(1, 1), (1, 0), (2, 0)].map(|(capacity, minimum)| Limits { capacity, minimum });
    let mut builder = Builder::new(limits.into(), 3);
    builder.same_person(0, 0).same_person(1, 1);
    builder.candidate(0, 1, 5).candidate(1, 0, 9).candidate(2, 0, 3).candidate(2, 1, 4);
    third(&mut builder);
    builder.build().expect("no defects")
}

/// Whether this instance lets somebody claim that without the first of the two pairs no answer is possible.
fn claims_impossible(instance: &Instance, among: &[u32]) -> Result<(), Flaw> {
    let mut outcome = split(instance);
    let first = Couple { mentor: 0, mentee: 1 };
    let claim = Infeasible::MinimumOutOfReach { mentor: 0, among: among.to_vec(), needed: 1, available: 0 };
    let Proof::Either { pair, without_pair, without_back, .. } = &mut outcome.proof else { return Ok(()) };
    **(if *pair == first { without_pair } else { without_back }) = Bound::Impossible(claim);
    verify(instance, &outcome)
}

#[test]
fn no_answer_is_impossible_only_where_minimums_are_out_of_reach() {
    // Only the pair itself, or beside it a mentee who is pinned to another, can meet the minimum.
    assert_eq!(claims_impossible(&with_minimum(&|_| ()), &[0]), Ok(()));
    let pinned_elsewhere =
        with_minimum(&|builder| _ = builder.candidate(0, 2, 1).candidate(2, 2, 1).pin(2, 2));
    assert_eq!(claims_impossible(&pinned_elsewhere, &[0]), Ok(()));
    assert_eq!(
        claims_impossible(&pinned_elsewhere, &[0, 9]),
        Err(Flaw::WrongProof),
        "a mentor who is not there"
    );
    assert_eq!(claims_impossible(&pinned_elsewhere, &[1]), Err(Flaw::WrongProof));
    // A third mentee would do.
    let another = with_minimum(&|builder| _ = builder.candidate(0, 2, -9).candidate(2, 2, 9));
    assert_eq!(claims_impossible(&another, &[0]), Err(Flaw::WrongProof));
}

/// Prices that make the worse of two mentors look like the choice, but for the rule that no price is below 0.
#[test]
fn a_price_below_nothing_is_refused_though_every_sum_agrees() {
    let mut builder = Builder::new([Limits { capacity: 1, minimum: 0 }; 2].into(), 1);
    builder.candidate(0, 0, 5).candidate(1, 0, 4);
    let instance = builder.build().expect("no defects");
    let good = solve(&instance, Objective::Total, &mut ()).expect("an answer");
    assert_eq!(good.total, 5);
    for (above, below, mentor) in [([0, -1], [0, 0], 1), ([0, 0], [-1, 0], 0)] {
        let mut bad = with_assignment(&instance, &good, &[1]);
        let Proof::Prices(prices) = &mut bad.proof else { panic!("no prices") };
        (prices.above, prices.below) = (above.into(), below.into());
        assert_eq!(verify(&instance, &bad), Err(Flaw::Price(mentor)), "{above:?} {below:?}");
    }
}

#[test]
fn a_pair_is_left_out_of_stability_only_for_one_that_stands_and_is_worth_more() {
    let instance = two_in_both_roles();
    let good = solve(&instance, Objective::Stable, &mut ()).expect("an answer");
    let (nine, eight) = (Couple { mentor: 0, mentee: 1 }, Couple { mentor: 1, mentee: 0 });
    let claim = |of: &[u32], without: &[Couple]| {
        let proof = Proof::NoBlockingPair { without: without.to_vec() };
        verify(&instance, &Outcome { proof, ..with_assignment(&instance, &good, of) })
    };
    assert_eq!(claim(&[2, 0], &[eight]), Ok(()));
    assert_eq!(claim(&[2, 0], &[]), Err(Flaw::Blocking(eight)));
    assert_eq!(claim(&[2, 0], &[eight, Couple { mentor: 2, mentee: 1 }]), Err(Flaw::WrongProof));
    assert_eq!(claim(&[2, 0], &[nine]), Err(Flaw::WrongProof), "it stands itself");
    assert_eq!(claim(&[1, 2], &[nine]), Err(Flaw::WrongProof), "worth more than what stands");
    assert_eq!(claim(&[2, 2], &[nine]), Err(Flaw::Load(2)));
}

/// An answer with fewer pairs and a higher score is the best under a small bonus, and so are its prices.
#[test]
fn a_bonus_too_small_to_put_pairs_first_is_refused() {
    let mut builder = Builder::new([Limits { capacity: 1, minimum: 0 }; 2].into(), 2);
    builder.candidate(0, 0, 100).candidate(1, 0, 0).candidate(0, 1, 0);
    let instance = builder.build().expect("no defects");
    let good = solve(&instance, Objective::Total, &mut ()).expect("an answer");
    assert_eq!((good.pairs.len(), verify(&instance, &good)), (2, Ok(())));
    for bonus in [1, 60, 100] {
        let mut bad = with_assignment(&instance, &good, &[0, NOBODY]);
        let Proof::Prices(prices) = &mut bad.proof else { panic!("no prices") };
        (prices.bonus, prices.above, prices.below) = (bonus, [bonus, 0].into(), [0, 0].into());
        assert_eq!(verify(&instance, &bad), Err(Flaw::Bonus), "{bonus}");
    }
}

#[test]
fn two_questions_of_people_in_both_roles_are_decided_one_within_the_other() {
    let mut builder = Builder::new([Limits { capacity: 1, minimum: 0 }; 6].into(), 4);
    for person in 0..4 {
        builder.same_person(person, person);
    }
    for (one, two, third) in [(0, 1, 4), (2, 3, 5)] {
        builder.candidate(one, two, 9).candidate(two, one, 8);
        builder.candidate(third, one, 3).candidate(third, two, 5);
    }
    let instance = builder.build().expect("no defects");
    let Proof::Either { without_pair, without_back, .. } = &split(&instance).proof else { return };
    let within = |bound: &Bound| matches!(bound, Bound::Split(_));
    assert!(within(without_pair) || within(without_back), "{without_pair:?} {without_back:?}");
}

/// Stable ways to leave out either pair prove nothing of an answer in which two would rather have each other.
#[test]
fn two_stable_ways_do_not_prove_a_third_that_is_not() {
    let instance = two_in_both_roles();
    let good = solve(&instance, Objective::Stable, &mut ()).expect("an answer");
    let stable = |of: [u32; 2]| {
        let proof = Box::new(Proof::NoBlockingPair { without: Vec::new() });
        Box::new(Bound::Best { of: of.into(), proof })
    };
    let proof = Proof::Either {
        pair: Couple { mentor: 0, mentee: 1 },
        back: Couple { mentor: 1, mentee: 0 },
        without_pair: stable([1, 2]),
        without_back: stable([2, 0]),
    };
    let bad = Outcome { proof, ..with_assignment(&instance, &good, &[1, 2]) };
    assert_eq!(verify(&instance, &bad), Err(Flaw::WrongProof));
}
