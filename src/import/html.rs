//! Web pages: every table, also an inner one; what stands between tables are paragraphs.

use ego_tree::iter::Edge;
use scraper::{Html, Node, node::Element};
use vekha_core::table::Document;

use super::builder::{Builder, Spread};
use super::clean::tidy;
use super::error::Trouble;
use super::limits;

/// Elements whose text nobody sees.
const SILENT: [&str; 6] = ["script", "style", "head", "template", "noscript", "select"];
/// Elements that begin and end a line.
const BLOCKS: [&str; 19] = [
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "ul",
    "ol",
    "section",
    "article",
    "header",
    "footer",
    "blockquote",
    "pre",
    "address",
    "center",
];

/// Reads the page.
///
/// # Errors
/// The limits.
pub fn read(text: &str) -> Result<Document, Trouble> {
    let page = Html::parse_document(text);
    let mut builder = Builder::default();
    let mut depth = 0_usize;
    let mut silent = 0_usize;
    for edge in page.root_element().traverse() {
        match edge {
            Edge::Open(node) => {
                depth += 1;
                if depth > 16 * limits::DEPTH {
                    return Err(Trouble::TooDeep { part: "html".into() });
                }
                match node.value() {
                    Node::Element(element) if silent > 0 || is_silent(element) || is_mark(&node) => {
                        silent += 1
                    }
                    Node::Element(element) => open(&mut builder, element)?,
                    // Line breaks of the source are blanks.
                    Node::Text(text) if silent == 0 => {
                        builder.text(&text.replace(['\n', '\r', '\t'], " "))?
                    }
                    _ => {}
                }
            }
            Edge::Close(node) => {
                depth -= 1;
                match node.value() {
                    Node::Element(_) if silent > 0 => silent -= 1,
                    Node::Element(element) => close(&mut builder, element)?,
                    _ => {}
                }
            }
        }
    }
    let mut document = builder.finish()?;
    document.margins.extend(window_title(&page));
    Ok(document)
}

/// The title that a window shows.
fn window_title(page: &Html) -> Option<String> {
    let is = |node: &ego_tree::NodeRef<'_, Node>, name: &str| {
        node.value().as_element().is_some_and(|element| element.name() == name)
    };
    let head = page.root_element().children().find(|node| is(node, "head"))?;
    let title = head.children().find(|node| is(node, "title"))?;
    let text: String =
        title.children().filter_map(|node| Some(node.value().as_text()?.to_string())).collect();
    let text = tidy(&text.replace(['\n', '\r', '\t'], " "));
    (!text.is_empty() && text.chars().count() <= limits::CELL_CHARS).then_some(text)
}

/// Whether nobody sees what is inside.
fn is_silent(element: &Element) -> bool {
    let hidden = element.attr("hidden").is_some()
        || element.attr("style").is_some_and(|style| style.replace(' ', "").contains("display:none"));
    hidden || SILENT.contains(&element.name())
}

/// Whether this is the raised mark of a footnote: `<sup>1</sup>`. An hour's minutes have two digits.
fn is_mark(node: &ego_tree::NodeRef<'_, Node>) -> bool {
    let raised = node.value().as_element().is_some_and(|element| element.name() == "sup");
    let text = || {
        let texts =
            node.descendants().filter_map(|inner| inner.value().as_text().map(|text| text.to_string()));
        texts.collect::<String>()
    };
    raised
        && matches!(
            text().trim().trim_end_matches(')'),
            "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "*" | "**"
        )
}

fn open(builder: &mut Builder, element: &Element) -> Result<(), Trouble> {
    let count = |name: &str, most: usize| {
        element.attr(name).and_then(|value| value.trim().parse::<usize>().ok()).unwrap_or(1).clamp(1, most)
    };
    match element.name() {
        "table" => builder.open_table(""),
        "tr" => builder.open_row(None, 0),
        "td" | "th" => {
            // The bounds are those of the HTML standard.
            let spread = Spread {
                columns: count("colspan", 1000).min(limits::COLUMNS),
                rows: count("rowspan", 65534),
                covered: false,
            };
            builder.open_cell(spread, true)
        }
        "br" => builder.line_break(),
        name if BLOCKS.contains(&name) => builder.paragraph_end(),
        _ => Ok(()),
    }
}

fn close(builder: &mut Builder, element: &Element) -> Result<(), Trouble> {
    match element.name() {
        "table" => builder.close_table(),
        "tr" => builder.close_row(),
        "td" | "th" => builder.close_cell(),
        name if BLOCKS.contains(&name) => builder.paragraph_end(),
        _ => Ok(()),
    }
}
