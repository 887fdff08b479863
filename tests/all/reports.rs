//! Reports on the command line. Everybody and everything here is invented.

use std::collections::BTreeSet;
use std::io::{Cursor, Read as _};
use std::path::Path;

use calamine::{Data, Reader as _};
use serde_json::Value;

use crate::harness::{Place, Ran, Run};

/// Words planted in every personal field: none may be seen by others.
const MARKERS: [&str; 12] = [
    "Маркеров",
    "Следова",
    "МАРК-КОНТАКТ",
    "МАРК-ЗАПРОС",
    "МАРК-МЕСТО",
    "МАРК-НАВЫК",
    "МАРК-УСПЕХ",
    "МАРК-ИНТЕРЕС",
    "МАРК-ЗАМЕТКА",
    "МАРК-ПРИЧИНА",
    "МАРК-ИТОГ",
    "1987",
];

/// Titles that a spreadsheet would run, a page would show as markup, or XML could not hold.
const HOSTILE: [&str; 7] = [
    "=1+1",
    "+7 позвонить",
    "-итоги",
    "@упоминание",
    "=HYPERLINK(\"http://x\",\"y\")",
    "<script>alert(1)</script>",
    "Имя & «кавычки» \"двойные\" 'одинарные'",
];

const KINDS: [&[&str]; 8] = [
    &["school"],
    &["programme", "1"],
    &["pair", "1"],
    &["municipal"],
    &["roadmap"],
    &["registry", "mentors"],
    &["registry", "mentees"],
    &["public"],
];

const FORMATS: [&str; 5] = ["html", "docx", "xlsx", "csv", "json"];

/// A home with a roadmap, a programme, people and a pair.
struct School(Place);

impl School {
    fn new() -> Self {
        let school = Self::empty();
        let mut roadmap = "№;Мероприятие;Срок;Ответственный;Результат\n1;Подготовка;;;\n".to_owned();
        for (index, title) in HOSTILE.iter().enumerate() {
            let title = title.replace('"', "\"\"");
            roadmap
                .push_str(&format!("1.{};\"{title}\";до 1{index}.10.2023;Маркеров М.М.;=2+2\n", index + 1));
        }
        roadmap.push_str("2;Работа;;;\n2.1;Встречи пар;с 01.11.2023 по 20.05.2024;Куратор;Журнал\n");
        let roadmap = school.0.file("roadmap.csv", roadmap).display().to_string();
        school.run(&["import", "roadmap", &roadmap, "--plan", "2023/24", "--yes"]).ok();
        // An importer drops markup; a person may write anything.
        school.run(&["task", "edit", "1.6", "--title", HOSTILE[5]]).ok();
        school.run(&["program", "open", "--form", "teacher-teacher"]).ok();
        let mentors = "ФИО наставника;Контакты;Место работы;Компетенции;Достижения;Интересы;Дата вхождения;Примечание\n\
            Маркеров Михаил Маркович;МАРК-КОНТАКТ;МАРК-МЕСТО;оценивание, МАРК-НАВЫК;МАРК-УСПЕХ;МАРК-ИНТЕРЕС;01.09.2023;МАРК-ЗАМЕТКА\n";
        let mentees = "ФИО наставляемого;Контакты;Год рождения;Основной запрос;Дата вхождения;Результаты\n\
            Следова Софья Сергеевна;=МАРК-КОНТАКТ;1987;оценивание, МАРК-ЗАПРОС;02.09.2023;МАРК-ИТОГ\n";
        for (name, text) in [("mentors", mentors), ("mentees", mentees)] {
            let file = school.0.file(&format!("{name}.csv"), text).display().to_string();
            school
                .run(&["import", "people", &file, "--side", name, "--form", "teacher-teacher", "--yes"])
                .ok();
        }
        school.run(&["pair", "propose", "--program", "1"]).ok();
        school.run(&["pair", "accept"]).ok();
        school.run(&["task", "done", "1.1", "--on", "2023-09-20", "--note", "МАРК-ЗАМЕТКА"]).ok();
        school
            .run(&[
                "task",
                "done",
                "1.2",
                "--on",
                "2023-09-20",
                "--doc",
                "Приказ № 7 о Маркеров от 20.09.2023",
            ])
            .ok();
        school.run(&["task", "postpone", "1.3", "--to", "2023-12-01", "--reason", "МАРК-ПРИЧИНА"]).ok();
        let pair = ["pair", "evidence", "1", "--kind", "meeting", "--text", "МАРК-ЗАМЕТКА"];
        school.run(&pair).ok();
        school
    }

