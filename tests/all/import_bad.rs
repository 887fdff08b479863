//! Files that cannot be read: each is refused with the file, the place and what to do; nothing is half read.

use std::io::Write as _;

use vekha::import::{self, CELL_CHARS, Carrier, Options, Trouble};
use vekha::lang::Lang;

use crate::harness::Place;

fn trouble(name: &str, bytes: &[u8]) -> Trouble {
    match import::read_bytes(name, bytes, &Options::default()) {
        Err(error) => {
            for lang in [Lang::Ru, Lang::En] {
                let said = error.say(lang);
                assert!(said.starts_with(name) && said.len() > name.len() + 20, "{said}");
            }
            error.trouble
        }
        Ok(reading) => panic!("{name} was read: {:?}", reading.carrier),
    }
}

fn seed(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/examples/school-158/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// A zip of these entries.
fn zipped(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        let options =
            zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn formats_that_are_not_read_are_named() {
    let ole = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    let encrypted: Vec<u8> =
        ole.into_iter().chain("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes)).collect();
    for (name, bytes, expected) in [
        ("план.pdf", seed("roadmap-158.pdf"), Trouble::Pdf),
        ("план.docx", seed("roadmap-158.pdf"), Trouble::Pdf),
        ("план.doc", ole.to_vec(), Trouble::OldBinary),
        ("план.docx", encrypted, Trouble::Encrypted),
        ("план.rtf", b"{\\rtf1 text}".to_vec(), Trouble::Rtf),
        ("план.docx", Vec::new(), Trouble::Empty),
        ("план.txt", b" \n\t\n".to_vec(), Trouble::Empty),
        ("план.zip", zipped(&[("photo.jpg", b"x")]), Trouble::OtherArchive),
        ("план.csv", vec![0, 159, 146, 150, 0, 1, 2, 3, 0, 7], Trouble::Binary),
    ] {
        assert_eq!(trouble(name, &bytes), expected, "{name}");
    }
}

#[test]
fn a_document_that_was_cut_off_is_refused_wherever_it_was_cut() {
    for name in ["roadmap-158.docx", "roadmap-158.odt", "roadmap-158.xlsx"] {
        let whole = seed(name);
        for part in [10, 50, 90, 99] {
            let cut = &whole[..whole.len() * part / 100];
            assert!(matches!(trouble(name, cut), Trouble::Damaged { .. }), "{name} at {part} %");
        }
    }
}

#[test]
fn a_damaged_document_is_refused_or_read_but_never_panics() {
    for name in ["roadmap-158.docx", "roadmap-158.odt", "roadmap-158.xlsx"] {
        let whole = seed(name);
        for at in (0..whole.len()).step_by(whole.len() / 40) {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x55;
            let _ = import::read_bytes(name, &bytes, &Options::default());
        }
    }
}

#[test]
fn a_zip_bomb_is_not_inflated() {
    let zeros = vec![b' '; 80 << 20];
    let bytes = zipped(&[("_rels/.rels", b""), ("word/document.xml", &zeros)]);
    assert!(bytes.len() < 1 << 20);
    assert_eq!(trouble("план.docx", &bytes), Trouble::Bomb);
}

#[test]
fn xml_may_not_declare_types_or_nest_without_end() {
    let docx = |xml: &str| zipped(&[("word/document.xml", xml.as_bytes())]);
    let entity = "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>";
    assert_eq!(trouble("a.docx", &docx(entity)), Trouble::DocType { part: "word/document.xml".into() });
    let deep = format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
    assert_eq!(trouble("a.docx", &docx(&deep)), Trouble::TooDeep { part: "word/document.xml".into() });
}

#[test]
fn a_cell_of_a_megabyte_is_named_by_its_place() {
    let long = "я".repeat(500_000);
    assert!(long.chars().count() > CELL_CHARS);
    let csv = format!("№;Мероприятие;Срок\n1;{long};май\n");
    let Trouble::CellTooLong { place } = trouble("план.csv", csv.as_bytes()) else {
        panic!("another trouble")
    };
    assert_eq!((place.row, place.cell, place.line), (2, 2, 2));
    let html = format!("<table><tr><td>№</td></tr><tr><td>1</td><td>{long}</td></tr></table>");
    let Trouble::CellTooLong { place } = trouble("план.html", html.as_bytes()) else {
        panic!("another trouble")
    };
    assert_eq!((place.table, place.row), (1, 2));
}

#[test]
fn bytes_that_are_no_utf_8_are_named_by_line() {
    let mut bytes = "№;Мероприятие;Срок\n1;Приказ о наставничестве;май\n2;".as_bytes().to_vec();
    bytes.extend(b"\xD0;\n");
    assert_eq!(trouble("план.csv", &bytes), Trouble::BadBytes { label: "UTF-8".into(), line: 3, byte: 3 });
}

#[test]
fn an_open_quote_is_named_by_line() {
    for (text, line) in [
        ("№;Мероприятие;Срок\n1;Приказ;май\n2;\"Приказ;июнь\n3;Приказ;июль\n", 3),
        ("№;Мероприятие;Срок\n1;\"Приказ;май\n2;Приказ;июнь\n3;Приказ;июль\n", 2),
        ("№;Мероприятие;Срок\n1;Приказ;\"май", 2),
        ("№,Мероприятие,Срок\n1,Приказ,май\n2,\"Приказ", 3),
    ] {
        assert_eq!(trouble("план.csv", text.as_bytes()), Trouble::UnclosedQuote { line }, "{text}");
    }
}

#[test]
fn a_wrong_extension_is_read_as_what_it_is_and_noted() {
    let reading = import::read_bytes("план.csv", &seed("roadmap-158.docx"), &Options::default()).unwrap();
    assert_eq!((reading.carrier, reading.notes.len()), (Carrier::Docx, 1));
    assert!(reading.notes[0].say(Lang::Ru).contains(".csv"));
}

#[test]
fn files_that_are_none_are_told_apart() {
    let place = Place::new();
    let read = |path: &std::path::Path| import::read(path, &Options::default()).unwrap_err().trouble;
    assert_eq!(read(place.path()), Trouble::Folder);
    assert_eq!(read(&place.path().join("нет.docx")), Trouble::NotFound);
    let large = place.path().join("план.csv");
    // Sparse: the length is what counts.
    std::fs::File::create(&large).unwrap().set_len(200 << 20).unwrap();
    assert_eq!(read(&large), Trouble::FileTooLarge { bytes: 200 << 20 });
}

#[test]
fn the_command_refuses_with_exit_code_4_and_says_what_to_do() {
    let place = Place::new();
    let file = place.file("письмо.md", "Уважаемые коллеги!\n\n| Дата | Подпись |\n|---|---|\n| 1 | 2 |\n");
    let file = file.to_str().unwrap();
    place
        .vekha(&["import", "roadmap", file, "--dry-run"])
        .code(4)
        .stderr_contains("Наименование мероприятий");
    place.vekha(&["import", "roadmap", "нет.docx", "--dry-run"]).code(4).stderr_contains("нет такого файла");
}

#[test]
fn a_list_of_thousands_of_rows_is_no_roadmap() {
    let mut text = String::from("План на 2024/25 учебный год;;\n№;Мероприятие;Срок\n");
    for row in 1..6_000 {
        text.push_str(&format!("{row};Встреча;май\n"));
    }
    let reading = import::read_bytes("план.csv", text.as_bytes(), &Options::default()).unwrap();
    let refused =
        vekha_core::roadmap::draft(&reading.document, None, &vekha_core::schedule::Calendar::default());
    assert!(matches!(refused, Err(vekha_core::roadmap::NoRoadmap::TooLong { rows: 5_999, .. })));
}
