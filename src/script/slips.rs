//! Slips of those who write scripts in Russian, or for the first time: what the parser stumbles over is told by its
//! cause and where that stands. The parser names the first thing that it cannot read, which may be far below.

use super::fault::{Arg, Fault};
use super::scan::{Sort, Token, place, tokens};

/// Words of other languages, and what they are called here.
const WORDS: [(&str, &str); 28] = [
    ("если", "if"),
    ("иначе", "else"),
    ("и", "&&"),
    ("или", "||"),
    ("не", "!"),
    ("вернуть", "return"),
    ("возврат", "return"),
    ("возвратить", "return"),
    ("пусть", "let"),
    ("переменная", "let"),
    ("для", "for"),
    ("пока", "while"),
    ("цикл", "loop"),
    ("функция", "fn"),
    ("в", "in"),
    ("истина", "true"),
    ("да", "true"),
    ("ложь", "false"),
    ("нет", "false"),
    ("and", "&&"),
    ("or", "||"),
    ("not", "!"),
    ("elif", "else if"),
    ("elseif", "else if"),
    ("def", "fn"),
    ("function", "fn"),
    ("var", "let"),
    ("None", "неизвестно()"),
];

/// Quotation marks that end or begin no text here.
const QUOTES: [char; 8] = ['«', '»', '“', '”', '„', '‟', '‘', '’'];

/// What a word of another language is called here.
pub fn meant(word: &str) -> Option<String> {
    WORDS.iter().find(|(other, _)| *other == word).map(|(_, own)| (*own).to_string())
}

/// The fault of a script that does not parse, told by what its author did.
pub fn amended(fault: Fault, text: &str) -> Fault {
    let all = tokens(text);
    let slip = Slip { fault: &fault, text, all: &all, at: byte(&fault, text) };
    slip.quote()
        .or_else(|| slip.comma())
        .or_else(|| slip.word())
        .or_else(|| slip.equals())
        .or_else(|| slip.bracket())
        .or_else(|| slip.end())
        .unwrap_or(fault)
}

/// The byte of a fault's place; none where only the line is known.
fn byte(fault: &Fault, text: &str) -> Option<usize> {
    let at = fault.at.as_ref().filter(|at| at.line > 0 && at.column > 0)?;
    let before: usize = text.split_inclusive('\n').take(at.line - 1).map(str::len).sum();
    let line = text[before..].split('\n').next().unwrap_or_default();
    Some(before + line.char_indices().nth(at.column - 1).map_or(line.len(), |(byte, _)| byte))
}

struct Slip<'a> {
    fault: &'a Fault,
    text: &'a str,
    all: &'a [Token<'a>],
    at: Option<usize>,
}

impl Slip<'_> {
    fn told(&self, code: &str, byte: usize) -> Option<Fault> {
        let (line, column) = place(self.text, byte);
        Some(Fault::new(code).at(&self.fault.at.as_ref()?.file, line, column))
    }

    fn arg(&self, arg: Arg) -> &str {
        self.fault.args.iter().find(|(known, _)| *known == arg).map_or("", |(_, text)| text)
    }

    /// The token before the place, and the one at it.
    fn around(&self) -> [Option<&Token<'_>>; 2] {
        let Some(at) = self.at else { return [None, None] };
        let next = self.all.partition_point(|token| token.start < at);
        let here = self.all.get(next).filter(|token| token.start == at);
        [next.checked_sub(1).and_then(|before| self.all.get(before)), here]
    }

    /// A text in quotation marks that are none here, or in apostrophes.
    fn quote(&self) -> Option<Fault> {
        let at = self.at?;
        let here = self.text[at..].chars().next()?;
        if QUOTES.contains(&here) {
            return Some(self.told("parse-quote", at)?.arg(Arg::Name, here));
        }
        let apostrophe = here == '\'' && self.fault.code == "parse-char";
        if apostrophe { self.told("parse-apostrophe", at) } else { None }
    }

    /// A fraction that is parted by a comma.
    fn comma(&self) -> Option<Fault> {
        let at = self.at.filter(|at| self.text[*at..].starts_with(','))?;
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let between = digit(self.text[..at].chars().next_back()) && digit(self.text[at + 1..].chars().next());
        let fault = if between { self.told("parse-comma", at)? } else { return None };
        Some(Fault { hint: Some(".".into()), ..fault })
    }

    /// A word of the language in Russian, or of another language. The key of a map and a field are names.
    fn word(&self) -> Option<Fault> {
        let [before, here] = self.around();
        let said = |token: &&Token<'_>| {
            let next = self.all.iter().find(|other| other.start >= token.end());
            let last = self.all.iter().take_while(|other| other.end() <= token.start).last();
            let key = next.is_some_and(|next| next.is(":"));
            let field = last.is_some_and(|last| last.is(".") || last.is("?."));
            token.sort == Sort::Word && !key && !field && meant(token.text).is_some()
        };
        let found = [here, before].into_iter().flatten().find(said)?;
        let own = meant(found.text)?;
        let fault = self.told("parse-word", found.start)?.arg(Arg::Name, found.text).arg(Arg::Text, &own);
        Some(Fault { hint: Some(own), ..fault })
    }

    /// A comparison with one sign.
    fn equals(&self) -> Option<Fault> {
        let equals = self.fault.code == "parse-input" && self.arg(Arg::Name) == "=";
        let fault = if equals { self.told("parse-equals", self.at?)? } else { return None };
        Some(Fault { hint: Some("==".into()), ..fault })
    }

    /// A bracket that nothing closes, or that closes nothing.
    fn bracket(&self) -> Option<Fault> {
        const ENDS: [&str; 4] =
            ["parse-doc-comment", "parse-function-place", "parse-end", "parse-expression"];
        // A call that is not closed goes on with a comma.
        const CLOSING: [&str; 4] = ["}", ")", "]", ","];
        let fault = self.fault;
        let closing = ["parse-missing", "parse-input"].contains(&fault.code.as_str())
            && [Arg::Wanted, Arg::Name].iter().any(|arg| CLOSING.contains(&self.arg(*arg)));
        // Where the text ends, what is missing first is seldom what was left out.
        let over = fault.code == "parse-missing" && self.around()[1].is_none();
        if !closing && !over && !ENDS.contains(&fault.code.as_str()) {
            return None;
        }
        let (code, token) = unbalanced(self.text, self.all)?;
        Some(self.told(code, token.start)?.arg(Arg::Name, token.text))
    }

    /// A sign that is missing at the end of the line above.
    fn end(&self) -> Option<Fault> {
        let wanted = self.arg(Arg::Wanted);
        if self.fault.code != "parse-missing" || ![";", ","].contains(&wanted) {
            return None;
        }
        let before = self.around()[0]?;
        let line = self.fault.at.as_ref()?.line;
        let above = place(self.text, before.end()).0 < line;
        if above {
            Some(self.told("parse-missing-here", before.end())?.arg(Arg::Wanted, wanted))
        } else {
            None
        }
    }
}

