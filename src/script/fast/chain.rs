//! Fields of facts with what is done to them: `facts.before.keys()`, `facts.before[question]`, `year.to_string()`.

use rhai::{ASTFlags, Dynamic, Expr, FnCallExpr, Map, Position};

use super::code::{Code, Frame, NO_NUMBER, Operand, Step, Trap, Word};
use super::compile::{Bound, Compiler, Made, Value, stop};
use super::pack::Kind;

/// An expression with dots or brackets.
pub(super) fn chain(compiler: &mut Compiler<'_>, expression: &Expr) -> Made<Value> {
    match expression {
        Expr::Dot(pair, flags, at) if !flags.contains(ASTFlags::NEGATED) => {
            if let Expr::Variable(variable, ..) = &pair.lhs
                && let Some(Bound::Person(side)) = compiler.bound(&variable.1)
            {
                return of_person(compiler, side, &pair.rhs, *at);
            }
            let value = compiler.expression(&pair.lhs)?;
            rest(compiler, value, &pair.rhs, *at)
        }
        Expr::Index(pair, flags, at) if !flags.contains(ASTFlags::NEGATED) => {
            let value = compiler.expression(&pair.lhs)?;
            index(compiler, value, &pair.rhs, *flags, *at)
        }
        other => stop("construct", other.position()),
    }
}

/// What follows the dot after a person: a field, and what is done to it.
fn of_person(compiler: &mut Compiler<'_>, side: usize, of: &Expr, at: Position) -> Made<Value> {
    let mut field = |expression: &Expr| match expression {
        Expr::Property(property, at) => {
            let slot = compiler.slot(&property.2, *at)?;
            compiler.field(side, slot, *at)
        }
        other => stop("construct", other.position()),
    };
    match of {
        Expr::Dot(pair, flags, at) if !flags.contains(ASTFlags::NEGATED) => {
            let value = field(&pair.lhs)?;
            rest(compiler, value, &pair.rhs, *at)
        }
        Expr::Index(pair, flags, at) if !flags.contains(ASTFlags::NEGATED) => {
            let value = field(&pair.lhs)?;
            index(compiler, value, &pair.rhs, *flags, *at)
        }
        _ => stop("construct", at),
    }
}

fn rest(compiler: &mut Compiler<'_>, value: Value, of: &Expr, at: Position) -> Made<Value> {
    match of {
        Expr::MethodCall(call, at) => method(compiler, value, call, *at),
        _ => stop("construct", at),
    }
}

fn method(compiler: &Compiler<'_>, value: Value, call: &FnCallExpr, at: Position) -> Made<Value> {
    let name = call.name.as_str();
    let own = compiler.ast.iter_functions().any(|found| found.name == name);
    if own || call.is_qualified() || !call.args.is_empty() {
        return stop(format!("function `{name}`"), at);
    }
    Ok(match (name, value) {
        ("keys", Value::Scores(operand)) => Value::Names(operand),
        ("to_string", Value::Int(operand)) => Value::Digits(operand.code()),
        ("len", value) => Value::Int(Operand::Code(length(value, at)?)),
        ("is_empty", value) => {
            let length = length(value, at)?;
            Value::Bool(Operand::Code(Box::new(move |frame| Ok(length(frame)? == 0))))
        }
        _ => return stop(format!("function `{name}`"), at),
    })
}

/// How many elements there are. The word of a list has their number.
fn length(value: Value, at: Position) -> Made<Code<i64>> {
    Ok(match value {
        Value::List(operand, _) | Value::Scores(operand) => {
            operand.then(|word| Ok((word & 0xffff_ffff).cast_signed()))
        }
        Value::Grown(index) => Box::new(move |frame| {
            let list = frame.grown(index)?.try_borrow().map_err(|_| Trap::Other)?;
            i64::try_from(list.len()).map_err(|_| Trap::Other)
        }),
        _ => return stop("length", at),
    })
}

