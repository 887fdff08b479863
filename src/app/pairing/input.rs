//! What a proposal was computed from, kept as a content under its digest: verifying asks this, not the rows of today.
//!
//! No names and no facts about people: who took part by number, seals of what was known of them, scores. A line of
//! JSON, then the candidates in numbers of seven bits a byte, so that a million of them are a few megabytes.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use vekha_core::digest::Digest;
use vekha_core::ids::{PartyId, ProgrammeId};
use vekha_core::pairing::{Builder, Couple, Defect, Instance, Limits};

use super::{Person, Seat};

/// The version of the layout.
pub(super) const VERSION: u32 = 1;

/// Everything that the pairs of a proposal rest on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Input {
    /// The version of this layout.
    pub version: u32,
    /// Whose pairs.
    pub programme: ProgrammeId,
    /// The day.
    pub on: NaiveDate,
    /// The script that judged.
    pub script: Digest,
    /// What it could import.
    pub modules: Vec<(String, Digest)>,
    /// Everybody in the bases: mentors, mentees.
    pub people: [Vec<Person>; 2],
    /// Mentors with their places.
    pub mentors: Vec<Seat>,
    /// Mentees to be paired.
    pub mentees: Vec<PartyId>,
    /// Pinned pairs by place: mentor, mentee.
    pub pins: Vec<(u32, u32)>,
    /// Forbidden pairs.
    pub bans: Vec<(u32, u32)>,
    /// Existing pairs that could change.
    pub existing: Vec<(u32, u32)>,
    /// What giving one up cost.
    pub price: Option<i64>,
    /// Mentors who left.
    pub without: Vec<PartyId>,
    /// Pairs that could be with their scores, by mentee, then mentor.
    #[serde(skip)]
    pub candidates: Vec<(Couple, i64)>,
}

impl Input {
    /// As it is kept.
    pub fn bytes(&self) -> Vec<u8> {
        // Structs, strings and numbers.
        let mut bytes = serde_json::to_vec(self).unwrap_or_default();
        bytes.push(b'\n');
        put(&mut bytes, self.candidates.len() as u64);
        let (mut mentee, mut mentor) = (0, 0);
        for (couple, score) in &self.candidates {
            if couple.mentee != mentee {
                mentor = 0;
            }
            put(&mut bytes, u64::from(couple.mentee.wrapping_sub(mentee)));
            put(&mut bytes, u64::from(couple.mentor.wrapping_sub(mentor)));
            put(&mut bytes, ((score << 1) ^ (score >> 63)) as u64);
            (mentee, mentor) = (couple.mentee, couple.mentor);
        }
        bytes
    }

    /// Reads [`Self::bytes`]; `None` for anything else.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let end = bytes.iter().position(|byte| *byte == b'\n')?;
        let mut input: Self = serde_json::from_slice(&bytes[..end]).ok()?;
        let mut rest = &bytes[end + 1..];
        let count = take(&mut rest)?;
        let (mut mentee, mut mentor) = (0_u32, 0_u32);
        for _ in 0..count {
            let step = u32::try_from(take(&mut rest)?).ok()?;
            if step > 0 {
                mentor = 0;
            }
            mentee = mentee.wrapping_add(step);
            mentor = mentor.wrapping_add(u32::try_from(take(&mut rest)?).ok()?);
            let coded = take(&mut rest)?;
            let score = (coded >> 1) as i64 ^ -((coded & 1) as i64);
            input.candidates.push((Couple { mentor, mentee }, score));
        }
        (rest.is_empty() && input.version == VERSION).then_some(input)
    }

    /// What the solver got.
    ///
    /// # Errors
    /// What [`Builder::build`] says of an input that nothing of ours wrote.
    pub fn instance(&self) -> Result<Instance, Defect> {
        let mut builder = builder(&self.mentors, &self.mentees, self.candidates.clone())?;
        self.pins.iter().for_each(|(mentor, mentee)| _ = builder.pin(*mentor, *mentee));
        self.bans.iter().for_each(|(mentor, mentee)| _ = builder.forbid(*mentor, *mentee));
        if let Some(price) = self.price {
            self.existing.iter().for_each(|(mentor, mentee)| _ = builder.existing(*mentor, *mentee, price));
        }
        builder.build()
    }

    /// The places of two people; `None` where one of them was not in question.
    pub fn couple(&self, mentor: PartyId, mentee: PartyId) -> Option<Couple> {
        let mentor = self.mentors.iter().position(|seat| seat.party == mentor)?;
        let mentee = self.mentees.iter().position(|party| *party == mentee)?;
        Some(Couple { mentor: u32::try_from(mentor).ok()?, mentee: u32::try_from(mentee).ok()? })
    }
}

