//! The vocabulary of competences and requests: one thing has one name, however it was written.
//!
//! | Written | Understood by |
//! |---|---|
//! | `Классное руководство` | the name |
//! | `работа классного руководителя` | a listed synonym |
//! | `классного руководства` | the stems of the words, in any order |
//! | `кл. рук-во`, `класс. руков.` | words cut short with a dot or contracted with a hyphen |
//! | `классн рук` | beginnings of three letters or more |
//!
//! What fits two names is unknown, not the first of them.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::Deserialize;
use toml::Spanned;

use super::form::{FormError, FormProblem, at};

/// Words that carry no meaning of their own.
const IDLE: &[&str] =
    &["и", "в", "во", "с", "со", "по", "на", "для", "к", "о", "об", "от", "the", "of", "and"];

/// Endings that a stem goes without, longest first.
const ENDINGS: &[&str] = &[
    "иями", "ями", "ами", "ого", "его", "ому", "ему", "ыми", "ими", "иях", "ием", "ией", "ях", "ах", "ов",
    "ев", "ам", "ям", "ом", "ем", "ой", "ей", "ая", "яя", "ое", "ее", "ые", "ие", "ый", "ий", "ую", "юю",
    "ым", "им", "ых", "их", "ии", "ию", "ия", "а", "я", "о", "е", "ы", "и", "у", "ю", "ь", "й",
];

/// A vocabulary that a school edits: `vocabulary/competences.toml`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Terms {
    /// Every way of writing, folded → the number of the name.
    written: BTreeMap<String, usize>,
    /// The names in order, each with its ways of writing as words.
    names: Vec<(String, Vec<Vec<Word>>)>,
}

/// One word of a term.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Word {
    /// Lower case, ё as е; without a dot at the end.
    text: String,
    /// Whether a dot stood at its end.
    cut: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    term: Vec<RawTerm>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTerm {
    name: Spanned<String>,
    #[serde(default)]
    synonyms: Vec<Spanned<String>>,
    #[serde(default)]
    abbreviations: Vec<Spanned<String>>,
}

impl Terms {
    /// Reads a file.
    ///
    /// # Errors
    /// The first problem: a way of writing that stands for two names is one.
    pub fn read(source: &str) -> Result<Self, FormError> {
        let mut terms = Self::default();
        terms.add(source)?;
        Ok(terms)
    }

    /// Adds what another file says.
    ///
    /// # Errors
    /// As for [`Self::read`].
    pub fn add(&mut self, source: &str) -> Result<(), FormError> {
        let file: File = toml::from_str(source).map_err(|error| {
            let problem = FormProblem::Syntax(error.message().to_string());
            at(source, error.span().unwrap_or_default(), problem)
        })?;
        for term in file.term {
            let number = self.names.len();
            let mut ways = Vec::new();
            for way in [&term.name].into_iter().chain(&term.synonyms).chain(&term.abbreviations) {
                let words = words(way.get_ref());
                let folded = joined(&words);
                if folded.is_empty() || self.written.get(&folded).is_some_and(|other| *other != number) {
                    let problem = FormProblem::Twice(way.get_ref().clone());
                    return Err(at(source, way.span(), problem));
                }
                self.written.insert(folded, number);
                ways.push(words);
            }
            self.names.push((term.name.into_inner(), ways));
        }
        Ok(())
    }

    /// The name of what was written; `None` where the vocabulary does not know it, or knows two.
    pub fn normalise(&self, term: &str) -> Option<&str> {
        let words = words(term);
        if words.is_empty() {
            return None;
        }
        if let Some(number) = self.written.get(&joined(&words)) {
            return Some(&self.names[*number].0);
        }
        let by = |fits: &dyn Fn(&[Word]) -> bool| -> Vec<usize> {
            let fitting =
                |(_, (_, ways)): &(usize, &(String, Vec<Vec<Word>>))| ways.iter().any(|way| fits(way));
            self.names.iter().enumerate().filter(fitting).map(|(number, _)| number).collect()
        };
        let stems = stems(&words);
        let found = by(&|way| self::stems(way) == stems);
        let found = if found.is_empty() { by(&|way| abbreviates(&words, way)) } else { found };
        match found[..] {
            [only] => Some(&self.names[only].0),
            _ => None,
        }
    }

    /// The names it knows, in the order of the file.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(|(name, _)| name.as_str())
    }

    /// Whether it knows nothing.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }
}

fn words(text: &str) -> Vec<Word> {
    let lower: String =
        text.chars().flat_map(char::to_lowercase).map(|c| if c == 'ё' { 'е' } else { c }).collect();
    let dashes = lower.replace(['–', '—', '‑'], "-");
    let mut found = Vec::new();
    for part in dashes.split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '.')) {
        let mut rest = part;
        while !rest.is_empty() {
            let end = rest.find('.').map_or(rest.len(), |dot| dot + 1);
            let (word, tail) = rest.split_at(end);
            let cut = word.ends_with('.');
            let text = word.trim_matches(['.', '-']);
            if !text.is_empty() && (cut || !IDLE.contains(&text)) {
                found.push(Word { text: text.into(), cut });
            }
            rest = tail;
        }
    }
    found
}

