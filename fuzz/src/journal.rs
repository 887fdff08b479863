//! Exported journals: lines as they come, and the same events chained anew, so that `rescue` gets to fold them.

use std::collections::BTreeMap;

use vekha::app::rescue::{Lines, rescue};
use vekha::export::vault::parse;
use vekha::store::sim::Disk;
use vekha::store::{Options, Store};
use vekha_core::digest::Digest;
use vekha_core::event::Recorded;
use vekha_core::ids::SchoolId;

/// Enough for any sequence of kinds, few enough to be quick.
const MOST: usize = 40;

/// Lines of a journal, and behind a zero byte lines of what was kept beside it.
pub fn fuzz(data: &[u8]) {
    let (journal, beside) = match data.iter().position(|byte| *byte == 0) {
        Some(at) => (&data[..at], &data[at + 1..]),
        None => (data, &data[..0]),
    };
    let mut lines = Lines::new(journal);
    let read = lines.by_ref().take_while(Result::is_ok).count();
    assert!(lines.heads().values().map(|(seq, _)| *seq).sum::<u64>() >= read as u64);

    let events = chained(journal);
    let text: String = events.iter().map(|event| event.line() + "\n").collect();
    let again: Result<Vec<Recorded>, _> = Lines::new(text.as_bytes()).collect();
    assert_eq!(again.expect("what the program writes it reads"), events);

    let kept = std::str::from_utf8(beside).ok().and_then(|text| parse(text).ok()).unwrap_or_default();
    let options = Options { cache: 1 << 20, ..Options::default() };
    let store = Store::create_on(Disk::new(), &options).expect("memory takes a store");
    if rescue(&store, Lines::new(text.as_bytes()), kept).is_err() {
        return;
    }
    let snapshot = store.snapshot().expect("it was written");
    let verified = snapshot.verify(&[]).expect("it reads");
    assert!(verified.problems.is_empty(), "{:?}", verified.problems);
    assert_eq!(verified.events as usize, events.len());
    for (school, head) in snapshot.schools().expect("it reads") {
        let stored: Result<Vec<Recorded>, _> = snapshot.events(school, 1).expect("it reads").collect();
        let wanted: Vec<&Recorded> = events.iter().filter(|event| event.school == school).collect();
        assert_eq!(stored.expect("it reads").iter().collect::<Vec<_>>(), wanted);
        assert_eq!(head.seq as usize, wanted.len());
    }
}

/// The events among the lines, numbered and chained as a store would have done.
fn chained(journal: &[u8]) -> Vec<Recorded> {
    let mut ends: BTreeMap<SchoolId, (u64, Digest, i64)> = BTreeMap::new();
    let read = journal.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok());
    read.take(MOST)
        .map(|event: Recorded| {
            let (seq, prev, time) =
                ends.get(&event.school).copied().unwrap_or((0, Digest::default(), i64::MIN));
            let event = Recorded { seq: seq + 1, prev, recorded: event.recorded.max(time), ..event };
            ends.insert(event.school, (event.seq, event.hash(), event.recorded));
            event
        })
        .collect()
}
