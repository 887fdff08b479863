//! A point of time in its year: its first and last day.

use chrono::{Datelike, Days, Months, NaiveDate};

use crate::schedule::expand::nth_weekday;
use crate::schedule::grammar::{Edge, Part, Unit, Year};
use crate::schedule::plan::{day, last_day};
use crate::schedule::{Calendar, Note, PlanYear, Span};

/// Why a point has no days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// The point is wrong in itself.
    Wrong(Note),
    /// The calendar file would have to say.
    Unknown,
}

/// The first and the last day.
pub(super) type Days2 = (NaiveDate, NaiveDate);

/// Where points find their days.
pub(super) struct Place<'a> {
    pub plan: PlanYear,
    pub calendar: &'a Calendar,
}

impl Place<'_> {
    /// The year a month of the plan lies in.
    pub fn year_of(&self, month: u8) -> i32 {
        let first = self.plan.from;
        first.year() + i32::from(u32::from(month) < first.month())
    }

    /// The days of a part, its edge taken.
    pub fn days(&self, part: Part) -> Result<Days2, Fault> {
        let whole = self.whole(part)?;
        Ok(edge(part.edge, whole))
    }

    /// The days of a part without regard to its edge.
    pub fn whole(&self, part: Part) -> Result<Days2, Fault> {
        if part.year == Some(Year::Bad) {
            return Err(Fault::Wrong(Note::BadYear));
        }
        match part.unit {
            Unit::Term(n) => self.of_school(part.year, n <= 2, |plan| self.calendar.quarter(plan, n)),
            Unit::Trimester(n) => self.of_school(part.year, n <= 1, |plan| self.calendar.trimester(plan, n)),
            Unit::Vacation(Some(v)) => {
                let autumn = matches!(v, crate::schedule::calendar::Vacation::Autumn);
                self.of_school(part.year, autumn, |plan| self.calendar.vacation(plan, v))
            }
            Unit::Vacation(None) => Err(Fault::Unknown),
            Unit::Study => self.of_school(part.year, true, |plan| Some(plan.study())),
            Unit::PlanYear => self.of_school(part.year, true, |plan| Some(plan.span())),
            Unit::HalfYear(n) => self.half_year(n, part),
            Unit::CalendarYear => match part.year {
                Some(Year::Calendar(year) | Year::School(year)) => Ok((day(year, 1, 1), day(year, 12, 31))),
                _ => Err(Fault::Wrong(Note::BadYear)),
            },
            unit => self.in_calendar(unit, self.calendar_year(part)),
        }
    }

    /// Half of the school year; of the calendar year in a plan of one, or where a year is named that only so lies in it:
    /// «II полугодие 2023 г.».
    fn half_year(&self, n: u8, part: Part) -> Result<Days2, Fault> {
        let year = self.calendar_year(part);
        let school = self.in_calendar(part.unit, year)?;
        let calendar = months(year, if n == 1 { 1 } else { 7 }, 6);
        let meets = |days: Days2| days.0 <= self.plan.to && self.plan.from <= days.1;
        let named = matches!(part.year, Some(Year::Calendar(_)));
        let whole_years = self.plan.from.month() == 1 && self.plan.from.day() == 1;
        let by_calendar = whole_years || named && !meets(school) && meets(calendar);
        Ok(if by_calendar { calendar } else { school })
    }

    /// The calendar year that a unit of the calendar begins in.
    fn calendar_year(&self, part: Part) -> i32 {
        let month = part.month().unwrap_or(9);
        match part.year {
            // «зима 2024» began in December 2023.
            Some(Year::Calendar(year)) if part.unit == Unit::Season(12) => year - 1,
            Some(Year::Calendar(year)) => year,
            Some(Year::School(first)) => first + i32::from(month < 9),
            Some(Year::Following) => self.following().from.year() + i32::from(month < 9),
            Some(Year::Bad) | None => self.year_of(month),
        }
    }

    /// The school year that begins after the plan.
    fn following(&self) -> PlanYear {
        PlanYear::containing(self.plan.to.succ_opt().unwrap_or(self.plan.to))
    }

    fn of_school(
        &self,
        year: Option<Year>,
        autumn: bool,
        find: impl Fn(PlanYear) -> Option<Span>,
    ) -> Result<Days2, Fault> {
        let plan = match year {
            Some(Year::School(first)) => PlanYear::of(first),
            Some(Year::Calendar(year)) => PlanYear::of(if autumn { year } else { year - 1 }),
            Some(Year::Following) => self.following(),
            Some(Year::Bad) => return Err(Fault::Wrong(Note::BadYear)),
            None => self.plan,
        };
        let span = find(plan).ok_or(Fault::Unknown)?;
        span.from.zip(span.to).ok_or(Fault::Unknown)
    }

    fn in_calendar(&self, unit: Unit, year: i32) -> Result<Days2, Fault> {
        let wrong = Fault::Wrong(Note::NoSuchDate);
        let end = |month: u8| last_day(year, u32::from(month));
        let span = |month: u8, first: u32, last: u32| {
            let ok = first <= last && last <= end(month);
            if ok { Ok((day(year, month.into(), first), day(year, month.into(), last))) } else { Err(wrong) }
        };
        match unit {
            Unit::Day(month, u8::MAX) => span(month, end(month), end(month)),
            Unit::Day(month, number) => {
                let date = NaiveDate::from_ymd_opt(year, month.into(), number.into()).ok_or(wrong)?;
                Ok((date, date))
            }
            Unit::Month(month) => span(month, 1, end(month)),
            Unit::Week(month, n) if n < 0 => {
                span(month, end(month) + 1 - 7 * u32::from(n.unsigned_abs()), end(month))
            }
            Unit::Week(month, n) => {
                let first = n.unsigned_abs() as u32 * 7 - 6;
                span(month, first, (first + 6).min(end(month)))
            }
            Unit::Decade(month, 1) => span(month, 1, 10),
            Unit::Decade(month, 2) => span(month, 11, 20),
            Unit::Decade(month, _) => span(month, 21, end(month)),
            Unit::Half(month, 1) => span(month, 1, 15),
            Unit::Half(month, _) => span(month, 16, end(month)),
            Unit::Weekday(month, nth, weekday) => {
                nth_weekday(year, month.into(), nth, weekday).map(|date| (date, date)).ok_or(wrong)
            }
            Unit::Season(month) => Ok(months(year, month, 3)),
            Unit::Quarter(n) => Ok(months(year, n * 3 - 2, 3)),
            Unit::HalfYear(1) => Ok((day(year, 9, 1), day(year, 12, 31))),
            Unit::HalfYear(_) => Ok((day(year, 1, 1), day(year, 5, 31))),
            _ => Err(Fault::Unknown),
        }
    }
}

