//! What tests may expect: values, refusals, unknowns, and the whole answers that the program takes from a script.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rhai::{Dynamic, Engine, FnPtr, ImmutableString, Map, NativeCallContext};
use vekha_core::facts::Value;

use crate::script::api::absent::{Absent, NoData};
use crate::script::api::results::Refusal;
use crate::script::api::stats::NotApplicable;
use crate::script::api::{Answer, refuse, spend};
use crate::script::fault::{Arg, Fault, NO_DATA, Names, WORD, of_eval};
use crate::script::kinds::answers::{self, Indicator, Shape};
use crate::script::kinds::pairing::{Score, Settings, Verdict, judge, settings, unknown_as_refusal};
use crate::script::limits::Meter;
use crate::script::program::Program;
use crate::script::value::{from_script, to_text};
use crate::script::wire::Question;

/// The script that is tested, as the program asks it.
pub struct Tested {
    program: Program,
    settings: Result<Settings, Fault>,
    /// The meter of the test: what the script uses counts there too.
    meter: Arc<Meter>,
}

impl Tested {
    /// `program` has a meter of its own, since each question to it begins anew.
    pub fn new(program: Program, meter: &Arc<Meter>) -> Arc<Self> {
        let settings = settings(&program);
        Arc::new(Self { program, settings, meter: Arc::clone(meter) })
    }

    /// Asks; what it cost is the test's.
    fn ask<T>(&self, ask: impl FnOnce(&Program) -> Result<T, Fault>) -> Answer<T> {
        let said = ask(&self.program);
        spend(&self.meter, usize::try_from(self.program.meter.used()).unwrap_or(usize::MAX))?;
        said.or_else(refuse)
    }
}

/// Registers what tests may call; `tested` is asked by the functions that take whole answers.
pub fn register(engine: &mut Engine, tested: Option<Arc<Tested>>) {
    for name in ["expect", "ожидаем"] {
        engine.register_fn(name, |got: Dynamic, wanted: Dynamic| expect(&got, &wanted));
    }
    for name in ["expect_refusal", "ожидаем_отказ"] {
        engine.register_fn(name, |got: Dynamic, words: ImmutableString| match got.read_lock::<Refusal>() {
            Some(refusal) if refusal.reason.contains(words.as_str()) => Ok(()),
            Some(refusal) => differ(&words, &refusal.reason),
            None => differ(&words, &text_of(&got)),
        });
    }
    for name in ["expect_no_data", "ожидаем_нет_данных"] {
        engine.register_fn(name, |ctx: NativeCallContext, call: FnPtr| -> Answer<()> {
            match call.call_within_context::<Dynamic>(&ctx, ()) {
                Ok(value) if value.is::<Absent>() => Ok(()),
                Ok(value) => differ(&word("no-data"), &text_of(&value)),
                Err(error) => match of_eval("", &error, &Names::default()).code.as_str() {
                    NO_DATA => Ok(()),
                    _ => Err(error),
                },
            }
        });
    }
    for name in ["expect_messages", "ожидаем_сообщения"] {
        engine.register_fn(name, |got: Dynamic, wanted: Dynamic| messages(&got, &wanted));
    }
    for name in ["expect_pair", "ожидаем_пару"] {
        let tested = tested.clone();
        engine.register_fn(name, move |mentor: Dynamic, mentee: Dynamic, wanted: Dynamic| match &tested {
            Some(tested) => pair(tested, [mentor, mentee], &wanted),
            None => Ok(()),
        });
    }
    for name in ["expect_indicators", "ожидаем_показатели"] {
        let tested = tested.clone();
        engine.register_fn(name, move |functions: rhai::Array, facts: Dynamic, wanted: Map| match &tested {
            Some(tested) => indicators(tested, &functions, facts, &wanted),
            None => Ok(()),
        });
    }
    engine.register_type_with_name::<NoData>("no data");
}

fn differ(wanted: &str, got: &str) -> Answer<()> {
    refuse(Fault::new("expected").arg(Arg::Name, wanted).arg(Arg::Text, got))
}

/// A word of the program's own in what was expected or got; whoever shows it puts it in the reader's language.
fn word(id: &str) -> String {
    format!("{WORD}{id}{WORD}")
}

fn scored_as(score: &str) -> String {
    format!("{} = {score}", word("score"))
}

fn text_of(value: &Dynamic) -> String {
    if let Some(refusal) = value.read_lock::<Refusal>() {
        return refusal.reason.to_string();
    }
    if value.is::<NotApplicable>() {
        return word("not-applicable");
    }
    from_script(value).map_or_else(|_| value.type_name().to_string(), |value| to_text(&value))
}

