//! Who could mentor whom in one programme: from the bases through the script to an instance for the solver.
//!
//! 1. [`Round::gather`] takes who stands in the bases, how many places are free, and what a curator wants.
//! 2. [`Round::judge`] asks the script about every pair; only scores and refusals are kept, whatever the number of pairs.
//! 3. [`Round::instance`] is what the solver gets. The same rows, script and day give the same instance.

pub mod again;
mod changes;
pub mod facts;
mod input;
mod script;
mod spelling;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use vekha_core::basis::Grounds;
use vekha_core::decide::Rules;
use vekha_core::digest::Digest;
use vekha_core::event::Entry;
use vekha_core::facts::{Record, Value};
use vekha_core::ids::{PartyId, PlanId, ProgrammeId, ProposalId};
use vekha_core::pairing::{Couple, Defect, Instance};
use vekha_core::pairs::{Pair, SCORE_UNIT, Wish};
use vekha_core::people::{Participant, Side, values};
use vekha_core::schedule::Calendar;
use vekha_core::state::{self, Programme};
use vekha_core::view::{Read, View};

pub use changes::{Changes, Person, people};
pub use input::Input;
pub use script::Script;

use super::{AppError, Directory, Reading, results};
use crate::script::fault::Fault;
use crate::script::kinds::pairing::{Score, Verdict};
use crate::script::sandbox::Sandbox;
use crate::script::wire::Judge;

/// The largest score, in points: with it the sum over a million pairs fits into 64 bits.
const LARGEST: f64 = 1e6;

/// What of existing pairs is in question, beside everybody who has no pair.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// What giving up an existing pair costs, in [`SCORE_UNIT`]s; without it existing pairs stay.
    pub rematch: Option<i64>,
    /// Mentors who leave: their mentees need others.
    pub without: Vec<PartyId>,
    /// Pairs formed from this proposal are taken for not formed yet: to ask about it after it was accepted.
    pub before: Option<ProposalId>,
}

/// A mentor with his places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    /// Who.
    pub party: PartyId,
    /// How many mentees he takes in all programmes.
    pub capacity: u32,
    /// How many he takes at least; the base says so in its column «минимум».
    pub minimum: u32,
    /// How many of these places are taken by pairs that stay as they are.
    pub taken: u32,
}

/// Everybody who could be paired in one programme on one day.
#[derive(Clone, Debug)]
pub struct Round {
    /// The programme.
    pub programme: Programme,
    /// The day.
    pub on: NaiveDate,
    /// Mentors, in the order of their numbers.
    pub mentors: Vec<Seat>,
    /// Mentees to be paired, in the order of their numbers.
    pub mentees: Vec<PartyId>,
    /// Open pairs of the programme that are not in question.
    pub kept: Vec<Pair>,
    /// Open pairs of the programme that may change, and what giving one up costs.
    pub rematch: Option<(Vec<Couple>, i64)>,
    /// Open pairs of the programme that are in question: those that may change, and those of mentors who leave.
    pub moving: Vec<Pair>,
    /// Mentors who leave.
    pub without: Vec<PartyId>,
    people: [Vec<Person>; 2],
    pins: Vec<Couple>,
    bans: Vec<Couple>,
    facts: [Vec<Record>; 2],
}

/// Why two people cannot be a pair.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// The script says so, in its own words.
    Rule(String),
    /// Whether they may be is not known: a field that nobody filled in; empty where it has no name.
    Unknown(String),
    /// The score is below the script's threshold, in points.
    Threshold(String),
    /// Not one criterion had data.
    NoData,
    /// A curator forbade it, or the two are a pair the other way round.
    Banned,
    /// It is one person.
    Oneself,
}

/// What the script said of all pairs.
#[derive(Clone, Debug, Default)]
pub struct Judged {
    /// Pairs that may be, with their scores in [`SCORE_UNIT`]s.
    pub candidates: Vec<(Couple, i64)>,
    /// Pairs that may not be; the reason by its place in `reasons`.
    pub refused: Vec<(Couple, u32)>,
    /// Every reason, once.
    pub reasons: Vec<Reason>,
    /// What each criterion weighs.
    pub weights: BTreeMap<String, f64>,
}

/// Why there is no judgement.
#[derive(Debug)]
pub enum Trouble {
    /// The script failed; on a pair, where one is known.
    Script(Option<Couple>, Box<Fault>),
    /// A score that cannot be counted with.
    Score(Couple, f64),
    /// The sandbox did not start.
    Sandbox(std::io::Error),
}

