//! What became due, what is overdue, which papers are missing: each told once.

use chrono::Days;
use vekha_core::command::Action;
use vekha_core::facts::{Record, Value};
use vekha_core::ids::{PartyId, Subject};
use vekha_core::metrics::{Notice, What, key_of, outstanding};
use vekha_core::people::{Purpose, records};
use vekha_core::state::{Kind, Row};
use vekha_core::view::{Read, View};

use super::hooks::{self, Call};
use super::work::{Failed, Step, Work};
use super::{Job, WaveDue};
use crate::app::AppError;

/// Decides the step of every school.
pub fn prepare(job: &Job<'_>, works: &mut [&mut Work<'_>], due: &WaveDue) {
    let mut all = Vec::new();
    for (place, work) in works.iter_mut().enumerate() {
        match notices(work, due, job.options.ahead).and_then(|found| Ok((calls(work, &found)?, found))) {
            Ok((calls, found)) => {
                all.extend(calls.into_iter().map(|call| (place, call)));
                work.told = found;
            }
            Err(error) => work.failed = Some(error.into()),
        }
    }
    let mut heard = hooks::run(job.sandbox, works, all, Step::Terms);
    for (place, work) in works.iter_mut().enumerate().filter(|(_, work)| work.lives()) {
        if work.told.is_empty() {
            continue;
        }
        let tell = Action::Tell { on: work.on(), notices: work.told.clone() };
        let mut heard = heard.remove(&place).unwrap_or_default();
        let tell = heard.with(tell);
        if let Err(error) = work.decide(Step::Terms, tell, heard.outbox) {
            work.failed = Some(Failed::from(error));
        }
    }
}

fn notices(work: &Work<'_>, due: &WaveDue, ahead: u32) -> Result<Vec<Notice>, AppError> {
    let mut found = Vec::new();
    for entry in due.of(work.school).iter().filter(|entry| entry.key.kind != Kind::Indicators) {
        if let Some(row) = work.reading.get(entry.key)? {
            found.extend(outstanding(&work.reading, &row, work.on(), ahead)?);
        }
    }
    if work.shift.is_some() {
        let mut missed = work.fresh()?.missed.clone();
        missed.sort();
        for (pair, term) in missed.into_iter().filter(|(_, term)| *term <= work.on()) {
            let notice = Notice { subject: Subject::Pair(pair), what: What::NoMeeting, term };
            if !told(work, notice)? && !found.contains(&notice) {
                found.push(notice);
            }
        }
    }
    found.extend(papers(work)?);
    Ok(found)
}

/// In how many days papers must hold still: one that was withdrawn holds on for a while.
pub const SOON: u64 = 7;

/// Participants in a running pair whose papers do not suffice, or will not in a week because they were withdrawn. The
/// term is the day of entry. Only pairs with new facts are looked at: papers do not end by themselves.
fn papers(work: &Work<'_>) -> Result<Vec<Notice>, AppError> {
    let soon = work.on().checked_add_days(Days::new(SOON)).unwrap_or(work.on());
    let (view, mut found) = (work.view()?, Vec::new());
    if work.fresh()?.changed.all {
        work.shelf.fill(&view)?;
    }
    for subject in work.changed()?.keys() {
        let Subject::Pair(id) = subject else { continue };
        let Some(paired) = work.shelf.pair(&view, *id)?.filter(|paired| paired.pair.is_open()) else {
            continue;
        };
        for party in [paired.pair.mentor, paired.pair.mentee] {
            for line in work.shelf.lines(&view, party)?.iter().filter(|line| line.stands(work.on())) {
                let notice =
                    Notice { subject: Subject::Party(party), what: What::NoConsent, term: line.entered };
                let held = work.shelf.papers(&view, party)?;
                let lacks = records::lacks(&work.rules.forms, line, Purpose::Pair, |kind| {
                    held.held(soon).any(|held| held == kind)
                });
                if lacks && !told(work, notice)? && !found.contains(&notice) {
                    found.push(notice);
                }
            }
        }
    }
    Ok(found)
}

