//! Whether the journal is what it was: every chain computed again from the lines that an export prints.

use std::collections::BTreeMap;

use redb::ReadableTable as _;
use vekha_core::digest::Digest;
use vekha_core::event::{Event, Recorded};
use vekha_core::ids::{CommandId, SchoolId};
use vekha_core::state::Key;
use vekha_core::vault::{self, Sealed, VaultKey};
use vekha_core::view::Head;

use super::error::{StoreError, guard};
use super::snapshot::{Snapshot, open_head, open_link, open_vault};
use super::tables;
use super::write::Link;
use crate::lang::Lang;

/// A head that somebody wrote down: on an order, in a report, in an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// Whose journal.
    pub school: SchoolId,
    /// The event's number.
    pub seq: u64,
    /// The digest of its line.
    pub hash: Digest,
}

/// Something wrong with a store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// A value does not read; the tables after it were looked at all the same.
    Unreadable(String),
    /// The file does not pass redb's own check.
    Pages(String),
    /// An event is missing, or stands where none should.
    Gap { school: SchoolId, wanted: u64, found: u64 },
    /// An event does not name the digest of the line before it.
    Chain { school: SchoolId, seq: u64 },
    /// An event was recorded before the one before it.
    Time { school: SchoolId, seq: u64 },
    /// What is noted as the end of a journal is not its last event.
    Head { school: SchoolId },
    /// A link of the chain over all schools does not follow from the one before it.
    Link { no: u64 },
    /// The chain over all schools names an event that the journal does not have, or not as it is.
    Lost { school: SchoolId, seq: u64 },
    /// A journal goes on beyond what the chain over all schools names.
    Unlinked { school: SchoolId, seq: u64 },
    /// An event's command has no stored answer, so a repeat of it would not be recognised.
    Answer { school: SchoolId, command: CommandId },
    /// A vault row is not what its event sealed.
    Vault { school: SchoolId, key: VaultKey },
    /// A vault row that no event names.
    Unsealed { school: SchoolId, key: VaultKey },
    /// A head that was written down is not in the journal.
    Unknown { school: SchoolId, seq: u64 },
    /// A row is not what the journal comes to.
    Row { school: SchoolId, key: Key },
    /// An entry of the index by due date is missing or in excess.
    Due { school: SchoolId, key: Key },
}

impl Problem {
    /// A stable name of its kind: `gap`, `chain`, …
    pub fn code(&self) -> &'static str {
        self.parts().0
    }

    /// Where: `school:number`, `school:kind:id:sub`, or what the file says.
    pub fn place(&self) -> String {
        self.parts().1
    }

    /// The problem in words.
    pub fn say(&self, lang: Lang) -> String {
        let (code, place) = self.parts();
        lang.say(&format!("store-problem-{code}"), &[("place", place.into())])
    }

    fn parts(&self) -> (&'static str, String) {
        match self {
            Self::Unreadable(what) => ("unreadable", what.clone()),
            Self::Pages(what) => ("pages", what.clone()),
            Self::Gap { school, wanted, found } => ("gap", format!("{school}:{wanted} ≠ {found}")),
            Self::Chain { school, seq } => ("chain", format!("{school}:{seq}")),
            Self::Time { school, seq } => ("time", format!("{school}:{seq}")),
            Self::Head { school } => ("head", school.to_string()),
            Self::Link { no } => ("link", no.to_string()),
            Self::Lost { school, seq } => ("lost", format!("{school}:{seq}")),
            Self::Unlinked { school, seq } => ("unlinked", format!("{school}:{seq}")),
            Self::Answer { school, command } => ("answer", format!("{school}:{command}")),
            Self::Vault { school, key } => ("vault", vault_place(*school, key)),
            Self::Unsealed { school, key } => ("unsealed", vault_place(*school, key)),
            Self::Unknown { school, seq } => ("unknown", format!("{school}:{seq}")),
            Self::Row { school, key } => ("row", row_place(*school, *key)),
            Self::Due { school, key } => ("due", row_place(*school, *key)),
        }
    }
}

fn vault_place(school: SchoolId, key: &VaultKey) -> String {
    format!("{school}:{:?}:{}", key.owner, key.version)
}

fn row_place(school: SchoolId, key: Key) -> String {
    format!("{school}:{:?}:{}:{}", key.kind, key.id, key.sub)
}

/// What was looked at, and what is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// The end of each journal as computed.
    pub heads: BTreeMap<SchoolId, Head>,
    /// Events whose digests were computed.
    pub events: u64,
    /// Links of the chain over all schools.
    pub links: u64,
    /// Vault rows compared with what was sealed.
    pub vault: u64,
    /// Sealed vault rows that are no longer there.
    pub erased: u64,
    /// What is wrong; empty for a sound store.
    pub problems: Vec<Problem>,
}

