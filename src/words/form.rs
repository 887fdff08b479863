//! What is wrong with a file of `forms/` or `vocabulary/`, in a person's words.

use vekha_core::people::form::FormProblem;

use crate::lang::Lang;

/// The problem in a sentence; the place is told beside it.
pub fn problem(problem: &FormProblem, lang: Lang) -> String {
    let text = |value: &String| value.clone().into();
    match problem {
        FormProblem::Syntax(message) => super::toml::say(message, lang),
        FormProblem::Twice(name) => lang.say("form-twice", &[("name", text(name))]),
        FormProblem::NoRecord(name, known) => {
            lang.say("form-no-record", &[("name", text(name)), ("known", known.join(", ").into())])
        }
        FormProblem::Ages(from, to) => {
            lang.say("form-ages", &[("from", (*from).into()), ("to", (*to).into())])
        }
        FormProblem::Confidence(found) => lang.say("form-confidence", &[("text", text(found))]),
    }
}
