//! What a store holds, as a digest for each table: to tell whether two stores hold the same.

use std::collections::BTreeMap;

use redb::{ReadableTable, TableDefinition, TableHandle as _};
use sha2::{Digest as _, Sha256};
use vekha_core::digest::Digest;

use super::error::{StoreError, guard};
use super::snapshot::Snapshot;
use super::tables::PerTable;

impl Snapshot {
    /// Table → SHA-256 over its entries in order: the length of the key (u64, little endian), the key, the length of
    /// the value, the value. Stores of equal digests hold the same, however their pages lie.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] and what the system says. Checksums of values are not looked at.
    pub fn contents(&self) -> Result<BTreeMap<String, Digest>, StoreError> {
        let mut sums = Sums(BTreeMap::new());
        guard(|| self.tables.each(&mut sums))?;
        Ok(sums.0)
    }
}

struct Sums(BTreeMap<String, Digest>);

impl PerTable for Sums {
    type Error = StoreError;

    fn table<K: redb::Key + 'static, V: redb::Value + 'static>(
        &mut self,
        definition: TableDefinition<'static, K, V>,
        table: &impl ReadableTable<K, V>,
    ) -> Result<(), StoreError> {
        let mut sum = Sha256::new();
        let mut add = |bytes: &[u8]| {
            sum.update((bytes.len() as u64).to_le_bytes());
            sum.update(bytes);
        };
        for entry in table.range::<K::SelfType<'_>>(..)? {
            let (key, value) = entry?;
            add(K::as_bytes(&key.value()).as_ref());
            add(V::as_bytes(&value.value()).as_ref());
        }
        self.0.insert(definition.name().to_owned(), Digest(sum.finalize().into()));
        Ok(())
    }
}
