//! Vekha runs a school's mentoring programme from its roadmap.
//!
//! The pure part lives in `vekha_core`; this package is everything that touches the world: files, the store,
//! scripts, the terminal.

pub mod app;
pub mod calendar;
pub mod cli;
pub mod clock;
pub mod config;
pub mod draft;
pub mod export;
pub mod files;
pub mod import;
pub mod lang;
pub mod notify;
pub mod script;
pub mod store;
pub mod words;
pub mod workflows;
