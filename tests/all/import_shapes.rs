//! Roadmaps of further shapes, a file each: what was met in plans of schools, colleges and municipalities.

use crate::harness::Place;
use crate::import::check_outline;

/// Months in columns with a mark where it is done: the marked ones are the term.
#[test]
fn columns_of_months_and_quarters() {
    check_outline(
        "columns-of-months.csv",
        "
Циклограмма работы наставников на 2024-2025 учебный год | 2024-09-01..2025-08-31
1 [] Собеседование с молодыми педагогами | сентябрь = window | Методист |
2 [] Посещение уроков | октябрь, ноябрь, январь = window | Наставники |
3 [] Анкетирование | сентябрь, декабрь = window | Педагог-психолог |
",
    );
    check_outline(
        "columns-of-quarters.csv",
        "
План-график мероприятий по наставничеству на 2024 год | 2024-01-01..2024-12-31
1 [] Совещания с кураторами | 1 квартал, 2 квартал, 4 квартал = window | Управление образования |
2 [] Конкурс «Лучший наставник» | 3 квартал = window | ИМЦ |
",
    );
    check_outline(
        "drawn-quarters.txt",
        "
План мероприятий на 2023 год | 2023-01-01..2023-12-31
# 1 Создание нормативно-правовой базы
1.1 [1] Разработка положения о наставничестве | 1 квартал = window | Управление образования |
1.2 [1] Обучение наставников | 2 квартал, 3 квартал = window | ИМЦ |
",
    );
}

/// «-//-» and «то же» stand for the cell above.
#[test]
fn ditto_marks_repeat_the_cell_above() {
    check_outline(
        "ditto.md",
        "
Дорожная карта наставничества на 2023/2024 учебный год | 2023-09-01..2024-08-31
1 [] Издание приказа | до 5 сентября = due | Директор | Приказ
2 [] Ознакомление с приказом | до 5 сентября = due | Директор | Лист ознакомления
3 [] Размещение на сайте | до 5 сентября = due | Администратор сайта | Лист ознакомления
4 [] Сбор заявлений | до 5 сентября = due | Куратор | Заявления
",
    );
}

/// Approvals of another width come first, who has read it comes last.
#[test]
fn what_stands_around_a_table_in_one_sheet_is_no_task() {
    check_outline(
        "approval-and-signatures.csv",
        "
Дорожная карта целевой модели наставничества на 2024-2025 учебный год | 2024-09-01..2025-08-31
1 [] Совещание при директоре | 30.08.2024 = window | Громов П.С. | Протокол
2 [] Круглый стол | IV четверть = external | Берестова О.А. | Отчёт
",
    );
    check_outline(
        "note-under-table.html",
        "
Дорожная карта наставничества на 2024-2025 учебный год | 2024-09-01..2025-08-31
1 [] Совещание | 02.09.2024 = window | Директор | Протокол от 02.09.2024
2 [] Отчёт | 30.05.2025 = window | Куратор | Отчёт
",
    );
}

