//! Reading: everything as it stood at one commit.

use std::cmp::Ordering;
use std::ops::{RangeBounds, RangeInclusive};

use chrono::NaiveDate;
use redb::{ReadOnlyTable, ReadTransaction, ReadableTable, TableHandle as _};
use vekha_core::digest::Digest;
use vekha_core::event::{Recorded, Timestamp};
use vekha_core::evolve::fold;
use vekha_core::ids::{CommandId, SchoolId, Subject};
use vekha_core::state::{Key, Row};
use vekha_core::vault::{VaultKey, VaultPut};
use vekha_core::view::{Head, Memory, View, ViewError};

use super::codec::{self, Place};
use super::error::{StoreError, guard};
use super::tables::{self, Bytes, DueKey, ReadTables, RowKey};
use super::write::{Link, StoredHead, VaultRow};

/// Everything as it stood at one commit.
pub struct Snapshot {
    pub(super) tables: ReadTables,
}

/// Something to be done by a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Due {
    /// The last day.
    pub date: NaiveDate,
    /// Whose.
    pub school: SchoolId,
    /// The row that wants it.
    pub key: Key,
}

/// Something to be delivered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutboxItem {
    /// Whose.
    pub school: SchoolId,
    /// The event that caused it.
    pub seq: u64,
    /// Its number among those of the event.
    pub no: u32,
    /// What, as the worker wrote it.
    pub content: Vec<u8>,
}

/// One school's rows over a table that is open for reading or writing.
pub struct SchoolView<'a, T> {
    rows: &'a T,
    school: SchoolId,
    head: Head,
}

/// One school's rows in a [`Snapshot`].
pub type SnapshotView<'a> = SchoolView<'a, ReadOnlyTable<RowKey, Bytes>>;

impl Snapshot {
    pub(super) fn new(txn: ReadTransaction) -> Self {
        Self { tables: ReadTables::of(txn) }
    }

