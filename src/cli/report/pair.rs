//! The report of a pair.

use vekha_core::ids::{PairId, Subject};
use vekha_core::pairs::{Pair, SCORE_UNIT};
use vekha_core::report::document::{Audience, Block, Document, Fact, Tone, Value};
use vekha_core::state::{Key, Kind as RowOf};
use vekha_core::view::Read;

use super::indicators::Of;
use super::paper::{Paper, body};
use crate::cli::pair::points;
use crate::cli::{Failure, Kind, pair, tell};

/// Makes it. `what`: the pair's number, or for those who see names a name of one of the two.
pub fn document(paper: &Paper<'_>, what: &str) -> Result<Document, Failure> {
    let found = find(paper, what)?;
    let key = Key::of(RowOf::Pair, found.id.0);
    let form = paper.desk.reading.programme(found.programme)?.map(|row| row.form).unwrap_or_default();
    let fact = |id, value: String| paper.fact(id, value, paper.made(key).into_iter().collect());
    let stage = Fact {
        tone: if found.is_open() { Tone::Due } else { Tone::Done },
        ..paper.fact("stage", paper.look.stage(&found.instance), paper.stages([key]))
    };
    let facts = vec![
        fact("mentor", paper.name(found.mentor)),
        fact("mentee", paper.name(found.mentee)),
        fact("form", tell::form_title(paper.lang(), &form)),
        stage,
        paper.fact("since", found.instance.since, paper.stages([key])),
        paper.fact("due-day", found.instance.due, paper.stages([key])),
    ];
    let mut blocks = vec![
        Block::Heading(paper.word("report-heading-short")),
        Block::Facts(facts),
        Block::Table(paper.requirements(Subject::Pair(found.id))?),
        Block::Heading(paper.word("report-heading-way")),
        Block::Table(paper.trail(&found.instance, key)),
        Block::Heading(paper.word("report-heading-work")),
        Block::Table(paper.meeting_table(found.id)?),
        Block::Table(paper.item_table(found.id)?),
        Block::Table(paper.evidence_table(&found.evidence, key)?),
    ];
    blocks.extend(choice(paper, &found)?);
    blocks.extend(paper.indicators(Of::One(Subject::Pair(found.id)))?);
    let audience = if paper.names { Audience::Names } else { Audience::Numbers };
    let mut document = paper.document("pair", &found.id.to_string(), audience, blocks)?;
    document.title = paper.say("report-title-pair-of", &[("id", found.id.to_string().into())]);
    document.signatures =
        ["report-sign-mentor", "report-sign-mentee", "report-sign-curator"].map(|id| paper.word(id)).into();
    document.main = "meetings";
    Ok(document)
}

/// Who may not see names may not ask by them either.
fn find(paper: &Paper<'_>, what: &str) -> Result<Pair, Failure> {
    if paper.names {
        return pair::find(paper.desk, what);
    }
    let id = what.parse().ok().map(PairId);
    let found = id.map(|id| paper.desk.reading.pair(id)).transpose()?.flatten();
    found.ok_or_else(|| {
        Failure::with(Kind::BadInput, "no-such-pair", [("id", what.to_owned())])
            .hint_command("pairs-list-hint", "vekha pair list")
    })
}

/// What spoke for the pair when it was proposed.
fn choice(paper: &Paper<'_>, found: &Pair) -> Result<Option<Block>, Failure> {
    let Some(id) = found.proposal else { return Ok(None) };
    let Some(proposal) = paper.desk.reading.proposal(id)? else { return Ok(None) };
    let ours = proposal.pairs.iter().find(|pair| (pair.mentor, pair.mentee) == (found.mentor, found.mentee));
    let Some(ours) = ours else { return Ok(None) };
    let key = Key::of(RowOf::Proposal, id.0);
    let rows = ours.criteria.iter().map(|(name, value)| {
        let value = value.map_or(Value::Empty, |value| Value::Number(value as f64 / SCORE_UNIT as f64));
        body([name.as_str().into(), value.into()], paper.made(key).into_iter().collect())
    });
    let mut table = paper.table("choice", &[("criterion", 45), ("points", 15)], rows.collect());
    table.title = paper.say(
        "report-table-choice-of",
        &[
            ("score", points(paper.lang(), ours.score.into()).into()),
            ("complete", u64::from(ours.completeness).into()),
        ],
    );
    Ok(Some(Block::Table(table)))
}
