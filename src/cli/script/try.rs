//! `vekha script try FILE`

use std::path::{Path, PathBuf};

use serde_json::json;
use vekha_core::facts::{Record, Value};

use super::decision::{About, path_of, taken};
use super::shared::{LimitArgs, calendar, modules, show_fault, show_said, source};
use crate::cli::{Ctx, Exit, Failure, Kind, Table};
use crate::script::kinds::Kind as ScriptKind;
use crate::script::kinds::answers::Shape;
use crate::script::kinds::pairing::{Score, Verdict};
use crate::script::sandbox::Sandbox;
use crate::script::trace::Tried;
use crate::script::value::{from_json, to_json, to_text};
use crate::script::wire::{Done, Judge, Question, Source, Task};
use crate::script::{render, sample};

/// Evaluate a script on one pair or subject and show every step.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "vekha script try pairing --pair Фантазёров Небылицын\nvekha script try efficiency --of pair:3\nvekha script try scripts/pairing.rhai --sample\nvekha script try scripts/efficiency.rhai --function school --sample\nvekha script try scripts/guards.rhai --function пара_встречалась --facts facts.json"
)]
pub struct Args {
    /// The script, or the name of its kind
    #[arg(value_name = "FILE")]
    file: PathBuf,

    #[command(flatten)]
    about: About,

    /// The function to call [what the program would call first]
    #[arg(long, value_name = "NAME")]
    function: Option<String>,

    /// Use an invented school
    #[arg(long, conflicts_with_all = ["pair", "of", "proposal"])]
    sample: bool,

    /// Facts as JSON: an object, or a list of two for a pair
    #[arg(long, value_name = "FILE", conflicts_with_all = ["sample", "pair", "of", "proposal"])]
    facts: Option<PathBuf>,

    /// Which mentor of the invented school, from 1
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=100))]
    mentor: u32,

    /// Which mentee of the invented school, from 1
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=100))]
    mentee: u32,

    #[command(flatten)]
    limits: LimitArgs,
}

/// Asks the script and prints the answer with its steps.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let limits = args.limits.limits();
    let path = path_of(&args.file, ctx);
    let script = source(&path, &limits)?;
    let others = modules(&path, &limits);
    let kind = ScriptKind::of_file(&script.name);
    let Given { facts, functions: known } = facts(&args, &script, kind, ctx)?;
    let sandbox = Sandbox::new(limits)?;
    let pair = kind == ScriptKind::Pairing && facts.len() == 2 && args.function.is_none();
    let functions: Vec<String> = match &args.function {
        Some(function) => vec![function.clone()],
        None if pair => vec!["eligible".into(), "score".into()],
        None if !known.is_empty() => known,
        None => vec![first_function(&script, kind)?],
    };
    let mut runs: Vec<(String, Tried)> = Vec::new();
    for function in functions {
        let question =
            Question { function: function.clone(), also: Vec::new(), args: facts.clone(), shape: Shape::Any };
        let ran = sandbox.task(Task::Try(script.clone(), question), &others, &calendar(ctx));
        show_said(&ran.said, ctx);
        match ran.result {
            Ok(Done::Tried(tried)) => runs.push((function, tried)),
            Ok(_) => {}
            Err(fault) => return Ok(show_fault(&fault, &with(&script, others), ctx)),
        }
    }
    let verdict = if pair { judged(&sandbox, &script, &others, &facts, ctx) } else { None };
    let failed = match &verdict {
        Some(verdict) => matches!(verdict, Verdict::Failed(_)),
        // What is unknown is an answer to who asks for indicators or a guard.
        None => runs.iter().any(|(_, tried)| match &tried.result {
            Err(fault) => kind == ScriptKind::Module || fault.code != crate::script::fault::NO_DATA,
            Ok(_) => false,
        }),
    };
    if ctx.out.is_json() {
        let runs: Vec<_> = runs.iter().map(|(name, tried)| run_json(name, tried, ctx)).collect();
        let verdict = verdict.as_ref().map(|verdict| verdict_json(verdict, ctx));
        ctx.out.json(&json!({"ok": !failed, "script": script.name, "runs": runs, "verdict": verdict}));
    } else {
        let sources = with(&script, others);
        for (name, tried) in &runs {
            show(name, tried, &sources, verdict.is_some(), ctx);
        }
        if let Some(verdict) = &verdict {
            show_verdict(verdict, &sources, ctx);
        }
    }
    Ok(if failed { Exit::Failed } else { Exit::Done })
}

fn with(script: &Source, mut others: Vec<Source>) -> Vec<Source> {
    others.insert(0, script.clone());
    others
}

fn first_function(script: &Source, kind: ScriptKind) -> Result<String, Failure> {
    let defined = |name: &str| crate::script::program::definition(&script.text, name).is_some();
    let duty = kind.duties().into_iter().find(|duty| defined(duty.name));
    duty.map(|duty| duty.name.to_string())
        .ok_or_else(|| Failure::new(Kind::Usage, "script-try-function").hint("script-try-function-hint"))
}

/// What is tried: the facts, and which functions are asked about them where that is known.
struct Given {
    facts: Vec<Record>,
    functions: Vec<String>,
}