    fn empty() -> Self {
        let place = Place::new();
        place.vekha(&["init", ".", "--name", "Школа № 0 <выдуманная>"]).date("2023-09-01").ok();
        let config = std::fs::read_to_string(place.path().join("vekha.toml")).unwrap();
        place.file("vekha.toml", config + "\n[actors.reader]\nroles = [\"methodologist\"]\n");
        Self(place)
    }

    fn run(&self, args: &[&str]) -> Run {
        self.0.vekha(args).date("2023-10-12")
    }

    /// A report as somebody sees it, in a format.
    fn report(&self, kind: &[&str], format: &str, more: &[&str]) -> Vec<u8> {
        let file = self.0.path().join(format!("out.{format}"));
        let _ = std::fs::remove_file(&file);
        let name = file.display().to_string();
        self.run(&["report"]).args(kind).args(&["--format", format, "--out", &name]).args(more).ok();
        std::fs::read(file).unwrap()
    }

    fn json(&self, kind: &[&str], more: &[&str]) -> Value {
        self.run(&["report"]).args(kind).args(&["--json"]).args(more).ok().json()
    }
}

/// Every word of a file of any format, its metadata included.
fn words(format: &str, bytes: &[u8]) -> String {
    if !matches!(format, "docx" | "xlsx") {
        return String::from_utf8(bytes.to_vec()).unwrap();
    }
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut all = String::new();
    for index in 0..package.len() {
        package.by_index(index).unwrap().read_to_string(&mut all).unwrap();
    }
    all
}

fn page(bytes: &[u8]) -> scraper::Html {
    scraper::Html::parse_document(std::str::from_utf8(bytes).unwrap())
}

fn css(text: &str) -> scraper::Selector {
    scraper::Selector::parse(text).unwrap()
}

/// The same without digests, which may hold any digits.
fn without_hashes(text: &str) -> String {
    let parts = text.split(|c: char| !c.is_ascii_hexdigit());
    parts.filter(|part| part.len() >= 8).fold(text.to_owned(), |text, digest| text.replace(digest, ""))
}

/// A page stands alone and can be read without eyes or colours.
#[track_caller]
fn well_made(bytes: &[u8], lang: &str) {
    let text = std::str::from_utf8(bytes).unwrap();
    let page = page(bytes);
    assert!(page.errors.is_empty(), "{:?}", page.errors);
    assert_eq!(page.select(&css("html")).next().unwrap().attr("lang"), Some(lang));
    for banned in ["<script", "src=", "@import", "url(", "href=\"http"] {
        assert!(!text.contains(banned), "{banned}");
    }
    assert_eq!(page.select(&css("h1")).count(), 1);
    assert_eq!(page.select(&css("main")).count(), 1);
    assert!(page.select(&css("th")).all(|th| th.attr("scope").is_some()));
    assert!(page.select(&css("table")).all(|table| table.select(&css("caption")).count() == 1));
    for svg in page.select(&css("svg")) {
        let named = svg.attr("aria-labelledby").unwrap();
        for id in named.split(' ') {
            let words: String = svg.select(&css(&format!("#{id}"))).next().unwrap().text().collect();
            assert!(!words.trim().is_empty(), "{named}");
        }
    }
    let ids: Vec<&str> = page.select(&css("[id]")).filter_map(|it| it.attr("id")).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{ids:?}");
}

#[test]
fn every_report_is_written_in_every_format_and_language() {
    let school = School::new();
    for kind in KINDS {
        for format in FORMATS {
            for lang in ["ru", "en"] {
                let bytes = school.report(kind, format, &["--lang", lang]);
                let text = words(format, &bytes);
                assert!(!text.contains("Unknown localization"), "{kind:?} {format} {lang}");
                assert!(!text.contains('\u{2068}'), "{kind:?} {format}");
                match format {
                    "html" => well_made(&bytes, lang),
                    "json" => assert_eq!(serde_json::from_slice::<Value>(&bytes).unwrap()["lang"], lang),
                    "csv" => assert!(text.starts_with('\u{feff}') && text.ends_with("\r\n"), "{text:.80}"),
                    "xlsx" => assert!(!sheets(&bytes).is_empty()),
                    _ => well_formed(&bytes),
                }
            }
        }
    }
}

