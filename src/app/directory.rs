//! Who is who: parties with the names that only the vault holds.

use std::collections::BTreeMap;

use vekha_core::command::{Holder, NewParty};
use vekha_core::ids::PartyId;
use vekha_core::state::{Party, PartyKind};
use vekha_core::vault::{Content, Profile, folded};
use vekha_core::view::Read;

use super::{AppError, Reading};

/// A party with its profile.
#[derive(Clone, Debug)]
pub struct Known {
    /// The row.
    pub party: Party,
    /// How it is written; `None` when erased.
    pub profile: Option<Profile>,
}

/// All parties of a school, by id.
#[derive(Clone, Debug, Default)]
pub struct Directory {
    parties: BTreeMap<PartyId, Known>,
}

impl Directory {
    pub(super) fn read(reading: &Reading<'_>) -> Result<Self, AppError> {
        let mut parties = BTreeMap::new();
        for party in reading.parties()? {
            let profile = match party.profile.as_ref().map(|sealed| reading.content(sealed)).transpose()? {
                Some(Some(Content::Party(profile))) => Some(profile),
                _ => None,
            };
            parties.insert(party.id, Known { party, profile });
        }
        Ok(Self { parties })
    }

    /// The parties that stand (merged ones do not), in the order of their ids.
    pub fn standing(&self) -> impl Iterator<Item = &Known> {
        self.parties.values().filter(|known| known.party.merged_into.is_none())
    }

    /// A party by id, or the one it was merged into.
    pub fn get(&self, id: PartyId) -> Option<&Known> {
        let known = self.parties.get(&id)?;
        match known.party.merged_into {
            Some(into) => self.get(into),
            None => Some(known),
        }
    }

    /// The name of a party; its number where it was erased.
    pub fn name(&self, id: PartyId) -> String {
        match self.get(id).and_then(|known| known.profile.as_ref()) {
            Some(profile) => profile.name.clone(),
            None => format!("№{id}"),
        }
    }

    /// Names separated by commas.
    pub fn names(&self, ids: &[PartyId]) -> String {
        ids.iter().map(|id| self.name(*id)).collect::<Vec<_>>().join(", ")
    }

    /// The standing party written so, in this or any known spelling.
    pub fn find(&self, kind: Option<PartyKind>, name: &str) -> Option<&Known> {
        let wanted = folded(name);
        self.standing().filter(|known| kind.is_none_or(|kind| known.party.kind == kind)).find(|known| {
            known.profile.as_ref().is_some_and(|profile| {
                folded(&profile.name) == wanted
                    || profile.spellings.iter().any(|other| folded(other) == wanted)
            })
        })
    }

    /// The party meant: known, or new.
    pub fn holder(&self, kind: PartyKind, name: &str) -> Holder {
        match self.find(Some(kind), name) {
            Some(known) => Holder::Known(known.party.id),
            None => Holder::New(NewParty {
                kind,
                profile: Profile { name: name.trim().into(), ..Profile::default() },
            }),
        }
    }
}
