//! Events in words: what a writing command did or would do, and what `journal show` lists.

use vekha_core::event::{Entry, Event, Move};
use vekha_core::ids::Subject;
use vekha_core::state::PartyKind;
use vekha_core::vault::Sealed;
use vekha_core::view::{Read, ViewError};
use vekha_core::workflow::Outcome;
use vekha_core::workflow::vocabulary::{DOCUMENTS, EVIDENCE};

use super::look::{Look, day, shortened};
use super::programme::requirement_title;
use super::refusal::listed;
use crate::lang::Lang;

/// Looks up a text that only the vault holds; `None` when it was erased.
pub type Texts<'a> = dyn Fn(&Sealed) -> Option<String> + 'a;

/// One event as a sentence.
///
/// # Errors
/// What the view says.
pub fn sentence(look: &Look<'_>, event: &Event, texts: &Texts<'_>) -> Result<String, ViewError> {
    let lang = look.lang;
    let one = |id: &str, value: String| Ok(said(lang, id, [("what", value)]));
    match event {
        Event::SchoolAdded { name, .. } => one("event-school-added", name.clone()),
        Event::SetPublished { set, parts, why, .. } => {
            let args =
                [("set", set.short()), ("count", parts.len().to_string()), ("why", reason(lang, why, texts))];
            Ok(said(lang, "event-set-published", args))
        }
        Event::PlanAdded { year, title, .. } => {
            Ok(said(lang, "event-plan-added", [("year", year.to_string()), ("title", title.clone())]))
        }
        Event::PlanRevised { plan, .. } => one("event-plan-revised", look.address(Subject::Plan(*plan))?),
        Event::DocumentRegistered { kind, number, date, text, .. } => {
            let number = number.as_ref().map(|number| format!(" № {number}")).unwrap_or_default();
            let title = text.as_ref().and_then(texts).map(|text| format!(": {text}")).unwrap_or_default();
            let kind = listed(lang, DOCUMENTS, kind);
            Ok(said(
                lang,
                "event-document",
                [("kind", format!("{kind}{number}")), ("date", day(*date)), ("title", title)],
            ))
        }
        Event::ProgrammeOpened { programme, form, entry, unproven, .. } => {
            let machine = look.rules.machine(&entry.workflow);
            let stage = machine.and_then(|machine| machine.stage(&entry.stage));
            let stage = stage.map_or(entry.stage.as_str(), |stage| stage.title.pick(lang == Lang::Ru));
            let args = [
                ("id", programme.to_string()),
                ("form", form_title(lang, form)),
                ("stage", stage.to_owned()),
            ];
            let mut text = said(lang, "event-programme-opened", args);
            if !unproven.is_empty() {
                let titles = super::programme::unproven_titles(machine, unproven, lang == Lang::Ru);
                text.push_str(&said(lang, "event-unproven", [("list", titles.join("; "))]));
            }
            Ok(text)
        }
        Event::CountReported { programme, what, value } => {
            let what = lang.word(&format!("count-{what}"));
            let args = [("id", programme.to_string()), ("what", what), ("value", value.to_string())];
            Ok(said(lang, "event-count", args))
        }
        Event::PartyAdded { .. }
        | Event::PartyRewritten { .. }
        | Event::PartyMerged { .. }
        | Event::RoleHeld { .. } => party(look, event),
        Event::StageEntered { .. }
        | Event::StepUndone { .. }
        | Event::VersionChanged { .. }
        | Event::StageRetimed { .. }
        | Event::EvidenceAdded { .. }
        | Event::NoteAdded { .. }
        | Event::ExceptionGranted { .. }
        | Event::ExceptionMet { .. }
        | Event::ExceptionAnnulled { .. } => step(look, event, texts),
        _ => match super::tell_people::sentence(look, event, texts)? {
            Some(text) => Ok(text),
            None => match super::tell_pairs::sentence(look, event, texts)? {
                Some(text) => Ok(text),
                None => match super::tell_night::sentence(look, event)? {
                    Some(text) => Ok(text),
                    None => match super::tell_work::sentence(look, event, texts)? {
                        Some(text) => Ok(text),
                        None => task(look, event, texts),
                    },
                },
            },
        },
    }
}

