//! Words with a slip of the pen: «сетябрь», «феварль», «ежемесячо».

use alloc::vec::Vec;

use super::lexicon::{Word, rows};

/// What a word that is not known was meant to be: one letter is missing, superfluous, wrong, or two changed places. Only
/// words that terms consist of are guessed, and only where one meaning fits.
pub(super) fn meant(word: &str) -> Option<Word> {
    let length = word.chars().count();
    if !(5..=24).contains(&length) {
        return None;
    }
    let mut found = None;
    for (stem, endings, meaning) in rows() {
        if !is_guessed(*meaning) || !same_start(word, stem) {
            continue;
        }
        for ending in if endings.is_empty() { "-" } else { endings }.split(' ') {
            let form = [*stem, if ending == "-" { "" } else { ending }].concat();
            if form.chars().count() >= 6 && one_slip(word, &form) {
                if found.is_some_and(|other| other != *meaning) {
                    return None;
                }
                found = Some(*meaning);
            }
        }
    }
    found
}

fn is_guessed(word: Word) -> bool {
    use Word as W;
    matches!(
        word,
        W::Month(_)
            | W::Weekday(_)
            | W::Weekdays(_)
            | W::Season(_)
            | W::Week
            | W::MonthUnit
            | W::Quarter
            | W::Term
            | W::HalfYear
            | W::Decade
            | W::Period
            | W::Study
            | W::During
            | W::Later
            | W::Next
            | W::Each
            | W::Finish
            | W::Outcome
            | W::Vacation
            | W::Working
            | W::CalendarDay
            | W::Programme
            | W::Realisation
            | W::Yearly
            | W::Daily
            | W::Weekly
            | W::Monthly
            | W::Quarterly
            | W::HalfYearly
            | W::Constantly
            | W::Need
            | W::According
            | W::Accordance
    )
}

fn same_start(a: &str, b: &str) -> bool {
    a.chars().next() == b.chars().next()
}

/// Whether one slip of the pen makes `form` into `word`. Another letter at the end makes another word («апрелев»), unless
/// it is the last one again.
pub(crate) fn one_slip(word: &str, form: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (word.chars().collect(), form.chars().collect());
    let before = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let most = a.len().min(b.len()) - before;
    let after = a.iter().rev().zip(b.iter().rev()).take(most).take_while(|(x, y)| x == y).count();
    let (x, y) = (&a[before..a.len() - after], &b[before..b.len() - after]);
    match (x, y) {
        ([_], []) => after > 0 || a.last() == b.last(),
        ([_], [_]) => after > 0,
        ([], [_]) => true,
        ([p, q], [r, s]) => p == s && q == r,
        _ => false,
    }
}
