//! The words of English terms: a school abroad, a form filled in by a program.

use super::lexicon::Word;
use Word as W;

const WORDS: &[(&str, Word)] = &[
    ("january", W::Month(1)),
    ("february", W::Month(2)),
    ("march", W::Month(3)),
    ("april", W::Month(4)),
    ("may", W::Month(5)),
    ("june", W::Month(6)),
    ("july", W::Month(7)),
    ("august", W::Month(8)),
    ("september", W::Month(9)),
    ("october", W::Month(10)),
    ("november", W::Month(11)),
    ("december", W::Month(12)),
    ("jan", W::Month(1)),
    ("feb", W::Month(2)),
    ("apr", W::Month(4)),
    ("jun", W::Month(6)),
    ("jul", W::Month(7)),
    ("aug", W::Month(8)),
    ("sep", W::Month(9)),
    ("sept", W::Month(9)),
    ("oct", W::Month(10)),
    ("nov", W::Month(11)),
    ("dec", W::Month(12)),
    ("monday", W::Weekday(0)),
    ("tuesday", W::Weekday(1)),
    ("wednesday", W::Weekday(2)),
    ("thursday", W::Weekday(3)),
    ("friday", W::Weekday(4)),
    ("saturday", W::Weekday(5)),
    ("by", W::Until),
    ("until", W::Until),
    ("till", W::Until),
    ("before", W::Until),
    ("later", W::Later),
    ("than", W::Than),
    ("from", W::From),
    ("since", W::From),
    ("to", W::By),
    ("through", W::By),
    ("after", W::After),
    ("and", W::And),
    ("in", W::In),
    ("on", W::In),
    ("during", W::During),
    ("throughout", W::During),
    ("the", W::Filler),
    ("of", W::Filler),
    ("every", W::Each),
    ("each", W::Each),
    ("once", W::TimesOver(1)),
    ("twice", W::TimesOver(2)),
    ("day", W::Day),
    ("days", W::Day),
    ("week", W::Week),
    ("weeks", W::Week),
    ("month", W::MonthUnit),
    ("months", W::MonthUnit),
    ("quarter", W::Quarter),
    ("year", W::Year),
    ("school", W::Study),
    ("academic", W::Study),
    ("daily", W::Daily),
    ("weekly", W::Weekly),
    ("monthly", W::Monthly),
    ("quarterly", W::Quarterly),
    ("annually", W::Yearly),
    ("yearly", W::Yearly),
    ("ongoing", W::Constantly),
    ("continuously", W::Constantly),
    ("needed", W::Need),
    ("request", W::Need),
    ("tbd", W::Unsettled),
    ("tba", W::Unsettled),
];

/// The meaning of a word in Latin letters. «A» and «C» alone are Russian letters more often.
pub(super) fn lookup(word: &str) -> Option<Word> {
    if !(2..=12).contains(&word.len()) || !word.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    // In small letters «no» is more often «по» of a scan.
    if word == "NO" {
        return Some(W::Not);
    }
    WORDS.iter().find(|(own, _)| word.eq_ignore_ascii_case(own)).map(|(_, meaning)| *meaning)
}
