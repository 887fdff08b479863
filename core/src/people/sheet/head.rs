//! The header of a table of people, and which base the table is.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use crate::people::columns::{self, Column};
use crate::people::{Side, values};
use crate::table::{Merge, Row, Table};

/// How many rows above the first person are looked at for a header.
const HEAD: usize = 25;

/// The header of a table.
pub(super) struct Head {
    pub headers: Vec<String>,
    pub columns: Vec<Option<Column>>,
    /// The rows above it, which may hold a title.
    pub from: usize,
    /// The first row of people.
    pub below: usize,
}

impl Head {
    pub fn find(table: &Table, side: Option<Side>) -> Option<Self> {
        let mut best: Option<(usize, Self)> = None;
        for at in 0..table.rows.len().min(HEAD) {
            for rows in 1..=2 {
                let Some(headers) = headers(&table.rows, at, rows) else { continue };
                let columns = columns::columns(&headers, side);
                let named = columns
                    .iter()
                    .flatten()
                    .any(|column| matches!(column, Column::Name | Column::NamePart(0)));
                let known = columns::known(&columns);
                let enough = known >= 2 || (known == 1 && columns.iter().flatten().count() <= 2);
                if named && enough && best.as_ref().is_none_or(|(most, _)| known > *most) {
                    best = Some((known, Self { headers, columns, from: at, below: at + rows }));
                }
            }
        }
        best.map(|(_, head)| head)
    }
}

/// The headers of one row, or of two where the second parts what the first merges.
fn headers(rows: &[Row], at: usize, count: usize) -> Option<Vec<String>> {
    let row = rows.get(at)?;
    if count == 1 {
        return Some(row.cells.iter().map(|cell| values::text(&cell.text)).collect());
    }
    let below = rows.get(at + 1)?;
    let merged = row.cells.iter().any(|cell| cell.merge == Merge::Left)
        && below.cells.iter().any(|cell| cell.merge == Merge::Up);
    if !merged {
        return None;
    }
    let width = row.cells.len().max(below.cells.len());
    let mut group = String::new();
    let headers = (0..width).map(|column| {
        if let Some(cell) = row.cells.get(column).filter(|cell| cell.merge != Merge::Left) {
            group = values::text(&cell.text);
        }
        let part = below.cells.get(column).map(|cell| values::text(&cell.text)).unwrap_or_default();
        values::text(&alloc::format!("{group} {part}"))
    });
    Some(headers.collect())
}

/// The side that the header of the names says.
pub(super) fn named_side(head: &Head) -> Option<Side> {
    head.columns.iter().zip(&head.headers).find_map(|(column, header)| match column {
        Some(Column::Name | Column::NamePart(0)) => columns::side_of(header),
        _ => None,
    })
}

/// Which base a table is: by the header of its names, its sheet, its title, then by what only one side has.
pub(super) fn table_side(table: &Table, head: &Head, above: &str) -> Option<Side> {
    let name = named_side(head);
    let title = || {
        let rows = table.rows[..head.from].iter().rev();
        rows.flat_map(|row| &row.cells).find_map(|cell| columns::side_of(&cell.text))
    };
    let has = |field: &str| head.columns.contains(&Some(Column::Field(field.to_owned())));
    let by_columns = || {
        let mentor = has("competences") || head.columns.contains(&Some(Column::WishedAge)) || has("mentees");
        match (mentor, has("requests") || has("mentor")) {
            (true, false) => Some(Side::Mentor),
            (false, true) => Some(Side::Mentee),
            _ => None,
        }
    };
    name.or_else(|| columns::side_of(&table.sheet))
        .or_else(title)
        .or_else(|| columns::side_of(above))
        .or_else(by_columns)
}