/// Every part of a package is XML that can be read.
#[track_caller]
fn well_formed(bytes: &[u8]) {
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    for index in 0..package.len() {
        let mut xml = String::new();
        let mut part = package.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        part.read_to_string(&mut xml).unwrap();
        let mut reader = quick_xml::Reader::from_str(&xml);
        loop {
            match reader.read_event() {
                Ok(quick_xml::events::Event::Eof) => break,
                Ok(_) => {}
                Err(error) => panic!("{name}: {error}"),
            }
        }
    }
}

fn sheets(bytes: &[u8]) -> Vec<(String, calamine::Range<Data>)> {
    let mut book = calamine::Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
    let formulas: usize = book
        .sheet_names()
        .iter()
        .map(|name| book.worksheet_formula(name).unwrap().used_cells().count())
        .sum();
    assert_eq!(formulas, 0, "no cell is a formula");
    book.worksheets()
}

#[test]
fn the_same_state_and_day_give_the_same_bytes() {
    let school = School::new();
    for kind in [&["school"][..], &["roadmap"], &["municipal"], &["registry", "mentees"]] {
        for format in FORMATS {
            let first = school.report(kind, format, &[]);
            assert!(first == school.report(kind, format, &[]), "{kind:?} {format}");
        }
    }
}

#[test]
fn hostile_titles_are_text_in_tables() {
    let school = School::new();
    let csv = String::from_utf8(school.report(&["roadmap"], "csv", &[])).unwrap();
    let mut reader =
        csv::ReaderBuilder::new().delimiter(b';').from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let cells: Vec<&str> = rows.iter().flat_map(|row| row.iter()).collect();
    assert!(cells.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t', '\r'])), "{cells:?}");
    for title in HOSTILE {
        assert!(cells.iter().any(|cell| cell.trim_start_matches('\'') == title), "{title}");
    }
    assert!(cells.contains(&"'=1+1") && cells.contains(&"'=2+2"));

    let sheets = sheets(&school.report(&["roadmap"], "xlsx", &[]));
    let cells: Vec<String> = sheets[0].1.cells().map(|(.., cell)| cell.to_string()).collect();
    for title in HOSTILE {
        assert!(cells.iter().any(|cell| cell == title), "{title}");
    }
    let raw = words("xlsx", &school.report(&["roadmap"], "xlsx", &[]));
    assert!(raw.contains("quotePrefix=\"1\"") && !raw.contains("<f>"), "editing a cell must not run it");

    let html = String::from_utf8(school.report(&["roadmap"], "html", &[])).unwrap();
    assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && !html.contains("<script"));
    let docx = words("docx", &school.report(&["roadmap"], "docx", &[]));
    assert!(docx.contains("&lt;script&gt;"));
}

#[track_caller]
fn names_nobody(school: &School, kind: &[&str], user: &str) {
    for format in FORMATS {
        let text = without_hashes(&words(format, &school.report(kind, format, &["--user", user])));
        for marker in MARKERS {
            assert!(!text.contains(marker), "{kind:?} as {format} shows {user} `{marker}`");
        }
    }
}

#[test]
fn what_goes_out_names_nobody_whoever_makes_it() {
    let school = School::new();
    names_nobody(&school, &["municipal"], "admin");
    names_nobody(&school, &["public"], "admin");
}

#[test]
fn who_may_not_see_names_sees_numbers() {
    let school = School::new();
    for kind in KINDS.iter().filter(|kind| kind[0] != "registry") {
        names_nobody(&school, kind, "reader");
    }
    let pair = school.json(&["pair", "1"], &["--user", "reader"]);
    let mentor = pair["facts"]["mentor"]["value"].as_str().unwrap();
    assert!(mentor.starts_with("участник № "), "{mentor}");
    let refused = school.run(&["report", "registry", "mentees", "--user", "reader"]).code(3).stdout_empty();
    refused.stderr_contains("директор").stderr_contains("--user");
    // A name is no way to ask for a pair either.
    school.run(&["report", "pair", "Следова", "--user", "reader"]).code(4);
    let own = without_hashes(&school.json(&["school"], &["--without-names"]).to_string());
    assert!(MARKERS.iter().all(|marker| !own.contains(marker)));
}