impl Round {
    /// Who stands in the bases of the programme's form.
    ///
    /// # Errors
    /// What the store says.
    pub fn gather(
        reading: &Reading<'_>,
        directory: &Directory,
        programme: &Programme,
        on: NaiveDate,
        question: &Question,
    ) -> Result<Self, AppError> {
        Self::gather_by(reading, directory, &*reading.rules()?, programme, on, question)
    }

    /// The same with the vocabulary and the forms of another set.
    ///
    /// # Errors
    /// What the store says.
    pub fn gather_by(
        reading: &Reading<'_>,
        directory: &Directory,
        rules: &Rules,
        programme: &Programme,
        on: NaiveDate,
        question: &Question,
    ) -> Result<Self, AppError> {
        let mut open: Vec<Pair> = reading.pairs()?.into_iter().filter(Pair::is_open).collect();
        open.retain(|pair| question.before.is_none() || pair.proposal != question.before);
        let (own, others): (Vec<Pair>, Vec<Pair>) =
            open.iter().cloned().partition(|pair| pair.programme == programme.id);
        let leaves = |pair: &Pair| question.without.contains(&pair.mentor);
        let (moving, kept): (Vec<Pair>, Vec<Pair>) =
            own.into_iter().partition(|pair| question.rematch.is_some() || leaves(pair));
        let mut round = Self {
            programme: programme.clone(),
            on,
            mentors: Vec::new(),
            mentees: Vec::new(),
            kept,
            rematch: None,
            moving,
            without: question.without.clone(),
            people: people(reading, directory, programme, on)?,
            pins: Vec::new(),
            bans: Vec::new(),
            facts: [Vec::new(), Vec::new()],
        };
        round.seat(reading, directory, rules, &others)?;
        round.wishes(reading, &open)?;
        let may_stay = round.moving.iter().filter(|pair| !leaves(pair));
        let couples = may_stay.filter_map(|pair| round.couple(pair.mentor, pair.mentee)).collect();
        round.rematch = question.rematch.map(|price| (couples, price));
        Ok(round)
    }

    /// Mentors with their places, mentees to be paired, and what the script may know of them.
    fn seat(
        &mut self,
        reading: &Reading<'_>,
        directory: &Directory,
        rules: &Rules,
        others: &[Pair],
    ) -> Result<(), AppError> {
        let sources = facts::Sources {
            view: reading,
            directory,
            terms: &rules.terms,
            forms: &rules.forms,
            on: self.on,
        };
        for line in standing(reading, &self.programme, self.on)? {
            let stays = |pair: &&Pair| pair.mentor == line.party;
            let taken = others.iter().filter(stays).count() + self.kept.iter().filter(stays).count();
            let taken = u32::try_from(taken).unwrap_or(u32::MAX);
            match line.side {
                Side::Mentor if self.without.contains(&line.party) => continue,
                Side::Mentor => self.mentors.push(Seat {
                    party: line.party,
                    capacity: line.capacity.unwrap_or(1),
                    minimum: least_load(directory, line.party),
                    taken,
                }),
                Side::Mentee if self.kept.iter().any(|pair| pair.mentee == line.party) => continue,
                Side::Mentee => self.mentees.push(line.party),
            }
            let side = usize::from(line.side == Side::Mentee);
            self.facts[side].push(sources.record(&line, taken)?);
        }
        let [mentors, mentees] = &mut self.facts;
        let mut all: Vec<&mut Record> = mentors.iter_mut().chain(mentees).collect();
        spelling::unify(&mut all);
        facts::typed(&mut all);
        Ok(())
    }

    /// Takes a wish into account that is not recorded yet; `None`: one that is recorded no more.
    pub fn wish(&mut self, mentor: PartyId, mentee: PartyId, wish: Option<Wish>) {
        let Some(couple) = self.couple(mentor, mentee) else { return };
        self.pins.retain(|known| *known != couple);
        self.bans.retain(|known| *known != couple);
        match wish {
            Some(Wish::Pin) => self.pins.push(couple),
            Some(Wish::Forbid) => self.bans.push(couple),
            None => {}
        }
        self.pins.sort();
        self.bans.sort();
    }

