//! `vekha calendar …`: terms for the calendars that people use.

mod export;

super::commands! {
    /// Give terms to the calendars that people use
    Export => export,
}
