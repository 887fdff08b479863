//! From the tables of a document to a draft: title, year, sections, numbers, tasks.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::contact::Hidden;
use super::draft::{Draft, Group, PlanSource, Section, TaskDraft};
use super::finding::NoRoadmap;
use super::header::{self, Header, Role};
use super::numbering::{self, Numbered};
use super::rows::{self, Entry};
use super::term::{self, Term};
use super::text::{Vocabulary, folded};
use super::{check, party, spelling, tags, year};
use crate::schedule::{self, Calendar, Deadline, Note, PlanYear};
use crate::table::{Block, Document, Place, Table};

/// What the tables of the roadmap hold, and the text around them.
#[derive(Debug, Default)]
pub struct Collected {
    pub entries: Vec<Entry>,
    /// Paragraphs, other tables and rows above the header, before the roadmap.
    pub preface: Vec<String>,
    /// The same between and after its tables.
    pub rest: Vec<String>,
    pub columns: Columns,
    /// Where the first header stands.
    pub place: Place,
}

/// Which columns the roadmap has.
#[derive(Clone, Copy, Debug, Default)]
pub struct Columns {
    pub term: bool,
    pub responsible: bool,
    pub result: bool,
}

/// A table of the roadmap with the heading above it.
struct Part {
    heading: String,
    /// Whether the heading is a row of the table itself, above its header.
    own: bool,
    /// Whether numbered headings stand between its rows, where the table was cut.
    cut: bool,
    entries: Vec<Entry>,
}

/// Rows of a roadmap at most: a school has a few dozen, a region's plan a few hundred. Checks compare rows with rows.
const MOST_ROWS: usize = 5_000;

/// Makes the draft.
pub fn draft(
    document: &Document,
    given: Option<PlanYear>,
    calendar: &Calendar,
    contacts: &[Hidden],
) -> Result<Draft, NoRoadmap> {
    let vocabulary = Vocabulary::of(document);
    let mut collected = collect(document, &vocabulary)?;
    if collected.entries.len() > MOST_ROWS {
        return Err(NoRoadmap::TooLong { rows: collected.entries.len(), most: MOST_ROWS });
    }
    let title = match title_of(&collected.preface, &vocabulary) {
        none if none.is_empty() => title_of(&document.margins, &vocabulary),
        title => title,
    };
    let title = if title.is_empty() { title_inside(&mut collected.entries) } else { title };
    let (plan, plan_source) =
        plan_of(given, &title, &collected, &document.margins).ok_or(NoRoadmap::NoYear)?;
    let numbered = numbering::number(&collected.entries);
    let mut draft = Draft {
        title,
        plan,
        plan_source,
        sections: Vec::new(),
        groups: Vec::new(),
        tasks: Vec::new(),
        spellings: Vec::new(),
        findings: Vec::new(),
    };
    for (entry, number) in collected.entries.iter().zip(&numbered) {
        add(&mut draft, entry, number, calendar);
    }
    if draft.tasks.is_empty() {
        return Err(NoRoadmap::NoRows { place: collected.place });
    }
    draft.spellings = spelling::clusters(draft.tasks.iter().flat_map(|task| &task.responsible));
    draft.findings = check::findings(&draft, &collected, &numbered, contacts);
    Ok(draft)
}

fn add(draft: &mut Draft, entry: &Entry, numbered: &Numbered, calendar: &Calendar) {
    let Numbered { number, section, group, .. } = numbered.clone();
    match entry {
        Entry::Section { title, place, .. } => {
            draft.sections.push(Section { number, title: title.clone(), place: place.clone() });
        }
        Entry::Group { title, place, .. } => {
            draft.groups.push(Group { number, title: title.clone(), section, place: place.clone() });
        }
        Entry::Task(raw) => {
            let within = draft.sections.iter().rfind(|own| own.number == section);
            let Term { phrase, deadline, responsible_text } =
                term::of(raw, within.map_or("", |section| &section.title), draft.plan, calendar);
            let (responsible, remarks) = party::split(&responsible_text);
            let heading = draft.groups.iter().find(|own| Some(&own.number) == group.as_ref());
            draft.tasks.push(TaskDraft {
                tags: tags::of(&raw.title, heading.map(|group| group.title.as_str())),
                deadline,
                number,
                printed_number: raw.printed.clone(),
                title: raw.title.clone(),
                section,
                group,
                phrase,
                responsible_text,
                responsible,
                remarks,
                result: raw.result.clone(),
                place: raw.place.clone(),
            });
        }
    }
}

