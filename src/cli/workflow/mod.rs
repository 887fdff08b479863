//! `vekha workflow`: definitions of stages.

mod check;
mod diagram;
mod find;
mod show;
mod words;

super::commands! {
    /// Workflows: check, show, draw.
    Check => check,
    Show => show,
    Diagram => diagram,
}
