//! Rhai: the sandbox, the host API, diagnostics, tests and publishing.

pub mod api;
mod batch;
pub mod engine;
pub mod fault;
pub mod kinds;
pub mod limits;
pub mod modules;
pub mod program;
pub mod render;
pub mod sandbox;
pub mod value;
pub mod wire;
pub mod worker;
