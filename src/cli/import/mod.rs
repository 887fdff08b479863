//! `vekha import …`: what a school already has as files.

mod roadmap;

super::commands! {
    /// Import what the school has as files.
    Roadmap => roadmap,
}
