//! A report as a workbook: a sheet for each table, the first with what is said before them. Text is text: a cell that
//! begins like a formula is marked so that editing it does not make it one.

use std::collections::BTreeSet;

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use vekha_core::markup::wrapped;
use vekha_core::report::document::{Block, Cell, Column, Document, Row, RowKind, Table, Tone, Value};

use super::{stamp, text};

/// The longest text of a cell.
const LONGEST: usize = 32_000;

/// The width that the columns of a sheet share, in characters.
const WIDTH: f64 = 150.0;

/// The height of a line of the usual face, and the most that a row may have, in points.
const LINE: f64 = 15.0;
const HIGHEST: f64 = 409.0;

/// The columns of the sheet of what is said before the tables, in characters.
const FRONT: [f64; 3] = [46.0, 34.0, 34.0];

/// The column with entries, in characters.
const ENTRY: f64 = 24.0;

/// The file.
///
/// # Errors
/// What the writer of workbooks says.
pub fn file(document: &Document) -> Result<Vec<u8>, String> {
    book(document).map_err(|error| error.to_string())
}

fn book(document: &Document) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let moment = chrono::DateTime::from_timestamp_millis(document.stamp.head.recorded).unwrap_or_default();
    let created = ExcelDateTime::parse_from_str(&moment.format("%Y-%m-%dT%H:%M:%S").to_string())?;
    let properties = DocProperties::new()
        .set_title(&document.title)
        .set_company(&document.school)
        .set_creation_datetime(&created)
        .set_custom_property(stamp::NAME, stamp::line(&document.stamp));
    book.set_properties(&properties);
    let mut names = BTreeSet::new();
    let tables: Vec<&Table> = super::tables(document).collect();
    let alone = tables.len() == 1;
    if !alone {
        front(document, book.add_worksheet().set_name(name(&document.title, &mut names))?)?;
    }
    for table in tables {
        let title = if table.title.is_empty() { &document.title } else { &table.title };
        let sheet = book.add_worksheet().set_name(name(title, &mut names))?;
        let top = if alone { head(document, sheet)? } else { 0 };
        self::table(document, &super::printed(table), sheet, top)?;
        if alone {
            foot(document, sheet, top + 2 + u32::try_from(table.rows.len()).unwrap_or(0))?;
        }
    }
    book.save_to_buffer()
}

/// A sheet's name: at most 31 characters, none of those that are forbidden, each once.
fn name(title: &str, taken: &mut BTreeSet<String>) -> String {
    let clean: String =
        title.chars().map(|c| if "[]:*?/\\".contains(c) || c.is_control() { ' ' } else { c }).collect();
    let clean = clean.trim().trim_matches('\'');
    let short: String = clean.chars().take(28).collect();
    let mut name =
        if clean.chars().count() <= 31 { clean.to_owned() } else { format!("{}…", short.trim_end()) };
    let mut number = 2;
    while name.is_empty() || !taken.insert(name.to_lowercase()) {
        name = format!("{} {number}", short.chars().take(25).collect::<String>().trim_end());
        number += 1;
    }
    name
}

fn plain() -> Format {
    Format::new().set_text_wrap().set_align(FormatAlign::Top).set_border(FormatBorder::Thin)
}

/// Text as text, whatever it begins with.
fn put(sheet: &mut Worksheet, row: u32, column: u16, text: &str, format: &Format) -> Result<(), XlsxError> {
    let text: String =
        text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).take(LONGEST).collect();
    if text::is_hostile(&text) {
        sheet.write_string_with_format(row, column, text, &format.clone().set_quote_prefix())?;
    } else {
        sheet.write_string_with_format(row, column, text, format)?;
    }
    Ok(())
}

