//! Word: the main part is walked once; merged cells, inner tables, text boxes and automatic numbers are understood.
//!
//! What was deleted under tracked changes is left out, so is hidden text; what was inserted is read. A drawing that Word keeps twice
//! (`AlternateContent`) is read once.

use vekha_core::table::Document;

use super::builder::{Builder, Spread};
use super::error::Trouble;
use super::numbering::Numbering;
use super::package::Package;
use super::xml::{Step, Tag, walk};

/// Elements whose text is not the document's.
const SILENT: [&str; 9] =
    ["del", "moveFrom", "Fallback", "instrText", "rPr", "sectPr", "tblPr", "tblGrid", "delText"];

/// Headers at most: three kinds for a few sections.
const MOST_HEADERS: u32 = 12;

/// Reads the main part.
///
/// # Errors
/// As the walk and the limits say.
pub fn read(package: &mut Package<'_>, main: &str) -> Result<Document, Trouble> {
    let text = package.text(main)?;
    let numbering = Numbering::of(package)?;
    let mut reader = Reader { numbering, ..Reader::default() };
    walk(main, &text, |step| reader.step(step))?;
    let mut document = reader.builder.finish()?;
    document.margins = headers(package, main)?;
    Ok(document)
}

/// The headers of pages, each text once. One that cannot be read is as if it were not there.
fn headers(package: &mut Package<'_>, main: &str) -> Result<Vec<String>, Trouble> {
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut found: Vec<String> = Vec::new();
    for number in 1..=MOST_HEADERS {
        let part = format!("{folder}/header{number}.xml");
        if !package.has(&part) {
            continue;
        }
        let text = package.text(&part)?;
        let mut reader = Reader::default();
        if walk(&part, &text, |step| reader.step(step)).is_ok() {
            found.extend(reader.builder.finish()?.texts().filter(|text| !text.is_empty()));
        }
    }
    found.dedup();
    Ok(found)
}

#[derive(Default)]
struct Reader {
    builder: Builder,
    numbering: Numbering,
    /// How many silent elements are open.
    silent: usize,
    /// The open cell of each open table, until its first text says that it is complete.
    cells: Vec<Spread>,
    /// The list that the open paragraph belongs to: number and level.
    list: Option<(String, usize)>,
    in_run: bool,
    /// Whether the open run is marked as hidden text.
    hidden: bool,
    in_text: bool,
}

impl Reader {
    fn step(&mut self, step: Step<'_>) -> Result<(), Trouble> {
        match step {
            Step::Open(tag) if self.silent > 0 || SILENT.contains(&tag.name.as_str()) => {
                let off = matches!(tag.attribute("val"), Some("0" | "false" | "off"));
                self.hidden |= self.in_run && tag.name == "vanish" && !off;
                self.silent += 1;
                Ok(())
            }
            Step::Close(_) if self.silent > 0 => {
                self.silent -= 1;
                Ok(())
            }
            Step::Open(tag) => self.open(tag),
            Step::Close(name) => self.close(name),
            Step::Text(text) if self.in_text && self.silent == 0 => self.builder.text(text),
            Step::Text(_) => Ok(()),
        }
    }

    fn open(&mut self, tag: &Tag) -> Result<(), Trouble> {
        match tag.name.as_str() {
            "tbl" => self.builder.open_table("")?,
            "tr" => self.builder.open_row(None, 0)?,
            "tc" => {
                self.cells.push(Spread::default());
                self.builder.open_cell(Spread::default(), false)?;
            }
            "gridBefore" => {
                let columns = tag.count("val").unwrap_or(0);
                if columns > 0 {
                    self.builder.open_cell(Spread { columns, ..Spread::default() }, false)?;
                    self.builder.close_cell()?;
                }
            }
            "gridSpan" => self.spread(|spread| spread.columns = tag.count("val").unwrap_or(1)),
            "vMerge" => {
                let covered = tag.attribute("val") != Some("restart");
                self.spread(|spread| spread.covered = covered);
            }
            "hMerge" => {}
            "p" => self.list = None,
            "numId" => {
                let level = self.list.take().map_or(0, |(_, level)| level);
                self.list = tag.attribute("val").map(|id| (id.to_owned(), level));
            }
            "ilvl" => {
                let id = self.list.take().map(|(id, _)| id).unwrap_or_default();
                self.list = Some((id, tag.count("val").unwrap_or(0)));
            }
            "r" => (self.in_run, self.hidden) = (true, false),
            "t" if self.hidden => {}
            "t" => {
                self.number_paragraph()?;
                self.in_text = true;
            }
            "tab" | "ptab" => self.builder.text(" ")?,
            "br" | "cr" => self.builder.line_break()?,
            "noBreakHyphen" => self.builder.text("-")?,
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, name: &str) -> Result<(), Trouble> {
        match name {
            "t" => self.in_text = false,
            "r" => (self.in_run, self.hidden) = (false, false),
            "p" => {
                self.number_paragraph()?;
                self.builder.paragraph_end()?;
            }
            "tc" => {
                self.cells.pop();
                self.builder.close_cell()?;
            }
            "tr" => self.builder.close_row()?,
            "tbl" => self.builder.close_table()?,
            _ => {}
        }
        Ok(())
    }

    fn spread(&mut self, change: impl FnOnce(&mut Spread)) {
        if let Some(spread) = self.cells.last_mut() {
            change(spread);
            self.builder.set_spread(*spread);
        }
    }

    /// Writes the automatic number of the paragraph before its text.
    fn number_paragraph(&mut self) -> Result<(), Trouble> {
        let Some((id, level)) = self.list.take() else { return Ok(()) };
        match self.numbering.next(&id, level) {
            Some(number) => self.builder.text(&format!("{number} ")),
            None => Ok(()),
        }
    }
}
