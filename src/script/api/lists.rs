//! Lists: overlap, sorting that passes errors on, and counting.

use std::cmp::Ordering;
use std::sync::Arc;

use rhai::{Array, Dynamic, Engine, EvalAltResult, FnPtr, NativeCallContext, Position};

use super::absent::need;
use super::{Answer, refuse, spend, wrong_type};
use crate::script::fault::{Arg, Fault};
use crate::script::limits::Meter;

pub(super) fn register(engine: &mut Engine, meter: &Arc<Meter>) {
    for name in ["overlap", "общие"] {
        let meter = Arc::clone(meter);
        engine.register_fn(name, move |left: Dynamic, right: Dynamic| overlap(&meter, &left, &right));
    }
    for name in ["unique", "без_повторов"] {
        let meter = Arc::clone(meter);
        engine.register_fn(name, move |list: Array| unique(&meter, list));
    }
    sorting(engine);
    costly(engine, meter);
}

/// How many different elements the two lists share.
fn overlap(meter: &Meter, left: &Dynamic, right: &Dynamic) -> Answer<i64> {
    need(left)?;
    need(right)?;
    let Some(left) = left.read_lock::<Array>() else { return wrong_type("array", left) };
    let Some(right) = right.read_lock::<Array>() else { return wrong_type("array", right) };
    spend(meter, left.len().saturating_mul(right.len()) / 8)?;
    let mut common = 0;
    for (i, value) in left.iter().enumerate() {
        let again = left[..i].iter().any(|earlier| same(earlier, value));
        common += i64::from(!again && right.iter().any(|other| same(value, other)));
    }
    Ok(common)
}

fn unique(meter: &Meter, list: Array) -> Answer<Array> {
    spend(meter, list.len().saturating_mul(list.len()) / 8)?;
    let mut kept: Array = Array::new();
    for value in list {
        if !kept.iter().any(|earlier| same(earlier, &value)) {
            kept.push(value);
        }
    }
    Ok(kept)
}

/// Equality of plain values, as `==` has it; values of other kinds are never the same.
pub fn same(left: &Dynamic, right: &Dynamic) -> bool {
    order(left, right) == Some(Ordering::Equal)
}

/// The order of two plain values of comparable kinds.
pub fn order(left: &Dynamic, right: &Dynamic) -> Option<Ordering> {
    if let (Ok(a), Ok(b)) = (left.as_int(), right.as_int()) {
        return Some(a.cmp(&b));
    }
    if let (Ok(a), Ok(b)) = (number(left), number(right)) {
        return a.partial_cmp(&b);
    }
    if let (Ok(a), Ok(b)) = (left.as_immutable_string_ref(), right.as_immutable_string_ref()) {
        return Some(a.as_str().cmp(b.as_str()));
    }
    if let (Ok(a), Ok(b)) = (left.as_char(), right.as_char()) {
        return Some(a.cmp(&b));
    }
    if let (Ok(a), Ok(b)) = (left.as_bool(), right.as_bool()) {
        return Some(a.cmp(&b));
    }
    let (a, b) = (left.read_lock::<chrono::NaiveDate>()?, right.read_lock::<chrono::NaiveDate>()?);
    Some(a.cmp(&b))
}

fn number(value: &Dynamic) -> Result<f64, &'static str> {
    value.as_float().or_else(|_| value.as_int().map(|whole| whole as f64))
}

fn sorting(engine: &mut Engine) {
    for name in ["sort", "sort_by", "упорядочить"] {
        engine.register_fn(name, |ctx: NativeCallContext, list: &mut Array, by: FnPtr| -> Answer<()> {
            *list = sorted(std::mem::take(list), |a, b| compared(&ctx, &by, a, b))?;
            Ok(())
        });
    }
    for name in ["order", "order_by"] {
        engine.register_fn(name, |ctx: NativeCallContext, list: &mut Array, by: FnPtr| {
            sorted(list.clone(), |a, b| compared(&ctx, &by, a, b))
        });
    }
    for (name, sign) in [("sort", false), ("упорядочить", false), ("sort_desc", true)] {
        engine.register_fn(name, move |list: &mut Array| -> Answer<()> {
            *list = sorted(std::mem::take(list), |a, b| natural(a, b, sign))?;
            Ok(())
        });
    }
    for (name, sign) in [("order", false), ("order_desc", true)] {
        engine.register_fn(name, move |list: &mut Array| sorted(list.clone(), |a, b| natural(a, b, sign)));
    }
}

