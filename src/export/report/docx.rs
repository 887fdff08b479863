//! A report as a Word document: headings that a table of contents finds, tables whose header repeats on every page,
//! numbered pages, lines to sign on.

use docx_rs::{
    AlignmentType, BreakType, Docx, Footer, LineSpacing, NumPages, PageMargin, PageNum, PageOrientationType,
    Paragraph, Run, RunFonts, Shading, Style, StyleType, Table as Grid, TableCell, TableCellMargins,
    TableLayoutType, TableRow, WidthType,
};
use vekha_core::report::document::{Block, Cell, Document, Fact, Row, RowKind, Steps, Table, Tone, Value};

use super::columns::{fitted, longest_word, shares};
use super::{stamp, text};

/// Sizes in half points; that of tables is the largest that they have.
const BODY: usize = 24;
const TABLE: usize = 18;
const SMALL: usize = 16;

/// The width of the text on an upright A4 page and on one that lies, in twentieths of a point.
const UPRIGHT: usize = 11_906 - 1701 - 850;
const LYING: usize = 16_838 - 1134 - 1134;

/// On the left and on the right of every cell, in twentieths of a point.
const MARGIN: usize = 70;

/// The name of the style that marks tables with a header.
const GRID: &str = "VekhaTable";

/// The file.
///
/// # Errors
/// What the writer of Word documents says.
pub fn file(document: &Document) -> Result<Vec<u8>, String> {
    let fonts = RunFonts::new().ascii("Times New Roman").hi_ansi("Times New Roman").cs("Times New Roman");
    let recorded = recorded(document);
    let mut docx = Docx::new()
        .default_fonts(fonts)
        .default_size(BODY)
        .created_at(&recorded)
        .updated_at(&recorded)
        .custom_property(stamp::NAME, stamp::line(&document.stamp))
        .footer(footer(document));
    docx = if document.wide {
        let margin = PageMargin::new().top(1134).bottom(1134).left(1134).right(1134);
        docx.page_size(16_838, 11_906).page_orient(PageOrientationType::Landscape).page_margin(margin)
    } else {
        let margin = PageMargin::new().top(1134).bottom(1134).left(1701).right(850);
        docx.page_size(11_906, 16_838).page_margin(margin)
    };
    for (id, name, size) in
        [("Title", "Title", 32), ("Heading1", "heading 1", 28), ("Heading2", "heading 2", 24)]
    {
        let style = Style::new(id, StyleType::Paragraph).name(name).size(size).bold();
        docx = docx.add_style(if id == "Title" {
            style
        } else {
            style.outline_lvl(usize::from(id == "Heading2"))
        });
    }
    docx =
        docx.add_style(Style::new("Footer", StyleType::Paragraph).name("footer").size(SMALL).color("51565C"));
    docx = docx.add_style(Style::new(GRID, StyleType::Table).name("Vekha Table"));
    let writer = Writer { document, width: if document.wide { LYING } else { UPRIGHT } };
    docx = writer.head(docx);
    for (at, block) in document.blocks.iter().enumerate() {
        if !is_bare_heading(&document.blocks[at..]) {
            docx = writer.block(docx, block);
        }
    }
    docx = writer.signatures(docx);
    docx = writer.foot(docx);
    let mut parts = docx.build();
    parts.document = finished(parts.document, repeated_headers)?;
    parts.styles = finished(parts.styles, |xml| language(xml, document.lang))?;
    parts.doc_props.core = finished(parts.doc_props.core, |xml| titled(xml, document))?;
    for footer in &mut parts.footers {
        *footer = finished(std::mem::take(footer), without_ids)?;
    }
    let mut bytes = std::io::Cursor::new(Vec::new());
    parts.pack(&mut bytes).map_err(|error| error.to_string())?;
    Ok(bytes.into_inner())
}

/// Whether a heading has nothing below it on paper. What is drawn stands in the tables too and is left out.
fn is_bare_heading(blocks: &[Block]) -> bool {
    let Some((Block::Heading(_), below)) = blocks.split_first() else { return false };
    let below = below.iter().take_while(|block| !matches!(block, Block::Heading(_)));
    let drawn = |block: &Block| matches!(block, Block::Bars(_) | Block::Curve(_) | Block::Gantt(_));
    below.clone().next().is_some() && below.clone().all(drawn)
}

struct Writer<'a> {
    document: &'a Document,
    width: usize,
}

