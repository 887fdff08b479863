//! Reading `[[transition.require]]`: what must hold before a transition.

use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;

use super::diagnostic::{Code, Diagnostic};
use super::fields::{At, Fields, Reader};
use super::machine::{
    Condition, CountOf, InStage, Level, Occurrences, Outcome, Quantity, Requirement, SubjectKind,
};
use super::vocabulary::Known;

/// The keys that each make a condition.
const CONDITIONS: &[&str] =
    &["tasks", "count", "evidence", "not_before", "not_after", "document", "guard", "subjects"];

/// What a machine can be for, as written.
pub(super) const KINDS: &[(&str, SubjectKind)] = &[
    ("programme", SubjectKind::Programme),
    ("task", SubjectKind::Task),
    ("pair", SubjectKind::Pair),
    ("document", SubjectKind::Document),
];

const COUNTS: &[(&str, CountOf)] = &[
    ("mentors", CountOf::Mentors),
    ("mentees", CountOf::Mentees),
    ("pairs", CountOf::Pairs),
    ("trained", CountOf::Trained),
    ("consents", CountOf::Consents),
    ("requests", CountOf::Requests),
    ("paired", CountOf::Paired),
    ("meetings", CountOf::Meetings),
];

const OUTCOMES: &[(&str, Option<Outcome>)] =
    &[("done", Some(Outcome::Done)), ("cancelled", Some(Outcome::Cancelled)), ("ended", None)];

impl SubjectKind {
    /// As a definition writes it.
    pub fn as_str(self) -> &'static str {
        KINDS.iter().find(|(_, kind)| *kind == self).map_or("", |(name, _)| name)
    }
}

impl CountOf {
    /// As a definition writes it.
    pub fn as_str(self) -> &'static str {
        COUNTS.iter().find(|(_, count)| *count == self).map_or("", |(name, _)| name)
    }
}

