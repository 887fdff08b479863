//! A document of no format: what a writer of html, docx, xlsx, csv or json needs, and no more.
//!
//! Words are ready to be read, in one language. What machines read stands beside them: ids of tables and columns,
//! codes of cells, entries of the journal.

use alloc::string::String;
use alloc::vec::Vec;

use chrono::NaiveDate;

use super::Source;
use crate::ids::SchoolId;
use crate::view::Head;

/// Whose eyes a document is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Anybody: no personal data.
    Public,
    /// Those who work with the programme: people stand as numbers.
    Numbers,
    /// Those who may see names.
    Names,
    /// Those who may see everything that a base holds of a person.
    Personal,
}

impl Audience {
    /// As files write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Numbers => "numbers",
            Self::Names => "names",
            Self::Personal => "personal",
        }
    }
}

/// Which state a document shows: enough to tell later whether it still does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The kind of report: `school`, `roadmap`, …
    pub report: String,
    /// What of the kind: a programme's or a pair's number, `mentors`; empty where there is nothing to choose.
    pub what: String,
    /// Whose journal.
    pub school: SchoolId,
    /// The end of the journal.
    pub head: Head,
    /// The day that lateness was judged on.
    pub date: NaiveDate,
    /// Whose eyes it is for.
    pub audience: Audience,
}

/// A document.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// Which state it shows.
    pub stamp: Stamp,
    /// `ru` or `en`.
    pub lang: &'static str,
    /// The school, above the title.
    pub school: String,
    /// The title.
    pub title: String,
    /// Lines below the title.
    pub subtitle: Vec<String>,
    /// The approval of the head, above all else, line by line; empty: none.
    pub approval: Vec<String>,
    /// What must be known before it is passed on.
    pub warning: Option<String>,
    /// The contents.
    pub blocks: Vec<Block>,
    /// Who signs: what they are, with a blank line each; empty: nobody.
    pub signatures: Vec<String>,
    /// The foot: the end of the journal, and how to check it.
    pub foot: Vec<String>,
    /// The words that writers need beside these.
    pub words: Words,
    /// Whether a page lies on its side.
    pub wide: bool,
    /// The table that stands for the whole where there is room for one.
    pub main: &'static str,
}

/// Words that stand in every document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Words {
    /// The header of the column with the entries of the journal.
    pub entry: String,
    /// «к содержанию».
    pub skip: String,
    /// «сегодня».
    pub today: String,
    /// «подпись», «расшифровка подписи», «дата».
    pub sign: [String; 3],
    /// «страница».
    pub page: String,
    /// The months, cut short.
    pub months: Vec<String>,
}

/// A part of a document.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A heading with an anchor.
    Heading(String),
    /// A paragraph.
    Text(String),
    /// A paragraph that stands out.
    Notice(String),
    /// Named values.
    Facts(Vec<Fact>),
    /// The way through stages.
    Steps(Steps),
    /// A table.
    Table(Table),
    /// Counts as bars.
    Bars(Bars),
    /// What was planned and what was done.
    Curve(Curve),
    /// Terms along the months.
    Gantt(Gantt),
}

/// How a value is coloured and marked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tone {
    /// Neither good nor bad.
    #[default]
    Plain,
    /// Done.
    Done,
    /// Done late.
    DoneLate,
    /// Late.
    Late,
    /// Soon to be done.
    Due,
    /// Still ahead.
    Ahead,
    /// Without a term.
    Undated,
    /// Called off.
    Cancelled,
}

/// A value.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// Nothing is known.
    #[default]
    Empty,
    /// Text; line feeds part lines.
    Text(String),
    /// A number of things.
    Count(u64),
    /// A measured number; finite.
    Number(f64),
    /// A part of a whole, which is not zero.
    Share(u64, u64),
    /// A day.
    Day(NaiveDate),
}

impl Value {
    /// A part of a whole; nothing where there is no whole.
    pub fn share(part: u64, whole: u64) -> Self {
        if whole == 0 { Self::Empty } else { Self::Share(part, whole) }
    }

    /// The share in tenths of a per cent, rounded to the nearest.
    pub fn permille(part: u64, whole: u64) -> u64 {
        (part * 2000 + whole) / (2 * whole.max(1))
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        String::from(text).into()
    }
}

impl From<u64> for Value {
    fn from(count: u64) -> Self {
        Self::Count(count)
    }
}