#[test]
fn the_registries_hold_every_column_of_the_methodology() {
    let school = School::new();
    let mentees = school.json(&["registry", "mentees"], &[]);
    let line = &mentees["tables"]["mentees"][0];
    let expected = [
        ("full-name", "Следова Софья Сергеевна"),
        ("contacts", "=МАРК-КОНТАКТ"),
        ("birth-year", "1987"),
        ("request", "оценивание; МАРК-ЗАПРОС"),
        ("entered", "2023-09-02"),
        ("mentor", "Маркеров Михаил Маркович"),
        ("form", "teacher-teacher"),
        ("mentor-place", "МАРК-МЕСТО"),
        ("results", "МАРК-ИТОГ"),
    ];
    for (column, value) in expected {
        assert_eq!(line[column], value, "{column}: {line:#}");
    }
    assert_eq!(mentees["audience"], "personal");
    let html = String::from_utf8(school.report(&["registry", "mentors"], "html", &[])).unwrap();
    assert!(html.contains("Персональные данные") && html.contains("МАРК-НАВЫК"));
}

#[test]
fn the_site_names_who_agreed_in_writing_and_nobody_else() {
    let school = School::new();
    let named = |school: &School, day: &str| {
        let page = school.0.vekha(&["report", "public", "--json"]).date(day).ok().json();
        page["tables"]["named"].as_array().map_or(0, Vec::len)
    };
    assert_eq!(named(&school, "2023-10-12"), 0);
    school
        .run(&["consent", "add", "Следова Софья Сергеевна", "--kind", "distribution", "--on", "2023-10-10"])
        .ok();
    assert_eq!(named(&school, "2023-10-12"), 1);
    let text = school.json(&["public"], &[]).to_string();
    assert!(text.contains("Следова") && !text.contains("Маркеров"), "{text}");
    school.run(&["consent", "withdraw", "Следова Софья Сергеевна", "--kind", "distribution"]).ok();
    assert_eq!(named(&school, "2023-10-13"), 0);
}

#[test]
fn a_report_knows_whether_it_still_holds() {
    let school = School::new();
    let path = |name: &str| school.0.path().join(name).display().to_string();
    for format in ["html", "docx", "xlsx", "json"] {
        let file = path(&format!("school.{format}"));
        school.run(&["report", "school", "--out", &file]).ok().stdout_contains(&file);
        school.run(&["report", "check", &file]).ok().stdout_contains("Верен");
    }
    school.run(&["task", "done", "1.4", "--note", "готово"]).ok();
    for format in ["html", "docx", "xlsx", "json"] {
        let file = path(&format!("school.{format}"));
        school.run(&["report", "check", &file]).code(1).stdout_contains("УСТАРЕЛ").stdout_contains("1.4");
        let found = school.run(&["report", "check", &file, "--json"]).code(1).json();
        assert_eq!(found["files"][0]["state"], "stale");
        assert_eq!(found["files"][0]["after"].as_array().unwrap().len(), 2);
    }
    let other = School::new();
    other.run(&["report", "check", &path("school.html")]).code(1).stdout_contains("другому журналу");
    let strange = school.0.file("strange.html", "<html><head></head></html>").display().to_string();
    school.run(&["report", "check", &strange]).code(1).stdout_contains("нет отметки");
    school.run(&["report", "check", &path("absent.html")]).code(4);
    school.run(&["report", "check"]).ok().stdout_contains("нет");
    school.run(&["report", "roadmap", "--out", &path("reports/roadmap.docx")]).ok();
    school.run(&["report", "check"]).ok().stdout_contains("roadmap.docx").stdout_contains("Верен");
}

#[test]
fn a_file_of_somebody_else_is_not_overwritten() {
    let school = School::new();
    let file = school.0.file("mine.html", "my own page").display().to_string();
    school.run(&["report", "school", "--out", &file]).code(2).stderr_contains("--yes");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "my own page");
    school.run(&["report", "school", "--out", &file, "--yes"]).ok();
    school.run(&["report", "school", "--out", &file]).ok();
    let left: Vec<_> =
        std::fs::read_dir(school.0.path()).unwrap().map(|it| it.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().contains(".part")), "{left:?}");
}

