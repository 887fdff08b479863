//! A report as one page that needs nothing else: no network, no script, readable on screen, aloud and in print.

use std::fmt::Write;

use vekha_core::markup::escaped;
use vekha_core::report::Source;
use vekha_core::report::document::{Block, Cell, Document, Fact, Row, RowKind, Steps, Table, Tone, Value};

use super::{stamp, svg, text};

const STYLE: &str = include_str!("style.css");

/// The page.
pub fn page(document: &Document) -> String {
    let mut page = Page { out: String::new(), document, drawings: 0, headings: 0 };
    page.head();
    for block in &document.blocks {
        page.block(block);
    }
    page.foot();
    page.out
}

/// The class of a tone.
pub fn class(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain => "plain",
        Tone::Done => "done",
        Tone::DoneLate => "done-late",
        Tone::Late => "late",
        Tone::Due => "due",
        Tone::Ahead => "ahead",
        Tone::Undated => "undated",
        Tone::Cancelled => "cancelled",
    }
}

struct Page<'a> {
    out: String,
    document: &'a Document,
    drawings: usize,
    headings: usize,
}

impl Page<'_> {
    /// Writing into a text cannot fail.
    fn put(&mut self, words: std::fmt::Arguments<'_>) {
        let _ = self.out.write_fmt(words);
    }

    fn head(&mut self) {
        let document = self.document;
        let (title, school) = (escaped(&document.title), escaped(&document.school));
        let size = if document.wide { "A4 landscape" } else { "A4" };
        self.put(format_args!(
            "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"generator\" content=\"vekha {}\">\n<meta name=\"{}\" content=\"{}\">\n\
             <title>{title} · {school}</title>\n<style>\n{STYLE}@page {{ size: {size}; margin: 14mm 12mm; }}\n</style>\n\
             </head>\n<body>\n<a class=\"skip\" href=\"#main\">{}</a>\n",
            document.lang,
            env!("CARGO_PKG_VERSION"),
            stamp::NAME,
            escaped(&stamp::line(&document.stamp)),
            escaped(&document.words.skip),
        ));
        self.put(format_args!("<header>\n"));
        if !document.approval.is_empty() {
            let lines: Vec<String> = document.approval.iter().map(|line| escaped(line)).collect();
            self.put(format_args!("<p class=\"approval\">{}</p>\n", lines.join("<br>")));
        }
        self.put(format_args!("<p class=\"school\">{school}</p>\n<h1>{title}</h1>\n"));
        let lines: Vec<String> = document.subtitle.iter().map(|line| escaped(line)).collect();
        self.put(format_args!("<p class=\"subtitle\">{}</p>\n", lines.join(" · ")));
        if let Some(warning) = &document.warning {
            self.put(format_args!("<p class=\"warning\">{}</p>\n", escaped(warning)));
        }
        self.put(format_args!("</header>\n<main id=\"main\">\n"));
    }

    fn foot(&mut self) {
        let document = self.document;
        if !document.signatures.is_empty() {
            self.out.push_str("<div class=\"signatures\">\n");
            let [sign, name, date] = document.words.sign.each_ref().map(|word| escaped(word));
            for who in &document.signatures {
                let who = escaped(who);
                self.put(format_args!(
                    "<p class=\"signature\"><span class=\"who\">{who}</span><span class=\"line\">{sign}</span>\
                     <span class=\"line\">{name}</span><span class=\"line\">{date}</span></p>\n"
                ));
            }
            self.out.push_str("</div>\n");
        }
        self.out.push_str("</main>\n<footer>\n");
        for line in &document.foot {
            self.put(format_args!("<p>{}</p>\n", escaped(line)));
        }
        self.out.push_str("</footer>\n</body>\n</html>\n");
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(words) => {
                self.headings += 1;
                let number = self.headings;
                self.put(format_args!("<h2 id=\"h{number}\">{}</h2>\n", escaped(words)));
            }
            Block::Text(words) => self.put(format_args!("<p>{}</p>\n", escaped(words))),
            Block::Notice(words) => self.put(format_args!("<p class=\"notice\">{}</p>\n", escaped(words))),
            Block::Facts(facts) => self.facts(facts),
            Block::Steps(steps) => self.steps(steps),
            Block::Table(table) => self.table(&super::printed(table)),
            Block::Bars(bars) => {
                let number = self.drawing();
                self.out.push_str(&svg::bars(bars, number));
            }
            Block::Curve(curve) => {
                let number = self.drawing();
                self.out.push_str(&svg::curve(curve, number, &self.document.words));
            }
            Block::Gantt(gantt) => {
                let number = self.drawing();
                self.out.push_str(&svg::gantt(gantt, number, &self.document.words));
            }
        }
    }

    fn drawing(&mut self) -> usize {
        self.drawings += 1;
        self.drawings
    }

    fn facts(&mut self, facts: &[Fact]) {
        self.out.push_str("<dl class=\"facts\">\n");
        for fact in facts {
            let value = if fact.value == Value::Empty { "—".to_owned() } else { self.shown(&fact.value) };
            let (label, class, entry) = (escaped(&fact.label), class(fact.tone), entry(&fact.sources));
            let long = if matches!(fact.value, Value::Text(_)) { " words" } else { "" };
            self.put(format_args!(
                "<div class=\"fact {class}{long}\"><dt>{label}</dt><dd>{value}{entry}</dd></div>\n"
            ));
        }
        self.out.push_str("</dl>\n");
    }

    fn steps(&mut self, steps: &Steps) {
        self.put(format_args!("<h3>{}</h3>\n<ol class=\"steps\">\n", escaped(&steps.title)));
        for step in &steps.steps {
            let now = if step.tone == Tone::Due { " aria-current=\"step\"" } else { "" };
            let note = if step.note.is_empty() {
                step.state.clone()
            } else {
                format!("{}, {}", step.state, step.note)
            };
            self.put(format_args!(
                "<li class=\"{}\"{now}><span class=\"stage\">{}</span> <span class=\"note\">— {}</span>{}</li>\n",
                class(step.tone),
                escaped(&step.title),
                escaped(&note),
                entry(step.source.as_slice()),
            ));
        }
        self.out.push_str("</ol>\n");
    }

    fn table(&mut self, table: &Table) {
        if table.rows.is_empty() {
            if !table.title.is_empty() {
                self.put(format_args!("<h3>{}</h3>\n", escaped(&table.title)));
            }
            self.put(format_args!("<p class=\"notice\">{}</p>\n", escaped(&table.empty)));
            return;
        }
        let title = if table.title.is_empty() { &self.document.title } else { &table.title };
        let hidden = if table.title.is_empty() { " class=\"hidden\"" } else { "" };
        let label = escaped(title);
        let many = match table.columns.len() {
            columns if columns > MANY => " many",
            columns if columns > SEVERAL => " several",
            _ => "",
        };
        self.put(format_args!(
            "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{label}\">\n\
             <table class=\"t-{}{many}\">\n<caption{hidden}>{label}</caption>\n<colgroup>",
            table.id
        ));
        let all: u32 = table.columns.iter().map(|column| u32::from(column.width)).sum::<u32>()
            + if table.traced { ENTRY_WIDTH } else { 0 };
        for column in &table.columns {
            let width = f64::from(column.width) * 100.0 / f64::from(all.max(1));
            self.put(format_args!("<col style=\"width:{width:.1}%\">"));
        }
        self.out.push_str(if table.traced { "<col>" } else { "" });
        self.out.push_str("</colgroup>\n<thead><tr>");
        for column in &table.columns {
            self.put(format_args!("<th scope=\"col\">{}</th>", escaped(&column.title)));
        }
        if table.traced {
            let entry = escaped(&self.document.words.entry);
            self.put(format_args!("<th scope=\"col\" class=\"entry\">{entry}</th>"));
        }
        self.out.push_str("</tr></thead>\n<tbody>\n");
        for row in &table.rows {
            self.row(table, row);
        }
        self.out.push_str("</tbody>\n</table>\n</div>\n");
    }

    fn row(&mut self, table: &Table, row: &Row) {
        let span = table.columns.len() + usize::from(table.traced);
        if row.kind == RowKind::Section {
            let cells: Vec<String> = row.cells.iter().map(|cell| self.shown(&cell.value)).collect();
            let words = cells.join(" ");
            self.put(format_args!(
                "<tr class=\"section\"><th colspan=\"{span}\" scope=\"rowgroup\">{}</th></tr>\n",
                words.trim()
            ));
            return;
        }
        self.out.push_str(if row.kind == RowKind::Total { "<tr class=\"total\">" } else { "<tr>" });
        for (index, cell) in row.cells.iter().enumerate() {
            self.cell(cell, index == 0);
        }
        if table.traced {
            self.put(format_args!("<td class=\"entry\">{}</td>", escaped(&text::entries(&row.sources))));
        }
        self.out.push_str("</tr>\n");
    }

    fn cell(&mut self, cell: &Cell, first: bool) {
        let value = self.shown(&cell.value);
        let number = matches!(cell.value, Value::Count(_) | Value::Number(_) | Value::Share(..));
        let mut classes = Vec::new();
        classes.extend((cell.tone != Tone::Plain).then(|| class(cell.tone)));
        classes.extend(number.then_some("number"));
        classes.extend(matches!(cell.value, Value::Day(_)).then_some("day"));
        let classes =
            if classes.is_empty() { String::new() } else { format!(" class=\"{}\"", classes.join(" ")) };
        match first && !value.is_empty() {
            true => self.put(format_args!("<th scope=\"row\"{classes}>{value}</th>")),
            false => self.put(format_args!("<td{classes}>{value}</td>")),
        }
    }

    fn shown(&self, value: &Value) -> String {
        escaped(&text::shown(value, self.document.lang)).replace('\n', "<br>")
    }
}

/// With more columns than this a table is printed small.
const MANY: usize = 10;

/// With more columns than this a table is wider than a narrow screen.
const SEVERAL: usize = 3;

/// The width of the column with entries, beside the widths that tables give theirs.
const ENTRY_WIDTH: u32 = 16;

fn entry(sources: &[Source]) -> String {
    if sources.is_empty() {
        return String::new();
    }
    format!(" <span class=\"entry\">{}</span>", escaped(&text::entries(sources)))
}
