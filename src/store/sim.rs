//! A disk in memory that counts, fails and loses power: what the crash tests run the store on.
//!
//! What was synced is there after a power cut. What was not is lost, kept or torn at sectors of 512 bytes, each sector
//! by itself and in any order, and the length of the file may be any that was asked for since: [`Disk::after_cut`].
//! Everything follows from seeds, so that a failure can be run again.

use std::fmt;
use std::io;
use std::ops::Bound;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use redb::{BackendError, StorageBackend};

const SECTOR: u64 = 512;

/// A disk with one file. Clones are the same disk. One store at a time may be open on it: locks are always granted.
#[derive(Clone, Default)]
pub struct Disk(Arc<Mutex<State>>);

/// What was done to a disk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Reads.
    pub reads: u64,
    /// Writes and changes of length.
    pub writes: u64,
    /// Syncs.
    pub syncs: u64,
}

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The power goes off in this operation (writes, changes of length and syncs count from 1).
    PowerCut(u64),
    /// This operation fails, once, with this kind of error.
    Fails(u64, io::ErrorKind),
    /// This read fails, once.
    ReadFails(u64),
    /// Nothing may be written.
    ReadOnly,
    /// The file cannot grow beyond so many bytes.
    Capacity(u64),
}

#[derive(Default)]
struct State {
    durable: Vec<u8>,
    current: Vec<u8>,
    unsynced: Vec<Change>,
    counts: Counts,
    fault: Option<Fault>,
    off: bool,
}

#[derive(Clone)]
enum Change {
    Write(u64, Vec<u8>),
    Length(u64),
}

impl Disk {
    /// An empty disk.
    pub fn new() -> Self {
        Self::default()
    }

    /// A disk that holds these bytes, synced.
    pub fn holding(bytes: Vec<u8>) -> Self {
        let disk = Self::default();
        disk.lock().durable.clone_from(&bytes);
        disk.lock().current = bytes;
        disk
    }

    /// The same disk, with something that will go wrong. Operations count anew.
    pub fn with(self, fault: Fault) -> Self {
        let mut state = self.lock();
        state.fault = Some(fault);
        state.counts = Counts::default();
        drop(state);
        self
    }

    /// What was done to it since it was made or [`Self::with`].
    pub fn counts(&self) -> Counts {
        self.lock().counts
    }

    /// What a reader sees now.
    pub fn bytes(&self) -> Vec<u8> {
        self.lock().current.clone()
    }

    /// Whether the file got another length since the last sync.
    pub fn is_growing(&self) -> bool {
        self.lock().unsynced.iter().any(|change| matches!(change, Change::Length(_)))
    }

    /// What is left once the power is back.
    pub fn after_cut(&self, seed: u64) -> Self {
        let mut random = Random(seed);
        // One cut in four loses everything, one keeps everything, the others keep a share.
        let keep = match random.below(4) {
            0 => 0,
            1 => 100,
            _ => random.below(101),
        };
        self.keeping(keep, &mut random)
    }

