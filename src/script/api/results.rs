//! What scripts hand back: refusals, indicators, messages.

use rhai::{Dynamic, Engine, ImmutableString, Map};

use super::absent::Absent;
use super::stats::NotApplicable;

/// "No", with the reason.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// Why not, in the words of the script.
    pub reason: ImmutableString,
}

pub(super) fn register(engine: &mut Engine) {
    engine.register_type_with_name::<Refusal>("refusal");
    for name in ["refuse", "отказ"] {
        engine.register_fn(name, |reason: ImmutableString| Refusal { reason });
    }
    engine.register_get("reason", |refusal: &mut Refusal| refusal.reason.clone());
    engine.register_get("причина", |refusal: &mut Refusal| refusal.reason.clone());
    for name in ["indicator", "показатель"] {
        engine.register_fn(name, |value: Dynamic, band: Dynamic, parts: Map| indicator(value, band, parts));
        engine.register_fn(name, |value: Dynamic, parts: Map| indicator(value, Dynamic::UNIT, parts));
    }
    for name in ["message", "сообщение"] {
        engine.register_fn(name, |to: Dynamic, template: ImmutableString, data: Map| {
            message(to, template, data)
        });
        engine.register_fn(name, |to: Dynamic, template: ImmutableString| message(to, template, Map::new()));
    }
    for name in ["band", "уровень"] {
        engine.register_fn(name, |value: Dynamic, bands: rhai::Array| band(&value, &bands));
    }
}

fn indicator(value: Dynamic, band: Dynamic, parts: Map) -> Map {
    Map::from([("value".into(), value), ("band".into(), band), ("parts".into(), parts.into())])
}

fn message(to: Dynamic, template: ImmutableString, data: Map) -> Map {
    Map::from([("to".into(), to), ("template".into(), template.into()), ("data".into(), data.into())])
}

/// The name of the first band whose lower bound the value reaches: `[[15, "оптимальный"], [9, "допустимый"], …]`.
/// No band for what is unknown or not applicable.
fn band(value: &Dynamic, bands: &rhai::Array) -> super::Answer<Dynamic> {
    if value.is::<Absent>() || value.is::<NotApplicable>() {
        return Ok(Dynamic::UNIT);
    }
    let value = super::stats::number(value)?;
    for row in bands {
        let Some(row) = row.read_lock::<rhai::Array>() else { return super::wrong_type("array", row) };
        let [from, name] = row.as_slice() else {
            return super::wrong_type("array", &Dynamic::from_int(row.len() as i64));
        };
        if value >= super::stats::number(from)? {
            return Ok(name.clone());
        }
    }
    Ok(Dynamic::UNIT)
}
