//! Shares, means and medians.

use rhai::{Array, Dynamic, Engine};

use super::absent::{Absent, need};
use super::{Answer, refuse, wrong_type};
use crate::script::fault::Fault;

/// «Не применимо»: a share of nothing. An indicator with this value has no band and is not a zero.
#[derive(Clone, Debug)]
pub struct NotApplicable;

pub(super) fn register(engine: &mut Engine) {
    engine.register_type_with_name::<NotApplicable>("not applicable");
    for name in ["not_applicable", "не_применимо"] {
        engine.register_fn(name, || NotApplicable);
    }
    for name in ["share", "доля"] {
        engine.register_fn(name, |part: Dynamic, whole: Dynamic| share(&part, &whole));
    }
    for name in ["mean", "среднее"] {
        engine.register_fn(name, |list: Dynamic| with_numbers(&list, mean));
    }
    for name in ["median", "медиана"] {
        engine.register_fn(name, |list: Dynamic| with_numbers(&list, median));
    }
    for name in ["sum", "сумма"] {
        engine.register_fn(name, |list: Dynamic| {
            with_numbers(&list, |numbers| Dynamic::from_float(numbers.iter().sum()))
        });
    }
    for name in ["round", "округлить"] {
        engine.register_fn(name, |value: f64, digits: i64| round(value, digits));
    }
    engine.register_fn("print", |_: NotApplicable| "не применимо");
    engine.register_fn("is_applicable", |value: Dynamic| !value.is::<NotApplicable>());
    engine.register_fn("применимо", |value: Dynamic| !value.is::<NotApplicable>());
}

/// The part in per cent of the whole; «не применимо» when the whole is zero.
fn share(part: &Dynamic, whole: &Dynamic) -> Answer<Dynamic> {
    let (part, whole) = (number(part)?, number(whole)?);
    if whole == 0.0 {
        return Ok(Dynamic::from(NotApplicable));
    }
    finite(part / whole * 100.0).map(Dynamic::from_float)
}

/// A number of any kind; absent values raise "no data".
pub fn number(value: &Dynamic) -> Answer<f64> {
    need(value)?;
    match (value.as_float(), value.as_int()) {
        (Ok(number), _) => Ok(number),
        (_, Ok(whole)) => Ok(whole as f64),
        _ => wrong_type("f64", value),
    }
}

fn finite(value: f64) -> Answer<f64> {
    if value.is_finite() { Ok(value) } else { refuse(Fault::new("not-finite")) }
}

/// The numbers of a list without its absent ones; nothing at all is «не применимо».
fn with_numbers(list: &Dynamic, count: impl Fn(&mut [f64]) -> Dynamic) -> Answer<Dynamic> {
    need(list)?;
    let Some(list) = list.read_lock::<Array>() else { return wrong_type("array", list) };
    let mut numbers = Vec::with_capacity(list.len());
    for value in list.iter().filter(|value| !value.is::<Absent>()) {
        numbers.push(number(value)?);
    }
    if numbers.is_empty() {
        return Ok(Dynamic::from(NotApplicable));
    }
    let value = count(&mut numbers);
    finite(value.as_float().unwrap_or_default())?;
    Ok(value)
}

fn mean(numbers: &mut [f64]) -> Dynamic {
    Dynamic::from_float(numbers.iter().sum::<f64>() / numbers.len() as f64)
}

fn median(numbers: &mut [f64]) -> Dynamic {
    Dynamic::from_float(middle(numbers))
}

/// The median of some numbers, of which there is at least one; sorts them.
pub fn middle(numbers: &mut [f64]) -> f64 {
    numbers.sort_by(f64::total_cmp);
    let middle = numbers.len() / 2;
    if numbers.len().is_multiple_of(2) {
        (numbers[middle - 1] + numbers[middle]) / 2.0
    } else {
        numbers[middle]
    }
}

/// Rounds half away from zero to `digits` places after the point (0 to 9).
fn round(value: f64, digits: i64) -> Answer<f64> {
    let scale = 10_f64.powi(i32::try_from(digits.clamp(0, 9)).unwrap_or(0));
    finite((value * scale).round() / scale)
}
