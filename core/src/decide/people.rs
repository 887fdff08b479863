//! The registries: lines of the bases, papers, erasing.

use alloc::string::String;
use alloc::vec::Vec;

use chrono::NaiveDate;

use super::{Act, Desk, Problem, Remedy, Unmet};
use crate::command::{ConsentDraft, Created, Part, Registration};
use crate::event::Event;
use crate::ids::{PartyId, Subject};
use crate::people::{Consent, Form, Forms, Participant, Purpose, RecordKind, Side, records};
use crate::state::{Party, PartyKind};
use crate::vault::{Content, VaultKey};
use crate::view::{Read, View, ViewError};
use crate::workflow::Words;

/// Who may have somebody's data erased, beside the owner.
const MAY_ERASE: [&str; 3] = ["head", "deputy", "curator"];

impl<'a> Desk<'a> {
    pub(super) fn register_person(&mut self, registration: &Registration) -> Act {
        let party = match registration.party {
            Some(party) => {
                let known = self.person(party)?;
                if let Some(profile) = &registration.profile {
                    self.rewrite_party(known.id, profile)?;
                }
                known.id
            }
            None => self.new_person(registration)?,
        };
        for part in &registration.parts {
            self.enter_base(party, part)?;
        }
        Ok(())
    }

    /// Adds somebody, whatever others are called: two people may have one name.
    fn new_person(&mut self, registration: &Registration) -> Act<PartyId> {
        let profile = registration.profile.clone().unwrap_or_default();
        if profile.name.trim().is_empty() {
            return self.refuse(Unmet::of(Problem::NoName));
        }
        let id = PartyId(self.overlay.counters()?.party);
        let profile = self.seal(Subject::Party(id), Content::Party(profile))?;
        self.emit(Event::PartyAdded { party: id, kind: PartyKind::Person, profile })?;
        self.created.push(Created::Party(id));
        Ok(id)
    }

    /// The person meant, whose data were not erased.
    pub(super) fn person(&mut self, id: PartyId) -> Act<Party> {
        let party = self.known(id)?;
        let about = Subject::Party(party.id);
        if party.kind != PartyKind::Person {
            return self.refuse(Unmet::of(Problem::NotAPerson).about(about));
        }
        if party.profile.is_none() {
            return self.refuse(Unmet::of(Problem::Erased).about(about));
        }
        Ok(party)
    }

    fn enter_base(&mut self, party: PartyId, part: &Part) -> Act {
        let about = Subject::Party(party);
        self.form(&part.form, party)?;
        let standing = self.standing_part(party, part.side, &part.form)?;
        // A line that is over and says so again is the same line, not a second participation.
        if standing.is_none() && self.is_over(party, part)? {
            return Ok(());
        }
        let known = standing.as_ref().map(|row| row.entered);
        let entered = part.entered.or(known).unwrap_or(self.command.effective);
        let today = self.command.today;
        for day in [Some(entered), part.left].into_iter().flatten() {
            if day > today {
                return self.refuse(Unmet::of(Problem::InTheFuture { on: day, today }).about(about));
            }
        }
        if let Some(left) = part.left.filter(|left| *left < entered) {
            return self.refuse(Unmet::of(Problem::LeftBeforeEntered { entered, left }).about(about));
        }
        let no = match standing {
            None => self.new_line(party, part, entered)?,
            Some(row) => {
                let capacity = part.capacity.or(row.capacity);
                if (entered, capacity, part.requests) != (row.entered, row.capacity, row.requests) {
                    let requests = part.requests;
                    let no = row.no;
                    self.emit(Event::ParticipantCorrected { party, no, entered, capacity, requests })?;
                }
                row.no
            }
        };
        match part.left {
            Some(left) => self.emit(Event::ParticipantLeft { party, no, left, reason: None }),
            None => Ok(()),
        }
    }

    fn new_line(&mut self, party: PartyId, part: &Part, entered: NaiveDate) -> Act<u32> {
        let no = self.overlay.participants(Some(party))?.iter().map(|row| row.no).max().unwrap_or(0) + 1;
        self.emit(Event::ParticipantEntered {
            party,
            no,
            side: part.side,
            form: part.form.clone(),
            entered,
            capacity: part.capacity,
            requests: part.requests,
        })?;
        Ok(no)
    }

