//! The summary for the municipal centre: shares and counts, and nobody's data.

use vekha_core::report::Timing;
use vekha_core::report::document::{Audience, Block, Cell, Document, Row, RowKind, Table, Value};
use vekha_core::report::people::{self, FormCount};
use vekha_core::state::{Key, Kind as RowOf};

use super::indicators::Of;
use super::paper::{Paper, body};
use super::school::total;
use crate::cli::programme::{open_exceptions, stage};
use crate::cli::{Failure, tell};

/// Makes it. `coverage`: how many could take part as mentees, by form.
pub fn document(paper: &Paper<'_>, coverage: &[(String, u64)]) -> Result<Document, Failure> {
    let counts = people::forms(&paper.desk.reading, &paper.desk.rules().forms, paper.today())?;
    let all = total(&counts);
    let standing = paper.standing();
    let done = |timing| matches!(timing, Timing::Done | Timing::DoneLate(_));
    let open = open_exceptions(&paper.look, None)?;
    let exceptions = paper.sources(open.iter().map(|found| Key::of(RowOf::Exception, found.id.0)));
    let facts = vec![
        paper.counted("programmes", &all.programmes),
        paper.counted("mentors", &all.mentors),
        paper.counted("mentees", &all.mentees),
        paper.counted("pairs", &all.pairs),
        paper.counted("open-pairs", &all.open),
        paper.fact("share", Value::share(standing.finished(), standing.wanted()), paper.behind(done)),
        paper.fact("late", standing.late, paper.behind(|timing| matches!(timing, Timing::Late(_)))),
        paper.fact("exceptions", open.len() as u64, exceptions),
    ];
    let mut blocks = vec![
        Block::Text(paper.word("report-municipal-about")),
        Block::Heading(paper.word("report-heading-short")),
        Block::Facts(facts),
        Block::Heading(paper.word("report-heading-forms")),
        Block::Table(shares(paper, &counts, coverage)),
        Block::Table(stages(paper)?),
    ];
    blocks.extend(paper.indicators(Of::All)?);
    blocks.push(Block::Heading(paper.word("report-heading-roadmap")));
    blocks.push(Block::Table(paper.section_table()));
    blocks.extend(paper.section_bars().map(Block::Bars));
    let mut document = paper.document("municipal", "", Audience::Public, blocks)?;
    document.signatures = vec![paper.word("report-sign-contact"), paper.word("report-sign-head")];
    document.main = "shares";
    Ok(document)
}

/// Forms with their shares of all mentees, of pairs, and of those who could take part.
fn shares(paper: &Paper<'_>, counts: &[FormCount], coverage: &[(String, u64)]) -> Table {
    let all = total(counts);
    let row = |kind, title: String, count: &FormCount, base: Option<u64>| {
        let part = |part: Option<u64>, whole: Option<u64>| {
            part.zip(whole).map_or(Value::Empty, |(part, whole)| Value::share(part, whole)).into()
        };
        let cells: Vec<Cell> = vec![
            Cell::from(title).code(&*count.form),
            count.mentors.value.into(),
            count.mentees.value.into(),
            part(count.mentees.value, all.mentees.value),
            count.pairs.value.into(),
            count.open.value.into(),
            count.done.value.into(),
            part(count.paired.value, count.mentees.value),
            part(count.mentees.value, base),
        ];
        let parts = [&count.mentors, &count.mentees, &count.pairs];
        Row { kind, cells, sources: paper.sources(parts.iter().flat_map(|part| part.rows.iter().copied())) }
    };
    let mut rows: Vec<Row> = counts
        .iter()
        .map(|count| {
            let base = coverage.iter().find(|(form, _)| *form == count.form).map(|(_, base)| *base);
            row(RowKind::Body, tell::form_title(paper.lang(), &count.form), count, base)
        })
        .collect();
    if counts.len() > 1 {
        let complete = counts.iter().all(|count| coverage.iter().any(|(form, _)| *form == count.form));
        let base = complete.then(|| coverage.iter().map(|(_, base)| base).sum());
        rows.push(row(RowKind::Total, paper.word("report-total"), &all, base));
    }
    let columns = [
        ("form", 26),
        ("mentors", 11),
        ("mentees", 12),
        ("form-share", 11),
        ("pairs", 9),
        ("open-pairs", 11),
        ("done-pairs", 11),
        ("paired-share", 12),
        ("coverage", 12),
    ];
    paper.table("shares", &columns, rows)
}

/// The stage of every programme.
fn stages(paper: &Paper<'_>) -> Result<Table, Failure> {
    let mut rows = Vec::new();
    for found in paper.programmes()? {
        rows.push(body(
            [
                u64::from(found.id.0).into(),
                Cell::from(tell::form_title(paper.lang(), &found.form)).code(&*found.form),
                Cell::from(stage(&paper.look, &found)).code(&*found.instance.stage),
                found.instance.since.into(),
                found.instance.due.into(),
            ],
            paper.stages([Key::of(RowOf::Programme, found.id.0)]),
        ));
    }
    let columns = [("id", 6), ("form", 30), ("stage", 36), ("since", 13), ("due-day", 13)];
    Ok(paper.table("programmes", &columns, rows))
}
