//! What went wrong, why, and what to do: one shape for every command, mapped to exit codes here and nowhere else.

use std::fmt::Display;
use std::io;

use fluent_templates::fluent_bundle::FluentValue;
use serde_json::{Value, json};

use super::Exit;
use crate::lang::Lang;

/// The kind of a failure; decides the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Something outside failed: a file, a network, a check.
    Failed,
    /// The command line was not understood.
    Usage,
    /// A rule refused; every unmet condition is among the causes.
    Refused,
    /// A file or a value given to the command is bad.
    BadInput,
    /// Another process holds the store.
    StoreBusy,
    /// The store cannot be read.
    StoreDamaged,
}

impl Kind {
    /// The exit code of this kind.
    pub fn exit(self) -> Exit {
        match self {
            Self::Failed => Exit::Failed,
            Self::Usage => Exit::Usage,
            Self::Refused => Exit::Refused,
            Self::BadInput => Exit::BadInput,
            Self::StoreBusy | Self::StoreDamaged => Exit::Store,
        }
    }

    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Failed => "failed",
            Self::Usage => "usage",
            Self::Refused => "refused",
            Self::BadInput => "bad-input",
            Self::StoreBusy => "store-busy",
            Self::StoreDamaged => "store-damaged",
        }
    }
}

/// Words for a person: a message of `locales/` with its arguments, or text that is ready.
#[derive(Clone, Debug, PartialEq)]
pub enum Message {
    /// Text as it is: the words of a library, a path, a rendered source line with a caret.
    Text(String),
    /// A message id and its arguments.
    Id(&'static str, Vec<(&'static str, FluentValue<'static>)>),
}

impl Message {
    /// The words in `lang`.
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Id(id, args) => lang.say(id, args),
        }
    }
}

impl From<&'static str> for Message {
    /// A message id without arguments.
    fn from(id: &'static str) -> Self {
        Self::Id(id, Vec::new())
    }
}

impl From<String> for Message {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

/// A condition that is not met, or advice: words and the commands that help, any one of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Hint {
    /// What it says.
    pub text: Message,
    /// Commands to copy.
    pub commands: Vec<String>,
}

impl Hint {
    /// Words alone.
    pub fn new(text: impl Into<Message>) -> Self {
        Self { text: text.into(), commands: Vec::new() }
    }
}

/// Why a command did not do what was asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// Decides the exit code.
    pub kind: Kind,
    /// One sentence: what is wrong, and where.
    pub message: Message,
    /// The reasons: for a refusal every unmet condition, each with the command that would meet it.
    pub causes: Vec<Hint>,
    /// The message and the reasons as people are told them, where that is shorter: what several things lack alike
    /// stands there once.
    pub told: Option<Box<(Message, Vec<Hint>)>>,
    /// What to do next.
    pub hints: Vec<Hint>,
}

impl Failure {
    /// A failure with a message id or ready text.
    pub fn new(kind: Kind, message: impl Into<Message>) -> Self {
        Self { kind, message: message.into(), causes: Vec::new(), told: None, hints: Vec::new() }
    }

    /// A failure whose message has arguments: `Failure::with(Kind::BadInput, "no-such-task", [("task", "9.9")])`.
    pub fn with<V: Into<FluentValue<'static>>, const N: usize>(
        kind: Kind,
        id: &'static str,
        args: [(&'static str, V); N],
    ) -> Self {
        let args = args.map(|(name, value)| (name, value.into())).into();
        Self::new(kind, Message::Id(id, args))
    }

    /// Whether its message is the one of this id.
    pub fn says(&self, id: &str) -> bool {
        matches!(&self.message, Message::Id(own, _) if *own == id)
    }

    /// Adds a reason.
    pub fn cause(mut self, text: impl Into<Message>) -> Self {
        self.causes.push(Hint::new(text));
        self
    }

    /// Adds advice.
    pub fn hint(mut self, text: impl Into<Message>) -> Self {
        self.hints.push(Hint::new(text));
        self
    }

    /// Adds advice with a command to copy.
    pub fn hint_command(mut self, text: impl Into<Message>, command: impl Into<String>) -> Self {
        self.hints.push(Hint { text: text.into(), commands: vec![command.into()] });
        self
    }

    /// An operation on a file that failed, in the words of the reader.
    pub fn io(path: &std::path::Path, error: &io::Error) -> Self {
        let id = match error.kind() {
            io::ErrorKind::NotFound => "io-not-found",
            io::ErrorKind::PermissionDenied => "io-no-rights",
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "io-disk-full",
            io::ErrorKind::IsADirectory => "io-is-a-folder",
            io::ErrorKind::NotADirectory => "io-not-a-folder",
            io::ErrorKind::AlreadyExists => "io-exists",
            io::ErrorKind::ReadOnlyFilesystem => "io-read-only",
            _ => "io-other",
        };
        let kind = match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::IsADirectory => Kind::BadInput,
            _ => Kind::Failed,
        };
        Self::with(kind, id, [("path", path.display().to_string()), ("reason", error.to_string())])
    }

    /// For people: the message, the causes, then each hint with its command on a line of its own.
    pub fn text(&self, lang: Lang) -> String {
        let (message, causes) =
            self.told.as_deref().map_or((&self.message, &self.causes), |(message, causes)| (message, causes));
        let mut text = format!("{}: {}\n", lang.word("failure-error"), message.say(lang).trim_end());
        for cause in causes {
            push_hint(&mut text, "  - ", cause, lang);
        }
        for hint in &self.hints {
            push_hint(&mut text, &format!("{}: ", lang.word("failure-hint")), hint, lang);
        }
        text
    }

    /// For machines: `{"error":{"kind","message","causes":[…],"hints":[…]}}`, each
    /// `{"text","command","alternatives"}}`.
    pub fn json(&self, lang: Lang) -> Value {
        let list = |hints: &[Hint]| -> Vec<Value> {
            let one = |hint: &Hint| {
                json!({
                    "text": hint.text.say(lang),
                    "command": hint.commands.first(),
                    "alternatives": hint.commands.get(1..).unwrap_or_default(),
                })
            };
            hints.iter().map(one).collect()
        };
        json!({"error": {
            "kind": self.kind.name(),
            "message": self.message.say(lang),
            "causes": list(&self.causes),
            "hints": list(&self.hints),
        }})
    }
}

impl<E: Display + std::error::Error> From<E> for Failure {
    /// An error of a library that no command gave better words to.
    fn from(error: E) -> Self {
        let mut failure = Self::new(Kind::Failed, error.to_string());
        let mut source = error.source();
        while let Some(cause) = source {
            failure = failure.cause(cause.to_string());
            source = cause.source();
        }
        failure
    }
}

fn push_hint(text: &mut String, lead: &str, hint: &Hint, lang: Lang) {
    let words = hint.text.say(lang);
    let mut lines = words.lines();
    text.push_str(lead);
    text.push_str(lines.next().unwrap_or_default());
    text.push('\n');
    for line in lines {
        text.push_str("    ");
        text.push_str(line);
        text.push('\n');
    }
    for command in &hint.commands {
        text.push_str("      ");
        text.push_str(command);
        text.push('\n');
    }
}
