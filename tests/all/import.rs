//! Roadmaps of every carrier, and files that are no roadmaps.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use vekha::draft::draft_json;
use vekha::import::{self, Options};
use vekha::lang::Lang;
use vekha_core::roadmap;
use vekha_core::schedule::{Calendar, PlanYear};

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// The draft of a file as JSON in Russian.
fn drafted(name: &str) -> Value {
    let reading =
        import::read(&data(name), &Options::default()).unwrap_or_else(|e| panic!("{}", e.say(Lang::En)));
    let draft = roadmap::draft(&reading.document, None, &Calendar::default())
        .unwrap_or_else(|why| panic!("{name}: {why:?}"));
    draft_json(&draft, Lang::Ru)
}

/// Compares with the golden file; `VEKHA_BLESS=1` writes it anew, for a person to read the difference.
fn golden(name: &str, actual: &Value) {
    let path = data(name);
    if std::env::var_os("VEKHA_BLESS").is_some() {
        std::fs::write(&path, format!("{}\n", serde_json::to_string_pretty(actual).unwrap())).unwrap();
    }
    let expected: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    assert_eq!(actual, &expected, "{name}");
}

const SEED: [&str; 16] = [
    "examples/school-158/roadmap-158.txt",
    "examples/school-158/roadmap-158.docx",
    "examples/school-158/roadmap-158.odt",
    "examples/school-158/roadmap-158.html",
    "examples/school-158/roadmap-158.xlsx",
    "examples/school-158/roadmap-158.csv",
    "tests/data/roadmaps/seed/roadmap.md",
    "tests/data/roadmaps/seed/roadmap.ods",
    "tests/data/roadmaps/seed/roadmap.tsv",
    "tests/data/roadmaps/seed/roadmap-cp1251.csv",
    "tests/data/roadmaps/seed/roadmap-comma-utf16.csv",
    "tests/data/roadmaps/seed/bars-row-a-line.txt",
    "tests/data/roadmaps/seed/bars-drawn.txt",
    "tests/data/roadmaps/seed/bars-cell-a-line.txt",
    "tests/data/roadmaps/seed/bars-cell-a-line-solid.txt",
    "tests/data/roadmaps/seed/bars-cell-a-line-merged.txt",
];

/// How a phrase is understood is judged by the tests of deadlines; here only the phrase counts.
fn without_deadlines(mut table: Value) -> Value {
    for task in table[2].as_array_mut().expect("tasks") {
        task["deadline"] = task["deadline"]["phrase"].take();
    }
    table
}

#[test]
fn every_carrier_of_the_seed_gives_the_same_tasks_sections_and_groups() {
    let table = |draft: &Value| json!([draft["sections"], draft["groups"], draft["tasks"]]);
    golden("tests/data/roadmaps/seed/draft.json", &without_deadlines(table(&drafted(SEED[0]))));
    let first = table(&drafted(SEED[0]));
    assert_eq!(first[0].as_array().unwrap().len(), 6);
    assert_eq!(first[1].as_array().unwrap().len(), 2);
    assert_eq!(first[2].as_array().unwrap().len(), 32);
    for carrier in SEED {
        assert_eq!(table(&drafted(carrier)), first, "{carrier}");
    }
}

/// What is found in a carrier as (task, code), in order.
fn findings(name: &str) -> Vec<(String, String)> {
    let reading =
        import::read(&data(name), &Options::default()).unwrap_or_else(|e| panic!("{}", e.say(Lang::En)));
    let draft = roadmap::draft(&reading.document, Some(PlanYear::of(2023)), &Calendar::default());
    let draft = draft_json(&draft.unwrap_or_else(|why| panic!("{name}: {why:?}")), Lang::Ru);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let found = draft["findings"].as_array().expect("findings").iter();
    let mut found: Vec<_> = found.map(|found| (text(&found["task"]), text(&found["code"]))).collect();
    found.sort();
    found
}

