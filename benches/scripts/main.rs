//! The shipped `pairing.rhai` by native Rust, compiled, interpreted, in plain Rhai and in Python, in one run:
//! `cargo bench -p vekha-benches --bench scripts [-- MENTORS MENTEES]`.
//!
//! CPU seconds per pair, the least of some rounds taken in turns, so that noise meets all alike. Everybody judges the
//! same invented people, and their answers are compared. Where the program itself is built (`cargo build --release`),
//! the sandbox is timed with one worker and with two, by the clock on the wall.

mod native;
mod plain;

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Instant;

use vekha::script::api::facts::Schema;
use vekha::script::fast::{Fast, Quick};
use vekha::script::kinds::pairing::{People, Verdict, judge, settings};
use vekha::script::limits::{Limits, Meter};
use vekha::script::program::{Program, Surroundings};
use vekha::script::sandbox::Sandbox;
use vekha::script::wire::{Judge, Source};
use vekha::script::{sample, value};
use vekha_core::facts::Record;
use vekha_core::schedule::Calendar;

const SCRIPT: &str = include_str!("../../scripts/pairing.rhai");
const ROUNDS: usize = 7;

/// CPU seconds of this process so far.
fn clock() -> f64 {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    now.tv_sec as f64 + now.tv_nsec as f64 * 1e-9
}

/// People who left nothing out, so that everybody's criteria are all computed.
fn filled(record: Record, mentor: bool, at: usize) -> Record {
    let id = at as i64;
    let mut record = record.with("age", 10 + id % 9).with("avoids", vec![900 + id % 7]);
    if mentor {
        record = record.with("wished_age_from", 11).with("wished_age_to", 18);
    }
    let record = record.with("preferences", vec![id % 5 + 1, 101 + id % 11]);
    if record.0.contains_key("interests") {
        record
    } else {
        record.with("interests", vec!["спорт", "театр"])
    }
}

/// One way to judge: its name, the pairs it takes, the least CPU seconds a pair.
struct Way<'a> {
    name: &'static str,
    pairs: usize,
    run: Box<dyn FnMut(usize) -> f64 + 'a>,
    least: f64,
}

impl<'a> Way<'a> {
    fn new(name: &'static str, pairs: usize, run: impl FnMut(usize) -> f64 + 'a) -> Self {
        Self { name, pairs, run: Box::new(run), least: f64::INFINITY }
    }
}

