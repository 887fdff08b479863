//! The files that the program changes: one way to make, replace and remove them.
//!
//! A file appears whole or not at all: it is written beside its place, synced, renamed, and the folder is synced, so
//! that after a power cut either the old content stands there or the new. A [`Gate`] sees every change before it is
//! made and may refuse it: the crash tests record lives through it, and make disks fail.
//!
//! Reading is not its business, and neither are notes that nobody misses (the `.pid` beside a store).

use std::fs::{self, File};
use std::io::{self, Write};
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use redb::backends::FileBackend;
use redb::{BackendError, StorageBackend};

/// The locks of a `StorageBackend` that stands before another, its `inner`: they are the other's. Needs `Bound` and
/// `BackendError` in scope.
macro_rules! locks_of_inner {
    () => {
        fn try_lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
            self.inner.try_lock_range(start, end)
        }

        fn try_lock_shared_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
            self.inner.try_lock_shared_range(start, end)
        }

        fn lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
            self.inner.lock_range(start, end)
        }

        fn lock_shared_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
            self.inner.lock_shared_range(start, end)
        }

        fn unlock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
            self.inner.unlock_range(start, end)
        }

        fn query_lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
            self.inner.query_lock_range(start, end)
        }
    };
}
pub(crate) use locks_of_inner;

