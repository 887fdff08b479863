//! A storage that is not asked to sync for nothing.
//!
//! redb syncs after it has made the file longer, before anything is written into the new part, so that no header can
//! name a length the disk does not have. But a header that is written while a store is open for writing says that it
//! is to be recovered, and recovery takes the length from the file and not from the header; what refers to the new
//! part is made durable, with the length, by the syncs of the commit. So a sync right after a growth is left out, and
//! so is one when nothing was changed since the last: a command that writes costs the same number of syncs whether or
//! not the file grows. The crash tests cut the power around it.

use std::io;
use std::ops::Bound;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use redb::{BackendError, StorageBackend};

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
    syncs: Syncs,
}

impl<B> Thrifty<B> {
    pub(super) fn new(inner: B) -> (Self, Syncs) {
        let syncs = Syncs::default();
        // A process that was killed may have written what nobody synced.
        let changed = AtomicBool::new(true);
        (Self { inner, changed, grew: AtomicBool::default(), syncs: syncs.clone() }, syncs)
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
}
