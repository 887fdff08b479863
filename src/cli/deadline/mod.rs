//! `vekha deadline`: terms and calendars.

mod calendar;
mod parse;
mod shared;

crate::cli::commands! {
    /// Terms of a plan in words, and the calendars that count them.
    Parse => parse,
    Calendar => calendar,
}
