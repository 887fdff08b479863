//! A base says the same in whatever file it comes. The files are made here; everybody in them is invented.

use std::io::{Cursor, Read as _, Write as _};
use std::path::Path;

use docx_rs::{Docx, Paragraph, Run, Table, TableCell, TableRow};
use serde_json::Value;
use zip::write::SimpleFileOptions;

use crate::harness::Place;

type Rows = Vec<Vec<String>>;

/// The shipped base as rows of cells: what `;` or `,` parts, quotes understood.
fn rows(name: &str, delimiter: u8) -> Rows {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/people").join(name);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_path(path)
        .unwrap();
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn xlsx(rows: &Rows) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (no, row) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(row) {
            // As people type: numbers are numbers.
            match cell.parse::<f64>() {
                Ok(number) if !cell.starts_with('0') && !cell.starts_with('+') && cell.len() < 6 => {
                    sheet.write_number(no, column, number).unwrap();
                }
                _ => drop(sheet.write_string(no, column, cell).unwrap()),
            }
        }
    }
    book.save_to_buffer().unwrap()
}

fn docx(rows: &Rows) -> Vec<u8> {
    let cell =
        |text: &String| TableCell::new().add_paragraph(Paragraph::new().add_run(Run::new().add_text(text)));
    let rows = rows.iter().map(|row| TableRow::new(row.iter().map(cell).collect())).collect();
    let mut bytes = Cursor::new(Vec::new());
    Docx::new().add_table(Table::new(rows)).build().pack(&mut bytes).unwrap();
    bytes.into_inner()
}

/// An OpenDocument file of one table.
fn opendocument(rows: &Rows, kind: &str, body: &str) -> Vec<u8> {
    let escaped = |text: &String| text.replace('&', "&amp;").replace('<', "&lt;");
    let cell = |text: &String| {
        format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{}</text:p></table:table-cell>",
            escaped(text)
        )
    };
    let row = |row: &Vec<String>| {
        format!("<table:table-row>{}</table:table-row>", row.iter().map(cell).collect::<String>())
    };
    let rows: String = rows.iter().map(row).collect();
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content \
         xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" office:version=\"1.3\"><office:body>\
         <office:{body}><table:table table:name=\"База\">{rows}</table:table></office:{body}></office:body>\
         </office:document-content>"
    );
    let mimetype = format!("application/vnd.oasis.opendocument.{kind}");
    let manifest = format!(
        "<?xml version=\"1.0\"?><manifest:manifest \
         xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\">\
         <manifest:file-entry manifest:full-path=\"/\" manifest:media-type=\"{mimetype}\"/></manifest:manifest>"
    );
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let parts =
        [("mimetype", mimetype.as_str()), ("META-INF/manifest.xml", &manifest), ("content.xml", &content)];
    for (name, text) in parts {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// What an import of the file would do, without the places of cells.
fn preview(place: &Place, file: &str) -> Value {
    let run = place.vekha(&["import", "people", file, "--form", "teacher-teacher", "--dry-run", "--json"]);
    let mut found = run.date("2023-09-20").ok().json();
    let people = found["people"].as_array_mut().unwrap();
    people.iter_mut().for_each(|one| drop(one.as_object_mut().unwrap().remove("places")));
    let findings = found["findings"].as_array().unwrap().iter();
    let mut codes: Vec<String> = findings.map(|finding| finding["code"].to_string()).collect();
    codes.sort();
    serde_json::json!({"people": found["people"], "findings": codes})
}

#[test]
fn a_base_says_the_same_in_every_kind_of_file() {
    let place = Place::new();
    place.vekha(&["init", ".", "--name", "Выдуманная школа"]).ok();
    for (name, delimiter) in [("mentees.csv", b';'), ("mentors.csv", b',')] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/people").join(name);
        let expected = preview(&place, &path.display().to_string());
        assert!(expected["people"].as_array().unwrap().len() >= 2, "{expected}");
        let rows = rows(name, delimiter);
        for (extension, bytes) in [
            ("xlsx", xlsx(&rows)),
            ("docx", docx(&rows)),
            ("ods", opendocument(&rows, "spreadsheet", "spreadsheet")),
            ("odt", opendocument(&rows, "text", "text")),
        ] {
            let file = place.file(&format!("{name}.{extension}"), bytes);
            let found = preview(&place, &file.display().to_string());
            assert_eq!(found, expected, "{name} as {extension}");
        }
    }
}

