//! What expressions are compiled to, and what is known of them.

use std::rc::Rc;

use rhai::{Dynamic, Position};

use super::code::{Code, Operand};
use super::pack::Kind;

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
    /// A share; [`NOT_APPLICABLE`](super::code::NOT_APPLICABLE) where it does not apply.
    Share(Operand<f64>),
    /// A verdict of `eligible`: 0 or the number of a reason.
    Verdict(Operand<u64>),
    /// The mentor (0) or the mentee (1).
    Person(usize),
    /// A text or [`NOTHING`](super::code::NOTHING).
    Note(Operand<u64>),
    /// A whole number or [`NO_NUMBER`](super::code::NO_NUMBER).
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
    /// An indicator: the number of its [`Site`](super::figures::Site).
    Indicator(Operand<u64>),
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

/// Does the same to the operand of a value of any [`Type`]; gives nothing for the others.
macro_rules! typed {
    ($value:expr, $operand:ident => $made:expr) => {
        match $value {
            Value::Int($operand) => Some($made),
            Value::Float($operand) => Some($made),
            Value::Bool($operand) => Some($made),
            Value::Text($operand) => Some($made),
            Value::Day($operand) => Some($made),
            Value::Share($operand) => Some($made),
            Value::Verdict($operand) => Some($made),
            Value::Note($operand) => Some($made),
            Value::Maybe($operand) => Some($made),
            Value::Indicator($operand) => Some($made),
            _ => None,
        }
    };
}
pub(super) use typed;

impl Value {
    /// Its type, where variables and results may have it.
    pub fn kind(&self) -> Option<Type> {
        Some(match self {
            Self::Int(_) => Type::Int,
            Self::Float(_) => Type::Float,
            Self::Bool(_) => Type::Bool,
            Self::Text(_) => Type::Text,
            Self::Day(_) => Type::Day,
            Self::Share(_) => Type::Share,
            Self::Verdict(_) => Type::Verdict,
            Self::Note(_) => Type::Note,
            Self::Maybe(_) => Type::Maybe,
            Self::Indicator(_) => Type::Indicator,
            _ => return None,
        })
    }

    /// Whether it is a field that may be unknown: whoever uses it meets that, not this place.
    pub fn is_lazy(&self) -> bool {
        typed!(self, operand => operand.is_lazy()).unwrap_or(false)
    }

    /// A text as one that may be none: the words are the same.
    pub fn noted(self) -> Self {
        match self {
            Self::Text(operand) => Self::Note(operand),
            other => other,
        }
    }
}

/// What a name stands for.
#[derive(Clone)]
pub(super) enum Bound {
    Person(usize),
    Field(usize, u16),
    Local(usize, Type),
    Grown(usize),
    Constant(Rc<Dynamic>),
}

/// The value of a local variable.
pub(super) fn local(index: usize, kind: Type, at: Position) -> Made<Value> {
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