#[test]
fn every_value_names_an_entry_of_the_journal() {
    let school = School::new();
    let report = school.json(&["school"], &[]);
    let journal = school.run(&["journal", "show", "--last", "100000", "--json"]).ok().json();
    let seqs: BTreeSet<u64> =
        journal.as_array().unwrap().iter().map(|entry| entry["seq"].as_u64().unwrap()).collect();
    assert_eq!(report["stamp"]["seq"].as_u64(), seqs.last().copied());
    for task in report["tables"]["tasks"].as_array().unwrap() {
        let entries = task["entries"].as_array().unwrap();
        assert!(!entries.is_empty(), "{task:#}");
        for entry in entries {
            assert!(seqs.contains(&entry["seq"].as_u64().unwrap()));
            assert_eq!(entry["hash"].as_str().unwrap().len(), 64);
        }
    }
    let done = &report["facts"]["done"];
    assert_eq!((done["value"].as_u64(), done["entries"].as_array().unwrap().len()), (Some(2), 2));
    // The digests are those of the exported lines.
    let file = school.0.path().join("journal.jsonl").display().to_string();
    school.run(&["journal", "export", &file]).ok();
    let lines = std::fs::read_to_string(&file).unwrap();
    let entry = &done["entries"][0];
    let seq = usize::try_from(entry["seq"].as_u64().unwrap()).unwrap();
    let digest = vekha_core::digest::Digest::of_bytes(lines.lines().nth(seq - 1).unwrap().as_bytes());
    assert_eq!(entry["hash"], digest.to_string());
}

#[test]
fn the_past_is_reported_as_it_was_recorded() {
    let school = School::new();
    let early = school
        .0
        .vekha(&["report", "school", "--json", "--as-of", "2023-09-05"])
        .date("2023-10-12")
        .ok()
        .json();
    assert_eq!(
        (early["date"].as_str(), early["facts"]["tasks"]["value"].as_u64()),
        (Some("2023-09-05"), Some(0))
    );
    assert_eq!(early["stamp"]["seq"].as_u64().map(|seq| seq < 5), Some(true));
}

#[test]
fn an_empty_school_has_reports_too() {
    let school = School::empty();
    for kind in ["school", "municipal", "public"] {
        for format in FORMATS {
            for lang in ["ru", "en"] {
                let bytes = school.report(&[kind], format, &["--lang", lang]);
                if format == "html" {
                    well_made(&bytes, lang);
                }
            }
        }
    }
    school.report(&["registry", "mentors"], "xlsx", &[]);
    school.run(&["report", "roadmap"]).code(4).stderr_contains("vekha import roadmap");
    school.run(&["report", "programme"]).code(4).stderr_contains("vekha program open");
    school.run(&["report", "pair", "1"]).code(4);
}

#[test]
fn what_was_not_understood_says_how_it_is_written() {
    let school = School::new();
    school.run(&["report", "pair"]).code(2).stderr_contains("vekha report pair 1");
    school.run(&["report", "programme", "первая"]).code(2).stderr_contains("vekha report programme 1");
    school.run(&["report", "registry"]).code(2).stderr_contains("vekha report registry mentees");
    school.run(&["report", "school", "3"]).code(2).stderr_contains("vekha report school");
    school.run(&["report", "school", "--table", "late_", "--format", "csv"]).code(2).stderr_contains("tasks");
    school
        .run(&["report", "municipal", "--of", "teacher-teacher"])
        .code(2)
        .stderr_contains("teacher-teacher=14");
    school.run(&["report", "program", "1", "--json"]).ok();
}

#[test]
fn the_municipal_summary_counts_shares() {
    let school = School::new();
    let summary = school.json(&["municipal"], &["--of", "teacher-teacher=4"]);
    let line = &summary["tables"]["shares"][0];
    assert_eq!(line["form"], "teacher-teacher");
    assert_eq!(
        (line["mentors"].as_u64(), line["mentees"].as_u64(), line["pairs"].as_u64()),
        (Some(1), Some(1), Some(1))
    );
    assert_eq!(line["coverage"]["percent"], 25.0);
    assert_eq!(line["paired-share"]["percent"], 100.0);
    assert_eq!(summary["audience"], "public");
}

