//! Whoever may be responsible.

use serde::{Deserialize, Serialize};

use crate::ids::PartyId;
use crate::vault::Sealed;

/// What a party is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum PartyKind {
    /// A person.
    Person,
    /// A role that people hold in turn.
    Role,
    /// A unit: a service, an association of teachers.
    Unit,
}

/// A person, role or unit that may be responsible.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Party {
    /// Its id.
    pub id: PartyId,
    /// What it is.
    pub kind: PartyKind,
    /// How it is written, in the vault; `None` when erased.
    pub profile: Option<Sealed>,
    /// Who holds the role.
    pub held_by: Option<PartyId>,
    /// The party it was merged into.
    pub merged_into: Option<PartyId>,
}
