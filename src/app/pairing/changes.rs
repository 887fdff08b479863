//! What became otherwise since a proposal: who is written otherwise, came or left, and what else it rested on.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use vekha_core::digest::Digest;
use vekha_core::ids::PartyId;
use vekha_core::people::{Side, records};
use vekha_core::state::Programme;

use super::{Input, Round, Script, standing};
use crate::app::{AppError, Directory, Reading};

/// Somebody in a base, by what tells whether anything about the person changed. The profile's digest is keyed with
/// random bits of the vault, so nothing can be guessed from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Who.
    pub party: PartyId,
    /// The seal of the profile; `None` when erased.
    pub profile: Option<Digest>,
    /// Of the line in the base and the papers that hold.
    pub line: Digest,
}

/// Everybody who stands in the bases of a programme's form on a day: mentors, mentees.
///
/// # Errors
/// What the store says.
pub fn people(
    reading: &Reading<'_>,
    directory: &Directory,
    programme: &Programme,
    on: NaiveDate,
) -> Result<[Vec<Person>; 2], AppError> {
    let mut people = [Vec::new(), Vec::new()];
    for line in standing(reading, programme, on)? {
        let known = directory.get(line.party).and_then(|known| known.party.profile);
        let held = records::held(reading, line.party, on)?;
        let facts = (line.entered, line.left, line.capacity, line.requests, held);
        // Dates, numbers and texts.
        let facts = serde_json::to_vec(&facts).unwrap_or_default();
        people[usize::from(line.side == Side::Mentee)].push(Person {
            party: line.party,
            profile: known.map(|sealed| sealed.digest),
            line: Digest::of(&[b"vekha line 1", &facts]),
        });
    }
    Ok(people)
}

/// What became otherwise.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Changes {
    /// Written otherwise, or with other papers.
    pub changed: Vec<PartyId>,
    /// In the bases since.
    pub entered: Vec<PartyId>,
    /// In the bases no more.
    pub left: Vec<PartyId>,
    /// The script that judges now is another.
    pub script: bool,
    /// Pins or bans.
    pub wishes: bool,
}

impl Changes {
    /// From an input to the round of today.
    pub fn since(input: &Input, round: &Round, script: &Script) -> Self {
        let mut changes = Self { script: script.digest() != input.script, ..Self::default() };
        for (before, now) in input.people.iter().zip(&round.people) {
            let find = |list: &[Person], party| list.iter().find(|known| known.party == party).cloned();
            for person in before {
                match find(now, person.party) {
                    None => changes.left.push(person.party),
                    Some(found) if found != *person => changes.changed.push(person.party),
                    Some(_) => {}
                }
            }
            let new = now.iter().filter(|person| find(before, person.party).is_none());
            changes.entered.extend(new.map(|person| person.party));
        }
        for list in [&mut changes.changed, &mut changes.entered, &mut changes.left] {
            list.sort();
            list.dedup();
        }
        changes.wishes = wished(&input.mentors, &input.mentees, &input.pins)
            != wished(&round.mentors, &round.mentees, &places(&round.pins))
            || wished(&input.mentors, &input.mentees, &input.bans)
                != wished(&round.mentors, &round.mentees, &places(&round.bans));
        changes
    }

    /// Whether nothing did.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

fn places(couples: &[vekha_core::pairing::Couple]) -> Vec<(u32, u32)> {
    couples.iter().map(|couple| (couple.mentor, couple.mentee)).collect()
}

/// Wishes by who is meant, whatever places they have.
fn wished(mentors: &[super::Seat], mentees: &[PartyId], couples: &[(u32, u32)]) -> Vec<(PartyId, PartyId)> {
    let who = |(mentor, mentee): &(u32, u32)| {
        Some((mentors.get(*mentor as usize)?.party, *mentees.get(*mentee as usize)?))
    };
    let mut found: Vec<_> = couples.iter().filter_map(who).collect();
    found.sort();
    found
}
