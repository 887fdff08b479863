//! The fast path: the pure part of a script compiled to closures over packed people or facts.
//!
//! The interpreter is what a script means. Compiled code gives a pair exactly what the interpreter would, or nothing:
//! at any trap the pair goes to the interpreter, so values, errors and places are always its own.

mod chain;
mod code;
mod compile;
mod constants;
mod figures;
mod flow;
pub mod given;
pub mod indicators;
mod inline;
mod natives;
mod pack;
mod statements;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_indicators;
mod types;

use std::cell::Cell;

use rhai::{Expr, Stmt};
use vekha_core::facts::Record;

use self::code::{Code, FUEL, Frame, Got, LOCALS, Step, Trap};
use self::compile::{Compiler, Made, Number, Type, stop};
use self::pack::Packed;
use super::api::facts::Schema;
use super::kinds::pairing::{Score, Settings, Verdict};
use super::program::{Program, body};

pub use self::code::Scratch;
pub use self::compile::Stopped;

/// `eligible` and `score`, compiled as far as they can be.
pub struct Fast {
    packed: Packed,
    eligible: Made<(Code<u64>, Vec<String>)>,
    score: Made<Criteria>,
    fields: Vec<String>,
}

struct Criteria {
    prefix: Box<[Step]>,
    names: Vec<String>,
    entries: Vec<Criterion>,
    /// The sum of all weights.
    all: f64,
}

struct Criterion {
    value: Source,
    weight: f64,
}

/// Where the value of a criterion comes from.
enum Source {
    /// It is computed for each pair.
    Pair(Number),
    /// It is that of the mentor (0) or of the mentee (1): computed once for everybody.
    Person(usize, Vec<Got<f64>>),
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
        let rows = [self.packed.sides[0].row(mentor), self.packed.sides[1].row(mentee)];
        let frame = frame(&self.packed, rows);
        match eligible(&frame).ok()? {
            0 => score.run(&frame, [mentor, mentee], slots),
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
                let criteria = score.names.iter().zip(slots.iter()).map(|(name, slot)| {
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

fn frame<'a>(packed: &'a Packed, rows: [(&'a [u64], &'a [bool]); 2]) -> Frame<'a> {
    Frame {
        words: [rows[0].0, rows[1].0],
        known: [rows[0].1, rows[1].1],
        pool: &packed.pool,
        folded: &packed.folded,
        locals: [const { Cell::new(0) }; LOCALS],
        fuel: Cell::new(FUEL),
        scratch: None,
    }
}

impl Criteria {
    /// The sums stand in the order of the names, as the interpreter's do: floating point depends on it.
    #[inline]
    fn run(&self, frame: &Frame<'_>, pair: [usize; 2], slots: &mut [Slot]) -> Option<Quick> {
        let mut lacking = None;
        for step in &self.prefix {
            match step(frame) {
                Ok(_) => {}
                Err(Trap::NoData(field)) => {
                    lacking = Some(field);
                    break;
                }
                Err(_) => return None,
            }
        }
        if let Some(field) = lacking {
            // What every criterion needs is unknown.
            slots.fill(Slot::NoData(field));
            return Some(self.total(0.0, 0.0));
        }
        let (mut sum, mut known) = (0.0, 0.0);
        for (entry, slot) in self.entries.iter().zip(slots) {
            let value = match &entry.value {
                Source::Pair(number) => number.value(frame),
                Source::Person(side, values) => values[pair[*side]],
            };
            *slot = match value {
                Ok(value) => {
                    known += entry.weight;
                    sum += entry.weight * value;
                    Slot::Value(value)
                }
                Err(Trap::NoData(field)) => Slot::NoData(field),
                Err(Trap::NotApplicable) => Slot::NotApplicable,
                Err(Trap::Other) => return None,
            };
        }
        Some(self.total(sum, known))
    }

    fn total(&self, sum: f64, known: f64) -> Quick {
        let total = (known > 0.0).then(|| sum / known).filter(|total: &f64| total.is_finite());
        Quick::Eligible(total, if self.all > 0.0 { known / self.all } else { 0.0 })
    }
}

fn params(program: &Program, function: &str) -> Made<Vec<String>> {
    let found = program.functions().find(|(name, params)| name == function && params.len() == 2);
    match found {
        Some((_, params)) => Ok(params),
        None => stop("function", rhai::Position::NONE),
    }
}

fn eligible(program: &Program, packed: &mut Packed, schema: &Schema) -> Made<(Code<u64>, Vec<String>)> {
    pure(program)?;
    let params = params(program, "eligible")?;
    let mut compiler = Compiler::new(program, packed, schema, &params);
    compiler.refuses();
    let at = rhai::Position::NONE;
    let flow = compiler.block(&body(&program.ast, "eligible", 2), true, at)?;
    debug_assert_eq!(compiler.result, Some(Type::Verdict));
    Ok((flow.word(at)?, compiler.reasons))
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
    let prefix = compiler.prefix(&statements, at)?.into_boxed_slice();
    let mut entries = Vec::new();
    for (key, expression) in &map.0 {
        compiler.reads = [false; 2];
        let number = compiler.entry(expression)?;
        entries.push((key.name.to_string(), number, compiler.reads));
    }
    entries.sort_by(|a, b| a.0.cmp(&b.0));
    let mut criteria = Criteria { prefix, names: Vec::new(), entries: Vec::new(), all: 0.0 };
    for (name, number, reads) in entries {
        let weight = settings.weights.get(&name).copied().unwrap_or(1.0);
        let side = match reads {
            [true, false] => Some(0),
            [false, true] => Some(1),
            _ => None,
        };
        let value = match side.filter(|_| criteria.prefix.is_empty()) {
            Some(side) => Source::Person(side, of_everybody(packed, side, &number)),
            None => Source::Pair(number),
        };
        criteria.all += weight;
        criteria.names.push(name);
        criteria.entries.push(Criterion { value, weight });
    }
    Ok(criteria)
}

/// A criterion that reads nothing of the other side, for everybody of this one.
fn of_everybody(packed: &Packed, side: usize, number: &Number) -> Vec<Got<f64>> {
    let value = |person: usize| {
        let mut rows: [(&[u64], &[bool]); 2] = [(&[], &[]); 2];
        rows[side] = packed.sides[side].row(person);
        number.value(&frame(packed, rows))
    };
    (0..packed.sides[side].len()).map(value).collect()
}

/// Statements beside the functions, functions that stand over host functions: the interpreter's.
fn pure(program: &Program) -> Made<()> {
    match program.ast.statements().first() {
        Some(statement) => stop("statement beside the functions", statement.position()),
        None => Ok(()),
    }
}
