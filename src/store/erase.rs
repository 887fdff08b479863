//! Erasing what the vault holds about somebody, so that it is in no file any more.
//!
//! Deleting a row is not enough: its bytes stay in free pages of the file. So the file is written anew, and the
//! backups and replaced files beside it are too. Texts about others are put in other words there by an event of the
//! copy's own journal, after everything that it held. What the disk keeps of files that are gone is outside
//! anyone's reach here, and so are backups that were carried elsewhere.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::DateTime;
use vekha_core::command::{Action, Actor, Command};
use vekha_core::decide::{Rules, decide};
use vekha_core::ids::{CommandId, SchoolId, Subject};
use vekha_core::vault::{Content, VaultKey, VaultPut};

use super::error::StoreError;
use super::tables;
use super::write::{Batch, WriteTx};
use super::{Access, Options, Store};

/// What erasing did in one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erased {
    /// The file.
    pub path: PathBuf,
    /// How many vault rows went or read otherwise now.
    pub rows: u64,
}

/// Who puts texts of a copy in other words.
const ITSELF: &str = "vekha";

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

    /// Puts texts in other words: an event at the end of the journal seals them anew.
    fn reword(
        &mut self,
        school: SchoolId,
        texts: Vec<(VaultKey, Content)>,
        options: &Options,
    ) -> Result<(), StoreError> {
        let failed = |error: &dyn std::fmt::Display| StoreError::Io(error.to_string());
        let (mut id, mut seed) = ([0; 16], [0; 32]);
        getrandom::fill(&mut id).and_then(|()| getrandom::fill(&mut seed)).map_err(|error| failed(&error))?;
        let recorded = options.now.max(self.head(school)?.recorded);
        let today = DateTime::from_timestamp_millis(recorded).unwrap_or_default().date_naive();
        let command = Command {
            id: CommandId(id),
            school,
            actor: Actor { login: ITSELF.into(), roles: ["owner".to_owned()].into() },
            effective: today,
            today,
            recorded,
            seed,
            guards: BTreeMap::new(),
            action: Action::RewriteTexts { texts },
        };
        let decision = decide(&self.school(school)?, &Rules::default(), &command);
        let decision = decision.map_err(|refused| StoreError::Damaged(format!("{refused:?}")))?;
        // Ids and numbers: their JSON cannot fail.
        let answer = serde_json::to_vec(&decision.answer).unwrap_or_default();
        self.append(&Batch::of(&command, decision, answer))
    }
}

/// How rows about others are to read, given all of a school's in a file.
pub type Also<'a> = &'a dyn Fn(&[VaultPut]) -> Vec<(VaultKey, Content)>;

/// Erases subjects from a store, every copy in the folder `backups`, and the files that restoring replaced. What a
/// journal says stays as it is and verifies: it holds digests whose random bits are gone.
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
    let texts = also(&store.snapshot()?.vault_rows(school)?);
    let rows = store.write(|tx| {
        let mut changed = texts.len() as u64;
        for subject in subjects {
            changed += tx.forget(school, *subject)?;
        }
        if !texts.is_empty() {
            tx.reword(school, texts, options)?;
        }
        Ok::<_, StoreError>(changed)
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
