//! `vekha pair verify`

use serde_json::{Value, json};
use vekha_core::ids::PartyId;
use vekha_core::pairing::{self, Flaw, Instance, Outcome};
use vekha_core::pairs::Proposal;

use super::propose::prices;
use super::shared::{input, objective, proposal, round_of, script};
use super::solve::Bar;
use crate::app::pairing::{Changes, Input};
use crate::cli::{Ctx, Desk, Exit, Failure, Kind};

/// Check the certificate of a proposal against what it was computed from, and say what has changed since
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha pair verify\nvekha pair verify 2 --json")]
pub struct Args {
    /// The proposal's number [the last one]
    #[arg(value_name = "ID")]
    proposal: Option<u32>,
}

/// Holds the stored pairs and prices against the stored input.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.reading()?;
    let desk = session.desk(ctx)?;
    let found = proposal(&desk.look(), args.proposal)?;
    let Some(input) = input(ctx, &desk, &found)? else {
        let args = [("id", found.id.to_string())];
        return Err(Failure::with(Kind::Failed, "pairs-input-gone", args)
            .hint_command("pairs-propose-hint", "vekha pair propose"));
    };
    let instance = input.instance().map_err(|defect| unproved(&found, &format!("{defect:?}")))?;
    check(ctx, &found, &input, &instance)?;
    let now = round_of(ctx, &desk, &found, ctx.globals.as_of.unwrap_or_else(|| ctx.clock.today()))?;
    let changes = Changes::since(&input, &now, &script(ctx, &desk, false)?);
    if ctx.out.is_json() {
        let value = as_json(ctx, &desk, &found, &instance, &changes);
        ctx.out.json(&value);
        return Ok(Exit::Done);
    }
    let args = [
        ("id", found.id.to_string().into()),
        ("candidates", instance.candidates().into()),
        ("input", found.input.short().into()),
    ];
    let line = ctx.say("pairs-verified", &args);
    ctx.out.line(line);
    let line = ctx.word(&format!("pairs-proved-{}", found.objective));
    ctx.out.line(line);
    show_changes(ctx, &desk, &changes);
    Ok(Exit::Done)
}

/// The certificate of the stored pairs, by the verifier that shares no code with the solver, and the stored prices.
fn check(ctx: &Ctx, found: &Proposal, input: &Input, instance: &Instance) -> Result<(), Failure> {
    let mut bar = Bar(ctx.out.progress(instance.mentees() as u64, &ctx.word("pair-solving")));
    let best = pairing::solve(instance, objective(found), &mut bar);
    bar.0.finish_and_clear();
    let best = best.map_err(|failure| unproved(found, &format!("{failure:?}")))?;
    let id = || [("id", found.id.to_string())];
    let stored = stored(found, input, instance, &best)
        .ok_or_else(|| Failure::with(Kind::Failed, "pairs-prices-differ", id()))?;
    pairing::verify(instance, &stored).map_err(|flaw: Flaw| unproved(found, &format!("{flaw:?}")))?;
    if prices(&input.mentors, &best) != found.prices {
        return Err(Failure::with(Kind::Failed, "pairs-prices-differ", id()));
    }
    Ok(())
}

fn unproved(found: &Proposal, reason: &str) -> Failure {
    let args = [("id", found.id.to_string()), ("reason", reason.to_owned())];
    Failure::with(Kind::Failed, "pairs-not-proved", args)
}

/// The stored pairs as an answer; `None` where somebody in them was not in question.
fn stored(found: &Proposal, input: &Input, instance: &Instance, best: &Outcome) -> Option<Outcome> {
    let of = |pair: &vekha_core::pairs::ProposedPair| {
        let couple = input.couple(pair.mentor, pair.mentee)?;
        Some(pairing::Pair { mentor: couple.mentor, mentee: couple.mentee, score: pair.score })
    };
    let mut pairs = found.pairs.iter().map(of).collect::<Option<Vec<_>>>()?;
    pairs.sort_by_key(|pair| (pair.mentor, pair.mentee));
    let everybody = 0..instance.mentees() as u32;
    Some(Outcome {
        objective: best.objective,
        total: pairs.iter().map(|pair| i128::from(pair.score)).sum(),
        worst: pairs.iter().map(|pair| pair.score).min(),
        unmatched: everybody.filter(|mentee| pairs.iter().all(|pair| pair.mentee != *mentee)).collect(),
        pairs,
        proof: best.proof.clone(),
    })
}

fn as_json(ctx: &Ctx, desk: &Desk<'_>, found: &Proposal, instance: &Instance, changes: &Changes) -> Value {
    let look = desk.look();
    let people = |list: &[PartyId]| -> Vec<Value> {
        list.iter().map(|party| json!({"id": party.0, "name": look.name(*party)})).collect()
    };
    json!({
        "proposal": found.id.0,
        "certificate": "verified",
        "objective": found.objective,
        "script": found.script,
        "input": found.input,
        "candidates": instance.candidates(),
        "proved": ctx.word(&format!("pairs-proved-{}", found.objective)),
        "since": {
            "changed": people(&changes.changed),
            "entered": people(&changes.entered),
            "left": people(&changes.left),
            "script": changes.script,
            "wishes": changes.wishes,
        },
    })
}

fn show_changes(ctx: &mut Ctx, desk: &Desk<'_>, changes: &Changes) {
    if changes.is_empty() {
        let line = ctx.word("pairs-since-nothing");
        ctx.out.line(line);
        return;
    }
    let heading = ctx.word("pairs-since");
    ctx.out.heading(&heading);
    for (id, people) in [
        ("pairs-since-changed", &changes.changed),
        ("pairs-since-entered", &changes.entered),
        ("pairs-since-left", &changes.left),
    ] {
        if !people.is_empty() {
            let names = desk.look().names_of(people);
            let line = ctx.say(id, &[("names", names.into())]);
            ctx.out.line(line);
        }
    }
    for (id, changed) in [("pairs-since-script", changes.script), ("pairs-since-wishes", changes.wishes)] {
        if changed {
            let line = ctx.word(id);
            ctx.out.line(line);
        }
    }
    ctx.out.command("vekha pair propose");
}
