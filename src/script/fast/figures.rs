//! Host functions of indicators, compiled: shares, means, bands, and the indicator itself.
//!
//! An indicator is words in [`Scratch::out`](super::code::Scratch): the number of its [`Site`], how its value stands
//! ([`NUMBER`], [`NO_SHARE`], [`NO_DATA`]), the value, its band, which parts are known (a bit each), and the parts; a list
//! among them is its length and its elements. So two indicators are the same where their words are.

use rhai::{Expr, Position};

use super::chain::bands;
use super::code::{
    Code, Frame, Got, NO_NUMBER, NOT_APPLICABLE, NOTHING, Number, Operand, Trap, Wide, Word, binary, wide,
};
use super::compile::{Compiler, Made, Value, finite, stop};
use super::pack::Kind;

/// The value is a number.
pub(super) const NUMBER: u64 = 0;
/// It is the share of nothing.
pub(super) const NO_SHARE: u64 = 1;
/// A field that it needs is unknown: its slot, or [`NOTHING`] where it is not said which.
pub(super) const NO_DATA: u64 = 2;

/// Words before the parts.
pub(super) const HEAD: usize = 5;

/// Where an indicator is made: the names of its parts and what they hold.
#[derive(Clone, Debug, Default)]
pub struct Site {
    pub(super) parts: Vec<(String, Kind)>,
}

