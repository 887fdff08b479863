//! Calls of hooks: of several schools in one worker, their messages kept school by school.

use std::collections::BTreeMap;

use vekha_core::facts::Record;
use vekha_core::ids::Subject;

use super::scripts::together;
use super::work::{Sent, Step, Work};
use crate::script::kinds::hooks::{Happening, messages};
use crate::script::sandbox::Sandbox;

/// One call of a hook.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// The function.
    pub function: String,
    /// What it is told.
    pub facts: Record,
    /// What it is about.
    pub about: Option<Subject>,
}

/// Makes the calls, and gives the messages of each school as the outbox keeps them. A hook that fails says nothing;
/// how many did is kept with the school, and the night goes on.
pub fn run(
    sandbox: &Sandbox,
    works: &mut [&mut Work<'_>],
    calls: Vec<(usize, Call)>,
    _step: Step,
) -> BTreeMap<usize, Vec<Vec<u8>>> {
    let (mut questions, mut places) = (Vec::new(), Vec::new());
    for (place, call) in calls {
        let script = works[place].hooks.clone();
        if let Some(script) = script.filter(|script| script.mentions(&call.function)) {
            places.push((place, call.about));
            questions.push((script, Happening { hook: call.function, facts: call.facts }));
        }
    }
    let mut heard: BTreeMap<usize, Vec<Vec<u8>>> = BTreeMap::new();
    let answered = together(questions, |script, calls| messages(sandbox, script, calls));
    for ((place, about), answer) in places.into_iter().zip(answered) {
        match answer {
            Ok(said) => {
                let stored = said.iter().filter_map(|message| serde_json::to_vec(message).ok());
                heard.entry(place).or_default().extend(stored);
                works[place].sent.extend(said.into_iter().map(|message| Sent {
                    to: message.to,
                    template: message.template,
                    about,
                }));
            }
            Err(_) => works[place].hook_failures += 1,
        }
    }
    heard
}
