//! Plain text: which kind it is, told by its lines.

use vekha_core::table::{Block, Document};

use super::error::Trouble;
use super::{Carrier, clean, delimited, html, pipes};

/// Reads text of whatever kind.
///
/// # Errors
/// As the readers.
pub fn read(text: &str) -> Result<(Carrier, Document), Trouble> {
    let text = text.trim_start_matches('\u{FEFF}').replace("\r\n", "\n").replace('\r', "\n");
    if looks_like_html(&text) {
        return Ok((Carrier::Html, html::read(&text)?));
    }
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let (mut bars, mut tabs, mut all) = (0_usize, 0_usize, 0_usize);
    for line in lines {
        all += 1;
        bars += usize::from(line.contains(['|', '│', '║', '┃']));
        tabs += usize::from(line.trim_end().contains('\t'));
    }
    if tabs >= 2 && tabs >= bars {
        return Ok((Carrier::Tabs, delimited::read_tabs(&text)?));
    }
    // A bar now and then stands in any text; a table has them in most lines that are no paragraphs.
    if bars >= 2 && bars * 5 >= all {
        return Ok((Carrier::Bars, pipes::read(&text)?));
    }
    if let Some(delimiter) = delimited::delimiter_of(&text) {
        return Ok((Carrier::Csv, delimited::read(&text, delimiter)?));
    }
    if let Some(line) = delimited::hiding_quote(&text) {
        return Err(Trouble::UnclosedQuote { line });
    }
    let blocks = paragraphs(&text).into_iter().map(Block::Paragraph).collect();
    Ok((Carrier::Plain, Document { blocks, ..Document::default() }))
}

fn looks_like_html(text: &str) -> bool {
    let head: String = text.chars().take(65_536).collect::<String>().to_ascii_lowercase();
    let begins = head.trim_start();
    begins.starts_with("<!doctype html")
        || begins.starts_with("<html")
        || head.contains("<table") && head.contains("<td")
}

/// Runs of lines between empty ones, without marks of emphasis and headings.
pub fn paragraphs(text: &str) -> Vec<String> {
    let mut out: Vec<String> = vec![String::new()];
    for line in text.lines() {
        let line = clean::tidy(&clean::without_tags(&unmarked(line)));
        match (line.is_empty(), out.last_mut()) {
            (false, Some(last)) => {
                if !last.is_empty() {
                    last.push('\n');
                }
                last.push_str(&line);
            }
            _ => out.push(String::new()),
        }
    }
    out.retain(|paragraph| !paragraph.is_empty());
    out
}

/// «[журнал](https://…)» is «журнал».
fn without_links(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(middle) = rest.find("](") {
        let (before, after) = (&rest[..middle], &rest[middle + 2..]);
        let (Some(open), Some(close)) = (before.rfind('['), after.find(')')) else { break };
        let image = before[..open].ends_with('!');
        out.push_str(&before[..open - usize::from(image)]);
        out.push_str(&before[open + 1..]);
        rest = &after[close + 1..];
    }
    out + rest
}

/// «*опрос*» is «опрос»; a lone star is the mark of a footnote.
fn without_emphasis(line: &str) -> String {
    let chars: Vec<char> = line.chars().collect();
    let star = |at: usize| chars.get(at) == Some(&'*');
    let free = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_none_or(|c| !c.is_alphanumeric());
    let opens = |at: usize| star(at) && free(at.checked_sub(1)) && !free(Some(at + 1));
    let closes = |at: usize| star(at) && at > 0 && !free(at.checked_sub(1)) && free(Some(at + 1));
    let mut out = String::new();
    let mut at = 0;
    while at < chars.len() {
        let end = if opens(at) { (at + 1..chars.len()).find(|at| closes(*at)) } else { None };
        match end {
            Some(end) => {
                out.extend(&chars[at + 1..end]);
                at = end + 1;
            }
            None => {
                out.push(chars[at]);
                at += 1;
            }
        }
    }
    out
}

/// A line of markdown without what makes it bold, a heading or a quotation.
pub fn unmarked(line: &str) -> String {
    let trimmed = line.trim();
    let heading = trimmed.trim_start_matches('#');
    let line = if heading.len() < trimmed.len() && heading.starts_with(' ') { heading } else { line };
    let mut out =
        without_emphasis(&without_links(&line.replace("**", "").replace("__", "").replace('`', "")));
    for mark in ['|', '*', '_', '#', '[', ']', '(', ')', '.', '-', '<', '>', '\\'] {
        out = out.replace(&format!("\\{mark}"), &mark.to_string());
    }
    for (entity, sign) in [
        ("&nbsp;", " "),
        ("&laquo;", "«"),
        ("&raquo;", "»"),
        ("&amp;", "&"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&mdash;", "—"),
        ("&ndash;", "–"),
    ] {
        if out.contains('&') {
            out = out.replace(entity, sign);
        }
    }
    out
}
