//! Who is in an open pair with whom: read once for a command, however many pairs it forms.

use alloc::collections::{BTreeMap, BTreeSet};

use super::Desk;
use crate::event::Event;
use crate::ids::{PairId, PartyId, ProgrammeId, Subject};
use crate::pairs::Pair;
use crate::view::{Read, ViewError};

/// The pairs that have not ended.
#[derive(Default)]
pub(super) struct OpenPairs {
    of_mentor: BTreeMap<PartyId, BTreeSet<PairId>>,
    of_mentee: BTreeMap<PartyId, BTreeMap<PairId, (ProgrammeId, PartyId)>>,
}

impl OpenPairs {
    fn put(&mut self, pair: PairId, programme: ProgrammeId, mentor: PartyId, mentee: PartyId) {
        self.of_mentor.entry(mentor).or_default().insert(pair);
        self.of_mentee.entry(mentee).or_default().insert(pair, (programme, mentor));
    }

    /// How many somebody is the mentor of.
    pub fn load(&self, mentor: PartyId) -> usize {
        self.of_mentor.get(&mentor).map_or(0, BTreeSet::len)
    }

    /// The pair in which somebody is the mentee, in one programme.
    pub fn mentored(&self, mentee: PartyId, programme: ProgrammeId) -> Option<PairId> {
        let found = self.of_mentee.get(&mentee)?.iter().find(|(_, (of, _))| *of == programme);
        found.map(|(pair, _)| *pair)
    }

    /// The programmes in which somebody is a mentee.
    pub fn mentee_in(&self, mentee: PartyId) -> impl Iterator<Item = ProgrammeId> {
        self.of_mentee.get(&mentee).into_iter().flatten().map(|(_, (programme, _))| *programme)
    }

    /// The programmes in which these two are a pair.
    pub fn together(&self, mentor: PartyId, mentee: PartyId) -> impl Iterator<Item = ProgrammeId> {
        let pairs = self.of_mentee.get(&mentee).into_iter().flatten();
        pairs.filter(move |(_, (_, with))| *with == mentor).map(|(_, (programme, _))| *programme)
    }
}

impl Desk<'_> {
    /// The open pairs as they stand now.
    pub(super) fn open_pairs(&mut self) -> Result<&OpenPairs, ViewError> {
        if self.open.is_none() {
            let mut open = OpenPairs::default();
            for pair in self.overlay.pairs()?.into_iter().filter(Pair::is_open) {
                open.put(pair.id, pair.programme, pair.mentor, pair.mentee);
            }
            self.open = Some(open);
        }
        Ok(self.open.get_or_insert_default())
    }

    /// Keeps the open pairs right after an event.
    pub(super) fn repair(&mut self, event: &Event) {
        match event {
            Event::PairFormed { pair, programme, mentor, mentee, .. } => {
                if let Some(open) = &mut self.open {
                    open.put(*pair, *programme, *mentor, *mentee);
                }
            }
            // Rarely together with pairs that are formed: read them again when they are asked for.
            Event::StageEntered { subject: Subject::Pair(_), .. }
            | Event::StepUndone { subject: Subject::Pair(_), .. }
            | Event::PartyMerged { .. } => self.open = None,
            _ => {}
        }
    }
}