/// A change that is about to be made. Files that are open have numbers of their own, because names change hands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change<'a> {
    /// A file is opened for writing, `new`: made, or emptied.
    Open {
        /// Its number.
        file: u64,
        /// Its name.
        path: &'a Path,
        /// Whether it is made or emptied.
        new: bool,
    },
    /// Bytes are written.
    Write {
        /// The file.
        file: u64,
        /// Where.
        offset: u64,
        /// What.
        data: &'a [u8],
    },
    /// A file gets another length.
    Length {
        /// The file.
        file: u64,
        /// In bytes.
        length: u64,
    },
    /// A file is made durable.
    Sync(u64),
    /// A name moves, replacing what bears it.
    Rename(&'a Path, &'a Path),
    /// A file gets a second name.
    Link(&'a Path, &'a Path),
    /// A name goes.
    Remove(&'a Path),
    /// A folder is made.
    Folder(&'a Path),
    /// The names of a folder are made durable.
    SyncFolder(&'a Path),
}

/// Is asked about every change.
pub trait Gate: Send + Sync {
    /// An error keeps the change from being made and is what the program is told.
    ///
    /// # Errors
    /// Whatever the gate wants to go wrong.
    fn ask(&self, change: Change<'_>) -> io::Result<()>;
}

/// The way to the files. Clones are the same way.
#[derive(Clone, Default)]
pub struct Files(Option<Arc<Watched>>);

struct Watched {
    gate: Arc<dyn Gate>,
    next: AtomicU64,
}

impl std::fmt::Debug for Files {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.0.is_some() { "Files(watched)" } else { "Files" })
    }
}

impl Files {
    /// The system's files, with a gate before every change.
    pub fn watched(gate: Arc<dyn Gate>) -> Self {
        Self(Some(Arc::new(Watched { gate, next: AtomicU64::new(1) })))
    }

    /// Writes a file whole or not at all, in place of what stands there.
    ///
    /// # Errors
    /// What the system says; what stood there stands there then.
    pub fn put(&self, path: &Path, content: &[u8]) -> io::Result<()> {
        let draft = draft_of(path);
        let written = self.create(&draft).and_then(|mut file| {
            file.write_all(content)?;
            file.finish()
        });
        self.placed(&draft, path, written)
    }

    /// The same with a file that nobody but its owner reads.
    ///
    /// # Errors
    /// As for [`Self::put`].
    pub fn put_private(&self, path: &Path, content: &[u8]) -> io::Result<()> {
        let draft = draft_of(path);
        self.remove(&draft)?;
        drop(private().create_new(true).write(true).open(&draft)?);
        self.put(path, content)
    }

    /// Puts a draft in its place once it is written; removes it when it could not be.
    ///
    /// # Errors
    /// What went wrong with writing it, and what the system says.
    fn placed(&self, draft: &Path, path: &Path, written: io::Result<()>) -> io::Result<()> {
        written.and_then(|()| self.put_in_place(draft, path)).inspect_err(|_| {
            // The first error is the one to tell.
            let _ = self.remove(draft);
        })
    }

    /// Makes a file, or empties it; it is durable once [`Written::finish`] says so.
    ///
    /// # Errors
    /// What the system says.
    pub fn create(&self, path: &Path) -> io::Result<Written> {
        let number = self.number();
        self.ask(Change::Open { file: number, path, new: true })?;
        let file = File::create(path)?;
        Ok(Written { file, number, offset: 0, files: self.clone() })
    }

    /// Opens a file for the store; `new`: it must not be there yet.
    ///
    /// # Errors
    /// What the system says.
    pub fn backend(&self, path: &Path, new: bool) -> Result<Backend, redb::DatabaseError> {
        let number = self.number();
        self.ask(Change::Open { file: number, path, new })?;
        let file = private().read(true).write(true).create_new(new).open(path)?;
        Ok(Backend { inner: FileBackend::new(file)?, number, files: self.clone() })
    }

    /// Puts a finished file where it belongs, replacing what stands there, and makes the name durable.
    ///
    /// # Errors
    /// What the system says.
    pub fn put_in_place(&self, draft: &Path, to: &Path) -> io::Result<()> {
        self.ask(Change::Rename(draft, to))?;
        fs::rename(draft, to)?;
        self.sync_folder(parent(to))
    }

    /// Gives a file a second name, durably; where the file system has no such thing, makes a copy.
    ///
    /// # Errors
    /// What the system says.
    pub fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.ask(Change::Link(from, to))?;
        match fs::hard_link(from, to) {
            Ok(()) => self.sync_folder(parent(to)),
            Err(_) => self.put(to, &fs::read(from)?),
        }
    }

    /// Removes a file, if it is there.
    ///
    /// # Errors
    /// What the system says.
    pub fn remove(&self, path: &Path) -> io::Result<()> {
        if !path.exists() {
            return Ok(());
        }
        self.ask(Change::Remove(path))?;
        match fs::remove_file(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Makes a folder and those above it, durably.
    ///
    /// # Errors
    /// What the system says.
    pub fn folder(&self, path: &Path) -> io::Result<()> {
        if path.as_os_str().is_empty() || path.is_dir() {
            return Ok(());
        }
        self.folder(parent(path))?;
        self.ask(Change::Folder(path))?;
        match fs::create_dir(path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
            Err(error) => Err(error),
            Ok(()) => self.sync_folder(parent(path)),
        }
    }

    /// Makes the names of a folder durable.
    ///
    /// # Errors
    /// What the system says.
    pub fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.ask(Change::SyncFolder(folder))?;
        // Elsewhere a folder cannot be opened to be synced.
        if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
    }

    fn number(&self) -> u64 {
        self.0.as_ref().map_or(0, |watched| watched.next.fetch_add(1, Ordering::Relaxed))
    }

    fn ask(&self, change: Change<'_>) -> io::Result<()> {
        self.0.as_ref().map_or(Ok(()), |watched| watched.gate.ask(change))
    }
}

/// Where a file is written before it is whole: beside its place, so that it can be renamed.
pub fn draft_of(path: &Path) -> PathBuf {
    path.with_added_extension("new")
}

fn parent(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The vault is in a store: nobody but its owner reads a new one.
fn private() -> fs::OpenOptions {
    let mut options = File::options();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// A file that is being written.
#[derive(Debug)]
pub struct Written {
    file: File,
    number: u64,
    offset: u64,
    files: Files,
}

impl Written {
    /// Makes what was written durable.
    ///
    /// # Errors
    /// What the system says.
    pub fn finish(self) -> io::Result<()> {
        self.files.ask(Change::Sync(self.number))?;
        self.file.sync_all()
    }
}

impl Write for Written {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        self.files.ask(Change::Write { file: self.number, offset: self.offset, data })?;
        self.file.write_all(data)?;
        self.offset += data.len() as u64;
        Ok(data.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A file that a store lives in.
#[derive(Debug)]
pub struct Backend {
    inner: FileBackend,
    number: u64,
    files: Files,
}

impl StorageBackend for Backend {
    fn len(&self) -> io::Result<u64> {
        self.inner.len()
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.inner.read(offset, out)
    }

    fn set_len(&self, length: u64) -> io::Result<()> {
        self.files.ask(Change::Length { file: self.number, length })?;
        self.inner.set_len(length)
    }

    fn sync_data(&self) -> io::Result<()> {
        self.files.ask(Change::Sync(self.number))?;
        self.inner.sync_data()
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.files.ask(Change::Write { file: self.number, offset, data })?;
        self.inner.write(offset, data)
    }

    fn close(&self) -> io::Result<()> {
        self.inner.close()
    }

    locks_of_inner!();
}
