//! The end of the demo's story: a night, what it computed, and the year ahead.

use super::Step;

/// The steps, on the day the story ends.
pub fn steps(step: impl Fn(&'static str, &[&str]) -> Step) -> Vec<Step> {
    const DAY: &str = "2023-11-10";
    vec![
        step(DAY, &["nightly"]),
        step(DAY, &["metrics", "show", "program:1"]),
        step(DAY, &["simulate", "--until", "31.08.2024"]),
    ]
}
