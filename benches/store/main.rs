//! Vekha's store beside programs written by hand that do the same writes: redb in both modes, SQLite in WAL.
//!
//! `cargo bench -p vekha-benches --bench store`. The contenders take turns, so that a noisy machine disturbs all of
//! them alike; ratios are of medians over the rounds. `VEKHA_BENCH_DIR` says where the files go.

mod by_hand;
mod ours;
mod sqlite;
mod work;

use std::path::{Path, PathBuf};
use std::time::Instant;

use redb::ConcurrencyMode::{ExclusiveWriter, SingleWriter};

use by_hand::ByHand;
use ours::Ours;
use sqlite::Sqlite;
use work::Contender;

const ROUNDS: u32 = 11;
const SEQUENTIAL: u32 = 50;
const CLIENTS: u32 = 64;
const SHARED: u32 = 64 * 25;
const BULK: u32 = 40_000;
const BULK_ROUNDS: u32 = 3;

fn main() {
    // `cargo test` runs benches too, to see that they work: a glance is enough for it.
    let glance = !std::env::args().any(|arg| arg == "--bench");
    let dir = match std::env::var_os("VEKHA_BENCH_DIR") {
        Some(dir) => tempfile::tempdir_in(dir),
        None => tempfile::tempdir_in("."),
    };
    let dir = dir.expect("a folder");
    let rounds = if glance { 1 } else { ROUNDS };
    println!("one durable commit per transition, {SEQUENTIAL} a round, {rounds} rounds");
    race(dir.path(), "sequential", (rounds, SEQUENTIAL), |contender, tasks| contender.sequential(tasks));
    println!("{CLIENTS} clients, {SHARED} transitions a round, {rounds} rounds");
    race(dir.path(), "clients", (rounds, SHARED), |contender, tasks| contender.clients(tasks, CLIENTS));
    let bulk = if glance { 1000 } else { BULK };
    let rounds = if glance { 1 } else { BULK_ROUNDS };
    println!("{bulk} transitions in one transaction, {rounds} rounds");
    race(dir.path(), "bulk", (rounds, bulk), |contender, tasks| contender.bulk(tasks));
    for (who, entries) in [
        ("vekha", ours::entries(&dir.path().join("bulk-vekha.redb"))),
        ("redb by hand", by_hand::entries(&dir.path().join("bulk-single.redb"))),
    ] {
        let all: usize = entries.iter().map(|(_, size)| size).sum();
        println!("  {who:<30} {all} bytes of keys and values a transition: {entries:?}");
    }
    reads(dir.path(), glance);
}

/// Lets every contender do the work of each round in turn and prints medians.
fn race(
    dir: &Path,
    name: &str,
    (rounds, tasks): (u32, u32),
    work: impl Fn(&mut dyn Contender, std::ops::Range<u32>),
) {
    let all = rounds * tasks;
    let file = |who: &str| dir.join(format!("{name}-{who}"));
    let mut contenders: Vec<(&str, Box<dyn Contender>)> = vec![
        ("vekha", Box::new(Ours::new(&file("vekha.redb"), all))),
        ("redb by hand, the same mode", Box::new(ByHand::new(&file("single.redb"), SingleWriter, all))),
        (
            "redb by hand, exclusive mode",
            Box::new(ByHand::new(&file("exclusive.redb"), ExclusiveWriter, all)),
        ),
        ("SQLite by hand, WAL FULL", Box::new(Sqlite::new(&file("sqlite.db"), all))),
    ];
    let mut times = vec![Vec::new(); contenders.len()];
    for round in 0..rounds {
        let range = 1 + round * tasks..1 + (round + 1) * tasks;
        let turn = round as usize % contenders.len();
        let turns = contenders.len();
        for at in (0..turns).map(|at| (at + turn) % turns) {
            let start = Instant::now();
            work(&mut *contenders[at].1, range.clone());
            times[at].push(start.elapsed().as_secs_f64());
        }
    }
    let names = contenders.iter().map(|(name, _)| *name);
    report(names.zip(times.into_iter().map(|times| median(times) / f64::from(tasks))));
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// The first is what the others are compared with.
fn report<'a>(times: impl Iterator<Item = (&'a str, f64)>) {
    let times: Vec<_> = times.collect();
    for (name, time) in &times {
        let ratio = times[0].1 / time;
        println!("  {name:<30} {:>10.2} µs {:>9.0}/s   vekha takes {ratio:>5.2}×", time * 1e6, 1.0 / time);
    }
}

fn reads(dir: &Path, glance: bool) {
    let sizes = if glance { [100, 200] } else { [10_000, 100_000] };
    let mut ours = Vec::new();
    for tasks in sizes {
        let (path, hand): (PathBuf, PathBuf) =
            (dir.join(format!("read-{tasks}.redb")), dir.join(format!("read-hand-{tasks}.redb")));
        drop(Ours::new(&path, tasks));
        drop(ByHand::new(&hand, SingleWriter, tasks));
        let expected = by_hand::status(&hand);
        let found = ours::status(&path);
        assert_eq!((found.late, &found.next), (expected.late, &expected.next));
        let mut times = (Vec::new(), Vec::new());
        for _ in 0..if glance { 1 } else { 201 } {
            let start = Instant::now();
            ours::status(&path);
            times.0.push(start.elapsed().as_secs_f64());
            let start = Instant::now();
            by_hand::status(&hand);
            times.1.push(start.elapsed().as_secs_f64());
        }
        println!("opening for reading and the answer of `status`, {tasks} tasks");
        let (vekha, hand) = (median(times.0), median(times.1));
        report([("vekha", vekha), ("redb by hand", hand)].into_iter());
        ours.push(vekha);
    }
    println!("  vekha at {} tasks takes {:.2}× its time at {}", sizes[1], ours[1] / ours[0], sizes[0]);
}
