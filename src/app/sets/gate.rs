//! What stands in the way of publishing a set: faults of its scripts and templates, tests that fail, names that it lacks.

use std::collections::BTreeMap;

use vekha_core::schedule::Calendar;

use super::needs::{self, Lack};
use super::scripts;
use crate::app::pairing::facts::own_columns;
use crate::app::{AppError, Reading, WorkingSet};
use crate::notify::proofread;
use crate::script::fault::{Fault, Severity};
use crate::script::limits::Limits;
use crate::script::sandbox::Sandbox;
use crate::script::testing::Tested;
use crate::script::wire::{Done, Source, Task};

/// The tests beside one script.
#[derive(Clone, Debug)]
pub struct Trial {
    /// The file of tests.
    pub file: String,
    /// How they went; a fault where they could not be run.
    pub result: Result<Tested, Fault>,
}

impl Trial {
    /// The faults of its tests, each with the test's name; one without a name where none could be run.
    pub fn faults(&self) -> Vec<(&str, &Fault)> {
        match &self.result {
            Ok(tested) => {
                let cases = tested.cases.iter();
                cases.filter_map(|case| Some((case.name.as_str(), case.fault.as_ref()?))).collect()
            }
            Err(fault) => vec![("", fault)],
        }
    }
}

/// What was found of a set.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// Its scripts, tests included, and its templates.
    pub sources: Vec<Source>,
    /// What checking found, warnings too.
    pub faults: Vec<Fault>,
    /// What the tests gave.
    pub trials: Vec<Trial>,
    /// Names that what is under way needs and the set lacks.
    pub lacks: Vec<Lack>,
}

impl Findings {
    /// The faults that keep a script from being used.
    pub fn errors(&self) -> impl Iterator<Item = &Fault> {
        self.faults.iter().filter(|fault| fault.severity == Severity::Error)
    }

    /// The tests that failed: file, test, fault.
    pub fn failures(&self) -> impl Iterator<Item = (&str, &str, &Fault)> {
        self.trials.iter().flat_map(|trial| {
            trial.faults().into_iter().map(|(test, fault)| (trial.file.as_str(), test, fault))
        })
    }

    /// Whether nothing stands in the way.
    pub fn is_sound(&self) -> bool {
        self.errors().next().is_none() && self.failures().next().is_none() && self.lacks.is_empty()
    }

    /// How many tests passed.
    pub fn passed(&self) -> usize {
        let tested = self.trials.iter().filter_map(|trial| trial.result.as_ref().ok());
        tested.flat_map(|tested| &tested.cases).filter(|case| case.fault.is_none()).count()
    }
}

/// Looks for everything that stands in the way of a set.
///
/// # Errors
/// What the store says, and a sandbox that does not start. Faults of scripts are in the answer.
pub fn examine(reading: &Reading<'_>, set: &WorkingSet, limits: &Limits) -> Result<Findings, AppError> {
    let sources = scripts(&set.parts);
    let calendar = set.rules()?.calendar;
    let mut findings = Findings { lacks: needs::lacking(reading, set)?, ..Findings::default() };
    let sandbox = Sandbox::new(limits.clone()).map_err(|error| AppError::Script(error.to_string()))?;
    let columns = own_columns(&reading.directory()?);
    findings.faults = check(&sandbox, &sources, &calendar, columns);
    findings.faults.extend(proofread::faults(&set.parts));
    findings.trials = trials(&sandbox, &sources, &calendar);
    findings.sources = sources;
    findings.sources.extend(proofread::sources(&set.parts));
    Ok(findings)
}

fn is_test(source: &Source) -> bool {
    source.name.ends_with(".test.rhai")
}

fn check(sandbox: &Sandbox, sources: &[Source], calendar: &Calendar, columns: Vec<String>) -> Vec<Fault> {
    let subjects: Vec<Source> = sources.iter().filter(|source| !is_test(source)).cloned().collect();
    if subjects.is_empty() {
        return Vec::new();
    }
    let modules = subjects.clone();
    match sandbox.task(Task::Check(subjects, columns), &modules, calendar).result {
        Ok(Done::Checked(faults)) => faults,
        Ok(_) => Vec::new(),
        Err(fault) => vec![fault],
    }
}

fn trials(sandbox: &Sandbox, sources: &[Source], calendar: &Calendar) -> Vec<Trial> {
    let by_name: BTreeMap<&str, &Source> =
        sources.iter().map(|source| (source.name.as_str(), source)).collect();
    let mut trials = Vec::new();
    for tests in sources.iter().filter(|source| is_test(source)) {
        let Some(script) = tested_by(&tests.name, |name| by_name.contains_key(name)) else { continue };
        let script = by_name[script.as_str()].clone();
        let modules: Vec<Source> =
            sources.iter().filter(|source| source.name != script.name).cloned().collect();
        let result = match sandbox.task(Task::Test(script, tests.clone()), &modules, calendar).result {
            Ok(Done::Tested(tested)) => Ok(tested),
            Ok(_) => continue,
            Err(fault) => Err(fault),
        };
        trials.push(Trial { file: tests.name.clone(), result });
    }
    trials
}

/// The script that a file of tests is about: `pairing.test.rhai` and `pairing.recorded.test.rhai` test `pairing.rhai`.
pub fn tested_by(tests: &str, is_there: impl Fn(&str) -> bool) -> Option<String> {
    let mut stem = tests.strip_suffix(".test.rhai")?;
    loop {
        let script = format!("{stem}.rhai");
        if is_there(&script) {
            return Some(script);
        }
        let (shorter, last) = stem.rsplit_once('.')?;
        if last.contains(['/', '\\']) {
            return None;
        }
        stem = shorter;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_belong_to_the_script_whose_name_they_begin_with() {
        let known = ["scripts/pairing.rhai", "scripts/a.b.rhai", "./x/c.rhai"];
        let check = |tests: &str, expected: Option<&str>| {
            assert_eq!(tested_by(tests, |name| known.contains(&name)).as_deref(), expected, "{tests}");
        };
        check("scripts/pairing.test.rhai", Some("scripts/pairing.rhai"));
        check("scripts/pairing.recorded.test.rhai", Some("scripts/pairing.rhai"));
        check("scripts/a.b.test.rhai", Some("scripts/a.b.rhai"));
        check("./x/c.more.test.rhai", Some("./x/c.rhai"));
        check("./x/d.test.rhai", None);
        check("scripts/pairing.rhai", None);
    }
}
