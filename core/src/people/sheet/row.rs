//! One row of a base at work: what its cells say, and what is wrong with them.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use chrono::NaiveDate;

use super::head::Head;
use super::{Code, LISTS, Line, Setting, Sheet};
use crate::people::columns::{self, Column};
use crate::people::named::form_named;
use crate::people::{Side, names, values};
use crate::table::{Merge, Row};

/// The row with what cells merged from above it hold.
pub(super) fn whole(row: &Row, above: Option<&Row>) -> Row {
    let mut row = row.clone();
    for (at, cell) in row.cells.iter_mut().enumerate().filter(|(_, cell)| cell.merge == Merge::Up) {
        if let Some(over) = above.and_then(|above| above.cells.get(at)) {
            cell.text.clone_from(&over.text);
        }
    }
    row
}

/// A row of nothing, of column numbers, of the header once more, or of a total.
pub(super) fn is_idle(row: &Row, head: &Head) -> bool {
    let texts = || row.cells.iter().map(|cell| cell.text.trim()).filter(|text| !values::is_blank(text));
    if texts().next().is_none() {
        return true;
    }
    let counting = texts().count() > 2
        && texts().zip(1..).all(|(text, no)| text.trim_end_matches('.').parse::<usize>() == Ok(no));
    let again = row
        .cells
        .iter()
        .zip(&head.headers)
        .all(|(cell, header)| columns::folded(&cell.text) == columns::folded(header));
    // A section merged across the columns, a total, a lonely number.
    let alone = texts().count() == 1 && head.columns.iter().flatten().count() > 1 && !named(row, head);
    // «Всего 5 человек» with a request beside it is somebody without a name.
    let sums =
        || texts().skip(1).all(|text| !text.contains(char::is_alphabetic) && values::date(text).is_none());
    let total = texts().next().is_some_and(|text| {
        let text = columns::folded(text);
        text.starts_with("итого") || ["всего", "итог", "total"].contains(&text.as_str()) && sums()
    });
    counting || again || alone || total
}

/// Whether the cell of the name holds one.
fn named(row: &Row, head: &Head) -> bool {
    row.cells.iter().zip(&head.columns).any(|(cell, column)| {
        matches!(column, Some(Column::Name | Column::NamePart(0)))
            && names::is_name(&names::tidy(&cell.text))
            && row.cells.iter().all(|cell| cell.merge != Merge::Left)
    })
}

/// One row at work.
pub(super) struct Reader<'a, 's> {
    sheet: &'a mut Sheet,
    head: &'a Head,
    row: &'a Row,
    setting: &'a Setting<'s>,
}

impl<'a, 's> Reader<'a, 's> {
    pub fn new(sheet: &'a mut Sheet, head: &'a Head, row: &'a Row, setting: &'a Setting<'s>) -> Self {
        Self { sheet, head, row, setting }
    }

    fn find(&mut self, code: Code, index: usize) {
        let header = self.head.headers.get(index).cloned().unwrap_or_default();
        self.sheet.find(code, &self.row.place.at(index), &header);
    }