impl Reader<'_> {
    /// One requirement; `None` where too little of it could be read.
    pub fn requirement(
        &mut self,
        mut fields: Fields<'_, '_>,
        kind: SubjectKind,
        taken: &mut Vec<At<String>>,
    ) -> Option<Requirement> {
        let id = self.need_id(&mut fields, "id");
        if let Some(id) = &id {
            self.unique(id, taken);
        }
        let title = self.need_words(&mut fields, "title");
        let levels = [("must", Level::Must), ("should", Level::Should)];
        let level = self.choice(&mut fields, "level", &levels).map_or(Level::Must, |level| level.value);
        let responsible = self.text(&mut fields, "responsible");
        if let Some(role) = &responsible {
            self.known(&self.vocabulary.roles.clone(), Code::UnknownRole, role);
        }
        let hint = self.words(&mut fields, "hint").map(|hint| hint.value);
        let alternatives = fields.has("any").then(|| self.tables(&mut fields, "any", "any"));
        let any_of = match alternatives {
            None => {
                fields.take("any");
                self.condition(&mut fields, kind, true).into_iter().collect()
            }
            Some(tables) => self.alternatives(&fields, tables, kind),
        };
        self.finish(fields);
        Some(Requirement {
            id: id?.value,
            title: title?.value,
            level,
            any_of,
            responsible: responsible.map(|role| role.value),
            hint,
        })
    }

    fn alternatives(
        &mut self,
        fields: &Fields<'_, '_>,
        tables: Vec<Fields<'_, '_>>,
        kind: SubjectKind,
    ) -> Vec<Condition> {
        if tables.is_empty() {
            self.note(Diagnostic::new(Code::EmptyList, fields.place("any")).with("key", "any"));
        }
        let mut conditions = Vec::new();
        for mut table in tables {
            conditions.extend(self.condition(&mut table, kind, false));
            self.finish(table);
        }
        conditions
    }

    /// Notes an id that was taken, else takes it.
    pub fn unique(&mut self, id: &At<String>, taken: &mut Vec<At<String>>) {
        match taken.iter().find(|other| other.value == id.value) {
            Some(first) => {
                let diagnostic = Diagnostic::new(Code::DuplicateId, id.span.clone())
                    .with("id", id.value.as_str())
                    .near(first.span.clone(), "first");
                self.note(diagnostic);
            }
            None => taken.push(id.clone()),
        }
    }

    /// The one condition that a table states.
    fn condition(
        &mut self,
        fields: &mut Fields<'_, '_>,
        machine: SubjectKind,
        may_be_any: bool,
    ) -> Option<Condition> {
        let found: Vec<&'static str> = CONDITIONS.iter().copied().filter(|key| fields.has(key)).collect();
        for key in CONDITIONS {
            fields.take(key);
        }
        let &[key] = found.as_slice() else {
            let place = found.get(1).map_or_else(|| fields.span.clone(), |second| fields.place(second));
            let allowed = CONDITIONS.join(", ");
            self.note(
                Diagnostic::new(Code::NotOneOf, place)
                    .with("found", found.join(", "))
                    .with("allowed", if may_be_any { allowed + ", any" } else { allowed }),
            );
            self.take_companions(fields);
            return None;
        };
        match key {
            "tasks" => self.tasks(fields),
            "count" => self.count(fields, machine),
            "evidence" => {
                let kind = self.text(fields, "evidence")?;
                let at_least = self.number(fields, "at_least", 10_000).unwrap_or(1);
                if kind.value == "any" {
                    return Some(Condition::Evidence { kind: None, at_least });
                }
                self.known(&self.vocabulary.evidence.clone(), Code::UnknownEvidence, &kind);
                Some(Condition::Evidence { kind: Some(kind.value), at_least })
            }
            "not_before" => self.term(fields, key).map(|date| Condition::NotBefore { date }),
            "not_after" => self.term(fields, key).map(|date| Condition::NotAfter { date }),
            "document" => {
                let document = self.text(fields, key)?;
                self.known(&self.vocabulary.documents.clone(), Code::UnknownDocument, &document);
                Some(Condition::Approval { document: document.value })
            }
            "guard" => {
                let name = self.text(fields, key)?;
                self.known(&self.vocabulary.guards.clone(), Code::UnknownGuard, &name);
                Some(Condition::Guard { name: name.value })
            }
            _ => self.subjects(fields, machine),
        }
    }

    /// Where it is unclear which condition is meant, none of the words beside it is called unknown.
    fn take_companions(&mut self, fields: &mut Fields<'_, '_>) {
        for key in ["all", "at_least", "share", "stage", "outcome", "occurrences"] {
            fields.take(key);
        }
    }

    fn tasks(&mut self, fields: &mut Fields<'_, '_>) -> Option<Condition> {
        let tag = self.text(fields, "tasks")?;
        self.known(&self.vocabulary.tags.clone(), Code::UnknownTag, &tag);
        let scopes = [("all", Occurrences::All), ("due", Occurrences::Due)];
        let occurrences = self.choice(fields, "occurrences", &scopes);
        Some(Condition::Tasks {
            tag: tag.value,
            stage: self.in_stage(fields, SubjectKind::Task),
            quantity: self.quantity(fields, Quantity::All),
            occurrences: occurrences.map_or(Occurrences::All, |scope| scope.value),
        })
    }

    fn count(&mut self, fields: &mut Fields<'_, '_>, machine: SubjectKind) -> Option<Condition> {
        let what = self.choice(fields, "count", COUNTS);
        let quantity = self.quantity(fields, Quantity::AtLeast(1));
        let what = what?;
        let fits = match machine {
            SubjectKind::Programme => true,
            SubjectKind::Pair => {
                matches!(what.value, CountOf::Consents | CountOf::Meetings | CountOf::Mentees)
            }
            SubjectKind::Task | SubjectKind::Document => false,
        };
        if !fits {
            self.note(
                Diagnostic::new(Code::WrongSubject, what.span.clone())
                    .with("key", what.value.as_str())
                    .with("kind", machine.as_str()),
            );
        }
        Some(Condition::Count { what: what.value, quantity })
    }

    fn subjects(&mut self, fields: &mut Fields<'_, '_>, machine: SubjectKind) -> Option<Condition> {
        let Some(kind) = self.choice(fields, "subjects", KINDS) else {
            self.take_companions(fields);
            return None;
        };
        let stage = self.in_stage(fields, kind.value);
        let quantity = self.quantity(fields, Quantity::All);
        // A programme does not belong to a pair; nothing belongs to itself.
        if kind.value == machine || kind.value == SubjectKind::Programme {
            self.note(
                Diagnostic::new(Code::WrongSubject, kind.span.clone())
                    .with("key", kind.value.as_str())
                    .with("kind", machine.as_str()),
            );
        }
        Some(Condition::Subjects { kind: kind.value, stage, quantity })
    }

    fn in_stage(&mut self, fields: &mut Fields<'_, '_>, kind: SubjectKind) -> InStage {
        let outcome = self.choice(fields, "outcome", OUTCOMES);
        let stages = self.list(fields, "stage");
        if !stages.is_empty() && fields.has("outcome") {
            self.note(
                Diagnostic::new(Code::NotOneOf, fields.place("outcome"))
                    .with("found", "stage, outcome")
                    .with("allowed", "stage, outcome"),
            );
        }
        if stages.is_empty() {
            return match outcome.map(|outcome| outcome.value) {
                None => InStage::Outcome(Outcome::Done),
                Some(Some(outcome)) => InStage::Outcome(outcome),
                Some(None) => InStage::Ended,
            };
        }
        if let Some(ids) = self.vocabulary.stages.get(&kind) {
            let known = Known::Only(ids.iter().cloned().collect::<BTreeSet<String>>());
            for stage in &stages {
                self.known(&known, Code::UnknownStage, stage);
            }
        }
        InStage::OneOf(stages.into_iter().map(|stage| stage.value).collect())
    }

    fn quantity(&mut self, fields: &mut Fields<'_, '_>, default: Quantity) -> Quantity {
        let said: Vec<&str> =
            ["all", "at_least", "share"].into_iter().filter(|key| fields.has(key)).collect();
        if said.len() > 1 {
            self.note(
                Diagnostic::new(Code::NotOneOf, fields.place(said[1]))
                    .with("found", said.join(", "))
                    .with("allowed", "all, at_least, share"),
            );
        }
        let all = self.flag(fields, "all");
        let at_least = self.number(fields, "at_least", 100_000).map(Quantity::AtLeast);
        let share = self.number(fields, "share", 100).map(|share| Quantity::Share(share as u8));
        match all {
            Some(At { value: false, span }) => {
                self.bad_value("all", "false", "true", None, span);
                default
            }
            Some(_) => Quantity::All,
            None => at_least.or(share).unwrap_or(default),
        }
    }
}
