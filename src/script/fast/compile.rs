//! From Rhai's syntax tree to closures, for the part of the language that is pure and of one type at each place.
//!
//! Whatever is not understood stops the compilation with the reason: the interpreter does that function then. Calls
//! of the script's own functions are compiled in their place.

use std::collections::BTreeSet;

use rhai::{AST, ASTFlags, Engine, Expr, FnCallExpr, Position};

use super::code::{Code, Frame, Got, NOT_APPLICABLE, NOTHING, Operand, Read, Trap};
use super::figures::Site;
use super::flow::{Compare, Sign, Test};
use super::pack::{Kind, Packed};
use super::{constants, natives};
use crate::script::api::facts::Schema;
use crate::script::program::Program;

pub use super::types::Stopped;
use super::types::local;
pub(super) use super::types::{Bound, Made, Type, Value, stop};

/// The state of a compilation.
pub(super) struct Compiler<'a> {
    pub(super) ast: &'a AST,
    pub(super) engine: &'a Engine,
    pub(super) packed: &'a mut Packed,
    schema: &'a Schema,
    pub(super) names: Vec<(String, Bound)>,
    pub(super) locals: usize,
    pub(super) result: Option<Type>,
    pub(super) depth: usize,
    nodes: usize,
    /// The reasons of refusals, from number 1.
    pub(super) reasons: Vec<String>,
    /// What the elements of each list that grows are, once something was put in.
    pub(super) grown: Vec<Option<Kind>>,
    /// Where indicators are made.
    pub(super) sites: Vec<Site>,
    /// The fields that were read.
    pub(super) touched: BTreeSet<u16>,
    /// Whether some field of the mentor, of the mentee was read.
    pub(super) reads: [bool; 2],
    indicators: bool,
}

impl<'a> Compiler<'a> {
    pub(super) fn new(
        program: &'a Program,
        packed: &'a mut Packed,
        schema: &'a Schema,
        params: &[String],
    ) -> Self {
        let names =
            params.iter().enumerate().map(|(side, name)| (name.clone(), Bound::Person(side))).collect();
        Self {
            ast: &program.ast,
            engine: &program.engine,
            packed,
            schema,
            names,
            locals: 0,
            result: None,
            depth: 0,
            nodes: 0,
            reasons: Vec::new(),
            grown: Vec::new(),
            sites: Vec::new(),
            touched: BTreeSet::new(),
            reads: [false; 2],
            indicators: false,
        }
    }

    /// Makes room for indicators: there is none where pairs are judged.
    pub(super) fn with_indicators(self) -> Self {
        Self { indicators: true, ..self }
    }

    /// Forgets the variables that an entry brought in.
    pub(super) fn rewind(&mut self, mark: (usize, usize)) {
        self.names.truncate(mark.0);
        self.locals = mark.1;
    }

    /// What is to be kept of the variables before an entry.
    pub(super) fn mark(&self) -> (usize, usize) {
        (self.names.len(), self.locals)
    }

    pub(super) fn field(&mut self, side: usize, slot: u16, at: Position) -> Made<Value> {
        fn read<T>(side: usize, slot: u16, sure: bool) -> Operand<T> {
            if sure { Operand::Sure(side, slot) } else { Operand::Field(side, slot) }
        }
        self.touched.insert(slot);
        self.reads[side] = true;
        let kind = self.packed.sides[side].kinds[usize::from(slot)];
        let sure = self.packed.sides[side].certain(slot) == Some(true);
        Ok(match kind {
            Kind::Int => Value::Int(read(side, slot, sure)),
            Kind::Float => Value::Float(read(side, slot, sure)),
            Kind::Bool => Value::Bool(read(side, slot, sure)),
            Kind::Text => Value::Text(read(side, slot, sure)),
            Kind::Date => Value::Day(read(side, slot, sure)),
            Kind::Ints | Kind::Texts | Kind::Floats => Value::List(read(side, slot, sure), kind),
            Kind::Scores => Value::Scores(read(side, slot, sure)),
            // Nobody has it: whatever is done with it has no data. As a text it can be compared and asked for.
            Kind::Absent => Value::Text(Operand::Field(side, slot)),
            Kind::Other => {
                return stop(format!("field `{}` of mixed kinds", self.schema.name(slot.into())), at);
            }
        })
    }

    /// Whether nobody of a side has the field of this operand.
    pub(super) fn is_absent<T>(&self, operand: &Operand<T>) -> bool {
        match operand {
            Operand::Field(side, slot) => self.packed.sides[*side].kinds[usize::from(*slot)] == Kind::Absent,
            _ => false,
        }
    }

