//! What `efficiency.rhai` reads: records of a pair, a mentor, a programme and the school on a day.
//!
//! Everything comes from rows, by what is known now and is dated not later than the day; for what was known then,
//! make the [`Reading`] with `as_of`. A fact that nobody recorded is absent from its record, never zero. The names
//! are those of [`crate::script::api::facts::FIELDS`].

use std::collections::BTreeSet;

use chrono::{Datelike as _, NaiveDate};
use vekha_core::decide::Rules;
use vekha_core::facts::{Record, Value};
use vekha_core::ids::{PairId, PartyId, ProgrammeId};
use vekha_core::pairs::Pair;
use vekha_core::people::{Participant, Purpose, Side, records};
use vekha_core::state::{Instance, Outcome, Programme};
use vekha_core::vault::Content;
use vekha_core::view::{Read, View, ViewError};
use vekha_core::work::{
    Answered, DayNumber, PairCount, PairWork, ProgrammeWork, SchoolNumbers, Tally, Votes, Wave, Who,
    day_number, day_of,
};

use crate::app::{AppError, Reading};

/// The years of teaching up to which a teacher is a young specialist.
const YOUNG_YEARS: f64 = 3.0;

/// The facts of a pair; `None` where there is no such pair or it was not formed by that day.
///
/// # Errors
/// What the store says; so for every function here.
pub fn pair_facts(reading: &Reading<'_>, pair: PairId, on: NaiveDate) -> Result<Option<Record>, AppError> {
    let rules = reading.rules()?;
    Ok(Facts { view: reading, rules: &rules, on }.pair(pair)?)
}

/// The facts of a mentor over all pairs; `None` for who never had one.
pub fn mentor_facts(
    reading: &Reading<'_>,
    mentor: PartyId,
    on: NaiveDate,
) -> Result<Option<Record>, AppError> {
    let rules = reading.rules()?;
    Ok(Facts { view: reading, rules: &rules, on }.mentor(mentor)?)
}

/// The facts of a programme; `None` where there is no such programme or it was opened later.
///
/// `pairs_on_track` follows [`vekha_core::work::ON_TRACK_SHARE`] and [`vekha_core::work::ON_TRACK_MEETINGS`]; whoever
/// has counted pairs by the school's own rule sets it with [`Record::with`].
pub fn programme_facts(
    reading: &Reading<'_>,
    programme: ProgrammeId,
    on: NaiveDate,
) -> Result<Option<Record>, AppError> {
    let rules = reading.rules()?;
    Ok(Facts { view: reading, rules: &rules, on }.programme(programme)?)
}

/// The facts of the school.
pub fn school_facts(reading: &Reading<'_>, on: NaiveDate) -> Result<Record, AppError> {
    let rules = reading.rules()?;
    let facts = Facts { view: reading, rules: &rules, on };
    let record = facts.school()?;
    // Years of teaching stand in the vault; they are looked up only where they are compared with something.
    if *record.get("young_teachers") == Value::Unknown
        || *record.get("young_teachers_mentees") != Value::Unknown
    {
        return Ok(record);
    }
    match young_mentees(reading, &rules, on)? {
        Some(count) => Ok(record.with("young_teachers_mentees", i64::from(count))),
        None => Ok(record),
    }
}

/// What facts are made from. Holding one over a snapshot's view saves looking up the school for every fact.
pub struct Facts<'a> {
    /// The rows.
    pub view: &'a dyn View,
    /// Forms and papers.
    pub rules: &'a Rules,
    /// The day.
    pub on: NaiveDate,
}

