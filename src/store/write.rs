//! Writing: batches of events with everything that stands or falls with them, in one transaction.

use std::cell::Cell;
use std::collections::BTreeMap;

use redb::{ReadableTable as _, Table, TableDefinition, TableHandle as _};
use serde::{Deserialize, Serialize};
use vekha_core::command::Command;
use vekha_core::decide::Decision;
use vekha_core::digest::Digest;
use vekha_core::event::{Event, Recorded, Timestamp};
use vekha_core::ids::{CommandId, SchoolId};
use vekha_core::state::{Key, Row};
use vekha_core::vault::{Content, Salt, VaultKey, VaultPut};
use vekha_core::view::{Change, Head};

use super::codec::{self, Place};
use super::entries::Entries;
use super::error::{Conflict, StoreError, guard};
use super::pending::{Pending, TxView};
use super::snapshot;
use super::tables::{self, Bytes, CommandKey, NO_DUE, WriteTables};
use super::{Store, begin};

/// Everything that one command changes; it is written whole or not at all.
#[derive(Clone, Debug, PartialEq)]
pub struct Batch {
    /// Whose journal.
    pub school: SchoolId,
    /// The request. Its answer is stored with it, also when there are no events.
    pub command: CommandId,
    /// What happened, continuing the journal.
    pub events: Vec<Recorded>,
    /// The digest of the last event, from whoever has just chained them all; `None` has every digest computed anew.
    pub head: Option<Digest>,
    /// What `evolve` makes of it.
    pub changes: Vec<Change>,
    /// What the events seal.
    pub vault: Vec<VaultPut>,
    /// Contents by their plain SHA-256; one that is there already is not written again.
    pub blobs: Vec<(Digest, Vec<u8>)>,
    /// What is to be delivered after the commit.
    pub outbox: Vec<Vec<u8>>,
    /// What a repeat of the command is told.
    pub answer: Vec<u8>,
}

impl Batch {
    /// What a decision comes to, with the answer as bytes.
    pub fn of(command: &Command, decision: Decision, answer: Vec<u8>) -> Self {
        Self {
            school: command.school,
            command: command.id,
            head: Some(decision.head.hash),
            events: decision.events,
            changes: decision.changes,
            vault: decision.vault,
            blobs: Vec::new(),
            outbox: Vec::new(),
            answer,
        }
    }

    /// Whether an event puts what stands under this key in other words.
    fn rewrites(&self, key: VaultKey) -> bool {
        let again = |event: &Event| match event {
            Event::TextsRewritten { texts } => texts.iter().any(|seal| seal.key == key),
            _ => false,
        };
        self.events.iter().any(|recorded| again(&recorded.event))
    }
}

/// One link of the chain over all schools. Each commit adds one for each school that it changed, so that a school or
/// the end of a journal cannot go unnoticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Which school's journal went on.
    pub school: SchoolId,
    /// To which event.
    pub seq: u64,
    /// The digest of that event.
    pub head: Digest,
    /// [`Link::digest`] of the link before and of this one.
    pub chain: Digest,
}

impl Link {
    /// SHA-256 over the digest of the link before (zeros for the first), the school (u32), the sequence number (u64,
    /// both little endian) and the head: 32 + 4 + 8 + 32 bytes.
    pub fn digest(before: Digest, school: SchoolId, seq: u64, head: Digest) -> Digest {
        let parts = [&before.0[..], &school.0.to_le_bytes(), &seq.to_le_bytes(), &head.0];
        Digest::of_bytes(&parts.concat())
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct StoredHead {
    pub(super) seq: u64,
    pub(super) hash: Digest,
    pub(super) recorded: Timestamp,
}

#[derive(Serialize, Deserialize)]
pub(super) struct VaultRow {
    pub(super) salt: Salt,
    pub(super) content: Content,
}

/// One write transaction. It reads what it wrote.
pub struct WriteTx<'t> {
    pub(super) tables: WriteTables<'t>,
    // Heads that moved and rows that changed; written once, at the end.
    heads: BTreeMap<SchoolId, Head>,
    rows: Pending,
    entries: Entries,
    // Where a row is sealed.
    buffer: Vec<u8>,
    // The command that was asked about last and has no answer in its table.
    unknown: Cell<Option<CommandKey>>,
    pub(super) wrote: bool,
    // A batch was begun and not ended: whoever takes no notice of that must not commit a part of it.
    broken: bool,
}

impl Store {
    /// Runs work in one write transaction and commits it durably. An error writes nothing, and so does work that
    /// appends nothing.
    ///
    /// # Errors
    /// What the work says; [`StoreError`] when the transaction cannot begin or commit.
    pub fn write<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&mut WriteTx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let done = guard(|| {
            let txn = begin(self.database()?)?;
            let (result, wrote) = {
                let mut tx = WriteTx::new(WriteTables::of(&txn));
                let result = work(&mut tx);
                if result.is_ok() {
                    tx.finish()?;
                }
                (result, tx.wrote)
            };
            match result.is_ok() && wrote {
                true => txn.commit()?,
                false => txn.abort()?,
            }
            Ok(result)
        });
        done?
    }
}

