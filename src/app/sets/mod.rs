//! Published sets: their history, their files, what stands in the way of a new one, and the way back to an old one.

pub mod checkout;
pub mod gate;
pub mod needs;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use vekha_core::digest::Digest;
use vekha_core::event::{Event, MachineRef, Timestamp};
use vekha_core::ids::Login;
use vekha_core::vault::Sealed;
use vekha_core::view::View;

use super::rules::set_digest;
use super::{AppError, Part, Reading, WorkingSet};
use crate::script::wire::Source;
use crate::store::StoreError;

/// One publication of a set.
#[derive(Clone, Debug, PartialEq)]
pub struct Publication {
    /// Its number in the history, from 1.
    pub no: u32,
    /// Its number in the journal.
    pub seq: u64,
    /// The digest of the set.
    pub digest: Digest,
    /// Its files by path.
    pub parts: BTreeMap<String, Digest>,
    /// The workflows in it.
    pub machines: Vec<MachineRef>,
    /// Who published it.
    pub author: Login,
    /// When it came into force.
    pub on: NaiveDate,
    /// When that was recorded.
    pub recorded: Timestamp,
    /// Why; the sentence stands in the vault.
    pub why: Option<Sealed>,
}

impl Publication {
    /// Whether it was made under the host API of this program.
    pub fn is_of_this_engine(&self) -> bool {
        set_digest(self.parts.iter().map(|(path, digest)| (path.as_str(), *digest))) == self.digest
    }
}

/// What was edited between two sets of files, by path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// New files.
    pub added: Vec<String>,
    /// Files with another content.
    pub changed: Vec<String>,
    /// Files that are gone.
    pub removed: Vec<String>,
}

impl Difference {
    /// From the files `before` to the files `after`.
    pub fn of(before: &BTreeMap<String, Digest>, after: &BTreeMap<String, Digest>) -> Self {
        let mut difference = Self::default();
        for (path, digest) in after {
            match before.get(path) {
                None => difference.added.push(path.clone()),
                Some(old) if old != digest => difference.changed.push(path.clone()),
                Some(_) => {}
            }
        }
        difference.removed = before.keys().filter(|path| !after.contains_key(*path)).cloned().collect();
        difference
    }

    /// Whether the files are the same.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }

    /// The paths, each once, in order.
    pub fn paths(&self) -> BTreeSet<&str> {
        [&self.added, &self.changed, &self.removed].into_iter().flatten().map(String::as_str).collect()
    }

    /// Each path with its sign: `+` new, `~` changed, `-` gone; in the order of paths.
    pub fn signed(&self) -> Vec<(char, &str)> {
        let signs = [('+', &self.added), ('~', &self.changed), ('-', &self.removed)];
        let mut all: Vec<(char, &str)> =
            signs.iter().flat_map(|(sign, list)| list.iter().map(|path| (*sign, path.as_str()))).collect();
        all.sort_by_key(|(_, path)| *path);
        all
    }
}

/// Every publication of a school up to the state that is read, the oldest first.
///
/// # Errors
/// What the store says.
pub fn history(reading: &Reading<'_>) -> Result<Vec<Publication>, AppError> {
    let last = reading.head().seq;
    let mut found = Vec::new();
    for recorded in reading.snapshot.events(reading.school, 1)? {
        let recorded = recorded?;
        if recorded.seq > last {
            break;
        }
        if let Event::SetPublished { set, parts, machines, why } = recorded.event {
            found.push(Publication {
                no: u32::try_from(found.len() + 1).unwrap_or(u32::MAX),
                seq: recorded.seq,
                digest: set,
                parts,
                machines,
                author: recorded.actor,
                on: recorded.effective,
                recorded: recorded.recorded,
                why,
            });
        }
    }
    Ok(found)
}

/// Why a word names no publication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// Nothing is like it; the nearest hashes.
    Nothing(Vec<String>),
    /// Several sets begin so.
    Several(Vec<String>),
}

/// Hexadecimal digits shown of a set.
const SHORT: usize = 8;

/// The publication that a word names: the beginning of a hash (with several publications of one set the last), or the
/// number of the history.
///
/// # Errors
/// What there is instead.
pub fn find<'a>(history: &'a [Publication], word: &str) -> Result<&'a Publication, Unknown> {
    let word = word.trim().trim_start_matches(['#', '№']).to_lowercase();
    let by_number = || word.parse::<u32>().ok().and_then(|no| history.iter().find(|known| known.no == no));
    // A number of three digits at most is one of the history: so short a beginning of a hash says little.
    if word.len() <= 3
        && let Some(found) = by_number()
    {
        return Ok(found);
    }
    let begins = |known: &&Publication| !word.is_empty() && known.digest.to_string().starts_with(&word);
    let hashes: BTreeSet<Digest> = history.iter().filter(begins).map(|known| known.digest).collect();
    match hashes.len() {
        1 => history.iter().rev().find(begins).ok_or(Unknown::Nothing(Vec::new())),
        0 => by_number().ok_or_else(|| Unknown::Nothing(nearest(history, &word))),
        _ => Err(Unknown::Several(hashes.iter().map(short).collect())),
    }
}

