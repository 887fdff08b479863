//! The store: one redb file with the journal of every school, its rows, the vault and the outbox.
//!
//! One process writes, any number read and back up beside it ([`redb::ConcurrencyMode::SingleWriter`]). A commit is
//! two-phase and saves the allocator's state: 2 syncs, and a reopening after a kill that does not depend on the size.
//! Opening for writing is 1 sync and closing 4, so a command that writes once costs 7; reading a clean file costs
//! none.
//!
//! [`Store::snapshot`] reads, [`Store::write`] and [`Store::commit`] write; nothing else does, except [`backup`],
//! [`erase`] and [`Store::rebuild_rows`]. [`verify`](Snapshot::verify) and [`doctor`] find what is wrong, each in its
//! own way.

pub mod backup;
pub mod codec;
mod contents;
pub mod doctor;
mod entries;
pub mod erase;
mod error;
mod group;
mod holder;
mod pending;
mod rebuild;
pub mod sim;
mod snapshot;
mod tables;
#[cfg(test)]
mod tests;
mod thrifty;
mod verify;
mod write;

use std::fs;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use redb::backends::InMemoryBackend;
use redb::{
    Builder, ConcurrencyMode, Database, DatabaseError, ReadOnlyDatabase, ReadTransaction, ReadableDatabase,
    StorageBackend,
};
use vekha_core::event::Timestamp;
use vekha_core::state::EVOLVE_VERSION;

use crate::files::{Files, draft_of};

pub use error::{Conflict, StoreError};
pub use group::Decided;
pub use holder::Holder;
pub use pending::TxView;
pub use snapshot::{Due, OutboxItem, SchoolView, Snapshot, SnapshotView};
pub use verify::{Known, Problem, Verified, sealed};
pub use write::{Batch, Link, WriteTx};

use error::guard;
use holder::Note;
use tables::{ReadTables, WriteTables};
use thrifty::{Syncs, Thrifty};

/// The version of the tables as a whole. A file of a newer one is left alone.
pub const FORMAT: u32 = 1;

const META_FORMAT: &str = "format";
const META_EVOLVE: &str = "evolve";

/// What an opening is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// One process at a time.
    Write,
    /// Any number, beside a writer too.
    Read,
}

/// How a store is opened.
#[derive(Clone, Debug)]
pub struct Options {
    /// How long to wait for another writer.
    pub wait: Duration,
    /// What this process is doing, for whoever has to wait for it: the command's words without arguments.
    pub command: String,
    /// The clock.
    pub now: Timestamp,
    /// The most memory for cached pages, in bytes.
    pub cache: usize,
    /// The way to the files.
    pub files: Files,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            wait: Duration::from_secs(2),
            command: String::new(),
            now: 0,
            cache: 256 << 20,
            files: Files::default(),
        }
    }
}

/// An open store.
#[derive(Debug)]
pub struct Store {
    base: Base,
    path: Option<PathBuf>,
    group: group::Queue,
    note: Option<Note>,
    // Dropped after the file was closed.
    syncs: Told,
}

/// Tells with `-v` what a store cost once it is closed.
#[derive(Debug, Default)]
struct Told(Syncs);

impl Drop for Told {
    fn drop(&mut self) {
        if self.0.count() > 0 {
            tracing::info!(syncs = self.0.count(), "closed");
        }
    }
}

enum Base {
    Write(Database),
    Read(ReadOnlyDatabase),
}

impl std::fmt::Debug for Base {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Write(_) => "Write",
            Self::Read(_) => "Read",
        })
    }
}

impl Store {
    /// Makes a new store and opens it for writing. The file appears whole or not at all.
    ///
    /// # Errors
    /// [`StoreError::Exists`] where there is a file already, and what the system says.
    pub fn create(path: &Path, options: &Options) -> Result<Self, StoreError> {
        if path.exists() {
            return Err(StoreError::Exists(path.to_owned()));
        }
        let draft = draft_of(path);
        let made = || {
            options.files.remove(&draft)?;
            let store = Self::create_on(options.files.backend(&draft, true)?, options)?;
            store.close()?;
            Ok(options.files.put_in_place(&draft, path)?)
        };
        made().map_err(|error: StoreError| error.at(path))?;
        Self::open(path, Access::Write, options)
    }

