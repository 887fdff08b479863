//! Power cuts: a life is lived on a disk that goes off in the middle of it, and what is left is looked at.
//!
//! `VEKHA_CRASHES=10000 cargo test --release -p vekha --lib store::tests::crash -- --nocapture` tries as many points
//! and prints what came of them.

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;

use vekha_core::command::Action;
use vekha_core::ids::SchoolId;
use vekha_core::view::{Memory, View as _};

use super::desk::{Outcome, any_action, assert_sound, command, decided, new_task, replayed, rows, run};
use crate::store::sim::{Disk, Fault, Random};
use crate::store::{Options, Store};

const SCHOOLS: u64 = 2;
const COMMANDS: u64 = 6;
/// Every so many-th command makes the file grow.
const GROWS: u64 = 4;

/// What was asked and acknowledged, in order, until the power went.
#[derive(Default)]
struct Life {
    /// Commands acknowledged: school, number, answer (`None` for a refusal).
    told: Vec<(SchoolId, u64, Option<Vec<u8>>)>,
    /// The command that was under way.
    asked: Option<(SchoolId, u64)>,
    /// What the acknowledged commands come to.
    twins: BTreeMap<SchoolId, Memory>,
    /// What the school of the command under way comes to with it.
    next: Memory,
    /// Whether the store was closed and said so.
    closed: bool,
}

/// Lives on a disk: commands of two schools by turns, a closing, an opening, more commands, a closing.
fn live_on(disk: &Disk, seed: u64) -> Life {
    let mut life = Life::default();
    let Ok(store) = Store::create_on(disk.clone(), &Options::default()) else { return life };
    if !commands(&store, &mut life, seed, 1) || store.close().is_err() {
        return life;
    }
    let Ok(store) = Store::open_on(disk.clone(), &Options::default()) else { return life };
    if commands(&store, &mut life, seed, COMMANDS + 1) {
        life.closed = store.close().is_ok();
    }
    life
}

fn commands(store: &Store, life: &mut Life, seed: u64, first: u64) -> bool {
    for no in first..first + COMMANDS {
        for school in 1..=SCHOOLS {
            let school = SchoolId(school as u32);
            life.asked = Some((school, no));
            let twin = life.twins.entry(school).or_default();
            let action = match no % GROWS {
                // So many at once that the file has to grow.
                0 => Action::Many((0..60).map(|offset| new_task(1000 * no + offset)).collect()),
                _ => any_action(twin, &mut Random(seed ^ (no << 8) ^ u64::from(school.0))),
            };
            let asked = command(school, no, action);
            life.next = twin.clone();
            if let Some(decision) = decided(twin, &asked).unwrap() {
                life.next.apply(decision.changes, decision.head);
            }
            match run(store, asked) {
                Ok(Outcome::Done(answer)) => {
                    twin.clone_from(&life.next);
                    life.told.push((school, no, Some(answer)));
                }
                Ok(_) => life.told.push((school, no, None)),
                Err(_) => return false,
            }
        }
    }
    true
}

/// Looks at what is left: all that was acknowledged and at most the command under way beside it.
fn look(disk: &Disk, life: &Life) -> &'static str {
    let store = match Store::open_on(disk.clone(), &Options::default()) {
        Ok(store) => store,
        Err(error) => {
            assert!(life.told.is_empty(), "a store that acknowledged something is gone: {error}");
            return "not made yet";
        }
    };
    assert_sound(&store);
    let snapshot = store.snapshot().unwrap();
    let mut events = BTreeMap::new();
    for (school, head) in snapshot.schools().unwrap() {
        let of_school = snapshot.events(school, 1).unwrap().map(Result::unwrap);
        let commands: Vec<_> = of_school.map(|event| event.command).collect();
        assert_eq!(commands.len() as u64, head.seq);
        events.insert(school, commands);
    }
    for (school, no, answer) in &life.told {
        let id = command(*school, *no, new_task(0)).id;
        assert_eq!(&snapshot.answer(*school, id).unwrap(), answer, "acknowledged: {school}, {no}");
        events.entry(*school).or_default().retain(|command| *command != id);
    }
    let left: Vec<_> = events.into_values().flatten().collect();
    let under_way = life.asked.map(|(school, no)| command(school, no, new_task(0)).id);
    assert!(left.iter().all(|id| Some(*id) == under_way), "nobody asked for {left:?}");
    for (school, twin) in &life.twins {
        let with_it = !left.is_empty() && life.asked.is_some_and(|(of, _)| of == *school);
        let wanted = if with_it { &life.next } else { twin };
        let view = snapshot.school(*school).unwrap();
        assert_eq!(view.head(), wanted.head());
        assert_eq!(rows(&view), rows(wanted));
    }
    drop(snapshot);
    let outcome = match (left.is_empty(), life.closed) {
        (_, true) => "closed",
        (true, _) => "as acknowledged",
        (false, _) => "with the command under way",
    };
    goes_on(&store);
    outcome
}

