//! The facts about one pair, mentor, programme or school as words: what indicators are computed from in bulk.
//!
//! A fact stands at the slot of its standard field ([`slot`]); texts are numbers of [`Texts`], lists lie in a pool. The
//! same facts as a [`Record`] are what the interpreter reads and what people see.

use std::collections::{BTreeMap, HashMap};

use chrono::{Datelike as _, NaiveDate};
use vekha_core::digest::Digest;
use vekha_core::facts::{Record, Value};

use super::pack::Kind;
use crate::script::api::facts::FIELDS;

/// The slot of a standard field; a name that is none does not compile.
pub const fn slot(name: &str) -> u16 {
    let mut at = 0;
    while at < FIELDS.len() {
        if same(FIELDS[at].0.as_bytes(), name.as_bytes()) {
            return at as u16;
        }
        at += 1;
    }
    panic!("no such field")
}

const fn same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut at = 0;
    while at < a.len() {
        if a[at] != b[at] {
            return false;
        }
        at += 1;
    }
    true
}

/// Texts by number, each once.
#[derive(Debug, Default)]
pub struct Texts {
    numbers: HashMap<String, u64>,
    texts: Vec<String>,
    /// Texts after a prefix and a dot: prefix, number.
    joined: HashMap<String, Vec<(&'static str, u64)>>,
}

impl Texts {
    /// The number of a text; the same for the same text.
    pub fn number(&mut self, text: &str) -> u64 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = self.texts.len() as u64;
        self.numbers.insert(text.to_owned(), number);
        self.texts.push(text.to_owned());
        number
    }

    /// The number of `prefix.text`.
    pub fn joined(&mut self, prefix: &'static str, text: &str) -> u64 {
        let known = self.joined.get(text).and_then(|known| known.iter().find(|(known, _)| *known == prefix));
        if let Some((_, number)) = known {
            return *number;
        }
        let number = self.number(&format!("{prefix}.{text}"));
        self.joined.entry(text.to_owned()).or_default().push((prefix, number));
        number
    }

    /// The text of a number; empty for one that was never given.
    pub fn text(&self, number: u64) -> &str {
        usize::try_from(number).ok().and_then(|at| self.texts.get(at)).map_or("", String::as_str)
    }
}

/// The facts about one subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    pub(super) words: Vec<u64>,
    pub(super) known: Vec<bool>,
    pub(super) kinds: Vec<Kind>,
    pub(super) pool: Vec<u64>,
}

impl Default for Given {
    fn default() -> Self {
        let count = FIELDS.len();
        Self {
            words: vec![0; count],
            known: vec![false; count],
            kinds: vec![Kind::Absent; count],
            pool: Vec::new(),
        }
    }
}

impl Given {
    /// Forgets everything, to be filled anew.
    pub fn clear(&mut self) {
        self.words.fill(0);
        self.known.fill(false);
        self.kinds.fill(Kind::Absent);
        self.pool.clear();
    }

    fn put(&mut self, slot: u16, kind: Kind, word: u64) {
        let at = usize::from(slot);
        (self.words[at], self.known[at], self.kinds[at]) = (word, true, kind);
    }

    /// Nobody knows it any more.
    pub fn remove(&mut self, slot: u16) {
        let at = usize::from(slot);
        (self.words[at], self.known[at], self.kinds[at]) = (0, false, Kind::Absent);
    }

    /// A whole number.
    pub fn int(&mut self, slot: u16, value: impl Into<i64>) {
        self.put(slot, Kind::Int, value.into().cast_unsigned());
    }

    /// The whole number at a slot; `None` where there is none.
    pub fn int_at(&self, slot: u16) -> Option<i64> {
        let at = usize::from(slot);
        (self.kinds[at] == Kind::Int).then(|| self.words[at].cast_signed())
    }

    /// The number of the text at a slot; `None` where there is none.
    pub fn text_at(&self, slot: u16) -> Option<u64> {
        let at = usize::from(slot);
        (self.kinds[at] == Kind::Text).then(|| self.words[at])
    }

    /// Whether a field is filled.
    pub fn has(&self, slot: u16) -> bool {
        self.known[usize::from(slot)]
    }

    /// Yes or no.
    pub fn bool(&mut self, slot: u16, value: bool) {
        self.put(slot, Kind::Bool, u64::from(value));
    }

