//! Numbers in words, and the adjectives of length made of them.

use alloc::string::String;

use super::word::Word as W;
use super::{ADJ, ends};

/// Cardinals, ordinals and the adjectives of length made of them: (cardinal forms, ordinal stem, prefix, value).
const NUMBERS: &[(&str, &str, &str, u32)] = &[
    ("один одна одно одного одной одну", "перв", "одно", 1),
    ("два две двух двум", "втор", "двух", 2),
    ("три трех трем", "трет", "трех", 3),
    ("четыре четырех четырем", "четверт", "четырех", 4),
    ("пять пяти", "пят", "пяти", 5),
    ("шесть шести", "шест", "шести", 6),
    ("семь семи", "седьм", "семи", 7),
    ("восемь восьми", "восьм", "восьми", 8),
    ("девять девяти", "девят", "девяти", 9),
    ("десять десяти", "десят", "десяти", 10),
    ("одиннадцать одиннадцати", "одиннадцат", "одиннадцати", 11),
    ("двенадцать двенадцати", "двенадцат", "двенадцати", 12),
    ("тринадцать тринадцати", "тринадцат", "тринадцати", 13),
    ("четырнадцать четырнадцати", "четырнадцат", "четырнадцати", 14),
    ("пятнадцать пятнадцати", "пятнадцат", "пятнадцати", 15),
    ("шестнадцать шестнадцати", "шестнадцат", "шестнадцати", 16),
    ("семнадцать семнадцати", "семнадцат", "семнадцати", 17),
    ("восемнадцать восемнадцати", "восемнадцат", "восемнадцати", 18),
    ("девятнадцать девятнадцати", "девятнадцат", "девятнадцати", 19),
    ("двадцать двадцати", "двадцат", "двадцати", 20),
    ("тридцать тридцати", "тридцат", "тридцати", 30),
];

/// Endings of ordinals; «третий» has soft ones.
const ORDINAL: &str = "ый ий ой ая ья ое ье ые ьи ого ьего ому ьему ым ьим ом ьем ую ью ых ьих ей ьей";

/// Numbers in words in all their forms, and «недельный», «месячный» without a number.
pub(super) fn forms() -> impl Iterator<Item = (String, W)> {
    let numbers = NUMBERS.iter().flat_map(|(cardinal, ordinal, _, value)| {
        let cardinals = cardinal.split(' ').map(|form| (String::from(form), W::Number(*value)));
        let soft = *value == 3;
        let own = move |ending: &&str| soft == ending.starts_with('ь') || soft && *ending == "ий";
        let ordinals = ORDINAL.split(' ').filter(own).map(|ending| [*ordinal, ending].concat());
        let ordinals = ordinals.map(|form| (form, W::Ordinal(*value)));
        cardinals.chain(ordinals)
    });
    let lengths = [("недельн", W::WeeksLong(1)), ("месячн", W::MonthsLong(1))];
    let lengths = lengths
        .into_iter()
        .flat_map(|(stem, long)| ADJ.split(' ').map(move |ending| ([stem, ending].concat(), long)));
    numbers.chain(lengths)
}

/// The meaning of a number in words, or of an adjective of length.
pub(super) fn lookup(word: &str) -> Option<W> {
    for (cardinal, ordinal, prefix, value) in NUMBERS {
        if cardinal.split(' ').any(|form| form == word) {
            return Some(W::Number(*value));
        }
        if word.strip_prefix(ordinal).is_some_and(|rest| ends(rest, ORDINAL)) {
            return Some(W::Ordinal(*value));
        }
        if let Some(long) = word.strip_prefix(prefix).and_then(|rest| length(rest, *value)) {
            return Some(long);
        }
    }
    length(word, 1)
}

/// «дневный», «недельный», «месячный» after a number.
fn length(rest: &str, count: u32) -> Option<W> {
    // «3-хдневный», «10-тидневный»
    let rest = rest.strip_prefix('х').or_else(|| rest.strip_prefix("ти")).unwrap_or(rest);
    let is = |stem| rest.strip_prefix(stem).is_some_and(|ending| ends(ending, ADJ));
    if is("дневн") {
        Some(W::DaysLong(count))
    } else if is("недельн") {
        Some(W::WeeksLong(count))
    } else if is("месячн") {
        Some(W::MonthsLong(count))
    } else {
        None
    }
}
