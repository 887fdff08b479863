//! A document in a few words: «Приказ № 123 от 30.08.2023».

use chrono::NaiveDate;
use vekha_core::command::DocumentDraft;
use vekha_core::ids::Subject;

use super::args;

/// What a person wrote of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doc {
    /// Its kind: `order.pairs`, `protocol`, … or `document`.
    pub kind: String,
    /// Its number.
    pub number: Option<String>,
    /// Its date, where one was written.
    pub date: Option<NaiveDate>,
    /// The words as written.
    pub text: String,
}

/// Beginnings of words that tell a kind; the first row all of whose beginnings are there counts.
const KINDS: &[(&str, &[&str])] = &[
    ("order.pairs", &["приказ", "пар"]),
    ("order.pairs", &["приказ", "закреп"]),
    ("order.pairs", &["order", "pair"]),
    ("order.introduction", &["приказ", "внедр"]),
    ("order.introduction", &["order", "introduc"]),
    ("order.curator", &["приказ", "куратор"]),
    ("order.curator", &["order", "curator"]),
    ("order.completion", &["приказ", "заверш"]),
    ("order.completion", &["приказ", "поощр"]),
    ("order.completion", &["order", "complet"]),
    ("order", &["приказ"]),
    ("order", &["order"]),
    ("protocol", &["протокол"]),
    ("protocol", &["minutes"]),
    ("regulation", &["положени"]),
    ("regulation", &["regulation"]),
    ("roadmap", &["дорожн", "карт"]),
    ("roadmap", &["roadmap"]),
    ("report.programme", &["отчет"]),
    ("report.programme", &["report"]),
    ("swot", &["swot"]),
];

impl Doc {
    /// Reads the words; nothing in them is required.
    pub fn read(text: &str) -> Self {
        let lower = text.to_lowercase().replace('ё', "е");
        let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).collect();
        let has = |stem: &&str| words.iter().any(|word| word.starts_with(*stem));
        let kind = KINDS.iter().find(|(_, stems)| stems.iter().all(has)).map_or("document", |(kind, _)| kind);
        let date = text
            .split_whitespace()
            .find_map(|word| args::date(word.trim_matches(['.', ',', ';', '(', ')'])).ok());
        Self { kind: kind.to_owned(), number: number(text), date, text: text.trim().to_owned() }
    }

    /// The kind of evidence that it is.
    pub fn evidence(&self) -> &'static str {
        match self.kind.split('.').next() {
            Some("order") => "order",
            Some("protocol") => "protocol",
            Some("report") => "report",
            _ => "document",
        }
    }

    /// The document to be registered; of `day` where it says no date.
    pub fn draft(&self, day: NaiveDate, about: Vec<Subject>) -> DocumentDraft {
        DocumentDraft {
            kind: self.kind.clone(),
            number: self.number.clone(),
            date: self.date.unwrap_or(day),
            text: Some(self.text.clone()),
            about,
        }
    }
}

/// What follows «№», «No.» or «N».
fn number(text: &str) -> Option<String> {
    let spaced = text.replace('№', " № ");
    let mut words = spaced.split_whitespace();
    words.find(|word| matches!(*word, "№" | "N" | "No" | "No." | "no."))?;
    let word = words.next()?.trim_matches([',', ';', '.', ':', '«', '»']);
    word.chars().any(|c| c.is_ascii_digit()).then(|| word.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, kind: &str, number: Option<&str>, date: Option<&str>) {
        let doc = Doc::read(text);
        let date = date.map(|date| date.parse().unwrap());
        assert_eq!((doc.kind.as_str(), doc.number.as_deref(), doc.date), (kind, number, date), "{text}");
    }

    #[test]
    fn kind_number_and_date_are_read_from_words() {
        check("Приказ № 123", "order", Some("123"), None);
        check("Приказ №123-ОД от 30.08.2023", "order", Some("123-ОД"), Some("2023-08-30"));
        check("приказ о закреплении пар № 7 (01.11.2023)", "order.pairs", Some("7"), Some("2023-11-01"));
        check("Приказ о внедрении целевой модели", "order.introduction", None, None);
        check("Протокол педсовета №1 от 31.08.2023.", "protocol", Some("1"), Some("2023-08-31"));
        check("Order on pairs No. 12", "order.pairs", Some("12"), None);
        check("Отчёт о программе", "report.programme", None, None);
        check("Справка", "document", None, None);
        check("Приказ № …", "order", None, None);
    }
}
