//! Why a file could not be read: what is wrong, where, and what to do.

use std::io;

use fluent_templates::fluent_bundle::FluentValue;
use vekha_core::table::Place;

use super::limits;
use crate::lang::Lang;

/// A file that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportError {
    /// The file as it was named.
    pub file: String,
    /// What is wrong with it.
    pub trouble: Trouble,
}

/// What is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// There is no such file.
    NotFound,
    /// The file may not be read.
    NoRights,
    /// It is a folder.
    Folder,
    /// The system refused for another reason.
    Io(String),
    /// Nothing is in it.
    Empty,
    /// It is larger than [`limits::FILE_BYTES`].
    FileTooLarge {
        /// Its size.
        bytes: u64,
    },
    /// A PDF.
    Pdf,
    /// A Word or Excel file of before 2007.
    OldBinary,
    /// Rich text.
    Rtf,
    /// Protected by a password.
    Encrypted,
    /// A zip archive that is no document.
    OtherArchive,
    /// Neither a known document nor text.
    Binary,
    /// A part is broken, often because the file was cut off.
    Damaged {
        /// The part, or empty for the whole.
        part: String,
        /// What is broken.
        flaw: Flaw,
    },
    /// It inflates to more than [`limits::INFLATED_BYTES`] or has too many entries.
    Bomb,
    /// A part declares a document type, which office documents never do.
    DocType {
        /// The part.
        part: String,
    },
    /// Elements stand deeper in each other than [`limits::DEPTH`].
    TooDeep {
        /// The part.
        part: String,
    },
    /// No such encoding.
    UnknownEncoding {
        /// What was asked for.
        label: String,
    },
    /// Bytes that are not text in the encoding.
    BadBytes {
        /// The encoding.
        label: String,
        /// 1-based line.
        line: u32,
        /// 1-based byte in the line.
        byte: u32,
    },
    /// A cell longer than [`limits::CELL_CHARS`].
    CellTooLong {
        /// Where.
        place: Place,
    },
    /// More rows, columns or cells than the limits allow.
    TooManyCells {
        /// Where it was one too many.
        place: Place,
    },
    /// A quotation mark that opens a cell and is never closed.
    UnclosedQuote {
        /// Where it opens.
        line: u32,
    },
    /// The workbook has no sheet of the name.
    NoSuchSheet {
        /// What was asked for.
        wanted: String,
        /// What there is.
        have: Vec<String>,
    },
}

/// What is broken in a damaged file. Decoders say it in English and in words of their own, so it is told here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// The directory of the archive, which stands at its end, is not there.
    Directory,
    /// What is packed does not unpack.
    Packing,
    /// The markup breaks, at this byte of the part where it is known.
    Markup(Option<u64>),
    /// Something that belongs into it is missing or makes no sense.
    Structure,
}

impl Flaw {
    fn say(self, lang: Lang) -> String {
        match self {
            Self::Directory => lang.word("flaw-directory"),
            Self::Packing => lang.word("flaw-packing"),
            Self::Markup(Some(byte)) => lang.say("flaw-markup-at", &[("byte", byte.into())]),
            Self::Markup(None) => lang.word("flaw-markup"),
            Self::Structure => lang.word("flaw-structure"),
        }
    }
}

impl Trouble {
    pub(super) fn of_io(cause: &io::Error) -> Self {
        match cause.kind() {
            io::ErrorKind::NotFound => Self::NotFound,
            io::ErrorKind::PermissionDenied => Self::NoRights,
            io::ErrorKind::IsADirectory => Self::Folder,
            _ => Self::Io(cause.to_string()),
        }
    }

    pub(super) fn damaged(part: &str, flaw: Flaw) -> Self {
        Self::Damaged { part: part.to_owned(), flaw }
    }

    /// The message's name and arguments.
    fn message(&self, lang: Lang) -> (&'static str, Vec<(&'static str, FluentValue<'static>)>) {
        let mib = |bytes: u64| FluentValue::from(bytes >> 20);
        match self {
            Self::NotFound => ("import-not-found", vec![]),
            Self::NoRights => ("import-no-rights", vec![]),
            Self::Folder => ("import-folder", vec![]),
            Self::Io(detail) => ("import-io", vec![("detail", detail.clone().into())]),
            Self::Empty => ("import-empty", vec![]),
            Self::FileTooLarge { bytes } => {
                ("import-too-large", vec![("size", mib(*bytes)), ("limit", mib(limits::FILE_BYTES))])
            }
            Self::Pdf => ("import-pdf", vec![]),
            Self::OldBinary => ("import-old-binary", vec![]),
            Self::Rtf => ("import-rtf", vec![]),
            Self::Encrypted => ("import-encrypted", vec![]),
            Self::OtherArchive => ("import-other-archive", vec![]),
            Self::Binary => ("import-binary", vec![]),
            Self::Damaged { part, flaw } => (
                if part.is_empty() { "import-damaged" } else { "import-damaged-part" },
                vec![("part", part.clone().into()), ("flaw", flaw.say(lang).into())],
            ),
            Self::Bomb => ("import-bomb", vec![("limit", mib(limits::INFLATED_BYTES))]),
            Self::DocType { part } => ("import-doctype", vec![("part", part.clone().into())]),
            Self::TooDeep { part } => {
                ("import-too-deep", vec![("part", part.clone().into()), ("limit", limits::DEPTH.into())])
            }
            Self::UnknownEncoding { label } => {
                ("import-unknown-encoding", vec![("label", label.clone().into())])
            }
            Self::BadBytes { label, line, byte } => (
                "import-bad-bytes",
                vec![("label", label.clone().into()), ("line", (*line).into()), ("byte", (*byte).into())],
            ),
            Self::CellTooLong { place } => (
                "import-cell-too-long",
                vec![("place", say_place(place, lang).into()), ("limit", limits::CELL_CHARS.into())],
            ),
            Self::TooManyCells { place } => (
                "import-too-many-cells",
                vec![
                    ("place", say_place(place, lang).into()),
                    ("rows", limits::ROWS.into()),
                    ("columns", limits::COLUMNS.into()),
                ],
            ),
            Self::UnclosedQuote { line } => ("import-unclosed-quote", vec![("line", (*line).into())]),
            Self::NoSuchSheet { wanted, have } => (
                "import-no-such-sheet",
                vec![("wanted", wanted.clone().into()), ("have", have.join(", ").into())],
            ),
        }
    }
}

impl ImportError {
    /// One sentence with the file, the place and the advice.
    pub fn say(&self, lang: Lang) -> String {
        let (id, args) = self.trouble.message(lang);
        format!("{}: {}", self.file, lang.say(id, &args))
    }
}

/// A place in words: "table 2, row 14, cell 3".
pub fn say_place(place: &Place, lang: Lang) -> String {
    let mut parts = Vec::new();
    if !place.sheet.is_empty() {
        parts.push(lang.say("place-sheet", &[("sheet", place.sheet.as_str().into())]));
    } else if place.table > 0 {
        parts.push(lang.say("place-table", &[("table", place.table.into())]));
    }
    for (id, value) in [("place-row", place.row), ("place-cell", place.cell), ("place-line", place.line)] {
        if value > 0 {
            parts.push(lang.say(id, &[("number", value.into())]));
        }
    }
    parts.join(", ")
}
