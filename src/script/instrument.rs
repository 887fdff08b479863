//! A script with observers written into it: where it went, and what its expressions were.
//!
//! Rhai shows neither without its slow debugging build, so calls are put into the text: `__hit(n)` before each
//! statement, `__val(n, …)` around each value. Lines stay the same; columns do not, so faults are always taken from
//! the text as it was written.

use super::scan::{Sort, Token, tokens};

/// What to observe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Watch {
    /// Which statements ran.
    Lines,
    /// The value of each expression.
    Values,
}

/// A place that is observed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// Its line.
    pub line: usize,
    /// The text of the statement or expression, on one line.
    pub text: String,
}

/// A script with its observers.
#[derive(Clone, Debug)]
pub struct Instrumented {
    /// The text to run.
    pub text: String,
    /// What each number stands for.
    pub points: Vec<Point>,
}

/// What an open bracket is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Block,
    Switch,
    Map,
    Other,
}

/// Writes observers into a script that parses.
pub fn instrument(text: &str, watch: Watch) -> Instrumented {
    let all = tokens(text);
    let opens = brackets(&all);
    let mut insertions: Vec<(usize, String)> = Vec::new();
    let mut points = Vec::new();
    for (index, token) in all.iter().enumerate() {
        let inside = opens.inside[index];
        if inside == Open::Block && starts_statement(&all, index) {
            match watch {
                Watch::Lines => {
                    insertions.push((token.start, format!("__hit({});", points.len())));
                    let end = end_of(&all, &opens, index, false);
                    points.push(point(text, token, all[end - 1].end()));
                }
                Watch::Values => {
                    if let Some((from, to)) = value_of(&all, &opens, index)
                        && !is_map(&all, &opens, from, to)
                    {
                        wrap(text, &all, from, to, &mut insertions, &mut points);
                    }
                }
            }
        }
        if watch == Watch::Values && inside == Open::Map && index > 0 && all[index - 1].is(":") {
            let to = end_of(&all, &opens, index, true);
            wrap(text, &all, index, to, &mut insertions, &mut points);
        }
    }
    Instrumented { text: inserted(text, insertions), points }
}

fn point(text: &str, token: &Token<'_>, end: usize) -> Point {
    let words: Vec<&str> = text[token.start..end].split_whitespace().collect();
    let mut shown: String = words.join(" ");
    if shown.chars().count() > 80 {
        shown = shown.chars().take(79).chain(['…']).collect();
    }
    Point { line: token.line, text: shown }
}

