//! A stored proposal computed again from its grounds.

use vekha_core::basis::{Grounds, ResultId};
use vekha_core::digest::Digest;
use vekha_core::ids::PartyId;
use vekha_core::pairing::{self as solver, Couple, Objective, Outcome, Proof};
use vekha_core::pairs::{Proposal, ProposedPair};
use vekha_core::view::Read;

use super::{Input, Question, Round, Script, Trouble, units};
use crate::app::results::{Difference, Recompute};
use crate::app::{AppError, Reading};
use crate::script::sandbox::Sandbox;
use crate::script::wire::Source;

/// A proposal with the sandbox to judge it in.
pub struct Again<'a> {
    /// As stored.
    pub proposal: &'a Proposal,
    /// Where the script runs.
    pub sandbox: &'a Sandbox,
}

impl Recompute for Again<'_> {
    fn id(&self) -> ResultId {
        ResultId::Proposal(self.proposal.id)
    }

    fn again(
        &self,
        then: &Reading<'_>,
        scripts: Vec<Source>,
        _: &Grounds,
    ) -> Result<Vec<Difference>, AppError> {
        let stored = self.proposal;
        let directory = then.directory()?;
        let Some(programme) = then.programme(stored.programme)? else {
            return Ok(vec![difference("programme", &stored.programme.to_string(), "")]);
        };
        let input = then.snapshot.blob(stored.input)?.and_then(|bytes| Input::read(&bytes));
        let without = input.map(|input| input.without).unwrap_or_default();
        let question = Question { rematch: stored.rematch, without, before: None };
        let round = Round::gather(then, &directory, &programme, stored.on, &question)?;
        let script = Script::of_sources(scripts);
        let mut found = Vec::new();
        match self.solved(then, &round, &script)? {
            Ok((input, pairs, left, prices)) => {
                if input != stored.input {
                    found.push(difference("input", &stored.input.short(), &input.short()));
                }
                compare("pairs", &stored.pairs, &pairs, &mut found);
                compare("left", &stored.left, &left, &mut found);
                compare("prices", &stored.prices, &prices, &mut found);
            }
            Err(words) => found.push(difference("script", "", &words)),
        }
        Ok(found)
    }
}

/// What a proposal holds: the digest of its input, pairs, who is left, prices.
type Solved = (Digest, Vec<ProposedPair>, Vec<PartyId>, Vec<(PartyId, i64)>);

impl Again<'_> {
    /// The proposal of now, or in a few words why there is none.
    fn solved(
        &self,
        then: &Reading<'_>,
        round: &Round,
        script: &Script,
    ) -> Result<Result<Solved, String>, AppError> {
        let calendar = &then.rules()?.calendar;
        let objective = match self.proposal.objective.as_str() {
            "fair" => Objective::Fair,
            "stable" => Objective::Stable,
            _ => Objective::Total,
        };
        let judged = match round.judge(self.sandbox, script, calendar, &mut || ()) {
            Ok(judged) => judged,
            Err(trouble) => return Ok(Err(words(&trouble))),
        };
        let input = Digest::of_bytes(&round.input(script, &judged).bytes());
        let Ok(instance) = round.instance(&judged) else { return Ok(Err("instance".into())) };
        let outcome = match solver::solve(&instance, objective, &mut ()) {
            Ok(outcome) => outcome,
            Err(failure) => return Ok(Err(format!("{failure:?}"))),
        };
        let mut couples: Vec<Couple> =
            outcome.pairs.iter().map(|pair| Couple { mentor: pair.mentor, mentee: pair.mentee }).collect();
        couples.sort_by_key(|couple| couple.mentee);
        let mut scores = match round.scores(self.sandbox, script, calendar, &couples) {
            Ok(scores) => scores,
            Err(trouble) => return Ok(Err(words(&trouble))),
        };
        let pair = |couple: &Couple| {
            let (mentor, mentee) = round.people(*couple);
            let said = scores.remove(couple);
            let completeness = said.as_ref().map_or(0.0, |said| said.completeness * 100.0);
            let criteria = said.map(|said| said.criteria).unwrap_or_default().into_iter();
            ProposedPair {
                mentor,
                mentee,
                score: instance.score(*couple).unwrap_or_default(),
                criteria: criteria.map(|(name, value)| (name, value.ok().map(units))).collect(),
                // A share between 0 and 1.
                completeness: completeness.round().clamp(0.0, 100.0) as u8,
            }
        };
        let pairs = couples.iter().map(pair).collect();
        let left = outcome.unmatched.iter().map(|&place| round.mentees[place as usize]).collect();
        Ok(Ok((input, pairs, left, prices(round, &outcome))))
    }
}

/// What one more place at each mentor is worth, where the proof says so.
pub fn prices(round: &Round, outcome: &Outcome) -> Vec<(PartyId, i64)> {
    let Proof::Prices(prices) = &outcome.proof else { return Vec::new() };
    let of = round.mentors.iter().zip(&prices.above);
    of.filter(|(_, price)| **price != 0)
        .map(|(seat, price)| (seat.party, i64::try_from(*price).unwrap_or(i64::MAX)))
        .collect()
}

fn words(trouble: &Trouble) -> String {
    match trouble {
        Trouble::Script(_, fault) => {
            let at = fault.at.as_ref().map(|at| format!(" {}:{}", at.file, at.line)).unwrap_or_default();
            format!("{}{at}", fault.code)
        }
        Trouble::Score(_, score) => score.to_string(),
        Trouble::Sandbox(error) => error.to_string(),
    }
}

fn difference(what: &str, was: &str, now: &str) -> Difference {
    Difference { what: what.into(), was: was.into(), now: now.into() }
}

/// The first place where two lists differ, with how long each is.
fn compare<T: PartialEq + std::fmt::Debug>(what: &str, was: &[T], now: &[T], found: &mut Vec<Difference>) {
    if was == now {
        return;
    }
    let at = was.iter().zip(now).position(|(was, now)| was != now).unwrap_or(was.len().min(now.len()));
    let show = |list: &[T]| list.get(at).map_or("—".to_owned(), |item| format!("{item:?}"));
    found.push(difference(&format!("{what} {}", at + 1), &show(was), &show(now)));
}