fn collect(document: &Document, vocabulary: &Vocabulary) -> Result<Collected, NoRoadmap> {
    let mut collected = Collected::default();
    let mut parts: Vec<Part> = Vec::new();
    let mut current: Option<Header> = None;
    let mut above: Vec<String> = Vec::new();
    for block in &document.blocks {
        match block {
            Block::Paragraph(text) if current.is_some() && breaks_page(text) => {}
            Block::Paragraph(text) => above.push(text.clone()),
            Block::Table(table) => {
                let found = header::find(table);
                let goes_on =
                    found.is_none() && current.as_ref().is_some_and(|header| continues(table, header));
                let Some(header) = found.clone().or(current.clone().filter(|_| goes_on)) else {
                    above.extend(texts(table, 0..table.rows.len()));
                    continue;
                };
                let first = found.as_ref().map_or(0, |header| header.last + 1);
                above.extend(texts(table, 0..found.as_ref().map_or(0, |header| header.first)));
                let heading = if goes_on {
                    String::new()
                } else {
                    heading_above(&above, table, parts.is_empty(), vocabulary)
                };
                // A page break that repeats the header may cut a row in two.
                let same = current.as_ref().is_some_and(|own| own.roles == header.roles);
                let goes_on = goes_on || (same && heading.is_empty() && above.is_empty());
                let mut entries = Vec::new();
                if goes_on && let Some(part) = parts.last_mut() {
                    // «2. Обучение» as a line between the rows.
                    if let Some(heading) = numbered_heading(&above, vocabulary) {
                        part.entries.push(rows::section(None, &heading, &place_of(table)));
                        part.cut = true;
                    }
                    rows::read(table, &header, first, vocabulary, &mut part.entries);
                } else {
                    rows::read(table, &header, first, vocabulary, &mut entries);
                    if parts.is_empty() {
                        collected.place =
                            table.rows.get(header.first).map(|row| row.place.clone()).unwrap_or_default();
                    }
                    collected.columns.note(&header);
                    let own = found.as_ref().is_some_and(|header| header.first > 0);
                    parts.push(Part { heading, own, cut: false, entries });
                }
                let around = if parts.len() == 1 { &mut collected.preface } else { &mut collected.rest };
                around.append(&mut above);
                current = Some(header);
            }
        }
    }
    if parts.is_empty() {
        return Err(nothing(document));
    }
    collected.rest.append(&mut above);
    collected.entries = merged(parts);
    // A heading of nothing at the end is a note under the table.
    while matches!(collected.entries.last(), Some(Entry::Section { number: None, .. })) {
        collected.entries.pop();
    }
    Ok(collected)
}

/// «2», «- 3 -», «Продолжение таблицы»: what a page break leaves between two parts of a table.
fn breaks_page(text: &str) -> bool {
    let plain = folded(text.trim().trim_matches(['-', '–', '—', ' ']));
    let number = (1..=3).contains(&plain.len()) && plain.bytes().all(|byte| byte.is_ascii_digit());
    number || plain.starts_with("продолжени") && plain.chars().count() < 60
}

fn place_of(table: &Table) -> Place {
    table.rows.first().map(|row| row.place.clone()).unwrap_or_default()
}

/// The last line above a table that goes on, where it is the numbered heading of a section.
fn numbered_heading(above: &[String], vocabulary: &Vocabulary) -> Option<String> {
    let last = vocabulary.one_line(above.last()?);
    (last.chars().count() < 200 && rows::heading(&last).0.is_some()).then_some(last)
}

impl Columns {
    fn note(&mut self, header: &Header) {
        let has = |role| header.column(role).is_some();
        self.term |= has(Role::Term) || has(Role::TermFrom);
        self.responsible |= has(Role::Responsible);
        self.result |= has(Role::Result);
    }
}

