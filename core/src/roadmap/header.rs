//! The header of a roadmap, by the meaning of its cells.
//!
//! | Role | Names met |
//! |---|---|
//! | number | № п/п, №, п/п, N, Номер |
//! | title | Наименование мероприятий, Мероприятия, Содержание деятельности, Направления деятельности, Действия |
//! | term | Срок реализации, Сроки, Сроки исполнения, Период реализации, Дата, Срок начала + Срок окончания |
//! | responsible | Ответственный исполнитель, Ответственные, Исполнители |
//! | result | Результат. Вид документа, Ожидаемые результаты, Вид документа, Показатели |
//! | detail | Содержание деятельности beside Мероприятия |
//! | heading | Этап, Направление, Раздел beside a column of activities |

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::text::{folded, letters};
use crate::schedule::slip::one_slip;
use crate::table::{Cell, Merge, Row, Table};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Number of the row.
    Number,
    /// What is done.
    Title,
    /// What it consists of, beside [`Role::Title`].
    Detail,
    /// By when.
    Term,
    /// From when, where the end has a column of its own.
    TermFrom,
    /// Until when.
    TermTo,
    /// By whom.
    Responsible,
    /// What comes of it.
    Result,
    /// The section, in a column beside the activity.
    Heading,
    /// A month, a quarter or a half-year: a mark in it says when.
    Mark,
    /// Something else.
    Other,
}

/// The header found in a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// Index of its first row.
    pub first: usize,
    /// Index of its last row.
    pub last: usize,
    /// Role of each column.
    pub roles: Vec<Role>,
    /// The months, quarters or half-years that columns of marks stand for.
    pub marks: Vec<(usize, String)>,
    /// The column beside one of months that says when within it, and whether it counts weeks.
    pub within: Option<(usize, bool)>,
}

/// How well a name fits a column of activities; the best one is it.
const TITLES: [(&str, u8); 22] = [
    ("мероприят", 9),
    ("меропр", 9),
    ("мертия", 9),
    ("мерия", 9),
    ("меры", 4),
    ("содержание", 8),
    ("действи", 8),
    ("наименован", 7),
    ("деятельност", 6),
    ("видработ", 6),
    ("видыработ", 6),
    ("формыработ", 5),
    ("перечень", 5),
    ("событи", 5),
    ("шаги", 5),
    ("работ", 4),
    ("задач", 4),
    ("название", 4),
    ("что", 3),
    ("направлени", 2),
    ("этап", 2),
    ("раздел", 2),
];

const DETAILS: [&str; 4] = ["содержани", "мероприят", "действи", "шаги"];

const HEADINGS: [&str; 6] = ["этап", "направлени", "раздел", "блок", "задач", "стади"];

fn any(text: &str, stems: &[&str]) -> bool {
    stems.iter().any(|stem| text.contains(stem))
}

/// The role that a header's cell names, also with a slip of the pen: «Отвественный», «Меропрятие».
pub fn role_of(text: &str) -> Role {
    match named(text) {
        Role::Other if text.chars().count() <= 120 => mended(text).map_or(Role::Other, |meant| named(&meant)),
        role => role,
    }
}

/// The same with the words that columns are called by as they should be; none where all are.
fn mended(text: &str) -> Option<String> {
    const FORMS: [&str; 14] = [
        "ответственный",
        "ответственные",
        "ответственного",
        "ответственных",
        "исполнитель",
        "исполнители",
        "исполнителя",
        "мероприятие",
        "мероприятия",
        "мероприятий",
        "наименование",
        "содержание",
        "результат",
        "результаты",
    ];
    let plain = folded(text);
    let right = |word: &&str| FORMS.iter().copied().find(|form| one_slip(word, form));
    let words = plain.split_whitespace().map(|word| right(&word).unwrap_or(word));
    let meant = words.collect::<Vec<_>>().join(" ");
    (meant != plain).then_some(meant)
}