impl Facts<'_> {
    fn day(&self) -> DayNumber {
        day_number(self.on)
    }

    /// See [`pair_facts`].
    pub fn pair(&self, id: PairId) -> Result<Option<Record>, ViewError> {
        let Some(pair) = self.view.pair(id)? else { return Ok(None) };
        let Some((stage, outcome, _)) = pair.instance.on(self.on) else { return Ok(None) };
        let work = self.view.pair_work(id)?.unwrap_or_else(|| PairWork::new(id, pair.programme));
        let form = self.view.programme(pair.programme)?.map(|row| row.form).unwrap_or_default();
        let tally = work.on(self.day());
        let mut record = Record::default()
            .with("id", i64::from(id.0))
            .with("programme", i64::from(pair.programme.0))
            .with("form", form.as_str())
            .with("stage", stage)
            .with("today", self.on)
            .with("started", first_day(&pair.instance))
            .with("completed", outcome == Some(Outcome::Done))
            .with("mentor", i64::from(pair.mentor.0))
            .with("mentee", i64::from(pair.mentee.0));
        if outcome.is_some() {
            record = record.with("ended", ended(&pair.instance, self.on));
        }
        let (deadlines, overdue) = deadlines(&pair.instance, self.on);
        record = with_meetings(record, &tally)
            .with("plan_total", i64::from(tally.items))
            .with("plan_done", i64::from(tally.done))
            .with("plan_late", i64::from(tally.late))
            .with("deadlines", i64::from(deadlines + tally.due))
            .with("overdue", i64::from(overdue + tally.late));
        let evidence: BTreeSet<&str> = pair.evidence.iter().map(|found| found.kind.as_str()).collect();
        record = record.with("evidence", evidence.into_iter().collect::<Vec<_>>());
        record = self.answers(record, &work);
        self.papers(record, &pair, &form).map(Some)
    }

    /// Scores before and after by side and question, and what was said of expectations.
    fn answers(&self, mut record: Record, work: &PairWork) -> Record {
        for (wave, field) in [(Wave::Before, "before"), (Wave::After, "after")] {
            let mut scores = std::collections::BTreeMap::new();
            for who in [Who::Mentee, Who::Mentor] {
                let Some(answered) = work.answers(wave, who, self.day()) else { continue };
                for (question, score) in &answered.scores {
                    if let Some(mean) = score.mean() {
                        // One person on each side: the same key before and after is the same person.
                        scores.insert(format!("{}.{question}", who.as_str()), Value::Float(mean));
                    }
                }
            }
            if !scores.is_empty() {
                record = record.with(field, Value::Map(scores));
            }
        }
        let sides = [Who::Mentee, Who::Mentor].map(|who| work.answers(Wave::After, who, self.day()));
        with_expectations(record, sides.into_iter().flatten())
    }

    /// The papers of both, each with its side: `mentor.participation`.
    fn papers(&self, record: Record, pair: &Pair, form: &str) -> Result<Record, ViewError> {
        let (mut needed, mut held) = (Vec::new(), Vec::new());
        for (party, side) in [(pair.mentor, Side::Mentor), (pair.mentee, Side::Mentee)] {
            let named = |kind: &String| Value::Text(format!("{}.{kind}", side.as_str()));
            if let Some(form) = self.rules.forms.forms.get(form) {
                needed.extend(form.side(side).needed(Purpose::Pair).iter().map(named));
            }
            held.extend(records::held(self.view, party, self.on)?.iter().map(named));
        }
        let record = record.with("consents", Value::List(held));
        Ok(if needed.is_empty() { record } else { record.with("consents_required", Value::List(needed)) })
    }

    /// See [`mentor_facts`].
    pub fn mentor(&self, id: PartyId) -> Result<Option<Record>, ViewError> {
        let Some(row) = self.view.person_work(id)? else { return Ok(None) };
        let (mut sum, mut load, mut pairs) = (Tally::default(), 0_i64, Vec::new());
        let mut said = Vec::new();
        for pair in &row.mentor_in {
            let Some(instance) = self.view.pair(*pair)?.map(|pair| pair.instance) else { continue };
            let Some((_, outcome, _)) = instance.on(self.on) else { continue };
            let Some(work) = self.view.pair_work(*pair)? else { continue };
            load += i64::from(outcome.is_none());
            pairs.push(i64::from(pair.0));
            add(&mut sum, &work.on(self.day()));
            said.extend(work.answers(Wave::After, Who::Mentee, self.day()).cloned());
            // The mentor answers once, whatever the number of pairs.
            if pairs.len() == 1 {
                said.extend(work.answers(Wave::After, Who::Mentor, self.day()).cloned());
            }
        }
        if pairs.is_empty() {
            return Ok(None);
        }
        let record = Record::default()
            .with("id", i64::from(id.0))
            .with("role", Side::Mentor.as_str())
            .with("today", self.on)
            .with("pairs", pairs)
            .with("load", load);
        let record = with_expectations(with_meetings(record, &sum), said.iter());
        Ok(Some(match self.capacity(id)? {
            Some(capacity) => record.with("capacity", i64::from(capacity)),
            None => record,
        }))
    }

    /// How many mentees somebody takes in all; `None` for who is in no base of mentors.
    fn capacity(&self, id: PartyId) -> Result<Option<u32>, ViewError> {
        let mut lines = self.view.participants(Some(id))?;
        lines.retain(|line| line.side == Side::Mentor && line.stands(self.on));
        // A mentor who named no capacity takes one mentee.
        Ok(lines.iter().map(|line| line.capacity.unwrap_or(1)).max())
    }

    /// See [`programme_facts`].
    pub fn programme(&self, id: ProgrammeId) -> Result<Option<Record>, ViewError> {
        let Some(programme) = self.view.programme(id)? else { return Ok(None) };
        let Some((stage, outcome, _)) = programme.instance.on(self.on) else { return Ok(None) };
        let work = self.view.programme_work(id)?.unwrap_or_else(|| ProgrammeWork::new(id));
        let sums = match self.day() >= work.latest {
            true => Sums::of(&work, self.day()),
            false => self.counted(id)?,
        };
        let mut record = Record::default()
            .with("id", i64::from(id.0))
            .with("programme", i64::from(id.0))
            .with("form", programme.form.as_str())
            .with("stage", stage)
            .with("today", self.on)
            .with("started", first_day(&programme.instance))
            .with("completed", outcome == Some(Outcome::Done))
            .with("pairs_started", i64::from(sums.started))
            .with("pairs_completed", i64::from(sums.completed))
            .with("pairs_active", i64::from(sums.active))
            .with("pairs_on_track", i64::from(sums.on_track));
        record = with_people(with_meetings(record, &sums.meetings), &sums);
        if let Some(points) = work.scale_on(self.day()) {
            let points: Vec<i64> = points.iter().map(|point| i64::from(*point)).collect();
            record = record.with("curator_scale", points);
        }
        Ok(Some(record))
    }

    /// The sums of a day that lies before the last fact: counted from the pairs.
    fn counted(&self, id: ProgrammeId) -> Result<Sums, ViewError> {
        let mut sums = Sums::default();
        let (mut mentors, mut mentees) = (BTreeSet::new(), BTreeSet::new());
        for pair in self.view.pairs()?.into_iter().filter(|pair| pair.programme == id) {
            let Some((_, outcome, left)) = pair.instance.on(self.on) else { continue };
            let Some(work) = self.view.pair_work(pair.id)? else { continue };
            let tally = work.on(self.day());
            let count = PairCount::of(outcome, left > 0, &tally);
            sums.started += u32::from(count.started);
            sums.active += u32::from(count.active);
            sums.completed += u32::from(count.completed);
            sums.on_track += u32::from(count.on_track);
            add(&mut sums.meetings, &tally);
            mentees.insert(pair.mentee);
            let votes = |who| work.answers(Wave::After, who, self.day()).map(|said| said.votes);
            join(&mut sums.mentee_votes, votes(Who::Mentee));
            if mentors.insert(pair.mentor) {
                join(&mut sums.mentor_votes, votes(Who::Mentor));
            }
        }
        sums.mentors = mentors.len() as u32;
        sums.mentees = mentees.len() as u32;
        Ok(sums)
    }

    /// See [`school_facts`]; without what only the vault knows.
    pub fn school(&self) -> Result<Record, ViewError> {
        let year = school_year(self.on);
        let mut record = Record::default().with("today", self.on).with("year", i64::from(year + 1));
        let numbers = self.view.school_numbers()?;
        for name in SchoolNumbers::NAMES {
            if let Some((_, value)) = numbers.on(name, self.on) {
                record = record.with(name, i64::from(value));
            }
        }
        record = self.young(record, &numbers, year);
        record = self.taking_part(record)?;
        let mut sums = Sums::default();
        for programme in self.view.programmes()?.into_iter().filter(|row| runs(row, year, self.on)) {
            if let Some(work) = self.view.programme_work(programme.id)? {
                let more = match self.day() >= work.latest {
                    true => Sums::of(&work, self.day()),
                    false => self.counted(programme.id)?,
                };
                sums.join(&more);
            }
        }
        Ok(with_people(record, &sums))
    }

    /// Who stayed is counted a year later, of those there were then.
    fn young(&self, record: Record, numbers: &SchoolNumbers, year: i32) -> Record {
        let Some((counted, _)) = numbers.on("young_teachers_stayed", self.on) else { return record };
        let before = NaiveDate::from_ymd_opt(year.min(school_year(counted)), 8, 31);
        match before.and_then(|day| numbers.on("young_teachers", day)) {
            Some((_, value)) => record.with("young_teachers_before", i64::from(value)),
            None => record,
        }
    }

    /// Children who take part, where the school told how many there are and not how many of them take part: those in
    /// forms whose side is for children.
    fn taking_part(&self, mut record: Record) -> Result<Record, ViewError> {
        let sides =
            [("children", "children_mentees", Side::Mentee), ("teens", "teens_mentors", Side::Mentor)];
        for (all, some, side) in sides {
            if *record.get(all) == Value::Unknown || *record.get(some) != Value::Unknown {
                continue;
            }
            let count = self.standing(|line| line.side == side && self.is_for_children(line))?.len();
            record = record.with(some, count as i64);
        }
        Ok(record)
    }

    fn is_for_children(&self, line: &Participant) -> bool {
        let ages = self.rules.forms.forms.get(&line.form).and_then(|form| form.side(line.side).ages);
        ages.is_some_and(|(_, to)| to <= 19)
    }

    /// Who takes part on the day, each once.
    fn standing(&self, fits: impl Fn(&Participant) -> bool) -> Result<BTreeSet<PartyId>, ViewError> {
        let lines = self.view.participants(None)?;
        let standing = lines.iter().filter(|line| line.stands(self.on) && fits(line));
        Ok(standing.map(|line| line.party).collect())
    }
}

