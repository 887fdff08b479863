//! The commands that would meet a condition.

use vekha_core::decide::Remedy;
use vekha_core::ids::Subject;
use vekha_core::view::ViewError;
use vekha_core::workflow::vocabulary::{DOCUMENTS, EVIDENCE};

use super::{listed, people};
use crate::app::orders::{AMENDMENT, ORDER};
use crate::cli::doc::Doc;
use crate::cli::look::{Look, day};
use crate::config::quoted;

/// Whom the commands are for.
#[derive(Clone, Copy)]
pub(super) struct Whom<'a> {
    /// What is refused.
    pub about: Option<Subject>,
    /// How a command names several of the kind at once, this one among them.
    pub all: Option<&'a str>,
}

impl Whom<'_> {
    fn address(self, look: &Look<'_>, subject: Subject) -> Result<String, ViewError> {
        match self.all {
            Some(all) if self.about == Some(subject) => Ok(all.to_owned()),
            _ => look.address(subject),
        }
    }
}

/// Commands for one requirement that is not met, as `program why` shows them.
///
/// # Errors
/// What the view says.
pub fn remedies(look: &Look<'_>, remedies: &[Remedy], about: Subject) -> Result<Vec<String>, ViewError> {
    commands(look, remedies, Whom { about: Some(about), all: None })
}

/// The commands that would meet a condition, each once; tasks that could be finished go into one.
pub(super) fn commands(
    look: &Look<'_>,
    remedies: &[Remedy],
    whom: Whom<'_>,
) -> Result<Vec<String>, ViewError> {
    let mut finish = Vec::new();
    let mut commands = Vec::new();
    for remedy in remedies {
        if let Remedy::FinishTask { task, no } = remedy {
            finish.push(look.address(Subject::Occurrence(*task, *no))?);
        } else {
            let more = command(look, remedy, whom)?;
            commands.extend(more.into_iter().filter(|one| !commands.contains(one)).collect::<Vec<_>>());
        }
    }
    if !finish.is_empty() {
        let note = look.lang.word("example-note");
        commands.insert(0, format!("vekha task done {} --note {}", finish.join(","), quoted(&note)));
    }
    Ok(commands)
}

fn group(subject: Subject) -> &'static str {
    match subject {
        Subject::Programme(_) => "program",
        Subject::Pair(_) => "pair",
        _ => "task",
    }
}

fn command(look: &Look<'_>, remedy: &Remedy, whom: Whom<'_>) -> Result<Vec<String>, ViewError> {
    let one = match remedy {
        Remedy::TagTask { tag } => {
            format!("vekha task edit {} --tag {tag}", look.lang.word("example-task"))
        }
        Remedy::AddEvidence { subject, kind } => {
            evidence(look, *subject, kind.as_deref().unwrap_or("note"), whom)?
        }
        Remedy::RegisterDocument { kind, subject } => return document(look, kind, *subject, whom),
        Remedy::ReportCount { programme, what } => {
            format!("vekha program count {programme} {}={}", what.as_str(), look.lang.word("example-number"))
        }
        Remedy::Allow { requirement } => match whom.about {
            Some(subject @ (Subject::Programme(_) | Subject::Pair(_))) => {
                let (group, id) = (group(subject), whom.address(look, subject)?);
                let reason = quoted(&look.lang.word("example-reason"));
                let until = day(look.today + chrono::Duration::days(30));
                format!("vekha {group} advance {id} --allow {requirement} --reason {reason} --until {until}")
            }
            _ => return Ok(Vec::new()),
        },
        Remedy::ShowWays { subject: Subject::Programme(id) } => format!("vekha program why {id}"),
        Remedy::ShowWays { subject: Subject::Pair(id) } => format!("vekha pair show {id}"),
        Remedy::ShowWays { subject } => format!("vekha task show {}", look.address(*subject)?),
        Remedy::GiveConsent { party, kind } => format!("vekha consent add {party} --kind {kind}"),
        Remedy::ShowRegister { what, .. } => people::register(look.lang, *what),
        Remedy::FinishTask { .. } | Remedy::Wait { .. } | Remedy::AskRole { .. } | Remedy::GiveReason => {
            return Ok(Vec::new());
        }
    };
    Ok(vec![one])
}

fn evidence(look: &Look<'_>, subject: Subject, kind: &str, whom: Whom<'_>) -> Result<String, ViewError> {
    // Of these each pair has its own.
    match (subject, kind) {
        (Subject::Pair(pair), "meeting") => return Ok(format!("vekha meeting add {pair}")),
        (Subject::Pair(pair), "plan") => {
            let task = quoted(&look.lang.word("example-task-text"));
            return Ok(format!("vekha pair plan add {pair} {task}"));
        }
        _ => {}
    }
    let (group, address) = (group(subject), whom.address(look, subject)?);
    let text = quoted(&listed(look.lang, EVIDENCE, kind));
    Ok(format!("vekha {group} evidence {address} --kind {kind} --text {text}"))
}

fn document(look: &Look<'_>, kind: &str, subject: Subject, whom: Whom<'_>) -> Result<Vec<String>, ViewError> {
    let title = capital(&listed(look.lang, DOCUMENTS, kind));
    Ok(match subject {
        Subject::Programme(id) => {
            vec![format!("vekha program document {id} {kind} --doc {}", quoted(&title))]
        }
        // An order on pairs is drafted, signed, and registered for all who agreed.
        Subject::Pair(_) if [ORDER, AMENDMENT].contains(&kind) => {
            let date = day(look.today);
            vec![
                "vekha order draft pairs --out order.docx".to_owned(),
                format!("vekha order register --number № --date {date}"),
            ]
        }
        // A document of another kind is registered by its words, where they tell its kind.
        _ if Doc::read(&title).kind == kind => {
            let (group, address) = (group(subject), whom.address(look, subject)?);
            vec![format!("vekha {group} evidence {address} --doc {}", quoted(&title))]
        }
        _ => Vec::new(),
    })
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
