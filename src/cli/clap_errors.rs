//! What was wrong with the command line, in the person's language.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::failure::{Failure, Hint, Kind, Message};
use super::help;
use crate::lang::Lang;

/// A group was named without a command: its help is the answer.
pub fn missing_command(help: &str) -> Failure {
    Failure::new(Kind::Usage, "usage-missing-command").hint(help.to_owned())
}

/// The failure that clap's error stands for, with the nearest right word and the usage line as hints.
pub fn failure(error: &clap::Error, lang: Lang) -> Failure {
    let said = |kind| text(error, kind);
    let (id, args) = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            ("usage-no-such-command", vec![("word", said(ContextKind::InvalidSubcommand))])
        }
        ErrorKind::UnknownArgument => {
            ("usage-no-such-argument", vec![("word", said(ContextKind::InvalidArg))])
        }
        ErrorKind::MissingRequiredArgument => {
            ("usage-missing", vec![("words", said(ContextKind::InvalidArg))])
        }
        ErrorKind::MissingSubcommand => ("usage-missing-command", vec![]),
        ErrorKind::InvalidValue if said(ContextKind::InvalidValue).is_empty() => {
            ("usage-no-value", vec![("arg", said(ContextKind::InvalidArg))])
        }
        ErrorKind::InvalidValue => ("usage-bad-value", value(error, said(ContextKind::ValidValue), lang)),
        ErrorKind::ValueValidation => ("usage-bad-value", value(error, reason(error, lang), lang)),
        ErrorKind::ArgumentConflict => (
            "usage-conflict",
            vec![("one", said(ContextKind::InvalidArg)), ("other", said(ContextKind::PriorArg))],
        ),
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            ("usage-number-of-values", vec![("arg", said(ContextKind::InvalidArg))])
        }
        ErrorKind::InvalidUtf8 => ("usage-not-utf8", vec![]),
        _ => ("usage-other", vec![("reason", error.to_string())]),
    };
    let args = args.into_iter().map(|(name, text)| (name, text.into())).collect();
    with_hints(Failure::new(Kind::Usage, Message::Id(id, args)), error, lang)
}

fn value(error: &clap::Error, reason: String, _lang: Lang) -> Vec<(&'static str, String)> {
    vec![
        ("arg", text(error, ContextKind::InvalidArg)),
        ("value", text(error, ContextKind::InvalidValue)),
        ("reason", reason),
    ]
}

/// Why a parser refused a value: parsers of this program give message ids, others their own words.
fn reason(error: &clap::Error, lang: Lang) -> String {
    let said = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
    if lang.knows(&said) { lang.word(&said) } else { said }
}

fn with_hints(mut failure: Failure, error: &clap::Error, lang: Lang) -> Failure {
    for kind in [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue] {
        let near = nearest(error, kind);
        if !near.is_empty() {
            failure = failure.hint(Message::Id("usage-did-you-mean", vec![("words", near.into())]));
        }
    }
    if error.kind() == ErrorKind::InvalidSubcommand {
        let commands = elsewhere(&text(error, ContextKind::InvalidSubcommand), lang);
        if !commands.is_empty() {
            failure.hints.push(Hint { text: "usage-elsewhere".into(), commands });
        }
    }
    let usage = help::finished(&text(error, ContextKind::Usage), lang);
    let usage = usage.trim().trim_start_matches("Usage:").trim();
    let usage = if usage.is_empty() { "vekha --help" } else { usage };
    failure.hint_command("usage-usage", usage.to_owned())
}

/// The commands of groups that have this name: who writes `vekha undo` means one of them.
fn elsewhere(word: &str, lang: Lang) -> Vec<String> {
    let tree = super::entry::command_line(lang);
    let groups = tree.get_subcommands().filter(|group| group.find_subcommand(word).is_some());
    groups.map(|group| format!("vekha {} {word}", group.get_name())).take(5).collect()
}

/// What may have been meant: clap also names words that only share letters with what was written.
fn nearest(error: &clap::Error, kind: ContextKind) -> String {
    let Some(ContextValue::Strings(words)) = error.get(kind) else { return text(error, kind) };
    let written = [ContextKind::InvalidSubcommand, ContextKind::InvalidArg, ContextKind::InvalidValue]
        .into_iter()
        .map(|kind| text(error, kind))
        .find(|word| !word.is_empty())
        .unwrap_or_default();
    let far = |word: &String| strsim::damerau_levenshtein(word, &written);
    let best = words.iter().map(far).min().unwrap_or(0);
    let near: Vec<&str> = words.iter().filter(|word| far(word) <= best + 1).map(String::as_str).collect();
    near.join(", ")
}

fn text(error: &clap::Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(list)) => list.join(", "),
        Some(ContextValue::StyledStr(text)) => text.to_string(),
        Some(ContextValue::StyledStrs(list)) => {
            list.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
        }
        Some(ContextValue::Number(number)) => number.to_string(),
        Some(ContextValue::Bool(value)) => value.to_string(),
        _ => String::new(),
    }
}
