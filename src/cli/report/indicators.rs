//! Indicators in a report: the last values with their bands, and how many pairs fall in which band.

use std::collections::BTreeMap;

use vekha_core::ids::Subject;
use vekha_core::metrics::{Indicators, Latest, Quantity, key_of};
use vekha_core::report::Source;
use vekha_core::report::document::{Block, Cell, Row, Value};
use vekha_core::state::Kind as RowOf;
use vekha_core::view::Read as _;

use super::paper::{Paper, body};
use crate::cli::Failure;

/// Whose indicators a report shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// Of the school and its programmes, and the bands of pairs in numbers: of nobody.
    All,
    /// Of one thing.
    One(Subject),
}

impl Paper<'_> {
    /// The last values with their bands; a notice where nothing was computed yet.
    pub fn indicators(&self, of: Of) -> Result<Vec<Block>, Failure> {
        let mut blocks = vec![Block::Heading(self.word("report-heading-indicators"))];
        let all = self.desk.reading.all_indicators()?;
        let fits = |subject: Subject| match of {
            Of::All => matches!(subject, Subject::School | Subject::Programme(_)),
            Of::One(one) => subject == one,
        };
        let mut rows = Vec::new();
        for found in all.iter().filter(|found| fits(found.subject)) {
            for latest in &found.latest {
                rows.push(self.indicator(found, latest)?);
            }
        }
        let bands = if of == Of::All { self.bands(&all) } else { Vec::new() };
        if rows.is_empty() && bands.is_empty() {
            blocks.push(Block::Notice(self.word("report-no-indicators")));
            return Ok(blocks);
        }
        let columns =
            [("subject", 28), ("indicator", 34), ("value", 14), ("band", 20), ("on", 13), ("until-day", 14)];
        let table = self.table("indicators", &columns, rows);
        blocks.push(Block::Table(table));
        if !bands.is_empty() {
            let columns = [("indicator", 40), ("band", 30), ("pairs", 12)];
            blocks.push(Block::Table(self.table("bands", &columns, bands)));
        }
        Ok(blocks)
    }

    fn indicator(&self, found: &Indicators, latest: &Latest) -> Result<Row, Failure> {
        let subject = match found.subject {
            Subject::School => self.word("report-whole-school"),
            Subject::Pair(id) => self.say("report-pair-number", &[("id", id.to_string().into())]),
            Subject::Party(id) => self.name(id),
            other => self.look.title(other)?,
        };
        let value = match &latest.value {
            Quantity::Number(number) => Cell::from(Value::Number(*number)),
            Quantity::NoData(_) => Cell::from(self.word("report-no-data")).code("no-data"),
            Quantity::NotApplicable => Cell::from(self.word("report-not-applicable")).code("not-applicable"),
        };
        Ok(body(
            [
                subject.into(),
                latest.name.as_str().into(),
                value,
                latest.band.clone().unwrap_or_default().into(),
                found.last().map(|mark| mark.on).into(),
                latest.until.into(),
            ],
            self.mark(found).into_iter().collect(),
        ))
    }

    /// How many pairs fall in which band of which indicator.
    fn bands(&self, all: &[Indicators]) -> Vec<Row> {
        let mut counts: BTreeMap<(&str, &str), Vec<Source>> = BTreeMap::new();
        let pairs = all.iter().filter(|found| matches!(found.subject, Subject::Pair(_)));
        for found in pairs {
            for latest in &found.latest {
                if let Some(band) = &latest.band {
                    counts.entry((&latest.name, band)).or_default().extend(self.mark(found));
                }
            }
        }
        let row = |((name, band), mut sources): ((&str, &str), Vec<Source>)| {
            let count = sources.len() as u64;
            sources.sort();
            sources.dedup();
            body([name.into(), band.into(), count.into()], sources)
        };
        counts.into_iter().map(row).collect()
    }

    /// The entry of the last evaluation.
    fn mark(&self, found: &Indicators) -> Option<Source> {
        self.entry(key_of(RowOf::Indicators, found.subject)?, found.last()?.seq)
    }
}
