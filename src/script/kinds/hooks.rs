//! `hooks.rhai`: what is to be said, and to whom, when something happened.
//!
//! A hook gets the facts of what happened and returns messages to queue, or `()`. It can do nothing else.

use vekha_core::facts::Record;

use super::answers::{Answer, Message, Shape};
use super::{HOOKS, Script};
use crate::script::fault::{Arg, Fault, nearest};
use crate::script::sandbox::{Ran, Sandbox};
use crate::script::wire::Question;

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Happening {
    /// The hook that hears of it: one of [`HOOKS`].
    pub hook: String,
    /// What is known of it.
    pub facts: Record,
}

impl Happening {
    /// Something that happened.
    pub fn new(hook: &str, facts: Record) -> Self {
        Self { hook: hook.into(), facts }
    }
}

/// What a hook says to each happening, in their order. A script without the hook says nothing; where a hook fails,
/// with its place, nothing is said to that happening and the others are answered.
pub fn messages(
    sandbox: &Sandbox,
    script: &Script,
    happenings: Vec<Happening>,
) -> Ran<Vec<Result<Vec<Message>, Fault>>> {
    let strange = happenings.iter().find(|one| !HOOKS.contains(&one.hook.as_str()));
    if let Some(Happening { hook, .. }) = strange {
        let fault = Fault { hint: nearest(hook, HOOKS), ..Fault::new("contract-hook").arg(Arg::Name, hook) };
        return Ran { result: Err(fault), said: Vec::new() };
    }
    let questions =
        happenings.into_iter().map(|one| Question::new(one.hook, one.facts, Shape::Messages)).collect();
    let ran = sandbox.ask(script.source.clone(), questions, &script.modules, &script.calendar);
    let read = |answer| match answer {
        Ok(Answer::Messages(messages)) => Ok(messages),
        Ok(_) => Err(Fault::new("crashed")),
        Err(fault) => Err(fault),
    };
    Ran { result: ran.result.map(|answers| answers.into_iter().map(read).collect()), said: ran.said }
}
