//! The list of erasures beside the store: what a restored backup must forget again.
//!
//! A line is a school, a party, the SHA-256 of the journal's line that added the party, and the day. The hash tells
//! the person from somebody who was given the same number after an older backup was restored. Nobody is named. A
//! word `texts` says that texts about others were rid of the name, too.
//!
//! A line comes before the event that records the erasure, marked as begun, and the mark goes when every file in reach
//! was written anew. So whatever ends the program between, the next command that writes finishes what was begun:
//! [`finish`].

use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use vekha_core::event::Event;
use vekha_core::ids::{PartyId, SchoolId, Subject};
use vekha_core::vault::{Content, VaultKey, VaultPut};
use vekha_core::view::Read as _;

use super::naming;
use crate::store::erase::{Erased, erase, erase_in};
use crate::store::{Access, Options, Snapshot, Store, StoreError};

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    school: SchoolId,
    party: PartyId,
    added: String,
    day: String,
    marks: Marks,
}

/// What a line says after the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marks {
    /// Files may still hold what is to go.
    pub begun: bool,
    /// The name goes from texts about others.
    pub texts: bool,
}

const BEGUN: &str = "begun";
const TEXTS: &str = "texts";
/// What stands in a copy in the place of a name; no language is known there.
const MARK: &str = "[…]";

impl Line {
    fn text(&self) -> String {
        let texts = if self.marks.texts { format!(" {TEXTS}") } else { String::new() };
        let begun = if self.marks.begun { format!(" {BEGUN}") } else { String::new() };
        format!("{} {} {} {}{texts}{begun}\n", self.school, self.party, self.added, self.day)
    }

    fn done(mut self) -> Self {
        self.marks.begun = false;
        self
    }
}

/// The parties of a school to be erased.
struct Gone {
    school: SchoolId,
    parties: Vec<PartyId>,
    /// Those whose names go from texts about others.
    named: Vec<PartyId>,
}

impl Gone {
    /// Rows of a file that name one of them beside their own, as they are to read. Who is meant of several does not
    /// matter.
    fn texts(&self, rows: &[VaultPut], subjects: &[Subject]) -> Vec<(VaultKey, Content)> {
        let goes = |owner| subjects.contains(&owner);
        naming::redacted(rows, &naming::naming(rows, &self.named), MARK, goes)
    }
}

/// The list of a store.
pub fn file_of(store: &Path) -> PathBuf {
    store.with_added_extension("erased")
}

/// Adds parties to the list, durably. The data of those that are begun are still there, and will be gone once
/// [`finish`] says so.
///
/// # Errors
/// What the system says.
pub fn note(
    store: &Path,
    snapshot: &Snapshot,
    school: SchoolId,
    parties: &[PartyId],
    (day, marks): (NaiveDate, Marks),
    options: &Options,
) -> Result<(), StoreError> {
    let mut lines = read(store)?;
    for party in parties {
        let Some(added) = added(snapshot, school, *party)? else { continue };
        let known = |line: &Line| line.school == school && line.party == *party && line.added == added;
        lines.retain(|line| !known(line));
        lines.push(Line { school, party: *party, added, day: day.to_string(), marks });
    }
    write(store, &lines, options)
}

/// Whether an erasure was begun and not finished.
///
/// # Errors
/// What the system says.
pub fn is_begun(store: &Path) -> Result<bool, StoreError> {
    Ok(read(store)?.iter().any(|line| line.marks.begun))
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
        if !line.marks.begun || is_recorded(&snapshot, &line)? {
            lines.push(line);
        }
    }
    drop(snapshot);
    held.close()?;
    let begun: Vec<Line> = lines.iter().filter(|line| line.marks.begun).cloned().collect();
    let done = erase_lines(store, backups, &begun, options)?;
    let lines: Vec<Line> = lines.into_iter().map(Line::done).collect();
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
    if lines.iter().any(|line| line.marks.begun) {
        let lines: Vec<Line> = lines.into_iter().map(Line::done).collect();
        write(store, &lines, options)?;
    }
    Ok(done)
}

/// Erases from a file that is to take the place of the store whoever of the store's list it holds.
///
/// # Errors
/// What [`erase`] says.
pub fn apply_to(draft: &Path, store: &Path, options: &Options) -> Result<(), StoreError> {
    for gone in held(draft, &read(store)?, options)? {
        let subjects = subjects(draft, options, gone.school, &gone.parties)?;
        erase_in(draft, gone.school, &subjects, &|rows| gone.texts(rows, &subjects), options)?;
    }
    Ok(())
}

/// Whoever of the list the store still has among those who take part: the journal of an older copy does not know that
/// they were erased.
///
/// # Errors
/// What the store says.
pub fn unrecorded(store: &Path, options: &Options) -> Result<Vec<(SchoolId, PartyId)>, StoreError> {
    let held = Store::open(store, Access::Read, options)?;
    let snapshot = held.snapshot()?;
    let mut found = Vec::new();
    for line in read(store)? {
        let known = added(&snapshot, line.school, line.party)?.as_ref() == Some(&line.added);
        if known && !is_recorded(&snapshot, &line)? {
            found.push((line.school, line.party));
        }
    }
    drop(snapshot);
    held.close()?;
    Ok(found)
}

fn erase_lines(
    store: &Path,
    backups: &Path,
    lines: &[Line],
    options: &Options,
) -> Result<Vec<Erased>, StoreError> {
    let mut done = Vec::new();
    for gone in held(store, lines, options)? {
        let subjects = subjects(store, options, gone.school, &gone.parties)?;
        let texts = |rows: &[VaultPut]| gone.texts(rows, &subjects);
        done.extend(erase(store, backups, gone.school, &subjects, &texts, options)?);
    }
    Ok(done)
}

/// Whoever of the list a file knows, by school.
fn held(store: &Path, lines: &[Line], options: &Options) -> Result<Vec<Gone>, StoreError> {
    let mut schools: Vec<Gone> = Vec::new();
    let held = Store::open(store, Access::Read, options)?;
    let snapshot = held.snapshot()?;
    for line in lines {
        if added(&snapshot, line.school, line.party)?.as_ref() != Some(&line.added) {
            continue;
        }
        let at = schools.iter().position(|gone| gone.school == line.school).unwrap_or(schools.len());
        if at == schools.len() {
            schools.push(Gone { school: line.school, parties: Vec::new(), named: Vec::new() });
        }
        schools[at].parties.push(line.party);
        schools[at].named.extend(line.marks.texts.then_some(line.party));
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
        let rest: Vec<&str> = words.collect();
        let marks = Marks { begun: rest.contains(&BEGUN), texts: rest.contains(&TEXTS) };
        Some(Line { school: SchoolId(school), party: PartyId(party), added, day, marks })
    };
    Ok(text.lines().filter_map(line).collect())
}

fn write(store: &Path, lines: &[Line], options: &Options) -> Result<(), StoreError> {
    let text: String = lines.iter().map(Line::text).collect();
    Ok(options.files.put(&file_of(store), text.as_bytes())?)
}
