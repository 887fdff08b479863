//! A published roadmap: rows of any table become task drafts and findings.
//!
//! [`draft`] finds the table by the meaning of its header, in whatever order its columns stand, reads sections,
//! groups and tasks, understands every deadline, parts the responsible column into people, roles and units, and
//! lists what is worth a second look. Nothing is stored here and nothing is corrected silently.
//!
//! The way of a document: `contact` hides phone numbers; `header` finds the tables; `rows` tells sections, groups,
//! tasks and continued cells apart; `assemble` gives them their numbers; `party`, `spelling` and `tags` read the
//! cells; `check` finds what is odd.

mod assemble;
mod check;
mod contact;
pub mod draft;
pub mod finding;
mod foot;
mod header;
mod number;
mod numbering;
mod party;
mod rows;
mod spelling;
mod tags;
mod term;
pub(crate) mod text;
mod when;
mod year;

pub use draft::{Cluster, Draft, Group, PartyDraft, PartyKind, PlanSource, Section, TaskDraft};
pub use finding::{Contact, Displaced, Finding, FindingKind, NoRoadmap};
pub use header::MONTHS;
pub use party::split as split_parties;
pub use tags::PURPOSES;

use crate::schedule::{Calendar, PlanYear};
use crate::table::Document;

/// Reads the roadmap of `document`. `plan` is the administrator's word on the year and wins over the title.
///
/// # Errors
/// [`NoRoadmap`] says what was looked for and what was found instead.
pub fn draft(document: &Document, plan: Option<PlanYear>, calendar: &Calendar) -> Result<Draft, NoRoadmap> {
    let (document, contacts) = contact::hide(document);
    assemble::draft(&document, plan, calendar, &contacts)
}
