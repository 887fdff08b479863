//! The fast path: the pure part of a script compiled to closures over packed people or facts.
//!
//! The interpreter is what a script means. Compiled code gives a pair exactly what the interpreter would, or nothing:
//! at any trap the pair goes to the interpreter, so values, errors and places are always its own.

mod chain;
mod code;
mod compile;
mod constants;
mod figures;
pub mod given;
pub mod indicators;
mod natives;
mod pack;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_indicators;

use std::cell::Cell;

use rhai::{Expr, Stmt};
use vekha_core::facts::Record;

use self::code::{Code, FUEL, Frame, LOCALS, Step, Trap};
use self::compile::{Compiler, Made, Type, stop};
use self::pack::Packed;
use super::api::facts::Schema;
use super::kinds::pairing::{Score, Settings, Verdict};
use super::program::{Program, body};

pub use self::code::Scratch;
pub use self::compile::Stopped;

/// `eligible` and `score`, compiled as far as they can be.
pub struct Fast {
    packed: Packed,
    eligible: Made<(Step, Vec<String>)>,
    score: Made<Criteria>,
    fields: Vec<String>,
}

struct Criteria {
    prefix: Step,
    entries: Vec<(String, Code<f64>)>,
    weights: Vec<f64>,
}

/// One criterion of one pair.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Slot {
    /// Its value.
    Value(f64),
    /// The field it lacks, by slot.
    NoData(u16),
    /// Not applicable.
    #[default]
    NotApplicable,
}

/// What compiled code says of a pair.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Quick {
    /// It may be: the score, the completeness; the criteria are in the slots.
    Eligible(Option<f64>, f64),
    /// It may not: the number of the reason, from 0.
    Refused(usize),
}

impl Fast {
    /// Compiles a script for these people.
    pub fn new(
        program: &Program,
        settings: &Settings,
        mentors: &[Record],
        mentees: &[Record],
        schema: &Schema,
    ) -> Self {
        let mut packed = Packed::new(mentors, mentees, schema);
        let eligible = eligible(program, &mut packed, schema);
        let score = score(program, settings, &mut packed, schema);
        let fields = (0..schema.len()).map(|slot| schema.name(slot).to_string()).collect();
        Self { packed, eligible, score, fields }
    }

