//! `vekha script test [FILE]...`

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::shared::{
    LimitArgs, calendar, chosen, modules, show_fault, show_said, source, step_lines, steps_json,
};
use crate::app::sets::gate::tested_by;
use crate::cli::{Ctx, Exit, Failure, Kind};
use crate::script::render;
use crate::script::sandbox::Sandbox;
use crate::script::testing::Tested;
use crate::script::trace::Step;
use crate::script::wire::{Done, Source, Task};

/// Run the tests beside the scripts and show which lines they reach.
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha script test\nvekha script test scripts/pairing.test.rhai --missed")]
pub struct Args {
    /// Tests, or scripts with tests beside them [all of the scripts folder]
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,

    /// List the statements that no test reaches
    #[arg(long)]
    missed: bool,

    #[command(flatten)]
    limits: LimitArgs,
}

/// Runs the tests: exit 1 where one fails.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let limits = args.limits.limits(ctx);
    let sandbox = Sandbox::new(limits.clone())?;
    let calendar = calendar(ctx);
    let mut failed = false;
    let mut reports = Vec::new();
    let mut all: BTreeMap<String, Tested> = BTreeMap::new();
    for path in files(&args.files, ctx)? {
        let (script, tests) = pair(&path)?;
        let (script, tests) = (source(&script, &limits)?, source(&tests, &limits)?);
        let others = modules(&path, &limits);
        let task = Task::Test(script.clone(), tests.clone());
        let ran = sandbox.task(task, &others, &calendar);
        show_said(&ran.said, ctx);
        let sources = [script, tests];
        match ran.result {
            Ok(Done::Tested(tested)) => {
                failed |= tested.cases.iter().any(|case| case.fault.is_some());
                if ctx.out.is_json() {
                    reports.push(report(&tested, &sources, ctx));
                } else {
                    show(&tested, &sources, ctx);
                }
                let [script, _] = sources;
                all.entry(script.name).and_modify(|known| known.join(&tested)).or_insert(tested);
            }
            Ok(_) => {}
            Err(fault) => {
                failed = true;
                if ctx.out.is_json() {
                    reports
                        .push(json!({"script": sources[0].name, "fault": render::to_json(&fault, ctx.lang)}));
                } else {
                    show_fault(&fault, &sources, ctx);
                }
            }
        }
    }
    if ctx.out.is_json() {
        let scripts: Vec<_> = all.iter().map(|(script, tested)| summary(script, tested)).collect();
        ctx.out.json(&json!({"ok": !failed, "tests": reports, "scripts": scripts}));
    } else {
        all.iter().for_each(|(script, tested)| show_summary(script, tested, args.missed, ctx));
    }
    Ok(if failed { Exit::Failed } else { Exit::Done })
}

/// The files of tests: those named, those beside the scripts named, or all of the folder.
fn files(named: &[PathBuf], ctx: &Ctx) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    for path in chosen(named, ctx, true)? {
        let beside = recorded_of(&path);
        if !found.contains(&path) {
            found.push(path);
        }
        found.extend(beside.filter(|beside| beside.is_file() && !named.contains(beside)));
    }
    found.dedup();
    Ok(found)
}

/// The recorded decisions beside a script that is named itself.
fn recorded_of(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_string_lossy().into_owned();
    let stem = name.strip_suffix(".rhai").filter(|stem| !stem.ends_with(".test"))?;
    Some(path.with_file_name(format!("{stem}.recorded.test.rhai")))
}

/// A script and its tests, by either.
fn pair(path: &Path) -> Result<(PathBuf, PathBuf), Failure> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    if name.ends_with(".test.rhai") {
        let is_there = |script: &str| path.with_file_name(script).is_file();
        let plain = || name.replace(".test.rhai", ".rhai");
        return Ok((path.with_file_name(tested_by(&name, is_there).unwrap_or_else(plain)), path.to_owned()));
    }
    match name.strip_suffix(".rhai") {
        Some(stem) => Ok((path.to_owned(), path.with_file_name(format!("{stem}.test.rhai")))),
        None => Err(Failure::with(Kind::BadInput, "script-not-rhai", [("path", path.display().to_string())])),
    }
}

fn report(tested: &Tested, sources: &[Source; 2], ctx: &Ctx) -> serde_json::Value {
    let cases: Vec<_> = tested
        .cases
        .iter()
        .map(|case| {
            let fault = case.fault.as_ref().map(|fault| render::to_json(fault, ctx.lang));
            let steps = steps_json(&case.steps, ctx.lang);
            json!({
                "name": case.name, "ok": case.fault.is_none(), "fault": fault,
                "operations": case.operations, "steps": steps,
            })
        })
        .collect();
    json!({
        "script": sources[0].name,
        "file": sources[1].name,
        "cases": cases,
        "coverage": coverage(tested),
    })
}

fn coverage(tested: &Tested) -> serde_json::Value {
    let missed: Vec<_> =
        tested.missed.iter().map(|(line, text)| json!({"line": line, "text": text})).collect();
    json!({"lines": tested.lines.len(), "covered": tested.covered(), "missed": missed})
}

fn summary(script: &str, tested: &Tested) -> serde_json::Value {
    let (passed, failed) = tested.counts();
    json!({"script": script, "passed": passed, "failed": failed, "coverage": coverage(tested)})
}

/// The last steps before a failure are shown, no more.
const SHOWN: usize = 30;

fn show(tested: &Tested, sources: &[Source; 2], ctx: &mut Ctx) {
    for case in &tested.cases {
        let id = if case.fault.is_some() { "script-test-failed" } else { "script-test-passed" };
        let line = ctx.say(id, &[("name", case.name.as_str().into())]);
        ctx.out.line(line);
        if let Some(fault) = &case.fault {
            show_fault(fault, sources, ctx);
            show_steps(&case.steps, &sources[0].name, ctx);
        }
    }
}

/// The way of a failed test through the script.
fn show_steps(steps: &[Step], script: &str, ctx: &mut Ctx) {
    if steps.is_empty() {
        return;
    }
    let heading = ctx.say("script-test-steps", &[("script", script.into())]);
    ctx.out.note(&heading);
    let from = steps.len().saturating_sub(SHOWN);
    if from > 0 {
        let line = ctx.say("script-test-steps-before", &[("count", from.into())]);
        ctx.out.note(&line);
    }
    for line in step_lines(&steps[from..], ctx.lang) {
        ctx.out.note(&line);
    }
}

fn show_summary(script: &str, tested: &Tested, missed: bool, ctx: &mut Ctx) {
    let (passed, failed) = tested.counts();
    let share = (tested.covered() * 100).checked_div(tested.lines.len()).unwrap_or(100);
    let counts = [
        ("script", script.into()),
        ("passed", passed.into()),
        ("failed", failed.into()),
        ("covered", tested.covered().into()),
        ("lines", tested.lines.len().into()),
        ("share", share.into()),
    ];
    let line = ctx.say("script-test-summary", &counts);
    ctx.out.line(line);
    if missed {
        for (line, text) in &tested.missed {
            ctx.out.line(format!("  {script}:{line}: {text}"));
        }
    }
}
