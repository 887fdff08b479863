//! The names that what is under way needs of a set: a set without one of them is not published.
//!
//! What runs keeps the version of its workflow, whose file is kept, and may return to the one that it was moved from
//! last. But a guard or a hook that this version names is
//! looked up in the set in force, a stage of pairs or tasks that it waits for must be one that new pairs or tasks can
//! reach, and a programme needs its form.

use std::collections::{BTreeMap, BTreeSet};

use vekha_core::decide::Rules;
use vekha_core::digest::Digest;
use vekha_core::ids::ProgrammeId;
use vekha_core::view::Read;
use vekha_core::workflow::{Condition, Entry, InStage, Known, Machine, SubjectKind, Transition, Vocabulary};

use crate::app::{AppError, Reading, WorkingSet};
use crate::script::fault::nearest;
use crate::script::scan::{Sort, tokens};

/// What kind of name a set lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// A function of `scripts/guards.rhai`.
    Guard,
    /// A function of `scripts/hooks.rhai`.
    Hook,
    /// A message template.
    Template,
    /// A stage of a workflow.
    Stage,
    /// A workflow.
    Workflow,
    /// A form of mentoring.
    Form,
    /// A role.
    Role,
    /// A purpose tag.
    Tag,
    /// A kind of document.
    Document,
    /// A kind of evidence.
    Evidence,
}

impl Need {
    /// The name in message ids and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Guard => "guard",
            Self::Hook => "hook",
            Self::Template => "template",
            Self::Stage => "stage",
            Self::Workflow => "workflow",
            Self::Form => "form",
            Self::Role => "role",
            Self::Tag => "tag",
            Self::Document => "document",
            Self::Evidence => "evidence",
        }
    }
}

/// Who needs a name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// A workflow: its name, the beginning of its version.
    Workflow(String, String),
    /// A programme that runs.
    Programme(ProgrammeId),
    /// What is under way, which has more of its kind to come.
    UnderWay,
}

/// A name that is needed and not there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lack {
    /// What kind of name.
    pub need: Need,
    /// The name.
    pub name: String,
    /// Who needs it.
    pub by: By,
    /// What was probably meant, where the set has something like it.
    pub hint: Option<String>,
}

/// Everything that the set lacks, each name once for whoever needs it.
///
/// # Errors
/// What the store says, and a workflow of the set that cannot be read.
pub fn lacking(reading: &Reading<'_>, set: &WorkingSet) -> Result<Vec<Lack>, AppError> {
    let (rules, new) = (reading.rules()?, set.rules()?);
    let offer = Offer::of(set, &new)?;
    let mut lacks = BTreeSet::new();
    let mut live: BTreeMap<Digest, &Machine> = BTreeMap::new();
    for version in versions(reading)? {
        live.extend(rules.machine(&version).map(|machine| (version, machine)));
    }
    let in_set = new.machines.iter().map(|(version, machine)| (*version, machine));
    for (version, machine) in live.clone().into_iter().chain(in_set) {
        let by = By::Workflow(machine.name.clone(), version.short());
        offer.machine(machine, &by, &mut lacks);
    }
    let mut running = reading.programmes()?;
    running.retain(|programme| programme.instance.outcome.is_none());
    for programme in &running {
        let by = By::Programme(programme.id);
        if !new.forms.forms.contains_key(&programme.form) && rules.forms.forms.contains_key(&programme.form) {
            lacks.insert(offer.lack(Need::Form, &programme.form, &by));
        }
    }
    // What is under way will have more of its kind: new pairs, new tasks.
    let names: BTreeSet<&str> = live.values().map(|machine| machine.name.as_str()).collect();
    let more = if running.is_empty() { &[][..] } else { &["pair", "task"][..] };
    for name in names.iter().chain(more) {
        if new.current(name).is_none() && rules.current(name).is_some() {
            lacks.insert(offer.lack(Need::Workflow, name, &By::UnderWay));
        }
    }
    Ok(lacks.into_iter().collect())
}

/// The versions of workflows in which something stands that has not ended, or would stand if its last change of version
/// were taken back.
fn versions(reading: &Reading<'_>) -> Result<BTreeSet<Digest>, AppError> {
    let open = |outcome: &Option<vekha_core::state::Outcome>| outcome.is_none();
    let programmes = reading.programmes()?.into_iter().map(|found| found.instance);
    let pairs = reading.pairs()?.into_iter().map(|found| found.instance);
    let tasks = reading.occurrences(None)?.into_iter().filter(|found| !found.dropped);
    let tasks = tasks.map(|found| found.instance);
    let all = programmes.chain(pairs).chain(tasks);
    let versions = |instance: vekha_core::state::Instance| {
        let before = instance.just_moved().map(|moved| moved.workflow);
        before.into_iter().chain([instance.workflow])
    };
    Ok(all.filter(|instance| open(&instance.outcome)).flat_map(versions).collect())
}

/// What a set has by name.
struct Offer<'a> {
    new: &'a Rules,
    vocabulary: Vocabulary,
    guards: &'a str,
    hooks: &'a str,
    templates: BTreeSet<String>,
}