    /// What keeps the two functions from being compiled.
    pub fn report(&self) -> [(&'static str, Option<&Stopped>); 2] {
        [("eligible", self.eligible.as_ref().err()), ("score", self.score.as_ref().err())]
    }

    /// Slots for the criteria of a pair; none where the script is not compiled.
    pub fn slots(&self) -> Vec<Slot> {
        vec![Slot::default(); self.score.as_ref().map_or(0, |criteria| criteria.entries.len())]
    }

    /// Judges a pair without allocating; `None` leaves it to the interpreter.
    pub fn judge(&self, mentor: usize, mentee: usize, slots: &mut [Slot]) -> Option<Quick> {
        let (Ok((eligible, _)), Ok(score)) = (&self.eligible, &self.score) else { return None };
        let (mentor, mentee) = (self.packed.sides[0].row(mentor), self.packed.sides[1].row(mentee));
        let frame = Frame {
            words: [mentor.0, mentee.0],
            known: [mentor.1, mentee.1],
            pool: &self.packed.pool,
            folded: &self.packed.folded,
            locals: [const { Cell::new(0) }; LOCALS],
            fuel: Cell::new(FUEL),
            scratch: None,
        };
        match eligible(&frame).ok()?? {
            0 => score.run(&frame, slots),
            reason => Some(Quick::Refused(usize::try_from(reason).ok()?.checked_sub(1)?)),
        }
    }

    /// The same as a verdict.
    pub fn verdict(&self, mentor: usize, mentee: usize, slots: &mut [Slot]) -> Option<Verdict> {
        let quick = self.judge(mentor, mentee, slots)?;
        let (Ok((_, reasons)), Ok(score)) = (&self.eligible, &self.score) else { return None };
        Some(match quick {
            Quick::Refused(reason) => Verdict::Refused(reasons.get(reason)?.clone()),
            Quick::Eligible(total, completeness) => {
                let criteria = score.entries.iter().zip(slots.iter()).map(|((name, _), slot)| {
                    let value = match slot {
                        Slot::Value(value) => Ok(*value),
                        Slot::NoData(field) => Err(self.fields[usize::from(*field)].clone()),
                        Slot::NotApplicable => Err(String::new()),
                    };
                    (name.clone(), value)
                });
                Verdict::Eligible(Score { total, completeness, criteria: criteria.collect() })
            }
        })
    }
}

impl Criteria {
    /// The sums stand in the order of the names, as the interpreter's do: floating point depends on it.
    fn run(&self, frame: &Frame<'_>, slots: &mut [Slot]) -> Option<Quick> {
        let prefix = match (self.prefix)(frame) {
            Ok(_) => None,
            Err(Trap::NoData(field)) => Some(field),
            Err(_) => return None,
        };
        let (mut sum, mut known, mut all) = (0.0, 0.0, 0.0);
        for (((_, code), weight), slot) in self.entries.iter().zip(&self.weights).zip(slots) {
            all += weight;
            *slot = match prefix.map_or_else(|| code(frame), |field| Err(Trap::NoData(field))) {
                Ok(value) => {
                    known += weight;
                    sum += weight * value;
                    Slot::Value(value)
                }
                Err(Trap::NoData(field)) => Slot::NoData(field),
                Err(Trap::NotApplicable) => Slot::NotApplicable,
                Err(Trap::Other) => return None,
            };
        }
        let total = (known > 0.0).then(|| sum / known).filter(|total: &f64| total.is_finite());
        Some(Quick::Eligible(total, if all > 0.0 { known / all } else { 0.0 }))
    }
}

fn params(program: &Program, function: &str) -> Made<Vec<String>> {
    let found = program.functions().find(|(name, params)| name == function && params.len() == 2);
    match found {
        Some((_, params)) => Ok(params),
        None => stop("function", rhai::Position::NONE),
    }
}

fn eligible(program: &Program, packed: &mut Packed, schema: &Schema) -> Made<(Step, Vec<String>)> {
    pure(program)?;
    let params = params(program, "eligible")?;
    let mut compiler = Compiler::new(program, packed, schema, &params);
    compiler.refuses();
    let code = compiler.block(&body(&program.ast, "eligible", 2), true)?;
    debug_assert_eq!(compiler.result(), Some(Type::Verdict));
    Ok((code, compiler.reasons))
}

fn score(program: &Program, settings: &Settings, packed: &mut Packed, schema: &Schema) -> Made<Criteria> {
    pure(program)?;
    let params = params(program, "score")?;
    let mut statements = body(&program.ast, "score", 2);
    let Some(Stmt::Expr(tail)) = statements.pop() else {
        return stop("score that does not end in #{ … }", rhai::Position::NONE);
    };
    let Expr::Map(map, at) = *tail else {
        return stop("score that does not end in #{ … }", tail.position());
    };
    let mut compiler = Compiler::new(program, packed, schema, &params);
    // Variables of the statements before are seen by the entries.
    let prefix = compiler.prefix(&statements, at)?;
    let mut entries = Vec::new();
    for (key, expression) in &map.0 {
        entries.push((key.name.to_string(), compiler.entry(expression)?));
    }
    entries.sort_by(|a, b| a.0.cmp(&b.0));
    let weights =
        entries.iter().map(|(name, _)| settings.weights.get(name).copied().unwrap_or(1.0)).collect();
    Ok(Criteria { prefix, entries, weights })
}

/// Statements beside the functions, functions that stand over host functions: the interpreter's.
fn pure(program: &Program) -> Made<()> {
    match program.ast.statements().first() {
        Some(statement) => stop("statement beside the functions", statement.position()),
        None => Ok(()),
    }
}