    /// One school's rows. A school that was never added has none, and an empty head.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] and what the system says; so for every other function here.
    pub fn school(&self, school: SchoolId) -> Result<SnapshotView<'_>, StoreError> {
        guard(|| SchoolView::new(self.tables.rows()?, self.tables.heads()?, school))
    }

    /// Every school with a journal, and its end.
    pub fn schools(&self) -> Result<Vec<(SchoolId, Head)>, StoreError> {
        guard(|| {
            self.tables
                .heads()?
                .iter()?
                .map(|entry| {
                    let (school, value) = entry?;
                    let school = SchoolId(school.value());
                    Ok((school, open_head(school, value.value())?))
                })
                .collect()
        })
    }

    /// What is to be done in these days in any school, the earliest first, at most `limit`.
    pub fn due(&self, days: RangeInclusive<NaiveDate>, limit: usize) -> Result<Vec<Due>, StoreError> {
        let from = (tables::days(Some(*days.start())), 0, 0, 0, 0);
        let to = (tables::days(Some(*days.end())), u32::MAX, u8::MAX, u32::MAX, u32::MAX);
        guard(|| {
            self.tables.due()?.range(from..=to)?.take(limit).map(|entry| due(entry?.0.value())).collect()
        })
    }

    /// What one school wants done in these days, the earliest first. What others want is passed over, however many
    /// they are: each day of theirs costs one look.
    pub fn due_of(
        &self,
        school: SchoolId,
        days: RangeInclusive<NaiveDate>,
    ) -> Result<impl Iterator<Item = Result<Due, StoreError>> + '_, StoreError> {
        let table = guard(|| Ok(self.tables.due()?))?;
        let (first, last) = (tables::days(Some(*days.start())), tables::days(Some(*days.end())));
        let to = (last, school.0, u8::MAX, u32::MAX, u32::MAX);
        let from = move |days| guard(|| Ok(table.range((days, school.0, 0, 0, 0)..=to)?));
        let mut entries = from(first)?;
        let mut next = move || loop {
            let Some(entry) = entries.next() else { return Ok(None) };
            let at = entry?.0.value();
            match at.1.cmp(&school.0) {
                Ordering::Equal => return due(at).map(Some),
                Ordering::Less => entries = from(at.0)?,
                Ordering::Greater if at.0 < last => entries = from(at.0 + 1)?,
                Ordering::Greater => return Ok(None),
            }
        };
        let mut ended = false;
        Ok(std::iter::from_fn(move || {
            let found = (!ended).then(|| guard(&mut next).transpose()).flatten();
            ended = !matches!(found, Some(Ok(_)));
            found
        }))
    }

    /// What stands in the vault at a key, salt included; `None` when erased.
    pub fn vault(&self, school: SchoolId, key: &VaultKey) -> Result<Option<VaultPut>, StoreError> {
        let at = tables::vault_key(school, key);
        guard(|| match self.tables.vault()?.get(at)? {
            Some(value) => Ok(Some(open_vault(at, *key, value.value())?)),
            None => Ok(None),
        })
    }

    /// Everything that stands in a school's vault.
    pub fn vault_rows(&self, school: SchoolId) -> Result<Vec<VaultPut>, StoreError> {
        let range = (school.0, 0, 0, 0, 0)..=(school.0, u8::MAX, u32::MAX, u32::MAX, u32::MAX);
        guard(|| {
            self.tables
                .vault()?
                .range(range)?
                .map(|entry| {
                    let (at, value) = entry?;
                    let at = at.value();
                    let (_, key) = tables::from_vault_key(at)
                        .ok_or_else(|| StoreError::Damaged(format!("vault-1 {at:?}: an owner of no kind")))?;
                    open_vault(at, key, value.value())
                })
                .collect()
        })
    }

    /// Every version that stands in the vault about one subject, the oldest first.
    pub fn vault_of(&self, school: SchoolId, owner: Subject) -> Result<Vec<VaultPut>, StoreError> {
        let (kind, id, sub) = tables::owner(owner);
        let range = (school.0, kind, id, sub, 0)..=(school.0, kind, id, sub, u32::MAX);
        guard(|| {
            self.tables
                .vault()?
                .range(range)?
                .map(|entry| {
                    let (at, value) = entry?;
                    let key = VaultKey { owner, version: at.value().4 };
                    open_vault(at.value(), key, value.value())
                })
                .collect()
        })
    }

    /// A school's events from a number on, in order.
    pub fn events(
        &self,
        school: SchoolId,
        from: u64,
    ) -> Result<impl Iterator<Item = Result<Recorded, StoreError>> + '_, StoreError> {
        let mut range =
            guard(|| Ok(self.tables.journal()?.range((school.0, from)..=(school.0, u64::MAX))?))?;
        let mut ended = false;
        Ok(std::iter::from_fn(move || {
            if ended {
                return None;
            }
            let next = guard(|| match range.next() {
                None => Ok(None),
                Some(entry) => {
                    let (key, value) = entry?;
                    open_event(key.value(), value.value()).map(Some)
                }
            });
            ended = !matches!(next, Ok(Some(_)));
            next.transpose()
        }))
    }

    /// The rows of a school as they were known at a moment: its events recorded by then, folded.
    pub fn as_of(&self, school: SchoolId, until: Timestamp) -> Result<Memory, StoreError> {
        let mut memory = Memory::default();
        for event in self.events(school, 1)? {
            let event = event?;
            if event.recorded > until {
                break;
            }
            fold(&mut memory, [&event]).map_err(|error| StoreError::Damaged(error.0))?;
        }
        Ok(memory)
    }

    /// The rows of a school after the event of this number.
    pub fn at(&self, school: SchoolId, seq: u64) -> Result<Memory, StoreError> {
        let mut memory = Memory::default();
        for event in self.events(school, 1)? {
            let event = event?;
            if event.seq > seq {
                break;
            }
            fold(&mut memory, [&event]).map_err(|error| StoreError::Damaged(error.0))?;
        }
        Ok(memory)
    }

    /// What was answered to a command, if it was carried out.
    pub fn answer(&self, school: SchoolId, command: CommandId) -> Result<Option<Vec<u8>>, StoreError> {
        guard(|| answer(self.tables.commands()?, school, command))
    }

    /// A content by its digest.
    pub fn blob(&self, digest: Digest) -> Result<Option<Vec<u8>>, StoreError> {
        guard(|| {
            let Some(value) = self.tables.blobs()?.get(&digest.0)? else { return Ok(None) };
            let place = Place { table: tables::BLOBS.name(), key: &digest.0 };
            let content = codec::open_raw(place, value.value())?;
            match Digest::of_bytes(content) == digest {
                true => Ok(Some(content.to_vec())),
                false => Err(codec::damaged(place, "not what its digest says")),
            }
        })
    }

    /// The digest of every content.
    pub fn blobs(&self) -> Result<Vec<Digest>, StoreError> {
        guard(|| self.tables.blobs()?.iter()?.map(|entry| Ok(Digest(*entry?.0.value()))).collect())
    }

    /// What is to be delivered, the oldest of each school first, at most `limit`.
    pub fn outbox(&self, limit: usize) -> Result<Vec<OutboxItem>, StoreError> {
        self.outbox_within(.., limit)
    }

    /// What waits for delivery in a school, the oldest first.
    pub fn outbox_of(&self, school: SchoolId) -> Result<Vec<OutboxItem>, StoreError> {
        self.outbox_within((school.0, 0, 0)..=(school.0, u64::MAX, u32::MAX), usize::MAX)
    }

    fn outbox_within(
        &self,
        range: impl RangeBounds<tables::OutboxKey>,
        limit: usize,
    ) -> Result<Vec<OutboxItem>, StoreError> {
        guard(|| {
            self.tables
                .outbox()?
                .range(range)?
                .take(limit)
                .map(|entry| {
                    let (key, value) = entry?;
                    let (school, seq, no) = key.value();
                    let content = open_raw(tables::OUTBOX, (school, seq, no), value.value())?;
                    Ok(OutboxItem { school: SchoolId(school), seq, no, content })
                })
                .collect()
        })
    }

    /// The steps of a parcel, in order; none for a number that was never given.
    pub fn parcel(&self, school: SchoolId, parcel: u32) -> Result<Vec<Vec<u8>>, StoreError> {
        guard(|| {
            let range = (school.0, parcel, 0)..=(school.0, parcel, u32::MAX);
            let steps = self.tables.delivery()?.range(range)?.map(|entry| {
                let (key, value) = entry?;
                open_raw(tables::DELIVERY, key.value(), value.value())
            });
            steps.collect()
        })
    }

    /// The number of a school's last parcel; 0 before the first.
    pub fn last_parcel(&self, school: SchoolId) -> Result<u32, StoreError> {
        guard(|| last_parcel(self.tables.delivery()?, school))
    }

    /// The end of the chain over all schools, and its number; `None` before the first commit.
    pub fn file_head(&self) -> Result<Option<(u64, Link)>, StoreError> {
        guard(|| match self.tables.chain()?.last()? {
            Some((no, value)) => Ok(Some((no.value(), open_link(no.value(), value.value())?))),
            None => Ok(None),
        })
    }

    /// How many entries each table has, by its name.
    pub fn counts(&self) -> Result<Vec<(String, u64)>, StoreError> {
        struct Count(Vec<(String, u64)>);
        impl tables::PerTable for Count {
            type Error = StoreError;
            fn table<K: redb::Key + 'static, V: redb::Value + 'static>(
                &mut self,
                definition: redb::TableDefinition<'static, K, V>,
                table: &impl ReadableTable<K, V>,
            ) -> Result<(), StoreError> {
                self.0.push((definition.name().to_owned(), table.len()?));
                Ok(())
            }
        }
        guard(|| {
            let mut count = Count(Vec::new());
            self.tables.each(&mut count)?;
            Ok(count.0)
        })
    }
}

