//! Zipped documents, with a bound on what they inflate to.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;
use zip::result::ZipError;

use super::error::{Flaw, Trouble};
use super::limits;

/// A zipped document.
pub struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Bytes that may still be inflated.
    left: u64,
}

/// Which document a package is.
#[derive(Debug, PartialEq, Eq)]
pub enum Kind {
    /// Word, with the name of its main part.
    Docx(String),
    /// Excel.
    Xlsx,
    /// OpenDocument text.
    Odt,
    /// OpenDocument spreadsheet.
    Ods,
}

impl<'a> Package<'a> {
    /// Opens the directory of the archive, which stands at its end: a file that was cut off has none.
    pub fn open(bytes: &'a [u8]) -> Result<Self, Trouble> {
        let archive =
            ZipArchive::new(Cursor::new(bytes)).map_err(|_| Trouble::damaged("", Flaw::Directory))?;
        if archive.len() > limits::ENTRIES {
            return Err(Trouble::Bomb);
        }
        Ok(Self { archive, left: limits::INFLATED_BYTES })
    }

    /// Tells the document by its parts.
    pub fn kind(&mut self) -> Result<Kind, Trouble> {
        if self.has("mimetype") && self.has("content.xml") {
            let mimetype = self.text("mimetype")?;
            if self.has("META-INF/manifest.xml")
                && self.text("META-INF/manifest.xml")?.contains("encryption-data")
            {
                return Err(Trouble::Encrypted);
            }
            return match mimetype.trim() {
                m if m.contains("opendocument.text") => Ok(Kind::Odt),
                m if m.contains("opendocument.spreadsheet") => Ok(Kind::Ods),
                _ => Err(Trouble::OtherArchive),
            };
        }
        if self.has("xl/workbook.xml") {
            return Ok(Kind::Xlsx);
        }
        match self.main_part()? {
            Some(main) if main.starts_with("word/") => Ok(Kind::Docx(main)),
            _ if self.has("word/document.xml") => Ok(Kind::Docx("word/document.xml".into())),
            _ => Err(Trouble::OtherArchive),
        }
    }

    /// The part that `_rels/.rels` names as the document.
    fn main_part(&mut self) -> Result<Option<String>, Trouble> {
        const PART: &str = "_rels/.rels";
        if !self.has(PART) {
            return Ok(None);
        }
        let text = self.text(PART)?;
        let mut main = None;
        super::xml::walk(PART, &text, |step| {
            if let super::xml::Step::Open(tag) = step
                && tag.name == "Relationship"
                && tag.attribute("Type").is_some_and(|kind| kind.ends_with("/officeDocument"))
            {
                main = tag.attribute("Target").map(|target| target.trim_start_matches('/').to_owned());
            }
            Ok(())
        })?;
        Ok(main.filter(|part| self.has(part)))
    }

    /// Whether there is such a part.
    pub fn has(&self, part: &str) -> bool {
        self.archive.index_for_name(part).is_some()
    }

    /// The text of a part.
    pub fn text(&mut self, part: &str) -> Result<String, Trouble> {
        let mut bytes = Vec::new();
        let entry = self.archive.by_name(part).map_err(|cause| of_zip(part, &cause))?;
        entry
            .take(self.left + 1)
            .read_to_end(&mut bytes)
            .map_err(|_| Trouble::damaged(part, Flaw::Packing))?;
        self.left = self.left.checked_sub(bytes.len() as u64).ok_or(Trouble::Bomb)?;
        String::from_utf8(bytes).map_err(|cause| {
            let byte = u64::try_from(cause.utf8_error().valid_up_to()).ok();
            Trouble::damaged(part, Flaw::Markup(byte))
        })
    }

    /// Inflates every part of XML once and forgets it, so that a reader without a bound may follow.
    pub fn check_inflated(&mut self) -> Result<(), Trouble> {
        for index in 0..self.archive.len() {
            let entry = self.archive.by_index(index).map_err(|cause| of_zip("", &cause))?;
            let name = entry.name().map_err(|cause| of_zip("", &cause))?.into_owned();
            if !(name.ends_with(".xml") || name.ends_with(".rels")) {
                continue;
            }
            let inflated = std::io::copy(&mut entry.take(self.left + 1), &mut std::io::sink())
                .map_err(|_| Trouble::damaged(&name, Flaw::Packing))?;
            self.left = self.left.checked_sub(inflated).ok_or(Trouble::Bomb)?;
        }
        Ok(())
    }
}

fn of_zip(part: &str, cause: &ZipError) -> Trouble {
    match cause {
        ZipError::UnsupportedArchive(what) if *what == ZipError::PASSWORD_REQUIRED => Trouble::Encrypted,
        ZipError::FileNotFound => Trouble::damaged(part, Flaw::Structure),
        _ => Trouble::damaged(part, Flaw::Packing),
    }
}
