//! Tables drawn with bars: markdown with or without its line of dashes, boxes of `+---+` or `┌──┬──┐` whose cells
//! run over several lines, and tables that print a cell a line.

use vekha_core::table::{Block, Cell, Document, Place, Row, Table};

use super::clean::{tidy, without_tags};
use super::error::Trouble;
use super::limits;
use super::plain;

/// A line of the text, as far as tables care.
enum Line<'a> {
    Blank,
    /// A rule between rows: dashes, pluses and bars only.
    Rule,
    /// Cells.
    Cells(Vec<String>),
    Text(&'a str),
}

/// Reads tables and the paragraphs between them.
///
/// # Errors
/// The limits.
pub fn read(text: &str) -> Result<Document, Trouble> {
    let mut document = Document::default();
    let mut block: Vec<(u32, Line<'_>)> = Vec::new();
    let mut paragraph = String::new();
    let mut tables = 0;
    for (index, line) in text.lines().enumerate() {
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        match classify(line) {
            Line::Text(text) => {
                flush(&mut block, &mut document, &mut tables)?;
                paragraph.push_str(text);
                paragraph.push('\n');
            }
            Line::Blank => {
                paragraph.push('\n');
                block.push((number, Line::Blank));
            }
            line => {
                document.blocks.extend(plain::paragraphs(&paragraph).into_iter().map(Block::Paragraph));
                paragraph.clear();
                block.push((number, line));
            }
        }
    }
    flush(&mut block, &mut document, &mut tables)?;
    document.blocks.extend(plain::paragraphs(&paragraph).into_iter().map(Block::Paragraph));
    Ok(document)
}

fn classify(line: &str) -> Line<'_> {
    let trimmed = line.trim();
    if trimmed.is_empty() {
        return Line::Blank;
    }
    let drawn = |c: char| "|+-=_: ".contains(c) || ('\u{2500}'..='\u{257F}').contains(&c);
    if trimmed.chars().all(drawn) && trimmed.chars().any(|c| c != '|' && c != ' ' && c != '│' && c != '║')
    {
        // «- | -» may be cells of dashes; a rule has no blank around its dashes, or no bar at all.
        let dashes = trimmed.chars().filter(|c| *c != ' ' && *c != '|' && *c != ':').count();
        let bars = trimmed.chars().filter(|c| *c == '|').count();
        if dashes >= 3 && dashes + 1 >= 2 * bars.saturating_sub(1) {
            return Line::Rule;
        }
    }
    if trimmed.contains(['|', '│', '║', '┃']) { Line::Cells(split(trimmed)) } else { Line::Text(line) }
}

/// The cells of a line; a bar at its ends opens and closes, `\|` is a bar of the text.
fn split(line: &str) -> Vec<String> {
    let line = line.replace(['│', '║', '┃'], "|").replace("\\|", "\u{1}");
    let inner = line.strip_prefix('|').unwrap_or(&line);
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    inner.split('|').map(|cell| cell.replace('\u{1}', "|")).collect()
}