/// The store works on after the cut.
fn goes_on(store: &Store) {
    let school = SchoolId(1);
    let memory = replayed(store, school);
    let action = any_action(&memory, &mut Random(1));
    run(store, command(school, 9000, action)).unwrap();
    assert_eq!(rows(&replayed(store, school)), rows(&store.snapshot().unwrap().school(school).unwrap()));
}

fn points() -> u64 {
    std::env::var("VEKHA_CRASHES").ok().and_then(|count| count.parse().ok()).unwrap_or(300)
}

#[test]
fn after_a_power_cut_all_that_was_acknowledged_is_there_and_nothing_half_done() {
    let disk = Disk::new();
    assert!(live_on(&disk, 0).closed);
    let whole = disk.counts().writes + disk.counts().syncs;
    let mut outcomes = BTreeMap::<_, (u64, u64)>::new();
    let mut random = Random(2023);
    for point in 0..points() {
        // Half of the lives are the same, so that every point of it is met; the others differ.
        let seed = if point % 2 == 0 { 0 } else { point };
        let disk = Disk::new().with(Fault::PowerCut(1 + random.below(whole)));
        let life = live_on(&disk, seed);
        let left = disk.after_cut(random.below(u64::MAX));
        let looked = AssertUnwindSafe(|| look(&left, &life));
        let outcome = std::panic::catch_unwind(looked);
        let outcome = outcome.unwrap_or_else(|_| panic!("point {point} of {} with seed {seed}", points()));
        let count = outcomes.entry(outcome).or_default();
        count.0 += 1;
        count.1 += u64::from(disk.is_growing());
    }
    println!("{} power cuts over {whole} operations:", points());
    for (outcome, (cuts, growing)) in &outcomes {
        println!("  {outcome}: {cuts}, of them {growing} while the file grew");
    }
    assert_eq!(outcomes.values().map(|(cuts, _)| cuts).sum::<u64>(), points());
    let growing: u64 = outcomes.values().map(|(_, growing)| growing).sum();
    assert!(growing * 20 > points(), "{growing} cuts hit a file whose length was not synced");
}

#[test]
fn a_cut_while_recovering_from_a_cut_loses_nothing() {
    let mut random = Random(7);
    for round in 0..points() / 10 {
        let disk = Disk::new().with(Fault::PowerCut(60 + random.below(300)));
        let life = live_on(&disk, round);
        let mut left = disk.after_cut(random.below(u64::MAX));
        for _ in 0..3 {
            left = left.with(Fault::PowerCut(1 + random.below(12)));
            drop(Store::open_on(left.clone(), &Options::default()));
            left = left.after_cut(random.below(u64::MAX));
        }
        look(&left, &life);
    }
}

#[test]
fn the_disk_itself_keeps_what_was_synced_and_loses_what_was_not() {
    use redb::StorageBackend as _;
    let disk = Disk::new().with(Fault::PowerCut(5));
    disk.set_len(1024).unwrap();
    disk.write(0, b"synced").unwrap();
    disk.sync_data().unwrap();
    disk.write(512, b"not").unwrap();
    disk.write(0, b"torn").unwrap_err();
    disk.read(0, &mut [0; 4]).unwrap_err();
    let left: std::collections::BTreeSet<_> = (0..200).map(|seed| disk.after_cut(seed).bytes()).collect();
    let starts: std::collections::BTreeSet<_> = left.iter().map(|bytes| &bytes[..6]).collect();
    assert_eq!(starts.into_iter().collect::<Vec<_>>(), [b"synced", b"torned"]);
    let seconds: std::collections::BTreeSet<_> = left.iter().map(|bytes| &bytes[512..515]).collect();
    assert_eq!(seconds.into_iter().collect::<Vec<_>>(), [b"\0\0\0", b"not"]);
}
