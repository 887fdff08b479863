//! A line of a file with a caret under the place that is wrong.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::lang::Lang;

/// The line of `source` in which `span` (bytes) begins, with a caret under the span and `text` above it.
pub fn excerpt(
    path: &str,
    source: &str,
    span: Range<usize>,
    text: &str,
    lang: Lang,
    coloured: bool,
) -> String {
    let mut at = span.start.min(source.len());
    while !source.is_char_boundary(at) {
        at -= 1;
    }
    let start = source[..at].rfind('\n').map_or(0, |before| before + 1);
    let end = source[at..].find('\n').map_or(source.len(), |after| at + after);
    let mut last = span.end.clamp(at, end);
    while !source.is_char_boundary(last) {
        last += 1;
    }
    let snippet = Snippet::source(&source[start..end])
        .path(path.to_owned())
        .line_start(source[..start].matches('\n').count() + 1)
        .annotation(AnnotationKind::Primary.span(at - start..last - start));
    let title = Level::ERROR.with_name(lang.word("workflow-error")).primary_title(text);
    let renderer = if coloured { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&[Group::with_title(title).element(snippet)])
}

/// The bytes of the place at a line and a column (characters), both from 1, up to the end of the word there.
pub fn place(source: &str, line: usize, column: usize) -> Range<usize> {
    let start: usize = source.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = source[start..].lines().next().unwrap_or_default();
    let before: usize = rest.chars().take(column.saturating_sub(1)).map(char::len_utf8).sum();
    let word = rest[before..].find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len() - before);
    start + before..start + before + word.max(1).min(rest.len() - before)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_is_shown_with_a_caret_under_the_place() {
        let source = "имя = 1\nключ = 2 # пояснение\n";
        let said = excerpt("a.toml", source, place(source, 2, 1), "плохо", Lang::Ru, false);
        for part in ["плохо", "a.toml:2:1", "2 | ключ = 2", "^^^^"] {
            assert!(said.contains(part), "no `{part}` in\n{said}");
        }
    }

    #[test]
    fn a_place_past_the_end_is_the_end() {
        for (source, line, column) in [("", 1, 1), ("a = 1", 9, 9), ("a\n", 2, 1), ("я", 1, 2)] {
            excerpt("a.toml", source, place(source, line, column), "x", Lang::En, false);
        }
        excerpt("a.toml", "я", 1..1, "x", Lang::En, false);
    }
}
