//! Proposals, wishes and pairs.

use alloc::vec::Vec;

use super::Work;
use crate::event::Event;
use crate::ids::PartyId;
use crate::pairs::{Pair, Wished};
use crate::state::{Instance, Key, Kind, Row};
use crate::view::{Read, ViewError};

impl Work<'_> {
    pub(super) fn pair_event(&mut self, event: &Event) -> Result<(), ViewError> {
        match event {
            Event::ProposalMade(proposal) => {
                let id = proposal.id;
                self.put(Row::Proposal(proposal.clone()));
                self.counters(|counters| counters.proposal = counters.proposal.max(id.0 + 1))
            }
            Event::ProposalAccepted { proposal } => self.proposal(*proposal, |row| row.accepted = true),
            Event::PairFormed { pair, programme, mentor, mentee, score, proposal, entry } => {
                let id = *pair;
                self.put(Row::Pair(Pair {
                    id,
                    programme: *programme,
                    mentor: *mentor,
                    mentee: *mentee,
                    score: *score,
                    proposal: *proposal,
                    instance: Instance::begun(entry, self.recorded.effective),
                    evidence: Vec::new(),
                }));
                self.counters(|counters| counters.pair = counters.pair.max(id.0 + 1))?;
                self.work_begun(id, *programme, *mentor, *mentee)
            }
            Event::WishChanged { mentor, mentee, wish, reason } => {
                match wish {
                    Some(wish) => {
                        self.put(Row::Wish(Wished { mentor: *mentor, mentee: *mentee, wish: *wish }));
                    }
                    None => self.delete(Key::within(Kind::Wish, mentor.0, mentee.0)),
                }
                self.sealed(reason.as_ref())
            }
            _ => Ok(()),
        }
    }

    /// Whoever was a mentor or a mentee as `from` is so as `into`.
    pub(super) fn merge_pairs(&mut self, from: PartyId, into: PartyId) -> Result<(), ViewError> {
        for mut pair in self.view.pairs()? {
            if pair.mentor == from || pair.mentee == from {
                for side in [&mut pair.mentor, &mut pair.mentee] {
                    if *side == from {
                        *side = into;
                    }
                }
                self.put(Row::Pair(pair));
            }
        }
        Ok(())
    }
}