impl From<Option<u64>> for Value {
    fn from(count: Option<u64>) -> Self {
        count.map_or(Self::Empty, Self::Count)
    }
}

impl From<NaiveDate> for Value {
    fn from(day: NaiveDate) -> Self {
        Self::Day(day)
    }
}

impl From<Option<NaiveDate>> for Value {
    fn from(day: Option<NaiveDate>) -> Self {
        day.map_or(Self::Empty, Self::Day)
    }
}

/// A named value.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// Its name for machines.
    pub id: &'static str,
    /// Its name.
    pub label: String,
    /// The value.
    pub value: Value,
    /// How it is marked.
    pub tone: Tone,
    /// The entries it rests on, in order.
    pub sources: Vec<Source>,
}

/// A cell of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    /// What people read.
    pub value: Value,
    /// What machines read in place of it.
    pub code: Option<String>,
    /// How it is marked.
    pub tone: Tone,
}

impl<T: Into<Value>> From<T> for Cell {
    fn from(value: T) -> Self {
        Self { value: value.into(), ..Self::default() }
    }
}

impl Cell {
    /// The same with what machines read.
    #[must_use]
    pub fn code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }

    /// The same, marked.
    #[must_use]
    pub fn tone(mut self, tone: Tone) -> Self {
        self.tone = tone;
        self
    }
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its name for machines.
    pub id: &'static str,
    /// Its header.
    pub title: String,
    /// Its share of the width.
    pub width: u16,
}

/// What a row is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// Values.
    Body,
    /// A heading across all columns, after the first cell.
    Section,
    /// The sum of the rows above.
    Total,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What it is.
    pub kind: RowKind,
    /// Its cells; a section has its number and its title.
    pub cells: Vec<Cell>,
    /// The entries it rests on, in order.
    pub sources: Vec<Source>,
}

/// A table.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Its name for machines.
    pub id: &'static str,
    /// Its caption.
    pub title: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Row>,
    /// What is said where there is no row.
    pub empty: String,
    /// Whether a last column names the entries of the journal.
    pub traced: bool,
}

/// A stage on the way.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Its title.
    pub title: String,
    /// What is known of it: «с 01.09.2023».
    pub note: String,
    /// [`Tone::Done`], [`Tone::Due`] for the one that lasts, [`Tone::Ahead`].
    pub tone: Tone,
    /// What the tone means, for those who do not see it.
    pub state: String,
    /// The entry that opened it.
    pub source: Option<Source>,
}

/// The way through stages.
#[derive(Clone, Debug, PartialEq)]
pub struct Steps {
    /// What goes this way.
    pub title: String,
    /// The stages in order.
    pub steps: Vec<Step>,
}

/// Counts as bars, each of parts that add up.
#[derive(Clone, Debug, PartialEq)]
pub struct Bars {
    /// The name.
    pub title: String,
    /// The same in sentences.
    pub description: String,
    /// What the tones mean.
    pub legend: Vec<(Tone, String)>,
    /// The bars with their parts.
    pub rows: Vec<(String, Vec<(Tone, u64)>)>,
}

/// Running totals of what was planned and what was done.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// The name.
    pub title: String,
    /// The same in sentences.
    pub description: String,
    /// The first and the last day shown.
    pub span: (NaiveDate, NaiveDate),
    /// Today.
    pub today: NaiveDate,
    /// What was planned: its name and totals by day.
    pub planned: (String, Vec<(NaiveDate, u64)>),
    /// What was done.
    pub done: (String, Vec<(NaiveDate, u64)>),
}

/// A bar along the months.
#[derive(Clone, Debug, PartialEq)]
pub struct Stretch {
    /// The first day; `None`: from the beginning.
    pub from: Option<NaiveDate>,
    /// The last day; `None`: to the end.
    pub to: Option<NaiveDate>,
    /// How it is marked.
    pub tone: Tone,
    /// What it says, for those who do not see it.
    pub label: String,
}

/// Terms along the months.
#[derive(Clone, Debug, PartialEq)]
pub struct Gantt {
    /// The name.
    pub title: String,
    /// The same in sentences.
    pub description: String,
    /// The first and the last day shown.
    pub span: (NaiveDate, NaiveDate),
    /// Today.
    pub today: NaiveDate,
    /// What the tones mean.
    pub legend: Vec<(Tone, String)>,
    /// Number, name, bars.
    pub rows: Vec<(String, String, Vec<Stretch>)>,
}
