//! Pairs proposed under two sets, and what differs.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use vekha_core::ids::{PartyId, ProgrammeId};
use vekha_core::pairing::{self as solver, Couple, Objective, Outcome};
use vekha_core::schedule::Calendar;
use vekha_core::state::Programme;

use super::{Question, Side};
use crate::app::pairing::{self, Judged, Reason, Round, Trouble, units};
use crate::app::{AppError, Directory, Reading};
use crate::script::fault::Fault;
use crate::script::kinds::pairing::Score;
use crate::script::sample;
use crate::script::sandbox::Sandbox;

/// The best pairs under one set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Best {
    /// How many pairs.
    pub cardinality: usize,
    /// Their scores together, in [`vekha_core::pairs::SCORE_UNIT`]s.
    pub total: i128,
}

/// Why there are no best pairs under a set.
#[derive(Clone, Debug, PartialEq)]
pub enum Stuck {
    /// The script fails; on a pair (mentor, mentee), where one is known.
    Script(Option<(PartyId, PartyId)>, Box<Fault>),
    /// It gave a score that cannot be counted with.
    Score((PartyId, PartyId), f64),
    /// What curators decided contradicts itself under it: a pin that it refuses.
    Impossible,
}

/// What a set says of two people.
#[derive(Clone, Debug, PartialEq)]
pub enum Word {
    /// They may be a pair.
    Scored {
        /// In [`vekha_core::pairs::SCORE_UNIT`]s.
        score: i64,
        /// How much of the weighting had data, in per cent.
        completeness: u8,
        /// By criterion, in [`vekha_core::pairs::SCORE_UNIT`]s; `None`: no data.
        criteria: Vec<(String, Option<i64>)>,
    },
    /// They may not, and why.
    Refused(Reason),
    /// Nothing: the script failed.
    Nothing,
}

impl Word {
    /// The score.
    pub fn score(&self) -> Option<i64> {
        match self {
            Self::Scored { score, .. } => Some(*score),
            _ => None,
        }
    }
}

/// Two people who are a pair under one of the sets at least.
#[derive(Clone, Debug, PartialEq)]
pub struct PairChange {
    /// The mentor.
    pub mentor: PartyId,
    /// The mentee.
    pub mentee: PartyId,
    /// Whether they are a pair before, after.
    pub chosen: (bool, bool),
    /// What is said of them before, after.
    pub words: (Word, Word),
}

impl PairChange {
    /// `added`, `removed` or `kept`.
    pub fn kind(&self) -> &'static str {
        match self.chosen {
            (false, true) => "added",
            (true, false) => "removed",
            _ => "kept",
        }
    }

    /// Whether nothing about them differs.
    pub fn is_same(&self) -> bool {
        self.chosen.0 == self.chosen.1 && self.words.0 == self.words.1
    }
}

/// Everybody who could be a pair, chosen or not, under two sets.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Possible {
    /// Pairs that may be under either set.
    pub either: usize,
    /// Those that may be under the second set alone.
    pub opened: usize,
    /// Those that may be under the first set alone.
    pub closed: usize,
    /// Those that may be under both, with different scores.
    pub rescored: usize,
    /// Weights that differ: the criterion, before and after; `None` where it has no weight of its own.
    pub weights: Vec<(String, Option<f64>, Option<f64>)>,
}

impl Possible {
    fn of(before: &Judged, after: &Judged) -> Self {
        let of = |judged: &Judged| -> BTreeMap<Couple, i64> { judged.candidates.iter().copied().collect() };
        let (old, new) = (of(before), of(after));
        let both = || old.iter().filter_map(|(couple, score)| Some((score, new.get(couple)?)));
        let (opened, closed) = (new.len() - both().count(), old.len() - both().count());
        let criteria: BTreeSet<&String> = before.weights.keys().chain(after.weights.keys()).collect();
        let weights = criteria
            .into_iter()
            .map(|name| (name.clone(), before.weights.get(name).copied(), after.weights.get(name).copied()));
        Self {
            either: old.len() + opened,
            opened,
            closed,
            rescored: both().filter(|(old, new)| old != new).count(),
            weights: weights.filter(|(_, old, new)| old != new).collect(),
        }
    }

