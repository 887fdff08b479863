//! What efficiency, guards and hooks answer, checked against their contracts.

use std::collections::BTreeMap;

use rhai::{Dynamic, ImmutableString, Map};
use serde::{Deserialize, Serialize};
use vekha_core::facts::Value;
use vekha_core::metrics::Quantity;

use crate::script::api::absent::Absent;
use crate::script::api::results::Refusal;
use crate::script::api::stats::NotApplicable;
use crate::script::fault::{Arg, Fault, NO_DATA};
use crate::script::program::{Outcome, Program};
use crate::script::value::from_script;
use crate::script::wire::Question;

/// What a question expects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Shape {
    /// Indicators by id.
    Indicators,
    /// True, or a refusal with its reason.
    Guard,
    /// Messages to queue.
    Messages,
    /// Anything that can leave the sandbox.
    Any,
}

/// An answer of the shape that was asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    /// Indicators, in the order of the script.
    Indicators(Vec<Indicator>),
    /// Whether the condition holds; else why not.
    Guard(Result<(), Unmet>),
    /// Messages.
    Messages(Vec<Message>),
    /// Anything.
    Any(Value),
}

/// Why a condition does not hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unmet {
    /// In the words of the script.
    Reason(String),
    /// A fact it asks for is unknown: the field, empty where it is not known which.
    NoData(String),
}

/// The value of an indicator.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Measure {
    /// A number.
    Number(f64),
    /// A fact it needs is unknown: the field.
    NoData(String),
    /// The share of nothing.
    NotApplicable,
}

impl From<Measure> for Quantity {
    fn from(value: Measure) -> Self {
        match value {
            Measure::Number(number) => Self::Number(number),
            Measure::NoData(field) => Self::NoData(field),
            Measure::NotApplicable => Self::NotApplicable,
        }
    }
}

/// One indicator.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Indicator {
    /// Its name in the script.
    pub id: String,
    /// Its value.
    pub value: Measure,
    /// The band the value falls in, where there are bands.
    pub band: Option<String>,
    /// What it was made of.
    pub parts: BTreeMap<String, Value>,
}

/// One message to queue. People are named by id or role; the template says the rest when it is delivered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// A person's number, or a role.
    pub to: String,
    /// A channel; the person's own where none.
    pub channel: Option<String>,
    /// The template's name.
    pub template: String,
    /// Not before this day.
    pub when: Option<chrono::NaiveDate>,
    /// What the template is filled with.
    pub data: BTreeMap<String, Value>,
}

impl Shape {
    /// What a script says that does not have the function: a script need not have every indicator and hook.
    fn silence(self) -> Option<Answer> {
        match self {
            Self::Indicators => Some(Answer::Indicators(Vec::new())),
            Self::Messages => Some(Answer::Messages(Vec::new())),
            Self::Guard | Self::Any => None,
        }
    }
}

/// Answers a question. Of an indicator that several of its functions give, the last one counts.
pub fn answer(program: &Program, question: &Question, args: &[Dynamic]) -> Result<Answer, Fault> {
    let first = answer_of(program, &question.function, args, question.shape)?;
    let Answer::Indicators(mut all) = first else { return Ok(first) };
    for function in &question.also {
        if let Answer::Indicators(more) = answer_of(program, function, args, question.shape)? {
            all.retain(|known| more.iter().all(|new| new.id != known.id));
            all.extend(more);
        }
    }
    Ok(Answer::Indicators(all))
}

fn answer_of(program: &Program, function: &str, args: &[Dynamic], shape: Shape) -> Result<Answer, Fault> {
    if program.has(function, args.len()) {
        return ask(program, function, args, shape);
    }
    if program.functions().any(|(name, _)| name == function) {
        let fault = Fault::new("contract-params").arg(Arg::Name, function).arg(Arg::Count, args.len());
        return Err(program.at_function(fault, function));
    }
    let missing = || Fault::new("contract-missing").arg(Arg::Name, function);
    shape.silence().ok_or_else(|| missing().at(&program.source().name, 0, 0))
}

/// Whom a message is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recipient {
    /// A person, by number.
    Party(u32),
    /// Everybody who holds a role, in the words of the script.
    Role(String),
}

