//! `guards.rhai`: conditions that a transition may require by name.
//!
//! A guard gets the facts of what wants to go on and returns `true`, or a refusal with its reason. What it asks for
//! and nobody knows is a refusal too.

use vekha_core::facts::Record;

use super::Script;
use super::answers::{Answer, Shape, Unmet};
use crate::script::fault::Fault;
use crate::script::sandbox::{Ran, Sandbox};
use crate::script::scan::{Sort, tokens};
use crate::script::wire::Question;

/// What a guard is told, by what goes through the stages: English names of fields. A field that nobody filled in is
/// unknown.
pub const GIVEN: [(&str, &[&str]); 3] = [
    (
        "programme",
        &[
            "id",
            "programme",
            "form",
            "stage",
            "started",
            "due",
            "today",
            "evidence",
            "documents",
            "base_mentors",
            "base_mentees",
            "trained",
            "with_requests",
            "pairs_started",
            "pairs_active",
            "pairs_completed",
            "deadlines",
            "overdue",
        ],
    ),
    (
        "task",
        &[
            "task",
            "stage",
            "started",
            "due",
            "today",
            "tags",
            "responsible",
            "evidence",
            "documents",
            "days_late",
        ],
    ),
    (
        "pair",
        &[
            "id",
            "programme",
            "form",
            "mentor",
            "mentee",
            "stage",
            "started",
            "due",
            "today",
            "evidence",
            "documents",
            "meetings_held",
            "consents",
            "consents_required",
        ],
    ),
];

/// The guards that a script has: its functions of one parameter that are not private.
pub fn names(text: &str) -> Vec<String> {
    let all = tokens(text);
    let mut found = Vec::new();
    for (at, token) in all.iter().enumerate().filter(|(_, token)| token.is("fn")) {
        let hidden = at > 0 && all[at - 1].is("private");
        if let [name, open, param, close, ..] = &all[at + 1..]
            && !hidden
            && token.sort == Sort::Word
            && open.is("(")
            && param.sort == Sort::Word
            && close.is(")")
        {
            found.push(name.text.to_string());
        }
    }
    found
}

/// Asks guards by name, each about its facts; the answers are in their order. One that fails, with its place, fails
/// alone.
pub fn judge(
    sandbox: &Sandbox,
    script: &Script,
    asked: Vec<(String, Record)>,
) -> Ran<Vec<Result<Result<(), Unmet>, Fault>>> {
    let questions = asked.into_iter().map(|(name, facts)| Question::new(name, facts, Shape::Guard)).collect();
    let ran = sandbox.ask(script.source.clone(), questions, &script.modules, &script.calendar);
    let read = |answer| match answer {
        Ok(Answer::Guard(verdict)) => Ok(verdict),
        Ok(_) => Err(Fault::new("crashed")),
        Err(fault) => Err(fault),
    };
    Ran { result: ran.result.map(|answers| answers.into_iter().map(read).collect()), said: ran.said }
}

#[cfg(test)]
mod tests {
    use super::{GIVEN, names};
    use crate::script::api::facts::FIELDS;

    #[test]
    fn guards_are_public_functions_of_one_parameter() {
        let text = "fn a(x) { true } // fn no(x)\nprivate fn hidden(x) { }\nfn two(x, y) {}\nfn б ( факты ) { |x| x }";
        assert_eq!(names(text), ["a", "б"]);
        assert_eq!(names("fn"), [""; 0]);
        assert_eq!(names(include_str!("../../../scripts/guards.rhai")).len(), 6);
    }

    #[test]
    fn what_guards_are_told_is_documented() {
        for (subject, fields) in GIVEN {
            for field in fields {
                assert!(FIELDS.iter().any(|(known, ..)| known == field), "{subject}: {field}");
            }
        }
    }
}
