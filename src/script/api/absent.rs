//! The unknown: a field that nobody filled in.
//!
//! Whatever is done with it raises [`NoData`], so a criterion that needs it has no value rather than a wrong one.
//! `known(x)` asks, `or_else(x, y)` puts something in its place. Whether an unknown is in a list is unknown too, even
//! of an empty list: the answer must not depend on how many elements there happened to be to compare it with.

use rhai::{Array, Dynamic, Engine, EvalAltResult, ImmutableString, Position};

use super::Answer;

/// The value of a field that is absent.
#[derive(Clone, Debug)]
pub struct Absent {
    /// The field.
    pub field: ImmutableString,
}

/// Raised by any use of an absent value. A type of its own: a script cannot fake it.
#[derive(Clone, Debug)]
pub struct NoData {
    /// The field that was needed.
    pub field: ImmutableString,
}

impl Absent {
    /// Raises [`NoData`].
    pub fn raise<T>(&self) -> Answer<T> {
        let token = Dynamic::from(NoData { field: self.field.clone() });
        Err(EvalAltResult::ErrorRuntime(token, Position::NONE).into())
    }
}

/// Raises [`NoData`] when `value` is absent.
pub fn need(value: &Dynamic) -> Answer<()> {
    match value.read_lock::<Absent>() {
        Some(absent) => absent.raise(),
        None => Ok(()),
    }
}

const BINARY: [&str; 14] = ["+", "-", "*", "/", "%", "**", "==", "!=", "<", "<=", ">", ">=", "min", "max"];

pub(super) fn register(engine: &mut Engine) {
    engine.register_type_with_name::<Absent>("unknown").register_type_with_name::<NoData>("no data");
    for name in BINARY.into_iter().chain(["&", "|", "^", "contains", "+=", "-=", "*=", "/="]) {
        engine
            .register_fn(name, |left: Absent, right: Dynamic| -> Answer<Dynamic> {
                let _ = right;
                left.raise()
            })
            .register_fn(name, |left: Dynamic, right: Absent| -> Answer<Dynamic> {
                let _ = left;
                right.raise()
            })
            .register_fn(name, |left: Absent, _right: Absent| -> Answer<Dynamic> { left.raise() });
    }
    // More exactly typed than the library's own, which compares with the elements there are.
    for name in ["contains", "index_of"] {
        engine.register_fn(name, |_: &mut Array, item: Absent| -> Answer<Dynamic> { item.raise() });
    }
    for name in ["-", "+", "!", "to_string", "to_float", "to_int", "len", "is_empty"] {
        engine.register_fn(name, |value: Absent| -> Answer<Dynamic> { value.raise() });
    }
    engine.register_fn("print", |_: Absent| "unknown").register_fn("to_debug", |_: Absent| "unknown");
    for name in ["known", "известно"] {
        engine.register_fn(name, |value: Dynamic| !value.is::<Absent>() && !value.is_unit());
    }
    for name in ["or_else", "или_иначе"] {
        engine.register_fn(
            name,
            |value: Dynamic, other: Dynamic| {
                if value.is::<Absent>() || value.is_unit() { other } else { value }
            },
        );
    }
    for name in ["unknown", "неизвестно"] {
        engine.register_fn(name, || Absent { field: ImmutableString::new() });
    }
    #[allow(deprecated)] // not deprecated: rhai's mark for "may change", and the version is pinned
    engine.on_missing_function(|_, args, _, _| args.iter().try_for_each(|value| need(value)).map(|()| None));
}
