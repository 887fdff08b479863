//! `vekha program …`: mentoring programmes and their stages.

mod advance;
mod cancel;
mod count;
mod document;
mod evidence;
mod list;
mod open;
mod show;
mod undo;
mod why;

super::commands! {
    /// Lead mentoring programmes through their stages
    Open => open,
    List => list,
    Show => show,
    Advance => advance,
    Why => why,
    Evidence => evidence,
    Document => document,
    Count => count,
    Cancel => cancel,
    Undo => undo,
}
