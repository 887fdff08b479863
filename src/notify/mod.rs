//! What people are told: from hooks and workflows into the outbox, and from the outbox out into the world.
//!
//! 1. Before a command is committed, [`engine::Engine`] asks the published `hooks.rhai` and performs what the entered
//!    stages want; the messages are written in the same transaction as the events.
//! 2. A message keeps ids, dates, codes and the name of a template ([`vekha_core::message::Message`]).

pub mod engine;
pub mod hooks;
pub mod queue;
mod roles;

pub use engine::Engine;
pub use hooks::{Call, HookScript, Ran};
pub use queue::{queue, stored};
