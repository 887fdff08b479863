//! What an import of people would change, as it is shown.

use std::path::Path;

use serde_json::{Value, json};
use vekha_core::people::columns::Column;
use vekha_core::people::difference::{Changed, Doubt, Entry, KnownPerson};
use vekha_core::people::sheet::{Code, Finding, Sheet};
use vekha_core::people::{Participant, Side};
use vekha_core::table::Place;

use super::{Ctx, Failure, Kind, Outcome, Table, look, tell, tell_people};
use crate::app::work::sheet::{self, Line};
use crate::lang::Lang;

/// How many changes of one person a line of the preview shows.
const SHOWN: usize = 4;

/// A field in words; the name itself for a further column.
pub fn field(lang: Lang, name: &str) -> String {
    let id = format!("field-{}", name.replace('_', "-"));
    if name.is_ascii() && lang.knows(&id) { lang.word(&id) } else { name.replace('_', " ") }
}

/// A value in words: days as people write them.
fn value(text: &str) -> String {
    text.parse().map_or_else(|_| text.to_owned(), look::day)
}

/// Where a row or a cell stands.
pub fn place(lang: Lang, place: &Place, column: &str) -> String {
    let mut text = if place.line > 0 {
        lang.say("people-at-line", &[("line", place.line.into())])
    } else if place.sheet.is_empty() {
        lang.say("people-at-table", &[("table", place.table.into()), ("row", place.row.into())])
    } else {
        lang.say("people-at-sheet", &[("sheet", place.sheet.clone().into()), ("row", place.row.into())])
    };
    if !column.is_empty() {
        text.push_str(&lang.say("people-at-column", &[("column", column.to_owned().into())]));
    }
    text
}

/// Says which columns of a table an import takes no notice of: one that was meant is noticed so.
pub fn passed_over(ctx: &mut Ctx, lines: &[Line]) {
    let headings = sheet::passed_over(lines);
    if !headings.is_empty() {
        let headings = headings.iter().map(|heading| format!("«{heading}»")).collect::<Vec<_>>().join(", ");
        let words = ctx.say("work-passed-over", &[("columns", headings.into())]);
        ctx.out.hint(&words);
    }
}

fn finding(lang: Lang, finding: &Finding) -> String {
    let words = lang.word(&format!("people-{}", finding.code.as_str()));
    format!("{}: {words}", place(lang, &finding.place, &finding.column))
}

/// The preview: columns as they were understood, people with what is new, then what to look at.
pub fn preview(sheet: &Sheet, entries: &[Entry], known: &[KnownPerson], ctx: &mut Ctx) {
    if ctx.out.is_json() {
        return ctx.out.json(&as_json(sheet, entries, ctx.lang));
    }
    let lang = ctx.lang;
    let understood: Vec<String> = sheet
        .columns
        .iter()
        .filter_map(|(header, column)| understood(lang, header, column.as_ref()))
        .collect();
    ctx.out.line(lang.say("people-columns", &[("columns", understood.join("; ").into())]));
    let mut table = Table::new(["", "column-name", "column-base", "column-changes"].map(|id| match id {
        "" => String::new(),
        id => lang.word(id),
    }));
    for entry in entries {
        table.row([
            mark(entry).to_owned(),
            entry.profile.name.clone(),
            bases(lang, entry),
            changes(lang, &entry.changes),
        ]);
    }
    ctx.out.heading(&lang.say("people-found", &[("count", entries.len().into())]));
    ctx.out.table(&table);
    let doubts: Vec<String> = entries
        .iter()
        .filter(|entry| !entry.doubts.is_empty())
        .map(|entry| doubt(lang, entry, entries, known))
        .collect();
    let joined = entries.iter().filter(|entry| entry.places.len() > 1).map(|entry| joined(lang, entry));
    let remarks = sheet.findings.iter().filter(|found| !found.code.is_error());
    let remarks: Vec<String> =
        remarks.map(|found| finding(lang, found)).chain(joined).chain(doubts).collect();
    if !remarks.is_empty() {
        ctx.out.heading(&lang.word("people-look-at"));
        for remark in remarks {
            ctx.out.line(format!("  {remark}"));
        }
    }
}