fn expect(got: &Dynamic, wanted: &Dynamic) -> Answer<()> {
    let (inapplicable, needed) = (got.is::<NotApplicable>(), wanted.is::<NotApplicable>());
    if inapplicable && needed {
        return Ok(());
    }
    match (from_script(got), from_script(wanted)) {
        (Ok(got), Ok(wanted)) if inapplicable == needed && equal(&got, &wanted) => Ok(()),
        (Ok(Value::Map(got)), Ok(Value::Map(wanted))) => fields(&got, &wanted),
        _ => differ(&text_of(wanted), &text_of(got)),
    }
}

/// The fields in which two maps differ.
fn fields(got: &BTreeMap<String, Value>, wanted: &BTreeMap<String, Value>) -> Answer<()> {
    let mut differences = Differences::default();
    let names: BTreeSet<&String> = wanted.keys().chain(got.keys()).collect();
    for name in names {
        let text = |side: Option<&Value>| side.map_or("—".into(), to_text);
        match (got.get(name), wanted.get(name)) {
            (Some(got), Some(wanted)) if equal(got, wanted) => {}
            (got, wanted) => differences.add(name, &text(wanted), &text(got)),
        }
    }
    differences.answer()
}

/// Equality in which 1 is 1.0 and numbers may differ by a rounding.
fn equal(got: &Value, wanted: &Value) -> bool {
    let number = |value: &Value| match value {
        Value::Int(value) => Some(*value as f64),
        Value::Float(value) => Some(*value),
        _ => None,
    };
    match (got, wanted) {
        (Value::List(got), Value::List(wanted)) => {
            got.len() == wanted.len() && got.iter().zip(wanted).all(|(got, wanted)| equal(got, wanted))
        }
        (Value::Map(got), Value::Map(wanted)) => {
            got.len() == wanted.len()
                && wanted.iter().all(|(key, wanted)| got.get(key).is_some_and(|got| equal(got, wanted)))
        }
        _ => match (number(got), number(wanted)) {
            (Some(got), Some(wanted)) => close(got, wanted),
            _ => got == wanted,
        },
    }
}

fn close(got: f64, wanted: f64) -> bool {
    (got - wanted).abs() <= 1e-9 * wanted.abs().max(1.0)
}

/// Places where an answer is not the one expected, as what was expected and what was got.
#[derive(Default)]
struct Differences {
    wanted: Vec<String>,
    got: Vec<String>,
}

impl Differences {
    fn add(&mut self, name: &str, wanted: &str, got: &str) {
        self.wanted.push(format!("{name} = {wanted}"));
        self.got.push(format!("{name} = {got}"));
    }

    fn number(&mut self, name: &str, wanted: Option<f64>, got: Option<f64>) {
        let alike = match (wanted, got) {
            (Some(wanted), Some(got)) => close(got, wanted),
            (wanted, got) => wanted == got,
        };
        if !alike {
            self.add(name, &number_text(wanted), &number_text(got));
        }
    }

    fn answer(self) -> Answer<()> {
        if self.wanted.is_empty() { Ok(()) } else { differ(&self.wanted.join("; "), &self.got.join("; ")) }
    }
}

fn number_text(number: Option<f64>) -> String {
    number.map_or_else(|| word("no-data"), |number| number.to_string())
}

/// A number, or nothing where it is unknown or not applicable.
fn number_of(value: &Dynamic) -> Answer<Option<f64>> {
    if value.is_unit() || value.is::<Absent>() || value.is::<NotApplicable>() {
        return Ok(None);
    }
    crate::script::api::stats::number(value).map(Some)
}

fn entry<'a>(map: &'a Map, names: [&str; 2]) -> Option<&'a Dynamic> {
    names.into_iter().find_map(|name| map.get(name))
}

/// What the program makes of a pair: its score with criteria, or a refusal.
fn pair(tested: &Tested, people: [Dynamic; 2], wanted: &Dynamic) -> Answer<()> {
    let verdict = tested.ask(|program| {
        let settings = tested.settings.as_ref().map_err(Clone::clone)?;
        match judge(program, settings, &people) {
            Verdict::Failed(fault) => Err(*fault),
            verdict => Ok(verdict),
        }
    })?;
    let verdict = match verdict {
        Verdict::Unknown(field) => Verdict::Refused(unknown_as_refusal(&field)),
        verdict => verdict,
    };
    match (&verdict, wanted.read_lock::<Refusal>()) {
        (Verdict::Refused(reason), Some(refusal)) if *reason == refusal.reason.as_str() => Ok(()),
        (Verdict::Refused(reason), Some(refusal)) => differ(&refusal.reason, reason),
        (Verdict::Refused(reason), None) => {
            let total = wanted.read_lock::<Map>().and_then(|map| entry(&map, ["балл", "score"]).cloned());
            differ(&scored_as(&total.map_or("…".into(), |total| text_of(&total))), reason)
        }
        (Verdict::Eligible(score), Some(refusal)) => {
            differ(&refusal.reason, &scored_as(&number_text(score.total)))
        }
        (Verdict::Eligible(score), None) => match wanted.read_lock::<Map>() {
            Some(wanted) => scored(score, &wanted),
            None => differ(&text_of(wanted), &scored_as(&number_text(score.total))),
        },
        (Verdict::Failed(_) | Verdict::Unknown(_), _) => Ok(()),
    }
}

