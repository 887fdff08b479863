//! The work of pairs at the edge of the world: what indicators are computed from, words in the vault, files.

pub mod changed;
pub mod codes;
pub mod facts;
pub mod sheet;
pub mod shelf;
pub mod words;