    /// A number with a fraction.
    pub fn float(&mut self, slot: u16, value: f64) {
        self.put(slot, Kind::Float, value.to_bits());
    }

    /// A day.
    pub fn date(&mut self, slot: u16, value: NaiveDate) {
        self.put(slot, Kind::Date, i64::from(value.num_days_from_ce()).cast_unsigned());
    }

    /// A text, by its number.
    pub fn text(&mut self, slot: u16, number: u64) {
        self.put(slot, Kind::Text, number);
    }

    /// A list of texts, by their numbers.
    pub fn texts(&mut self, slot: u16, numbers: impl IntoIterator<Item = u64>) {
        self.list(slot, Kind::Texts, numbers);
    }

    /// A list of whole numbers.
    pub fn ints(&mut self, slot: u16, values: impl IntoIterator<Item = i64>) {
        self.list(slot, Kind::Ints, values.into_iter().map(i64::cast_unsigned));
    }

    /// A list of numbers with fractions.
    pub fn floats(&mut self, slot: u16, values: impl IntoIterator<Item = f64>) {
        self.list(slot, Kind::Floats, values.into_iter().map(f64::to_bits));
    }

    /// Numbers by name, in the order of the names.
    pub fn scores(&mut self, slot: u16, entries: impl IntoIterator<Item = (u64, f64)>) {
        let start = self.pool.len() as u64;
        for (name, value) in entries {
            self.pool.extend([name, value.to_bits()]);
        }
        let count = (self.pool.len() as u64 - start) / 2;
        self.put(slot, Kind::Scores, (start << 32) | count);
    }

    fn list(&mut self, slot: u16, kind: Kind, words: impl IntoIterator<Item = u64>) {
        let start = self.pool.len() as u64;
        self.pool.extend(words);
        let count = self.pool.len() as u64 - start;
        self.put(slot, kind, (start << 32) | count);
    }

    fn elements(&self, at: usize) -> &[u64] {
        let (start, count) = ((self.words[at] >> 32) as usize, (self.words[at] & 0xffff_ffff) as usize);
        let width = if self.kinds[at] == Kind::Scores { 2 } else { 1 };
        self.pool.get(start..start + count * width).unwrap_or_default()
    }

    /// Whether a field is the same here and there, whatever lies before it in the pools.
    pub(super) fn is_same(&self, other: &Self, slot: u16) -> bool {
        let at = usize::from(slot);
        if self.kinds[at] != other.kinds[at] {
            return false;
        }
        match self.kinds[at] {
            Kind::Ints | Kind::Floats | Kind::Texts | Kind::Scores => self.elements(at) == other.elements(at),
            _ => self.words[at] == other.words[at],
        }
    }

    /// The digest of the facts; the day itself is none. SHA-256 over each known field in the order of the slots: the
    /// slot (u16), the kind (u8), then the word (u64), or the number of elements (u64) and the elements; a text is its
    /// length (u64) and its bytes. Numbers are little endian. `bytes` is room to work in.
    pub fn digest(&self, texts: &Texts, bytes: &mut Vec<u8>) -> Digest {
        const TODAY: usize = slot("today") as usize;
        bytes.clear();
        for at in (0..self.words.len()).filter(|at| self.known[*at] && *at != TODAY) {
            let kind = self.kinds[at];
            bytes.extend_from_slice(&(at as u16).to_le_bytes());
            bytes.push(kind as u8);
            let put = |bytes: &mut Vec<u8>, word: u64, text: bool| match text {
                true => {
                    let text = texts.text(word);
                    bytes.extend_from_slice(&(text.len() as u64).to_le_bytes());
                    bytes.extend_from_slice(text.as_bytes());
                }
                false => bytes.extend_from_slice(&word.to_le_bytes()),
            };
            match kind {
                Kind::Ints | Kind::Floats | Kind::Texts | Kind::Scores => {
                    let elements = self.elements(at);
                    bytes.extend_from_slice(&(elements.len() as u64).to_le_bytes());
                    for (index, word) in elements.iter().enumerate() {
                        let text = kind == Kind::Texts || (kind == Kind::Scores && index % 2 == 0);
                        put(bytes, *word, text);
                    }
                }
                _ => put(bytes, self.words[at], kind == Kind::Text),
            }
        }
        Digest::of_bytes(bytes)
    }

