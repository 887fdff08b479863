//! State as rows: what is true of a school now, one row a thing.
//!
//! Rows are a cache of the journal: [`crate::evolve`] alone writes them, and they can be rebuilt from events at any
//! time. They hold no personal data: a person is a [`Sealed`](crate::vault::Sealed) profile.

mod instance;
mod party;
mod plan;
mod programme;
mod row;
mod school;

pub use instance::{Evidence, Instance, Moved, Step};
pub use party::{Party, PartyKind};
pub use plan::{Agenda, Field, Heading, Occurrence, Origin, Place, Plan, Tally, Task, Wording};
pub use programme::{Document, Exception, Programme};
pub use row::{Key, Kind, Row};
pub use school::{Counters, PublishedSet, School, Texts};

pub use crate::workflow::Outcome;

/// Bumped when `evolve` or a row changes its meaning: stored rows with another number are rebuilt from the journal.
pub const EVOLVE_VERSION: u32 = 4;
