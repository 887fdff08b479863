//! Operators and host functions, compiled. Each does what the interpreter's does, or gives the pair to it.

use rhai::{Expr, Position};

use super::chain::has_name;
use super::code::{Code, Frame, NO_NUMBER, NOT_APPLICABLE, NOTHING, Number, Operand, Trap, binary, wide};
use super::compile::{Compiler, Made, Value, finite, stop};
use super::figures::{self, applicable, there};
use super::pack::Kind;

pub(super) use super::chain::{chain, pushed};

/// A call of an operator or a host function.
pub(super) fn call(compiler: &mut Compiler<'_>, name: &str, args: &[Expr], at: Position) -> Made<Value> {
    if let Some(made) = figures::call(compiler, name, args, at) {
        return made;
    }
    match (name, args) {
        ("known" | "известно", [asked]) => known(compiler, asked, at),
        ("refuse" | "отказ", [Expr::StringConstant(reason, _)]) => {
            if reason.trim().is_empty() {
                return stop("empty reason", at);
            }
            compiler.reasons.push(reason.trim().to_string());
            Ok(Value::Verdict(Operand::Const(compiler.reasons.len() as u64)))
        }
        ("!", [one]) => match compiler.expression(one)? {
            Value::Bool(operand) => {
                let code = operand.code();
                Ok(Value::Bool(Operand::Code(Box::new(move |frame| Ok(!code(frame)?)))))
            }
            _ => stop("!", at),
        },
        ("-", [one]) => match compiler.expression(one)? {
            Value::Int(operand) => Ok(int(operand, |value| value.checked_neg())),
            Value::Float(operand) => {
                let code = operand.code();
                Ok(Value::Float(Operand::Code(Box::new(move |frame| Ok(-code(frame)?)))))
            }
            _ => stop("-", at),
        },
        ("abs", [one]) => match compiler.expression(one)? {
            Value::Int(operand) => Ok(int(operand, |value| value.checked_abs())),
            Value::Float(operand) => {
                let code = operand.code();
                Ok(Value::Float(Operand::Code(Box::new(move |frame| Ok(code(frame)?.abs())))))
            }
            _ => stop("abs", at),
        },
        (_, [left, right]) => {
            let left = compiler.expression(left)?;
            let right = compiler.expression(right)?;
            operator(compiler, name, left, right, at)
        }
        _ => stop(format!("function `{name}`"), at),
    }
}

/// Whether something is known: a field, or what was found by a key.
fn known(compiler: &mut Compiler<'_>, asked: &Expr, at: Position) -> Made<Value> {
    if let Some((side, slot)) = compiler.asked(asked)? {
        compiler.touched.insert(slot);
        return Ok(match compiler.packed.sides[side].certain(slot) {
            Some(always) => Value::Bool(Operand::Const(always)),
            None => Value::Bool(Operand::Code(Box::new(move |frame| Ok(frame.is_known(side, slot))))),
        });
    }
    Ok(Value::Bool(Operand::Code(match compiler.expression(asked)? {
        Value::Maybe(operand) => operand.then(|number| Ok(number != NO_NUMBER)),
        Value::Note(operand) => operand.then(|text| Ok(text != NOTHING)),
        Value::Share(operand) => operand.then(|_| Ok(true)),
        _ => return stop("known() of no field", at),
    })))
}

fn int(operand: Operand<i64>, apply: impl Fn(i64) -> Option<i64> + Send + Sync + 'static) -> Value {
    let code = operand.code();
    Value::Int(Operand::Code(Box::new(move |frame| apply(code(frame)?).ok_or(Trap::Other))))
}

/// An operator or a function of two values.
pub(super) fn operator(
    compiler: &Compiler<'_>,
    name: &str,
    left: Value,
    right: Value,
    at: Position,
) -> Made<Value> {
    let absent = |value: &Value| match value {
        Value::Text(operand) => compiler.is_absent(operand),
        _ => false,
    };
    if absent(&left) || absent(&right) {
        return unknown(name, left, right, at);
    }
    match (plain(left), plain(right)) {
        (Value::Int(left), Value::Int(right)) => ints(name, left, right, at),
        (Value::Float(left), Value::Float(right)) => floats(name, left, right, at),
        (Value::Int(left), Value::Float(right)) if !matches!(name, "min" | "max") => {
            floats(name, wide(left), right, at)
        }
        (Value::Float(left), Value::Int(right)) if !matches!(name, "min" | "max") => {
            floats(name, left, wide(right), at)
        }
        (Value::Text(left), Value::Text(right)) => equality(name, left, right, at),
        (Value::Bool(left), Value::Bool(right)) => equality(name, left, right, at),
        (Value::Day(left), Value::Day(right)) => match name {
            "-" => Ok(Value::Int(Operand::Code(binary(left, right, |_, a, b| Ok(a - b))))),
            _ => compared(name, left, right, at),
        },
        (Value::List(list, Kind::Texts), Value::Text(item)) if name == "contains" => Ok(contains(list, item)),
        (Value::List(list, Kind::Ints), Value::Int(item)) if name == "contains" => Ok(contains(list, item)),
        (Value::Scores(scores), Value::Text(item)) if name == "contains" => Ok(has_name(scores, item)),
        (Value::List(left, kind), Value::List(right, other)) => {
            lists(compiler, name, left, right, (kind, other), at)
        }
        _ => stop(format!("`{name}` of these types"), at),
    }
}

