//! OpenDocument texts and spreadsheets: both keep their tables in `content.xml` and write them alike.

use vekha_core::table::Document;

use super::builder::{Builder, Spread};
use super::clean::tidy;
use super::error::Trouble;
use super::limits;
use super::package::Package;
use super::xml::{Step, Tag, walk};

const PART: &str = "content.xml";
/// Elements whose text is not the document's.
const SILENT: [&str; 6] = ["annotation", "note", "tracked-changes", "forms", "settings", "font-face-decls"];

/// Elements of styles that hold headers of pages.
const HEADERS: [&str; 3] = ["header", "header-left", "header-first"];

/// Reads the tables and paragraphs; of a spreadsheet the sheets that are shown, or the one of that name, with the names
/// of those that were left out as hidden.
///
/// # Errors
/// As the walk and the limits say; [`Trouble::NoSuchSheet`].
pub fn read(package: &mut Package<'_>, sheet: Option<&str>) -> Result<(Document, Vec<String>), Trouble> {
    let text = package.text(PART)?;
    let mut reader = Reader { wanted: sheet.map(str::to_owned), ..Reader::default() };
    walk(PART, &text, |step| reader.step(step))?;
    if let Some(wanted) = reader.wanted.filter(|wanted| !reader.sheets.contains(wanted)) {
        return Err(Trouble::NoSuchSheet { wanted, have: reader.sheets });
    }
    let mut document = reader.builder.finish()?;
    if !reader.spreadsheet {
        document.margins = headers(package)?;
    }
    Ok((document, reader.hidden))
}

/// The headers of pages, which stand among the styles.
fn headers(package: &mut Package<'_>) -> Result<Vec<String>, Trouble> {
    const PART: &str = "styles.xml";
    if !package.has(PART) {
        return Ok(Vec::new());
    }
    let text = package.text(PART)?;
    let (mut found, mut line, mut inside, mut paragraphs) = (Vec::new(), String::new(), 0_usize, 0_usize);
    let read = walk(PART, &text, |step| {
        match step {
            Step::Open(tag) if HEADERS.contains(&tag.name.as_str()) => inside += 1,
            Step::Close(name) if HEADERS.contains(&name) => inside = inside.saturating_sub(1),
            Step::Open(tag) if inside > 0 && matches!(tag.name.as_str(), "p" | "h") => paragraphs += 1,
            Step::Close("p" | "h") if inside > 0 => {
                paragraphs = paragraphs.saturating_sub(1);
                found.push(tidy(&std::mem::take(&mut line)));
            }
            Step::Open(tag) if inside > 0 && matches!(tag.name.as_str(), "s" | "tab" | "line-break") => {
                line.push(' ')
            }
            Step::Text(text) if inside > 0 && paragraphs > 0 => {
                line.push_str(&text.replace(['\n', '\r'], " "))
            }
            _ => {}
        }
        Ok(())
    });
    found.retain(|text| !text.is_empty() && text.chars().count() <= limits::CELL_CHARS);
    found.dedup();
    // Styles that cannot be read say nothing.
    Ok(if read.is_ok() { found } else { Vec::new() })
}

#[derive(Default)]
struct Reader {
    builder: Builder,
    wanted: Option<String>,
    sheets: Vec<String>,
    /// The style of tables that is being read.
    style: Option<String>,
    /// Styles whose tables nobody sees.
    unseen: Vec<String>,
    /// Sheets that were left out because nobody sees them.
    hidden: Vec<String>,
    /// Whether the tables are sheets.
    spreadsheet: bool,
    silent: usize,
    /// The open row of each open table.
    rows: Vec<OpenRow>,
    /// Open paragraphs: text between them is the layout of the source.
    paragraphs: usize,
}

#[derive(Default)]
struct OpenRow {
    /// How often the row stands there.
    repeated: usize,
    /// How many of the covered cells that follow belong to the cell to the left.
    to_skip: usize,
    /// Blank cells that wait for a cell with text: a row of a sheet ends in thousands of them.
    blanks: usize,
    /// How often the open cell stands there; 0 while none is open.
    copies: usize,
    /// The value of the open cell, in case it shows no text.
    value: Option<String>,
}

