//! From Rhai's syntax tree to closures, for the part of the language that is pure and of one type at each place.
//!
//! Whatever is not understood stops the compilation with the reason: the interpreter does that function then. Calls
//! of the script's own functions are compiled in their place.

use std::collections::BTreeSet;
use std::rc::Rc;

use rhai::{AST, ASTFlags, Dynamic, Engine, Expr, FnCallExpr, OpAssignment, Position, Stmt};

use super::code::{Code, Frame, LISTS, LOCALS, NOT_APPLICABLE, NOTHING, Operand, Step, Trap, Word};
use super::figures::Site;
use super::pack::{Kind, Packed};
use super::{constants, natives};
use crate::script::api::facts::Schema;
use crate::script::program::{Program, body};

/// What stopped a compilation, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stopped {
    /// The construct.
    pub what: String,
    /// Its place.
    pub at: Position,
}

pub(super) type Made<T> = Result<T, Stopped>;

/// Ends a compilation.
pub(super) fn stop<T>(what: impl Into<String>, at: Position) -> Made<T> {
    Err(Stopped { what: what.into(), at })
}

/// A compiled expression with its type.
pub(super) enum Value {
    /// A whole number.
    Int(Operand<i64>),
    /// A number with a fraction.
    Float(Operand<f64>),
    /// Yes or no.
    Bool(Operand<bool>),
    /// A text, by its number.
    Text(Operand<u64>),
    /// A day, by its number.
    Day(Operand<i64>),
    /// A list: its word; whether it holds whole numbers, fractions or texts.
    List(Operand<u64>, Kind),
    /// A share; [`NOT_APPLICABLE`] where it does not apply.
    Share(Operand<f64>),
    /// A verdict of `eligible`: 0 or the number of a reason.
    Verdict(u64),
    /// The mentor (0) or the mentee (1).
    Person(usize),
    /// A text or [`NOTHING`].
    Note(Operand<u64>),
    /// A whole number or [`NO_NUMBER`].
    Maybe(Operand<i64>),
    /// `unknown()`.
    Unknown,
    /// Numbers by name.
    Scores(Operand<u64>),
    /// Their names.
    Names(Operand<u64>),
    /// A list that grows.
    Grown(usize),
    /// A value that is known before anything runs.
    Constant(Rc<Dynamic>),
    /// A whole number written out: good as the key of a constant map only.
    Digits(Code<i64>),
    /// An indicator: the number of its [`Site`].
    Indicator(Code<u64>),
}

/// The type of a variable or result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Type {
    Int,
    Float,
    Bool,
    Text,
    Day,
    Share,
    Verdict,
    Note,
    Maybe,
    Indicator,
}

#[derive(Clone)]
pub(super) enum Bound {
    Person(usize),
    Field(usize, u16),
    Local(usize, Type),
    Grown(usize),
    Constant(Rc<Dynamic>),
}

