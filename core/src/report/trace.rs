//! Which entries of the journal a value rests on.
//!
//! The journal is folded once more, and each event is noted at every row it changed. So whatever a row says, its
//! entries are known without a second description of what an event means.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use crate::digest::Digest;
use crate::event::{Event, Recorded};
use crate::evolve::{evolve, head_after};
use crate::state::Key;
use crate::view::{Change, Memory, ViewError};

/// An entry of a journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// Its number.
    pub seq: u64,
    /// The digest of its line.
    pub hash: Digest,
}

/// The entries behind every row.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    rows: BTreeMap<Key, Vec<(Source, bool)>>,
}

impl Trace {
    /// Folds a journal from its first event on.
    ///
    /// # Errors
    /// The first event that could not be read.
    pub fn of<E>(events: impl IntoIterator<Item = Result<Recorded, E>>) -> Result<Self, E>
    where
        E: From<ViewError>,
    {
        let mut memory = Memory::default();
        let mut trace = Self::default();
        for recorded in events {
            let recorded = recorded?;
            let head = head_after(&recorded);
            let source = Source { seq: head.seq, hash: head.hash };
            let moves = moves(&recorded.event);
            let changes = evolve(&memory, &recorded)?;
            for key in changes.iter().map(Change::key) {
                trace.rows.entry(key).or_default().push((source, moves));
            }
            memory.apply(changes, head);
        }
        Ok(trace)
    }

    /// The last entry that changed a row.
    pub fn last(&self, key: Key) -> Option<Source> {
        self.rows.get(&key)?.last().map(|(source, _)| *source)
    }

    /// The entry that made a row.
    pub fn first(&self, key: Key) -> Option<Source> {
        self.rows.get(&key)?.first().map(|(source, _)| *source)
    }

    /// The entry that brought the thing of a row to the stage it stands in.
    pub fn stage(&self, key: Key) -> Option<Source> {
        let all = self.rows.get(&key)?;
        all.iter().rev().find(|(_, moves)| *moves).or(all.first()).map(|(source, _)| *source)
    }

    /// The entry of this number among those that changed a row.
    pub fn at(&self, key: Key, seq: u64) -> Option<Source> {
        self.rows.get(&key)?.iter().map(|(source, _)| *source).find(|source| source.seq == seq)
    }
}

/// Whether an event takes a thing to a stage.
fn moves(event: &Event) -> bool {
    matches!(event, Event::StageEntered { .. } | Event::StepUndone { .. })
}