#[test]
fn a_name_may_stand_in_three_columns_under_a_merged_header() {
    let place = Place::new();
    place.vekha(&["init", ".", "--name", "Выдуманная школа"]).ok();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let plain = rust_xlsxwriter::Format::new();
    sheet.merge_range(0, 0, 0, 5, "База наставников", &plain).unwrap();
    sheet.merge_range(1, 0, 2, 0, "№ п/п", &plain).unwrap();
    sheet.merge_range(1, 1, 1, 3, "ФИО", &plain).unwrap();
    for (column, header) in [(4, "День рождения"), (5, "Компетенции"), (6, "Сколько может взять")]
    {
        sheet.merge_range(1, column, 2, column, header, &plain).unwrap();
    }
    for (column, part) in [(1, "Фамилия"), (2, "Имя"), (3, "Отчество")] {
        sheet.write_string(2, column, part).unwrap();
    }
    for (row, birthday) in [(3, "1975"), (4, "12.05.68"), (5, "1971 г.р."), (6, "12 марта")] {
        let name = ["Выдумкина", "Придумкина", "Сказкина", "Небылкина"][row as usize - 3];
        let cells = ["1", name, "Мария", "Ивановна", birthday, "методика урока", "до 2 чел."];
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string(row, column, cell).unwrap();
        }
    }
    let file = place.file("base.xlsx", book.save_to_buffer().unwrap());
    let found = preview(&place, &file.display().to_string());
    let field = |at: usize, name: &str| found["people"][at]["fields"][name].clone();
    assert_eq!(found["people"][0]["name"], "Выдумкина Мария Ивановна", "{found}");
    assert_eq!([0, 1, 2].map(|at| field(at, "birth_year")), ["1975", "1968", "1971"]);
    assert_eq!(field(3, "birth_year"), Value::Null);
    assert_eq!(field(3, "день_рождения"), "12 марта");
    assert_eq!(found["findings"], serde_json::json!([]));
}

/// The workbook as a program leaves it that computes nothing.
fn without_results(bytes: Vec<u8>) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let mut text = Vec::new();
        part.read_to_end(&mut text).unwrap();
        let name = part.name().unwrap().into_owned();
        if name.starts_with("xl/worksheets/") {
            text = String::from_utf8(text).unwrap().replace(" t=\"str\"", "").into_bytes();
        }
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(&text).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn a_workbook_of_both_bases_gives_the_one_that_is_asked_for() {
    let place = Place::new();
    place.vekha(&["init", ".", "--name", "Выдуманная школа"]).ok();
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, who, column) in [
        ("Наставники", "Придумов Борис Семёнович", "Стаж"),
        ("Наставляемые", "Выдумова Анна Петровна", "Запрос"),
    ] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        for (at, header) in ["ФИО", "Предмет", column].into_iter().enumerate() {
            sheet.write_string(0, at as u16, header).unwrap();
        }
        sheet.write_string(1, 0, who).unwrap();
        sheet.write_string(1, 1, "физика").unwrap();
    }
    let mentors = book.worksheet_from_name("Наставники").unwrap();
    mentors.set_formula_result_default("").write_formula(1, 2, "=10+10").unwrap();
    // A text of no letters is a result, and none at all is none.
    let computed = book.save_to_buffer().unwrap();
    let nothing = place.file("computed.xlsx", computed.clone()).display().to_string();
    let args = ["import", "people", &nothing, "--form", "teacher-teacher", "--side", "mentors", "--dry-run"];
    let shown = place.vekha(&args).date("2023-09-20").ok();
    assert!(!shown.stderr.contains("не вычислены"), "{}", shown.stderr);
    let file = place.file("both.xlsx", without_results(computed)).display().to_string();
    let args = ["import", "people", &file, "--form", "teacher-teacher", "--side", "mentors", "--dry-run"];
    let shown = place.vekha(&args).date("2023-09-20").ok();
    shown
        .stdout_contains("Придумов")
        .stdout_contains("лист «Наставляемые», строка 1: это другая база")
        .stderr_contains("Формулы не вычислены, ячейки прочитаны как пустые: Наставники!C2");
    let found = place.vekha(&args).args(&["--json"]).date("2023-09-20").ok().json();
    assert_eq!(found["people"].as_array().unwrap().len(), 1, "{found}");
}
