//! Tables grow cell by cell while a document is walked; merged cells become marks in a straight grid.

use vekha_core::table::{Block, Cell, Document, Merge, Place, Row, Table};

use super::clean::tidy;
use super::error::Trouble;
use super::limits;

/// How a cell spreads.
#[derive(Clone, Copy, Debug)]
pub struct Spread {
    /// Columns it covers, itself included.
    pub columns: usize,
    /// Rows it covers, itself included.
    pub rows: usize,
    /// Whether the carrier says that this place is covered by the cell above.
    pub covered: bool,
}

impl Default for Spread {
    fn default() -> Self {
        Self { columns: 1, rows: 1, covered: false }
    }
}

#[derive(Default)]
struct OpenTable {
    sheet: String,
    number: u32,
    rows: Vec<Row>,
    cells: Vec<Cell>,
    open: Option<(Spread, String)>,
    /// For each column, how many rows below are still covered.
    hanging: Vec<usize>,
    row_number: u32,
    line: u32,
}

/// Collects a document.
#[derive(Default)]
pub struct Builder {
    document: Document,
    paragraph: String,
    tables: Vec<OpenTable>,
    /// Tables that stood inside a cell; they follow the outermost one.
    inner: Vec<Table>,
    count: u32,
    rows: usize,
    cells: usize,
}

impl Builder {
    /// Text goes into the open cell, or else into the paragraph.
    pub fn text(&mut self, text: &str) -> Result<(), Trouble> {
        let target = match self.tables.last_mut() {
            Some(table) => match &mut table.open {
                Some((_, cell)) => cell,
                // Between cells there is only the layout of the source.
                None => return Ok(()),
            },
            None => &mut self.paragraph,
        };
        target.push_str(text);
        // Four bytes a character at most, so that counting is rare.
        if target.len() > limits::CELL_CHARS && target.chars().count() > limits::CELL_CHARS {
            return Err(Trouble::CellTooLong { place: self.place() });
        }
        Ok(())
    }

    /// A line break, or the end of a paragraph inside a cell.
    pub fn line_break(&mut self) -> Result<(), Trouble> {
        self.text("\n")
    }

    /// The end of a paragraph.
    pub fn paragraph_end(&mut self) -> Result<(), Trouble> {
        if self.tables.is_empty() {
            self.flush();
            return Ok(());
        }
        self.line_break()
    }

    fn flush(&mut self) {
        let text = tidy(&std::mem::take(&mut self.paragraph));
        if !text.is_empty() {
            self.document.blocks.push(Block::Paragraph(text));
        }
    }

    /// A table begins, possibly inside a cell of another.
    pub fn open_table(&mut self, sheet: &str) -> Result<(), Trouble> {
        if self.tables.is_empty() {
            self.flush();
        }
        if self.tables.len() > 32 {
            return Err(Trouble::TooManyCells { place: self.place() });
        }
        self.count += 1;
        self.tables.push(OpenTable { sheet: sheet.to_owned(), number: self.count, ..OpenTable::default() });
        Ok(())
    }

    /// A row begins, the next one or the one of the given 1-based number.
    pub fn open_row(&mut self, number: Option<u32>, line: u32) -> Result<(), Trouble> {
        self.close_row()?;
        self.rows += 1;
        let too_many = self.rows > limits::ROWS;
        if let Some(table) = self.tables.last_mut() {
            table.row_number = number.unwrap_or(table.row_number + 1);
            table.line = line;
        }
        if too_many { Err(Trouble::TooManyCells { place: self.place() }) } else { Ok(()) }
    }

    /// Skips row numbers: rows that are empty are not kept, but they count.
    pub fn skip_rows(&mut self, count: u32) {
        if let Some(table) = self.tables.last_mut() {
            table.row_number = table.row_number.saturating_add(count);
            for hanging in &mut table.hanging {
                *hanging = hanging.saturating_sub(count as usize);
            }
        }
    }

    /// A cell begins. Where the carrier leaves covered places out (`html`), they are filled in before it.
    pub fn open_cell(&mut self, spread: Spread, leaves_out: bool) -> Result<(), Trouble> {
        self.close_cell()?;
        if let Some(table) = self.tables.last_mut() {
            if leaves_out {
                table.fill_hanging(false);
            }
            table.open = Some((spread, String::new()));
        }
        Ok(())
    }

    /// The open cell ends.
    pub fn close_cell(&mut self) -> Result<(), Trouble> {
        let Some(table) = self.tables.last_mut() else { return Ok(()) };
        let Some((spread, text)) = table.open.take() else { return Ok(()) };
        let before = table.cells.len();
        table.put(spread, tidy(&text));
        self.cells += table.cells.len() - before;
        if table.cells.len() > limits::COLUMNS || self.cells > limits::CELLS {
            return Err(Trouble::TooManyCells { place: self.place() });
        }
        Ok(())
    }

    /// The open cell ends where blanks may be written as a count: `blanks` stand before it, and it stands there
    /// `copies` times. A blank one is dropped and left to be counted; returns whether it was kept.
    pub fn close_cell_after(&mut self, blanks: usize, copies: usize) -> Result<bool, Trouble> {
        let has_text = self.cell_has_text();
        let place = self.place();
        let Some(table) = self.tables.last_mut() else { return Ok(false) };
        let Some((spread, text)) = table.open.take() else { return Ok(false) };
        let column = table.cells.len();
        let under = spread.covered && table.hanging.get(column + blanks).is_some_and(|rows| *rows > 0);
        if !has_text && !under && spread.columns == 1 && spread.rows == 1 {
            return Ok(false);
        }
        if blanks.saturating_add(copies) > limits::COLUMNS {
            return Err(Trouble::TooManyCells { place });
        }
        table.cells.extend((0..blanks).map(|_| Cell::default()));
        for _ in 1..copies {
            table.put(spread, tidy(&text));
        }
        table.open = Some((spread, text));
        self.cells += blanks + copies;
        self.close_cell()?;
        Ok(true)
    }

