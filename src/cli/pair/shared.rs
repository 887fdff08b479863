//! What the commands of proposals have in common: computing one, and showing its people.

use serde_json::{Value, json};
use vekha_core::command::Action;
use vekha_core::ids::{PartyId, ProgrammeId, ProposalId};
use vekha_core::pairing::{self, Change, Couple, Instance, Objective, Outcome};
use vekha_core::pairs::{Pair, Proposal, ProposedPair, SCORE_UNIT, Wish};
use vekha_core::people::Side;
use vekha_core::view::Read;

use super::list;
use super::solve::{Bar, Refusal};
use crate::app::pairing::{Input, Judged, Question, Reason, Round, Script, Trouble, units};
use crate::cli::failure::Message;
use crate::cli::look::Look;
use crate::cli::{Ctx, Desk, Exit, Failure, Kind, Session, party, refusal};
use crate::lang::Lang;
use crate::script::api::facts::spelled;
use crate::script::kinds::pairing::Score;
use crate::script::render;
use crate::script::sandbox::Sandbox;

/// A round that the script has judged, ready for the solver.
pub struct Ready {
    /// Who and what.
    pub round: Round,
    /// The script.
    pub script: Script,
    /// What it said.
    pub judged: Judged,
    /// What the solver gets.
    pub instance: Instance,
    /// What the answer rests on, to be kept with it.
    pub input: Input,
}

/// What came of solving.
pub enum Answer {
    /// Pairs with their proof.
    Best(Outcome),
    /// Why there is none.
    None(Refusal),
}

impl Ready {
    /// Asks the script about every pair of the round.
    ///
    /// # Errors
    /// A script that fails, with the place; people too many to count.
    pub fn new(ctx: &Ctx, desk: &Desk<'_>, round: Round, script: Script) -> Result<Self, Failure> {
        let sandbox = Sandbox::new(ctx.limits())?;
        let count = round.mentors.len() as u64 * round.mentees.len() as u64;
        let bar = ctx.out.progress(count, &ctx.word("pairs-judging"));
        let judged = round.judge(&sandbox, &script, &desk.rules().calendar, &mut || bar.inc(1));
        bar.finish_and_clear();
        let judged = judged.map_err(|trouble| told(ctx, &desk.look(), &round, &script, trouble))?;
        let instance = round.instance(&judged).map_err(|defect| {
            Failure::with(Kind::BadInput, "pair-too-many", [("reason", format!("{defect:?}"))])
        })?;
        let input = round.input(&script, &judged);
        Ok(Self { round, script, judged, instance, input })
    }

    /// The best pairs by an objective.
    ///
    /// # Errors
    /// An answer that does not pass its own check, which is never shown.
    pub fn solve(&self, ctx: &Ctx, look: &Look<'_>, objective: Objective) -> Result<Answer, Failure> {
        self.solve_as(ctx, look, &self.instance, objective)
    }

    /// The same for another instance of the same people.
    ///
    /// # Errors
    /// As for [`Self::solve`].
    pub fn solve_as(
        &self,
        ctx: &Ctx,
        look: &Look<'_>,
        instance: &Instance,
        objective: Objective,
    ) -> Result<Answer, Failure> {
        let mut bar = Bar(ctx.out.progress(instance.mentees() as u64, &ctx.word("pair-solving")));
        let answer = pairing::solve(instance, objective, &mut bar);
        bar.0.finish_and_clear();
        match answer {
            Ok(outcome) => Ok(Answer::Best(outcome)),
            Err(failure) => self.no_answer(look, failure).map(Answer::None),
        }
    }

    /// Why there is no answer, in names.
    ///
    /// # Errors
    /// An answer that did not pass its own check.
    pub fn no_answer(&self, look: &Look<'_>, failure: pairing::Failure) -> Result<Refusal, Failure> {
        let mentor = |place: u32| look.name(self.round.mentors[place as usize].party);
        let mentee = |place: u32| look.name(self.round.mentees[place as usize]);
        match failure {
            pairing::Failure::Infeasible(reason) => Ok(Refusal::of(&mentor, &mentee, &reason)),
            pairing::Failure::Stopped => Err(Failure::new(Kind::Failed, "pairs-stopped")),
            pairing::Failure::Unproved(flaw) => {
                Err(Failure::with(Kind::Failed, "pair-unproved", [("reason", format!("{flaw:?}"))]))
            }
        }
    }

