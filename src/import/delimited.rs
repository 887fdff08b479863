//! Tables of text: semicolons, commas, or tabs; and the text that a word processor leaves of a table.

use vekha_core::table::{Block, Cell, Document, Place, Row, Table};

use super::clean::{tidy, without_tags};
use super::error::{Flaw, Trouble};
use super::limits;
use super::plain;

/// The delimiter of a table: the one that stands in most records, and equally often in each.
pub fn delimiter_of(text: &str) -> Option<u8> {
    likely(text, true)
}

/// The line of a quotation mark that nothing closes, where it is why a text does not look like a table: what follows
/// it is one cell, and the few records before it show no delimiter.
pub fn hiding_quote(text: &str) -> Option<u32> {
    let delimiter = likely(text, false).or_else(|| {
        // The line of the quotation mark is the last one and breaks off.
        let whole = text.lines().filter(|line| line.matches('"').count() % 2 == 0);
        likely(&whole.collect::<Vec<_>>().join("\n"), false)
    });
    unclosed_quote(text, delimiter?)
}

fn likely(text: &str, quoting: bool) -> Option<u8> {
    let mut best: Option<(usize, u8)> = None;
    for delimiter in *b";,\t" {
        let mut widths: Vec<usize> = reader(text, delimiter, quoting)
            .records()
            .take(200)
            .flatten()
            .map(|r| r.len())
            .filter(|w| *w > 1)
            .collect();
        widths.sort_unstable();
        // The commonest width, of equally common ones the widest: approvals and signatures have others.
        let count = |width: usize| widths.iter().filter(|own| **own == width).count();
        let Some(middle) = widths.iter().copied().max_by_key(|width| (count(*width), *width)) else {
            continue;
        };
        let alike = count(middle);
        // A comma stands in every sentence, but never equally often: it must nearly always agree.
        let agrees =
            if delimiter == b',' { alike * 10 >= widths.len() * 8 } else { alike * 3 >= widths.len() };
        if alike >= 2 && agrees && best.is_none_or(|(other, _)| alike * middle > other) {
            best = Some((alike * middle, delimiter));
        }
    }
    best.map(|(_, delimiter)| delimiter)
}

fn reader(text: &str, delimiter: u8, quoting: bool) -> csv::Reader<&[u8]> {
    let mut builder = csv::ReaderBuilder::new();
    builder.delimiter(delimiter).quoting(quoting).has_headers(false).flexible(true);
    builder.from_reader(text.as_bytes())
}

/// Reads records with quoted cells.
///
/// # Errors
/// [`Trouble::UnclosedQuote`] and the limits.
pub fn read(text: &str, delimiter: u8) -> Result<Document, Trouble> {
    if let Some(line) = unclosed_quote(text, delimiter) {
        return Err(Trouble::UnclosedQuote { line });
    }
    let mut table = Table { number: 1, ..Table::default() };
    let mut cells = 0;
    for record in reader(text, delimiter, true).records() {
        let record = record.map_err(|_| Trouble::damaged("", Flaw::Structure))?;
        let line = record.position().map_or(0, |at| u32::try_from(at.line()).unwrap_or(u32::MAX));
        push(&mut table, line, record.iter(), &mut cells)?;
    }
    Ok(Document { blocks: vec![Block::Table(table)], ..Document::default() })
}

/// Adds a row unless it is blank.
fn push<'a>(
    table: &mut Table,
    line: u32,
    fields: impl Iterator<Item = &'a str>,
    cells: &mut usize,
) -> Result<(), Trouble> {
    let row = u32::try_from(table.rows.len() + 1).unwrap_or(u32::MAX);
    let place = Place { table: table.number, sheet: String::new(), row, cell: 0, line };
    let mut texts = Vec::new();
    for field in fields {
        if field.len() > limits::CELL_CHARS && field.chars().count() > limits::CELL_CHARS {
            return Err(Trouble::CellTooLong { place: place.at(texts.len()) });
        }
        texts.push(Cell::own(tidy(&without_tags(&plain::unmarked(field)))));
        *cells += 1;
    }
    if texts.len() > limits::COLUMNS || *cells > limits::CELLS || table.rows.len() >= limits::ROWS {
        return Err(Trouble::TooManyCells { place });
    }
    if texts.iter().any(|cell| !cell.text.is_empty()) {
        table.rows.push(Row { place, cells: texts });
    }
    Ok(())
}

/// The line where a quotation mark opens a cell and nothing closes it: the rest of the file would be one cell.
fn unclosed_quote(text: &str, delimiter: u8) -> Option<u32> {
    let (mut line, mut opened, mut quoted) = (1_u32, 0, false);
    let mut before = b'\n';
    let mut bytes = text.bytes().peekable();
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' if quoted && bytes.peek() == Some(&b'"') => {
                bytes.next();
            }
            b'"' if quoted => quoted = false,
            b'"' if before == delimiter || before == b'\n' => {
                quoted = true;
                opened = line;
            }
            _ => {}
        }
        line += u32::from(byte == b'\n');
        before = byte;
    }
    quoted.then_some(opened)
}

