//! `vekha task show`

use serde_json::{Value, json};
use vekha_core::ids::Subject;
use vekha_core::state::{Occurrence, Task};
use vekha_core::vault::Content;
use vekha_core::view::Read;
use vekha_core::workflow::vocabulary::TAGS;

use super::super::look::{InWords, Item, Timing, day};
use super::super::refusal::listed;
use super::super::task_lines::evidence_line;
use super::super::{Ctx, Desk, Exit, Failure};

/// Show everything about a task
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha task show 3.5\nvekha task show формирование пар")]
pub struct Args {
    /// The task: 3.5, 23/3.5 or words of its title
    #[arg(required = true, value_name = "TASK")]
    task: Vec<String>,
}

/// Shows the wording, who is responsible, every occurrence with its way and evidence, and notes.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.reading()?;
    let desk = session.desk(ctx)?;
    let (task, no) = desk.look().task(&args.task)?;
    let items = items(&desk, &task, no)?;
    let notes = notes(&desk, Subject::Task(task.id))?;
    if ctx.out.is_json() {
        let occurrences: Vec<Value> = items.iter().map(|item| json_of(&desk, item)).collect();
        ctx.out.json(&json!({
            "number": task.wording.number,
            "title": task.wording.title,
            "section": task.wording.section,
            "phrase": task.wording.phrase,
            "result": task.wording.result,
            "tags": task.tags,
            "responsible": task.holders.iter().map(|id| desk.look().name(*id)).collect::<Vec<_>>(),
            "occurrences": occurrences,
            "notes": notes,
        }));
        return Ok(Exit::Done);
    }
    head(ctx, &desk, &task);
    for item in &items {
        occurrence(ctx, &desk, item)?;
    }
    for note in notes {
        let line = ctx.say("show-note", &[("text", note.into())]);
        ctx.out.line(line);
    }
    Ok(Exit::Done)
}

fn items(desk: &Desk<'_>, task: &Task, no: Option<u16>) -> Result<Vec<Item>, Failure> {
    let look = desk.look();
    let mut found = Vec::new();
    for occurrence in desk.reading.occurrences(Some(task.id))? {
        if !occurrence.dropped && no.is_none_or(|no| no == occurrence.no) {
            let address = look.address(Subject::Occurrence(task.id, occurrence.no))?;
            found.push(Item { task: task.clone(), occurrence, address });
        }
    }
    Ok(found)
}

fn head(ctx: &mut Ctx, desk: &Desk<'_>, task: &Task) {
    let look = desk.look();
    ctx.out.title(&format!("{} {}", task.wording.number, task.wording.title));
    let tags = task.tags.iter().map(|tag| format!("{tag} ({})", listed(ctx.lang, TAGS, tag)));
    let rows = [
        ("show-phrase", task.wording.phrase.clone()),
        ("show-result", task.wording.result.clone()),
        ("show-responsible", look.holders(&task.holders)),
        ("show-tags", tags.collect::<Vec<_>>().join(", ")),
    ];
    for (id, value) in rows.into_iter().filter(|(_, value)| !value.is_empty()) {
        let line = ctx.say(id, &[("value", value.into())]);
        ctx.out.line(line);
    }
}

fn occurrence(ctx: &mut Ctx, desk: &Desk<'_>, item: &Item) -> Result<(), Failure> {
    let look = desk.look();
    let occurrence = &item.occurrence;
    let timing = Timing::of(occurrence, look.today).say(ctx.lang);
    ctx.out.heading(&format!("{}: {}", item.address, look.term(occurrence.from, occurrence.to)));
    let mut line = format!("{} ({})", look.stage(&occurrence.instance), day(occurrence.instance.since));
    if !timing.is_empty() {
        line = format!("{line}, {timing}");
    }
    ctx.out.line(line);
    if let Some(planned) = occurrence.planned_to {
        let args = [("date", day(planned).into()), ("count", occurrence.postponed.into())];
        let line = ctx.say("show-postponed", &args);
        ctx.out.line(line);
    }
    for (index, step) in occurrence.instance.trail.iter().enumerate() {
        ctx.out.line(format!("  {} {}", day(step.since), look.passed(&occurrence.instance, index)));
    }
    for evidence in &occurrence.evidence {
        let line = evidence_line(desk, evidence)?;
        ctx.out.line(line);
    }
    for note in notes(desk, Subject::Occurrence(item.task.id, occurrence.no))? {
        let line = ctx.say("show-note", &[("text", note.into())]);
        ctx.out.line(line);
    }
    Ok(())
}

/// The notes about a subject. Other texts in the vault belong to evidence and steps, which show them.
fn notes(desk: &Desk<'_>, subject: Subject) -> Result<Vec<String>, Failure> {
    let told = |error| super::super::refusal::failure(error, desk.look().lang);
    let shown = shown(desk, subject)?;
    let all = desk.reading.about(subject).map_err(told)?;
    Ok(all
        .into_iter()
        .filter(|(version, _)| !shown.contains(version))
        .filter_map(|(_, content)| if let Content::Text(text) = content { Some(text) } else { None })
        .collect())
}

fn shown(desk: &Desk<'_>, subject: Subject) -> Result<Vec<u32>, Failure> {
    let Subject::Occurrence(task, no) = subject else { return Ok(Vec::new()) };
    let Some(occurrence) = desk.reading.occurrence(task, no)? else { return Ok(Vec::new()) };
    Ok(occurrence.evidence.iter().filter_map(|evidence| Some(evidence.text.as_ref()?.key.version)).collect())
}

fn json_of(desk: &Desk<'_>, item: &Item) -> Value {
    let mut value = desk.look().item_json(item);
    let Occurrence { evidence, instance, .. } = &item.occurrence;
    value["evidence"] = evidence
        .iter()
        .map(|evidence| {
            let text = evidence.text.as_ref().and_then(|text| desk.text(text));
            json!({"no": evidence.no, "kind": evidence.kind, "on": evidence.on, "text": text})
        })
        .collect();
    value["trail"] =
        instance.trail.iter().map(|step| json!({"stage": step.stage, "since": step.since})).collect();
    value
}
