//! The options that every command has, as they were written.

use std::ffi::OsString;
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::ValueEnum;

use super::args::date;
use crate::lang::Lang;

/// When to colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The options that every command has.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Globals {
    /// The home: the folder with `vekha.toml` [nearest folder upwards, else $VEKHA_HOME, else here]
    #[arg(long, global = true, value_name = "DIR")]
    pub home: Option<PathBuf>,

    /// The school to work with [the home's default]
    #[arg(long, global = true, value_name = "SCHOOL")]
    pub school: Option<String>,

    /// Who acts: an actor of `vekha.toml` [the home's default]
    #[arg(long, global = true, value_name = "ACTOR")]
    pub user: Option<String>,

    /// Take this day for today: 2023-09-10 or 10.09.2023
    #[arg(long, global = true, value_name = "DATE", value_parser = date)]
    pub date: Option<NaiveDate>,

    /// Show what was recorded by the end of this day (reading commands)
    #[arg(long, global = true, value_name = "DATE", value_parser = date)]
    pub as_of: Option<NaiveDate>,

    /// Print JSON
    #[arg(long, global = true)]
    pub json: bool,

    /// The language: ru or en [the environment's]
    #[arg(long, global = true, value_name = "LANG")]
    pub lang: Option<Lang>,

    /// Say what would change and change nothing (writing commands)
    #[arg(long, global = true)]
    pub dry_run: bool,

    /// The id of this command: repeating it changes nothing and gives the stored answer (writing commands)
    #[arg(long, global = true, value_name = "ID")]
    pub command_id: Option<String>,

    /// Answer “yes” to every question
    #[arg(long, short = 'y', global = true)]
    pub yes: bool,

    /// Say on stderr what is being done; twice for more
    #[arg(long, short = 'v', global = true, action = clap::ArgAction::Count)]
    pub verbose: u8,

    /// When to colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", value_enum)]
    pub color: Color,
}

impl Globals {
    /// What must be known before the command line is understood: the language of help and errors, and their form.
    pub fn glimpse(args: &[OsString]) -> Self {
        let mut found = Self::default();
        let mut words = args.iter().skip(1).map(|word| word.to_string_lossy());
        while let Some(word) = words.next() {
            let mut value = |name: &str| match word.strip_prefix(name)? {
                "" => words.next().map(|next| next.into_owned()),
                rest => rest.strip_prefix('=').map(str::to_owned),
            };
            match &*word {
                "--" => break,
                "--json" => found.json = true,
                _ if word.starts_with("--lang") => {
                    found.lang = value("--lang").and_then(|it| it.parse().ok())
                }
                _ if word.starts_with("--color") => {
                    found.color =
                        value("--color").and_then(|it| Color::from_str(&it, false).ok()).unwrap_or_default();
                }
                _ => {}
            }
        }
        found
    }

    /// `vekha help task done` means `vekha task done --help`, whatever options stand before it.
    pub fn help_first(mut args: Vec<OsString>) -> Vec<OsString> {
        let words: Vec<String> = args.iter().map(|word| word.to_string_lossy().into_owned()).collect();
        if let Some(behind) = behind(&words, &["help"]) {
            args.remove(behind - 1);
            args.push("--help".into());
        }
        args
    }