/// The numbers of a programme, or of several.
#[derive(Default)]
struct Sums {
    started: u32,
    active: u32,
    completed: u32,
    on_track: u32,
    mentors: u32,
    mentees: u32,
    meetings: Tally,
    mentor_votes: Votes,
    mentee_votes: Votes,
}

impl Sums {
    fn of(work: &ProgrammeWork, day: DayNumber) -> Self {
        let votes = |who| work.votes.get(&who).copied().unwrap_or_default();
        Self {
            started: work.started,
            active: work.active,
            completed: work.completed,
            on_track: work.on_track,
            mentors: work.mentors,
            mentees: work.mentees,
            meetings: Tally {
                planned: work.planned(day),
                held: work.held,
                missed: work.missed,
                feedback: work.feedback,
                minutes: work.minutes,
                ..Tally::default()
            },
            mentor_votes: votes(Who::Mentor),
            mentee_votes: votes(Who::Mentee),
        }
    }

    fn join(&mut self, more: &Self) {
        self.mentors += more.mentors;
        self.mentees += more.mentees;
        join(&mut self.mentor_votes, Some(more.mentor_votes));
        join(&mut self.mentee_votes, Some(more.mentee_votes));
    }
}

fn join(votes: &mut Votes, more: Option<Votes>) {
    let more = more.unwrap_or_default();
    votes.asked += more.asked;
    votes.satisfied += more.satisfied;
}

