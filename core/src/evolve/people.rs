//! Lines of the bases, papers, and what erasing leaves.

use super::Work;
use crate::event::Event;
use crate::ids::PartyId;
use crate::people::{Consent, Participant, Withdrawal};
use crate::state::{Key, Kind, Row};
use crate::view::{Read, ViewError};

impl Work<'_> {
    pub(super) fn people_event(&mut self, event: &Event) -> Result<(), ViewError> {
        match event {
            Event::ParticipantEntered { party, no, side, form, entered, capacity, requests } => {
                self.put(Row::Participant(Participant {
                    party: *party,
                    no: *no,
                    side: *side,
                    form: form.clone(),
                    entered: *entered,
                    capacity: *capacity,
                    requests: *requests,
                    left: None,
                }));
                Ok(())
            }
            Event::ParticipantCorrected { party, no, entered, capacity, requests } => {
                self.participant(*party, *no, |row| {
                    row.entered = *entered;
                    row.capacity = *capacity;
                    row.requests = *requests;
                })
            }
            Event::ParticipantLeft { party, no, left, reason } => {
                self.participant(*party, *no, |row| row.left = Some(*left))?;
                self.sealed(reason.as_ref())
            }
            Event::ConsentGiven { party, no, kind, version, date, signer, text } => {
                self.put(Row::Consent(Consent {
                    party: *party,
                    no: *no,
                    kind: kind.clone(),
                    version: version.clone(),
                    date: *date,
                    signer: *signer,
                    by: self.recorded.actor.clone(),
                    text: *text,
                    withdrawn: None,
                }));
                self.sealed(text.as_ref())
            }
            Event::ConsentWithdrawn { party, no, ends, reason } => {
                let withdrawal = Withdrawal { on: self.recorded.effective, ends: *ends };
                let key = Key::within(Kind::Consent, party.0, *no);
                if let Some(Row::Consent(mut row)) = self.get(key)? {
                    row.withdrawn = Some(withdrawal);
                    self.put(Row::Consent(row));
                }
                self.sealed(reason.as_ref())
            }
            Event::PartyErased { party, merged, reason } => {
                for id in merged.iter().chain([party]) {
                    self.party(*id, |row| row.profile = None)?;
                    self.delete(Key::of(Kind::OptOut, id.0));
                }
                self.sealed(reason.as_ref())
            }
            _ => Ok(()),
        }
    }

    fn participant(
        &mut self,
        party: PartyId,
        no: u32,
        change: impl FnOnce(&mut Participant),
    ) -> Result<(), ViewError> {
        if let Some(Row::Participant(mut row)) = self.get(Key::within(Kind::Participant, party.0, no))? {
            change(&mut row);
            self.put(Row::Participant(row));
        }
        Ok(())
    }

    /// The lines and papers of the one that goes become those of the one that stays. Where both stand on the same
    /// side of the same form, one line is left: the earlier entry, the greater numbers.
    pub(super) fn merge_registries(&mut self, from: PartyId, into: PartyId) -> Result<(), ViewError> {
        let mut kept = self.view.participants(Some(into))?;
        for mut row in self.view.participants(Some(from))? {
            self.delete(Key::within(Kind::Participant, from.0, row.no));
            let same = kept.iter_mut().find(|other| {
                other.side == row.side && other.form == row.form && other.left.is_none() && row.left.is_none()
            });
            match same {
                Some(other) => {
                    other.entered = other.entered.min(row.entered);
                    other.capacity = other.capacity.max(row.capacity);
                    other.requests = other.requests.max(row.requests);
                }
                None => {
                    row.party = into;
                    row.no = kept.iter().map(|other| other.no).max().unwrap_or(0) + 1;
                    kept.push(row);
                }
            }
        }
        kept.into_iter().for_each(|row| self.put(Row::Participant(row)));
        let mut last = self.view.consents(Some(into))?.iter().map(|row| row.no).max().unwrap_or(0);
        for mut row in self.view.consents(Some(from))? {
            self.delete(Key::within(Kind::Consent, from.0, row.no));
            last += 1;
            row.party = into;
            row.no = last;
            self.put(Row::Consent(row));
        }
        Ok(())
    }
}
