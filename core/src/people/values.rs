//! Values of a registry brought to one way of writing. What cannot be understood is `None`, for the caller to report.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use chrono::{Datelike, NaiveDate};

const MONTHS: [&str; 12] =
    ["янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"];

/// A text with its blanks made single; line breaks are blanks.
pub fn text(raw: &str) -> String {
    raw.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a cell says that nothing is there.
pub fn is_blank(raw: &str) -> bool {
    let text = raw.trim();
    text.is_empty()
        || text.chars().all(|c| "-–—_.?".contains(c))
        || ["нет", "н/д", "n/a", "null"].contains(&text.to_lowercase().as_str())
}

/// A day: `01.09.2023`, `1.9.23`, `2023-09-01`, `2023-09-01T00:00:00`, `1 сентября 2023 г.`
pub fn date(raw: &str) -> Option<NaiveDate> {
    let text = text(raw).to_lowercase();
    let text = text.trim_end_matches("года").trim_end_matches("г.").trim_end_matches(" г").trim();
    let iso = text.split(['t', ' ']).next().unwrap_or_default();
    if let Ok(day) = NaiveDate::parse_from_str(iso, "%Y-%m-%d") {
        return plausible(day);
    }
    let parts: Vec<&str> = text.split(['.', '/', ' ']).filter(|part| !part.is_empty()).collect();
    let [day, month, year] = *parts.get(..3)? else { return None };
    // A time of day may follow; anything else is no date.
    if parts.len() > 3 && !parts[3].contains(':') {
        return None;
    }
    let month = match month.parse() {
        Ok(number) => number,
        Err(_) => MONTHS.iter().position(|name| month.starts_with(name)).map(|at| at as u32 + 1)?,
    };
    let year: i32 = match (year.len(), year.parse().ok()?) {
        (2, short) => 2000 + short,
        (4, year) => year,
        _ => return None,
    };
    plausible(NaiveDate::from_ymd_opt(year, month, day.parse().ok()?)?)
}

fn plausible(day: NaiveDate) -> Option<NaiveDate> {
    (1990..=2100).contains(&day.year()).then_some(day)
}

/// A year of birth: of a year, or of a whole date, of which only the year is kept. In `12.05.68` the century is the
/// last in which that year has begun.
///
/// A whole date that is none tells no year.
pub fn birth_year(raw: &str, today: NaiveDate) -> Option<i32> {
    let parts: Vec<&str> = raw.trim().split(['.', '/']).map(str::trim).collect();
    if let [day, month, year] = parts[..]
        && matches!(year.len(), 2 | 4)
        && [day, month].iter().all(|part| matches!(part.len(), 1 | 2))
    {
        let numbers = [day, month, year].map(str::parse::<u32>);
        let [Ok(day), Ok(month), Ok(written)] = numbers else { return None };
        let now = today.year();
        let year = match i32::try_from(written).ok()? {
            short if year.len() == 2 => now - now.rem_euclid(100) + short,
            whole => whole,
        };
        let year = if year > now && written < 100 { year - 100 } else { year };
        let born = NaiveDate::from_ymd_opt(year, month, day)?.year();
        return (1920..=now).contains(&born).then_some(born);
    }
    let mut years = raw
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| part.len() == 4)
        .filter_map(|part| part.parse().ok());
    let year: i32 = years.next()?;
    let only = years.next().is_none();
    (only && (1920..=today.year()).contains(&year)).then_some(year)
}

/// Whether a birthday says the day alone: «12 марта», `12.03`.
pub fn is_yearless(raw: &str) -> bool {
    !raw.split(|c: char| !c.is_ascii_digit()).any(|part| part.len() > 2) && raw.split(['.', '/']).count() < 3
}

/// An age of somebody who takes part, in years.
pub fn age(raw: &str) -> Option<u32> {
    number(raw).filter(|age| (3..=110).contains(age))
}

