//! `vekha person …`: people, roles and units.

mod add;
mod edit;
mod erase;
mod hold;
mod leave;
mod list;
mod merge;
mod optout;
mod show;

super::commands! {
    /// Keep the list of people, roles and units
    List => list,
    Show => show,
    Add => add,
    Edit => edit,
    Leave => leave,
    Merge => merge,
    Erase => erase,
    Hold => hold,
    Optout => optout,
}