fn index(
    compiler: &mut Compiler<'_>,
    value: Value,
    key: &Expr,
    flags: ASTFlags,
    at: Position,
) -> Made<Value> {
    if matches!(key, Expr::Dot(..) | Expr::Index(..)) && !flags.contains(ASTFlags::BREAK) {
        return stop("construct", at);
    }
    match (value, compiler.expression(key)?) {
        (Value::Scores(scores), Value::Text(name)) if !name.is_lazy() => {
            let (scores, name) = (scores.code(), name.code());
            Ok(Value::Float(Operand::Code(Box::new(move |frame| {
                let name = name(frame)?;
                // An unknown field is no map: that is a fault of its own.
                let entries = frame.scores(scores(frame).map_err(|_| Trap::Other)?);
                entry(frame, entries, name)?.ok_or(Trap::Other)
            }))))
        }
        (Value::Constant(map), Value::Digits(code)) => {
            let Some(table) = map.read_lock::<Map>().and_then(|map| by_number(&map)) else {
                return stop("map", at);
            };
            Ok(Value::Maybe(Operand::Code(Box::new(move |frame| {
                let key = code(frame)?;
                let found = table.binary_search_by_key(&key, |(known, _)| *known);
                Ok(found.map_or(NO_NUMBER, |at| table[at].1))
            }))))
        }
        _ => stop("index", at),
    }
}

/// The value under a name.
fn entry(frame: &Frame<'_>, entries: &[u64], name: u64) -> Result<Option<f64>, Trap> {
    frame.burn(entries.len() / 2)?;
    let found = entries.chunks_exact(2).find(|entry| entry[0] == name);
    Ok(found.map(|entry| f64::from_bits(entry[1])))
}

/// Whether there is a value under a name.
pub(super) fn has_name(scores: Operand<u64>, name: Operand<u64>) -> Value {
    Value::Bool(Operand::Code(super::code::binary(
        scores,
        name,
        |frame: &Frame<'_>, scores: u64, name: u64| Ok(entry(frame, frame.scores(scores), name)?.is_some()),
    )))
}

/// The entries whose keys are whole numbers written out, sorted; the others no such number can find. `None` where a
/// value is no whole number.
fn by_number(map: &Map) -> Option<Vec<(i64, i64)>> {
    let mut table = Vec::new();
    for (key, value) in map {
        let value = value.as_int().ok().filter(|value| *value != NO_NUMBER)?;
        if let Some(number) = key.parse::<i64>().ok().filter(|number| number.to_string() == key.as_str()) {
            table.push((number, value));
        }
    }
    table.sort_unstable();
    Some(table)
}

/// `list.push(…)` as a statement.
pub(super) fn pushed(compiler: &mut Compiler<'_>, expression: &Expr) -> Made<Step> {
    let at = expression.position();
    let Expr::Dot(pair, flags, _) = expression else { return stop("statement", at) };
    let (Expr::Variable(variable, ..), Expr::MethodCall(call, _)) = (&pair.lhs, &pair.rhs) else {
        return stop("statement", at);
    };
    let own = compiler.ast.iter_functions().any(|found| found.name == "push");
    let plain = !flags.contains(ASTFlags::NEGATED) && !call.is_qualified() && !own && call.name == "push";
    let (Some(Bound::Grown(index)), [item], true) =
        (compiler.bound(&variable.1), call.args.as_slice(), plain)
    else {
        return stop("statement", at);
    };
    let (kind, code) = match compiler.expression(item)? {
        Value::Int(operand) if !operand.is_lazy() => (Kind::Ints, operand.then(|value| Ok(value.word()))),
        Value::Float(operand) if !operand.is_lazy() => (Kind::Floats, operand.then(|value| Ok(value.word()))),
        _ => return stop("element of a list", at),
    };
    if *compiler.grown[index].get_or_insert(kind) != kind {
        return stop("list of different kinds", at);
    }
    Ok(Box::new(move |frame| {
        let word = code(frame)?;
        frame.burn(1)?;
        frame.grown(index)?.try_borrow_mut().map_err(|_| Trap::Other)?.push(word);
        Ok(None)
    }))
}

/// The rows `[[65, "good"], [40, "fair"]]` of bands.
pub(super) fn bands(value: &Dynamic) -> Option<Vec<(f64, String)>> {
    let rows = value.read_lock::<rhai::Array>()?;
    let row = |row: &Dynamic| -> Option<(f64, String)> {
        let row = row.read_lock::<rhai::Array>()?;
        let [from, name] = row.as_slice() else { return None };
        let from = from.as_float().ok().or_else(|| from.as_int().ok().map(|whole| whole as f64))?;
        Some((from, name.as_immutable_string_ref().ok()?.to_string()))
    };
    rows.iter().map(row).collect()
}
