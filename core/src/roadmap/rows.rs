//! Rows of the tables that make the roadmap: sections, groups, tasks, and cells that go on in the next row.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::foot::foot;
use super::header::{Header, Role};
use super::number::{Number, roman};
use super::party;
use super::text::{Vocabulary, folded};
use super::when::{is_mark, rest_of_term, says_days, term_of};
use crate::table::{Cell, Merge, Place, Row, Table};

/// A row of a roadmap, cells in one line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawTask {
    pub printed: String,
    pub number: Option<Number>,
    /// Whether the number stands in a cell merged over several activities.
    pub shared_number: bool,
    pub title: String,
    pub term: String,
    pub responsible: String,
    pub result: String,
    pub place: Place,
}

impl RawTask {
    /// Whether somebody is to do it by some day: then it is a task, though others below refine it.
    fn has_work(&self) -> bool {
        !is_blank(&self.term) && !is_blank(&self.responsible) && !names_a_stage(&self.title)
    }
}

/// «Подготовительный этап», «Раздел 1»
fn names_a_stage(title: &str) -> bool {
    let words = ["этап", "раздел", "блок", "направлени", "модул", "стади"];
    super::text::words(title).iter().any(|word| words.iter().any(|stem| word.starts_with(stem)))
}

/// What a row is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    Section { number: Option<Number>, title: String, place: Place },
    Group { number: Option<Number>, title: String, place: Place },
    Task(RawTask),
}

/// A row below the header, its cells by role.
#[derive(Clone, Debug, Default)]
struct Prepared {
    task: RawTask,
    heading: String,
    /// The number of the stage in `heading`, where the column of numbers counts stages.
    stage_number: Option<Number>,
    /// What the activity consists of, in a column of its own.
    detail: String,
    /// Whether the activity stands in a cell merged from above.
    title_goes_on: bool,
    /// Whether the row has a number or a term that is not the one above's.
    own: bool,
    /// The only text of the row besides its number, where there is only one.
    lone: Option<Lone>,
    blank: bool,
}

impl Prepared {
    /// The number is its stage's, not the activity's.
    fn gives_number_to_its_stage(&mut self) {
        self.stage_number = self.task.number.take();
        self.task.printed.clear();
        self.task.shared_number = false;
    }
}

/// Whether numbers count the stages in the column beside them: each stands where a stage begins, and a stage has
/// several activities.
fn numbers_stages(rows: &[Prepared]) -> bool {
    let mut stage = "";
    let mut bare = false;
    for row in rows {
        let begins = !row.heading.is_empty() && row.heading != stage;
        if begins {
            stage = &row.heading;
        }
        let numbered = row.task.number.is_some() && !row.task.shared_number;
        if numbered != begins {
            if numbered {
                return false;
            }
            continue;
        }
        bare |= !numbered;
    }
    bare && !stage.is_empty()
}

#[derive(Clone, Debug)]
struct Lone {
    text: String,
    role: Role,
    wide: bool,
}

/// Reads the rows of one table into entries, adding to those of the tables before it.
pub fn read(table: &Table, header: &Header, first: usize, vocabulary: &Vocabulary, entries: &mut Vec<Entry>) {
    let mut carried = alloc::vec![String::new(); header.roles.len()];
    let end = foot(table, header, first);
    let mut rows: Vec<Prepared> = table.rows[first.min(end)..end]
        .iter()
        .filter(|row| !Header::counts(row) && !Header::repeats(row))
        .map(|row| prepare(row, header, vocabulary, &mut carried))
        .filter(|row| !row.blank)
        .collect();
    let stages = numbers_stages(&rows);
    if stages {
        rows.iter_mut().for_each(Prepared::gives_number_to_its_stage);
    }
    let mut reader = Reader {
        numbered: most_numbered(&rows),
        deep: rows.iter().any(|row| row.task.number.as_ref().is_some_and(|number| number.0.len() > 1)),
        vocabulary,
        heading: String::new(),
        title: String::new(),
    };
    for (at, row) in rows.iter().enumerate() {
        reader.row(row, rows.get(at + 1), entries);
    }
}

