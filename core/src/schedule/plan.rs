//! The plan year and spans of days inside it.

use alloc::string::{String, ToString};
use core::fmt;
use core::str::FromStr;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// The year a plan covers, both ends included; a school's runs from 1 September to 31 August.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PlanYear {
    /// The first day.
    pub from: NaiveDate,
    /// The last day, never before the first.
    pub to: NaiveDate,
}

/// Why a text is not a plan year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanYearError {
    /// The text as it was given.
    pub text: String,
}

impl fmt::Display for PlanYearError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not a plan year: write 2023/24, 2023-2024 or 2023-09-01..2024-08-31", self.text)
    }
}

impl core::error::Error for PlanYearError {}

/// The day `year`-`month`-`day`, with the year forced into 1..=9999 and the day into the month.
pub(crate) fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    let (year, month) = (year.clamp(1, 9999), month.clamp(1, 12));
    NaiveDate::from_ymd_opt(year, month, day.clamp(1, last_day(year, month))).unwrap_or_default()
}

/// How many days the month has, 28 to 31.
pub(crate) fn last_day(year: i32, month: u32) -> u32 {
    (29..=31).rev().find(|d| NaiveDate::from_ymd_opt(year, month, *d).is_some()).unwrap_or(28)
}

impl PlanYear {
    /// The school year that begins on 1 September of `year`, forced into 1..=9998.
    pub fn of(year: i32) -> Self {
        let year = year.clamp(1, 9998);
        Self { from: day(year, 9, 1), to: day(year + 1, 8, 31) }
    }

    /// The school year that `date` lies in.
    pub fn containing(date: NaiveDate) -> Self {
        Self::of(if date.month() >= 9 { date.year() } else { date.year() - 1 })
    }

    /// Reads `2023/24`, `2023-24`, `2023/2024`, `2023-2024` (any dash) or `2023-09-01..2024-08-31`.
    pub fn parse(text: &str) -> Result<Self, PlanYearError> {
        Self::read(text).ok_or_else(|| PlanYearError { text: text.to_string() })
    }

    fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some((from, to)) = text.split_once("..") {
            let (from, to) = (from.trim().parse().ok()?, to.trim().parse().ok()?);
            let tame = |date: NaiveDate| (1..=9999).contains(&date.year());
            return (from <= to && tame(from) && tame(to)).then_some(Self { from, to });
        }
        let (first, second) = text.split_once(['/', '-', '\u{2013}', '\u{2014}'])?;
        let (first, second) = (first.trim(), second.trim());
        let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
        if first.len() != 4 || !matches!(second.len(), 2 | 4) || !digits(first) || !digits(second) {
            return None;
        }
        let (year, next): (i32, i32) = (first.parse().ok()?, second.parse().ok()?);
        let follows = if second.len() == 2 { (year + 1) % 100 == next } else { year + 1 == next };
        (follows && (1..=9998).contains(&year)).then(|| Self::of(year))
    }

    /// Whether `date` is a day of the plan.
    pub fn contains(&self, date: NaiveDate) -> bool {
        self.from <= date && date <= self.to
    }

    /// Whether this is a school year, 1 September to 31 August.
    pub fn is_school_year(&self) -> bool {
        *self == Self::of(self.from.year())
    }

    /// 1 June just before the plan: from here to its first day lies its preparation.
    pub fn preparation_from(&self) -> NaiveDate {
        let year = if self.from.month() > 6 { self.from.year() } else { self.from.year() - 1 };
        day(year, 6, 1)
    }

    /// The days of lessons: the plan up to 31 May.
    pub fn study(&self) -> Span {
        let year = if self.from.month() > 5 { self.from.year() + 1 } else { self.from.year() };
        let end = day(year, 5, 31).min(self.to);
        Span::between(self.from, end)
    }

    /// The whole plan as a span.
    pub fn span(&self) -> Span {
        Span::between(self.from, self.to)
    }
}

impl FromStr for PlanYear {
    type Err = PlanYearError;