impl Writer<'_> {
    fn head(&self, mut docx: Docx) -> Docx {
        let document = self.document;
        for line in &document.approval {
            docx = docx.add_paragraph(
                Paragraph::new()
                    .add_run(run(line, BODY))
                    .indent(Some(i32::try_from(self.width * 2 / 3).unwrap_or(0)), None, None, None)
                    .line_spacing(LineSpacing::new().after(60)),
            );
        }
        let middle = |text: &str, size| {
            Paragraph::new()
                .add_run(run(text, size))
                .align(AlignmentType::Center)
                .line_spacing(LineSpacing::new().after(80))
        };
        docx = docx.add_paragraph(middle(&document.school, BODY)).add_paragraph(
            Paragraph::new()
                .style("Title")
                .add_run(run(&document.title, 32).bold())
                .align(AlignmentType::Center)
                .line_spacing(LineSpacing::new().before(120).after(80)),
        );
        docx = docx.add_paragraph(middle(&document.subtitle.join(" · "), BODY));
        match &document.warning {
            Some(warning) => docx.add_paragraph(
                Paragraph::new()
                    .add_run(run(warning, 20).bold())
                    .align(AlignmentType::Center)
                    .line_spacing(LineSpacing::new().before(60).after(160)),
            ),
            None => docx,
        }
    }

    fn block(&self, docx: Docx, block: &Block) -> Docx {
        match block {
            Block::Heading(words) => docx.add_paragraph(heading("Heading1", words, 28)),
            Block::Text(words) => docx.add_paragraph(
                Paragraph::new()
                    .add_run(run(words, BODY))
                    .align(AlignmentType::Both)
                    .line_spacing(LineSpacing::new().after(120)),
            ),
            Block::Notice(words) => docx.add_paragraph(note(words)),
            Block::Facts(facts) => self.facts(docx, facts),
            Block::Steps(steps) => self.steps(docx, steps),
            Block::Table(table) => self.table(docx, &super::printed(table)),
            Block::Bars(_) | Block::Curve(_) | Block::Gantt(_) => docx,
        }
    }

    fn facts(&self, docx: Docx, facts: &[Fact]) -> Docx {
        let widths = shares(&[40, 30, 30], self.width);
        let rows = facts.iter().map(|fact| {
            let value = text::shown(&fact.value, self.document.lang);
            let value = if value.is_empty() { "—".to_owned() } else { value };
            TableRow::new(vec![
                cell(widths[0], vec![run(&fact.label, 22)], AlignmentType::Left),
                cell(widths[1], vec![run(&value, 22).bold()], AlignmentType::Left),
                cell(
                    widths[2],
                    vec![run(&text::entries(&fact.sources), SMALL).color("51565C")],
                    AlignmentType::Left,
                ),
            ])
            .cant_split()
        });
        docx.add_table(grid(rows.collect(), widths.clone())).add_paragraph(gap())
    }

    fn steps(&self, mut docx: Docx, steps: &Steps) -> Docx {
        docx = docx.add_paragraph(heading("Heading2", &steps.title, 24));
        for (index, step) in steps.steps.iter().enumerate() {
            let mark = match step.tone {
                Tone::Done => "✓",
                Tone::Due => "▶",
                _ => "○",
            };
            let title = run(&format!("{mark} {}. {}", index + 1, step.title), BODY);
            let title = if step.tone == Tone::Due { title.bold() } else { title };
            let parts = [&step.state, &step.note];
            let rest: Vec<&str> =
                parts.into_iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
            let entries = text::entries(step.source.as_slice());
            docx = docx.add_paragraph(
                Paragraph::new()
                    .add_run(title)
                    .add_run(run(&format!(" — {}", rest.join(", ")), 22))
                    .add_run(run(&format!("  {entries}"), SMALL).color("51565C"))
                    .indent(Some(284), None, None, None)
                    .line_spacing(LineSpacing::new().after(40)),
            );
        }
        docx.add_paragraph(gap())
    }

    fn table(&self, mut docx: Docx, table: &Table) -> Docx {
        if !table.title.is_empty() {
            docx = docx.add_paragraph(heading("Heading2", &table.title, 24));
        }
        if table.rows.is_empty() {
            return docx.add_paragraph(note(&table.empty));
        }
        let mut parts: Vec<u16> = table.columns.iter().map(|column| column.width).collect();
        if table.traced {
            parts.push(parts.iter().sum::<u16>() / 7);
        }
        let mut titles: Vec<&str> = table.columns.iter().map(|column| column.title.as_str()).collect();
        titles.extend(table.traced.then_some(self.document.words.entry.as_str()));
        let (size, least) = self.face(table, &titles);
        let widths = fitted(&parts, &least, self.width);
        let header = titles.iter().zip(&widths).map(|(title, width)| {
            cell(*width, vec![run(title, size).bold()], AlignmentType::Center)
                .shading(Shading::new().fill("E8ECF0"))
        });
        let mut rows = vec![TableRow::new(header.collect()).cant_split()];
        rows.extend(table.rows.iter().map(|row| self.row(table, row, &widths, size)));
        docx.add_table(grid(rows, widths).style(GRID)).add_paragraph(gap())
    }

    /// What the longest word of each column takes, in twentieths of a point.
    fn least(&self, table: &Table, titles: &[&str], size: usize) -> Vec<usize> {
        // A sign of this face is half as wide as high, a bold one a little more; a cell has a margin on both sides.
        let room = |signs: usize, percent: usize| signs * size * 10 * percent / 100 + 2 * MARGIN;
        let mut least: Vec<usize> = titles.iter().map(|title| room(longest_word(title), 62)).collect();
        for row in table.rows.iter().filter(|row| row.kind != RowKind::Section) {
            for (least, cell) in least.iter_mut().zip(&row.cells) {
                let signs = longest_word(&text::shown(&cell.value, self.document.lang));
                *least = (*least).max(room(signs, 54));
            }
        }
        least
    }

    /// The size of a table's face, the smallest where no word fits at any, and what the longest words take at it.
    fn face(&self, table: &Table, titles: &[&str]) -> (usize, Vec<usize>) {
        let sizes = [TABLE, TABLE - 2, TABLE - 4].map(|size| (size, self.least(table, titles, size)));
        let fits = |(_, least): &&(usize, Vec<usize>)| least.iter().sum::<usize>() <= self.width;
        let found = sizes.iter().find(fits).unwrap_or(&sizes[2]);
        found.clone()
    }

    fn row(&self, table: &Table, row: &Row, widths: &[usize], size: usize) -> TableRow {
        if row.kind == RowKind::Section {
            let words: Vec<String> =
                row.cells.iter().map(|cell| text::shown(&cell.value, self.document.lang)).collect();
            // A heading stays with the row below it.
            let words = Paragraph::new().add_run(run(words.join(" ").trim(), size).bold()).keep_next(true);
            let whole = TableCell::new().width(widths.iter().sum(), WidthType::Dxa).add_paragraph(words);
            let whole = whole.grid_span(widths.len()).shading(Shading::new().fill("F3F5F7"));
            return TableRow::new(vec![whole]).cant_split();
        }
        let total = row.kind == RowKind::Total;
        let mut cells: Vec<TableCell> =
            row.cells.iter().zip(widths).map(|(one, width)| self.cell(one, *width, size, total)).collect();
        if table.traced {
            let entries = run(&text::entries(&row.sources), 14).color("51565C");
            cells.push(cell(widths.last().copied().unwrap_or(0), vec![entries], AlignmentType::Left));
        }
        TableRow::new(cells).cant_split()
    }

    fn cell(&self, one: &Cell, width: usize, size: usize, bold: bool) -> TableCell {
        let shown = text::shown(&one.value, self.document.lang);
        let number = matches!(one.value, Value::Count(_) | Value::Number(_) | Value::Share(..));
        let mut run = run(&shown, size);
        if bold || one.tone == Tone::Late {
            run = run.bold();
        }
        cell(width, vec![run], if number { AlignmentType::Right } else { AlignmentType::Left })
    }

    /// A line to sign on for each: who, and below the lines what is written on them.
    fn signatures(&self, mut docx: Docx) -> Docx {
        let [sign, name, date] = &self.document.words.sign;
        let widths = shares(&[34, 20, 26, 20], self.width);
        for who in &self.document.signatures {
            let row = |texts: [&str; 4], size: usize, align: AlignmentType| {
                let cells = texts.iter().zip(&widths).enumerate();
                TableRow::new(
                    cells
                        .map(|(at, (text, width))| {
                            let align = if at == 0 { AlignmentType::Left } else { align };
                            cell(*width, vec![run(text, size)], align)
                        })
                        .collect(),
                )
                .cant_split()
            };
            let lines =
                row([who, &"_".repeat(14), &"_".repeat(19), &"_".repeat(14)], 22, AlignmentType::Center);
            let captions = row(["", sign, name, date], SMALL, AlignmentType::Center);
            let grid = Grid::without_borders(vec![lines, captions])
                .set_grid(widths.clone())
                .width(self.width, WidthType::Dxa)
                .layout(TableLayoutType::Fixed);
            docx = docx.add_paragraph(gap()).add_paragraph(gap()).add_table(grid);
        }
        docx
    }

    fn foot(&self, mut docx: Docx) -> Docx {
        docx = docx.add_paragraph(gap());
        for line in &self.document.foot {
            docx = docx.add_paragraph(
                Paragraph::new()
                    .add_run(run(line, SMALL).color("51565C"))
                    .line_spacing(LineSpacing::new().after(20)),
            );
        }
        docx
    }
}

