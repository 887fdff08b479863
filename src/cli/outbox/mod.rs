//! `vekha outbox …`: messages on their way.

mod cancel;
mod deliver;
mod list;
mod retry;
mod shared;
mod show;

super::commands! {
    /// See and deliver the messages on their way
    List => list,
    Show => show,
    Deliver => deliver,
    Retry => retry,
    Cancel => cancel,
}

pub(super) use shared::{PATIENCE, channels, did, letters, line_json, recipient};
