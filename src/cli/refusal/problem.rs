//! What is wrong, in words.

use fluent_templates::fluent_bundle::FluentValue;
use vekha_core::decide::{Problem, Unmet};
use vekha_core::ids::Subject;
use vekha_core::view::ViewError;

use super::requirement::requirement;
use super::{pairs, people, role_titles, said, words, work};
use crate::cli::look::{Look, day};
use crate::lang::Lang;

/// The words of one unmet condition.
///
/// # Errors
/// What the view says.
pub(super) fn problem(look: &Look<'_>, unmet: &Unmet) -> Result<String, ViewError> {
    let say = |id: &str, args: &[(&'static str, FluentValue<'_>)]| Ok(look.lang.say(id, args));
    match &unmet.problem {
        Problem::Requirement { title, hint, level, shortfalls, .. } => {
            requirement(look, title, hint.as_ref(), *level, shortfalls)
        }
        Problem::NoTransition { stage, wanted, ways } => {
            let ways: Vec<String> =
                ways.iter().map(|(id, title)| format!("{id} ({})", words(look, title))).collect();
            let ways = ways.join(", ");
            let args = [("stage", words(look, stage)), ("wanted", wanted.clone()), ("ways", ways)];
            Ok(said(look.lang, "problem-no-transition", args))
        }
        Problem::Ended { stage } => say("problem-ended", &[("stage", words(look, stage).into())]),
        Problem::NotAllowed { transition, roles } => {
            let args = [("transition", words(look, transition)), ("roles", role_titles(look.lang, roles))];
            Ok(said(look.lang, "problem-not-allowed", args))
        }
        Problem::ReasonNeeded => Ok(look.lang.word("problem-reason-needed")),
        Problem::CannotAllow { requirement, must } => {
            let id = if *must { "problem-cannot-allow-must" } else { "problem-cannot-allow-role" };
            say(id, &[("requirement", requirement.clone().into())])
        }
        Problem::NoSuchRequirement { requirement, known } => Ok(said(
            look.lang,
            "problem-no-such-requirement",
            [("requirement", requirement.clone()), ("known", known.join(", "))],
        )),
        Problem::InTheFuture { on, today } => {
            Ok(said(look.lang, "problem-in-the-future", [("on", day(*on)), ("today", day(*today))]))
        }
        Problem::BeforeLastStep { on, since } => {
            Ok(said(look.lang, "problem-before-last-step", [("on", day(*on)), ("since", day(*since))]))
        }
        Problem::TermReversed { from, to } => {
            Ok(said(look.lang, "problem-term-reversed", [("from", day(*from)), ("to", day(*to))]))
        }
        Problem::NotLater { from, to } => {
            Ok(said(look.lang, "problem-not-later", [("from", day(*from)), ("to", day(*to))]))
        }
        _ => rest(look, unmet),
    }
}

/// Problems with what there is and is not.
fn rest(look: &Look<'_>, unmet: &Unmet) -> Result<String, ViewError> {
    let one = |id: &str, name: &'static str, value: String| Ok(said(look.lang, id, [(name, value)]));
    match &unmet.problem {
        Problem::SchoolExists => Ok(look.lang.word("problem-school-exists")),
        Problem::PlanExists { plan } => {
            one("problem-plan-exists", "plan", look.address(Subject::Plan(*plan))?)
        }
        Problem::NumberTaken { number, task } => Ok(said(
            look.lang,
            "problem-number-taken",
            [("number", number.clone()), ("task", look.title(Subject::Task(*task))?)],
        )),
        Problem::NotFound { what } => one("problem-not-found", "what", subject(look.lang, *what)),
        Problem::NothingToUndo => Ok(look.lang.word("problem-nothing-to-undo")),
        Problem::WentOn { stage } => one("problem-went-on", "stage", words(look, stage)),
        Problem::NoWorkflow { name, known } => {
            Ok(said(look.lang, "problem-no-workflow", [("name", name.clone()), ("known", known.join(", "))]))
        }
        Problem::NoStage { stage, known } => {
            Ok(said(look.lang, "problem-no-stage", [("stage", stage.clone()), ("known", known.join(", "))]))
        }
        Problem::ProgrammeExists { programme } => {
            one("problem-programme-exists", "programme", programme.to_string())
        }
        Problem::NoName => Ok(look.lang.word("problem-no-name")),
        Problem::CannotMerge => Ok(look.lang.word("problem-cannot-merge")),
        Problem::NotARole => Ok(look.lang.word("problem-not-a-role")),
        other => match pairs::problem(look, other)? {
            Some(words) => Ok(words),
            None => Ok(work::problem(look, other).unwrap_or_else(|| people::problem(look, other))),
        },
    }
}

fn subject(lang: Lang, what: Subject) -> String {
    let (id, number) = match what {
        Subject::School => ("subject-school", String::new()),
        Subject::Plan(id) => ("subject-plan", id.to_string()),
        Subject::Task(id) => ("subject-task", id.to_string()),
        Subject::Occurrence(id, no) => ("subject-occurrence", format!("{id}@{no}")),
        Subject::Programme(id) => ("subject-programme", id.to_string()),
        Subject::Party(id) => ("subject-party", id.to_string()),
        Subject::Pair(id) => ("subject-pair", id.to_string()),
        Subject::Document(id) => ("subject-document", id.to_string()),
    };
    lang.say(id, &[("number", number.into())])
}
