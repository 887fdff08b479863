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
    pieces(text, |piece| {
        if let Piece::Token(token) = piece {
            found.push(token);
        }
    });
    found
}

/// A comment that nothing closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Open {
    /// The byte it begins at.
    pub start: usize,
    /// The line of the first comment opened within it, from 1: comments nest.
    pub within: Option<usize>,
}

/// The line and the character of a byte of `text`, from 1.
pub fn place(text: &str, byte: usize) -> (usize, usize) {
    let before = &text[..byte];
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (before.matches('\n').count() + 1, column)
}

/// The comment that is open where `text` ends: Rhai takes the rest of the file for it and says nothing.
pub fn open_comment(text: &str) -> Option<Open> {
    let mut found = None;
    pieces(text, |piece| {
        if let Piece::Comment { start, closed: false, within, .. } = piece {
            found = Some(Open { start, within: within.map(|at| place(text, start + at).0) });
        }
    });
    found
}

/// The comments of `text`: the byte each begins at, and all of it.
pub fn comments(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    pieces(text, |piece| {
        if let Piece::Comment { start, body, .. } = piece {
            found.push((start, body));
        }
    });
    found
}

/// A piece of a script that is no space.
enum Piece<'a> {
    Token(Token<'a>),
    /// A comment; `within` is the byte of it at which another begins.
    Comment {
        start: usize,
        body: &'a str,
        closed: bool,
        within: Option<usize>,
    },
}

fn pieces<'a>(text: &'a str, mut each: impl FnMut(Piece<'a>)) {
    let (mut at, mut line) = (0, 1);
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let length = if first.is_whitespace() {
            first.len_utf8()
        } else if rest.starts_with("//") {
            let length = rest.find('\n').unwrap_or(rest.len());
            each(Piece::Comment { start: at, body: &rest[..length], closed: true, within: None });
            length
        } else if rest.starts_with("/*") {
            let (length, closed, within) = comment(rest);
            each(Piece::Comment { start: at, body: &rest[..length], closed, within });
            length
        } else {
            let (sort, length) = token(rest, first);
            each(Piece::Token(Token { sort, text: &rest[..length], start: at, line }));
            length
        };
        line += rest[..length].matches('\n').count();
        at += length;
    }
}

fn token(rest: &str, first: char) -> (Sort, usize) {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    match first {
        '"' | '\'' => (Sort::Literal, quoted(rest, first)),
        '`' => (Sort::Literal, interpolated(rest, 0)),
        '#' if raw(rest).is_some() => (Sort::Literal, raw(rest).unwrap_or(1)),
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

/// The length of a comment, whether it is closed, and the byte of the first one in it: they nest.
fn comment(rest: &str) -> (usize, bool, Option<usize>) {
    let (mut depth, mut at, mut within) = (0_usize, 0, None);
    while at < rest.len() {
        if rest[at..].starts_with("/*") {
            if depth == 1 {
                within = within.or(Some(at));
            }
            depth += 1;
            at += 2;
        } else if rest[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return (at, true, within);
            }
        } else {
            at += rest[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    (rest.len(), false, within)
}

/// The length of a text in `#"…"#`, whose marks may be several.
fn raw(rest: &str) -> Option<usize> {
    let marks = rest.len() - rest.trim_start_matches('#').len();
    let inside = rest[marks..].strip_prefix('"')?;
    let end = format!("\"{}", &rest[..marks]);
    Some(inside.find(&end).map_or(rest.len(), |at| marks + 1 + at + end.len()))
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

/// How deep texts in texts are looked into; Rhai refuses less.
const DEEPEST: usize = 200;

/// `` `text ${expression} text` ``, where the expression may hold texts and braces of its own.
fn interpolated(rest: &str, depth: usize) -> usize {
    let mut at = 1;
    while at < rest.len() && depth < DEEPEST {
        if rest[at..].starts_with('`') {
            return at + 1;
        }
        if rest[at..].starts_with("${") {
            at += 2 + braces(&rest[at + 2..], depth);
        } else {
            at += rest[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

/// The bytes up to and with the brace that closes one opened before.
fn braces(rest: &str, deep: usize) -> usize {
    let (mut depth, mut at) = (1_usize, 0);
    while let Some(c) = rest[at..].chars().next() {
        at += match c {
            '"' | '\'' => quoted(&rest[at..], c),
            '`' => interpolated(&rest[at..], deep + 1),
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
    use super::{open_comment, tokens};

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

    #[test]
    fn a_comment_that_nothing_closes_is_found() {
        for (text, start, within) in [
            ("a /* б", Some(2), None),
            ("/* а /* б */\nв", Some(0), Some(1)),
            ("/* а\n/* б */ */ /* в", Some(18), None),
            ("\"/*\" + '/' // /*", None, None),
            ("#\"/*\"# + ##\"/*\"#\"##", None, None),
            ("`/* ${ \"}`\" } */`", None, None),
            ("`${ \"а\" /* б } в`", None, None),
            ("/* а */ `б`", None, None),
        ] {
            let found = open_comment(text);
            assert_eq!(found.map(|open| open.start), start, "{text}");
            assert_eq!(found.and_then(|open| open.within), within, "{text}");
        }
    }

    #[test]
    fn texts_in_texts_without_end_do_not_exhaust_the_stack() {
        assert_eq!(tokens(&"`${".repeat(80_000)).len(), 1);
    }
}
