//! Lines of a table whose header is found by meaning: of a log of meetings, of a personal programme, of answers.

use std::collections::BTreeMap;

use vekha_core::people::values;
use vekha_core::table::{Document, Place, Row};

/// Within how many rows from the top a header is looked for.
const HEADER_WITHIN: usize = 25;

/// A column: what it holds, and how its heading may begin, folded.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// What it holds.
    pub name: &'static str,
    /// Beginnings of headings, in lower case with е for ё; the longest that fits says which column it is.
    pub stems: &'static [&'static str],
}

/// A line below a header.
#[derive(Clone, Debug)]
pub struct Line {
    place: Place,
    cells: BTreeMap<&'static str, (usize, String, String)>,
    /// Columns no field takes: index, heading, text.
    pub others: Vec<(usize, String, String)>,
}

impl Line {
    /// The text of a column; `None` where there is none or it is blank.
    pub fn get(&self, field: &str) -> Option<&str> {
        let (_, _, text) = self.cells.get(field)?;
        Some(text.as_str()).filter(|text| !values::is_blank(text))
    }

    /// The text of a column as it stands, blank or not.
    pub fn raw(&self, field: &str) -> Option<&str> {
        self.cells.get(field).map(|(_, _, text)| text.as_str())
    }

    /// Where a column's cell stands, and its heading.
    pub fn at(&self, field: &str) -> (Place, &str) {
        match self.cells.get(field) {
            Some((index, heading, _)) => (self.place.at(*index), heading),
            None => (self.place.clone(), ""),
        }
    }

    /// Where a cell stands.
    pub fn cell(&self, index: usize) -> Place {
        self.place.at(index)
    }
}

/// The lines of every table that has a header with all of `required`; `None` where no table has one.
pub fn lines(document: &Document, fields: &[Field], required: &[&str]) -> Option<Vec<Line>> {
    let mut found = None;
    for table in document.tables() {
        let header = table.rows.iter().take(HEADER_WITHIN).enumerate().find_map(|(at, row)| {
            let columns = columns(row, fields);
            required.iter().all(|name| columns.values().any(|field| field == name)).then_some((at, columns))
        });
        let Some((at, columns)) = header else { continue };
        let headings: Vec<String> =
            table.rows[at].cells.iter().map(|cell| values::text(&cell.text)).collect();
        let below = table.rows[at + 1..].iter().filter(|row| {
            let filled = row.cells.iter().filter(|cell| !cell.text.trim().is_empty());
            let texts: Vec<&str> = filled.map(|cell| cell.text.trim()).collect();
            !texts.is_empty() && !is_numbering(&texts)
        });
        let lines = below.map(|row| line(row, &columns, &headings));
        found.get_or_insert_with(Vec::new).extend(lines);
    }
    found
}

/// Headings of columns that no field takes and that hold something, in their order: what an import passes over. The
/// numbers of lines are none of them.
pub fn passed_over(lines: &[Line]) -> Vec<String> {
    let mut headings: BTreeMap<usize, &str> = BTreeMap::new();
    for (index, heading, text) in lines.iter().flat_map(|line| &line.others) {
        let numbers = matches!(folded(heading).as_str(), "" | "№" | "№ п/п" | "п/п" | "no" | "n");
        if !numbers && !values::is_blank(text) {
            headings.entry(*index).or_insert(heading);
        }
    }
    headings.into_values().map(str::to_owned).collect()
}

fn line(row: &Row, columns: &BTreeMap<usize, &'static str>, headings: &[String]) -> Line {
    let mut line = Line { place: row.place.clone(), cells: BTreeMap::new(), others: Vec::new() };
    for (index, cell) in row.cells.iter().enumerate() {
        let heading = headings.get(index).cloned().unwrap_or_default();
        let text = cell.text.trim().to_owned();
        match columns.get(&index) {
            Some(name) => drop(line.cells.insert(name, (index, heading, text))),
            None => line.others.push((index, heading, text)),
        }
    }
    line
}

