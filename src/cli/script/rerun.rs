//! `vekha script rerun`

use serde_json::{Value, json};
use vekha_core::basis::ResultId;
use vekha_core::metrics::Named;
use vekha_core::view::Read;

use super::shared::show_fault;
use crate::app::measured::{self, Remeasured};
use crate::app::pairing::again::Again;
use crate::app::results::{self, Rerun};
use crate::cli::look::day;
use crate::cli::metrics::shared::{evaluation, mark_of, name, quantity, subject as measured_subject, title};
use crate::cli::pair::shared::{points, proposal};
use crate::cli::{Ctx, Desk, Exit, Failure, Kind, date, refusal};
use crate::script::sandbox::Sandbox;

/// Compute a stored result again from the scripts and facts of then: equal bit for bit, or why not
#[derive(Debug, clap::Args)]
#[command(
    after_help = "vekha script rerun 1\nvekha script rerun pair 3 --on 10.11.2023\nvekha script rerun school --json"
)]
pub struct Args {
    /// The result: the number of a proposal, or whose indicators — school, program 1, mentor 5, pair 3
    #[arg(value_name = "RESULT", required = true)]
    result: Vec<String>,

    /// Indicators as they were on this day [the last]
    #[arg(long, value_name = "DATE", value_parser = date)]
    on: Option<chrono::NaiveDate>,
}

/// Exit 0 where it is equal, 1 where it differs, 3 where no number can be given.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.reading()?;
    let desk = session.desk(ctx)?;
    let words = args.result.join(" ");
    let sandbox = Sandbox::new(ctx.limits())?;
    match number(&words) {
        Some(number) => proposed(ctx, &desk, number, &sandbox),
        None => indicators(ctx, &desk, &words, args.on, &sandbox),
    }
}

/// A proposal of pairs.
fn proposed(ctx: &mut Ctx, desk: &Desk<'_>, number: u32, sandbox: &Sandbox) -> Result<Exit, Failure> {
    let found = proposal(&desk.look(), Some(number))?;
    let told = |error| refusal::failure(error, ctx.lang);
    let rerun = results::rerun(&desk.reading, &Again { proposal: &found, sandbox }).map_err(told)?;
    let (verdict, exit) = match &rerun {
        Rerun::Equal => ("equal", Exit::Done),
        Rerun::Differs(_) => ("differs", Exit::Failed),
        Rerun::Erased(_) => ("inputs-erased", Exit::Refused),
        Rerun::EngineChanged(_) => ("engine-changed", Exit::Refused),
        Rerun::ScriptGone(_) => ("script-gone", Exit::Refused),
        Rerun::NoGrounds => ("no-grounds", Exit::Refused),
    };
    if ctx.out.is_json() {
        let basis = desk.reading.basis(ResultId::Proposal(found.id))?;
        let mut value = details(&rerun);
        value["result"] = format!("proposal:{}", found.id).into();
        value["verdict"] = verdict.into();
        value["grounds"] = json!(basis.map(|basis| basis.grounds));
        ctx.out.json(&value);
        return Ok(exit);
    }
    let total: i128 = found.pairs.iter().map(|pair| i128::from(pair.score)).sum();
    let args = [
        ("id", found.id.to_string().into()),
        ("pairs", found.pairs.len().into()),
        ("total", points(ctx.lang, total).into()),
        ("what", subject(&rerun).into()),
    ];
    let line = ctx.say(&format!("rerun-{verdict}"), &args);
    ctx.out.line(line);
    if let Rerun::Differs(differences) = &rerun {
        for difference in differences {
            ctx.out.line(format!("  {}: {} → {}", difference.what, difference.was, difference.now));
        }
    }
    Ok(exit)
}

