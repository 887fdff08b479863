//! The list of erasures beside the store: what a restored backup must forget again.
//!
//! A line is a school, a party, the SHA-256 of the journal's line that added the party, and the day. The hash tells
//! the person from somebody who was given the same number after an older backup was restored. Nobody is named.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use vekha_core::event::Event;
use vekha_core::ids::{PartyId, SchoolId, Subject};
use vekha_core::view::Read as _;

use crate::store::erase::{Erased, erase};
use crate::store::{Access, Options, Snapshot, Store, StoreError};

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    school: SchoolId,
    party: PartyId,
    added: String,
    day: String,
}

/// The list of a store.
pub fn file_of(store: &Path) -> PathBuf {
    store.with_added_extension("erased")
}

/// Adds parties to the list, durably: before the rows go, so that a crash between leaves the list and not the data.
///
/// # Errors
/// What the system says.
pub fn note(
    store: &Path,
    snapshot: &Snapshot,
    school: SchoolId,
    parties: &[PartyId],
    day: NaiveDate,
) -> Result<(), StoreError> {
    let known = read(store)?;
    let mut file = fs::OpenOptions::new().create(true).append(true).open(file_of(store))?;
    for party in parties {
        let Some(added) = added(snapshot, school, *party)? else { continue };
        if !known.iter().any(|line| line.school == school && line.party == *party && line.added == added) {
            writeln!(file, "{school} {party} {added} {day}")?;
        }
    }
    Ok(file.sync_all()?)
}

/// Erases from the store, its backups and replaced files whoever of the list they hold.
///
/// # Errors
/// What [`erase`] says.
pub fn apply(store: &Path, backups: &Path, options: &Options) -> Result<Vec<Erased>, StoreError> {
    let mut schools: Vec<(SchoolId, Vec<PartyId>)> = Vec::new();
    {
        let held = Store::open(store, Access::Read, options)?;
        let snapshot = held.snapshot()?;
        for line in read(store)? {
            if added(&snapshot, line.school, line.party)?.as_ref() != Some(&line.added) {
                continue;
            }
            match schools.iter_mut().find(|(school, _)| *school == line.school) {
                Some((_, parties)) => parties.push(line.party),
                None => schools.push((line.school, vec![line.party])),
            }
        }
        held.close()?;
    }
    let mut done = Vec::new();
    for (school, parties) in schools {
        let subjects = subjects(store, options, school, &parties)?;
        done.extend(erase(store, backups, school, &subjects, options)?);
    }
    Ok(done)
}

/// What is erased with people: themselves, and what was said at the meetings of their pairs.
fn subjects(
    store: &Path,
    options: &Options,
    school: SchoolId,
    parties: &[PartyId],
) -> Result<Vec<Subject>, StoreError> {
    let held = Store::open(store, Access::Read, options)?;
    let mut subjects: Vec<Subject> = parties.iter().copied().map(Subject::Party).collect();
    let pairs = held.snapshot()?.school(school)?.pairs();
    let pairs = pairs.map_err(|error| StoreError::Damaged(error.0))?;
    let theirs = pairs.iter().filter(|pair| parties.contains(&pair.mentor) || parties.contains(&pair.mentee));
    subjects.extend(theirs.map(|pair| Subject::Pair(pair.id)));
    held.close()?;
    Ok(subjects)
}

/// The hash of the journal's line that added a party.
fn added(snapshot: &Snapshot, school: SchoolId, party: PartyId) -> Result<Option<String>, StoreError> {
    for recorded in snapshot.events(school, 1)? {
        let recorded = recorded?;
        if matches!(&recorded.event, Event::PartyAdded { party: found, .. } if *found == party) {
            return Ok(Some(recorded.hash().to_string()));
        }
    }
    Ok(None)
}

fn read(store: &Path) -> Result<Vec<Line>, StoreError> {
    let text = match fs::read_to_string(file_of(store)) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error.into()),
    };
    let line = |line: &str| {
        let mut words = line.split_whitespace();
        let (school, party) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
        let added = words.next()?.to_owned();
        let day = words.next().unwrap_or_default().to_owned();
        Some(Line { school: SchoolId(school), party: PartyId(party), added, day })
    };
    Ok(text.lines().filter_map(line).collect())
}