/// Times all ways in turns; a way's answer is the sum of its scores.
fn race(ways: &mut [Way<'_>]) {
    for _ in 0..ROUNDS {
        for way in &mut *ways {
            let start = clock();
            std::hint::black_box((way.run)(way.pairs));
            way.least = way.least.min((clock() - start) / way.pairs as f64);
        }
    }
}

fn python(mentors: &[Record], mentees: &[Record]) -> Option<(f64, f64, u64)> {
    let json = |people: &[Record]| -> Vec<serde_json::Value> {
        let fields = |record: &Record| {
            record.0.iter().map(|(name, found)| (name.clone(), value::to_json(found))).collect()
        };
        people.iter().map(|record| serde_json::Value::Object(fields(record))).collect()
    };
    let people = serde_json::json!({"mentors": json(mentors), "mentees": json(mentees)}).to_string();
    let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("peers/scripts.py");
    let mut child =
        Command::new("python3").arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().ok()?;
    child.stdin.take()?.write_all(people.as_bytes()).ok()?;
    let output = child.wait_with_output().ok()?;
    let said: serde_json::Value = serde_json::from_slice(&output.stdout).ok()?;
    Some((said["seconds"].as_f64()?, said["total"].as_f64()?, said["eligible"].as_u64()?))
}

/// Seconds on the wall that the sandbox takes for all pairs with one worker and with two.
fn workers(mentors: &[Record], mentees: &[Record], script: &str) -> Option<[f64; 2]> {
    let program = std::env::current_exe().ok()?.parent()?.parent()?.join("vekha");
    if !program.is_file() {
        return None;
    }
    let mut least = [f64::INFINITY; 2];
    for _ in 0..3 {
        for (at, seconds) in least.iter_mut().enumerate() {
            let sandbox = Sandbox::of_program(&program, Limits::default()).with_workers(at + 1);
            let judge = Judge {
                script: Source { name: "pairing.rhai".into(), text: script.into() },
                mentors: mentors.to_vec(),
                mentees: mentees.to_vec(),
                pairs: None,
                from: 0,
                careful: false,
            };
            let start = Instant::now();
            let mut count = 0_usize;
            let ran = sandbox.judge(judge, &[], &Calendar::default(), &mut |_, _, _| {
                count += 1;
                true
            });
            assert!(ran.result.is_ok() && count == mentors.len() * mentees.len(), "{ran:?}");
            *seconds = seconds.min(start.elapsed().as_secs_f64());
        }
    }
    Some(least)
}

fn main() {
    let sizes: Vec<usize> = std::env::args().skip(1).filter_map(|arg| arg.parse().ok()).collect();
    let (m, n) = (*sizes.first().unwrap_or(&200), *sizes.get(1).unwrap_or(&300));
    let all = |people: Vec<Record>, mentor| -> Vec<Record> {
        people.into_iter().enumerate().map(|(at, record)| filled(record, mentor, at)).collect()
    };
    let (mentors, mentees) = (all(sample::mentors(m), true), all(sample::mentees(n), false));
    println!("{m} mentors × {n} mentees; CPU per pair, the least of {ROUNDS} rounds in turns");
    let natives = [&mentors, &mentees].map(|side| side.iter().map(native::Person::of).collect::<Vec<_>>());
    let base = in_process(&mentors, &mentees, &natives);
    beside_python(&mentors, &mentees, &natives, base);
    in_sandbox(&mentors, &mentees);
}

/// Times everything that runs in this process; native seconds per pair.
fn in_process(mentors: &[Record], mentees: &[Record], natives: &[Vec<native::Person>; 2]) -> f64 {
    let (m, n) = (mentors.len(), mentees.len());
    let schema = Schema::of(mentors.iter().chain(mentees));
    let (limits, calendar) = (Limits::default(), Calendar::default());
    let say: vekha::script::engine::Say = Arc::new(|_, _| ());
    let around = Surroundings { limits: &limits, modules: &[], calendar: &calendar, schema: &schema, say };
    let source = Source { name: "pairing.rhai".into(), text: SCRIPT.into() };
    let program = Program::new(source, Meter::new(&limits, None), around).expect("the shipped script");
    let settings = settings(&program).expect("its settings");
    let fast = Fast::new(&program, &settings, mentors, mentees, &schema);
    let people = People::new(mentors, mentees, &schema);
    let maps = [mentors, mentees].map(|side| side.iter().map(plain::person).collect::<Vec<_>>());
    let rhai = plain::Plain::new(SCRIPT);
    // A stride without a common factor with most sizes: a part of the pairs is a fair sample of them.
    let pair = |number: usize| {
        let number = number * 7_919 % (m * n);
        (number / n, number % n)
    };
    let few = (m * n).min(4_000);
    agree(&fast, &program, &settings, &people, natives, &pair, few);
    let mut slots = fast.slots();
    let mut compiled = |(a, b)| match fast.judge(a, b, &mut slots) {
        Some(Quick::Eligible(Some(total), _)) => total,
        _ => 0.0,
    };
    let interpreted = |(a, b)| match judge(&program, &settings, &people.pair(a, b).expect("a pair")) {
        Verdict::Eligible(score) => score.total.unwrap_or(0.0),
        _ => 0.0,
    };
    let native =
        |(a, b): (usize, usize)| native::judge(&natives[0][a], &natives[1][b]).map_or(0.0, |found| found.0);
    let by_maps =
        |(a, b): (usize, usize)| rhai.judge(&maps[0][a], &maps[1][b]).map_or(0.0, |found| found.len() as f64);
    let mut ways = [
        Way::new("native Rust over structs", m * n, |count| (0..count).map(|at| native(pair(at))).sum()),
        Way::new("compiled script", m * n, |count| (0..count).map(|at| compiled(pair(at))).sum()),
        Way::new("interpreted script", few, |count| (0..count).map(|at| interpreted(pair(at))).sum()),
        Way::new("plain Rhai over maps", few, |count| (0..count).map(|at| by_maps(pair(at))).sum()),
    ];
    race(&mut ways);
    let base = ways[0].least;
    for way in &ways {
        show(way.name, way.least, base);
    }
    base
}

fn show(name: &str, seconds: f64, base: f64) {
    println!("{name:<26} {:>10.0} ns {:>8.2} × native", seconds * 1e9, seconds / base);
}

fn beside_python(mentors: &[Record], mentees: &[Record], natives: &[Vec<native::Person>; 2], base: f64) {
    let Some((seconds, total, eligible)) = python(mentors, mentees) else {
        println!("Python: not there");
        return;
    };
    let all = natives[0].iter().flat_map(|mentor| natives[1].iter().map(move |mentee| (mentor, mentee)));
    let scores: Vec<f64> = all.filter_map(|(a, b)| native::judge(a, b).ok()).map(|found| found.0).collect();
    let sum: f64 = scores.iter().sum();
    assert!(scores.len() as u64 == eligible && (sum - total).abs() < 1e-6 * total, "{sum} and {total}");
    show("Python function", seconds / (mentors.len() * mentees.len()) as f64, base);
}

fn in_sandbox(mentors: &[Record], mentees: &[Record]) {
    // A closure keeps the script from being compiled.
    let slow =
        SCRIPT.replace("fn нагрузка(наставник) {", "fn нагрузка(наставник) {\n    [1].map(|один| один);");
    for (name, text) in [("compiled", SCRIPT), ("interpreted", slow.as_str())] {
        match workers(mentors, mentees, text) {
            Some([one, two]) => println!(
                "sandbox, {name}: all pairs on the wall, one worker {one:.3} s, two {two:.3} s ({:.2}×)",
                one / two
            ),
            None => println!("sandbox: the program is not built beside this bench"),
        }
    }
}

/// Everybody who can be compared exactly says the same.
fn agree(
    fast: &Fast,
    program: &Program,
    settings: &vekha::script::kinds::pairing::Settings,
    people: &People,
    natives: &[Vec<native::Person>; 2],
    pair: &dyn Fn(usize) -> (usize, usize),
    count: usize,
) {
    let mut slots = fast.slots();
    for number in 0..count {
        let (a, b) = pair(number);
        let interpreted = judge(program, settings, &people.pair(a, b).expect("a pair"));
        assert_eq!(fast.verdict(a, b, &mut slots).as_ref(), Some(&interpreted), "pair {a}, {b}");
        match (&interpreted, native::judge(&natives[0][a], &natives[1][b])) {
            (Verdict::Eligible(score), Ok((total, criteria))) => {
                assert!((score.total.expect("a total") - total).abs() < 1e-9, "pair {a}, {b}");
                let known = score.criteria.iter().filter(|(_, value)| value.is_ok()).count();
                assert_eq!(known, criteria.iter().flatten().count(), "pair {a}, {b}");
            }
            (Verdict::Refused(_), Err(_)) => (),
            other => panic!("pair {a}, {b}: {other:?}"),
        }
    }
}
