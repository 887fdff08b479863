//! `vekha workflow`: definitions of stages.

mod check;
mod diagram;
mod find;
mod migrate;
mod show;
mod words;

super::commands! {
    /// Workflows: check, show, draw, move what runs to another version
    Check => check,
    Show => show,
    Diagram => diagram,
    Migrate => migrate,
}
