//! What is tried on bytes that nobody chose. Each module is one target: `fuzz(data)` panics where the program breaks
//! a promise. A target is only `fuzz_target!` around it, so that an input that was found can be run by a test.

pub mod carrier;
pub mod deadline;
pub mod definitions;
pub mod journal;
pub mod paths;
pub mod records;
pub mod registry;
pub mod roadmap;
pub mod script;
pub mod solver;
pub mod workflow;

/// The names by which the reference solver of the core's tests knows the core.
mod pairing {
    pub use vekha_core::pairing::{Couple, Instance, NOBODY, Objective};
}

use vekha::lang::Lang;

/// Both languages.
pub const LANGS: [Lang; 2] = [Lang::Ru, Lang::En];

/// What stands in the place of a message that a language does not have.
const NO_WORDS: &str = "Unknown localization";

/// Words for a person: there are some, and no message id slipped through in their place.
#[track_caller]
pub fn said(words: &str) {
    assert!(!words.trim().is_empty(), "nothing is said");
    assert!(!words.contains(NO_WORDS), "no words: {words}");
}

/// Whether an input says itself what [`said`] looks for; nothing can be learnt from it.
pub fn pretends(data: &[u8]) -> bool {
    data.windows(NO_WORDS.len()).any(|window| window == NO_WORDS.as_bytes())
}

/// The first byte chooses, the rest is the input.
pub fn split(data: &[u8]) -> Option<(u8, &[u8])> {
    data.split_first().map(|(choice, rest)| (*choice, rest))
}

/// What a panic within Rhai is to the program: a fault. Everybody else's ends the run.
pub fn forgive_rhai() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        let fatal = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if !info.location().is_some_and(|at| at.file().contains("/rhai-")) {
                fatal(info);
            }
        }));
    });
}