fn named(text: &str) -> Role {
    let name = letters(text);
    let compact: String = text.chars().filter(|c| !c.is_whitespace() && !".,/\\:-".contains(*c)).collect();
    let compact = compact.to_lowercase();
    if [
        "№",
        "№пп",
        "nпп",
        "n",
        "пп",
        "no",
        "номер",
        "№№",
        "#",
        "№п",
        "noпп",
        "№№пп",
        "nn",
        "nnпп",
        "нпп",
        "номерпп",
        "номерпункта",
    ]
    .contains(&compact.as_str())
    {
        return Role::Number;
    }
    if name.is_empty() || text.chars().count() > 120 {
        return Role::Other;
    }
    if any(
        &name,
        &["отметка", "примечан", "статус", "комментар", "фактическ", "участник", "аудитори", "охват"],
    ) || name.starts_with("факт")
        || name.starts_with("место")
    {
        return Role::Other;
    }
    if any(&name, &["ответств", "исполнител", "ктопроводит", "ктоотвечает"])
        || name == "кто"
        || name.starts_with("ведущ")
        || name.starts_with("отв") && name.chars().count() <= 6
    {
        return Role::Responsible;
    }
    if any(
        &name,
        &["срок", "дата", "датыпров", "период", "когда", "времяпров", "времяреал", "график", "месяц"],
    ) || ["время", "даты", "начало", "окончание", "конец", "завершение"].contains(&name.as_str())
    {
        let plain = folded(text);
        return match (&name, plain.split_whitespace().last()) {
            (name, _) if name.contains("начал") => Role::TermFrom,
            (name, _) if any(name, &["оконч", "заверш", "конец"]) => Role::TermTo,
            // «Сроки» over «с» and «по»
            (_, Some("с" | "со" | "от")) => Role::TermFrom,
            (_, Some("по" | "до")) => Role::TermTo,
            _ => Role::Term,
        };
    }
    if any(
        &name,
        &["результат", "документ", "продукт", "показател", "индикатор", "эффект", "отчетност", "подтвержд"],
    ) || name.starts_with("итог")
        || name.starts_with("чемз")
        || name.starts_with("выход")
        || ["рез", "резт", "резты", "резтат", "резтаты"].contains(&name.as_str())
    {
        return Role::Result;
    }
    if title_rank(&name) > 0 { Role::Title } else { Role::Other }
}

fn title_rank(name: &str) -> u8 {
    if ["тема", "темы", "тематика"].iter().any(|word| name.starts_with(word)) {
        return 3;
    }
    TITLES.iter().filter(|(stem, _)| name.contains(stem)).map(|(_, rank)| *rank).max().unwrap_or(0)
}

/// Finds the header of a table: the row that names an activity and a term or a responsible, and most besides.
pub fn find(table: &Table) -> Option<Header> {
    let mut best: Option<(usize, Header)> = None;
    for first in 0..table.rows.len().min(40) {
        let Some(header) = at(table, first) else { continue };
        let score = score(&header.roles);
        if best.as_ref().is_none_or(|(other, _)| score > *other) {
            best = Some((score, header));
        }
    }
    best.map(|(_, header)| header)
}

/// How many different things the roles name; 0 where they make no roadmap.
fn score(roles: &[Role]) -> usize {
    let has = |role| usize::from(roles.contains(&role));
    let term = has(Role::Term).max(has(Role::TermFrom)).max(has(Role::TermTo)).max(has(Role::Mark));
    if has(Role::Title) == 0 || term + has(Role::Responsible) == 0 {
        return 0;
    }
    has(Role::Number) + has(Role::Title) + term + has(Role::Responsible) + has(Role::Result)
}

