//! Rows and the index by due date, made anew from the journal.

use vekha_core::evolve::evolve;
use vekha_core::ids::SchoolId;
use vekha_core::state::EVOLVE_VERSION;
use vekha_core::view::{Memory, View as _};

use super::error::{StoreError, guard};
use super::snapshot::Snapshot;
use super::tables::{DUE, ROWS, WriteTables};
use super::write::WriteTx;
use super::{META_EVOLVE, Store, begin, set_meta};

impl Store {
    /// Makes every row anew from the journal. Nothing else changes; it is one transaction.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where the journal itself does not read.
    pub fn rebuild_rows(&self) -> Result<(), StoreError> {
        let database = self.database()?;
        let snapshot = self.snapshot()?;
        guard(|| {
            let txn = begin(database)?;
            txn.delete_table(ROWS)?;
            txn.delete_table(DUE)?;
            WriteTables::make(&txn)?;
            {
                let mut tx = WriteTx::new(WriteTables::of(&txn));
                for school in journals(&snapshot)? {
                    for row in folded(&snapshot, school)?.rows() {
                        tx.put_row(school, row)?;
                    }
                }
                set_meta(&mut tx.tables, META_EVOLVE, EVOLVE_VERSION)?;
            }
            Ok(txn.commit()?)
        })
    }
}

/// Every school that has events, whether or not a head says so.
pub(super) fn journals(snapshot: &Snapshot) -> Result<Vec<SchoolId>, StoreError> {
    let mut schools = Vec::new();
    let mut next = Some(0);
    while let Some(from) = next {
        let first = snapshot.tables.journal()?.range((from, 0)..)?.next().transpose()?;
        next = first.and_then(|(key, _)| {
            let school = key.value().0;
            schools.push(SchoolId(school));
            school.checked_add(1)
        });
    }
    Ok(schools)
}

/// The rows that a school's events come to.
pub(super) fn folded(snapshot: &Snapshot, school: SchoolId) -> Result<Memory, StoreError> {
    let mut memory = Memory::default();
    for event in snapshot.events(school, 1)? {
        let event = event?;
        let changes = evolve(&memory, &event).map_err(|error| StoreError::Damaged(error.0))?;
        // The digest of the head is the business of `verify`; computing it here would double the time.
        let head = vekha_core::view::Head { seq: event.seq, recorded: event.recorded, ..memory.head() };
        memory.apply(changes, head);
    }
    Ok(memory)
}
