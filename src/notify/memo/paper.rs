//! Memos on paper: a page for each person, as html and as a Word document.

use chrono::NaiveDate;
use docx_rs::{
    BreakType, Docx, LineSpacing, PageMargin, Paragraph, Run, RunFonts, Shading, Table, TableCell,
    TableLayoutType, TableRow, WidthType,
};
use vekha_core::markup::{escaped, wrapped};

use super::{Item, Memo, Page};
use crate::lang::Lang;

/// The room for tables on a page, in tenths of a line.
const ROOM: usize = 430;
/// What a heading with the row of columns takes, and what a row takes besides its lines.
const HEADING: usize = 28;
const ROW: usize = 4;
/// How many characters of a title and of its evidence stand in a line.
const COLUMNS: (usize, usize) = (36, 19);
/// The widths of columns on an upright A4 page, in twentieths of a point.
const WIDTHS: [usize; 4] = [850, 4_650, 1_600, 2_500];

const HEADS: [&str; 4] = ["memo-no", "memo-task", "memo-term", "memo-evidence"];
const STYLE: &str = include_str!("memo.css");

/// A table of a page: what fits, and how many more there are.
struct Section<'p> {
    heading: String,
    items: &'p [Item],
    more: usize,
}

/// The room that an item takes. A late term has its days in a second line.
fn room(item: &Item) -> usize {
    let lines = wrapped(&item.title, COLUMNS.0).max(wrapped(&item.evidence, COLUMNS.1));
    lines.max(1 + usize::from(item.late > 0)) * 10 + ROW
}

/// The tables of a page as far as they fit on it: the first of each, then what is due this week, what is late, and what
/// comes next. What does not fit is counted.
fn sections(page: &Page, lang: Lang) -> Vec<Section<'_>> {
    let lists = [&page.due, &page.late, &page.next];
    let first = |list: &&Vec<Item>| list.first().map(|item| HEADING + room(item));
    let mut left = ROOM.saturating_sub(lists.iter().filter_map(first).sum());
    let kept = lists.map(|list| {
        let fits = |item: &&Item| {
            let wanted = room(item);
            let fits = wanted <= left;
            left -= if fits { wanted } else { 0 };
            fits
        };
        let more = list.iter().skip(1).take_while(fits).count();
        list.len().min(1 + more)
    });
    let [due, late, next] = kept;
    let lists =
        [("memo-late", &page.late, late), ("memo-due", &page.due, due), ("memo-next", &page.next, next)];
    let made = lists.into_iter().filter(|(_, list, _)| !list.is_empty());
    made.map(|(id, list, kept)| Section {
        heading: lang.word(id),
        items: &list[..kept],
        more: list.len() - kept,
    })
    .collect()
}

fn day(date: NaiveDate) -> String {
    date.format("%d.%m.%Y").to_string()
}

fn term(item: &Item, lang: Lang) -> String {
    match item.late {
        0 => day(item.to),
        days => format!("{} ({})", day(item.to), lang.say("memo-days-late", &[("days", days.into())])),
    }
}

impl Memo {
    fn week(&self, lang: Lang) -> String {
        lang.say("memo-week", &[("from", day(self.from).into()), ("to", day(self.to).into())])
    }

    /// One file that prints one page for each person and needs no network.
    pub fn html(&self, lang: Lang) -> String {
        let code = lang.code();
        let title = escaped(&lang.word("memo-title"));
        let mut html = format!(
            "<!DOCTYPE html>\n<html lang=\"{code}\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
             <title>{title}</title><style>{STYLE}</style></head><body><main>\n"
        );
        for page in &self.pages {
            html += &format!(
                "<section><p class=\"school\">{}</p><h1>{title}</h1><p class=\"week\">{}</p>\
                 <h2 class=\"name\">{}</h2>\n",
                escaped(&self.school),
                escaped(&self.week(lang)),
                escaped(&page.name)
            );
            for section in sections(page, lang) {
                html += &table(&section, lang);
            }
            html += &format!("<p class=\"foot\">{}</p></section>\n", escaped(&lang.word("memo-foot")));
        }
        html + "</main></body></html>\n"
    }