/// Sections are lines of text between the rows, rows of the sheet above repeated headers, or lone texts in the column of activities.
#[test]
fn sections_as_lines_and_lone_texts() {
    check_outline(
        "sections-as-lines.txt",
        "
ПЛАН МЕРОПРИЯТИЙ (\"ДОРОЖНАЯ КАРТА\") ПО ВНЕДРЕНИЮ СИСТЕМЫ НАСТАВНИЧЕСТВА НА 2022 - 2023 УЧЕБНЫЙ ГОД | 2022-09-01..2023-08-31
# 1 Нормативное обеспечение
# 2 Методическое обеспечение
1.1 [1] Утверждение положения | до 01.10.2022 = due | Управление образования | Приказ
1.2 [1] Назначение координатора | до 01.10.2022 = due | Управление образования | Приказ
2.1 [2] Семинары | ежеквартально = recurring | ИМЦ | Программы
",
    );
    check_outline(
        "headings-on-a-sheet.xlsx",
        "
ДОРОЖНАЯ КАРТА реализации системы наставничества педагогических работников на 2025-2026 учебный год | 2025-09-01..2026-08-31
# 1 Организационно-управленческое обеспечение
# 2 Методическое сопровождение
1.1 [1] Разработка положения | до 5 сентября = due | Зам. директора по НМР | Положение
1.2 [1] Назначение наставников | до 10 сентября = due | Директор | Приказ
2.1 [2] Школа наставника | ежемесячно = recurring | Методист | Материалы занятий
2.2 [2] Взаимопосещение уроков | в течение учебного года = period | Наставники | Листы посещений
",
    );
    check_outline(
        "headings-among-titles.csv",
        "
План работы по наставничеству на 2024-2025 учебный год | 2024-09-01..2025-08-31
# 1 Организационная работа
# 2 Методическая работа
1 [1] Приказ | сентябрь = window | Директор |
2 [1] Подбор пар | сентябрь = window | Завуч |
3 [2] Семинар | ноябрь = window | Методист |
4 [2] Декада | апрель = window | Методист |
",
    );
}

/// Hidden text and hidden sheets are not the document; dates of a sheet are written as people write them.
#[test]
fn what_is_hidden_is_left_out() {
    check_outline(
        "hidden-text.docx",
        "
Дорожная карта наставничества на 2024-2025 учебный год | 2024-09-01..2025-08-31
1 [] Издание приказа | до 15 октября = due | Педагог-психолог | Приказ
2 [] Отбор | октябрь = window | Куратор | Список
",
    );
    check_outline(
        "hidden-sheet-dates.xlsx",
        "
Дорожная карта наставничества на 2024-2025 учебный год | 2024-09-01..2025-08-31
1 [] Приказ | с 02.09.2024 по 06.09.2024 = window | Директор | Приказ
2 [] Отбор | с 09.09.2024 по 20.09.2024 = window | Куратор | Список
3 [] Отчёт | до 30.05.2025 = due | Куратор |
! 3 empty-result
",
    );
}

/// The title is broken into paragraphs and says its year by days; a plan of calendar years says so by its terms.
#[test]
fn titles_in_parts_and_plans_of_several_years() {
    check_outline(
        "title-in-parts.md",
        "
ДОРОЖНАЯ КАРТА реализации программы наставничества «Учитель – учитель» в МАОУ «Лицей № 7» на период с 01.09.2024 по 31.08.2025 | 2024-09-01..2025-08-31
1 [] Диагностика затруднений | сентябрь = window | Методист | Карта затруднений
2 [] Составление планов | до 20 сентября = due | Наставник | Индивидуальные планы
",
    );
    check_outline(
        "calendar-years.md",
        "
План мероприятий («дорожная карта») внедрения целевой модели наставничества на 2021–2024 годы | 2021-01-01..2024-12-31
1 [] Утверждение дорожной карты | до 01.03.2021 = due | Директор | Приказ
2 [] Обучение кураторов | 2021–2022 гг. = period | Методист | Удостоверения
3 [] Мониторинг | ежегодно, до 25 декабря = due | Куратор | Отчёт
4 [] Обобщение опыта | IV кв. 2024 г. = window | Методист | Сборник
",
    );
}

/// A month that stands before its activities, meetings of a pair, shortened headers, letters that number parts.
#[test]
fn further_headers_and_numbers() {
    check_outline(
        "month-before-activity.csv",
        "
План методической работы с молодыми учителями, 2024-2025 учебный год | 2024-09-01..2025-08-31
1 [] Посвящение в учителя | Сентябрь = window | Администрация |
2 [] Закрепление наставников | Сентябрь = window | Завуч |
3 [] Неделя молодого учителя | Октябрь = window | Методсовет |
4 [] Посещение уроков | Ноябрь = window | Наставники |
5 [] Семинар | Ноябрь = window | Методист |
",
    );
    check_outline(
        "meetings.html",
        "
План работы наставника Рябининой А.О. с молодым специалистом на 2023/2024 учебный год | 2023-09-01..2024-08-31
1 [] Знакомство с документацией | 04.09 = window |  |
2 [] Рабочая программа | 18.09 = window |  |
3 [] Анализ урока | 02.10 = window |  |
",
    );
    check_outline(
        "abbreviated-header.docx",
        "
План мер-ий по наставничеству на 2024/2025 уч. г. | 2024-09-01..2025-08-31
1 [] Приказ | сент. = window | Дир | Приказ
2 [] Подбор пар | до 20 сент. = due | Зам. дир. по УВР | Пары
",
    );
    check_outline(
        "letters.md",
        "
Дорожная карта 2023-2024 учебный год | 2023-09-01..2024-08-31
1 [] Старт программы | 1 сентября = window |  |
1.1 [] приказ | 1 сентября = window |  |
1.2 [] информирование | 5 сентября = window |  |
2 [] Финал | 25 мая = window |  |
",
    );
}

/// Where the text has no title, headers of pages and the title of the window have it; sheets that nobody sees are left
/// out of either kind of workbook; whoever signs is no task.
#[test]
fn titles_beside_the_text_hidden_sheets_and_signatures() {
    let plain = "
Дорожная карта наставничества на 2024-2025 учебный год | 2024-09-01..2025-08-31
1 [] Издание приказа | до 10 сентября = due | Директор | Приказ
2 [] Отбор наставников | октябрь = window | Куратор | Список
";
    for file in ["page-header.docx", "window-title.html", "hidden-sheet.ods", "signature-cells.csv"] {
        check_outline(file, plain);
    }
    check_outline(
        "short-months-signature.txt",
        "
Дорожная карта наставничества на 2024-2025 учебный год | 2024-09-01..2025-08-31
1 [] Издание приказа | 09.24 – 10.24 = window | Директор | Приказ
2 [] Работа пар | с 10.24 по 05.25 = window | Куратор |
! 2 empty-result
",
    );
}

/// A table cut at its sections has one header; what follows with a header of its own, or without terms, is no part of it.
#[test]
fn tables_go_on_below_headings_and_end_before_other_tables() {
    check_outline(
        "cut-at-sections.html",
        "
Дорожная карта на 2023-2024 учебный год | 2023-09-01..2024-08-31
# 1 Подготовка
# 2 Работа
# 3 Итоги
1 [1] Приказ | до 1 сентября = due | Директор |
2 [1] Положение | до 10 сентября = due | Куратор |
3 [2] Встречи пар | еженедельно = recurring | Наставники |
4 [2] Семинар | ноябрь = window | Методист |
5 [3] Анкетирование | май = window | Психолог |
",
    );
    check_outline(
        "list-of-pairs-below.html",
        "
Дорожная карта | 2024-09-01..2025-08-31
1 [] Сбор запросов | до 15 сентября = due | Куратор |
2 [] Подбор пар | до 1 октября = due | Куратор |
",
    );
}

/// A month with its weeks or days in a column beside it, and months by their numbers.
#[test]
fn months_with_weeks_and_months_in_roman_numerals() {
    check_outline(
        "month-and-week.html",
        "
План работы наставника на 2023-2024 учебный год | 2023-09-01..2024-08-31
1 [] Собеседование | 1 неделя Сентябрь = window | Наставник |
2 [] Планирование | 2-3 неделя Сентябрь = window | Наставник |
3 [] Посещение урока | последняя неделя Октябрь = window | Наставник |
4 [] Анализ урока | Ноябрь = window | Наставник |
",
    );
    check_outline(
        "month-and-day.csv",
        "
План работы на 2023-2024 учебный год | 2023-09-01..2024-08-31
1 [] Собеседование | до 15 Сентябрь = due | Наставник |
2 [] Планирование | 20.09 = window | Наставник |
3 [] Отчёт | 25-30 Май = window | Куратор |
",
    );
    check_outline(
        "roman-months.csv",
        "
План-график работы по наставничеству на 2023-2024 учебный год | 2023-09-01..2024-08-31
1 [] Анкетирование | сентябрь, май = window | Психолог |
2 [] Открытые уроки | октябрь, ноябрь = window | Наставники |
",
    );
}

/// Years in columns that hold the terms, slips of the pen in a header, a last cell that goes on in the next line.
#[test]
fn columns_of_years_slips_in_headers_and_broken_last_cells() {
    check_outline(
        "columns-of-years.csv",
        "
План мероприятий по развитию наставничества на 2023-2024 годы | 2023-09-01..2024-08-31
1 [] Семинары | IV кв. 2023 г., I-II кв. 2024 г. = window | Методический центр |
2 [] Конкурс | апрель 2024 г. = window | Управление образования |
3 [] Мониторинг | 2023 г., декабрь 2024 г. = window | Управление образования |
! 3 occurrence-outside-plan
",
    );
    check_outline(
        "slips-in-header.csv",
        "
дорожная карта 2024-2025 уч.год | 2024-09-01..2025-08-31
1 [] приказ \"о наставничестве\" | до 01.09.2024г. = due | директор + куратор | приказ, положение
2 [] анкетирование | сентябрь, май = window | психолог | справка
",
    );
    check_outline(
        "cells-broken-at-the-end.txt",
        "
Дорожная карта реализации программы наставничества на 2023-2024 учебный год | 2023-09-01..2024-08-31
1 [] Формирование базы наставников и наставляемых | сентябрь = window | Куратор + психолог | База
2 [] Отчёт | май 2024 = window | Куратор | Справка, публикация
",
    );
}

#[test]
fn a_day_that_a_workbook_shows_as_its_month_is_the_month() {
    let place = Place::new();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, header) in (0..).zip(["№", "Мероприятие", "Срок", "Ответственный"])
    {
        sheet.write_string(0, column, header).unwrap();
    }
    let day = rust_xlsxwriter::ExcelDateTime::from_ymd(2023, 10, 1).unwrap();
    for (row, format) in [(1, "mmm\\.yy"), (2, "dd.mm.yyyy")] {
        sheet.write_number(row, 0, f64::from(row)).unwrap();
        sheet.write_string(row, 1, "Анкетирование наставников").unwrap();
        let format = rust_xlsxwriter::Format::new().set_num_format(format);
        sheet.write_datetime_with_format(row, 2, &day, &format).unwrap();
        sheet.write_string(row, 3, "Куратор").unwrap();
    }
    let file = place.file("plan.xlsx", book.save_to_buffer().unwrap()).display().to_string();
    place.vekha(&["init", ".", "--name", "School 158"]).date("2023-09-01").ok();
    let args = ["import", "roadmap", &file, "--plan", "2023/24", "--dry-run", "--json"];
    let read = place.vekha(&args).date("2023-09-01").ok().json();
    let occurrence = |at: usize| {
        let span = &read["tasks"][at]["deadline"]["occurrences"][0];
        [&span["from"], &span["to"]].map(|day| day.as_str().unwrap().to_owned())
    };
    assert_eq!(occurrence(0), ["2023-10-01", "2023-10-31"]);
    assert_eq!(occurrence(1), ["2023-10-01", "2023-10-01"]);
}