#[test]
fn the_roadmap_has_its_five_columns_with_status_and_evidence() {
    let school = School::new();
    let report = school.json(&["roadmap"], &[]);
    let rows = report["tables"]["roadmap"].as_array().unwrap();
    assert_eq!(rows.iter().filter(|row| row["heading"] == true).count(), 2);
    let first = rows.iter().find(|row| row["number"] == "1.1").unwrap();
    assert_eq!(
        (first["activity"].as_str(), first["deadline"].as_str()),
        (Some("=1+1"), Some("до 10.10.2023"))
    );
    assert_eq!((first["result"].as_str(), first["status"].as_str()), (Some("=2+2"), Some("done")));
    let second = rows.iter().find(|row| row["number"] == "1.2").unwrap();
    assert_eq!(second["evidence"], "Приказ № 7 о Маркеров от 20.09.2023");
    let third = rows.iter().find(|row| row["number"] == "1.3").unwrap();
    assert_eq!(third["status"], "ahead", "postponed");
    let docx = words("docx", &school.report(&["roadmap"], "docx", &[]));
    assert!(
        docx.contains("УТВЕРЖДАЮ") && docx.contains("w:tblHeader") && docx.contains("w:orient=\"landscape\"")
    );
}

#[test]
fn five_hundred_tasks_are_a_report_of_pages() {
    let school = School::empty();
    let mut roadmap = "№;Мероприятие;Срок;Ответственный;Результат\n".to_owned();
    for section in 1..=10 {
        roadmap.push_str(&format!("{section};Раздел {section};;;\n"));
        for task in 1..=50 {
            let (day, month) = (1 + task % 28, 1 + (section + task) % 12);
            let year = if month >= 9 { 2023 } else { 2024 };
            roadmap.push_str(&format!(
                "{section}.{task};Дело {task};до {day:02}.{month:02}.{year};Куратор;Список\n"
            ));
        }
    }
    let file = school.0.file("roadmap.csv", roadmap).display().to_string();
    school.run(&["import", "roadmap", &file, "--plan", "2023/24", "--yes"]).ok();
    let html = school.report(&["school"], "html", &[]);
    well_made(&html, "ru");
    assert!(page(&html).select(&css("svg")).count() > 20, "two drawings for each section of 50");
    let report = school.json(&["school"], &[]);
    assert_eq!(report["tables"]["tasks"].as_array().unwrap().len(), 500);
    let sum: u64 =
        ["done", "late", "due"].iter().map(|id| report["facts"][id]["value"].as_u64().unwrap()).sum();
    assert!(sum > 0 && sum < 500);
    let docx = school.report(&["roadmap"], "docx", &[]);
    well_formed(&docx);
    assert!(!words("docx", &docx).contains("Подтверждение"), "a column that nothing fills");
    assert!(report["tables"]["tasks"][0].get("evidence").is_some(), "machines find it all the same");
    let xlsx = school.report(&["roadmap"], "xlsx", &[]);
    let rows = sheets(&xlsx)[0].1.height();
    assert!(rows > 510, "{rows}");
    assert!(words("xlsx", &xlsx).contains(" ht=\"30\""), "two lines of a header have room");
}

/// `UPDATE_GOLDEN=1 cargo test reports` writes them anew, to be looked at. Digests differ from home to home, and
/// numbers of entries with what else a home keeps.
#[test]
fn the_model_is_what_it_was() {
    let school = School::new();
    for (kind, lang) in [("school", "ru"), ("municipal", "en")] {
        let mut report = school.json(&[kind], &["--lang", lang]);
        without_places(&mut report);
        let found = serde_json::to_string_pretty(&report).unwrap() + "\n";
        let file =
            Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/golden/report-{kind}-{lang}.json"));
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::write(&file, &found).unwrap();
        }
        let expected = std::fs::read_to_string(&file).unwrap_or_default();
        assert!(found == expected, "{kind}: UPDATE_GOLDEN=1 cargo test reports\n{found}");
    }
}

fn without_places(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for name in ["hash", "seq", "entries"] {
                fields.remove(name);
            }
            fields.values_mut().for_each(without_places);
        }
        Value::Array(items) => items.iter_mut().for_each(without_places),
        _ => {}
    }
}

#[test]
fn a_report_goes_to_standard_output_when_no_file_is_named() {
    let school = School::new();
    let ran: Ran = school.run(&["report", "school", "--format", "html"]).ok();
    well_made(ran.stdout.as_bytes(), "ru");
    let csv = school.run(&["report", "school", "--format", "csv", "--table", "late"]).ok();
    assert!(csv.stdout.lines().count() >= 1, "{}", csv.stdout);
    let told = school.run(&["report", "school", "--out", "s.html", "--json"]).ok().json();
    assert_eq!((told["format"].as_str(), told["audience"].as_str()), (Some("html"), Some("names")));
}
