//! Every objective and every rule against brute force on small instances, and answers tampered with.

mod brute;
mod exact;
mod reasons;
mod routes;
mod tampered;

use proptest::prelude::*;
use std::vec::Vec;

use super::{Builder, Couple, Instance, Limits};

/// What a small instance is made of, as data that proptest can shrink.
#[derive(Clone, Debug)]
pub(super) struct Sketch {
    limits: Vec<(u32, u32)>,
    mentees: u32,
    /// Score of mentor, mentee; absent where there is no candidate.
    scores: Vec<Vec<Option<i64>>>,
    pins: Vec<(usize, usize)>,
    forbidden: Vec<(usize, usize)>,
    existing: Vec<(usize, usize, i64)>,
    persons: Vec<(usize, usize)>,
}

impl Sketch {
    pub fn builder(&self) -> Builder {
        let limits = self.limits.iter().map(|&(capacity, minimum)| Limits { capacity, minimum }).collect();
        let mut builder = Builder::new(limits, self.mentees);
        let (n, m) = (self.limits.len(), self.mentees as usize);
        for (mentor, row) in self.scores.iter().enumerate() {
            for (mentee, score) in row.iter().enumerate() {
                if let Some(score) = score {
                    builder.candidate(mentor as u32, mentee as u32, *score);
                }
            }
        }
        for &(mentor, mentee) in &self.pins {
            builder.pin((mentor % n) as u32, (mentee % m) as u32);
        }
        for &(mentor, mentee) in &self.forbidden {
            builder.forbid((mentor % n) as u32, (mentee % m) as u32);
        }
        for &(mentor, mentee, price) in &self.existing {
            builder.existing((mentor % n) as u32, (mentee % m) as u32, price);
        }
        let (mut mentors, mut mentees) = (Vec::new(), Vec::new());
        for (mentor, mentee) in self.persons.iter().map(|&(mentor, mentee)| (mentor % n, mentee % m)) {
            if !mentors.contains(&mentor) && !mentees.contains(&mentee) {
                builder.same_person(mentor as u32, mentee as u32);
                mentors.push(mentor);
                mentees.push(mentee);
            }
        }
        builder
    }

    pub fn build(&self) -> Instance {
        self.builder().build().expect("a sketch has no defects")
    }
}

/// Scores with many ties, with few, and with signs and magnitudes that strain the arithmetic.
fn score() -> impl Strategy<Value = i64> {
    prop_oneof![
        4 => 0i64..4,
        3 => -50i64..50,
        1 => prop_oneof![Just(-1_000_000_000_000), Just(1_000_000_000_000), Just(3_000_000_000)],
    ]
}

fn sketch(persons: usize) -> impl Strategy<Value = Sketch> {
    (1usize..5, 1u32..6, 0u8..4).prop_flat_map(move |(n, m, gaps)| {
        let cell = (0..4u8, score()).prop_map(move |(chance, score)| (chance >= gaps).then_some(score));
        let minimum = prop_oneof![4 => Just(0u32), 1 => 1u32..3];
        (
            prop::collection::vec((0u32..4, minimum), n),
            prop::collection::vec(prop::collection::vec(cell, m as usize), n),
            prop::collection::vec((0usize..8, 0usize..8), 0..2),
            prop::collection::vec((0usize..8, 0usize..8), 0..3),
            prop::collection::vec((0usize..8, 0usize..8, -3i64..5), 0..3),
            prop::collection::vec((0usize..8, 0usize..8), 0..=persons),
        )
            .prop_map(move |(limits, scores, pins, forbidden, existing, persons)| Sketch {
                limits,
                mentees: m,
                scores,
                pins,
                forbidden,
                existing,
                persons,
            })
    })
}

#[test]
fn without_a_pair_every_other_keeps_its_score_and_what_keeping_it_is_worth() {
    let mut builder = Builder::new(std::vec![Limits { capacity: 2, minimum: 0 }; 3], 3);
    let all = (0..9).map(|at| Couple { mentor: at / 3, mentee: at % 3 });
    let pairs: Vec<Couple> = all.filter(|pair| (pair.mentor, pair.mentee) != (1, 1)).collect();
    for Couple { mentor, mentee } in pairs.iter().copied() {
        builder.candidate(mentor, mentee, i64::from(mentor * 10 + mentee));
    }
    for (mentor, mentee, price) in [(0, 0, 100), (2, 0, 200), (0, 1, 300), (2, 2, 400)] {
        builder.existing(mentor, mentee, price);
    }
    let whole = builder.build().unwrap();
    for out in pairs.iter().copied() {
        let less = whole.without(out);
        assert_eq!((less.candidates(), less.score(out)), (whole.candidates() - 1, None));
        for pair in pairs.iter().copied().filter(|pair| *pair != out) {
            let (was, is) = ((whole.score(pair), whole.worth(pair)), (less.score(pair), less.worth(pair)));
            assert_eq!(is, was, "{pair:?} without {out:?}");
        }
    }
}
