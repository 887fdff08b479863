//! A file of any carrier. Bytes alone would seldom be a zip with the right checksums, so the first byte may wrap the
//! rest into one: it is the XML of the part that matters.

use std::io::{Cursor, Write as _};

use vekha::import::{self, Options, Reading};
use zip::write::SimpleFileOptions;

use crate::{LANGS, said};

const DOCX: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;
const BOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Лист1" sheetId="1" r:id="r1"/></sheets></workbook>"#;
const BOOK_RELS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;

/// What the first byte means; `seeds` writes the same letters.
pub fn file(data: &[u8]) -> Option<(&'static str, Vec<u8>)> {
    let (choice, rest) = crate::split(data)?;
    // A second part, where there is one, stands behind a zero byte: XML has none.
    let (first, second) = match rest.iter().position(|byte| *byte == 0) {
        Some(at) if choice.is_ascii_uppercase() => (&rest[..at], &rest[at + 1..]),
        _ => (rest, &rest[..0]),
    };
    let parts: &[(&str, &[u8])] = match choice {
        b'D' => {
            &[("_rels/.rels", DOCX.as_bytes()), ("word/document.xml", first), ("word/numbering.xml", second)]
        }
        b'T' => &[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", first)],
        b'S' => &[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", first)],
        b'X' => &[
            ("xl/workbook.xml", BOOK.as_bytes()),
            ("xl/_rels/workbook.xml.rels", BOOK_RELS.as_bytes()),
            ("xl/worksheets/sheet1.xml", first),
            ("xl/sharedStrings.xml", second),
        ],
        b'h' => return Some(("a.html", rest.to_vec())),
        b'c' => return Some(("a.csv", rest.to_vec())),
        b't' => return Some(("a.txt", rest.to_vec())),
        b'm' => return Some(("a.md", rest.to_vec())),
        _ => return Some(("a.docx", rest.to_vec())),
    };
    let name = match choice {
        b'D' => "a.docx",
        b'T' => "a.odt",
        b'S' => "a.ods",
        _ => "a.xlsx",
    };
    Some((name, zipped(parts)?))
}

fn zipped(parts: &[(&str, &[u8])]) -> Option<Vec<u8>> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, content) in parts.iter().filter(|(_, content)| !content.is_empty()) {
        writer.start_file(*name, stored).ok()?;
        writer.write_all(content).ok()?;
    }
    Some(writer.finish().ok()?.into_inner())
}

/// Reads it; what cannot be read is said in both languages.
pub fn read(data: &[u8]) -> Option<Reading> {
    let (name, bytes) = file(data)?;
    match import::read_bytes(name, &bytes, &Options::default()) {
        Ok(reading) => {
            for note in &reading.notes {
                LANGS.iter().for_each(|lang| said(&note.say(*lang)));
            }
            Some(reading)
        }
        Err(error) => {
            LANGS.iter().for_each(|lang| said(&error.say(*lang)));
            None
        }
    }
}
