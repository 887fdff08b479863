//! Text of a cell as a person sees it, the same from every carrier.

/// Lines trimmed, blanks run together, invisible characters and empty lines gone; line breaks stay.
pub fn tidy(text: &str) -> String {
    let visible: String = text
        .chars()
        .filter_map(|c| match c {
            '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{202A}'..='\u{202E}' => None,
            '\r' | '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
            '\n' => Some('\n'),
            c if c.is_control() || c.is_whitespace() => Some(' '),
            // A hyphen that does not break is a hyphen.
            '\u{2011}' => Some('-'),
            c => Some(c),
        })
        .collect();
    let lines =
        visible.lines().map(|line| line.split_whitespace().map(unmarked).collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// A word without the raised number of a footnote in it; «м²» is a unit.
fn unmarked(word: &str) -> String {
    let raised = |c: char| matches!(c, '¹' | '²' | '³' | '⁴'..='⁹');
    let long = word.chars().filter(|c| c.is_alphabetic()).count() > 2;
    word.chars().filter(|c| !(long && raised(*c))).collect()
}

/// Text without the tags of HTML that stray into published text; a `<br>` is a line break. Angle brackets that are
/// no tags («< 5») stay.
pub fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        out.push_str(&rest[..start]);
        let tail = &rest[start..];
        match tag_length(tail) {
            Some(length) => {
                let name = tail[1..length - 1].trim_start_matches('/').to_ascii_lowercase();
                let breaks = ["br", "p", "li", "div", "tr"].iter().any(|tag| {
                    name.strip_prefix(tag)
                        .is_some_and(|after| !after.starts_with(|c: char| c.is_alphanumeric()))
                });
                out.push(if breaks { '\n' } else { ' ' });
                rest = &tail[length..];
            }
            None => {
                out.push('<');
                rest = &tail[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// Bytes of the tag that `text` begins with.
fn tag_length(text: &str) -> Option<usize> {
    let name = text[1..].strip_prefix('/').unwrap_or(&text[1..]);
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let end = text.find('>')?;
    (end < 300 && !text[1..end].contains('<')).then_some(end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_and_invisible_characters_go_line_breaks_stay() {
        assert_eq!(tidy(" а\u{a0} б \r\n\r\n в\u{ad}г\u{200b} "), "а б\nвг");
        assert_eq!(tidy("приказа¹, 12 м² и ² сноска"), "приказа, 12 м² и ² сноска");
    }

    #[test]
    fn stray_tags_go_and_comparisons_stay() {
        assert_eq!(tidy(&without_tags("включая: <ul style=\"x\"> - а;<br/>б")), "включая: - а;\nб");
        assert_eq!(without_tags("меньше < 5 и > 3"), "меньше < 5 и > 3");
        assert_eq!(tidy(&without_tags("<b>Раз</b>")), "Раз");
    }
}
