//! Which existing pairs a proposal gives up, and the price of each change.

use serde_json::{Value, json};
use vekha_core::ids::PartyId;
use vekha_core::pairing::{Couple, NOBODY, Outcome};
use vekha_core::pairs::Proposal;

use super::shared::{Ready, gained, more_pairs, number, points};
use crate::cli::look::Look;
use crate::cli::{Ctx, Desk, Table};

/// A mentee whose mentor would be another.
pub struct Move {
    mentee: PartyId,
    from: PartyId,
    to: Option<PartyId>,
    /// The scores before and after, where they are known.
    scores: (Option<i64>, Option<i64>),
    /// What giving the pair up costs; 0 where its mentor leaves.
    price: i64,
}

impl Move {
    /// By how much the score of the mentee changes.
    fn gain(&self) -> Option<i64> {
        Some(self.scores.1.unwrap_or(0) - self.scores.0?)
    }

    /// For machines.
    pub fn json(&self, look: &Look<'_>) -> Value {
        let score = |score: Option<i64>| score.map(|score| number(score.into()));
        json!({
            "mentee": look.name(self.mentee),
            "from": look.name(self.from),
            "to": self.to.map(|to| look.name(to)),
            "score_before": score(self.scores.0),
            "score_after": score(self.scores.1),
            "gain": score(self.gain()),
            "price": number(self.price.into()),
        })
    }
}

/// The pairs in question that do not stay.
pub fn of(ready: &Ready, outcome: &Outcome) -> Vec<Move> {
    let round = &ready.round;
    let assigned = outcome.assignment(ready.instance.mentees());
    let mut moves = Vec::new();
    for pair in &round.moving {
        let Some(mentee) = round.mentees.iter().position(|party| *party == pair.mentee) else { continue };
        let to = (assigned[mentee] != NOBODY).then(|| round.mentors[assigned[mentee] as usize].party);
        if to == Some(pair.mentor) {
            continue;
        }
        let score = |mentor| {
            let couple: Couple = round.couple(mentor, pair.mentee)?;
            ready.instance.score(couple)
        };
        let leaves = round.without.contains(&pair.mentor);
        let price = round.rematch.as_ref().map_or(0, |(_, price)| *price);
        moves.push(Move {
            mentee: pair.mentee,
            from: pair.mentor,
            to,
            scores: (score(pair.mentor).or(pair.score), to.and_then(score)),
            price: if leaves { 0 } else { price },
        });
    }
    moves
}

/// A line for each change with its price.
pub fn show(ctx: &mut Ctx, desk: &Desk<'_>, moves: &[Move]) {
    if moves.is_empty() {
        return;
    }
    let look = desk.look();
    let heading = ctx.word("pairs-changes");
    ctx.out.heading(&heading);
    let columns = [
        "pair-column-mentee",
        "pairs-column-before",
        "pairs-column-after",
        "pairs-column-gain",
        "pairs-column-price",
    ];
    let mut table = Table::new(columns.map(|id| ctx.word(id))).right(3).right(4);
    let with = |name: String, score: Option<i64>| match score {
        Some(score) => format!("{name} ({})", points(ctx.lang, score.into())),
        None => name,
    };
    for found in moves {
        let to = found.to.map_or_else(|| ctx.word("pairs-nobody"), |to| look.name(to));
        table.row([
            look.name(found.mentee),
            with(look.name(found.from), found.scores.0),
            with(to, found.scores.1),
            found.gain().map(|gain| gained(ctx.lang, gain.into())).unwrap_or_default(),
            points(ctx.lang, found.price.into()),
        ]);
    }
    ctx.out.table(&table);
}

/// What a proposal costs against another: pairs and points.
fn cost(before: &Proposal, after: &Proposal) -> (i64, i128) {
    let total = |found: &Proposal| found.pairs.iter().map(|pair| i128::from(pair.score)).sum::<i128>();
    (after.pairs.len() as i64 - before.pairs.len() as i64, total(after) - total(before))
}

/// The cost for machines.
pub fn cost_json(before: &Proposal, after: &Proposal) -> Value {
    let (pairs, total) = cost(before, after);
    json!({"instead_of": before.id.0, "cardinality": pairs, "total": number(total)})
}

/// The cost in words.
pub fn show_cost(ctx: &mut Ctx, before: &Proposal, after: &Proposal) {
    let (pairs, total) = cost(before, after);
    let args = [
        ("id", before.id.to_string().into()),
        ("total", gained(ctx.lang, total).into()),
        ("pairs", more_pairs(pairs).into()),
    ];
    let id = if pairs == 0 { "pairs-costs-points" } else { "pairs-costs-pairs" };
    let line = ctx.say(id, &args);
    ctx.out.line(line);
    if before.id != after.id && after.id.0 > 0 {
        ctx.out.command(&format!("vekha pair diff {} {}", before.id, after.id));
    }
}
