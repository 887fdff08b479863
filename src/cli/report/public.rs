//! The page for the school's site: what anybody may know. People are named only where their consent to it stands.

use vekha_core::report::Timing;
use vekha_core::report::document::{Audience, Block, Cell, Document, RowKind, Table, Value};
use vekha_core::report::people;
use vekha_core::state::{Key, Kind as RowOf};
use vekha_core::view::Read;
use vekha_core::workflow::vocabulary::{DOCUMENTS, EVIDENCE};

use super::paper::{Paper, body};
use super::school::total;
use crate::cli::{Failure, sorting, tell};
use crate::lang::Lang;

/// Makes it.
pub fn document(paper: &Paper<'_>) -> Result<Document, Failure> {
    let counts = people::forms(&paper.desk.reading, &paper.desk.rules().forms, paper.today())?;
    let all = total(&counts);
    let standing = paper.standing();
    let done = |timing| matches!(timing, Timing::Done | Timing::DoneLate(_));
    let facts = vec![
        paper.counted("mentors", &all.mentors),
        paper.counted("mentees", &all.mentees),
        paper.counted("pairs", &all.pairs),
        paper.fact("share", Value::share(standing.finished(), standing.wanted()), paper.behind(done)),
    ];
    let mut blocks = vec![
        Block::Text(paper.word("report-public-about")),
        Block::Heading(paper.word("report-heading-short")),
        Block::Facts(facts),
    ];
    blocks.extend(paper.programme_blocks()?);
    blocks.push(Block::Heading(paper.word("report-heading-forms")));
    blocks.push(Block::Table(forms(paper, &counts)));
    if paper.plan.is_some() {
        blocks.push(Block::Heading(paper.word("report-heading-roadmap")));
        blocks.extend(paper.section_bars().map(Block::Bars));
        blocks.push(Block::Table(sections(paper)));
    }
    blocks.push(Block::Heading(paper.word("report-heading-documents")));
    blocks.push(Block::Table(documents(paper)?));
    let named = named(paper)?;
    if !named.rows.is_empty() {
        blocks.push(Block::Heading(paper.word("report-heading-named")));
        blocks.push(Block::Text(paper.word("report-named-about")));
        blocks.push(Block::Table(named));
    }
    let mut document = paper.document("public", "", Audience::Public, blocks)?;
    document.main = "forms";
    Ok(document)
}

fn forms(paper: &Paper<'_>, counts: &[people::FormCount]) -> Table {
    let rows = counts.iter().map(|count| {
        let parts = [&count.mentors, &count.mentees, &count.pairs];
        let sources = paper.sources(parts.iter().flat_map(|part| part.rows.iter().copied()));
        let title = Cell::from(tell::form_title(paper.lang(), &count.form)).code(&*count.form);
        body(
            [title, count.mentors.value.into(), count.mentees.value.into(), count.pairs.value.into()],
            sources,
        )
    });
    paper.table("forms", &[("form", 40), ("mentors", 18), ("mentees", 18), ("pairs", 18)], rows.collect())
}

/// Sections without what is late: a page for parents says what is done.
fn sections(paper: &Paper<'_>) -> Table {
    let mut table = paper.section_table();
    let kept = [0, 1, 2, 3, 7];
    let keep = |index: &usize| kept.contains(index);
    let pick =
        |cells: Vec<Cell>| cells.into_iter().enumerate().filter(|(at, _)| keep(at)).map(|(_, cell)| cell);
    table.columns =
        table.columns.into_iter().enumerate().filter(|(at, _)| keep(at)).map(|(_, it)| it).collect();
    for row in table.rows.iter_mut().filter(|row| row.kind != RowKind::Section) {
        row.cells = pick(std::mem::take(&mut row.cells)).collect();
    }
    table
}

/// Registered documents by their kinds, numbers and dates: a title may name somebody.
fn documents(paper: &Paper<'_>) -> Result<Table, Failure> {
    let mut found = paper.desk.reading.documents()?;
    found.sort_by_key(|document| (document.date, document.id));
    let rows = found.into_iter().filter(|document| is_public(&document.kind)).map(|document| {
        let known = DOCUMENTS.iter().chain(EVIDENCE).find(|(kind, ..)| *kind == document.kind);
        let title = match known {
            Some((_, ru, _)) if paper.lang() == Lang::Ru => (*ru).to_owned(),
            Some((.., en)) => (*en).to_owned(),
            None => paper.word("report-document"),
        };
        body(
            [
                Cell::from(title).code(&*document.kind),
                document.number.unwrap_or_default().into(),
                document.date.into(),
            ],
            paper.sources([Key::of(RowOf::Document, document.id.0)]),
        )
    });
    Ok(paper.table("documents", &[("document", 50), ("document-number", 20), ("date", 20)], rows.collect()))
}

/// Orders, regulations, roadmaps and minutes; what is about one person is nobody else's.
fn is_public(kind: &str) -> bool {
    ["order", "regulation", "roadmap", "protocol"].iter().any(|known| kind.split('.').next() == Some(known))
}

/// Who agreed in writing to be named.
fn named(paper: &Paper<'_>) -> Result<Table, Failure> {
    let mut lines = Vec::new();
    for (party, parts) in people::publishable(&paper.desk.reading, &paper.desk.rules().forms, paper.today())?
    {
        let Some(profile) = paper.desk.directory.get(party).and_then(|known| known.profile.as_ref()) else {
            continue;
        };
        for part in parts {
            let side = paper.word(&format!("report-side-{}", part.side.as_str()));
            lines.push((profile.name.clone(), side, part));
        }
    }
    sorting::by_name(&mut lines, |(name, ..)| name);
    let rows = lines.into_iter().map(|(name, side, part)| {
        let consents = paper.desk.reading.consents(Some(part.party)).unwrap_or_default();
        let keys = consents.iter().map(|row| Key::within(RowOf::Consent, row.party.0, row.no));
        body(
            [
                name.into(),
                Cell::from(side).code(part.side.as_str()),
                Cell::from(tell::form_title(paper.lang(), &part.form)).code(&*part.form),
            ],
            paper.sources(keys),
        )
    });
    Ok(paper.table("named", &[("full-name", 40), ("side", 25), ("form", 30)], rows.collect()))
}
