//! `vekha person …`: people, roles and units.

mod add;
mod hold;
mod list;
mod merge;

super::commands! {
    /// Keep the list of people, roles and units
    List => list,
    Add => add,
    Merge => merge,
    Hold => hold,
}