fn add(sum: &mut Tally, more: &Tally) {
    sum.planned += more.planned;
    sum.held += more.held;
    sum.missed += more.missed;
    sum.feedback += more.feedback;
    sum.minutes += more.minutes;
    sum.last = sum.last.max(more.last);
}

fn with_meetings(record: Record, tally: &Tally) -> Record {
    let record = record
        .with("meetings_planned", i64::from(tally.planned))
        .with("meetings_held", i64::from(tally.held))
        .with("meetings_missed", i64::from(tally.missed))
        .with("meetings_feedback", i64::from(tally.feedback))
        .with("meetings_minutes", i64::try_from(tally.minutes).unwrap_or(i64::MAX));
    match tally.last.and_then(day_of) {
        Some(last) => record.with("last_meeting", last),
        None => record,
    }
}

fn with_expectations<'a>(record: Record, said: impl Iterator<Item = &'a Answered>) -> Record {
    let means: Vec<f64> = said.filter_map(|answered| answered.expectations.mean()).collect();
    if means.is_empty() { record } else { record.with("expectations", means) }
}

/// Before anybody was asked, nobody knows how many are content.
fn with_people(record: Record, sums: &Sums) -> Record {
    let record = record.with("mentees", i64::from(sums.mentees)).with("mentors", i64::from(sums.mentors));
    let sides = [("mentees_satisfied", sums.mentee_votes), ("mentors_satisfied", sums.mentor_votes)];
    sides
        .into_iter()
        .filter(|(_, votes)| votes.asked > 0)
        .fold(record, |record, (field, votes)| record.with(field, i64::from(votes.satisfied)))
}

