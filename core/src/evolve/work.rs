//! Meetings, personal programmes, questionnaires, SWOT, and the sums of all of it.

use alloc::vec::Vec;

use super::Work;
use crate::event::Event;
use crate::ids::{CodeId, PairId, PartyId, ProgrammeId};
use crate::state::{Key, Kind, Row};
use crate::view::{Read, ViewError};
use crate::work::{
    Code, Item, ItemBrief, Meeting, MeetingBrief, PairCount, PairWork, PersonWork, ProgrammeWork, Response,
    SchoolNumbers, Swot, day_number,
};

impl Work<'_> {
    pub(super) fn work_event(&mut self, event: &Event) -> Result<(), ViewError> {
        match event {
            Event::MeetingAdded { pair, no, facts, text } => {
                self.put(Row::Meeting(Meeting {
                    pair: *pair,
                    no: *no,
                    facts: facts.clone(),
                    text: *text,
                    cancelled: false,
                }));
                self.meeting_moved(*pair, *no, Some(MeetingBrief::of(*no, facts)))?;
                self.sealed(text.as_ref())
            }
            Event::MeetingCorrected { pair, no, facts, text } => {
                if let Some(Row::Meeting(mut row)) = self.get(Key::within(Kind::Meeting, pair.0, *no))? {
                    row.facts.clone_from(facts);
                    row.text = text.or(row.text);
                    row.cancelled = false;
                    self.put(Row::Meeting(row));
                    self.meeting_moved(*pair, *no, Some(MeetingBrief::of(*no, facts)))?;
                }
                self.sealed(text.as_ref())
            }
            Event::MeetingCancelled { pair, no, reason } => {
                if let Some(Row::Meeting(mut row)) = self.get(Key::within(Kind::Meeting, pair.0, *no))? {
                    row.cancelled = true;
                    self.put(Row::Meeting(row));
                    self.meeting_moved(*pair, *no, None)?;
                }
                self.sealed(reason.as_ref())
            }
            Event::ItemAdded { pair, no, facts, text } | Event::ItemChanged { pair, no, facts, text } => {
                let before = match self.get(Key::within(Kind::Item, pair.0, *no))? {
                    Some(Row::Item(row)) => row.text,
                    _ => None,
                };
                let text_now = text.or(before);
                self.put(Row::Item(Item { pair: *pair, no: *no, facts: facts.clone(), text: text_now }));
                let brief = (!facts.dropped).then(|| ItemBrief::of(*no, facts));
                self.pair_work(*pair, |work| work.set_item(*no, brief))?;
                self.sealed(text.as_ref())
            }
            _ => Ok(()),
        }
    }

    fn meeting_moved(&mut self, pair: PairId, no: u32, is: Option<MeetingBrief>) -> Result<(), ViewError> {
        let mut was = None;
        let brief = is.clone();
        self.pair_work(pair, |work| was = work.set_meeting(no, brief))?;
        let Some(programme) = self.work_of(pair)?.map(|work| work.programme) else { return Ok(()) };
        self.programme_work(programme, |row| row.meeting(was.as_ref(), is.as_ref()))
    }

    /// A pair's row begins with the pair.
    pub(super) fn work_begun(
        &mut self,
        pair: PairId,
        programme: ProgrammeId,
        mentor: PartyId,
        mentee: PartyId,
    ) -> Result<(), ViewError> {
        self.put(Row::PairWork(PairWork::new(pair, programme)));
        let new_mentor = self.joins(mentor, programme, |row| &row.mentor_in)?;
        let new_mentee = self.joins(mentee, programme, |row| &row.mentee_in)?;
        self.person_work(mentor, |row| row.mentor_in.push(pair))?;
        self.person_work(mentee, |row| row.mentee_in.push(pair))?;
        self.programme_work(programme, |row| {
            row.pairs += 1;
            row.mentors += u32::from(new_mentor);
            row.mentees += u32::from(new_mentee);
        })?;
        self.pair_work(pair, |_| ())
    }

    /// Whether somebody has no pair of a programme yet on one side.
    fn joins(
        &self,
        party: PartyId,
        programme: ProgrammeId,
        side: impl Fn(&PersonWork) -> &Vec<PairId>,
    ) -> Result<bool, ViewError> {
        let Some(Row::PersonWork(row)) = self.get(Key::of(Kind::PersonWork, party.0))? else {
            return Ok(true);
        };
        for pair in side(&row) {
            if self.work_of(*pair)?.is_some_and(|work| work.programme == programme) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn work_of(&self, pair: PairId) -> Result<Option<PairWork>, ViewError> {
        Ok(match self.get(Key::of(Kind::PairWork, pair.0))? {
            Some(Row::PairWork(row)) => Some(row),
            _ => None,
        })
    }

    /// Changes what a pair's work comes to, and its programme's row with it.
    pub(super) fn pair_work(
        &mut self,
        id: PairId,
        change: impl FnOnce(&mut PairWork),
    ) -> Result<(), ViewError> {
        let Some(mut work) = self.work_of(id)? else { return Ok(()) };
        let Some(Row::Pair(pair)) = self.get(Key::of(Kind::Pair, id.0))? else { return Ok(()) };
        change(&mut work);
        work.revision += 1;
        work.changed = self.recorded.seq;
        let (was, is) = (work.counted, PairCount::now(&pair, &work));
        let last = work.items.iter().filter_map(|item| item.done).max().unwrap_or(0);
        work.counted = is;
        let programme = work.programme;
        self.put(Row::PairWork(work));
        self.programme_work(programme, |row| {
            row.recount(&was, &is);
            row.latest = row.latest.max(last);
        })
    }

    fn programme_work(
        &mut self,
        id: ProgrammeId,
        change: impl FnOnce(&mut ProgrammeWork),
    ) -> Result<(), ViewError> {
        let mut row = match self.get(Key::of(Kind::ProgrammeWork, id.0))? {
            Some(Row::ProgrammeWork(row)) => row,
            _ => ProgrammeWork::new(id),
        };
        change(&mut row);
        row.latest = row.latest.max(day_number(self.recorded.effective));
        row.revision += 1;
        row.changed = self.recorded.seq;
        self.put(Row::ProgrammeWork(row));
        Ok(())
    }

    fn person_work(&mut self, id: PartyId, change: impl FnOnce(&mut PersonWork)) -> Result<(), ViewError> {
        let mut row = match self.get(Key::of(Kind::PersonWork, id.0))? {
            Some(Row::PersonWork(row)) => row,
            _ => PersonWork { party: id, mentor_in: Vec::new(), mentee_in: Vec::new() },
        };
        change(&mut row);
        self.put(Row::PersonWork(row));
        Ok(())
    }

    /// The pairs and codes of the one that goes become those of the one that stays.
    pub(super) fn merge_work(&mut self, from: PartyId, into: PartyId) -> Result<(), ViewError> {
        for mut code in self.view.codes(Some(from))? {
            self.delete(Key::within(Kind::Code, from.0, code.id.0));
            code.party = into;
            self.put(Row::Code(code));
        }
        let Some(Row::PersonWork(gone)) = self.get(Key::of(Kind::PersonWork, from.0))? else {
            return Ok(());
        };
        self.delete(Key::of(Kind::PersonWork, from.0));
        let (mentor_in, mentee_in) = (gone.mentor_in.clone(), gone.mentee_in.clone());
        let mut both = PersonWork { party: into, mentor_in: Vec::new(), mentee_in: Vec::new() };
        if let Some(Row::PersonWork(row)) = self.get(Key::of(Kind::PersonWork, into.0))? {
            both = row;
        }
        let (mentors, mentees) = (self.programmes_of(&both.mentor_in)?, self.programmes_of(&both.mentee_in)?);
        // Two people of one programme on one side were counted twice and are one.
        for programme in self.programmes_of(&mentor_in)?.into_iter().filter(|id| mentors.contains(id)) {
            self.programme_work(programme, |row| row.mentors = row.mentors.saturating_sub(1))?;
        }
        for programme in self.programmes_of(&mentee_in)?.into_iter().filter(|id| mentees.contains(id)) {
            self.programme_work(programme, |row| row.mentees = row.mentees.saturating_sub(1))?;
        }
        both.mentor_in.extend(mentor_in);
        both.mentee_in.extend(mentee_in);
        self.put(Row::PersonWork(both));
        Ok(())
    }

    /// The programmes of some pairs, each once.
    fn programmes_of(&self, pairs: &[PairId]) -> Result<Vec<ProgrammeId>, ViewError> {
        let mut found = Vec::new();
        for pair in pairs {
            if let Some(work) = self.work_of(*pair)?
                && !found.contains(&work.programme)
            {
                found.push(work.programme);
            }
        }
        Ok(found)
    }

    pub(super) fn answers_event(&mut self, event: &Event) -> Result<(), ViewError> {
        match event {
            Event::CodeIssued { party, code, text } => {
                self.put(Row::Code(Code { party: *party, id: *code, text: *text }));
                self.sealed(Some(text))
            }
            Event::SurveyFilled(response) => {
                let mut response = response.clone();
                let text = response.text;
                if let Some(before) = self.response(response.code, response.no)? {
                    response.text = response.text.or(before.text);
                    self.count_response(&before, true)?;
                }
                self.count_response(&response, false)?;
                self.put(Row::Response(response));
                self.sealed(text.as_ref())
            }
            Event::SurveyJoined { code, no, pairs } => {
                let Some(mut response) = self.response(Some(*code), *no)? else { return Ok(()) };
                self.count_response(&response, true)?;
                response.pairs.extend(pairs);
                self.count_response(&response, false)?;
                self.put(Row::Response(response));
                Ok(())
            }
            Event::SurveyWithdrawn { code, no, reason } => {
                if let Some(mut response) = self.response(*code, *no)? {
                    self.count_response(&response, true)?;
                    response.withdrawn = true;
                    self.put(Row::Response(response));
                }
                self.sealed(reason.as_ref())
            }
            Event::SwotAdded { programme, no, quarter, text } => {
                let on = self.recorded.effective;
                self.put(Row::Swot(Swot {
                    programme: *programme,
                    no: *no,
                    quarter: *quarter,
                    on,
                    text: *text,
                    dropped: false,
                }));
                self.programme_work(*programme, |row| *row.swot.entry(*quarter).or_default() += 1)?;
                self.sealed(Some(text))
            }
            Event::SwotDropped { programme, no } => {
                let key = Key::within(Kind::Swot, programme.0, *no);
                if let Some(Row::Swot(mut row)) = self.get(key)? {
                    let (quarter, was) = (row.quarter, row.dropped);
                    row.dropped = true;
                    self.put(Row::Swot(row));
                    self.programme_work(*programme, |row| {
                        let count = row.swot.entry(quarter).or_default();
                        *count = count.saturating_sub(u32::from(!was));
                    })?;
                }
                Ok(())
            }
            Event::SchoolNumberTold { name, on, value } => {
                let mut row = match self.get(Key::of(Kind::SchoolNumbers, 0))? {
                    Some(Row::SchoolNumbers(row)) => row,
                    _ => SchoolNumbers::default(),
                };
                row.values.entry(name.clone()).or_default().insert(*on, *value);
                self.put(Row::SchoolNumbers(row));
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn response(&self, code: Option<CodeId>, no: u32) -> Result<Option<Response>, ViewError> {
        Ok(match self.get(Key::within(Kind::Response, code.map_or(0, |code| code.0), no))? {
            Some(Row::Response(row)) => Some(row),
            _ => None,
        })
    }

    /// Puts a questionnaire into the sums of its pairs and programmes, or takes it out; a withdrawn one is not there.
    fn count_response(&mut self, response: &Response, out: bool) -> Result<(), ViewError> {
        if response.withdrawn {
            return Ok(());
        }
        let mut programmes = self.programmes_of(&response.pairs)?;
        programmes.extend(response.programme.filter(|id| !programmes.contains(id)));
        for pair in &response.pairs {
            self.pair_work(*pair, |work| work.add_response(response, out))?;
        }
        for programme in programmes {
            self.programme_work(programme, |row| row.add_response(response, out))?;
        }
        Ok(())
    }
}