/// Whether most rows have numbers, but for headings and what goes on from the row above.
fn most_numbered(rows: &[Prepared]) -> bool {
    let numbered = |row: &&Prepared| row.task.number.is_some();
    let small = |row: &Prepared| row.task.title.starts_with(char::is_lowercase);
    let counted = rows.iter().filter(|row| numbered(row) || row.lone.is_none() && !small(row));
    rows.iter().filter(numbered).count() * 2 > counted.count()
}

fn prepare(row: &Row, header: &Header, vocabulary: &Vocabulary, carried: &mut [String]) -> Prepared {
    let mut values: Vec<String> = Vec::new();
    let mut shared = Vec::new();
    for (at, above) in carried.iter_mut().enumerate() {
        let cell = row.cells.get(at);
        let merge = cell.map_or(Merge::Own, |cell| cell.merge);
        let line = |cell: &Cell| match header.roles[at] {
            Role::Responsible => party::one_line(&cell.text, vocabulary),
            _ => vocabulary.one_line(&cell.text),
        };
        if merge != Merge::Up {
            let own = cell.map(line).unwrap_or_default();
            // A month or a day before the activities stands for the rows below it too.
            let shared = own.is_empty()
                && header.roles[at] == Role::Term
                && header.column(Role::Title).is_some_and(|title| at < title)
                && (super::term::month(above).is_some() || says_days(above));
            if !shared {
                *above = own;
            }
        }
        shared.push(merge == Merge::Up);
        values.push(above.clone());
    }
    let of = |role: Role| header.column(role).map(|at| values[at].clone()).unwrap_or_default();
    let is_shared = |role: Role| header.column(role).is_some_and(|at| shared[at]);
    let mut task = RawTask {
        printed: of(Role::Number),
        number: Number::parse(&of(Role::Number)),
        shared_number: is_shared(Role::Number),
        title: of(Role::Title),
        term: term_of(header, &values),
        responsible: joined(header, &values, Role::Responsible, ", "),
        result: joined(header, &values, Role::Result, "; "),
        place: row.place.clone(),
    };
    take_leading_number(&mut task, header);
    let lone = lone_of(row, header, vocabulary, &values, &shared);
    let (heading, detail) = (of(Role::Heading), of(Role::Detail));
    let blank =
        [&task.title, &task.term, &task.responsible, &task.result, &detail].iter().all(|text| is_blank(text))
            && lone.is_none();
    let own = (task.number.is_some() && !is_shared(Role::Number))
        || (!detail.is_empty() && !task.term.is_empty() && !is_shared(Role::Term));
    Prepared {
        title_goes_on: is_shared(Role::Title),
        task,
        heading,
        stage_number: None,
        detail,
        own,
        lone,
        blank,
    }
}

pub fn is_blank(text: &str) -> bool {
    !text.chars().any(char::is_alphanumeric)
}

/// A number that stands before the title, where it has no cell of its own.
fn take_leading_number(task: &mut RawTask, header: &Header) {
    if task.number.is_some() || !task.printed.is_empty() {
        return;
    }
    let Some((number, rest)) = Number::leading(&task.title) else { return };
    if number.0.len() > 1 || header.column(Role::Number).is_none() {
        let rest = rest.to_string();
        task.printed = task.title[..task.title.len() - rest.len()].trim().to_string();
        (task.number, task.title) = (Some(number), rest);
    }
}

fn joined(header: &Header, values: &[String], role: Role, between: &str) -> String {
    let texts: Vec<&str> = (0..header.roles.len())
        .filter(|at| header.roles[*at] == role)
        .map(|at| values[at].as_str())
        .filter(|text| !text.is_empty())
        .collect();
    texts.join(between)
}

