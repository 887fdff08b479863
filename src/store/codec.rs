//! Stored values: a version byte, bincode 2, and a checksum over the table's name, the key and the value.
//!
//! redb verifies the checksums of its pages only in repair, so a value that a read returns is checked here, its place
//! included: a value that turns up under another key is as damaged as one with a wrong bit. bincode is unmaintained
//! (RUSTSEC-2025-0141); this module alone knows of it. A length in a damaged value would make it reserve any amount
//! of memory, so its decoder is limited to [`LIMIT`].

use bincode::config::{Configuration, Limit, LittleEndian, Varint, standard};
use bincode::enc::write::Writer;
use bincode::error::EncodeError;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::error::StoreError;

/// The version of every stored value so far. A type that changes is frozen as it was, and its old version is read
/// through an upcaster here.
pub const VERSION: u8 = 1;

/// The most bytes a decoded value may claim: far above any row or event, far below what hurts.
pub const LIMIT: usize = 64 << 20;

const CONFIG: Configuration<LittleEndian, Varint, Limit<LIMIT>> = standard().with_limit::<LIMIT>();
const CHECKSUM: usize = 4;

/// The place of a value: what the checksum covers beside it.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The table's name.
    pub table: &'a str,
    /// The key as it is stored.
    pub key: &'a [u8],
}

/// Seals a value for its place, after a prefix that is read without decoding (empty for most tables).
///
/// # Errors
/// [`StoreError::TooLarge`] for a value above [`LIMIT`].
pub fn seal<T: Serialize>(place: Place<'_>, prefix: &[u8], value: &T) -> Result<Vec<u8>, StoreError> {
    let mut bytes = Vec::with_capacity(256);
    seal_onto(&mut bytes, place, prefix, value)?;
    Ok(bytes)
}

/// The same at the end of a buffer. An error leaves the buffer as it was.
///
/// # Errors
/// As for [`seal`].
pub fn seal_onto<T: Serialize>(
    buffer: &mut Vec<u8>,
    place: Place<'_>,
    prefix: &[u8],
    value: &T,
) -> Result<(), StoreError> {
    let start = buffer.len();
    buffer.push(VERSION);
    buffer.extend_from_slice(prefix);
    let encoded = bincode::serde::encode_into_writer(value, Into(buffer), CONFIG);
    let size = buffer.len() - start;
    let fits = match encoded {
        Ok(()) if size > LIMIT => Err(StoreError::TooLarge(format!("{size} > {LIMIT}"))),
        encoded => encoded.map_err(|error| StoreError::TooLarge(error.to_string())),
    };
    match fits {
        Ok(()) => finish(buffer, start, place),
        Err(_) => buffer.truncate(start),
    }
    fits
}

struct Into<'a>(&'a mut Vec<u8>);

impl Writer for Into<'_> {
    fn write(&mut self, bytes: &[u8]) -> Result<(), EncodeError> {
        self.0.extend_from_slice(bytes);
        Ok(())
    }
}

/// Seals bytes as they are.
pub fn seal_raw(place: Place<'_>, content: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(content.len() + 1 + CHECKSUM);
    seal_raw_onto(&mut bytes, place, content);
    bytes
}

/// The same at the end of a buffer.
pub fn seal_raw_onto(buffer: &mut Vec<u8>, place: Place<'_>, content: &[u8]) {
    let start = buffer.len();
    buffer.push(VERSION);
    buffer.extend_from_slice(content);
    finish(buffer, start, place);
}

fn finish(buffer: &mut Vec<u8>, start: usize, place: Place<'_>) {
    let sum = checksum(place, &buffer[start..]);
    buffer.extend_from_slice(&sum.to_le_bytes());
}

fn checksum(place: Place<'_>, bytes: &[u8]) -> u32 {
    let mut hash = crc32fast::Hasher::new();
    hash.update(place.table.as_bytes());
    hash.update(&[0]);
    hash.update(place.key);
    hash.update(bytes);
    hash.finalize()
}

/// The content of a sealed value once its checksum is right: what [`seal_raw`] was given, or prefix and encoding.
///
/// # Errors
/// [`StoreError::Damaged`] when the checksum is wrong, [`StoreError::Newer`] for another version.
pub fn open_raw<'a>(place: Place<'_>, bytes: &'a [u8]) -> Result<&'a [u8], StoreError> {
    let (body, sum) =
        bytes.split_last_chunk::<CHECKSUM>().ok_or_else(|| damaged(place, "shorter than a checksum"))?;
    if checksum(place, body) != u32::from_le_bytes(*sum) {
        return Err(damaged(place, "wrong checksum"));
    }
    match body.split_first() {
        Some((&VERSION, content)) => Ok(content),
        Some((&version, _)) if version > VERSION => Err(StoreError::Newer {
            what: format!("a value of {}", place.table),
            found: version.into(),
            known: VERSION.into(),
        }),
        _ => Err(damaged(place, "no version")),
    }
}

/// Opens a value sealed after a prefix of `prefix` bytes.
///
/// # Errors
/// What [`open_raw`] says, and [`StoreError::Damaged`] for what does not decode or decodes with bytes left over.
pub fn open<T: DeserializeOwned>(place: Place<'_>, prefix: usize, bytes: &[u8]) -> Result<T, StoreError> {
    let content = open_raw(place, bytes)?;
    let encoded = content.get(prefix..).ok_or_else(|| damaged(place, "shorter than its prefix"))?;
    let (value, read) = bincode::serde::decode_from_slice(encoded, CONFIG)
        .map_err(|error| damaged(place, &format!("does not decode: {error}")))?;
    if read != encoded.len() {
        return Err(damaged(place, "bytes left over"));
    }
    Ok(value)
}

/// A damaged value: names the table and the key, never the content.
pub fn damaged(place: Place<'_>, what: &str) -> StoreError {
    let key: String = place.key.iter().map(|byte| format!("{byte:02x}")).collect();
    StoreError::Damaged(format!("{} [{key}]: {what}", place.table))
}
