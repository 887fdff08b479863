//! Which papers somebody has, and which are still wanted for a purpose.

use alloc::string::String;
use alloc::vec::Vec;

use chrono::NaiveDate;

use super::{Consent, Forms, Participant, Side};
use crate::ids::PartyId;
use crate::view::{Read, View, ViewError};
use crate::workflow::CountOf;

/// What papers are needed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    /// To be proposed as one of a pair.
    Propose,
    /// For a pair to become active.
    Pair,
    /// To be named in public.
    Publish,
}

/// The papers of one participant on one day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Papers {
    /// Kinds that hold, each once.
    pub held: Vec<String>,
    /// Kinds needed for a pair to become active that do not hold.
    pub missing: Vec<String>,
    /// Kinds needed to be named in public that do not hold.
    pub unpublished: Vec<String>,
}

impl Papers {
    /// What a participant has and lacks.
    ///
    /// # Errors
    /// What the view says.
    pub fn of(
        view: &dyn View,
        forms: &Forms,
        participant: &Participant,
        on: NaiveDate,
    ) -> Result<Self, ViewError> {
        let held = held(view, participant.party, on)?;
        let missing = lacking(forms, participant, Purpose::Pair, &held);
        let unpublished = lacking(forms, participant, Purpose::Publish, &held);
        Ok(Self { held, missing, unpublished })
    }

    /// Whether a pair of this participant may become active.
    pub fn complete(&self) -> bool {
        self.missing.is_empty()
    }
}

/// The kinds of records that hold for somebody on a day, each once, sorted.
///
/// # Errors
/// What the view says.
pub fn held(view: &dyn View, party: PartyId, on: NaiveDate) -> Result<Vec<String>, ViewError> {
    let mut kinds: Vec<String> = view
        .consents(Some(party))?
        .into_iter()
        .filter(|consent: &Consent| consent.holds(on))
        .map(|consent| consent.kind)
        .collect();
    kinds.sort();
    kinds.dedup();
    Ok(kinds)
}

/// The kinds of records that a participant still needs for a purpose. A form that is not described needs none.
pub fn lacking(forms: &Forms, participant: &Participant, purpose: Purpose, held: &[String]) -> Vec<String> {
    let Some(form) = forms.forms.get(&participant.form) else { return Vec::new() };
    let needed = form.side(participant.side).needed(purpose);
    needed.iter().filter(|kind| !held.contains(kind)).cloned().collect()
}

/// Whether a participant still needs some record for a purpose, of those that do not hold.
pub fn lacks(
    forms: &Forms,
    participant: &Participant,
    purpose: Purpose,
    holds: impl Fn(&str) -> bool,
) -> bool {
    let Some(form) = forms.forms.get(&participant.form) else { return false };
    form.side(participant.side).needed(purpose).iter().any(|kind| !holds(kind))
}

/// How many stand in the bases of one form on a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Headcount {
    /// Mentors; 0 also where nobody was ever entered.
    pub mentors: u32,
    /// Mentees.
    pub mentees: u32,
    /// Participants whose papers suffice for a pair to become active.
    pub consents: u32,
    /// Mentees who have stated a request.
    pub requests: u32,
}

impl Headcount {
    /// Counts the standing lines of a form.
    ///
    /// # Errors
    /// What the view says.
    pub fn of(view: &dyn View, forms: &Forms, form: &str, on: NaiveDate) -> Result<Self, ViewError> {
        let mut count = Self::default();
        for line in view.participants(None)? {
            if line.form != form || !line.stands(on) {
                continue;
            }
            match line.side {
                Side::Mentor => count.mentors += 1,
                Side::Mentee => count.mentees += 1,
            }
            count.requests += u32::from(line.side == Side::Mentee && line.requests > 0);
            count.consents += u32::from(Papers::of(view, forms, &line, on)?.complete());
        }
        Ok(count)
    }

    /// A number that the bases know; `None` where they hold nobody of that kind, or do not count it.
    pub fn get(self, what: CountOf) -> Option<u32> {
        match what {
            CountOf::Mentors => Some(self.mentors).filter(|count| *count > 0),
            CountOf::Mentees => Some(self.mentees).filter(|count| *count > 0),
            CountOf::Consents => (self.mentors + self.mentees > 0).then_some(self.consents),
            CountOf::Requests => (self.mentees > 0).then_some(self.requests),
            _ => None,
        }
    }
}
