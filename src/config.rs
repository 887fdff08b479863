//! The home of a school: a folder with `vekha.toml`, which says who may act and where things lie.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono_tz::Tz;
use serde::Deserialize;

use crate::app::night::{CatchUp, Options};
use crate::cli::{Failure, Kind};
use crate::clock::DEFAULT_ZONE;
use crate::export::report::Format;
use crate::lang::Lang;
use crate::script::limits::Limits;
use crate::words;

/// The name of the file that makes a folder a home.
pub const CONFIG_FILE: &str = "vekha.toml";

/// A folder and what its `vekha.toml` says.
#[derive(Clone, Debug)]
pub struct Home {
    /// The folder.
    pub dir: PathBuf,
    /// The settings.
    pub config: Config,
}

/// `vekha.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The default school.
    pub school: String,
    /// The default actor, one of `actors`.
    pub user: String,
    /// The language of documents and letters: `ru` or `en`.
    #[serde(default = "russian")]
    pub language: String,
    /// The time zone whose days are the school's days.
    #[serde(default = "default_zone", deserialize_with = "zone")]
    pub time_zone: Tz,
    /// Who may act, by login.
    pub actors: BTreeMap<String, Actor>,
    /// Copies of the store.
    #[serde(default)]
    pub backup: Backup,
    /// The night shift.
    #[serde(default)]
    pub nightly: Nightly,
    /// What scripts may use.
    #[serde(default)]
    pub scripts: Limits,
    /// What people are told, and how often.
    #[serde(default)]
    pub notify: crate::notify::settings::Notify,
    /// Letters by mail.
    pub mail: Option<crate::notify::settings::Mail>,
    /// Messages to another program.
    pub webhook: Option<crate::notify::settings::Webhook>,
    /// Letters as files.
    pub letters: Option<crate::notify::settings::Letters>,
}

/// Someone who may act. A login, never a name: it stands in the journal.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Actor {
    /// What the actor may act as: `owner`, `administrator`, `curator`, `head`, `methodologist`…
    pub roles: Vec<String>,
}

/// Where copies go and how many stay.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Backup {
    /// The folder, relative to the home.
    pub dir: PathBuf,
    /// How many of the newest automatic copies are kept, beside the first of each month of a year; 0 keeps all.
    pub keep: u32,
}

impl Default for Backup {
    fn default() -> Self {
        Self { dir: "backups".into(), keep: 14 }
    }
}

/// What the night shift does.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Nightly {
    /// What is done about missed nights: `each`, `last`, or how many of the newest are run.
    #[serde(deserialize_with = "catch_up")]
    pub catch_up: CatchUp,
    /// Whether the first command of a day runs the night.
    pub auto: bool,
    /// How many days before a term it is told that it comes.
    pub ahead: u32,
    /// Whether messages are delivered.
    pub deliver: bool,
    /// What the report of the morning is written as; `"no"`: not at all.
    #[serde(deserialize_with = "paper")]
    pub report: Option<Format>,
    /// What the memos of the week are written as where no channel is set: `"html"`, `"docx"` or `"no"`.
    #[serde(deserialize_with = "memo")]
    pub memo: Option<Format>,
}

impl Default for Nightly {
    fn default() -> Self {
        let Options { catch_up, ahead, .. } = Options::default();
        let (report, memo) = (Some(Format::Html), Some(Format::Html));
        Self { catch_up, auto: false, ahead, deliver: true, report, memo }
    }
}

impl Nightly {
    /// The same for the engine.
    pub fn options(&self) -> Options {
        Options { catch_up: self.catch_up, ahead: self.ahead, ..Options::default() }
    }

    /// Writes no papers.
    pub fn quiet(&mut self) {
        (self.report, self.memo) = (None, None);
    }
}

/// A kind of file, or `"no"`.
fn paper<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Format>, D::Error> {
    of_formats(deserializer, &[Format::Html, Format::Docx, Format::Xlsx, Format::Json])
}

/// The kinds of file that a memo is written as.
fn memo<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Format>, D::Error> {
    of_formats(deserializer, &[Format::Html, Format::Docx])
}

fn of_formats<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
    known: &[Format],
) -> Result<Option<Format>, D::Error> {
    let text = String::deserialize(deserializer)?;
    if text == "no" {
        return Ok(None);
    }
    let found = known.iter().find(|format| format.extension() == text).copied();
    let names: Vec<String> = known.iter().map(|format| format!("\"{}\"", format.extension())).collect();
    found.map(Some).ok_or_else(|| serde::de::Error::custom(format!("{}, \"no\"", names.join(", "))))
}