/// Whether a table is of something else, though as wide: it has a header of its own, or what stands where terms do are
/// none.
fn is_another(table: &Table, header: &Header) -> bool {
    let cell = |row: usize, role| {
        let cells = header.column(role).and_then(|at| table.rows.get(row)?.cells.get(at));
        cells.map_or("", |cell| cell.text.trim())
    };
    let terms = (0..table.rows.len()).map(|row| cell(row, Role::Term)).filter(|term| !term.is_empty());
    let mut terms =
        terms.map(|term| schedule::parse(term, PlanYear::of(2023), &Calendar::default())).peekable();
    let no_term = |deadline: Deadline| deadline.has(Note::NotADeadline);
    header::role_of(cell(0, Role::Number)) == Role::Number || terms.peek().is_some() && terms.all(no_term)
}

/// Whether a table without a header goes on with the one before, as after a page break.
fn continues(table: &Table, header: &Header) -> bool {
    if is_another(table, header) {
        return false;
    }
    let width = table.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let numbers = header.column(Role::Number).map_or(0, |at| {
        let cells = table.rows.iter().filter_map(|row| row.cells.get(at));
        cells.filter(|cell| super::number::Number::parse(&cell.text).is_some()).count()
    });
    width == header.roles.len()
        && (numbers * 2 >= table.rows.len() && numbers > 0
            || width >= 4 && header.column(Role::Number).is_none())
}

fn texts(table: &Table, rows: core::ops::Range<usize>) -> impl Iterator<Item = String> {
    let cells = table.rows[rows].iter().flat_map(|row| &row.cells);
    cells.filter(|cell| !cell.text.is_empty()).map(|cell| cell.text.clone())
}

/// The last paragraph above a table, where it reads like the heading of a section; or the name of its sheet.
fn heading_above(above: &[String], table: &Table, first: bool, vocabulary: &Vocabulary) -> String {
    const NONE: [&str; 12] = [
        "дорожн",
        "карта",
        "утвержд",
        "согласов",
        "директор",
        "приложени",
        "продолжени",
        "протокол",
        "план ",
        "приказ",
        "учебный год",
        "принято",
    ];
    let last = above.last().map(|text| vocabulary.one_line(text)).unwrap_or_default();
    let plain = folded(&last);
    let fits =
        !last.is_empty() && last.chars().count() < 200 && !NONE.iter().any(|word| plain.contains(word));
    if fits && (!first || rows::heading(&last).0.is_some() || above.len() > 1) {
        return last;
    }
    let sheet = folded(&table.sheet);
    let named = !sheet.is_empty()
        && !["лист", "sheet", "таблица", "table"].iter().any(|word| sheet.starts_with(word));
    if named { table.sheet.clone() } else { String::new() }
}

/// All parts in one; headings above the tables become sections where the tables have none and there are several.
fn merged(parts: Vec<Part>) -> Vec<Entry> {
    let inside =
        parts.iter().flat_map(|part| &part.entries).any(|entry| matches!(entry, Entry::Section { .. }));
    let headed = !inside && parts.iter().filter(|part| !part.heading.is_empty()).count() > 1;
    let mut entries = Vec::new();
    for part in parts {
        // The first heading of a sheet stands above its header, the others inside, numbered as it is or not.
        let alike = part.entries.iter().find_map(|entry| match entry {
            Entry::Section { number, .. } => {
                Some(number.is_some() == rows::heading(&part.heading).0.is_some())
            }
            _ => None,
        });
        let begins = matches!(part.entries.first(), Some(Entry::Task(_)));
        let first = (part.own || part.cut) && begins && alike == Some(true);
        if (headed || first) && !part.heading.is_empty() {
            let place = match part.entries.first() {
                Some(Entry::Task(task)) => task.place.clone(),
                Some(Entry::Section { place, .. } | Entry::Group { place, .. }) => place.clone(),
                None => Place::default(),
            };
            entries.push(rows::section(None, &part.heading, &place));
        }
        entries.extend(part.entries);
    }
    entries
}