fn first_day(instance: &Instance) -> NaiveDate {
    instance.trail.first().map_or(instance.since, |step| step.since)
}

/// The day of the last step by a day.
fn ended(instance: &Instance, on: NaiveDate) -> NaiveDate {
    let mut steps = instance.trail.iter().map(|step| step.since).chain([instance.since]);
    steps.rfind(|since| *since <= on).unwrap_or(instance.since)
}

/// How many stages had to be left by a day or were left, and how many of them later than they should.
fn deadlines(instance: &Instance, on: NaiveDate) -> (u32, u32) {
    let mut stages: Vec<(NaiveDate, Option<NaiveDate>)> =
        instance.trail.iter().map(|step| (step.since, step.due)).collect();
    stages.push((instance.since, instance.due));
    let (mut all, mut late) = (0, 0);
    for (at, (since, due)) in stages.iter().enumerate() {
        let left = stages.get(at + 1).map(|(next, _)| *next).filter(|next| *next <= on);
        if let Some(due) = due.filter(|due| *since <= on && (*due <= on || left.is_some())) {
            all += 1;
            late += u32::from(left.unwrap_or(on) > due);
        }
    }
    (all, late)
}

/// The calendar year in which the school year of a day began.
fn school_year(day: NaiveDate) -> i32 {
    if day.month() >= 9 { day.year() } else { day.year() - 1 }
}

/// Whether a programme was open in the course of a school year, by a day.
fn runs(programme: &Programme, year: i32, on: NaiveDate) -> bool {
    let Some(began) = NaiveDate::from_ymd_opt(year, 9, 1) else { return false };
    match programme.instance.on(on) {
        None => false,
        Some((_, None, _)) => true,
        Some((_, Some(_), _)) => ended(&programme.instance, on) >= began,
    }
}

/// Adults who are mentored and have taught for three years or less; `None` where nobody's years are known.
fn young_mentees(reading: &Reading<'_>, rules: &Rules, on: NaiveDate) -> Result<Option<u32>, AppError> {
    let facts = Facts { view: reading, rules, on };
    let adults = facts.standing(|line| line.side == Side::Mentee && !facts.is_for_children(line))?;
    let (mut known, mut young) = (0, 0);
    for id in adults {
        let Some(sealed) = reading.party(id)?.and_then(|party| party.profile) else { continue };
        let Some(Content::Party(profile)) = reading.content(&sealed)? else { continue };
        let years =
            profile.fields.get("years").and_then(|text| text.replace(',', ".").trim().parse::<f64>().ok());
        if let Some(years) = years {
            known += 1;
            young += u32::from(years <= YOUNG_YEARS);
        }
    }
    Ok((known > 0).then_some(young))
}
