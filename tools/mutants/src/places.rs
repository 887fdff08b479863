//! Where mutants stand in a file, and the file with all of them in it.
//!
//! A place is one expression, arm, field or body; places lie in one another. No operand is written twice but the left
//! one of an assignment, so that the text stays of a size with the file.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use proc_macro2::{LineColumn, Span};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{BinOp, Expr};

/// A mutant by its number in the list, and what stands in its place.
pub struct Mutant {
    pub id: usize,
    pub genre: String,
    pub replacement: String,
}

/// Where a mutant begins: genre, line and column from 1.
pub type Spot = (String, usize, usize);

type Text = Range<usize>;

enum Shape {
    /// Operands are looked at by reference, as an operator of comparison does.
    Compare {
        left: Text,
        op: String,
        right: Text,
    },
    Lazy {
        left: Text,
        right: Text,
    },
    Arithmetic {
        left: Text,
        op: String,
        right: Text,
    },
    Assign {
        left: Text,
        op: String,
        right: Text,
    },
    Unary {
        op: String,
        of: Text,
    },
    /// From the end of a pattern to the beginning of what it gives; `chain`: the guard has a `let`.
    Arm {
        guard: Option<Text>,
        chain: bool,
    },
    Field {
        name: String,
        value: Text,
        base: Text,
    },
    /// Empty: where the body of a function begins.
    Body,
}

struct Place {
    range: Text,
    shape: Shape,
    mutants: Vec<Mutant>,
}

/// The file with every mutant for which there is a place, and the numbers of these.
pub fn woven(source: &str, spots: BTreeMap<Spot, Vec<Mutant>>) -> syn::Result<(String, Vec<usize>)> {
    let lines = std::iter::once(0).chain(source.match_indices('\n').map(|(at, _)| at + 1)).collect();
    let mut finder = Finder { source, lines, spots, places: Vec::new(), chained: BTreeSet::new() };
    finder.visit_file(&syn::parse_file(source)?);
    for ((genre, line, column), mutants) in std::mem::take(&mut finder.spots) {
        if genre == "FnValue" {
            let at = finder.offset(LineColumn { line, column: column - 1 });
            finder.push(at..at, Shape::Body, mutants);
        }
    }
    let mut places = finder.places;
    // What surrounds comes first, and the beginning of a body before what begins there.
    places.sort_by_key(|place| (place.range.start, !place.range.is_empty(), usize::MAX - place.range.end));
    let ids = places.iter().flat_map(|place| place.mutants.iter().map(|mutant| mutant.id)).collect();
    Ok((Page { source, places: &places }.render(0..source.len(), 0), ids))
}

struct Finder<'a> {
    source: &'a str,
    /// Byte offsets of lines.
    lines: Vec<usize>,
    spots: BTreeMap<Spot, Vec<Mutant>>,
    places: Vec<Place>,
    /// Operators of chains with `let`, which can stand in no parentheses.
    chained: BTreeSet<usize>,
}

impl Finder<'_> {
    fn offset(&self, at: LineColumn) -> usize {
        let line = &self.source[self.lines[at.line - 1]..];
        let column = line.char_indices().nth(at.column).map_or(line.len(), |(offset, _)| offset);
        self.lines[at.line - 1] + column
    }

    fn range(&self, of: &impl Spanned) -> Text {
        self.offset(of.span().start())..self.offset(of.span().end())
    }

    fn take(&mut self, genre: &str, at: Span) -> Vec<Mutant> {
        let spot = (genre.to_string(), at.start().line, at.start().column + 1);
        self.spots.remove(&spot).unwrap_or_default()
    }

    fn push(&mut self, range: Text, shape: Shape, mutants: Vec<Mutant>) {
        if !mutants.is_empty() {
            self.places.push(Place { range, shape, mutants });
        }
    }
}

/// Whether a condition is a chain with `let`.
fn holds_let(expr: &Expr) -> bool {
    match expr {
        Expr::Let(_) => true,
        Expr::Binary(binary) if matches!(binary.op, BinOp::And(_)) => {
            holds_let(&binary.left) || holds_let(&binary.right)
        }
        _ => false,
    }
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_expr_binary(&mut self, binary: &'ast syn::ExprBinary) {
        let at = self.range(&binary.op);
        let chain = matches!(binary.op, BinOp::And(_))
            && (self.chained.contains(&at.start) || holds_let(&binary.left) || holds_let(&binary.right));
        if chain {
            for side in [&*binary.left, &*binary.right] {
                if let Expr::Binary(inner) = side {
                    let at = self.range(&inner.op).start;
                    self.chained.insert(at);
                }
            }
        } else {
            let (left, right, op) =
                (self.range(&binary.left), self.range(&binary.right), self.source[at].to_string());
            let shape = match binary.op {
                BinOp::And(_) | BinOp::Or(_) => Shape::Lazy { left, right },
                BinOp::Eq(_) | BinOp::Ne(_) | BinOp::Lt(_) | BinOp::Le(_) | BinOp::Gt(_) | BinOp::Ge(_) => {
                    Shape::Compare { left, op, right }
                }
                _ if op.ends_with('=') => Shape::Assign { left, op, right },
                _ => Shape::Arithmetic { left, op, right },
            };
            let mutants = self.take("BinaryOperator", binary.op.span());
            self.push(self.range(binary), shape, mutants);
        }
        visit::visit_expr_binary(self, binary);
    }

    fn visit_expr_unary(&mut self, unary: &'ast syn::ExprUnary) {
        let op = self.source[self.range(&unary.op)].to_string();
        let mutants = self.take("UnaryOperator", unary.op.span());
        self.push(self.range(unary), Shape::Unary { op, of: self.range(&unary.expr) }, mutants);
        visit::visit_expr_unary(self, unary);
    }

    fn visit_expr_match(&mut self, of: &'ast syn::ExprMatch) {
        // An arm can be missed where another takes whatever comes.
        if !of.arms.iter().any(|arm| arm.guard.is_none() && matches!(arm.pat, syn::Pat::Wild(_))) {
            of.arms.iter().for_each(|arm| drop(self.take("MatchArm", arm.span())));
        }
        visit::visit_expr_match(self, of);
    }

    fn visit_arm(&mut self, arm: &'ast syn::Arm) {
        let mut mutants = self.take("MatchArm", arm.span());
        let guard = arm.guard.as_ref().map(|(_, guard)| guard);
        let chain = guard.is_some_and(|guard| holds_let(guard));
        if let Some(guard) = guard.filter(|_| !chain) {
            mutants.extend(self.take("MatchArmGuard", guard.span()));
        }
        let range = self.range(&arm.pat).end..self.range(&arm.body).start;
        self.push(range, Shape::Arm { guard: guard.map(|guard| self.range(guard)), chain }, mutants);
        visit::visit_arm(self, arm);
    }

    fn visit_expr_struct(&mut self, of: &'ast syn::ExprStruct) {
        for field in &of.fields {
            if let (syn::Member::Named(name), Some(base)) = (&field.member, &of.rest) {
                let mutants = self.take("StructField", field.span());
                let (value, base) = (self.range(&field.expr), self.range(base));
                self.push(self.range(field), Shape::Field { name: name.to_string(), value, base }, mutants);
            }
        }
        visit::visit_expr_struct(self, of);
    }
}

