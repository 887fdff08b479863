//! Word documents with placeholders, as a school writes them.
//!
//! | In the document | What becomes of it |
//! |---|---|
//! | `{{ school }}` | the value |
//! | a table row (or a paragraph) with `{{ pair.mentor }}` | one row (paragraph) for each pair |
//! | a paragraph `{{ if ended }}` … a paragraph `{{ end }}` | what stands between, only where the list has something |
//!
//! Word parts a text into runs wherever it likes, also within a placeholder: the runs of a paragraph are read as one
//! text, and a value stands where its placeholder began, in the look of its first sign.

mod tree;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read as _, Write as _};

use tree::{Element, Node};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// Bytes that a part may inflate to.
const PART_BYTES: u64 = 32 << 20;

/// Values by the name of the placeholder.
pub type Values = BTreeMap<&'static str, String>;

/// What a template is filled with.
#[derive(Clone, Debug, Default)]
pub struct Content {
    /// `school`, `date`, …
    pub values: Values,
    /// `pair`, `person`, …: the fields that its items have, and the items.
    pub lists: BTreeMap<&'static str, List>,
}

/// Items that have the same fields.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// What may stand behind the dot.
    pub fields: Vec<&'static str>,
    /// The items in order.
    pub items: Vec<Values>,
}

impl Content {
    /// Every placeholder there is: `school`, `pair.mentor`, …
    pub fn known(&self) -> Vec<String> {
        let of_list = |(name, list): (&&'static str, &List)| {
            list.fields.iter().map(|field| format!("{name}.{field}")).collect::<Vec<_>>()
        };
        let single = self.values.keys().map(ToString::to_string);
        single.chain(self.lists.iter().flat_map(of_list)).collect()
    }

    fn list_of(&self, name: &str) -> Option<&'static str> {
        let (list, _) = name.split_once('.')?;
        self.lists.keys().find(|known| **known == list).copied()
    }
}

/// Why a template cannot be filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is no Word document, or a broken one.
    NotDocx(String),
    /// Something in it means nothing; all of it at once.
    Wrong(Vec<Wrong>),
}

/// Something in a template that means nothing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wrong {
    /// No such placeholder.
    Unknown(String),
    /// `{{` without `}}`: the text of the paragraph.
    Open(String),
    /// `{{ if … }}` without `{{ end }}`, or the other way round: the text of the paragraph.
    Block(String),
    /// A row or paragraph with placeholders of two lists.
    TwoLists(String),
    /// `{{ if … }}` asks for something that is no list.
    NoList(String),
}

/// The document with its placeholders filled.
///
/// # Errors
/// [`Fault::NotDocx`], or everything in it that means nothing.
pub fn fill(docx: &[u8], content: &Content) -> Result<Vec<u8>, Fault> {
    let broken = |error: &dyn ToString| Fault::NotDocx(error.to_string());
    let mut archive = ZipArchive::new(Cursor::new(docx)).map_err(|error| broken(&error))?;
    if archive.index_for_name("[Content_Types].xml").is_none() {
        return Err(Fault::NotDocx("[Content_Types].xml".into()));
    }
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let mut filler = Filler { content, wrong: BTreeSet::new() };
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(|error| broken(&error))?;
        let name = entry.name().map_err(|error| broken(&error))?.into_owned();
        if !holds_text(&name) {
            writer.raw_copy_file(entry).map_err(|error| broken(&error))?;
            continue;
        }
        let mut text = String::new();
        let read = entry.by_ref().take(PART_BYTES + 1).read_to_string(&mut text);
        if read.map_err(|error| broken(&error))? as u64 > PART_BYTES {
            return Err(Fault::NotDocx(name));
        }
        let mut nodes = tree::parse(&text).map_err(|error| Fault::NotDocx(format!("{name}: {error}")))?;
        filler.fill_all(&mut nodes, None);
        let bytes = tree::write(&nodes).map_err(|error| broken(&error))?;
        writer.start_file(name, SimpleFileOptions::default()).map_err(|error| broken(&error))?;
        writer.write_all(&bytes).map_err(|error| broken(&error))?;
    }
    if !filler.wrong.is_empty() {
        return Err(Fault::Wrong(filler.wrong.into_iter().collect()));
    }
    Ok(writer.finish().map_err(|error| broken(&error))?.into_inner())
}