fn catch_up<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<CatchUp, D::Error> {
    let value = toml::Value::deserialize(deserializer)?;
    let text = value.as_str().map(str::to_owned).or_else(|| value.as_integer().map(|days| days.to_string()));
    text.and_then(|text| text.parse().ok())
        .ok_or_else(|| serde::de::Error::custom("\"each\", \"last\", 0, 7"))
}

/// Whether `dir` is a home.
pub fn is_home(dir: &Path) -> bool {
    dir.join(CONFIG_FILE).is_file()
}

impl Home {
    /// Reads the home in `dir`. Fails when there is none, or when its file is wrong: then with the line and a caret.
    pub fn open(dir: &Path, lang: Lang) -> Result<Self, Failure> {
        let file = dir.join(CONFIG_FILE);
        // A folder that may not be looked into is not one without a home.
        if let Err(error) = std::fs::metadata(&file)
            && error.kind() == std::io::ErrorKind::PermissionDenied
        {
            return Err(Failure::io(&file, &error));
        }
        if !file.is_file() {
            let place = dir.display().to_string();
            return Err(Failure::with(Kind::BadInput, "no-home", [("dir", place.clone())])
                .hint_command("no-home-init", format!("vekha init {}", quoted(&place))));
        }
        let text = std::fs::read_to_string(&file).map_err(|error| Failure::io(&file, &error))?;
        let config = parse(&text, &file.display().to_string(), lang)?;
        Ok(Self { dir: dir.to_owned(), config })
    }

    /// `vekha.toml`.
    pub fn config_file(&self) -> PathBuf {
        self.dir.join(CONFIG_FILE)
    }

    /// The redb file.
    pub fn store_file(&self) -> PathBuf {
        self.dir.join("vekha.redb")
    }

    /// Rules that a methodologist edits.
    pub fn scripts(&self) -> PathBuf {
        self.dir.join("scripts")
    }

    /// Stages and transitions.
    pub fn workflows(&self) -> PathBuf {
        self.dir.join("workflows")
    }

    /// Days off and school quarters.
    pub fn calendar(&self) -> PathBuf {
        self.dir.join("calendar")
    }

    /// Copies of the store.
    pub fn backups(&self) -> PathBuf {
        self.dir.join(&self.config.backup.dir)
    }
}

/// The settings in `text`; `name` stands in errors, which are told in `lang`.
pub fn parse(text: &str, name: &str, lang: Lang) -> Result<Config, Failure> {
    let config: Config = toml::from_str(text).map_err(|error| wrong(text, name, &error, lang))?;
    for id in config.actors.keys() {
        if !is_login(id) {
            return Err(at(text, name, "config-bad-login", id, lang));
        }
    }
    if !config.actors.contains_key(&config.user) {
        return Err(at(text, name, "config-user-unknown", &config.user, lang));
    }
    if config.language.parse::<Lang>().is_err() {
        return Err(at(text, name, "config-bad-language", &config.language, lang));
    }
    if let Some((limit, least, most)) = config.scripts.out_of_bounds() {
        let (least, most) = (least.to_string(), most.to_string());
        let args = [("file", name.into()), ("word", limit.into()), ("least", least), ("most", most)];
        let failure = Failure::with(Kind::BadInput, "config-bad-limit", args);
        return Err(failure.cause(pointed(text, name, limit, lang)));
    }
    Ok(config)
}

/// The `vekha.toml` of a new home.
pub fn template(school: &str, owner: &str, language: &str) -> String {
    let text = |value: &str| toml::Value::from(value).to_string();
    format!(
        "school = {}\nuser = {}\nlanguage = {}\ntime_zone = {}\n\n[actors.{owner}]\nroles = [\"owner\", \"administrator\"]\n\n[backup]\ndir = \"backups\"\nkeep = 14\n",
        text(school),
        text(owner),
        text(language),
        text(DEFAULT_ZONE.name()),
    )
}