    /// People who are in no store: mentors and mentees by the numbers in their facts, in a programme of no number.
    pub fn of_facts(on: NaiveDate, mentors: Vec<Record>, mentees: Vec<Record>) -> Self {
        let number = |record: &Record, field: &str| match record.get(field) {
            Value::Int(value) => u32::try_from(*value).ok(),
            _ => None,
        };
        let party = |record: &Record| PartyId(number(record, "id").unwrap_or_default());
        let seat = |record: &Record| Seat {
            party: party(record),
            capacity: number(record, "capacity").unwrap_or(1),
            minimum: 0,
            taken: number(record, "load").unwrap_or_default(),
        };
        let entry = Entry { workflow: Digest::default(), stage: String::new(), due: None };
        let instance = state::Instance::begun(&entry, on);
        let programme = Programme {
            id: ProgrammeId(0),
            plan: PlanId(0),
            form: String::new(),
            instance,
            unproven: Vec::new(),
            evidence: Vec::new(),
            counts: BTreeMap::new(),
        };
        Self {
            programme,
            on,
            mentors: mentors.iter().map(seat).collect(),
            mentees: mentees.iter().map(party).collect(),
            kept: Vec::new(),
            rematch: None,
            moving: Vec::new(),
            without: Vec::new(),
            people: [Vec::new(), Vec::new()],
            pins: Vec::new(),
            bans: Vec::new(),
            facts: [mentors, mentees],
        }
    }

    /// Pins and bans, and pairs that stand the other way round.
    fn wishes(&mut self, reading: &Reading<'_>, open: &[Pair]) -> Result<(), AppError> {
        for wished in reading.wishes()? {
            let (mentor, mentee) = (reading.standing(wished.mentor)?, reading.standing(wished.mentee)?);
            let Some(couple) = self.couple(mentor, mentee) else { continue };
            match wished.wish {
                Wish::Pin => self.pins.push(couple),
                Wish::Forbid => self.bans.push(couple),
            }
        }
        let back = open.iter().filter(|pair| {
            // Pairs that are in question themselves exclude each other in the solver.
            pair.programme != self.programme.id || self.kept.iter().any(|kept| kept.id == pair.id)
        });
        let back: Vec<Couple> = back.filter_map(|pair| self.couple(pair.mentee, pair.mentor)).collect();
        self.bans.extend(back);
        self.pins.sort();
        self.bans.sort();
        Ok(())
    }

    /// The places of two people; `None` where one of them is not in question.
    pub fn couple(&self, mentor: PartyId, mentee: PartyId) -> Option<Couple> {
        let mentor = self.mentors.iter().position(|seat| seat.party == mentor)?;
        let mentee = self.mentees.iter().position(|party| *party == mentee)?;
        Some(Couple { mentor: u32::try_from(mentor).ok()?, mentee: u32::try_from(mentee).ok()? })
    }

    /// What the script may know of the two.
    pub fn facts_of(&self, couple: Couple) -> [Record; 2] {
        [self.facts[0][couple.mentor as usize].clone(), self.facts[1][couple.mentee as usize].clone()]
    }

    /// Who the two are.
    pub fn people(&self, couple: Couple) -> (PartyId, PartyId) {
        (self.mentors[couple.mentor as usize].party, self.mentees[couple.mentee as usize])
    }

    /// What a result of this round is computed from, besides the round itself.
    ///
    /// # Errors
    /// What the store says.
    pub fn grounds(
        &self,
        reading: &Reading<'_>,
        directory: &Directory,
        script: &Script,
        draft: bool,
    ) -> Result<Grounds, AppError> {
        let named = self.facts.iter().flatten().flat_map(|record| {
            let lists = ["preferences", "avoids"].map(|field| record.get(field));
            lists.into_iter().flat_map(ids)
        });
        let paired = self.mentors.iter().map(|seat| seat.party).chain(self.mentees.iter().copied());
        let people: BTreeSet<PartyId> = paired.chain(named).collect();
        let profile = |id: PartyId| Some(directory.get(id)?.party.profile.as_ref()?.key);
        Ok(Grounds {
            set: reading.published()?.map(|set| set.digest),
            engine: results::engine(),
            seq: reading.head().seq,
            scripts: script
                .files()
                .map(|source| (source.name.clone(), Digest::of_bytes(source.text.as_bytes())))
                .collect(),
            draft,
            vault: people.into_iter().filter_map(profile).collect(),
        })
    }

