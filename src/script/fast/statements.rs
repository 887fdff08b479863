//! Statements: blocks, variables, choices and loops.

use rhai::{ASTFlags, Expr, OpAssignment, Position, Stmt};

use super::code::{LISTS, LOCALS, Operand, Step, Trap, Word};
use super::compile::Compiler;
use super::flow::{Flow, either, sequence};
use super::natives;
use super::pack::Kind;
use super::types::{Bound, Made, Type, Value, local, stop};

impl Compiler<'_> {
    /// Statements; the last of a `tail` block is its value.
    pub(super) fn block(&mut self, statements: &[Stmt], tail: bool, at: Position) -> Made<Flow> {
        let mark = self.names.len();
        let (mut steps, mut given) = (Vec::new(), None);
        for (index, statement) in statements.iter().enumerate() {
            let last = tail && index + 1 == statements.len();
            match self.statement(statement, last)? {
                // Nothing runs after what always returns.
                _ if given.is_some() => {}
                Some(Flow::Step(step)) => steps.push(step),
                Some(Flow::Give(value)) => given = Some(value),
                None => {}
            }
        }
        self.names.truncate(mark);
        sequence(steps, given, at)
    }

    fn statement(&mut self, statement: &Stmt, tail: bool) -> Made<Option<Flow>> {
        Ok(Some(match statement {
            Stmt::Noop(_) => return Ok(None),
            Stmt::Var(variable, ..) => {
                let (name, expression, _) = &**variable;
                let (bound, step) = self.defined(expression)?;
                self.names.push((name.name.to_string(), bound));
                return Ok(step.map(Flow::Step));
            }
            Stmt::Assignment(pair) => Flow::Step(self.assignment(&pair.0, &pair.1.lhs, &pair.1.rhs)?),
            Stmt::If(flow, at) => {
                let test = self.test(&flow.expr)?;
                let yes = self.block(flow.body.statements(), tail, *at)?;
                let no = match flow.branch.statements() {
                    [] if tail => return stop("if without else as a value", *at),
                    [] => None,
                    branch => Some(self.block(branch, tail, *at)?),
                };
                either(test, yes, no, *at)?
            }
            Stmt::For(each, at) => Flow::Step(self.each(
                &each.0.name,
                each.1.is_some(),
                &each.2.expr,
                each.2.body.statements(),
                *at,
            )?),
            Stmt::Block(block) => self.block(block.statements(), tail, block.position())?,
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
            Stmt::Expr(expression) => Flow::Step(natives::pushed(self, expression)?),
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

    /// Keeps a value in a local variable: a new one, or `into`.
    pub(super) fn stored(
        &mut self,
        value: Value,
        into: Option<usize>,
        at: Position,
    ) -> Made<(usize, Type, Step)> {
        let index = match into {
            Some(index) => index,
            None => self.room_for_local(at)?,
        };
        let (kind, step) = match value {
            // A share, a note and a number that may be missing are made, never fields.
            value if value.is_lazy() => return stop("value of a variable", at),
            Value::Int(operand) => (Type::Int, keep(index, operand)),
            Value::Float(operand) => (Type::Float, keep(index, operand)),
            Value::Bool(operand) => (Type::Bool, keep(index, operand)),
            Value::Text(operand) => (Type::Text, keep(index, operand)),
            Value::Day(operand) => (Type::Day, keep(index, operand)),
            Value::Share(operand) => (Type::Share, keep(index, operand)),
            Value::Note(operand) => (Type::Note, keep(index, operand)),
            Value::Maybe(operand) => (Type::Maybe, keep(index, operand)),
            _ => return stop("value of a variable", at),
        };
        Ok((index, kind, step))
    }

    fn assignment(&mut self, operation: &OpAssignment, target: &Expr, expression: &Expr) -> Made<Step> {
        let Expr::Variable(variable, _, at) = target else { return stop("assignment", target.position()) };
        let Some(Bound::Local(index, kind)) = self.bound(&variable.1) else { return stop("assignment", *at) };
        let right = self.expression(expression)?;
        let sign = operation.get_op_assignment_info().map(|(.., sign)| sign);
        // Counting is what most assignments do.
        if let (Type::Int, Some("+"), Value::Int(Operand::Const(more))) = (kind, sign, &right) {
            let more = *more;
            return Ok(Box::new(move |frame| {
                let sum = i64::of(frame.local(index)).checked_add(more).ok_or(Trap::Other)?;
                frame.set(index, sum.word());
                Ok(None)
            }));
        }
        let value = match sign {
            None => right,
            Some(sign) => natives::operator(self, sign, local(index, kind, *at)?, right, *at)?,
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
        if list.is_lazy() && !names && breaks(body) {
            return stop("for", at);
        }
        let index = self.room_for_local(at)?;
        let mark = self.names.len();
        let of = match kind {
            Kind::Texts => Type::Text,
            Kind::Floats => Type::Float,
            _ => Type::Int,
        };
        self.names.push((name.to_string(), Bound::Local(index, of)));
        let body = self.block(body, false, at)?.step(at)?;
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
                frame.set(index, *word);
                if let Some(word) = body(frame)? {
                    return Ok(Some(word));
                }
            }
            Ok(None)
        }))
    }

    /// A value that the function returns. One type for all its returns.
    fn returned(&mut self, expression: &Expr) -> Made<Flow> {
        let value = self.expression(expression)?;
        self.given(value, expression.position())
    }

    fn given(&mut self, value: Value, at: Position) -> Made<Flow> {
        let value = match value {
            // `true` says that a pair may be, where refusals are returned too.
            Value::Bool(Operand::Const(true)) if self.result == Some(Type::Verdict) => {
                Value::Verdict(Operand::Const(0))
            }
            // The caller would meet the unknown, not this function.
            value if value.is_lazy() => return stop("field returned as it is", at),
            value => value,
        };
        let Some(kind) = value.kind() else { return stop("returned value", at) };
        // A text beside `()` is a text that may be none; the words are the same.
        let joined = match (self.result, kind) {
            (None, kind) => kind,
            (Some(known), kind) if known == kind => kind,
            (Some(Type::Text | Type::Note), Type::Text | Type::Note) => Type::Note,
            _ => return stop("values of different types", at),
        };
        self.result = Some(joined);
        Ok(Flow::Give(value))
    }

    /// The statements before the entries of a score; they may not return, and what they define stays.
    pub(super) fn prefix(&mut self, statements: &[Stmt], at: Position) -> Made<Vec<Step>> {
        if returns(statements) {
            return stop("return before the criteria", at);
        }
        let mut steps: Vec<Step> = Vec::new();
        for statement in statements {
            if let Some(flow) = self.statement(statement, false)? {
                steps.push(flow.step(at)?);
            }
        }
        Ok(steps)
    }

    fn room_for_local(&mut self, at: Position) -> Made<usize> {
        if self.locals >= LOCALS {
            return stop("too many variables", at);
        }
        self.locals += 1;
        Ok(self.locals - 1)
    }
}

fn keep<T: Word>(index: usize, operand: Operand<T>) -> Step {
    if let Operand::Const(value) = operand {
        let word = value.word();
        return Box::new(move |frame| {
            frame.set(index, word);
            Ok(None)
        });
    }
    let code = operand.code();
    Box::new(move |frame| {
        frame.set(index, code(frame)?.word());
        Ok(None)
    })
}

pub(super) fn returns(statements: &[Stmt]) -> bool {
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
