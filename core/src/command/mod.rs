//! What is asked of the engine: one [`Command`] is one all-or-nothing change.
//!
//! A command brings everything that deciding needs from outside: who asks, both times, random bits, the verdicts of
//! scripts. Deciding it twice over the same state gives the same events.

mod drafts;

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use drafts::{
    ConsentDraft, DocumentDraft, Holder, MeetingDraft, NewParty, NewTask, Part, PlanImport, ProposalDraft,
    Registration, ResponseDraft, TaskEdit,
};

use crate::digest::Digest;
use crate::event::{MachineRef, Timestamp};
use crate::ids::{
    CodeId, CommandId, DocumentId, Login, PairId, PartyId, PlanId, ProgrammeId, ProposalId, SchoolId,
    Subject, TaskId,
};
use crate::message::{Category, HookFailure, Settled};
use crate::metrics::{NightDraft, Notice, Tabled};
use crate::pairs::Wish;
use crate::people::Side;
use crate::schedule::PlanYear;
use crate::vault::{Content, Profile, Salt, VaultKey};
use crate::work::{ItemFacts, MeetingFacts, Quarter};

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The login of the configuration file.
    pub login: Login,
    /// The roles it has: `owner`, `head`, `curator`, …
    pub roles: BTreeSet<String>,
}

impl Actor {
    /// Whether the actor may do what any of these roles may. The owner may do everything.
    pub fn may(&self, roles: &[String]) -> bool {
        self.roles.contains("owner") || roles.iter().any(|role| self.roles.contains(role))
    }
}

/// One request for a change.
#[derive(Clone, Debug, PartialEq)]
pub struct Command {
    /// Its name; a repeat changes nothing and gives the stored answer.
    pub id: CommandId,
    /// Whose journal.
    pub school: SchoolId,
    /// Who asks.
    pub actor: Actor,
    /// When it happened.
    pub effective: NaiveDate,
    /// The school's day when it is recorded.
    pub today: NaiveDate,
    /// The clock when it is recorded.
    pub recorded: Timestamp,
    /// Random bits, from which the salts of vault rows are drawn.
    pub seed: Salt,
    /// What guards said, by what they were asked about and by name; run over a snapshot before.
    pub guards: BTreeMap<(Subject, String), GuardVerdict>,
    /// What is asked.
    pub action: Action,
}