    /// Everything the solver's answer rests on, to be kept with it.
    pub fn input(&self, script: &Script, judged: &Judged) -> Input {
        let module = |source: &'_ crate::script::wire::Source| Digest::of_bytes(source.text.as_bytes());
        let places = |couples: &[Couple]| couples.iter().map(|one| (one.mentor, one.mentee)).collect();
        let mut candidates = judged.candidates.clone();
        candidates.sort_by_key(|(couple, _)| (couple.mentee, couple.mentor));
        Input {
            version: input::VERSION,
            programme: self.programme.id,
            on: self.on,
            script: script.digest(),
            modules: script.modules.iter().map(|source| (source.name.clone(), module(source))).collect(),
            people: self.people.clone(),
            mentors: self.mentors.clone(),
            mentees: self.mentees.clone(),
            pins: places(&self.pins),
            bans: places(&self.bans),
            existing: self.rematch.as_ref().map(|(couples, _)| places(couples)).unwrap_or_default(),
            price: self.rematch.as_ref().map(|(_, price)| *price),
            without: self.without.clone(),
            candidates,
        }
    }

    /// Asks the script about every pair, `each` time one is judged.
    ///
    /// # Errors
    /// The first pair the script fails on; the pairs after it are not judged.
    pub fn judge(
        &self,
        sandbox: &Sandbox,
        script: &Script,
        calendar: &Calendar,
        each: &mut dyn FnMut(),
    ) -> Result<Judged, Trouble> {
        let mut judged = Judged::default();
        let mut trouble = None;
        let existing = self.rematch.iter().flat_map(|(couples, _)| couples);
        let decided: BTreeSet<Couple> = self.pins.iter().chain(existing).copied().collect();
        let banned: BTreeSet<Couple> = self.bans.iter().copied().collect();
        let mut places: BTreeMap<Reason, u32> = BTreeMap::new();
        let mut verdicts: Vec<(Couple, Verdict)> = Vec::new();
        let ran =
            sandbox.judge(self.question(script, None), &script.modules, calendar, &mut |a, b, verdict| {
                each();
                let couple = Couple { mentor: a, mentee: b };
                trouble = self.trouble(couple, &verdict, &banned);
                // The threshold is only known at the end; what is kept of a score until then is small.
                verdicts.push((couple, slim(verdict)));
                trouble.is_none()
            });
        if let Some(trouble) = trouble {
            return Err(trouble);
        }
        let settings = ran.result.map_err(|fault| Trouble::Script(None, Box::new(fault)))?;
        let mut refuse = |judged: &mut Judged, couple: Couple, reason: Reason| {
            let next = u32::try_from(judged.reasons.len()).unwrap_or(u32::MAX);
            let place = *places.entry(reason.clone()).or_insert(next);
            if place == next {
                judged.reasons.push(reason);
            }
            judged.refused.push((couple, place));
        };
        for (couple, verdict) in verdicts {
            let (mentor, mentee) = self.people(couple);
            let score = match verdict {
                _ if mentor == mentee => Err(Reason::Oneself),
                Verdict::Failed(fault) => return Err(Trouble::Script(Some(couple), fault)),
                Verdict::Refused(reason) => Err(Reason::Rule(reason)),
                Verdict::Unknown(field) => Err(Reason::Unknown(field)),
                Verdict::Eligible(_) if banned.contains(&couple) => Err(Reason::Banned),
                Verdict::Eligible(score) => match (score.total, settings.threshold) {
                    (None, _) => Err(Reason::NoData),
                    // A pin, or a pair at work, is a person's decision, and stronger than a threshold.
                    (Some(total), Some(least)) if total < least && !decided.contains(&couple) => {
                        Err(Reason::Threshold(least.to_string()))
                    }
                    (Some(total), _) => Ok(units(total)),
                },
            };
            match score {
                Ok(score) => judged.candidates.push((couple, score)),
                Err(reason) => refuse(&mut judged, couple, reason),
            }
        }
        judged.weights = settings.weights;
        Ok(judged)
    }

    /// What of a verdict ends the round: a fault, or a score that cannot be counted with.
    fn trouble(&self, couple: Couple, verdict: &Verdict, banned: &BTreeSet<Couple>) -> Option<Trouble> {
        let (mentor, mentee) = self.people(couple);
        if mentor == mentee {
            return None;
        }
        match verdict {
            Verdict::Failed(fault) => Some(Trouble::Script(Some(couple), fault.clone())),
            Verdict::Eligible(score) if !banned.contains(&couple) => {
                let total = score.total.filter(|total| !total.is_finite() || total.abs() > LARGEST)?;
                Some(Trouble::Score(couple, total))
            }
            _ => None,
        }
    }

