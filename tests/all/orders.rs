//! Orders on pairs: drafted, signed on paper, registered, amended. People here are invented.

use std::io::{Cursor, Read as _, Write as _};

use vekha_core::people::Side;

use crate::harness::Run;
use crate::pairs::School;

const PAPERS: [&str; 4] = ["participation", "processing", "staff-consent", "contract-supplement"];

/// Two pairs that both sides have agreed to, with all papers.
fn agreed() -> School {
    let school = School::usual();
    school.run(&["person", "edit", "1", "--set", "position=учитель физики"]).ok();
    school.run(&["person", "edit", "3", "--set", "position=молодой специалист"]).ok();
    school.run(&["pair", "propose"]).ok();
    school.run(&["pair", "accept"]).ok();
    agree(&school, &["1", "2"]);
    papers(&school, &["1", "2", "3", "4", "5"]);
    school
}

fn agree(school: &School, pairs: &[&str]) {
    for kind in ["agreement.mentor", "agreement.mentee"] {
        let words: Vec<&str> = ["pair", "evidence"].iter().chain(pairs).copied().collect();
        school.run(&words).args(&["--kind", kind]).ok();
    }
    let words: Vec<&str> = ["pair", "advance"].iter().chain(pairs).copied().collect();
    school.run(&words).ok();
}

fn papers(school: &School, people: &[&str]) {
    let kinds: Vec<&str> = PAPERS.iter().flat_map(|kind| ["--kind", kind]).collect();
    for id in people {
        school.run(&["consent", "add", id]).args(&kinds).ok();
    }
}

/// The text of a document: paragraphs parted by bars.
fn text(school: &School, file: &str) -> String {
    text_of(&school.0.path().join(file))
}

/// The text of a Word document: paragraphs parted by bars.
pub fn text_of(path: &std::path::Path) -> String {
    let bytes = std::fs::read(path).unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut xml = String::new();
    archive.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
    let paragraphs = xml.split("</w:p>").map(|paragraph| {
        let runs = paragraph.split("<w:t").skip(1).filter(|run| run.starts_with(['>', ' ']));
        let texts = runs.filter_map(|run| run.split_once('>')?.1.split_once("</w:t>"));
        texts.map(|(text, _)| text).collect::<String>()
    });
    paragraphs.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("|")
}

