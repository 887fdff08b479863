//! Excel: cells are streamed one by one, so a sheet with a lone cell far away costs nothing.

use std::collections::BTreeSet;
use std::io::Cursor;

use calamine::{DataRef, Dimensions, Reader as _, SheetVisible, Style, Xlsx, XlsxError};
use chrono::Datelike as _;
use vekha_core::roadmap::MONTHS;
use vekha_core::table::{Block, Cell, Document, Merge, Place, Row, Table};

use super::clean::tidy;
use super::error::{Flaw, Trouble};
use super::limits;

/// Cells without a value that are named at most.
const NAMED: usize = 5;

/// A workbook as it was read.
pub struct Book {
    /// Its sheets.
    pub document: Document,
    /// The names of sheets that were left out as hidden.
    pub hidden: Vec<String>,
    /// The first cells with a formula that nobody computed, as `Sheet!B7`: they hold no value.
    pub uncomputed: Vec<String>,
}

/// Reads all sheets that are shown, or the one of that name.
///
/// # Errors
/// What the decoder says; [`Trouble::NoSuchSheet`]; the limits.
pub fn read(bytes: &[u8], sheet: Option<&str>) -> Result<Book, Trouble> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|cause| of_xlsx(&cause))?;
    let names = book.sheet_names();
    if let Some(wanted) = sheet.filter(|wanted| !names.iter().any(|name| name == wanted)) {
        return Err(Trouble::NoSuchSheet { wanted: wanted.to_owned(), have: names });
    }
    let shown = |name: &str| {
        book.sheets_metadata().iter().any(|own| own.name == name && own.visible == SheetVisible::Visible)
    };
    let hidden: Vec<String> = names.iter().filter(|name| sheet.is_none() && !shown(name)).cloned().collect();
    let mut document = Document::default();
    let mut uncomputed = Vec::new();
    let mut cells = 0;
    for (index, name) in names.iter().enumerate() {
        if sheet.is_some_and(|wanted| wanted != name) || hidden.contains(name) {
            continue;
        }
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        let mut blank = BTreeSet::new();
        if let Some(mut table) = read_sheet(&mut book, name, number, &mut cells, &mut blank)? {
            let merged = book.merge_cells_by_sheet_name(name).map_err(|cause| of_xlsx(&cause))?;
            merged.iter().for_each(|area| mark(&mut table, area));
            without_value(&mut book, &table, &blank, &mut uncomputed)?;
            document.blocks.push(Block::Table(table));
        }
    }
    Ok(Book { document, hidden, uncomputed })
}

/// Finds cells whose formula has no value: a program that only writes workbooks leaves it to a spreadsheet to compute.
fn without_value(
    book: &mut Xlsx<Cursor<&[u8]>>,
    table: &Table,
    blank: &BTreeSet<(u32, u32)>,
    found: &mut Vec<String>,
) -> Result<(), Trouble> {
    let mut reader = book.worksheet_cells_reader(&table.sheet).map_err(|cause| of_xlsx(&cause))?;
    while found.len() < NAMED {
        let Some(cell) = reader.next_formula().map_err(|cause| of_xlsx(&cause))? else { break };
        let (row, column) = cell.get_position();
        let at = table.rows.binary_search_by_key(&row.saturating_add(1), |row| row.place.row);
        let known = at.ok().and_then(|at| table.rows[at].cells.get(column as usize));
        let computed = blank.contains(&(row, column));
        if !cell.get_value().is_empty() && !computed && known.is_none_or(|known| known.text.is_empty()) {
            found.push(format!("{}!{}{}", table.sheet, letters(column), row.saturating_add(1)));
        }
    }
    Ok(())
}

/// A column as a spreadsheet calls it: `A`, `Z`, `AA`.
fn letters(column: u32) -> String {
    let last = char::from(b'A' + (column % 26) as u8);
    match column / 26 {
        0 => last.to_string(),
        more => format!("{}{last}", letters(more - 1)),
    }
}

/// The cells of a sheet; `None` for what is no sheet of cells (a chart). Those that hold a text of no letters, as a
/// formula may give, go to `blank`.
fn read_sheet(
    book: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    number: u32,
    cells: &mut usize,
    blank: &mut BTreeSet<(u32, u32)>,
) -> Result<Option<Table>, Trouble> {
    let mut table = Table { number, sheet: name.to_owned(), rows: Vec::new() };
    let mut reader = match book.worksheet_cells_reader(name) {
        Ok(reader) => reader,
        Err(XlsxError::NotAWorksheet(_)) => return Ok(None),
        Err(cause) => return Err(of_xlsx(&cause)),
    };
    let month = |style: &Style| {
        let format = style.number_format.as_ref();
        format.is_some_and(|format| shows_a_month(&format.format_code, format.format_id))
    };
    let months: Vec<bool> = reader.styles().iter().map(month).collect();
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(|cause| of_xlsx(&cause))? {
        let month = months.get(style).copied().unwrap_or(false);
        let text = tidy(&text_of(cell.get_value(), month));
        let (row, column) = cell.get_position();
        if text.is_empty() {
            if !matches!(cell.get_value(), DataRef::Empty) {
                blank.insert((row, column));
            }
            continue;
        }
        let place =
            Place { table: number, sheet: name.to_owned(), row: row.saturating_add(1), cell: 0, line: 0 };
        if text.len() > limits::CELL_CHARS && text.chars().count() > limits::CELL_CHARS {
            return Err(Trouble::CellTooLong { place: place.at(column as usize) });
        }
        if table.rows.last().is_none_or(|last| last.place.row != place.row) {
            table.rows.push(Row { place: place.clone(), cells: Vec::new() });
        }
        let Some(last) = table.rows.last_mut() else { continue };
        let column = column as usize;
        *cells += column.saturating_sub(last.cells.len()) + 1;
        if column >= limits::COLUMNS || *cells > limits::CELLS || table.rows.len() > limits::ROWS {
            return Err(Trouble::TooManyCells { place: place.at(column) });
        }
        let Some(last) = table.rows.last_mut() else { continue };
        if last.cells.len() <= column {
            last.cells.resize(column + 1, Cell::default());
        }
        last.cells[column] = Cell::own(text);
    }
    table.rows.sort_by_key(|row| row.place.row);
    Ok(Some(table))
}