    /// The whole verdicts on a few pairs, with their criteria.
    ///
    /// # Errors
    /// As for [`Self::judge`].
    pub fn scores(
        &self,
        sandbox: &Sandbox,
        script: &Script,
        calendar: &Calendar,
        couples: &[Couple],
    ) -> Result<BTreeMap<Couple, Score>, Trouble> {
        let mut scores = BTreeMap::new();
        let mut trouble = None;
        if couples.is_empty() {
            return Ok(scores);
        }
        let question = self.question(script, Some(couples));
        let ran = sandbox.judge(question, &script.modules, calendar, &mut |mentor, mentee, verdict| {
            let couple = Couple { mentor, mentee };
            match verdict {
                Verdict::Eligible(score) => drop(scores.insert(couple, score)),
                Verdict::Failed(fault) => trouble = Some(Trouble::Script(Some(couple), fault)),
                Verdict::Refused(_) | Verdict::Unknown(_) => {}
            }
            trouble.is_none()
        });
        if let Some(trouble) = trouble {
            return Err(trouble);
        }
        ran.result.map_err(|fault| Trouble::Script(None, Box::new(fault)))?;
        Ok(scores)
    }

    fn question(&self, script: &Script, couples: Option<&[Couple]>) -> Judge {
        Judge {
            script: script.source.clone(),
            mentors: self.facts[0].clone(),
            mentees: self.facts[1].clone(),
            pairs: couples.map(|list| list.iter().map(|couple| (couple.mentor, couple.mentee)).collect()),
            from: 0,
            careful: false,
        }
    }

    /// What the solver gets.
    ///
    /// # Errors
    /// More people than can be counted.
    pub fn instance(&self, judged: &Judged) -> Result<Instance, Defect> {
        self.instance_with(judged, None)
    }

    /// The same with one more pair that must stand: one that the threshold leaves out, and its score.
    ///
    /// # Errors
    /// More people than can be counted.
    pub fn instance_with(&self, judged: &Judged, forced: Option<(Couple, i64)>) -> Result<Instance, Defect> {
        let mut builder = input::builder(&self.mentors, &self.mentees, judged.candidates.clone())?;
        self.pins.iter().for_each(|pin| _ = builder.pin(pin.mentor, pin.mentee));
        self.bans.iter().for_each(|ban| _ = builder.forbid(ban.mentor, ban.mentee));
        if let Some((couple, score)) = forced {
            builder.candidate(couple.mentor, couple.mentee, score).pin(couple.mentor, couple.mentee);
        }
        if let Some((couples, price)) = &self.rematch {
            couples.iter().for_each(|old| _ = builder.existing(old.mentor, old.mentee, *price));
        }
        builder.build()
    }

    /// Pairs that a curator wants.
    pub fn pins(&self) -> &[Couple] {
        &self.pins
    }
}

impl Judged {
    /// Why the two cannot be a pair; `None` if they can.
    pub fn reason(&self, couple: Couple) -> Option<&Reason> {
        let found = self.refused.iter().find(|(refused, _)| *refused == couple)?;
        self.reasons.get(found.1 as usize)
    }
}

/// The first standing line of each person on each side of the programme's form.
fn standing(
    reading: &Reading<'_>,
    programme: &Programme,
    on: NaiveDate,
) -> Result<Vec<Participant>, AppError> {
    let mut seen = BTreeSet::new();
    let mut lines = Vec::new();
    for mut line in reading.participants(None)? {
        line.party = reading.standing(line.party)?;
        if line.form == programme.form && line.stands(on) && seen.insert((line.side, line.party)) {
            lines.push(line);
        }
    }
    lines.sort_by_key(|line| (line.side, line.party));
    Ok(lines)
}

/// The people whose numbers stand in a list.
fn ids(list: &Value) -> Vec<PartyId> {
    let Value::List(values) = list else { return Vec::new() };
    let number = |value: &Value| match value {
        Value::Int(id) => u32::try_from(*id).ok().map(PartyId),
        _ => None,
    };
    values.iter().filter_map(number).collect()
}

/// The fewest mentees a mentor takes; 0 where the base does not say.
fn least_load(directory: &Directory, party: PartyId) -> u32 {
    let profile = directory.get(party).and_then(|known| known.profile.as_ref());
    let written = profile.and_then(|profile| profile.fields.get("minimum"));
    written.and_then(|text| values::number(text)).unwrap_or(0)
}

/// A verdict without its criteria.
fn slim(verdict: Verdict) -> Verdict {
    match verdict {
        Verdict::Eligible(score) => Verdict::Eligible(Score { criteria: Vec::new(), ..score }),
        other => other,
    }
}

/// Points in [`SCORE_UNIT`]s.
pub fn units(points: f64) -> i64 {
    // Bounded by LARGEST, so that it fits.
    (points * SCORE_UNIT as f64).round() as i64
}