    /// The person and slot of `наставник.стаж`.
    fn property(&self, expression: &Expr) -> Made<Option<(usize, u16)>> {
        let Expr::Dot(pair, flags, at) = expression else { return Ok(None) };
        let (Expr::Variable(variable, ..), Expr::Property(property, _)) = (&pair.lhs, &pair.rhs) else {
            return Ok(None);
        };
        if flags.contains(ASTFlags::NEGATED) {
            return stop("?.", *at);
        }
        match self.bound(&variable.1) {
            Some(Bound::Person(side)) => self.slot(&property.2, *at).map(|slot| Some((side, slot))),
            _ => Ok(None),
        }
    }

    /// The slot of a field by its name.
    pub(super) fn slot(&self, name: &str, at: Position) -> Made<u16> {
        match self.schema.slot(name).and_then(|slot| u16::try_from(slot).ok()) {
            Some(slot) => Ok(slot),
            None => stop(format!("field `{name}`"), at),
        }
    }

    pub(super) fn bound(&self, name: &str) -> Option<Bound> {
        self.names.iter().rev().find(|(known, _)| known == name).map(|(_, bound)| bound.clone())
    }

    /// A field asked for by `known(…)`: the field itself or a variable that stands for it.
    pub(super) fn asked(&mut self, expression: &Expr) -> Made<Option<(usize, u16)>> {
        let found = match expression {
            Expr::Variable(variable, ..) => match self.bound(&variable.1) {
                Some(Bound::Field(side, slot)) => Some((side, slot)),
                _ => None,
            },
            _ => self.property(expression)?,
        };
        if let Some((side, _)) = found {
            self.reads[side] = true;
        }
        Ok(found)
    }

    pub(super) fn expression(&mut self, expression: &Expr) -> Made<Value> {
        self.nodes += 1;
        if self.nodes > 5_000 {
            return stop("too much code", expression.position());
        }
        if let Some((side, slot)) = self.property(expression)? {
            return self.field(side, slot, expression.position());
        }
        Ok(match expression {
            Expr::IntegerConstant(value, _) => Value::Int(Operand::Const(*value)),
            Expr::FloatConstant(value, _) => Value::Float(Operand::Const(**value)),
            Expr::BoolConstant(value, _) => Value::Bool(Operand::Const(*value)),
            Expr::StringConstant(text, _) => Value::Text(Operand::Const(self.packed.text(text))),
            Expr::Variable(variable, _, at) => {
                if !variable.2.is_empty() {
                    return stop("module", *at);
                }
                match self.bound(&variable.1) {
                    Some(Bound::Person(side)) => Value::Person(side),
                    Some(Bound::Field(side, slot)) => self.field(side, slot, *at)?,
                    Some(Bound::Local(index, kind)) => local(index, kind, *at)?,
                    Some(Bound::Grown(index)) => Value::Grown(index),
                    Some(Bound::Constant(value)) => constants::value(self, &value),
                    None => return stop(format!("variable `{}`", variable.1), *at),
                }
            }
            Expr::And(parts, _) => self.chain(parts, false)?,
            Expr::Or(parts, _) => self.chain(parts, true)?,
            Expr::FnCall(call, at) => self.call(call, *at)?,
            Expr::Unit(_) => Value::Note(Operand::Const(NOTHING)),
            Expr::Dot(..) | Expr::Index(..) => natives::chain(self, expression)?,
            Expr::Array(..) | Expr::Map(..) | Expr::DynamicConstant(..) => {
                match constants::fold(self, expression) {
                    Some(value) => Value::Constant(value),
                    None => return stop("list or map", expression.position()),
                }
            }
            Expr::Stmt(block) => match constants::fold(self, expression) {
                Some(value) => constants::value(self, &value),
                None => self.inline_block(block.statements(), expression.position())?,
            },
            other => return stop("construct", other.position()),
        })
    }

    /// `a && b && …`. Both sides must be yes or no; an unknown field there is an error of its own.
    fn chain(&mut self, parts: &[Expr], or: bool) -> Made<Value> {
        let mut tests = Vec::new();
        for part in parts {
            tests.push(self.test(part)?);
        }
        let joined = tests.into_iter().rev().reduce(|after, before| match or {
            true => before.or(after),
            false => before.and(after),
        });
        match joined {
            Some(test) => Ok(test.value()),
            None => stop("empty condition", Position::NONE),
        }
    }

