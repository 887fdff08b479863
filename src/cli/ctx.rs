//! What every command is given.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use fluent_templates::fluent_bundle::FluentValue;

use super::{Failure, Globals, Kind, Output};
use crate::clock::{Clock, DEFAULT_ZONE};
use crate::config::{self, Home};
use crate::files::Files;
use crate::lang::Lang;
use crate::script::limits::Limits;

/// The resolved surroundings of a command.
pub struct Ctx {
    /// The options as they were written.
    pub globals: Globals,
    /// Where to print.
    pub out: Output,
    /// The language of the person.
    pub lang: Lang,
    /// The time; stands still under `--date`.
    pub clock: Clock,
    /// The words of the command without its arguments: `task done`.
    pub command: String,
    /// The way to files that are written.
    pub files: Files,
    home: Result<Home, Failure>,
}

/// What a writing command needs to know before it decides anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Writing {
    /// The actor's id.
    pub actor: String,
    /// The actor's roles.
    pub roles: Vec<String>,
    /// The id that makes a repeat harmless, if the person gave one.
    pub command_id: Option<String>,
    /// Decide, but change nothing.
    pub dry_run: bool,
}

impl Ctx {
    /// Finds the home and sets the clock. A missing or broken home is told only to a command that needs one.
    pub fn new(globals: Globals, command: String) -> Self {
        let home = Home::open(&home_dir(&globals), globals.language());
        let zone = home.as_ref().map_or(DEFAULT_ZONE, |home| home.config.time_zone);
        Self {
            clock: Clock::new(zone, globals.date),
            lang: globals.language(),
            out: Output::of_process(&globals),
            command,
            files: Files::default(),
            home,
            globals,
        }
    }

    /// The home with its configuration.
    pub fn home(&self) -> Result<&Home, Failure> {
        self.home.as_ref().map_err(Clone::clone)
    }

    /// What scripts may use: as the home says, or the program's own limits.
    pub fn limits(&self) -> Limits {
        self.home.as_ref().map_or_else(|_| Limits::default(), |home| home.config.scripts.clone())
    }

    /// The folder that is or would be the home.
    pub fn home_dir(&self) -> PathBuf {
        home_dir(&self.globals)
    }

    /// The school to work with: `--school`, or the home's default.
    pub fn school(&self) -> Result<String, Failure> {
        match &self.globals.school {
            Some(school) => Ok(school.clone()),
            None => Ok(self.home()?.config.school.clone()),
        }
    }

    /// The actor: `--user`, or the home's default; it must be among the actors of `vekha.toml`.
    pub fn actor(&self) -> Result<(String, Vec<String>), Failure> {
        let home = self.home()?;
        let id = self.globals.user.as_ref().unwrap_or(&home.config.user);
        let actor = home.config.actors.get(id).ok_or_else(|| unknown_actor(id, home))?;
        Ok((id.clone(), actor.roles.clone()))
    }

    /// For a writing command: who acts and how. The past cannot be written to, so `--as-of` is refused.
    pub fn writing(&self) -> Result<Writing, Failure> {
        if self.globals.as_of.is_some() {
            return Err(Failure::new(Kind::Usage, "as-of-is-for-reading").hint("as-of-use-on"));
        }
        let (actor, roles) = self.actor()?;
        Ok(Writing {
            actor,
            roles,
            command_id: self.globals.command_id.clone(),
            dry_run: self.globals.dry_run,
        })
    }

    /// For a reading command: the last recorded moment to take into account; none means everything.
    pub fn as_of(&self) -> Option<DateTime<Utc>> {
        self.globals.as_of.map(|day| self.clock.end_of(day))
    }

    /// A message in the person's language.
    pub fn say(&self, id: &str, args: &[(&'static str, FluentValue<'_>)]) -> String {
        self.lang.say(id, args)
    }

    /// A message without arguments.
    pub fn word(&self, id: &str) -> String {
        self.lang.word(id)
    }
}

/// `--home`, else the nearest folder upwards that is a home, else `$VEKHA_HOME`, else the current folder.
fn home_dir(globals: &Globals) -> PathBuf {
    let here = std::env::current_dir().unwrap_or_else(|_| PathBuf::from("."));
    if let Some(home) = &globals.home {
        return home.clone();
    }
    if let Some(found) = here.ancestors().find(|folder| config::is_home(folder)) {
        return found.to_owned();
    }
    std::env::var_os("VEKHA_HOME").filter(|value| !value.is_empty()).map_or(here, PathBuf::from)
}

fn unknown_actor(id: &str, home: &Home) -> Failure {
    let known: Vec<&str> = home.config.actors.keys().map(String::as_str).collect();
    Failure::with(
        Kind::Usage,
        "no-such-actor",
        [("actor", id.to_owned()), ("known", known.join(", ")), ("file", shown(&home.config_file()))],
    )
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}
