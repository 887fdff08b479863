//! What hooks would hear: what happened in the last days, and what is due or missing today.

use chrono::{Days, NaiveDate};
use vekha_core::event::Event;
use vekha_core::facts::{Record, Value};
use vekha_core::ids::{PartyId, Subject};
use vekha_core::people::{Purpose, records};
use vekha_core::view::{Read, View};

use crate::app::{AppError, Reading};
use crate::script::kinds::HOOKS;
use crate::script::kinds::hooks::Happening;
use crate::script::sample;

/// How many days before its term a task is told of.
const AHEAD: i64 = 3;

/// Everything that happened in the last `days` up to `on`, and what hooks would hear of as of that day.
pub(in crate::app) fn of(
    reading: &Reading<'_>,
    on: NaiveDate,
    days: u32,
) -> Result<Vec<Happening>, AppError> {
    let since = on.checked_sub_days(Days::new(days.into())).unwrap_or(NaiveDate::MIN);
    let mut found = happened(reading, since, on)?;
    found.extend(tasks(reading, on)?);
    found.extend(consents(reading, on)?);
    Ok(found)
}

/// One of everything, of the invented school.
pub(super) fn invented(on: NaiveDate) -> Vec<Happening> {
    HOOKS.iter().map(|hook| Happening::new(hook, sample::facts(on))).collect()
}

fn happened(reading: &Reading<'_>, since: NaiveDate, on: NaiveDate) -> Result<Vec<Happening>, AppError> {
    let last = reading.head().seq;
    let mut found = Vec::new();
    for recorded in reading.snapshot.events(reading.school, 1)? {
        let recorded = recorded?;
        if recorded.seq > last {
            break;
        }
        if recorded.effective <= since || recorded.effective > on {
            continue;
        }
        match &recorded.event {
            Event::StageEntered { subject: Subject::Programme(id), to, .. } => {
                let facts = Record::default()
                    .with("id", i64::from(id.0))
                    .with("programme", id.to_string().as_str())
                    .with("stage", to.as_str());
                found.push(Happening::new("on_stage_entered", facts.with("today", recorded.effective)));
            }
            Event::PairFormed { pair, mentor, mentee, programme, .. } => {
                let facts = Record::default()
                    .with("id", i64::from(pair.0))
                    .with("programme", programme.to_string().as_str())
                    .with("mentor", i64::from(mentor.0))
                    .with("mentee", i64::from(mentee.0));
                found.push(Happening::new("on_pair_formed", facts.with("today", recorded.effective)));
            }
            Event::StageEntered { subject: Subject::Pair(id), outcome: Some(_), to, .. } => {
                let mut facts = Record::default().with("id", i64::from(id.0)).with("stage", to.as_str());
                if let Some(pair) = reading.pair(*id)? {
                    facts = facts
                        .with("mentor", i64::from(pair.mentor.0))
                        .with("mentee", i64::from(pair.mentee.0));
                }
                found.push(Happening::new("on_pair_closed", facts.with("today", recorded.effective)));
            }
            _ => {}
        }
    }
    Ok(found)
}

/// Tasks whose term comes or has passed.
fn tasks(reading: &Reading<'_>, on: NaiveDate) -> Result<Vec<Happening>, AppError> {
    let mut found = Vec::new();
    for occurrence in reading.occurrences(None)?.into_iter().filter(|found| found.is_open()) {
        let Some((due, task)) = occurrence.to.zip(reading.task(occurrence.task)?) else { continue };
        let late = (on - due).num_days();
        if late < -AHEAD {
            continue;
        }
        let number = |id: &PartyId| Value::Int(i64::from(id.0));
        let facts = Record::default()
            .with("id", i64::from(task.id.0))
            .with("task", task.wording.number.as_str())
            .with("tags", task.tags.iter().map(String::as_str).collect::<Vec<_>>())
            .with("due", due)
            .with("days_late", late.max(0))
            .with("responsible", Value::List(task.holders.iter().map(number).collect()))
            .with("today", on);
        found.push(Happening::new(if late > 0 { "on_task_overdue" } else { "on_task_due" }, facts));
    }
    Ok(found)
}

/// People of the bases who lack a paper that a pair needs.
fn consents(reading: &Reading<'_>, on: NaiveDate) -> Result<Vec<Happening>, AppError> {
    let rules = reading.rules()?;
    let mut found = Vec::new();
    for line in reading.participants(None)?.into_iter().filter(|line| line.stands(on)) {
        let held = records::held(reading as &dyn View, line.party, on)?;
        let lacking = records::lacking(&rules.forms, &line, Purpose::Pair, &held);
        if !lacking.is_empty() {
            let facts = Record::default()
                .with("id", i64::from(line.party.0))
                .with("form", line.form.as_str())
                .with("consents", held.iter().map(String::as_str).collect::<Vec<_>>())
                .with("consents_required", lacking.iter().map(String::as_str).collect::<Vec<_>>())
                .with("today", on);
            found.push(Happening::new("on_consent_missing", facts));
        }
    }
    Ok(found)
}