fn wrap(
    text: &str,
    all: &[Token<'_>],
    from: usize,
    to: usize,
    insertions: &mut Vec<(usize, String)>,
    points: &mut Vec<Point>,
) {
    if from >= to {
        return;
    }
    let end = all[to - 1].end();
    insertions.push((all[from].start, format!("__val({}, ", points.len())));
    insertions.push((end, ")".into()));
    points.push(point(text, &all[from], end));
}

/// Later insertions at one byte go after earlier ones, closing brackets before opening calls.
fn inserted(text: &str, mut insertions: Vec<(usize, String)>) -> String {
    insertions.sort_by_key(|(at, what)| (*at, what != ")"));
    let mut made = String::with_capacity(text.len() + insertions.len() * 12);
    let mut done = 0;
    for (at, what) in insertions {
        made.push_str(&text[done..at]);
        made.push_str(&what);
        done = at;
    }
    made.push_str(&text[done..]);
    made
}

struct Brackets {
    /// What each token stands directly in.
    inside: Vec<Open>,
    /// How many brackets are open around it.
    depth: Vec<usize>,
}

fn brackets(all: &[Token<'_>]) -> Brackets {
    let mut stack = vec![Open::Block];
    let (mut inside, mut depth) = (Vec::new(), Vec::new());
    let mut switch_at: Vec<usize> = Vec::new();
    // The top of a script holds functions; what stands beside them runs too.
    for token in all {
        let closes = token.is("}") || token.is(")") || token.is("]");
        if closes && stack.len() > 1 {
            stack.pop();
        }
        inside.push(stack.last().copied().unwrap_or(Open::Other));
        depth.push(stack.len());
        if token.is("switch") {
            switch_at.push(stack.len());
        }
        if token.is("{") {
            let of_switch = switch_at.last() == Some(&stack.len());
            if of_switch {
                switch_at.pop();
            }
            stack.push(if of_switch { Open::Switch } else { Open::Block });
        } else if token.is("#{") {
            stack.push(Open::Map);
        } else if token.is("(") || token.is("[") || token.is("?[") {
            stack.push(Open::Other);
        }
    }
    Brackets { inside, depth }
}

/// Whether a statement that can be observed begins here.
fn starts_statement(all: &[Token<'_>], index: usize) -> bool {
    let token = &all[index];
    let after = match index.checked_sub(1).map(|before| &all[before]) {
        None => true,
        Some(before) => before.is("{") || before.is(";") || before.is("}"),
    };
    const NOT: [&str; 9] = ["else", "catch", "until", "fn", "private", "import", "export", "const", "}"];
    let after_brace = index > 0 && all[index - 1].is("}");
    let opens = match token.sort {
        Sort::Word => !(NOT.contains(&token.text) || token.is("while") && after_brace && ends_do(all, index)),
        Sort::Literal => !after_brace,
        Sort::Sign => !after_brace && ["(", "[", "#{", "!", "-", "|", "||"].contains(&token.text),
    };
    after && opens
}

/// Whether the `while` at `index` closes a `do { … } while`.
fn ends_do(all: &[Token<'_>], index: usize) -> bool {
    let mut depth = 0_usize;
    for before in (0..index).rev() {
        if all[before].is("}") {
            depth += 1;
        } else if all[before].is("{") || all[before].is("#{") {
            depth -= 1;
            if depth == 0 {
                return before > 0 && all[before - 1].is("do");
            }
        }
    }
    false
}

/// The index after the last token of what begins at `from`: before `;`, before the bracket that closes around it, and
/// with `comma` before a comma.
fn end_of(all: &[Token<'_>], opens: &Brackets, from: usize, comma: bool) -> usize {
    let depth = opens.depth[from];
    for (index, token) in all.iter().enumerate().skip(from) {
        let out = opens.depth[index] < depth;
        let stop = opens.depth[index] == depth && (token.is(";") || (comma && token.is(",")));
        if out || stop {
            return index.max(from + 1);
        }
    }
    all.len()
}

/// Whether these tokens are one map: its entries are observed, and the whole must stay what it is, since a function that
/// ends in a map is asked entry by entry where a fact is unknown.
fn is_map(all: &[Token<'_>], opens: &Brackets, from: usize, to: usize) -> bool {
    let closes = |index: &usize| all[*index].is("}") && opens.depth[*index] == opens.depth[from];
    all[from].is("#{") && (from + 1..to).find(closes) == Some(to - 1)
}

/// The tokens of the value that the statement at `start` has: what is assigned, returned, asked or left.
fn value_of(all: &[Token<'_>], opens: &Brackets, start: usize) -> Option<(usize, usize)> {
    let first = &all[start];
    let end = end_of(all, opens, start, false);
    let depth = opens.depth[start];
    let at_depth = |index: &usize| opens.depth[*index] == depth;
    match first.text {
        "for" | "loop" | "do" | "switch" | "try" | "break" | "continue" | "throw" => None,
        "if" | "while" => {
            let brace = (start + 1..end).filter(at_depth).find(|index| all[*index].is("{"))?;
            Some((start + 1, brace))
        }
        "return" => (end > start + 1).then_some((start + 1, end)),
        _ => {
            const ASSIGN: [&str; 12] =
                ["=", "+=", "-=", "*=", "/=", "%=", "**=", "&=", "|=", "^=", "<<=", ">>="];
            let sign =
                (start..end).filter(at_depth).find(|index| ASSIGN.iter().any(|sign| all[*index].is(sign)));
            match sign {
                Some(sign) => Some((sign + 1, end)),
                None if first.is("let") => None,
                None => Some((start, end)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Watch, instrument};
    use crate::script::scan::tokens;

    #[test]
    fn observers_stand_before_statements_and_around_values() {
        let text = "fn f(a) { let b = a + 1; if b > 2 { return #{ x: b }; } g(b) }";
        let lines = instrument(text, Watch::Lines).text;
        assert_eq!(
            lines,
            "fn f(a) { __hit(0);let b = a + 1; __hit(1);if b > 2 { __hit(2);return #{ x: b }; } __hit(3);g(b) }"
        );
        let values = instrument(text, Watch::Values).text;
        assert_eq!(
            values,
            "fn f(a) { let b = __val(0, a + 1); if __val(1, b > 2) { return #{ x: __val(2, b) }; } \
             __val(3, g(b)) }"
        );
    }

    #[test]
    fn every_default_script_still_parses_with_observers() {
        for text in [
            include_str!("../../scripts/pairing.rhai"),
            include_str!("../../scripts/efficiency.rhai"),
            include_str!("../../scripts/guards.rhai"),
            include_str!("../../scripts/hooks.rhai"),
            "let a = [1]; for x in a { do { let y = switch x { 1 => { 2 } _ => 3 }; } while false; } a.map(|x| { x })",
        ] {
            for watch in [Watch::Lines, Watch::Values] {
                let made = instrument(text, watch);
                assert!(!made.points.is_empty());
                let lines = |text: &str| tokens(text).last().map(|token| token.line);
                assert_eq!(lines(text), lines(&made.text));
                let mut engine = rhai::Engine::new();
                engine.set_max_expr_depths(0, 0);
                engine.compile(&made.text).unwrap_or_else(|error| panic!("{error}\n{}", made.text));
            }
        }
    }
}
