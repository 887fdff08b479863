//! Files of any carrier become tables of cells.
//!
//! What a file is, is told by its content; the extension only decides between kinds of plain text, and a wrong one
//! is noted. Every reader is bounded: bytes of the file, bytes it inflates to, depth, rows, cells, length of a cell.
//! Nothing here knows what a table is about: roadmaps, lists of people and answers are read the same way.
//!
//! | Content | Reader |
//! |---|---|
//! | zip with a Word document | [`docx`] |
//! | zip with an OpenDocument text or spreadsheet | [`odf`] |
//! | zip with a workbook | [`xlsx`] |
//! | text with tags | [`html`] |
//! | text with bars: markdown, drawn tables, a cell a line | [`pipes`] |
//! | text with tabs, semicolons or commas | [`delimited`] |

mod builder;
mod clean;
mod delimited;
mod docx;
mod encoding;
mod error;
mod html;
mod limits;
mod numbering;
mod odf;
mod package;
mod pipes;
mod plain;
mod xlsx;
mod xml;

use std::io::Read as _;
use std::path::Path;

pub use error::{Flaw, ImportError, Trouble, say_place};
pub use limits::{CELL_CHARS, FILE_BYTES, INFLATED_BYTES};
use vekha_core::table::{Block, Cell, Document, Place, Row, Table};

use crate::lang::Lang;

/// What the person who imports knows better than the file says.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Label of the encoding: `cp1251`, `utf-8`, `koi8-r`. Detected where absent.
    pub encoding: Option<String>,
    /// Name of the sheet of a workbook. All sheets where absent.
    pub sheet: Option<String>,
}

/// What a file turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// Word.
    Docx,
    /// OpenDocument text.
    Odt,
    /// Excel.
    Xlsx,
    /// OpenDocument spreadsheet.
    Ods,
    /// A web page.
    Html,
    /// Text with bars: markdown or a drawn table.
    Bars,
    /// Text with tabs.
    Tabs,
    /// Text with semicolons or commas.
    Csv,
    /// Text without a table.
    Plain,
}

/// A file that was read.
#[derive(Clone, Debug)]
pub struct Reading {
    /// What it turned out to be.
    pub carrier: Carrier,
    /// What it holds.
    pub document: Document,
    /// What whoever imports should know about the reading.
    pub notes: Vec<Note>,
}

impl Reading {
    /// The lines of a text without any table as one of a single column: to whoever wants people, a list of names is a
    /// table.
    #[must_use]
    pub fn lined(mut self) -> Self {
        if self.carrier == Carrier::Plain {
            let lines: Vec<&str> = self.document.paragraphs().flat_map(str::lines).collect();
            let row = |(at, line): (u32, &&str)| Row {
                place: Place { table: 1, row: at, ..Place::default() },
                cells: vec![Cell::own(*line)],
            };
            let rows = (1..).zip(&lines).map(row).collect();
            let table = Table { number: 1, sheet: String::new(), rows };
            self.document.blocks = vec![Block::Table(table)];
        }
        self
    }
}

/// A remark on how the file was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// The extension promises something else than the content is.
    WrongExtension {
        /// Extension of the file.
        extension: String,
        /// What it is.
        carrier: Carrier,
    },
    /// The encoding is a guess.
    EncodingGuessed {
        /// Its label.
        label: &'static str,
    },
    /// Formulas without a computed value: their cells read as empty.
    Uncomputed {
        /// The first of them.
        cells: Vec<String>,
    },
    /// Sheets that the workbook hides were left out.
    HiddenSheets {
        /// Their names.
        names: Vec<String>,
    },
}

/// Reads the file at `path`.
///
/// # Errors
/// [`ImportError`] names the file, the place in it, and what to do.
pub fn read(path: &Path, options: &Options) -> Result<Reading, ImportError> {
    let name = path.display().to_string();
    let fail = |trouble| ImportError { file: name.clone(), trouble };
    let file = std::fs::File::open(path).map_err(|cause| fail(Trouble::of_io(&cause)))?;
    let about = file.metadata().map_err(|cause| fail(Trouble::of_io(&cause)))?;
    if about.is_dir() {
        return Err(fail(Trouble::Folder));
    }
    if about.len() > FILE_BYTES {
        return Err(fail(Trouble::FileTooLarge { bytes: about.len() }));
    }
    let mut bytes = Vec::new();
    // The length may lie (a pipe, a file that grows), so the reading is bounded too.
    file.take(FILE_BYTES + 1).read_to_end(&mut bytes).map_err(|cause| fail(Trouble::of_io(&cause)))?;
    read_bytes(&name, &bytes, options)
}

/// Reads a file that is already in memory; `name` serves messages and its extension.
///
/// # Errors
/// As [`read`].
pub fn read_bytes(name: &str, bytes: &[u8], options: &Options) -> Result<Reading, ImportError> {
    dispatch(name, bytes, options).map_err(|trouble| ImportError { file: name.to_owned(), trouble })
}