/// Reads lines with tabs between paragraphs. A line without a tab right after a row that is short goes on in its
/// last cell, because a cell may hold line breaks that nothing quotes.
///
/// # Errors
/// The limits.
pub fn read_tabs(text: &str) -> Result<Document, Trouble> {
    if text.lines().any(|line| line.split('\t').any(|field| field.starts_with('"') && !field.ends_with('"')))
    {
        return read(text, b'\t');
    }
    let width = common_width(text);
    let mut document = Document::default();
    let mut state = Tabs { width, ..Tabs::default() };
    for (index, line) in text.lines().enumerate() {
        state.line(&mut document, u32::try_from(index + 1).unwrap_or(u32::MAX), line)?;
    }
    state.end_row()?;
    state.end_table(&mut document);
    state.end_paragraph(&mut document);
    Ok(document)
}

/// How many cells most rows have.
fn common_width(text: &str) -> usize {
    let mut counts = std::collections::BTreeMap::new();
    for width in text.lines().map(|line| line.split('\t').count()).filter(|width| *width > 1) {
        *counts.entry(width).or_insert(0_usize) += 1;
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map_or(0, |(width, _)| width)
}

#[derive(Default)]
struct Tabs {
    width: usize,
    table: Table,
    row: Vec<String>,
    row_line: u32,
    cells: usize,
    paragraph: String,
    tables: u32,
    /// Whether the line before was empty.
    after_gap: bool,
}

impl Tabs {
    fn line(&mut self, document: &mut Document, number: u32, line: &str) -> Result<(), Trouble> {
        if line.trim().is_empty() {
            self.end_row()?;
            self.paragraph.push_str("\n\n");
            self.after_gap = true;
            return Ok(());
        }
        let fields: Vec<&str> = line.split('\t').collect();
        let cut = fields.len() == 1 && self.row.last().is_some_and(|last| breaks_off(last, line));
        let goes_on = cut
            || !self.row.is_empty()
                && !self.after_gap
                && self.row.len() < self.width
                && self.row.len() + fields.len() - 1 <= self.width
                && !begins_with_number(fields[0])
                && !is_signature(&fields);
        self.after_gap = false;
        if goes_on {
            if let Some(last) = self.row.last_mut() {
                last.push('\n');
                last.push_str(fields[0]);
            }
            self.row.extend(fields[1..].iter().map(|field| (*field).to_owned()));
            return Ok(());
        }
        self.end_row()?;
        if fields.len() == 1 {
            self.end_table(document);
            self.paragraph.push_str(line);
            self.paragraph.push('\n');
            return Ok(());
        }
        self.end_paragraph(document);
        self.row = fields.into_iter().map(str::to_owned).collect();
        self.row_line = number;
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), Trouble> {
        let row = std::mem::take(&mut self.row);
        if self.table.rows.is_empty() {
            self.table.number = self.tables + 1;
        }
        push(&mut self.table, self.row_line, row.iter().map(String::as_str), &mut self.cells)
    }

    fn end_table(&mut self, document: &mut Document) {
        if !self.table.rows.is_empty() {
            self.tables += 1;
            document.blocks.push(Block::Table(std::mem::take(&mut self.table)));
        }
    }

    fn end_paragraph(&mut self, document: &mut Document) {
        let text = std::mem::take(&mut self.paragraph);
        document.blocks.extend(plain::paragraphs(&text).into_iter().map(Block::Paragraph));
    }
}

/// Whether a cell goes on in a line without tabs though its row is full: «Справка,» and «публикация» below.
fn breaks_off(cell: &str, line: &str) -> bool {
    cell.trim_end().ends_with([',', '-', '–'])
        && line.trim_start().starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit())
}

/// «Директор школы⇥⇥Громов П.С.»: who signs stands in a line of his own, however short the row above is.
fn is_signature(fields: &[&str]) -> bool {
    const OFFICES: [&str; 7] =
        ["директор", "заместител", "зам.", "руководител", "председател", "куратор", "исполнител"];
    let [first, .., last] = fields else { return false };
    let office = first.trim().to_lowercase();
    let upper = |word: &str| word.starts_with(|c: char| c.is_uppercase());
    let initials = |word: &str| word.contains('.') && word.chars().count() <= 5 && upper(word);
    let words: Vec<&str> =
        last.split(|c: char| c.is_whitespace() || "_/".contains(c)).filter(|word| !word.is_empty()).collect();
    let person = matches!(words.as_slice(), [a, b] | [a, b, _]
        if upper(a) && upper(b) && words.iter().any(|word| initials(word)));
    OFFICES.iter().any(|word| office.starts_with(word))
        && (person || fields.iter().any(|field| field.contains("___")))
}

/// Whether a field begins like the number of a row: «3», «3.1», «IV.».
fn begins_with_number(field: &str) -> bool {
    let word = field.split_whitespace().next().unwrap_or_default();
    let word = word.trim_end_matches(['.', ')']);
    !word.is_empty()
        && (word.chars().all(|c| c.is_ascii_digit() || c == '.') || word.chars().all(|c| "IVXLC".contains(c)))
}
