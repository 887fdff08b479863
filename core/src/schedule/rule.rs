//! How a recurring or relative deadline repeats or is counted.

use core::fmt;

use chrono::Weekday;
use serde::{Deserialize, Serialize};

/// The rule of a recurring or relative deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Rule {
    /// Every lesson day; tracked as one stretch, not as hundreds of occurrences.
    Daily,
    /// Every `every` weeks, on some `days` or within the week.
    Weekly {
        /// Which days, a bit for each (1 is Monday, 64 is Sunday); 0 when not said.
        days: u8,
        /// 1 for every week.
        every: u8,
        /// How many times in each week (or stretch of weeks), at least 1.
        times: u8,
    },
    /// Every `every` months.
    Monthly {
        /// 1 for every month.
        every: u8,
        /// By which day of the month, if said.
        day: Option<Step>,
        /// How many times in each month, at least 1.
        times: u8,
    },
    /// Every quarter: of the calendar year («квартал»), or the school's own («четверть»).
    Quarterly {
        /// Whether the school's quarters are meant.
        school: bool,
    },
    /// Every trimester of the school.
    Trimester,
    /// Every half-year of the school.
    HalfYearly,
    /// So many times in the year, 3 or more, without days.
    TimesAYear(u8),
    /// From an event that has no date yet; negative is before it.
    Offset {
        /// How many units.
        amount: i32,
        /// Of what.
        unit: OffsetUnit,
    },
    /// By a day of one month of each longer stretch: «ежеквартально до 10 числа».
    ByDay {
        /// What comes again and again.
        of: Cycle,
        /// Which of its months.
        month: MonthOf,
        /// By which day of that month, 1 to 31; a shorter month ends earlier.
        day: u8,
    },
}

/// A stretch longer than a month that comes again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Cycle {
    /// A quarter of the calendar year.
    Quarter,
    /// A quarter of the school's year.
    Term,
    /// A trimester of the school.
    Trimester,
    /// A half-year of the school.
    HalfYear,
}

/// Which month of a longer stretch a day is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum MonthOf {
    /// Not said. A day up to the 15th is of the month after the stretch, when what is due is ready; a later one is of
    /// its last month.
    Unsaid,
    /// Counted from 1.
    Nth(u8),
    /// The one it ends in.
    Last,
    /// The one after it: «месяца, следующего за отчётным кварталом».
    After,
}

/// A day inside a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Step {
    /// By this day, 1 to 31; a shorter month ends earlier.
    Day(u8),
    /// By each of these days: bit 1 is the first of the month, bit 31 the 31st.
    Days(u32),
    /// The `nth` weekday (0 is Monday): 1 to 5, or -1 for the last.
    Weekday {
        /// Which one.
        nth: i8,
        /// 0 is Monday, 6 is Sunday.
        weekday: u8,
    },
    /// Several of one weekday: bit 1 is the first of the month, bit 5 the fifth.
    Weekdays {
        /// Which ones.
        nths: u8,
        /// 0 is Monday, 6 is Sunday.
        weekday: u8,
    },
}

/// What an offset is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum OffsetUnit {
    /// Calendar days; a week is seven.
    Days,
    /// Working days of the calendar.
    WorkingDays,
    /// Months; a year is twelve.
    Months,
}

impl MonthOf {
    /// What is meant for this day of the month where nothing was said.
    pub fn settled(self, day: u8) -> Self {
        match self {
            Self::Unsaid if day <= 15 => Self::After,
            Self::Unsaid => Self::Last,
            said => said,
        }
    }
}

impl Rule {
    /// Every week, once, on no particular day.
    pub const WEEKLY: Self = Self::Weekly { days: 0, every: 1, times: 1 };
    /// Every month, once, on no particular day.
    pub const MONTHLY: Self = Self::Monthly { every: 1, day: None, times: 1 };

    /// The longer stretch that it repeats with, if it is one.
    pub(crate) fn cycle(self) -> Option<Cycle> {
        match self {
            Self::Quarterly { school: false } => Some(Cycle::Quarter),
            Self::Quarterly { school: true } => Some(Cycle::Term),
            Self::Trimester => Some(Cycle::Trimester),
            Self::HalfYearly => Some(Cycle::HalfYear),
            Self::ByDay { of, .. } => Some(of),
            _ => None,
        }
    }

    /// An offset from an event.
    pub fn offset(amount: i32, unit: OffsetUnit) -> Self {
        Self::Offset { amount, unit }
    }
}

/// The two letters of a weekday, 0 is Monday.
pub(crate) fn weekday_code(weekday: u8) -> &'static str {
    ["MO", "TU", "WE", "TH", "FR", "SA", "SU"][usize::from(weekday.min(6))]
}

/// The numbers of the weekdays in a set of bits.
pub(crate) fn weekdays(days: u8) -> impl Iterator<Item = u8> {
    (0..7).filter(move |number| days & (1 << number) != 0)
}

/// The days of a month in a set of bits.
pub(crate) fn days_of(set: u32) -> impl Iterator<Item = u8> {
    (1..32u8).filter(move |day| set & (1 << day) != 0)
}

/// Which ones of a weekday are in a set of bits.
pub(crate) fn nths_of(set: u8) -> impl Iterator<Item = i8> {
    (1..6i8).filter(move |nth| set & (1 << nth) != 0)
}

