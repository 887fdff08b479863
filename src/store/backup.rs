//! Copies of the whole store: made beside a writer, kept for a while, put back.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::ops::Bound;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Datelike as _, NaiveDate};
use redb::{Database, ReadableTable, StorageBackend, TableDefinition, TableHandle as _};

use super::codec::{self, Place};
use super::error::{StoreError, guard};
use super::snapshot::Snapshot;
use super::tables::PerTable;
use super::verify::Verified;
use super::{Access, Options, Store, begin, builder};
use crate::files::draft_of;

/// Entries that are written in one transaction: bounds the memory of a copy.
const CHUNK: usize = 50_000;

/// How long automatic backups are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retention {
    /// The newest so many.
    pub days: usize,
    /// Beside them, the first of each of the last so many months.
    pub months: usize,
}

impl Default for Retention {
    fn default() -> Self {
        Self { days: 14, months: 12 }
    }
}

/// What restoring did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// What the backup held.
    pub verified: Verified,
    /// Where the file lies that stood there before.
    pub replaced: Option<PathBuf>,
}

impl Snapshot {
    /// Writes everything into a new file, which appears whole or not at all. Values are checked on the way, so that
    /// damage is not carried into a backup. The file is as small as it can be: no free pages.
    ///
    /// # Errors
    /// [`StoreError::Exists`], [`StoreError::Damaged`] for a value that is, and what the system says.
    pub fn backup(&self, to: &Path, options: &Options) -> Result<(), StoreError> {
        // Whoever makes a copy here at the same moment waits: two would write one draft.
        let _alone = alone(to);
        if to.exists() {
            return Err(StoreError::Exists(to.to_owned()));
        }
        let placed =
            self.write_draft(to, options).and_then(|draft| Ok(options.files.put_in_place(&draft, to)?));
        placed.map_err(|error| error.at(to))
    }

    /// Writes everything into a file beside `to`.
    pub(super) fn write_draft(&self, to: &Path, options: &Options) -> Result<PathBuf, StoreError> {
        let draft = draft_of(to);
        options.files.remove(&draft)?;
        let made = options.files.backend(&draft, true).map_err(StoreError::from);
        let written = made.and_then(|backend| self.copy_to(backend, options));
        if written.is_err() {
            // The first error is the one to tell.
            let _ = options.files.remove(&draft);
        }
        written.map(|()| draft)
    }

    /// Writes everything to a new storage.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] for a value that is, and what the storage says.
    pub fn copy_to(&self, backend: impl StorageBackend, options: &Options) -> Result<(), StoreError> {
        guard(|| {
            let database = builder(options).create_with_backend(backend)?;
            self.copy_into(&database)?;
            Ok(database.close()?)
        })
    }

    /// Writes everything into an empty database.
    pub(super) fn copy_into(&self, database: &Database) -> Result<(), StoreError> {
        self.tables.each(&mut Copying(database))
    }
}

/// Holds the folder of a file locked, until it is dropped or the process ends. Where a folder cannot be locked there is
/// none to hold.
fn alone(file: &Path) -> Option<File> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = File::open(folder.unwrap_or(Path::new("."))).ok()?;
    folder.lock().ok()?;
    Some(folder)
}

struct Copying<'a>(&'a Database);

impl PerTable for Copying<'_> {
    type Error = StoreError;

    fn table<K: redb::Key + 'static, V: redb::Value + 'static>(
        &mut self,
        definition: TableDefinition<'static, K, V>,
        table: &impl ReadableTable<K, V>,
    ) -> Result<(), StoreError> {
        let mut entries = table.range::<K::SelfType<'_>>(..)?;
        let mut more = true;
        while more {
            let txn = begin(self.0)?;
            {
                let mut target = txn.open_table(definition)?;
                // Entries come in the order of their keys: each goes to the end.
                let mut end = target.upper_bound_mut(Bound::<K::SelfType<'_>>::Unbounded)?;
                let mut written = 0;
                more = false;
                for entry in entries.by_ref() {
                    let (key, value) = entry?;
                    check::<K, V>(definition.name(), &key.value(), &value.value())?;
                    end.insert_before(key.value(), value.value()).map_err(redb::Error::from)?;
                    written += 1;
                    if written == CHUNK {
                        more = true;
                        break;
                    }
                }
                end.close()?;
            }
            txn.commit()?;
        }
        Ok(())
    }
}

/// Checks the checksum of a value; what is nothing has none.
pub(super) fn check<K: redb::Key, V: redb::Value>(
    table: &str,
    key: &K::SelfType<'_>,
    value: &V::SelfType<'_>,
) -> Result<(), StoreError> {
    if V::fixed_width() == Some(0) {
        return Ok(());
    }
    let (key, value) = (K::as_bytes(key), V::as_bytes(value));
    codec::open_raw(Place { table, key: key.as_ref() }, value.as_ref()).map(drop)
}

