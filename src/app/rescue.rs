//! A store made anew from what was exported: the journal, and beside it the vault.
//!
//! The journal restores everything but what is said about people: rows come out of the events, and of an answer to a
//! command what its events brought into being. Published files stand in a file beside it. The vault export adds the
//! rest.

use std::collections::BTreeMap;
use std::fmt;
use std::io::BufRead;

use serde::{Deserialize, Serialize};
use vekha_core::command::{Answer, Created};
use vekha_core::digest::Digest;
use vekha_core::event::{Event, Recorded};
use vekha_core::evolve::{evolve, head_after};
use vekha_core::ids::SchoolId;
use vekha_core::vault::{VaultKey, VaultPut};
use vekha_core::view::Memory;

use crate::store::{Batch, Snapshot, Store, StoreError, sealed};

/// Commands a transaction: few enough to hold in memory, many enough that syncs do not count.
const CHUNK: usize = 2_000;

/// A line of the vault export.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kept {
    /// What is said about somebody, with the salt of its digest.
    Vault {
        /// Whose.
        school: SchoolId,
        /// The row.
        row: VaultPut,
    },
    /// The text of a file that an event names by its SHA-256: a script, a workflow.
    Text {
        /// The text, to the last line feed.
        text: String,
    },
    /// The content of one that is no text: a roadmap.
    Bytes {
        /// Each byte as two hexadecimal digits.
        hex: String,
    },
}

/// What is wrong with an export.
#[derive(Debug)]
pub enum RescueError {
    /// A line that is no event.
    Line {
        /// Which line, from 1.
        line: u64,
        /// Why not.
        why: String,
    },
    /// A line that does not follow the one before it in its journal: something was changed, removed or added.
    Chain {
        /// Which line, from 1.
        line: u64,
    },
    /// The file cannot be read.
    Read(std::io::Error),
    /// The store cannot be written, or an event folds to nothing.
    Store(StoreError),
}

impl From<StoreError> for RescueError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl fmt::Display for RescueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line { line, why } => write!(f, "line {line}: {why}"),
            Self::Chain { line } => write!(f, "line {line} does not follow the line before"),
            Self::Read(error) => error.fmt(f),
            Self::Store(error) => error.fmt(f),
        }
    }
}

/// What was restored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rescued {
    /// Schools with a journal.
    pub schools: usize,
    /// Events.
    pub events: u64,
    /// Vault rows put back.
    pub vault: u64,
    /// Vault rows that events sealed and nobody gave: erased, or the vault was not exported.
    pub missing: u64,
    /// Vault rows that were given and fit no event.
    pub foreign: u64,
}

/// The lines of an exported journal, each checked to follow the line before it in its school's journal. The digest of
/// a line is that of its bytes, as `sha256sum` sees them.
pub struct Lines<R> {
    reader: R,
    line: u64,
    before: BTreeMap<SchoolId, (u64, Digest)>,
}

impl<R: BufRead> Lines<R> {
    /// Reads from the first line.
    pub fn new(reader: R) -> Self {
        Self { reader, line: 0, before: BTreeMap::new() }
    }

    /// The end of each journal so far: the number of its last event and the digest of its line.
    pub fn heads(&self) -> &BTreeMap<SchoolId, (u64, Digest)> {
        &self.before
    }

    fn event(&mut self, text: &str) -> Result<Recorded, RescueError> {
        let line = self.line;
        let event: Recorded =
            serde_json::from_str(text).map_err(|error| RescueError::Line { line, why: error.to_string() })?;
        let (seq, head) = self.before.get(&event.school).copied().unwrap_or_default();
        // A line that would be written otherwise has a digest that the store cannot find again.
        if event.seq != seq + 1 || event.prev != head || event.line() != text {
            return Err(RescueError::Chain { line });
        }
        self.before.insert(event.school, (event.seq, Digest::of_bytes(text.as_bytes())));
        Ok(event)
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = Result<Recorded, RescueError>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut text = String::new();
        loop {
            text.clear();
            self.line += 1;
            match self.reader.read_line(&mut text) {
                Ok(0) => return None,
                Ok(_) if text.trim().is_empty() => {}
                Ok(_) => return Some(self.event(text.trim_end_matches(['\n', '\r']))),
                Err(error) => return Some(Err(RescueError::Read(error))),
            }
        }
    }
}

/// Fills an empty store.
///
/// # Errors
/// [`RescueError`]; what was written until then stays in the store, which its caller throws away.
pub fn rescue(
    store: &Store,
    events: impl Iterator<Item = Result<Recorded, RescueError>>,
    kept: Vec<Kept>,
) -> Result<Rescued, RescueError> {
    let mut work = Work::new(store);
    for kept in kept {
        match kept {
            Kept::Vault { school, row } => drop(work.given.insert((school, row.key), row)),
            Kept::Text { text } => work.blobs.push((Digest::of_bytes(text.as_bytes()), text.into_bytes())),
            Kept::Bytes { hex } => work.blobs.extend(unhex(&hex)),
        }
    }
    for event in events {
        work.event(event?)?;
    }
    work.close()?;
    work.done.schools = work.states.len();
    work.done.foreign = work.given.len() as u64;
    Ok(work.done)
}

struct Work<'a> {
    store: &'a Store,
    states: BTreeMap<SchoolId, Memory>,
    given: BTreeMap<(SchoolId, VaultKey), VaultPut>,
    blobs: Vec<(Digest, Vec<u8>)>,
    /// The command at hand, whose events follow each other.
    open: Option<Batch>,
    full: Vec<Batch>,
    done: Rescued,
}

