//! A list of people of any carrier becomes lines of a base, with every fault named by its row and cell.

mod finding;
mod head;
mod row;

use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use chrono::NaiveDate;

pub use self::finding::{Code, Finding};
use self::head::{Head, named_side, table_side};
use self::row::{Reader, is_idle, whole};
use super::columns::{self, Column};
use super::{Forms, Side, values};
use crate::ids::PartyId;
use crate::table::{Block, Document, Place, Row, Table};

/// What is not in the file and the person who imports knows.
#[derive(Clone, Debug)]
pub struct Setting<'a> {
    /// The side of every line; told from titles and headers where absent.
    pub side: Option<Side>,
    /// The form of every line that does not say its own.
    pub form: Option<&'a str>,
    /// The forms there are.
    pub forms: &'a Forms,
    /// Today, for what cannot be in the future.
    pub today: NaiveDate,
}

/// What was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// The people in the order of the file.
    pub lines: Vec<Line>,
    /// The headers with what they were taken for.
    pub columns: Vec<(String, Option<Column>)>,
    /// Everything that is wrong or strange, in the order of the file.
    pub findings: Vec<Finding>,
    /// How many tables hold people.
    pub tables: usize,
}

/// One line of a base.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Its row.
    pub place: Place,
    /// Which side.
    pub side: Side,
    /// Which form; `None` where neither the file nor the setting says.
    pub form: Option<String>,
    /// The name.
    pub name: String,
    /// Fields of the profile.
    pub fields: BTreeMap<String, String>,
    /// The day of entry.
    pub entered: Option<NaiveDate>,
    /// The day of completion.
    pub left: Option<NaiveDate>,
    /// How many mentees a mentor takes.
    pub capacity: Option<u32>,
}

impl Line {
    /// How many requests it states.
    pub fn requests(&self) -> u32 {
        let requests = self.fields.get("requests").map(|text| values::list(text).len()).unwrap_or(0);
        u32::try_from(requests).unwrap_or(u32::MAX)
    }
}

/// Reads every table that has a column of names. `None` where no table has.
pub fn read(document: &Document, setting: &Setting<'_>) -> Option<Sheet> {
    let mut sheet = Sheet::default();
    let mut above = String::new();
    let mut found: Vec<(&Table, Head, String)> = Vec::new();
    for block in &document.blocks {
        match block {
            Block::Paragraph(text) => above.clone_from(text),
            Block::Table(table) => {
                if let Some(head) = Head::find(table, setting.side) {
                    found.push((table, head, core::mem::take(&mut above)));
                }
            }
        }
    }
    // A workbook of both bases: the one that is not wanted says so itself.
    let is_other = |(table, head, _): &(&Table, Head, String)| {
        let says = named_side(head).or_else(|| columns::side_of(&table.sheet));
        setting.side.zip(says).is_some_and(|(wanted, says)| wanted != says)
    };
    let all_other = found.iter().all(&is_other);
    for table in &found {
        let (rows, head, above) = table;
        if is_other(table) && !all_other {
            let place = rows.rows.get(head.from).map(|row| row.place.clone()).unwrap_or_default();
            sheet.find(Code::OtherBase, &place, "");
            continue;
        }
        sheet.tables += 1;
        sheet.table(rows, head, above, setting);
    }
    (sheet.tables > 0).then_some(sheet)
}

impl Sheet {
    fn table(&mut self, table: &Table, head: &Head, above: &str, setting: &Setting<'_>) {
        let side = setting.side.or_else(|| table_side(table, head, above));
        if self.columns.is_empty() {
            self.columns = head.headers.iter().cloned().zip(head.columns.iter().cloned()).collect();
        }
        let mut reported = false;
        let mut above: Option<Row> = None;
        for row in &table.rows[head.below..] {
            let row = &whole(row, above.as_ref());
            if is_idle(row, head) {
                continue;
            }
            above = Some(row.clone());
            match Reader::new(self, head, row, setting).line(side) {
                Some(line) => self.lines.push(line),
                None if side.is_none() && !reported && !head.columns.contains(&Some(Column::Side)) => {
                    reported = true;
                    self.find(Code::NoSide, &row.place, "");
                }
                None => {}
            }
        }
    }

    fn find(&mut self, code: Code, place: &Place, column: &str) {
        let finding = Finding { code, place: place.clone(), column: column.to_owned() };
        if !self.findings.contains(&finding) {
            self.findings.push(finding);
        }
    }

    /// Puts numbers for the names of other people: a name stands in its own profile only, so that erasing it there
    /// erases it. Who is not known yet is told and not kept.
    pub fn resolve(&mut self, who: &dyn Fn(&str) -> Option<PartyId>) {
        let mut unknown = Vec::new();
        for line in &mut self.lines {
            for field in OTHERS {
                let Some(text) = line.fields.remove(*field) else { continue };
                let mut known = Vec::new();
                for name in values::list(&text) {
                    match who(&name) {
                        Some(id) => known.push(alloc::format!("№{id}")),
                        None => unknown.push((line.place.clone(), *field)),
                    }
                }
                if !known.is_empty() {
                    line.fields.insert((*field).to_owned(), known.join("; "));
                }
            }
        }
        for (place, field) in unknown {
            let wanted = Some(Column::Field(field.to_owned()));
            let header = self.columns.iter().position(|(_, column)| *column == wanted);
            let header_text = header.map(|index| self.columns[index].0.clone()).unwrap_or_default();
            self.find(Code::UnknownPerson, &place.at(header.unwrap_or(0)), &header_text);
        }
    }

    /// Whether a line has no form because its cell names one that is not there.
    pub fn misnames_form(&self, line: &Line) -> bool {
        let here = |place: &Place| {
            (place.table, place.row, place.line) == (line.place.table, line.place.row, line.place.line)
        };
        self.findings.iter().any(|finding| finding.code == Code::UnknownForm && here(&finding.place))
    }

    /// Whether nothing may be stored.
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.code.is_error())
    }
}

/// Fields that name other people.
pub const OTHERS: &[&str] = &["mentor", "mentees", "preferences", "avoids"];

/// Fields whose commas part a list.
pub const LISTS: &[&str] = &[
    "requests",
    "competences",
    "interests",
    "achievements",
    "slots",
    "preferences",
    "avoids",
    "mentees",
    "mentor",
];
