//! Which year a plan is for, and when the council sat that agreed it.

use alloc::string::String;
use alloc::vec::Vec;

use chrono::NaiveDate;

use super::text::folded;
use crate::schedule::PlanYear;

/// A school year as it stands in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Byte where it begins in the folded text.
    pub at: usize,
    /// `2022 - 2023`, as printed but for capitals.
    pub printed: String,
    /// The year it begins.
    pub first: i32,
    /// The year it ends.
    pub last: i32,
    /// Whether «учебный год» or «уч. г.» follows.
    pub school: bool,
}

/// All pairs of years: «2023 – 2024», «2023/24», «с 2023 по 2024» is none.
pub fn mentions(text: &str) -> Vec<Mention> {
    let text = folded(text);
    let mut out = Vec::new();
    let mut from = 0;
    while let Some(found) = text[from..].find("20") {
        let at = from + found;
        from = at + 2;
        let before = text[..at].chars().next_back();
        if before.is_some_and(|c| c.is_ascii_digit() || c == '.') {
            continue;
        }
        let Some((first, after)) = year_at(&text[at..]) else { continue };
        let dashes = |c: char| c.is_whitespace() || "-–—−/".contains(c);
        let rest = text[at + after..].trim_start_matches(dashes);
        let gap = &text[at + after..text.len() - rest.len()];
        if !gap.contains(['-', '–', '—', '−', '/']) {
            continue;
        }
        let digits = rest.chars().take_while(char::is_ascii_digit).count();
        let last = match (digits, rest.get(..digits).and_then(|d| d.parse::<i32>().ok())) {
            (4, Some(year)) => year,
            (2, Some(year)) => first / 100 * 100 + year,
            _ => continue,
        };
        if !(first < last && last <= first + 10) {
            continue;
        }
        let end = text.len() - rest.len() + digits;
        let follows = text[end..].trim_start();
        let school = follows.starts_with("уч") || follows.starts_with("гг. уч");
        from = end;
        out.push(Mention { at, printed: text[at..end].into(), first, last, school });
    }
    out
}

fn year_at(text: &str) -> Option<(i32, usize)> {
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    (digits == 4).then(|| text[..4].parse().ok()).flatten().map(|year| (year, 4))
}

/// The plan a mention means.
pub fn plan_of(mention: &Mention) -> Option<PlanYear> {
    if mention.last == mention.first + 1 {
        return Some(PlanYear::of(mention.first));
    }
    let from = NaiveDate::from_ymd_opt(mention.first, 9, 1)?;
    Some(PlanYear { from, to: NaiveDate::from_ymd_opt(mention.last, 8, 31)? })
}

/// The year that a title says: a pair of years, or «на 2024 год» for a calendar year.
pub fn of_title(title: &str) -> Option<PlanYear> {
    let found = mentions(title);
    if let Some(mention) = found.iter().find(|mention| mention.school).or(found.first()) {
        return plan_of(mention);
    }
    calendar_year(&folded(title)).or_else(|| of_days(title)).or_else(|| of_months(title))
}

/// «на период с 01.09.2024 по 31.08.2025»
fn of_days(title: &str) -> Option<PlanYear> {
    let text = folded(title);
    let days = dates(title);
    let [(at, from), (end, to), ..] = days.as_slice() else { return None };
    let before = text[..*at].trim_end();
    let between = text.get(*at..*end).unwrap_or_default();
    let ranged = before.ends_with(" с") && between.contains(" по ") || between.contains(['-', '–', '—']);
    let (first, last) = (PlanYear::containing(*from), PlanYear::containing(*to));
    match ranged && from < to {
        true if first == last => Some(first),
        true => Some(PlanYear { from: *from, to: *to }),
        false => None,
    }
}

/// Several years of a title that does not call them school years: whole calendar years where a date says so.
pub fn several<'a>(title: &str, texts: impl Iterator<Item = &'a str>) -> Option<PlanYear> {
    let mention = mentions(title).into_iter().next()?;
    if mention.school || mention.last <= mention.first + 1 {
        return None;
    }
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day);
    let (from, to) = (day(mention.first, 1, 1)?, day(mention.last, 12, 31)?);
    // The summer before a school year prepares it.
    let outside = |date: NaiveDate| {
        let early = Some(date) < day(mention.first, 6, 1);
        let late = Some(date) > day(mention.last, 8, 31);
        (early || late) && (from..=to).contains(&date)
    };
    texts.flat_map(dates).any(|(_, date)| outside(date)).then_some(PlanYear { from, to })
}

/// «(сентябрь 2023 г. – май 2024 г.)»: months of one school year.
fn of_months(title: &str) -> Option<PlanYear> {
    let years: Vec<i32> = months(title);
    let (first, rest) = years.split_first()?;
    rest.iter().all(|year| year == first).then(|| PlanYear::of(*first))
}

/// «на 2024 год», «в 2024 году»
fn calendar_year(text: &str) -> Option<PlanYear> {
    let before = ["на ", "в "].into_iter().find(|word| text.contains(&[word, "20"].concat()))?;
    let at = text.find(&[before, "20"].concat())? + before.len();
    let (year, after) = year_at(&text[at..])?;
    let rest = text[at + after..].trim_start();
    let alone = rest.starts_with("год") || rest.starts_with("г.") || rest.is_empty() && before == "на ";
    let (from, to) = (NaiveDate::from_ymd_opt(year, 1, 1)?, NaiveDate::from_ymd_opt(year, 12, 31)?);
    alone.then_some(PlanYear { from, to })
}

