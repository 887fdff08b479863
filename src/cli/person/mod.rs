//! `vekha person …`: people, roles and units.

mod add;
mod edit;
mod erase;
mod hold;
mod list;
mod merge;
mod show;

super::commands! {
    /// Keep the list of people, roles and units
    List => list,
    Show => show,
    Add => add,
    Edit => edit,
    Merge => merge,
    Erase => erase,
    Hold => hold,
}