/// A run of text; its line feeds are breaks, and what XML cannot hold is a blank.
fn run(text: &str, size: usize) -> Run {
    let mut run = Run::new().size(size);
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            run = run.add_break(BreakType::TextWrapping);
        }
        run =
            run.add_text(line.replace(|c: char| c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'), " "));
    }
    run
}

fn heading(style: &str, words: &str, size: usize) -> Paragraph {
    Paragraph::new()
        .style(style)
        .add_run(run(words, size).bold())
        .keep_next(true)
        .line_spacing(LineSpacing::new().before(240).after(100))
}

fn note(words: &str) -> Paragraph {
    Paragraph::new().add_run(run(words, 22).italic()).line_spacing(LineSpacing::new().after(120))
}

fn gap() -> Paragraph {
    Paragraph::new().add_run(Run::new().size(12)).line_spacing(LineSpacing::new().after(0))
}

fn cell(width: usize, runs: Vec<Run>, align: AlignmentType) -> TableCell {
    let paragraph = runs.into_iter().fold(Paragraph::new(), Paragraph::add_run).align(align);
    TableCell::new().width(width, WidthType::Dxa).add_paragraph(paragraph)
}

fn grid(rows: Vec<TableRow>, widths: Vec<usize>) -> Grid {
    let width = widths.iter().sum();
    Grid::new(rows)
        .set_grid(widths)
        .width(width, WidthType::Dxa)
        .layout(TableLayoutType::Fixed)
        .margins(TableCellMargins::new().margin(30, MARGIN, 30, MARGIN))
}

