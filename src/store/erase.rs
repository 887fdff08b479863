//! Erasing what the vault holds about somebody, so that it is in no file any more.
//!
//! Deleting a row is not enough: its bytes stay in free pages of the file. So the file is written anew, and the
//! backups and replaced files beside it are too. What the disk keeps of files that are gone is outside
//! anyone's reach here, and so are backups that were carried elsewhere.

use std::fs;
use std::path::{Path, PathBuf};

use vekha_core::ids::{SchoolId, Subject};
use vekha_core::vault::{VaultKey, VaultPut};

use super::error::StoreError;
use super::tables;
use super::write::WriteTx;
use super::{Access, Options, Store};

/// What erasing did in one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erased {
    /// The file.
    pub path: PathBuf,
    /// How many vault rows went.
    pub rows: u64,
}

impl WriteTx<'_> {
    /// Takes every vault row about a subject out. Its bytes stay in the file until it is written anew: [`erase`].
    ///
    /// # Errors
    /// What the system says.
    pub fn forget(&mut self, school: SchoolId, owner: Subject) -> Result<u64, StoreError> {
        let (kind, id, sub) = tables::owner(owner);
        let range = (school.0, kind, id, sub, 0)..=(school.0, kind, id, sub, u32::MAX);
        let mut gone = 0;
        self.tables.vault.write()?.retain_in(range, |_, _| {
            gone += 1;
            false
        })?;
        self.wrote |= gone > 0;
        Ok(gone)
    }

    /// Takes one text out of the vault; the event that sealed it keeps a digest whose random bits are gone. Whether it
    /// was there.
    ///
    /// # Errors
    /// What the system says.
    pub fn forget_text(&mut self, school: SchoolId, key: &VaultKey) -> Result<bool, StoreError> {
        let was = self.tables.vault.write()?.remove(tables::vault_key(school, key))?.is_some();
        self.wrote |= was;
        Ok(was)
    }
}

/// Which rows of a file go besides those about the subjects, given all of a school's.
pub type Also<'a> = &'a dyn Fn(&[VaultPut]) -> Vec<VaultKey>;

/// Erases subjects from a store, every copy in the folder `backups`, and the files that restoring replaced. The
/// journal stays as it is and verifies: it holds digests whose random bits are gone.
///
/// # Errors
/// [`StoreError::Busy`] and what the system says; files before the one that failed are done, and doing it again is
/// safe.
pub fn erase(
    store: &Path,
    backups: &Path,
    school: SchoolId,
    subjects: &[Subject],
    also: Also<'_>,
    options: &Options,
) -> Result<Vec<Erased>, StoreError> {
    let mut done = vec![erase_in(store, school, subjects, also, options)?];
    for path in others(store, backups)? {
        match erase_in(&path, school, subjects, also, options) {
            Ok(erased) => done.push(erased),
            // A file that restoring replaced because nothing could read it: erasing from it is removing it.
            Err(error) if error.is_damaged() => {
                options.files.remove(&path)?;
                done.push(Erased { path, rows: 0 });
            }
            Err(error) => return Err(error),
        }
    }
    // What a backup or a restore left that was interrupted, and what one that is under way has read before.
    for draft in drafts(backups)? {
        options.files.remove(&draft)?;
    }
    Ok(done)
}

/// Files that were to become backups.
fn drafts(backups: &Path) -> Result<Vec<PathBuf>, StoreError> {
    if !backups.is_dir() {
        return Ok(Vec::new());
    }
    let entries = fs::read_dir(backups)?.map(|entry| Ok(entry?.path()));
    let is_draft = |path: &PathBuf| path.to_string_lossy().ends_with(".redb.new");
    let entries: Result<Vec<PathBuf>, StoreError> = entries.collect();
    Ok(entries?.into_iter().filter(is_draft).collect())
}

/// The same in one file.
///
/// # Errors
/// As for [`erase`].
pub fn erase_in(
    path: &Path,
    school: SchoolId,
    subjects: &[Subject],
    also: Also<'_>,
    options: &Options,
) -> Result<Erased, StoreError> {
    let store = Store::open(path, Access::Write, options)?;
    let keys = also(&store.snapshot()?.vault_rows(school)?);
    let rows = store.write(|tx| {
        let mut gone = 0;
        for subject in subjects {
            gone += tx.forget(school, *subject)?;
        }
        for key in &keys {
            gone += u64::from(tx.forget_text(school, key)?);
        }
        Ok::<_, StoreError>(gone)
    })?;
    // Also when no row went now: an attempt before may have ended between deleting and writing anew.
    let draft = store.snapshot()?.write_draft(path, options)?;
    options.files.put_in_place(&draft, path)?;
    store.close()?;
    Ok(Erased { path: path.to_owned(), rows })
}

/// Every other file that may hold the same vault rows.
fn others(store: &Path, backups: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let mut paths = Vec::new();
    if backups.is_dir() {
        let entries = fs::read_dir(backups)?.map(|entry| entry.map(|entry| entry.path()));
        let copies = entries.filter(|path| {
            path.as_ref().map_or(true, |path| path.extension().is_some_and(|extension| extension == "redb"))
        });
        paths = copies.collect::<Result<_, _>>()?;
        paths.sort();
    }
    let name = store.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let folder = store.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    for entry in fs::read_dir(folder)? {
        let entry = entry?.file_name();
        let beside = entry.to_str().and_then(|entry| entry.strip_prefix(name));
        if beside.is_some_and(|rest| rest.starts_with(".replaced-") && !rest.ends_with(".pid")) {
            paths.push(folder.join(entry));
        }
    }
    Ok(paths)
}