    /// The same as a document that a school may edit.
    pub fn docx(&self, lang: Lang) -> Vec<u8> {
        let fonts = RunFonts::new().ascii("Times New Roman").hi_ansi("Times New Roman").cs("Times New Roman");
        let margin = PageMargin::new().top(850).bottom(700).left(1_300).right(1_000);
        let mut docx =
            Docx::new().default_fonts(fonts).default_size(22).page_size(11_906, 16_838).page_margin(margin);
        for (no, page) in self.pages.iter().enumerate() {
            let mut head = Run::new().add_text(&self.school).size(20).color("51565C");
            if no > 0 {
                head = Run::new().add_break(BreakType::Page).add_text(&self.school).size(20).color("51565C");
            }
            docx = docx
                .add_paragraph(close(Paragraph::new().add_run(head)))
                .add_paragraph(text(&lang.word("memo-title"), 32, true))
                .add_paragraph(text(&self.week(lang), 22, false))
                .add_paragraph(text(&page.name, 26, true));
            for section in sections(page, lang) {
                let spaced = LineSpacing::new().before(140).after(60);
                let heading = Paragraph::new().add_run(Run::new().add_text(&section.heading).size(24).bold());
                docx = docx.add_paragraph(heading.line_spacing(spaced).keep_next(true));
                docx = docx.add_table(grid(&section, lang));
                if section.more > 0 {
                    docx = docx.add_paragraph(text(&more(&section, lang), 20, false));
                }
            }
            let foot = Run::new().add_text(lang.word("memo-foot")).size(18).color("51565C");
            let spaced = LineSpacing::new().before(160).after(0);
            docx = docx.add_paragraph(Paragraph::new().add_run(foot).line_spacing(spaced));
        }
        let mut bytes = std::io::Cursor::new(Vec::new());
        // Written to memory: there is nothing that could fail.
        let _ = docx.build().pack(&mut bytes);
        bytes.into_inner()
    }
}

fn more(section: &Section<'_>, lang: Lang) -> String {
    lang.say("memo-more", &[("count", section.more.into())])
}

fn table(section: &Section<'_>, lang: Lang) -> String {
    let mut html = format!("<table><caption>{}</caption><thead><tr>", escaped(&section.heading));
    for id in HEADS {
        html += &format!("<th scope=\"col\">{}</th>", escaped(&lang.word(id)));
    }
    html += "</tr></thead><tbody>\n";
    // On a narrow screen a row is a card, whose lines say what they are.
    let [_, _, by, evidence] = HEADS.map(|id| escaped(&lang.word(id)));
    for item in section.items {
        html += &format!(
            "<tr><td>{}</td><td>{}</td><td data-head=\"{by}\">{}</td><td data-head=\"{evidence}\">{}</td></tr>\n",
            escaped(&item.number),
            escaped(&item.title),
            escaped(&term(item, lang)),
            escaped(&item.evidence)
        );
    }
    html += "</tbody></table>\n";
    if section.more > 0 {
        html += &format!("<p class=\"more\">{}</p>\n", escaped(&more(section, lang)));
    }
    html
}

fn close(paragraph: Paragraph) -> Paragraph {
    paragraph.line_spacing(LineSpacing::new().before(0).after(40))
}

fn text(words: &str, size: usize, bold: bool) -> Paragraph {
    let run = Run::new().add_text(words).size(size);
    close(Paragraph::new().add_run(if bold { run.bold() } else { run }))
}

fn grid(section: &Section<'_>, lang: Lang) -> Table {
    let cell = |words: &str, width: usize, head: bool| {
        let cell = TableCell::new().width(width, WidthType::Dxa).add_paragraph(text(words, 20, head));
        if head { cell.shading(Shading::new().fill("E8ECF0")) } else { cell }
    };
    let heads = HEADS.iter().zip(WIDTHS).map(|(id, width)| cell(&lang.word(id), width, true));
    let mut rows = vec![TableRow::new(heads.collect()).cant_split()];
    for item in section.items {
        let texts = [item.number.clone(), item.title.clone(), term(item, lang), item.evidence.clone()];
        let cells = texts.iter().zip(WIDTHS).map(|(words, width)| cell(words, width, false));
        rows.push(TableRow::new(cells.collect()).cant_split());
    }
    Table::new(rows)
        .set_grid(WIDTHS.to_vec())
        .layout(TableLayoutType::Fixed)
        .width(WIDTHS.iter().sum(), WidthType::Dxa)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(no: usize, title: usize) -> Item {
        let to = "2023-10-05".parse().unwrap();
        Item {
            id: no.to_string(),
            number: no.to_string(),
            title: "т".repeat(title),
            to,
            late: 0,
            evidence: "приказ".into(),
        }
    }

    /// How many items of each table stand on the page, and how many more there are.
    fn check(late: usize, due: usize, next: usize, expected: &[(usize, usize)]) {
        let list = |count: usize| (0..count).map(|no| item(no, 100)).collect::<Vec<_>>();
        let page = Page { late: list(late), due: list(due), next: list(next), ..Page::default() };
        let found: Vec<_> =
            sections(&page, Lang::Ru).iter().map(|section| (section.items.len(), section.more)).collect();
        assert_eq!(found, expected, "{late} {due} {next}");
    }

    #[test]
    fn a_page_holds_what_fits_this_week_first_and_counts_the_rest() {
        check(0, 0, 0, &[]);
        check(2, 3, 4, &[(2, 0), (3, 0), (4, 0)]);
        check(20, 3, 4, &[(6, 14), (3, 0), (1, 3)]);
        check(0, 0, 40, &[(11, 29)]);
        check(40, 40, 40, &[(1, 39), (8, 32), (1, 39)]);
    }
}
