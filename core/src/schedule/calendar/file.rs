//! The calendar file: TOML that a school can edit, read with the place of every fault.
//!
//! ```toml
//! name = "Школа № 158"
//! week = 6                                   # 5 or 6 working days
//! [[year]]
//! year = 2024
//! source = "Постановление Правительства РФ"
//! confidence = "high"                        # high, medium, low
//! off = ["2024-01-01..2024-01-08", "2024-02-23"]
//! work = ["2024-04-27"]                      # weekend days that are worked
//! [[school-year]]
//! plan = "2023/24"
//! quarters = ["2023-09-01..2023-10-27"]
//! vacations = { autumn = "2023-10-28..2023-11-05" }
//! ```

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::Deserialize;
use toml::Spanned;

use super::{Calendar, SchoolYear, Vacation};
use crate::schedule::{PlanYear, Span};

/// What is wrong with a calendar file, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarError {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// What is wrong.
    pub problem: CalendarProblem,
}

/// What can be wrong with a calendar file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CalendarProblem {
    /// Not TOML, an unknown or missing key, a wrong type: the parser's own words (English).
    Syntax(String),
    /// Not a date `2024-01-31` nor a range `2024-01-01..2024-01-08`.
    NotDays(String),
    /// A range that ends before it begins, or is longer than a school year.
    BadRange(String),
    /// `week` is neither 5 nor 6.
    Week(u8),
    /// Not a year that a calendar can describe, 1900 to 2200.
    Year(i32),
    /// The same year is described twice.
    YearTwice(i32),
    /// The day lies outside the year it is listed under.
    OtherYear(String),
    /// A day in `work` is not a weekend day, so nothing is transferred to it.
    NotWeekend(String),
    /// `confidence` is not high, medium or low.
    Confidence(String),
    /// Not a plan year such as `2023/24`.
    Plan(String),
    /// More quarters than four, or more trimesters than three.
    TooMany(usize),
    /// Quarters or trimesters overlap or are out of order, or leave the school year.
    Order(String),
}

impl fmt::Display for CalendarError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.line, self.column, self.problem)
    }
}

impl core::error::Error for CalendarError {}

