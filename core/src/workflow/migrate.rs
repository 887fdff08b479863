//! What running subjects would meet under another version of their workflow.
//!
//! A subject stays on the version it began with until somebody moves it. This plans the move and performs nothing:
//! where each stage of the old version leads, what changes for a subject standing there, and which stages block.
//! The engine records the old version and stage with the move, so that it can be taken back whatever the mapping.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::machine::{Level, Machine, Outcome, Requirement, Stage, Transition};
use super::names::nearest;
use crate::digest::Digest;

/// Where every stage of one version leads in another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Migration {
    /// The hash of the version that is left.
    pub from: Digest,
    /// The hash of the version that is entered.
    pub to: Digest,
    /// One for each stage of the old version, in its order.
    pub mappings: Vec<Mapping>,
    /// Stages that were to be renamed and are not in the old version.
    pub idle: Vec<String>,
}

/// Where one stage leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// The id of the old version's stage.
    pub stage: String,
    /// Where it leads, or why it leads nowhere.
    pub target: Target,
    /// What changes for a subject that stands there; empty where it is blocked.
    pub changes: Vec<Change>,
}

/// Where a stage leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Target {
    /// To the stage with the same id.
    Same,
    /// To the stage that was named for it.
    Given(String),
    /// To the one stage with the same title; a person should look.
    SameTitle(String),
    /// Nowhere.
    Blocked(Blocked),
}

/// Why a stage leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Blocked {
    /// The versions are for different kinds of subjects.
    OtherKind,
    /// The new version has no such stage; perhaps this one is meant.
    Gone {
        /// The nearest id.
        perhaps: Option<String>,
    },
    /// The stage named for it is not in the new version.
    NoSuchStage {
        /// What was named.
        named: String,
        /// The nearest id.
        perhaps: Option<String>,
    },
    /// The stage ends the matter in one version and not, or otherwise, in the other.
    OtherOutcome {
        /// The stage it would lead to.
        stage: String,
        /// Its outcome in the old version.
        was: Option<Outcome>,
        /// Its outcome in the new one.
        is: Option<Outcome>,
    },
}

/// What is different for a subject that stands in the stage.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Change {
    /// The stage is due at another time, or has got or lost a term.
    Term,
    /// A way out that was not there.
    TransitionAdded(String),
    /// A way out that is not there any more.
    TransitionRemoved(String),
    /// A way out that now leads to another stage than before, renaming taken into account.
    TransitionRedirected(String),
    /// Other roles may take it, or it is automatic now, or no longer.
    TransitionTakers(String),
    /// Something more is required.
    RequirementAdded {
        /// The way out.
        transition: String,
        /// The requirement.
        requirement: String,
        /// How binding it is.
        level: Level,
    },
    /// Something is no longer required; open exceptions to it fall away.
    RequirementRemoved {
        /// The way out.
        transition: String,
        /// The requirement.
        requirement: String,
    },
    /// The same requirement, with another condition or level.
    RequirementChanged {
        /// The way out.
        transition: String,
        /// The requirement.
        requirement: String,
    },
}

/// Plans the move from `old` to `new`. `named` says for stages of the old version which of the new one to take; the
/// rest go by id, then by title.
pub fn plan(old: &Machine, new: &Machine, named: &BTreeMap<String, String>) -> Migration {
    let targets: Vec<(&Stage, Target)> =
        old.stages.iter().map(|stage| (stage, target(stage, old, new, named))).collect();
    let leads: BTreeMap<&str, &str> = targets
        .iter()
        .filter_map(|(stage, target)| Some((stage.id.as_str(), target.stage(&stage.id)?)))
        .collect();
    let mappings = targets
        .iter()
        .map(|(stage, target)| {
            let there = target.stage(&stage.id).and_then(|id| new.stage(id));
            let changes = there.map(|there| changes(stage, old, there, new, &leads)).unwrap_or_default();
            Mapping { stage: stage.id.clone(), target: target.clone(), changes }
        })
        .collect();
    let idle = named.keys().filter(|stage| old.stage(stage).is_none()).cloned().collect();
    Migration { from: old.hash, to: new.hash, mappings, idle }
}

impl Migration {
    /// Where a stage leads; `None` where the old version has no such stage.
    pub fn of(&self, stage: &str) -> Option<&Mapping> {
        self.mappings.iter().find(|mapping| mapping.stage == stage)
    }

    /// Whether a subject in this stage can be moved.
    pub fn moves(&self, stage: &str) -> bool {
        self.of(stage).is_some_and(|mapping| !matches!(mapping.target, Target::Blocked(_)))
    }
}