impl Message {
    /// Whom it is for.
    pub fn recipient(&self) -> Recipient {
        match self.to.trim().parse() {
            Ok(number) => Recipient::Party(number),
            Err(_) => Recipient::Role(self.to.trim().to_string()),
        }
    }
}

/// Calls `function` and reads its answer.
pub fn ask(program: &Program, function: &str, args: &[Dynamic], shape: Shape) -> Result<Answer, Fault> {
    match shape {
        Shape::Indicators => indicators(program, function, args).map(Answer::Indicators),
        Shape::Guard => {
            let value = program.call(function, args);
            guard(value).map(Answer::Guard).map_err(|fault| placed(program, fault, function))
        }
        Shape::Messages => {
            let value = program.call(function, args)?;
            messages(&value).map(Answer::Messages).map_err(|fault| placed(program, fault, function))
        }
        Shape::Any => {
            let value = program.call(function, args)?;
            from_script(&value).map(Answer::Any).map_err(|fault| placed(program, fault, function))
        }
    }
}

fn placed(program: &Program, fault: Fault, function: &str) -> Fault {
    if fault.at.is_some() { fault } else { program.at_function(fault, function) }
}

fn breach(wanted: &str, found: &Dynamic) -> Fault {
    Fault::new("contract").arg(Arg::Name, wanted).arg(Arg::Found, found.type_name())
}

/// `true`, or a refusal that says why; an unknown fact is a refusal too.
pub fn guard(value: Result<Dynamic, Fault>) -> Result<Result<(), Unmet>, Fault> {
    let value = match value {
        Err(fault) if fault.code == NO_DATA => {
            let field = fault.args.first().map(|(_, field)| field.as_str()).unwrap_or_default();
            return Ok(Err(Unmet::NoData(field.to_string())));
        }
        value => value?,
    };
    if let Some(refusal) = value.read_lock::<Refusal>() {
        return reason(&refusal.reason);
    }
    if let Ok(text) = value.as_immutable_string_ref() {
        return reason(&text);
    }
    match value.as_bool() {
        Ok(true) => Ok(Ok(())),
        Ok(false) => Err(Fault::new("contract-why")),
        Err(_) if value.is::<Absent>() => guard(Err(Fault::new(NO_DATA))),
        Err(_) => Err(breach("true / refuse(…)", &value)),
    }
}

fn reason(text: &ImmutableString) -> Result<Result<(), Unmet>, Fault> {
    let text = text.trim();
    if text.is_empty() { Err(Fault::new("contract-why")) } else { Ok(Err(Unmet::Reason(text.to_string()))) }
}

fn indicators(program: &Program, function: &str, args: &[Dynamic]) -> Result<Vec<Indicator>, Fault> {
    let place = |fault: Fault, id: &str| {
        if fault.at.is_some() { fault } else { program.at_entry(fault, function, id) }
    };
    let entries: Vec<(String, Result<Dynamic, Fault>)> = match program.call_by_entry(function, args) {
        Ok(Outcome::Whole(value)) => {
            let Some(map) = value.read_lock::<Map>() else {
                return Err(program.at_function(breach("#{ … }", &value), function));
            };
            map.iter().map(|(id, value)| (id.to_string(), Ok(value.clone()))).collect()
        }
        Ok(Outcome::Entries(entries)) => entries,
        Err(fault) if fault.code == NO_DATA => {
            program.entries(function).into_iter().map(|id| (id, Err(fault.clone()))).collect()
        }
        Err(fault) => return Err(fault),
    };
    let order = program.entries(function);
    let mut entries = entries;
    entries.sort_by_key(|(id, _)| order.iter().position(|known| known == id).unwrap_or(usize::MAX));
    entries
        .into_iter()
        .map(|(id, value)| indicator(id.clone(), value).map_err(|fault| place(fault, &id)))
        .collect()
}

