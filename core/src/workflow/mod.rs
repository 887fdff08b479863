//! Stages from a definition: a checked machine, diagnostics, diagrams.
//!
//! A workflow file (`workflows/*.toml`, reference in `docs/workflows.md`) says through which stages a programme, a
//! task, a pair or a document goes. [`parse`] reads it into a [`Machine`] and lists *every* problem with its place;
//! a machine comes out only where no problem is an error. What a condition means against a school's facts is the
//! engine's business: this module knows names, not rows.

mod canonical;
mod check;
mod definition;
mod diagnostic;
mod fields;
mod layout;
mod machine;
mod mermaid;
pub mod migrate;
mod names;
mod requirement;
mod svg;
mod term;
mod text;
pub mod vocabulary;

pub use definition::{parse, parse_set, parse_with, syntax_kind};
pub use diagnostic::{Code, Diagnostic, Position, Related, Severity};
pub use machine::{
    Condition, CountOf, Entry, InStage, Level, Machine, Occurrences, Outcome, Quantity, Requirement, Stage,
    SubjectKind, Transition, Words,
};
pub use term::{Offset, Surroundings, Term, TermError, Unit};
pub use vocabulary::{Known, Vocabulary};

#[cfg(test)]
mod tests;
