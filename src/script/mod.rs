//! Rhai: the sandbox, the host API, diagnostics, tests and publishing.

pub mod api;
pub mod engine;
pub mod fault;
pub mod limits;
pub mod modules;
pub mod render;
pub mod sandbox;
pub mod value;
pub mod wire;
pub mod worker;