/// So many whole months from one on.
fn months(year: i32, first: u8, count: u8) -> Days2 {
    let last = u32::from(first) + u32::from(count) - 2;
    let (last_year, last_month) = (year + (last / 12) as i32, last % 12 + 1);
    (day(year, first.into(), 1), day(last_year, last_month, last_day(last_year, last_month)))
}

/// The first ten days, the middle ten, or the days from the 21st on; of longer units, those of their first and last month.
fn edge(edge: Edge, (from, to): Days2) -> Days2 {
    let plus = |date: NaiveDate, days: u64| date.checked_add_days(Days::new(days)).unwrap_or(date);
    let minus = |date: NaiveDate, days: u64| date.checked_sub_days(Days::new(days)).unwrap_or(date);
    let length = (to - from).num_days().max(0) as u64;
    let begins = |months: i8| to.checked_sub_months(Months::new(u32::from(months.unsigned_abs()) - 1));
    let ends = |months: i8| from.checked_add_months(Months::new(u32::from(months.unsigned_abs()) - 1));
    match edge {
        Edge::Whole => (from, to),
        Edge::Days(days) if days < 0 => (minus(to, u64::from(days.unsigned_abs()) - 1).max(from), to),
        Edge::Days(days) => (from, plus(from, u64::from(days.unsigned_abs().max(1)) - 1).min(to)),
        Edge::Months(months) if months < 0 => {
            (begins(months).map_or(from, |first| day(first.year(), first.month(), 1)).max(from), to)
        }
        Edge::Months(months) => {
            (from, ends(months.max(1)).map_or(to, |last| day(last.year(), last.month(), 31)).min(to))
        }
        Edge::Start => (from, plus(from, 9).min(to)),
        Edge::Middle if length < 31 => (plus(from, 10).min(to), plus(from, 19).min(to)),
        Edge::Middle => {
            let middle = plus(from, length / 2);
            (minus(middle, 5), plus(middle, 4))
        }
        Edge::End => {
            let month_ends = to.succ_opt().is_some_and(|next| next.day() == 1);
            let start = if month_ends { day(to.year(), to.month(), 21) } else { minus(to, 9) };
            (start.max(from), to)
        }
    }
}
