//! People here are invented.

use super::*;

fn docx(body: &str) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let parts = [
        ("[Content_Types].xml", "<Types/>".to_owned()),
        ("word/document.xml", format!("<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>")),
        ("word/media/image1.png", "{{ not a text }}".to_owned()),
    ];
    for (name, text) in parts {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A paragraph whose runs hold these texts.
fn p(runs: &[&str]) -> String {
    let runs = runs.iter().map(|text| format!("<w:r><w:t>{text}</w:t></w:r>"));
    format!("<w:p>{}</w:p>", runs.collect::<String>())
}

fn row(cells: &[&str]) -> String {
    let cells = cells.iter().map(|text| format!("<w:tc>{}</w:tc>", p(&[text])));
    format!("<w:tr>{}</w:tr>", cells.collect::<String>())
}

fn content() -> Content {
    let item = |mentor: &str, no: &str| Values::from([("mentor", mentor.to_owned()), ("no", no.to_owned())]);
    let pairs = List {
        fields: vec!["mentor", "no"],
        items: vec![item("Придумов & Ко", "1"), item("Выдумова", "2")],
    };
    let none = List { fields: vec!["mentor"], items: Vec::new() };
    Content {
        values: [("school", "Школа <158>".to_owned()), ("date", "1 ноября".to_owned())].into(),
        lists: [("pair", pairs), ("ended", none)].into(),
    }
}

/// The texts of the paragraphs that come out, joined by bars.
fn filled(body: &str) -> Result<String, Fault> {
    let bytes = fill(&docx(body), &content())?;
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut picture = String::new();
    archive.by_name("word/media/image1.png").unwrap().read_to_string(&mut picture).unwrap();
    assert_eq!(picture, "{{ not a text }}", "other parts are copied");
    let mut text = String::new();
    archive.by_name("word/document.xml").unwrap().read_to_string(&mut text).unwrap();
    let mut found = Vec::new();
    for node in tree::parse(&text).unwrap() {
        if let Node::Element(element) = node {
            texts(&element, &mut found);
        }
    }
    Ok(found.join("|"))
}

#[track_caller]
fn check(body: &str, expected: &str) {
    assert_eq!(filled(body).as_deref(), Ok(expected), "{body}");
}

#[test]
fn a_placeholder_is_filled_whatever_runs_word_parts_it_into() {
    check(&p(&["{{ school }}"]), "Школа <158>");
    check(&p(&["В {", "{ sch", "ool", " }", "} с {{date}}."]), "В Школа <158> с 1 ноября.");
    check(&p(&["{{school}}{{", "date}}"]), "Школа <158>1 ноября");
    check(&p(&["a } b", " { c"]), "a } b { c");
    check(&format!("<w:p><w:r><w:txbx>{}</w:txbx></w:r></w:p>", p(&["{{ da", "te }}"])), "1 ноября");
}

#[test]
fn a_row_and_a_paragraph_of_a_list_are_repeated() {
    let table = format!(
        "<w:tbl>{}{}</w:tbl>",
        row(&["№", "Кто"]),
        row(&["{{ pair.no }}", "{{ pair.mentor }}, {{ date }}"])
    );
    check(&table, "№|Кто|1|Придумов & Ко, 1 ноября|2|Выдумова, 1 ноября");
    check(&p(&["{{ pair.no }}. {{ pair", ".mentor }}"]), "1. Придумов & Ко|2. Выдумова");
    check(&p(&["{{ ended.mentor }}"]), "");
}

#[test]
fn a_block_stands_only_where_its_list_has_something() {
    let body =
        |list: &str| [p(&["{{ if ", list, " }}"]), p(&["текст"]), p(&["{{ end }}"]), p(&["после"])].concat();
    check(&body("pair"), "текст|после");
    check(&body("ended"), "после");
}

#[test]
fn everything_that_means_nothing_is_named_at_once() {
    let wrong = |body: &str| match filled(body) {
        Err(Fault::Wrong(wrong)) => wrong,
        other => panic!("{other:?}"),
    };
    let body = [p(&["{{ scool }} {{ pair.age }}"]), p(&["{{ дата"]), p(&["{{ if schools }}"])].concat();
    let expected = [
        Wrong::Unknown("pair.age".into()),
        Wrong::Unknown("scool".into()),
        Wrong::Open("{{ дата".into()),
        Wrong::Block("if schools".into()),
        Wrong::NoList("schools".into()),
    ];
    assert_eq!(wrong(&body), expected);
    assert_eq!(wrong(&p(&["{{ end }}"])), [Wrong::Block("end".into())]);
    let two = "{{ pair.no }} {{ ended.mentor }}";
    assert_eq!(wrong(&p(&[two])), [Wrong::TwoLists(two.into())]);
}

#[test]
fn what_is_no_document_is_refused() {
    assert!(matches!(fill(b"plain", &content()), Err(Fault::NotDocx(_))));
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("a.txt", SimpleFileOptions::default()).unwrap();
    assert!(matches!(fill(&writer.finish().unwrap().into_inner(), &content()), Err(Fault::NotDocx(_))));
}

#[test]
fn known_placeholders_are_listed() {
    assert_eq!(content().known(), ["date", "school", "ended.mentor", "pair.mentor", "pair.no"]);
}

mod properties {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// However the text of a paragraph is parted into runs, the same text comes out.
        #[test]
        fn runs_do_not_matter(cuts in proptest::collection::vec(0..60usize, 0..12)) {
            let text = "Приказ {{ school }} от {{date}}, {{ school}}: конец";
            let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
            let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| ends[cut % ends.len()]).collect();
            cuts.sort_unstable();
            cuts.dedup();
            cuts.push(text.len());
            let mut from = 0;
            let mut pieces = Vec::new();
            for cut in cuts {
                pieces.push(&text[from..cut]);
                from = cut;
            }
            let expected = "Приказ Школа <158> от 1 ноября, Школа <158>: конец";
            prop_assert_eq!(filled(&p(&pieces)).unwrap(), expected);
        }
    }
}
