//! Meetings, personal programmes, SWOT, and the numbers that only the school knows.

use alloc::collections::BTreeMap;
use alloc::string::String;

use chrono::NaiveDate;

use super::{Act, Desk, Problem, Unmet};
use crate::command::MeetingDraft;
use crate::event::Event;
use crate::ids::{PairId, ProgrammeId, Subject};
use crate::pairs::Pair;
use crate::view::Read;
use crate::work::{ItemFacts, Meeting, MeetingFacts, MeetingState, Quarter, SchoolNumbers};

/// The greatest mark.
const BEST: u8 = 10;

impl Desk<'_> {
    /// Records a meeting. What is known already is no news; what is known otherwise is corrected.
    pub(super) fn add_meeting(&mut self, draft: &MeetingDraft) -> Act {
        let pair = self.pair_at_work(draft.pair)?;
        let mut same = self.overlay.meetings(Some(pair.id))?;
        let last = same.iter().map(|meeting| meeting.no).max().unwrap_or(0);
        let key = (draft.facts.on, draft.facts.kind);
        same.retain(|meeting| !meeting.cancelled && (meeting.facts.on, meeting.facts.kind) == key);
        if let Some(known) = same.into_iter().nth(draft.nth as usize) {
            return self.correct_meeting(&pair, &known, &draft.facts, draft.texts.as_ref());
        }
        self.check_meeting(&pair, &draft.facts)?;
        let text = match &draft.texts {
            Some(texts) => self.seal_fields(Subject::Pair(pair.id), texts)?,
            None => None,
        };
        self.emit(Event::MeetingAdded { pair: pair.id, no: last + 1, facts: draft.facts.clone(), text })
    }

    pub(super) fn edit_meeting(
        &mut self,
        pair: PairId,
        no: u32,
        facts: &MeetingFacts,
        texts: Option<&BTreeMap<String, String>>,
    ) -> Act {
        let pair = self.pair_at_work(pair)?;
        match self.overlay.meeting(pair.id, no)? {
            Some(known) => self.correct_meeting(&pair, &known, facts, texts),
            None => self.no_meeting(pair.id, no),
        }
    }

    fn correct_meeting(
        &mut self,
        pair: &Pair,
        known: &Meeting,
        facts: &MeetingFacts,
        texts: Option<&BTreeMap<String, String>>,
    ) -> Act {
        if known.facts == *facts && texts.is_none() && !known.cancelled {
            return Ok(());
        }
        self.check_meeting(pair, facts)?;
        let text = match texts {
            Some(texts) => self.seal_fields(Subject::Pair(pair.id), texts)?,
            None => None,
        };
        self.emit(Event::MeetingCorrected { pair: pair.id, no: known.no, facts: facts.clone(), text })
    }

    pub(super) fn cancel_meeting(&mut self, pair: PairId, no: u32, reason: Option<&str>) -> Act {
        let pair = self.pair_at_work(pair)?;
        match self.overlay.meeting(pair.id, no)? {
            None => self.no_meeting(pair.id, no),
            Some(known) if known.cancelled => Ok(()),
            Some(_) => {
                let reason = self.seal_text(Subject::Pair(pair.id), reason)?;
                self.emit(Event::MeetingCancelled { pair: pair.id, no, reason })
            }
        }
    }

    fn no_meeting(&mut self, pair: PairId, no: u32) -> Act {
        self.refuse(Unmet::of(Problem::NoMeeting { pair, no }).about(Subject::Pair(pair)))
    }

    /// The pair, whatever stage it is in: the work of one that has ended may be written down later.
    fn pair_at_work(&mut self, id: PairId) -> Act<Pair> {
        match self.overlay.pair(id)? {
            Some(pair) => Ok(pair),
            None => self.refuse(Unmet::of(Problem::NotFound { what: Subject::Pair(id) })),
        }
    }

    /// What cannot be true of a meeting; every problem is collected.
    fn check_meeting(&mut self, pair: &Pair, facts: &MeetingFacts) -> Act {
        let refused_before = self.unmet.len();
        let (on, today) = (facts.on, self.command.today);
        let about = Subject::Pair(pair.id);
        if facts.state != MeetingState::Planned && on > today {
            self.unmet.push(Unmet::of(Problem::InTheFuture { on, today }).about(about));
        }
        if let Some(ended) = pair.instance.outcome.map(|_| pair.instance.since).filter(|ended| on > *ended) {
            self.unmet.push(Unmet::of(Problem::PairOver { pair: pair.id, on, ended }).about(about));
        }
        if let Some(minutes) = facts.minutes.filter(|minutes| *minutes > 24 * 60) {
            self.unmet.push(Unmet::of(Problem::TooLong { minutes }).about(about));
        }
        for mark in [facts.mentor.mark, facts.mentee.mark].into_iter().flatten() {
            self.check_mark(mark, about);
        }
        if self.unmet.len() > refused_before { Err(super::Stop::Refused) } else { Ok(()) }
    }

    fn check_mark(&mut self, mark: u8, about: Subject) {
        if mark == 0 || mark > BEST {
            self.unmet.push(Unmet::of(Problem::BadMark { mark }).about(about));
        }
    }

    pub(super) fn add_item(
        &mut self,
        pair: PairId,
        facts: &ItemFacts,
        texts: &BTreeMap<String, String>,
    ) -> Act {
        let pair = self.pair_at_work(pair)?.id;
        self.check_item(pair, facts)?;
        if texts.get("task").is_none_or(|task| task.trim().is_empty()) {
            return self.refuse(Unmet::of(Problem::NoText).about(Subject::Pair(pair)));
        }
        let no = self.overlay.items(Some(pair))?.iter().map(|item| item.no).max().unwrap_or(0) + 1;
        let text = self.seal_fields(Subject::Pair(pair), texts)?;
        self.emit(Event::ItemAdded { pair, no, facts: facts.clone(), text })
    }

    pub(super) fn edit_item(
        &mut self,
        pair: PairId,
        no: u32,
        facts: &ItemFacts,
        texts: Option<&BTreeMap<String, String>>,
    ) -> Act {
        let pair = self.pair_at_work(pair)?.id;
        let Some(known) = self.overlay.item(pair, no)? else {
            return self.refuse(Unmet::of(Problem::NoItem { pair, no }).about(Subject::Pair(pair)));
        };
        if known.facts == *facts && texts.is_none() {
            return Ok(());
        }
        self.check_item(pair, facts)?;
        let text = match texts {
            Some(texts) => self.seal_fields(Subject::Pair(pair), texts)?,
            None => None,
        };
        self.emit(Event::ItemChanged { pair, no, facts: facts.clone(), text })
    }

    fn check_item(&mut self, pair: PairId, facts: &ItemFacts) -> Act {
        let refused_before = self.unmet.len();
        let (about, today) = (Subject::Pair(pair), self.command.today);
        if let Some(on) = facts.done.filter(|done| *done > today) {
            self.unmet.push(Unmet::of(Problem::InTheFuture { on, today }).about(about));
        }
        if let Some(mark) = facts.mark {
            self.check_mark(mark, about);
        }
        if self.unmet.len() > refused_before { Err(super::Stop::Refused) } else { Ok(()) }
    }

    pub(super) fn add_swot(&mut self, programme: ProgrammeId, quarter: Quarter, text: &str) -> Act {
        let about = Subject::Programme(programme);
        if self.overlay.programme(programme)?.is_none() {
            return self.refuse(Unmet::of(Problem::NotFound { what: about }));
        }
        let no = self.overlay.swots(Some(programme))?.iter().map(|row| row.no).max().unwrap_or(0) + 1;
        match self.seal_text(about, Some(text))? {
            Some(text) => self.emit(Event::SwotAdded { programme, no, quarter, text }),
            None => self.refuse(Unmet::of(Problem::NoText).about(about)),
        }
    }

    pub(super) fn drop_swot(&mut self, programme: ProgrammeId, no: u32) -> Act {
        let known = self.overlay.swots(Some(programme))?.into_iter().find(|row| row.no == no);
        match known {
            None => {
                let about = Subject::Programme(programme);
                self.refuse(Unmet::of(Problem::NoThought { no }).about(about))
            }
            Some(row) if row.dropped => Ok(()),
            Some(_) => self.emit(Event::SwotDropped { programme, no }),
        }
    }

    pub(super) fn tell_number(&mut self, name: &str, on: NaiveDate, value: Option<u32>) -> Act {
        if !SchoolNumbers::NAMES.contains(&name) {
            let problem = Problem::NoNumber { name: name.into(), known: SchoolNumbers::NAMES.to_vec() };
            return self.refuse(Unmet::of(problem));
        }
        let today = self.command.today;
        if on > today {
            return self.refuse(Unmet::of(Problem::InTheFuture { on, today }));
        }
        let known = self.overlay.school_numbers()?;
        let told = known.values.get(name).and_then(|days| days.get(&on)).copied().flatten();
        if told == value {
            return Ok(());
        }
        self.emit(Event::SchoolNumberTold { name: name.into(), on, value })
    }
}
