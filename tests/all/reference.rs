//! The reference of commands is what the program says of itself; and its manual pages.

use std::fmt::Write as _;
use std::path::Path;

use clap::{Arg, Command};
use vekha::cli::command_line;
use vekha::lang::Lang;

use crate::harness::Place;

/// `docs/commands.md`; `UPDATE_GOLDEN=1 cargo test reference` writes it anew.
#[test]
fn the_reference_of_commands_is_true() {
    for (lang, name) in [(Lang::En, "docs/commands.md"), (Lang::Ru, "docs/commands.ru.md")] {
        let found = reference(lang);
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::write(&file, &found).unwrap();
        }
        let written = std::fs::read_to_string(&file).unwrap_or_default();
        let differs = found.lines().zip(written.lines()).find(|(now, before)| now != before);
        assert!(found == written, "{name} is old: UPDATE_GOLDEN=1 cargo test reference\n{differs:?}");
    }
}

fn reference(lang: Lang) -> String {
    let mut root = command_line(lang);
    root.build();
    let mut text = match lang {
        Lang::En => "# Commands\n\nWritten by a test from what `vekha --help` says; do not edit. На русском: [commands.ru.md](commands.ru.md).\n".to_owned(),
        Lang::Ru => "# Команды\n\nСоставлено тестом из того, что говорит `vekha --help`; не править. In English: [commands.md](commands.md).\n".to_owned(),
    };
    let globals: Vec<&Arg> = root.get_arguments().filter(|arg| arg.is_global_set()).collect();
    section(&mut text, lang.word("help-heading-globals"), &globals);
    for command in root.get_subcommands().filter(|command| command.get_name() != "help") {
        describe(&mut text, command, &format!("vekha {}", command.get_name()));
    }
    text
}

fn describe(text: &mut String, command: &Command, name: &str) {
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    let _ = write!(text, "\n## {name}\n\n{about}.\n");
    if command.has_subcommands() {
        for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
            describe(text, sub, &format!("{name} {}", sub.get_name()));
        }
        return;
    }
    let own: Vec<&Arg> =
        command.get_arguments().filter(|arg| !arg.is_global_set() && !arg.is_hide_set()).collect();
    let usage = own.iter().map(|arg| shape(arg)).collect::<Vec<_>>().join(" ");
    let _ = write!(text, "\n    {}\n", format!("{name} {usage}").trim_end());
    section(text, String::new(), &own);
    let examples = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let lines: Vec<&str> = examples.lines().skip(1).map(str::trim).filter(|line| !line.is_empty()).collect();
    if !lines.is_empty() {
        let _ = write!(text, "\n```\n{}\n```\n", lines.join("\n"));
    }
}

fn section(text: &mut String, title: String, args: &[&Arg]) {
    if !title.is_empty() {
        let _ = write!(text, "\n{title}:\n");
    }
    if !args.is_empty() {
        text.push('\n');
    }
    for arg in args {
        let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
        let _ =
            writeln!(text, "- `{}` — {}", shape(arg).trim_matches(['[', ']']), help.replace(['<', '>'], ""));
    }
}

/// An argument as it is written: `<FILE>`, `[--out FILE]`.
fn shape(arg: &Arg) -> String {
    let values: Vec<String> = match arg.get_action().takes_values() {
        true => arg.get_value_names().unwrap_or_default().iter().map(ToString::to_string).collect(),
        false => Vec::new(),
    };
    let words = match arg.get_long() {
        Some(long) if values.is_empty() => format!("--{long}"),
        Some(long) => format!("--{long} {}", values.join(" ")),
        None => values.iter().map(|value| format!("<{value}>")).collect::<Vec<_>>().join(" "),
    };
    if arg.is_required_set() { words } else { format!("[{words}]") }
}

#[test]
fn every_command_has_a_manual_page() {
    let place = Place::new();
    place.vekha(&["man", "man1"]).ok().stdout_contains("man1");
    let page = std::fs::read_to_string(place.path().join("man1/vekha-task-done.1")).unwrap();
    assert!(page.starts_with(".ie") || page.contains(".TH"), "{page:.200}");
    assert!(page.contains("doc"), "{page}");
    assert!(page.contains("\n.SH ОБЗОР\n\\fBvekha task done\\fR [ПАРАМЕТРЫ] <ЗАДАЧА>"), "{page}");
    assert!(page.contains("\n.SH ПРИМЕРЫ\n  vekha task done"), "{page}");
    assert!(!page.contains("NAME") && !page.contains("EXTRA"), "{page}");
    let count = std::fs::read_dir(place.path().join("man1")).unwrap().count();
    fn all(command: &Command) -> usize {
        let below = command.get_subcommands().filter(|sub| sub.get_name() != "help");
        1 + below.map(all).sum::<usize>()
    }
    assert_eq!(count, all(&command_line(Lang::Ru)));
    place.vekha(&["man", "man2", "--lang", "en", "--json"]).ok().stdout_contains("pages");
}
