//! A storage that is not asked to sync for nothing.
//!
//! redb 4.6 syncs after it has made the file longer and before anything is written into the new part
//! (`TransactionalMemory::grow`), for fear of a header that reaches the disk and names a length that does not: such a
//! file is refused as truncated. That sync is left out here, because no such header can be read:
//!
//! - That refusal is for headers without the mark "to be recovered" alone. With it, `finalize` takes the length from
//!   the file, whichever of the lengths asked for it has, and every such length is one that a layout has.
//! - The mark is on the disk before a file can grow: opening for writing sets it and syncs (`begin_writable`), and only
//!   a write transaction grows.
//! - The mark is taken away in three places, and each has synced, the length too, since the last growth: closing syncs
//!   before it writes the header without the mark (`flush_shutdown_header`); a full repair takes it away
//!   (`clear_recovery_required`) after the sync with which the same opening wrote the header anew (`read_header`), with
//!   no growth between; a new file is written twice, synced each time, before its magic number is there.
//! - What was committed stands within a length that is on the disk: a two-phase commit syncs, the length too, before it
//!   makes the new root the primary one, and syncs again. The saved state of the allocator belongs to that root, and is
//!   fitted to a file that is longer (`load_allocator_state`), as it has to be without this file too.
//! - An aborted transaction puts the old length back without a sync, here as there.
//!
//! So a command that writes costs the same number of syncs whether or not the file grows; nor is there a sync when
//! nothing was changed since the last. The crash tests cut the power around both.

use std::io;
use std::ops::Bound;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use redb::{BackendError, StorageBackend};

use crate::files::locks_of_inner;

/// How many syncs a storage was asked for in earnest.
#[derive(Clone, Debug, Default)]
pub(super) struct Syncs(Arc<AtomicU64>);

impl Syncs {
    pub(super) fn count(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// A storage without the syncs that nothing depends on.
#[derive(Debug)]
pub(super) struct Thrifty<B> {
    inner: B,
    /// Something was changed since the last sync.
    changed: AtomicBool,
    /// The last change made the file longer.
    grew: AtomicBool,
    /// Held through a sync: who finds nothing changed must not be told so before the sync that covers it has ended.
    syncing: Mutex<()>,
    syncs: Syncs,
}

impl<B> Thrifty<B> {
    pub(super) fn new(inner: B) -> (Self, Syncs) {
        let syncs = Syncs::default();
        // A process that was killed may have written what nobody synced.
        let changed = AtomicBool::new(true);
        let (grew, syncing) = (AtomicBool::default(), Mutex::default());
        (Self { inner, changed, grew, syncing, syncs: syncs.clone() }, syncs)
    }
}

impl<B: StorageBackend> StorageBackend for Thrifty<B> {
    fn len(&self) -> io::Result<u64> {
        self.inner.len()
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.inner.read(offset, out)
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        let grows = len >= self.inner.len()?;
        self.inner.set_len(len)?;
        self.changed.store(true, Ordering::Release);
        self.grew.store(grows, Ordering::Release);
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        if self.grew.swap(false, Ordering::AcqRel) {
            return Ok(());
        }
        let _syncing = self.syncing.lock().unwrap_or_else(PoisonError::into_inner);
        // Noted before the sync: what another thread writes during it needs one of its own.
        if !self.changed.swap(false, Ordering::AcqRel) {
            return Ok(());
        }
        self.syncs.0.fetch_add(1, Ordering::Relaxed);
        self.inner.sync_data().inspect_err(|_| self.changed.store(true, Ordering::Release))
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.inner.write(offset, data)?;
        // Noted after it: a sync that began before does not cover it.
        self.changed.store(true, Ordering::Release);
        self.grew.store(false, Ordering::Release);
        Ok(())
    }

    fn close(&self) -> io::Result<()> {
        self.inner.close()
    }

    locks_of_inner!();
}
