//! A definition in words.

use fluent_templates::fluent_bundle::FluentValue;
use vekha_core::workflow::vocabulary::{DOCUMENTS, EVIDENCE, ROLES, TEMPLATES, meaning};
use vekha_core::workflow::{
    Condition, Entry, InStage, Occurrences, Offset, Outcome, Quantity, Requirement, SubjectKind, Term, Unit,
    Words,
};

use crate::lang::Lang;

/// Puts definitions into the words of one language.
#[derive(Clone, Copy)]
pub(super) struct Speaker(pub Lang);

type Arg<'a> = (&'static str, FluentValue<'a>);

impl Speaker {
    pub fn pick(self, words: &Words) -> &str {
        words.pick(self.0 == Lang::Ru)
    }

    fn known(self, list: &[vekha_core::workflow::vocabulary::Entry], id: &str) -> String {
        meaning(list, id).map_or_else(|| id.to_owned(), |words| self.pick(&words).to_owned())
    }

    pub fn role(self, id: &str) -> String {
        self.known(ROLES, id)
    }

    pub fn roles(self, ids: &[String]) -> String {
        ids.iter().map(|id| self.role(id)).collect::<Vec<_>>().join(", ")
    }

    pub fn evidence(self, ids: &[String]) -> String {
        ids.iter().map(|id| self.known(EVIDENCE, id)).collect::<Vec<_>>().join(", ")
    }

    pub fn kind(self, kind: SubjectKind) -> String {
        self.0.word(&format!("workflow-kind-{}", kind.as_str()))
    }

    pub fn outcome(self, outcome: Outcome) -> String {
        self.0.word(match outcome {
            Outcome::Done => "workflow-outcome-done",
            Outcome::Cancelled => "workflow-outcome-cancelled",
        })
    }

    pub fn term(self, term: &Term) -> String {
        match term {
            Term::After(Offset { amount, unit }) => {
                let id = match unit {
                    Unit::Days => "workflow-term-days",
                    Unit::WorkingDays => "workflow-term-working-days",
                    Unit::Weeks => "workflow-term-weeks",
                    Unit::Months => "workflow-term-months",
                };
                self.0.say(id, &[("n", (*amount).into())])
            }
            Term::MonthDay { month, day } => {
                self.0.say("workflow-term-month-day", &[("day", day_month(*day, *month).into())])
            }
            Term::Date(date) => date.format("%d.%m.%Y").to_string(),
            Term::Task { tag, otherwise: None } => {
                self.0.say("workflow-term-task", &[("tag", tag.as_str().into())])
            }
            Term::Task { tag, otherwise: Some((month, day)) } => {
                let day = day_month(*day, *month);
                self.0.say("workflow-term-otherwise", &[("tag", tag.as_str().into()), ("day", day.into())])
            }
        }
    }

    pub fn entry(self, entry: &Entry) -> String {
        match entry {
            Entry::Notify { template, to } => {
                let args: [Arg<'_>; 2] =
                    [("template", self.known(TEMPLATES, template).into()), ("roles", self.roles(to).into())];
                self.0.say("workflow-enter-notify", &args)
            }
            Entry::OpenTasks { tag } => self.0.say("workflow-enter-open", &[("tag", tag.as_str().into())]),
            Entry::Draft { document } => {
                let document = self.known(DOCUMENTS, document);
                self.0.say("workflow-enter-draft", &[("document", document.into())])
            }
            Entry::Hook { name } => self.0.say("workflow-enter-hook", &[("name", name.as_str().into())]),
        }
    }

    /// The conditions of a requirement, any one of which is enough.
    pub fn conditions(self, requirement: &Requirement) -> Vec<String> {
        requirement.any_of.iter().map(|condition| self.condition(condition)).collect()
    }

    fn condition(self, condition: &Condition) -> String {
        let say = |id: &str, args: &[Arg<'_>]| self.0.say(id, args);
        match condition {
            Condition::Tasks { tag, stage, quantity, occurrences } => {
                let which = match occurrences {
                    Occurrences::All => "all",
                    Occurrences::Due => "due",
                };
                let args: [Arg<'_>; 4] = [
                    ("tag", tag.as_str().into()),
                    ("where", self.in_stage(stage).into()),
                    ("quantity", self.quantity(*quantity).into()),
                    ("occurrences", which.into()),
                ];
                say("workflow-condition-tasks", &args)
            }
            Condition::Count { what, quantity } => {
                let quantity = self.quantity(*quantity);
                say(
                    "workflow-condition-count",
                    &[("what", what.as_str().into()), ("quantity", quantity.into())],
                )
            }
            Condition::Evidence { kind, at_least } => {
                let quantity = ("quantity", self.quantity(Quantity::AtLeast(*at_least)).into());
                match kind {
                    Some(kind) => say(
                        "workflow-condition-evidence",
                        &[("kind", self.known(EVIDENCE, kind).into()), quantity],
                    ),
                    None => say("workflow-condition-evidence-any", &[quantity]),
                }
            }
            Condition::NotBefore { date } => {
                say("workflow-condition-not-before", &[("term", self.term(date).into())])
            }
            Condition::NotAfter { date } => {
                say("workflow-condition-not-after", &[("term", self.term(date).into())])
            }
            Condition::Approval { document } => {
                say("workflow-condition-document", &[("document", self.known(DOCUMENTS, document).into())])
            }
            Condition::Guard { name } => say("workflow-condition-guard", &[("name", name.as_str().into())]),
            Condition::Subjects { kind, stage, quantity } => {
                let args: [Arg<'_>; 3] = [
                    ("kind", kind.as_str().into()),
                    ("where", self.in_stage(stage).into()),
                    ("quantity", self.quantity(*quantity).into()),
                ];
                say("workflow-condition-subjects", &args)
            }
        }
    }

    fn in_stage(self, stage: &InStage) -> String {
        match stage {
            InStage::Outcome(Outcome::Done) => self.0.word("workflow-where-done"),
            InStage::Outcome(Outcome::Cancelled) => self.0.word("workflow-where-cancelled"),
            InStage::Ended => self.0.word("workflow-where-ended"),
            InStage::OneOf(ids) => self.0.say("workflow-where-stage", &[("stages", ids.join(", ").into())]),
        }
    }

    fn quantity(self, quantity: Quantity) -> String {
        match quantity {
            Quantity::All => self.0.word("workflow-quantity-all"),
            Quantity::AtLeast(n) => self.0.say("workflow-quantity-at-least", &[("n", n.into())]),
            Quantity::Share(n) => self.0.say("workflow-quantity-share", &[("n", n.into())]),
        }
    }
}

fn day_month(day: u8, month: u8) -> String {
    format!("{day:02}.{month:02}")
}