impl<'t> WriteTx<'t> {
    pub(super) fn new(tables: WriteTables<'t>) -> Self {
        Self {
            tables,
            heads: BTreeMap::new(),
            rows: Pending::default(),
            entries: Entries::default(),
            buffer: Vec::new(),
            unknown: Cell::default(),
            wrote: false,
            broken: false,
        }
    }

    /// One school's rows as they stand in this transaction.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] and what the system says; so for every other function here.
    pub fn school(&self, school: SchoolId) -> Result<TxView<'_, 't>, StoreError> {
        Ok(TxView::new(self.tables.rows.read()?, &self.rows, school, self.head(school)?))
    }

    /// The end of a school's journal in this transaction.
    pub fn head(&self, school: SchoolId) -> Result<Head, StoreError> {
        match self.heads.get(&school) {
            Some(head) => Ok(*head),
            None => snapshot::head(self.tables.heads.read()?, school),
        }
    }

    /// What was answered to a command, if it was carried out.
    pub fn answer(&self, school: SchoolId, command: CommandId) -> Result<Option<Vec<u8>>, StoreError> {
        let at = tables::command_key(school, command);
        if let Some(sealed) = self.entries.answer(at) {
            return Ok(Some(snapshot::open_raw(tables::COMMANDS, at, sealed)?));
        }
        let answer = snapshot::answer(self.tables.commands.read()?, school, command)?;
        if answer.is_none() {
            self.unknown.set(Some(at));
        }
        Ok(answer)
    }

    /// Whether a command was carried out: in this transaction or before.
    fn is_known(&self, at: CommandKey) -> Result<bool, StoreError> {
        // Only this transaction could have answered it meanwhile.
        let in_table = || match self.unknown.get() == Some(at) {
            true => Ok(false),
            false => Ok::<_, StoreError>(self.tables.commands.read()?.get(at)?.is_some()),
        };
        Ok(self.entries.answer(at).is_some() || in_table()?)
    }

    /// The lowest number no school has.
    pub fn next_school(&self) -> Result<SchoolId, StoreError> {
        let stored = self.tables.heads.read()?.last()?.map_or(0, |(school, _)| school.value());
        let moved = self.heads.last_key_value().map_or(0, |(school, _)| school.0);
        Ok(SchoolId(stored.max(moved) + 1))
    }

    /// Writes a batch.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when it does not continue what is stored, found before anything is written.
    pub fn append(&mut self, batch: &Batch) -> Result<(), StoreError> {
        let head = self.check(batch)?;
        self.wrote = true;
        self.broken = true;
        self.entries.add(batch)?;
        for change in &batch.changes {
            self.rows.change(batch.school, change);
        }
        for put in &batch.vault {
            self.put_vault(batch.school, put)?;
        }
        self.put_raw(batch, head)?;
        self.heads.insert(batch.school, head);
        if self.rows.is_full() {
            self.write_rows()?;
        }
        if self.entries.is_full() {
            self.entries.write(&mut self.tables)?;
        }
        self.broken = false;
        Ok(())
    }

