//! Requests and competences: how much of what is asked for is offered, whatever the spelling.

use std::sync::Arc;

use rhai::{Array, Dynamic, Engine};

use super::absent::need;
use super::stats::NotApplicable;
use super::text::fold;
use super::{Answer, spend, wrong_type};
use crate::script::limits::Meter;

pub(super) fn register(engine: &mut Engine, meter: &Arc<Meter>) {
    for name in ["matches_request", "отвечает_запросу"] {
        let meter = Arc::clone(meter);
        engine.register_fn(name, move |requests: Dynamic, competences: Dynamic| {
            matched(&meter, &requests, &competences)
        });
    }
}

/// The share of the requests (0 to 100) that some competence answers; «не применимо» without requests.
fn matched(meter: &Meter, requests: &Dynamic, competences: &Dynamic) -> Answer<Dynamic> {
    // As everywhere, what is not there is told before what is of the wrong type.
    need(requests)?;
    need(competences)?;
    let (requests, competences) = (texts(requests)?, texts(competences)?);
    spend(meter, requests.len().saturating_mul(competences.len()) / 8)?;
    if requests.is_empty() {
        return Ok(Dynamic::from(NotApplicable));
    }
    let met = requests.iter().filter(|request| competences.iter().any(|offered| offered == *request)).count();
    Ok(Dynamic::from_float(met as f64 * 100.0 / requests.len() as f64))
}

fn texts(list: &Dynamic) -> Answer<Vec<String>> {
    let Some(list) = list.read_lock::<Array>() else { return wrong_type("array", list) };
    list.iter()
        .map(|value| {
            need(value)?;
            match value.as_immutable_string_ref() {
                Ok(text) => Ok(fold(&text)),
                Err(_) => wrong_type("string", value),
            }
        })
        .collect()
}