    /// The open row ends and stands there `repeated` times; blank ones are only counted.
    pub fn close_row_repeated(&mut self, repeated: usize) -> Result<(), Trouble> {
        let before = self.tables.last().map_or(0, |table| table.rows.len());
        self.close_row()?;
        let more = repeated.saturating_sub(1);
        let kept = self.tables.last().is_some_and(|table| table.rows.len() > before);
        if !kept {
            self.skip_rows(u32::try_from(more).unwrap_or(u32::MAX));
            return Ok(());
        }
        if self.rows.saturating_add(more) > limits::ROWS {
            return Err(Trouble::TooManyCells { place: self.place() });
        }
        for _ in 0..more {
            let Some(table) = self.tables.last_mut() else { break };
            let Some(last) = table.rows.last().cloned() else { break };
            table.row_number += 1;
            table.rows.push(Row { place: Place { row: table.row_number, ..last.place }, cells: last.cells });
        }
        self.rows += more;
        Ok(())
    }

    /// What the open cell covers became known after it was opened.
    pub fn set_spread(&mut self, spread: Spread) {
        if let Some((open, _)) = self.tables.last_mut().and_then(|table| table.open.as_mut()) {
            *open = spread;
        }
    }

    /// The open row ends; a row of nothing but blanks is dropped unless something above covers it.
    pub fn close_row(&mut self) -> Result<(), Trouble> {
        self.close_cell()?;
        let Some(table) = self.tables.last_mut() else { return Ok(()) };
        if table.cells.is_empty() {
            return Ok(());
        }
        table.fill_hanging(true);
        let cells = std::mem::take(&mut table.cells);
        if cells.iter().any(|cell| !cell.text.is_empty() || cell.merge == Merge::Up) {
            let place = Place {
                table: table.number,
                sheet: table.sheet.clone(),
                row: table.row_number,
                cell: 0,
                line: table.line,
            };
            table.rows.push(Row { place, cells });
        }
        Ok(())
    }

    /// The innermost table ends.
    pub fn close_table(&mut self) -> Result<(), Trouble> {
        self.close_row()?;
        let Some(done) = self.tables.pop() else { return Ok(()) };
        let table = Table { number: done.number, sheet: done.sheet, rows: done.rows };
        if self.tables.is_empty() {
            self.document.blocks.push(Block::Table(table));
            self.document.blocks.extend(self.inner.drain(..).map(Block::Table));
            return Ok(());
        }
        // What stands inside a cell is that cell's text too, whatever else it may be.
        for row in &table.rows {
            let line: Vec<&str> =
                row.cells.iter().map(|cell| cell.text.as_str()).filter(|t| !t.is_empty()).collect();
            self.text(&line.join(" "))?;
            self.line_break()?;
        }
        self.inner.push(table);
        Ok(())
    }

    /// Everything that is still open ends.
    pub fn finish(mut self) -> Result<Document, Trouble> {
        while !self.tables.is_empty() {
            self.close_table()?;
        }
        self.flush();
        Ok(self.document)
    }

    /// Whether a table is open.
    pub fn in_table(&self) -> bool {
        !self.tables.is_empty()
    }

    /// Whether the open cell has text already.
    pub fn cell_has_text(&self) -> bool {
        let open = self.tables.last().and_then(|table| table.open.as_ref());
        open.is_some_and(|(_, text)| !text.trim().is_empty())
    }

    /// Where we stand.
    pub fn place(&self) -> Place {
        let Some(table) = self.tables.last() else { return Place::default() };
        let here = Place {
            table: table.number,
            sheet: table.sheet.clone(),
            row: table.row_number,
            cell: 0,
            line: table.line,
        };
        here.at(table.cells.len())
    }
}

impl OpenTable {
    /// Fills places that a cell above covers, up to the next free one, or to the end of the row.
    fn fill_hanging(&mut self, to_end: bool) {
        loop {
            let column = self.cells.len();
            let more = self.hanging.get(column..).is_some_and(|right| right.iter().any(|rows| *rows > 0));
            match self.hanging.get_mut(column) {
                Some(rows) if *rows > 0 => {
                    *rows -= 1;
                    self.cells.push(Cell::covered(Merge::Up));
                }
                _ if to_end && more => self.cells.push(Cell::default()),
                _ => return,
            }
        }
    }

    fn put(&mut self, spread: Spread, text: String) {
        let column = self.cells.len();
        let width = spread.columns.clamp(1, limits::COLUMNS + 1);
        if spread.covered && text.is_empty() {
            for offset in 0..width {
                if let Some(rows) = self.hanging.get_mut(column + offset) {
                    *rows = rows.saturating_sub(1);
                }
                self.cells.push(Cell::covered(Merge::Up));
            }
            return;
        }
        let needed = column + width;
        if self.hanging.len() < needed {
            self.hanging.resize(needed, 0);
        }
        self.hanging[column..needed].fill(spread.rows.clamp(1, limits::ROWS) - 1);
        self.cells.push(Cell::own(text));
        self.cells.extend((1..width).map(|_| Cell::covered(Merge::Left)));
    }
}
