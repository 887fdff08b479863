//! People as packed records: a word for each field, texts interned, lists in one pool.

use vekha_core::facts::{Record, Value};

use super::given::Texts;
use crate::script::api::facts::Schema;
use crate::script::api::text::fold;

/// What a field holds, over everybody of one side. The numbers are in digests of facts and stay as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    /// Nobody has it.
    Absent = 0,
    /// Whole numbers.
    Int = 1,
    /// Numbers with fractions.
    Float = 2,
    /// Yes or no.
    Bool = 3,
    /// Texts.
    Text = 4,
    /// Days.
    Date = 5,
    /// Lists of whole numbers.
    Ints = 6,
    /// Lists of texts; also where every list is empty.
    Texts = 7,
    /// Anything else, or not the same for everybody.
    Other = 8,
    /// Lists of numbers with fractions.
    Floats = 9,
    /// Numbers with fractions by name.
    Scores = 10,
}

/// Everybody of one side.
pub struct Side {
    /// What each field holds.
    pub kinds: Vec<Kind>,
    words: Vec<u64>,
    known: Vec<bool>,
}

impl Side {
    /// Whether everybody has a field, or nobody has; `None` where some have or nobody was packed.
    pub fn certain(&self, slot: u16) -> Option<bool> {
        let mut all = self.known.iter().skip(usize::from(slot)).step_by(self.kinds.len().max(1));
        let first = *all.next()?;
        all.all(|known| *known == first).then_some(first)
    }

    /// How many people there are.
    pub fn len(&self) -> usize {
        self.known.len().checked_div(self.kinds.len()).unwrap_or_default()
    }

    /// The fields of a person: a word each, and whether it is known.
    pub fn row(&self, index: usize) -> (&[u64], &[bool]) {
        let width = self.kinds.len();
        let range = index * width..(index + 1) * width;
        (&self.words[range.clone()], &self.known[range])
    }
}

/// Both sides and what their words point into.
pub struct Packed {
    /// Mentors, mentees.
    pub sides: [Side; 2],
    /// Elements of lists: numbers, or texts by their number.
    pub pool: Vec<u64>,
    /// The same with texts that differ only in spelling alike.
    pub folded: Vec<u64>,
    pub(super) texts: Texts,
}

impl Packed {
    /// Nobody yet; fields of one side are of the kinds given.
    pub(super) fn of_kinds(kinds: Vec<Kind>) -> Self {
        let side = |kinds| Side { kinds, words: Vec::new(), known: Vec::new() };
        let none = vec![Kind::Absent; kinds.len()];
        Self {
            sides: [side(kinds), side(none)],
            pool: Vec::new(),
            folded: Vec::new(),
            texts: Texts::default(),
        }
    }

    /// Packs the people.
    pub fn new(mentors: &[Record], mentees: &[Record], schema: &Schema) -> Self {
        let mut packed = Self {
            sides: [mentors, mentees].map(|people| Side {
                kinds: kinds(people, schema),
                words: Vec::new(),
                known: Vec::new(),
            }),
            pool: Vec::new(),
            folded: Vec::new(),
            texts: Texts::default(),
        };
        for (side, people) in [mentors, mentees].into_iter().enumerate() {
            for record in people {
                packed.push(side, record, schema);
            }
        }
        packed
    }

    /// The number of a text; the same for the same text.
    pub fn text(&mut self, text: &str) -> u64 {
        self.texts.number(text)
    }

    fn push(&mut self, side: usize, record: &Record, schema: &Schema) {
        let width = self.sides[side].kinds.len();
        let (mut words, mut known) = (vec![0; width], vec![false; width]);
        for (slot, value) in fields(record, schema) {
            // What has no word is of a kind that compiled code does not read; that it is there can be asked.
            words[slot] = self.word(value).unwrap_or(0);
            known[slot] = *value != Value::Unknown;
        }
        self.sides[side].words.extend(words);
        self.sides[side].known.extend(known);
    }

    fn word(&mut self, value: &Value) -> Option<u64> {
        Some(match value {
            Value::Unknown | Value::Map(_) => return None,
            Value::Bool(value) => u64::from(*value),
            Value::Int(value) => value.cast_unsigned(),
            Value::Float(value) => value.to_bits(),
            Value::Text(text) => self.text(text),
            Value::Date(day) => i64::from(chrono::Datelike::num_days_from_ce(day)).cast_unsigned(),
            Value::List(values) => {
                let start = self.pool.len() as u64;
                for value in values {
                    let word = self.word(value)?;
                    let folded = match value {
                        Value::Text(text) => self.text(&fold(text)),
                        _ => word,
                    };
                    self.pool.push(word);
                    self.folded.push(folded);
                }
                (start << 32) | values.len() as u64
            }
        })
    }
}

/// The fields of a record by slot; a later spelling of one field stands over an earlier.
fn fields<'a>(record: &'a Record, schema: &Schema) -> impl Iterator<Item = (usize, &'a Value)> {
    record.0.iter().filter_map(|(name, value)| Some((schema.slot(name)?, value)))
}

fn kinds(people: &[Record], schema: &Schema) -> Vec<Kind> {
    let mut kinds = vec![Kind::Absent; schema.len()];
    let mut empty = vec![false; schema.len()];
    for record in people {
        for (slot, value) in fields(record, schema) {
            match kind(value) {
                None => empty[slot] |= matches!(value, Value::List(_)),
                Some(kind) if kinds[slot] == Kind::Absent => kinds[slot] = kind,
                Some(kind) if kinds[slot] != kind => kinds[slot] = Kind::Other,
                Some(_) => (),
            }
        }
    }
    for (kind, empty) in kinds.iter_mut().zip(empty) {
        match kind {
            Kind::Absent if empty => *kind = Kind::Texts,
            Kind::Ints | Kind::Texts | Kind::Other | Kind::Absent => (),
            other if empty => *other = Kind::Other,
            _ => (),
        }
    }
    kinds
}

/// The kind of a value; none of the unknown and of an empty list, which say nothing.
fn kind(value: &Value) -> Option<Kind> {
    Some(match value {
        Value::Unknown => return None,
        Value::Bool(_) => Kind::Bool,
        Value::Int(_) => Kind::Int,
        Value::Float(_) => Kind::Float,
        Value::Text(_) => Kind::Text,
        Value::Date(_) => Kind::Date,
        Value::Map(_) => Kind::Other,
        Value::List(values) => {
            let first = values.first()?;
            let all = match first {
                Value::Int(_) => {
                    values.iter().all(|value| matches!(value, Value::Int(_))).then_some(Kind::Ints)
                }
                Value::Text(_) => {
                    values.iter().all(|value| matches!(value, Value::Text(_))).then_some(Kind::Texts)
                }
                _ => None,
            };
            all.unwrap_or(Kind::Other)
        }
    })
}
