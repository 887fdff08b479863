//! Scripts that are checked without being run: every fault has words and a place that the text has.

use vekha::script::check::check;
use vekha::script::instrument::{Watch, instrument};
use vekha::script::limits::{Limits, Meter};
use vekha::script::render::report;
use vekha::script::scan::tokens;
use vekha::script::wire::{Job, Source, Task};
use vekha::script::worker::caught;
use vekha_core::schedule::Calendar;

use crate::{LANGS, said};

const NAMES: [&str; 4] = ["pairing.rhai", "efficiency.rhai", "guards.rhai", "hooks.rhai"];

/// The first byte chooses the contract. In a worker a panic of Rhai's is a fault; here too.
pub fn fuzz(data: &[u8]) {
    crate::forgive_rhai();
    let Some((choice, rest)) = crate::split(data) else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    let name = NAMES[usize::from(choice) % NAMES.len()];
    let script = Source { name: name.into(), text: text.into() };
    let job = Job {
        limits: Limits { wall_ms: 60_000, ..Limits::default() },
        modules: vec![Source { name: "helpers.rhai".into(), text: "fn twice(x) { x * 2 }".into() }],
        calendar: Calendar::default(),
        task: Task::Check(vec![script.clone()], Vec::new()),
    };
    let meter = Meter::new(&job.limits, None);
    let Ok(faults) = caught(name, || Ok(check(&job, std::slice::from_ref(&script), &[], &meter))) else {
        return;
    };
    let lines: Vec<&str> = text.lines().collect();
    for fault in &faults {
        let at = fault.at.as_ref().unwrap_or_else(|| panic!("no place: {fault:?}"));
        // An end that is missing is missed after the last line.
        assert!(at.line <= lines.len() + 1, "{fault:?}");
        let line = lines.get(at.line.saturating_sub(1)).copied().unwrap_or_default();
        assert!(at.column <= line.chars().count() + 1, "{fault:?} in {line:?}");
        for lang in LANGS {
            said(&report(fault, std::slice::from_ref(&script), lang, false));
        }
    }
    for token in tokens(text) {
        assert_eq!(&text[token.start..token.end()], token.text);
    }
    if faults.is_empty() {
        for watch in [Watch::Lines, Watch::Values] {
            assert_eq!(instrument(text, watch).text.lines().count(), lines.len());
        }
    }
}
