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

    /// The language to speak.
    pub fn language(&self) -> Lang {
        self.lang.unwrap_or_else(Lang::of_environment)
    }
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
}
