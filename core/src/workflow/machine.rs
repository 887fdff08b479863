//! The checked machine: what a definition became. Stored in published sets, so no clever serde here.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::term::Term;
use crate::digest::Digest;

/// One saying in the two languages of the program.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Words {
    /// In Russian.
    pub ru: String,
    /// In English.
    pub en: String,
}

/// What goes through the stages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum SubjectKind {
    /// A mentoring programme.
    Programme,
    /// An occurrence of a roadmap's task.
    Task,
    /// A mentor with one mentee, or a group.
    Pair,
    /// An order, a regulation, a report.
    Document,
}

/// How it ended where a stage ends something. Such a stage may still have ways out: a done task can be reopened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Outcome {
    /// As intended.
    Done,
    /// Given up, broken off, annulled.
    Cancelled,
}

/// A definition that passed every check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Machine {
    /// The name others refer to it by: `programme`, `pair`.
    pub name: String,
    /// For people.
    pub title: Words,
    /// What goes through it.
    pub kind: SubjectKind,
    /// Of the definition's content: comments, white space and the order of keys do not change it.
    pub hash: Digest,
    /// The id of the stage where a subject begins.
    pub initial: String,
    /// In the order of the file; a stage's number for people is its index here plus one.
    pub stages: Vec<Stage>,
    /// In the order of the file.
    pub transitions: Vec<Transition>,
}

/// A place where a subject can stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    /// Unique in the machine.
    pub id: String,
    /// For people.
    pub title: Words,
    /// Whether, and how, this ends the matter.
    pub outcome: Option<Outcome>,
    /// By when the stage should be left.
    pub term: Option<Term>,
    /// What is done when a subject comes in, in this order.
    pub on_enter: Vec<Entry>,
    /// Kinds of evidence to collect while here.
    pub evidence: Vec<String>,
}

/// Something to do on entering a stage; the engine stores it in the event and performs it after the commit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Entry {
    /// Queue a message.
    Notify {
        /// The template's name.
        template: String,
        /// Roles that get it.
        to: Vec<String>,
    },
    /// Move the tasks with a purpose tag from their initial stage along their first forward transition.
    OpenTasks {
        /// The purpose tag.
        tag: String,
    },
    /// Prepare an unsigned document.
    Draft {
        /// The document's kind.
        document: String,
    },
    /// Call a function of `hooks.rhai`.
    Hook {
        /// The function's name.
        name: String,
    },
}

/// A way from one or several stages to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transition {
    /// Unique in the machine.
    pub id: String,
    /// For people: what one does, «Зарегистрировать».
    pub title: Words,
    /// Ids of the stages it leads from; at least one.
    pub from: Vec<String>,
    /// The id of the stage it leads to.
    pub to: String,
    /// Whether it returns to an earlier stage.
    pub back: bool,
    /// Who may take it; empty where only the engine does (`automatic`).
    pub roles: Vec<String>,
    /// All of these must hold.
    pub requires: Vec<Requirement>,
    /// Taken by the nightly job as soon as the requirements hold.
    pub automatic: bool,
    /// Whether whoever takes it must say why.
    pub needs_reason: bool,
}

/// How binding a requirement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Level {
    /// Never passed unmet.
    Must,
    /// The head may let it pass with a reason and a term.
    Should,
}

/// What must hold before a transition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requirement {
    /// Unique in its transition; exceptions refer to it.
    pub id: String,
    /// For people: «Приказ о внедрении издан».
    pub title: Words,
    /// How binding it is.
    pub level: Level,
    /// Met when *any one* holds; never empty, usually one.
    pub any_of: Vec<Condition>,
    /// The role that sees to it.
    pub responsible: Option<String>,
    /// How to meet it.
    pub hint: Option<Words>,
}

/// Something that is or is not so at an effective date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Condition {
    /// Tasks with a purpose tag are where they should be. Not met while no task has the tag.
    Tasks {
        /// The purpose tag.
        tag: String,
        /// Where they should be.
        stage: InStage,
        /// How many of them.
        quantity: Quantity,
        /// Which occurrences of a recurring task count.
        occurrences: Occurrences,
    },
    /// Enough of something in the programme (or, for a pair's machine, in the pair).
    Count {
        /// What is counted.
        what: CountOf,
        /// How many; `All` and `Share` are of those it could be: mentors for `Trained`, people for `Consents`.
        quantity: Quantity,
    },
    /// Evidence recorded with the subject.
    Evidence {
        /// The kind, or `None` where any will do.
        kind: Option<String>,
        /// How many pieces.
        at_least: u32,
    },
    /// The effective date is this day or later.
    NotBefore {
        /// The day; an offset counts from entering the stage one leaves.
        date: Term,
    },
    /// The effective date is this day or earlier.
    NotAfter {
        /// The day; an offset counts from entering the stage one leaves.
        date: Term,
    },
    /// A signed document of this kind is registered.
    Approval {
        /// The document's kind.
        document: String,
    },
    /// A condition in `guards.rhai` says yes.
    Guard {
        /// The guard's name.
        name: String,
    },
    /// Subjects of another kind that belong to this one are where they should be. Not met while there are none.
    Subjects {
        /// What they are.
        kind: SubjectKind,
        /// Where they should be.
        stage: InStage,
        /// How many of them.
        quantity: Quantity,
    },
}

