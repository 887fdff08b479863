//! `vekha script eval FILE`

use std::path::PathBuf;

use serde_json::json;
use vekha_core::facts::Value;

use super::shared::{LimitArgs, calendar, modules, show_fault, show_said, source};
use crate::cli::{Ctx, Exit, Failure};
use crate::script::sandbox::Sandbox;
use crate::script::value::{to_json, to_text};

/// Run one file once in the sandbox and print its result.
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha script eval draft.rhai\nvekha script eval draft.rhai --json --limit-ms 500")]
pub struct Args {
    /// The script
    #[arg(value_name = "FILE")]
    file: PathBuf,

    #[command(flatten)]
    limits: LimitArgs,
}

/// Runs the file; its value goes to stdout, what it printed and what went wrong to stderr.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let limits = args.limits.limits(ctx);
    let script = source(&args.file, &limits)?;
    let modules = modules(&args.file, &limits);
    let ran = Sandbox::new(limits)?.eval(script.clone(), &modules, &calendar(ctx));
    show_said(&ran.said, ctx);
    match ran.result {
        Ok((value, operations)) if ctx.out.is_json() => {
            ctx.out.json(&json!({"ok": true, "result": to_json(&value), "operations": operations}));
        }
        Ok((Value::Unknown, _)) => {
            let words = ctx.word("script-eval-nothing");
            ctx.out.line(words);
        }
        Ok((value, _)) => ctx.out.line(to_text(&value)),
        Err(fault) => {
            let mut sources = modules;
            sources.insert(0, script);
            return Ok(show_fault(&fault, &sources, ctx));
        }
    }
    Ok(Exit::Done)
}