    /// What is left when `keep` of a hundred sectors that were not synced reached the disk; 100: when the process was
    /// killed and not the power cut.
    pub fn keeping(&self, keep: u64, random: &mut Random) -> Self {
        let state = self.lock();
        let mut bytes = state.durable.clone();
        let mut lengths = vec![bytes.len() as u64];
        lengths.extend(state.unsynced.iter().filter_map(|change| match change {
            Change::Length(length) => Some(*length),
            Change::Write(..) => None,
        }));
        let mut sectors: Vec<_> = state.unsynced.iter().flat_map(sectors).collect();
        if keep < 100 {
            sectors.retain(|_| random.below(100) < keep);
            random.shuffle(&mut sectors);
        }
        let length = match keep {
            0 => lengths[0],
            100 => state.current.len() as u64,
            _ => lengths[random.below(lengths.len() as u64) as usize],
        };
        bytes.resize(length as usize, 0);
        for (offset, sector) in sectors {
            if let Some(place) = bytes.get_mut(offset as usize..offset as usize + sector.len()) {
                place.copy_from_slice(sector);
            }
        }
        Self::holding(bytes)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The parts of a write that reach the disk together.
fn sectors(change: &Change) -> Vec<(u64, &[u8])> {
    let Change::Write(offset, bytes) = change else { return Vec::new() };
    let mut parts = Vec::new();
    let (mut at, mut rest) = (*offset, bytes.as_slice());
    while !rest.is_empty() {
        let size = (SECTOR - at % SECTOR).min(rest.len() as u64);
        let (part, left) = rest.split_at(size as usize);
        parts.push((at, part));
        (at, rest) = (at + size, left);
    }
    parts
}

impl State {
    /// Counts a change; says whether it may be made.
    fn change(&mut self, change: Option<Change>) -> io::Result<()> {
        if self.off {
            return Err(io::Error::other("the power is off"));
        }
        let no = self.counts.writes + self.counts.syncs + 1;
        match &change {
            Some(_) => self.counts.writes += 1,
            None => self.counts.syncs += 1,
        }
        match (self.fault, &change) {
            (Some(Fault::Fails(at, kind)), _) if at == no => return Err(kind.into()),
            (Some(Fault::ReadOnly), _) => return Err(io::ErrorKind::PermissionDenied.into()),
            (Some(Fault::Capacity(most)), Some(Change::Length(length))) if *length > most => {
                return Err(io::ErrorKind::StorageFull.into());
            }
            (Some(Fault::PowerCut(at)), _) if at == no => self.off = true,
            _ => {}
        }
        match change {
            Some(change) => self.unsynced.push(change),
            None if self.off => {}
            None => {
                self.durable.clone_from(&self.current);
                self.unsynced.clear();
            }
        }
        match self.off {
            true => Err(io::Error::other("the power is off")),
            false => Ok(()),
        }
    }
}

impl fmt::Debug for Disk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Disk({:?})", self.counts())
    }
}

impl StorageBackend for Disk {
    fn len(&self) -> io::Result<u64> {
        Ok(self.lock().current.len() as u64)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let mut state = self.lock();
        if state.off {
            return Err(io::Error::other("the power is off"));
        }
        state.counts.reads += 1;
        if state.fault == Some(Fault::ReadFails(state.counts.reads)) {
            return Err(io::Error::other("bad sector"));
        }
        let from = usize::try_from(offset).map_err(io::Error::other)?;
        let to = from.checked_add(out.len()).ok_or(io::ErrorKind::UnexpectedEof)?;
        out.copy_from_slice(state.current.get(from..to).ok_or(io::ErrorKind::UnexpectedEof)?);
        Ok(())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        let mut state = self.lock();
        state.change(Some(Change::Length(len)))?;
        state.current.resize(usize::try_from(len).map_err(io::Error::other)?, 0);
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        self.lock().change(None)
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        let mut state = self.lock();
        state.change(Some(Change::Write(offset, data.to_vec())))?;
        let from = usize::try_from(offset).map_err(io::Error::other)?;
        let place = state.current.get_mut(from..from + data.len()).ok_or(io::ErrorKind::UnexpectedEof)?;
        place.copy_from_slice(data);
        Ok(())
    }

    fn try_lock_range(&self, _: Bound<u64>, _: Bound<u64>) -> Result<bool, BackendError> {
        Ok(true)
    }

    fn try_lock_shared_range(&self, _: Bound<u64>, _: Bound<u64>) -> Result<bool, BackendError> {
        Ok(true)
    }

    fn lock_range(&self, _: Bound<u64>, _: Bound<u64>) -> Result<(), BackendError> {
        Ok(())
    }

    fn lock_shared_range(&self, _: Bound<u64>, _: Bound<u64>) -> Result<(), BackendError> {
        Ok(())
    }

    fn unlock_range(&self, _: Bound<u64>, _: Bound<u64>) -> Result<(), BackendError> {
        Ok(())
    }

    fn query_lock_range(&self, _: Bound<u64>, _: Bound<u64>) -> Result<bool, BackendError> {
        Ok(false)
    }
}

/// SplitMix64: numbers that follow from a seed.
#[derive(Clone, Debug)]
pub struct Random(pub u64);

impl Random {
    /// The next number below `limit`; 0 for a limit of 0.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)).checked_rem(limit).unwrap_or(0)
    }

    /// Puts items in any order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, self.below(i as u64 + 1) as usize);
        }
    }
}
