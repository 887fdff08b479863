//! XML as steps in, out and text: no document types, no external entities, a bound on depth.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::error::{Flaw, Trouble};
use super::limits;

/// An element that opens.
#[derive(Debug, Default)]
pub struct Tag {
    /// Its name without the prefix.
    pub name: String,
    /// Its attributes, without prefixes.
    attributes: Vec<(String, String)>,
}

/// One step of the walk.
#[derive(Debug)]
pub enum Step<'a> {
    /// An element opens.
    Open(&'a Tag),
    /// An element of this name closes.
    Close(&'a str),
    /// Text between tags.
    Text(&'a str),
}

impl Tag {
    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The value of an attribute that counts something.
    pub fn count(&self, name: &str) -> Option<usize> {
        self.attribute(name)?.trim().parse().ok()
    }
}

/// Walks through the XML of a part; an element that is empty opens and closes.
///
/// # Errors
/// Broken XML, a document type, too much depth, or what `step` returns.
pub fn walk(
    part: &str,
    text: &str,
    mut step: impl FnMut(Step<'_>) -> Result<(), Trouble>,
) -> Result<(), Trouble> {
    let mut reader = Reader::from_str(text.trim_start_matches('\u{FEFF}'));
    let mut open: Vec<String> = Vec::new();
    loop {
        let event = reader.read_event().map_err(|_| damaged_at(part, &reader))?;
        match event {
            Event::Start(start) => {
                let tag = tag_of(part, &start)?;
                if open.len() >= limits::DEPTH {
                    return Err(Trouble::TooDeep { part: part.to_owned() });
                }
                step(Step::Open(&tag))?;
                open.push(tag.name);
            }
            Event::Empty(start) => {
                let tag = tag_of(part, &start)?;
                step(Step::Open(&tag))?;
                step(Step::Close(&tag.name))?;
            }
            Event::End(_) => {
                if let Some(name) = open.pop() {
                    step(Step::Close(&name))?;
                }
            }
            Event::Text(text) => step(Step::Text(&text.xml10_content()))?,
            Event::CData(text) => step(Step::Text(&text.xml10_content()))?,
            Event::GeneralRef(reference) => {
                let name = reference.xml10_content();
                let resolved = match reference.resolve_char_ref() {
                    Ok(Some(c)) => c.to_string(),
                    _ => quick_xml::escape::resolve_predefined_entity(&name).unwrap_or_default().to_owned(),
                };
                step(Step::Text(&resolved))?;
            }
            Event::DocType(_) => return Err(Trouble::DocType { part: part.to_owned() }),
            Event::Eof if open.is_empty() => return Ok(()),
            Event::Eof => return Err(damaged_at(part, &reader)),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
}

fn damaged_at(part: &str, reader: &Reader<&[u8]>) -> Trouble {
    Trouble::damaged(part, Flaw::Markup(Some(reader.error_position())))
}

fn tag_of(part: &str, start: &BytesStart<'_>) -> Result<Tag, Trouble> {
    let mut tag = Tag { name: start.local_name().as_ref().to_owned(), attributes: Vec::new() };
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|_| Trouble::damaged(part, Flaw::Markup(None)))?;
        let value = attribute
            .normalized_value(XmlVersion::Implicit1_0)
            .map_err(|_| Trouble::damaged(part, Flaw::Markup(None)))?;
        tag.attributes.push((attribute.key.local_name().as_ref().to_owned(), value.into_owned()));
    }
    Ok(tag)
}
