//! What a script may call: one file per concept, each with a `register`.

pub mod absent;
pub mod dates;
pub mod doc;
pub mod facts;
mod fields;
pub mod lists;
pub mod requests;
pub mod results;
pub mod stats;
pub mod text;

use std::sync::Arc;

use rhai::{Dynamic, Engine, EvalAltResult, Position};

use super::fault::{Arg, Fault};
use super::limits::Meter;

/// The version of the host API: a part of every published set. Rises when a script could tell the difference.
pub const VERSION: u32 = 1;

/// A result of a host function.
pub type Answer<T> = Result<T, Box<EvalAltResult>>;

/// Registers the whole host API.
pub fn register(engine: &mut Engine, meter: &Arc<Meter>) {
    absent::register(engine);
    lists::register(engine, meter);
    text::register(engine, meter);
    dates::register(engine);
    stats::register(engine);
    results::register(engine);
    requests::register(engine, meter);
}

/// A failure of the host, with a type of its own, so that a script cannot fake it by throwing a text.
pub fn refuse<T>(fault: Fault) -> Answer<T> {
    Err(EvalAltResult::ErrorRuntime(Dynamic::from(fault), Position::NONE).into())
}

/// Refuses an argument of the wrong type.
pub fn wrong_type<T>(wanted: &str, found: &Dynamic) -> Answer<T> {
    refuse(Fault::new("type").arg(Arg::Wanted, wanted).arg(Arg::Found, found.type_name()))
}

/// Counts `work` elements handled by a host function.
pub fn spend(meter: &Meter, work: usize) -> Answer<()> {
    match meter.spend(work as u64) {
        None => Ok(()),
        Some(stop) => {
            Err(EvalAltResult::ErrorTerminated(Dynamic::from_int(stop as i64), Position::NONE).into())
        }
    }
}
