//! What the facts of a pair, a person and a programme come to, kept by [`crate::evolve`] so that nobody has to count.
//!
//! A pair's row keeps a few bytes for each meeting and each task, with their days, so that the numbers of any past
//! day are counted from this one row: [`PairWork::on`]. A programme's row holds sums; they are those of the last day
//! that anything in it is about, and a day before that is counted from its pairs.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::{DayNumber, ItemFacts, MeetingFacts, MeetingState, Quarter, Response, Wave, Who, day_number};
use crate::ids::{PairId, PartyId, ProgrammeId};
use crate::pairs::Pair;
use crate::state::Outcome;

/// The share of its programme, in per cent, that a pair on track has done (iMentor's guide; confidence L).
pub const ON_TRACK_SHARE: u32 = 65;

/// How many meetings a pair on track has had (iMentor's guide; confidence L).
pub const ON_TRACK_MEETINGS: u32 = 6;

/// A meeting in a pair's row. Cancelled ones are not there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingBrief {
    /// Its number within the pair.
    pub no: u32,
    /// The day.
    pub day: DayNumber,
    /// What became of it.
    pub state: MeetingState,
    /// How long, in minutes; 0 where nobody said.
    pub minutes: u32,
    /// Whether either side gave feedback.
    pub feedback: bool,
}

impl MeetingBrief {
    /// The brief of a meeting.
    pub fn of(no: u32, facts: &MeetingFacts) -> Self {
        Self {
            no,
            day: day_number(facts.on),
            state: facts.state,
            minutes: facts.minutes.unwrap_or(0),
            feedback: facts.mentor.given || facts.mentee.given,
        }
    }
}

/// A task of the personal programme in a pair's row. Dropped ones are not there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemBrief {
    /// Its number within the pair.
    pub no: u32,
    /// By when.
    pub due: Option<DayNumber>,
    /// When it was done.
    pub done: Option<DayNumber>,
}

impl ItemBrief {
    /// The brief of a task.
    pub fn of(no: u32, facts: &ItemFacts) -> Self {
        Self { no, due: facts.due.map(day_number), done: facts.done.map(day_number) }
    }
}

/// A sum and how many numbers are in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    /// The sum.
    pub sum: i64,
    /// Of how many.
    pub count: u32,
}

impl Score {
    /// Puts a number in, or takes it out again.
    pub fn add(&mut self, value: i32, out: bool) {
        let value = i64::from(value);
        self.sum += if out { -value } else { value };
        self.count = step(self.count, out);
    }

    /// The mean; `None` of nothing.
    pub fn mean(&self) -> Option<f64> {
        (self.count > 0).then(|| self.sum as f64 / f64::from(self.count))
    }
}

/// How many were asked whether they are content, and how many are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Votes {
    /// Who answered.
    pub asked: u32,
    /// Who is content.
    pub satisfied: u32,
}

fn step(count: u32, out: bool) -> u32 {
    if out { count.saturating_sub(1) } else { count.saturating_add(1) }
}

/// What one side of a pair answered in one wave.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// The day of the last questionnaire.
    pub on: DayNumber,
    /// How many questionnaires.
    pub responses: u32,
    /// Scores by question.
    pub scores: BTreeMap<String, Score>,
    /// How far expectations came true.
    pub expectations: Score,
    /// Whether they are content.
    pub votes: Votes,
}

impl Answered {
    fn add(&mut self, response: &Response, out: bool) {
        self.responses = step(self.responses, out);
        self.on = self.on.max(day_number(response.on));
        for (question, value) in &response.measures.scores {
            let score = self.scores.entry(question.clone()).or_default();
            score.add(*value, out);
            if score.count == 0 {
                self.scores.remove(question);
            }
        }
        if let Some(value) = response.measures.expectations {
            self.expectations.add(value, out);
        }
        self.votes.add(response, out);
    }
}

impl Votes {
    fn add(&mut self, response: &Response, out: bool) {
        if let Some(satisfied) = response.measures.satisfied {
            self.asked = step(self.asked, out);
            if satisfied {
                self.satisfied = step(self.satisfied, out);
            }
        }
    }
}

/// What the work of a pair comes to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PairWork {
    /// The pair.
    pub pair: PairId,
    /// Its programme.
    pub programme: ProgrammeId,
    /// Meetings by day, then number.
    pub meetings: Vec<MeetingBrief>,
    /// Tasks of the personal programme, by number.
    pub items: Vec<ItemBrief>,
    /// Answers by wave and side.
    pub answers: BTreeMap<(Wave, Who), Answered>,
    /// What of this stands in the programme's row.
    pub counted: PairCount,
    /// Raised by every fact about the pair.
    pub revision: u32,
    /// The number of the last event about the pair.
    pub changed: u64,
}

/// The numbers of a pair's work on one day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Meetings whose day has come, whatever became of them.
    pub planned: u32,
    /// Those that took place.
    pub held: u32,
    /// Those that did not.
    pub missed: u32,
    /// Held ones with feedback of either side.
    pub feedback: u32,
    /// How long they took together, in minutes.
    pub minutes: u64,
    /// The day of the last one held.
    pub last: Option<DayNumber>,
    /// Tasks of the personal programme.
    pub items: u32,
    /// Done by this day.
    pub done: u32,
    /// Tasks whose term has come.
    pub due: u32,
    /// Done after their term, or open after it.
    pub late: u32,
}