/// A Word document of one paragraph.
fn docx(runs: &[&str]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let runs: String = runs.iter().map(|text| format!("<w:r><w:t>{text}</w:t></w:r>")).collect();
    let document = format!("<w:document xmlns:w=\"w\"><w:body><w:p>{runs}</w:p></w:body></w:document>");
    for (name, text) in [("[Content_Types].xml", "<Types/>"), ("word/document.xml", document.as_str())] {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn draft(school: &School, more: &[&str]) -> Run {
    school.run(&["order", "draft", "pairs"]).args(more)
}

#[test]
fn an_order_names_the_pairs_and_nothing_of_people_but_names_and_duties() {
    let school = agreed();
    let drafted =
        draft(&school, &["--out", "order.docx", "--number", "57", "--on", "01.11.2023", "--json"]).ok();
    assert_eq!(drafted.json()["added"].as_array().unwrap().len(), 2);
    assert_eq!(drafted.json()["not_agreed"], serde_json::json!([]));
    let found = text(&school, "order.docx");
    for words in [
        "School 158|ПРИКАЗ|1 ноября 2023 г.        № 57|О закреплении наставнических пар",
        "|1|Придумов Борис Семёнович|учитель физики|Выдумова Анна Петровна|молодой специалист|2|",
        "С приказом ознакомлены|№|Фамилия, имя, отчество|Должность, класс|Подпись|Дата|1|Выдумова",
    ] {
        assert!(found.contains(words), "no {words} in {found}");
    }
    for secret in ["ИКТ", "методика", "музыка", "{{"] {
        assert!(!found.contains(secret), "{secret} in {found}");
    }
    draft(&school, &["--out", "order.docx"]).code(1).stderr_contains("order.docx");
    draft(&school, &["--out", "dry.docx", "--dry-run"]).ok();
    assert!(!school.0.path().join("dry.docx").exists());
    draft(&school, &["--out", "en.docx"]).english().ok().stdout_contains("It names 2 pairs");
}

#[test]
fn a_draft_says_which_pairs_are_not_agreed_upon() {
    let school = School::usual();
    draft(&school, &[]).code(4).stderr_contains("vekha pair propose");
    school.run(&["pair", "propose"]).ok();
    school.run(&["pair", "accept"]).ok();
    draft(&school, &["--out", "a.docx"]).ok().stdout_contains("Ещё не согласована пара 1");
    draft(&school, &["--agreed"]).code(4);
    agree(&school, &["1"]);
    let agreed = draft(&school, &["--agreed", "--out", "b.docx", "--json"]).ok().json();
    assert_eq!(agreed["added"][0]["id"], 1);
    assert_eq!(agreed["added"].as_array().unwrap().len(), 1);
}

#[test]
fn a_school_s_own_template_is_filled_and_its_mistakes_are_named() {
    let school = agreed();
    school
        .run(&["order", "template", "--out", "templates/order-pairs.docx"])
        .ok()
        .stdout_contains("pair.mentor");
    school.run(&["order", "template", "--out", "templates/order-pairs.docx"]).code(1);
    let home = draft(&school, &["--out", "a.docx", "--json"]).ok().json();
    assert!(home["template"].as_str().unwrap().ends_with("templates/order-pairs.docx"), "{home}");
    school.0.file("own.docx", docx(&["Пары: {{ pa", "ir.mentor }}", " – {{pair.mentee}}"]));
    draft(&school, &["--template", "own.docx", "--out", "b.docx"]).ok();
    assert_eq!(
        text(&school, "b.docx"),
        "Пары: Придумов Борис Семёнович – Выдумова Анна Петровна|Пары: Сказочникова Вера Львовна – Небылицын Иван Сергеевич"
    );
    school.0.file("bad.docx", docx(&["{{ pair.phone }} {{ shcool", " }} {{"]));
    let bad = draft(&school, &["--template", "bad.docx", "--out", "c.docx"]).code(4);
    for words in ["{{ pair.phone }}", "{{ shcool }}", "не закрыты", "pair.mentor_duty"] {
        assert!(bad.stderr.contains(words), "no {words} in {}", bad.stderr);
    }
    assert!(!school.0.path().join("c.docx").exists());
    let bad = draft(&school, &["--template", "bad.docx", "--out", "c.docx"]).english().code(4);
    bad.stderr_contains("there is no such placeholder: {{ shcool }}");
    school.0.file("plain.docx", "plain");
    draft(&school, &["--template", "plain.docx"]).code(4).stderr_contains("plain.docx");
    draft(&school, &["--template", "none.docx"]).code(4).stderr_contains("none.docx");
}

#[test]
fn an_order_is_registered_as_the_school_writes_it_and_its_scan_is_known_again() {
    let school = agreed();
    school.0.file("order-57.pdf", "signed");
    let today = ["--date", "2023-11-03"];
    let words =
        ["order", "register", "--number", "57", "--date", "01.11.2023", "--scan", "order-57.pdf", "--keep"];
    let dry: Vec<&str> = today.iter().chain(&words).chain(&["--dry-run"]).copied().collect();
    school.0.vekha(&dry).ok();
    assert!(!school.0.path().join("scans").exists());
    let words: Vec<&str> = today.iter().chain(&words).copied().collect();
    school.0.vekha(&words).ok().stdout_contains("№ 57").stdout_contains("Закреплена приказом");
    let pair = school.json(&["pair", "show", "1"]);
    assert_eq!((&pair["stage"], &pair["since"]), (&"ordered".into(), &"2023-11-01".into()));
    let list = school.json(&["order", "list"]);
    assert_eq!((&list[0]["number"], &list[0]["date"]), (&"57".into(), &"2023-11-01".into()));
    assert_eq!(list[0]["pairs"], serde_json::json!([1, 2]));
    // SHA-256 of the bytes, as sha256sum prints it.
    let digest = "4a3cdfae6f291c8f544daea5b72905cf9e74c1ed427d831ad0d7ca00c73c794d";
    school.run(&["pair", "show", "1"]).ok().stdout_contains(&format!("order-57.pdf, SHA-256 {digest}"));
    let kept = school.0.path().join("scans").join(digest).with_extension("pdf");
    assert_eq!(std::fs::read(kept).unwrap(), b"signed");
    school.run(&["order", "register", "--number", "58", "--on", "01.11.2023", "--scan", "no.pdf"]).code(4);
}

#[test]
fn changes_after_signing_make_an_amending_order() {
    let school = agreed();
    draft(&school, &["--amend"]).code(4).stderr_contains("ещё не зарегистрирован");
    school.run(&["order", "register", "--number", "57", "--on", "02.10.2023"]).ok();
    draft(&school, &["--amend"]).code(4).stderr_contains("ничего не изменилось");
    draft(&school, &[]).code(4);
    school.people(&[(
        "Мечтателева Ольга Игоревна",
        Side::Mentor,
        3,
        &[("subject", "химия"), ("competences", "классное руководство"), ("years", "9")],
    )]);
    papers(&school, &["6"]);
    let closed = school.run(&["pair", "close", "2", "--reason", "Наставник уволился"]).ok();
    closed.stderr_contains("приказ № 57").stderr_contains("vekha order draft pairs --amend --program 1");
    school.run(&["pair", "forbid", "Сказочникова", "Небылицын"]).ok();
    school.run(&["pair", "propose"]).ok();
    school.run(&["pair", "accept"]).ok();
    let amend = draft(&school, &["--amend", "--out", "amend.docx", "--json"]).ok().json();
    assert_eq!(amend["amends"]["number"], "57");
    assert_eq!(amend["ended"], serde_json::json!([]));
    assert_eq!(amend["changed"][0]["mentee"], "Небылицын Иван Сергеевич");
    assert_eq!(amend["changed"][0]["before"]["mentor"], "Сказочникова Вера Львовна");
    assert_eq!(amend["added"][0]["mentee"], "Фантазёров Пётр Ильич");
    let found = text(&school, "amend.docx");
    for words in [
        "О внесении изменений в приказ от 2 октября 2023 г. № 57",
        "Дополнить список наставнических пар:|№",
        "|1|Небылицын Иван Сергеевич|Сказочникова Вера Львовна|Мечтателева Ольга Игоревна|",
    ] {
        assert!(found.contains(words), "no {words} in {found}");
    }
    assert!(!found.contains("Исключить"), "{found}");
    agree(&school, &["3", "4"]);
    school.run(&["order", "register", "--number", "61", "--on", "02.10.2023"]).ok();
    let list = school.json(&["order", "list"]);
    assert_eq!(list[1]["kind"], "order.pairs.amendment");
    assert_eq!(list[1]["pairs"], serde_json::json!([4, 3, 2]));
    draft(&school, &["--amend"]).code(4).stderr_contains("ничего не изменилось");
}