/// A share as its number and a number that was found as itself; what is done with one that is not there the
/// interpreter knows.
fn plain(value: Value) -> Value {
    match value {
        Value::Share(operand) => Value::Float(Operand::Code(applicable(operand))),
        Value::Maybe(operand) => Value::Int(Operand::Code(there(operand))),
        other => other,
    }
}

/// An operation on a field that nobody has: it has no data, once the other operand is evaluated.
fn unknown(name: &str, left: Value, right: Value, at: Position) -> Made<Value> {
    const TRUTHS: [&str; 7] = ["==", "!=", "<", "<=", ">", ">=", "contains"];
    const NUMBERS: [&str; 5] = ["+", "-", "*", "/", "%"];
    let step = |value: Value| -> Made<(Code<u64>, bool)> {
        fn plain<T: super::code::Word>(operand: Operand<T>) -> (Code<u64>, bool) {
            let lazy = operand.is_lazy();
            let code = operand.code();
            (Box::new(move |frame| Ok(code(frame)?.word())), lazy)
        }
        Ok(match value {
            Value::Int(operand) | Value::Day(operand) => plain(operand),
            Value::Float(operand) => plain(operand),
            Value::Bool(operand) => plain(operand),
            Value::Text(operand) | Value::List(operand, _) => plain(operand),
            _ => return stop("operand", at),
        })
    };
    let ((left, lazy), (right, late)) = (step(left)?, step(right)?);
    // A field only names what it lacks once both operands are there; where both are fields, the left is named.
    let turned = lazy && !late;
    let run = move |frame: &Frame<'_>| -> Result<(), Trap> {
        let (first, second) = if turned { (&right, &left) } else { (&left, &right) };
        first(frame)?;
        second(frame)?;
        Err(Trap::Other)
    };
    if TRUTHS.contains(&name) {
        return Ok(Value::Bool(Operand::Code(Box::new(move |frame| run(frame).map(|()| false)))));
    }
    if NUMBERS.contains(&name) {
        return Ok(Value::Int(Operand::Code(Box::new(move |frame| run(frame).map(|()| 0)))));
    }
    if matches!(name, "overlap" | "общие") {
        return Ok(Value::Int(Operand::Code(Box::new(move |frame| run(frame).map(|()| 0)))));
    }
    if matches!(name, "matches_request" | "отвечает_запросу") {
        return Ok(Value::Share(Operand::Code(Box::new(move |frame| run(frame).map(|()| 0.0)))));
    }
    stop(format!("`{name}` of a field that nobody has"), at)
}

fn ints(name: &str, left: Operand<i64>, right: Operand<i64>, at: Position) -> Made<Value> {
    let made = match name {
        "+" => binary(left, right, |_, a: i64, b| a.checked_add(b).ok_or(Trap::Other)),
        "-" => binary(left, right, |_, a: i64, b| a.checked_sub(b).ok_or(Trap::Other)),
        "*" => binary(left, right, |_, a: i64, b| a.checked_mul(b).ok_or(Trap::Other)),
        "/" => binary(left, right, |_, a: i64, b| a.checked_div(b).ok_or(Trap::Other)),
        "%" => binary(left, right, |_, a: i64, b| a.checked_rem(b).ok_or(Trap::Other)),
        "min" => binary(left, right, |_, a: i64, b| Ok(a.min(b))),
        "max" => binary(left, right, |_, a: i64, b| Ok(a.max(b))),
        _ => return compared(name, left, right, at),
    };
    Ok(Value::Int(Operand::Code(made)))
}

/// By how much `x` exceeds `y`, as a share of the larger of the two. The interpreter takes for equal what differs by no
/// more than an epsilon of it, so that 0.1 + 0.2 is 0.3.
fn apart(x: f64, y: f64) -> f64 {
    let most = if x * y == 0.0 { 1.0 } else { x.abs().max(y.abs()) };
    (x - y) / most
}