fn short(digest: &Digest) -> String {
    digest.to_string()[..SHORT].to_owned()
}

/// The hashes whose beginnings are the most like a word; the last published first among equals.
fn nearest(history: &[Publication], word: &str) -> Vec<String> {
    if word.is_empty() {
        return Vec::new();
    }
    let length = word.chars().count().min(64);
    let mut all: Vec<(usize, String)> = Vec::new();
    for known in history.iter().rev() {
        let (text, name) = (known.digest.to_string(), short(&known.digest));
        if !all.iter().any(|(_, seen)| *seen == name) {
            all.push((strsim::damerau_levenshtein(&text[..length], word), name));
        }
    }
    all.sort_by_key(|(distance, _)| *distance);
    all.retain(|(distance, _)| *distance <= length.div_ceil(2));
    all.into_iter().take(3).map(|(_, name)| name).collect()
}

/// The files of these digests.
///
/// # Errors
/// What the store says.
pub fn parts(reading: &Reading<'_>, named: &BTreeMap<String, Digest>) -> Result<Vec<Part>, AppError> {
    let part = |(path, digest): (&String, &Digest)| -> Result<Part, AppError> {
        match reading.snapshot.blob(*digest)? {
            Some(content) => Ok(Part { path: path.clone(), content }),
            None => {
                Err(StoreError::Damaged(format!("the published file {} is missing", digest.short())).into())
            }
        }
    };
    named.iter().map(part).collect()
}

/// A published set as it would be published now.
///
/// # Errors
/// What the store says, and a file that this program does not understand any more.
pub fn again(reading: &Reading<'_>, publication: &Publication) -> Result<WorkingSet, AppError> {
    Ok(WorkingSet::of_parts(parts(reading, &publication.parts)?)?)
}

/// The scripts among files, tests included.
pub fn scripts(parts: &[Part]) -> Vec<Source> {
    let script = |part: &Part| {
        let text = std::str::from_utf8(&part.content).ok()?;
        // The mark some editors put at the start of a file is no part of the script.
        Some(Source { name: part.path.clone(), text: text.trim_start_matches('\u{feff}').to_owned() })
    };
    parts.iter().filter(|part| part.path.ends_with(".rhai")).filter_map(script).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn publication(no: u32, byte: u8) -> Publication {
        Publication {
            no,
            seq: no.into(),
            digest: Digest([byte; 32]),
            parts: BTreeMap::new(),
            machines: Vec::new(),
            author: "admin".into(),
            on: NaiveDate::MIN,
            recorded: 0,
            why: None,
        }
    }

    #[test]
    fn a_set_is_found_by_the_beginning_of_its_hash_or_its_number() {
        let history =
            [publication(1, 0xab), publication(2, 0xac), publication(3, 0x12), publication(4, 0xab)];
        let check = |word: &str, expected: Result<u32, Unknown>| {
            assert_eq!(find(&history, word).map(|found| found.no), expected, "{word}");
        };
        check("abab", Ok(4));
        check("ACAC", Ok(2));
        check("2", Ok(2));
        check("№3", Ok(3));
        check("12", Ok(3));
        check("1212", Ok(3));
        check("a", Err(Unknown::Several(vec!["abababab".into(), "acacacac".into()])));
        check("abax", Err(Unknown::Nothing(vec!["abababab".into(), "acacacac".into()])));
        check("ffffffff", Err(Unknown::Nothing(Vec::new())));
        check("", Err(Unknown::Nothing(Vec::new())));
    }

    #[test]
    fn files_differ_by_path_and_content() {
        let files = |list: &[(&str, u8)]| -> BTreeMap<String, Digest> {
            list.iter().map(|(path, byte)| ((*path).to_owned(), Digest([*byte; 32]))).collect()
        };
        let difference =
            Difference::of(&files(&[("a", 1), ("b", 1), ("c", 1)]), &files(&[("b", 2), ("c", 1), ("d", 1)]));
        assert_eq!(difference.signed(), [('-', "a"), ('~', "b"), ('+', "d")]);
        assert!(Difference::of(&files(&[("a", 1)]), &files(&[("a", 1)])).is_empty());
    }
}
