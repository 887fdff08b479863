//! `vekha workflow show [NAME]`

use serde_json::{Value, json};
use vekha_core::workflow::{Level, Machine, Stage, Transition};

use super::find;
use super::words::Speaker;
use crate::cli::{Ctx, Exit, Failure, Table};
use crate::workflows::Checked;

/// Show a workflow: stages, transitions, who takes them and what they need.
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha workflow show\nvekha workflow show programme\nvekha workflow show pair --json")]
pub struct Args {
    /// The workflow's name or its file [a list of workflows]
    #[arg(value_name = "WORKFLOW")]
    name: Option<String>,
}

/// Prints one workflow, or the list of them.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    match args.name {
        None => list(ctx)?,
        Some(name) => {
            let (file, machine) = find::one(&name, ctx)?;
            if ctx.out.is_json() {
                let value = as_json(&machine, Speaker(ctx.lang));
                ctx.out.json(&value);
            } else {
                tell(&file, &machine, ctx);
            }
        }
    }
    Ok(Exit::Done)
}

fn list(ctx: &mut Ctx) -> Result<(), Failure> {
    let files = find::all(ctx)?;
    let speaker = Speaker(ctx.lang);
    if ctx.out.is_json() {
        let machines: Vec<Value> = files
            .iter()
            .filter_map(|file| file.machine.as_ref().map(|machine| (file, machine)))
            .map(|(file, machine)| {
                json!({
                    "name": machine.name,
                    "title": speaker.pick(&machine.title),
                    "kind": machine.kind.as_str(),
                    "stages": machine.stages.len(),
                    "transitions": machine.transitions.len(),
                    "hash": machine.hash.to_string(),
                    "path": file.path.display().to_string(),
                })
            })
            .collect();
        ctx.out.json(&json!({"workflows": machines}));
        return Ok(());
    }
    let columns = ["name", "title", "kind", "stages", "transitions", "hash", "file"];
    let mut table =
        Table::new(columns.map(|name| ctx.word(&format!("workflow-col-{name}")))).right(3).right(4);
    for file in &files {
        let path = file.path.display().to_string();
        match &file.machine {
            Some(machine) => table.row([
                machine.name.clone(),
                speaker.pick(&machine.title).to_owned(),
                speaker.kind(machine.kind),
                machine.stages.len().to_string(),
                machine.transitions.len().to_string(),
                machine.hash.short(),
                path,
            ]),
            None if file.diagnostics.is_empty() => {}
            None => table.row([String::new(), ctx.say("workflow-has-errors", &[("path", path.into())])]),
        }
    }
    ctx.out.table(&table);
    Ok(())
}

fn tell(file: &Checked, machine: &Machine, ctx: &mut Ctx) {
    let speaker = Speaker(ctx.lang);
    ctx.out.line(speaker.pick(&machine.title));
    let args = [
        ("name", machine.name.as_str().into()),
        ("hash", machine.hash.short().into()),
        ("path", file.path.display().to_string().into()),
    ];
    let version = ctx.say("workflow-show-version", &args);
    ctx.out.line(version);
    for (number, stage) in machine.stages.iter().enumerate() {
        ctx.out.heading(&format!("{}. {} ({})", number + 1, speaker.pick(&stage.title), stage.id));
        for line in about_stage(stage, machine, ctx) {
            ctx.out.line(format!("   {line}"));
        }
        for way in machine.transitions_from(&stage.id) {
            for line in about_way(way, machine, ctx) {
                ctx.out.line(format!("   {line}"));
            }
        }
    }
}

fn about_stage(stage: &Stage, machine: &Machine, ctx: &Ctx) -> Vec<String> {
    let speaker = Speaker(ctx.lang);
    let mut lines = Vec::new();
    if stage.id == machine.initial {
        lines.push(ctx.word("workflow-show-begins"));
    }
    lines.extend(stage.outcome.map(|outcome| speaker.outcome(outcome)));
    if let Some(term) = &stage.term {
        lines.push(ctx.say("workflow-show-term", &[("term", speaker.term(term).into())]));
    }
    if !stage.evidence.is_empty() {
        let kinds = speaker.evidence(&stage.evidence);
        lines.push(ctx.say("workflow-show-evidence", &[("kinds", kinds.into())]));
    }
    lines.extend(stage.on_enter.iter().map(|entry| speaker.entry(entry)));
    lines
}

