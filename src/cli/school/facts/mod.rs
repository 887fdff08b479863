//! `vekha school facts …`: numbers that only the school knows.

mod list;
mod set;
mod unset;

pub use list::title;

crate::cli::commands! {
    /// Tell numbers that only the school knows: children, young teachers, partners
    Set => set,
    Unset => unset,
    List => list,
}