    /// Whether the same people may be pairs, with the same scores.
    pub fn is_same(&self) -> bool {
        self.opened + self.closed + self.rescored == 0
    }
}

/// The pairs of one programme under two sets.
#[derive(Clone, Debug, PartialEq)]
pub struct Pairs {
    /// The programme; `None` for the invented school.
    pub programme: Option<ProgrammeId>,
    /// Whether pairs at work were in question too.
    pub anew: bool,
    /// Pairs at work that were not in question.
    pub kept: usize,
    /// Under the set before.
    pub before: Result<Best, Stuck>,
    /// Under the set after.
    pub after: Result<Best, Stuck>,
    /// Who could be a pair; `None` where a set is stuck.
    pub possible: Option<Possible>,
    /// Everybody who is one of a pair under either; changed ones first, then by mentee.
    pub pairs: Vec<PairChange>,
    /// Mentees who lose a mentor and get no other.
    pub lose: Vec<PartyId>,
    /// Mentees who get a mentor where they had none.
    pub gain: Vec<PartyId>,
}

impl Pairs {
    /// Whether nothing differs.
    pub fn is_same(&self) -> bool {
        self.before == self.after
            && self.possible.as_ref().is_none_or(Possible::is_same)
            && self.pairs.iter().all(PairChange::is_same)
    }
}

/// The pairs of a programme; `None` where its bases have nobody to pair.
pub(super) fn of_programme(
    reading: &Reading<'_>,
    directory: &Directory,
    sandbox: &Sandbox,
    sides: [&Side; 2],
    programme: &Programme,
    question: Question,
) -> Result<Option<Pairs>, AppError> {
    let round = |side: &Side, anew: bool| {
        let asked = pairing::Question { rematch: anew.then_some(0), ..pairing::Question::default() };
        Round::gather_by(reading, directory, &side.rules, programme, question.on, &asked)
    };
    let first = round(sides[0], question.anew)?;
    // Where everybody has a mentor a proposal has nothing to say: then it is as if pairs were formed today.
    let anew = question.anew || (first.mentees.is_empty() && !first.kept.is_empty());
    let first = if anew == question.anew { first } else { round(sides[0], anew)? };
    if first.mentors.is_empty() || first.mentees.is_empty() {
        return Ok(None);
    }
    let kept = first.kept.len();
    let rounds = [first, round(sides[1], anew)?];
    let found = compare(sandbox, sides, &rounds);
    Ok(Some(Pairs { programme: Some(programme.id), anew, kept, ..found }))
}

/// The pairs of the invented school.
pub(super) fn of_sample(sandbox: &Sandbox, sides: [&Side; 2], on: NaiveDate) -> Pairs {
    let round = || Round::of_facts(on, sample::mentors(6), sample::mentees(9));
    compare(sandbox, sides, &[round(), round()])
}

/// One side, judged and solved.
struct Solved {
    judged: Judged,
    outcome: Outcome,
}

