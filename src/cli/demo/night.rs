//! The end of the demo's story: a night, what it computed, and the year ahead.

use super::Step;

/// The day the story ends.
pub const DAY: &str = "2023-11-10";

/// The night, and what it computed.
pub fn steps(step: impl Fn(&'static str, &[&str]) -> Step) -> Vec<Step> {
    vec![step(DAY, &["nightly"]), step(DAY, &["metrics", "show", "program:1"])]
}

/// The year ahead.
pub fn year(step: impl Fn(&'static str, &[&str]) -> Step) -> Step {
    step(DAY, &["simulate", "--until", "31.08.2024"])
}