impl<'a> Work<'a> {
    fn new(store: &'a Store) -> Self {
        Self {
            store,
            states: BTreeMap::new(),
            given: BTreeMap::new(),
            blobs: Vec::new(),
            open: None,
            full: Vec::new(),
            done: Rescued::default(),
        }
    }

    fn event(&mut self, event: Recorded) -> Result<(), RescueError> {
        let goes_on = self
            .open
            .as_ref()
            .is_some_and(|batch| batch.school == event.school && batch.command == event.command);
        if !goes_on {
            self.end_command()?;
        }
        let state = self.states.entry(event.school).or_default();
        let changes = evolve(state, &event).map_err(|error| StoreError::Damaged(error.0))?;
        state.apply(changes.clone(), head_after(&event));
        let batch = self.open.get_or_insert_with(|| Batch {
            school: event.school,
            command: event.command,
            // They come from a file: every digest is computed anew.
            head: None,
            events: Vec::new(),
            changes: Vec::new(),
            vault: Vec::new(),
            blobs: std::mem::take(&mut self.blobs),
            outbox: Vec::new(),
            answer: Vec::new(),
        });
        batch.changes.extend(changes);
        let again = matches!(event.event, Event::TextsRewritten { .. });
        for seal in sealed(&event.event) {
            match self.given.remove(&(event.school, seal.key)) {
                Some(row) if row.seal() == *seal => {
                    batch.vault.push(row);
                    self.done.vault += 1;
                    // What stood there before was counted as missing.
                    self.done.missing -= u64::from(again).min(self.done.missing);
                }
                Some(row) if again => _ = self.given.insert((event.school, seal.key), row),
                None if again => {}
                Some(row) => {
                    // Not what was sealed: it stays among the foreign ones.
                    self.given.insert((event.school, seal.key), row);
                    self.done.missing += 1;
                }
                None => self.done.missing += 1,
            }
        }
        batch.events.push(event);
        self.done.events += 1;
        Ok(())
    }

    fn end_command(&mut self) -> Result<(), RescueError> {
        if let Some(mut batch) = self.open.take() {
            batch.answer = answer(&batch.events);
            self.full.push(batch);
        }
        if self.full.len() < CHUNK { Ok(()) } else { self.write() }
    }

    fn close(&mut self) -> Result<(), RescueError> {
        self.end_command()?;
        self.write()
    }

    fn write(&mut self) -> Result<(), RescueError> {
        let batches = std::mem::take(&mut self.full);
        self.store
            .write(|tx| batches.iter().try_for_each(|batch| tx.append(batch)).map_err(RescueError::from))
    }
}

/// What the command was answered, as far as its events tell.
fn answer(events: &[Recorded]) -> Vec<u8> {
    let seq = |event: Option<&Recorded>| event.map_or(0, |event| event.seq);
    let answer = Answer {
        first: seq(events.first()),
        last: seq(events.last()),
        created: events.iter().filter_map(|event| created(&event.event)).collect(),
    };
    // Ids and numbers: their JSON cannot fail.
    serde_json::to_vec(&answer).unwrap_or_default()
}

fn created(event: &Event) -> Option<Created> {
    Some(match event {
        Event::PlanAdded { plan, .. } => Created::Plan(*plan),
        Event::TaskAdded { task, .. } => Created::Task(*task),
        Event::PartyAdded { party, .. } => Created::Party(*party),
        Event::ProgrammeOpened { programme, .. } => Created::Programme(*programme),
        Event::DocumentRegistered { document, .. } => Created::Document(*document),
        Event::PairFormed { pair, .. } => Created::Pair(*pair),
        _ => return None,
    })
}

/// Everything that the journal does not hold: the vault of every school, and the contents that events name.
///
/// # Errors
/// [`StoreError`] where a value cannot be read.
pub fn kept(snapshot: &Snapshot) -> Result<Vec<Kept>, StoreError> {
    let mut kept = Vec::new();
    for digest in snapshot.blobs()? {
        kept.extend(snapshot.blob(digest)?.map(content));
    }
    for (school, _) in snapshot.schools()? {
        for row in snapshot.vault_rows(school)? {
            kept.push(Kept::Vault { school, row });
        }
    }
    Ok(kept)
}

/// The files that any school ever published, which name nobody.
///
/// # Errors
/// [`StoreError`] where a value cannot be read.
pub fn published(snapshot: &Snapshot) -> Result<Vec<Kept>, StoreError> {
    let mut digests = std::collections::BTreeSet::new();
    for (school, _) in snapshot.schools()? {
        for event in snapshot.events(school, 1)? {
            if let Event::SetPublished { parts, machines, .. } = event?.event {
                digests.extend(parts.into_values().chain(machines.into_iter().map(|machine| machine.source)));
            }
        }
    }
    let mut kept = Vec::new();
    for digest in digests {
        kept.extend(snapshot.blob(digest)?.map(content));
    }
    Ok(kept)
}

fn content(bytes: Vec<u8>) -> Kept {
    match String::from_utf8(bytes) {
        Ok(text) => Kept::Text { text },
        Err(error) => Kept::Bytes { hex: hex(error.as_bytes()) },
    }
}

fn hex(content: &[u8]) -> String {
    use std::fmt::Write as _;
    content.iter().fold(String::with_capacity(content.len() * 2), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The content with its digest; nothing where the text is not hexadecimal.
fn unhex(text: &str) -> Option<(Digest, Vec<u8>)> {
    let pair = |at: usize| text.get(at..at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
    let content: Vec<u8> = (0..text.len()).step_by(2).map(pair).collect::<Option<_>>()?;
    Some((Digest::of_bytes(&content), content))
}