impl<'a, T: ReadableTable<RowKey, Bytes>> SchoolView<'a, T> {
    pub(super) fn new(
        rows: &'a T,
        heads: &impl ReadableTable<u32, Bytes>,
        school: SchoolId,
    ) -> Result<Self, StoreError> {
        Ok(Self { rows, school, head: head(heads, school)? })
    }

    pub(super) fn with_head(rows: &'a T, school: SchoolId, head: Head) -> Self {
        Self { rows, school, head }
    }
}

impl<T: ReadableTable<RowKey, Bytes>> View for SchoolView<'_, T> {
    fn get(&self, key: Key) -> Result<Option<Row>, ViewError> {
        let at = tables::row_key(self.school, key);
        Ok(guard(|| match self.rows.get(at)? {
            Some(value) => Ok(Some(open_row(at, value.value())?)),
            None => Ok(None),
        })?)
    }

    fn range(&self, keys: RangeInclusive<Key>) -> Result<Vec<Row>, ViewError> {
        let from = tables::row_key(self.school, *keys.start());
        let to = tables::row_key(self.school, *keys.end());
        Ok(guard(|| {
            self.rows
                .range(from..=to)?
                .map(|entry| {
                    let (at, value) = entry?;
                    open_row(at.value(), value.value())
                })
                .collect()
        })?)
    }

    fn keys(&self, keys: RangeInclusive<Key>) -> Result<Vec<Key>, ViewError> {
        let from = tables::row_key(self.school, *keys.start());
        let to = tables::row_key(self.school, *keys.end());
        Ok(guard(|| {
            self.rows
                .range(from..=to)?
                .map(|entry| {
                    let at = entry?.0.value();
                    let found = tables::from_row_key(at).map(|(_, key)| key);
                    found.ok_or_else(|| StoreError::Damaged(format!("rows-1 {at:?}: a row of no kind")))
                })
                .collect()
        })?)
    }

    fn head(&self) -> Head {
        self.head
    }
}

