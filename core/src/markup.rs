//! Text within html and svg, and how much room text takes.

use alloc::string::String;

/// Text as it may stand between tags and in an attribute: nothing in it is markup, and no character is one that a page
/// may not hold.
///
/// ```
/// assert_eq!(vekha_core::markup::escaped("<a href='x'>&\u{1}"), "&lt;a href=&#39;x&#39;&gt;&amp; ");
/// ```
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if (c.is_control() && !matches!(c, '\n' | '\t')) || matches!(c, '\u{fffe}' | '\u{ffff}') => {
                out.push(' ');
            }
            c => out.push(c),
        }
    }
    out
}

/// How many lines a paragraph takes in a column of so many characters. Lines end at blanks and after hyphens; what is
/// longer than a line is broken.
///
/// ```
/// # use vekha_core::markup::wrapped;
/// for (text, lines) in [("", 1), ("а б в", 1), ("аааа бббб", 2), ("аа-бб вв", 2), ("ааа-ббб ввв", 3), ("ааааа ббббб ввввв", 3), ("ааааааааааа", 3), ("ааааа", 1)] {
///     assert_eq!(wrapped(text, 5), lines, "{text}");
/// }
/// ```
pub fn wrapped(text: &str, columns: usize) -> usize {
    let columns = columns.max(1);
    let (mut lines, mut used) = (1, 0);
    let words = text.split_whitespace().flat_map(|word| {
        word.split_inclusive('-').enumerate().map(|(at, part)| (usize::from(at == 0), part.chars().count()))
    });
    for (blank, length) in words {
        if used > 0 && used + blank + length > columns {
            lines += 1;
            used = 0;
        }
        used += length + if used > 0 { blank } else { 0 };
        lines += used.saturating_sub(1) / columns;
        used = if used > columns { used % columns } else { used };
    }
    lines
}