/// Where a subject should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum InStage {
    /// In a stage with this outcome.
    Outcome(Outcome),
    /// In a stage with any outcome: it is over, one way or another.
    Ended,
    /// In one of these stages, by id.
    OneOf(Vec<String>),
}

/// How many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Quantity {
    /// Every one, and at least one.
    All,
    /// This many or more; 1 is "any".
    AtLeast(u32),
    /// This many per cent or more, 1–100, of at least one.
    Share(u8),
}

/// Which occurrences of recurring tasks a condition looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Occurrences {
    /// All inside the plan.
    All,
    /// Those due by the effective date; a task without one counts as one.
    Due,
}

/// What a `count` counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum CountOf {
    /// Mentors in the base.
    Mentors,
    /// Mentees in the base.
    Mentees,
    /// Pairs and groups not broken off.
    Pairs,
    /// Mentors who were trained.
    Trained,
    /// People with every consent that their form requires.
    Consents,
    /// Mentees with a request.
    Requests,
    /// Mentees who have a pair, or stand on the list of those without one with a reason.
    Paired,
    /// Meetings held.
    Meetings,
}

impl Words {
    /// The saying in Russian or in English.
    pub fn pick(&self, russian: bool) -> &str {
        if russian { &self.ru } else { &self.en }
    }
}

impl Machine {
    /// The stage with this id.
    pub fn stage(&self, id: &str) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.id == id)
    }

    /// The stage that a person names: by its id, its number from 1, or its title in either language.
    pub fn stage_named(&self, name: &str) -> Option<&Stage> {
        let name = name.trim();
        let numbered = || self.stages.get(name.parse::<usize>().ok()?.checked_sub(1)?);
        let lower = name.to_lowercase();
        let titled = || {
            self.stages.iter().find(|stage| {
                [true, false].iter().any(|russian| stage.title.pick(*russian).to_lowercase() == lower)
            })
        };
        self.stage(name).or_else(numbered).or_else(titled)
    }

    /// The position of a stage in the order of the file, from 0.
    pub fn index_of(&self, id: &str) -> Option<usize> {
        self.stages.iter().position(|stage| stage.id == id)
    }

    /// The transition with this id.
    pub fn transition(&self, id: &str) -> Option<&Transition> {
        self.transitions.iter().find(|transition| transition.id == id)
    }

    /// The ways out of a stage, in the order of the file.
    pub fn transitions_from<'a>(&'a self, stage: &str) -> impl Iterator<Item = &'a Transition> {
        self.transitions.iter().filter(move |transition| transition.from.iter().any(|from| from == stage))
    }

    /// The way a plain "advance" takes: the first that neither returns nor cancels.
    pub fn forward_from<'a>(&'a self, stage: &str) -> Option<&'a Transition> {
        self.transitions_from(stage).find(|transition| {
            !transition.back
                && self.stage(&transition.to).is_some_and(|to| to.outcome != Some(Outcome::Cancelled))
        })
    }

    /// The first way out of a stage that ends with this outcome in one step.
    pub fn ending_from<'a>(&'a self, stage: &str, outcome: Outcome) -> Option<&'a Transition> {
        self.transitions_from(stage)
            .find(|transition| self.stage(&transition.to).is_some_and(|to| to.outcome == Some(outcome)))
    }
}

impl InStage {
    /// Whether a subject standing in `stage` is there.
    pub fn holds(&self, stage: &Stage) -> bool {
        match self {
            Self::Outcome(outcome) => stage.outcome == Some(*outcome),
            Self::Ended => stage.outcome.is_some(),
            Self::OneOf(ids) => ids.contains(&stage.id),
        }
    }
}

impl Quantity {
    /// Whether `have` out of `of` is enough. Nothing out of nothing is never enough.
    ///
    /// ```
    /// use vekha_core::workflow::Quantity;
    /// assert!(Quantity::Share(65).enough(2, 3));
    /// assert!(!Quantity::All.enough(0, 0));
    /// ```
    pub fn enough(self, have: usize, of: usize) -> bool {
        match self {
            Self::All => of > 0 && have >= of,
            Self::AtLeast(n) => have >= n as usize,
            Self::Share(percent) => {
                of > 0 && (have as u128).saturating_mul(100) >= (of as u128).saturating_mul(percent.into())
            }
        }
    }
}