fn nothing(document: &Document) -> NoRoadmap {
    let seen: Vec<String> = document
        .tables()
        .take(5)
        .map(|table| {
            let row: Vec<String> = texts(table, 0..table.rows.len().min(1)).collect();
            row.join(" | ").lines().collect::<Vec<_>>().join(" ").chars().take(100).collect()
        })
        .collect();
    if seen.is_empty() {
        NoRoadmap::NoTables { paragraphs: document.paragraphs().count() }
    } else {
        NoRoadmap::NoHeader { seen }
    }
}

/// The paragraph that names a road map or a plan, up to the one that says the year.
fn title_of(preface: &[String], vocabulary: &Vocabulary) -> String {
    // A cell that lays out a whole page is not one paragraph.
    let pages = |text: &String| text.lines().count() > 6 || text.chars().count() > 400;
    let lines: Vec<String> = preface
        .iter()
        .flat_map(|text| match pages(text) {
            // Its numbered lines are rows of the roadmap, not its title.
            true => {
                let own = |line: &&str| super::number::Number::leading(line).is_none();
                text.lines().filter(own).map(ToString::to_string).collect()
            }
            false => Vec::from([vocabulary.one_line(text)]),
        })
        .collect();
    let plain: Vec<String> = lines.iter().map(|line| folded(line)).collect();
    let is_map = |text: &&String| text.contains("дорожн") && text.contains("карт");
    let is_plan = |text: &&String| {
        text.split(|c: char| !c.is_alphabetic())
            .any(|word| matches!(word, "план" | "программа" | "циклограмма"))
    };
    let found =
        plain.iter().position(|text| is_map(&text)).or_else(|| plain.iter().position(|text| is_plan(&text)));
    let Some(first) = found else { return String::new() };
    let said = (first..lines.len().min(first + 6)).find(|at| year::of_title(&lines[*at]).is_some());
    // «ДОРОЖНАЯ КАРТА» goes on in the lines below.
    const OTHERS: [&str; 8] =
        ["утвержд", "согласов", "принят", "приложен", "директор", "протокол", "приказ", "раздел"];
    let more = || {
        let title = |at: &usize| {
            !OTHERS.iter().any(|word| plain[*at].contains(word)) && lines[*at].chars().count() < 120
        };
        (first + 1..lines.len().min(first + 5)).take_while(title).last()
    };
    let short = lines[first].chars().count() < 40;
    let last = said.or_else(|| if short { more() } else { None }).unwrap_or(first);
    lines[first..=last].join(" ").to_string()
}

/// The title that stands as the first row below the header, which is no section then.
fn title_inside(entries: &mut Vec<Entry>) -> String {
    let Some(Entry::Section { number: None, title, .. }) = entries.first() else { return String::new() };
    let plain = folded(title);
    let names = plain.contains("дорожн") || plain.starts_with("план") || plain.contains(" план");
    if !names || year::of_title(title).is_none() {
        return String::new();
    }
    let title = title.clone();
    entries.remove(0);
    title
}

fn plan_of(
    given: Option<PlanYear>,
    title: &str,
    collected: &Collected,
    margins: &[String],
) -> Option<(PlanYear, PlanSource)> {
    if let Some(given) = given {
        return Some((given, PlanSource::Given));
    }
    let texts = collected.entries.iter().flat_map(|entry| match entry {
        Entry::Task(task) => Vec::from([task.title.as_str(), &task.term, &task.result]),
        Entry::Section { title, .. } | Entry::Group { title, .. } => Vec::from([title.as_str()]),
    });
    if let Some(plan) = year::several(title, texts.clone()).or_else(|| year::of_title(title)) {
        return Some((plan, PlanSource::Title));
    }
    let around = collected.preface.iter().chain(margins);
    let said = around.flat_map(|text| year::mentions(text)).find(|mention| mention.school);
    if let Some(plan) = said.as_ref().and_then(year::plan_of) {
        return Some((plan, PlanSource::Title));
    }
    year::of_texts(texts).map(|plan| (plan, PlanSource::Terms))
}
