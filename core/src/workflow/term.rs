//! Terms of stages and dates of conditions.
//!
//! | Written | Means |
//! |---|---|
//! | `"+14d"` `"+2w"` `"+1m"` | that many days, weeks, months after entering the stage |
//! | `"+10bd"` | that many working days after entering |
//! | `"10-30"` or `"30.10"` | 30 October of the plan year |
//! | `2024-05-31`, `"2024-05-31"`, `"31.05.2024"` | that day |
//! | `{ task = "pairs.formed", otherwise = "30.10" }` | when the tasks with that tag are due, else the day given |

use alloc::string::String;

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// The largest amount an offset may have, in its unit: more is a slip of the hand.
const MAX_AMOUNT: u16 = 1000;

/// A day that depends on when a stage was entered, on the plan, or on tasks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Term {
    /// Counted from the day the stage was entered.
    After(Offset),
    /// A day of the plan year.
    MonthDay {
        /// 1–12.
        month: u8,
        /// 1–31; 29 February is the 28th in a common year.
        day: u8,
    },
    /// A day of the calendar.
    Date(NaiveDate),
    /// The last due date of the tasks with a purpose tag.
    Task {
        /// The tag.
        tag: String,
        /// Month and day of the plan year that serve where no such task has a date.
        otherwise: Option<(u8, u8)>,
    },
}

/// An amount of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offset {
    /// How many units.
    pub amount: u16,
    /// Of what.
    pub unit: Unit,
}

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unit {
    /// Calendar days.
    Days,
    /// Working days of the school's calendar.
    WorkingDays,
    /// Seven days.
    Weeks,
    /// Calendar months; 31 January and a month is the last of February.
    Months,
}

/// Why a term cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TermError {
    /// None of the forms.
    Form,
    /// A form, but no such day: 31.02.
    NoSuchDay,
    /// An offset larger than 1000.
    TooFar,
}

/// What a term is resolved against.
pub struct Surroundings<'a> {
    /// When the stage was entered.
    pub entered: NaiveDate,
    /// The first day of the plan.
    pub plan_from: NaiveDate,
    /// Whether a day is a working day.
    pub is_working: &'a dyn Fn(NaiveDate) -> bool,
    /// The last due date of the tasks with this tag, if they have one.
    pub task_due: &'a dyn Fn(&str) -> Option<NaiveDate>,
}

impl Term {
    /// Reads a term from text.
    ///
    /// # Errors
    /// [`TermError`] where it has none of the forms or names no day.
    pub fn parse(text: &str) -> Result<Self, TermError> {
        let text = text.trim();
        if let Some(offset) = text.strip_prefix('+') {
            return Offset::parse(offset).map(Self::After);
        }
        let (separator, dotted) = if text.contains('.') { ('.', true) } else { ('-', false) };
        let mut parts = [0u16; 3];
        let mut count = 0;
        for part in text.split(separator) {
            let digits = !part.is_empty() && part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit());
            *parts.get_mut(count).ok_or(TermError::Form)? = if digits {
                part.parse().map_err(|_| TermError::Form)?
            } else {
                return Err(TermError::Form);
            };
            count += 1;
        }
        match (count, dotted, parts) {
            (2, true, [day, month, _]) | (2, false, [month, day, _]) => {
                month_day(month, day).map(|(month, day)| Self::MonthDay { month, day })
            }
            (3, true, [day, month, year]) | (3, false, [year, month, day]) if year >= 1900 => {
                NaiveDate::from_ymd_opt(year.into(), month.into(), day.into())
                    .map(Self::Date)
                    .ok_or(TermError::NoSuchDay)
            }
            _ => Err(TermError::Form),
        }
    }

    /// The day, or `None` where it hangs on tasks without a date or lies outside the calendar.
    pub fn due(&self, around: &Surroundings<'_>) -> Option<NaiveDate> {
        match self {
            Self::After(offset) => offset.after(around.entered, around.is_working),
            Self::MonthDay { month, day } => in_plan_year(around.plan_from, *month, *day),
            Self::Date(date) => Some(*date),
            Self::Task { tag, otherwise } => (around.task_due)(tag)
                .or_else(|| otherwise.and_then(|(month, day)| in_plan_year(around.plan_from, month, day))),
        }
    }
}

impl Offset {
    fn parse(text: &str) -> Result<Self, TermError> {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let unit = match &text[digits..] {
            "d" => Unit::Days,
            "bd" => Unit::WorkingDays,
            "w" => Unit::Weeks,
            "m" => Unit::Months,
            _ => return Err(TermError::Form),
        };
        if digits == 0 {
            return Err(TermError::Form);
        }
        match text[..digits].parse() {
            Ok(amount) if amount <= MAX_AMOUNT => Ok(Self { amount, unit }),
            _ => Err(TermError::TooFar),
        }
    }