/// The one text of a row that has no other besides a number, and nothing from merged cells above.
fn lone_of(
    row: &Row,
    header: &Header,
    vocabulary: &Vocabulary,
    values: &[String],
    shared: &[bool],
) -> Option<Lone> {
    let number_column = header.column(Role::Number);
    let from_above = |at: usize| {
        shared[at]
            && !values[at].is_empty()
            && !matches!(header.roles[at], Role::Number | Role::Heading | Role::Other)
    };
    let marked = header.marks.iter().any(|(at, _)| values.get(*at).is_some_and(|cell| is_mark(cell)));
    if marked || (0..shared.len()).any(from_above) {
        return None;
    }
    let texts: Vec<(usize, String)> = (row.cells.iter().enumerate())
        .filter(|(at, cell)| {
            let is_number = number_column == Some(*at) && Number::parse(&cell.text).is_some();
            !is_number && !is_blank(&cell.text)
        })
        .map(|(at, cell)| (at, vocabulary.one_line(&cell.text)))
        .collect();
    let [(at, text)] = texts.as_slice() else { return None };
    let width = 1 + row.cells[at + 1..].iter().take_while(|cell| cell.merge == Merge::Left).count();
    let role = header.roles.get(*at).copied().unwrap_or(Role::Other);
    let wide =
        width > 2 || width * 2 > header.roles.len() || number_column == Some(*at) || row.cells.len() == 1;
    Some(Lone { text: text.clone(), role, wide })
}

struct Reader<'a> {
    /// Whether most rows have numbers.
    numbered: bool,
    /// Whether some number has two parts.
    deep: bool,
    vocabulary: &'a Vocabulary,
    /// The text of the column of sections, as long as it stays.
    heading: String,
    /// The activity at hand, which rows of the column of details share.
    title: String,
}

/// «-//-», «--"--», «то же»: the cell above once more.
fn is_ditto(cell: &str) -> bool {
    let plain = folded(cell.trim().trim_end_matches('.'));
    if ["то же", "тот же", "та же", "те же", "там же", "тоже"].contains(&plain.as_str())
    {
        return true;
    }
    let marks = |c: char| "/\\\"'«»„“”〃".contains(c);
    let others = |c: char| c.is_whitespace() || "-–—−_.,".contains(c);
    plain.contains(marks) && plain.chars().all(|c| marks(c) || others(c))
}

/// «• приказ; • положение» without the mark of its first item. A dash is one only before a blank.
fn without_bullet(title: &str) -> &str {
    let rest = title.trim_start_matches(['•', '·', '–', '—', '-']);
    let words = rest.trim_start();
    let marked = title.starts_with(['•', '·']) || words.len() < rest.len();
    if marked && !words.is_empty() { words } else { title }
}

/// Whether a task stands above.
fn inside(entries: &[Entry]) -> bool {
    matches!(entries.last(), Some(Entry::Task(_)))
}

/// «Отбор» with «Собеседования» beside it is «Отбор: Собеседования».
fn detailed(title: &str, detail: &str) -> String {
    match (title.is_empty(), detail.is_empty() || folded(title).contains(&folded(detail))) {
        (true, _) => detail.to_string(),
        (false, true) => title.to_string(),
        (false, false) => format!("{}: {detail}", title.trim_end_matches(['.', ':', ';'])),
    }
}