struct Page<'a> {
    source: &'a str,
    places: &'a [Place],
}

impl Page<'_> {
    /// The text of a range; only places from `first` on can lie in it.
    fn render(&self, range: Text, first: usize) -> String {
        let (mut out, mut at) = (String::new(), range.start);
        for (index, place) in self.places.iter().enumerate().skip(first) {
            if place.range.start >= range.end {
                break;
            }
            if place.range.start >= at && place.range.end <= range.end {
                out.push_str(&self.source[at..place.range.start]);
                out.push_str(&self.place(index));
                at = place.range.end;
            }
        }
        out + &self.source[at..range.end]
    }

    /// A place with all ways it can go. Each mutant stands on a line of its own that names it.
    fn place(&self, index: usize) -> String {
        let Place { shape, mutants, .. } = &self.places[index];
        let of = |range: &Text| self.render(range.clone(), index + 1);
        let ways = |way: &dyn Fn(&str) -> String, own: String| {
            let each = mutants.iter().map(|Mutant { id, replacement, .. }| {
                format!("\n/*m{id}*/ if crate::mutant({id}) {{ {} }} else\n", way(replacement))
            });
            each.collect::<String>() + &format!("{{ {own} }}")
        };
        let text = match shape {
            Shape::Compare { left, op, right } => {
                let ways = ways(&|other| format!("*l_ {other} *r_"), format!("*l_ {op} *r_"));
                format!("(match (&({}), &({})) {{ (l_, r_) => {ways} }})", of(left), of(right))
            }
            Shape::Arithmetic { left, op, right } => {
                let ways = ways(&|other| format!("l_ {other} r_"), format!("l_ {op} r_"));
                format!("(match ({}, {}) {{ (l_, r_) => {ways} }})", of(left), of(right))
            }
            Shape::Assign { left, op, right } => {
                let left = of(left);
                let ways = ways(&|other| format!("{left} {other} r_;"), format!("{left} {op} r_;"));
                format!("(match ({}) {{ r_ => {ways} }})", of(right))
            }
            // `a && b` goes on where `a` is true, `a || b` where it is not: turned round, one is the other.
            Shape::Lazy { left, right } => {
                let Mutant { id, replacement, .. } = &mutants[0];
                let on = if replacement == "||" { "l_" } else { "!l_" };
                let turned = format!("{on} ^ \n/*m{id}*/ crate::mutant({id})\n");
                format!("({{ let l_: bool = {}; if {turned} {{ {} }} else {{ l_ }} }})", of(left), of(right))
            }
            Shape::Unary { op, of: operand } => {
                format!("(match ({}) {{ l_ => {} }})", of(operand), ways(&|_| "l_".into(), format!("{op}l_")))
            }
            Shape::Arm { guard, chain } => self.arm(mutants, guard.as_ref().map(of), *chain),
            Shape::Field { name, value, base } => {
                let base = &self.source[base.clone()];
                format!("{name}: {}", ways(&|_| format!("({base}).{name}"), of(value)))
            }
            Shape::Body => ways(&|value| format!("return {value};"), String::new()),
        };
        let ids: Vec<String> = mutants.iter().map(|mutant| mutant.id.to_string()).collect();
        format!("/*<{}*/{text}/*>*/", ids.join(","))
    }

    fn arm(&self, mutants: &[Mutant], guard: Option<String>, chain: bool) -> String {
        let asked = |genre: &str, way: &str| {
            let found = mutants.iter().find(|mutant| mutant.genre == genre && mutant.replacement == way)?;
            Some(format!("\n/*m{0}*/ crate::mutant({0})\n", found.id))
        };
        let mut all: Vec<String> = asked("MatchArm", "").map(|gone| format!("!{gone}")).into_iter().collect();
        if let Some(guard) = guard {
            let mut text = if chain { guard } else { format!("({guard})") };
            if let Some(never) = asked("MatchArmGuard", "false") {
                text = format!("(!{never} && {text})");
            }
            if let Some(always) = asked("MatchArmGuard", "true") {
                text = format!("({always} || {text})");
            }
            all.push(text);
        }
        format!(" if {} => ", all.join(" && "))
    }
}
