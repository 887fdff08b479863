//! Typed facts of the core in a person's words.

pub mod deadline;
