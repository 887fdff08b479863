//! Facts that came to light late: values of earlier days are computed again and stand beside the old ones.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use vekha_core::command::Action;
use vekha_core::digest::Digest;
use vekha_core::ids::Subject;
use vekha_core::metrics::{Evaluation, Mark, Named, Shown, Tabled, Workings};
use vekha_core::view::Read as _;

use super::Job;
use super::asked::{self, answers};
use super::measure::named;
use super::work::{Failed, Step, Work};
use crate::app::AppError;

/// A value of an earlier day to be looked at again.
struct Again {
    work: usize,
    subject: Subject,
    mark: Mark,
    known: Shown,
    facts: vekha_core::facts::Record,
    input: Digest,
}

/// Decides the step of every school.
pub fn prepare(job: &Job<'_>, works: &mut [&mut Work<'_>]) {
    let mut all = Vec::new();
    for (place, work) in works.iter_mut().enumerate() {
        match affected(work) {
            Ok(found) => all.extend(found.into_iter().map(|again| Again { work: place, ..again })),
            Err(error) => work.failed = Some(error.into()),
        }
    }
    let records = all.iter().map(|again| (again.work, again.subject, again.facts.clone())).collect();
    let answered = answers(job, works, records);
    let mut restated: BTreeMap<usize, BTreeMap<(NaiveDate, u64), Vec<Workings>>> = BTreeMap::new();
    for (again, answer) in all.into_iter().zip(answered) {
        let indicators = match answer {
            Ok(indicators) => indicators,
            Err(fault) => {
                works[again.work].failed.get_or_insert(Failed::from(fault));
                continue;
            }
        };
        let values = keeping_terms(named(indicators, &BTreeMap::new()), &again.known.values);
        if values != again.known.values {
            let (subject, input) = (again.subject, again.input);
            let workings = Workings { subject, input, look: None, values };
            let of = restated.entry(again.work).or_default();
            of.entry((again.mark.on, again.mark.seq)).or_default().push(workings);
        }
    }
    for (place, evaluations) in restated {
        let work = &mut *works[place];
        if let Err(error) = write(work, evaluations) {
            work.failed = Some(Failed::from(error));
        }
    }
}

/// A value stays provisional as long as it was.
fn keeping_terms(values: Vec<Named>, known: &[Named]) -> Vec<Named> {
    let until = |name: &str| known.iter().find(|known| known.name == name).and_then(|known| known.until);
    values.into_iter().map(|value| Named { until: until(&value.name), ..value }).collect()
}

fn write(
    work: &mut Work<'_>,
    evaluations: BTreeMap<(NaiveDate, u64), Vec<Workings>>,
) -> Result<(), AppError> {
    let set = work.set.unwrap_or_default();
    let script = work.efficiency.as_ref().map(|script| script.digest).unwrap_or_default();
    let mut actions = Vec::new();
    for ((on, seq), workings) in evaluations {
        actions.push(Action::KeepIndicators(Tabled::pack(on, set, script, Some(seq), workings)));
    }
    work.decide(Step::Late, Action::Many(actions), Vec::new())
}

/// The evaluations on or after the day of a late fact, by the script that is in force. One by another script stays
/// as it is: what it would say today nobody asked.
fn affected(work: &Work<'_>) -> Result<Vec<Again>, AppError> {
    let (Some(_), Some(script)) = (&work.shift, &work.efficiency) else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    let mut read: BTreeMap<u64, Arc<Evaluation>> = BTreeMap::new();
    for (subject, since) in work.changed()? {
        let (subject, since) = (*subject, *since);
        let Some(row) = work.reading.indicators(subject)? else { continue };
        let of_day = |mark: &&Mark| mark.restates.is_none() && mark.on >= since && mark.on < work.on();
        for mark in row.trail.iter().filter(of_day) {
            let newest =
                row.trail.iter().rev().find(|other| other.restates == Some(mark.seq)).unwrap_or(mark);
            let Some(evaluation) = event(work, newest.seq, &mut read)? else { continue };
            let Some(known) = evaluation.of(subject).filter(|_| evaluation.script == script.digest) else {
                continue;
            };
            let Some((facts, input)) = asked::of(work, subject, mark.on)? else { continue };
            if input != known.input {
                found.push(Again { work: 0, subject, mark: *mark, known, facts, input });
            }
        }
    }
    Ok(found)
}

/// The evaluation that an event recorded.
fn event(
    work: &Work<'_>,
    seq: u64,
    read: &mut BTreeMap<u64, Arc<Evaluation>>,
) -> Result<Option<Arc<Evaluation>>, AppError> {
    if let Some(known) = read.get(&seq) {
        return Ok(Some(Arc::clone(known)));
    }
    let recorded = work.reading.snapshot.events(work.school, seq)?.next().transpose()?;
    let found = recorded.and_then(|recorded| recorded.event.evaluation());
    let Some(found) = found.map(Arc::new) else { return Ok(None) };
    read.insert(seq, Arc::clone(&found));
    Ok(Some(found))
}