/// The header that begins in row `first`, with the rows that belong to it.
pub fn at(table: &Table, first: usize) -> Option<Header> {
    let row = table.rows.get(first)?;
    let own = row.cells.iter().filter(|cell| cell.merge == Merge::Own && !cell.text.is_empty()).count();
    if own < 2 {
        return None;
    }
    let mut names: Vec<String> = (0..row.cells.len()).map(|at| shown(row, at)).collect();
    let mut last = first;
    while let Some(next) = table.rows.get(last + 1).filter(|next| last < first + 2 && goes_on(row, next)) {
        last += 1;
        for at in 0..names.len() {
            let below = next.cells.get(at).map_or("", |cell| cell.text.as_str());
            // A carrier without merged cells leaves blank what its neighbour covers.
            if at > 0 && names[at].is_empty() && part_of_year(below) {
                names[at] = names[at - 1].split(" I").next().unwrap_or_default().to_string();
            }
            let name = &mut names[at];
            if !below.is_empty() {
                name.push(' ');
                name.push_str(below);
            }
        }
    }
    let within = within(&names);
    let (mut roles, marks) = settle(&names);
    number_under_title(table, first, last, &mut roles);
    (score(&roles) > 0).then_some(Header { first, last, roles, marks, within })
}

/// «Мероприятия» over two columns, of which the first holds numbers.
fn number_under_title(table: &Table, first: usize, last: usize, roles: &mut [Role]) {
    let Some(title) = roles.iter().position(|role| *role == Role::Title) else { return };
    let covered = table.rows[first].cells.get(title + 1).is_some_and(|cell| cell.merge == Merge::Left);
    let body = &table.rows[last + 1..];
    let numbered = |row: &&Row| {
        row.cells.get(title).is_some_and(|cell| super::number::Number::parse(&cell.text).is_some())
    };
    let most = body.iter().filter(numbered).count() * 2 > body.len();
    if covered && most && !roles.contains(&Role::Number) {
        (roles[title], roles[title + 1]) = (Role::Number, Role::Title);
    }
}

/// The text of a cell of the header; a part of a merged one shows the whole.
fn shown(row: &Row, at: usize) -> String {
    let own = row.cells[..=at].iter().rev().find(|cell| cell.merge != Merge::Left);
    own.map(|cell| cell.text.clone()).unwrap_or_default()
}

/// Whether the row below belongs to the header: something of the header covers it, or it only goes on with names.
fn goes_on(header: &Row, next: &Row) -> bool {
    if next.cells.iter().any(|cell| cell.merge == Merge::Up) {
        let digit = |cell: &Cell| cell.text.chars().any(|c| c.is_ascii_digit());
        return next.cells.iter().all(|cell| !digit(cell) || mark_of(&cell.text).is_some());
    }
    let filled: Vec<(usize, &Cell)> =
        next.cells.iter().enumerate().filter(|(_, cell)| !cell.text.is_empty()).collect();
    if filled.first().is_some_and(|(at, cell)| *at == 0 && letters(&cell.text) == "пп") {
        return true;
    }
    if filled.len() >= 2 && filled.iter().all(|(_, cell)| part_of_year(&cell.text)) {
        return true;
    }
    let begins = |cell: &Cell| {
        let name = letters(&cell.text);
        any(&name, &["начал", "оконч", "конец", "заверш"]) || ["с", "по"].contains(&name.as_str())
    };
    let below_one = filled
        .iter()
        .all(|(at, cell)| begins(cell) && cell.text.chars().count() < 25 && header.cells.get(*at).is_some());
    !filled.is_empty() && filled.len() <= 2 && below_one
}

/// «Неделя», «Число» or «Дата» beside «Месяц».
fn within(names: &[String]) -> Option<(usize, bool)> {
    let names: Vec<String> = names.iter().map(|name| letters(name)).collect();
    let month = names.iter().position(|name| ["месяц", "месяцы"].contains(&name.as_str()))?;
    let says = |name: &str| {
        ["недел", "числ", "дата", "даты", "день", "дни"].iter().any(|stem| name.starts_with(stem))
    };
    let at = (0..names.len()).find(|at| *at != month && says(&names[*at]))?;
    Some((at, names[at].starts_with("недел")))
}

/// A month, a quarter or the like in a header, or the Roman number of one below it.
fn part_of_year(text: &str) -> bool {
    super::number::roman(text.trim()).is_some_and(|number| number <= 12) || mark_of(text).is_some()
}

/// The months of the year, as a phrase of a term names them.
pub const MONTHS: [&str; 12] = [
    "январь",
    "февраль",
    "март",
    "апрель",
    "май",
    "июнь",
    "июль",
    "август",
    "сентябрь",
    "октябрь",
    "ноябрь",
    "декабрь",
];