/// A carrier that is the table alone has lost the line about the council, so no term can be before it. Nothing else
/// differs.
#[test]
fn every_carrier_of_the_seed_gives_the_same_findings() {
    let table_alone = |name: &str| [".xlsx", ".ods", ".csv", ".tsv"].iter().any(|end| name.ends_with(end));
    let whole = findings(SEED[0]);
    let of_council = |(_, code): &&(String, String)| code == "term-before-council";
    assert_eq!((whole.len(), whole.iter().filter(of_council).count()), (34, 9));
    let without_council: Vec<_> = whole.iter().filter(|found| !of_council(found)).cloned().collect();
    for carrier in SEED {
        let expected = if table_alone(carrier) { &without_council } else { &whole };
        assert_eq!(&findings(carrier), expected, "{carrier}");
    }
}

/// Numbers, sections and titles, one task a line, with the findings below.
fn outline(name: &str) -> String {
    let draft = drafted(name);
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let mut lines = vec![format!(
        "{} | {}..{}",
        text(&draft["title"]),
        text(&draft["plan"]["from"]),
        text(&draft["plan"]["to"])
    )];
    for section in draft["sections"].as_array().unwrap() {
        lines.push(format!("# {} {}", text(&section["number"]), text(&section["title"])));
    }
    for task in draft["tasks"].as_array().unwrap() {
        let responsible: Vec<String> = task["responsible"].as_array().unwrap().iter().map(text).collect();
        let fields = ["number", "section", "title", "result"].map(|field| text(&task[field]));
        let [number, section, title, result] = fields;
        let deadline = &task["deadline"];
        lines.push(format!(
            "{number} [{section}] {title} | {} = {} | {} | {result}",
            text(&deadline["phrase"]),
            text(&deadline["kind"]),
            responsible.join(" + ")
        ));
    }
    for finding in draft["findings"].as_array().unwrap() {
        lines.push(format!("! {} {}", text(&finding["task"]), text(&finding["code"])));
    }
    lines.join("\n")
}

#[track_caller]
pub fn check_outline(name: &str, expected: &str) {
    let file = format!("tests/data/roadmaps/other/{name}");
    // A task without a result ends in a bar and a blank, which editors eat.
    let trimmed = |text: &str| text.trim().lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
    assert_eq!(trimmed(&outline(&file)), trimmed(expected), "{name}");
}

/// The form of the methodological letter: stages, activities and what they consist of in columns of their own; the
/// numbers count the stages.
#[test]
fn activities_and_their_contents_in_columns_of_their_own_with_numbered_stages() {
    check_outline(
        "stages-merged.html",
        "
Дорожная карта реализации целевой модели наставничества 2024/2025 | 2024-09-01..2025-08-31
# 1 Подготовка условий для запуска
# 2 Формирование базы
1.1 [1] Подготовка нормативной базы: 1. Издание приказа | до 10.09.2024 = due | Директор |
1.2 [1] Подготовка нормативной базы: 2. Разработка положения | до 20.09.2024 = due | Директор |
1.3 [1] Выбор форм: 1. Мониторинг потребностей 2. Проведение совета | сентябрь = window | Куратор + Зам |
2.1 [2] Сбор данных: Анкетирование | октябрь = window | Куратор |
",
    );
    check_outline(
        "stages-blank.csv",
        "
Дорожная карта наставничества на 2024/2025 учебный год | 2024-09-01..2025-08-31
# 1 Подготовка
# 2 База
1.1 [1] Подготовка нормативной базы: Приказ | до 10.09.2024 = due | Директор |
1.2 [1] Подготовка нормативной базы: Положение | до 20.09.2024 = due | Директор |
1.3 [1] Выбор форм: Мониторинг | сентябрь = window | Куратор |
2.1 [2] Сбор данных: Анкеты | октябрь = window | Куратор |
",
    );
}

/// A numbered row with a term and somebody responsible is a task, though others refine it.
#[test]
fn a_task_with_tasks_below_it_keeps_its_term() {
    check_outline(
        "subtasks.csv",
        " | 2025-09-01..2026-08-31
1 [] Приказ о запуске | с 01.09.2025 по 05.09.2025 = window | Директор |
2 [] Сбор заявок | с 08.09.2025 по 19.09.2025 = window | Куратор |
2.1 [] Анкетирование 8-11 классов | с 08.09.2025 по 12.09.2025 = window | Классные руководители |
2.2 [] Анкетирование родителей | с 10.09.2025 по 19.09.2025 = window | Классные руководители |
3 [] Итоговая встреча | до 29.05.2026 = due | Куратор |
! - year-concluded
",
    );
}

