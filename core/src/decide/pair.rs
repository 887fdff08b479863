//! Proposals, wishes and pairs. Capacity and uniqueness are checked here, in the committing transaction.

use alloc::vec::Vec;

use chrono::NaiveDate;

use super::open::OpenPairs;
use super::{Act, Desk, Problem, Unmet};
use crate::basis::{Basis, ResultId};
use crate::command::{Created, ProposalDraft};
use crate::event::{Entry, Event};
use crate::ids::{PairId, PartyId, ProgrammeId, ProposalId, Subject};
use crate::pairs::{Proposal, ProposedPair, Wish};
use crate::people::{Participant, Side};
use crate::state::Programme;
use crate::view::Read;

impl Desk<'_> {
    /// Keeps a proposal. The same one again is no news.
    pub(super) fn propose(&mut self, draft: &ProposalDraft) -> Act {
        let programme = self.running(draft.programme)?;
        let last = self.overlay.proposals()?.into_iter().rfind(|known| known.programme == programme.id);
        if last.is_some_and(|last| {
            !last.accepted && last.input == draft.input && last.objective == draft.objective
        }) {
            return Ok(());
        }
        let id = ProposalId(self.overlay.counters()?.proposal);
        self.emit(Event::ProposalMade(Proposal {
            id,
            programme: programme.id,
            on: self.command.effective,
            objective: draft.objective.clone(),
            script: draft.script,
            input: draft.input,
            pairs: draft.pairs.clone(),
            left: draft.left.clone(),
            prices: draft.prices.clone(),
            rematch: draft.rematch,
            accepted: false,
        }))?;
        if let Some(grounds) = &draft.grounds {
            let result = ResultId::Proposal(id);
            self.emit(Event::BasisKept(Basis { result, grounds: grounds.clone() }))?;
        }
        self.created.push(Created::Proposal(id));
        Ok(())
    }

    /// Forms every pair of a proposal that is not there yet; all or none.
    pub(super) fn accept_proposal(&mut self, id: ProposalId) -> Act {
        let Some(proposal) = self.overlay.proposal(id)? else {
            return self.refuse(Unmet::of(Problem::NoProposal { proposal: id }));
        };
        if proposal.accepted {
            return self.refuse(Unmet::of(Problem::AlreadyAccepted { proposal: id }));
        }
        let refused_before = self.unmet.len();
        let there = |open: &OpenPairs, pair: &ProposedPair| {
            open.together(pair.mentor, pair.mentee).any(|programme| programme == proposal.programme)
        };
        let open = self.open_pairs()?;
        let new: Vec<&ProposedPair> = proposal.pairs.iter().filter(|pair| !there(open, pair)).collect();
        for pair in new {
            match self.form_pair(proposal.programme, pair.mentor, pair.mentee, Some((id, pair))) {
                Ok(_) | Err(super::Stop::Refused) => {}
                Err(stop) => return Err(stop),
            }
        }
        if self.unmet.len() > refused_before {
            return Err(super::Stop::Refused);
        }
        self.emit(Event::ProposalAccepted { proposal: id })
    }

    /// Forms one pair, which begins at the beginning of the workflow of pairs.
    pub(super) fn form_pair(
        &mut self,
        programme: ProgrammeId,
        mentor: PartyId,
        mentee: PartyId,
        from: Option<(ProposalId, &ProposedPair)>,
    ) -> Act<PairId> {
        let programme = self.running(programme)?;
        let (mentor, mentee) = (self.overlay.standing(mentor)?, self.overlay.standing(mentee)?);
        self.check_pair(&programme, mentor, mentee)?;
        let Some(machine) = self.rules.current("pair") else {
            let known = self.workflow_names();
            return self.refuse(Unmet::of(Problem::NoWorkflow { name: "pair".into(), known }));
        };
        let stage = machine.stage(&machine.initial);
        let due = match stage {
            Some(stage) => self.stage_due(stage, programme.plan)?,
            None => None,
        };
        let pair = PairId(self.overlay.counters()?.pair);
        self.emit(Event::PairFormed {
            pair,
            programme: programme.id,
            mentor,
            mentee,
            score: from.map(|(_, proposed)| proposed.score),
            proposal: from.map(|(id, _)| id),
            entry: Entry { workflow: machine.hash, stage: machine.initial.clone(), due },
        })?;
        self.created.push(Created::Pair(pair));
        self.join_answers(pair, mentor, mentee, &programme)?;
        Ok(pair)
    }

    /// What must be true of two people before they are a pair; every problem is collected.
    pub(super) fn check_pair(&mut self, programme: &Programme, mentor: PartyId, mentee: PartyId) -> Act {
        let refused_before = self.unmet.len();
        let open = self.open_pairs()?;
        let (mutual, load) = (open.together(mentee, mentor).next().is_some(), open.load(mentor));
        let mentored = open.mentored(mentee, programme.id);
        let about = Subject::Party(mentor);
        if mentor == mentee || mutual {
            self.unmet.push(Unmet::of(Problem::Circular { mentor, mentee }).about(about));
        }
        if let Some(pair) = mentored {
            let problem = Problem::HasMentor { mentee, pair };
            self.unmet.push(Unmet::of(problem).about(Subject::Party(mentee)));
        }
        let lines = self.overlay.participants(Some(mentor))?;
        match on_side(&lines, Side::Mentor, &programme.form, self.command.effective) {
            None => self.not_on_side(mentor, Side::Mentor, &programme.form),
            Some(line) => {
                // A mentor who named no capacity takes one mentee.
                let capacity = line.capacity.unwrap_or(1);
                if load >= capacity as usize {
                    self.unmet.push(Unmet::of(Problem::MentorFull { mentor, capacity }).about(about));
                }
            }
        }
        let lines = self.overlay.participants(Some(mentee))?;
        if on_side(&lines, Side::Mentee, &programme.form, self.command.effective).is_none() {
            self.not_on_side(mentee, Side::Mentee, &programme.form);
        }
        if self.unmet.len() > refused_before { Err(super::Stop::Refused) } else { Ok(()) }
    }

    fn not_on_side(&mut self, party: PartyId, side: Side, form: &str) {
        let problem = Problem::NotOnSide { party, side, form: form.into() };
        self.unmet.push(Unmet::of(problem).about(Subject::Party(party)));
    }

    pub(super) fn running(&mut self, id: ProgrammeId) -> Act<Programme> {
        match self.overlay.programme(id)? {
            None => self.refuse(Unmet::of(Problem::NotFound { what: Subject::Programme(id) })),
            Some(programme) if programme.instance.outcome.is_some() => {
                self.refuse(Unmet::of(Problem::ProgrammeEnded { programme: id }))
            }
            Some(programme) => Ok(programme),
        }
    }

    pub(super) fn wish_pair(
        &mut self,
        mentor: PartyId,
        mentee: PartyId,
        wish: Option<Wish>,
        reason: Option<&str>,
    ) -> Act {
        let (mentor, mentee) = (self.known(mentor)?.id, self.known(mentee)?.id);
        if mentor == mentee {
            return self
                .refuse(Unmet::of(Problem::Circular { mentor, mentee }).about(Subject::Party(mentor)));
        }
        let known = self.overlay.wishes()?;
        let known = known.iter().find(|known| (known.mentor, known.mentee) == (mentor, mentee));
        if known.map(|known| known.wish) == wish {
            return Ok(());
        }
        let reason = self.seal_text(Subject::Party(mentee), reason)?;
        self.emit(Event::WishChanged { mentor, mentee, wish, reason })
    }
}

impl Desk<'_> {
    /// Every open pair of a person ends, whatever its workflow asks for, and what was wanted of the person is over.
    pub(super) fn end_pairs_of(&mut self, party: PartyId) -> Act {
        for pair in self.overlay.pairs()? {
            let sides = [self.overlay.standing(pair.mentor)?, self.overlay.standing(pair.mentee)?];
            if pair.is_open() && sides.contains(&party) {
                self.break_off(pair)?;
            }
        }
        for wish in self.overlay.wishes()? {
            if [wish.mentor, wish.mentee].contains(&party) {
                let (mentor, mentee) = (wish.mentor, wish.mentee);
                self.emit(Event::WishChanged { mentor, mentee, wish: None, reason: None })?;
            }
        }
        Ok(())
    }
}

/// The standing line of a person on one side of a form.
fn on_side<'a>(lines: &'a [Participant], side: Side, form: &str, on: NaiveDate) -> Option<&'a Participant> {
    lines.iter().find(|line| line.side == side && line.form == form && line.stands(on))
}
