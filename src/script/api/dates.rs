//! Days. There is no clock here: the day a script judges by is an argument.

use std::sync::Arc;

use chrono::{Datelike, Days, NaiveDate};
use rhai::{Dynamic, Engine};
use vekha_core::schedule::Calendar;

use super::absent::need;
use super::{Answer, refuse, spend, wrong_type};
use crate::script::fault::{Arg, Fault};
use crate::script::limits::Meter;

pub(super) fn register(engine: &mut Engine) {
    engine.register_type_with_name::<NaiveDate>("date");
    for name in ["date", "дата"] {
        engine.register_fn(name, |text: Dynamic| day(&text));
        engine.register_fn(name, |year: i64, month: i64, day: i64| of_parts(year, month, day));
    }
    for name in ["days_between", "дней_между"] {
        engine.register_fn(name, |from: Dynamic, to: Dynamic| -> Answer<i64> {
            Ok((day(&to)? - day(&from)?).num_days())
        });
    }
    for name in ["years_between", "лет_между"] {
        engine.register_fn(name, |from: Dynamic, to: Dynamic| -> Answer<i64> {
            Ok(years(day(&from)?, day(&to)?))
        });
    }
    for name in ["add_days", "плюс_дней"] {
        engine.register_fn(name, |from: Dynamic, days: i64| add(day(&from)?, days));
    }
    engine
        .register_get("year", |day: &mut NaiveDate| i64::from(day.year()))
        .register_get("month", |day: &mut NaiveDate| i64::from(day.month()))
        .register_get("day", |day: &mut NaiveDate| i64::from(day.day()))
        .register_get("год", |day: &mut NaiveDate| i64::from(day.year()))
        .register_get("месяц", |day: &mut NaiveDate| i64::from(day.month()))
        .register_get("день", |day: &mut NaiveDate| i64::from(day.day()))
        .register_fn("to_string", |day: &mut NaiveDate| day.to_string())
        .register_fn("to_debug", |day: &mut NaiveDate| day.to_string())
        .register_fn("==", |a: NaiveDate, b: NaiveDate| a == b)
        .register_fn("!=", |a: NaiveDate, b: NaiveDate| a != b)
        .register_fn("<", |a: NaiveDate, b: NaiveDate| a < b)
        .register_fn("<=", |a: NaiveDate, b: NaiveDate| a <= b)
        .register_fn(">", |a: NaiveDate, b: NaiveDate| a > b)
        .register_fn(">=", |a: NaiveDate, b: NaiveDate| a >= b)
        .register_fn("-", |a: NaiveDate, b: NaiveDate| (a - b).num_days())
        .register_fn("+", |a: NaiveDate, days: i64| add(a, days))
        .register_fn("-", |a: NaiveDate, days: i64| add(a, days.saturating_neg()));
}

/// A day as such, or from a text `2024-05-31` or `31.05.2024`.
pub fn day(value: &Dynamic) -> Answer<NaiveDate> {
    need(value)?;
    if let Some(day) = value.read_lock::<NaiveDate>() {
        return Ok(*day);
    }
    let Ok(text) = value.as_immutable_string_ref() else { return wrong_type("date", value) };
    let text = text.trim();
    NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .or_else(|_| NaiveDate::parse_from_str(text, "%d.%m.%Y"))
        .or_else(|_| refuse(Fault::new("no-such-date").arg(Arg::Name, text)))
}

fn of_parts(year: i64, month: i64, day: i64) -> Answer<NaiveDate> {
    let parts = (i32::try_from(year).ok(), u32::try_from(month).ok(), u32::try_from(day).ok());
    let found = match parts {
        (Some(year), Some(month), Some(day)) => NaiveDate::from_ymd_opt(year, month, day),
        _ => None,
    };
    found.map_or_else(
        || refuse(Fault::new("no-such-date").arg(Arg::Name, format_args!("{year}-{month}-{day}"))),
        Ok,
    )
}

fn add(day: NaiveDate, days: i64) -> Answer<NaiveDate> {
    let step = Days::new(days.unsigned_abs());
    let moved = if days < 0 { day.checked_sub_days(step) } else { day.checked_add_days(step) };
    moved.map_or_else(|| refuse(Fault::new("no-such-date").arg(Arg::Name, days)), Ok)
}

/// Whole years from one day to another; negative when the second is earlier.
fn years(from: NaiveDate, to: NaiveDate) -> i64 {
    if to < from {
        return -years(to, from);
    }
    let before = (to.month(), to.day()) < (from.month(), from.day());
    i64::from(to.year()) - i64::from(from.year()) - i64::from(before)
}

/// Registers what needs a calendar.
pub fn register_calendar(engine: &mut Engine, calendar: &Calendar, meter: &Arc<Meter>) {
    let calendar = Arc::new(calendar.clone());
    for name in ["working_days_between", "рабочих_дней_между"] {
        let (calendar, meter) = (Arc::clone(&calendar), Arc::clone(meter));
        engine.register_fn(name, move |from: Dynamic, to: Dynamic| -> Answer<i64> {
            let (from, to) = (day(&from)?, day(&to)?);
            spend(&meter, (to - from).num_days().unsigned_abs().min(FARTHEST) as usize)?;
            working_days(&calendar, from, to)
        });
    }
    for name in ["is_working_day", "рабочий_день"] {
        let calendar = Arc::clone(&calendar);
        engine.register_fn(name, move |of: Dynamic| {
            Ok::<_, Box<rhai::EvalAltResult>>(calendar.is_working(day(&of)?))
        });
    }
}

/// Over how many days working days are counted: a hundred years.
const FARTHEST: u64 = 36_600;

/// Working days after `from` up to and with `to`; negative when `to` is earlier.
fn working_days(calendar: &Calendar, from: NaiveDate, to: NaiveDate) -> Answer<i64> {
    if to < from {
        return working_days(calendar, to, from).map(|days| -days);
    }
    if (to - from).num_days().unsigned_abs() > FARTHEST {
        return refuse(Fault::new("far-date").arg(Arg::Limit, FARTHEST));
    }
    let days = from.iter_days().skip(1).take_while(|day| *day <= to);
    Ok(days.filter(|day| calendar.is_working(*day)).count() as i64)
}
