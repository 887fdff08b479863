//! A text table read line by line: delimiter and encoding are recognised, columns are found by name.

use std::borrow::Cow;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use csv::{ByteRecord, Reader, ReaderBuilder, Terminator, Trim};

use crate::cli::{Failure, Kind};

/// A column that is looked for: its name in the header and another it may have.
pub struct Column {
    /// The name in the header, and in errors.
    pub name: &'static str,
    /// Its Russian name.
    pub russian: &'static str,
    /// Whether the table is wrong without it.
    pub needed: bool,
}

/// Who mentors.
pub const MENTOR: Column = Column { name: "mentor", russian: "наставник", needed: true };
/// Who is mentored.
pub const MENTEE: Column = Column { name: "mentee", russian: "наставляемый", needed: true };
/// How good the pair would be.
pub const SCORE: Column = Column { name: "score", russian: "балл", needed: true };
/// The most mentees of a mentor.
pub const CAPACITY: Column = Column { name: "capacity", russian: "вместимость", needed: true };
/// The fewest mentees of a mentor.
pub const MINIMUM: Column = Column { name: "minimum", russian: "минимум", needed: false };

/// An open table.
pub struct Records<const N: usize> {
    path: PathBuf,
    reader: Reader<BufReader<File>>,
    columns: [&'static Column; N],
    /// Where each column stands, if it does.
    places: [Option<usize>; N],
    delimiter: u8,
    /// How many cells the header has.
    width: usize,
    record: ByteRecord,
}

impl<const N: usize> Records<N> {
    /// Opens a file and reads its header.
    pub fn open(path: &Path, columns: [&'static Column; N]) -> Result<Self, Failure> {
        let file = File::open(path).map_err(|error| Failure::io(path, &error))?;
        let mut source = BufReader::with_capacity(1 << 16, file);
        let delimiter = recognise(path, &mut source)?;
        // The line feed of a Windows line belongs to its end, so that lines are counted as editors count them; without
        // any, lines end as old Mac files have it.
        let terminator =
            if source.buffer().contains(&b'\n') { Terminator::Any(b'\n') } else { Terminator::CRLF };
        let reader = ReaderBuilder::new()
            .delimiter(delimiter)
            .terminator(terminator)
            .has_headers(false)
            .flexible(true)
            .trim(Trim::All)
            .from_reader(source);
        let path = path.to_owned();
        let record = ByteRecord::new();
        let mut records =
            Self { path, reader, columns, places: [None; N], delimiter, width: usize::MAX, record };
        records.find_columns()?;
        Ok(records)
    }

    /// Whether the comma of a number is a decimal one. Where commas part cells this one stood in quotation marks, and
    /// parts thousands if three digits follow it.
    pub fn decimal_comma(&self, number: &str) -> bool {
        let thousands = |(whole, rest): (&str, &str)| {
            let whole = whole.trim_start_matches(['-', '+', '\u{2212}']);
            rest.len() == 3 && (1..=3).contains(&whole.len()) && !whole.starts_with('0')
        };
        self.delimiter != b',' || !number.split_once(',').is_some_and(thousands)
    }

    /// The next line that is not empty: its number, or none at the end.
    pub fn advance(&mut self) -> Result<Option<u64>, Failure> {
        loop {
            match self.reader.read_byte_record(&mut self.record) {
                Ok(true) if self.record.iter().all(<[u8]>::is_empty) => {}
                Ok(true) if self.record.len() != self.width => return self.ragged().map(Some),
                Ok(true) => return Ok(Some(self.line())),
                Ok(false) => return Ok(None),
                Err(error) => return Err(self.broken(&error)),
            }
        }
    }

    /// The number of a line that has not as many cells as the header. Cells beyond it would be lost without a word: of
    /// `1,5` in a table parted by commas only the 1 would count.
    fn ragged(&self) -> Result<u64, Failure> {
        let line = self.line();
        let wrong = |id: &'static str| {
            let args = [
                ("file", self.path.display().to_string()),
                ("line", line.to_string()),
                ("found", self.record.len().to_string()),
                ("columns", self.width.to_string()),
            ];
            Failure::with(Kind::BadInput, id, args)
        };
        let beyond = self.record.iter().skip(self.width).any(|cell| !cell.is_empty());
        if beyond && self.delimiter == b',' {
            return Err(wrong("pair-line-long").hint("pair-line-long-comma"));
        }
        if beyond {
            return Err(wrong("pair-line-long"));
        }
        // A quotation mark that nothing closes swallows the lines below.
        if self.width != usize::MAX && self.record.iter().any(|cell| cell.contains(&b'\n')) {
            return Err(wrong("pair-line-open"));
        }
        Ok(line)
    }