impl Snapshot {
    /// Computes every chain again and compares: heads, links, answers, the vault, and heads written down elsewhere.
    /// One unreadable value ends the look at its journal, not at the others.
    ///
    /// # Errors
    /// Only what the system says: damage is a [`Problem`].
    pub fn verify(&self, known: &[Known]) -> Result<Verified, StoreError> {
        let mut work = Work { snapshot: self, found: Verified::default(), links: BTreeMap::new() };
        work.aside(Work::chain_of_links)?;
        let journals = work.aside(|work| super::rebuild::journals(work.snapshot))?.unwrap_or_default();
        for school in journals {
            let known = known.iter().filter(|known| known.school == school);
            let known = known.map(|known| (known.seq, known.hash)).collect();
            work.aside(|work| work.journal(school, known))?;
        }
        work.aside(Work::heads)?;
        work.lost_schools();
        for known in known.iter().filter(|known| !work.found.heads.contains_key(&known.school)) {
            work.found.problems.push(Problem::Unknown { school: known.school, seq: known.seq });
        }
        Ok(work.found)
    }
}

struct Work<'a> {
    snapshot: &'a Snapshot,
    found: Verified,
    /// school → sequence number → head, as the chain over all schools names them.
    links: BTreeMap<SchoolId, BTreeMap<u64, Digest>>,
}