impl Reader {
    fn step(&mut self, step: Step<'_>) -> Result<(), Trouble> {
        match step {
            Step::Open(tag)
                if self.silent > 0 || SILENT.contains(&tag.name.as_str()) || self.unwanted(tag) =>
            {
                self.silent += 1;
                Ok(())
            }
            Step::Close(_) if self.silent > 0 => {
                self.silent -= 1;
                Ok(())
            }
            Step::Open(tag) => self.open(tag),
            Step::Close(name) => self.close(name),
            // Line breaks of the source are blanks.
            Step::Text(text) if self.silent == 0 && self.paragraphs > 0 => {
                self.builder.text(&text.replace(['\n', '\r'], " "))
            }
            Step::Text(_) => Ok(()),
        }
    }

    /// Whether this is a sheet that nobody asked for.
    fn unwanted(&mut self, tag: &Tag) -> bool {
        if tag.name != "table" || self.builder.in_table() || !self.spreadsheet {
            return false;
        }
        let name = tag.attribute("name").unwrap_or_default();
        self.sheets.push(name.to_owned());
        let style = tag.attribute("style-name").unwrap_or_default();
        match &self.wanted {
            Some(wanted) => wanted != name,
            None if self.unseen.iter().any(|unseen| unseen == style) => {
                self.hidden.push(name.to_owned());
                true
            }
            None => false,
        }
    }

    fn open(&mut self, tag: &Tag) -> Result<(), Trouble> {
        match tag.name.as_str() {
            "spreadsheet" => self.spreadsheet = true,
            "style" => self.style = tag.attribute("name").map(str::to_owned),
            "table-properties" if tag.attribute("display") == Some("false") => {
                self.unseen.extend(self.style.take());
            }
            "table" => {
                let name = tag.attribute("name").unwrap_or_default();
                // Tables of a text are named Table1, Таблица1; only the names of sheets say something.
                self.builder.open_table(if self.spreadsheet { name } else { "" })?;
            }
            "table-row" => {
                self.builder.open_row(None, 0)?;
                let repeated = tag.count("number-rows-repeated").unwrap_or(1).max(1);
                self.rows.push(OpenRow { repeated, ..OpenRow::default() });
            }
            "table-cell" => self.open_cell(tag, false)?,
            "covered-table-cell" => self.open_cell(tag, true)?,
            "p" | "h" => self.paragraphs += 1,
            "s" | "tab" => self.builder.text(" ")?,
            "line-break" => self.builder.line_break()?,
            _ => {}
        }
        Ok(())
    }

    fn open_cell(&mut self, tag: &Tag, covered: bool) -> Result<(), Trouble> {
        let Some(row) = self.rows.last_mut() else { return Ok(()) };
        let copies = tag.count("number-columns-repeated").unwrap_or(1).max(1);
        let from_left = if covered { copies.min(row.to_skip) } else { 0 };
        row.to_skip -= from_left;
        row.copies = copies - from_left;
        row.value = tag.attribute("value").map(str::to_owned);
        if row.copies == 0 {
            return Ok(());
        }
        let columns = if covered { 1 } else { tag.count("number-columns-spanned").unwrap_or(1).max(1) };
        let rows = if covered { 1 } else { tag.count("number-rows-spanned").unwrap_or(1).max(1) };
        row.to_skip += columns - 1;
        self.builder.open_cell(Spread { columns, rows, covered }, false)
    }

    fn close(&mut self, name: &str) -> Result<(), Trouble> {
        match name {
            "p" | "h" => {
                self.paragraphs = self.paragraphs.saturating_sub(1);
                self.builder.paragraph_end()?;
            }
            "table-cell" | "covered-table-cell" => self.close_cell()?,
            "table-row" => {
                let repeated = self.rows.pop().map_or(1, |row| row.repeated);
                self.builder.close_row_repeated(repeated)?;
            }
            "table" => self.builder.close_table()?,
            _ => {}
        }
        Ok(())
    }

    fn close_cell(&mut self) -> Result<(), Trouble> {
        let Some(row) = self.rows.last_mut() else { return Ok(()) };
        if row.copies == 0 {
            return Ok(());
        }
        if let Some(value) = row.value.take()
            && !self.builder.cell_has_text()
        {
            self.builder.text(&value)?;
        }
        let copies = std::mem::take(&mut row.copies);
        if self.builder.close_cell_after(row.blanks, copies)? {
            row.blanks = 0;
        } else {
            row.blanks = row.blanks.saturating_add(copies);
        }
        Ok(())
    }
}