    /// The day this long after `start`; `None` past the end of the calendar, or where a calendar without working
    /// days would be searched for ever.
    pub fn after(self, start: NaiveDate, is_working: &dyn Fn(NaiveDate) -> bool) -> Option<NaiveDate> {
        let amount = u64::from(self.amount);
        match self.unit {
            Unit::Days => start.checked_add_days(Days::new(amount)),
            Unit::Weeks => start.checked_add_days(Days::new(7 * amount)),
            Unit::Months => start.checked_add_months(Months::new(self.amount.into())),
            Unit::WorkingDays => {
                let mut left = amount;
                let longest = 7 * usize::from(self.amount) + 366;
                let mut days = start.iter_days().skip(1).take(longest);
                let mut day = start;
                while left > 0 {
                    day = days.next()?;
                    left -= u64::from(is_working(day));
                }
                Some(day)
            }
        }
    }
}

fn month_day(month: u16, day: u16) -> Result<(u8, u8), TermError> {
    // 2024 is a leap year: 29 February can be written.
    NaiveDate::from_ymd_opt(2024, month.into(), day.into())
        .map(|date| (date.month() as u8, date.day() as u8))
        .ok_or(TermError::NoSuchDay)
}

/// The first such day on or after the plan's first day.
fn in_plan_year(plan_from: NaiveDate, month: u8, day: u8) -> Option<NaiveDate> {
    let in_year = |year| {
        let exact = NaiveDate::from_ymd_opt(year, month.into(), day.into());
        exact.or_else(|| NaiveDate::from_ymd_opt(year, month.into(), u32::from(day).checked_sub(1)?))
    };
    in_year(plan_from.year()).filter(|date| *date >= plan_from).or_else(|| in_year(plan_from.year() + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Weekday;
    use proptest::prelude::*;
    use std::string::ToString;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date of the test")
    }

    /// 2023/24; entered on Friday 3 November 2023; Saturdays and Sundays are off, and so is 6 November.
    fn due(term: &str) -> Option<NaiveDate> {
        Term::parse(term).expect("a term of the test").due(&Surroundings {
            entered: day("2023-11-03"),
            plan_from: day("2023-09-01"),
            is_working: &|date| {
                date != day("2023-11-06") && !matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
            },
            task_due: &|_| None,
        })
    }

    #[test]
    fn every_form_names_its_day() {
        for (term, expected) in [
            ("+14d", "2023-11-17"),
            ("+2w", "2023-11-17"),
            ("+1m", "2023-12-03"),
            ("+0d", "2023-11-03"),
            ("+1bd", "2023-11-07"),
            ("+5bd", "2023-11-13"),
            ("+0bd", "2023-11-03"),
            ("10-30", "2023-10-30"),
            ("30.10", "2023-10-30"),
            ("09-01", "2023-09-01"),
            ("31.08", "2024-08-31"),
            ("29.02", "2024-02-29"),
            ("2024-05-31", "2024-05-31"),
            ("31.05.2024", "2024-05-31"),
        ] {
            assert_eq!(due(term), Some(day(expected)), "{term}");
        }
    }

    #[test]
    fn unreadable_terms_say_why() {
        for (term, expected) in [
            ("", TermError::Form),
            ("10 дней", TermError::Form),
            ("+10", TermError::Form),
            ("+d", TermError::Form),
            ("+5y", TermError::Form),
            ("-5d", TermError::Form),
            ("1-2-3-4", TermError::Form),
            ("24-05-31", TermError::Form),
            ("31.02", TermError::NoSuchDay),
            ("13-01", TermError::NoSuchDay),
            ("30.02.2024", TermError::NoSuchDay),
            ("+1001d", TermError::TooFar),
            ("+99999999d", TermError::TooFar),
        ] {
            assert_eq!(Term::parse(term), Err(expected), "{term}");
        }
    }

    #[test]
    fn a_task_without_a_date_leaves_the_day_given() {
        let around = |known: Option<NaiveDate>| {
            let task_due = move |_: &str| known;
            let term = Term::Task { tag: "pairs.formed".to_string(), otherwise: Some((10, 30)) };
            term.due(&Surroundings {
                entered: day("2023-09-01"),
                plan_from: day("2023-09-01"),
                is_working: &|_| true,
                task_due: &task_due,
            })
        };
        assert_eq!(around(None), Some(day("2023-10-30")));
        assert_eq!(around(Some(day("2023-11-10"))), Some(day("2023-11-10")));
    }

    #[test]
    fn a_calendar_without_working_days_gives_no_day() {
        let offset = Offset { amount: 1, unit: Unit::WorkingDays };
        assert_eq!(offset.after(day("2023-11-03"), &|_| false), None);
        assert_eq!(offset.after(NaiveDate::MAX, &|_| true), None);
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "[+0-9.dbwm-]{0,12}|\\PC{0,12}") {
            let _ = Term::parse(&text);
        }
    }
}