/// Limits, candidates, and who is one person on both sides.
pub(super) fn builder(
    mentors: &[Seat],
    mentees: &[PartyId],
    candidates: Vec<(Couple, i64)>,
) -> Result<Builder, Defect> {
    let limits = mentors.iter().map(|seat| Limits {
        capacity: seat.capacity.saturating_sub(seat.taken),
        minimum: seat.minimum.saturating_sub(seat.taken),
    });
    let count = u32::try_from(mentees.len()).map_err(|_| Defect::TooMany)?;
    let mut builder = Builder::new(limits.collect(), count);
    builder.candidates(candidates);
    for (mentor, seat) in (0..).zip(mentors) {
        if let Some(mentee) = mentees.iter().position(|party| *party == seat.party) {
            builder.same_person(mentor, u32::try_from(mentee).map_err(|_| Defect::TooMany)?);
        }
    }
    Ok(builder)
}

fn put(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn take(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0_u64;
    for shift in (0..64).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f).checked_shl(shift)?;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn input(candidates: Vec<(Couple, i64)>) -> Input {
        let seat = |id| Seat { party: PartyId(id), capacity: 2, minimum: 1, taken: 0 };
        Input {
            version: VERSION,
            programme: ProgrammeId(1),
            on: NaiveDate::from_ymd_opt(2023, 10, 2).unwrap(),
            script: Digest::of_bytes(b"script"),
            modules: vec![("scripts/a.rhai".into(), Digest::of_bytes(b"a"))],
            people: [Vec::new(), Vec::new()],
            mentors: vec![seat(1), seat(2)],
            mentees: vec![PartyId(2), PartyId(3)],
            pins: vec![(0, 1)],
            bans: Vec::new(),
            existing: vec![(1, 1)],
            price: Some(5),
            without: vec![PartyId(9)],
            candidates,
        }
    }

    #[test]
    fn an_input_makes_the_instance_that_the_solver_got() {
        let couple = |mentor, mentee| Couple { mentor, mentee };
        let all = vec![(couple(0, 0), 7), (couple(0, 1), -3), (couple(1, 1), 4)];
        let instance = Input::read(&input(all).bytes()).unwrap().instance().unwrap();
        assert_eq!(instance.limits(1), Limits { capacity: 2, minimum: 1 });
        assert_eq!(instance.score(couple(0, 1)), Some(-3));
        assert_eq!(instance.worth(couple(1, 1)), Some(9), "giving up an existing pair costs its price");
        assert_eq!(instance.pins().collect::<Vec<_>>(), [couple(0, 1)]);
        assert!(instance.is_forbidden(couple(1, 0)), "nobody mentors himself");
    }

    #[test]
    fn what_is_no_input_is_none() {
        let whole = input(vec![(Couple { mentor: 1, mentee: 1 }, i64::MIN)]).bytes();
        assert!(Input::read(&whole).is_some());
        for broken in [&whole[..whole.len() - 1], &[&whole[..], &[0]].concat(), b"", b"{}\n", b"\n\xff"] {
            assert_eq!(Input::read(broken), None);
        }
    }

    proptest! {
        #[test]
        fn every_candidate_comes_back(
            all in proptest::collection::btree_map((0..50_u32, 0..50_u32), any::<i64>(), 0..60)
        ) {
            let all = all.into_iter().map(|((mentee, mentor), score)| (Couple { mentor, mentee }, score));
            let before = input(all.collect());
            prop_assert_eq!(Input::read(&before.bytes()), Some(before));
        }
    }
}
