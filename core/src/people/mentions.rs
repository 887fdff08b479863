//! Where a person is named in running text: «Выдумовой А.П.», «Анне Петровне Выдумовой», «с Выдумовой».
//!
//! Names are inflected, so words are compared by their stems. A surname with initials or a first name is the person. A
//! surname by itself, or a first name with a patronymic, is too, unless somebody else may be meant.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::names::parts;
use crate::vault::{Content, Profile};

/// What a word may end in after its stem.
const ENDINGS: [&str; 34] = [
    "", "а", "у", "ы", "е", "и", "о", "я", "ю", "й", "ь", "ой", "ом", "ым", "ем", "им", "ою", "ею", "ей",
    "ая", "ую", "ый", "ий", "ия", "ию", "ии", "ием", "их", "ых", "ого", "его", "ому", "ему", "ыми",
];

/// How one person is named, and who else might be meant.
#[derive(Clone, Debug)]
pub struct Mentions {
    own: Vec<Vec<String>>,
    others: Vec<Vec<String>>,
}

/// A place in a text where a person is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Bytes of the text.
    pub at: Range<usize>,
    /// Whether nobody else can be meant.
    pub sure: bool,
}

struct Word {
    at: Range<usize>,
    text: String,
}

impl Mentions {
    /// Of everything that a person is called, among others who are called otherwise.
    pub fn of<'a>(own: impl Iterator<Item = &'a str>, others: impl Iterator<Item = &'a str>) -> Self {
        let mut own: Vec<Vec<String>> = own.map(parts).filter(|parts| !parts.is_empty()).collect();
        own.sort();
        own.dedup();
        Self { own, others: others.map(parts).filter(|parts| parts.len() > 1).collect() }
    }

    /// Every place in the text, in order.
    pub fn find(&self, text: &str) -> Vec<Mention> {
        let words = words(text);
        let mut found = Vec::new();
        let mut at = 0;
        while at < words.len() {
            // Of several spellings the one that covers most.
            let reach = self.own.iter().filter_map(|parts| reach(text, &words, at, parts));
            let Some(reach) = reach.max_by_key(|reach| reach.end - reach.start) else {
                at += 1;
                continue;
            };
            let covers = |other: Range<usize>| other.start <= reach.start && reach.end <= other.end;
            let other = |parts: &Vec<String>| {
                let around = reach.start.saturating_sub(2)..reach.end;
                around.into_iter().any(|at| self::reach(text, &words, at, parts).is_some_and(covers))
            };
            let sure = !self.others.iter().any(other) && !stranger(text, &words, &reach);
            let mut end = words[reach.end - 1].at.end;
            if words[reach.end - 1].text.chars().count() == 1 && text[end..].starts_with('.') {
                end += 1;
            }
            found.push(Mention { at: words[reach.start].at.start..end, sure });
            at = reach.end;
        }
        found
    }

    /// Whether the text names the person, perhaps.
    pub fn named(&self, text: &str) -> bool {
        !self.find(text).is_empty()
    }

    /// The text with `mark` wherever nobody else can be meant; `None` where that changes nothing.
    pub fn redacted(&self, text: &str, mark: &str) -> Option<String> {
        let (mut out, mut done) = (String::new(), 0);
        for mention in self.find(text).into_iter().filter(|mention| mention.sure) {
            out.push_str(&text[done..mention.at.start]);
            out.push_str(mark);
            done = mention.at.end;
        }
        (done > 0).then(|| out + &text[done..])
    }

    /// The same for whatever the vault holds about others; what somebody is called is left alone.
    pub fn redacted_content(&self, content: &Content, mark: &str) -> Option<Content> {
        match content {
            Content::Text(text) => self.redacted(text, mark).map(Content::Text),
            Content::Fields(fields) => {
                let (mut fields, mut changed) = (fields.clone(), false);
                for text in fields.values_mut() {
                    if let Some(new) = self.redacted(text, mark) {
                        (*text, changed) = (new, true);
                    }
                }
                changed.then_some(Content::Fields(fields))
            }
            Content::Party(profile) => {
                let fields = Content::Fields(profile.fields.clone());
                let Some(Content::Fields(fields)) = self.redacted_content(&fields, mark) else { return None };
                Some(Content::Party(Profile { fields, ..profile.clone() }))
            }
        }
    }
}

fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut open = false;
    for (at, c) in text.char_indices() {
        let inside = c.is_alphabetic() || (open && c == '-');
        let end = at + c.len_utf8();
        let lower = c.to_lowercase().map(|c| if c == 'ё' { 'е' } else { c });
        match words.last_mut().filter(|_| open && inside) {
            Some(word) => {
                word.at.end = end;
                word.text.extend(lower);
            }
            None if inside => words.push(Word { at: at..end, text: lower.collect() }),
            None => {}
        }
        open = inside;
    }
    words
}