    /// Behind `order register`, `--date` is the order's date, which `--on` is everywhere else: the first one there
    /// becomes `--on`, unless that is given too. Before these words, and a second time behind them, it sets today.
    pub fn order_date(mut args: Vec<OsString>) -> Vec<OsString> {
        let words: Vec<String> = args.iter().map(|word| word.to_string_lossy().into_owned()).collect();
        let Some(behind) = behind(&words, &["order", "register"]) else { return args };
        let named = |word: &str, name: &str| {
            word.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('='))
        };
        let given = words[behind..].iter().take_while(|word| *word != "--");
        let given: Vec<(usize, &String)> = given.enumerate().collect();
        if given.iter().any(|(_, word)| named(word, "--on")) {
            return args;
        }
        if let Some((at, word)) = given.into_iter().find(|(_, word)| named(word, "--date")) {
            args[behind + at] = word.replacen("--date", "--on", 1).into();
        }
        args
    }

    /// The words that are neither options of every command nor their values, in order.
    pub fn bare_words(args: &[OsString]) -> Vec<String> {
        let mut words = args.iter().skip(1).map(|word| word.to_string_lossy().into_owned());
        let mut bare = Vec::new();
        while let Some(word) = words.next() {
            if VALUED.contains(&word.as_str()) {
                words.next();
            } else if word == "--" {
                break;
            } else if !word.starts_with('-') {
                bare.push(word);
            }
        }
        bare
    }

    /// The language to speak.
    pub fn language(&self) -> Lang {
        self.lang.unwrap_or_else(Lang::of_environment)
    }
}

/// Options of every command that are followed by a value.
const VALUED: [&str; 8] =
    ["--home", "--school", "--user", "--date", "--as-of", "--lang", "--command-id", "--color"];

/// Where the words behind a command begin; `None` where it is another command.
fn behind(words: &[String], command: &[&str]) -> Option<usize> {
    let mut wanted = command.iter();
    let mut at = 1;
    while let Some(word) = words.get(at) {
        at += 1;
        if VALUED.contains(&word.as_str()) {
            at += 1;
        } else if !word.starts_with('-') {
            if wanted.next() != Some(&word.as_str()) {
                return None;
            }
            if wanted.len() == 0 {
                return Some(at);
            }
        } else if word == "--" {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, lang: Option<Lang>, json: bool, color: Color) {
        let args: Vec<OsString> = line.split(' ').map(OsString::from).collect();
        let found = Globals::glimpse(&args);
        assert_eq!((found.lang, found.json, found.color), (lang, json, color), "{line}");
    }

    #[test]
    fn the_language_is_seen_before_the_rest_is_understood() {
        check("vekha", None, false, Color::Auto);
        check("vekha --lang ru statsu", Some(Lang::Ru), false, Color::Auto);
        check("vekha statsu --lang=en --json", Some(Lang::En), true, Color::Auto);
        check("vekha --color never --lang", None, false, Color::Never);
        check("vekha -- --json --lang en", None, false, Color::Auto);
        check("vekha --lang de", None, false, Color::Auto);
    }

    #[test]
    fn help_is_asked_for_before_or_behind() {
        let check = |line: &str, expected: &str| {
            let args: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            let found: Vec<String> =
                Globals::help_first(args).into_iter().map(|word| word.into_string().unwrap()).collect();
            assert_eq!(found.join(" "), expected, "{line}");
        };
        check("vekha help", "vekha --help");
        check("vekha help task done", "vekha task done --help");
        check("vekha --lang en --json help task", "vekha --lang en --json task --help");
        check("vekha task help", "vekha task help");
        check("vekha --home help status", "vekha --home help status");
    }

    #[test]
    fn the_date_behind_order_register_is_that_of_the_order() {
        let check = |line: &str, expected: &str| {
            let args: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            let found: Vec<String> =
                Globals::order_date(args).into_iter().map(|word| word.into_string().unwrap()).collect();
            assert_eq!(found.join(" "), expected, "{line}");
        };
        check("vekha order register --number 5 --date 1", "vekha order register --number 5 --on 1");
        check("vekha --date 2 order register --date=1", "vekha --date 2 order register --on=1");
        check("vekha order register --on 1 --date 2", "vekha order register --on 1 --date 2");
        check("vekha order register --date 1 --date 2", "vekha order register --on 1 --date 2");
        check("vekha --home order -y order register --date 1", "vekha --home order -y order register --on 1");
        check("vekha order list --date 1", "vekha order list --date 1");
        check("vekha pair order register --date 1", "vekha pair order register --date 1");
        check("vekha order register -- --date 1", "vekha order register -- --date 1");
        check("vekha", "vekha");
    }
}
