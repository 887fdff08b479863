//! A list of people of any carrier becomes lines of a base, with every fault named by its row and cell.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use chrono::NaiveDate;

use super::columns::{self, Column};
use super::{Forms, Side, names, values};
use crate::ids::PartyId;
use crate::table::{Block, Document, Merge, Place, Row, Table};

/// How many rows above the first person are looked at for a header.
const HEAD: usize = 25;

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

/// Something wrong or strange.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What.
    pub code: Code,
    /// The cell, or the row.
    pub place: Place,
    /// The header of the column; empty where the row is meant.
    pub column: String,
}

/// What can be wrong. The cell's own words are not repeated: they may be about a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Code {
    NoName,
    NotAName,
    BadDate,
    FutureDate,
    BadYear,
    BadNumber,
    Implausible,
    BadAges,
    UnknownForm,
    UnknownSide,
    NoSide,
    LeftBeforeEntered,
    AgeOutside,
    NoRequest,
    NoCompetence,
    UnknownPerson,
    Initials,
    NoSurname,
    SeveralPeople,
    OtherBase,
    OtherOnly,
}

impl Code {
    /// Its stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoName => "no-name",
            Self::NotAName => "not-a-name",
            Self::BadDate => "bad-date",
            Self::FutureDate => "future-date",
            Self::BadYear => "bad-year",
            Self::BadNumber => "bad-number",
            Self::Implausible => "implausible",
            Self::BadAges => "bad-ages",
            Self::UnknownForm => "unknown-form",
            Self::UnknownSide => "unknown-side",
            Self::NoSide => "no-side",
            Self::LeftBeforeEntered => "left-before-entered",
            Self::AgeOutside => "age-outside",
            Self::NoRequest => "no-request",
            Self::NoCompetence => "no-competence",
            Self::UnknownPerson => "unknown-person",
            Self::Initials => "initials",
            Self::NoSurname => "no-surname",
            Self::SeveralPeople => "several-people",
            Self::OtherBase => "other-base",
            Self::OtherOnly => "other-only",
        }
    }

    /// Whether nothing is stored while it stands.
    pub fn is_error(self) -> bool {
        !matches!(
            self,
            Self::AgeOutside
                | Self::NoRequest
                | Self::NoCompetence
                | Self::UnknownPerson
                | Self::Initials
                | Self::OtherBase
                | Self::OtherOnly
        )
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

/// The side that the header of the names says.
fn named_side(head: &Head) -> Option<Side> {
    head.columns.iter().zip(&head.headers).find_map(|(column, header)| match column {
        Some(Column::Name | Column::NamePart(0)) => columns::side_of(header),
        _ => None,
    })
}

/// The header of a table.
struct Head {
    headers: Vec<String>,
    columns: Vec<Option<Column>>,
    /// The rows above it, which may hold a title.
    from: usize,
    /// The first row of people.
    below: usize,
}

impl Head {
    fn find(table: &Table, side: Option<Side>) -> Option<Self> {
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
            let mut reader = Reader { sheet: self, head, row, setting };
            match reader.line(side) {
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

/// Which base a table is: by the header of its names, its sheet, its title, then by what only one side has.
fn table_side(table: &Table, head: &Head, above: &str) -> Option<Side> {
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

/// The row with what cells merged from above it hold.
fn whole(row: &Row, above: Option<&Row>) -> Row {
    let mut row = row.clone();
    for (at, cell) in row.cells.iter_mut().enumerate().filter(|(_, cell)| cell.merge == Merge::Up) {
        if let Some(over) = above.and_then(|above| above.cells.get(at)) {
            cell.text.clone_from(&over.text);
        }
    }
    row
}

/// A row of nothing, of column numbers, of the header once more, or of a total.
fn is_idle(row: &Row, head: &Head) -> bool {
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
struct Reader<'a, 's> {
    sheet: &'a mut Sheet,
    head: &'a Head,
    row: &'a Row,
    setting: &'a Setting<'s>,
}

impl Reader<'_, '_> {
    fn find(&mut self, code: Code, index: usize) {
        let header = self.head.headers.get(index).cloned().unwrap_or_default();
        self.sheet.find(code, &self.row.place.at(index), &header);
    }

    fn line(&mut self, side: Option<Side>) -> Option<Line> {
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

/// The form that a cell names: by its name, its title, or the two words of it in any way people write them.
pub fn form_named(forms: &Forms, raw: &str) -> Option<String> {
    let folded = columns::folded(raw);
    let by_title = forms.forms.values().find(|form| {
        [&form.name, &form.title.ru, &form.title.en].iter().any(|title| columns::folded(title) == folded)
    });
    if let Some(form) = by_title {
        return Some(form.name.clone());
    }
    let who = |word: &str| {
        let known: [(&str, &[&str]); 4] = [
            ("teacher", &["учител", "педагог", "преподавател", "teacher"]),
            ("pupil", &["учени", "обучающ", "школьник", "учащ", "pupil"]),
            ("student", &["студент", "student"]),
            ("employer", &["работодател", "предприят", "employer"]),
        ];
        known
            .into_iter()
            .find(|(_, stems)| stems.iter().any(|stem| word.starts_with(stem)))
            .map(|(who, _)| who)
    };
    let sides: Vec<&str> = folded.split(' ').filter_map(who).collect();
    let name = match sides[..] {
        [mentor, mentee] => alloc::format!("{mentor}-{mentee}"),
        _ => return None,
    };
    forms.forms.contains_key(&name).then_some(name)
}
