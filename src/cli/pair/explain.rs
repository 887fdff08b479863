//! `vekha pair explain`

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::{Value, json};
use vekha_core::ids::PartyId;
use vekha_core::pairing::{self, Change, Couple, LeftOut, NOBODY, Outcome};

use super::shared::{
    Answer, Ready, again, gained, more_pairs, moves, number, objective, points, proposal, reason, two,
};
use crate::app::pairing::Reason;
use crate::cli::import_people_show::field;
use crate::cli::{Ctx, Desk, Exit, Failure, Kind, look, party};
use crate::config::quoted;
use crate::script::kinds::pairing::Score;

/// Explain a pair, a pair that was not proposed and what it would cost, or why somebody has nobody
#[derive(Debug, clap::Args)]
#[command(
    after_help = "vekha pair explain \"Придумов Б.С.\" \"Небылицын И.С.\"\nvekha pair explain \"Небылицын И.С.\""
)]
pub struct Args {
    /// A person: name or number; the mentor where two are named
    #[arg(value_name = "PERSON")]
    who: String,

    /// The mentee: name or number
    #[arg(value_name = "PERSON")]
    mentee: Option<String>,

    /// The proposal's number [the last one]
    #[arg(long, value_name = "ID")]
    proposal: Option<u32>,
}

/// What is known: the round as it stands now, and its best answer.
struct Known<'a> {
    desk: &'a Desk<'a>,
    ready: Ready,
    best: Outcome,
    today: NaiveDate,
}

/// Explains.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.reading()?;
    let desk = session.desk(ctx)?;
    let look = desk.look();
    let found = proposal(&look, args.proposal)?;
    let ready = again(ctx, &desk, &found)?;
    if ready.digest() != found.input {
        let note = ctx.say("pairs-explained-now", &[("id", found.id.to_string().into())]);
        ctx.out.note(&note);
    }
    let best = match ready.solve(ctx, &look, objective(&found))? {
        Answer::Best(best) => best,
        Answer::None(refusal) => return Err(refusal.failure()),
    };
    let known = Known { desk: &desk, ready, best, today: ctx.clock.today() };
    let said = match &args.mentee {
        Some(mentee) => {
            let (mentor, mentee) = two(&desk, &args.who, mentee)?;
            let couple = known.ready.round.couple(mentor, mentee);
            let turned = known.ready.round.couple(mentee, mentor);
            match couple.or(turned) {
                Some(couple) => known.pair(ctx, couple)?,
                None => return Err(known.absent(&[mentor, mentee])),
            }
        }
        None => known.person(ctx, party::find(&desk, &args.who)?)?,
    };
    if ctx.out.is_json() {
        ctx.out.json(&said.json);
        return Ok(Exit::Done);
    }
    for (no, line) in said.lines.iter().enumerate() {
        if no == 0 { ctx.out.title(line) } else { ctx.out.line(line) }
    }
    said.commands.iter().for_each(|command| ctx.out.command(command));
    Ok(Exit::Done)
}

/// An explanation for people and for machines.
#[derive(Default)]
struct Said {
    lines: Vec<String>,
    commands: Vec<String>,
    json: Value,
}

