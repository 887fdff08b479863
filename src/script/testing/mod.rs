//! The tests beside a script: functions `test_…` or `тест_…` of `pairing.test.rhai`, which see the script's own
//! functions and those that expect.

mod expect;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use rhai::{AST, Dynamic, Engine, Scope};
use serde::{Deserialize, Serialize};

use super::api::facts::Schema;
use super::captures;
use super::engine::{Say, names, parse};
use super::fault::{Fault, Names, of_eval};
use super::instrument::{Point, Watch, instrument};
use super::limits::{Gauge, Meter};
use super::program::{Program, Surroundings, furnished};
use super::trace::{Step, Steps};
use super::wire::{Job, Source};
use super::worker::{caught, settled};

pub use expect::register;

/// How one test went.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// The test.
    pub name: String,
    /// What went wrong.
    pub fault: Option<Fault>,
    /// Operations used.
    pub operations: u64,
    /// Of a test that failed: the expressions of the script on the way there, with their values.
    pub steps: Vec<Step>,
}

impl Case {
    fn hit_a_limit(&self) -> bool {
        self.fault.as_ref().is_some_and(Fault::is_limit)
    }
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
    /// How many passed and failed.
    pub fn counts(&self) -> (usize, usize) {
        let passed = self.cases.iter().filter(|case| case.fault.is_none()).count();
        (passed, self.cases.len() - passed)
    }

    /// Adds the tests of another file for the same script: reached is what either reaches.
    pub fn join(&mut self, other: &Self) {
        self.cases.extend(other.cases.iter().cloned());
        self.missed.retain(|missed| other.missed.contains(missed));
    }

    /// The lines on which every statement was reached.
    pub fn covered(&self) -> usize {
        let missed: BTreeSet<usize> = self.missed.iter().map(|(line, _)| *line).collect();
        self.lines.difference(&missed).count()
    }
}

/// How many tests may end at a limit before the rest is not run: each costs seconds.
const PATIENCE: usize = 16;
/// How many failed tests are traced.
const TRACED: usize = 20;

/// Runs the tests, those that fail once more with their steps, and all once more to see what they reach. `alive` is
/// called after each.
pub fn test(
    job: &Job,
    script: &Source,
    tests: &Source,
    meter: &Arc<Meter>,
    say: &Say,
    alive: &dyn Fn(),
) -> Result<Tested, Fault> {
    let runner = Runner { job, tests, meter, alive };
    let (engine, ast) = runner.ready(script, say, &|_| ())?;
    let mut known = names(&engine);
    known.add_script(&ast);
    let mut cases = Vec::new();
    for name in named(&ast) {
        meter.restart();
        let lost = cases.iter().filter(|case: &&Case| case.hit_a_limit()).count();
        let fault = match cases.iter().rev().find(|case| case.hit_a_limit()) {
            Some(last) if lost >= PATIENCE => last.fault.clone(),
            _ => caught(&tests.name, || run(&engine, &ast, &name, tests, &known, meter)).err(),
        };
        let fault = fault.map(|fault| in_file(fault, script, tests));
        alive();
        cases.push(Case { name, fault, operations: meter.used(), steps: Vec::new() });
    }
    runner.trace(script, &mut cases);
    let (points, hit) = runner.reached(script, &cases);
    let lines = points.iter().map(|point| point.line).collect();
    let missed = points.iter().zip(&hit).filter(|(_, hit)| !**hit);
    let missed = missed.map(|(point, _)| (point.line, point.text.clone())).collect();
    Ok(Tested { cases, lines, missed })
}

/// What the runs of the tests of one file have in common.
struct Runner<'a> {
    job: &'a Job,
    tests: &'a Source,
    meter: &'a Arc<Meter>,
    alive: &'a dyn Fn(),
}

impl Runner<'_> {
    /// An engine that has a script and its tests as one, and beside them the script as the program asks it.
    /// `observe` adds what an observed script calls.
    fn ready(
        &self,
        script: &Source,
        say: &Say,
        observe: &dyn Fn(&mut Engine),
    ) -> Result<(Engine, AST), Fault> {
        let schema = Schema::of([]);
        let around = Surroundings {
            limits: &self.job.limits,
            modules: &self.job.modules,
            calendar: &self.job.calendar,
            schema: &schema,
            say: Arc::clone(say),
        };
        let mut engine = furnished(self.meter, &around);
        observe(&mut engine);
        let own = Meter::new(&self.job.limits, Gauge::new());
        let mut inner = furnished(&own, &around);
        observe(&mut inner);
        let program = Program::in_engine(inner, script.clone(), own, &around)?;
        register(&mut engine, Some(expect::Tested::new(program, self.meter)));
        let ast = both(&engine, self.job, script, self.tests)?;
        captures::unlock_facts(&mut engine, &ast, &self.job.modules);
        Ok((engine, ast))
    }

    /// Runs what failed once more, with every step.
    fn trace(&self, script: &Source, cases: &mut [Case]) {
        let observed = instrument(&script.text, Watch::Values);
        let steps = Steps::default();
        let source = Source { name: script.name.clone(), text: observed.text };
        let silent: Say = Arc::new(|_, _| ());
        let failed: Vec<&mut Case> = cases.iter_mut().filter(|case| case.fault.is_some()).collect();
        if failed.is_empty() {
            return;
        }
        let watch = |engine: &mut Engine| steps.watch(engine, observed.points.clone());
        // Where the observed text does not parse (it is longer, and limits hold), there are no steps.
        let Ok((engine, ast)) = self.ready(&source, &silent, &watch) else { return };
        steps.take();
        for case in failed.into_iter().filter(|case| !case.hit_a_limit()).take(TRACED) {
            (self.alive)();
            self.meter.restart();
            let names = Names::default();
            let _ =
                caught(&self.tests.name, || run(&engine, &ast, &case.name, self.tests, &names, self.meter));
            case.steps = steps.take();
        }
    }

    /// The statements of the script, and which of them the tests reach.
    fn reached(&self, script: &Source, cases: &[Case]) -> (Vec<Point>, Vec<bool>) {
        let observed = instrument(&script.text, Watch::Lines);
        let hit = Arc::new(Mutex::new(vec![false; observed.points.len()]));
        let watch = |engine: &mut Engine| {
            let seen = Arc::clone(&hit);
            engine.register_fn("__hit", move |point: i64| {
                let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
                if let Some(hit) = usize::try_from(point).ok().and_then(|point| seen.get_mut(point)) {
                    *hit = true;
                }
            });
        };
        let source = Source { name: script.name.clone(), text: observed.text };
        let silent: Say = Arc::new(|_, _| ());
        // Where the observed text does not parse, nothing is known to be reached.
        if let Ok((engine, ast)) = self.ready(&source, &silent, &watch) {
            // Asking for weights and the threshold is no test.
            hit.lock().unwrap_or_else(PoisonError::into_inner).fill(false);
            for name in named(&ast) {
                (self.alive)();
                self.meter.restart();
                if cases.iter().any(|case| case.name == name && case.hit_a_limit()) {
                    continue;
                }
                let names = Names::default();
                let _ =
                    caught(&self.tests.name, || run(&engine, &ast, &name, self.tests, &names, self.meter));
            }
        }
        let hit = hit.lock().unwrap_or_else(PoisonError::into_inner).clone();
        (observed.points, hit)
    }
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
