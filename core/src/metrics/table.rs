//! Indicators in bulk: as the event of a night carries them, and as rows keep the last of them.
//!
//! Many pairs of a school have the same value made of the same parts, so a value stands once and subjects name it by
//! its place; names stand once in the event, and once for all rows of a school in its [`Lexicon`].

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::evaluation::{
    Evaluated, Evaluation, Figure, Indicators, Latest, Mark, Named, Quantity, Words, Workings,
};
use crate::digest::Digest;
use crate::ids::Subject;
use crate::work::{DayNumber, day_number, day_of};

/// The indicators of several subjects on one day, by one script.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tabled {
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
    /// Values with what they were made of.
    pub figures: Vec<Figure>,
    /// The subjects in order.
    pub subjects: Vec<Line>,
}

/// The indicators of one subject.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// A pair, a mentor (a party), a programme or the school.
    pub subject: Subject,
    /// The digest of the facts they were computed from.
    pub input: Digest,
    /// The day on which a band may change though no fact does; `None`: never.
    pub look: Option<NaiveDate>,
    /// Places in [`Tabled::figures`], in the order of the script.
    pub figures: Vec<u32>,
}

impl Tabled {
    /// The values of several subjects; what a subject has as another has it stands once.
    pub fn pack(
        on: NaiveDate,
        set: Digest,
        script: Digest,
        restates: Option<u64>,
        all: impl IntoIterator<Item = Workings>,
    ) -> Self {
        let mut tabling = Tabling::new(on, set, script, restates);
        for Workings { subject, input, look, values } in all {
            let figures = values.into_iter().filter_map(|named| tabling.figure(named)).collect();
            tabling.line(Line { subject, input, look, figures });
        }
        tabling.done()
    }

    /// The same with every value written out.
    pub fn evaluation(&self) -> Evaluation {
        let figure = |place: &u32| self.figure(*place).cloned();
        let evaluated = |line: &Line| Evaluated {
            subject: line.subject,
            input: line.input,
            look: line.look,
            figures: line.figures.iter().filter_map(figure).collect(),
        };
        Evaluation {
            on: self.on,
            set: self.set,
            script: self.script,
            restates: self.restates,
            words: self.words.clone(),
            subjects: self.subjects.iter().map(evaluated).collect(),
        }
    }

    /// A value by its place.
    pub fn figure(&self, place: u32) -> Option<&Figure> {
        self.figures.get(usize::try_from(place).ok()?)
    }
}

/// A [`Tabled`] in the making.
#[derive(Debug)]
pub struct Tabling {
    tabled: Tabled,
    words: Words,
}

impl Tabling {
    /// Nothing yet.
    pub fn new(on: NaiveDate, set: Digest, script: Digest, restates: Option<u64>) -> Self {
        let tabled = Tabled {
            on,
            set,
            script,
            restates,
            words: Vec::new(),
            figures: Vec::new(),
            subjects: Vec::new(),
        };
        Self { tabled, words: Words::default() }
    }

    /// The place of a value; the same for the same value where it stands among the last few. Whoever knows that a
    /// value is there already asks no more. `None` for more than 65,536 different words, which no script of a bounded
    /// size can reach.
    pub fn figure(&mut self, named: Named) -> Option<u32> {
        const NEAR: usize = 64;
        let figure = self.words.pack(named)?;
        let from = self.tabled.figures.len().saturating_sub(NEAR);
        let known = self.tabled.figures[from..].iter().position(|known| *known == figure);
        let place = known.map_or(self.tabled.figures.len(), |at| from + at);
        if known.is_none() {
            self.tabled.figures.push(figure);
        }
        u32::try_from(place).ok()
    }

    /// Name and band of a value by its place.
    pub fn band(&self, place: u32) -> Option<(&str, Option<&str>)> {
        let figure = self.tabled.figure(place)?;
        let word = |at: u16| self.words.list.get(usize::from(at)).map_or("", String::as_str);
        Some((word(figure.name), figure.band.map(word)))
    }

    /// Adds a subject.
    pub fn line(&mut self, line: Line) {
        self.tabled.subjects.push(line);
    }

    /// What was put together.
    pub fn done(self) -> Tabled {
        Tabled { words: self.words.list, ..self.tabled }
    }
}