    fn is_over(&mut self, party: PartyId, part: &Part) -> Act<bool> {
        let lines = self.overlay.participants(Some(party))?;
        Ok(lines.iter().any(|row| {
            (row.side, &row.form) == (part.side, &part.form)
                && row.left.is_some()
                && (part.left == row.left || part.entered == Some(row.entered))
        }))
    }

    fn standing_part(&mut self, party: PartyId, side: Side, form: &str) -> Act<Option<Participant>> {
        let lines = self.overlay.participants(Some(party))?;
        Ok(lines.into_iter().find(|row| row.side == side && row.form == form && row.left.is_none()))
    }

    fn form(&mut self, name: &str, party: PartyId) -> Act<&'a Form> {
        match self.rules.forms.forms.get(name) {
            Some(form) => Ok(form),
            None => {
                let known = self.rules.forms.forms.keys().cloned().collect();
                let problem = Problem::NoForm { form: name.into(), known };
                self.refuse(Unmet::of(problem).about(Subject::Party(party)))
            }
        }
    }

    pub(super) fn leave(
        &mut self,
        party: PartyId,
        of: Option<&(Side, String)>,
        on: NaiveDate,
        reason: Option<&str>,
    ) -> Act {
        let party = self.known(party)?.id;
        let about = Subject::Party(party);
        let mut lines = self.overlay.participants(Some(party))?;
        lines.retain(|row| {
            row.left.is_none() && of.is_none_or(|(side, form)| row.side == *side && row.form == *form)
        });
        if lines.is_empty() {
            return self.refuse(Unmet::of(Problem::NotInBase).about(about));
        }
        let reason = self.seal_text(about, reason)?;
        for row in lines {
            if on < row.entered {
                let problem = Problem::LeftBeforeEntered { entered: row.entered, left: on };
                return self.refuse(Unmet::of(problem).about(about));
            }
            self.emit(Event::ParticipantLeft { party, no: row.no, left: on, reason })?;
        }
        Ok(())
    }

    pub(super) fn give_consent(&mut self, draft: &ConsentDraft) -> Act {
        let party = self.person(draft.party)?.id;
        let about = Subject::Party(party);
        let kind = self.record(&draft.kind, party)?;
        let (date, today) = (draft.date, self.command.today);
        if date > today {
            return self.refuse(Unmet::of(Problem::InTheFuture { on: date, today }).about(about));
        }
        if !draft.signer.covers(draft.needed) {
            let problem = Problem::WrongSigner { kind: kind.title.clone(), needed: draft.needed };
            return self.refuse(Unmet::of(problem).about(about));
        }
        let version = draft.version.clone().unwrap_or_else(|| kind.version.clone());
        let papers = self.overlay.consents(Some(party))?;
        let again = |paper: &Consent| {
            paper.kind == draft.kind
                && paper.withdrawn.is_none()
                && paper.version == version
                && paper.date == date
                && paper.signer == draft.signer
        };
        if papers.iter().any(again) {
            return Ok(());
        }
        let no = papers.iter().map(|paper| paper.no).max().unwrap_or(0) + 1;
        let text = self.seal_text(about, draft.text.as_deref())?;
        let (kind, signer) = (draft.kind.clone(), draft.signer);
        self.emit(Event::ConsentGiven { party, no, kind, version, date, signer, text })
    }

    pub(super) fn withdraw_consent(&mut self, party: PartyId, kind: &str, reason: Option<&str>) -> Act {
        let party = self.known(party)?.id;
        let about = Subject::Party(party);
        let record = self.record(kind, party)?;
        let on = self.command.effective;
        let mut papers = self.overlay.consents(Some(party))?;
        papers.retain(|paper| paper.kind == kind && paper.withdrawn.is_none() && paper.date <= on);
        if papers.is_empty() {
            let problem = Problem::NotGiven { kind: record.title.clone() };
            return self.refuse(Unmet::of(problem).about(about));
        }
        let reason = self.seal_text(about, reason)?;
        let ends = self.after_notice(on, record.notice);
        for paper in papers {
            self.emit(Event::ConsentWithdrawn { party, no: paper.no, ends, reason })?;
        }
        Ok(())
    }

    /// The first day after so many working days of notice; the day itself where none is due.
    fn after_notice(&self, on: NaiveDate, notice: u8) -> NaiveDate {
        let mut day = on;
        let mut left = notice;
        while left > 0 {
            let Some(next) = day.succ_opt() else { return day };
            day = next;
            left -= u8::from(self.rules.calendar.is_working(day));
        }
        match notice {
            0 => on,
            _ => day.succ_opt().unwrap_or(day),
        }
    }

    fn record(&mut self, kind: &str, party: PartyId) -> Act<&'a RecordKind> {
        match self.rules.forms.records.get(kind) {
            Some(record) => Ok(record),
            None => {
                let known = self.rules.forms.records.keys().cloned().collect();
                let problem = Problem::NoRecord { kind: kind.into(), known };
                self.refuse(Unmet::of(problem).about(Subject::Party(party)))
            }
        }
    }

    /// Whatever the vault holds about the party goes: it leaves the bases and its roles first.
    pub(super) fn erase_party(&mut self, party: PartyId, reason: &str) -> Act {
        let roles: Vec<String> = MAY_ERASE.map(Into::into).to_vec();
        if !self.command.actor.may(&roles) {
            return self.refuse(Unmet::of(Problem::MayNotErase { roles }));
        }
        let party = self.known(party)?;
        let about = Subject::Party(party.id);
        if party.profile.is_none() {
            return self.refuse(Unmet::of(Problem::Erased).about(about));
        }
        if reason.trim().is_empty() {
            return self.refuse(Unmet::of(Problem::ReasonNeeded).about(about).remedy(Remedy::GiveReason));
        }
        for role in self.overlay.parties()?.into_iter().filter(|role| role.held_by == Some(party.id)) {
            self.emit(Event::RoleHeld { role: role.id, by: None })?;
        }
        let (id, today) = (party.id, self.command.effective);
        for row in self.overlay.participants(Some(id))?.into_iter().filter(|row| row.left.is_none()) {
            let left = today.max(row.entered);
            self.emit(Event::ParticipantLeft { party: id, no: row.no, left, reason: None })?;
        }
        self.end_pairs_of(id)?;
        // Under the school, since what stands under the party goes with it.
        let reason = self.seal_text(Subject::School, Some(reason))?;
        let merged = self.merged_into(id)?;
        self.emit(Event::PartyErased { party: id, merged, reason })
    }

    /// Other contents under the same keys. Where nothing ever stood nothing is put.
    pub(super) fn rewrite_texts(&mut self, texts: &[(VaultKey, Content)]) -> Act {
        let roles: Vec<String> = MAY_ERASE.map(Into::into).to_vec();
        if !self.command.actor.may(&roles) {
            return self.refuse(Unmet::of(Problem::MayNotErase { roles }));
        }
        let mut seals = Vec::new();
        for (key, content) in texts {
            if self.overlay.last_text(key.owner)? >= key.version {
                seals.push(self.seal_at(*key, content.clone()));
            }
        }
        if seals.is_empty() {
            return Ok(());
        }
        self.emit(Event::TextsRewritten { texts: seals })
    }

    /// Everybody whose merges lead to this party.
    fn merged_into(&mut self, id: PartyId) -> Act<Vec<PartyId>> {
        let mut found = Vec::new();
        for other in self.overlay.parties()? {
            if other.id != id && self.overlay.standing(other.id)? == id {
                found.push(other.id);
            }
        }
        Ok(found)
    }
}

/// What stands in the way of a purpose for want of papers: every kind at once, each with the command that adds it.
/// `None` where nothing is missing.
///
/// # Errors
/// What the view says.
pub fn papers_unmet(
    view: &dyn View,
    forms: &Forms,
    participant: &Participant,
    purpose: Purpose,
    on: NaiveDate,
) -> Result<Option<Unmet>, ViewError> {
    let party = participant.party;
    let held = records::held(view, party, on)?;
    let lacking = records::lacking(forms, participant, purpose, &held);
    if lacking.is_empty() {
        return Ok(None);
    }
    let titled = |kind: &String| {
        let title = forms.records.get(kind).map(|record| record.title.clone());
        (kind.clone(), title.unwrap_or_else(|| Words { ru: kind.clone(), en: kind.clone() }))
    };
    let kinds = lacking.iter().map(titled).collect();
    let mut unmet = Unmet::of(Problem::PapersMissing { purpose, kinds }).about(Subject::Party(party));
    unmet.remedies = lacking.into_iter().map(|kind| Remedy::GiveConsent { party, kind }).collect();
    Ok(Some(unmet))
}