    /// Checks a batch against what is stored; gives the end of the journal after it.
    fn check(&self, batch: &Batch) -> Result<Head, StoreError> {
        let conflict = |conflict| Err(StoreError::Conflict(conflict));
        let school = batch.school;
        let mut head = self.head(school)?;
        if let Some(first) = batch.events.first()
            && first.seq != head.seq + 1
        {
            return conflict(Conflict::Moved { school, given: first.seq, wanted: head.seq + 1 });
        }
        for (at, event) in batch.events.iter().enumerate() {
            if event.school != school || event.command != batch.command {
                return conflict(Conflict::Foreign { seq: event.seq });
            }
            let follows = event.seq == head.seq + 1 && event.prev == head.hash;
            if !follows || event.recorded < head.recorded {
                return conflict(Conflict::Chain { school, seq: event.seq });
            }
            let hash = match batch.head {
                // What the next one names as the one before it was computed when it was made.
                Some(last) => batch.events.get(at + 1).map_or(last, |next| next.prev),
                None => event.hash(),
            };
            debug_assert_eq!(hash, event.hash());
            head = Head { seq: event.seq, hash, recorded: event.recorded };
        }
        if self.is_known(tables::command_key(school, batch.command))? {
            return conflict(Conflict::Repeated(batch.command));
        }
        for put in &batch.vault {
            // Only what an event says to be put in other words may stand in the place of something.
            let taken = self.tables.vault.read()?.get(tables::vault_key(school, &put.key))?.is_some();
            if taken && !batch.rewrites(put.key) {
                return conflict(Conflict::VaultTaken(put.key));
            }
        }
        if batch.blobs.iter().any(|(digest, content)| Digest::of_bytes(content) != *digest) {
            return conflict(Conflict::WrongDigest);
        }
        Ok(head)
    }

    /// Writes the rows that wait.
    fn write_rows(&mut self) -> Result<(), StoreError> {
        for ((school, key), row) in self.rows.take() {
            match row {
                Some(row) => self.put_row(school, &row)?,
                None => self.delete_row(school, key)?,
            }
        }
        Ok(())
    }

    pub(super) fn put_row(&mut self, school: SchoolId, row: &Row) -> Result<(), StoreError> {
        let key = row.key();
        let at = tables::row_key(school, key);
        let due = tables::days(row.due());
        self.buffer.clear();
        let prefix = due.to_le_bytes();
        tables::at(tables::ROWS, &at, |place| codec::seal_onto(&mut self.buffer, place, &prefix, row))?;
        let was = match self.tables.rows.write()?.insert(at, self.buffer.as_slice())? {
            Some(old) => due_of(old.value()),
            None => NO_DUE,
        };
        self.move_due(school, key, was, due)
    }

    fn delete_row(&mut self, school: SchoolId, key: Key) -> Result<(), StoreError> {
        let was = match self.tables.rows.write()?.remove(tables::row_key(school, key))? {
            Some(old) => due_of(old.value()),
            None => NO_DUE,
        };
        self.move_due(school, key, was, NO_DUE)
    }

    fn move_due(&mut self, school: SchoolId, key: Key, from: i32, to: i32) -> Result<(), StoreError> {
        if from == to {
            return Ok(());
        }
        if from != NO_DUE {
            self.tables.due.write()?.remove(tables::due_key(from, school, key))?;
        }
        if to != NO_DUE {
            self.tables.due.write()?.insert(tables::due_key(to, school, key), ())?;
        }
        Ok(())
    }

    fn put_vault(&mut self, school: SchoolId, row: &VaultPut) -> Result<(), StoreError> {
        let stored = VaultRow { salt: row.salt, content: row.content.clone() };
        put(self.tables.vault.write()?, tables::VAULT, tables::vault_key(school, &row.key), &stored)
    }

    /// Blobs and outbox: bytes of others, kept as they are.
    fn put_raw(&mut self, batch: &Batch, head: Head) -> Result<(), StoreError> {
        for (digest, content) in &batch.blobs {
            if self.tables.blobs.read()?.get(&digest.0)?.is_none() {
                let place = Place { table: tables::BLOBS.name(), key: &digest.0 };
                self.tables.blobs.write()?.insert(&digest.0, codec::seal_raw(place, content).as_slice())?;
            }
        }
        if batch.outbox.is_empty() {
            return Ok(());
        }
        let first = self.outbox_len(batch.school, head.seq)?;
        for (no, content) in (first..).zip(&batch.outbox) {
            put_raw(self.tables.outbox.write()?, tables::OUTBOX, (batch.school.0, head.seq, no), content)?;
        }
        Ok(())
    }