/// Several rows that were read as one person.
fn joined(lang: Lang, entry: &Entry) -> String {
    let places: Vec<String> = entry.places.iter().map(|at| place(lang, at, "")).collect();
    let args = [("places", places.join("; ").into()), ("name", entry.profile.name.clone().into())];
    let said = lang.say("people-joined", &args);
    if entry.differs.is_empty() {
        return said;
    }
    let fields: Vec<String> = entry.differs.iter().map(|name| field(lang, name)).collect();
    format!("{said}{}", lang.say("people-differs", &[("fields", fields.join(", ").into())]))
}

fn understood(lang: Lang, header: &str, column: Option<&Column>) -> Option<String> {
    let meant = match column? {
        Column::Number => return None,
        Column::Name | Column::NamePart(_) => field(lang, "name"),
        Column::Side => field(lang, "side"),
        Column::Form => field(lang, "form"),
        Column::Entered => field(lang, "entered"),
        Column::Left => field(lang, "left"),
        Column::Capacity => field(lang, "capacity"),
        Column::WishedAge => field(lang, "wished_age"),
        Column::Field(name) => field(lang, name),
    };
    Some(format!("«{header}» → {meant}"))
}

/// What becomes of a person: `+` new, `~` otherwise, `=` as before.
fn mark(entry: &Entry) -> &'static str {
    match (entry.party, entry.is_same()) {
        (_, true) => "=",
        (None, _) => "+",
        (Some(_), _) => "~",
    }
}

fn bases(lang: Lang, entry: &Entry) -> String {
    let base = |side: Side, form: &str| {
        format!("{} ({})", tell_people::base(lang, side), tell::form_title(lang, form))
    };
    entry.parts.iter().map(|part| base(part.side, &part.form)).collect::<Vec<_>>().join(", ")
}

fn changes(lang: Lang, changes: &[Changed]) -> String {
    let one = |changed: &Changed| {
        let (field, after) = (field(lang, &changed.field), value(&changed.after));
        match changed.before.is_empty() {
            true => format!("{field}: {after}"),
            false => format!("{field}: {} → {after}", value(&changed.before)),
        }
    };
    let shown = changes.iter().filter(|changed| changed.field != "name" || !changed.before.is_empty());
    let all: Vec<String> = shown.map(one).collect();
    let more = all.len().saturating_sub(SHOWN);
    let mut text = all.iter().take(SHOWN).cloned().collect::<Vec<_>>().join("; ");
    if more > 0 {
        text.push_str(&lang.say("people-more", &[("count", more.into())]));
    }
    text
}

fn doubt(lang: Lang, entry: &Entry, entries: &[Entry], known: &[KnownPerson]) -> String {
    let others = entry.doubts.iter().filter_map(|doubt| match doubt {
        Doubt::Known(id) => known
            .iter()
            .find(|person| person.id == *id)
            .map(|person| format!("{} (№ {id})", person.profile.name)),
        Doubt::Entry(index) => entries.get(*index).map(|other| other.profile.name.clone()),
    });
    let others = others.collect::<Vec<_>>().join(", ");
    let at = entry.places.first().map(|at| place(lang, at, "")).unwrap_or_default();
    lang.say(
        "people-perhaps-same",
        &[("place", at.into()), ("one", entry.profile.name.clone().into()), ("other", others.into())],
    )
}

