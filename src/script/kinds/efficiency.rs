//! `efficiency.rhai`: the indicators of pairs, mentors, programmes and schools.
//!
//! A function gets the facts of one subject and returns a map of indicators. A pair's form may have more of them: the
//! function `pair_<form>` adds its own to those of `pair`, and stands over those of the same name.

use vekha_core::facts::Record;
use vekha_core::people::Forms;

use super::Script;
use super::answers::{Answer, Indicator, Shape};
use crate::script::api::facts::identifier;
use crate::script::fault::Fault;
use crate::script::sandbox::{Ran, Sandbox};
use crate::script::wire::Question;

/// Whose indicators.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// One pair.
    Pair,
    /// One mentor over all their pairs.
    Mentor,
    /// One programme.
    Programme,
    /// The school.
    School,
}

impl Level {
    /// The script's function.
    pub fn function(self) -> &'static str {
        match self {
            Self::Pair => "pair",
            Self::Mentor => "mentor",
            Self::Programme => "programme",
            Self::School => "school",
        }
    }
}

/// One subject to evaluate.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    /// What it is.
    pub level: Level,
    /// Of a pair: the names its form goes by; see [`names_of_form`].
    pub form: Vec<String>,
    /// Its facts.
    pub facts: Record,
}

impl Subject {
    /// A mentor, a programme or a school, or a pair whose form has no indicators of its own.
    pub fn new(level: Level, facts: Record) -> Self {
        Self { level, form: Vec::new(), facts }
    }

    /// A pair with its form.
    pub fn pair(form: &str, forms: &Forms, facts: Record) -> Self {
        Self { level: Level::Pair, form: names_of_form(form, forms), facts }
    }

    /// The functions that are asked about it: the level's, and of a pair those of its form where the script has them.
    pub fn functions(&self) -> Vec<String> {
        let mut all = vec![self.level.function().to_string()];
        all.extend(functions_of(self.level, &self.form));
        all
    }

    fn question(self) -> Question {
        let also = functions_of(self.level, &self.form);
        Question { also, ..Question::new(self.level.function(), self.facts, Shape::Indicators) }
    }
}

/// The functions that pairs of a form may have beside those of all.
pub fn own_functions(form: &str, forms: &Forms) -> Vec<String> {
    functions_of(Level::Pair, &names_of_form(form, forms))
}

fn functions_of(level: Level, form: &[String]) -> Vec<String> {
    let function = level.function();
    let mut also: Vec<String> = form.iter().map(|name| format!("{function}_{}", identifier(name))).collect();
    also.dedup();
    also
}

/// The names that a form goes by in scripts: its id and its titles. «Педагог — педагог» of `teacher-teacher` is
/// `pair_педагог_педагог`, `pair_teacher_to_teacher` or `pair_teacher_teacher`.
pub fn names_of_form(form: &str, forms: &Forms) -> Vec<String> {
    let mut names = vec![form.to_string()];
    if let Some(known) = forms.forms.get(form) {
        names.extend([known.title.ru.clone(), known.title.en.clone()]);
    }
    names.retain(|name| !identifier(name).is_empty());
    names
}

/// Evaluates all subjects in one go; the answers are in their order, each with its indicators in the order of the
/// script. Where a script fails, with its place, the subject has no indicators and the others have theirs.
pub fn evaluate(
    sandbox: &Sandbox,
    script: &Script,
    subjects: Vec<Subject>,
) -> Ran<Vec<Result<Vec<Indicator>, Fault>>> {
    let questions = subjects.into_iter().map(Subject::question).collect();
    read(sandbox.ask(script.source.clone(), questions, &script.modules, &script.calendar))
}

/// The same up to the first subject the script fails on: its fault is the last of the answers.
pub fn evaluate_to_first_fault(
    sandbox: &Sandbox,
    script: &Script,
    subjects: Vec<Subject>,
) -> Ran<Vec<Result<Vec<Indicator>, Fault>>> {
    let questions = subjects.into_iter().map(Subject::question).collect();
    let source = script.source.clone();
    read(sandbox.ask_while(source, questions, &script.modules, &script.calendar, Result::is_ok))
}

fn read(ran: Ran<Vec<Result<Answer, Fault>>>) -> Ran<Vec<Result<Vec<Indicator>, Fault>>> {
    let one = |answer| match answer {
        Ok(Answer::Indicators(indicators)) => Ok(indicators),
        Ok(_) => Err(Fault::new("crashed")),
        Err(fault) => Err(fault),
    };
    Ran { result: ran.result.map(|answers| answers.into_iter().map(one).collect()), said: ran.said }
}