/// The bracket at which brackets stop matching. Where one is missing somewhere, counting alone blames the last one: a
/// closing bracket that stands further left than the line of the one it closes was meant for an outer one, and no
/// function begins within brackets.
fn unbalanced<'a>(text: &str, all: &'a [Token<'a>]) -> Option<(&'static str, &'a Token<'a>)> {
    const UNCLOSED: &str = "parse-unclosed";
    // By line: where it begins and how far it stands in. Texts of one line must not be looked through for every token.
    let mut lines = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        lines.push((at, line.len() - line.trim_start_matches([' ', '\t']).len()));
        at += line.len();
    }
    let margin = |token: &Token<'_>| {
        let (start, indent) = lines.get(token.line - 1).copied().unwrap_or_default();
        (indent, start + indent == token.start)
    };
    let mut open: Vec<&Token<'_>> = Vec::new();
    for token in all {
        if token.is("fn") && margin(token).1 && !open.is_empty() {
            return open.pop().map(|token| (UNCLOSED, token));
        }
        if ["{", "#{", "(", "[", "?["].iter().any(|sign| token.is(sign)) {
            open.push(token);
            continue;
        }
        let opening: &[&str] = match () {
            () if token.is("}") => &["{", "#{"],
            () if token.is(")") => &["("],
            () if token.is("]") => &["[", "?["],
            () => continue,
        };
        let Some(last) = open.pop() else { return Some(("parse-unopened", token)) };
        let (indent, first) = margin(token);
        if !opening.contains(&last.text) || (first && indent < margin(last).0) {
            return Some((UNCLOSED, last));
        }
    }
    open.pop().map(|token| (UNCLOSED, token))
}

#[cfg(test)]
mod tests {
    use crate::script::engine::{engine, parse};
    use crate::script::fault::Fault;
    use crate::script::limits::{Gauge, Limits, Meter};
    use std::sync::Arc;

    fn fault(text: &str) -> Fault {
        let limits = Limits::default();
        let engine = engine(&limits, &Meter::new(&limits, Gauge::new()), Arc::new(|_, _| ()));
        parse(&engine, &limits, "п.rhai", text).expect_err(text)
    }

    #[test]
    fn a_slip_is_told_by_its_cause_and_where_it_stands() {
        for (text, code, line, column, hint) in [
            ("let а = «да»;", "parse-quote", 1, 9, None),
            ("let а = “да”;", "parse-quote", 1, 9, None),
            ("let а = 'да';", "parse-apostrophe", 1, 9, None),
            ("let а = 1,5;", "parse-comma", 1, 10, Some(".")),
            ("fn ф(а) {\n    если а > 1 { 2 }\n}", "parse-word", 2, 5, Some("if")),
            ("fn ф(а, б) { if а > 1 и б > 1 { 2 } }", "parse-word", 1, 23, Some("&&")),
            ("fn ф(а) { if а { 1 } иначе { 2 } }", "parse-word", 1, 22, Some("else")),
            ("пусть а = 1;", "parse-word", 1, 1, Some("let")),
            ("функция ф(а) { а }", "parse-word", 1, 1, Some("fn")),
            ("fn ф(а, б) { if а = б { 1 } }", "parse-equals", 1, 19, Some("==")),
            ("let а = 1\nlet б = 2;", "parse-missing-here", 1, 10, None),
            ("let а = #{\n    б: 1\n    в: 2\n};", "parse-missing-here", 2, 9, None),
            // The brace of the `if` is missing, and a function follows.
            ("fn ф(а) {\n    if а {\n        1\n}\n\n/// О ж.\nfn ж() { 2 }", "parse-unclosed", 2, 10, None),
            ("fn ф(а) {\n    if а { return 1;\n    2\n}\nfn ж() { 2 }", "parse-unclosed", 2, 10, None),
            ("fn ф(а) {\n    max(а, (1 + 2)\n}", "parse-unclosed", 2, 8, None),
            ("fn ф(а) { [1, 2 }", "parse-unclosed", 1, 11, None),
            ("fn ф(а) { а } }", "parse-unopened", 1, 15, None),
            ("fn ф(а) {\n    а\n", "parse-unclosed", 1, 9, None),
        ] {
            let found = fault(text);
            let at = found.at.as_ref().map(|at| (at.line, at.column));
            assert_eq!((found.code.as_str(), at), (code, Some((line, column))), "{text}: {found:?}");
            assert_eq!(found.hint.as_deref(), hint, "{text}");
        }
    }
}
