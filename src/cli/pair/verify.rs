//! `vekha pair verify`

use serde_json::json;
use vekha_core::pairing::{self, Outcome};

use super::propose::prices;
use super::shared::{Answer, again, objective, proposal};
use crate::cli::{Ctx, Exit, Failure, Kind};

/// Check the certificate of a proposal: nothing better was possible
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha pair verify\nvekha pair verify 2 --json")]
pub struct Args {
    /// The proposal's number [the last one]
    #[arg(value_name = "ID")]
    proposal: Option<u32>,
}

/// Computes candidates again and holds the stored pairs and prices against them.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.reading()?;
    let desk = session.desk(ctx)?;
    let look = desk.look();
    let found = proposal(&look, args.proposal)?;
    let ready = again(ctx, &desk, &found)?;
    let id = found.id.to_string();
    if ready.input != found.input {
        let args = [("id", id), ("was", found.input.short()), ("now", ready.input.short())];
        return Err(Failure::with(Kind::Failed, "pairs-input-changed", args)
            .hint_command("pairs-propose-hint", "vekha pair propose"));
    }
    let best = match ready.solve(ctx, &look, objective(&found))? {
        Answer::Best(best) => best,
        Answer::None(refusal) => return Err(refusal.failure()),
    };
    let places = ready.places(&found.pairs);
    let mut pairs: Vec<pairing::Pair> = places
        .iter()
        .zip(&found.pairs)
        .map(|(couple, pair)| pairing::Pair {
            mentor: couple.mentor,
            mentee: couple.mentee,
            score: pair.score,
        })
        .collect();
    pairs.sort_by_key(|pair| (pair.mentor, pair.mentee));
    let paired: Vec<u32> = pairs.iter().map(|pair| pair.mentee).collect();
    let everybody = 0..ready.instance.mentees() as u32;
    let stored = Outcome {
        objective: best.objective,
        total: pairs.iter().map(|pair| i128::from(pair.score)).sum(),
        worst: pairs.iter().map(|pair| pair.score).min(),
        unmatched: everybody.filter(|mentee| !paired.contains(mentee)).collect(),
        pairs,
        proof: best.proof.clone(),
    };
    let checked = pairing::verify(&ready.instance, &stored);
    let priced = prices(&ready, &best) == found.prices;
    if let Err(flaw) = checked {
        let args = [("id", id), ("reason", format!("{flaw:?}"))];
        return Err(Failure::with(Kind::Failed, "pairs-not-proved", args));
    }
    if !priced || places.len() != found.pairs.len() {
        return Err(Failure::with(Kind::Failed, "pairs-prices-differ", [("id", id)]));
    }
    let words = ctx.word(&format!("pairs-proved-{}", found.objective));
    if ctx.out.is_json() {
        ctx.out.json(&json!({
            "proposal": found.id.0,
            "certificate": "verified",
            "objective": found.objective,
            "script": found.script,
            "input": found.input,
            "candidates": ready.instance.candidates(),
            "proved": words,
        }));
        return Ok(Exit::Done);
    }
    let line = ctx.say(
        "pairs-verified",
        &[
            ("id", id.into()),
            ("candidates", ready.instance.candidates().into()),
            ("input", found.input.short().into()),
        ],
    );
    ctx.out.line(line);
    ctx.out.line(words);
    Ok(Exit::Done)
}