    /// Criteria of a few pairs.
    ///
    /// # Errors
    /// A script that fails.
    pub fn scores(
        &self,
        ctx: &Ctx,
        desk: &Desk<'_>,
        couples: &[Couple],
    ) -> Result<std::collections::BTreeMap<Couple, Score>, Failure> {
        let sandbox = Sandbox::new(ctx.limits())?;
        let scores = self.round.scores(&sandbox, &self.script, &desk.rules().calendar, couples);
        scores.map_err(|trouble| told(ctx, &desk.look(), &self.round, &self.script, trouble))
    }

    /// The pairs of an outcome with their criteria, in the order of mentees.
    ///
    /// # Errors
    /// A script that fails.
    pub fn proposed(
        &self,
        ctx: &Ctx,
        desk: &Desk<'_>,
        outcome: &Outcome,
    ) -> Result<Vec<ProposedPair>, Failure> {
        let mut couples: Vec<Couple> =
            outcome.pairs.iter().map(|pair| Couple { mentor: pair.mentor, mentee: pair.mentee }).collect();
        couples.sort_by_key(|couple| couple.mentee);
        let mut scores = self.scores(ctx, desk, &couples)?;
        let pairs = couples.iter().map(|couple| {
            let (mentor, mentee) = self.round.people(*couple);
            let score = self.instance.score(*couple).unwrap_or_default();
            let said = scores.remove(couple);
            let completeness = said.as_ref().map_or(0.0, |said| said.completeness * 100.0);
            ProposedPair {
                mentor,
                mentee,
                score,
                criteria: said.map(criteria).unwrap_or_default(),
                // A share between 0 and 1.
                completeness: completeness.round().clamp(0.0, 100.0) as u8,
            }
        });
        Ok(pairs.collect())
    }

    /// The digest that the input is kept under.
    pub fn digest(&self) -> vekha_core::digest::Digest {
        vekha_core::digest::Digest::of_bytes(&self.input.bytes())
    }
}

/// Criteria in [`SCORE_UNIT`]s.
fn criteria(score: Score) -> Vec<(String, Option<i64>)> {
    score.criteria.into_iter().map(|(name, value)| (name, value.ok().map(units))).collect()
}

/// A failure of the script, with the pair and the place.
fn told(ctx: &Ctx, look: &Look<'_>, round: &Round, script: &Script, trouble: Trouble) -> Failure {
    let names = |couple: Couple| {
        let (mentor, mentee) = round.people(couple);
        [("mentor", look.name(mentor)), ("mentee", look.name(mentee))]
    };
    match trouble {
        Trouble::Script(couple, fault) => {
            let mut sources = script.modules.clone();
            sources.insert(0, script.source.clone());
            let report = render::report(&fault, &sources, ctx.lang, false);
            let failure = match couple {
                Some(couple) => Failure::with(Kind::Failed, "pairs-script-failed-on", names(couple)),
                None => Failure::new(Kind::Failed, "pairs-script-failed"),
            };
            failure.cause(Message::Text(report))
        }
        Trouble::Score(couple, score) => {
            let [mentor, mentee] = names(couple);
            let args = [mentor, mentee, ("score", score.to_string())];
            Failure::with(Kind::Failed, "pairs-score-unusable", args)
        }
        Trouble::Sandbox(error) => error.into(),
    }
}

/// The script: published, or with `--draft` the working copy.
///
/// # Errors
/// What the store says.
pub fn script(ctx: &Ctx, desk: &Desk<'_>, draft: bool) -> Result<Script, Failure> {
    let home = &ctx.home()?.dir;
    let script = if draft { Script::working(home) } else { Script::published(&desk.reading, home) };
    script.map_err(|error| refusal::failure(error, ctx.lang))
}

/// The same people, script and day as those of a stored proposal, as they stand now; pairs that were formed from it
/// are taken for not formed yet.
///
/// # Errors
/// A script that is nowhere any more, and what [`Ready::new`] says.
pub fn again(ctx: &Ctx, desk: &Desk<'_>, proposal: &Proposal) -> Result<Ready, Failure> {
    let told = |error| refusal::failure(error, ctx.lang);
    let home = &ctx.home()?.dir;
    let script = Script::stored(&desk.reading, home, proposal.script).map_err(told)?;
    let Some(script) = script else {
        let args = [("hash", proposal.script.short())];
        return Err(Failure::with(Kind::Failed, "pairs-script-gone", args));
    };
    let round = round_of(ctx, desk, proposal, proposal.on)?;
    Ready::new(ctx, desk, round, script)
}

