//! `hooks.rhai`: what happened goes in, messages come out.
//!
//! A hook can do nothing but return messages, and nothing that goes wrong in one stands in the way of what happened:
//! it becomes a [`HookFailure`], which is recorded with its place in the script and without a word of what the
//! script was told.

use chrono::NaiveDate;
use vekha_core::digest::Digest;
use vekha_core::facts::{Record, Value};
use vekha_core::ids::{PartyId, Subject};
use vekha_core::message::{HookFailure, Message, Recipient};

use super::roles;
use crate::app::{AppError, Reading, scripts};
use crate::script::fault::Fault;
use crate::script::kinds::answers::{self, Answer, Shape};
use crate::script::kinds::{HOOKS, Kind, Script};
use crate::script::sandbox::Sandbox;
use crate::script::wire::Question;

/// The longest text a message may carry: a code, a stage, a band. What is longer is free text, which may name people.
const LONGEST_TEXT: usize = 120;

/// The most that one message may carry in all, in bytes of JSON.
const LARGEST: usize = 4_096;

/// One call of a hook.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// The function: one of [`HOOKS`], or one that a workflow names.
    pub function: String,
    /// What it is told.
    pub facts: Record,
    /// What it is about; the templates of its messages are filled from it.
    pub about: Option<Subject>,
}

/// What came of calls.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ran {
    /// Messages without keys, in the order of the calls.
    pub messages: Vec<Message>,
    /// Calls that came to nothing.
    pub failures: Vec<HookFailure>,
}

/// The published hooks with all that they run on.
#[derive(Clone, Debug)]
pub struct HookScript {
    script: Script,
    digest: Digest,
}

impl HookScript {
    /// The hooks of the set in force; `None` where it has none.
    ///
    /// # Errors
    /// What the store says.
    pub fn published(reading: &Reading<'_>) -> Result<Option<Self>, AppError> {
        Ok(scripts::published(reading, Kind::Hooks)?.map(Self::of))
    }

    /// Hooks that are not published: of a working copy, of a test.
    pub fn of(script: Script) -> Self {
        let digest = Digest::of_bytes(script.source.text.as_bytes());
        Self { script, digest }
    }

    /// Whether the script may have this function at all: a look at its text, cheaper than a worker.
    pub fn mentions(&self, function: &str) -> bool {
        self.script.source.text.contains(function)
    }

    /// Makes the calls in one worker. `on`: the day they are made for. A hook of [`HOOKS`] that the script does not
    /// have has nothing to say; any other function that is missing is a failure.
    pub fn run(&self, sandbox: &Sandbox, calls: Vec<Call>, on: NaiveDate) -> Ran {
        let mut ran = Ran::default();
        let (calls, missing): (Vec<Call>, Vec<Call>) =
            calls.into_iter().partition(|call| self.mentions(&call.function));
        for call in missing.iter().filter(|call| !HOOKS.contains(&call.function.as_str())) {
            ran.failures.push(self.failure(call, &Fault::new("contract-missing")));
        }
        if calls.is_empty() {
            return ran;
        }
        let question =
            |call: &Call| Question::new(call.function.clone(), call.facts.clone(), Shape::Messages);
        let questions = calls.iter().map(question).collect();
        let Script { source, modules, calendar } = &self.script;
        let asked = sandbox.ask(source.clone(), questions, modules, calendar);
        match asked.result {
            Ok(answers) => {
                for (call, answer) in calls.iter().zip(answers) {
                    self.take(call, answer, on, &mut ran);
                }
            }
            // The script as a whole does not run: every call fails for the same reason.
            Err(fault) => ran.failures.extend(calls.iter().map(|call| self.failure(call, &fault))),
        }
        for failure in &ran.failures {
            tracing::warn!(
                function = failure.function,
                code = failure.code,
                line = failure.line,
                column = failure.column,
                "a hook failed"
            );
        }
        ran
    }

    /// What came of one call that was made elsewhere, together with those of other schools.
    pub fn heard(&self, call: &Call, answer: Result<Vec<answers::Message>, Fault>, on: NaiveDate) -> Ran {
        let mut ran = Ran::default();
        self.take(call, answer.map(Answer::Messages), on, &mut ran);
        ran
    }