/// What a guard of `guards.rhai` said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuardVerdict {
    /// Whether the condition holds.
    pub met: bool,
    /// Why not.
    pub reason: String,
    /// The digest of the script.
    pub script: Digest,
}

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Several changes, all or none, each seeing those before it.
    Many(Vec<Action>),
    /// Add the school: the first command of its journal.
    AddSchool {
        /// As printed.
        name: String,
        /// IANA time zone.
        zone: String,
    },
    /// Put a set in force.
    Publish {
        /// The digest of the whole.
        set: Digest,
        /// Its parts by path.
        parts: BTreeMap<String, Digest>,
        /// The workflows in it.
        machines: Vec<MachineRef>,
        /// A sentence why.
        why: Option<String>,
    },
    /// Add a plan from its document, or correct it.
    ImportPlan(PlanImport),
    /// Add a plan without a document.
    AddPlan {
        /// The school year.
        year: PlanYear,
        /// Its title.
        title: String,
    },
    /// Add a task by hand.
    AddTask {
        /// The plan.
        plan: PlanId,
        /// What it says.
        task: NewTask,
    },
    /// Change a task by hand.
    EditTask {
        /// The task.
        task: TaskId,
        /// What changes.
        edit: TaskEdit,
    },
    /// Change who is responsible.
    AssignTask {
        /// The task.
        task: TaskId,
        /// All who are responsible from now on.
        holders: Vec<Holder>,
    },
    /// Take the last change of an occurrence's term back.
    RestoreTerm {
        /// The task.
        task: TaskId,
        /// The occurrence.
        no: u16,
        /// Its term now: first and last day. Nothing is taken back where it has another by then.
        now: (Option<NaiveDate>, Option<NaiveDate>),
        /// Its term before.
        was: (Option<NaiveDate>, Option<NaiveDate>),
        /// Whether the change had put the term off.
        postponed: bool,
        /// Why.
        reason: Option<String>,
    },
    /// Give an occurrence a term, or another one.
    Reschedule {
        /// The task.
        task: TaskId,
        /// The occurrence.
        no: u16,
        /// The first day.
        from: Option<NaiveDate>,
        /// The last day.
        to: Option<NaiveDate>,
        /// Needed to put off a term that stands.
        reason: Option<String>,
        /// Whether a term that stands is put off, as opposed to given or corrected.
        postpone: bool,
    },
    /// Take a step in a workflow.
    Advance {
        /// What goes.
        subject: Subject,
        /// Where to.
        step: Step,
        /// Why, where the workflow wants it.
        reason: Option<String>,
        /// `should` requirements to let pass.
        allow: Vec<Allowance>,
    },
    /// Go on under another version of the workflow.
    ChangeVersion {
        /// What goes.
        subject: Subject,
        /// The version and the stage it was seen in: it may have gone on meanwhile.
        from: Place,
        /// The other version, and the stage of it to stand in.
        to: Place,
    },
    /// Take the last step back, or the last change of version where that came later.
    Undo {
        /// Of what.
        subject: Subject,
        /// Why.
        reason: Option<String>,
    },
    /// Record that something shows a thing was done.
    AddEvidence {
        /// Of what.
        subject: Subject,
        /// `document`, `photo`, `link`, `note`, …
        kind: String,
        /// The document it is, registered with it if it is new.
        document: Option<DocumentDraft>,
        /// A description.
        text: Option<String>,
    },
    /// Make a note.
    AddNote {
        /// About what.
        subject: Subject,
        /// The text.
        text: String,
    },
    /// Register a signed document.
    RegisterDocument(DocumentDraft),
    /// Open a programme.
    OpenProgramme {
        /// The plan it is tied to.
        plan: PlanId,
        /// `teacher-teacher`, …
        form: String,
        /// The workflow's name.
        workflow: String,
        /// The stage it stands in, for one that already runs; the first otherwise.
        stage: Option<String>,
    },
    /// Report a number that no register counts yet.
    ReportCount {
        /// The programme.
        programme: ProgrammeId,
        /// `mentors`, `mentees`, …
        what: String,
        /// How many.
        value: u32,
    },
    /// Add a person, a role or a unit.
    AddParty(NewParty),
    /// Write a party anew.
    RewriteParty {
        /// Which.
        party: PartyId,
        /// How.
        profile: Profile,
    },
    /// Two are one.
    MergeParties {
        /// This one goes.
        from: PartyId,
        /// This one stays.
        into: PartyId,
        /// How the one that stays is written from now on.
        profile: Profile,
    },
    /// Say who holds a role.
    HoldRole {
        /// The role.
        role: PartyId,
        /// The person, or nobody.
        by: Option<PartyId>,
    },
    /// Add or correct a line of a base, with the person in it.
    Register(Registration),
    /// A person takes part no more.
    Leave {
        /// Who.
        party: PartyId,
        /// On which side of which form; every standing one where none is named.
        of: Option<(Side, String)>,
        /// From which day.
        on: NaiveDate,
        /// Why.
        reason: Option<String>,
    },
    /// Record a signed paper.
    GiveConsent(ConsentDraft),
    /// Record that a paper was withdrawn.
    WithdrawConsent {
        /// Whose.
        party: PartyId,
        /// The kind of record.
        kind: String,
        /// Why.
        reason: Option<String>,
    },
    /// Keep a proposal of pairs.
    Propose(ProposalDraft),
    /// Form the pairs of a proposal.
    AcceptProposal {
        /// Which.
        proposal: ProposalId,
    },
    /// Form one pair by hand.
    FormPair {
        /// The programme.
        programme: ProgrammeId,
        /// The mentor.
        mentor: PartyId,
        /// The mentee.
        mentee: PartyId,
    },
    /// Want two people to be a pair, or not to be, or nothing any more.
    WishPair {
        /// The mentor.
        mentor: PartyId,
        /// The mentee.
        mentee: PartyId,
        /// What is wanted.
        wish: Option<Wish>,
        /// Why.
        reason: Option<String>,
    },
    /// Record a meeting.
    AddMeeting(MeetingDraft),
    /// Read a meeting otherwise from now on.
    EditMeeting {
        /// The pair.
        pair: PairId,
        /// The meeting.
        no: u32,
        /// Everything that is known of it now.
        facts: MeetingFacts,
        /// All its words now; `None`: as they were.
        texts: Option<BTreeMap<String, String>>,
    },
    /// Call a meeting off, or take out one recorded by mistake.
    CancelMeeting {
        /// The pair.
        pair: PairId,
        /// The meeting.
        no: u32,
        /// Why.
        reason: Option<String>,
    },
    /// Add a task to a pair's personal programme.
    AddItem {
        /// The pair.
        pair: PairId,
        /// What is known of it.
        facts: ItemFacts,
        /// Its words.
        texts: BTreeMap<String, String>,
    },
    /// Read a task of a personal programme otherwise: done, put off, taken out.
    EditItem {
        /// The pair.
        pair: PairId,
        /// The task.
        no: u32,
        /// Everything that is known of it now.
        facts: ItemFacts,
        /// All its words now; `None`: as they were.
        texts: Option<BTreeMap<String, String>>,
    },
    /// Give people personal codes; who has one keeps it.
    IssueCodes {
        /// Whom, and what is written on the form.
        codes: Vec<(PartyId, String)>,
    },
    /// Record a filled-in questionnaire.
    FillSurvey(ResponseDraft),
    /// Take a questionnaire out that was recorded by mistake.
    WithdrawResponse {
        /// Its code.
        code: Option<CodeId>,
        /// Its number.
        no: u32,
        /// Why.
        reason: Option<String>,
    },
    /// Write down a thought of a SWOT analysis.
    AddSwot {
        /// Of which programme.
        programme: ProgrammeId,
        /// Where it belongs.
        quarter: Quarter,
        /// The words.
        text: String,
    },
    /// Take a thought out again.
    DropSwot {
        /// Of which programme.
        programme: ProgrammeId,
        /// Its number.
        no: u32,
    },
    /// Tell a number that only the school knows.
    TellNumber {
        /// One of [`crate::work::SchoolNumbers::NAMES`].
        name: String,
        /// From which day on.
        on: NaiveDate,
        /// The number; `None`: what was told for this day was a mistake.
        value: Option<u32>,
    },
    /// Erase everything the vault holds about a party.
    EraseParty {
        /// Whom.
        party: PartyId,
        /// Why; must not name the person.
        reason: String,
    },
    /// Put other contents in the place of those that stand in the vault, so that they name an erased person no more.
    RewriteTexts {
        /// Where, and what stands there from now on.
        texts: Vec<(VaultKey, Content)>,
    },
    /// Keep the values that scripts computed.
    KeepIndicators(Tabled),
    /// Note what people are told; what they were told already is left out.
    Tell {
        /// The night.
        on: NaiveDate,
        /// What.
        notices: Vec<Notice>,
    },
    /// Note that a night is over; one that is on record stays as it is.
    RecordNight(NightDraft),
    /// Record calls of hooks that came to nothing.
    ReportHooks(Vec<HookFailure>),
    /// Record how it ended with messages.
    SettleMessages {
        /// The parcel they went in.
        parcel: u32,
        /// Their sequence numbers and numbers.
        messages: Vec<(u64, u32)>,
        /// The channel; empty where none had a part.
        channel: String,
        /// How.
        outcome: Settled,
    },
    /// Change what a person is told.
    OptOut {
        /// Who.
        party: PartyId,
        /// Which categories.
        categories: Vec<Category>,
        /// Whether they are unwanted from now on, or wanted again.
        out: bool,
    },
}

/// A stage of a version of a workflow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The version.
    pub workflow: Digest,
    /// The stage.
    pub stage: String,
}

/// A step in a workflow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The plain way on.
    Forward,
    /// The shortest way to be done.
    Done,
    /// The way to be called off.
    Cancel,
    /// The transition with this id.
    Transition(String),
    /// A transition to the stage with this id.
    To(String),
}

/// A requirement to let pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// The requirement's id.
    pub requirement: String,
    /// Why.
    pub reason: String,
    /// Until when it must be met all the same.
    pub until: NaiveDate,
}

/// What a command did; stored under its id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The first event, 0 when nothing changed.
    pub first: u64,
    /// The last event, 0 when nothing changed.
    pub last: u64,
    /// What came into being, in order.
    pub created: Vec<Created>,
}

/// Something a command brought into being.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Created {
    Plan(PlanId),
    Task(TaskId),
    Party(PartyId),
    Programme(ProgrammeId),
    Document(DocumentId),
    Pair(PairId),
    Proposal(ProposalId),
}
