//! What a guard is told of a programme, a task or a pair. The fields are those of
//! [`GIVEN`](crate::script::kinds::guards::GIVEN).

use std::collections::BTreeSet;

use chrono::NaiveDate;
use vekha_core::decide::Rules;
use vekha_core::facts::{Record, Value};
use vekha_core::ids::{PlanId, ProgrammeId, Subject};
use vekha_core::pairs::Pair;
use vekha_core::people::{Headcount, Purpose, Side, records};
use vekha_core::state::{Evidence, Instance, Occurrence, Outcome, Programme, Task};
use vekha_core::view::{Read, View, ViewError};
use vekha_core::work::day_number;
use vekha_core::workflow::CountOf;

/// The facts of a subject on a day; empty for what goes through no stages.
pub fn of(view: &dyn View, rules: &Rules, subject: Subject, on: NaiveDate) -> Result<Record, ViewError> {
    let facts = Making { view, rules, on };
    let made = match subject {
        Subject::Programme(id) => view.programme(id)?.map(|row| facts.programme(&row)).transpose()?,
        Subject::Pair(id) => view.pair(id)?.map(|row| facts.pair(&row)).transpose()?,
        Subject::Occurrence(task, no) => match view.task(task)?.zip(view.occurrence(task, no)?) {
            Some((task, occurrence)) => Some(facts.task(&task, &occurrence)?),
            None => None,
        },
        _ => None,
    };
    Ok(made.unwrap_or_default())
}

struct Making<'a> {
    view: &'a dyn View,
    rules: &'a Rules,
    on: NaiveDate,
}

impl Making<'_> {
    fn programme(&self, row: &Programme) -> Result<Record, ViewError> {
        let about = [Subject::Programme(row.id), Subject::Plan(row.plan), Subject::School];
        let record = self.shared(&row.instance, &row.evidence, &about)?;
        let mut record = record
            .with("id", i64::from(row.id.0))
            .with("programme", i64::from(row.id.0))
            .with("form", row.form.as_str());
        let registers = Headcount::of(self.view, &self.rules.forms, &row.form, self.on)?;
        let counts = [
            ("base_mentors", CountOf::Mentors),
            ("base_mentees", CountOf::Mentees),
            ("trained", CountOf::Trained),
            ("with_requests", CountOf::Requests),
        ];
        for (field, what) in counts {
            // Nobody said is not nobody is there.
            if let Some(count) = registers.get(what).or_else(|| row.counts.get(what.as_str()).copied()) {
                record = record.with(field, i64::from(count));
            }
        }
        self.terms(self.pairs(record, row.id)?, row.plan)
    }

    fn pairs(&self, record: Record, programme: ProgrammeId) -> Result<Record, ViewError> {
        let all = self.view.pairs()?;
        let own = || all.iter().filter(|pair| pair.programme == programme);
        let count = |wanted: &dyn Fn(&Pair) -> bool| own().filter(|pair| wanted(pair)).count() as i64;
        Ok(record
            .with("pairs_started", count(&|_| true))
            .with("pairs_active", count(&Pair::is_open))
            .with("pairs_completed", count(&|pair| pair.instance.outcome == Some(Outcome::Done))))
    }

    /// Terms of the plan that have come, and those of them that were missed.
    fn terms(&self, record: Record, plan: PlanId) -> Result<Record, ViewError> {
        let (mut come, mut missed) = (0_i64, 0_i64);
        for task in self.view.tasks()?.into_iter().filter(|task| task.plan == plan && !task.withdrawn) {
            for found in self.view.occurrences(Some(task.id))?.iter().filter(|found| !found.dropped) {
                come += i64::from(found.to.is_some_and(|to| to <= self.on));
                missed += i64::from(found.is_late(self.on));
            }
        }
        Ok(record.with("deadlines", come).with("overdue", missed))
    }

    fn task(&self, task: &Task, row: &Occurrence) -> Result<Record, ViewError> {
        let about = [Subject::Occurrence(task.id, row.no), Subject::Task(task.id)];
        let mut record = self.shared(&row.instance, &row.evidence, &about)?;
        if let Some(to) = row.to {
            record = record.with("due", to).with("days_late", (self.on - to).num_days().max(0));
        }
        Ok(record
            .with("task", task.wording.number.as_str())
            .with("tags", texts(task.tags.iter().cloned()))
            .with("responsible", task.holders.iter().map(|id| i64::from(id.0)).collect::<Vec<_>>()))
    }

    fn pair(&self, row: &Pair) -> Result<Record, ViewError> {
        let programme = self.view.programme(row.programme)?;
        let mut about = vec![Subject::Pair(row.id), Subject::Programme(row.programme), Subject::School];
        about.extend(programme.as_ref().map(|programme| Subject::Plan(programme.plan)));
        let form = programme.map(|programme| programme.form).unwrap_or_default();
        // The log of meetings counts, as it does for indicators; a note that one took place is evidence of its own.
        let work = self.view.pair_work(row.id)?;
        let held = work.map_or(0, |work| work.on(day_number(self.on)).held);
        let record = self.shared(&row.instance, &row.evidence, &about)?;
        let record = record
            .with("id", i64::from(row.id.0))
            .with("programme", i64::from(row.programme.0))
            .with("form", form.as_str())
            .with("mentor", i64::from(row.mentor.0))
            .with("mentee", i64::from(row.mentee.0))
            .with("meetings_held", i64::from(held));
        self.papers(record, row, &form)
    }

    /// The papers of both, each with its side: `mentor.participation`.
    fn papers(&self, record: Record, row: &Pair, form: &str) -> Result<Record, ViewError> {
        let (mut needed, mut held) = (Vec::new(), Vec::new());
        for (party, side) in [(row.mentor, Side::Mentor), (row.mentee, Side::Mentee)] {
            let named = |kind: &String| format!("{}.{kind}", side.as_str());
            if let Some(form) = self.rules.forms.forms.get(form) {
                needed.extend(form.side(side).needed(Purpose::Pair).iter().map(named));
            }
            held.extend(records::held(self.view, party, self.on)?.iter().map(named));
        }
        Ok(record.with("consents", texts(held)).with("consents_required", texts(needed)))
    }

    /// What everything that goes through stages has.
    fn shared(
        &self,
        instance: &Instance,
        evidence: &[Evidence],
        about: &[Subject],
    ) -> Result<Record, ViewError> {
        let started = instance.trail.first().map_or(instance.since, |step| step.since);
        let mut record = Record::default()
            .with("stage", instance.stage.as_str())
            .with("started", started)
            .with("today", self.on);
        if let Some(due) = instance.due {
            record = record.with("due", due);
        }
        let kinds: BTreeSet<String> =
            evidence.iter().filter(|found| found.on <= self.on).map(|found| found.kind.clone()).collect();
        let mut documents: BTreeSet<String> = BTreeSet::new();
        for document in self.view.documents()?.into_iter().filter(|found| found.date <= self.on) {
            if document.about.is_empty() || document.about.iter().any(|one| about.contains(one)) {
                documents.insert(document.kind);
            }
        }
        Ok(record.with("evidence", texts(kinds)).with("documents", texts(documents)))
    }
}

