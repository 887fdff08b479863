//! What the store says when it cannot do what is asked.

use std::any::Any;
use std::fmt;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use vekha_core::ids::{CommandId, SchoolId};
use vekha_core::vault::VaultKey;
use vekha_core::view::ViewError;

use super::holder::Holder;
use crate::lang::Lang;

/// Why the store did not do it. Nothing was written, except after [`Self::Io`] and [`Self::Full`] in a commit, when
/// only the next opening knows: the command id answers that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreError {
    /// Another process is writing; who, if it said so.
    Busy(Option<Holder>),
    /// The file does not hold what was written to it: where and what.
    Damaged(String),
    /// Written by a newer version of the program.
    Newer {
        /// What: `the file`, `a value of rows-1`.
        what: String,
        /// Its version.
        found: u32,
        /// The newest this program knows.
        known: u32,
    },
    /// No space is left on the disk.
    Full,
    /// The file or its folder may not be written (or read).
    NoRights(Option<PathBuf>),
    /// There is no store here.
    NotAHome(PathBuf),
    /// There is a store here already.
    Exists(PathBuf),
    /// The store was opened for reading only.
    ReadOnly,
    /// A value larger than the store takes.
    TooLarge(String),
    /// The batch does not continue what is stored.
    Conflict(Conflict),
    /// Anything else the system said.
    Io(String),
}

/// Why a batch does not continue what is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conflict {
    /// The journal went on since the batch was decided: decide again.
    Moved {
        /// Whose journal.
        school: SchoolId,
        /// The number of the batch's first event.
        given: u64,
        /// The number that comes next.
        wanted: u64,
    },
    /// The command was carried out before: its answer is stored.
    Repeated(CommandId),
    /// An event does not name the digest of the one before it, or goes back in time.
    Chain {
        /// Whose journal.
        school: SchoolId,
        /// The event's number.
        seq: u64,
    },
    /// An event of another school or another command than the batch's.
    Foreign {
        /// The event's number.
        seq: u64,
    },
    /// This vault version is taken.
    VaultTaken(VaultKey),
    /// A blob is not what its digest says.
    WrongDigest,
}

impl StoreError {
    /// The message of `locales/*/store.ftl` that says it.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Busy(Some(_)) => "store-busy",
            Self::Busy(None) => "store-busy-unknown",
            Self::Damaged(_) => "store-damaged",
            Self::Newer { .. } => "store-newer",
            Self::Full => "store-full",
            Self::NoRights(_) => "store-no-rights",
            Self::NotAHome(_) => "store-not-a-home",
            Self::Exists(_) => "store-exists",
            Self::ReadOnly => "store-read-only",
            Self::TooLarge(_) => "store-too-large",
            Self::Conflict(_) => "store-conflict",
            Self::Io(_) => "store-io",
        }
    }

    /// The error in words, with what to do.
    pub fn say(&self, lang: Lang) -> String {
        let show = |path: &PathBuf| path.display().to_string();
        match self {
            Self::Busy(Some(holder)) => lang.say(
                self.key(),
                &[
                    ("pid", holder.pid.to_string().into()),
                    ("command", holder.command.clone().into()),
                    ("since", holder.since_text().into()),
                ],
            ),
            Self::Newer { what, found, known } => lang.say(
                self.key(),
                &[
                    ("what", what.clone().into()),
                    ("found", found.to_string().into()),
                    ("known", known.to_string().into()),
                ],
            ),
            Self::NoRights(path) => {
                let path = path.as_ref().map(show).unwrap_or_default();
                lang.say(self.key(), &[("path", path.into())])
            }
            Self::NotAHome(path) | Self::Exists(path) => lang.say(self.key(), &[("path", show(path).into())]),
            Self::Damaged(what) | Self::TooLarge(what) | Self::Io(what) => {
                lang.say(self.key(), &[("what", what.clone().into())])
            }
            Self::Conflict(conflict) => lang.say(self.key(), &[("what", format!("{conflict:?}").into())]),
            Self::Busy(None) | Self::Full | Self::ReadOnly => lang.word(self.key()),
        }
    }

    /// What happened, without the sentence about what to do, for a sentence of another's.
    pub(super) fn bare(&self) -> String {
        match self {
            Self::Damaged(what) | Self::TooLarge(what) | Self::Io(what) => what.clone(),
            other => other.to_string(),
        }
    }

    /// Whether the same request may succeed without anybody repairing anything: exit code 5 together with damage.
    pub fn is_busy(&self) -> bool {
        matches!(self, Self::Busy(_))
    }

    /// Whether the file needs `doctor` or a newer program.
    pub fn is_damaged(&self) -> bool {
        matches!(self, Self::Damaged(_) | Self::Newer { .. })
    }

    /// The same with the path it is about.
    pub(super) fn at(self, path: &std::path::Path) -> Self {
        match self {
            Self::NoRights(None) => Self::NoRights(Some(path.to_owned())),
            other => other,
        }
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}

/// A view cannot say what kind of error it was: what reads badly is taken for damage.
impl From<StoreError> for ViewError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Damaged(what) => Self(what),
            other => Self(other.to_string()),
        }
    }
}

impl From<io::Error> for StoreError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
                Self::Full
            }
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Self::NoRights(None),
            // redb reads beyond the end of a truncated file, and calls a foreign file invalid data.
            io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData => Self::Damaged(error.to_string()),
            _ => Self::Io(error.to_string()),
        }
    }
}

impl From<redb::Error> for StoreError {
    fn from(error: redb::Error) -> Self {
        match error {
            redb::Error::Io(error) => error.into(),
            redb::Error::DatabaseAlreadyOpen | redb::Error::LockProtocolMismatch => Self::Busy(None),
            redb::Error::UpgradeRequired(version) => Self::Damaged(format!("redb format {version}")),
            redb::Error::ValueTooLarge(size) => Self::TooLarge(size.to_string()),
            redb::Error::PreviousIo | redb::Error::DatabaseClosed => Self::Io(error.to_string()),
            other => Self::Damaged(other.to_string()),
        }
    }
}

macro_rules! through_redb {
    ($($error:ty),*) => {$(
        impl From<$error> for StoreError {
            fn from(error: $error) -> Self {
                redb::Error::from(error).into()
            }
        }
    )*};
}

through_redb!(
    redb::StorageError,
    redb::TableError,
    redb::DatabaseError,
    redb::TransactionError,
    redb::CommitError
);

/// Runs work over redb; a panic on damaged pages becomes [`StoreError::Damaged`].
pub(super) fn guard<T>(work: impl FnOnce() -> Result<T, StoreError>) -> Result<T, StoreError> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| Err(StoreError::Damaged(said(&*panic))))
}

fn said(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or(panic.downcast_ref::<&str>().copied()).unwrap_or("panic").to_owned()
}
