//! Values that several commands take. A parser's error is a message id of `locales/*/cli.ftl`.

use chrono::{DateTime, NaiveDate};
use vekha_core::schedule::PlanYear;

/// A day: `2023-09-10` or `10.09.2023`.
pub fn date(text: &str) -> Result<NaiveDate, String> {
    let text = text.trim();
    let shape = if text.contains('.') { "%d.%m.%Y" } else { "%Y-%m-%d" };
    let day = NaiveDate::parse_from_str(text, shape).map_err(|_| "arg-bad-date".to_owned())?;
    // A year of two or five digits parses too, and is always a slip of the finger.
    match chrono::Datelike::year(&day) {
        1900..=2199 => Ok(day),
        _ => Err("arg-bad-date".to_owned()),
    }
}

/// A moment: RFC 3339, `2023-09-10T12:00:00+03:00`.
pub fn date_time(text: &str) -> Result<DateTime<chrono::FixedOffset>, String> {
    DateTime::parse_from_rfc3339(text.trim()).map_err(|_| "arg-bad-moment".to_owned())
}

/// The year of a plan: `2023/24`, `2023-24`, `2023-09-01..2024-08-31`.
pub fn plan_year(text: &str) -> Result<PlanYear, String> {
    PlanYear::parse(text).map_err(|_| "arg-bad-plan".to_owned())
}

#[cfg(test)]
mod tests {
    use super::date;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(date(text).ok().map(|day| day.to_string()).as_deref(), expected, "{text}");
    }

    #[test]
    fn a_day_is_written_in_two_ways() {
        check("2023-09-10", Some("2023-09-10"));
        check("10.09.2023", Some("2023-09-10"));
        check("1.9.2023", Some("2023-09-01"));
        check(" 2024-02-29 ", Some("2024-02-29"));
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for text in
            ["", "2023", "31.02.2023", "2023-13-01", "10.09.23", "10/09/2023", "завтра", "20230-01-01"]
        {
            check(text, None);
        }
    }
}
