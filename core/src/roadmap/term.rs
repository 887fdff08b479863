//! The term of a row: from its cell, from the month that heads its section, or from the cell that it slipped into.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::party;
use super::rows::RawTask;
use super::text::folded;
use crate::schedule::{self, Calendar, Deadline, DeadlineKind, Note, PlanYear};

/// What a row's term was understood as.
pub struct Term {
    /// The words of the term.
    pub phrase: String,
    /// The same, understood.
    pub deadline: Deadline,
    /// The cell of the responsible without the term, where it stood there.
    pub responsible_text: String,
}

/// Reads the term of a row that stands in a section of this title.
pub fn of(raw: &RawTask, section: &str, plan: PlanYear, calendar: &Calendar) -> Term {
    let read = |phrase: &str| schedule::parse(phrase, plan, calendar);
    let term = |phrase: &str, deadline| Term {
        phrase: phrase.to_owned(),
        deadline,
        responsible_text: raw.responsible.clone(),
    };
    let own = read(&raw.term);
    if let Some(deadline) = month(section).and_then(|month| in_month(&raw.term, &own, month, read)) {
        return term(if is_blank(&raw.term) { section } else { &raw.term }, deadline);
    }
    if !is_blank(&raw.term) {
        return term(&raw.term, own);
    }
    if let Some((phrase, rest)) = among(&raw.responsible, read) {
        return Term { deadline: read(&phrase), phrase, responsible_text: rest };
    }
    match in_title(&raw.title, read).or_else(|| whole(&raw.result, read)) {
        Some(phrase) => term(phrase, read(phrase)),
        None => term(&raw.term, own),
    }
}

fn is_blank(text: &str) -> bool {
    !text.chars().any(char::is_alphanumeric)
}

/// Whether a deadline names its days or how it repeats.
fn says_when(deadline: &Deadline) -> bool {
    matches!(deadline.kind, DeadlineKind::Due | DeadlineKind::Window | DeadlineKind::Recurring)
}

/// The month that a heading is: «Сентябрь», «СЕНТЯБРЬ 2023 г.», «Месяц: октябрь».
pub fn month(heading: &str) -> Option<&str> {
    let named = |word: &str| schedule::month_of(word).is_some();
    let extra = |word: &str| matches!(word, "месяц" | "г" | "год" | "года") || word.parse::<u32>().is_ok();
    let plain = folded(heading);
    let words: Vec<&str> =
        plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let months = words.iter().filter(|word| named(word)).count();
    (months == 1 && words.iter().all(|word| named(word) || extra(word))).then_some(heading)
}

/// A term that leaves its month to the heading: «2 неделя», «до 15 числа», «в течение месяца», or none at all.
fn in_month(phrase: &str, own: &Deadline, month: &str, read: impl Fn(&str) -> Deadline) -> Option<Deadline> {
    let leaves = match own.kind {
        DeadlineKind::None | DeadlineKind::Invalid => true,
        DeadlineKind::Relative => own.has(Note::NoAnchor),
        DeadlineKind::Recurring => {
            phrase.contains(|c: char| c.is_ascii_digit()) && folded(phrase).contains("числ")
        }
        _ => false,
    };
    if !leaves {
        return None;
    }
    if is_blank(phrase) {
        return Some(read(month));
    }
    let dated = |deadline: &Deadline| matches!(deadline.kind, DeadlineKind::Due | DeadlineKind::Window);
    [format!("{phrase} {month}"), format!("{month}, {phrase}")].iter().map(|text| read(text)).find(dated)
}

