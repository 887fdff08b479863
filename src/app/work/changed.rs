//! Whose facts are new since an event: what has to be evaluated again, found in the journal's tail alone.

use std::collections::BTreeSet;

use vekha_core::event::{Event, Recorded};
use vekha_core::ids::{PairId, PartyId, ProgrammeId, Subject};
use vekha_core::view::{Read, View as _};

use crate::app::{AppError, Reading};

/// Whose facts are new. What only the calendar changes (a term that passes, days since a meeting) is not among it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// Everything: another set was published, or nothing was ever evaluated.
    pub all: bool,
    /// Pairs.
    pub pairs: BTreeSet<PairId>,
    /// Their mentors, and mentors whose papers or places changed.
    pub mentors: BTreeSet<PartyId>,
    /// Programmes.
    pub programmes: BTreeSet<ProgrammeId>,
    /// The school.
    pub school: bool,
    /// The last event that was looked at: what to ask from next time.
    pub seq: u64,
    /// Nothing was ever looked at: no event can add anything.
    ever: bool,
}

/// Whose facts are new after the event `seq`; 0: everybody's. The cost is that of the events since.
///
/// # Errors
/// What the store says.
pub fn changed_since(reading: &Reading<'_>, seq: u64) -> Result<Changed, AppError> {
    let mut changed = Changed::after(seq);
    changed.go_on(reading, |_| ())?;
    Ok(changed)
}

impl Changed {
    /// Nothing was looked at yet; after the event 0 everything is new.
    pub fn after(seq: u64) -> Self {
        Self { all: seq == 0, seq, ever: seq == 0, ..Self::default() }
    }

    /// Looks at the events that came since the last look, each once; `each` sees them too.
    ///
    /// # Errors
    /// What the store says.
    pub fn go_on(&mut self, reading: &Reading<'_>, mut each: impl FnMut(&Recorded)) -> Result<(), AppError> {
        let last = reading.head().seq;
        if !self.ever && self.seq < last {
            for recorded in reading.snapshot.events(reading.school, self.seq + 1)? {
                let recorded = recorded?;
                if recorded.seq > last {
                    break;
                }
                each(&recorded);
                self.event(reading, &recorded.event)?;
            }
        }
        self.seq = last;
        Ok(())
    }

    fn event(&mut self, reading: &Reading<'_>, event: &Event) -> Result<(), AppError> {
        match event {
            Event::SetPublished { .. } => self.all = true,
            Event::PairFormed { pair, .. }
            | Event::MeetingAdded { pair, .. }
            | Event::MeetingCorrected { pair, .. }
            | Event::MeetingCancelled { pair, .. }
            | Event::ItemAdded { pair, .. }
            | Event::ItemChanged { pair, .. } => self.pair(reading, *pair)?,
            Event::StageEntered { subject, .. }
            | Event::StepUndone { subject, .. }
            | Event::VersionChanged { subject, .. }
            | Event::StageRetimed { subject, .. }
            | Event::EvidenceAdded { subject, .. } => match subject {
                Subject::Pair(pair) => self.pair(reading, *pair)?,
                Subject::Programme(programme) => self.programme(*programme),
                _ => {}
            },
            Event::ProgrammeOpened { programme, .. }
            | Event::SwotAdded { programme, .. }
            | Event::SwotDropped { programme, .. } => self.programme(*programme),
            Event::SurveyFilled(response) => {
                self.response(reading, response.code.map_or(0, |code| code.0), response.no)?;
            }
            Event::SurveyJoined { code, no, .. } => self.response(reading, code.0, *no)?,
            Event::SurveyWithdrawn { code, no, .. } => {
                self.response(reading, code.map_or(0, |code| code.0), *no)?;
            }
            Event::SchoolNumberTold { .. } => self.school = true,
            Event::ParticipantEntered { party, .. }
            | Event::ParticipantCorrected { party, .. }
            | Event::ParticipantLeft { party, .. }
            | Event::ConsentGiven { party, .. }
            | Event::ConsentWithdrawn { party, .. }
            | Event::PartyErased { party, .. }
            | Event::PartyRewritten { party, .. } => self.person(reading, *party)?,
            Event::PartyMerged { into, .. } => self.person(reading, *into)?,
            _ => {}
        }
        Ok(())
    }

    fn pair(&mut self, reading: &Reading<'_>, id: PairId) -> Result<(), AppError> {
        if self.pairs.insert(id)
            && let Some(pair) = reading.pair(id)?
        {
            self.mentors.insert(pair.mentor);
            self.programme(pair.programme);
        }
        Ok(())
    }

    fn programme(&mut self, id: ProgrammeId) {
        self.programmes.insert(id);
        self.school = true;
    }

    fn response(&mut self, reading: &Reading<'_>, code: u32, no: u32) -> Result<(), AppError> {
        let code = Some(vekha_core::ids::CodeId(code));
        let found = reading.responses(code)?.into_iter().find(|response| response.no == no);
        if let Some(response) = found {
            for pair in &response.pairs {
                self.pair(reading, *pair)?;
            }
            if let Some(programme) = response.programme {
                self.programme(programme);
            }
        }
        Ok(())
    }

    /// Whatever is known of a person matters to the pairs of the person, and to the school's counts.
    fn person(&mut self, reading: &Reading<'_>, id: PartyId) -> Result<(), AppError> {
        let id = reading.standing(id)?;
        self.school = true;
        if let Some(row) = reading.person_work(id)? {
            if !row.mentor_in.is_empty() {
                self.mentors.insert(id);
            }
            for pair in row.mentor_in.iter().chain(&row.mentee_in) {
                self.pair(reading, *pair)?;
            }
        }
        Ok(())
    }
}
