//! `vekha journal …`: everything that happened, in order.

mod export;
mod show;
mod verify;

pub use export::published_beside;
pub use verify::known;

super::commands! {
    /// Read and check the journal of everything that happened
    Show => show,
    Verify => verify,
    Export => export,
}
