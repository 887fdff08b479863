//! The files that `vekha init` gives a school, embedded in the program.

use crate::workflows;

/// Their paths within a home, and their contents.
pub fn files() -> impl Iterator<Item = (String, &'static str)> {
    workflows::SHIPPED.iter().map(|(name, text)| (format!("workflows/{name}"), *text))
}