    /// Makes a new store on any storage and opens it for writing.
    ///
    /// # Errors
    /// What the storage says.
    pub fn create_on(backend: impl StorageBackend, options: &Options) -> Result<Self, StoreError> {
        guard(|| {
            let store = Self::over_backend(backend, options)?;
            store.lay_out()?;
            Ok(store)
        })
    }

    /// Opens a store. For writing, waits for another writer as long as the options say; rows of another evolve
    /// version are rebuilt. A store that was not closed well is recovered, also before reading.
    ///
    /// # Errors
    /// [`StoreError::Busy`], [`StoreError::Damaged`], [`StoreError::Newer`], [`StoreError::NotAHome`] and what the
    /// system says.
    pub fn open(path: &Path, access: Access, options: &Options) -> Result<Self, StoreError> {
        let deadline = Instant::now() + options.wait;
        loop {
            match Self::try_open(path, access, options) {
                Err(StoreError::Busy(_)) if Instant::now() < deadline => sleep(Duration::from_millis(20)),
                Err(StoreError::Busy(None)) => return Err(StoreError::Busy(Note::read(path))),
                result => return result.map_err(|error| error.at(path)),
            }
        }
    }

    /// Opens a store on any storage.
    ///
    /// # Errors
    /// What [`Self::open`] says, at once.
    pub fn open_on(backend: impl StorageBackend, options: &Options) -> Result<Self, StoreError> {
        guard(|| {
            if backend.len()? == 0 {
                return Err(StoreError::Damaged("empty".into()));
            }
            Self::over_backend(backend, options)?.ready()
        })
    }

    /// A copy of everything in memory, to try things on; it is gone with the store.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] for a value that is.
    pub fn in_memory(snapshot: &Snapshot, options: &Options) -> Result<Self, StoreError> {
        guard(|| {
            // Nobody else opens it, and memory takes no locks.
            let mut exclusive = Builder::new();
            exclusive.set_cache_size(options.cache);
            let database = exclusive.create_with_backend(InMemoryBackend::new())?;
            snapshot.copy_into(&database)?;
            Self::over(Base::Write(database), None).ready()
        })
    }

    fn over_backend(backend: impl StorageBackend, options: &Options) -> Result<Self, StoreError> {
        let (backend, syncs) = Thrifty::new(backend);
        let database = builder(options).create_with_backend(backend)?;
        let mut store = Self::over(Base::Write(database), None);
        store.syncs = Told(syncs);
        Ok(store)
    }

    fn try_open(path: &Path, access: Access, options: &Options) -> Result<Self, StoreError> {
        match fs::metadata(path) {
            Ok(about) if about.is_file() => {}
            Ok(_) => return Err(StoreError::NotAHome(path.to_owned())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(StoreError::NotAHome(path.to_owned()));
            }
            Err(error) => return Err(error.into()),
        }
        match access {
            Access::Write => Self::try_open_to_write(path, options),
            Access::Read => Self::try_open_to_read(path, options),
        }
    }

    fn try_open_to_write(path: &Path, options: &Options) -> Result<Self, StoreError> {
        let before = identity(path)?;
        let mut store = Self::open_on(options.files.backend(path, false)?, options)?;
        // Erasure and restoring put another file in place. Whoever waited for the old one's lock must not write to
        // a file that nobody will ever open again.
        if identity(path)? != before {
            return Err(StoreError::Busy(None));
        }
        // Whoever writes a draft holds the file: what lies there was left by somebody who was interrupted.
        options.files.remove(&draft_of(path))?;
        let holder = Holder { pid: std::process::id(), since: options.now, command: options.command.clone() };
        store.note = Some(Note::leave(path, &holder));
        store.path = Some(path.to_owned());
        Ok(store)
    }

    fn try_open_to_read(path: &Path, options: &Options) -> Result<Self, StoreError> {
        let read = guard(|| {
            match builder(options).open_read_only(path) {
                // Not closed well: whoever opens it for writing next recovers it, so do that first.
                Err(DatabaseError::RepairAborted) => Ok(None),
                Err(error) => Err(error.into()),
                Ok(database) => {
                    let store = Self::over(Base::Read(database), Some(path.to_owned()));
                    let known = store.check_version()?;
                    Ok(known.then_some(store))
                }
            }
        })?;
        match read {
            Some(store) => Ok(store),
            None => {
                Self::try_open_to_write(path, options)?.close()?;
                let database = builder(options).open_read_only(path)?;
                Ok(Self::over(Base::Read(database), Some(path.to_owned())))
            }
        }
    }