/// Who and what a stored proposal is about, as it stands now.
///
/// # Errors
/// What the store says.
pub fn round_of(
    ctx: &Ctx,
    desk: &Desk<'_>,
    proposal: &Proposal,
    on: chrono::NaiveDate,
) -> Result<Round, Failure> {
    let told = |error| refusal::failure(error, ctx.lang);
    let Some(programme) = desk.reading.programme(proposal.programme)? else {
        return Err(Failure::new(Kind::BadInput, "programme-unknown"));
    };
    let without = input(ctx, desk, proposal)?.map(|input| input.without).unwrap_or_default();
    let question = Question { rematch: proposal.rematch, without, before: Some(proposal.id) };
    Round::gather(&desk.reading, &desk.directory, &programme, on, &question).map_err(told)
}

/// What a stored proposal was computed from.
///
/// # Errors
/// What the store says.
pub fn input(ctx: &Ctx, desk: &Desk<'_>, proposal: &Proposal) -> Result<Option<Input>, Failure> {
    let kept = desk.reading.snapshot.blob(proposal.input);
    let kept = kept.map_err(|error| refusal::failure(error.into(), ctx.lang))?;
    Ok(kept.and_then(|bytes| Input::read(&bytes)))
}

/// The objective of a stored proposal.
pub fn objective(proposal: &Proposal) -> Objective {
    match proposal.objective.as_str() {
        "fair" => Objective::Fair,
        "stable" => Objective::Stable,
        _ => Objective::Total,
    }
}

/// The proposal with this number, or the last one.
///
/// # Errors
/// [`Kind::BadInput`] where there is none.
pub fn proposal(look: &Look<'_>, id: Option<u32>) -> Result<Proposal, Failure> {
    let mut all = look.view.proposals()?;
    let found = match id {
        Some(id) => all.into_iter().find(|known| known.id == ProposalId(id)),
        None => all.pop(),
    };
    found.ok_or_else(|| match id {
        Some(id) => Failure::with(Kind::BadInput, "no-such-proposal", [("id", id.to_string())])
            .hint_command("pairs-propose-hint", "vekha pair propose"),
        None => Failure::new(Kind::BadInput, "no-proposals")
            .hint_command("pairs-propose-hint", "vekha pair propose"),
    })
}

/// Two people by name or number.
///
/// # Errors
/// [`Kind::BadInput`] with the nearest names.
pub fn two(desk: &Desk<'_>, mentor: &str, mentee: &str) -> Result<(PartyId, PartyId), Failure> {
    Ok((party::find(desk, mentor)?, party::find(desk, mentee)?))
}

/// Two people as mentor and mentee. Where they stand the other way round in the bases, so do they here, with a hint;
/// with `strict` who stands in no base of his side is refused: nothing would come of what is wanted of him.
fn sided(
    desk: &Desk<'_>,
    ctx: &Ctx,
    (first, second): (PartyId, PartyId),
    strict: bool,
) -> Result<(PartyId, PartyId, Option<String>), Failure> {
    let (look, today) = (desk.look(), ctx.clock.today());
    let stands = |who: PartyId, side: Side| -> Result<bool, Failure> {
        let parts = desk.reading.participants(Some(who))?;
        Ok(parts.iter().any(|part| part.side == side && part.stands(today)))
    };
    if stands(first, Side::Mentor)? && stands(second, Side::Mentee)? {
        return Ok((first, second, None));
    }
    if stands(second, Side::Mentor)? && stands(first, Side::Mentee)? {
        let said = [("mentor", look.name(second).into()), ("mentee", look.name(first).into())];
        return Ok((second, first, Some(ctx.say("pair-wish-turned", &said))));
    }
    for (who, side, id) in
        [(first, Side::Mentor, "pair-wish-no-mentor"), (second, Side::Mentee, "pair-wish-no-mentee")]
    {
        if strict && !stands(who, side)? {
            return Err(Failure::with(Kind::BadInput, id, [("name", look.name(who))])
                .hint_command("pair-wish-bases", format!("vekha person list --side {}s", side.as_str())));
        }
    }
    Ok((first, second, None))
}

