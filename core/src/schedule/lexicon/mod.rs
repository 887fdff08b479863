//! The words that deadline phrases are made of, each in all its cases and usual abbreviations.
//!
//! A row is a stem, its endings and a meaning; `-` and an empty list stand for the stem itself. Words are looked up in
//! lower case with «е» for «ё».

mod habits;
mod links;
mod numbers;
mod references;
mod times;
mod word;

use alloc::string::String;

pub(super) use word::Word;

/// A stem, its endings and a meaning.
pub(super) type Row = (&'static str, &'static str, Word);

/// Endings of adjectives.
const ADJ: &str = "ый ий ой ая яя ое ее ые ие ого его ому ему ым им ом ем ую юю ых их ей ыми ими";
/// Endings of soft nouns: «январь».
const SOFT: &str = "ь я ю е ем и";
/// Endings of hard nouns: «март».
const HARD: &str = "- а у е ом ы ов ам ами ах";

/// The meaning of a word given in lower case, «е» for «ё».
pub(in crate::schedule) fn lookup(word: &str) -> Option<Word> {
    if word.len() > 64 {
        return None;
    }
    let found = rows().filter(|(stem, ..)| word.starts_with(stem)).find(|(stem, endings, _)| {
        let rest = &word[stem.len()..];
        ends(rest, endings)
    });
    found.map(|(.., meaning)| *meaning).or_else(|| numbers::lookup(word))
}

/// All forms that begin with the letter that `word` begins with, and what they mean.
pub(in crate::schedule) fn forms_like(word: &str) -> impl Iterator<Item = (String, Word)> {
    let first = word.chars().next();
    let alike = move |stem: &str| stem.chars().next() == first;
    let known = rows().filter(move |(stem, ..)| alike(stem)).flat_map(|(stem, endings, meaning)| {
        let endings = if endings.is_empty() { "-" } else { *endings }.split(' ');
        endings.map(move |ending| ([*stem, if ending == "-" { "" } else { ending }].concat(), *meaning))
    });
    known.chain(numbers::forms().filter(move |(form, _)| alike(form)))
}

/// The stems with their endings and meanings.
fn rows() -> impl Iterator<Item = &'static Row> {
    [times::WORDS, links::WORDS, habits::WORDS, references::WORDS].into_iter().flatten()
}

/// Whether `rest` is one of the space-separated endings, where `-` and an empty list are no ending.
fn ends(rest: &str, endings: &str) -> bool {
    match endings {
        "" => rest.is_empty(),
        list => list.split(' ').any(|ending| if ending == "-" { rest.is_empty() } else { ending == rest }),
    }
}

#[cfg(test)]
mod tests {
    use super::word::Word as W;
    use super::*;

    #[test]
    fn words_are_known_in_every_case_and_abbreviation() {
        for (word, meaning) in [
            ("сентябре", W::Month(9)),
            ("сент", W::Month(9)),
            ("нояб", W::Month(11)),
            ("мая", W::Month(5)),
            ("среду", W::Weekday(2)),
            ("средам", W::Weekdays(2)),
            ("четвертая", W::Ordinal(4)),
            ("четверти", W::Term),
            ("третья", W::Ordinal(3)),
            ("двух", W::Number(2)),
            ("трехмесячный", W::MonthsLong(3)),
            ("десятидневный", W::DaysLong(10)),
            ("недельный", W::WeeksLong(1)),
            ("летний", W::Season(6)),
            ("лет", W::Year),
            ("каникулах", W::Vacation),
        ] {
            assert_eq!(lookup(word), Some(meaning), "{word}");
        }
    }

    #[test]
    fn words_that_only_look_like_terms_are_not_known() {
        for word in ["августовский", "майка", "декан", "сентиментальный", "планета", "", "годен", "мартышка"]
        {
            assert_eq!(lookup(word), None, "{word}");
        }
    }
}