/// The words that a school's indicators are written in. Key 0.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lexicon {
    /// Each once; never taken away, since rows name them by place.
    pub words: Vec<String>,
}

impl Lexicon {
    /// The place of a word, which is added where it is new; `None` when it is full.
    pub fn place(&mut self, word: &str) -> Option<u16> {
        let at = match self.words.iter().position(|known| known == word) {
            Some(at) => at,
            None => {
                self.words.push(word.to_string());
                self.words.len() - 1
            }
        };
        u16::try_from(at).ok()
    }

    /// A word by its place; empty for a place that is none.
    pub fn word(&self, place: u16) -> &str {
        self.words.get(usize::from(place)).map_or("", String::as_str)
    }
}

/// The last values of one subject, with the way to every one before. [`Self::written_out`] is what people read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// Of what.
    pub subject: Subject,
    /// The set that computed the last values.
    pub set: Digest,
    /// The digest of the facts they were computed from.
    pub input: Digest,
    /// The day on which a band may change though no fact does.
    pub look: Option<DayNumber>,
    /// The last values, without their parts.
    pub latest: Vec<Stood>,
    /// Every evaluation, in the order they were recorded.
    pub trail: Vec<Passed>,
}

/// The last value of an indicator; names are places in the [`Lexicon`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stood {
    /// Its name.
    pub name: u16,
    /// Its value.
    pub value: Quantity,
    /// The band it falls in.
    pub band: Option<u16>,
    /// The day until which it is provisional.
    pub until: Option<DayNumber>,
}

/// Where an evaluation stands in the journal: a [`Mark`] in bulk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passed {
    /// The event.
    pub seq: u64,
    /// The day it is of.
    pub on: DayNumber,
    /// The event it restates.
    pub restates: Option<u64>,
}

/// An evaluation as a row takes it in.
#[derive(Clone, Copy, Debug)]
pub struct Taken<'a> {
    /// The event.
    pub seq: u64,
    /// The day it is of.
    pub on: DayNumber,
    /// The published set.
    pub set: Digest,
    /// The event it restates.
    pub restates: Option<u64>,
    /// The digest of the facts.
    pub input: Digest,
    /// The day on which a band may change though no fact does.
    pub look: Option<NaiveDate>,
    /// Where each word of the event stands in the lexicon.
    pub words: &'a [u16],
}

impl Standing {
    /// Nothing was computed yet.
    pub fn new(subject: Subject) -> Self {
        Self {
            subject,
            set: Digest::default(),
            input: Digest::default(),
            look: None,
            latest: Vec::new(),
            trail: Vec::new(),
        }
    }

    /// Takes an evaluation in. A restatement of an earlier day leaves the last values alone.
    pub fn take<'f>(&mut self, taken: &Taken<'_>, figures: impl Iterator<Item = &'f Figure>) {
        let last = self.trail.iter().rev().find(|passed| passed.restates.is_none());
        let newest = last.is_none_or(|last| taken.on >= last.on);
        self.trail.push(Passed { seq: taken.seq, on: taken.on, restates: taken.restates });
        if !newest {
            return;
        }
        self.set = taken.set;
        self.input = taken.input;
        self.look = taken.look.map(day_number);
        let word = |place: u16| taken.words.get(usize::from(place)).copied().unwrap_or(u16::MAX);
        let stood = |figure: &Figure| Stood {
            name: word(figure.name),
            value: figure.value.clone(),
            band: figure.band.map(word),
            until: figure.until.map(day_number),
        };
        self.latest.clear();
        self.latest.extend(figures.map(stood));
    }

    /// The row with its names and days.
    pub fn written_out(&self, lexicon: &Lexicon) -> Indicators {
        let latest = |stood: &Stood| Latest {
            name: lexicon.word(stood.name).into(),
            value: stood.value.clone(),
            band: stood.band.map(|band| lexicon.word(band).into()),
            until: stood.until.and_then(day_of),
        };
        let mark = |passed: &Passed| {
            Some(Mark { seq: passed.seq, on: day_of(passed.on)?, restates: passed.restates })
        };
        Indicators {
            subject: self.subject,
            set: self.set,
            input: self.input,
            look: self.look.and_then(day_of),
            latest: self.latest.iter().map(latest).collect(),
            trail: self.trail.iter().filter_map(mark).collect(),
        }
    }
}
