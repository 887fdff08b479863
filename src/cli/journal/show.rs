//! `vekha journal show`

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;
use vekha_core::event::{Event, Recorded};
use vekha_core::ids::{SchoolId, Subject, TaskId};
use vekha_core::vault::Sealed;

use super::super::desk::event_json;
use super::super::look::day;
use super::super::refusal::failure;
use super::super::{Ctx, Desk, Exit, Failure, Session, Table, date, tell};

/// Show what happened, the latest last
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha journal show\nvekha journal show --last 50\nvekha journal show --task 3.5\n\
    vekha journal show --since 01.09.2023 --json")]
pub struct Args {
    /// How many of the latest entries
    #[arg(long, value_name = "N", default_value_t = 20)]
    last: usize,

    /// Only what is about this task
    #[arg(long, value_name = "TASK")]
    task: Option<String>,

    /// Only what was recorded on this day or later
    #[arg(long, value_name = "DATE", value_parser = date)]
    since: Option<NaiveDate>,
}

/// Shows the entries, in JSON all that fit.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.reading()?;
    let desk = session.desk(ctx)?;
    let task = args.task.as_ref().map(|task| desk.look().task(std::slice::from_ref(task))).transpose()?;
    let task = task.map(|(task, _)| task.id);
    let until = ctx.as_of();
    let mut found: Vec<Recorded> = Vec::new();
    for event in events(ctx, &session, session.school)? {
        let at = moment(&event);
        let early = args.since.is_some_and(|since| at.with_timezone(&ctx.clock.zone()).date_naive() < since);
        let late = until.is_some_and(|until| at > until);
        if !early && !late && task.is_none_or(|task| about(&event.event) == Some(task)) {
            found.push(event);
        }
    }
    let from = found.len().saturating_sub(args.last);
    let hidden = from;
    tell_all(ctx, &desk, &found[from..])?;
    if hidden > 0 && !ctx.out.is_json() {
        let text = ctx.say("journal-more", &[("count", hidden.into())]);
        ctx.out.hint(&text);
    }
    Ok(Exit::Done)
}

fn tell_all(ctx: &mut Ctx, desk: &Desk<'_>, events: &[Recorded]) -> Result<(), Failure> {
    let look = desk.look();
    let texts = |sealed: &Sealed| desk.text(sealed);
    let mut told = Vec::new();
    for event in events {
        told.push((event, tell::sentence(&look, &event.event, &texts)?));
    }
    if ctx.out.is_json() {
        let list: Vec<Value> = told.iter().map(|(event, text)| event_json(event, text)).collect();
        ctx.out.json(&list);
        return Ok(());
    }
    let words = ["column-seq", "column-recorded", "column-effective", "column-actor", "column-event"];
    let mut table = Table::new(words.map(|id| ctx.lang.word(id))).right(0);
    for (event, text) in told {
        let at = moment(event).with_timezone(&ctx.clock.zone()).format("%d.%m.%Y %H:%M").to_string();
        table.row([event.seq.to_string(), at, day(event.effective), event.actor.clone(), text]);
    }
    ctx.out.table(&table);
    Ok(())
}

/// All events of the school.
pub fn events(ctx: &Ctx, session: &Session, school: SchoolId) -> Result<Vec<Recorded>, Failure> {
    let told = |error: crate::store::StoreError| failure(error.into(), ctx.lang);
    let snapshot = session.app.store.snapshot().map_err(told)?;
    let all = snapshot.events(school, 1).map_err(told)?;
    all.collect::<Result<_, _>>().map_err(told)
}

fn moment(event: &Recorded) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(event.recorded).unwrap_or_default()
}

/// The task an event is about.
fn about(event: &Event) -> Option<TaskId> {
    let of = |subject: &Subject| match subject {
        Subject::Task(task) | Subject::Occurrence(task, _) => Some(*task),
        _ => None,
    };
    match event {
        Event::TaskAdded { task, .. }
        | Event::TaskReworded { task, .. }
        | Event::TaskRetimed { task, .. }
        | Event::TaskAssigned { task, .. }
        | Event::TaskWithdrawn { task }
        | Event::TaskRestored { task }
        | Event::Rescheduled { task, .. } => Some(*task),
        Event::StageEntered { subject, .. }
        | Event::StepUndone { subject, .. }
        | Event::VersionChanged { subject, .. }
        | Event::StageRetimed { subject, .. }
        | Event::EvidenceAdded { subject, .. }
        | Event::NoteAdded { subject, .. }
        | Event::ExceptionGranted { subject, .. } => of(subject),
        Event::DocumentRegistered { about, .. } => about.iter().find_map(of),
        _ => None,
    }
}