    /// A command without events may add to what an earlier event sent.
    fn outbox_len(&self, school: SchoolId, seq: u64) -> Result<u32, StoreError> {
        let range = (school.0, seq, 0)..=(school.0, seq, u32::MAX);
        let last = self.tables.outbox.read()?.range(range)?.next_back().transpose()?;
        Ok(last.map_or(0, |(key, _)| key.value().2 + 1))
    }

    /// Writes an entry of the outbox anew. Whether it was there.
    pub fn requeue(&mut self, item: &snapshot::OutboxItem) -> Result<bool, StoreError> {
        let at = (item.school.0, item.seq, item.no);
        if self.tables.outbox.read()?.get(at)?.is_none() {
            return Ok(false);
        }
        put_raw(self.tables.outbox.write()?, tables::OUTBOX, at, &item.content)?;
        self.wrote = true;
        Ok(true)
    }

    /// The next number for a parcel of a school.
    pub fn next_parcel(&self, school: SchoolId) -> Result<u32, StoreError> {
        Ok(snapshot::last_parcel(self.tables.delivery.read()?, school)? + 1)
    }

    /// Adds a step to the log of a parcel.
    pub fn log_step(&mut self, school: SchoolId, parcel: u32, step: &[u8]) -> Result<(), StoreError> {
        let range = (school.0, parcel, 0)..=(school.0, parcel, u32::MAX);
        let last = self.tables.delivery.read()?.range(range)?.next_back().transpose()?;
        let no = last.map_or(0, |(key, _)| key.value().2 + 1);
        self.wrote = true;
        put_raw(self.tables.delivery.write()?, tables::DELIVERY, (school.0, parcel, no), step)
    }

    /// Takes something delivered out of the outbox. Whether it was there.
    pub fn delivered(&mut self, item: &snapshot::OutboxItem) -> Result<bool, StoreError> {
        let was = self.tables.outbox.write()?.remove((item.school.0, item.seq, item.no))?.is_some();
        self.wrote |= was;
        Ok(was)
    }

    /// Writes everything that waits, and the heads that moved, and links them into the chain over all schools.
    pub(super) fn finish(&mut self) -> Result<(), StoreError> {
        if self.broken {
            return Err(StoreError::Io("a batch was begun and not ended".into()));
        }
        self.write_rows()?;
        self.entries.write(&mut self.tables)?;
        let moved = std::mem::take(&mut self.heads);
        let (mut no, mut chain) = match self.tables.chain.read()?.last()? {
            Some((no, value)) => (no.value(), snapshot::open_link(no.value(), value.value())?.chain),
            None => (0, Digest::default()),
        };
        for (school, head) in moved {
            if snapshot::head(self.tables.heads.read()?, school)? == head {
                continue;
            }
            let stored = StoredHead { seq: head.seq, hash: head.hash, recorded: head.recorded };
            put(self.tables.heads.write()?, tables::HEADS, school.0, &stored)?;
            chain = Link::digest(chain, school, head.seq, head.hash);
            no += 1;
            let link = Link { school, seq: head.seq, head: head.hash, chain };
            put(self.tables.chain.write()?, tables::CHAIN, no, &link)?;
        }
        Ok(())
    }
}

/// The due date of a stored row, without decoding it. What is too short to have one is found when it is read.
fn due_of(bytes: &[u8]) -> i32 {
    bytes.get(1..5).and_then(|due| due.try_into().ok()).map_or(NO_DUE, i32::from_le_bytes)
}

fn put<K: redb::Key + 'static, T: Serialize>(
    table: &mut Table<'_, K, Bytes>,
    definition: TableDefinition<'static, K, Bytes>,
    key: K::SelfType<'_>,
    value: &T,
) -> Result<(), StoreError> {
    let sealed = tables::at(definition, &key, |place| codec::seal(place, &[], value))?;
    table.insert(key, sealed.as_slice())?;
    Ok(())
}

fn put_raw<K: redb::Key + 'static>(
    table: &mut Table<'_, K, Bytes>,
    definition: TableDefinition<'static, K, Bytes>,
    key: K::SelfType<'_>,
    content: &[u8],
) -> Result<(), StoreError> {
    let sealed = tables::at(definition, &key, |place| codec::seal_raw(place, content));
    table.insert(key, sealed.as_slice())?;
    Ok(())
}
