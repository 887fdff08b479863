//! Each mutant against the tests that come past it.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::Fallible;

struct Test {
    name: String,
    takes: Duration,
    /// Mutants whose place it comes past.
    past: BTreeSet<usize>,
}

/// Tries the mutants that were not tried yet.
pub fn run(copy: &Path) -> Fallible {
    let list: Vec<Value> = serde_json::from_slice(&fs::read(copy.join("list.json"))?)?;
    let woven: BTreeSet<usize> = serde_json::from_slice(&fs::read(copy.join("woven.json"))?)?;
    let results = copy.join("results.tsv");
    let known = fs::read_to_string(&results).unwrap_or_default();
    let known: BTreeSet<&str> = known.lines().filter_map(|line| line.split('\t').nth(1)).collect();
    let name = |id: usize| list[id]["name"].as_str().unwrap_or_default();
    let ids: Vec<usize> = woven.into_iter().filter(|id| !known.contains(name(*id))).collect();
    let tests = measured(copy)?;
    println!("{} tests, {} mutants", tests.len(), ids.len());
    let out = Mutex::new(File::options().append(true).create(true).open(&results)?);
    let (next, threads) = (AtomicUsize::new(0), thread::available_parallelism()?.get());
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(&id) = ids.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let (end, by) =
                        tried(copy, &tests, id).unwrap_or_else(|error| ("error", error.to_string()));
                    let line = format!("{end}\t{}\t{by}", name(id));
                    let _ = writeln!(out.lock().expect("no thread panics"), "{line}");
                }
            });
        }
    });
    Ok(())
}

/// Every test run alone: what it takes and what it comes past. The quickest first.
fn measured(copy: &Path) -> Fallible<Vec<Test>> {
    let listed =
        Command::new(fs::read_to_string(copy.join("binary"))?).args(["--list", "--format=terse"]).output()?;
    let mut tests = Vec::new();
    for line in String::from_utf8(listed.stdout)?.lines() {
        let Some(name) = line.strip_suffix(": test") else { continue };
        let record = copy.join("record");
        drop(File::create(&record)?);
        let begun = Instant::now();
        let mut command = command(copy, &[name])?;
        if !command.env("MUTANT_RECORD", &record).stdout(Stdio::null()).status()?.success() {
            return Err(format!("{name} fails without a mutant").into());
        }
        let takes = begun.elapsed();
        let past = fs::read_to_string(&record)?.lines().filter_map(|line| line.parse().ok()).collect();
        tests.push(Test { name: name.to_string(), takes, past });
    }
    tests.sort_by_key(|test| test.takes);
    Ok(tests)
}

/// Runs tests as `cargo test` would, one after another.
fn command(copy: &Path, names: &[&str]) -> Fallible<Command> {
    let mut command = Command::new(fs::read_to_string(copy.join("binary"))?);
    command.args(["--exact", "--test-threads=1"]).args(names).current_dir(copy.join("core"));
    command
        .env("PROPTEST_RNG_SEED", "20230901")
        .env("PROPTEST_FAILURE_PERSISTENCE", "off")
        .stderr(Stdio::null());
    Ok(command)
}

/// What becomes of a mutant, and which test tells it apart.
fn tried(copy: &Path, tests: &[Test], id: usize) -> Fallible<(&'static str, String)> {
    let past: Vec<&Test> = tests.iter().filter(|test| test.past.contains(&id)).collect();
    if past.is_empty() {
        return Ok(("not reached", String::new()));
    }
    // First what is done in a moment, then the rest.
    let quick = past.partition_point(|test| test.takes < Duration::from_millis(100)).min(20);
    for batch in [&past[..quick], &past[quick..]].into_iter().filter(|batch| !batch.is_empty()) {
        let names: Vec<&str> = batch.iter().map(|test| test.name.as_str()).collect();
        let limit = Duration::from_secs(5) + 8 * batch.iter().map(|test| test.takes).sum::<Duration>();
        if let Some(end) = outcome(command(copy, &names)?.env("MUTANT", id.to_string()), limit)? {
            return Ok(end);
        }
    }
    Ok(("survived", format!("{} tests", past.len())))
}

/// Runs tests until one fails or the time is up; nothing where all hold.
fn outcome(command: &mut Command, limit: Duration) -> Fallible<Option<(&'static str, String)>> {
    let mut child = command.stdout(Stdio::piped()).spawn()?;
    let out = BufReader::new(child.stdout.take().expect("piped"));
    let (say, heard) = mpsc::channel();
    let reader =
        thread::spawn(move || out.lines().map_while(Result::ok).for_each(|line| drop(say.send(line))));
    let end = Instant::now() + limit;
    let mut last = String::new();
    let found = loop {
        match heard.recv_timeout(end.saturating_duration_since(Instant::now())) {
            Ok(line) => {
                if line.ends_with("FAILED") {
                    break Some(("caught", line));
                }
                last = line;
            }
            Err(mpsc::RecvTimeoutError::Timeout) => break Some(("time-out", last.clone())),
            Err(mpsc::RecvTimeoutError::Disconnected) => break None,
        }
    };
    if found.is_some() {
        child.kill()?;
    }
    let success = child.wait()?.success();
    reader.join().map_err(|_| "the reader panicked")?;
    Ok(found.or_else(|| (!success).then(|| ("caught", format!("{last} (ended)")))))
}
