//! The published set: from files to a digest, and back to rules.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::Path;

use vekha_core::command::Action;
use vekha_core::decide::Rules;
use vekha_core::digest::Digest;
use vekha_core::event::MachineRef;
use vekha_core::people::form::FormError;
use vekha_core::people::{Forms, Terms};
use vekha_core::schedule::{Calendar, CalendarError};
use vekha_core::state::PublishedSet;
use vekha_core::survey::{SurveyError, Surveys};
use vekha_core::workflow::{self, Condition, Diagnostic, Known, Machine, Severity, Vocabulary};

use super::{AppError, defaults};
use crate::store::{Snapshot, StoreError};
use crate::workflows;

/// Why a file of a set cannot be published or read.
#[derive(Clone, Debug)]
pub enum RulesError {
    /// The file cannot be opened: its path and the system's words.
    Io(String, String),
    /// A workflow with mistakes: its path, source and every problem.
    Workflow(String, String, Vec<Diagnostic>),
    /// A calendar with a mistake: its path, source and the problem.
    Calendar(String, String, CalendarError),
    /// A form or a vocabulary with a mistake: its path, source and the problem.
    Form(String, String, FormError),
    /// A questionnaire with mistakes: its path, source and every problem.
    Survey(String, String, Vec<SurveyError>),
}

impl RulesError {
    /// The file it is about.
    pub fn path(&self) -> &str {
        match self {
            Self::Io(path, _)
            | Self::Workflow(path, ..)
            | Self::Calendar(path, ..)
            | Self::Form(path, ..)
            | Self::Survey(path, ..) => path,
        }
    }
}

impl fmt::Display for RulesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(path, reason) => write!(f, "{path}: {reason}"),
            Self::Workflow(path, _, problems) => write!(f, "{path}: {} problems", problems.len()),
            Self::Calendar(path, _, error) => write!(f, "{path}:{}:{}", error.line, error.column),
            Self::Form(path, _, error) => write!(f, "{path}:{error}"),
            Self::Survey(path, _, errors) => {
                let said: Vec<String> = errors.iter().map(|error| format!("{path}:{error}")).collect();
                f.write_str(&said.join("\n"))
            }
        }
    }
}

impl std::error::Error for RulesError {}

/// One file of a set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its path within the home, with `/`: `workflows/programme.toml`.
    pub path: String,
    /// Its content.
    pub content: Vec<u8>,
}

/// Files that could be published together, checked.
#[derive(Clone, Debug)]
pub struct WorkingSet {
    /// By path.
    pub parts: Vec<Part>,
    /// The digest of the whole: of every path with its content's digest, and of the host API's version.
    pub digest: Digest,
    /// The workflows among them.
    pub machines: Vec<MachineRef>,
}

/// The version of what scripts can call; a part of every set.
pub fn host_api() -> String {
    crate::script::api::VERSION.to_string()
}

const CALENDAR: &str = "calendar/";
const WORKFLOWS: &str = "workflows/";
const FORMS: &str = "forms/";
const SURVEYS: &str = "surveys/";
const VOCABULARY: &str = "vocabulary/";

/// The folders whose files make a set, with the ending of their files.
const FOLDERS: [(&str, &str); 9] = [
    ("calendar", "toml"),
    ("forms", "toml"),
    ("roles", "toml"),
    ("scripts", "rhai"),
    ("surveys", "toml"),
    ("templates/en", "txt"),
    ("templates/ru", "txt"),
    ("vocabulary", "toml"),
    ("workflows", "toml"),
];

/// How deep modules may lie in the scripts' folder.
const DEEPEST: usize = 3;

impl WorkingSet {
    /// The files in a home.
    ///
    /// # Errors
    /// A file that cannot be read, or has mistakes.
    pub fn of_home(dir: &Path) -> Result<Self, RulesError> {
        Self::of_parts(Self::files(dir)?)
    }

    /// The files in a home that make a set, by path and unread.
    ///
    /// # Errors
    /// A file that cannot be opened.
    pub fn files(dir: &Path) -> Result<Vec<Part>, RulesError> {
        let mut parts = Vec::new();
        for (folder, ending) in FOLDERS {
            collect(dir, folder, ending, &mut parts)?;
        }
        parts.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(parts)
    }

    /// The files that `vekha init` gives a school.
    ///
    /// # Errors
    /// None but mistakes in the program's own files.
    pub fn of_defaults() -> Result<Self, RulesError> {
        let parts = defaults::files().map(|(path, text)| Part { path, content: text.into() });
        Self::of_parts(parts.collect())
    }

