//! Events and answers of a write transaction that are not in their tables yet.
//!
//! They are only ever added, and a journal grows at its end: laid out in one buffer in the order of their keys, many of
//! them go into a table through one cursor, which costs a part of as many insertions.

use std::collections::BTreeMap;
use std::ops::{Bound, Range};

use redb::{CursorError, Key, Table};

use super::codec;
use super::error::StoreError;
use super::tables::{self, Bytes, CommandKey, JournalKey, WriteTables};

/// How many bytes wait before they are written: bounds the memory of a transaction.
const MOST: usize = 4 << 20;

/// After so many runs of one entry, keys are taken to come in no order.
const PATIENCE: u32 = 4;

/// Sealed entries by key, their bytes end to end.
#[derive(Default)]
pub(super) struct Entries {
    bytes: Vec<u8>,
    journal: Vec<(JournalKey, Range<usize>)>,
    answers: BTreeMap<CommandKey, Range<usize>>,
}

impl Entries {
    /// Seals the events of a batch and its answer. An error leaves everything as it was.
    pub(super) fn add(&mut self, batch: &super::Batch) -> Result<(), StoreError> {
        let (start, events) = (self.bytes.len(), self.journal.len());
        for event in &batch.events {
            let (key, from) = ((event.school.0, event.seq), self.bytes.len());
            let sealed = tables::at(tables::JOURNAL, &key, |place| {
                codec::seal_onto(&mut self.bytes, place, &[], event)
            });
            if let Err(error) = sealed {
                self.bytes.truncate(start);
                self.journal.truncate(events);
                return Err(error);
            }
            self.journal.push((key, from..self.bytes.len()));
        }
        let (key, from) = (tables::command_key(batch.school, batch.command), self.bytes.len());
        tables::at(tables::COMMANDS, &key, |place| {
            codec::seal_raw_onto(&mut self.bytes, place, &batch.answer);
        });
        self.answers.insert(key, from..self.bytes.len());
        Ok(())
    }

    /// The sealed answer to a command that waits here.
    pub(super) fn answer(&self, key: CommandKey) -> Option<&[u8]> {
        self.answers.get(&key).map(|range| &self.bytes[range.clone()])
    }

    /// Whether so much waits that it should be written.
    pub(super) fn is_full(&self) -> bool {
        self.bytes.len() > MOST
    }

    /// Writes what waits.
    pub(super) fn write(&mut self, tables: &mut WriteTables<'_>) -> Result<(), StoreError> {
        // Those of one school are in order already; several schools take turns.
        self.journal.sort_by_key(|(key, _)| *key);
        let bytes = &self.bytes;
        let of = |(key, range): (_, Range<usize>)| (key, &bytes[range]);
        write_new(tables.journal.write()?, self.journal.drain(..).map(of))?;
        let answers = std::mem::take(&mut self.answers).into_iter();
        write_new(tables.commands.write()?, answers.map(|(key, range)| (key, &bytes[range])))?;
        self.bytes.clear();
        Ok(())
    }
}

/// Adds entries with new keys, in the order of their keys. Those that stand side by side go in together.
fn write_new<'a, K>(
    table: &mut Table<'_, K, Bytes>,
    entries: impl ExactSizeIterator<Item = (K, &'a [u8])>,
) -> Result<(), StoreError>
where
    K: Key + for<'k> redb::Value<SelfType<'k> = K> + Copy + 'static,
{
    let mut lone = if entries.len() > 1 { 0 } else { PATIENCE };
    let mut entries = entries.peekable();
    while let Some((key, value)) = entries.peek().copied() {
        if lone >= PATIENCE {
            table.insert(key, value)?;
            entries.next();
            continue;
        }
        let mut cursor = table.lower_bound_mut(Bound::Included(key))?;
        let mut run = 0_u32;
        while let Some((key, value)) = entries.peek().copied() {
            match cursor.insert_before(key, value) {
                Ok(()) => run += 1,
                // Another entry of the table comes first.
                Err(CursorError::UnorderedKey) if run > 0 => break,
                Err(error) => return Err(redb::Error::from(error).into()),
            }
            entries.next();
        }
        cursor.close()?;
        lone = if run > 1 { 0 } else { lone + 1 };
    }
    Ok(())
}