impl<'a> Offer<'a> {
    fn of(set: &'a WorkingSet, new: &'a Rules) -> Result<Self, AppError> {
        let script = |path: &str| {
            let part = set.parts.iter().find(|part| part.path == path);
            part.and_then(|part| std::str::from_utf8(&part.content).ok()).unwrap_or_default()
        };
        let template = |path: &str| {
            let (folder, file) = path.rsplit_once('/')?;
            let name = file.strip_suffix(".txt").filter(|_| folder.starts_with("templates"))?;
            Some(name.to_owned())
        };
        Ok(Self {
            new,
            vocabulary: set.vocabulary()?,
            guards: script("scripts/guards.rhai"),
            hooks: script("scripts/hooks.rhai"),
            templates: set.parts.iter().filter_map(|part| template(&part.path)).collect(),
        })
    }

    fn machine(&self, machine: &Machine, by: &By, lacks: &mut BTreeSet<Lack>) {
        let mut need = |need: Need, name: &str| {
            if !self.has(need, name) {
                lacks.insert(self.lack(need, name, by));
            }
        };
        for stage in &machine.stages {
            stage.evidence.iter().for_each(|kind| need(Need::Evidence, kind));
            for entry in &stage.on_enter {
                match entry {
                    Entry::Notify { template, to } => {
                        need(Need::Template, template);
                        to.iter().for_each(|role| need(Need::Role, role));
                    }
                    Entry::OpenTasks { tag } => need(Need::Tag, tag),
                    Entry::Draft { document } => need(Need::Document, document),
                    Entry::Hook { name } => need(Need::Hook, name),
                }
            }
        }
        for way in &machine.transitions {
            way.roles.iter().for_each(|role| need(Need::Role, role));
            way.requires
                .iter()
                .filter_map(|found| found.responsible.as_ref())
                .for_each(|role| need(Need::Role, role));
            for condition in conditions(way) {
                match condition {
                    Condition::Guard { name } => need(Need::Guard, name),
                    Condition::Approval { document } => need(Need::Document, document),
                    Condition::Evidence { kind: Some(kind), .. } => need(Need::Evidence, kind),
                    Condition::Tasks { tag, .. } => need(Need::Tag, tag),
                    _ => {}
                }
            }
        }
        for (kind, stage) in awaited(machine) {
            let machines = || self.new.machines.values().filter(|known| known.kind == kind);
            // Without any workflow of the kind that workflow is what is missing, and said elsewhere.
            if machines().next().is_some() && !machines().any(|known| known.stage(stage).is_some()) {
                let ids = machines().flat_map(|known| &known.stages).map(|known| known.id.as_str());
                let hint = nearest(stage, ids);
                lacks.insert(Lack { need: Need::Stage, name: stage.into(), by: by.clone(), hint });
            }
        }
    }

    fn has(&self, need: Need, name: &str) -> bool {
        let listed = |known: &Known| match known {
            Known::Any => true,
            Known::Only(names) => names.contains(name),
        };
        match need {
            Need::Guard => functions(self.guards).contains(&name),
            Need::Hook => functions(self.hooks).contains(&name),
            Need::Template => listed(&self.vocabulary.templates) || self.templates.contains(name),
            Need::Role => listed(&self.vocabulary.roles),
            Need::Tag => listed(&self.vocabulary.tags),
            Need::Document => listed(&self.vocabulary.documents),
            Need::Evidence => listed(&self.vocabulary.evidence),
            Need::Stage | Need::Workflow | Need::Form => true,
        }
    }

    fn lack(&self, need: Need, name: &str, by: &By) -> Lack {
        let among = |known: &Known| match known {
            Known::Any => None,
            Known::Only(names) => nearest(name, names.iter().map(String::as_str)),
        };
        let hint = match need {
            Need::Guard => nearest(name, functions(self.guards)),
            Need::Hook => nearest(name, functions(self.hooks)),
            Need::Template => among(&self.vocabulary.templates),
            Need::Role => among(&self.vocabulary.roles),
            Need::Tag => among(&self.vocabulary.tags),
            Need::Document => among(&self.vocabulary.documents),
            Need::Evidence => among(&self.vocabulary.evidence),
            Need::Form => nearest(name, self.new.forms.forms.keys().map(String::as_str)),
            Need::Workflow => nearest(name, self.new.current.keys().map(String::as_str)),
            Need::Stage => None,
        };
        Lack { need, name: name.into(), by: by.clone(), hint }
    }
}

fn conditions(way: &Transition) -> impl Iterator<Item = &Condition> {
    way.requires.iter().flat_map(|found| &found.any_of)
}

/// The stages of other workflows that a machine waits for.
fn awaited(machine: &Machine) -> impl Iterator<Item = (SubjectKind, &str)> {
    machine.transitions.iter().flat_map(conditions).flat_map(|condition| {
        let (kind, stage) = match condition {
            Condition::Tasks { stage, .. } => (SubjectKind::Task, stage),
            Condition::Subjects { kind, stage, .. } => (*kind, stage),
            _ => return Vec::new(),
        };
        match stage {
            InStage::OneOf(ids) => ids.iter().map(|id| (kind, id.as_str())).collect(),
            _ => Vec::new(),
        }
    })
}

/// The names of the functions a script defines; what stands in comments and texts defines none.
fn functions(text: &str) -> Vec<&str> {
    let tokens = tokens(text);
    let pairs = tokens.windows(2).filter(|pair| pair[0].is("fn") && pair[1].sort == Sort::Word);
    pairs.map(|pair| pair[1].text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_are_those_that_are_defined_and_not_those_spoken_of() {
        let text = "// fn старая(x) {}\n/* fn b() {} */ fn новая(x) { \"fn c()\" }\nprivate  fn d() {}";
        assert_eq!(functions(text), ["новая", "d"]);
    }
}
