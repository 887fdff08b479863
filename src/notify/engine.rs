//! The part that messages have in every step: the hooks that listen, and what the entered stages want done.
//!
//! It runs on the state a command was decided over, before the transaction that writes it. A workflow that names a
//! hook of pairs says itself when it is called; where none does, the event calls it.

use vekha_core::event::{Event, Recorded};
use vekha_core::facts::{Record, Value};
use vekha_core::ids::{PairId, Subject};
use vekha_core::message::Message;
use vekha_core::view::{Read, ViewError};
use vekha_core::workflow::{Entry, Machine};

use super::hooks::{Call, HookScript, Ran};
use super::{queue, roles};
use crate::app::{Happening, Heard, Hooks};
use crate::script::sandbox::Sandbox;

/// Asks hooks and performs what stages want, for [`crate::app::App`].
#[derive(Clone, Debug)]
pub struct Engine {
    sandbox: Sandbox,
}

impl Engine {
    /// Hooks that run in this sandbox.
    pub fn new(sandbox: Sandbox) -> Self {
        Self { sandbox }
    }
}

impl Hooks for Engine {
    fn listens(&self, event: &Event) -> bool {
        matches!(event, Event::StageEntered { .. } | Event::PairFormed { .. } | Event::ProgrammeOpened { .. })
    }

    fn hear(&self, happening: &Happening<'_>) -> Heard {
        let on = happening.command.today;
        let mut work = Work { happening, messages: Vec::new(), calls: Vec::new() };
        for recorded in happening.events {
            // What cannot be read is damage: the transaction finds it and says so.
            if let Err(error) = work.event(recorded) {
                tracing::warn!(seq = recorded.seq, %error, "hooks could not read the state");
            }
        }
        let Work { mut messages, calls, .. } = work;
        let ran = match HookScript::published(happening.reading) {
            Ok(Some(script)) => script.run(&self.sandbox, calls, on),
            Ok(None) => Ran::default(),
            Err(error) => {
                tracing::warn!(%error, "the published hooks could not be read");
                Ran::default()
            }
        };
        for message in ran.messages {
            let told = |known: &Message| {
                (&known.to, &known.template, known.about) == (&message.to, &message.template, message.about)
            };
            // A stage and a hook may both want to say it; it is said once, with what either knows.
            match messages.iter_mut().find(|known| told(known)) {
                Some(known) => known.data.extend(message.data),
                None => messages.push(message),
            }
        }
        Heard { outbox: queue::stored(happening.command.id, 0, messages), failures: ran.failures }
    }
}

struct Work<'a> {
    happening: &'a Happening<'a>,
    messages: Vec<Message>,
    calls: Vec<Call>,
}

