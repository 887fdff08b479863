//! What a written report says of itself, so that it can be asked later whether it still holds.

use std::io::Read as _;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use vekha_core::digest::Digest;
use vekha_core::report::document::Stamp;

/// The name of the metadata in html, docx and xlsx.
pub const NAME: &str = "vekha-stamp";

/// The longest metadata that is read.
const LIMIT: u64 = 1 << 20;

/// A stamp as files carry it: one line of JSON, of at most 255 characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// The kind of report.
    pub report: String,
    /// What of the kind.
    #[serde(default)]
    pub what: String,
    /// Whose journal.
    pub school: u32,
    /// The number of the last entry.
    pub seq: u64,
    /// The digest of its line.
    pub hash: Digest,
    /// The day it was made for.
    pub date: NaiveDate,
    /// Whose eyes it is for.
    pub audience: String,
}

impl From<&Stamp> for Written {
    fn from(stamp: &Stamp) -> Self {
        Self {
            report: stamp.report.clone(),
            what: stamp.what.clone(),
            school: stamp.school.0,
            seq: stamp.head.seq,
            hash: stamp.head.hash,
            date: stamp.date,
            audience: stamp.audience.as_str().to_owned(),
        }
    }
}

/// The line that files carry.
pub fn line(stamp: &Stamp) -> String {
    // Strings, numbers and a day: their JSON cannot fail.
    serde_json::to_string(&Written::from(stamp)).unwrap_or_default()
}

/// The stamp of a file; `None` where it carries none, or is no file of ours.
pub fn read(bytes: &[u8]) -> Option<Written> {
    let text = if bytes.starts_with(b"PK") {
        of_package(bytes)?
    } else if bytes.trim_ascii_start().starts_with(b"{") {
        let value: serde_json::Value = serde_json::from_slice(bytes).ok()?;
        return serde_json::from_value(value.get("stamp")?.clone()).ok();
    } else {
        of_page(std::str::from_utf8(bytes).ok()?)?
    };
    serde_json::from_str(&text).ok()
}

/// `<meta name="vekha-stamp" content="…">` in the head of a page.
fn of_page(page: &str) -> Option<String> {
    let head = page.split_once("</head>")?.0;
    let document = scraper::Html::parse_document(&format!("{head}</head></html>"));
    let meta = scraper::Selector::parse(&format!("meta[name=\"{NAME}\"]")).ok()?;
    document.select(&meta).next()?.attr("content").map(str::to_owned)
}

/// The custom property of a docx or xlsx.
fn of_package(bytes: &[u8]) -> Option<String> {
    let mut package = zip::ZipArchive::new(std::io::Cursor::new(bytes)).ok()?;
    let file = package.by_name("docProps/custom.xml").ok()?;
    let mut xml = String::new();
    file.take(LIMIT).read_to_string(&mut xml).ok()?;
    let (_, property) = xml.split_once(&format!("name=\"{NAME}\""))?;
    let (_, text) = property.split_once("<vt:lpwstr>")?;
    let (text, _) = text.split_once("</vt:lpwstr>")?;
    quick_xml::escape::unescape(text).ok().map(std::borrow::Cow::into_owned)
}
