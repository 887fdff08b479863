//! A script's words and signs with their places: enough to find where statements begin and end.
//!
//! Rhai's own tokenizer needs its parser to get past an interpolated text; here such a text is one token.

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A name or keyword.
    Word,
    /// A number, text or character.
    Literal,
    /// Anything else.
    Sign,
}

/// A token: its sort, bytes and line (from 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token<'a> {
    /// What it is.
    pub sort: Sort,
    /// Its text.
    pub text: &'a str,
    /// Its first byte.
    pub start: usize,
    /// The line it begins on.
    pub line: usize,
}

impl Token<'_> {
    /// The byte after it.
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Whether it is this word or sign.
    pub fn is(&self, text: &str) -> bool {
        self.sort != Sort::Literal && self.text == text
    }
}

const SIGNS: [&str; 30] = [
    "..=", "**=", "<<=", ">>=", "===", "!==", "#{", "=>", "==", "!=", "<=", ">=", "+=", "-=", "*=", "/=",
    "%=", "&=", "|=", "^=", "&&", "||", "..", "::", "??", "?.", "?[", "**", "<<", ">>",
];

/// The tokens of `text`, without comments.
pub fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let (mut at, mut line) = (0, 1);
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let length = if first.is_whitespace() {
            first.len_utf8()
        } else if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            comment(rest)
        } else {
            let (sort, length) = token(rest, first);
            found.push(Token { sort, text: &rest[..length], start: at, line });
            length
        };
        line += rest[..length].matches('\n').count();
        at += length;
    }
    found
}

fn token(rest: &str, first: char) -> (Sort, usize) {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    match first {
        '"' | '\'' => (Sort::Literal, quoted(rest, first)),
        '`' => (Sort::Literal, interpolated(rest)),
        '0'..='9' => {
            let end = rest.find(|c: char| !word(c)).unwrap_or(rest.len());
            let fraction = rest[end..].strip_prefix('.').map_or(0, |tail| {
                let digits = tail.find(|c: char| !word(c)).unwrap_or(tail.len());
                if digits > 0 && tail.starts_with(|c: char| c.is_ascii_digit()) { digits + 1 } else { 0 }
            });
            (Sort::Literal, end + fraction)
        }
        c if word(c) => (Sort::Word, rest.find(|c: char| !word(c)).unwrap_or(rest.len())),
        c => {
            let sign = SIGNS.iter().find(|sign| rest.starts_with(**sign));
            (Sort::Sign, sign.map_or(c.len_utf8(), |sign| sign.len()))
        }
    }
}

/// Comments nest.
fn comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < rest.len() {
        if rest[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + c.len_utf8(),
            _ => (),
        }
    }
    rest.len()
}

/// `` `text ${expression} text` ``, where the expression may hold texts and braces of its own.
fn interpolated(rest: &str) -> usize {
    let mut at = 1;
    while at < rest.len() {
        if rest[at..].starts_with('`') {
            return at + 1;
        }
        if rest[at..].starts_with("${") {
            at += 2 + braces(&rest[at + 2..]);
        } else {
            at += rest[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

/// The bytes up to and with the brace that closes one opened before.
fn braces(rest: &str) -> usize {
    let (mut depth, mut at) = (1_usize, 0);
    while let Some(c) = rest[at..].chars().next() {
        at += match c {
            '"' | '\'' => quoted(&rest[at..], c),
            '`' => interpolated(&rest[at..]),
            '{' => {
                depth += 1;
                1
            }
            '}' => {
                depth -= 1;
                if depth == 0 {
                    return at + 1;
                }
                1
            }
            c => c.len_utf8(),
        };
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::tokens;

    #[test]
    fn texts_comments_and_interpolation_are_passed_over() {
        for (text, expected) in [
            ("let x = 1.5; // да", vec!["let", "x", "=", "1.5", ";"]),
            ("a..=3", vec!["a", "..=", "3"]),
            ("[1..2]", vec!["[", "1", "..", "2", "]"]),
            ("\"а;\\\"б\" + 'в'", vec!["\"а;\\\"б\"", "+", "'в'"]),
            ("`а ${ f(`б ${1}`) } в`;", vec!["`а ${ f(`б ${1}`) } в`", ";"]),
            ("/* а /* б */ в */ #{ г: 1 }", vec!["#{", "г", ":", "1", "}"]),
            ("x.len()", vec!["x", ".", "len", "(", ")"]),
        ] {
            let found: Vec<&str> = tokens(text).iter().map(|token| token.text).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn lines_are_counted_within_texts() {
        assert_eq!(tokens("`а\nб`\nв").last().map(|token| token.line), Some(3));
    }
}