impl Work<'_> {
    /// Does a part of the work; damage ends the part and is noted.
    fn aside<T>(
        &mut self,
        part: impl FnOnce(&mut Self) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        match guard(|| part(self)) {
            Ok(value) => Ok(Some(value)),
            Err(error) if error.is_damaged() => {
                self.found.problems.push(Problem::Unreadable(error.bare()));
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    fn chain_of_links(&mut self) -> Result<(), StoreError> {
        let mut before = (0, Digest::default());
        for entry in self.snapshot.tables.chain()?.iter()? {
            let (no, value) = entry?;
            let no = no.value();
            let link = open_link(no, value.value())?;
            if no != before.0 + 1 || link.chain != Link::digest(before.1, link.school, link.seq, link.head) {
                self.found.problems.push(Problem::Link { no });
            }
            self.links.entry(link.school).or_default().insert(link.seq, link.head);
            self.found.links += 1;
            before = (no, link.chain);
        }
        Ok(())
    }

    fn journal(&mut self, school: SchoolId, mut known: BTreeMap<u64, Digest>) -> Result<(), StoreError> {
        let mut head = Head::default();
        let mut sealed = BTreeMap::new();
        let mut links = self.links.get(&school).cloned().unwrap_or_default();
        let mut linked = 0;
        for event in self.snapshot.events(school, 0)? {
            let event = event?;
            head = self.event(&event, head)?;
            sealed.extend(self::sealed(&event.event).iter().map(|seal| (seal.key, seal.digest)));
            if let Some(link) = links.remove(&event.seq) {
                linked = event.seq;
                if link != head.hash {
                    self.found.problems.push(Problem::Lost { school, seq: event.seq });
                }
            }
            if known.get(&event.seq) == Some(&head.hash) {
                known.remove(&event.seq);
            }
        }
        if linked < head.seq {
            self.found.problems.push(Problem::Unlinked { school, seq: head.seq });
        }
        let lost = links.into_keys().map(|seq| Problem::Lost { school, seq });
        self.found.problems.extend(lost);
        let unknown = known.into_keys().map(|seq| Problem::Unknown { school, seq });
        self.found.problems.extend(unknown);
        self.found.heads.insert(school, head);
        self.vault(school, sealed)
    }

    fn event(&mut self, event: &Recorded, before: Head) -> Result<Head, StoreError> {
        let (school, seq) = (event.school, event.seq);
        if seq != before.seq + 1 {
            self.found.problems.push(Problem::Gap { school, wanted: before.seq + 1, found: seq });
        }
        if event.prev != before.hash {
            self.found.problems.push(Problem::Chain { school, seq });
        }
        if event.recorded < before.recorded {
            self.found.problems.push(Problem::Time { school, seq });
        }
        let command = event.command;
        if self.snapshot.tables.commands()?.get(tables::command_key(school, command))?.is_none() {
            self.found.problems.push(Problem::Answer { school, command });
        }
        self.found.events += 1;
        Ok(vekha_core::evolve::head_after(event))
    }

    fn vault(&mut self, school: SchoolId, mut sealed: BTreeMap<VaultKey, Digest>) -> Result<(), StoreError> {
        let range = (school.0, 0, 0, 0, 0)..=(school.0, u8::MAX, u32::MAX, u32::MAX, u32::MAX);
        for entry in self.snapshot.tables.vault()?.range(range)? {
            let (at, value) = entry?;
            let at = at.value();
            let (_, key) = tables::from_vault_key(at)
                .ok_or_else(|| StoreError::Damaged(format!("vault-1 {at:?}: an owner of no kind")))?;
            let row = open_vault(at, key, value.value())?;
            match sealed.remove(&key) {
                None => self.found.problems.push(Problem::Unsealed { school, key }),
                Some(digest) if digest != vault::digest(&row.salt, &row.content) => {
                    self.found.problems.push(Problem::Vault { school, key });
                }
                Some(_) => self.found.vault += 1,
            }
        }
        self.found.erased += sealed.len() as u64;
        Ok(())
    }

    fn heads(&mut self) -> Result<(), StoreError> {
        let mut stored = BTreeMap::new();
        for entry in self.snapshot.tables.heads()?.iter()? {
            let (school, value) = entry?;
            let school = SchoolId(school.value());
            stored.insert(school, open_head(school, value.value())?);
        }
        let schools = stored.keys().chain(self.found.heads.keys()).copied();
        let schools: std::collections::BTreeSet<_> = schools.collect();
        let wrong = schools.into_iter().filter(|school| stored.get(school) != self.found.heads.get(school));
        let wrong: Vec<_> = wrong.map(|school| Problem::Head { school }).collect();
        self.found.problems.extend(wrong);
        Ok(())
    }

    /// Schools that the chain names and that have no journal at all.
    fn lost_schools(&mut self) {
        for (school, seqs) in &self.links {
            if !self.found.heads.contains_key(school) {
                let seq = seqs.last_key_value().map_or(0, |(seq, _)| *seq);
                self.found.problems.push(Problem::Lost { school: *school, seq });
            }
        }
    }
}

/// What an event sealed in the vault. Of several events that seal one key the last one holds.
pub fn sealed(event: &Event) -> &[Sealed] {
    match event {
        Event::SetPublished { why: sealed, .. }
        | Event::Rescheduled { reason: sealed, .. }
        | Event::StageEntered { reason: sealed, .. }
        | Event::StepUndone { reason: sealed, .. }
        | Event::EvidenceAdded { text: sealed, .. }
        | Event::DocumentRegistered { text: sealed, .. }
        | Event::ParticipantLeft { reason: sealed, .. }
        | Event::ConsentGiven { text: sealed, .. }
        | Event::ConsentWithdrawn { reason: sealed, .. }
        | Event::PartyErased { reason: sealed, .. }
        | Event::WishChanged { reason: sealed, .. }
        | Event::MeetingAdded { text: sealed, .. }
        | Event::MeetingCorrected { text: sealed, .. }
        | Event::MeetingCancelled { reason: sealed, .. }
        | Event::ItemAdded { text: sealed, .. }
        | Event::ItemChanged { text: sealed, .. }
        | Event::SurveyFilled(vekha_core::work::Response { text: sealed, .. })
        | Event::SurveyWithdrawn { reason: sealed, .. } => sealed.as_slice(),
        Event::PartyAdded { profile: sealed, .. }
        | Event::PartyRewritten { profile: sealed, .. }
        | Event::NoteAdded { text: sealed, .. }
        | Event::ExceptionGranted { reason: sealed, .. }
        | Event::CodeIssued { text: sealed, .. }
        | Event::SwotAdded { text: sealed, .. } => std::slice::from_ref(sealed),
        Event::TextsRewritten { texts } => texts,
        Event::SchoolAdded { .. }
        | Event::PlanAdded { .. }
        | Event::PlanRevised { .. }
        | Event::PartyMerged { .. }
        | Event::RoleHeld { .. }
        | Event::HookFailed(_)
        | Event::MessagesSettled { .. }
        | Event::OptOutChanged { .. }
        | Event::TaskAdded { .. }
        | Event::TaskReworded { .. }
        | Event::TaskRetimed { .. }
        | Event::TaskAssigned { .. }
        | Event::TaskWithdrawn { .. }
        | Event::TaskRestored { .. }
        | Event::ProgrammeOpened { .. }
        | Event::CountReported { .. }
        | Event::ExceptionMet { .. }
        | Event::ExceptionAnnulled { .. }
        | Event::ParticipantEntered { .. }
        | Event::ParticipantCorrected { .. }
        | Event::ProposalMade(_)
        | Event::ProposalAccepted { .. }
        | Event::PairFormed { .. }
        | Event::IndicatorsEvaluated(_)
        | Event::IndicatorsTabled(_)
        | Event::NoticesGiven { .. }
        | Event::NightRan(_)
        | Event::SurveyJoined { .. }
        | Event::SwotDropped { .. }
        | Event::SchoolNumberTold { .. }
        | Event::VersionChanged { .. }
        | Event::StageRetimed { .. }
        | Event::BasisKept(_) => &[],
    }
}
