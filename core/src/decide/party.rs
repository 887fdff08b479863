//! People, roles and units.

use super::{Act, Desk, Problem, Unmet};
use crate::command::{Created, Holder, NewParty};
use crate::event::Event;
use crate::ids::{PartyId, Subject};
use crate::state::{Party, PartyKind};
use crate::vault::{Content, Profile, folded};
use crate::view::Read;

use alloc::vec::Vec;

impl Desk<'_> {
    /// The parties meant, new ones added; each once, in order.
    pub(super) fn holders(&mut self, holders: &[Holder]) -> Act<Vec<PartyId>> {
        let mut found = Vec::with_capacity(holders.len());
        for holder in holders {
            let id = match holder {
                Holder::Known(id) => self.known(*id)?.id,
                Holder::New(party) => self.party_of(party)?,
            };
            if !found.contains(&id) {
                found.push(id);
            }
        }
        Ok(found)
    }

    /// The party that stands for this one now.
    pub(super) fn known(&mut self, id: PartyId) -> Act<Party> {
        let standing = self.overlay.standing(id)?;
        match self.overlay.party(standing)? {
            Some(party) => Ok(party),
            None => self.refuse(Unmet::of(Problem::NotFound { what: Subject::Party(id) })),
        }
    }

    /// Adds a party, once within one command.
    pub(super) fn party_of(&mut self, new: &NewParty) -> Act<PartyId> {
        let name = new.profile.name.trim();
        if name.is_empty() {
            return self.refuse(Unmet::of(Problem::NoName));
        }
        let known = (new.kind, folded(name));
        if let Some(id) = self.added.get(&known) {
            return Ok(*id);
        }
        let id = PartyId(self.overlay.counters()?.party);
        let profile = self.seal(Subject::Party(id), Content::Party(new.profile.clone()))?;
        self.emit(Event::PartyAdded { party: id, kind: new.kind, profile })?;
        self.added.insert(known, id);
        self.created.push(Created::Party(id));
        Ok(id)
    }

    pub(super) fn rewrite_party(&mut self, id: PartyId, profile: &Profile) -> Act {
        let id = self.known(id)?.id;
        let profile = self.seal(Subject::Party(id), Content::Party(profile.clone()))?;
        self.emit(Event::PartyRewritten { party: id, profile })
    }

    pub(super) fn merge_parties(&mut self, from: PartyId, into: PartyId, profile: &Profile) -> Act {
        let (from, into) = (self.known(from)?, self.known(into)?);
        if from.id == into.id || from.kind != into.kind {
            return self.refuse(Unmet::of(Problem::CannotMerge).about(Subject::Party(from.id)));
        }
        self.check_merged_pairs(from.id, into.id)?;
        self.rewrite_party(into.id, profile)?;
        self.emit(Event::PartyMerged { from: from.id, into: into.id })
    }

    /// What two people are in, one must be able to be in: nobody is a pair with oneself, nor has two mentors in one
    /// programme. Whichever pair is wrong is to be ended first.
    fn check_merged_pairs(&mut self, from: PartyId, into: PartyId) -> Act {
        let open = self.open_pairs()?;
        let mut unmet = Vec::new();
        for (mentor, mentee) in [(from, into), (into, from)] {
            if open.together(mentor, mentee).next().is_some() {
                let problem = Problem::Circular { mentor, mentee };
                unmet.push(Unmet::of(problem).about(Subject::Party(mentor)));
            }
        }
        for programme in open.mentee_in(from) {
            if let Some(pair) = open.mentored(into, programme) {
                let problem = Problem::HasMentor { mentee: into, pair };
                unmet.push(Unmet::of(problem).about(Subject::Party(into)));
            }
        }
        match unmet.is_empty() {
            true => Ok(()),
            false => {
                self.unmet.append(&mut unmet);
                Err(super::Stop::Refused)
            }
        }
    }

    pub(super) fn hold_role(&mut self, role: PartyId, by: Option<PartyId>) -> Act {
        let role = self.known(role)?;
        let by = match by {
            Some(by) => Some(self.known(by)?),
            None => None,
        };
        if role.kind != PartyKind::Role || by.as_ref().is_some_and(|by| by.kind != PartyKind::Person) {
            return self.refuse(Unmet::of(Problem::NotARole).about(Subject::Party(role.id)));
        }
        let by = by.map(|by| by.id);
        if role.held_by == by {
            return Ok(());
        }
        self.emit(Event::RoleHeld { role: role.id, by })
    }
}
