//! Every table of the file: its name with its version, its key, its value.
//!
//! Values are sealed by [`super::codec`] unless said otherwise. Numbers in keys compare as numbers. A table whose
//! layout changes gets a new name beside the old one, and a migration that moves the entries.

use std::cell::OnceCell;
use std::sync::OnceLock;

use chrono::{Datelike as _, NaiveDate};
use redb::{
    ReadOnlyTable, ReadTransaction, ReadableTable, Table, TableDefinition, TableError, TableHandle as _,
    WriteTransaction,
};
use vekha_core::ids::{
    CommandId, DocumentId, PairId, PartyId, PlanId, ProgrammeId, SchoolId, Subject, TaskId,
};
use vekha_core::state::{Key, Kind};
use vekha_core::vault::VaultKey;

use super::codec::Place;

/// A sealed value.
pub(super) type Bytes = &'static [u8];

/// (school, sequence number)
pub(super) type JournalKey = (u32, u64);
/// (school, [`Kind`], id, number within the id)
pub(super) type RowKey = (u32, u8, u32, u32);
/// (days since 0000-12-31, school, [`Kind`], id, number within the id)
pub(super) type DueKey = (i32, u32, u8, u32, u32);
/// (school, command id read as a big-endian number)
pub(super) type CommandKey = (u32, u128);
/// (school, owner's kind as [`owner`] numbers it, id, number within the id, version)
pub(super) type VaultRowKey = (u32, u8, u32, u32, u32);
/// (school, sequence number of the event that caused it, its number among those of the event)
pub(super) type OutboxKey = (u32, u64, u32);

/// (school, parcel from 1, number of the step from 0)
pub(super) type DeliveryKey = (u32, u32, u32);

/// `format` → u32, `evolve` → u32.
pub(super) const META: TableDefinition<&str, Bytes> = TableDefinition::new("meta-1");
/// → `vekha_core::event::Recorded`. Nothing is ever removed or changed here.
pub(super) const JOURNAL: TableDefinition<JournalKey, Bytes> = TableDefinition::new("journal-1");
/// school → [`super::write::StoredHead`], the last event of its journal.
pub(super) const HEADS: TableDefinition<u32, Bytes> = TableDefinition::new("heads-1");
/// → due date (i32 days, [`NO_DUE`] for none, little endian) before `vekha_core::state::Row`. A cache of the journal.
pub(super) const ROWS: TableDefinition<RowKey, Bytes> = TableDefinition::new("rows-1");
/// One entry for each row that wants something done by a day, → nothing. A cache of the rows.
pub(super) const DUE: TableDefinition<DueKey, ()> = TableDefinition::new("due-1");
/// → what was answered to the command, bytes of the caller's own.
pub(super) const COMMANDS: TableDefinition<CommandKey, Bytes> = TableDefinition::new("commands-1");
/// → [`super::write::VaultRow`]: the salt and the content. The only table with personal data.
pub(super) const VAULT: TableDefinition<VaultRowKey, Bytes> = TableDefinition::new("vault-1");
/// SHA-256 of the content → the content.
pub(super) const BLOBS: TableDefinition<&[u8; 32], Bytes> = TableDefinition::new("blobs-1");
/// → what is to be delivered, bytes of the worker's own: ids and a template, no personal data.
pub(super) const OUTBOX: TableDefinition<OutboxKey, Bytes> = TableDefinition::new("outbox-1");
/// → one step in the delivery of a parcel, bytes of the worker's own. Only appended; no personal data.
pub(super) const DELIVERY: TableDefinition<DeliveryKey, Bytes> = TableDefinition::new("delivery-1");
/// number from 1 → [`super::write::Link`], one for each school that a commit changed.
pub(super) const CHAIN: TableDefinition<u64, Bytes> = TableDefinition::new("chain-1");

/// Where a row's due date stands when it has none.
pub(super) const NO_DUE: i32 = i32::MIN;

macro_rules! tables {
    ($($field:ident: $definition:ident<$key:ty, $value:ty>,)*) => {
        /// Every table for reading, opened when it is first asked for: most commands read two or three.
        pub(super) struct ReadTables {
            $($field: OnceLock<ReadOnlyTable<$key, $value>>,)*
            // The tables read through it; they must not outlive it.
            txn: ReadTransaction,
        }

        impl ReadTables {
            pub(super) fn of(txn: ReadTransaction) -> Self {
                Self { $($field: OnceLock::new(),)* txn }
            }

            $(pub(super) fn $field(&self) -> Result<&ReadOnlyTable<$key, $value>, TableError> {
                match self.$field.get() {
                    Some(table) => Ok(table),
                    None => {
                        let table = self.txn.open_table($definition)?;
                        Ok(self.$field.get_or_init(|| table))
                    }
                }
            })*
        }

        /// Every table for writing.
        pub(super) struct WriteTables<'t> {
            $(pub(super) $field: Lazy<'t, $key, $value>,)*
        }

        impl<'t> WriteTables<'t> {
            pub(super) fn of(txn: &'t WriteTransaction) -> Self {
                Self { $($field: Lazy { table: OnceCell::new(), definition: $definition, txn },)* }
            }

            /// Makes those that an empty file lacks.
            pub(super) fn make(txn: &WriteTransaction) -> Result<(), TableError> {
                $(txn.open_table($definition)?;)*
                Ok(())
            }
        }

        /// What can be done to every table, whatever its types.
        pub(super) trait PerTable {
            /// What may go wrong.
            type Error;
            /// Does it to one table.
            fn table<K: redb::Key + 'static, V: redb::Value + 'static>(
                &mut self,
                definition: TableDefinition<'static, K, V>,
                table: &impl ReadableTable<K, V>,
            ) -> Result<(), Self::Error>;
        }

        impl ReadTables {
            /// Does it to every table in turn.
            pub(super) fn each<P: PerTable>(&self, per: &mut P) -> Result<(), P::Error>
            where
                P::Error: From<TableError>,
            {
                $(per.table($definition, self.$field()?)?;)*
                Ok(())
            }
        }
    };
}

