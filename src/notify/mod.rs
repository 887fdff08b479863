//! What people are told: from hooks and workflows into the outbox, and from the outbox out into the world.
//!
//! 1. Before a command is committed, [`engine::Engine`] asks the published `hooks.rhai` and performs what the entered
//!    stages want; the messages are written in the same transaction as the events.
//! 2. A message keeps ids, dates, codes and the name of a template ([`vekha_core::message::Message`]).
//! 3. [`worker::Worker`] puts the messages of one person into a parcel, fills the templates with names from the vault
//!    and hands the letter to a channel. Every attempt is on record before it begins ([`parcel::Step`]).
//! 4. How it ended is an event without personal data, written with the log and the outbox in one transaction.

mod addressee;
pub mod channels;
pub mod engine;
mod fill;
pub mod hooks;
pub mod ics;
pub mod memo;
mod outdated;
pub mod parcel;
pub mod proofread;
pub mod queue;
mod roles;
mod round;
pub mod settings;
pub mod templates;
pub mod worker;

pub use engine::Engine;
pub use hooks::{Call, HookScript, Ran};
pub use queue::{queue, stored};
pub use worker::Worker;