/// The month that a column is named by the number of: «IX», «09».
fn month_by_number(name: &str) -> Option<&'static str> {
    let last = name.split_whitespace().last()?.trim_end_matches('.');
    let number = last.parse().ok().or_else(|| super::number::roman(last))?;
    MONTHS.get(usize::try_from(number).ok()?.checked_sub(1)?).copied()
}

/// Columns of marks that are months by their numbers: at least four, and some of the autumn, so that no quarters and no
/// counted columns are meant.
fn numbered_months(names: &[String], roles: &[Role]) -> Vec<(usize, String)> {
    let free = (0..names.len()).filter(|at| matches!(roles[*at], Role::Term | Role::Other));
    let found: Vec<(usize, String)> =
        free.filter_map(|at| Some((at, month_by_number(&names[at])?.to_string()))).collect();
    let autumn = found.iter().any(|(_, month)| ["сентябрь", "октябрь", "ноябрь"].contains(&month.as_str()));
    if found.len() >= 4 && autumn { found } else { Vec::new() }
}

/// What a column of marks stands for, as a term: «сентябрь 2024», «2 квартал», «1 полугодие».
fn mark_of(name: &str) -> Option<String> {
    let plain = folded(name);
    let words: Vec<&str> =
        plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let months: Vec<&&str> = words.iter().filter(|word| crate::schedule::month_of(word).is_some()).collect();
    if let [month] = months.as_slice() {
        let year = words.iter().find(|word| word.len() == 4 && word.starts_with("20"));
        return Some(year.map_or(month.to_string(), |year| format!("{month} {year}")));
    }
    let unit = ["квартал", "четверть", "полугодие"].into_iter().find(|unit| {
        words
            .iter()
            .any(|word| word.starts_with(&unit[..unit.len() - 2]) || *unit == "квартал" && *word == "кв")
    })?;
    let numbers: Vec<u32> = words
        .iter()
        .filter_map(|word| word.parse().ok().or_else(|| super::number::roman(&word.to_uppercase())))
        .filter(|number| (1..=4).contains(number))
        .collect();
    match (numbers.as_slice(), months.is_empty()) {
        ([number], true) => Some(format!("{number} {unit}")),
        _ => None,
    }
}

/// «2024 год», «2024/25 уч. год»: a column that says when in this year.
fn year_of(name: &str) -> Option<String> {
    const WORDS: [&str; 8] = ["г", "год", "года", "году", "уч", "учебный", "учебного", "учебном"];
    let plain = folded(name);
    let mut numbers: Vec<&str> = Vec::new();
    for word in plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        match word.bytes().all(|byte| byte.is_ascii_digit()) {
            true => numbers.push(word),
            false if WORDS.contains(&word) => {}
            false => return None,
        }
    }
    let year = |text: &str| text.parse::<u32>().ok().filter(|_| text.len() == 4 && text.starts_with("20"));
    match numbers.as_slice() {
        [only] => year(only).map(|year| format!("{year} г.")),
        [first, last] => {
            let (first, last) = (year(first)?, last.parse::<u32>().ok()?);
            (last % 100 == (first + 1) % 100).then(|| format!("{first}-{} уч. г.", first + 1))
        }
        _ => None,
    }
}

