//! What the grammar makes of a phrase, before years are given out.

use alloc::string::String;
use alloc::vec::Vec;

use crate::schedule::calendar::Vacation;
use crate::schedule::{MonthOf, OffsetUnit, Rule};

/// All that was read in a phrase.
#[derive(Debug, Default)]
pub(in crate::schedule) struct Reading {
    /// The items in their order.
    pub items: Vec<Item>,
    /// Nothing but dashes and dots.
    pub empty: bool,
    /// A place left to be filled in was seen.
    pub blank: bool,
    /// How many words and numbers made no sense.
    pub strange: usize,
    /// How many of them stood before the first item.
    pub before: usize,
    /// A dash or a colon parted them from it: «итоговая анкета – май».
    pub named: bool,
    /// More tokens than a term has.
    pub too_long: bool,
    /// The phrase is one number of five digits.
    pub serial: Option<u32>,
}

/// One thing a phrase says.
#[derive(Debug)]
pub(in crate::schedule) enum Item {
    /// Days, from one point to another.
    Dates(Range),
    /// A rule; `for_previous` when it is about the month before.
    Repeat {
        /// How it repeats.
        rule: Rule,
        /// «за отчётным»
        for_previous: bool,
        /// Which month of a longer stretch its day is of: «25 числа последнего месяца».
        month: MonthOf,
        /// A day of a month that is not said: «до 15 числа».
        bare: bool,
    },
    /// Counted from an event.
    Offset(Offset),
    /// «ежегодно»
    Yearly,
    /// «постоянно»
    Constantly,
    /// «по необходимости»
    AsNeeded,
    /// «по графику»
    External,
    /// «в соответствии со сроками реализации программ»
    Linked,
    /// «ориентировочно»
    Roughly,
    /// «(и) далее постоянно»: from the days that were said on
    Onward,
    /// «далее ежеквартально»: what repeats begins with the days that were said
    Then,
    /// «кроме июля и августа»
    Except(Range),
    /// «нет»
    Absent,
}

/// An offset, and what it is counted from.
#[derive(Clone, Debug)]
pub(in crate::schedule) struct Offset {
    /// How many units; negative is before.
    pub amount: i32,
    /// Of what.
    pub unit: OffsetUnit,
    /// The words of the event.
    pub anchor: Option<String>,
    /// The same as a point in time, if it is one.
    pub point: Option<Part>,
    /// Whether a number was said, not merely «после».
    pub counted: bool,
    /// Whether a missing event is worth a note: not for «в трёхмесячный срок».
    pub needs_anchor: bool,
}

/// How a range reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::schedule) enum Reach {
    /// Within its days.
    Within,
    /// By its last day.
    By,
    /// From its first day on.
    Since,
    /// From the day after its last one on.
    After,
}

/// From one point to another; the same point twice for a single one.
#[derive(Clone, Debug)]
pub(in crate::schedule) struct Range {
    /// How it reaches.
    pub reach: Reach,
    /// The first point.
    pub from: Part,
    /// The last point.
    pub to: Part,
}

/// A stretch of time: a unit, possibly an edge of it, possibly its year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::schedule) struct Part {
    /// Of what.
    pub unit: Unit,
    /// Which part of it.
    pub edge: Edge,
    /// The year, if said.
    pub year: Option<Year>,
}

/// Which part of a unit is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::schedule) enum Edge {
    /// All of it.
    Whole,
    /// «начало»
    Start,
    /// «середина»
    Middle,
    /// «конец»
    End,
    /// «первые две недели»: so many days from its first; negative are its last ones
    Days(i16),
    /// «последний месяц»: so many calendar months, likewise
    Months(i8),
}

/// A year as it was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::schedule) enum Year {
    /// «2023 г.»
    Calendar(i32),
    /// «2023/24 уч. г.»: the school year that begins in this one.
    School(i32),
    /// «следующего учебного года»: the school year after the plan.
    Following,
    /// A year that cannot be meant.
    Bad,
}

/// A stretch of time that recurs every year. `nth` counts from 1; -1 is the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::schedule) enum Unit {
    /// A day of a month; may not exist.
    Day(u8, u8),
    /// A month.
    Month(u8),
    /// A week of a month: days 1–7, 8–14, …
    Week(u8, i8),
    /// A third of a month.
    Decade(u8, i8),
    /// A half of a month.
    Half(u8, i8),
    /// A weekday of a month: month, nth, weekday.
    Weekday(u8, i8, u8),
    /// A season by its first month.
    Season(u8),
    /// A quarter of the calendar year.
    Quarter(u8),
    /// A quarter of the school year.
    Term(u8),
    /// A trimester of the school year.
    Trimester(u8),
    /// A half of the school year.
    HalfYear(u8),
    /// Vacations; `None` for all of them.
    Vacation(Option<Vacation>),
    /// The school year up to the end of lessons.
    Study,
    /// The plan's year.
    PlanYear,
    /// A calendar year, always with its number.
    CalendarYear,
}

impl Part {
    /// All of a unit.
    pub fn whole(unit: Unit, year: Option<Year>) -> Self {
        Self { unit, edge: Edge::Whole, year }
    }

    /// The same kind of part with another number: the 10th for the 30th of October.
    pub fn renumbered(self, number: u32) -> Option<Self> {
        let n = u8::try_from(number).ok().filter(|n| (1..=31).contains(n))?;
        let nth = n as i8;
        let unit = match self.unit {
            Unit::Day(month, _) => Unit::Day(month, n),
            Unit::Week(month, _) if n <= 5 => Unit::Week(month, nth),
            Unit::Decade(month, _) if n <= 3 => Unit::Decade(month, nth),
            Unit::Half(month, _) if n <= 2 => Unit::Half(month, nth),
            Unit::Weekday(month, _, weekday) if n <= 5 => Unit::Weekday(month, nth, weekday),
            Unit::Quarter(_) if n <= 4 => Unit::Quarter(n),
            Unit::Term(_) if n <= 4 => Unit::Term(n),
            Unit::Trimester(_) if n <= 3 => Unit::Trimester(n),
            Unit::HalfYear(_) if n <= 2 => Unit::HalfYear(n),
            _ => return None,
        };
        Some(Self { unit, ..self })
    }

    /// The month it begins in, for units that belong to the calendar.
    pub fn month(self) -> Option<u8> {
        match self.unit {
            Unit::Day(m, _) | Unit::Month(m) | Unit::Week(m, _) | Unit::Decade(m, _) | Unit::Half(m, _) => {
                Some(m)
            }
            Unit::Weekday(m, ..) | Unit::Season(m) => Some(m),
            Unit::Quarter(n) => Some(n * 3 - 2),
            Unit::HalfYear(1) => Some(9),
            Unit::HalfYear(_) => Some(1),
            _ => None,
        }
    }

    /// Whether the unit holds a month and is more than a day.
    pub fn holds(self, month: u8) -> bool {
        match self.unit {
            Unit::Month(own) => own == month,
            Unit::HalfYear(1) => month >= 9,
            Unit::HalfYear(_) => month <= 6,
            Unit::Season(first) => (0..3).any(|more| (first - 1 + more) % 12 + 1 == month),
            Unit::Quarter(n) => month.div_ceil(3) == n,
            _ => false,
        }
    }

    /// Whether it is a whole year of some sort.
    pub fn is_year(self) -> bool {
        self.edge == Edge::Whole && matches!(self.unit, Unit::Study | Unit::PlanYear | Unit::CalendarYear)
    }
}