fn scored(score: &Score, wanted: &Map) -> Answer<()> {
    let mut differences = Differences::default();
    if let Some(total) = entry(wanted, ["балл", "score"]) {
        differences.number(&word("score"), number_of(total)?, score.total);
    }
    if let Some(share) = entry(wanted, ["полнота", "completeness"]) {
        differences.number(&word("completeness"), number_of(share)?, Some(score.completeness));
    }
    if let Some(criteria) = entry(wanted, ["критерии", "criteria"]) {
        let Some(criteria) = criteria.read_lock::<Map>() else {
            return crate::script::api::wrong_type("map", criteria);
        };
        let got = |name: &str| score.criteria.iter().find(|(known, _)| known == name);
        for (name, value) in criteria.iter() {
            match got(name) {
                Some((_, got)) => differences.number(name, number_of(value)?, got.as_ref().ok().copied()),
                None => differences.add(name, &text_of(value), "—"),
            }
        }
        for (name, value) in &score.criteria {
            if !criteria.contains_key(name.as_str()) {
                differences.add(name, "—", &number_text(value.as_ref().ok().copied()));
            }
        }
    }
    differences.answer()
}

/// The indicators that the program gets of a subject; those that are named are compared.
fn indicators(tested: &Tested, functions: &[Dynamic], facts: Dynamic, wanted: &Map) -> Answer<()> {
    let mut names = Vec::with_capacity(functions.len());
    for name in functions {
        match name.as_immutable_string_ref() {
            Ok(name) => names.push(name.to_string()),
            Err(_) => return crate::script::api::wrong_type("string", name),
        }
    }
    let Some((first, also)) = names.split_first() else { return differ("[\"pair\"]", "[]") };
    let question =
        Question { function: first.clone(), also: also.to_vec(), args: Vec::new(), shape: Shape::Indicators };
    let said = tested.ask(|program| answers::answer(program, &question, &[facts]))?;
    let answers::Answer::Indicators(all) = said else { return Ok(()) };
    let mut differences = Differences::default();
    for (name, value) in wanted.iter() {
        match (
            answers::indicator(name.to_string(), Ok(value.clone())),
            all.iter().find(|one| one.id == *name),
        ) {
            (Err(fault), _) => return refuse(fault),
            (Ok(wanted), Some(got)) if alike(got, &wanted) => {}
            (Ok(wanted), Some(got)) => differences.add(name, &indicator_text(&wanted), &indicator_text(got)),
            (Ok(wanted), None) => differences.add(name, &indicator_text(&wanted), "—"),
        }
    }
    differences.answer()
}

fn alike(got: &Indicator, wanted: &Indicator) -> bool {
    use answers::Measure;
    let value = match (&got.value, &wanted.value) {
        (Measure::Number(got), Measure::Number(wanted)) => close(*got, *wanted),
        (Measure::NoData(_), Measure::NoData(_)) => true,
        (got, wanted) => got == wanted,
    };
    let parts = equal(&Value::Map(got.parts.clone()), &Value::Map(wanted.parts.clone()));
    value && got.band == wanted.band && parts
}

fn indicator_text(found: &Indicator) -> String {
    use answers::Measure;
    let mut text = match &found.value {
        Measure::Number(number) => number.to_string(),
        Measure::NoData(_) => word("no-data"),
        Measure::NotApplicable => word("not-applicable"),
    };
    if let Some(band) = &found.band {
        text.push_str(&format!(" ({band})"));
    }
    if !found.parts.is_empty() {
        text.push_str(&format!(" {}", to_text(&Value::Map(found.parts.clone()))));
    }
    text
}

/// The messages of a hook, however it hands them over.
fn messages(got: &Dynamic, wanted: &Dynamic) -> Answer<()> {
    let (got, wanted) = match (answers::messages(got), answers::messages(wanted)) {
        (Ok(got), Ok(wanted)) => (got, wanted),
        (Err(fault), _) | (_, Err(fault)) => return refuse(fault),
    };
    if got == wanted { Ok(()) } else { differ(&messages_text(&wanted), &messages_text(&got)) }
}

fn messages_text(messages: &[answers::Message]) -> String {
    let one = |message: &answers::Message| {
        let data = to_text(&Value::Map(message.data.clone()));
        let when = message.when.map(|day| format!(" {day}")).unwrap_or_default();
        let channel = message.channel.as_ref().map(|channel| format!(" {channel}")).unwrap_or_default();
        format!("{} → {}{channel}{when} {data}", message.template, message.to)
    };
    let all: Vec<String> = messages.iter().map(one).collect();
    if all.is_empty() { "—".into() } else { all.join("; ") }
}
