//! The outbox worker and its channels.
