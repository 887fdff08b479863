//! A report for machines: ids and codes where people read words, and every entry that a value rests on.

use serde_json::{Map, Value as Json, json};
use vekha_core::report::Source;
use vekha_core::report::document::{Block, Cell, Document, Fact, Row, RowKind, Table, Value};

use super::stamp::Written;

/// The file.
///
/// # Errors
/// What the serializer says.
pub fn file(document: &Document) -> Result<Vec<u8>, String> {
    let mut bytes = serde_json::to_vec_pretty(&value(document)).map_err(|error| error.to_string())?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// The same as a value:
/// `{"report","title","school","lang","date","stamp":{…},"facts":{ID:{"label","value","entries"}},
/// "tables":{ID:[{COLUMN: value, …, "entries":[{"seq","hash"}]}]},"notices":[…]}`.
pub fn value(document: &Document) -> Json {
    let (mut facts, mut tables, mut notices, mut ways) = (Map::new(), Map::new(), Vec::new(), Vec::new());
    for block in &document.blocks {
        match block {
            Block::Facts(found) => {
                for fact in found {
                    facts.insert(fact.id.to_owned(), named(fact));
                }
            }
            Block::Table(found) => {
                tables.insert(found.id.to_owned(), rows(found));
            }
            Block::Notice(words) => notices.push(json!(words)),
            Block::Steps(found) => ways.push(json!({
                "title": found.title,
                "stages": found.steps.iter().map(|step| json!({
                    "title": step.title, "state": step.state, "note": step.note,
                    "entries": entries(step.source.as_slice()),
                })).collect::<Vec<_>>(),
            })),
            _ => {}
        }
    }
    json!({
        "report": document.stamp.report,
        "what": document.stamp.what,
        "title": document.title,
        "school": document.school,
        "lang": document.lang,
        "date": document.stamp.date,
        "audience": document.stamp.audience.as_str(),
        "warning": document.warning,
        "stamp": Written::from(&document.stamp),
        "facts": facts,
        "ways": ways,
        "tables": tables,
        "notices": notices,
    })
}

fn named(fact: &Fact) -> Json {
    json!({"label": fact.label, "value": plain(&fact.value), "entries": entries(&fact.sources)})
}

fn rows(table: &Table) -> Json {
    let rows = table.rows.iter().filter(|row| row.kind != RowKind::Total);
    rows.map(|row| one(table, row)).collect()
}

fn one(table: &Table, row: &Row) -> Json {
    let mut object = Map::new();
    if row.kind == RowKind::Section {
        object.insert("heading".to_owned(), json!(true));
    }
    for (column, cell) in table.columns.iter().zip(&row.cells) {
        object.insert(column.id.to_owned(), of_cell(cell));
        if cell.code.is_some() {
            object.insert(format!("{}_text", column.id), plain(&cell.value));
        }
    }
    if table.traced && row.kind != RowKind::Section {
        object.insert("entries".to_owned(), entries(&row.sources));
    }
    Json::Object(object)
}

fn of_cell(cell: &Cell) -> Json {
    match &cell.code {
        Some(code) if code.is_empty() => Json::Null,
        Some(code) => json!(code),
        None => plain(&cell.value),
    }
}

fn plain(value: &Value) -> Json {
    match value {
        Value::Empty => Json::Null,
        Value::Text(text) => json!(text),
        Value::Count(count) => json!(count),
        Value::Number(number) => json!(number),
        Value::Share(part, whole) => {
            json!({"part": part, "of": whole, "percent": Value::permille(*part, *whole) as f64 / 10.0})
        }
        Value::Day(day) => json!(day),
    }
}

fn entries(sources: &[Source]) -> Json {
    sources.iter().map(|source| json!({"seq": source.seq, "hash": source.hash})).collect()
}
