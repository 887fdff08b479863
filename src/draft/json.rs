//! A draft as JSON: `{"tasks":[…],"groups":[…],"findings":[…]}`.

use serde_json::{Value, json};
use vekha_core::roadmap::Draft;
use vekha_core::schedule::{Deadline, Span};

use super::findings::sentence;
use crate::lang::Lang;

/// The draft with the messages of its findings in `lang`. `section` and `group` are numbers; `sections`, `plan`,
/// `title` and `spellings` stand beside what the format promises.
pub fn draft_json(draft: &Draft, lang: Lang) -> Value {
    let tasks: Vec<Value> = draft
        .tasks
        .iter()
        .map(|task| {
            json!({
                "number": task.number,
                "title": task.title,
                "section": task.section,
                "group": task.group,
                "deadline": deadline_json(&task.phrase, &task.deadline),
                "responsible": task.responsible.iter().map(|party| party.name.as_str()).collect::<Vec<_>>(),
                "result": task.result,
                "tags": task.tags,
            })
        })
        .collect();
    let groups: Vec<Value> = draft
        .groups
        .iter()
        .map(|group| json!({"number": group.number, "title": group.title, "section": group.section}))
        .collect();
    let sections: Vec<Value> = draft
        .sections
        .iter()
        .map(|section| json!({"number": section.number, "title": section.title}))
        .collect();
    let findings: Vec<Value> = draft
        .findings
        .iter()
        .map(|finding| {
            json!({
                "code": finding.kind.code(),
                "task": (!finding.task.is_empty()).then_some(&finding.task),
                "message": sentence(finding, draft, lang),
            })
        })
        .collect();
    let spellings: Vec<Value> = draft
        .spellings
        .iter()
        .map(|own| json!({"canonical": own.canonical, "variants": own.variants, "certain": own.certain}))
        .collect();
    json!({
        "title": draft.title,
        "plan": {"from": draft.plan.from, "to": draft.plan.to},
        "sections": sections,
        "groups": groups,
        "tasks": tasks,
        "spellings": spellings,
        "findings": findings,
    })
}

/// A deadline as `deadline parse` prints it.
pub fn deadline_json(phrase: &str, deadline: &Deadline) -> Value {
    let span = |span: &Span| json!({"from": span.from, "to": span.to});
    json!({
        "phrase": phrase,
        "kind": deadline.kind.as_str(),
        "occurrences": deadline.occurrences.iter().map(span).collect::<Vec<_>>(),
        "rule": deadline.rule.map(|rule| rule.to_string()),
        "anchor": deadline.anchor,
        "notes": deadline.notes.iter().map(|note| note.as_str()).collect::<Vec<_>>(),
    })
}