impl Target {
    /// The stage of the new version that a stage with this id leads to.
    pub fn stage<'a>(&'a self, id: &'a str) -> Option<&'a str> {
        match self {
            Self::Same => Some(id),
            Self::Given(stage) | Self::SameTitle(stage) => Some(stage),
            Self::Blocked(_) => None,
        }
    }
}

fn target(stage: &Stage, old: &Machine, new: &Machine, named: &BTreeMap<String, String>) -> Target {
    if old.kind != new.kind {
        return Target::Blocked(Blocked::OtherKind);
    }
    let perhaps = |id: &str| nearest(id, new.stages.iter().map(|stage| stage.id.as_str()));
    if let Some(given) = named.get(&stage.id) {
        return match new.stage(given) {
            Some(there) => agreeing(stage, there, Target::Given(given.clone())),
            None => Target::Blocked(Blocked::NoSuchStage { named: given.clone(), perhaps: perhaps(given) }),
        };
    }
    if let Some(there) = new.stage(&stage.id) {
        return agreeing(stage, there, Target::Same);
    }
    let mut titled = new.stages.iter().filter(|there| there.title == stage.title);
    match (titled.next(), titled.next()) {
        (Some(there), None) => agreeing(stage, there, Target::SameTitle(there.id.clone())),
        _ => Target::Blocked(Blocked::Gone { perhaps: perhaps(&stage.id) }),
    }
}

/// What is over stays over, and what is not does not end by a change of version.
fn agreeing(stage: &Stage, there: &Stage, target: Target) -> Target {
    if stage.outcome == there.outcome {
        return target;
    }
    let stage_there = there.id.clone();
    Target::Blocked(Blocked::OtherOutcome { stage: stage_there, was: stage.outcome, is: there.outcome })
}

fn changes(
    stage: &Stage,
    old: &Machine,
    there: &Stage,
    new: &Machine,
    leads: &BTreeMap<&str, &str>,
) -> Vec<Change> {
    let mut changes = Vec::new();
    if stage.term != there.term {
        changes.push(Change::Term);
    }
    let leaves = |way: &Transition, stage: &Stage| way.from.contains(&stage.id);
    for way in old.transitions_from(&stage.id) {
        match new.transition(&way.id).filter(|other| leaves(other, there)) {
            None => changes.push(Change::TransitionRemoved(way.id.clone())),
            Some(other) => compare(way, other, leads, &mut changes),
        }
    }
    for way in new.transitions_from(&there.id) {
        if !old.transition(&way.id).is_some_and(|other| leaves(other, stage)) {
            changes.push(Change::TransitionAdded(way.id.clone()));
        }
    }
    changes
}

fn compare(old: &Transition, new: &Transition, leads: &BTreeMap<&str, &str>, changes: &mut Vec<Change>) {
    let transition = || old.id.clone();
    if leads.get(old.to.as_str()) != Some(&new.to.as_str()) {
        changes.push(Change::TransitionRedirected(transition()));
    }
    if (&old.roles, old.automatic) != (&new.roles, new.automatic) {
        changes.push(Change::TransitionTakers(transition()));
    }
    let find = |way: &Transition, id: &str| way.requires.iter().position(|requirement| requirement.id == id);
    for requirement in &old.requires {
        let (transition, id) = (transition(), requirement.id.to_string());
        match find(new, &requirement.id).map(|at| &new.requires[at]) {
            None => changes.push(Change::RequirementRemoved { transition, requirement: id }),
            Some(other) if !same_demand(requirement, other) => {
                changes.push(Change::RequirementChanged { transition, requirement: id });
            }
            Some(_) => {}
        }
    }
    for requirement in new.requires.iter().filter(|requirement| find(old, &requirement.id).is_none()) {
        changes.push(Change::RequirementAdded {
            transition: transition(),
            requirement: requirement.id.clone(),
            level: requirement.level,
        });
    }
}