/// The lines of a table become its rows.
fn flush(block: &mut Vec<(u32, Line<'_>)>, document: &mut Document, tables: &mut u32) -> Result<(), Trouble> {
    let lines = std::mem::take(block);
    // How many cells of a line are filled: a section over the whole width prints empty ones after it.
    let filled = |cells: &Vec<String>| cells.iter().filter(|cell| !cell.trim().is_empty()).count();
    let cells: Vec<usize> = lines
        .iter()
        .filter_map(|(_, line)| if let Line::Cells(c) = line { Some(filled(c)) } else { None })
        .collect();
    if cells.is_empty() {
        return Ok(());
    }
    let single = cells.iter().filter(|filled| **filled <= 1).count();
    let rules = lines.iter().filter(|(_, line)| matches!(line, Line::Rule)).count();
    *tables += 1;
    let rows = if single * 10 >= cells.len() * 9 && cells.len() > 3 {
        a_cell_a_line(lines)
    } else if rules * 3 >= cells.len().min(9) && rules > 2 {
        boxes(lines)
    } else {
        a_row_a_line(lines)
    };
    let table = table_of(rows, *tables)?;
    if !table.rows.is_empty() {
        document.blocks.push(Block::Table(table));
    }
    Ok(())
}

type Rows = Vec<(u32, Vec<String>)>;

/// Each line is a row. A line that ends without its closing bar goes on in the next one.
fn a_row_a_line(lines: Vec<(u32, Line<'_>)>) -> Rows {
    lines
        .into_iter()
        .filter_map(|(number, line)| if let Line::Cells(cells) = line { Some((number, cells)) } else { None })
        .collect()
}

/// Rules part the rows; the lines between two of them are one row, cell by cell.
fn boxes(lines: Vec<(u32, Line<'_>)>) -> Rows {
    let mut rows = Rows::new();
    let mut open = false;
    for (number, line) in lines {
        match line {
            Line::Rule => open = false,
            Line::Cells(cells) => match rows.last_mut() {
                Some((_, row)) if open => {
                    // Where a cell of the header is parted, its rule stands among texts.
                    let drawn = |c: char| ('\u{2500}'..='\u{257F}').contains(&c);
                    let cells = cells.into_iter().map(|cell| cell.replace(drawn, " "));
                    for (at, cell) in cells.enumerate() {
                        match row.get_mut(at) {
                            Some(above) => {
                                above.push('\n');
                                above.push_str(&cell);
                            }
                            None => row.push(cell),
                        }
                    }
                }
                _ => {
                    rows.push((number, cells));
                    open = true;
                }
            },
            Line::Blank | Line::Text(_) => {}
        }
    }
    rows
}

/// Each line is a cell. Rows are parted by rules or empty lines where there are any, else by the numbers that rows
/// begin with, the header giving the width.
fn a_cell_a_line(lines: Vec<(u32, Line<'_>)>) -> Rows {
    let parts: Vec<bool> = lines.iter().map(|(_, line)| !matches!(line, Line::Cells(_))).collect();
    let inside = parts.iter().skip_while(|part| **part).collect::<Vec<_>>();
    if inside.iter().rev().skip_while(|part| ***part).filter(|part| ***part).count() >= 2 {
        let mut rows = Rows::new();
        let mut open = false;
        for (number, line) in lines {
            match (line, open) {
                (Line::Cells(cells), true) => {
                    if let Some((_, row)) = rows.last_mut() {
                        row.extend(cells);
                    }
                }
                (Line::Cells(cells), false) => {
                    rows.push((number, cells));
                    open = true;
                }
                _ => open = false,
            }
        }
        return rows;
    }
    let cells = lines.into_iter().filter_map(|(number, line)| match line {
        Line::Cells(cells) => Some((number, cells)),
        _ => None,
    });
    by_numbers(cells.collect())
}

/// Rows begin with a number; the cells before the first number, or before the first line that is a whole row, are the
/// header. Such a line is a section with the empty cells it covers, or only those, and ends its row.
fn by_numbers(lines: Vec<(u32, Vec<String>)>) -> Rows {
    let first = |cells: &Vec<String>| cells.first().cloned().unwrap_or_default();
    let width = lines.iter().position(|(_, cells)| cells.len() > 1 || is_number(&first(cells))).unwrap_or(0);
    if width < 2 {
        return lines;
    }
    let mut rows: Rows = Vec::new();
    // Under the header may stand a row that numbers the columns.
    let numbered = (0..width)
        .all(|at| lines.get(width + at).is_some_and(|(_, c)| first(c).trim() == (at + 1).to_string()));
    let mut ended = false;
    for (index, (number, mut cells)) in lines.into_iter().enumerate() {
        let whole = cells.len() > 1;
        let covered = whole && cells.iter().all(|cell| cell.trim().is_empty());
        let in_head = index < width || (numbered && index < 2 * width);
        let begins = if in_head { index % width == 0 } else { whole || is_number(&first(&cells)) };
        match rows.last_mut() {
            _ if covered => {}
            Some((_, row)) if !begins && !ended && row.len() < width => row.append(&mut cells),
            _ => rows.push((number, cells)),
        }
        ended = whole;
    }
    rows
}

/// «1», «1.1.», «II.».
fn is_number(text: &str) -> bool {
    let text = text.trim().trim_end_matches(['.', ')']);
    let digits = !text.is_empty() && text.len() < 10 && text.chars().all(|c| c.is_ascii_digit() || c == '.');
    digits || !text.is_empty() && text.len() < 6 && text.chars().all(|c| "IVX".contains(c))
}

fn table_of(rows: Rows, number: u32) -> Result<Table, Trouble> {
    let mut table = Table { number, ..Table::default() };
    let mut count = 0;
    for (line, cells) in rows {
        let row = u32::try_from(table.rows.len() + 1).unwrap_or(u32::MAX);
        let place = Place { table: number, sheet: String::new(), row, cell: 0, line };
        count += cells.len();
        if cells.len() > limits::COLUMNS || count > limits::CELLS || table.rows.len() >= limits::ROWS {
            return Err(Trouble::TooManyCells { place });
        }
        let mut out = Vec::new();
        for cell in cells {
            if cell.len() > limits::CELL_CHARS && cell.chars().count() > limits::CELL_CHARS {
                return Err(Trouble::CellTooLong { place: place.at(out.len()) });
            }
            out.push(Cell::own(tidy(&without_tags(&plain::unmarked(&cell)))));
        }
        if out.iter().any(|cell| !cell.text.is_empty()) {
            table.rows.push(Row { place, cells: out });
        }
    }
    Ok(table)
}
