//! Typed reading of TOML tables that notes every problem and goes on.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeSet;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::diagnostic::{Code, Diagnostic};
use super::machine::Words;
use super::names::nearest;
use super::term::{Term, TermError};
use super::vocabulary::{Known, Vocabulary};

/// A value with its place.
#[derive(Clone, Debug)]
pub(super) struct At<T> {
    pub value: T,
    pub span: Range<usize>,
}

/// What the reading is checked against and what it found.
pub(super) struct Reader<'v> {
    pub vocabulary: &'v Vocabulary,
    pub diagnostics: Vec<Diagnostic>,
    /// Something that shapes the graph could not be read: what can be reached is then anybody's guess.
    pub doubtful: bool,
}

/// More stages, transitions or requirements than this are no definition for people, and the checks of the whole
/// look at every two of them.
const MOST_TABLES: usize = 300;

/// Keys that shape the graph.
const SHAPING: &[&str] = &["stage", "transition", "outcome", "from", "to"];

/// A table whose keys are taken one by one; those left are unknown.
pub(super) struct Fields<'a, 'i> {
    table: &'a DeTable<'i>,
    /// Where a missing key is reported.
    pub span: Range<usize>,
    /// For people: `stage`, `transition`.
    pub name: &'static str,
    known: BTreeSet<&'static str>,
}

impl<'a, 'i> Fields<'a, 'i> {
    pub fn new(table: &'a DeTable<'i>, span: Range<usize>, name: &'static str) -> Self {
        Self { table, span, name, known: BTreeSet::new() }
    }

    pub fn take(&mut self, key: &'static str) -> Option<&'a Spanned<DeValue<'i>>> {
        self.known.insert(key);
        self.table.get(key)
    }

    pub fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Where the value of a key stands, or the table where it has none.
    pub fn place(&self, key: &str) -> Range<usize> {
        self.table.get(key).map_or_else(|| self.span.clone(), Spanned::span)
    }
}

