//! Facts that came to light late: values of earlier days are computed again and stand beside the old ones.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use vekha_core::command::Action;
use vekha_core::event::Event;
use vekha_core::ids::Subject;
use vekha_core::metrics::{Evaluation, Mark, Named, Shown, Workings};

use super::measure::{answers, digest_of, named};
use super::work::{Failed, Step, Work};
use super::{Job, facts};
use crate::app::AppError;

/// A value of an earlier day to be looked at again.
struct Again {
    work: usize,
    subject: Subject,
    mark: Mark,
    known: Shown,
    facts: vekha_core::facts::Record,
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
            let input = digest_of(&again.facts);
            let workings = Workings { subject: again.subject, input, look: None, values };
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
        *work.counts.entry("restated".into()).or_default() += u32::try_from(workings.len()).unwrap_or(0);
        actions.push(Action::KeepIndicators(Evaluation::pack(on, set, script, Some(seq), workings)));
    }
    work.decide(Step::Late, Action::Many(actions), Vec::new())
}

/// The evaluations on or after the day of a late fact, by the script that is in force. One by another script stays
/// as it is: what it would say today nobody asked.
fn affected(work: &Work<'_>) -> Result<Vec<Again>, AppError> {
    let (Some(shift), Some(script)) = (&work.shift, &work.efficiency) else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    let mut read: BTreeMap<u64, Arc<Evaluation>> = BTreeMap::new();
    for (subject, since) in facts::changed(&work.reading, shift.seen)? {
        let Some(row) = work.indicators(subject)? else { continue };
        let of_day = |mark: &&Mark| mark.restates.is_none() && mark.on >= since && mark.on < work.on();
        for mark in row.trail.iter().filter(of_day) {
            let newest =
                row.trail.iter().rev().find(|other| other.restates == Some(mark.seq)).unwrap_or(mark);
            let Some(evaluation) = event(work, newest.seq, &mut read)? else { continue };
            let Some(known) = evaluation.of(subject).filter(|_| evaluation.script == script.digest) else {
                continue;
            };
            let Some(facts) = facts::of(&work.reading, &work.view()?, &work.rules, subject, mark.on)? else {
                continue;
            };
            if digest_of(&facts) != known.input {
                found.push(Again { work: 0, subject, mark: *mark, known, facts });
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
    let Some(Event::IndicatorsEvaluated(found)) = recorded.map(|recorded| recorded.event) else {
        return Ok(None);
    };
    let found = Arc::new(found);
    read.insert(seq, Arc::clone(&found));
    Ok(Some(found))
}
