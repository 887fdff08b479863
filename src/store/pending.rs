//! Rows of a write transaction that are not in their table yet.
//!
//! Every event of a bulk changes the counts of its plan: written each time, that row alone would cost as much as the
//! event. So rows wait here, are read from here, and are written once, in the order of their keys.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::Arc;

use redb::Table;
use vekha_core::ids::SchoolId;
use vekha_core::state::{Key, Kind, Row};
use vekha_core::view::{self, Change, Head, View, ViewError};

use super::error::StoreError;
use super::snapshot::SchoolView;
use super::tables::{Bytes, RowKey};

/// How many rows wait before they are written: bounds the memory of a transaction.
const MOST: usize = 4096;

/// A row that is large is held apart from the nodes of a map; `None` is one that is gone.
type Kept = Option<Arc<Row>>;

/// Rows by school and key.
#[derive(Default)]
pub(super) struct Pending {
    changed: BTreeMap<(SchoolId, Key), Kept>,
    /// What nearly every command reads, as it stands in the table.
    known: RefCell<BTreeMap<(SchoolId, Key), Kept>>,
}

impl Pending {
    /// Lays a change over what is stored.
    pub(super) fn change(&mut self, school: SchoolId, change: &Change) {
        let key = change.key();
        let row = match change {
            Change::Put(row) => Some(Arc::new(row.clone())),
            Change::Delete(_) => None,
        };
        self.known.get_mut().remove(&(school, key));
        self.changed.insert((school, key), row);
    }

    /// Whether so much waits that it should be written.
    pub(super) fn is_full(&self) -> bool {
        self.changed.len() > MOST
    }

    /// What waits, in the order of keys, to be written now.
    pub(super) fn take(&mut self) -> BTreeMap<(SchoolId, Key), Kept> {
        std::mem::take(&mut self.changed)
    }

    fn get(&self, school: SchoolId, key: Key) -> Option<Option<Row>> {
        if let Some(row) = self.changed.get(&(school, key)) {
            return Some(row.as_deref().cloned());
        }
        let known = || self.known.borrow().get(&(school, key)).map(|row| row.as_deref().cloned());
        is_common(key.kind).then(known).flatten()
    }
}

/// Whether nearly every command of a school reads rows of this kind, of which there are few.
fn is_common(kind: Kind) -> bool {
    matches!(kind, Kind::School | Kind::Counters | Kind::Plan | Kind::Tally | Kind::Programme)
}

/// One school's rows as they stand in a write transaction.
pub struct TxView<'a, 't> {
    stored: SchoolView<'a, Table<'t, RowKey, Bytes>>,
    pending: &'a Pending,
    school: SchoolId,
}

impl<'a, 't> TxView<'a, 't> {
    pub(super) fn new(
        rows: &'a Table<'t, RowKey, Bytes>,
        pending: &'a Pending,
        school: SchoolId,
        head: Head,
    ) -> Self {
        Self { stored: SchoolView::with_head(rows, school, head), pending, school }
    }

    /// The published set's digest, without a copy of the whole row.
    ///
    /// # Errors
    /// What the store says.
    pub fn published_set(&self) -> Result<Option<vekha_core::digest::Digest>, StoreError> {
        let key = Key::of(Kind::Set, 0);
        let mut known = self.pending.known.borrow_mut();
        let row = match self.pending.changed.get(&(self.school, key)) {
            Some(row) => row,
            None => match known.entry((self.school, key)) {
                std::collections::btree_map::Entry::Occupied(entry) => entry.into_mut(),
                std::collections::btree_map::Entry::Vacant(entry) => {
                    let row = self.stored.get(key).map_err(|error| StoreError::Damaged(error.0))?;
                    entry.insert(row.map(Arc::new))
                }
            },
        };
        Ok(match row.as_deref() {
            Some(Row::Set(set)) => Some(set.digest),
            _ => None,
        })
    }
}

impl View for TxView<'_, '_> {
    fn get(&self, key: Key) -> Result<Option<Row>, ViewError> {
        if let Some(row) = self.pending.get(self.school, key) {
            return Ok(row);
        }
        let row = self.stored.get(key)?;
        if is_common(key.kind) {
            self.pending.known.borrow_mut().insert((self.school, key), row.clone().map(Arc::new));
        }
        Ok(row)
    }

    fn range(&self, keys: RangeInclusive<Key>) -> Result<Vec<Row>, ViewError> {
        let changed = self.pending.changed.range((self.school, *keys.start())..=(self.school, *keys.end()));
        let base = self.stored.range(keys)?;
        Ok(view::laid_over(base, changed.map(|((_, key), row)| (*key, row.as_deref()))))
    }

    fn keys(&self, keys: RangeInclusive<Key>) -> Result<Vec<Key>, ViewError> {
        let changed = self.pending.changed.range((self.school, *keys.start())..=(self.school, *keys.end()));
        let base = self.stored.keys(keys)?;
        Ok(view::keys_over(base, changed.map(|((_, key), row)| (*key, row.is_some()))))
    }

    fn head(&self) -> Head {
        self.stored.head()
    }
}