fn natural(left: &Dynamic, right: &Dynamic, descending: bool) -> Answer<Ordering> {
    need(left)?;
    need(right)?;
    match order(left, right) {
        Some(order) if descending => Ok(order.reverse()),
        Some(order) => Ok(order),
        None => refuse(
            Fault::new("not-ordered").arg(Arg::Found, left.type_name()).arg(Arg::Wanted, right.type_name()),
        ),
    }
}

/// The comparator's verdict: a number by its sign, or whether the first stands first.
fn compared(ctx: &NativeCallContext, by: &FnPtr, left: &Dynamic, right: &Dynamic) -> Answer<Ordering> {
    let verdict = by.call_raw(ctx, None, [left.clone(), right.clone()])?;
    if let Ok(number) = verdict.as_int() {
        return Ok(number.cmp(&0));
    }
    match verdict.as_bool() {
        Ok(true) => Ok(Ordering::Less),
        Ok(false) => Ok(Ordering::Greater),
        Err(_) => {
            need(&verdict)?;
            refuse(Fault::new("comparator").arg(Arg::Found, verdict.type_name()))
        }
    }
}

/// A stable merge sort whose comparator may fail and need not be an order: it ends, and the first error wins.
fn sorted(list: Array, mut compare: impl FnMut(&Dynamic, &Dynamic) -> Answer<Ordering>) -> Answer<Array> {
    let mut runs: Vec<Array> = list.into_iter().map(|value| vec![value]).collect();
    while runs.len() > 1 {
        let mut merged = Vec::with_capacity(runs.len().div_ceil(2));
        let mut rest = runs.into_iter();
        while let Some(left) = rest.next() {
            merged.push(match rest.next() {
                Some(right) => merge(left, right, &mut compare)?,
                None => left,
            });
        }
        runs = merged;
    }
    Ok(runs.pop().unwrap_or_default())
}

fn merge(
    left: Array,
    right: Array,
    compare: &mut impl FnMut(&Dynamic, &Dynamic) -> Answer<Ordering>,
) -> Answer<Array> {
    let mut merged = Array::with_capacity(left.len() + right.len());
    let (mut left, mut right) = (left.into_iter().peekable(), right.into_iter().peekable());
    while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
        let from_right = compare(a, b)? == Ordering::Greater;
        merged.extend(if from_right { right.next() } else { left.next() });
    }
    merged.extend(left);
    merged.extend(right);
    Ok(merged)
}

/// Library functions whose work grows faster than their count of one operation are given their true price.
fn costly(engine: &mut Engine, meter: &Arc<Meter>) {
    let of_dedup = Arc::clone(meter);
    engine.register_fn("dedup", move |ctx: NativeCallContext, list: &mut Array, by: FnPtr| -> Answer<()> {
        spend(&of_dedup, list.len())?;
        let mut kept = Array::new();
        for value in std::mem::take(list) {
            let again = match kept.last() {
                Some(last) => same_by(&ctx, &by, last, &value)?,
                None => false,
            };
            if !again {
                kept.push(value);
            }
        }
        *list = kept;
        Ok(())
    });
}

fn same_by(ctx: &NativeCallContext, by: &FnPtr, left: &Dynamic, right: &Dynamic) -> Answer<bool> {
    let verdict = by.call_raw(ctx, None, [left.clone(), right.clone()])?;
    verdict.as_bool().map_err(|found| {
        EvalAltResult::ErrorMismatchDataType("bool".into(), found.into(), Position::NONE).into()
    })
}
