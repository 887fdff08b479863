//! A refusal in words: every unmet condition, who is responsible for it, and the commands that would meet it.

mod alike;
mod pairs;
pub mod people;
mod problem;
mod remedy;
mod requirement;
mod work;

use vekha_core::decide::{Problem, Refusal, Unmet};
use vekha_core::ids::Subject;
use vekha_core::view::{Read, ViewError};
use vekha_core::workflow::Words;
use vekha_core::workflow::vocabulary::{EVIDENCE, ROLES, meaning};

pub use self::remedy::remedies;
use self::remedy::{Whom, commands};
pub use self::requirement::requirement;
use super::Desk;
use super::failure::{Failure, Hint, Kind, Message};
use super::look::Look;
use crate::app::{AppError, Reading, RulesError};
use crate::config::quoted;
use crate::lang::Lang;
use crate::store::StoreError;

/// The role that stands for whoever holds the task.
const OWN_HOLDERS: &str = "responsible";

/// An error of the engine as a failure of a command. A refusal is told in full by [`refused`].
pub fn failure(error: AppError, lang: Lang) -> Failure {
    match error {
        AppError::Store(error) => store(&error, lang),
        AppError::Rules(error) => rules(&error, lang),
        AppError::NoSchool { wanted, known } => {
            Failure::with(Kind::BadInput, "no-such-school", [("school", wanted), ("known", known.join("; "))])
        }
        AppError::Moved => Failure::new(Kind::StoreBusy, "kept-moving"),
        AppError::Random(reason) => Failure::new(Kind::Failed, Message::Text(reason)),
        AppError::Script(words) => Failure::new(Kind::Failed, Message::Text(words)),
        AppError::Refused(refusal) => {
            Failure::with(Kind::Refused, "refused", [("count", refusal.unmet.len())])
        }
    }
}

fn store(error: &StoreError, lang: Lang) -> Failure {
    let kind = match error {
        _ if error.is_busy() => Kind::StoreBusy,
        _ if error.is_damaged() => Kind::StoreDamaged,
        StoreError::NotAHome(_) | StoreError::Exists(_) => Kind::BadInput,
        _ => Kind::Failed,
    };
    Failure::new(kind, Message::Text(error.say(lang)))
}

fn rules(error: &RulesError, lang: Lang) -> Failure {
    let file = [("file", error.path().to_owned())];
    let failure = Failure::with(Kind::BadInput, "rules-file", file);
    match error {
        RulesError::Workflow(path, ..) => {
            failure.hint_command("rules-check", format!("vekha workflow check {}", quoted(path)))
        }
        RulesError::Survey(path, source, errors) => errors.iter().fold(failure, |failure, error| {
            failure.cause(super::survey::excerpt(path, source, error, lang, false))
        }),
        RulesError::Calendar(path, source, error) => {
            let said = crate::words::deadline::calendar_problem(error, lang);
            let span = crate::words::excerpt::place(source, error.line, error.column);
            failure.cause(crate::words::excerpt::excerpt(path, source, span, &said, lang, false))
        }
        RulesError::Form(path, source, error) => {
            let said = crate::words::form::problem(&error.problem, lang);
            let span = crate::words::excerpt::place(source, error.line, error.column);
            failure.cause(crate::words::excerpt::excerpt(path, source, span, &said, lang, false))
        }
        RulesError::Io(_, reason) => failure.cause(reason.clone()),
    }
}

/// A refusal with everything that stands in the way.
pub fn refused(refusal: &Refusal, reading: Reading<'_>, lang: Lang) -> Failure {
    let today = reading.today();
    let told = Desk::of(reading, today, lang).and_then(|desk| Ok(in_full(&desk.look(), refusal)?));
    told.unwrap_or_else(|other| other)
}

/// # Errors
/// What the view says.
fn in_full(look: &Look<'_>, refusal: &Refusal) -> Result<Failure, ViewError> {
    let count = refusal.unmet.len();
    let mut failure = Failure::with(kind(refusal), "refused", [("count", count)]);
    for unmet in &refusal.unmet {
        failure.causes.push(hint(look, unmet)?);
    }
    let told = alike::together(look, &refusal.unmet)?;
    let message = Failure::with(kind(refusal), "refused", [("count", told.len())]).message;
    failure.told = Some(Box::new((message, told)));
    Ok(failure)
}

