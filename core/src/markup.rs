//! Text within html and svg.

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
