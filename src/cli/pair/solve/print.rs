//! An answer, or the reason why there is none, for people and for machines.

use std::fmt::Write;

use serde_json::{Value, json};
use vekha_core::pairing::{Couple, Infeasible, Outcome};

use super::input::Input;
use crate::cli::{Ctx, Failure, Kind, Message, Table};

/// `{"cardinality","total","worst","certificate":"verified","pairs":[{"mentor","mentee","score"}],"unmatched":[…]}`.
///
/// Written by hand: numbers stand on the decimal grid, which no binary floating point could hold.
pub fn json(input: &Input, outcome: &Outcome) -> String {
    let grid = &input.grid;
    let worst = outcome.worst.map_or_else(|| "null".to_owned(), |worst| grid.write(worst.into()));
    let mut text = format!(
        "{{\n  \"cardinality\": {},\n  \"total\": {},\n  \"worst\": {worst},\n  \"certificate\": \"verified\",\n  \"pairs\": [",
        outcome.pairs.len(),
        grid.write(outcome.total),
    );
    put_pairs(&mut text, input, outcome);
    text.push_str("],\n  \"unmatched\": [");
    for (at, &mentee) in outcome.unmatched.iter().enumerate() {
        let comma = if at == 0 { "" } else { ", " };
        let _ = write!(text, "{comma}{}", quoted(input.mentees.name(mentee)));
    }
    text.push_str("]\n}\n");
    text
}

/// One line a pair.
fn put_pairs(text: &mut String, input: &Input, outcome: &Outcome) {
    for (at, pair) in outcome.pairs.iter().enumerate() {
        let mentor = quoted(input.mentors.name(pair.mentor));
        let mentee = quoted(input.mentees.name(pair.mentee));
        let comma = if at == 0 { "" } else { "," };
        let score = input.grid.write(pair.score.into());
        // Writing to a string cannot fail.
        let _ =
            write!(text, "{comma}\n    {{\"mentor\": {mentor}, \"mentee\": {mentee}, \"score\": {score}}}");
    }
    if !outcome.pairs.is_empty() {
        text.push_str("\n  ");
    }
}

fn quoted(name: &str) -> String {
    Value::from(name).to_string()
}

/// A table of pairs, then sums, then those left out.
pub fn human(ctx: &mut Ctx, input: &Input, outcome: &Outcome) {
    let words = ["pair-column-mentor", "pair-column-mentee", "pair-column-score"].map(|id| ctx.word(id));
    let mut table = Table::new(words).right(2);
    for pair in &outcome.pairs {
        let score = ctx.lang.decimal(&input.grid.write(pair.score.into()));
        table.row([input.mentors.name(pair.mentor), input.mentees.name(pair.mentee), &score]);
    }
    if !outcome.pairs.is_empty() {
        ctx.out.table(&table);
        ctx.out.line("");
    }
    let total = ctx.lang.decimal(&input.grid.write(outcome.total));
    let summary = ctx.say("pair-summary", &[("pairs", outcome.pairs.len().into()), ("total", total.into())]);
    ctx.out.line(summary);
    if let Some(worst) = outcome.worst {
        let worst = ctx.lang.decimal(&input.grid.write(worst.into()));
        let line = ctx.say("pair-worst", &[("score", worst.into())]);
        ctx.out.line(line);
    }
    let proved = ctx.word("pair-verified");
    ctx.out.line(proved);
    if !outcome.unmatched.is_empty() {
        let heading = ctx.say("pair-unmatched", &[("count", outcome.unmatched.len().into())]);
        ctx.out.heading(&heading);
        outcome.unmatched.iter().for_each(|&mentee| ctx.out.line(input.mentees.name(mentee)));
    }
}

/// Whom the reason is about, and the reason.
pub struct Refusal {
    about: Value,
    key: &'static str,
    reason: Message,
}

impl Refusal {
    /// In words, with the names that the caller knows mentors and mentees by.
    pub fn of(mentor: &dyn Fn(u32) -> String, mentee: &dyn Fn(u32) -> String, reason: &Infeasible) -> Self {
        let message = |id: &'static str, args: Vec<(&'static str, String)>| {
            Message::Id(id, args.into_iter().map(|(name, value)| (name, value.into())).collect())
        };
        let of_mentor = |place: u32, id, args| Self {
            about: mentor(place).into(),
            key: "mentor",
            reason: message(id, [vec![("mentor", mentor(place))], args].concat()),
        };
        let of_pair = |pair: Couple, id, args| {
            let mentee = mentee(pair.mentee);
            Self {
                about: json!({"mentor": mentor(pair.mentor), "mentee": mentee}),
                key: "pair",
                reason: message(
                    id,
                    [vec![("mentor", mentor(pair.mentor)), ("mentee", mentee)], args].concat(),
                ),
            }
        };
        let number = |name: &'static str, number: u64| (name, number.to_string());
        match *reason {
            Infeasible::MinimumAboveCapacity { mentor, capacity, minimum } => of_mentor(
                mentor,
                "pair-no-minimum-above-capacity",
                vec![number("capacity", capacity.into()), number("minimum", minimum.into())],
            ),
            Infeasible::PinsAboveCapacity { mentor, capacity, pins } => of_mentor(
                mentor,
                if capacity == 0 { "pair-no-pins-no-place" } else { "pair-no-pins-above-capacity" },
                vec![number("capacity", capacity.into()), number("pins", pins.into())],
            ),
            Infeasible::MinimumOutOfReach { mentor: short, ref among, needed, available } => {
                let others: Vec<String> = among.iter().map(|&place| mentor(place)).collect();
                let id = if among.len() > 1 { "pair-no-minimum-together" } else { "pair-no-minimum" };
                of_mentor(
                    short,
                    id,
                    vec![
                        number("needed", needed),
                        number("available", available),
                        ("among", listed(&others)),
                    ],
                )
            }
            Infeasible::UnstableMinimum { mentor, minimum, load } => of_mentor(
                mentor,
                "pair-no-stable-minimum",
                vec![number("minimum", minimum.into()), number("load", load.into())],
            ),
            Infeasible::PinWithoutCandidate(pair) => of_pair(pair, "pair-no-pin-unscored", vec![]),
            Infeasible::PinForbidden(pair) => of_pair(pair, "pair-no-pin-forbidden", vec![]),
            Infeasible::PinnedTwice { pair, first } => {
                of_pair(pair, "pair-no-pin-twice", vec![("first", mentor(first))])
            }
            Infeasible::PinnedBothWays(pair) => of_pair(pair, "pair-no-pin-both-ways", vec![]),
            Infeasible::UnstablePin(pair) => of_pair(pair, "pair-no-stable-pin", vec![]),
        }
    }

    /// `{"infeasible":{"mentor"|"pair":…,"reason":…}}`.
    pub fn json(&self, ctx: &Ctx) -> Value {
        json!({"infeasible": {self.key: self.about, "reason": self.reason.say(ctx.lang)}})
    }

    /// A refusal with the reason as its cause.
    pub fn failure(self) -> Failure {
        Failure::new(Kind::Refused, "pair-infeasible").cause(self.reason)
    }
}

/// The first few, for a sentence.
fn listed(names: &[String]) -> String {
    const SHOWN: usize = 10;
    let more = if names.len() > SHOWN { ", …" } else { "" };
    names[..names.len().min(SHOWN)].join(", ") + more
}
