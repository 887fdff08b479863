//! What statements come to: steps that may return, and values that a block always gives. Calls of closures are what
//! compiled code costs, so what can be put into one closure is.

use rhai::Position;

use super::code::{Code, Frame, Got, Operand, Read, Step, Trap, Word};
use super::types::{Made, Value, stop, typed};

/// What a statement or block comes to.
pub(super) enum Flow {
    /// It may return, or go on.
    Step(Step),
    /// It always returns this, or is this where a value is asked for. Never a field that may be unknown.
    Give(Value),
}

/// A condition.
pub(super) enum Test {
    /// It holds for everybody, or for nobody.
    Always(bool),
    /// A field is known.
    Known(usize, u16),
    /// A comparison of two words that are read where they stand.
    Compare(Compare),
    /// Anything else.
    Code(Code<bool>),
}

/// How two words are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    Same,
    Other,
    Less,
    LessOrSame,
    More,
    MoreOrSame,
}

impl Sign {
    /// By its operator.
    pub fn of(name: &str) -> Option<Self> {
        Some(match name {
            "==" => Self::Same,
            "!=" => Self::Other,
            "<" => Self::Less,
            "<=" => Self::LessOrSame,
            ">" => Self::More,
            ">=" => Self::MoreOrSame,
            _ => return None,
        })
    }
}

/// A comparison of whole numbers, days, or, by equality, of texts and truths.
#[derive(Clone, Copy)]
pub(super) struct Compare {
    pub left: Read,
    pub right: Read,
    pub sign: Sign,
}

impl Compare {
    #[inline(always)]
    fn holds(&self, frame: &Frame<'_>) -> Got<bool> {
        let (left, right) = (self.left.word(frame)?.cast_signed(), self.right.word(frame)?.cast_signed());
        Ok(match self.sign {
            Sign::Same => left == right,
            Sign::Other => left != right,
            Sign::Less => left < right,
            Sign::LessOrSame => left <= right,
            Sign::More => left > right,
            Sign::MoreOrSame => left >= right,
        })
    }
}

/// Calls a function with a condition as a closure, each kind of condition by itself.
macro_rules! with_test {
    ($test:expr, $always:ident => $then:expr, $holds:ident => $made:expr) => {
        match $test {
            Test::Always($always) => $then,
            Test::Known(side, slot) => {
                let $holds = move |frame: &Frame<'_>| -> Got<bool> { Ok(frame.is_known(side, slot)) };
                $made
            }
            Test::Compare(compare) => {
                let $holds = move |frame: &Frame<'_>| compare.holds(frame);
                $made
            }
            Test::Code($holds) => $made,
        }
    };
}

impl Test {
    /// As code.
    pub fn code(self) -> Code<bool> {
        with_test!(self, always => Box::new(move |_| Ok(always)), holds => Box::new(holds))
    }

    /// As a value.
    pub fn value(self) -> Value {
        Value::Bool(match self {
            Self::Always(always) => Operand::Const(always),
            test => Operand::Code(test.code()),
        })
    }

    /// `self && next`.
    pub fn and(self, next: Self) -> Self {
        if let Self::Always(true) = next {
            return self;
        }
        with_test!(self, always => if always { next } else { Self::Always(false) }, holds => {
            let next = next.code();
            Self::Code(Box::new(move |frame| if holds(frame)? { next(frame) } else { Ok(false) }))
        })
    }

    /// `self || next`.
    pub fn or(self, next: Self) -> Self {
        if let Self::Always(false) = next {
            return self;
        }
        with_test!(self, always => if always { Self::Always(true) } else { next }, holds => {
            let next = next.code();
            Self::Code(Box::new(move |frame| if holds(frame)? { Ok(true) } else { next(frame) }))
        })
    }
}

impl Flow {
    /// As a step.
    pub fn step(self, at: Position) -> Made<Step> {
        fn returned<T: Word>(operand: Operand<T>) -> Step {
            match operand {
                Operand::Const(value) => {
                    let word = value.word();
                    Box::new(move |_| Ok(Some(word)))
                }
                operand => {
                    let code = operand.code();
                    Box::new(move |frame| Ok(Some(code(frame)?.word())))
                }
            }
        }
        match self {
            Self::Step(step) => Ok(step),
            Self::Give(value) => match typed!(value, operand => returned(operand)) {
                Some(step) => Ok(step),
                None => stop("returned value", at),
            },
        }
    }

    /// As the word that it returns: where it goes on instead, the interpreter says what that means.
    pub fn word(self, at: Position) -> Made<Code<u64>> {
        fn word<T: Word>(operand: Operand<T>) -> Code<u64> {
            let code = operand.code();
            Box::new(move |frame| Ok(code(frame)?.word()))
        }
        match self {
            Self::Give(Value::Verdict(operand) | Value::Text(operand) | Value::Note(operand)) => {
                Ok(operand.code())
            }
            Self::Give(value) => match typed!(value, operand => word(operand)) {
                Some(code) => Ok(code),
                None => stop("returned value", at),
            },
            Self::Step(step) => Ok(Box::new(move |frame| step(frame)?.ok_or(Trap::Other))),
        }
    }
}

