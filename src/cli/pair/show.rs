//! `vekha pair show`

use serde_json::{Value, json};
use vekha_core::decide::Examined;
use vekha_core::ids::{PairId, Subject};
use vekha_core::pairs::Pair;
use vekha_core::view::Read;

use super::numbers;
use super::shared::{number, points};
use crate::cli::look::{Look, day, outcome};
use crate::cli::task_lines::evidence_line;
use crate::cli::{Ctx, Desk, Exit, Failure, Kind, party, programme};
use crate::lang::Lang;

/// Show a pair: its way, what shows it, and what the next stage requires
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha pair show 1\nvekha pair show \"Небылицын И.С.\" --json")]
pub struct Args {
    /// The pair: its number, or a name of one of the two
    #[arg(value_name = "PAIR")]
    pair: String,
}

/// Shows it.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.reading()?;
    let desk = session.desk(ctx)?;
    let look = desk.look();
    let pair = find(&desk, &args.pair)?;
    if ctx.out.is_json() {
        ctx.out.json(&as_json(&look, &pair));
        return Ok(Exit::Done);
    }
    let subject = Subject::Pair(pair.id);
    ctx.out.title(&look.title(subject)?);
    for (index, step) in pair.instance.trail.iter().enumerate() {
        let stage = look.passed(&pair.instance, index);
        ctx.out.line(format!("✓ {stage} ({})", day(step.since)));
    }
    let due = pair.instance.due.map(|due| format!(" → {}", day(due))).unwrap_or_default();
    ctx.out.line(format!("▶ {} ({}{due})", look.stage(&pair.instance), day(pair.instance.since)));
    if let Some(score) = pair.score {
        let line = ctx.say("pairs-score", &[("score", points(ctx.lang, score.into()).into())]);
        ctx.out.line(line);
    }
    for evidence in &pair.evidence {
        let line = evidence_line(&desk, evidence)?;
        ctx.out.line(line);
    }
    for way in programme::examine(ctx, &session, &desk, subject)? {
        ctx.out.heading(&format!(
            "{} → {}",
            way.title.pick(look.lang == Lang::Ru),
            way.to.pick(look.lang == Lang::Ru)
        ));
        for found in &way.requirements {
            let (text, commands) = programme::requirement(&look, found, subject)?;
            ctx.out.line(text);
            for command in commands {
                ctx.out.command(&command);
            }
        }
        if way.requirements.iter().all(Examined::met) {
            ctx.out.command(&format!("vekha pair advance {} --by {}", pair.id, way.transition));
        }
    }
    Ok(Exit::Done)
}

/// The pair that a word names: its number, or one of the two of the only open pair of theirs.
///
/// # Errors
/// [`Kind::BadInput`] with the pairs there are.
pub fn find(desk: &Desk<'_>, word: &str) -> Result<Pair, Failure> {
    let look = desk.look();
    let mut all = desk.reading.pairs()?;
    if let Ok(id) = word.parse() {
        if let Some(pair) = all.iter().find(|pair| pair.id == PairId(id)) {
            return Ok(pair.clone());
        }
        return Err(Failure::with(Kind::BadInput, "no-such-pair", [("id", word.to_owned())])
            .hint_command("pairs-list-hint", "vekha pair list"));
    }
    let who = party::find(desk, word)?;
    all.retain(|pair| pair.mentor == who || pair.mentee == who);
    let open: Vec<&Pair> = all.iter().filter(|pair| pair.is_open()).collect();
    match (open.as_slice(), all.as_slice()) {
        ([one], _) => Ok((*one).clone()),
        ([], [one]) => Ok(one.clone()),
        _ => {
            let id = if all.is_empty() { "pairs-none-of" } else { "pairs-several-of" };
            let mut failure = Failure::with(Kind::BadInput, id, [("name", look.name(who))]);
            for pair in &all {
                failure = failure.cause(look.title(Subject::Pair(pair.id))?);
            }
            Err(failure)
        }
    }
}

/// The pairs of several words, each once: as [`find`], and ranges of numbers: `1-5`, `1-3,7`.
///
/// # Errors
/// As for [`find`].
pub fn find_all(desk: &Desk<'_>, words: &[String]) -> Result<Vec<Pair>, Failure> {
    let mut found: Vec<Pair> = Vec::new();
    let mut put = |pair: Pair| {
        if !found.iter().any(|known| known.id == pair.id) {
            found.push(pair);
        }
    };
    for word in words {
        match numbers::read(word) {
            None => put(find(desk, word)?),
            Some(ranges) => {
                for id in ranges.into_iter().flatten() {
                    put(find(desk, &id.to_string())?);
                }
            }
        }
    }
    Ok(found)
}

/// A pair for machines.
pub fn as_json(look: &Look<'_>, pair: &Pair) -> Value {
    json!({
        "id": pair.id.0,
        "programme": pair.programme.0,
        "mentor": look.name(pair.mentor),
        "mentor_id": pair.mentor.0,
        "mentee": look.name(pair.mentee),
        "mentee_id": pair.mentee.0,
        "score": pair.score.map(|score| number(score.into())),
        "proposal": pair.proposal.map(|id| id.0),
        "stage": pair.instance.stage,
        "stage_title": look.stage(&pair.instance),
        "since": pair.instance.since,
        "due": pair.instance.due,
        "outcome": outcome(pair.instance.outcome),
        "evidence": pair.evidence.iter().map(|found| found.kind.as_str()).collect::<Vec<_>>(),
    })
}
