//! A document of any carrier as plain data: paragraphs and tables of cells, in reading order, each cell with its place.
//!
//! Readers of carriers make these; whoever looks for a roadmap, a list of people or answers of a questionnaire
//! reads them. Nothing here knows what the cells mean.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::{Deserialize, Serialize};

/// A document: what stands between the tables is kept, because titles and approvals stand there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Paragraphs and tables in reading order.
    pub blocks: Vec<Block>,
    /// What stands beside them: headers of pages, the title of a window. It repeats and abridges, so it serves where
    /// the text itself does not say something.
    #[serde(default)]
    pub margins: Vec<String>,
}

/// One thing of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Block {
    /// A line or paragraph of text; may hold line breaks.
    Paragraph(String),
    /// A table.
    Table(Table),
}

/// A table; in a spreadsheet, a sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// 1-based number of the table in its document.
    pub number: u32,
    /// The name of the sheet, empty where the carrier has none.
    pub sheet: String,
    /// Rows from the top.
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Where the row stands; its `cell` is 0.
    pub place: Place,
    /// Cells from the left. A cell that spans columns or rows is followed (or undercut) by cells marked as its
    /// continuation, so that the cell at index *i* stands in column *i*.
    pub cells: Vec<Cell>,
}

/// A cell of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// The text with its line breaks; empty in a continuation.
    pub text: String,
    /// Whether the cell is a part of a merged one.
    pub merge: Merge,
}

/// What a cell has to do with its neighbours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Merge {
    /// A cell of its own, or the upper left corner of a merged one.
    #[default]
    Own,
    /// Covered by the cell to the left.
    Left,
    /// Covered by the cell above.
    Up,
}

/// Where something stands in its file; every number counts from 1, and 0 means "does not apply".
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// Number of the table (or sheet).
    pub table: u32,
    /// Name of the sheet, where there is one.
    pub sheet: String,
    /// Row of the table.
    pub row: u32,
    /// Cell of the row.
    pub cell: u32,
    /// Line of a text file.
    pub line: u32,
}

impl Cell {
    /// A cell of its own.
    pub fn own(text: impl Into<String>) -> Self {
        Self { text: text.into(), merge: Merge::Own }
    }

    /// A part of a merged cell.
    pub fn covered(merge: Merge) -> Self {
        Self { text: String::new(), merge }
    }
}

impl Document {
    /// The tables, without what stands between them.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Table(table) => Some(table),
            Block::Paragraph(_) => None,
        })
    }

    /// Every text, of paragraphs and of cells.
    pub fn texts(&self) -> impl Iterator<Item = String> {
        self.blocks.iter().flat_map(|block| match block {
            Block::Paragraph(text) => Vec::from([text.clone()]),
            Block::Table(table) => {
                table.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.text.clone()).collect()
            }
        })
    }

    /// The paragraphs, without the tables.
    pub fn paragraphs(&self) -> impl Iterator<Item = &str> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Paragraph(text) => Some(text.as_str()),
            Block::Table(_) => None,
        })
    }
}

impl Place {
    /// The same place, at a cell counted from 0.
    pub fn at(&self, index: usize) -> Self {
        Self { cell: u32::try_from(index + 1).unwrap_or(u32::MAX), ..self.clone() }
    }
}

/// Short and without words of a language: `2:14:3` is table, row, cell; a text file says its line as `:41`.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line > 0 {
            return write!(f, ":{}", self.line);
        }
        write!(f, "{}:{}", self.table, self.row)?;
        if self.cell > 0 { write!(f, ":{}", self.cell) } else { Ok(()) }
    }
}