    fn from_str(text: &str) -> Result<Self, PlanYearError> {
        Self::parse(text)
    }
}

/// `2023/24` for a school year, `2023-10-01..2024-03-31` for any other.
impl fmt::Display for PlanYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.is_school_year() {
            true => write!(f, "{:04}/{:02}", self.from.year(), (self.from.year() + 1) % 100),
            false => write!(f, "{}..{}", self.from, self.to),
        }
    }
}

/// Days from one to another, both included; an open end is unbounded. Never both reversed: `from <= to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// The first day; `None` for «до …».
    #[serde(with = "crate::dates::maybe", default)]
    pub from: Option<NaiveDate>,
    /// The last day; `None` for «с …».
    #[serde(with = "crate::dates::maybe", default)]
    pub to: Option<NaiveDate>,
}

impl Span {
    /// A closed span; the ends are put in order.
    pub fn between(a: NaiveDate, b: NaiveDate) -> Self {
        Self { from: Some(a.min(b)), to: Some(a.max(b)) }
    }

    /// A single day.
    pub fn on(date: NaiveDate) -> Self {
        Self::between(date, date)
    }

    /// Everything up to `date` inclusive.
    pub fn until(date: NaiveDate) -> Self {
        Self { from: None, to: Some(date) }
    }

    /// Everything from `date` on.
    pub fn since(date: NaiveDate) -> Self {
        Self { from: Some(date), to: None }
    }

    /// The date it is placed by: the first day, or the last one of an open start.
    pub fn anchor(&self) -> Option<NaiveDate> {
        self.from.or(self.to)
    }

    /// Whether the span is one day.
    pub fn is_day(&self) -> bool {
        self.from.is_some() && self.from == self.to
    }
}

/// `2023-09-01..2023-09-30`, `..2023-09-20`, `2024-03-01..`.
impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(from) = self.from {
            write!(f, "{from}")?;
        }
        f.write_str("..")?;
        self.to.map_or(Ok(()), |to| write!(f, "{to}"))
    }
}

/// One time a task is to be done, as the engine tracks it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Scheduled {
    /// `2023-12`, or `2023-12-05` throughout when two occurrences share a month; unique within a deadline.
    pub key: String,
    /// The first day, `None` when only the end is known.
    pub from: Option<NaiveDate>,
    /// The last day in time, `None` when it never becomes late.
    pub to: Option<NaiveDate>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_year_is_read_in_every_way_it_is_written() {
        let expected = PlanYear::of(2023);
        for text in
            ["2023/24", "2023-24", "2023/2024", "2023-2024", "2023\u{2013}2024", " 2023-09-01..2024-08-31 "]
        {
            assert_eq!(PlanYear::parse(text), Ok(expected), "{text}");
        }
        assert_eq!(expected.to_string(), "2023/24");
        assert_eq!(PlanYear::of(1999).to_string(), "1999/00");
    }

    #[test]
    fn what_is_not_a_plan_year_is_refused_with_the_text() {
        for text in [
            "",
            "2023",
            "2023/25",
            "2023/2023",
            "23/24",
            "2023-09-01",
            "2024-08-31..2023-09-01",
            "год/24",
            "2023/+4",
        ] {
            assert_eq!(PlanYear::parse(text).unwrap_err().text, text);
        }
    }

    #[test]
    fn another_plan_is_named_by_its_days() {
        let plan = PlanYear::parse("2023-10-01..2024-03-31").unwrap();
        assert_eq!(plan.to_string(), "2023-10-01..2024-03-31");
        assert_eq!(plan.study().to_string(), "2023-10-01..2024-03-31");
        assert_eq!(PlanYear::of(2023).study().to_string(), "2023-09-01..2024-05-31");
        assert_eq!(PlanYear::of(2023).preparation_from().to_string(), "2023-06-01");
    }

    #[test]
    fn every_day_lies_in_its_school_year() {
        for text in ["2023-09-01", "2024-08-31", "2024-02-29"] {
            assert_eq!(PlanYear::containing(text.parse().unwrap()), PlanYear::of(2023));
        }
    }
}
