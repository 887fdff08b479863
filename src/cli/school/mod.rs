//! `vekha school …`: the schools of a home.

mod add;
mod list;

super::commands! {
    /// Add and list the schools of the home
    Add => add,
    List => list,
}