/// What is not there or cannot be meant is bad input; all else is a rule.
fn kind(refusal: &Refusal) -> Kind {
    let bad = |unmet: &Unmet| {
        matches!(
            unmet.problem,
            Problem::NotFound { .. }
                | Problem::NoStage { .. }
                | Problem::NoWorkflow { .. }
                | Problem::NoForm { .. }
                | Problem::NoRecord { .. }
                | Problem::NoProposal { .. }
                | Problem::NoMeeting { .. }
                | Problem::NoItem { .. }
                | Problem::NoSurvey { .. }
                | Problem::NoQuestion { .. }
                | Problem::NoThought { .. }
                | Problem::NoNumber { .. }
                | Problem::NoName
        )
    };
    if refusal.unmet.iter().all(bad) { Kind::BadInput } else { Kind::Refused }
}

/// One unmet condition.
///
/// # Errors
/// What the view says.
pub fn hint(look: &Look<'_>, unmet: &Unmet) -> Result<Hint, ViewError> {
    let whose = match unmet.subject {
        Some(subject @ (Subject::Occurrence(..) | Subject::Task(_) | Subject::Pair(_))) => {
            Some(look.title(subject)?)
        }
        Some(Subject::Party(id)) => Some(look.name(id)),
        _ => None,
    };
    let whom = Whom { about: unmet.subject, all: None };
    let commands = commands(look, &unmet.remedies, whom)?;
    let who = responsible(look, unmet)?;
    Ok(Hint { text: Message::Text(condition(look, whose, unmet, &who)?), commands })
}

/// Whose condition it is, what it says, who is responsible.
fn condition(look: &Look<'_>, whose: Option<String>, unmet: &Unmet, who: &str) -> Result<String, ViewError> {
    let mut text = whose.map(|whose| format!("{whose}: ")).unwrap_or_default();
    text.push_str(&problem::problem(look, unmet)?);
    if !who.is_empty() {
        text.push('\n');
        text.push_str(&look.lang.say("unmet-responsible", &[("who", who.to_owned().into())]));
    }
    Ok(text)
}

/// Who could meet it: the parties that hold what is open, else those of the task itself, else the role that sees to it.
fn responsible(look: &Look<'_>, unmet: &Unmet) -> Result<String, ViewError> {
    if !unmet.responsible.is_empty() {
        return Ok(look.holders(&unmet.responsible));
    }
    if let (Some(OWN_HOLDERS), Some(Subject::Occurrence(task, _))) = (unmet.role.as_deref(), unmet.subject) {
        let holders = look.view.task(task)?.map(|task| look.holders(&task.holders)).unwrap_or_default();
        if !holders.is_empty() {
            return Ok(holders);
        }
    }
    Ok(unmet.role.as_ref().map(|role| role_title(look.lang, role)).unwrap_or_default())
}

/// The meaning of a shipped name in a list, or among kinds of evidence; the name itself where the school made it up.
pub fn listed(lang: Lang, list: &[(&str, &'static str, &'static str)], id: &str) -> String {
    let found = list.iter().chain(EVIDENCE).find(|(known, ..)| *known == id);
    found.map_or_else(|| id.to_owned(), |(_, ru, en)| if lang == Lang::Ru { *ru } else { *en }.to_owned())
}

fn role_title(lang: Lang, role: &str) -> String {
    meaning(ROLES, role).map_or_else(|| role.to_owned(), |words| words.pick(lang == Lang::Ru).to_owned())
}

pub(super) fn role_titles(lang: Lang, roles: &[String]) -> String {
    roles.iter().map(|role| role_title(lang, role)).collect::<Vec<_>>().join(", ")
}

fn words(look: &Look<'_>, words: &Words) -> String {
    words.pick(look.lang == Lang::Ru).to_owned()
}

fn said<const N: usize>(lang: Lang, id: &str, args: [(&'static str, String); N]) -> String {
    lang.say(id, &args.map(|(name, value)| (name, value.into())))
}