/// The facts given: of the registers, from a file, or of the invented school.
fn facts(args: &Args, script: &Source, kind: ScriptKind, ctx: &Ctx) -> Result<Given, Failure> {
    let alone = |facts| Given { facts, functions: Vec::new() };
    if let Some(path) = &args.facts {
        return read_facts(path).map(alone);
    }
    if args.about.is_real() {
        let session = ctx.reading()?;
        let desk = session.desk(ctx)?;
        let mut decision = taken(ctx, &desk, kind, &args.about, args.function.as_deref(), &[])?.decision;
        let defined = |name: &String| crate::script::program::definition(&script.text, name).is_some();
        decision.functions.retain(defined);
        return Ok(Given { facts: decision.facts, functions: decision.functions });
    }
    if !args.sample {
        return Err(Failure::new(Kind::Usage, "script-try-facts").hint("script-try-facts-hint"));
    }
    Ok(alone(match kind {
        ScriptKind::Pairing => vec![
            sample::mentors(args.mentor as usize).remove(args.mentor as usize - 1),
            sample::mentees(args.mentee as usize).remove(args.mentee as usize - 1),
        ],
        _ => vec![sample::facts(ctx.clock.today())],
    }))
}

fn read_facts(path: &Path) -> Result<Vec<Record>, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| Failure::io(path, &error))?;
    let bad = |reason: String| {
        Failure::with(
            Kind::BadInput,
            "script-bad-facts",
            [("path", path.display().to_string()), ("reason", reason)],
        )
    };
    let json: serde_json::Value = serde_json::from_str(&text).map_err(|error| bad(error.to_string()))?;
    let record = |value: Value| match value {
        Value::Map(fields) => Ok(Record(fields)),
        other => Err(bad(to_text(&other))),
    };
    match from_json(&json) {
        Value::List(values) => values.into_iter().map(record).collect(),
        value => Ok(vec![record(value)?]),
    }
}

fn judged(
    sandbox: &Sandbox,
    script: &Source,
    others: &[Source],
    facts: &[Record],
    ctx: &Ctx,
) -> Option<Verdict> {
    let judge = Judge {
        script: script.clone(),
        mentors: facts[..1].to_vec(),
        mentees: facts[1..].to_vec(),
        pairs: None,
        from: 0,
        careful: false,
    };
    let mut verdict = None;
    let ran = sandbox.judge(judge, others, &calendar(ctx), &mut |_, _, found| verdict = Some(found));
    match ran.result {
        Ok(_) => verdict,
        Err(fault) => Some(Verdict::Failed(Box::new(fault))),
    }
}

fn run_json(name: &str, tried: &Tried, ctx: &Ctx) -> serde_json::Value {
    let steps: Vec<_> = tried
        .steps
        .iter()
        .map(|step| json!({"line": step.line, "text": step.text, "value": step.value}))
        .collect();
    json!({
        "function": name,
        "result": tried.result.as_ref().ok().map(to_json),
        "fault": tried.result.as_ref().err().map(|fault| render::to_json(fault, ctx.lang)),
        "steps": steps,
        "operations": tried.operations,
    })
}

fn verdict_json(verdict: &Verdict, ctx: &Ctx) -> serde_json::Value {
    match verdict {
        Verdict::Eligible(score) => {
            let criteria: Vec<_> = score
                .criteria
                .iter()
                .map(|(name, value)| json!({"name": name, "value": value.as_ref().ok(), "missing": value.as_ref().err()}))
                .collect();
            json!({"eligible": true, "score": score.total, "completeness": score.completeness, "criteria": criteria})
        }
        Verdict::Refused(reason) => json!({"eligible": false, "reason": reason}),
        Verdict::Failed(fault) => json!({"eligible": null, "fault": render::to_json(fault, ctx.lang)}),
    }
}

fn show(name: &str, tried: &Tried, sources: &[Source], judged: bool, ctx: &mut Ctx) {
    ctx.out.heading(name);
    let width = tried.steps.iter().map(|step| step.line.to_string().len()).max().unwrap_or(1);
    for step in &tried.steps {
        ctx.out.line(format!("{:>width$} │ {} → {}", step.line, step.text, step.value));
    }
    match &tried.result {
        Ok(value) => {
            let line = ctx.say("script-try-result", &[("value", to_text(value).into())]);
            ctx.out.line(line);
        }
        // The verdict says what an unknown fact means for the score.
        Err(fault) if judged && fault.code == crate::script::fault::NO_DATA => {}
        Err(fault) => {
            show_fault(fault, sources, ctx);
        }
    }
}

fn show_verdict(verdict: &Verdict, sources: &[Source], ctx: &mut Ctx) {
    match verdict {
        Verdict::Eligible(score) => show_score(score, ctx),
        Verdict::Refused(reason) => {
            let line = ctx.say("script-try-refused", &[("reason", reason.as_str().into())]);
            ctx.out.line(line);
        }
        Verdict::Failed(fault) => {
            show_fault(fault, sources, ctx);
        }
    }
}

fn show_score(score: &Score, ctx: &mut Ctx) {
    if !score.criteria.is_empty() {
        let mut table = Table::new([ctx.word("script-criterion"), ctx.word("script-value")]);
        for (name, value) in &score.criteria {
            let value = match value {
                Ok(value) => format!("{value:.1}"),
                Err(field) if field.is_empty() => ctx.word("script-fault-no-data-plain"),
                Err(field) => ctx.say("script-fault-no-data", &[("name", field.as_str().into())]),
            };
            table.row([name.clone(), value]);
        }
        ctx.out.heading(&ctx.word("script-criteria"));
        ctx.out.table(&table);
    }
    let total = score.total.map_or_else(|| "—".to_string(), |total| format!("{total:.1}"));
    let share = format!("{:.0}", score.completeness * 100.0);
    let line = ctx.say("script-try-score", &[("score", total.into()), ("share", share.into())]);
    ctx.out.line(line);
}
