//! Calls of the script's own functions, compiled in their place, and blocks in the place of a value.

use rhai::{Expr, Position, Stmt};

use super::code::{Code, Frame, Got, Operand, Step, Trap, Word};
use super::compile::Compiler;
use super::constants;
use super::flow::{Flow, sequence};
use super::statements::returns;
use super::types::{Bound, Made, Type, Value, stop};
use crate::script::program::body;

impl Compiler<'_> {
    /// A call of the script's own function.
    pub(super) fn inline(&mut self, name: &str, args: &[Expr], at: Position) -> Made<Value> {
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
        let made = self.block(&statements, true, at);
        self.depth -= 1;
        self.names = outer;
        let kind = std::mem::replace(&mut self.result, result);
        let flow = match made? {
            Flow::Give(value) => sequence(prologue, Some(value), at)?,
            Flow::Step(step) => {
                prologue.push(step);
                sequence(prologue, None, at)?
            }
        };
        valued(flow, kind, at)
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

    /// A block in the place of a value: `if a { 1 } else { 2 }`.
    pub(super) fn inline_block(&mut self, statements: &[Stmt], at: Position) -> Made<Value> {
        if returns(statements) {
            return stop("return within a value", at);
        }
        let result = self.result.take();
        let made = self.block(statements, true, at);
        let kind = std::mem::replace(&mut self.result, result);
        valued(made?, kind, at)
    }
}

/// What a block of this type gives, as a value within another.
fn valued(flow: Flow, kind: Option<Type>, at: Position) -> Made<Value> {
    fn of<T: Word>(run: impl Fn(&Frame<'_>) -> Got<u64> + Send + Sync + 'static) -> Operand<T> {
        let code: Code<T> = Box::new(move |frame| Ok(T::of(run(frame)?)));
        Operand::Code(code)
    }
    let Some(kind) = kind else { return stop("no value", at) };
    if kind == Type::Verdict {
        return stop("refusal within a value", at);
    }
    let step = match flow {
        Flow::Give(value) if kind == Type::Note => return Ok(value.noted()),
        Flow::Give(value) => return Ok(value),
        Flow::Step(step) => step,
    };
    let run = move |frame: &Frame<'_>| -> Got<u64> { step(frame)?.ok_or(Trap::Other) };
    Ok(match kind {
        Type::Int => Value::Int(of(run)),
        Type::Float => Value::Float(of(run)),
        Type::Bool => Value::Bool(of(run)),
        Type::Text => Value::Text(of(run)),
        Type::Day => Value::Day(of(run)),
        Type::Share => Value::Share(of(run)),
        Type::Note => Value::Note(of(run)),
        Type::Maybe => Value::Maybe(of(run)),
        Type::Verdict | Type::Indicator => Value::Indicator(of(run)),
    })
}
