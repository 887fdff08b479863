//! The values of indicators: as an event carries them, and as a row keeps the way to them.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::digest::Digest;
use crate::facts::Value;
use crate::ids::Subject;

/// The value of an indicator.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Quantity {
    /// A finite number.
    Number(f64),
    /// A fact it needs is unknown: the field.
    NoData(String),
    /// The share of nothing.
    NotApplicable,
}

/// The indicators of several subjects on one day, by one script. Names are kept once, in `words`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evaluation {
    /// The day they are of.
    pub on: NaiveDate,
    /// The published set.
    pub set: Digest,
    /// The script among its files.
    pub script: Digest,
    /// The event whose values these stand beside, because facts came to light late.
    pub restates: Option<u64>,
    /// Names of indicators, bands and parts, each once.
    pub words: Vec<String>,
    /// The subjects in order.
    pub subjects: Vec<Evaluated>,
}

/// The indicators of one subject.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evaluated {
    /// A pair, a mentor (a party), a programme or the school.
    pub subject: Subject,
    /// The digest of the facts they were computed from.
    pub input: Digest,
    /// The day on which a band may change though no fact does; `None`: never.
    pub look: Option<NaiveDate>,
    /// The values, in the order of their names.
    pub figures: Vec<Figure>,
}

/// One value; numbers are places in [`Evaluation::words`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// The indicator.
    pub name: u16,
    /// Its value.
    pub value: Quantity,
    /// The band it falls in.
    pub band: Option<u16>,
    /// What it was made of.
    pub parts: Vec<(u16, Value)>,
    /// The day until which it is provisional.
    pub until: Option<NaiveDate>,
}

/// An indicator with its names written out.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: Quantity,
    /// The band it falls in.
    pub band: Option<String>,
    /// What it was made of.
    pub parts: BTreeMap<String, Value>,
    /// The day until which it is provisional.
    pub until: Option<NaiveDate>,
}

/// The indicators of one subject before they are packed.
#[derive(Clone, Debug, PartialEq)]
pub struct Workings {
    /// Of what.
    pub subject: Subject,
    /// The digest of the facts.
    pub input: Digest,
    /// The day on which a band may change though no fact does.
    pub look: Option<NaiveDate>,
    /// The values.
    pub values: Vec<Named>,
}

/// The values of one subject as a row keeps them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Indicators {
    /// Of what.
    pub subject: Subject,
    /// The set that computed the last values.
    pub set: Digest,
    /// The digest of the facts they were computed from.
    pub input: Digest,
    /// The day on which a band may change though no fact does.
    pub look: Option<NaiveDate>,
    /// The last values by name, without their parts.
    pub latest: Vec<Latest>,
    /// Every evaluation, in the order they were recorded.
    pub trail: Vec<Mark>,
}

/// The last value of an indicator. What it was made of stands in the event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Latest {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: Quantity,
    /// The band it falls in.
    pub band: Option<String>,
    /// The day until which it is provisional.
    pub until: Option<NaiveDate>,
}

/// Where an evaluation stands in the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The event.
    pub seq: u64,
    /// The day it is of.
    pub on: NaiveDate,
    /// The event it restates.
    pub restates: Option<u64>,
}

/// One evaluation of one subject, unpacked.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// The day it is of.
    pub on: NaiveDate,
    /// The event it restates.
    pub restates: Option<u64>,
    /// The digest of the facts.
    pub input: Digest,
    /// The values by name.
    pub values: Vec<Named>,
}

impl Evaluation {
    /// Packs the values of several subjects. More than 65,536 different words do not fit: what comes after them is
    /// left out, which no script of a bounded size can reach.
    pub fn pack(
        on: NaiveDate,
        set: Digest,
        script: Digest,
        restates: Option<u64>,
        all: impl IntoIterator<Item = Workings>,
    ) -> Self {
        let mut words = Words::default();
        let subjects = all
            .into_iter()
            .map(|workings| Evaluated {
                subject: workings.subject,
                input: workings.input,
                look: workings.look,
                figures: workings.values.into_iter().filter_map(|named| words.pack(named)).collect(),
            })
            .collect();
        Self { on, set, script, restates, words: words.list, subjects }
    }

    /// The values of one subject, unpacked.
    pub fn of(&self, subject: Subject) -> Option<Shown> {
        let found = self.subjects.iter().find(|found| found.subject == subject)?;
        let values = found.figures.iter().map(|figure| self.unpack(figure)).collect();
        Some(Shown { on: self.on, restates: self.restates, input: found.input, values })
    }

    fn unpack(&self, figure: &Figure) -> Named {
        let parts = figure.parts.iter().map(|(name, value)| (self.word(*name).into(), value.clone()));
        Named {
            name: self.word(figure.name).into(),
            value: figure.value.clone(),
            band: figure.band.map(|band| self.word(band).into()),
            parts: parts.collect(),
            until: figure.until,
        }
    }

    /// A word by its place; empty for a place that is none.
    pub fn word(&self, place: u16) -> &str {
        self.words.get(usize::from(place)).map_or("", String::as_str)
    }
}

/// Words, each once, and the values that are written in them.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// The words by place.
    pub list: Vec<String>,
    places: BTreeMap<String, u16>,
}

impl Words {
    fn place(&mut self, word: String) -> Option<u16> {
        if let Some(place) = self.places.get(&word) {
            return Some(*place);
        }
        let place = u16::try_from(self.list.len()).ok()?;
        self.list.push(word.clone());
        self.places.insert(word, place);
        Some(place)
    }

    /// A value by the places of its words. More than 65,536 different words do not fit, which no script of a bounded
    /// size can reach.
    pub fn pack(&mut self, named: Named) -> Option<Figure> {
        let name = self.place(named.name)?;
        let band = named.band.and_then(|band| self.place(band));
        let parts = named.parts.into_iter().filter_map(|(part, value)| Some((self.place(part)?, value)));
        Some(Figure { name, value: named.value, band, parts: parts.collect(), until: named.until })
    }
}

impl Indicators {
    /// The last value of an indicator.
    pub fn latest(&self, name: &str) -> Option<&Latest> {
        self.latest.iter().find(|latest| latest.name == name)
    }

    /// The last evaluation that is no restatement.
    pub fn last(&self) -> Option<&Mark> {
        self.trail.iter().rev().find(|mark| mark.restates.is_none())
    }

    /// Takes an evaluation in. A restatement of an earlier day leaves the last values alone.
    pub fn take(&mut self, seq: u64, evaluation: &Evaluation, found: &Evaluated) {
        let newest = self.last().is_none_or(|last| evaluation.on >= last.on);
        let mark = Mark { seq, on: evaluation.on, restates: evaluation.restates };
        self.trail.push(mark);
        if !newest {
            return;
        }
        self.set = evaluation.set;
        self.input = found.input;
        self.look = found.look;
        let latest = |figure: &Figure| Latest {
            name: evaluation.word(figure.name).into(),
            value: figure.value.clone(),
            band: figure.band.map(|band| evaluation.word(band).into()),
            until: figure.until,
        };
        self.latest = found.figures.iter().map(latest).collect();
    }
}
