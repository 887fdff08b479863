//! The tests beside a script: functions `test_…` or `тест_…` of `pairing.test.rhai`, which see the script's own
//! functions and those that expect.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use rhai::{AST, Dynamic, Engine, FnPtr, ImmutableString, NativeCallContext, Scope};
use serde::{Deserialize, Serialize};
use vekha_core::facts::Value;

use super::api::facts::Schema;
use super::api::results::Refusal;
use super::api::{Answer, absent::NoData, refuse};
use super::engine::{Say, names, parse};
use super::fault::{Arg, Fault, Names, of_eval};
use super::instrument::{Point, Watch, instrument};
use super::limits::Meter;
use super::program::{Surroundings, furnished};
use super::value::{from_script, to_text};
use super::wire::{Job, Source};
use super::worker::{caught, settled};

/// How one test went.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// The test.
    pub name: String,
    /// What went wrong.
    pub fault: Option<Fault>,
    /// Operations used.
    pub operations: u64,
}

/// How the tests of a script went, and where they came along.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Tested {
    /// The tests in the order of their names.
    pub cases: Vec<Case>,
    /// Lines of the script that hold statements.
    pub lines: BTreeSet<usize>,
    /// Statements that no test reached: line, text.
    pub missed: Vec<(usize, String)>,
}

impl Tested {
    /// The lines on which every statement was reached.
    pub fn covered(&self) -> usize {
        let missed: BTreeSet<usize> = self.missed.iter().map(|(line, _)| *line).collect();
        self.lines.difference(&missed).count()
    }
}

/// What tests may expect.
pub fn register(engine: &mut Engine) {
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
                Ok(value) if value.is::<super::api::absent::Absent>() => Ok(()),
                Ok(value) => differ("нет данных", &text_of(&value)),
                Err(error) => match of_eval("", &error, &Names::default()).code.as_str() {
                    super::fault::NO_DATA => Ok(()),
                    _ => Err(error),
                },
            }
        });
    }
    engine.register_type_with_name::<NoData>("no data");
}

fn differ(wanted: &str, got: &str) -> Answer<()> {
    refuse(Fault::new("expected").arg(Arg::Name, wanted).arg(Arg::Text, got))
}

fn text_of(value: &Dynamic) -> String {
    if let Some(refusal) = value.read_lock::<Refusal>() {
        return refusal.reason.to_string();
    }
    if value.is::<super::api::stats::NotApplicable>() {
        return "не применимо".into();
    }
    from_script(value).map_or_else(|_| value.type_name().to_string(), |value| to_text(&value))
}

fn expect(got: &Dynamic, wanted: &Dynamic) -> Answer<()> {
    use super::api::stats::NotApplicable;
    let alike = match (got.is::<NotApplicable>(), wanted.is::<NotApplicable>()) {
        (true, true) => true,
        (false, false) => match (from_script(got), from_script(wanted)) {
            (Ok(got), Ok(wanted)) => equal(&got, &wanted),
            _ => false,
        },
        _ => false,
    };
    if alike { Ok(()) } else { differ(&text_of(wanted), &text_of(got)) }
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
            (Some(got), Some(wanted)) => (got - wanted).abs() <= 1e-9 * wanted.abs().max(1.0),
            _ => got == wanted,
        },
    }
}

/// Runs the tests, then once more with observers to see what they reach.
pub fn test(
    job: &Job,
    script: &Source,
    tests: &Source,
    meter: &Arc<Meter>,
    say: &Say,
) -> Result<Tested, Fault> {
    let schema = Schema::of([]);
    let around = |say: Say| Surroundings {
        limits: &job.limits,
        modules: &job.modules,
        calendar: &job.calendar,
        schema: &schema,
        say,
    };
    let mut engine = furnished(meter, &around(Arc::clone(say)));
    register(&mut engine);
    let ast = both(&engine, job, script, tests)?;
    let mut known = names(&engine);
    known.add_script(&ast);
    let mut cases = Vec::new();
    for name in named(&ast) {
        meter.restart();
        let fault = caught(&tests.name, || run(&engine, &ast, &name, tests, &known, meter)).err();
        let fault = fault.map(|fault| in_file(fault, script, tests));
        cases.push(Case { name, fault, operations: meter.used() });
    }
    let (points, hit) = reached(job, script, tests, meter, &around(Arc::new(|_, _| ())))?;
    let lines = points.iter().map(|point| point.line).collect();
    let missed = points.iter().zip(&hit).filter(|(_, hit)| !**hit);
    let missed = missed.map(|(point, _)| (point.line, point.text.clone())).collect();
    Ok(Tested { cases, lines, missed })
}

