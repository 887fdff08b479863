//! Both languages say everything.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use vekha::cli::command_line;
use vekha::lang::Lang;

fn source(lang: &str, name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(lang).join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn areas(lang: &str) -> BTreeSet<String> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(lang);
    let files =
        std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    files.filter(|name| name.ends_with(".ftl")).collect()
}

/// Messages of a Fluent file with the arguments that each uses.
fn messages(text: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut found = BTreeMap::new();
    let mut current = String::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if let Some((id, _)) =
            line.split_once('=').filter(|_| line.starts_with(|c: char| c.is_ascii_alphabetic()))
        {
            current = id.trim().to_owned();
            let before = found.insert(current.clone(), BTreeSet::new());
            assert!(before.is_none(), "`{current}` is said twice");
        }
        let args = line.split('$').skip(1).map(|rest| {
            let end =
                rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_').unwrap_or(rest.len());
            rest[..end].to_owned()
        });
        found.entry(current.clone()).or_default().extend(args);
    }
    found.remove("");
    found
}

#[test]
fn both_languages_have_the_same_messages_with_the_same_arguments() {
    assert_eq!(areas("ru"), areas("en"));
    for area in areas("ru") {
        let (mut ru, en) = (messages(&source("ru", &area)), messages(&source("en", &area)));
        // English help stands in the doc comments of the commands.
        ru.retain(|id, _| en.contains_key(id) || !is_help(id));
        for id in ru.keys().chain(en.keys()) {
            assert_eq!(ru.get(id), en.get(id), "`{id}` in {area}: ru, en");
        }
    }
}

#[test]
fn no_message_is_in_two_files() {
    for lang in ["ru", "en"] {
        let mut owner = BTreeMap::new();
        for area in areas(lang) {
            for id in messages(&source(lang, &area)).into_keys() {
                if let Some(other) = owner.insert(id.clone(), area.clone()) {
                    panic!("`{id}` is in {lang}/{area} and in {lang}/{other}");
                }
            }
        }
    }
}

fn is_help(id: &str) -> bool {
    id == "help" || id.starts_with("help-") || id.starts_with("value-")
}

/// Every command of the tree with the id of its words.
fn commands(command: &clap::Command, path: String, found: &mut Vec<(String, clap::Command)>) {
    for sub in command.get_subcommands() {
        commands(sub, format!("{path}-{}", sub.get_name()), found);
    }
    found.push((path, command.clone()));
}

fn all_commands(lang: Lang) -> Vec<(String, clap::Command)> {
    let mut found = Vec::new();
    commands(&command_line(lang), "help".to_owned(), &mut found);
    found
}

#[test]
fn every_command_and_argument_has_help_in_both_languages() {
    let mut wanted = BTreeSet::new();
    for (path, command) in all_commands(Lang::En) {
        assert!(command.get_about().is_some(), "`{path}` has no doc comment");
        wanted.insert(path.clone());
        wanted.extend(command.get_long_about().map(|_| format!("{path}-long")));
        for arg in command.get_arguments() {
            let id = vekha::cli::message_id(&path, arg);
            assert!(
                arg.get_help().is_some_and(|help| !help.to_string().is_empty()),
                "`{id}` has no doc comment"
            );
            wanted.extend(arg.get_long_help().map(|_| format!("{id}-long")));
            wanted.insert(id);
            if arg.get_action().takes_values() {
                wanted.extend(
                    arg.get_value_names().unwrap_or_default().iter().map(|name| vekha::cli::value_id(name)),
                );
            }
        }
    }
    let missing: Vec<&String> = wanted.iter().filter(|id| !Lang::Ru.knows(id)).collect();
    assert!(missing.is_empty(), "locales/ru lacks {missing:#?}");
    let around = messages(&source("en", "help.ftl"));
    let said = areas("ru").into_iter().flat_map(|area| messages(&source("ru", &area)).into_keys());
    let known = |id: &str| wanted.contains(id) || around.contains_key(id) || !id.starts_with("help-");
    let idle: Vec<String> = said.filter(|id| !known(id)).collect();
    assert!(idle.is_empty(), "locales/ru says what nobody asks for: {idle:#?}");
}

#[test]
fn every_command_shows_an_example_that_is_understood() {
    for (path, command) in all_commands(Lang::En) {
        let group = command.has_subcommands() && path != "help";
        let text = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        let examples: Vec<&str> = text.lines().skip(1).map(str::trim).collect();
        assert!(group || !examples.is_empty(), "`{path}` has no example");
        for example in examples.iter().filter(|example| !example.contains(" help ")) {
            understood(example);
        }
    }
}

#[track_caller]
fn understood(example: &str) {
    let command =
        example.split(" | ").last().unwrap_or_default().split([';', '>', '<']).next().unwrap_or_default();
    let words = split(command);
    if let Err(error) = command_line(Lang::En).try_get_matches_from(words) {
        panic!("`{example}`: {error}");
    }
}

/// Words as a shell parts them, with quotes of both kinds.
pub fn split(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), String::new(), None);
    for c in line.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, ' ') => words.extend((!word.is_empty()).then(|| std::mem::take(&mut word))),
            (_, c) => word.push(c),
        }
    }
    words.extend((!word.is_empty()).then_some(word));
    words
}
