//! The engine scripts run in: what of Rhai's library there is, what is bounded, what does not exist.

use std::sync::Arc;

use rhai::packages::{
    ArithmeticPackage, BasicArrayPackage, BasicFnPackage, BasicIteratorPackage, BasicMapPackage,
    BasicMathPackage, BasicStringPackage, LogicPackage, MoreStringPackage, Package,
};
use rhai::{AST, Dynamic, Engine, OptimizationLevel, ParseError};

use super::api;
use super::api::absent::Absent;
use super::fault::{Arg, Fault, Names, of_parse};
use super::limits::{Limits, Meter};
use super::{scan, slips};

/// Words that are not part of the language here: code made while running, the clock, leaving the run.
const ABSENT_WORDS: [&str; 1] = ["eval"];

/// Where `print` and `debug` go: the script's name and the line.
pub type Say = Arc<dyn Fn(&str, &str) + Send + Sync>;

/// A bounded engine with the host API. Modules come from `modules` only; there is no file, no network, no clock, no
/// `eval`, `sleep` or `exit`: Rhai's core package, which has them, is left out.
pub fn engine(limits: &Limits, meter: &Arc<Meter>, say: Say) -> Engine {
    let mut engine = Engine::new_raw();
    ArithmeticPackage::new().register_into_engine(&mut engine);
    BasicStringPackage::new().register_into_engine(&mut engine);
    BasicIteratorPackage::new().register_into_engine(&mut engine);
    BasicFnPackage::new().register_into_engine(&mut engine);
    LogicPackage::new().register_into_engine(&mut engine);
    BasicMathPackage::new().register_into_engine(&mut engine);
    BasicArrayPackage::new().register_into_engine(&mut engine);
    BasicMapPackage::new().register_into_engine(&mut engine);
    MoreStringPackage::new().register_into_engine(&mut engine);
    for word in ABSENT_WORDS {
        engine.disable_symbol(word);
    }
    engine.set_optimization_level(OptimizationLevel::None);
    engine.set_max_strings_interned(256);
    limits.apply(&mut engine);
    meter.attach(&mut engine);
    let printed = Arc::clone(&say);
    engine.on_print(move |text| printed("", text));
    engine.on_debug(move |text, source, at| match at.line() {
        Some(line) => say(source.unwrap_or_default(), &format!("{line}: {text}")),
        None => say(source.unwrap_or_default(), text),
    });
    api::register(&mut engine, meter);
    // A key that a map does not have is unknown, as a field of the facts is.
    engine.on_map_missing_property(|_, name, _| Ok(Dynamic::from(Absent { field: name.into() }).into()));
    engine
}

/// Parses one script under `name`.
pub fn parse(engine: &Engine, limits: &Limits, name: &str, text: &str) -> Result<AST, Fault> {
    if text.len() > limits.source {
        return Err(Fault::new("source-size").arg(Arg::Count, text.len()).arg(Arg::Limit, limits.source));
    }
    // Rhai ends a line at a lone carriage return and nothing else here does: its places would be others.
    if let Some(at) = text.match_indices('\r').map(|(at, _)| at).find(|at| !text[at + 1..].starts_with('\n'))
    {
        let before = &text[..at];
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        return Err(Fault::new("line-ends").at(name, before.matches('\n').count() + 1, column));
    }
    if let Some(open) = scan::open_comment(text) {
        let fault = match open.within {
            Some(line) => Fault::new("open-comment-nested").arg(Arg::Count, line),
            None => Fault::new("open-comment"),
        };
        let (line, column) = scan::place(text, open.start);
        return Err(fault.at(name, line, column));
    }
    let slip = |error| slips::amended(explain(engine, name, &error), text);
    let mut ast = engine.compile(text).map_err(slip)?;
    ast.set_source(name);
    Ok(ast)
}

fn explain(engine: &Engine, name: &str, error: &ParseError) -> Fault {
    of_parse(name, error, &names(engine))
}

/// The names of the engine's functions.
pub fn names(engine: &Engine) -> Names {
    let mut functions = engine.collect_fn_metadata(None, |info| Some(info.metadata.name.to_string()), true);
    functions.retain(|name| name.starts_with(|c: char| c.is_alphabetic()));
    functions.sort_unstable();
    functions.dedup();
    Names { functions, ..Names::default() }
}