/// Writes the words of a part; whether it is known.
type Put = Box<dyn Fn(&Frame<'_>, &mut Vec<u64>) -> Got<bool> + Send + Sync>;

/// A host function of indicators; `None` for any other.
pub(super) fn call(
    compiler: &mut Compiler<'_>,
    name: &str,
    args: &[Expr],
    at: Position,
) -> Option<Made<Value>> {
    Some(match (name, args) {
        ("share" | "доля", [part, whole]) => share(compiler, part, whole, at),
        ("not_applicable" | "не_применимо", []) => {
            Ok(Value::Share(Operand::Const(f64::from_bits(NOT_APPLICABLE))))
        }
        ("unknown" | "неизвестно", []) => Ok(Value::Unknown),
        ("is_applicable" | "применимо", [one]) => match compiler.expression(one) {
            Ok(Value::Share(operand)) => {
                Ok(Value::Bool(Operand::Code(operand.then(|share| Ok(share.to_bits() != NOT_APPLICABLE)))))
            }
            Ok(_) => stop(name, at),
            Err(stopped) => Err(stopped),
        },
        ("mean" | "среднее", [list]) => {
            of_list(compiler, list, at, |numbers| numbers.iter().sum::<f64>() / numbers.len() as f64)
        }
        ("sum" | "сумма", [list]) => of_list(compiler, list, at, |numbers| numbers.iter().sum()),
        ("median" | "медиана", [list]) => {
            of_list(compiler, list, at, crate::script::api::stats::middle)
        }
        ("days_between" | "дней_между", [from, to]) => days_between(compiler, from, to, at),
        ("or_else" | "или_иначе", [one, other]) => or_else(compiler, one, other, at),
        ("band" | "уровень", [value, rows]) => band(compiler, value, rows, at),
        ("indicator" | "показатель", [value, parts]) => indicator(compiler, value, None, parts, at),
        ("indicator" | "показатель", [value, band, parts]) => {
            indicator(compiler, value, Some(band), parts, at)
        }
        _ => return None,
    })
}

/// A number of either kind, where it stands.
enum Numeric {
    Whole(Operand<i64>),
    Float(Operand<f64>),
}

fn numeric(value: Value, at: Position) -> Made<Numeric> {
    Ok(match value {
        Value::Int(operand) => Numeric::Whole(operand),
        Value::Float(operand) => Numeric::Float(operand),
        Value::Share(operand) => Numeric::Float(Operand::Code(applicable(operand))),
        Value::Maybe(operand) => Numeric::Whole(Operand::Code(there(operand))),
        _ => return stop("number", at),
    })
}

/// The number of a share; what is done with one that does not apply the interpreter knows.
pub(super) fn applicable(operand: Operand<f64>) -> Code<f64> {
    operand.then(|share| if share.to_bits() == NOT_APPLICABLE { Err(Trap::Other) } else { Ok(share) })
}

/// A number that may be missing, where it is there.
pub(super) fn there(operand: Operand<i64>) -> Code<i64> {
    operand.then(|number| if number == NO_NUMBER { Err(Trap::Other) } else { Ok(number) })
}

fn share(compiler: &mut Compiler<'_>, part: &Expr, whole: &Expr, at: Position) -> Made<Value> {
    fn made<A: Number, B: Number>(part: Operand<A>, whole: Operand<B>) -> Value {
        Value::Share(Operand::Code(binary(part, whole, |_, part: A, whole: B| {
            if whole.float() == 0.0 {
                return Ok(f64::from_bits(NOT_APPLICABLE));
            }
            finite(part.float() / whole.float() * 100.0)
        })))
    }
    let part = numeric(compiler.expression(part)?, at)?;
    let whole = numeric(compiler.expression(whole)?, at)?;
    Ok(match (part, whole) {
        (Numeric::Whole(part), Numeric::Whole(whole)) => made(wide(part), wide(whole)),
        (Numeric::Whole(part), Numeric::Float(whole)) => made(wide(part), whole),
        (Numeric::Float(part), Numeric::Whole(whole)) => made(part, wide(whole)),
        (Numeric::Float(part), Numeric::Float(whole)) => made(part, whole),
    })
}

/// A number of a list's numbers; of none it does not apply.
fn of_list(
    compiler: &mut Compiler<'_>,
    list: &Expr,
    at: Position,
    count: impl Fn(&mut [f64]) -> f64 + Copy + Send + Sync + 'static,
) -> Made<Value> {
    let counted = move |words: &[u64], kind: Kind| {
        if words.is_empty() {
            return Ok(f64::from_bits(NOT_APPLICABLE));
        }
        let mut few = [0.0; 32];
        let mut many = Vec::new();
        let numbers: &mut [f64] = match few.get_mut(..words.len()) {
            Some(few) => few,
            None => {
                many.resize(words.len(), 0.0);
                &mut many
            }
        };
        for (number, word) in numbers.iter_mut().zip(words) {
            *number = if kind == Kind::Ints { Wide::of(*word).float() } else { f64::of(*word) };
        }
        finite(count(numbers))
    };
    let code: Code<f64> = match compiler.expression(list)? {
        Value::List(operand, kind @ (Kind::Ints | Kind::Floats)) => {
            let code = operand.code();
            Box::new(move |frame| {
                let words = frame.list(code(frame)?);
                frame.burn(words.len())?;
                counted(words, kind)
            })
        }
        Value::Grown(index) => {
            let kind = compiler.grown[index].unwrap_or(Kind::Ints);
            Box::new(move |frame| {
                let words = frame.grown(index)?.try_borrow().map_err(|_| Trap::Other)?;
                frame.burn(words.len())?;
                counted(&words, kind)
            })
        }
        _ => return stop("list of numbers", at),
    };
    Ok(Value::Share(Operand::Code(code)))
}

/// The interpreter looks at the later day first, once it has both.
fn days_between(compiler: &mut Compiler<'_>, from: &Expr, to: &Expr, at: Position) -> Made<Value> {
    let (Value::Day(from), Value::Day(to)) = (compiler.expression(from)?, compiler.expression(to)?) else {
        return stop("days", at);
    };
    Ok(Value::Int(Operand::Code(match from.is_lazy() && to.is_lazy() {
        true => binary(to, from, |_, to: i64, from: i64| Ok(to - from)),
        false => binary(from, to, |_, from: i64, to: i64| Ok(to - from)),
    })))
}

/// A field, or something else where it is unknown. The other is evaluated in any case.
fn or_else(compiler: &mut Compiler<'_>, one: &Expr, other: &Expr, at: Position) -> Made<Value> {
    fn made<T: Word>((side, slot): (usize, u16), other: Operand<T>, at: Position) -> Made<Operand<T>> {
        if other.is_lazy() {
            return stop("field in place of a field", at);
        }
        let other = other.code();
        Ok(Operand::Code(Box::new(move |frame| {
            let other = other(frame)?;
            Ok(frame.field(side, slot).map_or(other, T::of))
        })))
    }
    let Some(field) = compiler.asked(one)? else { return stop("or_else() of no field", at) };
    let known = compiler.field(field.0, field.1, at)?;
    Ok(match (known, compiler.expression(other)?) {
        (Value::Text(known), other) if compiler.is_absent(&known) => match other {
            Value::Int(other) => Value::Int(made(field, other, at)?),
            Value::Float(other) => Value::Float(made(field, other, at)?),
            Value::Text(other) => Value::Text(made(field, other, at)?),
            Value::Bool(other) => Value::Bool(made(field, other, at)?),
            _ => return stop("or_else() of these types", at),
        },
        (Value::Int(_), Value::Int(other)) => Value::Int(made(field, other, at)?),
        (Value::Float(_), Value::Float(other)) => Value::Float(made(field, other, at)?),
        (Value::Text(_), Value::Text(other)) => Value::Text(made(field, other, at)?),
        (Value::Bool(_), Value::Bool(other)) => Value::Bool(made(field, other, at)?),
        _ => return stop("or_else() of these types", at),
    })
}

/// The name of the first band whose lower bound a value reaches; none for what is unknown or does not apply.
fn band(compiler: &mut Compiler<'_>, value: &Expr, rows: &Expr, at: Position) -> Made<Value> {
    let value = compiler.expression(value)?;
    let Value::Constant(rows) = compiler.expression(rows)? else { return stop("bands", at) };
    let Some(rows) = bands(&rows) else { return stop("bands", at) };
    let rows: Vec<(f64, u64)> =
        rows.into_iter().map(|(from, name)| (from, compiler.packed.text(&name))).collect();
    let name =
        move |value: f64| rows.iter().find(|(from, _)| value >= *from).map_or(NOTHING, |(_, name)| *name);
    /// No band for what is unknown, where it is a field; an error on the way to a value is one.
    fn made<T: Number>(value: Operand<T>, name: impl Fn(f64) -> u64 + Send + Sync + 'static) -> Code<u64> {
        match value {
            Operand::Field(side, slot) => Box::new(move |frame| {
                Ok(frame.field(side, slot).map_or(NOTHING, |word| name(T::of(word).float())))
            }),
            value => value.then(move |value| Ok(name(value.float()))),
        }
    }
    Ok(Value::Note(Operand::Code(match value {
        Value::Int(value) => made(wide(value), name),
        Value::Float(value) => made(value, name),
        Value::Share(value) => value.then(move |share| match share.to_bits() {
            NOT_APPLICABLE => Ok(NOTHING),
            _ => Ok(name(share)),
        }),
        _ => return stop("band of such a value", at),
    })))
}

/// How a value stands, and its word.
type Measure = Box<dyn Fn(&Frame<'_>) -> Got<(u64, u64)> + Send + Sync>;

/// An indicator of a value; one of a bare number where there are no parts.
pub(super) fn measure(compiler: &Compiler<'_>, value: Value, at: Position) -> Made<Measure> {
    /// Unknown here is no error: the indicator says what it lacks.
    fn made<T: Number>(value: Operand<T>) -> Measure {
        match value {
            Operand::Field(side, slot) => Box::new(move |frame| match frame.field(side, slot) {
                Ok(word) => Ok((NUMBER, finite(T::of(word).float())?.to_bits())),
                Err(_) => Ok((NO_DATA, u64::from(slot))),
            }),
            value => {
                let code = value.code();
                Box::new(move |frame| Ok((NUMBER, finite(code(frame)?.float())?.to_bits())))
            }
        }
    }
    Ok(match value {
        Value::Int(value) => made(wide(value)),
        Value::Float(value) => made(value),
        Value::Maybe(value) => made(wide(Operand::Code(there(value)))),
        Value::Share(value) => {
            let code = value.code();
            Box::new(move |frame| {
                let share = code(frame)?;
                Ok(match share.to_bits() {
                    NOT_APPLICABLE => (NO_SHARE, 0),
                    _ => (NUMBER, finite(share)?.to_bits()),
                })
            })
        }
        Value::Text(Operand::Field(side, slot)) if compiler.is_absent(&Operand::<u64>::Field(side, slot)) => {
            Box::new(move |_| Ok((NO_DATA, u64::from(slot))))
        }
        Value::Unknown => Box::new(|_| Ok((NO_DATA, NOTHING))),
        _ => return stop("value of an indicator", at),
    })
}

fn indicator(
    compiler: &mut Compiler<'_>,
    value: &Expr,
    band: Option<&Expr>,
    parts: &Expr,
    at: Position,
) -> Made<Value> {
    let value = compiler.expression(value)?;
    let value = measure(compiler, value, at)?;
    let band: Code<u64> = match band.map(|band| compiler.expression(band)).transpose()? {
        None => Box::new(|_| Ok(NOTHING)),
        Some(Value::Note(operand)) => operand.code(),
        Some(Value::Text(operand)) if !operand.is_lazy() => operand.code(),
        Some(_) => return stop("band of an indicator", at),
    };
    let (site, puts) = parts_of(compiler, parts)?;
    made_at(compiler, site, value, band, puts, at)
}

/// The indicator of a bare number: no band, no parts.
pub(super) fn bare(compiler: &mut Compiler<'_>, value: Value, at: Position) -> Made<Code<u64>> {
    let value = measure(compiler, value, at)?;
    match made_at(compiler, Site::default(), value, Box::new(|_| Ok(NOTHING)), Vec::new(), at)? {
        Value::Indicator(operand) => Ok(operand.code()),
        _ => stop("indicator", at),
    }
}

fn made_at(
    compiler: &mut Compiler<'_>,
    site: Site,
    value: Measure,
    band: Code<u64>,
    puts: Vec<Put>,
    at: Position,
) -> Made<Value> {
    if !compiler.has_room() || puts.len() > 64 {
        return stop("indicator", at);
    }
    let number = compiler.sites.len() as u64;
    compiler.sites.push(site);
    Ok(Value::Indicator(Operand::Code(Box::new(move |frame| {
        let (status, word) = value(frame)?;
        // Only a number has a band; it is looked for in any case.
        let band = band(frame)?;
        let band = if status == NUMBER { band } else { NOTHING };
        let mut out = frame.scratch()?.out.try_borrow_mut().map_err(|_| Trap::Other)?;
        out.clear();
        out.extend([number, status, word, band, 0]);
        let mut known = 0_u64;
        for (bit, put) in puts.iter().enumerate() {
            known |= u64::from(put(frame, &mut out)?) << bit;
        }
        out[HEAD - 1] = known;
        Ok(number)
    }))))
}

fn parts_of(compiler: &mut Compiler<'_>, parts: &Expr) -> Made<(Site, Vec<Put>)> {
    let Expr::Map(entries, _) = parts else { return stop("parts", parts.position()) };
    let (mut site, mut puts) = (Site::default(), Vec::new());
    for (key, expression) in &entries.0 {
        let value = compiler.expression(expression)?;
        let (kind, put) = part(compiler, value, expression.position())?;
        site.parts.push((key.name.to_string(), kind));
        puts.push(put);
    }
    Ok((site, puts))
}

/// A part: what it holds, and what writes it. An unknown field is an unknown part.
fn part(compiler: &Compiler<'_>, value: Value, at: Position) -> Made<(Kind, Put)> {
    fn word<T: Word>(operand: Operand<T>, is: impl Fn(T) -> Got<Option<u64>> + Send + Sync + 'static) -> Put {
        let put = move |value: T, out: &mut Vec<u64>| -> Got<bool> {
            let word = is(value)?;
            out.push(word.unwrap_or(0));
            Ok(word.is_some())
        };
        match operand {
            Operand::Field(side, slot) => Box::new(move |frame, out| match frame.field(side, slot) {
                Ok(word) => put(T::of(word), out),
                Err(_) => {
                    out.push(0);
                    Ok(false)
                }
            }),
            operand => {
                let code = operand.code();
                Box::new(move |frame, out| put(code(frame)?, out))
            }
        }
    }
    Ok(match value {
        Value::Int(operand) => (Kind::Int, word(operand, |value| Ok(Some(value.word())))),
        Value::Maybe(operand) => {
            (Kind::Int, word(operand, |value| Ok((value != NO_NUMBER).then(|| value.word()))))
        }
        Value::Float(operand) => (Kind::Float, word(operand, |value| Ok(Some(finite(value)?.to_bits())))),
        Value::Share(operand) => (
            Kind::Float,
            word(operand, |value| match value.to_bits() {
                NOT_APPLICABLE => Ok(None),
                _ => Ok(Some(finite(value)?.to_bits())),
            }),
        ),
        Value::Bool(operand) => (Kind::Bool, word(operand, |value| Ok(Some(value.word())))),
        Value::Text(operand) if compiler.is_absent(&operand) => (Kind::Text, word(operand, |_| Ok(None))),
        Value::Text(operand) => (Kind::Text, word(operand, |value| Ok(Some(value)))),
        Value::Note(operand) => (Kind::Text, word(operand, |value| Ok((value != NOTHING).then_some(value)))),
        Value::Day(operand) => (Kind::Date, word(operand, |value| Ok(Some(value.word())))),
        Value::Unknown => (Kind::Text, word(Operand::Const(0_u64), |_| Ok(None))),
        Value::List(operand, kind) => (kind, list(operand)),
        _ => return stop("part of an indicator", at),
    })
}

fn list(operand: Operand<u64>) -> Put {
    let lazy = operand.is_lazy();
    let code = operand.code();
    Box::new(move |frame, out| {
        let word = match code(frame) {
            Ok(word) => word,
            Err(_) if lazy => {
                out.push(0);
                return Ok(false);
            }
            Err(trap) => return Err(trap),
        };
        let elements = frame.list(word);
        frame.burn(elements.len())?;
        out.push(elements.len() as u64);
        out.extend_from_slice(elements);
        Ok(true)
    })
}
