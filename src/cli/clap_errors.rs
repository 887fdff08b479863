//! What was wrong with the command line, in the person's language.

use std::ffi::OsString;
use std::num::{IntErrorKind, ParseFloatError, ParseIntError};

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::failure::{Failure, Hint, Kind, Message};
use super::globals::Globals;
use super::help;
use crate::lang::Lang;

/// Options that mean the same in different commands; the first of a row that a command has is the one it means.
const ALIKE: [(&[&str], &[&str]); 8] = [
    (&["due", "term", "deadline", "to", "until", "till", "before", "on", "when", "day"], DAYS),
    (&["from", "since", "begin", "start"], &["from", "since"]),
    (&["reason", "why", "because", "comment"], &["reason", "why", "note"]),
    (&["note", "text", "comment", "description", "about"], &["note", "text", "topic"]),
    (&["who", "responsible", "holder", "assignee", "assign", "person"], &["responsible"]),
    (&["output", "out", "file", "save"], &["out"]),
    (&["document", "order", "paper", "doc"], &["doc"]),
    (&["year"], &["plan"]),
];

/// Options that take a day or the words of a term.
const DAYS: &[&str] = &["term", "to", "until", "due", "on", "since"];

/// A group was named without a command: its help is the answer.
pub fn missing_command(help: &str) -> Failure {
    Failure::new(Kind::Usage, "usage-missing-command").hint(help.to_owned())
}

/// The failure that clap's error over `args` stands for, with the nearest right word and the usage line as hints.
pub fn failure(error: &clap::Error, args: &[OsString], lang: Lang) -> Failure {
    let said = |kind| text(error, kind);
    let (id, words) = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            ("usage-no-such-command", vec![("word", said(ContextKind::InvalidSubcommand))])
        }
        ErrorKind::UnknownArgument => {
            let word = said(ContextKind::InvalidArg);
            let id = if word.starts_with('-') { "usage-no-such-option" } else { "usage-no-such-argument" };
            (id, vec![("word", word)])
        }
        ErrorKind::MissingRequiredArgument => {
            ("usage-missing", vec![("words", said(ContextKind::InvalidArg))])
        }
        ErrorKind::MissingSubcommand => ("usage-missing-command", vec![]),
        ErrorKind::InvalidValue if said(ContextKind::InvalidValue).is_empty() => {
            ("usage-no-value", vec![("arg", said(ContextKind::InvalidArg))])
        }
        ErrorKind::InvalidValue => {
            let known = lang.say("usage-one-of", &[("known", said(ContextKind::ValidValue).into())]);
            ("usage-bad-value", value(error, known))
        }
        ErrorKind::ValueValidation => ("usage-bad-value", value(error, reason(error, lang))),
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
    let words = words.into_iter().map(|(name, text)| (name, text.into())).collect();
    with_hints(Failure::new(Kind::Usage, Message::Id(id, words)), error, args, lang)
}

fn value(error: &clap::Error, reason: String) -> Vec<(&'static str, String)> {
    vec![
        ("arg", text(error, ContextKind::InvalidArg)),
        ("value", text(error, ContextKind::InvalidValue)),
        ("reason", reason),
    ]
}

/// Why a parser refused a value: parsers of this program give message ids, those of numbers a kind, others their words.
fn reason(error: &clap::Error, lang: Lang) -> String {
    let Some(source) = std::error::Error::source(error) else { return String::new() };
    if let Some(number) = source.downcast_ref::<ParseIntError>() {
        let too_large = matches!(number.kind(), IntErrorKind::PosOverflow | IntErrorKind::NegOverflow);
        return lang.word(if too_large { "arg-number-too-large" } else { "arg-not-a-number" });
    }
    if source.is::<ParseFloatError>() {
        return lang.word("arg-not-a-number");
    }
    let said = source.to_string();
    // A bound of clap's own: «300 is not in 1..=100».
    match said.split_once(" is not in ") {
        Some((_, range)) => lang.say("arg-not-in-range", &[("range", range.to_owned().into())]),
        None if lang.knows(&said) => lang.word(&said),
        None => said,
    }
}

