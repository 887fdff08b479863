//! Who holds the file: a note beside it, because redb does not tell.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, SecondsFormat};
use serde::{Deserialize, Serialize};
use vekha_core::event::Timestamp;

/// The process that writes to a store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// Its process id.
    pub pid: u32,
    /// When it opened the file.
    pub since: Timestamp,
    /// What it is doing: the words of the command, without arguments, which may name people.
    pub command: String,
}

impl Holder {
    /// [`Self::since`] as RFC 3339.
    pub fn since_text(&self) -> String {
        DateTime::from_timestamp_millis(self.since)
            .map(|time| time.to_rfc3339_opts(SecondsFormat::Secs, true))
            .unwrap_or_default()
    }
}

/// The note, removed when the store closes. A note left by a process that was killed is written over by the next.
#[derive(Debug)]
pub(super) struct Note(PathBuf);

impl Note {
    /// Writes the note. A failure to is no reason not to work: the note only serves a message.
    pub(super) fn leave(store: &Path, holder: &Holder) -> Self {
        let path = path(store);
        if let Ok(text) = serde_json::to_vec(holder) {
            let _ = fs::write(&path, text);
        }
        Self(path)
    }

    /// What the note beside a store says.
    pub(super) fn read(store: &Path) -> Option<Holder> {
        serde_json::from_slice(&fs::read(path(store)).ok()?).ok()
    }
}

impl Drop for Note {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

fn path(store: &Path) -> PathBuf {
    store.with_added_extension("pid")
}
