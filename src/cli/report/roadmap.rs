//! The roadmap in the five columns it was published in, with what became of it.

use vekha_core::report::document::{Audience, Block, Document};

use super::paper::Paper;
use crate::cli::Failure;

/// Makes it.
///
/// # Errors
/// Where there is no plan yet, how to import one.
pub fn document(paper: &Paper<'_>) -> Result<Document, Failure> {
    let plan = paper.look.plan(paper.plan.as_ref().map(|plan| &plan.year))?;
    let mut table = paper.roadmap_table()?;
    table.title.clear();
    let audience = if paper.names { Audience::Names } else { Audience::Numbers };
    let mut document = paper.document("roadmap", "", audience, vec![Block::Table(table)])?;
    let title = plan.title.split_whitespace().collect::<Vec<_>>().join(" ");
    if !title.is_empty() {
        document.title = title;
    }
    // It names those whom the published one names.
    document.warning = None;
    document.approval =
        ["report-approve", "report-approve-head", "report-approve-line", "report-approve-date"]
            .map(|id| paper.word(id))
            .into();
    document.signatures = vec![paper.word("report-sign-curator")];
    document.wide = true;
    document.main = "roadmap";
    Ok(document)
}
