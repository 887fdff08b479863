//! Facts under other names: the same person always the same number, the same text the same words, every year moved
//! by as many.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Months, NaiveDate};
use vekha_core::digest::Digest;
use vekha_core::facts::{Record, Value};

use super::{Said, shown};
use crate::lang::Lang;
use crate::script::api::facts::{FIELDS, identifier};
use crate::script::api::text::fold;
use crate::script::kinds::answers::{Answer, Indicator, Measure, Message, Unmet};
use crate::script::kinds::pairing::{Score, Verdict};

/// Fields that number people, pairs and programmes.
const NUMBERS: [&str; 9] =
    ["id", "mentor", "mentee", "preferences", "avoids", "responsible", "curator", "pairs", "programme"];

/// One way to disguise facts.
pub struct Disguise {
    lang: Lang,
    shift: i32,
    /// Fields that stay as they are, but for their years.
    stay: BTreeSet<String>,
    /// Texts that stand in the script, folded.
    literals: BTreeSet<String>,
    numbers: BTreeMap<i64, i64>,
    texts: BTreeMap<String, String>,
    /// How often each field has named a text.
    named: BTreeMap<String, usize>,
    days: BTreeSet<NaiveDate>,
}

/// Whether a field is about somebody's birth.
pub fn is_birth(name: &str) -> bool {
    let name = name.to_lowercase();
    name.contains("birth") || name.contains("рожд")
}

fn is_year(name: &str, value: &Value) -> bool {
    let named = name == "year" || is_birth(name) || identifier(name).split('_').any(|part| part == "год");
    named && matches!(value, Value::Int(1900..=2100))
}

/// Whether a field holds days or a year.
pub fn is_timed(name: &str, value: &Value) -> bool {
    match value {
        Value::Date(_) => true,
        Value::List(values) => values.iter().any(|value| is_timed(name, value)),
        Value::Map(values) => values.values().any(|value| is_timed(name, value)),
        other => is_year(name, other),
    }
}

/// By how many years to try to shift: first a number that cannot be told from the result, then such that the same days
/// are leap days, then such that the same days are Mondays.
pub fn shifts(facts: &[Record]) -> Vec<i32> {
    let digest = Digest::of_bytes(format!("{facts:?}").as_bytes());
    let own = 2 + i32::from(digest.0[0] % 15);
    let leap = 4 * (1 + i32::from(digest.0[1] % 5));
    let mut all = vec![-own, -leap, own, leap, -28, 28];
    all.dedup();
    all
}

fn shifted(day: NaiveDate, years: i32) -> NaiveDate {
    let months = Months::new(years.unsigned_abs() * 12);
    let moved = if years < 0 { day.checked_sub_months(months) } else { day.checked_add_months(months) };
    moved.unwrap_or(day)
}

impl Disguise {
    pub fn new(lang: Lang, shift: i32, stay: BTreeSet<String>, literals: BTreeSet<String>) -> Self {
        let literals = literals.iter().map(|text| fold(text)).collect();
        let (numbers, texts, named) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        Self { lang, shift, stay, literals, numbers, texts, named, days: BTreeSet::new() }
    }

    /// Whether a day or a year was moved.
    pub fn has_shifted(&self) -> bool {
        !self.days.is_empty()
    }

    /// The records disguised, their fields named as scripts read them.
    pub fn records(&mut self, records: &[Record]) -> Vec<Record> {
        // Who is decided on comes first, so that mentor and mentee are 1 and 2.
        for record in records {
            self.value("id", record.get("id"));
        }
        records.iter().map(|record| self.record(record)).collect()
    }

    fn record(&mut self, record: &Record) -> Record {
        let mut made = Record::default();
        for (name, value) in &record.0 {
            let known = FIELDS.iter().any(|(english, ..)| english == name);
            let named = if known { name.clone() } else { identifier(name) };
            let named = if named.is_empty() { name.clone() } else { named };
            made.0.insert(named, self.value(name, value));
        }
        made
    }