/// Whether it begins with a minus: no number of a registry is less than nothing.
fn is_negative(raw: &str) -> bool {
    let rest = raw.trim().strip_prefix(['-', '−']);
    rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// A whole number: `2`, `до 3 чел.`, `2 человека`, `не более двух`; not two of them.
pub fn number(raw: &str) -> Option<u32> {
    if is_negative(raw) {
        return None;
    }
    let mut numbers = raw.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    match (numbers.next(), numbers.next()) {
        (None, _) => in_words(raw),
        (Some(number), None) => number.parse().ok(),
        _ => None,
    }
}

/// The only number from one to ten that stands in a text as a word, in any case.
fn in_words(raw: &str) -> Option<u32> {
    const WORDS: [&[&str]; 10] = [
        &["один", "одна", "одно", "одного", "одну", "одной", "одному"],
        &["два", "две", "двух", "двоих", "двое"],
        &["три", "трех", "троих", "трое"],
        &["четыре", "четырех", "четверо"],
        &["пять", "пяти", "пятерых"],
        &["шесть", "шести"],
        &["семь", "семи"],
        &["восемь", "восьми"],
        &["девять", "девяти"],
        &["десять", "десяти"],
    ];
    let text = text(raw).to_lowercase().replace('ё', "е");
    let value =
        |word: &str| (1..).zip(WORDS).find(|(_, forms)| forms.contains(&word)).map(|(value, _)| value);
    let mut found = text.split(|c: char| !c.is_alphabetic()).filter_map(value);
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// Years of experience: `5`, `5 лет`, `2,5`, `2 года 6 мес.`, `менее года` (0), `полгода`, `год`, `два года`.
pub fn years(raw: &str) -> Option<String> {
    if is_negative(raw) {
        return None;
    }
    let text = text(raw).to_lowercase().replace(',', ".");
    if text.contains("менее год") || text.contains("без опыта") || text.contains("без стажа")
    {
        return Some("0".into());
    }
    let numbers: Vec<&str> = text
        .split(|c: char| !(c.is_ascii_digit() || c == '.'))
        .map(|part| part.trim_matches('.'))
        .filter(|part| !part.is_empty())
        .collect();
    let months = text.contains("мес");
    match numbers[..] {
        [only] if !months => {
            only.parse::<f64>().ok().filter(|years| *years <= 80.0).map(|years| years.to_string())
        }
        [only] => only.parse::<u32>().ok().map(of_months),
        [years, extra] if months => {
            Some(of_months(years.parse::<u32>().ok()?.checked_mul(12)?.checked_add(extra.parse().ok()?)?))
        }
        [] if text == "полгода" => Some(of_months(6)),
        [] if text == "год" => Some("1".into()),
        [] => in_words(&text).map(|count| if months { of_months(count) } else { count.to_string() }),
        _ => None,
    }
}

fn of_months(months: u32) -> String {
    let tenths = (months * 10).div_ceil(12);
    if tenths.is_multiple_of(10) {
        (tenths / 10).to_string()
    } else {
        format!("{}.{}", tenths / 10, tenths % 10)
    }
}

/// An age or a range: `12–15`, `от 12 до 15 лет`, `15+`, `от 15`, `до 12`; both ends may be open (`любой`).
pub fn ages(raw: &str) -> Option<(Option<u8>, Option<u8>)> {
    let text = text(raw).to_lowercase();
    let numbers: Vec<u8> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .map(str::parse)
        .collect::<Result<_, _>>()
        .ok()?;
    let ends = match numbers[..] {
        [] if ["люб", "не важ", "без", "any"].iter().any(|stem| text.contains(stem)) => {
            (None, None)
        }
        [from, to] if from <= to => (Some(from), Some(to)),
        [one] if text.contains('+') || text.contains("от ") || text.contains("старше") => {
            (Some(one), None)
        }
        [one] if text.contains("до ") || text.contains("младше") => (None, Some(one)),
        [one] => (Some(one), Some(one)),
        _ => return None,
    };
    Some(ends)
}

/// Yes or no.
pub fn flag(raw: &str) -> Option<bool> {
    match text(raw).to_lowercase().trim_matches(['.', '!']) {
        "да" | "+" | "yes" | "true" | "v" | "✓" | "✔" => Some(true),
        "нет" | "no" | "false" => Some(false),
        _ => None,
    }
}

/// The parts of a list: parted by semicolons, line breaks, and commas outside of brackets; each once.
pub fn list(raw: &str) -> Vec<String> {
    let mut parts = Vec::new();
    let mut part = String::new();
    let mut depth = 0_u32;
    for c in raw.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if matches!(c, ';' | '\n' | '\r' | '•') || (c == ',' && depth == 0) {
            parts.push(core::mem::take(&mut part));
        } else {
            part.push(c);
        }
    }
    parts.push(part);
    let mut found: Vec<String> = Vec::new();
    for part in parts {
        let part = numbered(text(&part).trim_matches(['.', '-', '–', '—', ' '])).to_owned();
        if !is_blank(&part) && !found.iter().any(|other| other.to_lowercase() == part.to_lowercase()) {
            found.push(part);
        }
    }
    found
}

/// A part without its number: «1) ФГОС».
fn numbered(part: &str) -> &str {
    let rest = part.trim_start_matches(|c: char| c.is_ascii_digit());
    match rest.strip_prefix([')', '.']) {
        Some(text) if rest.len() < part.len() && text.starts_with(' ') => text.trim_start(),
        _ => part,
    }
}

/// Contacts: telephone numbers in one way of writing, e-mail in lower case, all else as it is.
pub fn contacts(raw: &str) -> String {
    let parts = list(raw).into_iter().map(|part| {
        if part.contains('@') && !part.contains(' ') {
            return part.to_lowercase();
        }
        phone(&part).unwrap_or(part)
    });
    parts.collect::<Vec<_>>().join("; ")
}

/// A telephone number as `+7 800 123-45-67`; another country's as `+375…`; `None` for what is none.
pub fn phone(raw: &str) -> Option<String> {
    let bare = raw.trim().trim_start_matches("тел").trim_start_matches(['.', ':', ' ']);
    if !bare.chars().all(|c| c.is_ascii_digit() || "+-–() .".contains(c)) {
        return None;
    }
    let digits: String = bare.chars().filter(char::is_ascii_digit).collect();
    let own = match digits.len() {
        10 if digits.starts_with('9') => digits.as_str(),
        11 if digits.starts_with(['7', '8']) && !bare.starts_with("+8") => &digits[1..],
        11..=15 if bare.starts_with('+') => return Some(format!("+{digits}")),
        _ => return None,
    };
    Some(format!("+7 {} {}-{}-{}", &own[..3], &own[3..6], &own[6..8], &own[8..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        "2023-09-10".parse().unwrap()
    }

    #[track_caller]
    fn check<T: PartialEq + core::fmt::Debug>(read: impl Fn(&str) -> T, cases: &[(&str, T)]) {
        for (raw, expected) in cases {
            assert_eq!(read(raw), *expected, "{raw}");
        }
    }

    #[test]
    fn days_are_written_in_many_ways() {
        let day = |text: &str| Some(text.parse::<NaiveDate>().unwrap());
        check(
            date,
            &[
                ("01.09.2023", day("2023-09-01")),
                ("1.9.23", day("2023-09-01")),
                ("01/09/2023", day("2023-09-01")),
                ("2023-09-01", day("2023-09-01")),
                ("2023-09-01T00:00:00", day("2023-09-01")),
                ("2023-09-01 00:00:00", day("2023-09-01")),
                ("1 сентября 2023 г.", day("2023-09-01")),
                ("15 мая 2024 года", day("2024-05-15")),
                ("01.09.2023 г.", day("2023-09-01")),
                ("31.02.2023", None),
                ("сентябрь", None),
                ("2023", None),
                ("01.09.1023", None),
                ("1.9.2023 и позже", None),
                ("", None),
            ],
        );
    }

    #[test]
    fn only_the_year_of_a_birth_is_kept() {
        check(
            |raw| birth_year(raw, today()),
            &[
                ("2008", Some(2008)),
                ("2008 г.р.", Some(2008)),
                ("12.03.2008", Some(2008)),
                ("2008-03-12", Some(2008)),
                ("208", None),
                ("2032", None),
                ("2008–2009", None),
                ("12.05.68", Some(1968)),
                ("1.5.09", Some(2009)),
                ("31.02.68", None),
                ("32.13.2001", None),
                ("29.02.2001", None),
                ("01.01.1868", None),
                ("12.05", None),
                ("", None),
            ],
        );
    }

    #[test]
    fn numbers_and_ages_are_found_among_words() {
        check(
            number,
            &[
                ("2", Some(2)),
                ("до 3 чел.", Some(3)),
                ("- 3 чел.", Some(3)),
                ("2-3", None),
                ("-3", None),
                ("−3", None),
                ("", None),
                ("два", Some(2)),
                ("Не более трёх человек", Some(3)),
                ("один или два", None),
                ("много", None),
            ],
        );
        check(age, &[("15", Some(15)), ("15 лет", Some(15)), ("300", None), ("0", None), ("-15", None)]);
        let years = |raw: &str| super::years(raw);
        let text = |text: &str| Some(text.to_owned());
        check(
            years,
            &[
                ("5", text("5")),
                ("5 лет", text("5")),
                ("2,5 года", text("2.5")),
                ("2 года 6 мес.", text("2.5")),
                ("8 месяцев", text("0.7")),
                ("менее года", text("0")),
                ("с 2010", None),
                ("давно", None),
                ("полгода", text("0.5")),
                ("Год", text("1")),
                ("два года", text("2")),
                ("шесть месяцев", text("0.5")),
                ("-5", None),
                ("200", None),
            ],
        );
        check(
            ages,
            &[
                ("12–15", Some((Some(12), Some(15)))),
                ("от 12 до 15 лет", Some((Some(12), Some(15)))),
                ("15+", Some((Some(15), None))),
                ("до 12 лет", Some((None, Some(12)))),
                ("14", Some((Some(14), Some(14)))),
                ("любой", Some((None, None))),
                ("15–12", None),
                ("старшеклассники", None),
            ],
        );
        check(
            flag,
            &[("да", Some(true)), ("Нет", Some(false)), ("+", Some(true)), ("", None), ("может", None)],
        );
    }

    #[test]
    fn lists_are_parted_as_people_part_them() {
        let check = |raw: &str, expected: &[&str]| assert_eq!(list(raw), expected, "{raw}");
        check("ФГОС; кл. рук-во\nработа с родителями", &["ФГОС", "кл. рук-во", "работа с родителями"]);
        check("ИКТ, проекты (химия, физика), ФГОС", &["ИКТ", "проекты (химия, физика)", "ФГОС"]);
        check("1) методика 2) план", &["методика 2) план"]);
        check("1. методика\n2. план", &["методика", "план"]);
        check("- чтение\n- Чтение\n—", &["чтение"]);
        check("", &[]);
    }

    #[test]
    fn telephone_numbers_have_one_way_of_writing() {
        assert_eq!(phone("9001234567"), Some("+7 900 123-45-67".to_owned()));
        let one = Some("+7 800 123-45-67".to_owned());
        for raw in ["88001234567", "+7 (800) 123-45-67", "8-800-123-45-67", "тел. 8 800 123 45 67"] {
            assert_eq!(phone(raw), one, "{raw}");
        }
        assert_eq!(phone("+375 29 123-45-67"), Some("+375291234567".into()));
        for raw in ["123", "кабинет 12", "2-12-45", ""] {
            assert_eq!(phone(raw), None, "{raw}");
        }
        assert_eq!(contacts("88001234567, Ivanova@Mail.Example"), "+7 800 123-45-67; ivanova@mail.example");
        assert_eq!(contacts("через секретаря"), "через секретаря");
    }
}