impl fmt::Display for CalendarProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax(message) => f.write_str(message),
            Self::NotDays(text) => write!(f, "`{text}`: write 2024-01-31 or 2024-01-01..2024-01-08"),
            Self::BadRange(text) => write!(f, "`{text}` ends before it begins, or is longer than a year"),
            Self::Week(week) => write!(f, "week = {week}: write 5 or 6"),
            Self::Year(year) => write!(f, "year = {year}: write a year from 1900 to 2200"),
            Self::YearTwice(year) => write!(f, "{year} is described twice"),
            Self::OtherYear(text) => write!(f, "`{text}` lies outside the year it is listed under"),
            Self::NotWeekend(text) => write!(f, "`{text}` is not a weekend day: `work` lists only those"),
            Self::Confidence(text) => write!(f, "confidence = `{text}`: write high, medium or low"),
            Self::Plan(text) => write!(f, "`{text}` is not a school year: write 2023/24"),
            Self::TooMany(most) => write!(f, "at most {most} here"),
            Self::Order(text) => write!(f, "`{text}` overlaps the one before it or leaves the school year"),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    name: String,
    week: Option<Spanned<u8>>,
    #[serde(default)]
    year: Vec<Year>,
    #[serde(default, rename = "school-year")]
    school_year: Vec<School>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Year {
    year: Spanned<i32>,
    #[serde(default)]
    source: String,
    confidence: Option<Spanned<String>>,
    #[serde(default)]
    off: Vec<Spanned<String>>,
    #[serde(default)]
    work: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct School {
    plan: Spanned<String>,
    #[serde(default)]
    quarters: Vec<Spanned<String>>,
    #[serde(default)]
    trimesters: Vec<Spanned<String>>,
    #[serde(default)]
    vacations: Vacations,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Vacations {
    autumn: Option<Spanned<String>>,
    winter: Option<Spanned<String>>,
    extra: Option<Spanned<String>>,
    spring: Option<Spanned<String>>,
    summer: Option<Spanned<String>>,
}

/// A fault at a byte range of the file.
type Fault = (Range<usize>, CalendarProblem);

pub(super) fn read(text: &str) -> Result<Calendar, CalendarError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let file: File = toml::from_str(text).map_err(|error| {
        let problem = CalendarProblem::Syntax(error.message().to_string());
        place(text, (error.span().unwrap_or(0..0), problem))
    })?;
    build(file).map_err(|fault| place(text, fault))
}

fn place(text: &str, (range, problem): Fault) -> CalendarError {
    let mut at = range.start.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let before = &text[..at];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    CalendarError { line, column, problem }
}

fn build(file: File) -> Result<Calendar, Fault> {
    let week = match file.week {
        Some(week) if !matches!(week.get_ref(), 5 | 6) => {
            return Err((week.span(), CalendarProblem::Week(*week.get_ref())));
        }
        Some(week) => week.into_inner(),
        None => 5,
    };
    let mut calendar = Calendar { name: file.name, ..Calendar::weekends(week) };
    for year in file.year {
        add_year(&mut calendar, year)?;
    }
    for school in file.school_year {
        add_school(&mut calendar, school)?;
    }
    Ok(calendar)
}

fn add_year(calendar: &mut Calendar, entry: Year) -> Result<(), Fault> {
    let (span, year) = (entry.year.span(), entry.year.into_inner());
    if !(1900..=2200).contains(&year) {
        return Err((span, CalendarProblem::Year(year)));
    }
    if let Some(level) = entry.confidence
        && !matches!(level.get_ref().as_str(), "high" | "medium" | "low")
    {
        return Err((level.span(), CalendarProblem::Confidence(level.into_inner())));
    }
    if calendar.known.insert(year, entry.source).is_some() {
        return Err((span, CalendarProblem::YearTwice(year)));
    }
    for text in entry.off {
        for date in dates_of(&text, year)? {
            calendar.off.insert(date);
        }
    }
    for text in entry.work {
        for date in dates_of(&text, year)? {
            if !matches!(date.weekday(), Weekday::Sat | Weekday::Sun) {
                return Err((text.span(), CalendarProblem::NotWeekend(text.into_inner())));
            }
            calendar.work.insert(date);
        }
    }
    Ok(())
}

fn dates_of(text: &Spanned<String>, year: i32) -> Result<Vec<NaiveDate>, Fault> {
    let (from, to) = days(text)?;
    if from.year() != year || to.year() != year {
        return Err((text.span(), CalendarProblem::OtherYear(text.get_ref().clone())));
    }
    Ok(from.iter_days().take_while(|date| *date <= to).collect())
}

/// Reads `2024-01-31` or `2024-01-01..2024-01-08`.
fn days(text: &Spanned<String>) -> Result<(NaiveDate, NaiveDate), Fault> {
    let raw = text.get_ref();
    let fault = |problem: fn(String) -> CalendarProblem| (text.span(), problem(raw.clone()));
    let (from, to) = raw.split_once("..").unwrap_or((raw, raw));
    let date = |t: &str| t.trim().parse::<NaiveDate>().ok().filter(|d| (1..=9999).contains(&d.year()));
    let (Some(from), Some(to)) = (date(from), date(to)) else { return Err(fault(CalendarProblem::NotDays)) };
    let longest = from.checked_add_days(Days::new(366)).unwrap_or(NaiveDate::MAX);
    if to < from || to > longest {
        return Err(fault(CalendarProblem::BadRange));
    }
    Ok((from, to))
}

fn add_school(calendar: &mut Calendar, entry: School) -> Result<(), Fault> {
    let plan = PlanYear::parse(entry.plan.get_ref()).ok().filter(PlanYear::is_school_year);
    let Some(plan) = plan else {
        return Err((entry.plan.span(), CalendarProblem::Plan(entry.plan.into_inner())));
    };
    let mut vacations = BTreeMap::new();
    let given = entry.vacations;
    for (vacation, text) in [
        (Vacation::Autumn, given.autumn),
        (Vacation::Winter, given.winter),
        (Vacation::Extra, given.extra),
        (Vacation::Spring, given.spring),
        (Vacation::Summer, given.summer),
    ] {
        if let Some(text) = text {
            vacations.insert(vacation, in_order(&[text], 1, plan)?[0]);
        }
    }
    let year = SchoolYear {
        quarters: in_order(&entry.quarters, 4, plan)?,
        trimesters: in_order(&entry.trimesters, 3, plan)?,
        vacations,
    };
    match calendar.school.insert(plan.from.year(), year) {
        None => Ok(()),
        Some(_) => Err((entry.plan.span(), CalendarProblem::YearTwice(plan.from.year()))),
    }
}

fn in_order(texts: &[Spanned<String>], most: usize, plan: PlanYear) -> Result<Vec<Span>, Fault> {
    if let Some(extra) = texts.get(most) {
        return Err((extra.span(), CalendarProblem::TooMany(most)));
    }
    let mut spans = Vec::new();
    let mut after = None;
    for text in texts {
        let (from, to) = days(text)?;
        if after.is_some_and(|last| from <= last) || !plan.contains(from) || !plan.contains(to) {
            return Err((text.span(), CalendarProblem::Order(text.get_ref().clone())));
        }
        after = Some(to);
        spans.push(Span::between(from, to));
    }
    Ok(spans)
}
