//! One table as csv: UTF-8 with its mark, semicolons, CRLF, which is what Excel opens with a double click where the
//! decimal sign is a comma, and LibreOffice everywhere. A text that a spreadsheet would run gets an apostrophe before
//! it.

use vekha_core::report::Document;
use vekha_core::report::document::{Row, Table, Value};

use super::text;

/// The file.
///
/// # Errors
/// What the writer says.
pub fn file(document: &Document, table: &Table) -> Result<Vec<u8>, String> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    let mut header: Vec<String> = table.columns.iter().map(|column| text::header(&column.title)).collect();
    if table.traced {
        header.push(document.words.entry.clone());
    }
    let told = |error: csv::Error| error.to_string();
    writer.write_record(&header).map_err(told)?;
    for row in &table.rows {
        writer.write_record(cells(document, table, row)).map_err(told)?;
    }
    writer.into_inner().map_err(|error| error.to_string())
}

fn cells(document: &Document, table: &Table, row: &Row) -> Vec<String> {
    let mut cells: Vec<String> = row.cells.iter().map(|cell| safe(&cell.value, document.lang)).collect();
    cells.resize(table.columns.len(), String::new());
    if table.traced {
        cells.push(text::entries(&row.sources));
    }
    cells
}

/// A value of ours is a number or a day; what somebody wrote may be anything.
fn safe(value: &Value, lang: &str) -> String {
    let shown = text::shown(value, lang);
    if matches!(value, Value::Text(_)) && text::is_hostile(&shown) { format!("'{shown}") } else { shown }
}