fn about_way(way: &Transition, machine: &Machine, ctx: &Ctx) -> Vec<String> {
    let speaker = Speaker(ctx.lang);
    let to = machine.stage(&way.to).map_or(way.to.as_str(), |stage| speaker.pick(&stage.title));
    let arrow = if way.back { "←" } else { "→" };
    let mut lines = vec![format!("{arrow} {} ({}) — {to}", speaker.pick(&way.title), way.id)];
    let mut terms = Vec::new();
    if way.automatic {
        terms.push(ctx.word("workflow-show-automatic"));
    }
    if !way.roles.is_empty() {
        terms.push(ctx.say("workflow-show-who", &[("roles", speaker.roles(&way.roles).into())]));
    }
    if way.needs_reason {
        terms.push(ctx.word("workflow-show-reason"));
    }
    lines.push(format!("    {}", terms.join("; ")));
    for requirement in &way.requires {
        let level = ctx.word(match requirement.level {
            Level::Must => "workflow-show-must",
            Level::Should => "workflow-show-should",
        });
        let responsible = requirement.responsible.as_ref().map_or_else(String::new, |role| {
            let role = speaker.role(role);
            format!(" — {}", ctx.say("workflow-show-responsible", &[("role", role.into())]))
        });
        lines.push(format!("    • {level}: {}{responsible}", speaker.pick(&requirement.title)));
        match speaker.conditions(requirement).as_slice() {
            [one] => lines.push(format!("      {one}")),
            several => {
                lines.push(format!("      {}", ctx.word("workflow-show-either")));
                lines.extend(several.iter().map(|condition| format!("        – {condition}")));
            }
        }
        lines.extend(requirement.hint.iter().map(|hint| format!("      {}", speaker.pick(hint))));
    }
    lines
}

/// The machine with titles and conditions in the person's language.
fn as_json(machine: &Machine, speaker: Speaker) -> Value {
    let stages: Vec<Value> = machine
        .stages
        .iter()
        .enumerate()
        .map(|(index, stage)| {
            json!({
                "number": index + 1,
                "id": stage.id,
                "title": speaker.pick(&stage.title),
                "outcome": stage.outcome.map(|outcome| format!("{outcome:?}").to_lowercase()),
                "term": stage.term.as_ref().map(|term| speaker.term(term)),
                "evidence": stage.evidence,
                "enter": stage.on_enter.iter().map(|entry| speaker.entry(entry)).collect::<Vec<_>>(),
            })
        })
        .collect();
    let transitions: Vec<Value> = machine.transitions.iter().map(|way| way_as_json(way, speaker)).collect();
    json!({
        "name": machine.name,
        "title": speaker.pick(&machine.title),
        "kind": machine.kind.as_str(),
        "hash": machine.hash.to_string(),
        "initial": machine.initial,
        "stages": stages,
        "transitions": transitions,
    })
}

fn way_as_json(way: &Transition, speaker: Speaker) -> Value {
    let requires: Vec<Value> = way
        .requires
        .iter()
        .map(|requirement| {
            json!({
                "id": requirement.id,
                "title": speaker.pick(&requirement.title),
                "level": match requirement.level { Level::Must => "must", Level::Should => "should" },
                "responsible": requirement.responsible,
                "any_of": speaker.conditions(requirement),
                "hint": requirement.hint.as_ref().map(|hint| speaker.pick(hint)),
            })
        })
        .collect();
    json!({
        "id": way.id,
        "title": speaker.pick(&way.title),
        "from": way.from,
        "to": way.to,
        "back": way.back,
        "automatic": way.automatic,
        "reason": way.needs_reason,
        "roles": way.roles,
        "requires": requires,
    })
}