/// Every fault with its row and cell, as a failure.
pub fn faults(sheet: &Sheet, file: &Path, lang: Lang) -> Failure {
    let errors: Vec<&Finding> = sheet.findings.iter().filter(|found| found.code.is_error()).collect();
    let mut failure = Failure::new(
        Kind::BadInput,
        lang.say(
            "people-faults",
            &[("file", file.display().to_string().into()), ("count", errors.len().into())],
        ),
    );
    for found in &errors {
        failure = failure.cause(finding(lang, found));
    }
    if errors.iter().any(|found| found.code == Code::NoSide) {
        failure = failure.hint("people-say-side");
    }
    failure.hint("people-nothing-stored")
}

/// How many are new, otherwise and as before.
pub fn summary(entries: &[Entry], outcome: Option<&Outcome>, ctx: &mut Ctx) {
    if ctx.out.is_json() {
        return;
    }
    let count = |wanted: &str| entries.iter().filter(|entry| mark(entry) == wanted).count();
    let (added, changed, same) = (count("+"), count("~"), count("="));
    let id = match outcome {
        _ if added + changed == 0 => "people-unchanged",
        None => "people-would",
        Some(_) => "people-done",
    };
    let said = [("added", added.into()), ("changed", changed.into()), ("same", same.into())];
    ctx.out.line(ctx.lang.say(id, &said));
    if outcome.is_some_and(|outcome| outcome.acted.is_some()) {
        let hint = ctx.lang.word("people-next");
        ctx.out.hint(&hint);
    }
}

fn as_json(sheet: &Sheet, entries: &[Entry], lang: Lang) -> Value {
    let columns = sheet.columns.iter().map(|(header, column)| {
        let field = column.as_ref().map(|column| match column {
            Column::Field(name) => name.clone(),
            other => format!("{other:?}").to_lowercase(),
        });
        json!({"header": header, "field": field})
    });
    let people = entries.iter().map(|entry| {
        let action = match mark(entry) {
            "+" => "add",
            "~" => "update",
            _ => "same",
        };
        let parts = entry.parts.iter().map(|part| {
            json!({"side": part.side.as_str(), "form": part.form, "entered": part.entered, "left": part.left,
                "capacity": part.capacity})
        });
        let changes = entry
            .changes
            .iter()
            .map(|changed| json!({"field": changed.field, "before": changed.before, "after": changed.after}));
        let doubts = entry.doubts.iter().map(|doubt| match doubt {
            Doubt::Known(id) => json!({"party": id.0}),
            Doubt::Entry(index) => json!({"person": index}),
        });
        json!({
            "action": action,
            "party": entry.party.map(|id| id.0),
            "name": entry.profile.name,
            "spellings": entry.profile.spellings,
            "fields": entry.profile.fields,
            "parts": parts.collect::<Vec<_>>(),
            "changes": changes.collect::<Vec<_>>(),
            "perhaps": doubts.collect::<Vec<_>>(),
            "differs": entry.differs,
            "places": entry.places.iter().map(|at| place(lang, at, "")).collect::<Vec<_>>(),
        })
    });
    let findings = sheet.findings.iter().map(|found| {
        json!({
            "code": found.code.as_str(),
            "error": found.code.is_error(),
            "place": place(lang, &found.place, ""),
            "column": found.column,
            "message": finding(lang, found),
        })
    });
    json!({
        "columns": columns.collect::<Vec<_>>(),
        "people": people.collect::<Vec<_>>(),
        "findings": findings.collect::<Vec<_>>(),
    })
}
/// A line of a base in one sentence.
pub fn part(lang: Lang, row: &Participant) -> String {
    let mut text = format!(
        "{}, {}, {}",
        tell_people::base(lang, row.side),
        tell::form_title(lang, &row.form),
        lang.say("term-since", &[("date", look::day(row.entered).into())])
    );
    if let Some(capacity) = row.capacity {
        text.push_str(&format!(", {}: {capacity}", field(lang, "capacity")));
    }
    if let Some(left) = row.left {
        text.push_str(&lang.say("part-left", &[("date", look::day(left).into())]));
    }
    text
}
