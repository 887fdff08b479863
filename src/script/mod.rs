//! Rhai: the sandbox, the host API, diagnostics, tests and publishing.

pub mod api;
mod batch;
pub mod captures;
pub mod check;
pub mod engine;
pub mod fast;
pub mod fault;
pub mod instrument;
pub mod kinds;
pub mod limits;
pub mod modules;
#[cfg(test)]
mod mutants;
pub mod program;
pub mod record;
pub mod render;
pub mod sample;
pub mod sandbox;
pub mod scan;
mod slips;
pub mod spread;
pub mod testing;
pub mod trace;
mod traps;
pub mod value;
pub mod wire;
pub mod worker;