    pub fn line(&mut self, side: Option<Side>) -> Option<Line> {
        let mut line = Line {
            place: self.row.place.clone(),
            side: side.unwrap_or(Side::Mentee),
            form: self.setting.form.map(ToOwned::to_owned),
            name: String::new(),
            fields: BTreeMap::new(),
            entered: None,
            left: None,
            capacity: None,
        };
        let mut side = side;
        let mut parts: [String; 3] = Default::default();
        let mut name_at = None;
        for index in 0..self.head.columns.len() {
            let Some(column) = self.head.columns[index].clone() else { continue };
            let raw = self.row.cells.get(index).map(|cell| cell.text.clone()).unwrap_or_default();
            match &column {
                Column::Name => {
                    (line.name, name_at) = (self.person(&mut line.fields, index, &raw), Some(index));
                }
                Column::NamePart(part) => {
                    parts[usize::from(*part).min(2)] = values::text(&raw);
                    name_at = name_at.or(Some(index));
                }
                _ if values::is_blank(&raw) => {}
                Column::Number => {}
                Column::Side => match columns::side_of(&raw) {
                    Some(found) => side = Some(self.setting.side.unwrap_or(found)),
                    None => self.find(Code::UnknownSide, index),
                },
                Column::Form => self.form(&mut line, index, &raw),
                Column::Entered => line.entered = self.date(index, &raw),
                Column::Left => line.left = self.date(index, &raw),
                Column::Capacity => match values::number(&raw) {
                    Some(number) => line.capacity = Some(number),
                    None => self.find(Code::BadNumber, index),
                },
                Column::WishedAge => self.wished(&mut line, index, &raw),
                Column::Field(field) => self.field(&mut line, index, field, &raw),
            }
        }
        if line.name.is_empty() {
            line.name = names::tidy(&parts.join(" "));
            let surname = self.head.columns.iter().position(|column| *column == Some(Column::NamePart(0)));
            if let Some(index) = surname.filter(|_| values::is_blank(&parts[0]) && !line.name.is_empty()) {
                self.find(Code::NoSurname, index);
            }
        }
        self.name(&line, name_at.unwrap_or(0));
        line.side = side?;
        self.check(&line);
        (!line.name.is_empty()).then_some(line)
    }

    /// The name in a cell; what stands behind it, «, учитель физики» or «(методист)», is the position where the header
    /// asks for one.
    fn person(&self, fields: &mut BTreeMap<String, String>, index: usize, raw: &str) -> String {
        let name = names::tidy(raw);
        let asks = columns::folded(&self.head.headers[index]).contains("должност");
        if names::is_name(&name) && !raw.contains('(') || !asks {
            return name;
        }
        let split = raw.split_once([',', '(', '\n', ';', '–', '—']);
        let Some((first, rest)) = split.map(|(first, rest)| (names::tidy(first), values::text(rest))) else {
            return name;
        };
        let position = rest.trim_matches([')', ' ', ',', '.']);
        // «Громова Е.П.» behind a comma is another person; «Учитель физики» is not.
        let capitals = position.split_whitespace().all(|word| word.starts_with(char::is_uppercase));
        if !names::is_name(&first)
            || position.is_empty()
            || capitals && names::is_name(&names::tidy(position))
        {
            return name;
        }
        fields.insert("position".to_owned(), position.to_owned());
        first
    }

    /// Whether a cell of a name holds those of several people.
    fn holds_several(&self, index: usize) -> bool {
        let raw = self.row.cells.get(index).map_or("", |cell| cell.text.as_str());
        let names: Vec<String> =
            raw.split([',', ';', '/', '\n']).map(names::tidy).filter(|name| !name.is_empty()).collect();
        // «Выдумова Анна, учитель физики» is one.
        let capitals = |name: &String| name.split(' ').all(|word| word.starts_with(char::is_uppercase));
        names.len() > 1 && names.iter().all(|name| names::is_name(name) && capitals(name))
    }

    /// Whether a row of a table of pairs has the other one alone, who stands first there.
    fn is_of_the_other(&self, index: usize) -> bool {
        let other = |field: &str| {
            let wanted = Some(Column::Field(field.to_owned()));
            self.head.columns[..index].iter().position(|column| *column == wanted)
        };
        let cell = other("mentor").or(other("mentees")).and_then(|at| self.row.cells.get(at));
        cell.is_some_and(|cell| !values::is_blank(&cell.text))
    }

    fn name(&mut self, line: &Line, index: usize) {
        if line.name.is_empty() && self.is_of_the_other(index) {
            self.find(Code::OtherOnly, index);
        } else if line.name.is_empty() {
            self.find(Code::NoName, index);
        } else if self.head.columns.get(index) == Some(&Some(Column::Name)) && self.holds_several(index) {
            self.find(Code::SeveralPeople, index);
        } else if !names::is_name(&line.name) {
            self.find(Code::NotAName, index);
        } else if line.name.contains('.') {
            self.find(Code::Initials, index);
        }
    }

    fn form(&mut self, line: &mut Line, index: usize, raw: &str) {
        match form_named(self.setting.forms, raw) {
            Some(form) => line.form = Some(form),
            None => self.find(Code::UnknownForm, index),
        }
    }