impl PairWork {
    /// Nothing was done yet.
    pub fn new(pair: PairId, programme: ProgrammeId) -> Self {
        Self {
            pair,
            programme,
            meetings: Vec::new(),
            items: Vec::new(),
            answers: BTreeMap::new(),
            counted: PairCount::default(),
            revision: 0,
            changed: 0,
        }
    }

    /// The numbers of a day, by what is known now.
    pub fn on(&self, day: DayNumber) -> Tally {
        let mut tally = Tally { items: self.items.len() as u32, ..Tally::default() };
        for meeting in self.meetings.iter().filter(|meeting| meeting.day <= day) {
            tally.planned += 1;
            match meeting.state {
                MeetingState::Planned => {}
                MeetingState::Missed => tally.missed += 1,
                MeetingState::Held => {
                    tally.held += 1;
                    tally.feedback += u32::from(meeting.feedback);
                    tally.minutes += u64::from(meeting.minutes);
                    tally.last = tally.last.max(Some(meeting.day));
                }
            }
        }
        for item in &self.items {
            let done = item.done.filter(|done| *done <= day);
            tally.done += u32::from(done.is_some());
            if let Some(due) = item.due {
                tally.due += u32::from(due <= day || done.is_some());
                tally.late += u32::from(done.unwrap_or(day) > due);
            }
        }
        tally
    }

    /// What one side had answered in a wave by a day.
    pub fn answers(&self, wave: Wave, who: Who, day: DayNumber) -> Option<&Answered> {
        self.answers.get(&(wave, who)).filter(|answered| answered.on <= day && answered.responses > 0)
    }

    /// Puts a meeting in its place; `None` takes it out. Gives what stood there.
    pub fn set_meeting(&mut self, no: u32, brief: Option<MeetingBrief>) -> Option<MeetingBrief> {
        let at = self.meetings.iter().position(|meeting| meeting.no == no);
        let was = at.map(|at| self.meetings.remove(at));
        if let Some(brief) = brief {
            let at = self.meetings.partition_point(|meeting| (meeting.day, meeting.no) < (brief.day, no));
            self.meetings.insert(at, brief);
        }
        was
    }

    /// The same for a task.
    pub fn set_item(&mut self, no: u32, brief: Option<ItemBrief>) {
        self.items.retain(|item| item.no != no);
        if let Some(brief) = brief {
            let at = self.items.partition_point(|item| item.no < no);
            self.items.insert(at, brief);
        }
    }

    /// Puts a filled-in questionnaire in, or takes it out again.
    pub fn add_response(&mut self, response: &Response, out: bool) {
        let key = (response.wave, response.who);
        let answered = self.answers.entry(key).or_default();
        answered.add(response, out);
        if answered.responses == 0 {
            self.answers.remove(&key);
        }
    }
}

/// What one pair adds to its programme.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairCount {
    /// Its work has begun.
    pub started: bool,
    /// It has begun and has not ended.
    pub active: bool,
    /// It was brought to its end.
    pub completed: bool,
    /// It is active and on track: [`ON_TRACK_SHARE`], [`ON_TRACK_MEETINGS`].
    pub on_track: bool,
    /// Meetings held.
    pub held: u32,
    /// Meetings missed.
    pub missed: u32,
    /// Meetings with feedback.
    pub feedback: u32,
    /// Minutes of meetings.
    pub minutes: u64,
}

impl PairCount {
    /// What a pair that stood so, left its first stage or not, with these numbers comes to.
    ///
    /// Work has begun where the pair left its first stage and is open, was completed, or met at least once; so a pair
    /// that was declined before it met was never begun.
    pub fn of(outcome: Option<Outcome>, left_first: bool, tally: &Tally) -> Self {
        let completed = outcome == Some(Outcome::Done);
        let started = completed || tally.held > 0 || (outcome.is_none() && left_first);
        let active = started && outcome.is_none();
        let done = u64::from(tally.done) * 100 >= u64::from(tally.items) * u64::from(ON_TRACK_SHARE);
        Self {
            started,
            active,
            completed,
            on_track: active && tally.items > 0 && done && tally.held >= ON_TRACK_MEETINGS,
            held: tally.held,
            missed: tally.missed,
            feedback: tally.feedback,
            minutes: tally.minutes,
        }
    }

    /// What a pair comes to on the last day anything about it is dated.
    pub fn now(pair: &Pair, work: &PairWork) -> Self {
        Self::of(pair.instance.outcome, !pair.instance.trail.is_empty(), &work.on(DayNumber::MAX))
    }
}

/// The pairs of a person: the way from somebody's papers to the pairs they matter to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonWork {
    /// The person.
    pub party: PartyId,
    /// Pairs as the mentor.
    pub mentor_in: Vec<PairId>,
    /// Pairs as the mentee.
    pub mentee_in: Vec<PairId>,
}

