//! The term of a row from its cells: one column, a beginning and an end, a month and a part of it, columns of marks.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::header::{Header, Role};
use super::rows::is_blank;
use super::text::folded;
use crate::schedule::{self, Calendar, DeadlineKind, PlanYear};

/// The term of a row.
pub fn term_of(header: &Header, values: &[String]) -> String {
    let of = |role: Role| header.column(role).map(|at| values[at].trim()).unwrap_or_default();
    let (from, to) = (of(Role::TermFrom), of(Role::TermTo));
    match (is_blank(from), is_blank(to)) {
        (true, true) if of(Role::Term).is_empty() => marked(header, values),
        (true, true) => match header.within {
            Some((at, weeks)) if of(Role::Term) != values[at].trim() => {
                within_month(of(Role::Term), values[at].trim(), weeks)
            }
            _ => of(Role::Term).to_string(),
        },
        (false, true) => from.to_string(),
        (true, false) if in_words(to) => format!("по {to}"),
        (true, false) => format!("до {}", to.trim_start_matches("до ")),
        (false, false) if from == to => to.to_string(),
        // «сентябрь» is in no case that «с» goes with.
        _ if in_words(from) || in_words(to) => format!("{from} – {to}"),
        _ => format!(
            "с {} по {}",
            from.trim_start_matches("с "),
            to.trim_start_matches("по ").trim_start_matches("до ")
        ),
    }
}

/// Whether a cell begins with the name of a month, not with a day or «до».
fn in_words(cell: &str) -> bool {
    let word = folded(cell.split_whitespace().next().unwrap_or_default());
    schedule::month_of(word.trim_end_matches(['.', ','])).is_some()
}

/// Whether a cell says days, which rows below it may share.
pub fn says_days(cell: &str) -> bool {
    let read = schedule::parse(cell, PlanYear::of(2023), &Calendar::default());
    matches!(read.kind, DeadlineKind::Due | DeadlineKind::Window)
}

/// «2-3» in a column of weeks, or «до 15», beside «Сентябрь». What names a month itself needs no other.
fn within_month(month: &str, part: &str, weeks: bool) -> String {
    if is_blank(part) || month.is_empty() {
        return if month.is_empty() { part } else { month }.to_string();
    }
    const NTH: [&str; 6] = ["перв", "втор", "трет", "четверт", "пят", "последн"];
    let bare = !part.chars().any(|c| c.is_alphabetic() && !"IVXivxХх".contains(c));
    let counted = if weeks
        && !folded(part).contains("недел")
        && (bare || NTH.iter().any(|stem| folded(part).starts_with(stem)))
    {
        format!("{part} неделя")
    } else {
        part.to_string()
    };
    let tried = [format!("{counted} {month}"), format!("{month}, {counted}")];
    match (says_days(&counted), tried.into_iter().find(|phrase| says_days(phrase))) {
        (false, Some(phrase)) => phrase,
        (false, None) => month.to_string(),
        (true, _) => counted,
    }
}

/// «декабря 2024» for «декабрь 2024».
fn of_month(when: &str) -> String {
    let (word, rest) = when.split_at(when.find(' ').unwrap_or(when.len()));
    if schedule::month_of(word).is_none() {
        return when.to_string();
    }
    let stem = word.trim_end_matches(['ь', 'й']);
    format!("{stem}{}{rest}", if stem.len() < word.len() { 'я' } else { 'а' })
}

/// Whether a cell of a column of marks says that it is then.
pub fn is_mark(cell: &str) -> bool {
    !matches!(cell.trim(), "" | "-" | "–" | "—" | "0" | "нет")
}

/// The term that marks in columns of months make: «сентябрь, 15 октября».
fn marked(header: &Header, values: &[String]) -> String {
    let marks = header.marks.iter().filter(|(at, _)| values.get(*at).is_some_and(|cell| is_mark(cell)));
    let terms: Vec<String> = marks
        .map(|(at, when)| {
            let cell = values[*at].trim();
            let day = cell.chars().any(|c| c.is_ascii_digit()) && cell.chars().count() < 12;
            // «IV кв.» in the column of a year
            let part = when.starts_with("20") && cell.chars().count() > 1;
            match (day, part) {
                (true, false) => format!("{cell} {}", of_month(when)),
                (_, true) => format!("{cell} {when}"),
                _ => when.clone(),
            }
        })
        .collect();
    terms.join(", ")
}

/// Whether a cell with a number in it is the rest of a term: the year that the one above leaves out, or what its last
/// word waits for.
pub fn rest_of_term(above: &str, rest: &str) -> bool {
    const OPEN: [&str; 9] = ["до", "с", "по", "к", "и", "в", "за", "через", "позднее"];
    let (above, rest) = (folded(above), folded(rest));
    let last = above.split_whitespace().last().unwrap_or_default();
    let of_year = |word: &str| {
        let year = word.len() == 4 && word.starts_with("20") && word.bytes().all(|b| b.is_ascii_digit());
        year || ["г", "гг", "год", "года", "году", "уч", "учебный", "учебного", "учебном"].contains(&word)
    };
    let mut words = rest.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let waits = OPEN.contains(&last) || above.ends_with(['-', '–', '—', ',']);
    let has_year =
        above.split(|c: char| !c.is_alphanumeric()).any(|word| word.starts_with("20") && of_year(word));
    !above.is_empty() && !rest.is_empty() && (waits || !has_year && words.all(of_year))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rest_of_a_term_is_told_from_another_term() {
        for (above, rest, is_rest) in [
            ("до 10 сентября", "2024 г.", true),
            ("с 1 по", "15 октября", true),
            ("сентябрь –", "декабрь 2024", true),
            ("до 10 сентября 2024", "2024 г.", false),
            ("сентябрь", "до 15", false),
            ("", "2024 г.", false),
        ] {
            assert_eq!(rest_of_term(above, rest), is_rest, "{above} | {rest}");
        }
    }
}