/// The school year that most of the texts mean: by the pairs of years in them, else by their dates.
pub fn of_texts<'a>(texts: impl Iterator<Item = &'a str> + Clone) -> Option<PlanYear> {
    let pairs = texts.clone().flat_map(|text| mentions(text).into_iter().filter(|m| m.last == m.first + 1));
    let by_pairs = most(pairs.map(|mention| mention.first).collect());
    let first = by_pairs.or_else(|| {
        let dates = texts.clone().flat_map(dates);
        let years = dates.map(|(_, date)| chrono::Datelike::year(&PlanYear::containing(date).from));
        most(years.chain(texts.flat_map(months)).collect())
    });
    first.map(PlanYear::of)
}

/// The value that occurs most often; of equals, the last.
fn most(mut years: Vec<i32>) -> Option<i32> {
    years.sort_unstable();
    let count = |year: &i32| years.iter().filter(|other| *other == year).count();
    years.iter().max_by_key(|year| (count(year), **year)).copied()
}

const MONTHS: [&str; 12] = [
    "январ",
    "феврал",
    "март",
    "апрел",
    "ма",
    "июн",
    "июл",
    "август",
    "сентябр",
    "октябр",
    "ноябр",
    "декабр",
];

/// The school years of months with their year in a text: «сентябрь 2023», «мая 2024 г.».
fn months(text: &str) -> Vec<i32> {
    let text = folded(text);
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words
        .windows(2)
        .filter_map(|two| {
            let month = crate::schedule::month_of(two[0])?;
            let year = two[1].parse().ok().filter(|year| (2000..2100).contains(year))?;
            // A bare August belongs to the plan that it prepares as often as to the one it ends: it tells nothing.
            (month != 8).then_some(if month >= 9 { year } else { year - 1 })
        })
        .collect()
}

/// Full dates in a text, with the byte where each begins: «31.08.2023», «“31” 08. 2023», «31 августа 2023».
pub fn dates(text: &str) -> Vec<(usize, NaiveDate)> {
    let text = folded(text);
    let mut tokens: Vec<(usize, &str)> = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        let kind = |c: char| if c.is_ascii_digit() { 1 } else { u8::from(c.is_alphabetic()) * 2 };
        if let Some(begin) = start {
            let same = text[begin..].chars().next().is_some_and(|first| kind(first) == kind(c));
            if !same {
                tokens.push((begin, &text[begin..at]));
                start = None;
            }
        }
        if start.is_none() && kind(c) > 0 {
            start = Some(at);
        }
    }
    tokens
        .windows(3)
        .filter_map(|three| {
            let day = three[0].1.parse().ok().filter(|day| (1..=31).contains(day))?;
            let month = match three[1].1.parse::<u32>() {
                Ok(number) => number,
                Err(_) => MONTHS.iter().position(|name| three[1].1.starts_with(name))? as u32 + 1,
            };
            let year = three[2].1.parse().ok().filter(|year| (2000..2100).contains(year))?;
            Some((three[0].0, NaiveDate::from_ymd_opt(year, month, day)?))
        })
        .collect()
}

/// The day of the council that agreed the plan: the date that follows «протокол» near the word «совет».
pub fn council(preface: &str) -> Option<NaiveDate> {
    let text = folded(preface);
    let dates = dates(preface);
    let mut from = 0;
    while let Some(found) = text[from..].find("протокол") {
        let at = from + found;
        from = at + "протокол".len();
        let near: usize = text[at..].char_indices().nth(200).map_or(text.len(), |(end, _)| at + end);
        let before = text[..at].char_indices().rev().nth(120).map_or(0, |(begin, _)| begin);
        let council = text[before..near].contains("совет");
        if let Some((_, date)) = dates.iter().find(|(begin, _)| council && (at..near).contains(begin)) {
            return Some(*date);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::string::ToString;

    #[test]
    fn titles_say_their_year() {
        for (title, expected) in [
            ("Дорожная карта на 2023 – 2024 учебный год (2 этап)", Some("2023/24")),
            ("План мероприятий на 2023/24 уч. г.", Some("2023/24")),
            ("ПЛАН НА 2024-2025 УЧЕБНЫЙ ГОД", Some("2024/25")),
            ("Дорожная карта на 2022–2024 годы", Some("2022-09-01..2024-08-31")),
            ("План на 2024 год", Some("2024-01-01..2024-12-31")),
            ("План мероприятий в 2024 году", Some("2024-01-01..2024-12-31")),
            ("План мероприятий (сентябрь 2023 г. - май 2024 г.)", Some("2023/24")),
            ("План мероприятий: сентябрь 2024 г. – май 2026 г.", None),
            ("План мероприятий", None),
            ("Карта на период с 01.09.2024 по 31.08.2025", Some("2024/25")),
            ("План (01.09.2024 – 31.05.2026)", Some("2024-09-01..2026-05-31")),
            ("План, утверждён 30.08.2024, протокол от 29.08.2024", None),
            ("Приказ от 01.09.2023", None),
        ] {
            assert_eq!(of_title(title).map(|plan| plan.to_string()).as_deref(), expected, "{title}");
        }
    }

    #[test]
    fn the_council_is_found_by_its_protocol() {
        for (text, expected) in [
            (
                "СОГЛАСОВАНО Протокол № 1 заседания Педагогического совета школы от «31» 08. 2023 г. Утверждаю",
                Some("2023-08-31"),
            ),
            ("Принято на педагогическом совете, протокол №2 от 30 августа 2024 года", Some("2024-08-30")),
            ("Утверждено приказом от 01.09.2023", None),
        ] {
            assert_eq!(council(text).map(|date| date.to_string()).as_deref(), expected);
        }
    }
}
