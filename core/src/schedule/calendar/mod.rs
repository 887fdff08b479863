//! Days off, transferred working days, school quarters and vacations.
//!
//! A calendar *knows* a calendar year when its file describes it. In other years only the weekend is off, which is
//! enough to count working days but not to tell a person that a day is off: no `non-working` note is made for them.

mod file;
#[cfg(test)]
mod tests;

pub use file::{CalendarError, CalendarProblem};

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use super::{PlanYear, Span};

/// Vacations («каникулы») of a school year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Vacation {
    /// Осенние.
    Autumn,
    /// Зимние.
    Winter,
    /// Дополнительные (for first-formers).
    Extra,
    /// Весенние.
    Spring,
    /// Летние; 1 June to the end of the plan unless the calendar says otherwise.
    Summer,
}

/// The parts of one school year, as the school itself sets them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchoolYear {
    /// Четверти, in order.
    pub quarters: Vec<Span>,
    /// Триместры, in order.
    pub trimesters: Vec<Span>,
    /// Каникулы.
    pub vacations: BTreeMap<Vacation, Span>,
}

/// A working calendar. The default one knows no year: a five-day week and nothing else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendar {
    /// What the file calls itself; empty for the default.
    pub name: String,
    /// Working days in a week: 5 or 6.
    pub week: u8,
    /// The calendar years whose days off are described, with the source of each.
    known: BTreeMap<i32, String>,
    /// Weekdays that are off.
    off: BTreeSet<NaiveDate>,
    /// Weekend days that are worked.
    work: BTreeSet<NaiveDate>,
    /// School years by the year they begin in.
    school: BTreeMap<i32, SchoolYear>,
}

impl Default for Calendar {
    fn default() -> Self {
        Self::weekends(5)
    }
}

/// How far a search for a working day goes: no calendar has so many days off in a row.
const FAR: u64 = 400;

impl Calendar {
    /// Weekends only: Saturday and Sunday off with a week of 5, Sunday with a week of 6 (any other number counts as 5).
    pub fn weekends(week: u8) -> Self {
        Self {
            name: String::new(),
            week: if week == 6 { 6 } else { 5 },
            known: BTreeMap::new(),
            off: BTreeSet::new(),
            work: BTreeSet::new(),
            school: BTreeMap::new(),
        }
    }

    /// Reads a calendar file; the first fault is reported with its line and column.
    pub fn from_toml(text: &str) -> Result<Self, CalendarError> {
        file::read(text)
    }

    /// This calendar with what `other` (a school's own file) says on top: its week, its years, its quarters.
    pub fn with(mut self, other: Self) -> Self {
        if !other.name.is_empty() {
            self.name = other.name;
        }
        self.week = other.week;
        for (year, source) in other.known {
            self.off.retain(|date| date.year() != year);
            self.work.retain(|date| date.year() != year);
            self.known.insert(year, source);
        }
        self.work.retain(|date| !other.off.contains(date));
        self.off.retain(|date| !other.work.contains(date));
        self.off.extend(other.off);
        self.work.extend(other.work);
        self.school.extend(other.school);
        self
    }

    /// The same quarters and vacations without a word on any year's days off: a phrase read with it means the same
    /// whatever a later calendar says, and remarks on days off are made when they matter.
    pub fn without_days_off(&self) -> Self {
        Self { known: BTreeMap::new(), ..self.clone() }
    }

    /// Whether the days off of this calendar year are described.
    pub fn knows(&self, date: NaiveDate) -> bool {
        self.known.contains_key(&date.year())
    }

    /// The described years and the source of each.
    pub fn years(&self) -> impl Iterator<Item = (i32, &str)> {
        self.known.iter().map(|(year, source)| (*year, source.as_str()))
    }

    /// Whether people work on `date`.
    pub fn is_working(&self, date: NaiveDate) -> bool {
        let weekend = match date.weekday() {
            Weekday::Sun => true,
            Weekday::Sat => self.week == 5,
            _ => false,
        };
        if weekend { self.work.contains(&date) } else { !self.off.contains(&date) }
    }

    /// The `n`-th working day after `date` (before it when `n` is negative), `date` itself not counted; `date` for 0.
    pub fn add_working_days(&self, date: NaiveDate, n: i32) -> NaiveDate {
        let mut at = date;
        for _ in 0..n.unsigned_abs().min(10_000) {
            at = if n < 0 { self.step(at, NaiveDate::pred_opt) } else { self.step(at, NaiveDate::succ_opt) };
        }
        at
    }

    /// The last working day strictly before `date`.
    pub fn last_working_day_before(&self, date: NaiveDate) -> NaiveDate {
        self.step(date, NaiveDate::pred_opt)
    }

    /// `date` if it is worked, else the last working day before it: when to remind.
    pub fn last_working_day_by(&self, date: NaiveDate) -> NaiveDate {
        if self.is_working(date) { date } else { self.last_working_day_before(date) }
    }

    fn step(&self, date: NaiveDate, next: fn(&NaiveDate) -> Option<NaiveDate>) -> NaiveDate {
        let mut at = date;
        for _ in 0..FAR {
            let Some(day) = next(&at) else { return at };
            at = day;
            if self.is_working(at) {
                return at;
            }
        }
        at
    }

    /// What the school set for the year that the plan begins in.
    pub fn school_year(&self, plan: PlanYear) -> Option<&SchoolYear> {
        self.school.get(&PlanYear::containing(plan.from).from.year())
    }

    /// The school's quarter («четверть») 1 to 4, if the calendar has it.
    pub fn quarter(&self, plan: PlanYear, n: u8) -> Option<Span> {
        self.school_year(plan)?.quarters.get(usize::from(n).checked_sub(1)?).copied()
    }

    /// The school's trimester 1 to 3, if the calendar has it.
    pub fn trimester(&self, plan: PlanYear, n: u8) -> Option<Span> {
        self.school_year(plan)?.trimesters.get(usize::from(n).checked_sub(1)?).copied()
    }

    /// A vacation, if the calendar has it; the summer is always known.
    pub fn vacation(&self, plan: PlanYear, vacation: Vacation) -> Option<Span> {
        let set = self.school_year(plan).and_then(|year| year.vacations.get(&vacation)).copied();
        set.or_else(|| {
            let summer = plan.study().to?.checked_add_days(Days::new(1))?;
            (vacation == Vacation::Summer && summer <= plan.to).then(|| Span::between(summer, plan.to))
        })
    }
}