/// The script and its tests as one, the tests' functions knowing those of the script.
fn both(engine: &Engine, job: &Job, script: &Source, tests: &Source) -> Result<AST, Fault> {
    let main = parse(engine, &job.limits, &script.name, &script.text)?;
    let more = parse(engine, &job.limits, &tests.name, &tests.text)?;
    Ok(main.merge(&more))
}

fn named(ast: &AST) -> BTreeSet<String> {
    let tests = ast.iter_functions().filter(|function| function.params.is_empty());
    let names = tests.map(|function| function.name.to_string());
    names.filter(|name| name.starts_with("test_") || name.starts_with("тест_")).collect()
}

fn run(
    engine: &Engine,
    ast: &AST,
    name: &str,
    tests: &Source,
    known: &Names,
    meter: &Meter,
) -> Result<(), Fault> {
    let called = engine.call_fn::<Dynamic>(&mut Scope::new(), ast, name, ());
    let outcome = called.map(|_| ()).map_err(|error| of_eval(&tests.name, &error, known));
    settled(outcome, meter).map_err(|mut fault| {
        fault.trail.retain(|call| call.at.is_some());
        fault
    })
}

/// Functions of both files say the tests' name; what lies in a function of the script is put right by its text.
fn in_file(mut fault: Fault, script: &Source, tests: &Source) -> Fault {
    let own = |function: &str| super::program::definition(&script.text, function).is_some();
    let mut places: Vec<bool> = fault.trail.iter().map(|call| own(&call.function)).collect();
    places.push(false);
    let file = |inside: bool| if inside { script.name.clone() } else { tests.name.clone() };
    if let Some(at) = &mut fault.at {
        // Rhai gives some errors within native calls the place of the caller.
        let line = script.text.lines().nth(at.line.saturating_sub(1)).unwrap_or_default();
        at.file = file(places[0] && line.trim().chars().count() > 0 && line.chars().count() >= at.column);
    }
    for (index, call) in fault.trail.iter_mut().enumerate() {
        if let Some(at) = &mut call.at {
            at.file = file(places[index + 1]);
        }
    }
    fault
}

/// The statements of the script, and which of them the tests reach.
fn reached(
    job: &Job,
    script: &Source,
    tests: &Source,
    meter: &Arc<Meter>,
    around: &Surroundings<'_>,
) -> Result<(Vec<Point>, Vec<bool>), Fault> {
    let observed = instrument(&script.text, Watch::Lines);
    let hit = Arc::new(Mutex::new(vec![false; observed.points.len()]));
    let mut engine = furnished(meter, around);
    register(&mut engine);
    let seen = Arc::clone(&hit);
    engine.register_fn("__hit", move |point: i64| {
        let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(hit) = usize::try_from(point).ok().and_then(|point| seen.get_mut(point)) {
            *hit = true;
        }
    });
    let source = Source { name: script.name.clone(), text: observed.text };
    // Where the observed text does not parse (it is longer, and limits hold), nothing is known to be reached.
    if let Ok(ast) = both(&engine, job, &source, tests) {
        for name in named(&ast) {
            meter.restart();
            let _ = caught(&tests.name, || run(&engine, &ast, &name, tests, &Names::default(), meter));
        }
    }
    let hit = hit.lock().unwrap_or_else(PoisonError::into_inner).clone();
    Ok((observed.points, hit))
}
