//! A refusal in words: every unmet condition, who is responsible for it, and the commands that would meet it.

use fluent_templates::fluent_bundle::FluentValue;
use vekha_core::decide::{Problem, Refusal, Remedy, Shortfall, Unmet};
use vekha_core::ids::{Subject, TaskId};
use vekha_core::view::{Read, ViewError};
use vekha_core::workflow::vocabulary::{DOCUMENTS, EVIDENCE, ROLES, TAGS, meaning};
use vekha_core::workflow::{CountOf, Level, Quantity, Words};

use super::Desk;
use super::failure::{Failure, Hint, Kind, Message};
use super::look::{Look, day};
use crate::app::{AppError, Reading, RulesError};
use crate::config::quoted;
use crate::lang::Lang;
use crate::store::StoreError;

/// How many of several tasks a sentence names.
const NAMED: usize = 6;

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
    let mut text = match unmet.subject {
        Some(subject @ (Subject::Occurrence(..) | Subject::Task(_) | Subject::Pair(_))) => {
            format!("{}: ", look.title(subject)?)
        }
        Some(Subject::Party(id)) => format!("{}: ", look.name(id)),
        _ => String::new(),
    };
    text.push_str(&problem(look, unmet)?);
    let who = responsible(look, unmet)?;
    if !who.is_empty() {
        text.push('\n');
        text.push_str(&look.lang.say("unmet-responsible", &[("who", who.into())]));
    }
    Ok(Hint { text: Message::Text(text), commands: commands(look, &unmet.remedies, unmet.subject)? })
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

fn problem(look: &Look<'_>, unmet: &Unmet) -> Result<String, ViewError> {
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
        other => match super::refusal_pairs::problem(look, other)? {
            Some(words) => Ok(words),
            None => Ok(super::refusal_work::problem(look, other)
                .unwrap_or_else(|| super::refusal_people::problem(look, other))),
        },
    }
}