impl Known<'_> {
    fn name(&self, party: PartyId) -> String {
        self.desk.look().name(party)
    }

    fn mentor(&self, place: u32) -> String {
        self.name(self.ready.round.mentors[place as usize].party)
    }

    fn mentee(&self, place: u32) -> String {
        self.name(self.ready.round.mentees[place as usize])
    }

    fn assignment(&self) -> Vec<u32> {
        self.best.assignment(self.ready.instance.mentees())
    }

    /// Somebody stands in no base, or is paired already.
    fn absent(&self, people: &[PartyId]) -> Failure {
        let lang = self.desk.look().lang;
        let mut failure = Failure::new(Kind::BadInput, "pairs-not-in-question");
        let round = &self.ready.round;
        for &party in people {
            let kept = round.kept.iter().find(|pair| pair.mentee == party);
            let stands =
                round.mentors.iter().any(|seat| seat.party == party) || round.mentees.contains(&party);
            let name = self.name(party).into();
            failure = match kept {
                Some(pair) => {
                    let args = [("name", name), ("mentor", self.name(pair.mentor).into())];
                    failure.cause(lang.say("pairs-has-mentor-already", &args))
                }
                None if !stands => {
                    let args = [("name", name), ("date", look::day(round.on).into())];
                    let id =
                        if round.on == self.today { "pairs-in-no-base" } else { "pairs-in-no-base-then" };
                    failure.cause(lang.say(id, &args))
                }
                None => failure,
            };
        }
        if round.on == self.today {
            return failure;
        }
        failure.hint_command("pairs-propose-hint", "vekha pair propose")
    }

    /// Why two are, or are not, a pair.
    fn pair(&self, ctx: &Ctx, couple: Couple) -> Result<Said, Failure> {
        let stands = self.assignment()[couple.mentee as usize] == couple.mentor;
        let (mentor, mentee) = (self.mentor(couple.mentor), self.mentee(couple.mentee));
        let mut said = Said::default();
        let title = if stands { "pairs-explain-pair" } else { "pairs-explain-no-pair" };
        let names = [("mentor", mentor.clone().into()), ("mentee", mentee.clone().into())];
        said.lines.push(ctx.say(title, &names));
        if let Some(why) = self.ready.judged.reason(couple) {
            let (threshold, banned) = (matches!(why, Reason::Threshold(_)), matches!(why, Reason::Banned));
            let why = reason(&self.desk.look(), why);
            said.lines.push(ctx.say("pairs-may-not", &[("reason", why.clone().into())]));
            said.json = json!({"mentor": mentor, "mentee": mentee, "proposed": false, "refused": why});
            if threshold {
                self.below_threshold(ctx, couple, &mut said)?;
                said.commands.push(format!("vekha pair pin {} {}", quoted(&mentor), quoted(&mentee)));
            }
            if banned {
                said.commands.push(format!("vekha pair free {} {}", quoted(&mentor), quoted(&mentee)));
            }
            return Ok(said);
        }
        let (criteria, score) = self.criteria(ctx, couple, &mut said)?;
        said.json = json!({
            "mentor": mentor, "mentee": mentee, "proposed": stands, "score": score, "criteria": criteria,
        });
        if stands {
            said.json["next"] = self.alternatives(ctx, couple, &mut said)?;
        } else {
            said.json["forced"] = self.forced(ctx, couple, &mut said)?;
            said.commands.push(format!("vekha pair pin {} {}", quoted(&mentor), quoted(&mentee)));
        }
        Ok(said)
    }

    /// A pin is stronger than the threshold: what it would cost.
    fn below_threshold(&self, ctx: &Ctx, couple: Couple, said: &mut Said) -> Result<(), Failure> {
        let look = self.desk.look();
        let scores = self.ready.scores(ctx, self.desk, &[couple])?;
        let Some(total) = scores.get(&couple).and_then(|score| score.total) else { return Ok(()) };
        let score = crate::app::pairing::units(total);
        let (criteria, units) = self.criteria_of(ctx, &scores, couple, score, said);
        (said.json["criteria"], said.json["score"]) = (criteria, units);
        let instance = self.ready.round.instance_with(&self.ready.judged, Some((couple, score)));
        let instance = instance.map_err(|defect| {
            Failure::with(Kind::BadInput, "pair-too-many", [("reason", format!("{defect:?}"))])
        })?;
        if let Answer::Best(other) = self.ready.solve_as(ctx, &look, &instance, self.best.objective)? {
            let after = other.assignment(instance.mentees());
            let change = Change::between(&instance, &self.assignment(), &after);
            said.lines.push(cost(ctx, &change));
            let swaps = moves(&look, &self.ready.round, &change);
            said.lines.extend(swaps.iter().map(|line| format!("    {line}")));
            said.json["forced"] =
                json!({"cardinality": change.pairs, "total": number(change.score), "swaps": swaps});
        }
        Ok(())
    }

    fn criteria(&self, ctx: &Ctx, couple: Couple, said: &mut Said) -> Result<(Value, Value), Failure> {
        let scores = self.ready.scores(ctx, self.desk, &[couple])?;
        let units = self.ready.instance.score(couple).unwrap_or_default();
        Ok(self.criteria_of(ctx, &scores, couple, units, said))
    }

    /// What each criterion gave.
    fn criteria_of(
        &self,
        ctx: &Ctx,
        scores: &BTreeMap<Couple, Score>,
        couple: Couple,
        units: i64,
        said: &mut Said,
    ) -> (Value, Value) {
        let Some(score) = scores.get(&couple) else { return (Value::Null, number(units.into())) };
        let share = (score.completeness * 100.0).round();
        said.lines.push(ctx.say(
            "pairs-explain-score",
            &[("score", points(ctx.lang, units.into()).into()), ("completeness", share.to_string().into())],
        ));
        let mut criteria = serde_json::Map::new();
        for (name, value) in &score.criteria {
            let (words, json) = match value {
                Ok(value) => (points(ctx.lang, crate::app::pairing::units(*value).into()), json!(value)),
                Err(field) if field.is_empty() => (ctx.word("pairs-not-applicable"), Value::Null),
                Err(name) => {
                    (ctx.say("pairs-no-data", &[("field", field(ctx.lang, name).into())]), Value::Null)
                }
            };
            said.lines.push(format!("  {name}: {words}"));
            criteria.insert(name.clone(), json);
        }
        (criteria.into(), number(units.into()))
    }

    /// The next best for both, each with what choosing it would cost all together.
    fn alternatives(&self, ctx: &Ctx, couple: Couple, said: &mut Said) -> Result<Value, Failure> {
        let instance = &self.ready.instance;
        let next = [
            ("pairs-next-for-mentee", "mentee", pairing::next_for_mentee(instance, couple)),
            ("pairs-next-for-mentor", "mentor", pairing::next_for_mentor(instance, &self.best, couple)),
        ];
        let mut json = serde_json::Map::new();
        for (id, side, next) in next {
            let Some(next) = next else {
                said.lines.push(ctx.word(&format!("{id}-none")));
                json.insert(side.into(), Value::Null);
                continue;
            };
            let score = instance.score(next.pair).unwrap_or_default();
            let args = [
                ("mentor", self.mentor(next.pair.mentor).into()),
                ("mentee", self.mentee(next.pair.mentee).into()),
                ("score", points(ctx.lang, score.into()).into()),
            ];
            said.lines.push(ctx.say(id, &args));
            let forced = self.forced(ctx, next.pair, said)?;
            json.insert(
                side.into(),
                json!({
                    "mentor": self.mentor(next.pair.mentor),
                    "mentee": self.mentee(next.pair.mentee),
                    "score": number(score.into()),
                    "forced": forced,
                }),
            );
        }
        Ok(json.into())
    }

    /// What forcing a pair would cost, and who would have to move.
    fn forced(&self, ctx: &Ctx, couple: Couple, said: &mut Said) -> Result<Value, Failure> {
        let look = self.desk.look();
        match pairing::force(&self.ready.instance, &self.best, couple, &mut ()) {
            Ok(change) => {
                said.lines.push(cost(ctx, &change));
                let swaps = moves(&look, &self.ready.round, &change);
                said.lines.extend(swaps.iter().map(|line| format!("    {line}")));
                Ok(json!({
                    "cardinality": change.pairs,
                    "total": number(change.score),
                    "swaps": swaps,
                }))
            }
            Err(failure) => {
                let refusal = self.ready.no_answer(&look, failure)?;
                let value = refusal.json(ctx);
                let words = value["infeasible"]["reason"].as_str().unwrap_or_default().to_owned();
                said.lines.push(ctx.say("pairs-cannot-force", &[("reason", words.into())]));
                Ok(value)
            }
        }
    }

    /// Whom somebody has and why, or why nobody.
    fn person(&self, ctx: &Ctx, party: PartyId) -> Result<Said, Failure> {
        let round = &self.ready.round;
        let of = self.assignment();
        let place = |place: usize| u32::try_from(place).unwrap_or(NOBODY);
        if let Some(mentee) = round.mentees.iter().position(|known| *known == party) {
            let mentee = place(mentee);
            return match of[mentee as usize] {
                NOBODY => self.left_out(ctx, mentee),
                mentor => self.pair(ctx, Couple { mentor, mentee }),
            };
        }
        let Some(mentor) = round.mentors.iter().position(|seat| seat.party == party) else {
            return Err(self.absent(&[party]));
        };
        let mentor = place(mentor);
        match of.iter().position(|known| *known == mentor) {
            Some(mentee) => self.pair(ctx, Couple { mentor, mentee: place(mentee) }),
            None => self.idle(ctx, mentor),
        }
    }

    /// Why a mentee has no mentor, and the smallest change that would give him one.
    fn left_out(&self, ctx: &Ctx, mentee: u32) -> Result<Said, Failure> {
        let name = self.mentee(mentee);
        let mut said = Said::default();
        said.lines.push(ctx.say("pairs-explain-left", &[("name", name.clone().into())]));
        let refusals = self.refusals(|couple| couple.mentee == mentee);
        let mut json = json!({"mentee": name, "proposed": false, "refusals": refusals_json(&refusals)});
        self.say_refusals(ctx, &refusals, &mut said);
        match pairing::left_out(&self.ready.instance, &self.best, mentee) {
            Some(LeftOut::Full(tables)) => {
                let mut full = Vec::new();
                for table in &tables {
                    let mentor = self.mentor(table.mentor);
                    let score = self.ready.instance.score(Couple { mentor: table.mentor, mentee });
                    let args = [
                        ("mentor", mentor.clone().into()),
                        ("capacity", self.ready.round.mentors[table.mentor as usize].capacity.into()),
                        ("score", points(ctx.lang, score.unwrap_or_default().into()).into()),
                    ];
                    said.lines.push(ctx.say("pairs-full", &args));
                    full.push(json!({"mentor": mentor, "capacity": table.capacity,
                        "score": score.map(|score| number(score.into()))}));
                }
                json["full"] = full.into();
                if let Some(first) = tables.first() {
                    json["smallest"] = self.one_more_place(ctx, first.mentor, mentee, &mut said)?;
                }
            }
            _ => {
                said.lines.push(ctx.word("pairs-no-candidate"));
                json["smallest"] = self.smallest(ctx, mentee, &refusals, &mut said)?;
            }
        }
        said.json = json;
        Ok(said)
    }

    /// One more place at a full mentor makes one more pair; where it would go to somebody else it takes a pin as well.
    fn one_more_place(&self, ctx: &Ctx, mentor: u32, mentee: u32, said: &mut Said) -> Result<Value, Failure> {
        let instance = self.ready.instance.with_place(mentor);
        let answer = self.ready.solve_as(ctx, &self.desk.look(), &instance, self.best.objective)?;
        let his = match answer {
            Answer::Best(found) => found.assignment(instance.mentees())[mentee as usize] != NOBODY,
            Answer::None(_) => false,
        };
        let name = self.mentor(mentor);
        let capacity = self.ready.round.mentors[mentor as usize].capacity + 1;
        let args = [("mentor", name.clone().into()), ("capacity", capacity.into())];
        let id = if his { "pairs-smallest-capacity" } else { "pairs-smallest-capacity-pin" };
        said.lines.push(ctx.say(id, &args));
        let who = quoted(&name);
        said.commands.push(format!("vekha person edit {who} --capacity {capacity}"));
        if !his {
            said.commands.push(format!("vekha pair pin {who} {}", quoted(&self.mentee(mentee))));
        }
        Ok(json!({"capacity": {"mentor": name, "to": capacity}, "pin": !his}))
    }

    /// The smallest change that opens a pair to who has no candidate: a pin where a score falls short of the threshold,
    /// else the rule that closed most pairs.
    fn smallest(
        &self,
        ctx: &Ctx,
        mentee: u32,
        refusals: &[(String, Vec<Couple>)],
        said: &mut Said,
    ) -> Result<Value, Failure> {
        if let Some((couple, score)) = self.nearest(ctx, mentee)? {
            let mentor = self.mentor(couple.mentor);
            let args = [("mentor", mentor.clone().into()), ("score", points(ctx.lang, score.into()).into())];
            said.lines.push(ctx.say("pairs-smallest-pin", &args));
            let names = [quoted(&mentor), quoted(&self.mentee(mentee))];
            said.commands.push(format!("vekha pair explain {}", names.join(" ")));
            return Ok(json!({"pin": {"mentor": mentor, "score": number(score.into())}}));
        }
        let Some((why, who)) = refusals.iter().max_by_key(|(_, who)| who.len()) else {
            return Ok(Value::Null);
        };
        let args = [("reason", why.clone().into()), ("count", who.len().into())];
        said.lines.push(ctx.say("pairs-smallest-rule", &args));
        Ok(json!({"rule": why, "would_allow": who.len()}))
    }

    /// The best pair of a mentee among those below the threshold, and its score.
    fn nearest(&self, ctx: &Ctx, mentee: u32) -> Result<Option<(Couple, i64)>, Failure> {
        let judged = &self.ready.judged;
        let below = |place: &u32| matches!(judged.reasons.get(*place as usize), Some(Reason::Threshold(_)));
        let couples: Vec<Couple> = judged
            .refused
            .iter()
            .filter(|(couple, why)| couple.mentee == mentee && below(why))
            .map(|(couple, _)| *couple)
            .collect();
        let scores = self.ready.scores(ctx, self.desk, &couples)?;
        let scored = scores
            .iter()
            .filter_map(|(couple, score)| Some((*couple, crate::app::pairing::units(score.total?))));
        Ok(scored.max_by_key(|(couple, score)| (*score, std::cmp::Reverse(couple.mentor))))
    }

    /// Why a mentor has no mentee.
    fn idle(&self, ctx: &Ctx, mentor: u32) -> Result<Said, Failure> {
        let name = self.mentor(mentor);
        let seat = self.ready.round.mentors[mentor as usize];
        let mut said = Said::default();
        said.lines.push(ctx.say("pairs-explain-idle", &[("name", name.clone().into())]));
        let refusals = self.refusals(|couple| couple.mentor == mentor);
        self.say_refusals(ctx, &refusals, &mut said);
        let free = seat.capacity.saturating_sub(seat.taken);
        if free == 0 {
            let args = [("capacity", seat.capacity.into())];
            said.lines.push(ctx.say("pairs-no-places", &args));
        }
        let instance = &self.ready.instance;
        let mentees = 0..instance.mentees() as u32;
        let mut open: Vec<(Couple, i64)> = mentees
            .filter_map(|mentee| {
                let couple = Couple { mentor, mentee };
                instance.score(couple).map(|score| (couple, score))
            })
            .collect();
        open.sort_by_key(|(couple, score)| (std::cmp::Reverse(*score), couple.mentee));
        said.json = json!({
            "mentor": name, "proposed": false, "refusals": refusals_json(&refusals),
            "capacity": seat.capacity, "taken": seat.taken, "candidates": open.len(),
        });
        if let Some((couple, score)) = open.first().filter(|_| free > 0) {
            let args = [
                ("mentee", self.mentee(couple.mentee).into()),
                ("score", points(ctx.lang, (*score).into()).into()),
            ];
            said.lines.push(ctx.say("pairs-best-for-idle", &args));
            said.json["forced"] = self.forced(ctx, *couple, &mut said)?;
        }
        Ok(said)
    }

    /// Refused pairs by reason in words, most frequent first.
    fn refusals(&self, of: impl Fn(&Couple) -> bool) -> Vec<(String, Vec<Couple>)> {
        let judged = &self.ready.judged;
        let mut found: BTreeMap<u32, Vec<Couple>> = BTreeMap::new();
        for (couple, why) in judged.refused.iter().filter(|(couple, _)| of(couple)) {
            found.entry(*why).or_default().push(*couple);
        }
        let look = self.desk.look();
        let mut list: Vec<(String, Vec<Couple>)> = found
            .into_iter()
            .filter_map(|(why, who)| Some((reason(&look, judged.reasons.get(why as usize)?), who)))
            .collect();
        list.sort_by_key(|(_, who)| std::cmp::Reverse(who.len()));
        list
    }

    fn say_refusals(&self, ctx: &Ctx, refusals: &[(String, Vec<Couple>)], said: &mut Said) {
        for (why, who) in refusals {
            let args = [("reason", why.clone().into()), ("count", who.len().into())];
            said.lines.push(ctx.say("pairs-refused-so-many", &args));
        }
    }
}

fn refusals_json(refusals: &[(String, Vec<Couple>)]) -> Value {
    refusals.iter().map(|(why, who)| json!({"reason": why, "count": who.len()})).collect()
}

/// What a change costs all together.
fn cost(ctx: &Ctx, change: &Change) -> String {
    let args = [("pairs", more_pairs(change.pairs).into()), ("total", gained(ctx.lang, change.score).into())];
    ctx.say(if change.pairs == 0 { "pairs-cost" } else { "pairs-cost-pairs" }, &args)
}
