//! Stored values of every kind from bytes: no panic, and what reads is written the same.

use serde::Serialize;
use serde::de::DeserializeOwned;
use vekha::notify::parcel::Parcel;
use vekha::notify::queue::Queued;
use vekha::script::wire::{Job, Reply, encoded, receive};
use vekha::store::Link;
use vekha::store::codec::{Place, open, open_raw, seal, seal_raw};
use vekha_core::command::Answer;
use vekha_core::digest::Digest;
use vekha_core::event::{Event, Recorded};
use vekha_core::state::Row;
use vekha_core::vault::{Content, Salt};

const PLACE: Place<'static> = Place { table: "fuzz", key: b"key" };

/// The first byte chooses the kind. The checksum is put right, or nothing would ever get past it.
pub fn fuzz(data: &[u8]) {
    let Some((choice, rest)) = crate::split(data) else { return };
    match choice % 12 {
        0 => stored::<Recorded>(0, rest),
        1 => stored::<Row>(4, rest),
        2 => stored::<Event>(0, rest),
        // A head: number, digest, time. A vault row: salt and content.
        3 => stored::<(u64, Digest, i64)>(0, rest),
        4 => stored::<(Salt, Content)>(0, rest),
        5 => stored::<Link>(0, rest),
        6 => stored::<u32>(0, rest),
        7 => {
            // As it stands: the checksum is the fuzzer's to find.
            let _ = open_raw(PLACE, rest);
            let _ = open::<Row>(PLACE, 4, rest);
        }
        8 => {
            if let Ok(queued) = Queued::read(rest) {
                assert_eq!(Queued::read(&queued.bytes()).expect("it reads again"), queued);
            }
        }
        9 => {
            let steps: Vec<Vec<u8>> = rest.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
            let _ = Parcel::read(1, &steps);
        }
        10 => drop(serde_json::from_slice::<Answer>(rest)),
        _ => {
            framed::<Reply>(rest);
            framed::<Job>(rest);
        }
    }
}

fn stored<T: Serialize + DeserializeOwned>(prefix: usize, bytes: &[u8]) {
    let sealed = seal_raw(PLACE, bytes);
    let Ok(value) = open::<T>(PLACE, prefix, &sealed) else { return };
    let once = seal(PLACE, &bytes[..prefix], &value).expect("what was read is not too large");
    let again: T = open(PLACE, prefix, &once).expect("what was written reads");
    let twice = seal(PLACE, &bytes[..prefix], &again).expect("what was read is not too large");
    assert_eq!(once, twice, "a value is written in one way");
}

/// What a worker may send, and what it may be sent.
fn framed<T: Serialize + DeserializeOwned>(bytes: &[u8]) {
    let mut frame = (bytes.len() as u32).to_le_bytes().to_vec();
    frame.extend(bytes);
    for frame in [frame.as_slice(), bytes] {
        if let Ok(Some(message)) = receive::<T>(&mut &*frame) {
            let once = encoded(&message).expect("it was read");
            let again: T = receive(&mut once.as_slice()).expect("it reads again").expect("a frame");
            assert_eq!(encoded(&again).expect("it was read"), once);
        }
    }
}