    /// A condition: where the interpreter would find an unknown in place of yes or no, it says so itself.
    pub(super) fn test(&mut self, expression: &Expr) -> Made<Test> {
        if let Expr::FnCall(call, _) = expression
            && !call.is_qualified()
            && !self.is_own(call)
        {
            match (call.name.as_str(), call.args.as_slice()) {
                ("known" | "известно", [asked]) => {
                    if let Some((side, slot)) = self.asked(asked)? {
                        self.touched.insert(slot);
                        return Ok(match self.packed.sides[side].certain(slot) {
                            Some(always) => Test::Always(always),
                            None => Test::Known(side, slot),
                        });
                    }
                }
                (name, [left, right]) => {
                    if let Some(compare) = self.compare(name, left, right)? {
                        return Ok(Test::Compare(compare));
                    }
                }
                _ => {}
            }
        }
        match self.expression(expression)? {
            Value::Bool(Operand::Const(always)) => Ok(Test::Always(always)),
            Value::Bool(operand) if operand.is_lazy() => {
                let code = operand.code();
                Ok(Test::Code(Box::new(move |frame| code(frame).map_err(|_| Trap::Other))))
            }
            Value::Bool(operand) => Ok(Test::Code(operand.code())),
            _ => stop("condition", expression.position()),
        }
    }

    /// A comparison of two fields, variables or literals of one type, whose words say how they stand.
    fn compare(&mut self, name: &str, left: &Expr, right: &Expr) -> Made<Option<Compare>> {
        let Some(sign) = Sign::of(name) else { return Ok(None) };
        let (Some((left, kind)), Some((right, other))) = (self.read(left)?, self.read(right)?) else {
            return Ok(None);
        };
        let ordered = matches!(kind, Type::Int | Type::Day);
        let fits = kind == other && (ordered || matches!(sign, Sign::Same | Sign::Other));
        Ok(fits.then_some(Compare { left, right, sign }))
    }

    /// A word that is read where it stands, of a type whose words compare as its values do.
    fn read(&mut self, expression: &Expr) -> Made<Option<(Read, Type)>> {
        let simple = match expression {
            Expr::Variable(variable, ..) => variable.2.is_empty(),
            Expr::IntegerConstant(..) | Expr::StringConstant(..) => true,
            _ => self.asked(expression)?.is_some(),
        };
        if !simple {
            return Ok(None);
        }
        let value = self.expression(expression)?;
        if let Value::Text(operand) = &value
            && self.is_absent(operand)
        {
            return Ok(None);
        }
        Ok(match value {
            Value::Int(operand) => operand.read().map(|read| (read, Type::Int)),
            Value::Day(operand) => operand.read().map(|read| (read, Type::Day)),
            Value::Text(operand) => operand.read().map(|read| (read, Type::Text)),
            Value::Bool(operand) => operand.read().map(|read| (read, Type::Bool)),
            _ => None,
        })
    }

    /// Whether a call is of the script's own function.
    fn is_own(&self, call: &FnCallExpr) -> bool {
        let (name, count) = (call.name.as_str(), call.args.len());
        self.ast.iter_functions().any(|found| found.name == name && found.params.len() == count)
    }

    pub(super) fn call(&mut self, call: &FnCallExpr, at: Position) -> Made<Value> {
        if call.is_qualified() || call.capture_parent_scope {
            return stop("qualified call", at);
        }
        let name = call.name.as_str();
        if self.is_own(call) {
            self.inline(name, &call.args, at)
        } else {
            natives::call(self, name, &call.args, at)
        }
    }

    /// Whether there is room for lists that grow and for indicators.
    pub(super) fn has_room(&self) -> bool {
        self.indicators
    }

    /// An entry of the score: any number, or a share.
    pub(super) fn entry(&mut self, expression: &Expr) -> Made<Number> {
        Ok(match self.expression(expression)? {
            Value::Int(operand) => Number::Whole(operand.code()),
            Value::Float(operand) => Number::Float(operand.code()),
            Value::Share(operand) => Number::Share(operand.code()),
            Value::Text(operand) if self.is_absent(&operand) => {
                let code = operand.code();
                Number::Float(Box::new(move |frame| code(frame).and(Err(Trap::Other))))
            }
            _ => return stop("criterion", expression.position()),
        })
    }

    /// Marks the function as one that refuses: its `true` is a verdict.
    pub(super) fn refuses(&mut self) {
        self.result = Some(Type::Verdict);
    }
}

/// A number that is finite; any other is the interpreter's to refuse.
pub(super) fn finite(value: f64) -> Result<f64, Trap> {
    if value.is_finite() { Ok(value) } else { Err(Trap::Other) }
}

/// A criterion.
pub(super) enum Number {
    /// A whole number.
    Whole(Code<i64>),
    /// A number with a fraction.
    Float(Code<f64>),
    /// A share.
    Share(Code<f64>),
}

impl Number {
    /// Its value.
    #[inline(always)]
    pub fn value(&self, frame: &Frame<'_>) -> Got<f64> {
        match self {
            Self::Whole(code) => Ok(code(frame)? as f64),
            Self::Float(code) => finite(code(frame)?),
            Self::Share(code) => match code(frame)? {
                share if share.to_bits() == NOT_APPLICABLE => Err(Trap::NotApplicable),
                share => Ok(share),
            },
        }
    }
}