/// The row «1 2 3 4 5» under a header.
fn is_numbering(texts: &[&str]) -> bool {
    texts.len() > 1 && texts.iter().zip(1..).all(|(text, number)| text.parse() == Ok::<usize, _>(number))
}

/// Which column is which: each field once, the column whose heading fits it best, the first of those that fit alike. A
/// birthday is the day of nothing that is recorded here.
fn columns(row: &Row, fields: &[Field]) -> BTreeMap<usize, &'static str> {
    let mut best: BTreeMap<&'static str, (usize, usize)> = BTreeMap::new();
    for (index, cell) in row.cells.iter().enumerate() {
        let text = folded(&cell.text);
        let fitting = fields.iter().flat_map(|field| {
            field.stems.iter().filter(|stem| text.starts_with(**stem)).map(|stem| (stem.len(), field.name))
        });
        if let Some((fit, name)) = fitting.max().filter(|_| !says_birth(&text)) {
            let known = best.entry(name).or_insert((fit, index));
            if fit > known.0 {
                *known = (fit, index);
            }
        }
    }
    best.into_iter().map(|(name, (_, index))| (index, name)).collect()
}

/// Whether a heading in lower case is one of birthdays.
pub fn says_birth(heading: &str) -> bool {
    heading.contains("рожд") || heading.contains("birth")
}

/// A heading in lower case, with single blanks, е for ё and without what stands before its first letter or №.
pub fn folded(text: &str) -> String {
    let text = values::text(text).to_lowercase().replace('ё', "е");
    text.trim_start_matches(|c: char| !c.is_alphabetic() && c != '№').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use vekha_core::table::{Block, Cell, Table};

    const FIELDS: &[Field] = &[
        Field { name: "date", stems: &["дата", "date"] },
        Field { name: "topic", stems: &["тема", "содержание"] },
        Field { name: "mentor-mark", stems: &["оценка наставника"] },
        Field { name: "mentee-mark", stems: &["оценка наставляемого"] },
        Field { name: "mark", stems: &["оценка"] },
    ];

    fn document(rows: &[&[&str]]) -> Document {
        let row = |(at, cells): (usize, &&[&str])| Row {
            place: Place { table: 1, row: at as u32 + 1, ..Place::default() },
            cells: cells.iter().map(|text| Cell::own(*text)).collect(),
        };
        let rows = rows.iter().enumerate().map(row).collect();
        Document {
            blocks: vec![Block::Table(Table { number: 1, sheet: String::new(), rows })],
            ..Document::default()
        }
    }

    #[test]
    fn a_header_is_found_by_meaning_wherever_it_stands() {
        let read = document(&[
            &["Журнал встреч", "", "", ""],
            &["№ п/п", " Дата  встречи", "Оценка наставляемого", "Содержание работы"],
            &["1", "2", "3", "4"],
            &["1.", "12.11.2023", "9", "Знакомство"],
            &["", "", "", ""],
        ]);
        let lines = lines(&read, FIELDS, &["date"]).unwrap();
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].get("date"), Some("12.11.2023"));
        assert_eq!(lines[0].get("mentee-mark"), Some("9"));
        assert_eq!(lines[0].get("mark"), None);
        assert_eq!(
            lines[0].at("topic"),
            (Place { table: 1, row: 4, cell: 4, ..Place::default() }, "Содержание работы")
        );
        assert_eq!(lines[0].others[0].2, "1.");
    }

    #[test]
    fn columns_that_are_passed_over_are_told() {
        let read = document(&[
            &["№ п/п", "Дата", "Кабинет", "Примечание"],
            &["1", "12.11.2023", "12", ""],
            &["2", "13.11.2023", "12", "-"],
        ]);
        assert_eq!(passed_over(&lines(&read, FIELDS, &["date"]).unwrap()), ["Кабинет"]);
    }

    #[test]
    fn a_table_of_something_else_is_told_from_an_empty_one() {
        assert!(lines(&document(&[&["ФИО", "Класс"]]), FIELDS, &["date"]).is_none());
        assert_eq!(lines(&document(&[&["Дата", "Тема"]]), FIELDS, &["date"]).unwrap().len(), 0);
    }
}