    /// The facts as the interpreter reads them.
    pub fn record(&self, texts: &Texts) -> Record {
        let known = (0..self.words.len()).filter(|at| self.known[*at]);
        Record(known.map(|at| (FIELDS[at].0.to_owned(), self.value(at, texts))).collect())
    }

    fn value(&self, at: usize, texts: &Texts) -> Value {
        let plain = |kind, word| plain(kind, word, texts);
        let list = |kind| Value::List(self.elements(at).iter().map(|word| plain(kind, *word)).collect());
        match self.kinds[at] {
            Kind::Ints => list(Kind::Int),
            Kind::Floats => list(Kind::Float),
            Kind::Texts => list(Kind::Text),
            Kind::Scores => {
                let entry =
                    |pair: &[u64]| (texts.text(pair[0]).to_owned(), Value::Float(f64::from_bits(pair[1])));
                Value::Map(self.elements(at).chunks_exact(2).map(entry).collect::<BTreeMap<_, _>>())
            }
            kind => plain(kind, self.words[at]),
        }
    }
}

/// A value of one word.
pub(super) fn plain(kind: Kind, word: u64, texts: &Texts) -> Value {
    match kind {
        Kind::Int => Value::Int(word.cast_signed()),
        Kind::Float => Value::Float(f64::from_bits(word)),
        Kind::Bool => Value::Bool(word != 0),
        Kind::Text => Value::Text(texts.text(word).to_owned()),
        Kind::Date => day(word).map_or(Value::Unknown, Value::Date),
        _ => Value::Unknown,
    }
}

fn day(word: u64) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(word.cast_signed()).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::api::facts::Schema;

    #[test]
    fn every_field_has_a_slot_of_its_own() {
        let schema = Schema::of([]);
        for (at, (english, russian, _)) in FIELDS.iter().enumerate() {
            assert_eq!((schema.slot(english), schema.slot(russian)), (Some(at), Some(at)), "{english}");
            assert_eq!(usize::from(slot(english)), at);
        }
    }

    #[test]
    fn facts_are_read_back_as_they_were_given() {
        let (mut given, mut texts) = (Given::default(), Texts::default());
        let day = NaiveDate::from_ymd_opt(2024, 5, 31).unwrap();
        given.int(slot("meetings_held"), 7);
        given.date(slot("today"), day);
        given.bool(slot("completed"), true);
        given.text(slot("form"), texts.number("teacher-teacher"));
        given.texts(slot("consents"), [texts.number("mentor.order")]);
        given.floats(slot("expectations"), [8.5]);
        given.ints(slot("curator_scale"), [2, 0]);
        given.scores(slot("before"), [(texts.number("mentee.comfort"), 5.0)]);
        let record = Record::default()
            .with("meetings_held", 7)
            .with("today", day)
            .with("completed", true)
            .with("form", "teacher-teacher")
            .with("consents", vec!["mentor.order"])
            .with("expectations", vec![8.5])
            .with("curator_scale", vec![2, 0])
            .with("before", Value::Map([("mentee.comfort".to_owned(), Value::Float(5.0))].into()));
        assert_eq!(given.record(&texts), record);
        given.clear();
        assert_eq!((given.record(&texts), &given), (Record::default(), &Given::default()));
    }

    #[test]
    fn the_digest_is_of_the_facts_and_not_of_the_day() {
        let (mut one, mut texts) = (Given::default(), Texts::default());
        let mut bytes = Vec::new();
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        one.int(slot("meetings_held"), 7);
        one.texts(slot("consents"), [texts.number("a"), texts.number("bc")]);
        let first = one.digest(&texts, &mut bytes);
        one.date(slot("today"), day("2024-05-31"));
        assert_eq!(one.digest(&texts, &mut bytes), first);
        // The numbers that texts happen to have are no facts.
        let (mut other, mut more) = (Given::default(), Texts::default());
        more.number("z");
        other.texts(slot("consents"), [more.number("a"), more.number("bc")]);
        other.int(slot("meetings_held"), 7);
        assert_eq!(other.digest(&more, &mut bytes), first);
        other.texts(slot("consents"), [more.number("ab"), more.number("c")]);
        assert_ne!(other.digest(&more, &mut bytes), first);
        other.remove(slot("consents"));
        assert_ne!(other.digest(&more, &mut bytes), first);
    }
}
