//! Typed facts of the core in a person's words.

pub mod deadline;
pub mod excerpt;
pub mod form;
pub mod toml;
