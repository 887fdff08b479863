//! The stored form of a message in the outbox, and the way in for what is not a step of a workflow.

use serde::{Deserialize, Serialize};
use vekha_core::command::{Action, Actor};
use vekha_core::ids::{CommandId, SchoolId};
use vekha_core::message::{HookFailure, Message};

use crate::app::{Acted, App, AppError, Request};
use crate::store::StoreError;

/// An entry of the outbox: JSON, so that a later version may add fields.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Queued {
    /// What is to be said.
    pub message: Message,
    /// The parcel it goes in, once one was made; 0 before.
    #[serde(default)]
    pub parcel: u32,
}

impl Queued {
    /// The bytes of the outbox.
    pub fn bytes(&self) -> Vec<u8> {
        // Ids, dates, strings and finite numbers: their JSON cannot fail.
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// Reads what [`Self::bytes`] wrote.
    ///
    /// # Errors
    /// [`StoreError::Damaged`].
    pub fn read(bytes: &[u8]) -> Result<Self, StoreError> {
        serde_json::from_slice(bytes)
            .map_err(|error| StoreError::Damaged(format!("outbox-1: line {}", error.line())))
    }
}

/// Messages as the outbox keeps them; their keys come from the command that brings them and their order. `from`: how
/// many messages the same command has brought before these.
pub fn stored(command: CommandId, from: u64, messages: Vec<Message>) -> Vec<Vec<u8>> {
    let keyed = messages.into_iter().zip(from..).map(|(message, no)| message.keyed(&command.0, no));
    keyed.map(|message| Queued { message, parcel: 0 }.bytes()).collect()
}

/// Queues messages, and records calls that came to nothing, as a command of its own. The same id again does nothing.
///
/// # Errors
/// What the store says.
pub fn queue(
    app: &App,
    school: SchoolId,
    actor: Actor,
    id: CommandId,
    messages: Vec<Message>,
    failures: Vec<HookFailure>,
) -> Result<Acted, AppError> {
    let request = Request {
        id: Some(id),
        outbox: stored(id, 0, messages),
        ..Request::new(school, actor, Action::ReportHooks(failures))
    };
    app.act(&request)
}