fn told(work: &Work<'_>, notice: Notice) -> Result<bool, AppError> {
    let Some(key) = key_of(Kind::Told, notice.subject) else { return Ok(true) };
    Ok(match work.reading.get(key)? {
        Some(Row::Told(row)) => row.has(notice.what, notice.term),
        _ => false,
    })
}

/// Which hooks hear of them, and what they are told: ids, codes and days.
fn calls(work: &Work<'_>, notices: &[Notice]) -> Result<Vec<Call>, AppError> {
    let mut calls = Vec::new();
    for notice in notices {
        let function = match notice.what {
            What::Due => "on_task_due",
            What::Late | What::VeryLate => "on_task_overdue",
            What::NoConsent => "on_consent_missing",
            What::NoMeeting => "on_meeting_missed",
        };
        // A stage that is late is said of the programme or the pair, by its title as the task.
        let late = (work.on() - notice.term).num_days().max(0);
        let facts = about(work, notice.subject)?
            .with("today", work.on())
            .with("due", notice.term)
            .with("days_late", Value::Int(late));
        calls.push(Call { function: function.into(), facts, about: Some(notice.subject) });
    }
    Ok(calls)
}

fn about(work: &Work<'_>, subject: Subject) -> Result<Record, AppError> {
    let id = |id: u32| Value::Int(i64::from(id));
    let ids = |parties: &[PartyId]| Value::List(parties.iter().map(|party| id(party.0)).collect());
    let record = Record::default();
    Ok(match subject {
        Subject::Occurrence(task, no) => match work.reading.task(task)? {
            Some(task) => {
                let holders = standing(work, &task.holders)?;
                let stage = work.reading.occurrence(task.id, no)?.map(|row| row.instance.stage);
                let tags: Vec<&str> = task.tags.iter().map(String::as_str).collect();
                record
                    .with("kind", "task")
                    .with("id", id(task.id.0))
                    .with("task", task.wording.number.as_str())
                    .with("tags", tags)
                    .with("stage", stage.unwrap_or_default().as_str())
                    .with("responsible", ids(&holders))
            }
            None => record,
        },
        Subject::Programme(programme) => match work.reading.programme(programme)? {
            Some(row) => record
                .with("kind", "programme")
                .with("id", id(programme.0))
                .with("programme", id(programme.0))
                .with("form", row.form.as_str())
                .with("stage", row.instance.stage.as_str())
                .with(
                    "task",
                    format!("программа {programme}: {}", stage_title(work, &row.instance)).as_str(),
                ),
            None => record,
        },
        Subject::Pair(pair) => match work.reading.pair(pair)? {
            Some(row) => record
                .with("kind", "pair")
                .with("id", id(pair.0))
                .with("mentor", id(row.mentor.0))
                .with("mentee", id(row.mentee.0))
                .with("programme", id(row.programme.0))
                .with("stage", row.instance.stage.as_str())
                .with("responsible", ids(&[row.mentor]))
                .with("task", format!("пара {pair}: {}", stage_title(work, &row.instance)).as_str()),
            None => record,
        },
        Subject::Party(party) => record.with("id", id(party.0)),
        _ => record,
    })
}

fn stage_title(work: &Work<'_>, instance: &vekha_core::state::Instance) -> String {
    let machine = work.rules.machine(&instance.workflow);
    let stage = machine.and_then(|machine| machine.stage(&instance.stage));
    stage.map_or_else(|| instance.stage.clone(), |stage| stage.title.ru.clone())
}

/// Whoever stands for the holders now: merged parties, and the person who holds a role.
fn standing(work: &Work<'_>, holders: &[PartyId]) -> Result<Vec<PartyId>, AppError> {
    let mut found = Vec::new();
    for holder in holders {
        let id = work.reading.standing(*holder)?;
        let held = work.reading.party(id)?.and_then(|party| party.held_by);
        let id = held.unwrap_or(id);
        if !found.contains(&id) {
            found.push(id);
        }
    }
    Ok(found)
}
