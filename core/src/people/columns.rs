//! What the columns of a registry mean, told by their headers.
//!
//! | Header | Column |
//! |---|---|
//! | `Ф.И.О. наставляемого`, `Фамилия, имя, отчество` | [`Column::Name`] |
//! | `Контактные данные для связи (данные представителя)` | field `contacts` |
//! | `Основной запрос наставляемого` | field `requests` |
//! | `Ресурс времени на программу` | field `slots` |
//! | `Любимый предмет` | further field `любимый_предмет`, which scripts read |

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use super::Side;

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Column {
    /// The number of the line: not kept.
    Number,
    /// The whole name.
    Name,
    /// A part of the name: 0 the surname, 1 the first name, 2 the patronymic.
    NamePart(u8),
    /// Which side the line is about.
    Side,
    /// The form of mentoring.
    Form,
    /// The day of entry.
    Entered,
    /// The day of completion.
    Left,
    /// How many mentees a mentor takes.
    Capacity,
    /// The wished age of mentees: becomes the fields `wished_age_from` and `wished_age_to`.
    WishedAge,
    /// A field of the profile, known or further.
    Field(String),
}

/// A rule: every group needs one of its stems in the header.
type Rule = (&'static [&'static [&'static str]], Meaning);

#[derive(Clone, Copy)]
enum Meaning {
    Is(&'static str),
    Special(Special),
}

#[derive(Clone, Copy)]
enum Special {
    Name,
    Side,
    Form,
    Entered,
    Left,
    Capacity,
    WishedAge,
}

use Meaning::{Is, Special as Sp};

/// From the particular to the general; the first rule that fits decides.
const RULES: &[Rule] = &[
    (&[&["дата", "день", "date"], &["заверш", "окончан", "выбыт", "complet", "left"]], Sp(Special::Left)),
    (
        &[&["дата", "день", "date"], &["вхожд", "включен", "внесен", "вступл", "начал", "entry", "entered"]],
        Sp(Special::Entered),
    ),
    (&[&["дата", "год", "день", "birth"], &["рожд", "birth"]], Is("birth_year")),
    (&[&["год рожд", "г р", "birth year", "birth_year"]], Is("birth_year")),
    (&[&["желаем", "предпочит", "wished"], &["возраст", "age"]], Sp(Special::WishedAge)),
    (&[&["возраст наставляем"]], Sp(Special::WishedAge)),
    (&[&["не хочу", "не хотел", "избега", "avoid"]], Is("avoids")),
    (&[&["хочу в пар", "предпочт", "пожелани", "предпочит", "с кем", "preference"]], Is("preferences")),
    (&[&["форма наставн", "form of", "форма програм"]], Sp(Special::Form)),
    (&[&["ролев"], &["модел"]], Is("role_model")),
    (
        &[
            &["миним", "не менее", "не меньше", "minimum", "at least"],
            &["наставляем", "подопечн", "пар", "нагруз", "mentee", "load"],
        ],
        Is("minimum"),
    ),
    (
        &[
            &["количеств", "число", "сколько", "макс", "нагруз", "capacity", "вместим"],
            &["наставляем", "подопечн", "пар", "capacity", "вместим", "mentee"],
        ],
        Sp(Special::Capacity),
    ),
    (&[&["capacity", "вместимость"]], Sp(Special::Capacity)),
    (
        &[&["сколько"], &["может взять", "готов взять", "готова взять", "возьм", "может вести"]],
        Sp(Special::Capacity),
    ),
    (&[&["отметк"], &["прохожд", "заверш"]], Is("completed")),
    (&[&["ссылк", "кейс", "отзыв", "link"]], Is("link")),
    (&[&["результат", "result"]], Is("results")),
    (&[&["ресурс", "свободн", "удобн", "располаг", "available"], &["врем", "time"]], Is("slots")),
    (&[&["дни и часы", "дни недели", "slots", "расписани"]], Is("slots")),
    (&[&["запрос", "request", "потребност", "затруднен", "трудност", "дефицит"]], Is("requests")),
    (
        &[&["чего хоч", "чему хоч", "что хоч", "хочу науч", "хочет науч", "нужна помощь", "в чем нужн"]],
        Is("requests"),
    ),
    (
        &[&["компетен", "competenc", "чему могу", "могу научить", "могу помочь", "чем могу", "сильные"]],
        Is("competences"),
    ),
    (&[&["достижен", "achievement", "награды"]], Is("achievements")),
    (&[&["интерес", "увлечен", "хобби", "interest"]], Is("interests")),
    (&[&["стаж", "педагогический стаж", "общий стаж", "опыт работ", "experience", "years"]], Is("years")),
    (
        &[&["представител", "родител", "representative", "parent"], &["фио", "ф и о", "имя", "name"]],
        Is("representative"),
    ),
    (
        &[&["контакт", "телефон", "тел", "почта", "e mail", "email", "mail", "phone", "contact"]],
        Is("contacts"),
    ),
    (&[&["представител", "representative", "родител"]], Is("representative")),
    // «Наставник (ФИО, должность)»
    (&[&["фио", "ф и о", "фамилия"], &["должност"]], Sp(Special::Name)),
    (&[&["должност", "position"]], Is("position")),
    (
        &[&[
            "место работ",
            "место учеб",
            "организаци",
            "образовательное учр",
            "место раб",
            "площадк",
            "корпус",
            "place",
        ]],
        Is("place"),
    ),
    (
        &[
            &["преподаваем", "учебный", "предмет", "дисциплин", "subject"],
            &["предмет", "дисциплин", "subject"],
        ],
        Is("subject"),
    ),
    (&[&["класс", "группа", "курс", "grade"]], Is("grade")),
    (&[&["возраст", "полных лет", "age"]], Is("age")),
    (&[&["примечан", "комментар", "note"]], Is("note")),
    (
        &[&["фио", "ф и о", "фамилия имя", "фамилия и", "full name", "surname and", "участник"]],
        Sp(Special::Name),
    ),
    (&[&["роль в", "сторона", "side"]], Sp(Special::Side)),
];

/// Headers that mean something only when they are the whole header.
const WHOLE: &[(&[&str], Meaning)] = &[
    (
        &["имя", "name", "педагог", "учитель", "наставник", "наставляемый", "наставники", "наставляемые"],
        Sp(Special::Name),
    ),
    (&["роль", "role"], Sp(Special::Side)),
    (&["форма", "form"], Sp(Special::Form)),
    (&["предмет", "subject"], Is("subject")),
    (&["время", "time"], Is("slots")),
    (&["место", "школа"], Is("place")),
    (&["завершено", "completed"], Is("completed")),
    (&["минимум", "minimum"], Is("minimum")),
    (&["с какого", "дата"], Sp(Special::Entered)),
];

/// The names under which a profile keeps what scripts know: what a header may say as well.
pub const FIELD_NAMES: &[&str] = &[
    "subject",
    "years",
    "competences",
    "requests",
    "interests",
    "slots",
    "place",
    "role_model",
    "preferences",
    "avoids",
    "age",
    "birth_year",
    "contacts",
    "achievements",
    "position",
    "results",
    "representative",
    "grade",
    "note",
    "link",
    "completed",
    "wished_age_from",
    "wished_age_to",
    "minimum",
];

/// The header without what does not tell headers apart: case, ё, signs; words parted by one blank.
pub fn folded(header: &str) -> String {
    let mut text = String::with_capacity(header.len());
    for c in header.chars().flat_map(char::to_lowercase) {
        match c {
            'ё' => text.push('е'),
            // A word broken across lines.
            '\u{ad}' => {}
            c if c.is_alphanumeric() || c == '_' => text.push(c),
            _ if !text.ends_with(' ') => text.push(' '),
            _ => {}
        }
    }
    text.trim().to_owned()
}

/// What one header means on its own; `None` for an empty one.
pub fn meaning(header: &str) -> Option<Column> {
    let folded = folded(header);
    if folded.is_empty() {
        return header.trim().starts_with('№').then_some(Column::Number);
    }
    if is_number(header, &folded) {
        return Some(Column::Number);
    }
    if let Some(part) = name_part(&folded) {
        return Some(Column::NamePart(part));
    }
    if let Some(field) = FIELD_NAMES.iter().find(|field| **field == folded) {
        return Some(Column::Field((*field).to_owned()));
    }
    let whole = WHOLE.iter().find(|(words, _)| words.contains(&folded.as_str())).map(|(_, meaning)| *meaning);
    let fits = |(groups, _): &&Rule| groups.iter().all(|group| group.iter().any(|stem| has(&folded, stem)));
    let meaning = whole.or_else(|| RULES.iter().find(fits).map(|(_, meaning)| *meaning));
    Some(match meaning {
        Some(Is(field)) => Column::Field(field.to_owned()),
        Some(Sp(special)) => special.column(),
        None => Column::Field(identifier(&folded)),
    })
}

/// Whether a word of the header begins so.
fn has(folded: &str, stem: &str) -> bool {
    folded.match_indices(stem).any(|(at, _)| at == 0 || folded[..at].ends_with(' '))
}

fn is_number(header: &str, folded: &str) -> bool {
    let sign = header.trim().starts_with('№');
    ["п п", "n", "no", "номер", "номер п п", "n п п", "num", "id"].contains(&folded)
        || (sign && ["", "п п", "пп"].contains(&folded))
}

fn name_part(folded: &str) -> Option<u8> {
    if let Some(part) = merged_part(folded) {
        return Some(part);
    }
    let starts =
        |stem: &str| folded == stem || folded.strip_prefix(stem).is_some_and(|rest| rest.starts_with(' '));
    match () {
        () if starts("фамилия") && !folded.contains("имя") => Some(0),
        () if starts("surname") || starts("last name") => Some(0),
        () if starts("отчество") || starts("patronymic") => Some(2),
        () if starts("first name") || folded == "имя наставника" || folded == "имя наставляемого" => {
            Some(1)
        }
        () => None,
    }
}

/// «Фамилия», «Имя» or «Отчество» under a merged «ФИО», perhaps with a word of whom: «ФИО наставника Фамилия».
fn merged_part(folded: &str) -> Option<u8> {
    const PARTS: [&str; 3] = ["фамилия", "имя", "отчество"];
    const WHOLE: [&str; 4] = ["фио", "ф и о", "фамилия имя отчество", "фамилия имя и отчество"];
    let below = WHOLE.iter().find_map(|whole| folded.strip_prefix(whole)?.strip_prefix(' '))?;
    let part = match below.split_once(' ') {
        Some((whom, part)) if !PARTS.contains(&whom) => part,
        Some(_) => return None,
        None => below,
    };
    let part = PARTS.iter().position(|known| *known == part)?;
    u8::try_from(part).ok()
}

impl Special {
    fn column(self) -> Column {
        match self {
            Self::Name => Column::Name,
            Self::Side => Column::Side,
            Self::Form => Column::Form,
            Self::Entered => Column::Entered,
            Self::Left => Column::Left,
            Self::Capacity => Column::Capacity,
            Self::WishedAge => Column::WishedAge,
        }
    }
}

/// The field of a column by its header alone, whatever the header means.
pub fn further(header: &str) -> String {
    identifier(&folded(header))
}

/// A header as a name that a script can write.
fn identifier(folded: &str) -> String {
    let text = folded.replace(' ', "_");
    let text: String = text.chars().take(60).collect();
    if text.starts_with(|c: char| c.is_ascii_digit()) { alloc::format!("_{text}") } else { text }
}

/// Which side a text speaks of: the header of the name column, the name of a sheet, a title.
pub fn side_of(text: &str) -> Option<Side> {
    let folded = folded(text);
    let mentee = ["наставляем", "подопечн", "mentee"].iter().filter_map(|stem| folded.find(stem)).min();
    let mentor = ["наставник", "mentor"].iter().filter_map(|stem| folded.find(stem)).min();
    match (mentor, mentee) {
        (Some(mentor), Some(mentee)) => Some(if mentor < mentee { Side::Mentor } else { Side::Mentee }),
        (Some(_), None) => Some(Side::Mentor),
        (None, Some(_)) => Some(Side::Mentee),
        (None, None) => None,
    }
}

/// The columns of a header row: those about the other side become fields about it, and a second column of one meaning
/// a further field, so that nothing is lost. In a table of pairs `wanted` says whose names are read.
pub fn columns(headers: &[String], wanted: Option<Side>) -> Vec<Option<Column>> {
    let mut found: Vec<Option<Column>> = headers.iter().map(|header| meaning(header)).collect();
    // «Имя» beside «Фамилия» is a part.
    if found.contains(&Some(Column::NamePart(0))) {
        for (column, header) in found.iter_mut().zip(headers) {
            if ["имя", "name"].contains(&folded(header).as_str()) {
                *column = Some(Column::NamePart(1));
            }
        }
    }
    let names: Vec<usize> = (0..found.len())
        .filter(|at| matches!(found[*at], Some(Column::Name | Column::NamePart(0))))
        .collect();
    let of_side = |side: Side| names.iter().copied().find(|at| side_of(&headers[*at]) == Some(side));
    let own_at = wanted.and_then(of_side).or(names.first().copied());
    let own = own_at.and_then(|at| side_of(&headers[at]));
    let other_at = own.map(Side::other).and_then(of_side);
    let mut seen: Vec<Column> = Vec::new();
    for at in own_first(found.len(), own_at, other_at) {
        let (Some(meant), header) = (found[at].clone(), &headers[at]) else { continue };
        let others = side_of(header).filter(|side| own.is_some_and(|own| own != *side));
        let further = |header: &str| Column::Field(identifier(&folded(header)));
        let repeated = |meant: &Column| *meant != Column::Number && seen.contains(meant);
        let meant = match meant {
            Column::Name if Some(at) == own_at => Column::Name,
            Column::Name => match side_of(header) {
                Some(Side::Mentor) => Column::Field("mentor".into()),
                Some(Side::Mentee) => Column::Field("mentees".into()),
                None => further(header),
            },
            Column::Field(field) if field == "place" && others.is_some() => {
                Column::Field("other_place".into())
            }
            meant => match other_at.zip(own) {
                Some((other, own)) if is_of_other(&meant, at, (own_at, other), own, repeated(&meant)) => {
                    further(&alloc::format!("{header} {}", own.other().of_whom()))
                }
                _ => meant,
            },
        };
        let meant = if repeated(&meant) { further(header) } else { meant };
        seen.push(meant.clone());
        found[at] = Some(meant);
    }
    found
}

/// The indices of columns, those that stand behind the other side's name last: of two of one meaning the first is the
/// person's own.
fn own_first(count: usize, own: Option<usize>, other: Option<usize>) -> Vec<usize> {
    let behind = |at: usize| match (own, other) {
        (Some(own), Some(other)) if other < own => (other..own).contains(&at),
        _ => false,
    };
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by_key(|at| behind(*at));
    order
}

/// Whether a column of a table of pairs tells about the other one: it stands between the other's name and one's own, or
/// behind the other's name and says what one's own side does not, or what was said of oneself before.
fn is_of_other(
    meant: &Column,
    at: usize,
    (own_at, other): (Option<usize>, usize),
    own: Side,
    repeated: bool,
) -> bool {
    let Column::Field(field) = meant else { return false };
    let between = own_at.is_some_and(|own| (other..own).contains(&at));
    let behind = at > other && own_at.is_some_and(|own| own < other);
    let not_ones_own = match own {
        Side::Mentor => matches!(field.as_str(), "requests" | "grade"),
        Side::Mentee => field == "competences",
    };
    between || behind && (repeated || not_ones_own)
}

/// How many of the columns of a base were recognised by their meaning.
pub fn known(columns: &[Option<Column>]) -> usize {
    let known = |column: &&Option<Column>| match column {
        Some(Column::Field(field)) => {
            FIELD_NAMES.contains(&field.as_str()) || field == "mentor" || field == "mentees"
        }
        Some(_) => true,
        None => false,
    };
    columns.iter().filter(known).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::format;

    #[track_caller]
    fn check(headers: &[&str], expected: &[&str]) {
        let headers: Vec<String> = headers.iter().map(|header| (*header).to_owned()).collect();
        check_for(headers, None, expected);
    }

    #[track_caller]
    fn check_for(headers: Vec<String>, side: Option<Side>, expected: &[&str]) {
        let found: Vec<String> = columns(&headers, side)
            .into_iter()
            .map(|column| match column {
                Some(Column::Field(field)) => field,
                Some(other) => format!("{other:?}"),
                None => "-".to_owned(),
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn the_least_load_is_not_taken_for_the_greatest() {
        check(
            &["ФИО наставника", "Минимальная нагрузка", "Максимальная нагрузка, наставляемых", "Минимум"],
            &["Name", "minimum", "Capacity", "минимум"],
        );
        check(&["ФИО", "Не менее скольких наставляемых", "Capacity"], &["Name", "minimum", "Capacity"]);
    }

    #[test]
    fn the_base_of_mentees_is_read_as_the_methodology_prints_it() {
        check(
            &[
                "№ п/п",
                "ФИО наставляемого",
                "Контактные данные для связи (данные представителя)",
                "Год рождения наставляемого",
                "Основной запрос наставляемого",
                "Дата вхождения в программу",
                "ФИО наставника",
                "Форма наставничества",
                "Место работы/учебы наставника",
                "Дата завершения программы",
                "Результаты программы",
                "Ссылка на кейс/отзыв наставляемого, размещенные на сайте организации",
                "Отметка о прохождении программы",
            ],
            &[
                "Number",
                "Name",
                "contacts",
                "birth_year",
                "requests",
                "Entered",
                "mentor",
                "Form",
                "other_place",
                "Left",
                "results",
                "link",
                "completed",
            ],
        );
    }

    #[test]
    fn the_base_of_mentors_is_read_as_the_methodology_prints_it() {
        check(
            &[
                "№",
                "Ф.И.О. наставника",
                "Контактные данные для связи",
                "Место работы/учебы наставника",
                "Основные компетенции наставника",
                "Важные для программы достижения наставника",
                "Интересы наставника",
                "Желаемый возраст наставляемых",
                "Ресурс времени на программу наставничества",
                "Дата вхождения в программу",
                "ФИО наставляемого (наставляемых)",
                "Форма наставничества",
                "Место работы/учебы наставляемого",
                "Дата завершения программы",
                "Результаты программы",
                "Ссылка на кейс/отзыв наставника",
            ],
            &[
                "Number",
                "Name",
                "contacts",
                "place",
                "competences",
                "achievements",
                "interests",
                "WishedAge",
                "slots",
                "Entered",
                "mentees",
                "Form",
                "other_place",
                "Left",
                "results",
                "link",
            ],
        );
    }

    #[test]
    fn other_words_mean_the_same() {
        check(
            &["Фамилия", "Имя", "Отчество", "Тел.", "Дата рождения", "Затруднения", "Класс", "Роль"],
            &[
                "NamePart(0)",
                "NamePart(1)",
                "NamePart(2)",
                "contacts",
                "birth_year",
                "requests",
                "grade",
                "Side",
            ],
        );
        check(
            &[
                "Фамилия, имя, отчество",
                "Преподаваемый предмет",
                "Педагогический стаж",
                "Количество наставляемых",
            ],
            &["Name", "subject", "years", "Capacity"],
        );
        check(
            &["Full name", "Competences", "Capacity", "Available time"],
            &["Name", "competences", "Capacity", "slots"],
        );
        check(&["name", "birth_year", "wished_age_from"], &["Name", "birth_year", "wished_age_from"]);
    }

    #[test]
    fn parts_of_a_name_may_stand_under_a_merged_header() {
        check(
            &["№", "ФИО Фамилия", "ФИО Имя", "ФИО Отчество", "День рождения", "Сколько может взять"],
            &["Number", "NamePart(0)", "NamePart(1)", "NamePart(2)", "birth_year", "Capacity"],
        );
        check(
            &["Ф.И.О. наставляемого Фамилия", "Ф.И.О. наставляемого Имя", "Чего хочет достичь"],
            &["NamePart(0)", "NamePart(1)", "requests"],
        );
        check(&["ФИО (фамилия, имя, отчество)", "Класс"], &["Name", "grade"]);
    }

    #[test]
    fn a_table_of_pairs_is_read_for_either_side() {
        let headers = ["№", "ФИО наставника", "Должность", "ФИО наставляемого", "Должность", "Запрос"];
        let headers: Vec<String> = headers.map(ToOwned::to_owned).into();
        for (side, expected) in [
            (
                Side::Mentor,
                ["Number", "Name", "position", "mentees", "должность_наставляемого", "запрос_наставляемого"],
            ),
            (Side::Mentee, ["Number", "mentor", "должность_наставника", "Name", "position", "requests"]),
        ] {
            check_for(headers.clone(), Some(side), &expected);
        }
        check(&["Наставник (ФИО, должность)", "Компетенции"], &["Name", "competences"]);
    }

    #[test]
    fn a_further_column_becomes_a_field_that_a_script_can_write() {
        check(
            &["ФИО", "Любимый жанр (книги)", "2-й язык", "", "Любимый жанр (книги)"],
            &["Name", "любимый_жанр_книги", "_2_й_язык", "-", "любимый_жанр_книги"],
        );
    }
}