/// A requirement, and why each condition that would have been enough does not hold.
///
/// # Errors
/// What the view says.
pub fn requirement(
    look: &Look<'_>,
    title: &Words,
    hint: Option<&Words>,
    level: Level,
    shortfalls: &[Shortfall],
) -> Result<String, ViewError> {
    let level = look.lang.word(if level == Level::Must { "level-must" } else { "level-should" });
    let mut text = format!("{} ({level})", words(look, title));
    let mut reasons: Vec<String> = Vec::new();
    for found in shortfalls {
        let reason = shortfall(look, found)?;
        // Two conditions may look at the same task.
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    if !reasons.is_empty() {
        let or = format!("; {} ", look.lang.word("unmet-or"));
        text.push_str(": ");
        text.push_str(&reasons.join(&or));
    }
    if let Some(hint) = hint {
        text.push('\n');
        text.push_str(&words(look, hint));
    }
    Ok(text)
}

fn shortfall(look: &Look<'_>, shortfall: &Shortfall) -> Result<String, ViewError> {
    let lang = look.lang;
    Ok(match shortfall {
        Shortfall::NoTask { tag } => said(lang, "short-no-task", [("tag", listed(lang, TAGS, tag))]),
        Shortfall::Tasks { open, have, quantity, .. } => {
            let mut named = titles(look, open)?;
            if let Some(need) = share(*quantity, have + open.len()) {
                named.push_str(&said(lang, "short-of", [("have", have.to_string()), ("need", need)]));
            }
            said(lang, "short-tasks", [("tasks", named)])
        }
        Shortfall::Count { what, have, quantity } => {
            let (what, have) = (count(lang, *what), have.to_string());
            match share(*quantity, 0) {
                Some(need) => said(lang, "short-count", [("what", what), ("have", have), ("need", need)]),
                None => said(lang, "short-count-all", [("what", what), ("have", have)]),
            }
        }
        Shortfall::Evidence { kind: None, .. } => lang.word("short-evidence-any"),
        Shortfall::Evidence { kind: Some(kind), have, need } => said(
            lang,
            "short-evidence",
            [("kind", listed(lang, EVIDENCE, kind)), ("have", have.to_string()), ("need", need.to_string())],
        ),
        Shortfall::TooEarly { date: Some(date) } => said(lang, "short-too-early", [("date", day(*date))]),
        Shortfall::TooLate { date: Some(date) } => said(lang, "short-too-late", [("date", day(*date))]),
        Shortfall::TooEarly { date: None } | Shortfall::TooLate { date: None } => lang.word("short-no-date"),
        Shortfall::NoDocument { kind } => {
            said(lang, "short-no-document", [("kind", listed(lang, DOCUMENTS, kind))])
        }
        Shortfall::Guard { name, reason } if reason.is_empty() => {
            said(lang, "short-guard-silent", [("name", name.clone())])
        }
        Shortfall::Guard { reason, .. } => reason.clone(),
        Shortfall::Subjects { have, of, .. } => {
            said(lang, "short-subjects", [("have", have.to_string()), ("of", of.to_string())])
        }
    })
}

/// The first few tasks by name, and how many more there are.
fn titles(look: &Look<'_>, open: &[(TaskId, u16)]) -> Result<String, ViewError> {
    let mut named = Vec::new();
    for (task, no) in open.iter().take(NAMED) {
        let holders = look.view.task(*task)?.map(|task| look.holders(&task.holders)).unwrap_or_default();
        let title = look.title(Subject::Occurrence(*task, *no))?;
        named.push(if open.len() > 1 && !holders.is_empty() {
            format!("{title} ({holders})")
        } else {
            title
        });
    }
    let more = open.len().saturating_sub(NAMED);
    if more > 0 {
        named.push(look.lang.say("short-more", &[("count", more.into())]));
    }
    Ok(named.join("; "))
}

/// The commands that would meet a condition; tasks that could be finished go into one.
fn commands(look: &Look<'_>, remedies: &[Remedy], about: Option<Subject>) -> Result<Vec<String>, ViewError> {
    let mut finish = Vec::new();
    let mut commands = Vec::new();
    for remedy in remedies {
        if let Remedy::FinishTask { task, no } = remedy {
            finish.push(look.address(Subject::Occurrence(*task, *no))?);
        } else {
            commands.extend(command(look, remedy, about)?);
        }
    }
    if !finish.is_empty() {
        let note = look.lang.word("example-note");
        commands.insert(0, format!("vekha task done {} --note {}", finish.join(","), quoted(&note)));
    }
    Ok(commands)
}

fn command(look: &Look<'_>, remedy: &Remedy, about: Option<Subject>) -> Result<Option<String>, ViewError> {
    let group = |subject: Subject| match subject {
        Subject::Programme(_) => "program",
        Subject::Pair(_) => "pair",
        _ => "task",
    };
    Ok(match remedy {
        Remedy::TagTask { tag } => {
            Some(format!("vekha task edit {} --tag {tag}", look.lang.word("example-task")))
        }
        Remedy::AddEvidence { subject, kind } => {
            let kind = kind.as_deref().unwrap_or("note");
            let (group, address) = (group(*subject), look.address(*subject)?);
            match (subject, kind) {
                (Subject::Pair(_), "meeting") => return Ok(Some(format!("vekha meeting add {address}"))),
                (Subject::Pair(_), "plan") => {
                    let task = quoted(&look.lang.word("example-task-text"));
                    return Ok(Some(format!("vekha pair plan add {address} {task}")));
                }
                _ => {}
            }
            let text = quoted(&listed(look.lang, EVIDENCE, kind));
            Some(format!("vekha {group} evidence {address} --kind {kind} --text {text}"))
        }
        Remedy::RegisterDocument { kind, subject } => {
            let title = quoted(&capital(&listed(look.lang, DOCUMENTS, kind)));
            match subject {
                Subject::Programme(id) => Some(format!("vekha program document {id} {kind} --doc {title}")),
                _ => None,
            }
        }
        Remedy::ReportCount { programme, what } => Some(format!(
            "vekha program count {programme} {}={}",
            what.as_str(),
            look.lang.word("example-number")
        )),
        Remedy::Allow { requirement } => match about {
            Some(subject @ (Subject::Programme(_) | Subject::Pair(_))) => {
                let (group, id) = (group(subject), look.address(subject)?);
                let reason = quoted(&look.lang.word("example-reason"));
                let until = day(look.today + chrono::Duration::days(30));
                Some(format!(
                    "vekha {group} advance {id} --allow {requirement} --reason {reason} --until {until}"
                ))
            }
            _ => None,
        },
        Remedy::ShowWays { subject: Subject::Programme(id) } => Some(format!("vekha program why {id}")),
        Remedy::ShowWays { subject: Subject::Pair(id) } => Some(format!("vekha pair show {id}")),
        Remedy::ShowWays { subject } => Some(format!("vekha task show {}", look.address(*subject)?)),
        Remedy::GiveConsent { party, kind } => Some(format!("vekha consent add {party} --kind {kind}")),
        Remedy::ShowRegister { what, .. } => Some(super::refusal_people::register(look.lang, *what)),
        Remedy::FinishTask { .. } | Remedy::Wait { .. } | Remedy::AskRole { .. } | Remedy::GiveReason => None,
    })
}

/// Commands for one requirement that is not met, as `program why` shows them.
///
/// # Errors
/// What the view says.
pub fn remedies(look: &Look<'_>, remedies: &[Remedy], about: Subject) -> Result<Vec<String>, ViewError> {
    commands(look, remedies, Some(about))
}

/// How many are needed, where it is not simply all.
fn share(quantity: Quantity, of: usize) -> Option<String> {
    match quantity {
        Quantity::All => None,
        Quantity::AtLeast(need) => Some(need.to_string()),
        Quantity::Share(percent) if of == 0 => Some(format!("{percent} %")),
        Quantity::Share(percent) => {
            Some(format!("{} ({percent} %)", (of * usize::from(percent)).div_ceil(100)))
        }
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

fn count(lang: Lang, what: CountOf) -> String {
    lang.word(&format!("count-{}", what.as_str()))
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

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn said<const N: usize>(lang: Lang, id: &str, args: [(&'static str, String); N]) -> String {
    lang.say(id, &args.map(|(name, value)| (name, value.into())))
}