/// The weekday by its number, 0 is Monday.
pub(crate) fn weekday(number: u8) -> Weekday {
    Weekday::try_from(number.min(6)).unwrap_or(Weekday::Mon)
}

/// `weekly`, `weekly:MO`, `weekly:TU,TH`, `weekly/2`, `monthly`, `monthly:25`, `monthly:3MO`, `monthly:2TU,4TU`, `quarterly`, `half-yearly`, `-3d`, `+10bd`,
/// `+1m`, `+0d`; beyond the domain's list: `daily`, `monthly/2`, `weekly*2` (twice a week), `trimester`, `yearly*3`;
/// `quarterly:10`, and with the month where it is one of the stretch's own, `quarterly:1/10`, `quarterly:-1/25` (its last).
impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let repeat = |f: &mut fmt::Formatter<'_>, name: &str, every: u8, times: u8| {
            f.write_str(name)?;
            if every > 1 {
                write!(f, "/{every}")?;
            }
            if times > 1 {
                write!(f, "*{times}")?;
            }
            Ok(())
        };
        match *self {
            Self::Daily => f.write_str("daily"),
            Self::Weekly { days, every, times } => {
                repeat(f, "weekly", every, times)?;
                for (at, number) in weekdays(days).enumerate() {
                    write!(f, "{}{}", if at == 0 { ':' } else { ',' }, weekday_code(number))?;
                }
                Ok(())
            }
            Self::Monthly { every, day, times } => {
                repeat(f, "monthly", every, times)?;
                match day {
                    None => Ok(()),
                    Some(Step::Day(day)) => write!(f, ":{day}"),
                    Some(Step::Days(set)) => {
                        for (at, day) in days_of(set).enumerate() {
                            write!(f, "{}{day}", if at == 0 { ':' } else { ',' })?;
                        }
                        Ok(())
                    }
                    Some(Step::Weekday { nth, weekday }) => write!(f, ":{nth}{}", weekday_code(weekday)),
                    Some(Step::Weekdays { nths, weekday }) => {
                        for (at, nth) in nths_of(nths).enumerate() {
                            write!(f, "{}{nth}{}", if at == 0 { ':' } else { ',' }, weekday_code(weekday))?;
                        }
                        Ok(())
                    }
                }
            }
            Self::Quarterly { .. } => f.write_str("quarterly"),
            Self::Trimester => f.write_str("trimester"),
            Self::HalfYearly => f.write_str("half-yearly"),
            Self::ByDay { of, month, day } => {
                let name = match of {
                    Cycle::Quarter | Cycle::Term => "quarterly",
                    Cycle::Trimester => "trimester",
                    Cycle::HalfYear => "half-yearly",
                };
                match month {
                    MonthOf::Unsaid | MonthOf::After => write!(f, "{name}:{day}"),
                    MonthOf::Nth(nth) => write!(f, "{name}:{nth}/{day}"),
                    MonthOf::Last => write!(f, "{name}:-1/{day}"),
                }
            }
            Self::TimesAYear(times) => write!(f, "yearly*{times}"),
            Self::Offset { amount, unit } => {
                let unit = match unit {
                    OffsetUnit::Days => "d",
                    OffsetUnit::WorkingDays => "bd",
                    OffsetUnit::Months => "m",
                };
                write!(f, "{amount:+}{unit}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::string::ToString;

    #[test]
    fn rules_are_written_as_the_domain_writes_them() {
        let monthly = |day| Rule::Monthly { every: 1, day: Some(day), times: 1 };
        for (rule, text) in [
            (Rule::WEEKLY, "weekly"),
            (Rule::Weekly { days: 1, every: 1, times: 1 }, "weekly:MO"),
            (Rule::Weekly { days: 0b1010, every: 1, times: 1 }, "weekly:TU,TH"),
            (Rule::Weekly { days: 0, every: 2, times: 1 }, "weekly/2"),
            (Rule::MONTHLY, "monthly"),
            (monthly(Step::Day(25)), "monthly:25"),
            (monthly(Step::Weekday { nth: -1, weekday: 4 }), "monthly:-1FR"),
            (monthly(Step::Weekdays { nths: 0b1_0100, weekday: 1 }), "monthly:2TU,4TU"),
            (Rule::Quarterly { school: true }, "quarterly"),
            (Rule::HalfYearly, "half-yearly"),
            (Rule::ByDay { of: Cycle::Quarter, month: MonthOf::After, day: 10 }, "quarterly:10"),
            (Rule::ByDay { of: Cycle::Term, month: MonthOf::Nth(1), day: 10 }, "quarterly:1/10"),
            (Rule::ByDay { of: Cycle::HalfYear, month: MonthOf::Last, day: 25 }, "half-yearly:-1/25"),
            (Rule::offset(-3, OffsetUnit::Days), "-3d"),
            (Rule::offset(10, OffsetUnit::WorkingDays), "+10bd"),
            (Rule::offset(1, OffsetUnit::Months), "+1m"),
            (Rule::offset(0, OffsetUnit::Days), "+0d"),
        ] {
            assert_eq!(rule.to_string(), text);
        }
    }
}
