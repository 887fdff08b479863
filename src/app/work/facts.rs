//! What `efficiency.rhai` reads: records of a pair, a mentor, a programme and the school on a day.
//!
//! Everything comes from rows, by what is known now and is dated not later than the day; for what was known then,
//! make the [`Reading`] with `as_of`. A fact that nobody recorded is absent from its record, never zero. The names
//! are those of [`crate::script::api::facts::FIELDS`]. Facts are made as words ([`Given`]), which compiled scripts read
//! as they are; [`Given::record`] is the same for the interpreter and for people.

use std::collections::BTreeSet;
use std::rc::Rc;

use chrono::{Datelike as _, NaiveDate};
use vekha_core::decide::Rules;
use vekha_core::facts::Record;
use vekha_core::ids::{PairId, PartyId, ProgrammeId, Subject};
use vekha_core::pairs::Pair;
use vekha_core::people::{Participant, Purpose, Side};
use vekha_core::state::{Instance, Outcome, Programme};
use vekha_core::vault::Content;
use vekha_core::view::{Read, View, ViewError};
use vekha_core::work::{
    Answered, DayNumber, PairCount, PairWork, ProgrammeWork, SchoolNumbers, Tally, Votes, Wave, Who,
    day_number, day_of,
};

use super::shelf::Shelf;
use crate::app::{AppError, Reading};
use crate::script::fast::given::{Given, Texts, slot};

/// The years of teaching up to which a teacher is a young specialist.
const YOUNG_YEARS: f64 = 3.0;

/// The facts of a pair; `None` where there is no such pair or it was not formed by that day.
///
/// # Errors
/// What the store says; so for every function here.
pub fn pair_facts(reading: &Reading<'_>, pair: PairId, on: NaiveDate) -> Result<Option<Record>, AppError> {
    record(reading, Subject::Pair(pair), on)
}

/// The facts of a mentor over all pairs; `None` for who never had one.
pub fn mentor_facts(
    reading: &Reading<'_>,
    mentor: PartyId,
    on: NaiveDate,
) -> Result<Option<Record>, AppError> {
    record(reading, Subject::Party(mentor), on)
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
    record(reading, Subject::Programme(programme), on)
}

/// The facts of the school.
pub fn school_facts(reading: &Reading<'_>, on: NaiveDate) -> Result<Record, AppError> {
    Ok(record(reading, Subject::School, on)?.unwrap_or_default())
}

fn record(reading: &Reading<'_>, subject: Subject, on: NaiveDate) -> Result<Option<Record>, AppError> {
    let (rules, shelf) = (reading.rules()?, Shelf::default());
    let (mut given, mut texts) = (Given::default(), Texts::default());
    let facts = Facts { view: reading, shelf: &shelf, rules: &rules, on };
    Ok(facts.of(reading, subject, &mut given, &mut texts)?.then(|| given.record(&texts)))
}

/// The slot of a standard field, found before the program runs.
macro_rules! at {
    ($name:literal) => {
        const { slot($name) }
    };
}

/// What facts are made from.
pub struct Facts<'a> {
    /// The rows.
    pub view: &'a dyn View,
    /// Those that were read already.
    pub shelf: &'a Shelf,
    /// Forms and papers.
    pub rules: &'a Rules,
    /// The day.
    pub on: NaiveDate,
}

