//! One question with every step on the way to its answer.

use std::sync::{Arc, Mutex, PoisonError};

use rhai::{Dynamic, Engine};
use serde::{Deserialize, Serialize};
use vekha_core::facts::Value;

use super::api::absent::Absent;
use super::api::facts::{Facts, Schema, spelled};
use super::api::results::Refusal;
use super::api::stats::NotApplicable;
use super::engine::Say;
use super::fault::Fault;
use super::instrument::{Point, Watch, instrument};
use super::limits::Meter;
use super::program::{Program, Surroundings, furnished};
use super::value::{from_script, to_text};
use super::wire::{Job, Question, Source};
use crate::lang::Lang;

/// How many steps are kept, and how long a value is shown.
const MOST: usize = 2_000;
const LONGEST: usize = 120;

/// One expression and what it came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Line of the script.
    pub line: usize,
    /// The expression.
    pub text: String,
    /// Its value.
    pub value: Seen,
}

/// A value as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Seen {
    /// On one line.
    Text(String),
    /// A field that is unknown.
    NoData(String),
    /// The share of nothing.
    NotApplicable,
}

impl Seen {
    /// In words.
    pub fn words(&self, lang: Lang) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::NoData(field) if field.is_empty() => lang.word("script-fault-no-data-plain"),
            Self::NoData(field) => {
                lang.say("metrics-no-data", &[("field", spelled(field, lang).to_owned().into())])
            }
            Self::NotApplicable => lang.word("metrics-not-applicable"),
        }
    }
}

/// Collects the steps of an observed script.
#[derive(Clone, Default)]
pub struct Steps(Arc<Mutex<Vec<Step>>>);

impl Steps {
    /// Gives an engine the function that observed scripts call.
    pub fn watch(&self, engine: &mut Engine, points: Vec<Point>) {
        let seen = Arc::clone(&self.0);
        engine.register_fn("__val", move |point: i64, value: Dynamic| {
            let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(point) = usize::try_from(point).ok().and_then(|point| points.get(point))
                && seen.len() < MOST
            {
                seen.push(Step { line: point.line, text: point.text.clone(), value: shown(&value) });
            }
            value
        });
    }

    /// The steps until now; the next begin anew.
    pub fn take(&self) -> Vec<Step> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// An answer and its steps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tried {
    /// The value, or why there is none.
    pub result: Result<Value, Fault>,
    /// The steps in the order they happened.
    pub steps: Vec<Step>,
    /// Operations used.
    pub operations: u64,
}

/// Asks one question twice: of the script as written for the answer, of the observed one for the steps.
pub fn try_one(
    job: &Job,
    script: &Source,
    question: &Question,
    meter: &Arc<Meter>,
    say: &Say,
) -> Result<Tried, Fault> {
    let schema = Schema::of(&question.args);
    let around = |say: Say| Surroundings {
        limits: &job.limits,
        modules: &job.modules,
        calendar: &job.calendar,
        schema: &schema,
        say,
    };
    let args: Vec<Dynamic> =
        question.args.iter().map(|record| Dynamic::from(Facts::new(record, &schema))).collect();
    let plain = Program::new(script.clone(), Arc::clone(meter), around(Arc::clone(say)))?;
    let result = plain.call(&question.function, &args);
    let operations = meter.used();
    let result = result.and_then(|value| readable(&value));

    let observed = instrument(&script.text, Watch::Values);
    let steps = Steps::default();
    let silent = around(Arc::new(|_, _| ()));
    let mut engine = furnished(meter, &silent);
    steps.watch(&mut engine, observed.points);
    let source = Source { name: script.name.clone(), text: observed.text };
    // The plain run has the answer; this one is only looked at.
    let mut seen = Vec::new();
    if let Ok(program) = Program::in_engine(engine, source, Arc::clone(meter), &silent) {
        let whole = program.call(&question.function, &args);
        seen = steps.take();
        if let Err(fault) = whole {
            let _ = program.piecewise(&question.function, &args, fault);
            let entries = steps.take();
            seen = if entries.is_empty() { seen } else { entries };
        }
    }
    Ok(Tried { result, steps: seen, operations })
}

fn readable(value: &Dynamic) -> Result<Value, Fault> {
    match value.read_lock::<Refusal>() {
        Some(refusal) => Ok(Value::Text(refusal.reason.to_string())),
        None => from_script(value),
    }
}

/// A value on one line.
fn shown(value: &Dynamic) -> Seen {
    let text = if let Some(absent) = value.read_lock::<Absent>() {
        return Seen::NoData(absent.field.to_string());
    } else if value.is::<NotApplicable>() {
        return Seen::NotApplicable;
    } else if value.is::<Facts>() {
        "…".into()
    } else if let Some(refusal) = value.read_lock::<Refusal>() {
        refusal.reason.to_string()
    } else {
        from_script(value).map_or_else(|_| value.type_name().to_string(), |value| to_text(&value))
    };
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(LONGEST + 1).collect();
    let long = line.chars().count() > LONGEST;
    Seen::Text(if long { line.chars().take(LONGEST).chain(['…']).collect() } else { line })
}
