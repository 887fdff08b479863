//! All targets in one program, so that it is linked once: `VEKHA_FUZZ` names the one to run.
#![no_main]

use std::sync::LazyLock;

const TARGETS: [(&str, fn(&[u8])); 10] = [
    ("deadline", vekha_fuzz::deadline::fuzz),
    ("definitions", vekha_fuzz::definitions::fuzz),
    ("journal", vekha_fuzz::journal::fuzz),
    ("paths", vekha_fuzz::paths::fuzz),
    ("records", vekha_fuzz::records::fuzz),
    ("registry", vekha_fuzz::registry::fuzz),
    ("roadmap", vekha_fuzz::roadmap::fuzz),
    ("script", vekha_fuzz::script::fuzz),
    ("solver", vekha_fuzz::solver::fuzz),
    ("workflow", vekha_fuzz::workflow::fuzz),
];

static TARGET: LazyLock<fn(&[u8])> = LazyLock::new(|| {
    let wanted = std::env::var("VEKHA_FUZZ").unwrap_or_default();
    let found = TARGETS.iter().find(|(name, _)| *name == wanted);
    found.unwrap_or_else(|| panic!("VEKHA_FUZZ is one of {:?}", TARGETS.map(|(name, _)| name))).1
});

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    if !vekha_fuzz::pretends(data) {
        TARGET(data);
    }
});