    fn value(&mut self, field: &str, value: &Value) -> Value {
        let stays = self.stay.contains(field);
        match value {
            Value::Date(day) => {
                self.days.insert(*day);
                Value::Date(shifted(*day, self.shift))
            }
            Value::Int(year) if is_year(field, value) => {
                self.days.extend(NaiveDate::from_ymd_opt(*year as i32, 1, 1));
                Value::Int(year + i64::from(self.shift))
            }
            Value::List(values) => Value::List(values.iter().map(|value| self.value(field, value)).collect()),
            Value::Map(values) => {
                let entries = values.iter().map(|(name, value)| (name.clone(), self.value(field, value)));
                Value::Map(entries.collect())
            }
            Value::Int(number) if NUMBERS.contains(&field) && !stays => Value::Int(self.number(*number)),
            Value::Text(text) if NUMBERS.contains(&field) && !stays && text.parse::<i64>().is_ok() => {
                Value::Text(self.number(text.parse().unwrap_or_default()).to_string())
            }
            Value::Text(text) if !stays => Value::Text(self.text(field, text)),
            other => other.clone(),
        }
    }

    fn number(&mut self, number: i64) -> i64 {
        let next = self.numbers.len() as i64 + 1;
        *self.numbers.entry(number).or_insert(next)
    }

    /// The words for a text: alike texts have alike words.
    fn text(&mut self, field: &str, text: &str) -> String {
        let folded = fold(text);
        if folded.is_empty() || self.literals.contains(&folded) {
            return text.to_string();
        }
        if let Some(known) = self.texts.get(text) {
            return known.clone();
        }
        let alike: Vec<String> = self
            .texts
            .iter()
            .filter(|(known, _)| fold(known) == folded)
            .map(|(_, words)| words.clone())
            .collect();
        let words = match alike.first() {
            None => {
                let count = self.named.entry(field.to_string()).or_default();
                *count += 1;
                let field = shown(field, self.lang).replace('_', " ");
                format!("{} {count}", field.to_lowercase())
            }
            // Another spelling of a text that is there already.
            Some(first) => {
                let spellings = [capital(first), first.to_uppercase(), format!("{first} ")];
                let free = spellings.into_iter().find(|words| !alike.contains(words));
                free.unwrap_or_else(|| format!("{first}{}", " ".repeat(alike.len())))
            }
        };
        self.texts.insert(text.to_string(), words.clone());
        words
    }

    /// Whether two answers are the same but for the disguise.
    pub fn alike(&self, real: &Said, got: &Said) -> bool {
        match (real, got) {
            (Said::Pair(Verdict::Eligible(real)), Said::Pair(Verdict::Eligible(got))) => scores(real, got),
            (Said::Pair(Verdict::Refused(real)), Said::Pair(Verdict::Refused(got))) => self.said(real, got),
            (Said::Pair(Verdict::Unknown(real)), Said::Pair(Verdict::Unknown(got))) => same_field(real, got),
            (Said::Answer(real), Said::Answer(got)) => match (real, got) {
                (Answer::Indicators(real), Answer::Indicators(got)) => {
                    both(real, got, |real, got| self.indicators(real, got))
                }
                (Answer::Guard(Ok(())), Answer::Guard(Ok(()))) => true,
                (Answer::Guard(Err(Unmet::Reason(real))), Answer::Guard(Err(Unmet::Reason(got)))) => {
                    self.said(real, got)
                }
                (Answer::Guard(Err(Unmet::NoData(real))), Answer::Guard(Err(Unmet::NoData(got)))) => {
                    same_field(real, got)
                }
                (Answer::Messages(real), Answer::Messages(got)) => {
                    both(real, got, |real, got| self.messages(real, got))
                }
                (Answer::Any(real), Answer::Any(got)) => self.values(real, got),
                _ => false,
            },
            _ => false,
        }
    }

