//! Automatic transitions: taken as soon as their conditions hold.

use std::collections::BTreeSet;

use vekha_core::command::{self, Action};
use vekha_core::digest::Digest;
use vekha_core::ids::Subject;
use vekha_core::state::Instance;
use vekha_core::view::Read;
use vekha_core::workflow::{Machine, SubjectKind};

use super::work::{Step, Work};
use crate::app::AppError;

/// Decides a round of the step.
pub fn prepare(work: &mut Work<'_>, step: Step) -> Result<(), AppError> {
    let automatic = |machine: &&Machine| machine.transitions.iter().any(|way| way.automatic);
    let machines: Vec<&Machine> = work.rules.machines.values().filter(automatic).collect();
    if machines.is_empty() || !follows(work, step)? {
        return Ok(());
    }
    let with: BTreeSet<Digest> = machines.iter().map(|machine| machine.hash).collect();
    let mut taken = Vec::new();
    for (subject, instance) in instances(work, &machines)? {
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

/// What may go on by itself. Where the automatic ways of pairs ask for nothing, only a pair with new facts can have
/// come to one since the last night.
fn instances(work: &Work<'_>, machines: &[&Machine]) -> Result<Vec<(Subject, Instance)>, AppError> {
    let reading = &work.reading;
    let has = |kind: SubjectKind| machines.iter().any(|machine| machine.kind == kind);
    let mut all: Vec<(Subject, Instance)> = Vec::new();
    if has(SubjectKind::Programme) {
        all.extend(reading.programmes()?.into_iter().map(|row| (Subject::Programme(row.id), row.instance)));
    }
    if has(SubjectKind::Pair) {
        let ways = machines.iter().filter(|machine| machine.kind == SubjectKind::Pair);
        let mut ways = ways.flat_map(|machine| &machine.transitions).filter(|way| way.automatic);
        if work.fresh()?.changed.all || ways.any(|way| !way.requires.is_empty()) {
            all.extend(reading.pairs()?.into_iter().map(|row| (Subject::Pair(row.id), row.instance)));
        } else {
            for id in &work.fresh()?.changed.pairs {
                all.extend(reading.pair(*id)?.map(|row| (Subject::Pair(row.id), row.instance)));
            }
        }
    }
    if has(SubjectKind::Task) {
        let open = reading.occurrences(None)?.into_iter().filter(|row| !row.dropped);
        all.extend(open.map(|row| (Subject::Occurrence(row.task, row.no), row.instance)));
    }
    Ok(all)
}