impl Facts<'_> {
    fn day(&self) -> DayNumber {
        day_number(self.on)
    }

    /// Fills `given` with the facts of a subject; false where it is not there yet, or has none.
    ///
    /// # Errors
    /// What the store says; so for every function here.
    pub fn of(
        &self,
        reading: &Reading<'_>,
        subject: Subject,
        given: &mut Given,
        texts: &mut Texts,
    ) -> Result<bool, AppError> {
        given.clear();
        Ok(match subject {
            Subject::Pair(id) => self.pair(id, given, texts)?,
            Subject::Party(id) => self.mentor(id, given, texts)?,
            Subject::Programme(id) => self.programme(id, given, texts)?,
            Subject::School => {
                self.school(given)?;
                // Years of teaching stand in the vault; they are looked up only where they are compared with something.
                if given.has(at!("young_teachers")) && !given.has(at!("young_teachers_mentees")) {
                    let count = self.young_mentees(reading)?;
                    count.into_iter().for_each(|count| given.int(at!("young_teachers_mentees"), count));
                }
                true
            }
            _ => false,
        })
    }

    fn pair(&self, id: PairId, given: &mut Given, texts: &mut Texts) -> Result<bool, ViewError> {
        let Some(paired) = self.shelf.pair(self.view, id)? else { return Ok(false) };
        let (pair, work) = (&paired.pair, &paired.work);
        let Some((stage, outcome, _)) = pair.instance.on(self.on) else { return Ok(false) };
        let form = self.shelf.form(self.view, pair.programme)?;
        let tally = work.on(self.day());
        given.int(at!("id"), id.0);
        given.int(at!("programme"), pair.programme.0);
        given.text(at!("form"), texts.number(&form));
        given.text(at!("stage"), texts.number(stage));
        given.date(at!("today"), self.on);
        given.date(at!("started"), first_day(&pair.instance));
        given.bool(at!("completed"), outcome == Some(Outcome::Done));
        given.int(at!("mentor"), pair.mentor.0);
        given.int(at!("mentee"), pair.mentee.0);
        if outcome.is_some() {
            given.date(at!("ended"), ended(&pair.instance, self.on));
        }
        let (deadlines, overdue) = deadlines(&pair.instance, self.on);
        meetings(given, &tally);
        given.int(at!("plan_total"), tally.items);
        given.int(at!("plan_done"), tally.done);
        given.int(at!("plan_late"), tally.late);
        given.int(at!("deadlines"), deadlines + tally.due);
        given.int(at!("overdue"), overdue + tally.late);
        let evidence: BTreeSet<&str> = pair.evidence.iter().map(|found| found.kind.as_str()).collect();
        given.texts(at!("evidence"), evidence.into_iter().map(|kind| texts.number(kind)));
        self.answers(work, given, texts);
        self.papers(pair, &form, given, texts)?;
        Ok(true)
    }

    /// Scores before and after by side and question, and what was said of expectations.
    fn answers(&self, work: &PairWork, given: &mut Given, texts: &mut Texts) {
        for (wave, slot) in [(Wave::Before, at!("before")), (Wave::After, at!("after"))] {
            let sides = [Who::Mentee, Who::Mentor].map(|who| (who, work.answers(wave, who, self.day())));
            if sides.iter().all(|(_, answered)| answered.is_none_or(|answered| answered.scores.is_empty())) {
                continue;
            }
            // One person on each side: the same key before and after is the same person.
            let scores = sides.into_iter().filter_map(|(who, answered)| Some((who, answered?)));
            let scores = scores.flat_map(|(who, answered)| {
                answered
                    .scores
                    .iter()
                    .filter_map(move |(question, score)| Some((who, question, score.mean()?)))
            });
            given.scores(
                slot,
                scores.map(|(who, question, mean)| (texts.joined(who.as_str(), question), mean)),
            );
        }
        let sides = [Who::Mentee, Who::Mentor].map(|who| work.answers(Wave::After, who, self.day()));
        expectations(given, sides.into_iter().flatten());
    }

    /// The papers of both, each with its side: `mentor.participation`.
    fn papers(&self, pair: &Pair, form: &str, given: &mut Given, texts: &mut Texts) -> Result<(), ViewError> {
        let sides = [(pair.mentor, Side::Mentor), (pair.mentee, Side::Mentee)];
        let mut held = Vec::new();
        for (party, side) in sides {
            let papers = self.shelf.papers(self.view, party)?;
            held.extend(papers.held(self.on).map(|kind| texts.joined(side.as_str(), kind)));
        }
        given.texts(at!("consents"), held);
        let Some(form) = self.rules.forms.forms.get(form) else { return Ok(()) };
        let needed = sides.iter().flat_map(|(_, side)| {
            form.side(*side).needed(Purpose::Pair).iter().map(|kind| (side.as_str(), kind))
        });
        let mut needed = needed.peekable();
        if needed.peek().is_some() {
            let needed = needed.map(|(side, kind)| texts.joined(side, kind));
            given.texts(at!("consents_required"), needed);
        }
        Ok(())
    }

    fn mentor(&self, id: PartyId, given: &mut Given, texts: &mut Texts) -> Result<bool, ViewError> {
        let Some(all) = self.shelf.mentor_in(self.view, id)? else { return Ok(false) };
        let (mut sum, mut load, mut pairs) = (Tally::default(), 0_i64, Vec::new());
        let mut said = Vec::new();
        for pair in all.iter() {
            let Some(paired) = self.shelf.pair(self.view, *pair)? else { continue };
            let Some((_, outcome, _)) = paired.pair.instance.on(self.on) else { continue };
            load += i64::from(outcome.is_none());
            pairs.push(i64::from(pair.0));
            add(&mut sum, &paired.work.on(self.day()));
            said.push((Rc::clone(&paired), Who::Mentee));
            // The mentor answers once, whatever the number of pairs.
            if pairs.len() == 1 {
                said.push((paired, Who::Mentor));
            }
        }
        if pairs.is_empty() {
            return Ok(false);
        }
        given.int(at!("id"), id.0);
        given.text(at!("role"), texts.number(Side::Mentor.as_str()));
        given.date(at!("today"), self.on);
        given.ints(at!("pairs"), pairs);
        given.int(at!("load"), load);
        meetings(given, &sum);
        let answered =
            said.iter().filter_map(|(paired, who)| paired.work.answers(Wave::After, *who, self.day()));
        expectations(given, answered);
        if let Some(capacity) = self.capacity(id)? {
            given.int(at!("capacity"), capacity);
        }
        Ok(true)
    }

    /// How many mentees somebody takes in all; `None` for who is in no base of mentors.
    fn capacity(&self, id: PartyId) -> Result<Option<u32>, ViewError> {
        let lines = self.shelf.lines(self.view, id)?;
        let lines = lines.iter().filter(|line| line.side == Side::Mentor && line.stands(self.on));
        // A mentor who named no capacity takes one mentee.
        Ok(lines.map(|line| line.capacity.unwrap_or(1)).max())
    }

    fn programme(&self, id: ProgrammeId, given: &mut Given, texts: &mut Texts) -> Result<bool, ViewError> {
        let Some(programme) = self.view.programme(id)? else { return Ok(false) };
        let Some((stage, outcome, _)) = programme.instance.on(self.on) else { return Ok(false) };
        let work = self.view.programme_work(id)?.unwrap_or_else(|| ProgrammeWork::new(id));
        let sums = match self.day() >= work.latest {
            true => Sums::of(&work, self.day()),
            false => self.counted(id)?,
        };
        given.int(at!("id"), id.0);
        given.int(at!("programme"), id.0);
        given.text(at!("form"), texts.number(&programme.form));
        given.text(at!("stage"), texts.number(stage));
        given.date(at!("today"), self.on);
        given.date(at!("started"), first_day(&programme.instance));
        given.bool(at!("completed"), outcome == Some(Outcome::Done));
        given.int(at!("pairs_started"), sums.started);
        given.int(at!("pairs_completed"), sums.completed);
        given.int(at!("pairs_active"), sums.active);
        given.int(at!("pairs_on_track"), sums.on_track);
        meetings(given, &sums.meetings);
        people(given, &sums);
        if let Some(points) = work.scale_on(self.day()) {
            given.ints(at!("curator_scale"), points.iter().map(|point| i64::from(*point)));
        }
        Ok(true)
    }

    /// The sums of a day that lies before the last fact: counted from the pairs.
    fn counted(&self, id: ProgrammeId) -> Result<Sums, ViewError> {
        let mut sums = Sums::default();
        let (mut mentors, mut mentees) = (BTreeSet::new(), BTreeSet::new());
        for paired in self.shelf.all_pairs(self.view)?.iter().filter(|paired| paired.pair.programme == id) {
            let (pair, work) = (&paired.pair, &paired.work);
            let Some((_, outcome, left)) = pair.instance.on(self.on) else { continue };
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

    /// The school, without what only the vault knows.
    fn school(&self, given: &mut Given) -> Result<(), ViewError> {
        let year = school_year(self.on);
        given.date(at!("today"), self.on);
        given.int(at!("year"), year + 1);
        let numbers = self.view.school_numbers()?;
        for (name, slot) in SchoolNumbers::NAMES.into_iter().zip(NUMBERS) {
            if let Some((_, value)) = numbers.on(name, self.on) {
                given.int(slot, value);
            }
        }
        self.young(given, &numbers, year);
        self.taking_part(given)?;
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
        people(given, &sums);
        Ok(())
    }

    /// Who stayed is counted a year later, of those there were then.
    fn young(&self, given: &mut Given, numbers: &SchoolNumbers, year: i32) {
        let Some((counted, _)) = numbers.on("young_teachers_stayed", self.on) else { return };
        let before = NaiveDate::from_ymd_opt(year.min(school_year(counted)), 8, 31);
        if let Some((_, value)) = before.and_then(|day| numbers.on("young_teachers", day)) {
            given.int(at!("young_teachers_before"), value);
        }
    }

    /// Children who take part, where the school told how many there are and not how many of them take part: those in
    /// forms whose side is for children.
    fn taking_part(&self, given: &mut Given) -> Result<(), ViewError> {
        let sides = [
            (at!("children"), at!("children_mentees"), Side::Mentee),
            (at!("teens"), at!("teens_mentors"), Side::Mentor),
        ];
        for (all, some, side) in sides {
            if given.has(all) && !given.has(some) {
                let count = self.standing(|line| line.side == side && self.is_for_children(line))?.len();
                given.int(some, count as i64);
            }
        }
        Ok(())
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

    /// Adults who are mentored and have taught for three years or less; `None` where nobody's years are known.
    fn young_mentees(&self, reading: &Reading<'_>) -> Result<Option<u32>, AppError> {
        let adults = self.standing(|line| line.side == Side::Mentee && !self.is_for_children(line))?;
        let (mut known, mut young) = (0, 0);
        for id in adults {
            let Some(sealed) = reading.party(id)?.and_then(|party| party.profile) else { continue };
            let Some(Content::Party(profile)) = reading.content(&sealed)? else { continue };
            let years = profile
                .fields
                .get("years")
                .and_then(|text| text.replace(',', ".").trim().parse::<f64>().ok());
            if let Some(years) = years {
                known += 1;
                young += u32::from(years <= YOUNG_YEARS);
            }
        }
        Ok((known > 0).then_some(young))
    }
}

/// Where the numbers that a school tells stand, in the order of [`SchoolNumbers::NAMES`].
const NUMBERS: [u16; SchoolNumbers::NAMES.len()] = {
    let mut slots = [0; SchoolNumbers::NAMES.len()];
    let mut at = 0;
    while at < slots.len() {
        slots[at] = slot(SchoolNumbers::NAMES[at]);
        at += 1;
    }
    slots
};

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

fn meetings(given: &mut Given, tally: &Tally) {
    given.int(at!("meetings_planned"), tally.planned);
    given.int(at!("meetings_held"), tally.held);
    given.int(at!("meetings_missed"), tally.missed);
    given.int(at!("meetings_feedback"), tally.feedback);
    given.int(at!("meetings_minutes"), i64::try_from(tally.minutes).unwrap_or(i64::MAX));
    if let Some(last) = tally.last.and_then(day_of) {
        given.date(at!("last_meeting"), last);
    }
}

fn expectations<'a>(given: &mut Given, said: impl Iterator<Item = &'a Answered>) {
    let mut means = said.filter_map(|answered| answered.expectations.mean()).peekable();
    if means.peek().is_some() {
        given.floats(at!("expectations"), means);
    }
}

/// Before anybody was asked, nobody knows how many are content.
fn people(given: &mut Given, sums: &Sums) {
    given.int(at!("mentees"), sums.mentees);
    given.int(at!("mentors"), sums.mentors);
    for (slot, votes) in
        [(at!("mentees_satisfied"), sums.mentee_votes), (at!("mentors_satisfied"), sums.mentor_votes)]
    {
        if votes.asked > 0 {
            given.int(slot, votes.satisfied);
        }
    }
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