/// Reads one indicator.
pub fn indicator(id: String, value: Result<Dynamic, Fault>) -> Result<Indicator, Fault> {
    let bare = |id, value| Indicator { id, value, band: None, parts: BTreeMap::new() };
    let value = match value {
        Ok(value) => value,
        Err(fault) if fault.code == NO_DATA => {
            let field = fault.args.into_iter().next().map(|(_, field)| field).unwrap_or_default();
            return Ok(bare(id, Measure::NoData(field)));
        }
        Err(fault) => return Err(fault),
    };
    let Some(map) = value.read_lock::<Map>() else {
        return measure(&value).map(|value| bare(id, value));
    };
    let missing = || Fault::new("contract-key").arg(Arg::Name, "value");
    let value = measure(map.get("value").ok_or_else(missing)?)?;
    let band = match map.get("band") {
        Some(band) if band.is_unit() || band.is::<Absent>() => None,
        Some(band) => Some(text(band)?),
        None => None,
    };
    let parts = match map.get("parts").map(from_script) {
        Some(Ok(Value::Map(parts))) => parts,
        Some(Err(fault)) => return Err(fault),
        _ => BTreeMap::new(),
    };
    let band = band.filter(|_| matches!(value, Measure::Number(_)));
    Ok(Indicator { id, value, band, parts })
}

fn measure(value: &Dynamic) -> Result<Measure, Fault> {
    if let Some(absent) = value.read_lock::<Absent>() {
        return Ok(Measure::NoData(absent.field.to_string()));
    }
    if value.is::<NotApplicable>() {
        return Ok(Measure::NotApplicable);
    }
    number(value).map(Measure::Number)
}

/// A finite number.
pub fn number(value: &Dynamic) -> Result<f64, Fault> {
    match (value.as_float(), value.as_int()) {
        (Ok(number), _) if number.is_finite() => Ok(number),
        (Ok(_), _) => Err(Fault::new("not-finite")),
        (_, Ok(whole)) => Ok(whole as f64),
        _ => Err(Fault::new("type").arg(Arg::Wanted, "f64").arg(Arg::Found, value.type_name())),
    }
}

fn text(value: &Dynamic) -> Result<String, Fault> {
    match value.as_immutable_string_ref() {
        Ok(text) => Ok(text.to_string()),
        Err(_) => Err(Fault::new("type").arg(Arg::Wanted, "string").arg(Arg::Found, value.type_name())),
    }
}

/// Nothing, one message or a list of them; at most a thousand.
pub fn messages(value: &Dynamic) -> Result<Vec<Message>, Fault> {
    const MOST: usize = 1_000;
    if value.is_unit() {
        return Ok(Vec::new());
    }
    if value.is::<Map>() {
        return Ok(vec![message(value)?]);
    }
    let Some(list) = value.read_lock::<rhai::Array>() else {
        return Err(breach("[message(…), …]", value));
    };
    if list.len() > MOST {
        return Err(Fault::new("contract-many").arg(Arg::Limit, MOST));
    }
    let mut made = Vec::new();
    for value in list.iter() {
        // A list inside the list is what `people.map(|one| message(one, …))` beside others gives.
        made.extend(if value.is::<rhai::Array>() { messages(value)? } else { vec![message(value)?] });
    }
    Ok(made)
}

fn message(value: &Dynamic) -> Result<Message, Fault> {
    const KEYS: [&str; 5] = ["to", "channel", "template", "when", "data"];
    let Some(map) = value.read_lock::<Map>() else { return Err(breach("message(…)", value)) };
    if let Some(key) = map.keys().find(|key| !KEYS.contains(&key.as_str())) {
        let hint = crate::script::fault::nearest(key, KEYS);
        return Err(Fault { hint, ..Fault::new("contract-extra").arg(Arg::Name, key) });
    }
    let need = |key: &str| map.get(key).ok_or_else(|| Fault::new("contract-key").arg(Arg::Name, key));
    let to = need("to")?;
    let to = to.as_int().map(|id| id.to_string()).or_else(|_| text(to))?;
    let optional = |key: &str| map.get(key).filter(|value| !value.is_unit() && !value.is::<Absent>());
    let when = optional("when").map(crate::script::api::dates::day).transpose();
    let data = match optional("data").map(from_script) {
        None => BTreeMap::new(),
        Some(Ok(Value::Map(data))) => data,
        Some(Ok(_)) => return Err(Fault::new("contract-key").arg(Arg::Name, "data")),
        Some(Err(fault)) => return Err(fault),
    };
    Ok(Message {
        to,
        channel: optional("channel").map(text).transpose()?,
        template: text(need("template")?)?,
        when: when.map_err(|_| Fault::new("contract-key").arg(Arg::Name, "when"))?,
        data,
    })
}
