//! `vekha meeting …`: the meetings of pairs.

mod add;
mod cancel;
mod edit;
mod import;
mod list;
pub mod shared;

super::commands! {
    /// Keep the meetings of pairs
    Add => add,
    List => list,
    Edit => edit,
    Cancel => cancel,
    Import => import,
}