fn with_hints(mut failure: Failure, error: &clap::Error, args: &[OsString], lang: Lang) -> Failure {
    let mut tree = super::entry::command_line(lang);
    tree.build();
    let command = meant(&tree, args);
    for near in near_words(error, command, lang) {
        failure = failure.hint(Message::Id("usage-did-you-mean", vec![("words", near.into())]));
    }
    if error.kind() == ErrorKind::InvalidSubcommand {
        let commands = elsewhere(&tree, &text(error, ContextKind::InvalidSubcommand));
        if !commands.is_empty() {
            failure.hints.push(Hint { text: "usage-elsewhere".into(), commands });
        }
    }
    let usage = help::finished(&command.clone().render_usage().to_string(), lang);
    let usage = usage.trim().trim_start_matches("Usage:").trim();
    let failure = failure.hint_command("usage-usage", usage.to_owned());
    match command.get_name() == tree.get_name() {
        true => failure.hint_command("usage-help", "vekha --help"),
        false => failure.hint_command("usage-help", format!("{} --help", called(command))),
    }
}

/// The command that the words lead to, as far as they are commands.
fn meant<'a>(tree: &'a clap::Command, args: &[OsString]) -> &'a clap::Command {
    let mut here = tree;
    for word in Globals::bare_words(args) {
        match here.find_subcommand(&word) {
            Some(below) => here = below,
            None => break,
        }
    }
    here
}

/// `vekha task add`.
fn called(command: &clap::Command) -> String {
    command.get_bin_name().unwrap_or_else(|| command.get_name()).to_owned()
}

/// The commands of groups that have this name: who writes `vekha undo` means one of them.
fn elsewhere(tree: &clap::Command, word: &str) -> Vec<String> {
    let groups = tree.get_subcommands().filter(|group| group.find_subcommand(word).is_some());
    groups.map(|group| format!("vekha {} {word}", group.get_name())).take(5).collect()
}

/// What may have been meant: an option of this command that says the same, else what is written nearly so.
fn near_words(error: &clap::Error, command: &clap::Command, lang: Lang) -> Vec<String> {
    if error.kind() == ErrorKind::UnknownArgument
        && let Some(option) = alike(command, &text(error, ContextKind::InvalidArg), lang)
    {
        return vec![option];
    }
    [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue]
        .into_iter()
        .map(|kind| nearest(error, kind))
        .filter(|near| !near.is_empty())
        .collect()
}

/// The command's own option that means what was written.
fn alike(command: &clap::Command, written: &str, lang: Lang) -> Option<String> {
    let written = written.trim_start_matches('-').split('=').next().unwrap_or_default();
    let days = [lang.word("value-date"), lang.word("value-phrase"), "DATE".into(), "PHRASE".into()];
    let own = |name: &&str| {
        command.get_arguments().any(|arg| {
            // `--to` is a day in one command and a stage in another.
            let takes_day = || {
                arg.get_value_names()
                    .unwrap_or_default()
                    .iter()
                    .any(|name| days.iter().any(|day| day == name.as_str()))
            };
            arg.get_long() == Some(name) && !arg.is_global_set() && (!DAYS.contains(name) || takes_day())
        })
    };
    ALIKE
        .iter()
        .filter(|(words, _)| words.contains(&written))
        .find_map(|(_, options)| options.iter().find(|name| own(name)))
        .map(|name| format!("--{name}"))
}

/// What is written nearly so: clap also names words that only share letters with what was written.
fn nearest(error: &clap::Error, kind: ContextKind) -> String {
    let words = match error.get(kind) {
        Some(ContextValue::Strings(words)) => words.clone(),
        Some(ContextValue::String(word)) => vec![word.clone()],
        _ => return text(error, kind),
    };
    let written = [ContextKind::InvalidSubcommand, ContextKind::InvalidArg, ContextKind::InvalidValue]
        .into_iter()
        .map(|kind| text(error, kind))
        .find(|word| !word.is_empty())
        .unwrap_or_default();
    let far = |word: &String| strsim::damerau_levenshtein(word, &written);
    let best = words.iter().map(far).min().unwrap_or(0);
    // An option that shares few letters with the word is another option.
    if kind == ContextKind::SuggestedArg && best * 3 > written.trim_start_matches('-').chars().count() {
        return String::new();
    }
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
