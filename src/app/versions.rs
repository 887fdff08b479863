//! Moving what runs to another version of its workflow: who stands where, and what would become of each.

use std::collections::BTreeMap;

use vekha_core::command::{Action, Place};
use vekha_core::decide::Rules;
use vekha_core::digest::Digest;
use vekha_core::ids::Subject;
use vekha_core::state::Instance;
use vekha_core::view::{Read as _, View, ViewError};
use vekha_core::workflow::migrate::{self, Blocked, Change, Target};
use vekha_core::workflow::{Machine, SubjectKind};

/// What is to be moved, and where to.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// The workflow's name; those of programmes and pairs where absent.
    pub workflow: Option<String>,
    /// The version, by the beginning of its hash; the one in force where absent.
    pub to: Option<String>,
    /// Stages of the old version that lead to stages of another name.
    pub stages: BTreeMap<String, String>,
    /// Back to the version before, instead.
    pub back: bool,
}

/// Something that runs and stands under another version than the one wanted.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// What.
    pub subject: Subject,
    /// The workflow's name.
    pub workflow: String,
    /// The version it goes by.
    pub from: Digest,
    /// The stage it stands in.
    pub stage: String,
    /// The version wanted; none where there is none.
    pub to: Option<Digest>,
    /// What would become of it.
    pub fate: Fate,
}

/// What would become of something that runs.
#[derive(Clone, Debug, PartialEq)]
pub enum Fate {
    /// It moves: where to, how that was found, and what is different there.
    Moves {
        /// The stage of the other version.
        stage: String,
        /// How it was found.
        how: Target,
        /// What is different.
        changes: Vec<Change>,
    },
    /// Its last change of version is taken back.
    Returns {
        /// The stage it stood in.
        stage: String,
    },
    /// It stays.
    Stays(Why),
}

/// Why something stays.
#[derive(Clone, Debug, PartialEq)]
pub enum Why {
    /// Its stage leads nowhere.
    Blocked(Blocked),
    /// No workflow of its name is in force.
    NotInForce,
    /// It took a step since its version was changed.
    WentOn,
}

/// Why nothing can be said.
#[derive(Clone, Debug, PartialEq)]
pub enum VersionsError {
    /// No workflow of this name ever was in force; these were.
    NoWorkflow(Vec<String>),
    /// No one version begins so; these there are: name and hash.
    NoVersion(Vec<(String, Digest)>),
    /// Stages named that no version left has.
    NoStage(Vec<String>),
    /// The store could not be read.
    View(ViewError),
}

impl From<ViewError> for VersionsError {
    fn from(error: ViewError) -> Self {
        Self::View(error)
    }
}

impl Candidate {
    /// The action that carries it out; none for what stays.
    pub fn action(&self) -> Option<Action> {
        let (Fate::Moves { stage, .. } | Fate::Returns { stage }) = &self.fate else { return None };
        let place = |workflow: Digest, stage: &str| Place { workflow, stage: stage.into() };
        let (from, to) = (place(self.from, &self.stage), place(self.to?, stage));
        Some(Action::ChangeVersion { subject: self.subject, from, to })
    }

    /// Whether it stays where somebody wanted it to move.
    pub fn stays(&self) -> bool {
        matches!(self.fate, Fate::Stays(_))
    }
}

