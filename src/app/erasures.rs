//! The list of erasures beside the store: what a restored backup must forget again.
//!
//! A line is a school, a party, the SHA-256 of the journal's line that added the party, and the day. The hash tells
//! the person from somebody who was given the same number after an older backup was restored. Nobody is named.
//!
//! A line comes before the event that records the erasure, marked as begun, and the mark goes when every file in reach
//! was written anew. So whatever ends the program between, the next command that writes finishes what was begun:
//! [`finish`].

use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use vekha_core::event::Event;
use vekha_core::ids::{PartyId, SchoolId, Subject};
use vekha_core::view::Read as _;

use crate::store::erase::{Erased, erase, erase_in};
use crate::store::{Access, Options, Snapshot, Store, StoreError};

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    school: SchoolId,
    party: PartyId,
    added: String,
    day: String,
    /// Files may still hold what is to go.
    begun: bool,
}

const BEGUN: &str = "begun";

impl Line {
    fn text(&self) -> String {
        let begun = if self.begun { format!(" {BEGUN}") } else { String::new() };
        format!("{} {} {} {}{begun}\n", self.school, self.party, self.added, self.day)
    }
}

/// The list of a store.
pub fn file_of(store: &Path) -> PathBuf {
    store.with_added_extension("erased")
}

/// Adds parties to the list, durably. `begun`: their data are still there, and will be gone once [`finish`] says so.
///
/// # Errors
/// What the system says.
pub fn note(
    store: &Path,
    snapshot: &Snapshot,
    school: SchoolId,
    parties: &[PartyId],
    (day, begun): (NaiveDate, bool),
    options: &Options,
) -> Result<(), StoreError> {
    let mut lines = read(store)?;
    for party in parties {
        let Some(added) = added(snapshot, school, *party)? else { continue };
        let known = |line: &Line| line.school == school && line.party == *party && line.added == added;
        lines.retain(|line| !known(line));
        lines.push(Line { school, party: *party, added, day: day.to_string(), begun });
    }
    write(store, &lines, options)
}

/// Whether an erasure was begun and not finished.
///
/// # Errors
/// What the system says.
pub fn is_begun(store: &Path) -> Result<bool, StoreError> {
    Ok(read(store)?.iter().any(|line| line.begun))
}

/// Finishes erasures that were begun: those that the journal records. One that it does not record never was.
///
/// # Errors
/// What [`erase`] says.
pub fn finish(store: &Path, backups: &Path, options: &Options) -> Result<Vec<Erased>, StoreError> {
    let held = Store::open(store, Access::Read, options)?;
    let snapshot = held.snapshot()?;
    let mut lines = Vec::new();
    for line in read(store)? {
        if !line.begun || is_recorded(&snapshot, &line)? {
            lines.push(line);
        }
    }
    drop(snapshot);
    held.close()?;
    let begun: Vec<Line> = lines.iter().filter(|line| line.begun).cloned().collect();
    let done = erase_lines(store, backups, &begun, options)?;
    let lines: Vec<Line> = lines.into_iter().map(|line| Line { begun: false, ..line }).collect();
    write(store, &lines, options)?;
    Ok(done)
}

/// Erases from the store, its backups and replaced files whoever of the list they hold.
///
/// # Errors
/// What [`erase`] says.
pub fn apply(store: &Path, backups: &Path, options: &Options) -> Result<Vec<Erased>, StoreError> {
    let lines = read(store)?;
    let done = erase_lines(store, backups, &lines, options)?;
    if lines.iter().any(|line| line.begun) {
        let lines: Vec<Line> = lines.into_iter().map(|line| Line { begun: false, ..line }).collect();
        write(store, &lines, options)?;
    }
    Ok(done)
}

/// Erases from a file that is to take the place of the store whoever of the store's list it holds.
///
/// # Errors
/// What [`erase`] says.
pub fn apply_to(draft: &Path, store: &Path, options: &Options) -> Result<(), StoreError> {
    for (school, parties) in held(draft, &read(store)?, options)? {
        erase_in(draft, school, &subjects(draft, options, school, &parties)?, options)?;
    }
    Ok(())
}

fn erase_lines(
    store: &Path,
    backups: &Path,
    lines: &[Line],
    options: &Options,
) -> Result<Vec<Erased>, StoreError> {
    let mut done = Vec::new();
    for (school, parties) in held(store, lines, options)? {
        let subjects = subjects(store, options, school, &parties)?;
        done.extend(erase(store, backups, school, &subjects, options)?);
    }
    Ok(done)
}

/// Whoever of the list a file knows, by school.
fn held(
    store: &Path,
    lines: &[Line],
    options: &Options,
) -> Result<Vec<(SchoolId, Vec<PartyId>)>, StoreError> {
    let mut schools: Vec<(SchoolId, Vec<PartyId>)> = Vec::new();
    let held = Store::open(store, Access::Read, options)?;
    let snapshot = held.snapshot()?;
    for line in lines {
        if added(&snapshot, line.school, line.party)?.as_ref() != Some(&line.added) {
            continue;
        }
        match schools.iter_mut().find(|(school, _)| *school == line.school) {
            Some((_, parties)) => parties.push(line.party),
            None => schools.push((line.school, vec![line.party])),
        }
    }
    drop(snapshot);
    held.close()?;
    Ok(schools)
}

/// Whether the journal says that the party was erased.
fn is_recorded(snapshot: &Snapshot, line: &Line) -> Result<bool, StoreError> {
    for recorded in snapshot.events(line.school, 1)? {
        if let Event::PartyErased { party, merged, .. } = &recorded?.event
            && (*party == line.party || merged.contains(&line.party))
        {
            return Ok(true);
        }
    }
    Ok(false)
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
        let begun = words.next() == Some(BEGUN);
        Some(Line { school: SchoolId(school), party: PartyId(party), added, day, begun })
    };
    Ok(text.lines().filter_map(line).collect())
}

fn write(store: &Path, lines: &[Line], options: &Options) -> Result<(), StoreError> {
    let text: String = lines.iter().map(Line::text).collect();
    Ok(options.files.put(&file_of(store), text.as_bytes())?)
}