/// The parts of a Word document that people write in.
fn holds_text(part: &str) -> bool {
    let Some(name) = part.strip_prefix("word/").and_then(|name| name.strip_suffix(".xml")) else {
        return false;
    };
    let stems = ["document", "header", "footer", "footnotes", "endnotes"];
    !name.contains('/') && stems.iter().any(|stem| name.starts_with(stem))
}

/// One document at work.
struct Filler<'a> {
    content: &'a Content,
    wrong: BTreeSet<Wrong>,
}

impl Filler<'_> {
    /// Fills the nodes; `item`: what placeholders of its list mean here.
    fn fill_all(&mut self, nodes: &mut Vec<Node>, item: Option<(&str, &Values)>) {
        self.blocks(nodes);
        let mut filled = Vec::with_capacity(nodes.len());
        for mut node in std::mem::take(nodes) {
            let Node::Element(element) = &mut node else {
                filled.push(node);
                continue;
            };
            let repeats = match element.name.as_str() {
                "tr" | "p" if item.is_none() => self.list_in(element),
                _ => None,
            };
            match repeats {
                Some(list) => filled.extend(self.repeated(element, list).into_iter().map(Node::Element)),
                None => {
                    self.fill_one(element, item);
                    filled.push(node);
                }
            }
        }
        *nodes = filled;
    }

    fn fill_one(&mut self, element: &mut Element, item: Option<(&str, &Values)>) {
        // What stands in a paragraph may hold paragraphs of its own: text boxes.
        self.fill_all(&mut element.children, item);
        if element.name == "p" {
            self.paragraph(element, item);
        }
    }

    /// The element once for each item of a list.
    fn repeated(&mut self, element: &Element, list: &'static str) -> Vec<Element> {
        let content = self.content;
        let items = content.lists.get(list).map(|list| list.items.as_slice()).unwrap_or_default();
        let one = |item: &Values| {
            let mut copy = element.clone();
            self.fill_one(&mut copy, Some((list, item)));
            copy
        };
        items.iter().map(one).collect()
    }

    /// The list whose placeholders an element has, where they are of one list.
    fn list_in(&mut self, element: &Element) -> Option<&'static str> {
        let mut paragraphs = Vec::new();
        texts(element, &mut paragraphs);
        let names = paragraphs.iter().flat_map(|text| placeholders(text)).map(|found| found.name);
        let lists: BTreeSet<&'static str> = names.filter_map(|name| self.content.list_of(&name)).collect();
        if lists.len() > 1 {
            self.wrong.insert(Wrong::TwoLists(shortened(&paragraphs.join(" "))));
        }
        lists.into_iter().next()
    }

    /// Keeps or drops what stands between `{{ if … }}` and `{{ end }}`.
    fn blocks(&mut self, nodes: &mut Vec<Node>) {
        let mut kept = Vec::with_capacity(nodes.len());
        let mut open: Vec<(bool, String)> = Vec::new();
        for node in std::mem::take(nodes) {
            match marker(&node) {
                Some(Marker::If(list)) => {
                    let has = self.content.lists.get(list.as_str()).map(|list| !list.items.is_empty());
                    if has.is_none() {
                        self.wrong.insert(Wrong::NoList(list.clone()));
                    }
                    open.push((has.unwrap_or(true), list));
                }
                Some(Marker::End) if open.pop().is_none() => {
                    _ = self.wrong.insert(Wrong::Block("end".into()))
                }
                Some(Marker::End) => {}
                None if open.iter().all(|(keep, _)| *keep) => kept.push(node),
                None => {}
            }
        }
        self.wrong.extend(open.into_iter().map(|(_, list)| Wrong::Block(format!("if {list}"))));
        *nodes = kept;
    }

    /// Puts values in place of the placeholders of a paragraph, whatever runs they are parted into.
    fn paragraph(&mut self, paragraph: &mut Element, item: Option<(&str, &Values)>) {
        let mut pieces = Vec::new();
        runs(paragraph, &mut pieces);
        let text: String = pieces.iter().map(|piece| piece.text()).collect();
        let found = placeholders(&text);
        if text.matches("{{").count() > found.len() {
            self.wrong.insert(Wrong::Open(shortened(&text)));
        }
        if found.is_empty() {
            return;
        }
        let mut cuts: Vec<(std::ops::Range<usize>, String)> = Vec::new();
        for placeholder in found {
            match self.value(&placeholder.name, item) {
                Some(value) => cuts.push((placeholder.range, value)),
                None => _ = self.wrong.insert(Wrong::Unknown(placeholder.name)),
            }
        }
        let mut at = 0;
        for piece in pieces {
            let before = piece.text();
            let after = cut(&before, at, &cuts);
            at += before.len();
            if after != before {
                piece.children = vec![Node::Text(after)];
                piece.preserve_space();
            }
        }
    }

    fn value(&self, name: &str, item: Option<(&str, &Values)>) -> Option<String> {
        if let Some(value) = self.content.values.get(name) {
            return Some(value.clone());
        }
        let (list, field) = name.split_once('.')?;
        let fields = &self.content.lists.get(list)?.fields;
        let (of, values) = item?;
        let value = || values.get(field).cloned().unwrap_or_default();
        (of == list && fields.contains(&field)).then(value)
    }
}