    /// The cell of column `at` in the present line; an absent column is an empty cell.
    pub fn cell(&self, at: usize) -> Cow<'_, str> {
        let bytes = self.places[at].and_then(|place| self.record.get(place)).unwrap_or_default();
        decode(bytes)
    }

    /// The cell of a column that must not be empty.
    pub fn needed(&self, at: usize) -> Result<Cow<'_, str>, Failure> {
        let cell = self.cell(at);
        if cell.is_empty() { Err(self.wrong("pair-cell-empty", at)) } else { Ok(cell) }
    }

    /// A failure about the cell of column `at` in the present line.
    pub fn wrong(&self, id: &'static str, at: usize) -> Failure {
        Failure::with(
            Kind::BadInput,
            id,
            [
                ("file", self.path.display().to_string()),
                ("line", self.line().to_string()),
                ("column", self.columns[at].name.to_owned()),
                ("text", self.cell(at).chars().take(40).collect()),
            ],
        )
    }

    /// The line that the present record begins on. The reader gives the one where it began to look: empty lines before
    /// the record are passed over after that.
    fn line(&self) -> u64 {
        let began = self.record.position().map_or(1, csv::Position::line);
        let passed = self.reader.position().line() - began;
        if passed <= 1 {
            return began;
        }
        let within = self.record.as_slice().iter().filter(|byte| **byte == b'\n').count() as u64;
        began + passed.saturating_sub(1 + within)
    }

    fn find_columns(&mut self) -> Result<(), Failure> {
        let file = self.path.display().to_string();
        let file = || ("file", file.clone());
        let names: Vec<&str> =
            self.columns.iter().filter(|column| column.needed).map(|column| column.name).collect();
        let names = names.join(", ");
        if self.advance()?.is_none() {
            return Err(Failure::with(Kind::BadInput, "pair-file-empty", [file(), ("columns", names)]));
        }
        let header: Vec<String> = self.record.iter().map(|cell| decode(cell).to_lowercase()).collect();
        self.width = header.len();
        for (at, column) in self.columns.iter().enumerate() {
            let mut found =
                (0..header.len()).filter(|&k| header[k] == column.name || header[k] == column.russian);
            self.places[at] = found.next();
            let column_name = ("column", column.name.to_owned());
            if found.next().is_some() {
                return Err(Failure::with(Kind::BadInput, "pair-file-two-columns", [file(), column_name]));
            }
            if self.places[at].is_none() && column.needed {
                let found = ("found", header.join(", "));
                let failure =
                    Failure::with(Kind::BadInput, "pair-file-no-column", [file(), column_name, found]);
                return Err(failure
                    .hint(crate::cli::Message::Id("pair-file-columns", vec![("columns", names.into())])));
            }
        }
        Ok(())
    }

    fn broken(&self, error: &csv::Error) -> Failure {
        if let csv::ErrorKind::Io(error) = error.kind() {
            return Failure::io(&self.path, error);
        }
        let line = error.position().map_or(0, csv::Position::line).to_string();
        let reason = error.to_string();
        let file = self.path.display().to_string();
        Failure::with(
            Kind::BadInput,
            "pair-file-broken",
            [("file", file), ("line", line), ("reason", reason)],
        )
    }
}

/// UTF-8, or else windows-1251, which is what spreadsheets of Russian schools write.
fn decode(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => encoding_rs::WINDOWS_1251.decode_without_bom_handling(bytes).0,
    }
}

/// Skips a byte order mark and finds the delimiter: the most frequent in the first line.
fn recognise(path: &Path, source: &mut BufReader<File>) -> Result<u8, Failure> {
    let io = |error: std::io::Error| Failure::io(path, &error);
    let start = source.fill_buf().map_err(io)?;
    if start.starts_with(&[0xff, 0xfe]) || start.starts_with(&[0xfe, 0xff]) {
        let file = path.display().to_string();
        return Err(Failure::with(Kind::BadInput, "pair-file-utf16", [("file", file)]));
    }
    if start.starts_with(&[0xef, 0xbb, 0xbf]) {
        source.read_exact(&mut [0; 3]).map_err(io)?;
    }
    let line = source.fill_buf().map_err(io)?.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let count = |mark: u8| {
        let mut quoted = false;
        let outside = |&&byte: &&u8| {
            quoted ^= byte == b'"';
            byte == mark && !quoted
        };
        line.iter().filter(outside).count()
    };
    // With equal counts the last wins; a comma stands for a table of one column too.
    Ok([b'\t', b';', b','].into_iter().max_by_key(|&mark| count(mark)).unwrap_or(b','))
}
