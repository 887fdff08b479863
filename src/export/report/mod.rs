//! Writers of reports: a [`Document`] in, bytes out. The same document gives the same bytes.

mod columns;
mod csv;
mod docx;
mod html;
mod json;
pub mod stamp;
mod svg;
mod text;
mod xlsx;

use vekha_core::report::Document;
use vekha_core::report::document::{Block, Row, Table, Value};

pub use json::value as json_value;

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// One page that needs nothing else.
    Html,
    /// A Word document.
    Docx,
    /// A workbook, a sheet for each table.
    Xlsx,
    /// One table: semicolons, UTF-8 with a mark, as Excel expects it.
    Csv,
    /// Everything, for machines.
    Json,
}

impl Format {
    /// The extension of its files.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }

    /// The format of a file by its name.
    pub fn of(path: &std::path::Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_lowercase();
        match extension.as_str() {
            "html" | "htm" => Some(Self::Html),
            "docx" => Some(Self::Docx),
            "xlsx" => Some(Self::Xlsx),
            "csv" => Some(Self::Csv),
            "json" => Some(Self::Json),
            _ => None,
        }
    }
}

/// The bytes of a document. `table`: the one that a csv holds.
///
/// # Errors
/// What the writers of Word documents and workbooks say.
pub fn write(document: &Document, format: Format, table: &Table) -> Result<Vec<u8>, String> {
    match format {
        Format::Html => Ok(html::page(document).into_bytes()),
        Format::Docx => docx::file(document),
        Format::Xlsx => xlsx::file(document),
        Format::Csv => csv::file(document, table),
        Format::Json => json::file(document),
    }
}

/// A column that only some tables fill.
const SPARE: &str = "evidence";

/// A table as people read it: without the column of evidence where no row has any. Machines always find it.
fn printed(table: &Table) -> Table {
    let mut table = table.clone();
    let Some(at) = table.columns.iter().position(|column| column.id == SPARE) else { return table };
    let fills = |row: &Row| row.cells.get(at).is_some_and(|cell| cell.value != Value::Empty);
    if !table.rows.iter().any(fills) {
        table.columns.remove(at);
        table.rows.iter_mut().filter(|row| row.cells.len() > at).for_each(|row| drop(row.cells.remove(at)));
    }
    table
}

/// The tables of a document in order.
pub fn tables(document: &Document) -> impl Iterator<Item = &Table> {
    document
        .blocks
        .iter()
        .filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None })
}