impl Reader<'_> {
    fn row(&mut self, row: &Prepared, next: Option<&Prepared>, entries: &mut Vec<Entry>) {
        if !row.heading.is_empty() && row.heading != self.heading {
            self.heading.clone_from(&row.heading);
            entries.push(section(row.stage_number.clone(), &row.heading, &row.task.place));
        }
        if let Some(lone) = &row.lone {
            let entry = self.lone(row, lone, next, entries);
            return self.add(entry, &row.task, entries);
        }
        let shared = row.title_goes_on || row.task.title.is_empty();
        if !shared {
            self.title.clone_from(&row.task.title);
        }
        let apart = row.own && inside(entries) && !detailed(&self.title, &row.detail).is_empty();
        if (shared && !apart) || (!shared && self.goes_on(row, entries)) {
            let more = if shared { row.detail.clone() } else { row.task.title.clone() };
            let more = RawTask { title: more, ..row.task.clone() };
            return if row.title_goes_on && inside(entries) {
                further(&more, entries)
            } else {
                self.add(None, &more, entries)
            };
        }
        let heads = |number: &Number| {
            number.0.len() == 1
                && next.and_then(|next| next.task.number.as_ref()).is_some_and(|n| number.heads(n))
        };
        if let Some(number) = row.task.number.clone().filter(heads).filter(|_| !row.task.has_work()) {
            return entries.push(section(Some(number), &row.task.title, &row.task.place));
        }
        let title = without_bullet(&detailed(&self.title, &row.detail)).to_string();
        let mut task = RawTask { title, ..row.task.clone() };
        if let Some(Entry::Task(above)) = entries.last() {
            for (cell, upper) in [
                (&mut task.term, &above.term),
                (&mut task.responsible, &above.responsible),
                (&mut task.result, &above.result),
            ] {
                if is_ditto(cell) {
                    cell.clone_from(upper);
                }
            }
        }
        entries.push(Entry::Task(task));
    }

    /// What a row with one text is; `None` where it goes on the row above.
    fn lone(&self, row: &Prepared, lone: &Lone, next: Option<&Prepared>, entries: &[Entry]) -> Option<Entry> {
        let place = &row.task.place;
        let inside = inside(entries);
        if !lone.wide && !matches!(lone.role, Role::Title | Role::Number | Role::Heading) {
            if super::term::month(&lone.text).is_some() {
                return Some(section(None, &lone.text, place));
            }
            return if inside { None } else { Some(Entry::Task(row.task.clone())) };
        }
        let next_number = next.and_then(|next| next.task.number.as_ref());
        if let Some(number) = &row.task.number {
            let heads = next_number.is_some_and(|next| number.heads(next));
            let restarts = next_number.is_some_and(|next| next.last() == 1) && next_number != Some(number);
            if number.0.len() == 1
                && (lone.wide
                    || self.deep
                    || restarts
                    || !row.task.printed.contains(|c: char| c.is_ascii_digit()))
            {
                return Some(section(Some(number.clone()), &lone.text, place));
            }
            if number.0.len() > 1 && (heads || lone.wide || lone.text.ends_with(':')) {
                let title = Number::leading(&lone.text)
                    .filter(|(own, _)| own == number)
                    .map_or(lone.text.as_str(), |(_, rest)| rest);
                return Some(Entry::Group {
                    number: Some(number.clone()),
                    title: title.to_string(),
                    place: place.clone(),
                });
            }
            return Some(Entry::Task(row.task.clone()));
        }
        if let Some((Some(number), _)) =
            (!inside || lone.wide).then(|| heading(&lone.text)).filter(|h| h.0.is_some())
            && number.0.len() > 1
        {
            let title = heading(&lone.text).1;
            return Some(Entry::Group { number: Some(number), title, place: place.clone() });
        }
        if lone.wide {
            return Some(section(None, &lone.text, place));
        }
        // «2. Реализация» in the column of activities, after section 1.
        let before = entries.iter().rev().find_map(|entry| match entry {
            Entry::Section { number, .. } => Some(number.as_ref().map_or(0, Number::last)),
            _ => None,
        });
        if let (Some(number), _) = heading(&lone.text)
            && number.0.len() == 1
            && before.is_some_and(|before| number.last() == before + 1)
        {
            return Some(section(None, &lone.text, place));
        }
        let small = lone.text.starts_with(|c: char| c.is_lowercase() || "-–—•".contains(c));
        let begins = next_number.is_some_and(|next| next.last() == 1) || !self.numbered;
        // Where one such row headed a section, another that begins anew does too.
        let again = entries.iter().any(|entry| matches!(entry, Entry::Section { number: None, .. }));
        let open = match entries.last() {
            Some(Entry::Task(above)) => above.title.trim_end().ends_with([',', ':', '-', '–', '(']),
            _ => false,
        };
        let goes_on = small || !begins && (!again || open);
        if inside && goes_on { None } else { Some(section(None, &lone.text, place)) }
    }

    /// Whether a row without a number goes on the one above, which a page break cut.
    fn goes_on(&self, row: &Prepared, entries: &[Entry]) -> bool {
        let Some(Entry::Task(above)) = entries.last() else { return false };
        if !self.numbered || row.task.number.is_some() || !row.task.printed.is_empty() {
            return false;
        }
        let alone = row.task.responsible.is_empty() && row.task.result.is_empty();
        let small = |text: &str| {
            text.is_empty() || text.starts_with(|c: char| c.is_lowercase() || "-–—•".contains(c))
        };
        let dated = row.task.term.chars().any(|c| c.is_ascii_digit());
        let term_goes_on = small(&row.task.term) && !dated && !above.term.is_empty() && alone;
        (alone && row.task.term.is_empty())
            || term_goes_on
            || (small(&row.task.title)
                && (small(&row.task.term) && !dated || rest_of_term(&above.term, &row.task.term)))
    }

    /// Adds an entry, or the cells of `row` to the task above.
    fn add(&self, entry: Option<Entry>, row: &RawTask, entries: &mut Vec<Entry>) {
        if let Some(entry) = entry {
            return entries.push(entry);
        }
        let Some(Entry::Task(above)) = entries.last_mut() else {
            return entries.push(Entry::Task(row.clone()));
        };
        let join = |to: &mut String, text: &str| {
            // A cell merged from above repeats what is there already.
            if !text.is_empty() && to != text {
                *to = self.vocabulary.join(to, text);
            }
        };
        join(&mut above.title, &row.title);
        join(&mut above.term, &row.term);
        join(&mut above.responsible, &row.responsible);
        join(&mut above.result, &row.result);
    }
}