fn joined(words: &[Word]) -> String {
    // «К.Р.» is «КР».
    let initials = words.iter().all(|word| word.text.chars().count() == 1);
    let words: Vec<String> = words.iter().map(|word| word.text.replace('-', "")).collect();
    words.join(if initials { "" } else { " " })
}

/// The stems of the words, sorted: the order of words does not tell terms apart.
fn stems(words: &[Word]) -> BTreeSet<&str> {
    words.iter().map(|word| stem(&word.text)).collect()
}

fn stem(word: &str) -> &str {
    let longest = ENDINGS.iter().find_map(|ending| {
        let rest = word.strip_suffix(ending)?;
        (rest.chars().count() >= 4).then_some(rest)
    });
    longest.unwrap_or(word)
}

/// Whether the words written are those of a way of writing, each whole or cut short, in order.
fn abbreviates(written: &[Word], way: &[Word]) -> bool {
    written.len() == way.len()
        && written.iter().zip(way).all(|(short, whole)| stands_for(short, &whole.text))
        // Beginnings alone, of one word, would make «мат» of anything.
        && (written.len() > 1 || written.iter().any(|word| word.cut || word.text.contains('-')))
}

fn stands_for(short: &Word, whole: &str) -> bool {
    if stem(&short.text) == stem(whole) {
        return true;
    }
    if let Some((start, end)) = short.text.split_once('-') {
        let contracted = whole.len() > start.len() + end.len();
        return contracted && !start.is_empty() && whole.starts_with(start) && ends_alike(whole, end);
    }
    let least = if short.cut { 1 } else { 3 };
    short.text.chars().count() >= least && whole.starts_with(short.text.as_str())
}

/// Whether a word ends so, in this case or another: «рук-ва» is «руководство» too.
fn ends_alike(whole: &str, end: &str) -> bool {
    let last_stays = |text: &str| text.chars().next_back().is_some_and(|c| "аеиоуыюяь".contains(c));
    let less = |text: &str| text.char_indices().next_back().map_or(0, |(at, _)| at);
    whole.ends_with(end)
        || (end.chars().count() > 1
            && last_stays(end)
            && last_stays(whole)
            && whole[..less(whole)].ends_with(&end[..less(end)]))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"
[[term]]
name = "классное руководство"
synonyms = ["работа классного руководителя"]
abbreviations = ["КР"]
[[term]]
name = "подготовка к ЕГЭ"
[[term]]
name = "работа с родителями"
[[term]]
name = "работа с родительским комитетом"
[[term]]
name = "цифровые инструменты"
synonyms = ["ИКТ", "ИКТ-компетенции"]
[[term]]
name = "математика"
"#;

    #[track_caller]
    fn check(written: &str, expected: Option<&str>) {
        assert_eq!(Terms::read(FILE).unwrap().normalise(written), expected, "{written}");
    }

    #[test]
    fn a_term_is_known_in_every_way_of_writing() {
        let name = Some("классное руководство");
        for written in [
            "классное руководство",
            "Классное Руководство",
            " классное  руководство; ",
            "«классное руководство»",
            "классного руководства",
            "руководство классное",
            "кл. рук-во",
            "кл.рук-во",
            "кл. рук–во",
            "кл. рук-ва",
            "класс. руководство",
            "кл. рук.",
            "классн руков",
            "кр",
            "К.Р.",
            "работу классного руководителя",
        ] {
            check(written, name);
        }
        check("подготовке к егэ", Some("подготовка к ЕГЭ"));
        check("подг. к ЕГЭ", Some("подготовка к ЕГЭ"));
        check("ИКТ-компетенций", Some("цифровые инструменты"));
        check("мат-ка", Some("математика"));
        check("матем.", Some("математика"));
    }

    #[test]
    fn what_is_not_known_or_fits_two_stays_unknown() {
        check("", None);
        check("—", None);
        check("шахматы", None);
        check("мат", None);
        check("руководство", None);
        check("классное чтение", None);
        check("работа с род.", Some("работа с родителями"));
        check("раб. с р.", Some("работа с родителями"));
        let two = "[[term]]\nname = \"классная руда\"\n[[term]]\nname = \"классное руководство\"";
        assert_eq!(Terms::read(two).unwrap().normalise("кл. рук."), Some("классное руководство"));
        assert_eq!(Terms::read(two).unwrap().normalise("кл. ру."), None);
    }

    #[test]
    fn one_way_of_writing_stands_for_one_name() {
        let source = "[[term]]\nname = \"а б\"\n[[term]]\nname = \"г\"\nsynonyms = [\"А, Б\"]\n";
        let error = Terms::read(source).unwrap_err();
        assert_eq!((error.line, error.column, error.problem), (5, 13, FormProblem::Twice("А, Б".into())));
        assert_eq!(Terms::read("[[term]]\nname = 5").unwrap_err().line, 2);
    }
}