/// Everything that runs under another version than the one wanted. What stands there already is not listed.
///
/// # Errors
/// [`VersionsError`] for a name that means nothing.
pub fn plan(view: &dyn View, rules: &Rules, wanted: &Wanted) -> Result<Vec<Candidate>, VersionsError> {
    let to = wanted.to.as_deref().map(|word| version(rules, wanted, word)).transpose()?;
    let named = wanted.workflow.as_deref().or(to.map(|machine| machine.name.as_str()));
    if named.is_some_and(|name| !rules.machines.values().any(|known| known.name == *name)) {
        let mut known: Vec<String> = rules.machines.values().map(|known| known.name.clone()).collect();
        known.sort();
        known.dedup();
        return Err(VersionsError::NoWorkflow(known));
    }
    let mut candidates = Vec::new();
    let mut idle: Vec<String> = wanted.stages.keys().cloned().collect();
    for (subject, instance) in running(view, named.is_some())? {
        let Some(old) = rules.machine(&instance.workflow) else { continue };
        let meant = match named {
            Some(name) => old.name == name,
            None => matches!(old.kind, SubjectKind::Programme | SubjectKind::Pair),
        };
        if !meant {
            continue;
        }
        idle.retain(|stage| old.stage(stage).is_none());
        let new = to.or_else(|| rules.current(&old.name));
        let found = match wanted.back {
            true => back(&instance),
            false => forth(&instance, old, new, &wanted.stages),
        };
        if let Some((to, fate)) = found {
            candidates.push(Candidate {
                subject,
                workflow: old.name.clone(),
                from: instance.workflow,
                stage: instance.stage,
                to,
                fate,
            });
        }
    }
    if !idle.is_empty() && !candidates.is_empty() {
        return Err(VersionsError::NoStage(idle));
    }
    Ok(candidates)
}

/// Programmes, pairs and, with `tasks`, occurrences of tasks that have not ended.
fn running(view: &dyn View, tasks: bool) -> Result<Vec<(Subject, Instance)>, ViewError> {
    let mut found = Vec::new();
    found.extend(view.programmes()?.into_iter().map(|row| (Subject::Programme(row.id), row.instance)));
    found.extend(view.pairs()?.into_iter().map(|row| (Subject::Pair(row.id), row.instance)));
    if tasks {
        let standing = view.occurrences(None)?.into_iter().filter(|row| !row.dropped);
        found.extend(standing.map(|row| (Subject::Occurrence(row.task, row.no), row.instance)));
    }
    found.retain(|(_, instance)| instance.outcome.is_none());
    Ok(found)
}

fn back(instance: &Instance) -> Option<(Option<Digest>, Fate)> {
    let last = instance.moved.last()?;
    let fate = match instance.just_moved() {
        Some(moved) => Fate::Returns { stage: moved.stage.clone() },
        None => Fate::Stays(Why::WentOn),
    };
    Some((Some(last.workflow), fate))
}

fn forth(
    instance: &Instance,
    old: &Machine,
    new: Option<&Machine>,
    stages: &BTreeMap<String, String>,
) -> Option<(Option<Digest>, Fate)> {
    let Some(new) = new else { return Some((None, Fate::Stays(Why::NotInForce))) };
    if new.hash == old.hash {
        return None;
    }
    // To where it came from it goes the way it came, whatever the stages are called.
    if let Some(moved) = instance.just_moved().filter(|moved| moved.workflow == new.hash) {
        return Some((Some(new.hash), Fate::Returns { stage: moved.stage.clone() }));
    }
    let plan = migrate::plan(old, new, stages);
    let mapping = plan.of(&instance.stage)?;
    let fate = match &mapping.target {
        Target::Blocked(why) => Fate::Stays(Why::Blocked(why.clone())),
        how => Fate::Moves {
            stage: how.stage(&instance.stage)?.to_owned(),
            how: how.clone(),
            changes: mapping.changes.clone(),
        },
    };
    Some((Some(new.hash), fate))
}

/// The version whose hash begins so, of the workflow that was named.
fn version<'a>(rules: &'a Rules, wanted: &Wanted, word: &str) -> Result<&'a Machine, VersionsError> {
    let word = word.trim().to_lowercase();
    let named = |machine: &&Machine| wanted.workflow.as_ref().is_none_or(|name| machine.name == *name);
    let begins = |machine: &&Machine| machine.hash.to_string().starts_with(&word);
    let mut fitting = rules.machines.values().filter(named).filter(begins);
    match (fitting.next(), fitting.next()) {
        (Some(machine), None) if !word.is_empty() => Ok(machine),
        _ => {
            let known = rules.machines.values().filter(named);
            let mut known: Vec<_> = known.map(|machine| (machine.name.clone(), machine.hash)).collect();
            known.sort();
            Err(VersionsError::NoVersion(known))
        }
    }
}