/// «Сроки» over «с» and «по», marks of footnotes, an activity with several terms and results.
#[test]
fn terms_from_and_to_and_several_results_of_one_activity() {
    check_outline(
        "terms-from-to-merged.html",
        "
Дорожная карта наставничества на 2024/2025 учебный год | 2024-09-01..2025-08-31
# 1 Подготовка
# 2 Работа групп
1.1 [1] Анкетирование | с 02.09.2024 по 13.09.2024 = window | Психолог | Справка
1.2 [1] Подготовка условий | до 20.09.2024; до 30.09.2024 = due | Директор + Куратор | Приказ; Положение
2.1 [2] Встречи групп | октябрь – апрель = window | Наставники | Дневники
",
    );
}

/// A year that goes on in the next row is no further task; headings by number or letter in the columns of tasks.
#[test]
fn terms_that_go_on_and_headings_in_the_columns_of_tasks() {
    check_outline(
        "rest-of-term.txt",
        "
Дорожная карта наставничества школы на 2024-2025 учебный год | 2024-09-01..2025-08-31
1.1 [] Информирование коллектива, родителей и общественности | до 10 сентября 2024 г. = due | Зам. директора по УВР | Информация на сайте
1.2 [] Посещение уроков молодых педагогов | 1 раз в две недели = recurring | Наставники | Карты
",
    );
    check_outline(
        "numbered-headings.md",
        "
Дорожная карта наставничества колледжа, 2025/26 уч. год | 2025-09-01..2026-08-31
# 1 Организация
# 2 Реализация
1 [1] Приказ | с 01.09 по 05.09 = window | директор |
2 [1] База наставляемых | с 08.09 по 12.09 = window | куратор |
3 [2] Встречи | октябрь – май = window | наставники |
4 [2] Рефлексия | до 30 мая = due | психолог |
",
    );
    check_outline(
        "lettered.csv",
        "
Дорожная карта «Наставничество», 2025/2026 уч. г. | 2025-09-01..2026-08-31
# 1 Блок «Старт»
# 2 Блок «Рост»
1.1 [1] Круглый стол | 15.09.2025 = window | методист |
1.2 [1] Опрос | с 16.09 по 23.09 = window | психолог |
2.1 [2] Мастер-классы | последний четверг каждого месяца = recurring | наставники |
",
    );
}