fn floats<A: Number, B: Number>(
    name: &str,
    left: Operand<A>,
    right: Operand<B>,
    at: Position,
) -> Made<Value> {
    let truth = match name {
        "<" => binary(left, right, |_, a: A, b: B| Ok(apart(b.float(), a.float()) > f64::EPSILON)),
        "<=" => binary(left, right, |_, a: A, b: B| Ok(apart(b.float(), a.float()) > -f64::EPSILON)),
        ">" => binary(left, right, |_, a: A, b: B| Ok(apart(a.float(), b.float()) > f64::EPSILON)),
        ">=" => binary(left, right, |_, a: A, b: B| Ok(apart(a.float(), b.float()) > -f64::EPSILON)),
        "==" => binary(left, right, |_, a: A, b: B| Ok(apart(a.float(), b.float()).abs() <= f64::EPSILON)),
        "!=" => binary(left, right, |_, a: A, b: B| Ok(apart(a.float(), b.float()).abs() > f64::EPSILON)),
        _ => {
            let made = match name {
                "+" => binary(left, right, |_, a: A, b: B| finite(a.float() + b.float())),
                "-" => binary(left, right, |_, a: A, b: B| finite(a.float() - b.float())),
                "*" => binary(left, right, |_, a: A, b: B| finite(a.float() * b.float())),
                "/" => binary(left, right, |_, a: A, b: B| finite(a.float() / b.float())),
                "min" => binary(left, right, |_, a: A, b: B| Ok(a.float().min(b.float()))),
                "max" => binary(left, right, |_, a: A, b: B| Ok(a.float().max(b.float()))),
                _ => return stop(format!("`{name}` of these types"), at),
            };
            return Ok(Value::Float(Operand::Code(made)));
        }
    };
    Ok(Value::Bool(Operand::Code(truth)))
}

fn compared<T: super::code::Word + PartialOrd>(
    name: &str,
    left: Operand<T>,
    right: Operand<T>,
    at: Position,
) -> Made<Value> {
    let made = match name {
        "<" => binary(left, right, |_, a: T, b: T| Ok(a < b)),
        "<=" => binary(left, right, |_, a: T, b: T| Ok(a <= b)),
        ">" => binary(left, right, |_, a: T, b: T| Ok(a > b)),
        ">=" => binary(left, right, |_, a: T, b: T| Ok(a >= b)),
        _ => return equality(name, left, right, at),
    };
    Ok(Value::Bool(Operand::Code(made)))
}

fn equality<T: super::code::Word + PartialEq>(
    name: &str,
    left: Operand<T>,
    right: Operand<T>,
    at: Position,
) -> Made<Value> {
    let made = match name {
        "==" => binary(left, right, |_, a: T, b: T| Ok(a == b)),
        "!=" => binary(left, right, |_, a: T, b: T| Ok(a != b)),
        _ => return stop(format!("`{name}` of these types"), at),
    };
    Ok(Value::Bool(Operand::Code(made)))
}

fn contains<T: super::code::Word>(list: Operand<u64>, item: Operand<T>) -> Value {
    Value::Bool(Operand::Code(binary(list, item, |frame: &Frame<'_>, list: u64, item: T| {
        let (elements, word) = (frame.list(list), item.word());
        frame.burn(elements.len())?;
        Ok(elements.contains(&word))
    })))
}

/// Functions of two lists. Lists of different kinds share nothing.
fn lists(
    compiler: &Compiler<'_>,
    name: &str,
    left: Operand<u64>,
    right: Operand<u64>,
    kinds: (Kind, Kind),
    at: Position,
) -> Made<Value> {
    match name {
        "overlap" | "общие" => {
            if kinds.0 == Kind::Floats || kinds.1 == Kind::Floats {
                return stop("numbers with fractions", at);
            }
            let alike = kinds.0 == kinds.1;
            Ok(Value::Int(Operand::Code(binary(
                left,
                right,
                move |frame: &Frame<'_>, left: u64, right: u64| {
                    let (left, right) = (frame.list(left), frame.list(right));
                    frame.burn(left.len() * right.len())?;
                    Ok(if alike { common(left, right) } else { 0 })
                },
            ))))
        }
        "matches_request" | "отвечает_запросу"
            if kinds == (Kind::Texts, Kind::Texts) && !compiler.has_room() =>
        {
            let matched = |frame: &Frame<'_>, requests: u64, offers: u64| {
                let (requests, offers) = (frame.folded(requests), frame.folded(offers));
                frame.burn(requests.len() * offers.len())?;
                if requests.is_empty() {
                    return Ok(f64::from_bits(NOT_APPLICABLE));
                }
                let met = requests.iter().filter(|request| offers.contains(request)).count();
                Ok(met as f64 * 100.0 / requests.len() as f64)
            };
            Ok(Value::Share(Operand::Code(binary(left, right, matched))))
        }
        _ => stop(format!("`{name}` of lists"), at),
    }
}

/// How many different elements both have.
fn common(left: &[u64], right: &[u64]) -> i64 {
    let mut count = 0;
    for (index, value) in left.iter().enumerate() {
        count += i64::from(right.contains(value) && !left[..index].contains(value));
    }
    count
}
