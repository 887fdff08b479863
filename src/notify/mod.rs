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
pub mod parcel;
pub mod queue;
mod roles;
pub mod settings;
pub mod templates;
pub mod worker;

pub use engine::Engine;
pub use hooks::{Call, HookScript, Ran};
pub use queue::{queue, stored};
pub use worker::Worker;

use vekha_core::command::Actor;
use vekha_core::ids::SchoolId;

use crate::app::{App, AppError};
use crate::config::Home;
use crate::lang::Lang;

/// What was done for one school, or what kept it from being done.
pub type Report = (SchoolId, Result<Vec<worker::Line>, AppError>);

/// Delivers what every school of a home has in its outbox, by the channels of the home: what the nightly run does.
/// Gives the report of each school, or what kept it from being delivered.
///
/// # Errors
/// A channel that cannot be used: what is missing, without any secret.
pub fn deliver_all(app: &App, home: &Home, actor: &Actor, dry: bool) -> Result<Vec<Report>, String> {
    let channels = channels::of_home(&home.config, &home.dir)?;
    let lang = home.config.language.parse::<Lang>().unwrap_or(Lang::Ru);
    let settings = &home.config.notify;
    let worker = Worker { app, settings, channels: &channels, lang, actor: actor.clone() };
    let schools = app.store.snapshot().and_then(|snapshot| snapshot.schools());
    let schools = schools.map_err(|error| error.to_string())?;
    Ok(schools.into_iter().map(|(school, _)| (school, worker.deliver(school, dry))).collect())
}