fn due((days, school, kind, id, sub): DueKey) -> Result<Due, StoreError> {
    match tables::date(days).zip(tables::from_row_key((school, kind, id, sub))) {
        Some((date, (school, key))) => Ok(Due { date, school, key }),
        None => Err(StoreError::Damaged("due-1: an entry of no kind".into())),
    }
}

pub(super) fn last_parcel(
    delivery: &impl ReadableTable<tables::DeliveryKey, Bytes>,
    school: SchoolId,
) -> Result<u32, StoreError> {
    let last = delivery.range((school.0, 0, 0)..=(school.0, u32::MAX, u32::MAX))?.next_back().transpose()?;
    Ok(last.map_or(0, |(key, _)| key.value().1))
}

pub(super) fn meta(tables: &ReadTables, key: &'static str) -> Result<u32, StoreError> {
    let place = Place { table: tables::META.name(), key: key.as_bytes() };
    match tables.meta()?.get(key)? {
        Some(value) => codec::open(place, 0, value.value()),
        None => Err(codec::damaged(place, "missing")),
    }
}

pub(super) fn head(heads: &impl ReadableTable<u32, Bytes>, school: SchoolId) -> Result<Head, StoreError> {
    match heads.get(school.0)? {
        Some(value) => open_head(school, value.value()),
        None => Ok(Head::default()),
    }
}

pub(super) fn open_head(school: SchoolId, bytes: &[u8]) -> Result<Head, StoreError> {
    let stored: StoredHead = open(tables::HEADS, school.0, 0, bytes)?;
    Ok(Head { seq: stored.seq, hash: stored.hash, recorded: stored.recorded })
}

pub(super) fn answer(
    commands: &impl ReadableTable<tables::CommandKey, Bytes>,
    school: SchoolId,
    command: CommandId,
) -> Result<Option<Vec<u8>>, StoreError> {
    let at = tables::command_key(school, command);
    match commands.get(at)? {
        Some(value) => Ok(Some(open_raw(tables::COMMANDS, at, value.value())?)),
        None => Ok(None),
    }
}

pub(super) fn open_row(at: RowKey, bytes: &[u8]) -> Result<Row, StoreError> {
    let row: Row = open(tables::ROWS, at, size_of::<i32>(), bytes)?;
    match tables::from_row_key(at) {
        Some((_, key)) if key == row.key() => Ok(row),
        _ => Err(StoreError::Damaged(format!("rows-1 {at:?}: a row of another key"))),
    }
}

pub(super) fn open_event(at: tables::JournalKey, bytes: &[u8]) -> Result<Recorded, StoreError> {
    let event: Recorded = open(tables::JOURNAL, at, 0, bytes)?;
    match (event.school.0, event.seq) == at {
        true => Ok(event),
        false => Err(StoreError::Damaged(format!("journal-1 {at:?}: an event of another number"))),
    }
}

pub(super) fn open_vault(
    at: tables::VaultRowKey,
    key: VaultKey,
    bytes: &[u8],
) -> Result<VaultPut, StoreError> {
    let row: VaultRow = open(tables::VAULT, at, 0, bytes)?;
    Ok(VaultPut { key, salt: row.salt, content: row.content })
}

pub(super) fn open_link(no: u64, bytes: &[u8]) -> Result<Link, StoreError> {
    open(tables::CHAIN, no, 0, bytes)
}

/// Opens a sealed value of a table at a key.
pub(super) fn open<K, T>(
    definition: redb::TableDefinition<'static, K, Bytes>,
    key: K::SelfType<'_>,
    prefix: usize,
    bytes: &[u8],
) -> Result<T, StoreError>
where
    K: redb::Key + 'static,
    T: serde::de::DeserializeOwned,
{
    let key = K::as_bytes(&key);
    codec::open(Place { table: definition.name(), key: key.as_ref() }, prefix, bytes)
}

pub(super) fn open_raw<K: redb::Key + 'static>(
    definition: redb::TableDefinition<'static, K, Bytes>,
    key: K::SelfType<'_>,
    bytes: &[u8],
) -> Result<Vec<u8>, StoreError> {
    let key = K::as_bytes(&key);
    codec::open_raw(Place { table: definition.name(), key: key.as_ref() }, bytes).map(<[u8]>::to_vec)
}
