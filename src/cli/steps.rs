//! Steps on a command line.

use vekha_core::command::Step;

/// The step that `--to` and `--by` name; the plain way on without them.
pub fn step(to: Option<String>, by: Option<String>) -> Step {
    match (to, by) {
        (Some(stage), _) => Step::To(stage),
        (None, Some(transition)) => Step::Transition(transition),
        (None, None) => Step::Forward,
    }
}
