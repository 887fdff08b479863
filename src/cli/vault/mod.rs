//! `vekha vault …`: what is said about people, for keeping elsewhere.

mod export;

pub use export::{lock as key_of, vault_failure};

super::commands! {
    /// Keep a copy of what is said about people, encrypted
    Export => export,
}
