//! Scripts that are almost right: the shipped ones with tokens dropped, doubled, swapped and replaced.
//!
//! The search can be as long as wanted: `PROPTEST_CASES=100000 PROPTEST_RNG_SEED=7 cargo test -p vekha --lib mutants`.

use std::cell::Cell;
use std::sync::Arc;

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use vekha_core::facts::Record;
use vekha_core::schedule::Calendar;

use super::api::facts::Schema;
use super::check::check;
use super::fast::Fast;
use super::instrument::{Watch, instrument};
use super::kinds::pairing::{People, judge, settings};
use super::limits::{Limits, Meter};
use super::program::{Program, Surroundings};
use super::sample;
use super::scan::tokens;
use super::wire::{Job, Source, Task};
use super::worker::caught;

const SCRIPTS: [(&str, &str); 4] = [
    ("pairing.rhai", include_str!("../../scripts/pairing.rhai")),
    ("efficiency.rhai", include_str!("../../scripts/efficiency.rhai")),
    ("guards.rhai", include_str!("../../scripts/guards.rhai")),
    ("hooks.rhai", include_str!("../../scripts/hooks.rhai")),
];

/// Words and signs that a slip of the hand, or of the mind, puts into a script.
const STRANGE: [&str; 34] = [
    "+",
    "-",
    "*",
    "/",
    "%",
    "**",
    "==",
    "!=",
    "<",
    ">=",
    "&&",
    "||",
    "!",
    "in",
    "if",
    "else",
    "for",
    "return",
    "let",
    "0",
    "1",
    "-1",
    "2.5",
    "100.0",
    "9223372036854775807",
    "\"\"",
    "()",
    "[]",
    "#{}",
    "{",
    "}",
    "true",
    "min",
    "abs",
];

fn limits() -> Limits {
    Limits { operations: 200_000, wall_ms: 60_000, ..Limits::default() }
}

/// An edit: what is done, where, with what. A script in five has none, so that compiled code has its say whatever the seed.
type Edit = (u8, prop::sample::Index, prop::sample::Index);

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    proptest::collection::vec((0_u8..6, any::<prop::sample::Index>(), any::<prop::sample::Index>()), 0..5)
}

/// The text with its edits, spaces and comments as they were.
fn mutated(text: &str, edits: &[Edit]) -> String {
    let all = tokens(text);
    let mut words: Vec<String> = all.iter().map(|token| token.text.to_string()).collect();
    for (kind, at, with) in edits {
        let (at, other) = (at.index(words.len()), with.index(words.len()));
        match kind {
            0 => words[at].clear(),
            1 => words[at] = format!("{} {}", words[at], words[at]),
            2 => words.swap(at, other),
            3 => words[at] = words[other].clone(),
            4 => words[at] = STRANGE[with.index(STRANGE.len())].to_string(),
            _ => words[at] = format!("{} {}", words[at], STRANGE[with.index(STRANGE.len())]),
        }
    }
    let mut made = String::with_capacity(text.len() + 64);
    let mut done = 0;
    for (token, word) in all.iter().zip(&words) {
        made.push_str(&text[done..token.start]);
        made.push_str(word);
        done = token.end();
    }
    made.push_str(&text[done..]);
    made
}

/// As many cases as `PROPTEST_CASES` asks for, else `usual`.
fn runner(usual: u32) -> TestRunner {
    let config = ProptestConfig::default();
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { config.cases } else { usual };
    TestRunner::new(ProptestConfig { cases, failure_persistence: None, ..config })
}

