//! What stands under a roadmap and is no task: notes, sums, signatures.

use alloc::string::String;
use alloc::vec::Vec;

use super::draft::PartyKind;
use super::header::{Header, Role};
use super::number::Number;
use super::party;
use super::rows::is_blank;
use super::text::folded;
use crate::table::{Row, Table};

/// Where what stands under a roadmap begins: notes, who has read it, sums. No row with a number comes after.
pub fn foot(table: &Table, header: &Header, first: usize) -> usize {
    const WORDS: [&str; 12] = [
        "примечани",
        "ознакомлен",
        "с планом ознаком",
        "с дорожной картой ознаком",
        "с приказом ознаком",
        "исполнитель:",
        "исп.",
        "составил",
        "согласовано",
        "итого",
        "всего:",
        "подпис",
    ];
    let texts = |row: &Row| -> Vec<String> {
        row.cells.iter().filter(|cell| !is_blank(&cell.text)).map(|cell| folded(cell.text.trim())).collect()
    };
    let title = header.column(Role::Title).unwrap_or_default();
    let numbered = |row: &Row| row.cells.first().is_some_and(|cell| Number::parse(&cell.text).is_some());
    let is_foot = |row: &Row| {
        let texts = texts(row);
        let named = texts.first().is_some_and(|text| {
            WORDS.iter().any(|word| text.starts_with(word)) || text.starts_with(['*', '¹'])
        });
        named && texts.len() < 3 && !numbered(row)
    };
    let last = table.rows.iter().rposition(numbered).map_or(0, |at| at + 1);
    let from = first.max(last).min(table.rows.len());
    (from..table.rows.len())
        .find(|at| is_foot(&table.rows[*at]) || (last > 0 && is_signature(&table.rows[*at], title)))
        .unwrap_or(table.rows.len())
}

/// «Директор школы | ________ | Громов П.С.»: an office where activities stand, a person behind it, and nothing else.
fn is_signature(row: &Row, title: usize) -> bool {
    let line = |c: char| c.is_whitespace() || "_/.,«»\"".contains(c);
    let texts: Vec<(usize, &str)> = (row.cells.iter().enumerate())
        .map(|(at, cell)| {
            (at, cell.text.trim().trim_start_matches(line).trim_end_matches(|c| line(c) && c != '.'))
        })
        .filter(|(_, text)| !is_blank(text))
        .collect();
    let [(at, office), others @ ..] = texts.as_slice() else { return false };
    let all = |text: &str, kind: PartyKind| {
        let (parties, remarks) = party::split(text);
        !parties.is_empty() && remarks.is_empty() && parties.iter().all(|party| party.kind == kind)
    };
    *at <= title
        && matches!(others, [(_, person)] if all(person, PartyKind::Person))
        && all(office, PartyKind::Role)
}