/// The school, the title, the day; the row below.
fn head(document: &Document, sheet: &mut Worksheet) -> Result<u32, XlsxError> {
    let mut lines: Vec<(String, Format)> =
        document.approval.iter().map(|line| (line.clone(), Format::new())).collect();
    lines.push((document.school.clone(), Format::new()));
    lines.push((document.title.clone(), Format::new().set_bold().set_font_size(14)));
    lines.push((document.subtitle.join(" · "), Format::new()));
    lines.extend(document.warning.clone().map(|words| (words, Format::new().set_bold())));
    let count = u32::try_from(lines.len()).unwrap_or(0);
    for (row, (line, format)) in (0..).zip(lines) {
        put(sheet, row, 0, &line, &format)?;
    }
    Ok(count + 1)
}

fn foot(document: &Document, sheet: &mut Worksheet, top: u32) -> Result<(), XlsxError> {
    let format = Format::new().set_font_size(8);
    for (row, line) in (top..).zip(&document.foot) {
        put(sheet, row, 0, line, &format)?;
    }
    Ok(())
}

/// The sheet of what is said before the tables.
fn front(document: &Document, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let mut row = head(document, sheet)?;
    for (column, width) in (0..).zip(FRONT) {
        sheet.set_column_width(column, width)?;
    }
    for block in &document.blocks {
        match block {
            Block::Facts(facts) => {
                for fact in facts {
                    let entries = text::entries(&fact.sources);
                    fit(sheet, row, [&fact.label, "", &entries].into_iter().zip(FRONT))?;
                    put(sheet, row, 0, &fact.label, &plain())?;
                    value(
                        sheet,
                        (row, 1),
                        &Cell { value: fact.value.clone(), tone: fact.tone, code: None },
                        false,
                    )?;
                    put(sheet, row, 2, &entries, &plain().set_font_size(8))?;
                    row += 1;
                }
                row += 1;
            }
            Block::Steps(steps) => {
                put(sheet, row, 0, &steps.title, &Format::new().set_bold())?;
                row += 1;
                for step in &steps.steps {
                    put(sheet, row, 0, &step.title, &plain())?;
                    let note: Vec<&str> = [&step.state, &step.note]
                        .into_iter()
                        .map(String::as_str)
                        .filter(|it| !it.is_empty())
                        .collect();
                    let note = note.join(", ");
                    fit(sheet, row, [&*step.title, &note].into_iter().zip(FRONT))?;
                    put(sheet, row, 1, &note, &plain())?;
                    put(sheet, row, 2, &text::entries(step.source.as_slice()), &plain().set_font_size(8))?;
                    row += 1;
                }
                row += 1;
            }
            Block::Notice(words) | Block::Text(words) => {
                put(sheet, row, 0, words, &Format::new().set_italic())?;
                row += 2;
            }
            _ => {}
        }
    }
    foot(document, sheet, row)?;
    page(document, sheet);
    Ok(())
}

fn table(document: &Document, table: &Table, sheet: &mut Worksheet, top: u32) -> Result<(), XlsxError> {
    let header = plain().set_bold().set_background_color("#E8ECF0").set_align(FormatAlign::Center);
    let all: f64 = table.columns.iter().map(|column| f64::from(column.width)).sum::<f64>().max(1.0);
    let whole = if document.wide { WIDTH } else { WIDTH * 0.7 };
    let share = |column: &Column| (f64::from(column.width) * whole / all).max(7.0);
    let mut widths: Vec<f64> = table.columns.iter().map(share).collect();
    let mut titles: Vec<String> = table.columns.iter().map(|column| text::header(&column.title)).collect();
    if table.traced {
        widths.push(ENTRY);
        titles.push(document.words.entry.clone());
    }
    for (index, (title, width)) in (0..).zip(titles.iter().zip(&widths)) {
        put(sheet, top, index, title, &header)?;
        sheet.set_column_width(index, *width)?;
    }
    fit(sheet, top, titles.iter().map(String::as_str).zip(widths.iter().copied()))?;
    if table.rows.is_empty() {
        put(sheet, top + 1, 0, &table.empty, &Format::new().set_italic())?;
    }
    for (row, found) in (top + 1..).zip(&table.rows) {
        let texts: Vec<String> =
            found.cells.iter().map(|cell| text::shown(&cell.value, document.lang)).collect();
        // A heading of a section goes across all columns but the first.
        let room = match found.kind {
            RowKind::Section => vec![widths[0], widths[1..].iter().sum()],
            _ => widths.clone(),
        };
        fit(sheet, row, texts.iter().map(String::as_str).zip(room))?;
        self::row(document, table, sheet, row, found)?;
    }
    sheet.set_freeze_panes(top + 1, 0)?;
    sheet.set_repeat_rows(top, top)?;
    page(document, sheet);
    Ok(())
}

