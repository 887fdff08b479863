//! The report of a programme.

use vekha_core::ids::Subject;
use vekha_core::report::document::{Audience, Block, Cell, Document, Table};
use vekha_core::state::{Evidence, Key, Kind as RowOf};
use vekha_core::view::Read;
use vekha_core::workflow::vocabulary::EVIDENCE;

use super::indicators::Of;
use super::paper::{Paper, body};
use crate::cli::refusal::listed;
use crate::cli::{Failure, programme};

/// Makes it.
pub fn document(paper: &Paper<'_>, what: Option<u32>) -> Result<Document, Failure> {
    let found = programme::find(&paper.look, what)?;
    let key = Key::of(RowOf::Programme, found.id.0);
    let subject = Subject::Programme(found.id);
    let mut blocks =
        vec![Block::Heading(paper.word("report-heading-way")), Block::Steps(paper.steps(&found))];
    if !found.unproven.is_empty() {
        let machine = paper.look.rules.machine(&found.instance.workflow);
        let russian = paper.look.lang == crate::lang::Lang::Ru;
        let list = programme::unproven_titles(machine, &found.unproven, russian).join("; ");
        blocks.push(Block::Notice(paper.say("programme-unproven", &[("list", list.into())])));
    }
    blocks.push(Block::Table(paper.requirements(subject)?));
    blocks.push(Block::Table(paper.trail(&found.instance, key)));
    let counts = found.counts.iter().map(|(what, value)| {
        let word = paper.word(&format!("count-{what}"));
        body([Cell::from(word).code(&**what), u64::from(*value).into()], paper.sources([key]))
    });
    blocks.push(Block::Table(paper.table("counts", &[("what", 40), ("number-of", 15)], counts.collect())));
    blocks.push(Block::Heading(paper.word("report-heading-people")));
    blocks.push(Block::Table(paper.pair_table(|pair| pair.programme == found.id)?));
    blocks.extend(paper.indicators(Of::One(subject))?);
    blocks.push(Block::Heading(paper.word("report-heading-proof")));
    blocks.push(Block::Table(paper.evidence_table(&found.evidence, key)?));
    blocks.push(Block::Table(paper.exception_table()?));
    let audience = if paper.names { Audience::Names } else { Audience::Numbers };
    let mut document = paper.document("programme", &found.id.to_string(), audience, blocks)?;
    document.title = paper.say("report-title-programme-of", &[("id", found.id.to_string().into())]);
    document.signatures = vec![paper.word("report-sign-curator"), paper.word("report-sign-head")];
    document.main = "pairs";
    Ok(document)
}

impl Paper<'_> {
    /// Pairs with their stages.
    pub fn pair_table(&self, fits: impl Fn(&vekha_core::pairs::Pair) -> bool) -> Result<Table, Failure> {
        let mut rows = Vec::new();
        for pair in self.desk.reading.pairs()?.into_iter().filter(fits) {
            rows.push(body(
                [
                    u64::from(pair.id.0).into(),
                    self.name(pair.mentor).into(),
                    self.name(pair.mentee).into(),
                    Cell::from(self.look.stage(&pair.instance)).code(&*pair.instance.stage),
                    pair.instance.since.into(),
                    pair.instance.due.into(),
                ],
                self.stages([Key::of(RowOf::Pair, pair.id.0)]),
            ));
        }
        let columns =
            [("id", 6), ("mentor", 28), ("mentee", 28), ("stage", 22), ("since", 13), ("due-day", 13)];
        Ok(self.table("pairs", &columns, rows))
    }

    /// Evidence with its days.
    pub fn evidence_table(&self, evidence: &[Evidence], key: Key) -> Result<Table, Failure> {
        let mut rows = Vec::new();
        for one in evidence {
            let kind = listed(self.lang(), EVIDENCE, &one.kind);
            rows.push(body(
                [one.on.into(), Cell::from(kind).code(&*one.kind), self.evidence(one)?.into()],
                self.sources([key]),
            ));
        }
        Ok(self.table("evidence", &[("day", 14), ("kind", 22), ("evidence", 50)], rows))
    }
}