impl Work<'_> {
    fn event(&mut self, recorded: &Recorded) -> Result<(), ViewError> {
        match &recorded.event {
            Event::StageEntered { subject, to, outcome, then, .. } => {
                self.entries(*subject, to, then)?;
                self.call("on_stage_entered", *subject, to)?;
                if let Subject::Pair(pair) = subject
                    && outcome.is_some()
                    && !self.names_hook(*pair, "on_pair_closed")?
                {
                    self.call("on_pair_closed", *subject, to)?;
                }
            }
            Event::PairFormed { pair, entry, .. } => {
                let subject = Subject::Pair(*pair);
                let first = self.happening.rules.machine(&entry.workflow);
                let then = first.and_then(|machine| machine.stage(&entry.stage));
                let then = then.map(|stage| stage.on_enter.clone()).unwrap_or_default();
                self.entries(subject, &entry.stage, &then)?;
                if !self.names_hook(*pair, "on_pair_formed")? {
                    self.call("on_pair_formed", subject, &entry.stage)?;
                }
            }
            Event::ProgrammeOpened { programme, entry, .. } => {
                let machine = self.happening.rules.machine(&entry.workflow);
                // One that is taken over while it runs entered its stage long ago.
                let fresh = machine.filter(|machine| machine.initial == entry.stage);
                let then = fresh.and_then(|machine| machine.stage(&entry.stage));
                let then = then.map(|stage| stage.on_enter.clone()).unwrap_or_default();
                self.entries(Subject::Programme(*programme), &entry.stage, &then)?;
            }
            _ => {}
        }
        Ok(())
    }

    /// Whether some stage of a pair's workflow calls this hook.
    fn names_hook(&self, pair: PairId, hook: &str) -> Result<bool, ViewError> {
        let Some(pair) = self.happening.after.pair(pair)? else { return Ok(false) };
        let calls = |machine: &Machine| {
            let mut entries = machine.stages.iter().flat_map(|stage| &stage.on_enter);
            entries.any(|entry| matches!(entry, Entry::Hook { name } if name == hook))
        };
        Ok(self.happening.rules.machine(&pair.instance.workflow).is_some_and(calls))
    }

    /// What a stage wants done when it is entered.
    fn entries(&mut self, subject: Subject, stage: &str, then: &[Entry]) -> Result<(), ViewError> {
        for entry in then {
            match entry {
                Entry::Notify { template, to } => {
                    for role in to {
                        self.notify(role, template, subject, stage)?;
                    }
                }
                Entry::Hook { name } => self.call(name, subject, stage)?,
                Entry::Draft { document } => {
                    let role = if is_of_a_pair(document) { "mentor" } else { "curator" };
                    let before = self.messages.len();
                    self.notify(role, "document-draft", subject, stage)?;
                    for message in self.messages.iter_mut().skip(before) {
                        message.data.insert("document".into(), Value::from(document.as_str()));
                    }
                }
                // Decided with the step itself.
                Entry::OpenTasks { .. } => {}
            }
        }
        Ok(())
    }

    fn notify(&mut self, role: &str, template: &str, subject: Subject, stage: &str) -> Result<(), ViewError> {
        let after = self.happening.after;
        for to in roles::recipients(after, role, Some(subject))? {
            let mut message = Message::new(to, template, self.happening.command.today);
            message.about = Some(subject);
            message.data.insert("stage".into(), Value::from(stage));
            let same = |known: &Message| {
                (&known.to, &known.template, known.about) == (&message.to, &message.template, message.about)
            };
            // Several documents may be drafted at once: each is a message of its own.
            if template == "document-draft" || !self.messages.iter().any(same) {
                self.messages.push(message);
            }
        }
        Ok(())
    }

    fn call(&mut self, function: &str, subject: Subject, stage: &str) -> Result<(), ViewError> {
        let facts = self.facts(subject, stage)?;
        self.calls.push(Call { function: function.into(), facts, about: Some(subject) });
        Ok(())
    }

    /// What a hook is told: ids, codes and dates.
    fn facts(&self, subject: Subject, stage: &str) -> Result<Record, ViewError> {
        let after = self.happening.after;
        facts(after, subject, self.happening.command.today).map(|record| record.with("stage", stage))
    }
}

/// What hooks are told about a subject: ids, codes and dates; no name and no text that somebody wrote about people.
///
/// # Errors
/// What the view says.
pub fn facts(
    view: &dyn vekha_core::view::View,
    subject: Subject,
    today: chrono::NaiveDate,
) -> Result<Record, ViewError> {
    let id = |id: u32| Value::Int(i64::from(id));
    let ids =
        |parties: &[vekha_core::ids::PartyId]| Value::List(parties.iter().map(|party| id(party.0)).collect());
    let dated = |record: Record, field: &str, date: Option<chrono::NaiveDate>| match date {
        Some(date) => record.with(field, date),
        None => record,
    };
    let record = Record::default().with("today", today);
    Ok(match subject {
        Subject::Programme(programme) => {
            let record = record.with("kind", "programme").with("id", id(programme.0));
            match view.programme(programme)? {
                Some(row) => {
                    let record = record
                        .with("programme", id(programme.0))
                        .with("form", row.form.as_str())
                        .with("stage", row.instance.stage.as_str())
                        .with("started", row.instance.since);
                    dated(record, "due", row.instance.due)
                }
                None => record,
            }
        }
        Subject::Occurrence(task, no) => {
            let record = record.with("kind", "task").with("id", id(task.0));
            match (view.task(task)?, view.occurrence(task, no)?) {
                (Some(task), Some(row)) => {
                    let late = row.to.map_or(0, |to| (today - to).num_days().max(0));
                    let tags: Vec<&str> = task.tags.iter().map(String::as_str).collect();
                    let record = record
                        .with("task", task.wording.number.as_str())
                        .with("stage", row.instance.stage.as_str())
                        .with("tags", tags)
                        .with("responsible", ids(&task.holders))
                        .with("days_late", Value::Int(late));
                    dated(record, "due", row.to)
                }
                _ => record,
            }
        }
        Subject::Pair(pair) => {
            let record = record.with("kind", "pair").with("id", id(pair.0));
            match view.pair(pair)? {
                Some(row) => {
                    let record = record
                        .with("mentor", id(row.mentor.0))
                        .with("mentee", id(row.mentee.0))
                        .with("programme", id(row.programme.0))
                        .with("stage", row.instance.stage.as_str())
                        .with("started", row.instance.since);
                    dated(record, "due", row.instance.due)
                }
                None => record,
            }
        }
        _ => record,
    })
}

/// Documents that the mentor writes; the curator prepares all others.
fn is_of_a_pair(document: &str) -> bool {
    ["plan.personal", "log.meetings", "report.pair"].contains(&document)
}