/// What is left of a piece of text that begins at `at` of the whole: the part of each cut that lies in it goes, and
/// the value stands where the cut begins.
fn cut(piece: &str, at: usize, cuts: &[(std::ops::Range<usize>, String)]) -> String {
    let end = at + piece.len();
    let mut left = String::with_capacity(piece.len());
    let mut from = at;
    for (range, value) in cuts.iter().filter(|(range, _)| range.start < end && range.end > at) {
        left.push_str(&piece[from - at..range.start.max(from) - at]);
        if range.start >= at {
            left.push_str(value);
        }
        from = range.end.min(end);
    }
    left.push_str(&piece[from - at..]);
    left
}

/// A placeholder within a text.
struct Placeholder {
    name: String,
    range: std::ops::Range<usize>,
}

fn placeholders(text: &str) -> Vec<Placeholder> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..].find("{{").map(|at| from + at) {
        let Some(end) = text[start..].find("}}").map(|at| start + at) else { break };
        found.push(Placeholder { name: text[start + 2..end].trim().to_owned(), range: start..end + 2 });
        from = end + 2;
    }
    found
}

enum Marker {
    If(String),
    End,
}

/// Whether a node is a paragraph that holds nothing but a marker of a block.
fn marker(node: &Node) -> Option<Marker> {
    let Node::Element(element) = node else { return None };
    if element.name != "p" {
        return None;
    }
    let mut paragraphs = Vec::new();
    texts(element, &mut paragraphs);
    let [text] = paragraphs.as_slice() else { return None };
    let inner = text.trim().strip_prefix("{{")?.strip_suffix("}}")?.trim();
    match inner.split_whitespace().collect::<Vec<_>>()[..] {
        ["if", list] => Some(Marker::If(list.to_owned())),
        ["end"] => Some(Marker::End),
        _ => None,
    }
}

/// The texts of an element's paragraphs, its own first.
fn texts(element: &Element, found: &mut Vec<String>) {
    let mut own = String::new();
    let mut nested = Vec::new();
    gather(element, &mut own, &mut nested);
    if !own.is_empty() {
        found.push(own);
    }
    for paragraph in nested {
        texts(paragraph, found);
    }
}

fn gather<'a>(element: &'a Element, own: &mut String, nested: &mut Vec<&'a Element>) {
    for node in &element.children {
        match node {
            Node::Element(inner) if inner.name == "p" => nested.push(inner),
            Node::Element(inner) if inner.name == "t" => own.push_str(&inner.text()),
            Node::Element(inner) => gather(inner, own, nested),
            _ => {}
        }
    }
}

/// The texts of a paragraph's runs, without those of paragraphs within it.
fn runs<'a>(element: &'a mut Element, found: &mut Vec<&'a mut Element>) {
    for node in &mut element.children {
        let Node::Element(inner) = node else { continue };
        match inner.name.as_str() {
            "p" => {}
            "t" => found.push(inner),
            _ => runs(inner, found),
        }
    }
}

/// The first signs of a paragraph, to find it by.
fn shortened(text: &str) -> String {
    const SHOWN: usize = 60;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}

#[cfg(test)]
mod tests;