    /// These files.
    ///
    /// # Errors
    /// A file with mistakes.
    pub fn of_parts(mut parts: Vec<Part>) -> Result<Self, RulesError> {
        parts.sort_by(|a, b| a.path.cmp(&b.path));
        let machines = read_machines(&parts)?;
        for part in parts.iter().filter(|part| part.path.starts_with(CALENDAR)) {
            read_calendar(part)?;
        }
        read_forms(&parts)?;
        read_terms(&parts)?;
        read_surveys(&parts)?;
        let digests: Vec<Digest> = parts.iter().map(|part| Digest::of_bytes(&part.content)).collect();
        let digest = set_digest(parts.iter().map(|part| part.path.as_str()).zip(digests));
        Ok(Self { parts, digest, machines })
    }

    /// The digests of its files by path.
    pub fn digests(&self) -> BTreeMap<String, Digest> {
        self.parts.iter().map(|part| (part.path.clone(), Digest::of_bytes(&part.content))).collect()
    }

    /// What it would have the engine go by, were it in force and nothing under way.
    ///
    /// # Errors
    /// None for a set that was read by this program.
    pub fn rules(&self) -> Result<Rules, RulesError> {
        let mut rules = Rules::default();
        for part in &self.parts {
            if part.path.starts_with(CALENDAR) {
                rules.calendar = rules.calendar.with(read_calendar(part)?);
            } else if part.path.starts_with(WORKFLOWS) && part.path != own_names() {
                rules.add(read_published(part)?);
            }
        }
        rules.forms = read_forms(&self.parts)?;
        rules.terms = read_terms(&self.parts)?;
        Ok(rules)
    }

    /// The names that its workflows may use: the shipped ones and the school's own.
    ///
    /// # Errors
    /// None for a set that was read by this program.
    pub fn vocabulary(&self) -> Result<Vocabulary, RulesError> {
        read_vocabulary(&self.parts)
    }

    /// The action that publishes it.
    pub fn action(&self, why: Option<String>) -> Action {
        Action::Publish { set: self.digest, parts: self.digests(), machines: self.machines.clone(), why }
    }

    /// The contents the action names.
    pub fn blobs(&self) -> Vec<(Digest, Vec<u8>)> {
        self.parts.iter().map(|part| (Digest::of_bytes(&part.content), part.content.clone())).collect()
    }
}

/// The digest of a set whose parts stand in the order of their paths, under the host API of this program.
pub fn set_digest<'a>(parts: impl Iterator<Item = (&'a str, Digest)>) -> Digest {
    let (api, parts) = (host_api(), parts.collect::<Vec<_>>());
    let mut digested: Vec<&[u8]> = vec![b"vekha set 1", api.as_bytes()];
    for (path, digest) in &parts {
        digested.extend([path.as_bytes(), &digest.0]);
    }
    Digest::of(&digested)
}

/// The files of one folder, and for scripts of the folders in it; what a link leads to is not a part of the home.
fn collect(dir: &Path, folder: &str, ending: &str, parts: &mut Vec<Part>) -> Result<(), RulesError> {
    let within = dir.join(folder);
    if !within.is_dir() {
        return Ok(());
    }
    let wrong =
        |path: &Path, error: std::io::Error| RulesError::Io(path.display().to_string(), error.to_string());
    for entry in fs::read_dir(&within).map_err(|error| wrong(&within, error))? {
        let entry = entry.map_err(|error| wrong(&within, error))?;
        let path = entry.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        let inner = format!("{folder}/{name}");
        if path.is_dir() && folder.starts_with("scripts") && folder.split('/').count() <= DEEPEST {
            let linked = entry.file_type().is_ok_and(|kind| kind.is_symlink());
            if !linked {
                collect(dir, &inner, ending, parts)?;
            }
        } else if path.extension().is_some_and(|found| found == ending) && path.is_file() {
            let content = fs::read(&path).map_err(|error| wrong(&path, error))?;
            parts.push(Part { path: inner, content });
        }
    }
    Ok(())
}

fn text_of(part: &Part) -> Result<&str, RulesError> {
    std::str::from_utf8(&part.content).map_err(|error| RulesError::Io(part.path.clone(), error.to_string()))
}

/// The workflows among the parts, checked together against the school's own vocabulary.
fn read_machines(parts: &[Part]) -> Result<Vec<MachineRef>, RulesError> {
    let (own, vocabulary) = (own_names(), read_vocabulary(parts)?);
    let files: Vec<&Part> =
        parts.iter().filter(|part| part.path.starts_with(WORKFLOWS) && part.path != own).collect();
    let sources = files.iter().map(|part| text_of(part)).collect::<Result<Vec<_>, _>>()?;
    let mut machines = Vec::new();
    for (part, (machine, problems)) in files.iter().zip(workflow::parse_set(&sources, &vocabulary)) {
        sound(part, &problems)?;
        if let Some(machine) = machine {
            let source = Digest::of_bytes(&part.content);
            machines.push(MachineRef { name: machine.name, version: machine.hash, source });
        }
    }
    Ok(machines)
}

/// Where a school's own names stand.
fn own_names() -> String {
    format!("{WORKFLOWS}{}", workflows::VOCABULARY_FILE)
}