    fn over(base: Base, path: Option<PathBuf>) -> Self {
        Self { base, path, group: group::Queue::default(), note: None, syncs: Told::default() }
    }

    /// Makes the tables of an empty file.
    fn lay_out(&self) -> Result<(), StoreError> {
        let txn = begin(self.database()?)?;
        {
            WriteTables::make(&txn)?;
            let mut tables = WriteTables::of(&txn);
            set_meta(&mut tables, META_FORMAT, FORMAT)?;
            set_meta(&mut tables, META_EVOLVE, EVOLVE_VERSION)?;
        }
        Ok(txn.commit()?)
    }

    /// Checks versions, and rebuilds rows of another evolve version.
    fn ready(self) -> Result<Self, StoreError> {
        if !self.check_version()? {
            self.rebuild_rows()?;
        }
        Ok(self)
    }

    /// Whether the rows are of this program's evolve version.
    fn check_version(&self) -> Result<bool, StoreError> {
        let tables = ReadTables::of(self.begin_read()?);
        // A file from before there was a log of deliveries: opening it for writing adds the table.
        if let Err(redb::TableError::TableDoesNotExist(_)) = tables.delivery() {
            return Ok(false);
        }
        let format = snapshot::meta(&tables, META_FORMAT)?;
        let evolve = snapshot::meta(&tables, META_EVOLVE)?;
        if format > FORMAT {
            return Err(StoreError::Newer { what: "the file".into(), found: format, known: FORMAT });
        }
        if evolve > EVOLVE_VERSION {
            return Err(StoreError::Newer { what: "evolve".into(), found: evolve, known: EVOLVE_VERSION });
        }
        Ok(evolve == EVOLVE_VERSION)
    }

    /// What is true now. Later commits do not show in it.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] and what the system says.
    pub fn snapshot(&self) -> Result<Snapshot, StoreError> {
        guard(|| Ok(Snapshot::new(self.begin_read()?)))
    }

    /// The file, where the store is one.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// How many times it has waited for the disk so far.
    pub fn syncs(&self) -> u64 {
        self.syncs.0.count()
    }

    /// Closes the store. Dropping it does the same and hides errors.
    ///
    /// # Errors
    /// What the system says.
    pub fn close(self) -> Result<(), StoreError> {
        let Self { base, note, syncs: _told, .. } = self;
        let closed = guard(|| match base {
            Base::Write(database) => Ok(database.close()?),
            Base::Read(database) => Ok(database.close()?),
        });
        drop(note);
        closed
    }

    fn begin_read(&self) -> Result<ReadTransaction, StoreError> {
        Ok(match &self.base {
            Base::Write(database) => database.begin_read()?,
            Base::Read(database) => database.begin_read()?,
        })
    }

    fn database(&self) -> Result<&Database, StoreError> {
        match &self.base {
            Base::Write(database) => Ok(database),
            Base::Read(_) => Err(StoreError::ReadOnly),
        }
    }
}

fn set_meta(tables: &mut WriteTables<'_>, key: &'static str, value: u32) -> Result<(), StoreError> {
    let place = codec::Place { table: redb::TableHandle::name(&tables::META), key: key.as_bytes() };
    let sealed = codec::seal(place, &[], &value)?;
    tables.meta.write()?.insert(key, sealed.as_slice())?;
    Ok(())
}

/// A write transaction that is quick to recover from: two-phase in this mode anyway, so that this costs no sync.
fn begin(database: &Database) -> Result<redb::WriteTransaction, StoreError> {
    let mut txn = database.begin_write()?;
    txn.set_quick_repair(true);
    Ok(txn)
}

fn builder(options: &Options) -> Builder {
    let mut builder = Builder::new();
    builder.set_concurrency_mode(ConcurrencyMode::SingleWriter).set_cache_size(options.cache);
    builder
}

/// Which file stands at the path, whatever it is called.
#[cfg(unix)]
fn identity(path: &Path) -> Result<(u64, u64), StoreError> {
    use std::os::unix::fs::MetadataExt as _;
    let about = fs::metadata(path)?;
    Ok((about.dev(), about.ino()))
}

/// Elsewhere an open file cannot be replaced.
#[cfg(not(unix))]
fn identity(_: &Path) -> Result<(u64, u64), StoreError> {
    Ok((0, 0))
}
