//! `vekha school …`: the schools of a home.

mod add;
mod facts;
mod list;

pub use facts::title as facts_title;

super::commands! {
    /// Add and list the schools of the home
    Add => add,
    List => list,
    Facts => facts,
}