/// The words around `at` that name somebody of these parts (surname first); needs more than a bare first name.
fn reach(text: &str, words: &[Word], at: usize, parts: &[String]) -> Option<Range<usize>> {
    let (surname, given) = parts.split_first()?;
    let follows = |from: usize, next: usize| {
        words.get(next).is_some_and(|word| {
            let gap = &text[words[from].at.end..word.at.start];
            gap.len() <= 4 && gap.chars().all(|c| c == '.' || (c.is_whitespace() && c != '\n'))
        })
    };
    // Given names from here on, each once and in order: initials or inflected.
    let run = |mut next: usize, first: bool| {
        let (start, mut from) = (next, next.wrapping_sub(1));
        for part in given {
            let joined = (first && next == start) || follows(from, next);
            if !joined || !words.get(next).is_some_and(|word| given_name(&word.text, part)) {
                break;
            }
            (from, next) = (next, next + 1);
        }
        next
    };
    if inflected(&words[at].text, surname) {
        return Some(at..run(at + 1, false));
    }
    let end = run(at, true);
    if end > at && follows(end - 1, end) && inflected(&words[end].text, surname) {
        return Some(at..end + 1);
    }
    let whole = |word: &Word| word.text.chars().count() > 1;
    (end == at + 2 && words[at..end].iter().all(whole)).then_some(at..end)
}

/// A surname by itself beside initials or a first name that are not the person's.
fn stranger(text: &str, words: &[Word], reach: &Range<usize>) -> bool {
    let gap = |from: usize, to: usize| Some(&text[words.get(from)?.at.end..words.get(to)?.at.start]);
    let single = |at: usize| words[at].text.chars().count() == 1 && text[words[at].at.end..].starts_with('.');
    let close = |gap: Option<&str>| {
        gap.is_some_and(|gap| gap.chars().all(|c| c == '.' || c == ' ' || c == '\u{a0}') && gap.len() <= 4)
    };
    let (next, start) = (reach.end, reach.start);
    let after = reach.len() == 1
        && close(gap(start, next))
        && text[words[next].at.clone()].starts_with(char::is_uppercase);
    let before = reach.len() == 1 && start > 0 && close(gap(start - 1, start)) && single(start - 1);
    after || before
}

fn given_name(word: &str, part: &str) -> bool {
    let initial = |short: &str, long: &str| short.chars().count() == 1 && long.starts_with(short);
    initial(word, part) || initial(part, word) && word.chars().count() == 1 || inflected(word, part)
}

/// Whether the word is a case of the name.
fn inflected(word: &str, name: &str) -> bool {
    if word == name {
        return true;
    }
    let stem = stem(name);
    stem.chars().count() > 1
        && name.chars().count() > 2
        && word.strip_prefix(stem).is_some_and(|ending| ENDINGS.contains(&ending))
}

fn stem(name: &str) -> &str {
    for ending in ["ий", "ый", "ой", "ая", "яя"] {
        if let Some(stem) = name.strip_suffix(ending).filter(|stem| stem.chars().count() > 2) {
            return stem;
        }
    }
    name.strip_suffix(['а', 'я', 'о', 'е', 'й', 'ь']).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::borrow::ToOwned;

    fn mentions(others: &[&str]) -> Mentions {
        Mentions::of(["Выдумова Алёна Петровна", "Выдумова А.П."].into_iter(), others.iter().copied())
    }

    #[track_caller]
    fn check(others: &[&str], text: &str, expected: Option<&str>) {
        assert_eq!(mentions(others).redacted(text, "[…]"), expected.map(ToOwned::to_owned), "{text}");
    }

    #[test]
    fn a_person_is_found_in_every_case_and_order() {
        for (text, expected) in [
            ("Выдумова Алена Петровна не пришла", "[…] не пришла"),
            ("встреча с Выдумовой А. П., тема", "встреча с […], тема"),
            ("ВЫДУМОВОЙ Алёне", "[…]"),
            ("А.П. Выдумова и А.П.Выдумовой", "[…] и […]"),
            ("для Алёны Петровны Выдумовой.", "для […]."),
            ("спросить Алёну Петровну", "спросить […]"),
            ("Выдумову перевели; Выдумова\nА.П. знает", "[…] перевели; […]\nА.П. знает"),
            ("Спросить Выдумову, Иван", "Спросить […], Иван"),
        ] {
            check(&[], text, Some(expected));
        }
    }

    #[test]
    fn other_words_are_left_alone() {
        for text in ["Выдумовский переулок", "Алёна пришла", "А.П. подписала", "выдумка", ""]
        {
            check(&[], text, None);
        }
    }

    #[test]
    fn who_might_be_somebody_else_is_told_and_not_removed() {
        let brother = ["Выдумов Игорь Ильич"];
        check(&brother, "Выдумов опоздал", None);
        assert!(mentions(&brother).named("Выдумов опоздал"));
        check(&brother, "Выдумова А.П. и Выдумов И.И.", Some("[…] и Выдумов И.И."));
        check(&[], "Выдумов И.И. и С.С. Выдумов, Выдумов Сергей", None);
        check(&["Придумова Алёна Петровна"], "Алёна Петровна", None);
        check(&["Выдумова Анна Павловна"], "Выдумова А.П.", None);
        check(&["Выдумова Анна Павловна"], "Выдумова Алёна", Some("[…]"));
    }

    #[test]
    fn names_from_all_fields_go_but_not_what_somebody_is_called() {
        let mut fields = alloc::collections::BTreeMap::new();
        fields.insert("note".to_owned(), "дочь Выдумовой А.П.".to_owned());
        let name = "Выдумова Ольга".to_owned();
        let before = Content::Party(Profile { name: name.clone(), spellings: Vec::new(), fields });
        let Some(Content::Party(after)) = mentions(&[&name]).redacted_content(&before, "[…]") else {
            panic!("nothing changed")
        };
        assert_eq!((after.name, after.fields["note"].as_str()), (name, "дочь […]"));
        assert_eq!(mentions(&[]).redacted_content(&Content::Text("никого".to_owned()), "[…]"), None);
    }
}