fn party(look: &Look<'_>, event: &Event) -> Result<String, ViewError> {
    let lang = look.lang;
    Ok(match event {
        Event::PartyAdded { party, kind, .. } => {
            said(lang, "event-party-added", [("kind", party_kind(lang, *kind)), ("name", look.name(*party))])
        }
        Event::PartyRewritten { party, .. } => {
            said(lang, "event-party-rewritten", [("what", look.name(*party))])
        }
        Event::PartyMerged { from, into } => {
            let from = look.names.get(from).cloned().unwrap_or_else(|| from.to_string());
            said(lang, "event-party-merged", [("from", from), ("into", look.name(*into))])
        }
        Event::RoleHeld { role, by: Some(by) } => {
            said(lang, "event-role-held", [("role", look.name(*role)), ("by", look.name(*by))])
        }
        Event::RoleHeld { role, by: None } => said(lang, "event-role-free", [("what", look.name(*role))]),
        _ => String::new(),
    })
}

fn task(look: &Look<'_>, event: &Event, texts: &Texts<'_>) -> Result<String, ViewError> {
    let lang = look.lang;
    Ok(match event {
        Event::TaskAdded { wording, slots, .. } => {
            let task = format!("{} {}", wording.number, shortened(&wording.title));
            let terms = slots.iter().map(|slot| look.term(slot.from, slot.to));
            let term = first_few(terms.collect());
            said(lang, "event-task-added", [("task", task), ("term", term)])
        }
        Event::TaskReworded { task, wording, .. } => {
            let before = look.view.task(*task)?.map(|task| task.wording.number).unwrap_or_default();
            let after = format!("{} {}", wording.number, shortened(&wording.title));
            said(lang, "event-task-reworded", [("before", before), ("after", after)])
        }
        Event::TaskRetimed { task, phrase, added, .. } => {
            let terms = added.iter().map(|slot| look.term(slot.from, slot.to)).collect();
            let args = [
                ("task", look.title(Subject::Task(*task))?),
                ("phrase", phrase.clone()),
                ("terms", if added.is_empty() { String::new() } else { format!(" ({})", first_few(terms)) }),
            ];
            said(lang, "event-task-retimed", args)
        }
        Event::TaskAssigned { task, holders, .. } => {
            let args = [("task", look.title(Subject::Task(*task))?), ("holders", look.holders(holders))];
            said(lang, "event-task-assigned", args)
        }
        Event::TaskWithdrawn { task } => {
            said(lang, "event-task-withdrawn", [("what", look.title(Subject::Task(*task))?)])
        }
        Event::TaskRestored { task } => {
            said(lang, "event-task-restored", [("what", look.title(Subject::Task(*task))?)])
        }
        Event::Rescheduled { task, no, from, to, how, reason: why } => {
            let id = match how {
                Move::Scheduled => "event-scheduled",
                Move::Postponed => "event-postponed",
                Move::TakenBack { .. } => "event-term-back",
            };
            let title = look.title(Subject::Occurrence(*task, *no))?;
            let args = [("task", title), ("term", look.term(*from, *to)), ("why", reason(lang, why, texts))];
            said(lang, id, args)
        }
        _ => String::new(),
    })
}