/// Letterhead and signatures in tables, six columns in another order, a row that counts them, roman sections, numbers
/// that begin anew, a term merged over two rows, a word broken by a hyphen.
#[test]
fn a_letterhead_and_roman_sections_with_numbers_that_begin_anew() {
    check_outline(
        "letterhead-roman.docx",
        "
ДОРОЖНАЯ КАРТА внедрения целевой модели наставничества на 2024-2025 учебный год | 2024-09-01..2025-08-31
# 1 Подготовительный этап
# 2 Основной этап
# 3 Заключительный этап
1.1 [1] Издание приказа о внедрении целевой модели наставничества | сентябрь 2024 = window | Директор | Приказ
1.2 [1] Назначение куратора программы наставничества | сентябрь 2024 = window | Директор | Приказ
1.3 [1] Информирование педагогов и родителей о наставничестве | до 20.09.2024 = due | Лаптева И.С. + Рощин К.К. | Протокол собрания
2.1 [2] Формирование базы наставляемых | с 1 по 15 октября = window | Лаптева И.С. | База наставляемых
2.2 [2] Формирование базы наставников | октябрь 2024 г. = window | Рощин К.К. | База наставников
2.3 [2] Формирование наставнических пар | до 15.11.2024 = due | Рощин К.К. + педагог-психолог | Приказ о закреплении пар
3.1 [3] Завершение программы наставничества, подведение итогов | май 2025 = window | Лаптева И.С. | Аналитическая справка",
    );
}

/// A table that only lays the page out, and numbers that Word counts by itself.
#[test]
fn a_roadmap_inside_a_layout_table_with_automatic_numbers() {
    check_outline(
        "layout-table-automatic-numbers.docx",
        "
План мероприятий по наставничеству на 2024/25 уч. г. | 2024-09-01..2025-08-31
# 1 Организационная работа
# 2 Работа пар
1.1 [1] Разработка дорожной карты | до 10.09.2024 = due | Зам. директора по УВР | Дорожная карта
1.2 [1] Утверждение дорожной карты | до 20.09.2024 = due | Директор | Приказ
2.1 [2] Организация работы наставнических пар | в течение учебного года = period | Кураторы | Журнал встреч",
    );
}

/// Two header rows with a term of two columns, a column of sections merged over rows, a script inside a cell.
#[test]
fn a_web_page_with_a_header_of_two_rows() {
    check_outline(
        "thead-two-header-rows.html",
        "
План мероприятий (дорожная карта) по наставничеству на 2024/2025 учебный год | 2024-09-01..2025-08-31
# 1 Нормативная база
# 2 Кадры
# 3 Практика
1 [1] Разработка положения о наставничестве | с 02.09.2024 по 13.09.2024 = window | Методист + Каретникова А.Б. | Положение
2 [1] Издание приказа о внедрении наставничества | с 16.09.2024 по 20.09.2024 = window | Директор | Приказ
3 [2] Обучение наставников | с 01.10.2024 по 31.10.2024 = window | Методист + Каретникова А.Б. | Сертификаты
4 [3] Формирование пар «наставник – наставляемый» | с 01.11.2024 по 15.11.2024 = window | Куратор | Приказ",
    );
}

/// No column of the responsible, semicolons inside quotes, windows-1251.
#[test]
fn a_table_without_the_responsible() {
    check_outline(
        "no-responsible-cp1251.csv",
        "
План работы по наставничеству на 2024-2025 учебный год | 2024-09-01..2025-08-31
# 1 Организация
# 2 Сопровождение
1.1 [1] Создание рабочей группы | до 06.09.2024 = due |  | Приказ
1.2 [1] Разработка положения о наставничестве | до 13.09.2024 = due |  | Положение
2.1 [2] Встречи пар; обмен опытом | ежемесячно = recurring |  | Журнал
2.2 [2] Круглый стол наставников | апрель 2025 г. = window |  | Протокол",
    );
}

