//! Facts as scripts see them: records whose fields are read by name, in English or Russian.
//!
//! A record cannot be changed: there are getters and no setters, and its lists are shared and read-only, so reading
//! one copies nothing and no script can leave something for the next.

use std::collections::BTreeMap;
use std::sync::Arc;

use rhai::{Dynamic, Engine, ImmutableString};
use vekha_core::facts::{Record, Value};

use super::absent::Absent;
pub use super::fields::FIELDS;
use crate::lang::Lang;
use crate::script::value::to_script;

/// A field as scripts of the language write it.
pub fn spelled(field: &str, lang: Lang) -> &str {
    match FIELDS.iter().find(|(english, ..)| *english == field) {
        Some((_, russian, _)) if lang == Lang::Ru => russian,
        _ => field,
    }
}

/// The names of a record's fields, each with its slot. Both spellings of a standard field share one.
#[derive(Debug, Default)]
pub struct Schema {
    slots: BTreeMap<String, usize>,
    names: Vec<String>,
}

impl Schema {
    /// The standard fields and whatever else `records` have.
    pub fn of<'a>(records: impl IntoIterator<Item = &'a Record>) -> Arc<Self> {
        let mut schema = Self::default();
        for (english, russian, _) in FIELDS {
            let slot = schema.add(english);
            schema.slots.insert((*russian).to_string(), slot);
        }
        for record in records {
            for name in record.0.keys() {
                let slot = schema.add(name);
                schema.slots.entry(identifier(name)).or_insert(slot);
            }
        }
        Arc::new(schema)
    }

    fn add(&mut self, name: &str) -> usize {
        if let Some(slot) = self.slots.get(name) {
            return *slot;
        }
        self.slots.insert(name.into(), self.names.len());
        self.names.push(name.into());
        self.names.len() - 1
    }

    /// The slot of a field in either spelling.
    pub fn slot(&self, name: &str) -> Option<usize> {
        self.slots.get(name).copied()
    }

    /// How many slots a record has.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The English or only name of a slot.
    pub fn name(&self, slot: usize) -> &str {
        &self.names[slot]
    }

    /// Every spelling.
    pub fn spellings(&self) -> impl Iterator<Item = (&str, usize)> {
        self.slots.iter().map(|(name, slot)| (name.as_str(), *slot))
    }
}

/// A column's heading as a field: «Классный час (да/нет)» is `классный_час_да_нет`.
pub fn identifier(heading: &str) -> String {
    let parts: Vec<String> = heading
        .split(|c: char| !c.is_alphanumeric())
        .filter(|part| !part.is_empty())
        .map(str::to_lowercase)
        .collect();
    parts.join("_")
}

/// A record in a script's hands.
#[derive(Clone, Debug)]
pub struct Facts(Arc<Body>);

#[derive(Debug)]
struct Body {
    schema: Arc<Schema>,
    slots: Vec<Dynamic>,
    /// Fields beyond the schema, of facts that a script made itself.
    extra: BTreeMap<String, Dynamic>,
}

impl Facts {
    /// The record with its lists shared.
    pub fn new(record: &Record, schema: &Arc<Schema>) -> Self {
        let mut slots: Vec<Dynamic> = Vec::with_capacity(schema.len());
        for name in &schema.names {
            slots.push(shared(record.get(name), name));
        }
        for (name, value) in &record.0 {
            if let Some(slot) = schema.slot(name) {
                slots[slot] = shared(value, schema.name(slot));
            }
        }
        let known = |name: &&String| schema.slot(name).is_none();
        let extra = record.0.iter().filter(|(name, _)| known(name));
        let extra = extra.map(|(name, value)| (name.clone(), shared(value, name))).collect();
        Self(Arc::new(Body { schema: Arc::clone(schema), slots, extra }))
    }

    fn get(&self, name: &str) -> Dynamic {
        match self.0.schema.slot(name) {
            Some(slot) => self.0.slots[slot].clone(),
            None => match self.0.extra.get(name) {
                Some(value) => value.clone(),
                None => Dynamic::from(Absent { field: name.into() }),
            },
        }
    }

    /// The value of a slot.
    pub fn slot(&self, slot: usize) -> Dynamic {
        self.0.slots[slot].clone()
    }
}

fn shared(value: &Value, name: &str) -> Dynamic {
    let made = to_script(value, name);
    match value {
        Value::List(_) | Value::Map(_) => made.into_read_only().into_shared(),
        _ => made,
    }
}

/// Registers the type and a getter for every spelling of every field.
pub fn register(engine: &mut Engine, schema: &Arc<Schema>) {
    engine.register_type_with_name::<Facts>("facts");
    for (name, slot) in schema.spellings() {
        if rhai::is_valid_identifier(name) {
            engine.register_get(name, move |facts: &mut Facts| facts.slot(slot));
        }
    }
    engine.register_indexer_get(|facts: &mut Facts, name: ImmutableString| facts.get(&name));
    for name in ["facts", "факты"] {
        let schema = Arc::clone(schema);
        engine.register_fn(name, move |map: rhai::Map| -> super::Answer<Facts> { made(&schema, map) });
    }
}

/// Facts that a script makes itself, to test with.
fn made(schema: &Arc<Schema>, map: rhai::Map) -> super::Answer<Facts> {
    match crate::script::value::from_script(&Dynamic::from_map(map)) {
        Ok(Value::Map(fields)) => Ok(Facts::new(&Record(fields), schema)),
        Ok(_) => Ok(Facts::new(&Record::default(), schema)),
        Err(fault) => super::refuse(fault),
    }
}
