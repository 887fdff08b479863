//! Automatic transitions: taken as soon as their conditions hold.

use std::collections::BTreeSet;

use vekha_core::command::{self, Action};
use vekha_core::digest::Digest;
use vekha_core::ids::Subject;
use vekha_core::state::Instance;
use vekha_core::view::Read;

use super::work::{Step, Work};
use crate::app::AppError;

/// Decides a round of the step.
pub fn prepare(work: &mut Work<'_>, step: Step) -> Result<(), AppError> {
    let with: BTreeSet<Digest> = work
        .rules
        .machines
        .values()
        .filter(|machine| machine.transitions.iter().any(|way| way.automatic))
        .map(|machine| machine.hash)
        .collect();
    if with.is_empty() || !follows(work, step)? {
        return Ok(());
    }
    let mut taken = Vec::new();
    for (subject, instance) in instances(work)? {
        if instance.outcome.is_some() || !with.contains(&instance.workflow) {
            continue;
        }
        if let Some(way) = way(work, step, subject, &instance)? {
            taken.push((subject, way));
        }
    }
    if taken.is_empty() {
        return Ok(());
    }
    let together = Action::Many(taken.iter().map(|(subject, way)| advance(*subject, way)).collect());
    // Each may go alone, but perhaps not all: then the others come in the next round.
    if taken.len() > 1 && !work.may(step, together.clone())? {
        taken.truncate(1);
    }
    let action = Action::Many(taken.iter().map(|(subject, way)| advance(*subject, way)).collect());
    work.decide(step, action, Vec::new())?;
    work.moves.extend(taken);
    Ok(())
}

/// Whether there may be anything in this round: nothing follows from a round that moved nothing.
fn follows(work: &Work<'_>, step: Step) -> Result<bool, AppError> {
    match step {
        Step::Moves(round) if round > 0 => Ok(work.answered(Step::Moves(round - 1))?.is_some()),
        _ => Ok(true),
    }
}

/// The first automatic way out whose conditions hold.
fn way(
    work: &Work<'_>,
    step: Step,
    subject: Subject,
    instance: &Instance,
) -> Result<Option<String>, AppError> {
    let Some(machine) = work.rules.machine(&instance.workflow) else { return Ok(None) };
    for way in machine.transitions_from(&instance.stage).filter(|way| way.automatic) {
        if work.may(step, advance(subject, &way.id))? {
            return Ok(Some(way.id.clone()));
        }
    }
    Ok(None)
}

fn advance(subject: Subject, way: &str) -> Action {
    let step = command::Step::Transition(way.to_owned());
    Action::Advance { subject, step, reason: None, allow: Vec::new() }
}

fn instances(work: &Work<'_>) -> Result<Vec<(Subject, Instance)>, AppError> {
    let reading = &work.reading;
    let mut all: Vec<(Subject, Instance)> = Vec::new();
    all.extend(reading.programmes()?.into_iter().map(|row| (Subject::Programme(row.id), row.instance)));
    all.extend(reading.pairs()?.into_iter().map(|row| (Subject::Pair(row.id), row.instance)));
    let open = reading.occurrences(None)?.into_iter().filter(|row| !row.dropped);
    all.extend(open.map(|row| (Subject::Occurrence(row.task, row.no), row.instance)));
    Ok(all)
}