fn dispatch(name: &str, bytes: &[u8], options: &Options) -> Result<Reading, Trouble> {
    if bytes.len() as u64 > FILE_BYTES {
        return Err(Trouble::FileTooLarge { bytes: bytes.len() as u64 });
    }
    if bytes.is_empty() {
        return Err(Trouble::Empty);
    }
    refuse_by_magic(bytes)?;
    let mut notes = Vec::new();
    let (carrier, document) = if bytes.starts_with(b"PK") {
        read_package(bytes, options, &mut notes)?
    } else {
        let (text, guessed) = encoding::decode(bytes, options.encoding.as_deref())?;
        notes.extend(guessed.map(|label| Note::EncodingGuessed { label }));
        if text.trim().is_empty() {
            return Err(Trouble::Empty);
        }
        plain::read(&text)?
    };
    let extension = extension_of(name);
    if !carrier.extensions().contains(&extension.as_str()) && is_promise(&extension) {
        notes.push(Note::WrongExtension { extension, carrier });
    }
    Ok(Reading { carrier, document, notes })
}

fn read_package(
    bytes: &[u8],
    options: &Options,
    notes: &mut Vec<Note>,
) -> Result<(Carrier, Document), Trouble> {
    let mut package = package::Package::open(bytes)?;
    let sheet = options.sheet.as_deref();
    match package.kind()? {
        package::Kind::Docx(main) => Ok((Carrier::Docx, docx::read(&mut package, &main)?)),
        package::Kind::Odt => Ok((Carrier::Odt, odf::read(&mut package, None)?.0)),
        package::Kind::Ods => Ok((Carrier::Ods, shown(odf::read(&mut package, sheet)?, notes))),
        package::Kind::Xlsx => {
            package.check_inflated()?;
            let xlsx::Book { document, hidden, uncomputed } = xlsx::read(bytes, sheet)?;
            if !uncomputed.is_empty() {
                notes.push(Note::Uncomputed { cells: uncomputed });
            }
            Ok((Carrier::Xlsx, shown((document, hidden), notes)))
        }
    }
}

/// The document, with a note on the sheets that it hides.
fn shown((document, names): (Document, Vec<String>), notes: &mut Vec<Note>) -> Document {
    if !names.is_empty() {
        notes.push(Note::HiddenSheets { names });
    }
    document
}

/// Formats that are known and not read, each with its own advice.
fn refuse_by_magic(bytes: &[u8]) -> Result<(), Trouble> {
    const OLE: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    let head = &bytes[..bytes.len().min(1024)];
    if head.windows(5).any(|five| five == b"%PDF-") {
        return Err(Trouble::Pdf);
    }
    if bytes.starts_with(b"{\\rtf") {
        return Err(Trouble::Rtf);
    }
    if bytes.starts_with(OLE) {
        // An encrypted docx or xlsx is an OLE file with a stream of this name.
        let wanted: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let encrypted = bytes.windows(wanted.len()).any(|window| window == wanted);
        return Err(if encrypted { Trouble::Encrypted } else { Trouble::OldBinary });
    }
    Ok(())
}

fn extension_of(name: &str) -> String {
    Path::new(name).extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default()
}

/// Whether an extension promises one of our carriers; others promise nothing that could be broken.
fn is_promise(extension: &str) -> bool {
    const KNOWN: [&str; 14] = [
        "docx", "doc", "odt", "xlsx", "xls", "ods", "html", "htm", "md", "markdown", "csv", "tsv", "pdf",
        "rtf",
    ];
    KNOWN.contains(&extension)
}

impl Carrier {
    fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Docx => &["docx", "docm", "dotx"],
            Self::Odt => &["odt", "ott"],
            Self::Xlsx => &["xlsx", "xlsm", "xltx"],
            Self::Ods => &["ods", "ots"],
            Self::Html => &["html", "htm", "xhtml"],
            Self::Bars => &["md", "markdown", "txt"],
            Self::Tabs => &["tsv", "tab", "txt", "csv"],
            Self::Csv => &["csv", "txt"],
            Self::Plain => &["txt", "md", "markdown"],
        }
    }

    /// Its name for a person.
    pub fn word(self, lang: Lang) -> String {
        lang.word(match self {
            Self::Docx => "carrier-docx",
            Self::Odt => "carrier-odt",
            Self::Xlsx => "carrier-xlsx",
            Self::Ods => "carrier-ods",
            Self::Html => "carrier-html",
            Self::Bars => "carrier-bars",
            Self::Tabs => "carrier-tabs",
            Self::Csv => "carrier-csv",
            Self::Plain => "carrier-plain",
        })
    }
}

impl Note {
    /// The remark as a sentence.
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Self::WrongExtension { extension, carrier } => lang.say(
                "note-wrong-extension",
                &[("extension", extension.as_str().into()), ("carrier", carrier.word(lang).into())],
            ),
            Self::EncodingGuessed { label } => {
                lang.say("note-encoding-guessed", &[("label", (*label).into())])
            }
            Self::Uncomputed { cells } => lang.say("note-uncomputed", &[("cells", cells.join(", ").into())]),
            Self::HiddenSheets { names } => {
                lang.say("note-hidden-sheets", &[("names", names.join(", ").into())])
            }
        }
    }
}