/// Titles, hints and who sees to it may differ.
fn same_demand(a: &Requirement, b: &Requirement) -> bool {
    (a.level, &a.any_of) == (b.level, &b.any_of)
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;
    use std::string::String;

    const SEVEN: &str = include_str!("../../../workflows/programme.toml");
    const SIX: &str = include_str!("../../../examples/workflows/programme-six-stages.toml");
    const PAIR: &str = include_str!("../../../workflows/pair.toml");

    fn machine(source: &str) -> Machine {
        parse(source).0.expect("a definition of the test without errors")
    }

    fn named(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(from, to)| (from.to_string(), to.to_string())).collect()
    }

    /// Plans from the shipped programme to a changed one.
    fn to_changed(piece: &str, by: &str) -> Migration {
        assert!(SEVEN.contains(piece), "`{piece}`");
        plan(&machine(SEVEN), &machine(&SEVEN.replace(piece, by)), &BTreeMap::new())
    }

    #[test]
    fn to_itself_nothing_changes() {
        let same = plan(&machine(SEVEN), &machine(SEVEN), &BTreeMap::new());
        assert!(
            same.mappings.iter().all(|mapping| mapping.target == Target::Same && mapping.changes.is_empty())
        );
    }

    #[test]
    fn from_seven_stages_to_six_the_stage_that_is_gone_blocks_until_it_is_named() {
        let (seven, six) = (machine(SEVEN), machine(SIX));
        let blind = plan(&seven, &six, &BTreeMap::new());
        assert!(!blind.moves("training") && blind.moves("work") && !blind.moves("nowhere"));
        let target = &blind.of("training").expect("a mapping").target;
        assert_eq!(*target, Target::Blocked(Blocked::Gone { perhaps: None }));

        let told = plan(&seven, &six, &named(&[("training", "mentors"), ("trainnig", "mentors")]));
        assert!(told.mappings.iter().all(|mapping| told.moves(&mapping.stage)));
        let training = told.of("training").expect("a mapping");
        assert_eq!(training.target, Target::Given("mentors".into()));
        assert!(training.changes.contains(&Change::RequirementAdded {
            transition: "to-pairs".into(),
            requirement: "base".into(),
            level: Level::Must,
        }));
        assert_eq!(told.idle, ["trainnig"]);
    }

    #[test]
    fn a_renamed_stage_is_found_by_its_title() {
        let moved = to_changed("\"training\"", "\"learning\"");
        assert_eq!(moved.of("training").expect("it").target, Target::SameTitle("learning".into()));
        assert_eq!(moved.of("training").expect("it").changes, [], "a new name is no new way");
        assert_eq!(moved.of("mentors").expect("it").changes, []);
    }

    #[test]
    fn what_is_named_must_exist_and_end_alike() {
        let seven = machine(SEVEN);
        let target = |to: &str| {
            plan(&seven, &seven, &named(&[("work", to)])).of("work").expect("a mapping").target.clone()
        };
        let perhaps = Some("completion".into());
        let wrong = Blocked::NoSuchStage { named: "completon".into(), perhaps };
        assert_eq!(target("completon"), Target::Blocked(wrong));
        let ended = Blocked::OtherOutcome { stage: "completed".into(), was: None, is: Some(Outcome::Done) };
        assert_eq!(target("completed"), Target::Blocked(ended));
        assert_eq!(target("pairs"), Target::Given("pairs".into()));
    }

    #[test]
    fn another_kind_blocks_everything() {
        let moved = plan(&machine(SEVEN), &machine(PAIR), &BTreeMap::new());
        assert!(moved.mappings.iter().all(|mapping| mapping.target == Target::Blocked(Blocked::OtherKind)));
    }

    #[test]
    fn changes_are_told_at_the_stage_they_concern() {
        for (piece, by, stage, expected) in [
            ("\"15.09\"", "\"20.09\"", "mentees", Change::Term),
            (
                "id = \"back-to-work\"",
                "id = \"resume-work\"",
                "completion",
                Change::TransitionRemoved("back-to-work".into()),
            ),
            (
                "id = \"back-to-work\"",
                "id = \"resume-work\"",
                "completion",
                Change::TransitionAdded("resume-work".into()),
            ),
            (
                "from = \"completion\"\nto = \"work\"",
                "from = \"completion\"\nto = \"pairs\"",
                "completion",
                Change::TransitionRedirected("back-to-work".into()),
            ),
            (
                "tasks = \"conditions.ready\"",
                "tasks = \"materials.ready\"",
                "conditions",
                Change::RequirementChanged {
                    transition: "to-mentees".into(),
                    requirement: "conditions".into(),
                },
            ),
        ] {
            let moved = to_changed(piece, by);
            for mapping in &moved.mappings {
                let told = mapping.changes.contains(&expected);
                assert_eq!(
                    told,
                    mapping.stage == stage,
                    "{expected:?} at {}: {:?}",
                    mapping.stage,
                    mapping.changes
                );
            }
        }
    }
}
