//! `vekha script try FILE`

use std::path::{Path, PathBuf};

use serde_json::json;
use vekha_core::facts::{Record, Value};

use super::decision::{Asked, Which};
use super::shared::{LimitArgs, show_fault, show_said, step_lines, steps_json};
use crate::cli::metrics::shared::{parts, parts_json, quantity, quantity_json};
use crate::cli::pair::shared::unknown;
use crate::cli::{Ctx, Exit, Failure, Kind, Table};
use crate::script::api::facts::spelled;
use crate::script::fault::{Fault, NO_DATA};
use crate::script::kinds::answers::{Answer, Indicator, Shape};
use crate::script::kinds::pairing::{Score, Verdict};
use crate::script::kinds::{Kind as ScriptKind, Script};
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
    #[command(flatten)]
    which: Which,

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

/// What the program makes of what the functions return.
enum Made {
    /// Of `eligible` and `score`.
    Verdict(Verdict),
    /// Of the functions of `efficiency.rhai`.
    Indicators(Result<Vec<Indicator>, Fault>),
    /// Of any other: nothing.
    Nothing,
}

impl Made {
    fn failed(&self, runs: &[(String, Tried)], kind: ScriptKind) -> bool {
        match self {
            Self::Verdict(verdict) => matches!(verdict, Verdict::Failed(_)),
            Self::Indicators(found) => found.is_err(),
            // What is unknown is an answer to who asks for a guard.
            Self::Nothing => runs.iter().any(|(_, tried)| match &tried.result {
                Err(fault) => kind == ScriptKind::Module || fault.code != NO_DATA,
                Ok(_) => false,
            }),
        }
    }
}

/// Asks the script and prints the answer with its steps.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let asked = args.which.read(&args.limits, ctx)?;
    let (script, kind) = (&asked.script, asked.kind);
    let Given { facts, functions: known } = facts(&args, &asked, ctx)?;
    let pair = kind == ScriptKind::Pairing && facts.len() == 2 && args.which.function.is_none();
    let functions: Vec<String> = match &args.which.function {
        Some(function) => vec![function.clone()],
        None if pair => vec!["eligible".into(), "score".into()],
        None if !known.is_empty() => known,
        None => vec![first_function(&script.source, kind)?],
    };
    let mut runs: Vec<(String, Tried)> = Vec::new();
    for function in &functions {
        let question =
            Question { function: function.clone(), also: Vec::new(), args: facts.clone(), shape: Shape::Any };
        let task = Task::Try(script.source.clone(), question);
        let ran = asked.sandbox.task(task, &script.modules, &script.calendar);
        show_said(&ran.said, ctx);
        match ran.result {
            Ok(Done::Tried(tried)) => runs.push((function.clone(), tried)),
            Ok(_) => {}
            Err(fault) => return Ok(show_fault(&fault, &sources(script), ctx)),
        }
    }
    let made = match kind {
        ScriptKind::Pairing if pair => judged(&asked, &facts).map_or(Made::Nothing, Made::Verdict),
        ScriptKind::Efficiency if functions.iter().all(|name| gives_indicators(name)) => {
            Made::Indicators(indicators(&asked, functions, facts))
        }
        _ => Made::Nothing,
    };
    let failed = made.failed(&runs, kind);
    if ctx.out.is_json() {
        ctx.out.json(&json(&script.source.name, failed, &runs, &made, ctx));
    } else {
        let sources = sources(script);
        for (name, tried) in &runs {
            show(name, tried, &sources, &made, ctx);
        }
        match &made {
            Made::Verdict(verdict) => show_verdict(verdict, &sources, ctx),
            Made::Indicators(Ok(indicators)) => show_indicators(indicators, ctx),
            Made::Indicators(Err(fault)) => {
                show_fault(fault, &sources, ctx);
            }
            Made::Nothing => {}
        }
    }
    Ok(if failed { Exit::Failed } else { Exit::Done })
}

fn sources(script: &Script) -> Vec<Source> {
    std::iter::once(&script.source).chain(&script.modules).cloned().collect()
}

/// Whether the program asks this function of `efficiency.rhai` for indicators.
fn gives_indicators(name: &str) -> bool {
    name.starts_with("pair_") || ScriptKind::Efficiency.duties().iter().any(|duty| duty.name == name)
}

