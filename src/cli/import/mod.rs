//! `vekha import …`: what a school already has as files.

pub mod people;
mod roadmap;

super::commands! {
    /// Import what the school has as files.
    Roadmap => roadmap,
    People => people,
}