/// Adds a row of its own under an activity merged over several: another term, another result.
fn further(row: &RawTask, entries: &mut [Entry]) {
    let Some(Entry::Task(above)) = entries.last_mut() else { return };
    for (to, text, between) in [
        (&mut above.title, &row.title, " "),
        (&mut above.term, &row.term, "; "),
        (&mut above.responsible, &row.responsible, ", "),
        (&mut above.result, &row.result, "; "),
    ] {
        if to.is_empty() {
            to.clone_from(text);
        } else if !text.is_empty() && !to.split(between).any(|part| part == text) {
            *to = format!("{to}{between}{text}");
        }
    }
}

/// A section, its number read from the heading where it has no cell of its own.
pub fn section(number: Option<Number>, text: &str, place: &Place) -> Entry {
    let (own, title) = heading(text);
    match (number, own) {
        (Some(number), Some(own)) if number == own => {
            Entry::Section { number: Some(number), title, place: place.clone() }
        }
        (Some(number), _) => {
            Entry::Section { number: Some(number), title: text.to_string(), place: place.clone() }
        }
        (None, own) => Entry::Section { number: own, title, place: place.clone() },
    }
}

/// Reads «Раздел 2. Обучение», «II. Обучение», «2 этап. Обучение», «Этап III: обучение».
pub fn heading(text: &str) -> (Option<Number>, String) {
    const WORDS: [&str; 7] = ["раздел", "этап", "блок", "направление", "часть", "модуль", "стадия"];
    if let Some((number, rest)) = Number::leading(text) {
        return (Some(number), rest.to_string());
    }
    let mut words = text.split_whitespace();
    let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let is_word = |word: &str| WORDS.contains(&folded(word).trim_end_matches(['.', ':', ',']));
    let bare = |word: &str| word.trim_end_matches(['.', ':', ')', '-', '—', '–']).to_string();
    if is_word(first)
        && let Some(number) = Number::parse(&bare(second)).filter(|number| number.0.len() == 1)
    {
        let after = text.find(second).map_or("", |at| &text[at + second.len()..]);
        let title = after.trim_start_matches(|c: char| c.is_whitespace() || ".:-–—".contains(c));
        let title = if title.is_empty() { text } else { title };
        return (Some(number), title.to_string());
    }
    // «1 этап», «1-й этап», «I этап. Подготовка»: the words belong together and stay.
    let digits: String = first.chars().take_while(char::is_ascii_digit).collect();
    let number =
        digits.parse().ok().filter(|number| (1..40).contains(number)).or_else(|| roman(&bare(first)));
    match number {
        Some(number) if is_word(second) => (Some(Number(alloc::vec![number])), text.to_string()),
        _ => (None, text.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_give_their_numbers() {
        for (text, number, title) in [
            ("Раздел 2. Обучение", Some("2"), "Обучение"),
            ("II. Обучение наставников", Some("2"), "Обучение наставников"),
            ("Этап III: обучение", Some("3"), "обучение"),
            ("1 этап. Подготовка", Some("1"), "1 этап. Подготовка"),
            ("3. Обучение", Some("3"), "Обучение"),
            ("Обучение", None, "Обучение"),
            ("Раздел", None, "Раздел"),
        ] {
            let (own, rest) = heading(text);
            assert_eq!((own.map(|n| n.to_string()).as_deref(), rest.as_str()), (number, title));
        }
    }
}