/// The indicators of the first function, and of the others that a pair's form adds.
fn indicators(
    asked: &Asked,
    mut functions: Vec<String>,
    facts: Vec<Record>,
) -> Result<Vec<Indicator>, Fault> {
    let script = &asked.script;
    let also = functions.split_off(1);
    let question = Question { function: functions.remove(0), also, args: facts, shape: Shape::Indicators };
    let ran = asked.sandbox.ask(script.source.clone(), vec![question], &script.modules, &script.calendar);
    match ran.result?.pop() {
        Some(Ok(Answer::Indicators(indicators))) => Ok(indicators),
        Some(Err(fault)) => Err(fault),
        _ => Err(Fault::new("crashed")),
    }
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
fn facts(args: &Args, asked: &Asked, ctx: &Ctx) -> Result<Given, Failure> {
    let alone = |facts| Given { facts, functions: Vec::new() };
    if let Some(path) = &args.facts {
        return read_facts(path).map(alone);
    }
    if args.which.about.is_real() {
        let session = ctx.reading()?;
        let desk = session.desk(ctx)?;
        let mut decision = args.which.taken(ctx, &desk, asked.kind, &[])?.decision;
        let text = &asked.script.source.text;
        let defined = |name: &String| crate::script::program::definition(text, name).is_some();
        decision.functions.retain(defined);
        return Ok(Given { facts: decision.facts, functions: decision.functions });
    }
    if !args.sample {
        return Err(Failure::new(Kind::Usage, "script-try-facts").hint("script-try-facts-hint"));
    }
    Ok(alone(match asked.kind {
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

fn judged(asked: &Asked, facts: &[Record]) -> Option<Verdict> {
    let script = &asked.script;
    let judge = Judge {
        script: script.source.clone(),
        mentors: facts[..1].to_vec(),
        mentees: facts[1..].to_vec(),
        pairs: None,
        from: 0,
        careful: false,
    };
    let mut verdict = None;
    let each = &mut |_, _, found| {
        verdict = Some(found);
        true
    };
    match asked.sandbox.judge(judge, &script.modules, &script.calendar, each).result {
        Ok(_) => verdict,
        Err(fault) => Some(Verdict::Failed(Box::new(fault))),
    }
}

fn json(script: &str, failed: bool, runs: &[(String, Tried)], made: &Made, ctx: &Ctx) -> serde_json::Value {
    let fault = |fault: &Fault| render::to_json(fault, ctx.lang);
    let run = |(name, tried): &(String, Tried)| {
        json!({
            "function": name,
            "result": tried.result.as_ref().ok().map(to_json),
            "fault": tried.result.as_ref().err().map(fault),
            "steps": steps_json(&tried.steps, ctx.lang),
            "operations": tried.operations,
        })
    };
    let indicator = |found: &Indicator| {
        let mut one = quantity_json(&found.value.clone().into());
        one["indicator"] = found.id.clone().into();
        one["band"] = found.band.clone().into();
        one["parts"] = parts_json(&found.parts);
        one
    };
    let runs: Vec<_> = runs.iter().map(run).collect();
    let mut value = json!({"ok": !failed, "script": script, "runs": runs, "verdict": null});
    match made {
        Made::Verdict(verdict) => value["verdict"] = verdict_json(verdict, ctx),
        Made::Indicators(Ok(found)) => value["indicators"] = found.iter().map(indicator).collect(),
        Made::Indicators(Err(found)) => value["fault"] = fault(found),
        Made::Nothing => {}
    }
    value
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
        Verdict::Unknown(field) => {
            json!({"eligible": false, "reason": unknown(ctx.lang, field), "missing": field})
        }
        Verdict::Failed(fault) => json!({"eligible": null, "fault": render::to_json(fault, ctx.lang)}),
    }
}

fn show(name: &str, tried: &Tried, sources: &[Source], made: &Made, ctx: &mut Ctx) {
    ctx.out.heading(name);
    for line in step_lines(&tried.steps, ctx.lang) {
        ctx.out.line(line);
    }
    match (&tried.result, made) {
        // They stand in a table below.
        (_, Made::Indicators(_)) => {}
        (Ok(value), _) => {
            let line = ctx.say("script-try-result", &[("value", to_text(value).into())]);
            ctx.out.line(line);
        }
        // The verdict says what an unknown fact means for the score.
        (Err(fault), Made::Verdict(_)) if fault.code == NO_DATA => {}
        (Err(fault), _) => {
            show_fault(fault, sources, ctx);
        }
    }
}

fn show_indicators(indicators: &[Indicator], ctx: &mut Ctx) {
    let words = ["metrics-column-name", "metrics-column-value", "metrics-column-band", "script-try-parts"];
    let mut table = Table::new(words.map(|id| ctx.lang.word(id)));
    for found in indicators {
        let value = quantity(ctx.lang, &found.value.clone().into());
        let band = found.band.clone().unwrap_or_default();
        table.row([found.id.clone(), value, band, parts(ctx.lang, &found.parts)]);
    }
    ctx.out.heading(&ctx.word("script-try-indicators"));
    ctx.out.table(&table);
}

fn show_verdict(verdict: &Verdict, sources: &[Source], ctx: &mut Ctx) {
    match verdict {
        Verdict::Eligible(score) => show_score(score, ctx),
        Verdict::Refused(reason) => refused(reason, ctx),
        Verdict::Unknown(field) => refused(&unknown(ctx.lang, field), ctx),
        Verdict::Failed(fault) => {
            show_fault(fault, sources, ctx);
        }
    }
}

fn refused(reason: &str, ctx: &mut Ctx) {
    let line = ctx.say("script-try-refused", &[("reason", reason.into())]);
    ctx.out.line(line);
}

fn show_score(score: &Score, ctx: &mut Ctx) {
    if !score.criteria.is_empty() {
        let mut table = Table::new([ctx.word("script-criterion"), ctx.word("script-value")]);
        for (name, value) in &score.criteria {
            let value = match value {
                Ok(value) => ctx.lang.decimal(&format!("{value:.1}")),
                Err(field) if field.is_empty() => ctx.word("script-fault-no-data-plain"),
                Err(field) => {
                    let field = spelled(field, ctx.lang).to_owned();
                    ctx.say("script-fault-no-data", &[("name", field.into())])
                }
            };
            table.row([name.clone(), value]);
        }
        ctx.out.heading(&ctx.word("script-criteria"));
        ctx.out.table(&table);
    }
    let total = score.total.map_or_else(|| "—".into(), |total| ctx.lang.decimal(&format!("{total:.1}")));
    let share = format!("{:.0}", score.completeness * 100.0);
    let line = ctx.say("script-try-score", &[("score", total.into()), ("share", share.into())]);
    ctx.out.line(line);
}
