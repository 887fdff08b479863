//! `vekha script check [FILE]...`

use std::path::PathBuf;

use serde_json::json;

use super::shared::{LimitArgs, calendar, chosen, modules, show_fault, source};
use crate::app::pairing::facts::own_columns;
use crate::cli::{Ctx, Exit, Failure};
use crate::script::fault::{Fault, Severity};
use crate::script::kinds::Kind;
use crate::script::limits::Limits;
use crate::script::program::definition;
use crate::script::render;
use crate::script::sandbox::Sandbox;
use crate::script::wire::{Done, Source, Speed, Task};

/// Look for faults without running anything.
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha script check\nvekha script check scripts/pairing.rhai --json")]
pub struct Args {
    /// The scripts [all of the scripts folder]
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,

    /// A column of a registry that the scripts may read; may be repeated
    #[arg(long, value_name = "NAME")]
    field: Vec<String>,

    /// Say which functions of pairing.rhai and efficiency.rhai are compiled and what keeps the others from it
    #[arg(long)]
    speed: bool,

    #[command(flatten)]
    limits: LimitArgs,
}

/// Checks the scripts: exit 1 where one cannot be used, warnings alone pass.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let limits = args.limits.limits(ctx);
    let fields: Vec<String> = args.field.iter().cloned().chain(columns(ctx)).collect();
    let mut faults: Vec<Fault> = Vec::new();
    let mut sources: Vec<Source> = Vec::new();
    for path in chosen(&args.files, ctx, false)? {
        let script = source(&path, &limits)?;
        let others = modules(&path, &limits);
        let task = Task::Check(vec![script.clone()], fields.clone());
        let ran = Sandbox::new(limits.clone())?.task(task, &others, &calendar(ctx));
        sources.push(script);
        match ran.result {
            Ok(Done::Checked(found)) => faults.extend(found),
            Ok(_) => {}
            Err(fault) => faults.push(fault),
        }
    }
    let speed = if args.speed { speed(&sources, &limits, ctx)? } else { Vec::new() };
    let failed = faults.iter().any(|fault| fault.severity == Severity::Error);
    if ctx.out.is_json() {
        let faults: Vec<_> = faults.iter().map(|fault| render::to_json(fault, ctx.lang)).collect();
        let scripts: Vec<&str> = sources.iter().map(|source| source.name.as_str()).collect();
        ctx.out.json(&json!({"ok": !failed, "scripts": scripts, "faults": faults, "speed": speed}));
    } else {
        for fault in &faults {
            show_fault(fault, &sources, ctx);
        }
        let errors = faults.iter().filter(|fault| fault.severity == Severity::Error).count();
        let counts = [
            ("scripts", sources.len().into()),
            ("errors", errors.into()),
            ("warnings", (faults.len() - errors).into()),
        ];
        let line = ctx.say("script-check-summary", &counts);
        ctx.out.line(line);
    }
    Ok(if failed { Exit::Failed } else { Exit::Done })
}

/// The columns that the bases of the home have of their own. A script can be checked where there is no home, too.
fn columns(ctx: &Ctx) -> Vec<String> {
    let session = ctx.home().ok().and_then(|_| ctx.reading().ok());
    let read = session.and_then(|session| Some(own_columns(&session.read().ok()?.directory().ok()?)));
    read.unwrap_or_default()
}

/// Whether scripts of its kind are compiled.
fn compiles(script: &Source) -> bool {
    matches!(Kind::of_file(&script.name), Kind::Pairing | Kind::Efficiency)
}

/// What of each such script compiles: printed, or for JSON returned.
fn speed(sources: &[Source], limits: &Limits, ctx: &mut Ctx) -> Result<Vec<serde_json::Value>, Failure> {
    let mut reports = Vec::new();
    for script in sources.iter().filter(|script| compiles(script)) {
        let ran = Sandbox::new(limits.clone())?.task(Task::Speed(script.clone()), &[], &calendar(ctx));
        let Ok(Done::Speed(mut found)) = ran.result else { continue };
        let place = |speed: &Speed| definition(&script.text, &speed.function);
        found.sort_by_key(place);
        for speed in found {
            let stopped = speed.stopped.as_ref().map(|fault| render::to_json(fault, ctx.lang));
            reports.push(json!({"script": script.name, "function": speed.function, "compiled": stopped.is_none(), "stopped": stopped}));
            if ctx.out.is_json() {
                continue;
            }
            match &speed.stopped {
                Some(fault) => {
                    show_fault(fault, sources, ctx);
                }
                None => {
                    let args =
                        [("script", script.name.as_str().into()), ("name", speed.function.as_str().into())];
                    let line = ctx.say("script-compiled", &args);
                    ctx.out.line(line);
                }
            }
        }
    }
    Ok(reports)
}
