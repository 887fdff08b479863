//! Documents become html, docx, xlsx, csv, json and ics.
pub mod consents;
pub mod orders;
pub mod report;
pub mod surveys;
pub mod template;
pub mod vault;