/// A row as high as its texts in columns of these widths need: not every program finds that out when it opens a file.
fn fit<'t>(
    sheet: &mut Worksheet,
    row: u32,
    cells: impl Iterator<Item = (&'t str, f64)>,
) -> Result<(), XlsxError> {
    // A sign of text is about as wide as a digit, which columns are measured in; margins take less than two.
    let lines = |(text, width): (&str, f64)| {
        text.lines().map(|line| wrapped(line, (width - 2.0) as usize)).sum::<usize>()
    };
    let most = cells.map(lines).max().unwrap_or(1);
    if most > 1 {
        sheet.set_row_height(row, (most as f64 * LINE).min(HIGHEST))?;
    }
    Ok(())
}

fn row(
    document: &Document,
    table: &Table,
    sheet: &mut Worksheet,
    at: u32,
    row: &Row,
) -> Result<(), XlsxError> {
    let last = u16::try_from(table.columns.len()).unwrap_or(u16::MAX);
    if row.kind == RowKind::Section {
        let format = plain().set_bold().set_background_color("#F3F5F7");
        let words: Vec<String> =
            row.cells.iter().map(|cell| text::shown(&cell.value, document.lang)).collect();
        let (number, title) =
            (words.first().cloned().unwrap_or_default(), words.get(1).cloned().unwrap_or_default());
        let end = if table.traced { last } else { last.saturating_sub(1) };
        sheet.merge_range(at, 1, at, end, "", &format)?;
        put(sheet, at, 0, &number, &format)?;
        return put(sheet, at, 1, &title, &format);
    }
    for (column, cell) in (0..).zip(&row.cells) {
        value(sheet, (at, column), cell, row.kind == RowKind::Total)?;
    }
    if table.traced {
        put(sheet, at, last, &text::entries(&row.sources), &plain().set_font_size(8))?;
    }
    Ok(())
}

fn value(sheet: &mut Worksheet, (row, column): (u32, u16), cell: &Cell, bold: bool) -> Result<(), XlsxError> {
    let mut format = plain();
    if bold {
        format = format.set_bold();
    }
    format = match cell.tone {
        Tone::Late => format.set_font_color("#B3261E").set_bold(),
        Tone::Due => format.set_font_color("#8A5A00"),
        Tone::Done => format.set_font_color("#1B6E3C"),
        Tone::DoneLate => format.set_font_color("#56701A"),
        _ => format,
    };
    match &cell.value {
        Value::Empty => drop(sheet.write_blank(row, column, &format)?),
        Value::Count(count) => drop(sheet.write_number_with_format(row, column, *count as f64, &format)?),
        Value::Number(number) => drop(sheet.write_number_with_format(row, column, *number, &format)?),
        Value::Share(part, whole) => {
            let share = *part as f64 / *whole as f64;
            sheet.write_number_with_format(row, column, share, &format.set_num_format("0.0%"))?;
        }
        Value::Day(day) => {
            let date = ExcelDateTime::parse_from_str(&day.to_string())?;
            sheet.write_datetime_with_format(row, column, &date, &format.set_num_format("dd.mm.yyyy"))?;
        }
        Value::Text(text) => put(sheet, row, column, text, &format)?,
    }
    Ok(())
}

fn page(document: &Document, sheet: &mut Worksheet) {
    if document.wide {
        sheet.set_landscape();
    }
    sheet
        .set_paper_size(9)
        .set_print_fit_to_pages(1, 0)
        .set_footer(format!("&R&8{} &P / &N", document.words.page));
}