/// A table for writing, opened when it is first asked for: the commit looks at every table that was open, and few
/// commands write to half of them.
pub(super) struct Lazy<'t, K: redb::Key + 'static, V: redb::Value + 'static> {
    table: OnceCell<Table<'t, K, V>>,
    definition: TableDefinition<'static, K, V>,
    txn: &'t WriteTransaction,
}

impl<'t, K: redb::Key + 'static, V: redb::Value + 'static> Lazy<'t, K, V> {
    pub(super) fn read(&self) -> Result<&Table<'t, K, V>, TableError> {
        match self.table.get() {
            Some(table) => Ok(table),
            None => {
                let table = self.txn.open_table(self.definition)?;
                Ok(self.table.get_or_init(|| table))
            }
        }
    }

    pub(super) fn write(&mut self) -> Result<&mut Table<'t, K, V>, TableError> {
        self.read()?;
        let name = || TableError::TableDoesNotExist(self.definition.name().to_owned());
        self.table.get_mut().ok_or_else(name)
    }
}

tables! {
    meta: META<&'static str, Bytes>,
    journal: JOURNAL<JournalKey, Bytes>,
    heads: HEADS<u32, Bytes>,
    rows: ROWS<RowKey, Bytes>,
    due: DUE<DueKey, ()>,
    commands: COMMANDS<CommandKey, Bytes>,
    vault: VAULT<VaultRowKey, Bytes>,
    blobs: BLOBS<&'static [u8; 32], Bytes>,
    outbox: OUTBOX<OutboxKey, Bytes>,
    chain: CHAIN<u64, Bytes>,
    delivery: DELIVERY<DeliveryKey, Bytes>,
}

/// Does something with the place of a value: its table and its key.
pub(super) fn at<K: redb::Key + 'static, T>(
    definition: TableDefinition<'static, K, Bytes>,
    key: &K::SelfType<'_>,
    with: impl FnOnce(Place<'_>) -> T,
) -> T {
    with(Place { table: definition.name(), key: K::as_bytes(key).as_ref() })
}

/// Where a row stands in the file.
pub(super) fn row_key(school: SchoolId, key: Key) -> RowKey {
    (school.0, key.kind as u8, key.id, key.sub)
}

/// Whose row it is and which; `None` for a kind of a newer version.
pub(super) fn from_row_key((school, kind, id, sub): RowKey) -> Option<(SchoolId, Key)> {
    Some((SchoolId(school), Key { kind: kind_of(kind)?, id, sub }))
}

fn kind_of(number: u8) -> Option<Kind> {
    Kind::ALL.into_iter().find(|kind| *kind as u8 == number)
}

/// Where a row stands in the index by due date.
pub(super) fn due_key(days: i32, school: SchoolId, key: Key) -> DueKey {
    (days, school.0, key.kind as u8, key.id, key.sub)
}

/// The day as it stands in keys.
pub(super) fn days(date: Option<NaiveDate>) -> i32 {
    date.map_or(NO_DUE, |date| date.num_days_from_ce())
}

/// The day of a key.
pub(super) fn date(days: i32) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(days)
}

/// Where the answer to a command stands.
pub(super) fn command_key(school: SchoolId, command: CommandId) -> CommandKey {
    (school.0, u128::from_be_bytes(command.0))
}

/// Where a vault row stands in the file.
pub(super) fn vault_key(school: SchoolId, key: &VaultKey) -> VaultRowKey {
    let (kind, id, sub) = owner(key.owner);
    (school.0, kind, id, sub, key.version)
}

/// Whose vault row it is and which; `None` for an owner of a newer version.
pub(super) fn from_vault_key((school, kind, id, sub, version): VaultRowKey) -> Option<(SchoolId, VaultKey)> {
    let owner = match kind {
        0 => Subject::School,
        1 => Subject::Plan(PlanId(id)),
        2 => Subject::Task(TaskId(id)),
        3 => Subject::Occurrence(TaskId(id), u16::try_from(sub).ok()?),
        4 => Subject::Programme(ProgrammeId(id)),
        5 => Subject::Party(PartyId(id)),
        6 => Subject::Pair(PairId(id)),
        7 => Subject::Document(DocumentId(id)),
        _ => return None,
    };
    Some((SchoolId(school), VaultKey { owner, version }))
}

/// The numbers of a vault row's owner.
pub(super) fn owner(subject: Subject) -> (u8, u32, u32) {
    let (kind, id, no) = subject.parts();
    (kind, id, no.into())
}