/// The indicators of a subject, as the night kept them.
fn indicators(
    ctx: &mut Ctx,
    desk: &Desk<'_>,
    words: &str,
    on: Option<chrono::NaiveDate>,
    sandbox: &Sandbox,
) -> Result<Exit, Failure> {
    let unknown = |_| Failure::with(Kind::Usage, "rerun-what", [("text", words.to_owned())]);
    let subject = measured_subject(desk, words).map_err(unknown)?;
    let mark = mark_of(desk, subject, on)?;
    let Some(found) = evaluation(desk, &mark, ctx.lang)? else { return Ok(Exit::Done) };
    let told = |error| refusal::failure(error, ctx.lang);
    let again = measured::again(&desk.reading, sandbox, subject, (&mark, &found)).map_err(told)?;
    let (verdict, exit) = match &again {
        Remeasured::Failed(fault, sources) => return Ok(show_fault(fault, sources, ctx)),
        Remeasured::Equal(_) => ("equal", Exit::Done),
        Remeasured::Facts(..) => ("facts-differ", Exit::Failed),
        Remeasured::Erased => ("inputs-erased", Exit::Refused),
        Remeasured::EngineChanged(_) => ("engine-changed", Exit::Refused),
        Remeasured::ScriptGone => ("script-gone", Exit::Refused),
    };
    let differing = match &again {
        Remeasured::EngineChanged(values) => values.as_slice(),
        _ => &[],
    };
    let shown = |value: &Option<Named>| {
        value.as_ref().map_or("—".into(), |value| match &value.band {
            Some(band) => format!("{} ({band})", quantity(ctx.lang, &value.value)),
            None => quantity(ctx.lang, &value.value),
        })
    };
    let differing: Vec<[String; 3]> =
        differing.iter().map(|(name, was, now)| [name.clone(), shown(was), shown(now)]).collect();
    if ctx.out.is_json() {
        let one = |[what, was, now]: &[String; 3]| json!({"what": what, "was": was, "now": now});
        ctx.out.json(&json!({
            "result": name(subject), "verdict": verdict, "date": mark.on, "seq": mark.seq,
            "set": found.set, "script": found.script,
            "differences": differing.iter().map(one).collect::<Vec<_>>(),
        }));
        return Ok(exit);
    }
    let count = if let Remeasured::Equal(count) = again { count } else { 0 };
    let args = [
        ("subject", title(&desk.look(), subject)?.into()),
        ("date", day(mark.on).into()),
        ("seq", mark.seq.to_string().into()),
        ("count", count.into()),
        ("script", found.script.short().into()),
    ];
    let line = ctx.say(&format!("rerun-values-{verdict}"), &args);
    ctx.out.line(line);
    for [what, was, now] in differing {
        ctx.out.line(format!("  {what}: {was} → {now}"));
    }
    Ok(exit)
}

/// `1`, `proposal:1` or `предложение:1`.
fn number(text: &str) -> Option<u32> {
    let digits =
        ["proposal:", "предложение:"].iter().find_map(|lead| text.strip_prefix(lead)).unwrap_or(text);
    digits.trim_start_matches('№').trim().parse().ok()
}

fn details(rerun: &Rerun) -> Value {
    match rerun {
        Rerun::Differs(differences) => {
            let one =
                |found: &results::Difference| json!({"what": found.what, "was": found.was, "now": found.now});
            json!({"differences": differences.iter().map(one).collect::<Vec<_>>()})
        }
        Rerun::Erased(keys) => json!({"erased": keys}),
        Rerun::EngineChanged(engine) => json!({"engine_then": engine, "engine_now": results::engine()}),
        Rerun::ScriptGone(path) => json!({"script": path}),
        Rerun::Equal | Rerun::NoGrounds => json!({}),
    }
}

/// What a message names: how many texts were erased, the engine of then, a script.
fn subject(rerun: &Rerun) -> String {
    match rerun {
        Rerun::Erased(keys) => keys.len().to_string(),
        Rerun::EngineChanged(engine) => format!("{} / {}", engine.api, engine.program),
        Rerun::ScriptGone(path) => path.clone(),
        _ => String::new(),
    }
}
