//! Calls of hooks: of several schools in one worker, their messages kept school by school.

use std::collections::BTreeMap;

use vekha_core::command::Action;
use vekha_core::message::HookFailure;

use super::scripts::together;
use super::work::{Step, Work};
use crate::notify::hooks::HookScript;
use crate::notify::queue;
use crate::script::kinds::hooks::{Happening, messages};
use crate::script::sandbox::Sandbox;

pub use crate::notify::hooks::Call;

/// What hooks said to one school.
#[derive(Default)]
pub struct Heard {
    /// Messages as the outbox keeps them.
    pub outbox: Vec<Vec<u8>>,
    /// Calls that came to nothing.
    failures: Vec<HookFailure>,
}

impl Heard {
    /// The action of a step, with the calls that came to nothing.
    pub fn with(&mut self, action: Action) -> Action {
        match self.failures.is_empty() {
            true => action,
            false => Action::Many(vec![action, Action::ReportHooks(std::mem::take(&mut self.failures))]),
        }
    }
}

/// Makes the calls for a step of several schools, and gives what was said to each. A hook that fails says nothing; it
/// is recorded with the step, and the night goes on.
pub fn run(
    sandbox: &Sandbox,
    works: &mut [&mut Work<'_>],
    calls: Vec<(usize, Call)>,
    step: Step,
) -> BTreeMap<usize, Heard> {
    let (mut questions, mut asked) = (Vec::new(), Vec::new());
    for (place, call) in calls {
        let script = works[place].hooks.clone();
        if let Some(script) = script.filter(|script| script.mentions(&call.function)) {
            questions.push((script, Happening { hook: call.function.clone(), facts: call.facts.clone() }));
            asked.push((place, call));
        }
    }
    let mut said: BTreeMap<usize, Vec<_>> = BTreeMap::new();
    let answered = together(questions, |script, calls| messages(sandbox, script, calls));
    for ((place, call), answer) in asked.into_iter().zip(answered) {
        said.entry(place).or_default().push((call, answer));
    }
    said.into_iter().map(|(place, answers)| (place, heard(works[place], answers, step))).collect()
}

type Answers = Vec<(Call, Result<Vec<crate::script::kinds::answers::Message>, crate::script::fault::Fault>)>;

fn heard(work: &mut Work<'_>, answers: Answers, step: Step) -> Heard {
    let Some(script) = work.hooks.as_ref().map(|script| HookScript::of(script.script.clone())) else {
        return Heard::default();
    };
    let (mut all, mut failures) = (Vec::new(), Vec::new());
    for (call, answer) in answers {
        let ran = script.heard(&call, answer, work.on());
        all.extend(ran.messages);
        failures.extend(ran.failures);
    }
    work.hook_failures += failures.len();
    Heard { outbox: queue::stored(work.command_id(step), 0, all), failures }
}
