//! `vekha script rerun`

use serde_json::{Value, json};
use vekha_core::basis::ResultId;
use vekha_core::view::Read;

use crate::app::pairing::again::Again;
use crate::app::results::{self, Rerun};
use crate::cli::pair::shared::{points, proposal};
use crate::cli::{Ctx, Exit, Failure, Kind, refusal};
use crate::script::sandbox::Sandbox;

/// Compute a stored result again from the scripts and facts of then: equal bit for bit, or why not
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha script rerun 1\nvekha script rerun proposal:1 --json")]
pub struct Args {
    /// The result: the number of a proposal
    #[arg(value_name = "RESULT")]
    result: String,
}

/// Exit 0 where it is equal, 1 where it differs, 3 where no number can be given.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.reading()?;
    let desk = session.desk(ctx)?;
    let found = proposal(&desk.look(), Some(number(&args.result)?))?;
    let sandbox = Sandbox::new(ctx.limits())?;
    let told = |error| refusal::failure(error, ctx.lang);
    let rerun =
        results::rerun(&desk.reading, &Again { proposal: &found, sandbox: &sandbox }).map_err(told)?;
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

/// `1`, `proposal:1` or `предложение:1`.
fn number(text: &str) -> Result<u32, Failure> {
    let digits =
        ["proposal:", "предложение:"].iter().find_map(|lead| text.strip_prefix(lead)).unwrap_or(text);
    let bad = |_| Failure::with(Kind::Usage, "rerun-what", [("text", text.to_owned())]);
    digits.trim_start_matches('№').parse().map_err(bad)
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