    fn indicators(&self, real: &Indicator, got: &Indicator) -> bool {
        let value = match (&real.value, &got.value) {
            (Measure::Number(real), Measure::Number(got)) => real.to_bits() == got.to_bits(),
            (Measure::NoData(real), Measure::NoData(got)) => same_field(real, got),
            (Measure::NotApplicable, Measure::NotApplicable) => true,
            _ => false,
        };
        let parts = both(&entries(&real.parts), &entries(&got.parts), |real, got| {
            real.0 == got.0 && self.values(real.1, got.1)
        });
        real.id == got.id && value && real.band == got.band && parts
    }

    fn messages(&self, real: &Message, got: &Message) -> bool {
        let to = real.to == got.to
            || real
                .to
                .parse()
                .ok()
                .and_then(|id: i64| self.numbers.get(&id))
                .map(ToString::to_string)
                .as_ref()
                == Some(&got.to);
        let day = |day: Option<NaiveDate>| day.map(|day| shifted(day, self.shift));
        let when = real.when == got.when || day(real.when) == got.when;
        let data = both(&entries(&real.data), &entries(&got.data), |real, got| {
            real.0 == got.0 && self.values(real.1, got.1)
        });
        to && when && data && real.channel == got.channel && real.template == got.template
    }

    fn values(&self, real: &Value, got: &Value) -> bool {
        match (real, got) {
            (Value::Text(real), Value::Text(got)) => self.said(real, got),
            (Value::Date(real), Value::Date(got)) => real == got || shifted(*real, self.shift) == *got,
            (Value::Int(real), Value::Int(got)) => {
                let year = (1900..=2100).contains(real) && real + i64::from(self.shift) == *got;
                real == got || self.numbers.get(real) == Some(got) || year
            }
            (Value::List(real), Value::List(got)) => both(real, got, |real, got| self.values(real, got)),
            (Value::Map(real), Value::Map(got)) => {
                both(&entries(real), &entries(got), |real, got| real.0 == got.0 && self.values(real.1, got.1))
            }
            (real, got) => real == got,
        }
    }

    /// Whether a sentence of the script is the same but for what it says of the facts.
    fn said(&self, real: &str, got: &str) -> bool {
        if real == got {
            return true;
        }
        let mut others: Vec<(String, String)> =
            self.texts.iter().map(|(text, words)| (text.clone(), words.clone())).collect();
        for day in &self.days {
            for form in ["%Y-%m-%d", "%d.%m.%Y", "%Y"] {
                let moved = shifted(*day, self.shift);
                others.push((day.format(form).to_string(), moved.format(form).to_string()));
            }
        }
        others.extend(self.numbers.iter().map(|(number, other)| (number.to_string(), other.to_string())));
        others.sort_by_key(|(text, _)| std::cmp::Reverse(text.len()));
        replaced(real, &others) == got
    }
}

/// Everything that is found put in the place of the other, once.
fn replaced(text: &str, others: &[(String, String)]) -> String {
    let mut made = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let found = others.iter().find(|(text, _)| !text.is_empty() && rest.starts_with(text.as_str()));
        let length = match found {
            Some((text, other)) => {
                made.push_str(other);
                text.len()
            }
            None => {
                made.push(first);
                first.len_utf8()
            }
        };
        rest = &rest[length..];
    }
    made
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn scores(real: &Score, got: &Score) -> bool {
    let criteria = both(&real.criteria, &got.criteria, |real, got| {
        real.0 == got.0
            && match (&real.1, &got.1) {
                (Ok(real), Ok(got)) => real.to_bits() == got.to_bits(),
                (Err(real), Err(got)) => same_field(real, got),
                _ => false,
            }
    });
    criteria && real.total == got.total && real.completeness == got.completeness
}

fn same_field(real: &str, got: &str) -> bool {
    real == got || identifier(real) == identifier(got)
}

fn both<T>(real: &[T], got: &[T], same: impl Fn(&T, &T) -> bool) -> bool {
    real.len() == got.len() && real.iter().zip(got).all(|(real, got)| same(real, got))
}

fn entries(map: &BTreeMap<String, Value>) -> Vec<(&String, &Value)> {
    map.iter().collect()
}