/// A word for a command line: quoted when a shell would split it.
pub fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./:@+=,%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else if word.contains('\'') && !word.contains(['"', '$', '`', '\\', '!']) {
        format!("\"{word}\"")
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

/// A login: Latin letters, digits, `.`, `-`, `_`. A name with spaces or Cyrillic would be personal data in the journal.
fn is_login(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
}

fn wrong(text: &str, name: &str, error: &toml::de::Error, lang: Lang) -> Failure {
    // What is missing from the whole file has no place in it.
    let span = error.span().unwrap_or(0..0);
    let said = words::toml::say(error.message(), lang);
    Failure::with(Kind::BadInput, "config-bad", [("file", name.to_owned())])
        .cause(words::excerpt::excerpt(name, text, span, &said, lang, false))
}

/// A failure that points at the first place where `word` is written.
fn at(text: &str, name: &str, id: &'static str, word: &str, lang: Lang) -> Failure {
    Failure::with(Kind::BadInput, id, [("file", name.to_owned()), ("word", word.to_owned())])
        .cause(pointed(text, name, word, lang))
}

/// The first place where `word` is written.
fn pointed(text: &str, name: &str, word: &str, lang: Lang) -> String {
    let start = text.find(word).unwrap_or(0);
    let span = start..(start + word.len()).min(text.len());
    words::excerpt::excerpt(name, text, span, word, lang, false)
}

fn russian() -> String {
    "ru".to_owned()
}

fn default_zone() -> Tz {
    DEFAULT_ZONE
}

fn zone<'de, D: serde::Deserializer<'de>>(found: D) -> Result<Tz, D::Error> {
    let name = String::deserialize(found)?;
    name.parse()
        .map_err(|_| serde::de::Error::custom(format!("`{name}`: Europe/Moscow, Asia/Novosibirsk, …")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn refused(text: &str, words: &[&str]) {
        let said = parse(text, "vekha.toml", Lang::En).unwrap_err().text(Lang::En);
        for word in words {
            assert!(said.contains(word), "no `{word}` in:\n{said}");
        }
    }

    const GOOD: &str = "school = \"158\"\nuser = \"admin\"\n[actors.admin]\nroles = [\"owner\"]\n";

    #[test]
    fn the_template_is_a_good_home() {
        let config = parse(&template("МАОУ «СШ № 158»", "admin", "ru"), "vekha.toml", Lang::Ru).unwrap();
        assert_eq!(config.school, "МАОУ «СШ № 158»");
        assert_eq!(config.actors["admin"].roles, ["owner", "administrator"]);
        assert_eq!(config.time_zone, DEFAULT_ZONE);
    }

    #[test]
    fn what_is_not_said_has_a_default() {
        let config = parse(GOOD, "vekha.toml", Lang::En).unwrap();
        assert_eq!((config.language.as_str(), config.backup), ("ru", Backup::default()));
    }

    #[test]
    fn a_fault_is_shown_with_its_line_and_a_caret() {
        refused("school = \"158\"\nusr = \"admin\"\n", &["vekha.toml", "2 |", "usr", "^"]);
        refused("school = 158", &["1 |", "^"]);
        refused(&format!("time_zone = \"Moscow\"\n{GOOD}"), &["1 |", "^"]);
        refused("", &["vekha.toml", "school"]);
    }

    #[test]
    fn a_fault_is_told_in_the_language_of_the_person() {
        let said = parse("school = 158\n", "vekha.toml", Lang::Ru).unwrap_err().text(Lang::Ru);
        for words in ["vekha.toml:1:10", "здесь число 158, а нужно: текст", "^^^"] {
            assert!(said.contains(words), "no `{words}` in:\n{said}");
        }
        assert!(!said.contains("expected"), "{said}");
    }

    #[test]
    fn an_actor_is_a_login_and_not_a_name() {
        refused(
            "school = \"1\"\nuser = \"a\"\n[actors.a]\nroles=[]\n[actors.\"Иван Петров\"]\nroles=[]\n",
            &["5 |"],
        );
    }

    #[test]
    fn the_default_actor_is_among_the_actors() {
        refused("school = \"1\"\nuser = \"boss\"\n[actors.admin]\nroles = []\n", &["boss", "2 |"]);
    }

    #[test]
    fn what_scripts_may_use_is_set_and_never_unbounded() {
        let with = |limits: &str| format!("{GOOD}[scripts]\n{limits}\n");
        let config = parse(&with("wall_ms = 2000\narray = 7"), "vekha.toml", Lang::En).unwrap();
        assert_eq!(config.scripts, Limits { wall_ms: 2_000, array: 7, ..Limits::default() });
        refused(&with("operations = 0"), &["6 |", "operations", "10000000000"]);
        refused(&with("depth = 129"), &["6 |", "depth", "128"]);
        refused(&with("opertions = 5"), &["6 |", "^"]);
    }

    #[test]
    fn words_are_quoted_for_a_shell() {
        assert_eq!(quoted("demo/дом"), "demo/дом");
        assert_eq!(quoted("my home"), "'my home'");
        assert_eq!(quoted("it's"), "\"it's\"");
        assert_eq!(quoted("it's \"so\""), r#"'it'\''s "so"'"#);
        assert_eq!(quoted(""), "''");
    }
}