/// Roles of all columns: of several activities the best name wins, and «Этап» beside it heads sections. Two or more
/// months or quarters are columns of marks.
fn settle(names: &[String]) -> (Vec<Role>, Vec<(usize, String)>) {
    let mut roles: Vec<Role> = names.iter().map(|name| role_of(name)).collect();
    let mut marks: Vec<(usize, String)> = (0..names.len())
        .filter(|at| matches!(roles[*at], Role::Term | Role::Other))
        .filter_map(|at| Some((at, mark_of(&names[at])?)))
        .collect();
    marks.dedup_by(|a, b| a.1 == b.1);
    if marks.len() < 2 {
        marks = numbered_months(names, &roles);
    }
    if marks.len() < 2 && !roles.iter().any(|role| matches!(role, Role::Term | Role::TermFrom | Role::TermTo))
    {
        marks = (0..names.len()).filter_map(|at| Some((at, year_of(&names[at])?))).collect();
    }
    if marks.len() < 2 {
        marks.clear();
    }
    marks.iter().for_each(|(at, _)| roles[*at] = Role::Mark);
    let rank = |at: usize| title_rank(&letters(&names[at]));
    let titles: Vec<usize> = (0..roles.len()).filter(|at| roles[*at] == Role::Title).collect();
    if let Some(best) = titles.iter().copied().max_by_key(|at| (rank(*at), usize::MAX - at)) {
        for at in titles.into_iter().filter(|at| *at != best) {
            let same = names[at] == names[best];
            let heads = !same && any(&letters(&names[at]), &HEADINGS);
            let details = !same && any(&letters(&names[at]), &DETAILS);
            roles[at] = match (heads, details) {
                (true, _) => Role::Heading,
                (_, true) => Role::Detail,
                _ => Role::Other,
            };
        }
    }
    for only in [Role::Number, Role::Term, Role::Heading, Role::Detail] {
        let found: Vec<usize> = (0..roles.len()).filter(|at| roles[*at] == only).collect();
        found.into_iter().skip(1).for_each(|at| roles[at] = Role::Other);
    }
    // A beginning without an end is just a term.
    let (from, to) = (roles.contains(&Role::TermFrom), roles.contains(&Role::TermTo));
    if from != to || roles.contains(&Role::Term) {
        for role in roles.iter_mut().filter(|role| matches!(role, Role::TermFrom | Role::TermTo)) {
            *role = if from != to && !names.is_empty() { Role::Term } else { Role::Other };
        }
    }
    (roles, marks)
}

impl Header {
    /// The first column of a role.
    pub fn column(&self, role: Role) -> Option<usize> {
        self.roles.iter().position(|own| *own == role)
    }

    /// Whether the row repeats a header, as tables do on every page.
    pub fn repeats(row: &Row) -> bool {
        let mut roles: Vec<Role> = row
            .cells
            .iter()
            .filter(|cell| !cell.text.is_empty() && cell.text.chars().count() < 60)
            .map(|cell| role_of(&cell.text))
            .filter(|role| *role != Role::Other)
            .collect();
        let filled = row.cells.iter().filter(|cell| !cell.text.is_empty()).count();
        roles.sort();
        roles.dedup();
        roles.len() >= 3 && roles.contains(&Role::Title) && roles.len() + 2 >= filled
    }

    /// Whether the row counts the columns: 1 2 3 4 5.
    pub fn counts(row: &Row) -> bool {
        let own: Vec<&str> = row
            .cells
            .iter()
            .map(|cell| cell.text.trim().trim_end_matches('.'))
            .filter(|t| !t.is_empty())
            .collect();
        own.len() >= 3 && own.iter().enumerate().all(|(at, text)| text.parse() == Ok(at + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_columns_are_understood() {
        for (names, role) in [
            (&["№ п/п", "№", "N п/п", "п/п", "№\nп/п"][..], Role::Number),
            (
                &[
                    "Мероприятия",
                    "Наименование мероприятий",
                    "Содержание деятельности",
                    "Направления деятельности",
                ],
                Role::Title,
            ),
            (
                &[
                    "Срок реализации",
                    "Сроки",
                    "Сроки исполнения",
                    "Период реализации",
                    "Дата",
                    "Сроки выполнения",
                ],
                Role::Term,
            ),
            (
                &[
                    "Ответственный исполнитель",
                    "Исполнители",
                    "Ответст-\nвенные за мероприятие",
                    "Ответственные",
                ],
                Role::Responsible,
            ),
            (
                &[
                    "Результат. Вид документа",
                    "Вид документа",
                    "Ожидаемые результаты",
                    "Ожидаемый результат деятельности",
                ],
                Role::Result,
            ),
            (&["Отметка о выполнении", "Примечание", "Участники", "Целевая аудитория"], Role::Other),
        ] {
            for name in names {
                assert_eq!(role_of(name), role, "{name}");
            }
        }
    }
}
