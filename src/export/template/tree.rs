//! XML as a tree that can be changed and written back: what is not touched comes out as it came in.

use quick_xml::events::{BytesStart, BytesText, Event};
use quick_xml::{Reader, Writer};

/// How deep elements may stand in each other; real documents stay below a hundred.
const DEPTH: usize = 256;

/// A part of a tree.
#[derive(Clone, Debug)]
pub enum Node {
    /// An element with what is in it.
    Element(Element),
    /// Text, its entities resolved.
    Text(String),
    /// Declarations, comments and instructions.
    Other(Event<'static>),
}

/// An element.
#[derive(Clone, Debug)]
pub struct Element {
    /// Its name without the prefix.
    pub name: String,
    start: BytesStart<'static>,
    /// What is in it.
    pub children: Vec<Node>,
}

impl Element {
    /// Keeps the blanks at the ends of its text.
    pub fn preserve_space(&mut self) {
        let known = self.start.attributes().flatten().any(|found| found.key.as_ref() == "xml:space");
        if !known {
            self.start.push_attribute(("xml:space", "preserve"));
        }
    }

    /// The text that stands directly in it.
    pub fn text(&self) -> String {
        let texts = self.children.iter().filter_map(|node| match node {
            Node::Text(text) => Some(text.as_str()),
            _ => None,
        });
        texts.collect()
    }
}

/// The nodes of a document.
///
/// # Errors
/// What is wrong with the XML; a document type, and more depth than a document needs.
pub fn parse(text: &str) -> Result<Vec<Node>, String> {
    let mut reader = Reader::from_str(text.trim_start_matches('\u{FEFF}'));
    let mut open: Vec<Element> = Vec::new();
    let mut top = Vec::new();
    loop {
        let event = reader.read_event().map_err(|error| error.to_string())?;
        let node = match event {
            Event::Start(start) => {
                if open.len() >= DEPTH {
                    return Err("elements stand too deep in each other".into());
                }
                open.push(element(start));
                continue;
            }
            Event::Empty(start) => Node::Element(element(start)),
            Event::End(_) => match open.pop() {
                Some(element) => Node::Element(element),
                None => return Err("an element ends that never began".into()),
            },
            Event::Text(text) => Node::Text(text.xml10_content().into_owned()),
            Event::CData(text) => Node::Text(text.xml10_content().into_owned()),
            Event::GeneralRef(reference) => {
                let name = reference.xml10_content();
                let resolved = match reference.resolve_char_ref() {
                    Ok(Some(c)) => c.to_string(),
                    _ => quick_xml::escape::resolve_predefined_entity(&name).unwrap_or_default().to_owned(),
                };
                Node::Text(resolved)
            }
            Event::DocType(_) => return Err("a document type is not read".into()),
            Event::Eof if open.is_empty() => return Ok(top),
            Event::Eof => return Err("the text ends inside an element".into()),
            other => Node::Other(other.into_owned()),
        };
        open.last_mut().map_or(&mut top, |element| &mut element.children).push(node);
    }
}

fn element(start: BytesStart<'_>) -> Element {
    let name = start.local_name().as_ref().to_owned();
    Element { name, start: start.into_owned(), children: Vec::new() }
}

/// The document again.
///
/// # Errors
/// None that a vector makes.
pub fn write(nodes: &[Node]) -> Result<Vec<u8>, String> {
    let mut writer = Writer::new(Vec::new());
    write_all(nodes, &mut writer).map_err(|error| error.to_string())?;
    Ok(writer.into_inner())
}

fn write_all(nodes: &[Node], writer: &mut Writer<Vec<u8>>) -> std::io::Result<()> {
    for node in nodes {
        match node {
            Node::Element(element) if element.children.is_empty() => {
                writer.write_event(Event::Empty(element.start.borrow()))?;
            }
            Node::Element(element) => {
                writer.write_event(Event::Start(element.start.borrow()))?;
                write_all(&element.children, writer)?;
                writer.write_event(Event::End(element.start.to_end()))?;
            }
            Node::Text(text) => writer.write_event(Event::Text(BytesText::new(text)))?,
            Node::Other(event) => writer.write_event(event.borrow())?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_touched_comes_out_as_it_came_in() {
        let text = "<?xml version=\"1.0\"?><w:p xmlns:w=\"x\" w:a=\"1 &amp; 2\"><!-- c --><w:t>a &amp; б</w:t><w:br/></w:p>";
        assert_eq!(String::from_utf8(write(&parse(text).unwrap()).unwrap()).unwrap(), text);
    }

    #[test]
    fn broken_and_hostile_xml_is_refused() {
        let deep = "<a>".repeat(DEPTH + 1);
        for text in ["<a>", "</a>", "<a></b>", "<!DOCTYPE a [<!ENTITY b 'c'>]><a/>", &deep] {
            assert!(parse(text).is_err(), "{}", &text[..text.len().min(40)]);
        }
    }
}