fn texts(texts: impl IntoIterator<Item = String>) -> Value {
    Value::List(texts.into_iter().map(Value::Text).collect())
}

#[cfg(test)]
mod tests {
    use vekha_core::event::Entry;
    use vekha_core::ids::{PairId, PartyId};
    use vekha_core::state::Row;
    use vekha_core::view::{Change, Head, Memory};
    use vekha_core::work::{MeetingBrief, MeetingState, PairWork};

    use super::*;

    #[test]
    fn a_guard_counts_the_meetings_that_indicators_count() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let since = day("2023-10-02");
        let entry = Entry { workflow: Default::default(), stage: "work".into(), due: None };
        let instance = Instance::begun(&entry, since);
        let noted = Evidence { no: 1, kind: "meeting".into(), on: since, document: None, text: None };
        let pair = Pair {
            id: PairId(1),
            programme: ProgrammeId(1),
            mentor: PartyId(1),
            mentee: PartyId(2),
            score: None,
            proposal: None,
            instance,
            evidence: vec![noted],
        };
        let mut work = PairWork::new(PairId(1), ProgrammeId(1));
        let states = [MeetingState::Held, MeetingState::Missed, MeetingState::Held, MeetingState::Held];
        work.meetings = (0..)
            .zip(states)
            .map(|(week, state)| MeetingBrief {
                no: week + 1,
                day: day_number(since) + week as i32 * 7,
                state,
                minutes: 45,
                feedback: false,
            })
            .collect();
        let mut memory = Memory::default();
        memory.apply([Change::Put(Row::Pair(pair)), Change::Put(Row::PairWork(work))], Head::default());
        let held = |on: &str| {
            let facts = of(&memory, &Rules::default(), Subject::Pair(PairId(1)), day(on)).unwrap();
            facts.get("meetings_held").clone()
        };
        assert_eq!(held("2023-10-10"), 1.into());
        assert_eq!(held("2023-12-01"), 3.into());
    }
}