/// Every fault stands at a place that the text has.
fn placed(name: &str, text: &str) -> Result<usize, TestCaseError> {
    let script = Source { name: name.into(), text: text.into() };
    let job = Job {
        limits: limits(),
        modules: Vec::new(),
        calendar: Calendar::default(),
        task: Task::Check(vec![script.clone()], Vec::new()),
    };
    let faults = check(&job, &[script], &[], &Meter::new(&job.limits, None));
    for fault in &faults {
        let Some(at) = &fault.at else {
            return Err(TestCaseError::fail(format!("no place: {fault:?}\n{text}")));
        };
        // An end that is missing is missed after the last line.
        let line = text.lines().nth(at.line.saturating_sub(1)).unwrap_or_default();
        prop_assert!(at.line <= text.lines().count() + 1, "{fault:?}\n{text}");
        prop_assert!(at.column <= line.chars().count() + 1, "{fault:?}\n{text}");
    }
    for watch in [Watch::Lines, Watch::Values] {
        prop_assert_eq!(instrument(text, watch).text.lines().count(), text.lines().count());
    }
    Ok(faults.len())
}

#[test]
fn checking_a_script_that_is_almost_right_ends_with_faults_at_their_places() {
    let found = Cell::new(0_usize);
    let ran = runner(60).run(&(0..SCRIPTS.len(), edits()), |(which, edits)| {
        let (name, text) = SCRIPTS[which];
        let found_here = caught(name, || Ok(placed(name, &mutated(text, &edits))));
        let found_here =
            found_here.map_err(|_| TestCaseError::fail(format!("panic\n{}", mutated(text, &edits))))??;
        found.set(found.get() + found_here);
        Ok(())
    });
    ran.unwrap_or_else(|failure| panic!("{failure}"));
    assert!(found.get() > 0);
}

/// Judges the pairs of a few people both ways; how many pairs were compiled code's.
fn compared(text: &str, mentors: &[Record], mentees: &[Record]) -> Result<usize, TestCaseError> {
    let (limits, calendar) = (limits(), Calendar::default());
    let schema = Schema::of(mentors.iter().chain(mentees));
    let around = Surroundings {
        limits: &limits,
        modules: &[],
        calendar: &calendar,
        schema: &schema,
        say: Arc::new(|_, _| ()),
    };
    let source = Source { name: "pairing.rhai".into(), text: text.into() };
    let Ok(program) = Program::new(source, Meter::new(&limits, None), around) else { return Ok(0) };
    let Ok(settings) = settings(&program) else { return Ok(0) };
    let people = People::new(mentors, mentees, &schema);
    let fast = Fast::new(&program, &settings, mentors, mentees, &schema);
    let mut slots = fast.slots();
    let mut quick = 0;
    for mentor in 0..mentors.len() {
        for mentee in 0..mentees.len() {
            let Some(found) = fast.verdict(mentor, mentee, &mut slots) else { continue };
            let pair = people.pair(mentor, mentee).ok_or_else(|| TestCaseError::fail("no pair"))?;
            let expected = judge(&program, &settings, &pair);
            // Numbers bit for bit: the words tell 0.0 from -0.0.
            prop_assert_eq!(format!("{found:?}"), format!("{expected:?}"), "{}", text);
            quick += 1;
        }
    }
    Ok(quick)
}

#[test]
fn compiled_code_says_what_the_interpreter_says_of_scripts_that_are_almost_right() {
    let quick = Cell::new(0_usize);
    let fields = proptest::collection::vec(any::<prop::sample::Index>(), 0..12);
    let ran = runner(60).run(&(edits(), fields), |(edits, dropped)| {
        let (mut mentors, mut mentees) = (sample::mentors(4), sample::mentees(4));
        for (at, index) in dropped.iter().enumerate() {
            let record = if at % 2 == 0 { &mut mentors[at % 4] } else { &mut mentees[at % 4] };
            let names: Vec<String> = record.0.keys().cloned().collect();
            if !names.is_empty() {
                record.0.remove(&names[index.index(names.len())]);
            }
        }
        let text = mutated(SCRIPTS[0].1, &edits);
        let compared = caught("pairing.rhai", || Ok(compared(&text, &mentors, &mentees)));
        quick.set(quick.get() + compared.map_err(|_| TestCaseError::fail(format!("panic\n{text}")))??);
        Ok(())
    });
    ran.unwrap_or_else(|failure| panic!("{failure}"));
    assert!(quick.get() > 0);
}