/// Columns of school years, days that rows share, and what markdown makes of words.
#[test]
fn columns_of_school_years_shared_days_and_markdown() {
    check_outline(
        "columns-of-school-years.csv",
        "
Дорожная карта наставничества на 2024-2026 годы | 2024-09-01..2026-08-31
1 [] Приказ | до 2 сентября 2024-2025 уч. г., до 1 сентября 2025-2026 уч. г. = due | Директор |
2 [] Обучение | октябрь 2024-2025 уч. г. = window | Методист |
",
    );
    check_outline(
        "title-below-header.csv",
        "
План-график наставничества на 2024/25 учебный год | 2024-09-01..2025-08-31
1 [] Анкетирование | сентябрь, май = window | Психолог |
2 [] Отчёт | до 25 марта, до 25 мая = due | Куратор |
",
    );
    check_outline(
        "shared-days.txt",
        "
План работы школы молодого педагога на 2024-2025 учебный год | 2024-09-01..2025-08-31
1 [] Современный урок | 25.09.2024 = window | наставники |
2 [] Стандарты | 25.09.2024 = window | методист |
3 [] Дисциплина | 23.10.2024 = window | психолог |
",
    );
    check_outline(
        "emphasis.md",
        "
Дорожная карта наставничества, 2024/2025 учебный год | 2024-09-01..2025-08-31
1 [] Провести опрос | 10–15 сентября = window | психолог | справка*
2 [] Встречи | каждый вторник = recurring | наставники | журнал
",
    );
}