/// The state of a compilation.
pub(super) struct Compiler<'a> {
    pub(super) ast: &'a AST,
    pub(super) engine: &'a Engine,
    pub(super) packed: &'a mut Packed,
    schema: &'a Schema,
    pub(super) names: Vec<(String, Bound)>,
    locals: usize,
    result: Option<Type>,
    depth: usize,
    nodes: usize,
    /// The reasons of refusals, from number 1.
    pub(super) reasons: Vec<String>,
    /// What the elements of each list that grows are, once something was put in.
    pub(super) grown: Vec<Option<Kind>>,
    /// Where indicators are made.
    pub(super) sites: Vec<Site>,
    /// The fields that were read.
    pub(super) touched: BTreeSet<u16>,
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

    /// The type that the function returns.
    pub(super) fn result(&self) -> Option<Type> {
        self.result
    }

    pub(super) fn field(&mut self, side: usize, slot: u16, at: Position) -> Made<Value> {
        let from = (side, slot);
        self.touched.insert(slot);
        Ok(match self.packed.sides[side].kinds[usize::from(slot)] {
            Kind::Int => Value::Int(Operand::Field(from.0, from.1)),
            Kind::Float => Value::Float(Operand::Field(from.0, from.1)),
            Kind::Bool => Value::Bool(Operand::Field(from.0, from.1)),
            Kind::Text => Value::Text(Operand::Field(from.0, from.1)),
            Kind::Date => Value::Day(Operand::Field(from.0, from.1)),
            kind @ (Kind::Ints | Kind::Texts | Kind::Floats) => {
                Value::List(Operand::Field(from.0, from.1), kind)
            }
            Kind::Scores => Value::Scores(Operand::Field(from.0, from.1)),
            // Nobody has it: whatever is done with it has no data. As a text it can be compared and asked for.
            Kind::Absent => Value::Text(Operand::Field(from.0, from.1)),
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
    pub(super) fn asked(&self, expression: &Expr) -> Made<Option<(usize, u16)>> {
        if let Expr::Variable(variable, ..) = expression
            && let Some(Bound::Field(side, slot)) = self.bound(&variable.1)
        {
            return Ok(Some((side, slot)));
        }
        self.property(expression)
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
        let mut made: Option<Code<bool>> = None;
        for part in parts {
            let next = self.condition(part)?;
            made = Some(match made {
                None => next,
                Some(before) if or => Box::new(move |frame| Ok(before(frame)? || next(frame)?)),
                Some(before) => Box::new(move |frame| Ok(before(frame)? && next(frame)?)),
            });
        }
        match made {
            Some(code) => Ok(Value::Bool(Operand::Code(code))),
            None => stop("empty condition", Position::NONE),
        }
    }

    /// A condition: where the interpreter would find an unknown in place of yes or no, it says so itself.
    fn condition(&mut self, expression: &Expr) -> Made<Code<bool>> {
        match self.expression(expression)? {
            Value::Bool(operand) if operand.is_lazy() => {
                let code = operand.code();
                Ok(Box::new(move |frame| code(frame).map_err(|_| Trap::Other)))
            }
            Value::Bool(operand) => Ok(operand.code()),
            _ => stop("condition", expression.position()),
        }
    }

    fn call(&mut self, call: &FnCallExpr, at: Position) -> Made<Value> {
        if call.is_qualified() || call.capture_parent_scope {
            return stop("qualified call", at);
        }
        let name = call.name.as_str();
        let own = self
            .ast
            .iter_functions()
            .any(|found| found.name == name && found.params.len() == call.args.len());
        if own { self.inline(name, &call.args, at) } else { natives::call(self, name, &call.args, at) }
    }

    /// A call of the script's own function, compiled in its place.
    fn inline(&mut self, name: &str, args: &[Expr], at: Position) -> Made<Value> {
        if self.depth >= 8 {
            return stop("recursion", at);
        }
        let found =
            self.ast.iter_functions().find(|found| found.name == name && found.params.len() == args.len());
        let Some(params) =
            found.map(|found| found.params.iter().map(|name| (*name).to_string()).collect::<Vec<_>>())
        else {
            return stop(format!("function `{name}`"), at);
        };
        let mut prologue: Vec<Step> = Vec::new();
        let mut names = Vec::new();
        for (param, arg) in params.into_iter().zip(args) {
            names.push((param, self.argument(arg, &mut prologue)?));
        }
        let statements = body(self.ast, name, args.len());
        let outer = std::mem::replace(&mut self.names, names);
        let result = self.result.take();
        self.depth += 1;
        let made = self.block(&statements, true);
        self.depth -= 1;
        self.names = outer;
        let kind = std::mem::replace(&mut self.result, result);
        let code = made?;
        let Some(kind) = kind else { return stop("no value", at) };
        let run = move |frame: &Frame<'_>| -> Result<u64, Trap> {
            for step in &prologue {
                step(frame)?;
            }
            code(frame)?.ok_or(Trap::Other)
        };
        typed(kind, run, at)
    }

    /// An argument: people and fields stand for themselves, so that an unknown field is met where it is used.
    fn argument(&mut self, arg: &Expr, prologue: &mut Vec<Step>) -> Made<Bound> {
        if let Some((side, slot)) = self.asked(arg)? {
            return Ok(Bound::Field(side, slot));
        }
        if let Some(value) = constants::text(arg) {
            return Ok(Bound::Constant(value));
        }
        if let Expr::Variable(variable, ..) = arg
            && let Some(Bound::Constant(value)) = self.bound(&variable.1).filter(|_| variable.2.is_empty())
        {
            return Ok(Bound::Constant(value));
        }
        match self.expression(arg)? {
            Value::Person(side) => Ok(Bound::Person(side)),
            Value::Constant(value) => Ok(Bound::Constant(value)),
            value => {
                let (index, kind, step) = self.stored(value, None, arg.position())?;
                prologue.push(step);
                Ok(Bound::Local(index, kind))
            }
        }
    }

    /// Keeps a value in a local variable: a new one, or `into`.
    fn stored(&mut self, value: Value, into: Option<usize>, at: Position) -> Made<(usize, Type, Step)> {
        let index = match into {
            Some(index) => index,
            None if self.locals < LOCALS => {
                self.locals += 1;
                self.locals - 1
            }
            None => return stop("too many variables", at),
        };
        let (kind, step) = match value {
            Value::Int(operand) if !operand.is_lazy() => (Type::Int, keep(index, operand.code())),
            Value::Float(operand) if !operand.is_lazy() => (Type::Float, keep(index, operand.code())),
            Value::Bool(operand) if !operand.is_lazy() => (Type::Bool, keep(index, operand.code())),
            Value::Text(operand) if !operand.is_lazy() => (Type::Text, keep(index, operand.code())),
            Value::Day(operand) if !operand.is_lazy() => (Type::Day, keep(index, operand.code())),
            Value::Share(operand) => (Type::Share, keep(index, operand.code())),
            Value::Note(operand) => (Type::Note, keep(index, operand.code())),
            Value::Maybe(operand) => (Type::Maybe, keep(index, operand.code())),
            _ => return stop("value of a variable", at),
        };
        Ok((index, kind, step))
    }

    /// A block in the place of a value: `if a { 1 } else { 2 }`.
    fn inline_block(&mut self, statements: &[Stmt], at: Position) -> Made<Value> {
        if returns(statements) {
            return stop("return within a value", at);
        }
        let result = self.result.take();
        let made = self.block(statements, true);
        let kind = std::mem::replace(&mut self.result, result);
        let code = made?;
        let Some(kind) = kind else { return stop("no value", at) };
        typed(kind, move |frame: &Frame<'_>| code(frame)?.ok_or(Trap::Other), at)
    }

    /// Statements; the last of a `tail` block is its value.
    pub(super) fn block(&mut self, statements: &[Stmt], tail: bool) -> Made<Step> {
        let mark = self.names.len();
        let mut steps: Vec<Step> = Vec::new();
        for (index, statement) in statements.iter().enumerate() {
            let last = tail && index + 1 == statements.len();
            if let Some(step) = self.statement(statement, last)? {
                steps.push(step);
            }
        }
        self.names.truncate(mark);
        if steps.len() == 1
            && let Some(only) = steps.pop()
        {
            return Ok(only);
        }
        let steps = steps.into_boxed_slice();
        Ok(Box::new(move |frame| {
            for step in &steps {
                if let Some(word) = step(frame)? {
                    return Ok(Some(word));
                }
            }
            Ok(None)
        }))
    }

    fn statement(&mut self, statement: &Stmt, tail: bool) -> Made<Option<Step>> {
        Ok(Some(match statement {
            Stmt::Noop(_) => return Ok(None),
            Stmt::Var(variable, ..) => {
                let (name, expression, _) = &**variable;
                let (bound, step) = self.defined(expression)?;
                self.names.push((name.name.to_string(), bound));
                match step {
                    Some(step) => step,
                    None => return Ok(None),
                }
            }
            Stmt::Assignment(pair) => self.assignment(&pair.0, &pair.1.lhs, &pair.1.rhs)?,
            Stmt::If(flow, at) => {
                let condition = self.condition(&flow.expr)?;
                let body = self.block(flow.body.statements(), tail)?;
                if flow.branch.statements().is_empty() {
                    if tail {
                        return stop("if without else as a value", *at);
                    }
                    Box::new(move |frame| if condition(frame)? { body(frame) } else { Ok(None) })
                } else {
                    let branch = self.block(flow.branch.statements(), tail)?;
                    Box::new(move |frame| if condition(frame)? { body(frame) } else { branch(frame) })
                }
            }
            Stmt::For(each, at) => {
                self.each(&each.0.name, each.1.is_some(), &each.2.expr, each.2.body.statements(), *at)?
            }
            Stmt::Block(block) => self.block(block.statements(), tail)?,
            Stmt::Return(Some(expression), flags, at) => {
                if flags.contains(ASTFlags::BREAK) {
                    return stop("throw", *at);
                }
                self.returned(expression)?
            }
            Stmt::Expr(expression) if tail => self.returned(expression)?,
            Stmt::FnCall(call, at) if tail => {
                let value = self.call(call, *at)?;
                self.given(value, *at)?
            }
            Stmt::Expr(expression) => natives::pushed(self, expression)?,
            other => return stop("statement", other.position()),
        }))
    }

    /// What a new variable stands for, and the step that fills it.
    fn defined(&mut self, expression: &Expr) -> Made<(Bound, Option<Step>)> {
        if let Some((side, slot)) = self.asked(expression)? {
            return Ok((Bound::Field(side, slot), None));
        }
        let is_empty = matches!(expression, Expr::Array(elements, _) if elements.is_empty());
        if is_empty && self.has_room() && self.grown.len() < LISTS {
            let index = self.grown.len();
            self.grown.push(None);
            let clear: Step = Box::new(move |frame| {
                frame.grown(index)?.try_borrow_mut().map_err(|_| Trap::Other)?.clear();
                Ok(None)
            });
            return Ok((Bound::Grown(index), Some(clear)));
        }
        match self.expression(expression)? {
            Value::Constant(value) => Ok((Bound::Constant(value), None)),
            value => {
                let (index, kind, step) = self.stored(value, None, expression.position())?;
                Ok((Bound::Local(index, kind), Some(step)))
            }
        }
    }

    /// Whether there is room for lists that grow and for indicators.
    pub(super) fn has_room(&self) -> bool {
        self.indicators
    }

    fn assignment(&mut self, operation: &OpAssignment, target: &Expr, expression: &Expr) -> Made<Step> {
        let Expr::Variable(variable, _, at) = target else { return stop("assignment", target.position()) };
        let Some(Bound::Local(index, kind)) = self.bound(&variable.1) else { return stop("assignment", *at) };
        let right = self.expression(expression)?;
        let value = match operation.get_op_assignment_info() {
            None => right,
            Some((.., sign)) => natives::operator(self, sign, local(index, kind, *at)?, right, *at)?,
        };
        let (_, found, step) = self.stored(value, Some(index), *at)?;
        if found == kind { Ok(step) } else { stop("variable that changes its type", *at) }
    }

    fn each(&mut self, name: &str, counted: bool, list: &Expr, body: &[Stmt], at: Position) -> Made<Step> {
        let (list, kind, names) = match (counted, self.expression(list)?) {
            (false, Value::List(list, kind)) => (list, kind, false),
            (false, Value::Names(list)) => (list, Kind::Texts, true),
            _ => return stop("for", at),
        };
        if list.is_lazy() && !names && breaks(body) || self.locals >= LOCALS {
            return stop("for", at);
        }
        let index = self.locals;
        self.locals += 1;
        let mark = self.names.len();
        let of = match kind {
            Kind::Texts => Type::Text,
            Kind::Floats => Type::Float,
            _ => Type::Int,
        };
        self.names.push((name.to_string(), Bound::Local(index, of)));
        let body = self.block(body, false)?;
        self.names.truncate(mark);
        let list = list.code();
        Ok(Box::new(move |frame| {
            let (elements, step) = match names {
                true => (frame.scores(list(frame)?), 2),
                // The interpreter finds an unknown in place of a list a fault of its own.
                false => (frame.list(list(frame).map_err(|_| Trap::Other)?), 1),
            };
            frame.burn(elements.len())?;
            for word in elements.iter().step_by(step) {
                frame.locals[index & (LOCALS - 1)].set(*word);
                if let Some(word) = body(frame)? {
                    return Ok(Some(word));
                }
            }
            Ok(None)
        }))
    }

    /// A value that the function returns. One type for all its returns.
    fn returned(&mut self, expression: &Expr) -> Made<Step> {
        let value = self.expression(expression)?;
        self.given(value, expression.position())
    }

    fn given(&mut self, value: Value, at: Position) -> Made<Step> {
        fn step<T: Word>(operand: Operand<T>, at: Position) -> Made<Step> {
            if operand.is_lazy() {
                // The caller would meet the unknown, not this function.
                return stop("field returned as it is", at);
            }
            let code = operand.code();
            Ok(Box::new(move |frame| Ok(Some(code(frame)?.word()))))
        }
        let (kind, step) = match value {
            // `true` says that a pair may be, where refusals are returned too.
            Value::Bool(Operand::Const(true)) if self.result == Some(Type::Verdict) => {
                (Type::Verdict, step(Operand::Const(0_u64), at)?)
            }
            Value::Int(operand) => (Type::Int, step(operand, at)?),
            Value::Float(operand) => (Type::Float, step(operand, at)?),
            Value::Bool(operand) => (Type::Bool, step(operand, at)?),
            Value::Text(operand) => (Type::Text, step(operand, at)?),
            Value::Day(operand) => (Type::Day, step(operand, at)?),
            Value::Share(operand) => (Type::Share, step(operand, at)?),
            Value::Verdict(number) => (Type::Verdict, step(Operand::Const(number), at)?),
            Value::Note(operand) => (Type::Note, step(operand, at)?),
            Value::Maybe(operand) => (Type::Maybe, step(operand, at)?),
            Value::Indicator(code) => (Type::Indicator, step(Operand::Code(code), at)?),
            _ => return stop("returned value", at),
        };
        // A text beside `()` is a text that may be none; the words are the same.
        let joined = match (self.result, kind) {
            (None, kind) => kind,
            (Some(known), kind) if known == kind => kind,
            (Some(Type::Text | Type::Note), Type::Text | Type::Note) => Type::Note,
            _ => return stop("values of different types", at),
        };
        self.result = Some(joined);
        Ok(step)
    }

    /// The statements before the entries of a score; they may not return, and what they define stays.
    pub(super) fn prefix(&mut self, statements: &[Stmt], at: Position) -> Made<Step> {
        if returns(statements) {
            return stop("return before the criteria", at);
        }
        let mut steps: Vec<Step> = Vec::new();
        for statement in statements {
            steps.extend(self.statement(statement, false)?);
        }
        Ok(Box::new(move |frame| {
            for step in &steps {
                step(frame)?;
            }
            Ok(None)
        }))
    }

    /// An entry of the score: any number, or a share.
    pub(super) fn entry(&mut self, expression: &Expr) -> Made<Code<f64>> {
        Ok(match self.expression(expression)? {
            Value::Int(operand) => {
                let code = operand.code();
                Box::new(move |frame| Ok(code(frame)? as f64))
            }
            Value::Float(operand) => {
                let code = operand.code();
                Box::new(move |frame| finite(code(frame)?))
            }
            Value::Share(operand) => {
                let code = operand.code();
                Box::new(move |frame| match code(frame)? {
                    share if share.to_bits() == NOT_APPLICABLE => Err(Trap::NotApplicable),
                    share => Ok(share),
                })
            }
            Value::Text(operand) if self.is_absent(&operand) => {
                let code = operand.code();
                Box::new(move |frame| code(frame).and(Err(Trap::Other)))
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

fn keep<T: Word>(index: usize, code: Code<T>) -> Step {
    Box::new(move |frame| {
        frame.locals[index & (LOCALS - 1)].set(code(frame)?.word());
        Ok(None)
    })
}

fn local(index: usize, kind: Type, at: Position) -> Made<Value> {
    Ok(match kind {
        Type::Int => Value::Int(Operand::Local(index)),
        Type::Float => Value::Float(Operand::Local(index)),
        Type::Bool => Value::Bool(Operand::Local(index)),
        Type::Text => Value::Text(Operand::Local(index)),
        Type::Day => Value::Day(Operand::Local(index)),
        Type::Share => Value::Share(Operand::Local(index)),
        Type::Note => Value::Note(Operand::Local(index)),
        Type::Maybe => Value::Maybe(Operand::Local(index)),
        Type::Verdict | Type::Indicator => return stop("variable", at),
    })
}

fn typed(
    kind: Type,
    run: impl Fn(&Frame<'_>) -> Result<u64, Trap> + Send + Sync + 'static,
    at: Position,
) -> Made<Value> {
    Ok(match kind {
        Type::Int => Value::Int(Operand::Code(Box::new(move |frame| Ok(i64::of(run(frame)?))))),
        Type::Float => Value::Float(Operand::Code(Box::new(move |frame| Ok(f64::of(run(frame)?))))),
        Type::Bool => Value::Bool(Operand::Code(Box::new(move |frame| Ok(bool::of(run(frame)?))))),
        Type::Text => Value::Text(Operand::Code(Box::new(run))),
        Type::Day => Value::Day(Operand::Code(Box::new(move |frame| Ok(i64::of(run(frame)?))))),
        Type::Share => Value::Share(Operand::Code(Box::new(move |frame| Ok(f64::of(run(frame)?))))),
        Type::Note => Value::Note(Operand::Code(Box::new(run))),
        Type::Maybe => Value::Maybe(Operand::Code(Box::new(move |frame| Ok(i64::of(run(frame)?))))),
        Type::Indicator => Value::Indicator(Box::new(run)),
        Type::Verdict => return stop("refusal within a value", at),
    })
}

fn returns(statements: &[Stmt]) -> bool {
    statements.iter().any(|statement| match statement {
        Stmt::Return(..) => true,
        Stmt::If(flow, _) => returns(flow.body.statements()) || returns(flow.branch.statements()),
        Stmt::For(each, _) => returns(each.2.body.statements()),
        Stmt::Block(block) => returns(block.statements()),
        _ => false,
    })
}

fn breaks(statements: &[Stmt]) -> bool {
    statements.iter().any(|statement| matches!(statement, Stmt::BreakLoop(..)))
}