fn compare(sandbox: &Sandbox, sides: [&Side; 2], rounds: &[Round; 2]) -> Pairs {
    let [before, after] = [0, 1].map(|at| solved(sandbox, sides[at], &rounds[at]));
    let couples: BTreeSet<Couple> = [&before, &after]
        .into_iter()
        .flatten()
        .flat_map(|solved| solved.outcome.pairs.iter())
        .map(|pair| Couple { mentor: pair.mentor, mentee: pair.mentee })
        .collect();
    let couples: Vec<Couple> = couples.into_iter().collect();
    let said = [(&before, 0), (&after, 1)].map(|(solved, at)| match solved {
        Ok(solved) => words(sandbox, sides[at], &rounds[at], solved, &couples),
        Err(_) => BTreeMap::new(),
    });
    let chosen = |solved: &Result<Solved, Stuck>, couple: &Couple| {
        solved.as_ref().is_ok_and(|solved| {
            let same = |pair: &solver::Pair| (pair.mentor, pair.mentee) == (couple.mentor, couple.mentee);
            solved.outcome.pairs.iter().any(same)
        })
    };
    let word = |at: usize, couple: &Couple| said[at].get(couple).cloned().unwrap_or(Word::Nothing);
    let mut pairs: Vec<PairChange> = couples
        .iter()
        .map(|couple| {
            let (mentor, mentee) = rounds[0].people(*couple);
            let chosen = (chosen(&before, couple), chosen(&after, couple));
            PairChange { mentor, mentee, chosen, words: (word(0, couple), word(1, couple)) }
        })
        .collect();
    pairs.sort_by_key(|pair| (pair.is_same(), pair.mentee, pair.kind()));
    let paired = |take: fn(&PairChange) -> bool| -> BTreeSet<PartyId> {
        pairs.iter().filter(|pair| take(pair)).map(|pair| pair.mentee).collect()
    };
    let (had, has) = (paired(|pair| pair.chosen.0), paired(|pair| pair.chosen.1));
    let possible = match (&before, &after) {
        (Ok(before), Ok(after)) => Some(Possible::of(&before.judged, &after.judged)),
        _ => None,
    };
    let both = possible.is_some();
    let only = |a: &BTreeSet<PartyId>, b: &BTreeSet<PartyId>| -> Vec<PartyId> {
        if both { a.difference(b).copied().collect() } else { Vec::new() }
    };
    let best = |solved: Result<Solved, Stuck>| {
        solved.map(|solved| Best { cardinality: solved.outcome.pairs.len(), total: solved.outcome.total })
    };
    Pairs {
        programme: None,
        anew: false,
        kept: 0,
        lose: only(&had, &has),
        gain: only(&has, &had),
        before: best(before),
        after: best(after),
        possible,
        pairs,
    }
}

fn solved(sandbox: &Sandbox, side: &Side, round: &Round) -> Result<Solved, Stuck> {
    let judged = round
        .judge(sandbox, &side.pairing(), &side.rules.calendar, &mut || ())
        .map_err(|trouble| stuck(round, trouble))?;
    let instance = round.instance(&judged).map_err(|_| Stuck::Impossible)?;
    let outcome = solver::solve(&instance, Objective::Total, &mut ()).map_err(|_| Stuck::Impossible)?;
    Ok(Solved { judged, outcome })
}

fn stuck(round: &Round, trouble: Trouble) -> Stuck {
    match trouble {
        Trouble::Script(couple, fault) => Stuck::Script(couple.map(|couple| round.people(couple)), fault),
        Trouble::Score(couple, score) => Stuck::Score(round.people(couple), score),
        Trouble::Sandbox(error) => {
            let fault = Fault::new("worker").arg(crate::script::fault::Arg::Text, error);
            Stuck::Script(None, Box::new(fault))
        }
    }
}

/// What one side says of each couple.
fn words(
    sandbox: &Sandbox,
    side: &Side,
    round: &Round,
    solved: &Solved,
    couples: &[Couple],
) -> BTreeMap<Couple, Word> {
    let calendar: &Calendar = &side.rules.calendar;
    let scores = round.scores(sandbox, &side.pairing(), calendar, couples).unwrap_or_default();
    let word = |couple: &Couple| match (solved.judged.reason(*couple), scores.get(couple)) {
        (Some(reason), _) => Word::Refused(reason.clone()),
        (None, Some(score)) => scored(score),
        (None, None) => Word::Nothing,
    };
    couples.iter().map(|couple| (*couple, word(couple))).collect()
}

fn scored(score: &Score) -> Word {
    let Some(total) = score.total else { return Word::Nothing };
    let criteria = score.criteria.iter();
    Word::Scored {
        score: units(total),
        // A share between 0 and 1.
        completeness: (score.completeness * 100.0).round().clamp(0.0, 100.0) as u8,
        criteria: criteria
            .map(|(name, value)| (name.clone(), value.as_ref().ok().copied().map(units)))
            .collect(),
    }
}