/// What the work of all pairs of a programme comes to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProgrammeWork {
    /// The programme.
    pub programme: ProgrammeId,
    /// Pairs that were ever formed.
    pub pairs: u32,
    /// Pairs whose work has begun.
    pub started: u32,
    /// Pairs at work.
    pub active: u32,
    /// Pairs brought to their end.
    pub completed: u32,
    /// Active pairs on track.
    pub on_track: u32,
    /// Mentors that have or had a pair.
    pub mentors: u32,
    /// Mentees that have or had one.
    pub mentees: u32,
    /// Meetings held.
    pub held: u32,
    /// Meetings missed.
    pub missed: u32,
    /// Meetings with feedback.
    pub feedback: u32,
    /// Minutes of meetings.
    pub minutes: u64,
    /// Meetings that nobody has marked yet, by day.
    pub ahead: BTreeMap<DayNumber, u32>,
    /// Whether people are content, by who they are.
    pub votes: BTreeMap<Who, Votes>,
    /// How far expectations came true, of both sides.
    pub expectations: Score,
    /// The points of the curator's scale, by day, code and number of the questionnaire.
    pub scale: BTreeMap<(DayNumber, u32, u32), Vec<i32>>,
    /// Thoughts of the SWOT analysis, by quarter.
    pub swot: BTreeMap<Quarter, u32>,
    /// The last day that anything in here is about, unmarked meetings apart.
    pub latest: DayNumber,
    /// Raised by every fact about the programme or one of its pairs.
    pub revision: u32,
    /// The number of the last event about the programme or one of its pairs.
    pub changed: u64,
}

impl ProgrammeWork {
    /// Nothing was done yet.
    pub fn new(programme: ProgrammeId) -> Self {
        Self {
            programme,
            pairs: 0,
            started: 0,
            active: 0,
            completed: 0,
            on_track: 0,
            mentors: 0,
            mentees: 0,
            held: 0,
            missed: 0,
            feedback: 0,
            minutes: 0,
            ahead: BTreeMap::new(),
            votes: BTreeMap::new(),
            expectations: Score::default(),
            scale: BTreeMap::new(),
            swot: BTreeMap::new(),
            latest: 0,
            revision: 0,
            changed: 0,
        }
    }

    /// Counts a pair anew: what it came to, and what it comes to.
    pub fn recount(&mut self, was: &PairCount, is: &PairCount) {
        let flag = |count: &mut u32, was: bool, is: bool| {
            *count = count.saturating_add(u32::from(is)).saturating_sub(u32::from(was));
        };
        flag(&mut self.started, was.started, is.started);
        flag(&mut self.active, was.active, is.active);
        flag(&mut self.completed, was.completed, is.completed);
        flag(&mut self.on_track, was.on_track, is.on_track);
        let number =
            |count: &mut u32, was: u32, is: u32| *count = count.saturating_add(is).saturating_sub(was);
        number(&mut self.held, was.held, is.held);
        number(&mut self.missed, was.missed, is.missed);
        number(&mut self.feedback, was.feedback, is.feedback);
        self.minutes = self.minutes.saturating_add(is.minutes).saturating_sub(was.minutes);
    }

    /// Counts a meeting anew among those that nobody has marked, and keeps the last day.
    pub fn meeting(&mut self, was: Option<&MeetingBrief>, is: Option<&MeetingBrief>) {
        let open = |brief: Option<&MeetingBrief>| {
            brief.filter(|brief| brief.state == MeetingState::Planned).map(|brief| brief.day)
        };
        if let Some(day) = open(was) {
            let left = self.ahead.get(&day).map_or(0, |count| count.saturating_sub(1));
            match left {
                0 => drop(self.ahead.remove(&day)),
                left => drop(self.ahead.insert(day, left)),
            }
        }
        match open(is) {
            Some(day) => *self.ahead.entry(day).or_default() += 1,
            None => self.latest = is.map_or(self.latest, |brief| self.latest.max(brief.day)),
        }
    }

    /// Puts a filled-in questionnaire in, or takes it out again.
    pub fn add_response(&mut self, response: &Response, out: bool) {
        self.latest = self.latest.max(day_number(response.on));
        if response.measures.satisfied.is_some() {
            self.votes.entry(response.who).or_default().add(response, out);
        }
        if let Some(value) = response.measures.expectations {
            self.expectations.add(value, out);
        }
        if !response.measures.scale.is_empty() {
            let at = (day_number(response.on), response.code.map_or(0, |code| code.0), response.no);
            match out {
                true => drop(self.scale.remove(&at)),
                false => drop(self.scale.insert(at, response.measures.scale.clone())),
            }
        }
    }

    /// Meetings whose day has come, whatever became of them; for a day not before [`Self::latest`].
    pub fn planned(&self, day: DayNumber) -> u32 {
        let open: u32 = self.ahead.range(..=day).map(|(_, count)| *count).sum();
        self.held + self.missed + open
    }

    /// The curator's scale as last filled in by a day.
    pub fn scale_on(&self, day: DayNumber) -> Option<&[i32]> {
        self.scale.range(..=(day, u32::MAX, u32::MAX)).next_back().map(|(_, points)| points.as_slice())
    }
}
