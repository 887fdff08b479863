//! Values between Rust, scripts and JSON.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rhai::{Array, Dynamic, FnPtr, ImmutableString, Map};
use vekha_core::facts::Value;

use super::api::absent::Absent;
use super::api::stats::NotApplicable;
use super::fault::{Arg, Fault};

/// How deep a result may nest, and how many values it may hold: it leaves the sandbox and must fit outside.
const DEEPEST: usize = 64;
const MOST: usize = 200_000;

/// A value as a script sees it. `field` names an unknown one.
pub fn to_script(value: &Value, field: &str) -> Dynamic {
    match value {
        Value::Unknown => Dynamic::from(Absent { field: field.into() }),
        Value::Bool(value) => Dynamic::from_bool(*value),
        Value::Int(value) => Dynamic::from_int(*value),
        Value::Float(value) => Dynamic::from_float(*value),
        Value::Text(value) => Dynamic::from(ImmutableString::from(value.as_str())),
        Value::Date(value) => Dynamic::from(*value),
        Value::List(values) => {
            Dynamic::from_array(values.iter().map(|value| to_script(value, field)).collect())
        }
        Value::Map(entries) => Dynamic::from_map(
            entries.iter().map(|(name, value)| (name.as_str().into(), to_script(value, name))).collect(),
        ),
    }
}

/// What a script returned. Numbers that are not finite, results too deep or too large are refused.
pub fn from_script(value: &Dynamic) -> Result<Value, Fault> {
    let mut left = MOST;
    convert(value, 0, &mut left)
}

fn convert(value: &Dynamic, depth: usize, left: &mut usize) -> Result<Value, Fault> {
    if depth > DEEPEST {
        return Err(Fault::new("result-deep").arg(Arg::Limit, DEEPEST));
    }
    *left = left.checked_sub(1).ok_or_else(|| Fault::new("result-large").arg(Arg::Limit, MOST))?;
    if let Some(list) = value.read_lock::<Array>() {
        return list
            .iter()
            .map(|value| convert(value, depth + 1, left))
            .collect::<Result<_, _>>()
            .map(Value::List);
    }
    if let Some(map) = value.read_lock::<Map>() {
        let entry = |(name, value): (&_, &_)| Ok((String::from(name), convert(value, depth + 1, left)?));
        return map.iter().map(entry_of(entry)).collect::<Result<_, _>>().map(Value::Map);
    }
    plain(value)
}

/// Names the argument types of a closure over map entries once.
fn entry_of<T>(
    mut each: impl FnMut((&str, &Dynamic)) -> T,
) -> impl FnMut((&rhai::Identifier, &Dynamic)) -> T {
    move |(name, value)| each((name.as_str(), value))
}

fn plain(value: &Dynamic) -> Result<Value, Fault> {
    if value.is_unit() || value.is::<Absent>() || value.is::<NotApplicable>() {
        return Ok(Value::Unknown);
    }
    if let Ok(value) = value.as_bool() {
        return Ok(Value::Bool(value));
    }
    if let Ok(value) = value.as_int() {
        return Ok(Value::Int(value));
    }
    if let Ok(value) = value.as_float() {
        return if value.is_finite() { Ok(Value::Float(value)) } else { Err(Fault::new("not-finite")) };
    }
    if let Some(text) = value.read_lock::<ImmutableString>() {
        return Ok(Value::Text(text.as_str().into()));
    }
    if let Ok(letter) = value.as_char() {
        return Ok(Value::Text(letter.into()));
    }
    if let Some(day) = value.read_lock::<NaiveDate>() {
        return Ok(Value::Date(*day));
    }
    if let Some(function) = value.read_lock::<FnPtr>() {
        return Ok(Value::Text(format!("Fn({})", function.fn_name())));
    }
    if let Some(bytes) = value.read_lock::<rhai::Blob>() {
        return Ok(Value::List(bytes.iter().map(|byte| Value::Int(i64::from(*byte))).collect()));
    }
    range_of(value)
        .map(Value::Text)
        .ok_or_else(|| Fault::new("result-type").arg(Arg::Found, value.type_name()))
}

fn range_of(value: &Dynamic) -> Option<String> {
    if let Some(range) = value.read_lock::<std::ops::Range<i64>>() {
        return Some(format!("{}..{}", range.start, range.end));
    }
    let range = value.read_lock::<std::ops::RangeInclusive<i64>>()?;
    Some(format!("{}..={}", range.start(), range.end()))
}

/// The JSON of a value: dates as `2024-05-31`, the unknown as `null`.
pub fn to_json(value: &Value) -> serde_json::Value {
    use serde_json::Value as Json;
    match value {
        Value::Unknown => Json::Null,
        Value::Bool(value) => Json::Bool(*value),
        Value::Int(value) => (*value).into(),
        Value::Float(value) => (*value).into(),
        Value::Text(value) => value.as_str().into(),
        Value::Date(value) => value.to_string().into(),
        Value::List(values) => values.iter().map(to_json).collect(),
        Value::Map(entries) => {
            Json::Object(entries.iter().map(|(name, value)| (name.clone(), to_json(value))).collect())
        }
    }
}

/// A value from JSON; a text that is a date `2024-05-31` becomes one.
pub fn from_json(json: &serde_json::Value) -> Value {
    use serde_json::Value as Json;
    match json {
        Json::Null => Value::Unknown,
        Json::Bool(value) => Value::Bool(*value),
        Json::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(whole), _) => Value::Int(whole),
            (None, Some(number)) => Value::Float(number),
            (None, None) => Value::Unknown,
        },
        Json::String(text) => match NaiveDate::parse_from_str(text, "%Y-%m-%d") {
            Ok(day) if text.len() == 10 => Value::Date(day),
            _ => Value::Text(text.clone()),
        },
        Json::Array(values) => Value::List(values.iter().map(from_json).collect()),
        Json::Object(entries) => {
            let entries = entries.iter().map(|(name, value)| (name.clone(), from_json(value)));
            Value::Map(entries.collect::<BTreeMap<_, _>>())
        }
    }
}

/// A value as a person reads it: texts as they are, everything else as JSON.
pub fn to_text(value: &Value) -> String {
    match value {
        Value::Unknown => "()".into(),
        Value::Text(text) => text.clone(),
        other => to_json(other).to_string(),
    }
}