impl Reader<'_> {
    pub fn note(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    fn wrong_type(&mut self, key: &str, expected: &'static str, found: &Spanned<DeValue<'_>>) {
        self.note(
            Diagnostic::new(Code::WrongType, found.span())
                .with("key", key)
                .with("expected", expected)
                .with("found", found.get_ref().type_str()),
        );
    }

    /// Reports the keys that nobody took.
    pub fn finish(&mut self, fields: Fields<'_, '_>) {
        for key in fields.table.keys() {
            let name: &str = key.get_ref();
            if !fields.known.contains(name) {
                let meant = nearest(name, fields.known.iter().copied());
                self.doubtful |= meant.as_deref().is_some_and(|meant| SHAPING.contains(&meant));
                self.note(
                    Diagnostic::new(Code::UnknownKey, key.span())
                        .with("key", name)
                        .with("table", fields.name)
                        .meant(meant),
                );
            }
        }
    }

    pub fn missing(&mut self, fields: &Fields<'_, '_>, key: &'static str) {
        self.note(
            Diagnostic::new(Code::MissingKey, fields.span.clone())
                .with("key", key)
                .with("table", fields.name),
        );
    }

    pub fn text(&mut self, fields: &mut Fields<'_, '_>, key: &'static str) -> Option<At<String>> {
        let found = fields.take(key)?;
        match found.get_ref() {
            DeValue::String(text) => Some(At { value: text.as_ref().to_owned(), span: found.span() }),
            _ => {
                self.wrong_type(key, "string", found);
                None
            }
        }
    }

    pub fn need_text(&mut self, fields: &mut Fields<'_, '_>, key: &'static str) -> Option<At<String>> {
        if !fields.has(key) {
            fields.take(key);
            self.missing(fields, key);
        }
        self.text(fields, key)
    }

    /// An id: letters and digits of any alphabet, `.`, `-`, `_`; it may be typed on a command line.
    pub fn need_id(&mut self, fields: &mut Fields<'_, '_>, key: &'static str) -> Option<At<String>> {
        let id = self.need_text(fields, key)?;
        let good = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
        if id.value.is_empty() || id.value.chars().count() > 64 || !id.value.chars().all(good) {
            self.note(Diagnostic::new(Code::BadId, id.span.clone()).with("id", id.value.as_str()));
        }
        Some(id)
    }

    pub fn flag(&mut self, fields: &mut Fields<'_, '_>, key: &'static str) -> Option<At<bool>> {
        let found = fields.take(key)?;
        match found.get_ref() {
            DeValue::Boolean(value) => Some(At { value: *value, span: found.span() }),
            _ => {
                self.wrong_type(key, "boolean", found);
                None
            }
        }
    }

    /// A whole number from 1 to `most`.
    pub fn number(&mut self, fields: &mut Fields<'_, '_>, key: &'static str, most: u32) -> Option<u32> {
        let found = fields.take(key)?;
        let DeValue::Integer(number) = found.get_ref() else {
            self.wrong_type(key, "integer", found);
            return None;
        };
        let value = u32::from_str_radix(number.as_str(), number.radix()).ok();
        let value = value.filter(|value| (1..=most).contains(value));
        if value.is_none() {
            self.bad_value(key, number.as_str(), &alloc::format!("1–{most}"), None, found.span());
        }
        value
    }

    pub fn bad_value(
        &mut self,
        key: &'static str,
        value: &str,
        allowed: &str,
        meant: Option<String>,
        span: Range<usize>,
    ) {
        self.note(
            Diagnostic::new(Code::BadValue, span)
                .with("key", key)
                .with("value", value)
                .with("allowed", allowed)
                .meant(meant),
        );
    }

    /// One of a few words.
    pub fn choice<T: Copy>(
        &mut self,
        fields: &mut Fields<'_, '_>,
        key: &'static str,
        choices: &[(&'static str, T)],
    ) -> Option<At<T>> {
        let text = self.text(fields, key)?;
        if let Some((_, value)) = choices.iter().find(|(name, _)| *name == text.value) {
            return Some(At { value: *value, span: text.span });
        }
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        let meant = nearest(&text.value, names.iter().copied());
        self.bad_value(key, &text.value, &names.join(" | "), meant, text.span);
        None
    }

    /// A list of strings; one string is a list of one.
    pub fn list(&mut self, fields: &mut Fields<'_, '_>, key: &'static str) -> Vec<At<String>> {
        let Some(found) = fields.take(key) else { return Vec::new() };
        let items = match found.get_ref() {
            DeValue::String(text) => {
                return Vec::from([At { value: text.as_ref().to_owned(), span: found.span() }]);
            }
            DeValue::Array(items) => items,
            _ => {
                self.wrong_type(key, "strings", found);
                return Vec::new();
            }
        };
        let mut list = Vec::new();
        for item in items.iter() {
            match item.get_ref() {
                DeValue::String(text) => {
                    list.push(At { value: text.as_ref().to_owned(), span: item.span() });
                }
                _ => self.wrong_type(key, "string", item),
            }
        }
        list
    }

    /// The tables of `[[key]]`, or of `key = [{…}, {…}]`.
    pub fn tables<'a, 'i>(
        &mut self,
        fields: &mut Fields<'a, 'i>,
        key: &'static str,
        name: &'static str,
    ) -> Vec<Fields<'a, 'i>> {
        let Some(found) = fields.take(key) else { return Vec::new() };
        let DeValue::Array(items) = found.get_ref() else {
            self.wrong_type(key, "tables", found);
            return Vec::new();
        };
        if items.len() > MOST_TABLES {
            // What would be left out shapes the graph.
            self.doubtful = true;
            let place = items[MOST_TABLES].span();
            self.note(
                Diagnostic::new(Code::TooMany, place).with("key", key).with("most", MOST_TABLES.to_string()),
            );
        }
        let mut tables = Vec::new();
        for item in items.iter().take(MOST_TABLES) {
            match item.get_ref() {
                DeValue::Table(table) => tables.push(Fields::new(table, item.span(), name)),
                _ => self.wrong_type(key, "table", item),
            }
        }
        tables
    }

    /// Words in both languages, or one string that serves for both. A language that is missing is a warning, and
    /// the other serves.
    pub fn words(&mut self, fields: &mut Fields<'_, '_>, key: &'static str) -> Option<At<Words>> {
        let found = fields.take(key)?;
        let span = found.span();
        let table = match found.get_ref() {
            DeValue::Table(table) => table,
            DeValue::String(text) if !text.trim().is_empty() => {
                let lang =
                    if text.chars().any(|c| ('\u{400}'..='\u{4ff}').contains(&c)) { "en" } else { "ru" };
                self.note(Diagnostic::new(Code::MissingLanguage, span.clone()).with("lang", lang).warning());
                return Some(At { value: Words { ru: text.to_string(), en: text.to_string() }, span });
            }
            _ => {
                self.wrong_type(key, "words", found);
                return None;
            }
        };
        let mut inner = Fields::new(table, span.clone(), "words");
        let [ru, en] = ["ru", "en"].map(|lang| {
            let text = self.text(&mut inner, lang).map(|text| text.value).unwrap_or_default();
            (!text.trim().is_empty()).then_some(text)
        });
        self.finish(inner);
        for (lang, _) in [("ru", &ru), ("en", &en)].iter().filter(|(_, text)| text.is_none()) {
            let diagnostic = Diagnostic::new(Code::MissingLanguage, span.clone()).with("lang", *lang);
            let one_serves = ru.is_some() || en.is_some();
            self.note(if one_serves { diagnostic.warning() } else { diagnostic });
        }
        let words = match (ru, en) {
            (Some(ru), Some(en)) => Words { ru, en },
            (Some(one), None) | (None, Some(one)) => Words { ru: one.clone(), en: one },
            (None, None) => Words::default(),
        };
        Some(At { value: words, span })
    }

    pub fn need_words(&mut self, fields: &mut Fields<'_, '_>, key: &'static str) -> Option<At<Words>> {
        if !fields.has(key) {
            fields.take(key);
            self.missing(fields, key);
        }
        self.words(fields, key)
    }

    /// A term in any of its forms.
    pub fn term(&mut self, fields: &mut Fields<'_, '_>, key: &'static str) -> Option<Term> {
        let found = fields.take(key)?;
        match found.get_ref() {
            DeValue::String(text) => self.term_text(text, found.span()),
            DeValue::Datetime(date) => self.term_text(&date.to_string(), found.span()),
            DeValue::Table(table) => {
                let mut inner = Fields::new(table, found.span(), "term");
                let tag = self.need_text(&mut inner, "task");
                let otherwise = self.text(&mut inner, "otherwise");
                self.finish(inner);
                let tag = tag?;
                self.known(&self.vocabulary.tags.clone(), Code::UnknownTag, &tag);
                let otherwise = otherwise.and_then(|text| match Term::parse(&text.value) {
                    Ok(Term::MonthDay { month, day }) => Some((month, day)),
                    Ok(_) => {
                        self.bad_term(&text.value, TermError::Form, text.span);
                        None
                    }
                    Err(error) => {
                        self.bad_term(&text.value, error, text.span);
                        None
                    }
                });
                Some(Term::Task { tag: tag.value, otherwise })
            }
            _ => {
                self.wrong_type(key, "term", found);
                None
            }
        }
    }

    fn term_text(&mut self, text: &str, span: Range<usize>) -> Option<Term> {
        Term::parse(text).map_err(|error| self.bad_term(text, error, span)).ok()
    }

    fn bad_term(&mut self, text: &str, error: TermError, span: Range<usize>) {
        let reason = match error {
            TermError::Form => "form",
            TermError::NoSuchDay => "day",
            TermError::TooFar => "far",
        };
        self.note(Diagnostic::new(Code::BadTerm, span).with("value", text).with("reason", reason));
    }

    /// Reports a name that is not in its list.
    pub fn known(&mut self, known: &Known, code: Code, name: &At<String>) {
        if let Known::Only(names) = known
            && !names.contains(&name.value)
        {
            self.note(
                Diagnostic::new(code, name.span.clone())
                    .with("name", name.value.as_str())
                    .meant(nearest(&name.value, names.iter().map(String::as_str))),
            );
        }
    }
}
