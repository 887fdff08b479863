//! `vekha plan lint`

use serde_json::{Value, json};
use vekha_core::ids::{Subject, TaskId};
use vekha_core::schedule::PlanYear;
use vekha_core::workflow::Words;

use crate::app::lint::{Finding, MOST_A_WEEK, Problem, Severity, lint};
use crate::cli::look::{Look, day};
use crate::cli::{Ctx, Exit, Failure, plan_year};
use crate::lang::Lang;

/// Find what is wrong with a plan before anybody is late
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha plan lint\nvekha plan lint 2023/24\nvekha plan lint --most 3 --json")]
pub struct Args {
    /// The plan's year: 2023/24 [the current one]
    #[arg(value_name = "PLAN", value_parser = plan_year)]
    plan: Option<PlanYear>,

    /// How many terms of one person in one week are not too many
    #[arg(long, value_name = "N", default_value_t = MOST_A_WEEK)]
    most: usize,
}

/// Finds it. Errors end with code 1, warnings alone do not.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.reading()?;
    let desk = session.desk(ctx)?;
    let look = desk.look();
    let plan = look.plan(args.plan.as_ref())?;
    let found = lint(look.view, look.rules, &plan, args.most)?;
    let errors = found.iter().filter(|finding| finding.severity == Severity::Error).count();
    let exit = if errors > 0 { Exit::Failed } else { Exit::Done };
    if ctx.out.is_json() {
        let list = found.iter().map(|finding| as_json(&look, finding)).collect::<Result<Vec<_>, _>>()?;
        ctx.out.json(&json!({
            "plan": plan.year.to_string(), "errors": errors, "warnings": found.len() - errors, "findings": list,
        }));
        return Ok(exit);
    }
    ctx.out.title(&ctx.say("lint-title", &[("plan", plan.year.to_string().into())]));
    for finding in &found {
        let words = ctx.word(match finding.severity {
            Severity::Error => "lint-error",
            Severity::Warning => "lint-warning",
        });
        let line = format!("{words} [{}]: {}", finding.problem.code(), sentence(&look, finding)?);
        ctx.out.line(line);
        if let Problem::NoTask { tag, .. } = &finding.problem {
            for tag in tag.split(", ") {
                ctx.out.command(&format!("vekha task edit {} --tag {tag}", ctx.lang.word("example-task")));
            }
        }
    }
    let args = [("errors", errors.into()), ("warnings", (found.len() - errors).into())];
    let line = ctx.say("lint-summary", &args);
    ctx.out.line(line);
    Ok(exit)
}

fn words(lang: Lang, words: &Words) -> String {
    words.pick(lang == Lang::Ru).to_owned()
}

fn titles(look: &Look<'_>, tasks: &[TaskId]) -> Result<String, Failure> {
    let one = |task: &TaskId| look.address(Subject::Task(*task));
    Ok(tasks.iter().map(one).collect::<Result<Vec<_>, _>>()?.join(", "))
}

fn sentence(look: &Look<'_>, finding: &Finding) -> Result<String, Failure> {
    let (lang, problem) = (look.lang, &finding.problem);
    let must = i64::from(finding.severity == Severity::Error);
    let task = |task: TaskId| look.title(Subject::Task(task));
    let one = |id: TaskId, no: u16| look.title(Subject::Occurrence(id, no));
    Ok(match problem {
        Problem::CannotFinish { stage, term, task: id, due } => lang.say(
            "lint-cannot-finish",
            &[
                ("stage", words(lang, stage).into()),
                ("term", day(*term).into()),
                ("task", task(*id)?.into()),
                ("due", day(*due).into()),
            ],
        ),
        Problem::NoTask { stage, tag } => lang.say(
            "lint-no-task",
            &[("stage", words(lang, stage).into()), ("tag", tag.clone().into()), ("must", must.into())],
        ),
        Problem::StagesWait { stage, opener, tag } => lang.say(
            "lint-stages-wait",
            &[
                ("stage", words(lang, stage).into()),
                ("opener", words(lang, opener).into()),
                ("tag", tag.clone().into()),
            ],
        ),
        Problem::TasksWait { tasks } => {
            lang.say("lint-tasks-wait", &[("tasks", titles(look, tasks)?.into())])
        }
        Problem::NoWorkingDay { task: id, no, from, to } => lang.say(
            "lint-no-working-day",
            &[("task", one(*id, *no)?.into()), ("from", day(*from).into()), ("to", day(*to).into())],
        ),
        Problem::DayOff { task: id, no, to, before } => lang.say(
            "lint-day-off",
            &[("task", one(*id, *no)?.into()), ("to", day(*to).into()), ("before", day(*before).into())],
        ),
        Problem::OutsidePlan { task: id, no, to } => {
            lang.say("lint-outside-plan", &[("task", one(*id, *no)?.into()), ("to", day(*to).into())])
        }
        Problem::Overloaded { party, week, tasks } => lang.say(
            "lint-overloaded",
            &[
                ("name", look.name(*party).into()),
                ("week", day(*week).into()),
                ("count", tasks.len().into()),
                ("tasks", titles(look, tasks)?.into()),
            ],
        ),
    })
}

fn as_json(look: &Look<'_>, finding: &Finding) -> Result<Value, Failure> {
    let severity = if finding.severity == Severity::Error { "error" } else { "warning" };
    let mut value = json!({
        "code": finding.problem.code(), "severity": severity, "text": sentence(look, finding)?,
    });
    let numbers = |tasks: &[TaskId]| {
        tasks.iter().map(|task| look.address(Subject::Task(*task))).collect::<Result<Vec<_>, _>>()
    };
    let occurrence = |task: &TaskId, no: &u16| look.address(Subject::Occurrence(*task, *no));
    match &finding.problem {
        Problem::CannotFinish { term, task, due, .. } => {
            value["tasks"] = json!(numbers(&[*task])?);
            value["term"] = json!(term);
            value["due"] = json!(due);
        }
        Problem::NoTask { tag, .. } | Problem::StagesWait { tag, .. } => value["tag"] = json!(tag),
        Problem::TasksWait { tasks } => value["tasks"] = json!(numbers(tasks)?),
        Problem::NoWorkingDay { task, no, to, .. }
        | Problem::DayOff { task, no, to, .. }
        | Problem::OutsidePlan { task, no, to } => {
            value["tasks"] = json!([occurrence(task, no)?]);
            value["due"] = json!(to);
        }
        Problem::Overloaded { party, week, tasks } => {
            value["tasks"] = json!(numbers(tasks)?);
            value["party"] = json!(party);
            value["week"] = json!(week);
        }
    }
    Ok(value)
}
