//! Facts: what happened, in the order it was recorded. Variants are only appended; a stored event never changes.
//!
//! An event carries everything that was computed from a script, a calendar or a workflow, so that folding events
//! needs none of them. It names people by id and carries no free text about them: that is in the vault.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::basis::Basis;
use crate::digest::Digest;
use crate::ids::{
    CodeId, CommandId, DocumentId, ExceptionId, Login, PairId, PartyId, PlanId, ProgrammeId, ProposalId,
    SchoolId, Subject, TaskId,
};
use crate::message::{Category, HookFailure, Settled};
use crate::metrics::{Evaluation, NightDraft, Notice, Tabled};
use crate::pairs::{Proposal, Wish};
use crate::people::{Side, Signer};
use crate::schedule::{Deadline, PlanYear};
use crate::state::{Field, Heading, Origin, Outcome, PartyKind, Wording};
use crate::vault::Sealed;
use crate::work::{ItemFacts, MeetingFacts, Quarter, Response};

/// Milliseconds since 1970-01-01T00:00Z.
pub type Timestamp = i64;

/// An event with its place in a school's journal and its two times.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recorded {
    /// SHA-256 of the line before; zeros for the first.
    pub prev: Digest,
    /// Whose journal.
    pub school: SchoolId,
    /// From 1, without gaps.
    pub seq: u64,
    /// The request it came from.
    pub command: CommandId,
    /// Who asked.
    pub actor: Login,
    /// When it happened.
    #[serde(with = "crate::dates")]
    pub effective: NaiveDate,
    /// When it was recorded; never decreases in a journal.
    pub recorded: Timestamp,
    /// What happened.
    pub event: Event,
}

impl Recorded {
    /// The line of an exported journal: JSON, without the line feed. The chain is the SHA-256 of these lines.
    pub fn line(&self) -> String {
        String::from_utf8(self.json()).unwrap_or_default()
    }

    fn json(&self) -> Vec<u8> {
        // An event is structs, strings, integers and maps with string keys: its JSON cannot fail.
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// The digest of [`Self::line`], which the next event names as `prev`: what `sha256sum` says of the line.
    pub fn hash(&self) -> Digest {
        Digest::of_bytes(&self.json())
    }
}

/// A dated occurrence to be tracked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    /// Its number within the task.
    pub no: u16,
    /// Its name: «2023-12», or empty.
    pub key: String,
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub to: Option<NaiveDate>,
}

/// Where a thing enters a workflow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The version of the workflow.
    pub workflow: Digest,
    /// The stage.
    pub stage: String,
    /// When the stage should end.
    pub due: Option<NaiveDate>,
}

/// A version of a workflow within a published set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MachineRef {
    /// `programme`, `task`, …
    pub name: String,
    /// [`crate::workflow::Machine::hash`].
    pub version: Digest,
    /// The digest of the file it was read from.
    pub source: Digest,
}

/// Why a term was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Move {
    /// A term was given where there was none, or corrected.
    Scheduled,
    /// The term was put off.
    Postponed,
    /// The last change was taken back.
    TakenBack {
        /// Whether that had put the term off.
        postponed: bool,
    },
}

