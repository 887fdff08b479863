//! Texts: comparison that forgives spelling, and library functions given their bounds.

use std::sync::Arc;

use rhai::{Dynamic, Engine, EvalAltResult, ImmutableString, Position};

use super::absent::need;
use super::{Answer, spend, wrong_type};
use crate::script::limits::Meter;

pub(super) fn register(engine: &mut Engine, meter: &Arc<Meter>) {
    for name in ["same_text", "тот_же_текст"] {
        engine.register_fn(name, |left: Dynamic, right: Dynamic| -> Answer<bool> {
            Ok(folded(&left)? == folded(&right)?)
        });
    }
    for name in ["replace", "заменить"] {
        let meter = Arc::clone(meter);
        engine.register_fn(
            name,
            move |text: &mut ImmutableString, find: ImmutableString, with: ImmutableString| {
                replace(&meter, text, &find, &with)
            },
        );
    }
}

/// The text without case, «ё» and repeated spaces.
pub fn fold(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").to_lowercase().replace('ё', "е")
}

fn folded(value: &Dynamic) -> Answer<String> {
    need(value)?;
    match value.as_immutable_string_ref() {
        Ok(text) => Ok(fold(&text)),
        Err(_) => wrong_type("string", value),
    }
}

/// `replace` of the library allocates what it likes before its size is looked at: here the size comes first.
fn replace(meter: &Meter, text: &mut ImmutableString, find: &str, with: &str) -> Answer<()> {
    const MOST: usize = 1 << 20;
    if find.is_empty() {
        return Ok(());
    }
    spend(meter, text.len() / 16)?;
    let found = text.matches(find).count();
    let grown = (text.len() - found * find.len()).saturating_add(found.saturating_mul(with.len()));
    if grown > MOST {
        return Err(EvalAltResult::ErrorDataTooLarge("Length of string".into(), Position::NONE).into());
    }
    *text = text.replace(find, with).into();
    Ok(())
}
