//! What a message says that is no longer so: a term that was met or put off, a question that was answered.

use chrono::{Days, NaiveDate};
use vekha_core::decide::Rules;
use vekha_core::facts::Value;
use vekha_core::ids::{PartyId, Subject};
use vekha_core::message::Message;
use vekha_core::people::{Purpose, records};
use vekha_core::state::Instance;
use vekha_core::view::{Read, View, ViewError};

use crate::app::night::SOON;

/// Templates that tell of a term.
const TERMS: [&str; 4] = ["task-due", "task-overdue", "stage-due", "stage-overdue"];

/// Templates that ask for what leads out of the stage they were queued in.
const ASKS: [&str; 2] = ["pair-proposed", "task-submitted"];

/// Whether a message that waits would tell what is over: its term is another by now, or what it asks for was done.
///
/// # Errors
/// What the view says.
pub fn is_outdated(
    view: &dyn View,
    rules: &Rules,
    today: NaiveDate,
    message: &Message,
) -> Result<bool, ViewError> {
    let (template, Some(about)) = (message.template.as_str(), message.about) else { return Ok(false) };
    if TERMS.contains(&template) {
        return Ok(match (open_term(view, about)?, said(message)) {
            (None, _) => true,
            (Some(now), Some(said)) => now != Some(said),
            (Some(_), None) => false,
        });
    }
    if let ("consent-missing", Subject::Party(party)) = (template, about) {
        return Ok(!lacks_papers(view, rules, today, party)?);
    }
    if let ("document-draft", Some(Value::Text(kind))) = (template, message.data.get("document")) {
        let mut documents = view.documents()?.into_iter();
        return Ok(documents.any(|document| document.kind == *kind && document.about.contains(&about)));
    }
    match (message.data.get("stage"), instance_of(view, about)?) {
        (Some(Value::Text(stage)), Some(now)) if ASKS.contains(&template) => Ok(now.stage != *stage),
        // A step that was taken back led nowhere.
        (Some(Value::Text(stage)), Some(now)) => {
            Ok(now.stage != *stage && now.trail.iter().all(|step| step.stage != *stage))
        }
        _ => Ok(false),
    }
}

/// Whether somebody who takes part lacks papers without which a pair cannot work, or will soon.
fn lacks_papers(view: &dyn View, rules: &Rules, today: NaiveDate, party: PartyId) -> Result<bool, ViewError> {
    let soon = today.checked_add_days(Days::new(SOON)).unwrap_or(today);
    let held = records::held(view, party, soon)?;
    let lines = view.participants(Some(party))?;
    let mut standing = lines.iter().filter(|line| line.stands(today));
    Ok(standing.any(|line| !records::lacking(&rules.forms, line, Purpose::Pair, &held).is_empty()))
}

/// The term of what is still open; the outer `None`: nothing is.
fn open_term(view: &dyn View, about: Subject) -> Result<Option<Option<NaiveDate>>, ViewError> {
    Ok(match about {
        Subject::Occurrence(task, no) => {
            view.occurrence(task, no)?.filter(|row| row.is_open()).map(|row| row.to)
        }
        Subject::Pair(id) => view.pair(id)?.filter(|pair| pair.is_open()).map(|pair| pair.instance.due),
        Subject::Programme(id) => {
            let programme = view.programme(id)?.filter(|programme| programme.instance.outcome.is_none());
            programme.map(|programme| programme.instance.due)
        }
        _ => Some(None),
    })
}

/// The term that the message brought.
fn said(message: &Message) -> Option<NaiveDate> {
    ["срок", "due"].iter().find_map(|name| match message.data.get(*name) {
        Some(Value::Date(day)) => Some(*day),
        _ => None,
    })
}

fn instance_of(view: &dyn View, about: Subject) -> Result<Option<Instance>, ViewError> {
    Ok(match about {
        Subject::Occurrence(task, no) => view.occurrence(task, no)?.map(|row| row.instance),
        Subject::Pair(id) => view.pair(id)?.map(|pair| pair.instance),
        Subject::Programme(id) => view.programme(id)?.map(|programme| programme.instance),
        _ => None,
    })
}