fn read_vocabulary(parts: &[Part]) -> Result<Vocabulary, RulesError> {
    let mut vocabulary = Vocabulary::default();
    if let Some(part) = parts.iter().find(|part| part.path == own_names()) {
        let problems = vocabulary.extend(text_of(part)?);
        sound(part, &problems)?;
    }
    Ok(vocabulary)
}

fn sound(part: &Part, problems: &[Diagnostic]) -> Result<(), RulesError> {
    match problems.iter().any(|found| found.severity == Severity::Error) {
        true => Err(RulesError::Workflow(part.path.clone(), text_of(part)?.into(), problems.to_vec())),
        false => Ok(()),
    }
}

/// A workflow that was published: its names were checked then, against what was known then.
fn read_published(part: &Part) -> Result<Machine, RulesError> {
    let anything = Vocabulary {
        roles: Known::Any,
        tags: Known::Any,
        documents: Known::Any,
        evidence: Known::Any,
        guards: Known::Any,
        hooks: Known::Any,
        templates: Known::Any,
        stages: BTreeMap::new(),
    };
    let text = text_of(part)?;
    let (machine, problems) = workflow::parse_with(text, &anything);
    machine.ok_or_else(|| RulesError::Workflow(part.path.clone(), text.into(), problems))
}

fn read_calendar(part: &Part) -> Result<Calendar, RulesError> {
    let text = text_of(part)?;
    Calendar::from_toml(text).map_err(|error| RulesError::Calendar(part.path.clone(), text.into(), error))
}

/// The forms of mentoring among the parts.
fn read_forms(parts: &[Part]) -> Result<Forms, RulesError> {
    let files: Vec<&Part> = parts.iter().filter(|part| part.path.starts_with(FORMS)).collect();
    let sources = files
        .iter()
        .map(|part| Ok((part.path.as_str(), text_of(part)?)))
        .collect::<Result<Vec<_>, RulesError>>()?;
    Forms::read(&sources).map_err(|(index, error)| {
        let (path, source) = sources.get(index).copied().unwrap_or_default();
        RulesError::Form(path.into(), source.into(), error)
    })
}

/// The questionnaires among the parts.
fn read_surveys(parts: &[Part]) -> Result<Surveys, RulesError> {
    let files: Vec<&Part> = parts.iter().filter(|part| part.path.starts_with(SURVEYS)).collect();
    let sources = files
        .iter()
        .map(|part| Ok((part.path.as_str(), text_of(part)?)))
        .collect::<Result<Vec<_>, RulesError>>()?;
    Surveys::read(&sources).map_err(|(index, errors)| {
        let (path, source) = sources.get(index).copied().unwrap_or_default();
        RulesError::Survey(path.into(), source.into(), errors)
    })
}

/// The vocabulary of competences and requests among the parts.
fn read_terms(parts: &[Part]) -> Result<Terms, RulesError> {
    let mut terms = Terms::default();
    for part in parts.iter().filter(|part| part.path.starts_with(VOCABULARY)) {
        let source = text_of(part)?;
        terms.add(source).map_err(|error| RulesError::Form(part.path.clone(), source.into(), error))?;
    }
    Ok(terms)
}

/// The rules of a set that is in force.
pub(super) fn load(snapshot: &Snapshot, set: &PublishedSet) -> Result<Rules, AppError> {
    let mut rules = Rules::default();
    for (path, digest) in &set.parts {
        if path.starts_with(CALENDAR) {
            let part = Part { path: path.clone(), content: blob(snapshot, *digest)? };
            rules.calendar = rules.calendar.with(read_calendar(&part)?);
        }
    }
    for source in set.versions.values() {
        let part = Part { path: source.short(), content: blob(snapshot, *source)? };
        let machine = read_published(&part)?;
        rules.machines.insert(machine.hash, machine);
    }
    rules.current = set.current.clone();
    let folders = [FORMS, VOCABULARY, SURVEYS];
    let people = set.parts.iter().filter(|(path, _)| folders.iter().any(|folder| path.starts_with(folder)));
    let people = people
        .map(|(path, digest)| Ok(Part { path: path.clone(), content: blob(snapshot, *digest)? }))
        .collect::<Result<Vec<_>, AppError>>()?;
    rules.forms = read_forms(&people)?;
    rules.terms = read_terms(&people)?;
    rules.surveys = read_surveys(&people)?;
    Ok(rules)
}

fn blob(snapshot: &Snapshot, digest: Digest) -> Result<Vec<u8>, AppError> {
    match snapshot.blob(digest)? {
        Some(content) => Ok(content),
        None => Err(StoreError::Damaged(format!("the published file {} is missing", digest.short())).into()),
    }
}

/// Whether any workflow asks a guard.
pub(super) fn has_guards(rules: &Rules) -> bool {
    let requirements =
        rules.machines.values().flat_map(|machine| &machine.transitions).flat_map(|way| &way.requires);
    requirements.flat_map(|found| &found.any_of).any(|condition| matches!(condition, Condition::Guard { .. }))
}
