//! A thorough look at a file: redb's own check on a copy, every value read, rows and indexes compared with what the
//! journal comes to. It takes time in proportion to the file and changes nothing.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use redb::{Database, ReadableTable, StorageBackend, TableDefinition, TableHandle as _};
use vekha_core::ids::SchoolId;
use vekha_core::state::Key;
use vekha_core::view::Memory;

use super::backup::check;
use super::error::{StoreError, guard};
use super::rebuild::{folded, journals};
use super::snapshot::{Snapshot, open_row};
use super::tables::{self, DueKey, PerTable};
use super::verify::{Known, Problem, Verified};
use super::{Access, Base, Options, Store, builder};
use crate::files::Files;

/// What the look found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Entries by table.
    pub counts: Vec<(String, u64)>,
    /// Rows that were compared with the journal.
    pub rows: u64,
    /// Entries of the index by due date that were compared with the rows.
    pub due: u64,
    /// What verifying the journal said.
    pub verified: Verified,
    /// Everything that is wrong, that of the journal included; empty for a sound store.
    pub problems: Vec<Problem>,
}

/// Looks at a store through a copy beside it, which is removed again. Writers wait while the copy is made.
///
/// # Errors
/// [`StoreError::Busy`], [`StoreError::NotAHome`] and what the system says about copying; damage is in the report.
pub fn doctor(path: &Path, known: &[Known], options: &Options) -> Result<Report, StoreError> {
    let copy = Copy::of(path, options)?;
    Ok(look_at(Files::default().backend(&copy.0, false)?, known, options))
}

/// Looks at a storage that nobody else uses and that may be changed: redb's check repairs what it can.
pub fn look_at(backend: impl StorageBackend, known: &[Known], options: &Options) -> Report {
    let mut report =
        Report { counts: Vec::new(), rows: 0, due: 0, verified: Verified::default(), problems: Vec::new() };
    let pages = |error: StoreError| Problem::Pages(error.bare());
    let opened = guard(|| {
        let mut database = builder(options).create_with_backend(backend)?;
        let sound = database.check_integrity()?;
        Ok((database, sound))
    });
    match opened {
        Ok((database, sound)) => {
            if !sound {
                report.problems.push(Problem::Pages("check_integrity".into()));
            }
            if let Err(error) = look(database, known, &mut report) {
                report.problems.push(pages(error));
            }
        }
        Err(error) => report.problems.push(pages(error)),
    }
    report
}

/// A copy of the file, gone when it is dropped.
struct Copy(PathBuf);

impl Copy {
    fn of(path: &Path, options: &Options) -> Result<Self, StoreError> {
        // Held while copying, so that nobody writes meanwhile. What cannot be opened is copied as it lies.
        let held = match Store::open(path, Access::Write, options) {
            Ok(store) => Some(store),
            Err(error) if error.is_damaged() => None,
            Err(error) => return Err(error),
        };
        let copy = Self(path.with_added_extension(format!("doctor-{}", std::process::id())));
        let _ = fs::remove_file(&copy.0);
        fs::copy(path, &copy.0).map_err(|error| StoreError::from(error).at(&copy.0))?;
        held.map_or(Ok(()), Store::close)?;
        Ok(copy)
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

fn look(database: Database, known: &[Known], report: &mut Report) -> Result<(), StoreError> {
    let store = Store::over(Base::Write(database), None);
    store.check_version()?;
    let snapshot = store.snapshot()?;
    report.counts = snapshot.counts()?;
    let mut values = Values(Vec::new());
    guard(|| snapshot.tables.each(&mut values))?;
    report.problems.append(&mut values.0);
    report.verified = snapshot.verify(known)?;
    report.problems.extend(report.verified.problems.iter().cloned());
    let mut expected = BTreeSet::new();
    for school in guard(|| journals(&snapshot))? {
        match folded(&snapshot, school) {
            Ok(memory) => rows(&snapshot, school, &memory, report, &mut expected)?,
            Err(error) => report.problems.push(Problem::Unreadable(error.bare())),
        }
    }
    guard(|| strays(&snapshot, report))?;
    guard(|| due(&snapshot, expected, report))
}

/// Every checksum of every value.
struct Values(Vec<Problem>);

impl PerTable for Values {
    type Error = StoreError;

    fn table<K: redb::Key + 'static, V: redb::Value + 'static>(
        &mut self,
        definition: TableDefinition<'static, K, V>,
        table: &impl ReadableTable<K, V>,
    ) -> Result<(), StoreError> {
        for entry in table.range::<K::SelfType<'_>>(..)? {
            let (key, value) = entry?;
            if let Err(error) = check::<K, V>(definition.name(), &key.value(), &value.value()) {
                self.0.push(Problem::Unreadable(error.bare()));
            }
        }
        Ok(())
    }
}

/// Compares a school's rows with what its journal comes to, both ways, and notes the index entries they want.
fn rows(
    snapshot: &Snapshot,
    school: SchoolId,
    memory: &Memory,
    report: &mut Report,
    expected: &mut BTreeSet<DueKey>,
) -> Result<(), StoreError> {
    let mut wanted: BTreeSet<Key> = BTreeSet::new();
    for row in memory.rows() {
        let key = row.key();
        wanted.insert(key);
        if let Some(date) = row.due() {
            expected.insert(tables::due_key(tables::days(Some(date)), school, key));
        }
        let at = tables::row_key(school, key);
        let same = guard(|| match snapshot.tables.rows()?.get(at)? {
            Some(value) => Ok(open_row(at, value.value())? == *row),
            None => Ok(false),
        });
        if !same.unwrap_or(false) {
            report.problems.push(Problem::Row { school, key });
        }
        report.rows += 1;
    }
    let range = (school.0, 0, 0, 0)..=(school.0, u8::MAX, u32::MAX, u32::MAX);
    guard(|| {
        for entry in snapshot.tables.rows()?.range(range)? {
            let at = entry?.0.value();
            match tables::from_row_key(at) {
                Some((_, key)) if wanted.contains(&key) => {}
                Some((_, key)) => report.problems.push(Problem::Row { school, key }),
                None => report.problems.push(Problem::Unreadable(format!("rows-1 {at:?}"))),
            }
        }
        Ok(())
    })
}

/// Rows of schools that have no journal.
fn strays(snapshot: &Snapshot, report: &mut Report) -> Result<(), StoreError> {
    let schools: BTreeSet<u32> = journals(snapshot)?.into_iter().map(|school| school.0).collect();
    for entry in snapshot.tables.rows()?.range::<tables::RowKey>(..)? {
        let at = entry?.0.value();
        if let Some((school, key)) = tables::from_row_key(at).filter(|_| !schools.contains(&at.0)) {
            report.problems.push(Problem::Row { school, key });
        }
    }
    Ok(())
}

fn due(snapshot: &Snapshot, mut expected: BTreeSet<DueKey>, report: &mut Report) -> Result<(), StoreError> {
    let mut wrong = Vec::new();
    for entry in snapshot.tables.due()?.range::<DueKey>(..)? {
        let at = entry?.0.value();
        report.due += 1;
        if !expected.remove(&at) {
            wrong.push(at);
        }
    }
    for (_, school, kind, id, sub) in wrong.into_iter().chain(expected) {
        let place = tables::from_row_key((school, kind, id, sub));
        report.problems.push(match place {
            Some((school, key)) => Problem::Due { school, key },
            None => Problem::Unreadable(format!("due-1 {school}:{kind}:{id}:{sub}")),
        });
    }
    Ok(())
}