/// Sections are tables of their own under headings, columns change their order, nothing is numbered.
#[test]
fn sections_as_tables_without_numbers() {
    check_outline(
        "tables-by-section.md",
        "
Дорожная карта наставничества на 2024/25 учебный год | 2024-09-01..2025-08-31
# 1 Подготовка
# 2 Работа
1.1 [1] Анкетирование педагогов | 9–13 сентября = window | Педагог-психолог |
1.2 [1] Формирование базы наставников | до 1 октября = due | Куратор + Лаптева И.С. |
2.1 [2] Формирование наставнических групп | октябрь = window | Куратор + Лаптева И.С. |
2.2 [2] Встречи групп | в течение года = period | Наставники | ",
    );
}

/// A header and a cell broken over lines, a cell that goes on after a page break.
#[test]
fn lines_that_break_inside_cells() {
    check_outline(
        "broken-lines.txt",
        "
ПЛАН МЕРОПРИЯТИЙ по реализации программы наставничества на 2024 – 2025 учебный год | 2024-09-01..2025-08-31
# 1 Организационный этап
# 2 Практический этап
1.1 [1] Подготовка условий для запуска программы наставничества | август 2024 = window | Администрация | Приказ
1.2 [1] Информирование родителей (на родительских собраниях) | до 20.09.2024 = due | Классные руководители | Протокол
2.1 [2] Закрепление наставнических пар | до 1 ноября 2024 г. = due | Куратор | Приказ",
    );
}

/// A table drawn with lines, as portals of laws print it, with a row that counts the columns.
#[test]
fn a_drawn_table() {
    check_outline(
        "portal-box.txt",
        "
ПЛАН МЕРОПРИЯТИЙ ПО НАСТАВНИЧЕСТВУ НА 2024/2025 УЧЕБНЫЙ ГОД | 2024-09-01..2025-08-31
1 [] Утверждение дорожной карты внедрения | до 15 сентября = due | Директор |
2 [] Обучение наставников | октябрь = window | Методист |
3 [] Мониторинг наставничества | май 2025 г. = window | Заместитель директора | ",
    );
}

/// The header is repeated in a second table; merged rows head sections without numbers.
#[test]
fn one_roadmap_in_two_tables() {
    check_outline(
        "two-tables.docx",
        "
Программа наставничества: план на 2024-2025 учебный год | 2024-09-01..2025-08-31
# 1 Адаптация молодых педагогов
# 2 Развитие
1.1 [1] День наставника | 2 сентября = window | Администрация | Фотоотчёт
1.2 [1] Посещение уроков | октябрь = window | Наставники | Листы наблюдений
2.1 [2] Открытые уроки | март 2025 = window | Молодые педагоги | Конспекты",
    );
}

/// A page break repeats the header and cuts a row; responsible people stand a line each.
#[test]
fn a_row_cut_by_a_page_break_that_repeats_the_header() {
    check_outline(
        "split-repeated-header.html",
        "
Дорожная карта программы наставничества «Учитель – учитель» на 2023–2024 учебный год | 2023-09-01..2024-08-31
1 [] Изучение документов | до 10.09.2023 = due | Куратор + методист | Справка
2 [] Сбор анкет наставляемых и наставников | до 20.09.2023 = due | Куратор | База данных участников
3 [] Закрепление пар | с 20 по 30 сентября = window | Куратор | Приказ
4 [] Итоговая встреча | май 2024 = window | Куратор | Сборник",
    );
}

/// A cell a line, as portals of laws copy tables: a section is a number, a title and the cells it covers.
#[test]
fn a_cell_a_line_with_sections_over_the_whole_width() {
    check_outline(
        "cell-a-line-covered.txt",
        "
Дорожная карта реализации региональной модели наставничества в 2023-2024 годах | 2023-09-01..2024-08-31
# 1 Организационно-координационные мероприятия
# 2 Методические мероприятия
1.1 [1] Разработка карты | сентябрь 2023 г. = window | Центр наставничества | Приказ; Карта утверждена
1.2 [1] Совещания | ежеквартально = recurring | Центр наставничества | Протоколы
2.1 [2] Семинары | март 2024 г. = window | Центр наставничества | Программы; Проведены",
    );
}