/// How one requirement stood when a transition was taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// The requirement's id.
    pub requirement: String,
    /// Whether it was met.
    pub met: bool,
    /// The script's hash, where a guard decided.
    pub script: Option<Digest>,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Event {
    /// A school was added: the first event of its journal.
    SchoolAdded { name: String, zone: String },
    /// A set of scripts, workflows and calendars came into force.
    SetPublished {
        set: Digest,
        parts: BTreeMap<String, Digest>,
        machines: Vec<MachineRef>,
        why: Option<Sealed>,
    },
    /// A plan was added.
    PlanAdded {
        plan: PlanId,
        year: PlanYear,
        title: String,
        sections: Vec<Heading>,
        groups: Vec<Heading>,
        source: Option<Digest>,
    },
    /// A plan's document was corrected.
    PlanRevised {
        plan: PlanId,
        title: String,
        sections: Vec<Heading>,
        groups: Vec<Heading>,
        source: Option<Digest>,
    },
    /// A person, role or unit became known.
    PartyAdded { party: PartyId, kind: PartyKind, profile: Sealed },
    /// It is written anew.
    PartyRewritten { party: PartyId, profile: Sealed },
    /// Two were one: whatever `from` held, `into` holds.
    PartyMerged { from: PartyId, into: PartyId },
    /// A role is held by a person, or by nobody.
    RoleHeld { role: PartyId, by: Option<PartyId> },
    /// A task was added to a plan.
    TaskAdded {
        task: TaskId,
        plan: PlanId,
        wording: Wording,
        deadline: Deadline,
        tags: BTreeSet<String>,
        holders: Vec<PartyId>,
        origin: Origin,
        entry: Entry,
        slots: Vec<Slot>,
    },
    /// A task's wording or tags changed; `by_hand` fields are not changed back by a corrected file.
    TaskReworded { task: TaskId, wording: Wording, tags: BTreeSet<String>, by_hand: BTreeSet<Field> },
    /// A task's deadline changed: these occurrences are new, these are dropped.
    TaskRetimed {
        task: TaskId,
        phrase: String,
        deadline: Deadline,
        entry: Entry,
        added: Vec<Slot>,
        dropped: Vec<u16>,
        by_hand: bool,
    },
    /// Others are responsible.
    TaskAssigned { task: TaskId, holders: Vec<PartyId>, by_hand: bool },
    /// The corrected document no longer has the task.
    TaskWithdrawn { task: TaskId },
    /// The corrected document has the task again.
    TaskRestored { task: TaskId },
    /// An occurrence has another term.
    Rescheduled {
        task: TaskId,
        no: u16,
        from: Option<NaiveDate>,
        to: Option<NaiveDate>,
        how: Move,
        reason: Option<Sealed>,
    },
    /// A thing went from one stage to another.
    StageEntered {
        subject: Subject,
        transition: String,
        from: String,
        to: String,
        outcome: Option<Outcome>,
        due: Option<NaiveDate>,
        verdicts: Vec<Verdict>,
        reason: Option<Sealed>,
        /// What the stage wants done on entering.
        then: Vec<crate::workflow::Entry>,
    },
    /// The last step was a mistake: the thing stands where it stood before the event `of`.
    StepUndone { subject: Subject, of: u64, reason: Option<Sealed> },
    /// Something shows that a thing was done.
    EvidenceAdded {
        subject: Subject,
        no: u32,
        kind: String,
        document: Option<DocumentId>,
        text: Option<Sealed>,
    },
    /// A note was made.
    NoteAdded { subject: Subject, text: Sealed },
    /// A signed document was registered.
    DocumentRegistered {
        document: DocumentId,
        kind: String,
        number: Option<String>,
        date: NaiveDate,
        text: Option<Sealed>,
        about: Vec<Subject>,
    },
    /// A programme was opened, or taken over while it ran.
    ProgrammeOpened {
        programme: ProgrammeId,
        plan: PlanId,
        form: String,
        entry: Entry,
        unproven: Vec<String>,
    },
    /// A number was reported for a programme: mentors, mentees, pairs.
    CountReported { programme: ProgrammeId, what: String, value: u32 },
    /// A requirement was let pass.
    ExceptionGranted {
        exception: ExceptionId,
        subject: Subject,
        requirement: String,
        transition: String,
        until: NaiveDate,
        reason: Sealed,
    },
    /// A requirement that was let pass has been met.
    ExceptionMet { exception: ExceptionId },
    /// A person entered the base of mentors or of mentees.
    ParticipantEntered {
        party: PartyId,
        no: u32,
        side: Side,
        form: String,
        entered: NaiveDate,
        capacity: Option<u32>,
        requests: u32,
    },
    /// A line of a base was corrected.
    ParticipantCorrected { party: PartyId, no: u32, entered: NaiveDate, capacity: Option<u32>, requests: u32 },
    /// A person takes part no more from this day on.
    ParticipantLeft { party: PartyId, no: u32, left: NaiveDate, reason: Option<Sealed> },
    /// A paper was signed.
    ConsentGiven {
        party: PartyId,
        no: u32,
        kind: String,
        version: String,
        date: NaiveDate,
        signer: Signer,
        text: Option<Sealed>,
    },
    /// A paper was withdrawn on the effective day; it holds until the day before `ends`.
    ConsentWithdrawn { party: PartyId, no: u32, ends: NaiveDate, reason: Option<Sealed> },
    /// Everything the vault held about a party, and whatever was merged into it, is to be erased.
    PartyErased { party: PartyId, merged: Vec<PartyId>, reason: Option<Sealed> },
    /// Pairs were proposed for a programme.
    ProposalMade(Proposal),
    /// Pairs were formed from a proposal.
    ProposalAccepted { proposal: ProposalId },
    /// A pair was formed.
    PairFormed {
        pair: PairId,
        programme: ProgrammeId,
        mentor: PartyId,
        mentee: PartyId,
        score: Option<i64>,
        proposal: Option<ProposalId>,
        entry: Entry,
    },
    /// A curator wants two people to be a pair, or not to be, or nothing any more.
    WishChanged { mentor: PartyId, mentee: PartyId, wish: Option<Wish>, reason: Option<Sealed> },
    /// Scripts computed indicators for a day.
    IndicatorsEvaluated(Evaluation),
    /// People were told of terms and of what is missing.
    NoticesGiven { on: NaiveDate, notices: Vec<Notice> },
    /// A night is over.
    NightRan(NightDraft),
    /// A meeting of a pair was recorded.
    MeetingAdded { pair: PairId, no: u32, facts: MeetingFacts, text: Option<Sealed> },
    /// A meeting is to be read so from now on; a text only where it changed.
    MeetingCorrected { pair: PairId, no: u32, facts: MeetingFacts, text: Option<Sealed> },
    /// A meeting was called off, or recorded by mistake.
    MeetingCancelled { pair: PairId, no: u32, reason: Option<Sealed> },
    /// A task entered a pair's personal programme.
    ItemAdded { pair: PairId, no: u32, facts: ItemFacts, text: Option<Sealed> },
    /// A task is to be read so from now on: done, put off, taken out; a text only where it changed.
    ItemChanged { pair: PairId, no: u32, facts: ItemFacts, text: Option<Sealed> },
    /// Somebody got a personal code for questionnaires.
    CodeIssued { party: PartyId, code: CodeId, text: Sealed },
    /// A questionnaire was filled in, or filled in again: one of the same number is replaced.
    SurveyFilled(Response),
    /// A questionnaire filled in earlier tells about pairs formed since.
    SurveyJoined { code: CodeId, no: u32, pairs: Vec<PairId> },
    /// A questionnaire was recorded by mistake.
    SurveyWithdrawn { code: Option<CodeId>, no: u32, reason: Option<Sealed> },
    /// A thought of a SWOT analysis was written down.
    SwotAdded { programme: ProgrammeId, no: u32, quarter: Quarter, text: Sealed },
    /// A thought was taken out again.
    SwotDropped { programme: ProgrammeId, no: u32 },
    /// A number that only the school knows, from a day on; `None`: it was told by mistake.
    SchoolNumberTold { name: String, on: NaiveDate, value: Option<u32> },
    /// A hook was called and came to nothing; the step it belongs to was taken all the same.
    HookFailed(HookFailure),
    /// It ended with these messages (sequence number, number) of one parcel; `channel` is empty where none had a part.
    MessagesSettled { parcel: u32, messages: Vec<(u64, u32)>, channel: String, outcome: Settled },
    /// A person wants to be told all but these categories.
    OptOutChanged { party: PartyId, categories: Vec<Category> },
    /// What a result that this command stored was computed from.
    BasisKept(Basis),
    /// A requirement was let pass for a step that was taken back: it is not let pass any more.
    ExceptionAnnulled { exception: ExceptionId, subject: Subject, requirement: String, transition: String },
    /// Scripts computed indicators for a day; each different value stands once.
    IndicatorsTabled(Tabled),
    /// Texts that stood in the vault stand there in other words: an erased person is named in them no more. Each
    /// keeps its key; the digest of the row is from now on this one.
    TextsRewritten { texts: Vec<Sealed> },
    /// A thing goes on under another version of its workflow, in this stage of it. It took no step: nothing that the
    /// stage wants on entering was done.
    VersionChanged { subject: Subject, from: Entry, to: Entry },
    /// The tasks that the term of this stage hangs on have another term now, and so has the stage.
    StageRetimed { subject: Subject, due: Option<NaiveDate> },
}

impl Event {
    /// The indicators that an event carries.
    pub fn evaluation(&self) -> Option<Evaluation> {
        match self {
            Self::IndicatorsEvaluated(found) => Some(found.clone()),
            Self::IndicatorsTabled(found) => Some(found.evaluation()),
            _ => None,
        }
    }
}