    fn date(&mut self, index: usize, raw: &str) -> Option<NaiveDate> {
        match values::date(raw) {
            Some(day) if day > self.setting.today => {
                self.find(Code::FutureDate, index);
                None
            }
            Some(day) => Some(day),
            None => {
                self.find(Code::BadDate, index);
                None
            }
        }
    }

    fn wished(&mut self, line: &mut Line, index: usize, raw: &str) {
        match values::ages(raw) {
            Some((from, to)) => {
                let mut put = |field: &str, age: Option<u8>| {
                    if let Some(age) = age {
                        line.fields.insert(field.to_owned(), alloc::format!("{age}"));
                    }
                };
                put("wished_age_from", from);
                put("wished_age_to", to);
            }
            None => self.find(Code::BadAges, index),
        }
    }

    fn field(&mut self, line: &mut Line, index: usize, field: &str, raw: &str) {
        if field == "birth_year" && values::is_yearless(raw) && self.is_birthday(index) {
            // A day to congratulate on; nobody's age is told by it.
            let field = columns::further(&self.head.headers[index]);
            line.fields.insert(field, values::text(raw));
            return;
        }
        let value = match field {
            "contacts" => Some(values::contacts(raw)),
            "birth_year" => match values::birth_year(raw, self.setting.today) {
                Some(year) => Some(alloc::format!("{year}")),
                None => return self.find(Code::BadYear, index),
            },
            "years" => match values::years(raw) {
                Some(years) => Some(years),
                None => return self.find(no_number(raw), index),
            },
            "age" => match values::age(raw) {
                Some(age) => Some(alloc::format!("{age}")),
                None => return self.find(no_number(raw), index),
            },
            "wished_age_from" | "wished_age_to" | "minimum" => match values::number(raw) {
                Some(number) => Some(alloc::format!("{number}")),
                None => return self.find(Code::BadNumber, index),
            },
            _ if LISTS.contains(&field) => Some(values::list(raw).join("; ")),
            _ if raw.contains(['\n', ';']) => Some(values::list(raw).join("; ")),
            _ => Some(values::text(raw)),
        };
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            line.fields.insert(field.to_owned(), value);
        }
    }

    /// Whether the header asks for a day rather than a year.
    fn is_birthday(&self, index: usize) -> bool {
        columns::folded(&self.head.headers[index]).contains("день")
    }

    /// What is strange in a line as a whole.
    fn check(&mut self, line: &Line) {
        if let (Some(entered), Some(left)) = (line.entered, line.left)
            && left < entered
        {
            let index = self.head.columns.iter().position(|column| *column == Some(Column::Left));
            self.find(Code::LeftBeforeEntered, index.unwrap_or(0));
        }
        let at = |field: &str| {
            let wanted = Some(Column::Field(field.to_owned()));
            self.head.columns.iter().position(|column| *column == wanted)
        };
        let empty = |field: &str| at(field).filter(|_| !line.fields.contains_key(field));
        let missing = match line.side {
            Side::Mentee => empty("requests").map(|index| (Code::NoRequest, index)),
            Side::Mentor => empty("competences").map(|index| (Code::NoCompetence, index)),
        };
        let outside = at("birth_year").filter(|_| self.outside(line)).map(|index| (Code::AgeOutside, index));
        for (code, index) in missing.into_iter().chain(outside) {
            self.find(code, index);
        }
    }

    /// Whether the age is not what the form takes on this side.
    fn outside(&self, line: &Line) -> bool {
        use chrono::Datelike as _;
        let year = line.fields.get("birth_year").and_then(|year| year.parse::<i32>().ok());
        let form = line.form.as_ref().and_then(|form| self.setting.forms.forms.get(form));
        let Some((year, (from, to))) = year.zip(form.and_then(|form| form.side(line.side).ages)) else {
            return false;
        };
        // Only the year is known: the age this year, or a year less.
        let age = self.setting.today.year() - year;
        age < i32::from(from) || age - 1 > i32::from(to)
    }
}

/// Why a cell gives no number: it holds none, or one that cannot be.
fn no_number(raw: &str) -> Code {
    if values::number(raw).is_some() { Code::Implausible } else { Code::BadNumber }
}