/// Months head the sections, and the terms leave the month to them; the title says the year by its months.
#[test]
fn terms_take_their_month_from_the_heading() {
    check_outline(
        "months.csv",
        "
План работы с молодыми педагогами (сентябрь 2024 г. – май 2025 г.) | 2024-09-01..2025-08-31
# 1 Сентябрь
# 2 Октябрь 2024 г.
1 [1] Собеседование | 2 неделя = window | Методист |
2 [1] Знакомство с документами | в течение месяца = window | Наставники |
3 [1] Составление планов | до 25 числа = due | Наставники |
4 [2] Посещение уроков | Октябрь 2024 г. = window | Наставники |
5 [2] Круглый стол | 15 октября = window | Куратор |
6 [2] Консультации | еженедельно = recurring | Наставники |",
    );
}

/// A term that slipped into the activity, the responsible or the result is taken and shown.
#[test]
fn terms_in_cells_of_another_kind_are_taken_and_told() {
    check_outline(
        "slipped-terms.md",
        "
Дорожная карта наставничества на 2023/24 учебный год | 2023-09-01..2024-08-31
1 [] Издать приказ (до 05.09.2023) | до 05.09.2023 = due | Директор | Приказ
2 [] Провести опрос | сентябрь 2023 = window | Психолог | Справка
3 [] Закрепить пары | до 15 октября = due | Куратор | до 15 октября
4 [] Провести встречу | ноябрь = window | Куратор | Отчёт
! 1 suspicious-neighbour
! 2 suspicious-neighbour
! 3 suspicious-neighbour",
    );
}

#[test]
fn contacts_are_found_and_stored_nowhere() {
    let draft = drafted("tests/data/roadmaps/other/contacts.md");
    let text = draft.to_string();
    assert!(!text.contains("000-00-00") && !text.contains("school.example"), "{text}");
    assert!(text.contains("[телефон скрыт]"), "{text}");
    let found: Vec<(&Value, &Value)> =
        draft["findings"].as_array().unwrap().iter().map(|f| (&f["task"], &f["code"])).collect();
    let contact = json!("contact-in-text");
    assert_eq!(found, [(&json!("1"), &contact), (&json!("1"), &contact), (&Value::Null, &contact)]);
}

#[test]
fn a_clean_roadmap_raises_no_alarm() {
    let draft = drafted("tests/data/roadmaps/other/clean.md");
    assert_eq!(draft["tasks"].as_array().unwrap().len(), 10);
    assert_eq!(draft["findings"], json!([]));
}

/// Findings of the seed by code, with their tasks.
#[test]
fn all_defects_of_the_seed_are_found() {
    let draft = drafted(SEED[0]);
    for (code, tasks) in [
        ("numbering-gap", "5.3"),
        ("term-before-plan", "1.1 1.2"),
        ("term-before-council", "1.3 1.5 1.8 1.9 1.10 1.11 2.2 2.5 5.5"),
        ("occurrence-outside-plan", "2.1 3.2 3.3 3.5 5.3 5.5"),
        ("agreement-after-approval", "1.7"),
        ("stale-year", "3.3"),
        ("no-date", "1.4"),
        ("empty-result", "1.8 2.3 3.3 6.1.1"),
        ("suspicious-neighbour", "1.8 3.4"),
        ("order-of-steps", "2.1 3.4"),
        ("spelling-variants", "- - - -"),
        ("one-person-most-tasks", "-"),
        ("contact-in-text", ""),
    ] {
        let findings = draft["findings"].as_array().unwrap().iter().filter(|finding| finding["code"] == code);
        let found: Vec<&str> = findings.map(|finding| finding["task"].as_str().unwrap_or("-")).collect();
        assert_eq!(found.join(" "), tasks, "{code}");
    }
}
