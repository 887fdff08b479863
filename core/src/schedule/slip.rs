//! Words with a slip of the pen: «сетябрь», «феварль», «ежемесячо».

use alloc::string::String;
use alloc::vec::Vec;

use super::lexicon::{Word, forms_like};

/// What a word that is not known was meant to be, and how it is spelled: one letter is missing, superfluous, wrong, or two
/// changed places. Only words that terms consist of are guessed, and only where one meaning fits.
pub(super) fn meant(word: &str) -> Option<(Word, String)> {
    let length = word.chars().count();
    if !(5..=24).contains(&length) {
        return None;
    }
    let mut found: Option<(Word, String)> = None;
    for (form, meaning) in forms_like(word) {
        if !is_guessed(meaning)
            || form.chars().count() < 6
            || !one_slip(word, &form)
            || is_another(word, &form, meaning)
        {
            continue;
        }
        match &found {
            Some((other, _)) if *other != meaning => return None,
            Some(_) => {}
            None => found = Some((meaning, form)),
        }
    }
    found
}

/// Whether it is a word of its own that looks like a form of a word with many: «решения» beside «решениям», «потому» beside
/// «пятому», «установление» beside «установленные».
fn is_another(word: &str, form: &str, meaning: Word) -> bool {
    use Word as W;
    let many = matches!(
        meaning,
        W::Document | W::Settled | W::Presence | W::Case | W::Course | W::Ordinal(_) | W::Begin
    );
    let ends = word.chars().last() != form.chars().last();
    let differing = word.chars().zip(form.chars()).filter(|(a, b)| a != b).count();
    let replaced = word.chars().count() == form.chars().count() && differing == 1;
    let noun = ["ние", "ния", "нию", "нием", "нии", "ний"].iter().any(|end| word.ends_with(end));
    many && (ends || replaced || meaning == W::Settled && noun)
        || ends && matches!(meaning, W::Need | W::Outcome)
}

fn is_guessed(word: Word) -> bool {
    use Word as W;
    matches!(
        word,
        W::Month(_)
            | W::Ordinal(_)
            | W::Number(_)
            | W::DaysLong(_)
            | W::WeeksLong(_)
            | W::MonthsLong(_)
            | W::SixMonths
            | W::Last
            | W::Begin
            | W::Middle
            | W::Half
            | W::Trimester
            | W::DayNumber
            | W::Moment
            | W::Before
            | W::Roughly
            | W::TimesOver(_)
            | W::Document
            | W::Settled
            | W::Unsettled
            | W::Presence
            | W::Case
            | W::Course
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