/// `if test { yes } else { no }`.
pub(super) fn either(test: Test, yes: Flow, no: Option<Flow>, at: Position) -> Made<Flow> {
    match (yes, no) {
        (Flow::Give(yes), Some(Flow::Give(no))) => choose(test, yes, no, at).map(Flow::Give),
        (Flow::Give(yes), None) => match typed!(yes, operand => when(test, operand)) {
            Some(step) => Ok(Flow::Step(step)),
            None => stop("returned value", at),
        },
        (yes, Some(no)) => {
            let (yes, no) = (yes.step(at)?, no.step(at)?);
            Ok(Flow::Step(with_test!(test, always => if always { yes } else { no }, holds => {
                Box::new(move |frame| if holds(frame)? { yes(frame) } else { no(frame) })
            })))
        }
        (Flow::Step(yes), None) => {
            Ok(Flow::Step(with_test!(test, always => if always { yes } else { nothing() }, holds => {
                Box::new(move |frame| if holds(frame)? { yes(frame) } else { Ok(None) })
            })))
        }
    }
}

fn nothing() -> Step {
    Box::new(|_| Ok(None))
}

/// `if test { return value; }`
fn when<T: Word>(test: Test, value: Operand<T>) -> Step {
    if let Operand::Const(value) = value {
        let word = value.word();
        return with_test!(test, always => Box::new(move |_| Ok(always.then_some(word))), holds => {
            Box::new(move |frame| Ok(if holds(frame)? { Some(word) } else { None }))
        });
    }
    let code = value.code();
    with_test!(test, always => {
        Box::new(move |frame| if always { Ok(Some(code(frame)?.word())) } else { Ok(None) })
    }, holds => {
        Box::new(move |frame| if holds(frame)? { Ok(Some(code(frame)?.word())) } else { Ok(None) })
    })
}

/// One of two values of one type.
fn choose(test: Test, yes: Value, no: Value, at: Position) -> Made<Value> {
    fn one<T: Word>(test: Test, yes: Operand<T>, no: Operand<T>) -> Operand<T> {
        if let (Operand::Const(yes), Operand::Const(no)) = (&yes, &no) {
            let (yes, no) = (*yes, *no);
            return with_test!(test, always => Operand::Const(if always { yes } else { no }), holds => {
                Operand::Code(Box::new(move |frame| Ok(if holds(frame)? { yes } else { no })))
            });
        }
        with_test!(test, always => if always { yes } else { no }, holds => {
            let (yes, no) = (yes.code(), no.code());
            Operand::Code(Box::new(move |frame| if holds(frame)? { yes(frame) } else { no(frame) }))
        })
    }
    Ok(match (yes, no) {
        (Value::Int(yes), Value::Int(no)) => Value::Int(one(test, yes, no)),
        (Value::Float(yes), Value::Float(no)) => Value::Float(one(test, yes, no)),
        (Value::Bool(yes), Value::Bool(no)) => Value::Bool(one(test, yes, no)),
        (Value::Text(yes), Value::Text(no)) => Value::Text(one(test, yes, no)),
        (Value::Day(yes), Value::Day(no)) => Value::Day(one(test, yes, no)),
        (Value::Share(yes), Value::Share(no)) => Value::Share(one(test, yes, no)),
        (Value::Verdict(yes), Value::Verdict(no)) => Value::Verdict(one(test, yes, no)),
        (Value::Maybe(yes), Value::Maybe(no)) => Value::Maybe(one(test, yes, no)),
        (Value::Indicator(yes), Value::Indicator(no)) => Value::Indicator(one(test, yes, no)),
        (Value::Text(yes) | Value::Note(yes), Value::Text(no) | Value::Note(no)) => {
            Value::Note(one(test, yes, no))
        }
        _ => return stop("values of different types", at),
    })
}

/// Steps one after the other, and what the last of them gives.
pub(super) fn sequence(mut steps: Vec<Step>, last: Option<Value>, at: Position) -> Made<Flow> {
    /// What the steps return, else the value.
    fn then<T: Word>(steps: Box<[Step]>, value: Operand<T>) -> Operand<T> {
        if let Operand::Const(value) = value {
            return Operand::Code(Box::new(move |frame| Ok(passed(&steps, frame)?.map_or(value, T::of))));
        }
        let code = value.code();
        Operand::Code(Box::new(move |frame| match passed(&steps, frame)? {
            Some(word) => Ok(T::of(word)),
            None => code(frame),
        }))
    }
    let Some(value) = last else {
        if steps.len() == 1
            && let Some(only) = steps.pop()
        {
            return Ok(Flow::Step(only));
        }
        let steps = steps.into_boxed_slice();
        return Ok(Flow::Step(Box::new(move |frame| passed(&steps, frame))));
    };
    if steps.is_empty() {
        return Ok(Flow::Give(value));
    }
    let steps = steps.into_boxed_slice();
    Ok(Flow::Give(match value {
        Value::Int(value) => Value::Int(then(steps, value)),
        Value::Float(value) => Value::Float(then(steps, value)),
        Value::Bool(value) => Value::Bool(then(steps, value)),
        Value::Text(value) => Value::Text(then(steps, value)),
        Value::Day(value) => Value::Day(then(steps, value)),
        Value::Share(value) => Value::Share(then(steps, value)),
        Value::Verdict(value) => Value::Verdict(then(steps, value)),
        Value::Note(value) => Value::Note(then(steps, value)),
        Value::Maybe(value) => Value::Maybe(then(steps, value)),
        Value::Indicator(value) => Value::Indicator(then(steps, value)),
        _ => return stop("returned value", at),
    }))
}

#[inline(always)]
fn passed(steps: &[Step], frame: &Frame<'_>) -> Got<Option<u64>> {
    for step in steps {
        if let Some(word) = step(frame)? {
            return Ok(Some(word));
        }
    }
    Ok(None)
}