fn footer(document: &Document) -> Footer {
    let stamp = &document.stamp;
    let left = format!(
        "{} · {} · № {} · {:.12}    {} ",
        document.stamp.report,
        text::day(stamp.date),
        stamp.head.seq,
        stamp.head.hash.to_string(),
        document.words.page
    );
    let paragraph = Paragraph::new()
        .add_run(run(&left, SMALL).color("51565C"))
        .add_page_num(PageNum::new())
        .add_run(run(" / ", SMALL))
        .add_num_pages(NumPages::new())
        .style("Footer")
        .align(AlignmentType::Right);
    Footer::new().add_paragraph(paragraph)
}

fn recorded(document: &Document) -> String {
    let moment = chrono::DateTime::from_timestamp_millis(document.stamp.head.recorded).unwrap_or_default();
    moment.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// What the library has no word for is put in afterwards.
fn finished(part: Vec<u8>, mend: impl FnOnce(String) -> String) -> Result<Vec<u8>, String> {
    String::from_utf8(part).map(|xml| mend(xml).into_bytes()).map_err(|error| error.to_string())
}

/// The first row of every table of [`GRID`] stands on top of each of its pages.
fn repeated_headers(xml: String) -> String {
    let marker = format!("w:val=\"{GRID}\"");
    let mut parts = xml.split(&marker);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(&marker);
        out.push_str(&part.replacen("</w:trPr>", "<w:tblHeader/></w:trPr>", 1));
    }
    without_ids(out)
}

/// The library counts paragraphs per process, so that the same document would not have the same bytes.
fn without_ids(xml: String) -> String {
    const ID: &str = " w14:paraId=\"";
    let mut parts = xml.split(ID);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(part.split_once('"').map_or("", |(_, rest)| rest));
    }
    out
}

fn language(xml: String, lang: &str) -> String {
    let code = if lang == "ru" { "ru-RU" } else { "en-GB" };
    xml.replacen("</w:rPr></w:rPrDefault>", &format!("<w:lang w:val=\"{code}\"/></w:rPr></w:rPrDefault>"), 1)
}

fn titled(xml: String, document: &Document) -> String {
    let title = vekha_core::markup::escaped(&document.title);
    let words = format!(
        "<dc:title>{title}</dc:title><dc:language>{}</dc:language></cp:coreProperties>",
        document.lang
    );
    xml.replacen("</cp:coreProperties>", &words, 1)
}
