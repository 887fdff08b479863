//! A requirement of a transition and what it lacks, in words.

use vekha_core::decide::Shortfall;
use vekha_core::ids::{Subject, TaskId};
use vekha_core::view::{Read, ViewError};
use vekha_core::workflow::vocabulary::{DOCUMENTS, EVIDENCE, TAGS};
use vekha_core::workflow::{CountOf, Level, Quantity, Words};

use super::{listed, said, words};
use crate::cli::look::{Look, day};
use crate::lang::Lang;

/// How many of several tasks a sentence names.
const NAMED: usize = 6;

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

fn count(lang: Lang, what: CountOf) -> String {
    lang.word(&format!("count-{}", what.as_str()))
}