/// Records what is wanted of two people, and tells what was wanted of them before, which is over now.
pub fn wish(
    session: &Session,
    ctx: &mut Ctx,
    (mentor, mentee): (&str, &str),
    wish: Option<Wish>,
    reason: Option<String>,
) -> Result<Exit, Failure> {
    let desk = session.desk(ctx)?;
    let (mentor, mentee, turned) = sided(&desk, ctx, two(&desk, mentor, mentee)?, wish.is_some())?;
    let known = desk.reading.wishes()?;
    let was = known.iter().find(|known| (known.mentor, known.mentee) == (mentor, mentee));
    let was = was.map(|known| known.wish);
    drop(desk);
    let outcome = session.act(Action::WishPair { mentor, mentee, wish, reason }, None)?;
    if let Some(hint) = turned {
        ctx.out.hint(&hint);
    }
    let word = was.map_or(Value::Null, |was| list::word(was).into());
    ctx.tell_with(session, &outcome, &[("was", word)])?;
    if let Some(was) = was.filter(|was| Some(*was) != wish)
        && !ctx.out.is_json()
    {
        let line = ctx.word(match was {
            Wish::Pin => "pair-was-pinned",
            Wish::Forbid => "pair-was-forbidden",
        });
        ctx.out.line(line);
    }
    Ok(Exit::Done)
}

/// Pairs of a programme, or of all.
///
/// # Errors
/// What the view says.
pub fn pairs(look: &Look<'_>, programme: Option<ProgrammeId>) -> Result<Vec<Pair>, Failure> {
    let mut all = look.view.pairs()?;
    all.retain(|pair| programme.is_none_or(|id| pair.programme == id));
    Ok(all)
}

/// A score in words: `83.25`, in Russian `83,25`, without idle zeros.
pub fn points(lang: Lang, units: i128) -> String {
    let unit = i128::from(SCORE_UNIT);
    let (sign, size) = if units < 0 { ("−", -units) } else { ("", units) };
    // Two decimals are shown; the whole number stands in JSON.
    let hundredths = (size * 100 + unit / 2) / unit;
    lang.decimal(&match (hundredths / 100, hundredths % 100) {
        (whole, 0) => format!("{sign}{whole}"),
        (whole, rest) if rest % 10 == 0 => format!("{sign}{whole}.{}", rest / 10),
        (whole, rest) => format!("{sign}{whole}.{rest:02}"),
    })
}

/// A change of a score in words, with its sign: `+18,57`.
pub fn gained(lang: Lang, units: i128) -> String {
    signed(units, points(lang, units))
}

/// A change of a number of pairs, with its sign.
pub fn more_pairs(count: i64) -> String {
    signed(count.into(), count.to_string().replace('-', "−"))
}

fn signed(number: i128, words: String) -> String {
    if number > 0 { format!("+{words}") } else { words }
}

/// A score for machines: points.
pub fn number(units: i128) -> Value {
    json!(units as f64 / SCORE_UNIT as f64)
}

/// Why two people cannot be a pair, in words.
pub fn reason(look: &Look<'_>, reason: &Reason) -> String {
    match reason {
        Reason::Rule(words) => words.clone(),
        Reason::Unknown(field) => unknown(look.lang, field),
        Reason::Threshold(least) => {
            look.lang.say("pairs-reason-threshold", &[("least", look.lang.decimal(least).into())])
        }
        Reason::NoData => look.lang.word("pairs-reason-no-data"),
        Reason::Banned => look.lang.word("pairs-reason-banned"),
        Reason::Oneself => look.lang.word("pairs-reason-oneself"),
    }
}

/// Why nobody knows whether two may be a pair: the field that nobody filled in.
pub fn unknown(lang: Lang, field: &str) -> String {
    match field {
        "" => lang.word("guard-no-data"),
        field => lang.say("guard-no-data-of", &[("field", spelled(field, lang).to_owned().into())]),
    }
}

/// What changes, in lines: «Небылицын: Придумов → Сказочникова».
pub fn moves(look: &Look<'_>, round: &Round, change: &Change) -> Vec<String> {
    let mentor = |place: Option<u32>| match place {
        Some(place) => look.name(round.mentors[place as usize].party),
        None => look.lang.word("pairs-nobody"),
    };
    let line = |found: &pairing::Move| {
        let mentee = look.name(round.mentees[found.mentee as usize]);
        format!("{mentee}: {} → {}", mentor(found.from), mentor(found.to))
    };
    change.moves.iter().map(line).collect()
}

/// A pair of a proposal for machines.
pub fn pair_json(look: &Look<'_>, pair: &ProposedPair) -> Value {
    let criteria: serde_json::Map<String, Value> = pair
        .criteria
        .iter()
        .map(|(name, value)| (name.clone(), value.map_or(Value::Null, |value| number(value.into()))))
        .collect();
    json!({
        "mentor": look.name(pair.mentor),
        "mentor_id": pair.mentor.0,
        "mentee": look.name(pair.mentee),
        "mentee_id": pair.mentee.0,
        "score": number(pair.score.into()),
        "completeness": pair.completeness,
        "criteria": criteria,
    })
}