/// Marks what a merged area covers. Rows without any cell of their own are not there and need no mark.
fn mark(table: &mut Table, area: &Dimensions) {
    let (top, left) = (area.start.0.saturating_add(1), area.start.1 as usize);
    let right = (area.end.1 as usize).min(limits::COLUMNS - 1);
    let bottom = area.end.0.saturating_add(1);
    for row in table.rows.iter_mut().filter(|row| (top..=bottom).contains(&row.place.row)) {
        if row.cells.len() <= right {
            row.cells.resize(right + 1, Cell::default());
        }
        let first = row.place.row == top;
        for (column, cell) in row.cells.iter_mut().enumerate().take(right + 1).skip(left) {
            let corner = first && column == left;
            if !corner && cell.text.is_empty() {
                cell.merge = if first { Merge::Left } else { Merge::Up };
            }
        }
    }
}

/// Whether a format shows a day as its month alone: «октябрь 2023» that somebody typed is kept as the 1st of October and
/// shown as «окт.23».
fn shows_a_month(format: &str, id: Option<u32>) -> bool {
    // The workbook names built-in formats by number alone; 17 is `mmm-yy`.
    if id == Some(17) {
        return true;
    }
    let mut code = String::new();
    let mut chars = format.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => drop(chars.by_ref().find(|c| *c == '"')),
            '[' => drop(chars.by_ref().find(|c| *c == ']')),
            '\\' | '_' | '*' => drop(chars.next()),
            ';' => break,
            c => code.extend(c.to_lowercase()),
        }
    }
    let has = |letters: &[char]| code.contains(letters);
    has(&['m', 'м']) && has(&['y', 'г']) && !has(&['d', 'д', 'h', 'ч', 's'])
}

/// A day as people here write it, or its month where that is what the sheet shows.
fn day_of(date: chrono::NaiveDate, month: bool) -> String {
    match MONTHS.get(date.month0() as usize) {
        Some(name) if month => format!("{name} {}", date.year()),
        _ => date.format("%d.%m.%Y").to_string(),
    }
}

/// A value as the sheet would show it: whole numbers without a point, dates as people here write them.
fn text_of(value: &DataRef<'_>, month: bool) -> String {
    match value {
        DataRef::Int(value) => value.to_string(),
        DataRef::Float(value) => value.to_string(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(value) => if *value { "да" } else { "нет" }.to_owned(),
        DataRef::DateTime(moment) => {
            let days = moment.as_f64().floor();
            // Day 0 of the sheet's calendar; the leap day of 1900 that never was lies before every plan.
            let base = chrono::NaiveDate::from_ymd_opt(1899, 12, 30);
            let date =
                base.and_then(|base| base.checked_add_signed(chrono::TimeDelta::try_days(days as i64)?));
            match date {
                Some(date) if days >= 1.0 => day_of(date, month),
                _ => moment.as_f64().to_string(),
            }
        }
        DataRef::DateTimeIso(text) => {
            match chrono::NaiveDate::parse_from_str(text.get(..10).unwrap_or(text), "%Y-%m-%d") {
                Ok(date) => day_of(date, month),
                Err(_) => text.clone(),
            }
        }
        DataRef::DurationIso(text) => text.clone(),
        // `#N/A` is no empty cell: it is read as it stands, so that faults and previews show it.
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

fn of_xlsx(cause: &XlsxError) -> Trouble {
    match cause {
        XlsxError::Password => Trouble::Encrypted,
        _ => Trouble::damaged("", Flaw::Structure),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_of_a_month_is_told_from_that_of_a_day() {
        for code in ["mmm\\.yy", "mmmm yyyy", "[$-419]mmmm yyyy;@", "mm/yyyy", "mmmm\" \"yyyy\" год\""] {
            assert!(shows_a_month(code, None), "{code}");
        }
        assert!(shows_a_month("General", Some(17)));
        for code in
            ["dd.mm.yyyy", "d mmmm yyyy", "General", "0.00", "h:mm", "mm:ss", "yyyy", "[$-419]d mmm;@"]
        {
            assert!(!shows_a_month(code, None), "{code}");
        }
        let day = chrono::NaiveDate::from_ymd_opt(2023, 10, 1).unwrap();
        assert_eq!((day_of(day, true), day_of(day, false)), ("октябрь 2023".into(), "01.10.2023".into()));
    }
}