/// Puts a backup in the place of a store. The backup is verified first; what it replaces is kept beside it. A store
/// that is too damaged to be opened is replaced all the same; one that somebody writes to is not. `prepare` is handed
/// the file before it takes the place.
///
/// # Errors
/// [`StoreError::Damaged`] for a backup that does not verify, [`StoreError::Busy`], what `prepare` says, and what the
/// system says.
pub fn restore(
    from: &Path,
    to: &Path,
    options: &Options,
    prepare: impl FnOnce(&Path) -> Result<(), StoreError>,
) -> Result<Restored, StoreError> {
    let backup = Store::open(from, Access::Read, options)?;
    let snapshot = backup.snapshot()?;
    let verified = sound(&snapshot)?;
    let held = match Store::open(to, Access::Write, options) {
        Ok(store) => Some(store),
        Err(StoreError::NotAHome(_) | StoreError::Damaged(_) | StoreError::Newer { .. }) => None,
        Err(error) => return Err(error),
    };
    let draft = snapshot.write_draft(to, options).map_err(|error| error.at(to))?;
    prepare(&draft)?;
    let replaced = keep_aside(to, options)?;
    options.files.put_in_place(&draft, to)?;
    if let Some(store) = held {
        store.close()?;
    }
    Ok(Restored { verified, replaced })
}

/// What a backup holds, if it verifies.
///
/// # Errors
/// [`StoreError::Damaged`] for one that does not, and what the system says.
pub fn inspect(backup: &Path, options: &Options) -> Result<Verified, StoreError> {
    sound(&Store::open(backup, Access::Read, options)?.snapshot()?)
}

fn sound(snapshot: &Snapshot) -> Result<Verified, StoreError> {
    let verified = snapshot.verify(&[])?;
    match verified.problems.first() {
        Some(problem) => Err(StoreError::Damaged(format!("{} {}", problem.code(), problem.place()))),
        None => Ok(verified),
    }
}

/// Gives the file a second name that does not take the first one away.
fn keep_aside(path: &Path, options: &Options) -> Result<Option<PathBuf>, StoreError> {
    if !path.exists() {
        return Ok(None);
    }
    let stamp = DateTime::from_timestamp_millis(options.now).unwrap_or_default().format("%Y%m%dT%H%M%S");
    let free = |no: &u32| {
        let aside = path.with_added_extension(format!("replaced-{stamp}-{no}"));
        (!aside.exists()).then_some(aside)
    };
    let aside = (1..).find_map(|no| free(&no)).unwrap_or_default();
    options.files.link(path, &aside)?;
    Ok(Some(aside))
}

/// Makes the backup of a day unless it is there, then removes those that need not be kept. Gives the new file.
///
/// # Errors
/// What [`Snapshot::backup`] says.
pub fn daily(
    store: &Store,
    folder: &Path,
    day: NaiveDate,
    keep: Retention,
    options: &Options,
) -> Result<Option<PathBuf>, StoreError> {
    options.files.folder(folder).map_err(|error| StoreError::from(error).at(folder))?;
    let path = folder.join(format!("vekha-{day}.redb"));
    if path.exists() {
        return Ok(None);
    }
    match store.snapshot()?.backup(&path, options) {
        // Made meanwhile, by the night or by hand.
        Err(StoreError::Exists(_)) => return Ok(None),
        made => made?,
    }
    for old in to_remove(&automatic(folder)?, keep) {
        options.files.remove(&folder.join(format!("vekha-{old}.redb")))?;
    }
    Ok(Some(path))
}

/// The days of the automatic backups in a folder; other files are nobody's business.
fn automatic(folder: &Path) -> Result<BTreeSet<NaiveDate>, StoreError> {
    let mut days = BTreeSet::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        let day = name.to_str().and_then(|name| name.strip_prefix("vekha-")?.strip_suffix(".redb"));
        days.extend(day.and_then(|day| day.parse::<NaiveDate>().ok()));
    }
    Ok(days)
}

/// The days whose backups need not be kept.
fn to_remove(days: &BTreeSet<NaiveDate>, keep: Retention) -> BTreeSet<NaiveDate> {
    let newest = days.iter().rev().take(keep.days).copied();
    let mut firsts: Vec<NaiveDate> = Vec::new();
    for day in days {
        if firsts.last().is_none_or(|last| (last.year(), last.month()) != (day.year(), day.month())) {
            firsts.push(*day);
        }
    }
    let kept: BTreeSet<_> = newest.chain(firsts.into_iter().rev().take(keep.months)).collect();
    days.difference(&kept).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_days_and_the_first_of_each_month_are_kept() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let days = |from: &str, count| day(from).iter_days().take(count).collect::<BTreeSet<_>>();
        let all = days("2023-09-10", 60);
        let gone = to_remove(&all, Retention { days: 5, months: 2 });
        let kept: Vec<_> = all.difference(&gone).map(NaiveDate::to_string).collect();
        let last_five = ["2023-11-04", "2023-11-05", "2023-11-06", "2023-11-07", "2023-11-08"];
        assert_eq!(kept[..2], ["2023-10-01", "2023-11-01"]);
        assert_eq!(kept[2..], last_five);
    }
}
