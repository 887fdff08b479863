//! Reports as data: where things stand, which entry of the journal each value rests on, and a document of no format.
//!
//! [`Trace`] folds a journal and remembers the entries behind every row; [`progress`] and [`people`] count;
//! [`document`] is what writers of html, docx, xlsx, csv and json are given. Words come from outside.

pub mod document;
pub mod people;
pub mod progress;
#[cfg(test)]
mod tests;
mod timing;
mod trace;

pub use document::Document;
pub use timing::{SOON, Timing};
pub use trace::{Source, Trace};