/// A term among the responsible, and the cell without it.
fn among(cell: &str, read: impl Fn(&str) -> Deadline) -> Option<(String, String)> {
    let parts: Vec<&str> =
        cell.split([',', ';', '\n']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let (at, (phrase, beside)) =
        parts.iter().enumerate().find_map(|(at, part)| Some((at, apart(part, &read)?)))?;
    let others = parts.iter().enumerate().filter(|(index, _)| *index != at).map(|(_, part)| *part);
    let rest: Vec<&str> =
        core::iter::once(beside).filter(|beside| !beside.is_empty()).chain(others).collect();
    Some((phrase.to_owned(), rest.join(", ")))
}

/// A term and the party it stands before or after: «сентябрь 2023 Психолог», «Психолог, сентябрь 2023».
fn apart<'a>(part: &'a str, read: &impl Fn(&str) -> Deadline) -> Option<(&'a str, &'a str)> {
    if part.chars().count() > 120 {
        return None;
    }
    let blanks = part.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| at);
    let cuts = blanks.chain([part.len()]).map(|at| (part[..at].trim(), part[at..].trim()));
    let fits = |phrase: &str, beside: &str| {
        let other = beside.is_empty() || party::is_party(beside);
        other && !party::is_party(phrase) && says_when(&read(phrase))
    };
    cuts.flat_map(|(before, after)| [(before, after), (after, before)])
        .filter(|(phrase, beside)| fits(phrase, beside))
        .max_by_key(|(phrase, _)| phrase.len())
}

/// A term in brackets at the end of the activity: «Издать приказ (до 05.09.2023)».
fn in_title(title: &str, read: impl Fn(&str) -> Deadline) -> Option<&str> {
    let inner = title.trim_end().trim_end_matches('.').strip_suffix(')')?;
    let phrase = inner.rsplit_once('(')?.1.trim();
    says_when(&read(phrase)).then_some(phrase)
}

fn whole(cell: &str, read: impl Fn(&str) -> Deadline) -> Option<&str> {
    (!is_blank(cell) && says_when(&read(cell))).then_some(cell)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    fn shown(title: &str, term: &str, responsible: &str, section: &str) -> String {
        let raw = RawTask {
            title: title.into(),
            term: term.into(),
            responsible: responsible.into(),
            ..RawTask::default()
        };
        let Term { phrase, deadline, responsible_text } =
            of(&raw, section, PlanYear::of(2023), &Calendar::default());
        let spans: Vec<String> = deadline.occurrences.iter().map(ToString::to_string).collect();
        format!("{phrase} | {} {} | {responsible_text}", deadline.kind, spans.join(";"))
    }

    #[test]
    fn a_term_is_found_where_it_slipped_to() {
        for (title, term, responsible, section, expected) in [
            ("Приказ", "до 1 октября", "Директор", "", "до 1 октября | due ..2023-10-01 | Директор"),
            ("Приказ (до 05.09.2023)", "", "Директор", "", "до 05.09.2023 | due ..2023-09-05 | Директор"),
            (
                "Опрос",
                "",
                "сентябрь 2023, Психолог",
                "",
                "сентябрь 2023 | window 2023-09-01..2023-09-30 | Психолог",
            ),
            (
                "Опрос",
                "",
                "до 15.10.2023 Психолог Жукова А.С.",
                "",
                "до 15.10.2023 | due ..2023-10-15 | Психолог Жукова А.С.",
            ),
            (
                "Опрос",
                "",
                "Классные руководители 5-9 классов",
                "",
                " | none  | Классные руководители 5-9 классов",
            ),
            ("Опрос (анкета)", "", "Психолог", "", " | none  | Психолог"),
            ("Опрос", "2 неделя", "", "Сентябрь", "2 неделя | window 2023-09-08..2023-09-14 | "),
            (
                "Опрос",
                "в течение месяца",
                "",
                "ОКТЯБРЬ",
                "в течение месяца | window 2023-10-01..2023-10-31 | ",
            ),
            ("Опрос", "до 15 числа", "", "Октябрь", "до 15 числа | due ..2023-10-15 | "),
            ("Опрос", "", "", "Май 2024 г.", "Май 2024 г. | window 2024-05-01..2024-05-31 | "),
            ("Опрос", "15", "", "Ноябрь", "15 | window 2023-11-15..2023-11-15 | "),
            ("Опрос", "до 1 октября", "", "Сентябрь", "до 1 октября | due ..2023-10-01 | "),
            ("Опрос", "2 неделя", "", "Подготовка", "2 неделя | invalid  | "),
        ] {
            assert_eq!(shown(title, term, responsible, section), expected, "{title}, {term}, {section}");
        }
    }
}