fn step(look: &Look<'_>, event: &Event, texts: &Texts<'_>) -> Result<String, ViewError> {
    let lang = look.lang;
    Ok(match event {
        Event::StageEntered { subject, from, to, outcome, reason: why, .. } => {
            let (from, to) = (stage(look, *subject, from)?, stage(look, *subject, to)?);
            let mark = match outcome {
                Some(Outcome::Done) => "✓ ",
                Some(Outcome::Cancelled) => "✗ ",
                None => "",
            };
            let args = [
                ("mark", mark.to_owned()),
                ("what", look.title(*subject)?),
                ("from", from),
                ("to", to),
                ("why", reason(lang, why, texts)),
            ];
            said(lang, "event-stage", args)
        }
        Event::StepUndone { subject, reason: why, .. } => {
            said(lang, "event-undone", [("what", look.title(*subject)?), ("why", reason(lang, why, texts))])
        }
        Event::VersionChanged { subject, from, to } => {
            let title = |entry: &Entry| look.stage_of(&entry.workflow, &entry.stage).0;
            let args = [
                ("what", look.title(*subject)?),
                ("from", title(from)),
                ("to", title(to)),
                ("version", to.workflow.short()),
                ("same", i32::from(title(from) == title(to)).to_string()),
            ];
            said(lang, "event-version-changed", args)
        }
        Event::StageRetimed { subject, due } => {
            let args = [
                ("what", look.title(*subject)?.into()),
                ("dated", i64::from(due.is_some()).into()),
                ("due", due.map(day).unwrap_or_default().into()),
            ];
            lang.say("event-stage-retimed", &args)
        }
        Event::EvidenceAdded { subject, kind, text, .. } => {
            let args = [
                ("what", look.title(*subject)?),
                ("kind", listed(lang, EVIDENCE, kind)),
                ("text", reason(lang, text, texts)),
            ];
            said(lang, "event-evidence", args)
        }
        Event::NoteAdded { subject, text } => {
            let text = texts(text).unwrap_or_else(|| lang.word("text-erased"));
            said(lang, "event-note", [("what", look.title(*subject)?), ("text", text)])
        }
        Event::ExceptionGranted { subject, requirement, transition, until, reason: why, .. } => {
            let args = [
                ("what", look.title(*subject)?),
                ("requirement", requirement_title(look, *subject, transition, requirement)?),
                ("until", day(*until)),
                ("why", reason(lang, &Some(*why), texts)),
            ];
            said(lang, "event-exception", args)
        }
        Event::ExceptionMet { exception } => {
            let requirement = match look.view.exception(*exception)? {
                Some(row) => requirement_title(look, row.subject, &row.transition, &row.requirement)?,
                None => exception.to_string(),
            };
            said(lang, "event-exception-met", [("what", requirement)])
        }
        Event::ExceptionAnnulled { subject, requirement, transition, .. } => {
            let requirement = requirement_title(look, *subject, transition, requirement)?;
            said(
                lang,
                "event-exception-annulled",
                [("what", look.title(*subject)?), ("requirement", requirement)],
            )
        }
        _ => String::new(),
    })
}

/// The title of a stage in the workflow that a subject follows.
fn stage(look: &Look<'_>, subject: Subject, id: &str) -> Result<String, ViewError> {
    let instance = match subject {
        Subject::Occurrence(task, no) => look.view.occurrence(task, no)?.map(|row| row.instance),
        Subject::Programme(programme) => look.view.programme(programme)?.map(|row| row.instance),
        Subject::Pair(pair) => look.view.pair(pair)?.map(|row| row.instance),
        _ => None,
    };
    Ok(instance.map_or_else(|| id.to_owned(), |instance| look.stage_title(&instance, id)))
}

fn reason(lang: Lang, sealed: &Option<Sealed>, texts: &Texts<'_>) -> String {
    match sealed {
        None => String::new(),
        Some(sealed) => format!(": {}", texts(sealed).unwrap_or_else(|| lang.word("text-erased"))),
    }
}

/// The first three of several terms, and an ellipsis.
fn first_few(terms: Vec<String>) -> String {
    let more = if terms.len() > 3 { ", …" } else { "" };
    terms.into_iter().take(3).collect::<Vec<_>>().join(", ") + more
}

/// A form of mentoring in words; the name itself where the school made it up.
pub fn form_title(lang: Lang, form: &str) -> String {
    let id = format!("form-{form}");
    if lang.knows(&id) { lang.word(&id) } else { form.to_owned() }
}

/// A kind of party in words.
pub fn party_kind(lang: Lang, kind: PartyKind) -> String {
    lang.word(match kind {
        PartyKind::Person => "kind-person",
        PartyKind::Role => "kind-role",
        PartyKind::Unit => "kind-unit",
    })
}

fn said<const N: usize>(lang: Lang, id: &str, args: [(&'static str, String); N]) -> String {
    lang.say(id, &args.map(|(name, value)| (name, value.into())))
}