    fn take(&self, call: &Call, answer: Result<Answer, Fault>, on: NaiveDate, ran: &mut Ran) {
        match answer {
            Ok(Answer::Messages(messages)) => {
                for message in messages {
                    match checked(call, message, on) {
                        Ok(message) => ran.messages.push(message),
                        Err(code) => ran.failures.push(self.failure(call, &Fault::new(code))),
                    }
                }
            }
            Ok(_) => ran.failures.push(self.failure(call, &Fault::new("contract"))),
            Err(fault) => ran.failures.push(self.failure(call, &fault)),
        }
    }

    fn failure(&self, call: &Call, fault: &Fault) -> HookFailure {
        let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
        let (line, column) = fault.at.as_ref().map_or((0, 0), |at| (number(at.line), number(at.column)));
        HookFailure {
            function: call.function.clone(),
            about: call.about,
            code: fault.code.clone(),
            script: self.digest,
            line,
            column,
        }
    }
}

/// A script's message as it is queued, or the code of what is wrong with it.
fn checked(call: &Call, message: answers::Message, on: NaiveDate) -> Result<Message, &'static str> {
    let to = recipient(&message.to).ok_or("hook-recipient")?;
    if !is_name(&message.template) || !message.channel.as_deref().is_none_or(is_name) {
        return Err("hook-template");
    }
    if !message.data.values().all(is_short) {
        return Err("hook-large");
    }
    let large = serde_json::to_vec(&message.data).map_or(usize::MAX, |json| json.len());
    if large > LARGEST {
        return Err("hook-large");
    }
    let mut made = Message::new(to, &message.template, on);
    made.channel = message.channel;
    made.about = call.about;
    made.data = message.data;
    made.not_before = message.when;
    Ok(made)
}

/// A person's number, or a role. A name is neither: it does not belong into a queue.
fn recipient(to: &str) -> Option<Recipient> {
    match to.parse::<u32>() {
        Ok(id) if id > 0 => Some(Recipient::Party(PartyId(id))),
        Ok(_) => None,
        Err(_) => roles::role(to).map(|role| Recipient::Role(role.into())),
    }
}

/// A name of a template or a channel: a part of a path, so nothing that could leave a folder.
fn is_name(name: &str) -> bool {
    (1..=60).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

fn is_short(value: &Value) -> bool {
    match value {
        Value::Text(text) => text.chars().count() <= LONGEST_TEXT,
        Value::List(values) => values.iter().all(is_short),
        Value::Map(values) => values.values().all(is_short),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call() -> Call {
        Call {
            function: "on_task_due".into(),
            facts: Record::default(),
            about: Some(Subject::Pair(vekha_core::ids::PairId(3))),
        }
    }

    fn of(to: &str, template: &str, text: &str) -> Result<Message, &'static str> {
        let message = answers::Message {
            to: to.into(),
            channel: None,
            template: template.into(),
            when: None,
            data: [("что".to_owned(), Value::from(text))].into(),
        };
        checked(&call(), message, NaiveDate::default())
    }

    #[test]
    fn a_message_goes_to_a_number_or_a_role_and_never_to_a_name() {
        assert_eq!(of("7", "task-due", "").unwrap().to, Recipient::Party(PartyId(7)));
        assert_eq!(of("куратор", "task-due", "").unwrap().to, Recipient::Role("curator".into()));
        for name in ["Выдумова А.П.", "0", "-1", "", "a@school.example"] {
            assert_eq!(of(name, "task-due", ""), Err("hook-recipient"), "{name}");
        }
    }

    #[test]
    fn a_template_is_a_name_and_no_path() {
        for name in ["", "../vekha", "task due", "Task", "a/b", "шаблон"] {
            assert_eq!(of("7", name, ""), Err("hook-template"), "{name}");
        }
    }

    #[test]
    fn free_text_is_refused() {
        assert!(of("7", "task-due", &"а".repeat(120)).is_ok());
        assert_eq!(of("7", "task-due", &"а".repeat(121)), Err("hook-large"));
    }

    #[test]
    fn a_message_is_about_what_the_hook_was_called_about() {
        let made = of("7", "pair-formed", "x").unwrap();
        assert_eq!(made.about, call().about);
        assert_eq!(made.category, vekha_core::message::Category::Pairs);
    }
}
