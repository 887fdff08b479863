//! Why a command was refused: every reason at once, each with who is responsible and what would meet it.

use alloc::string::String;
use alloc::vec::Vec;

use chrono::NaiveDate;

use crate::ids::{PairId, PartyId, PlanId, ProgrammeId, ProposalId, Subject, TaskId};
use crate::people::{Purpose, Side, Signer};
use crate::survey::Misfit;
use crate::view::ViewError;
use crate::work::Wave;
use crate::workflow::{CountOf, Level, Quantity, Words};

/// Why nothing was done.
#[derive(Clone, Debug, PartialEq)]
pub enum Refused {
    /// Rules forbid it.
    Rule(Refusal),
    /// The store could not be read.
    View(ViewError),
}

/// Everything that stands in the way.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// Never empty.
    pub unmet: Vec<Unmet>,
}

/// One thing that stands in the way.
#[derive(Clone, Debug, PartialEq)]
pub struct Unmet {
    /// What the refused step was about.
    pub subject: Option<Subject>,
    /// What is wrong.
    pub problem: Problem,
    /// Who could meet it.
    pub responsible: Vec<PartyId>,
    /// The role that sees to it.
    pub role: Option<String>,
    /// What would meet it: any one of these.
    pub remedies: Vec<Remedy>,
}

impl Unmet {
    /// A problem with nobody and nothing attached yet.
    pub fn of(problem: Problem) -> Self {
        Self { subject: None, problem, responsible: Vec::new(), role: None, remedies: Vec::new() }
    }

    /// The same about a subject.
    pub fn about(self, subject: Subject) -> Self {
        Self { subject: Some(subject), ..self }
    }

    /// The same with something that would meet it.
    pub fn remedy(mut self, remedy: Remedy) -> Self {
        self.remedies.push(remedy);
        self
    }
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub enum Problem {
    /// A requirement of a transition is not met.
    Requirement {
        id: String,
        title: Words,
        hint: Option<Words>,
        level: Level,
        /// One for each condition that would have been enough.
        shortfalls: Vec<Shortfall>,
    },
    /// There is no such way out of the stage; these there are.
    NoTransition { stage: Words, wanted: String, ways: Vec<(String, Words)> },
    /// It is over.
    Ended { stage: Words },
    /// Only these roles may.
    NotAllowed { transition: Words, roles: Vec<String> },
    /// A reason must be given.
    ReasonNeeded,
    /// Only `should` requirements can be let pass, and only by the head.
    CannotAllow { requirement: String, must: bool },
    /// The transition has no such requirement.
    NoSuchRequirement { requirement: String, known: Vec<String> },
    /// Nothing happens tomorrow.
    InTheFuture { on: NaiveDate, today: NaiveDate },
    /// It cannot have happened before the step before it.
    BeforeLastStep { on: NaiveDate, since: NaiveDate },
    /// The last day is before the first.
    TermReversed { from: NaiveDate, to: NaiveDate },
    /// It is no putting off: the new day is not later.
    NotLater { from: NaiveDate, to: NaiveDate },
    /// The school is there already.
    SchoolExists,
    /// The plan of this year is there already.
    PlanExists { plan: PlanId },
    /// The plan has a task of this number.
    NumberTaken { number: String, task: TaskId },
    /// There is no such thing.
    NotFound { what: Subject },
    /// There is no step to take back.
    NothingToUndo,
    /// It is not where it was seen: it took a step or changed its version meanwhile.
    WentOn { stage: Words },
    /// The workflow is not in the published set.
    NoWorkflow { name: String, known: Vec<String> },
    /// The workflow has no such stage.
    NoStage { stage: String, known: Vec<String> },
    /// The plan has an open programme of this form.
    ProgrammeExists { programme: ProgrammeId },
    /// It has no name.
    NoName,
    /// They are one already, or of different kinds.
    CannotMerge,
    /// It is a person or a unit, not a role; or a role is held by something that is not a person.
    NotARole,
    /// A role or a unit takes no part in mentoring and signs nothing.
    NotAPerson,
    /// Its data were erased.
    Erased,
    /// The published set has no such form; these it has.
    NoForm { form: String, known: Vec<String> },
    /// The person is not in the base.
    NotInBase,
    /// A day of leaving before the day of entry.
    LeftBeforeEntered { entered: NaiveDate, left: NaiveDate },
    /// The published set has no such kind of record; these it has.
    NoRecord { kind: String, known: Vec<String> },
    /// The paper does not hold, so it cannot be withdrawn.
    NotGiven { kind: Words },
    /// Another has to sign, by the person's age.
    WrongSigner { kind: Words, needed: Signer },
    /// Papers are missing for this.
    PapersMissing { purpose: Purpose, kinds: Vec<(String, Words)> },
    /// The mentor has as many mentees as he takes.
    MentorFull { mentor: PartyId, capacity: u32 },
    /// The mentee has a mentor in this programme.
    HasMentor { mentee: PartyId, pair: PairId },
    /// Nobody mentors himself, nor two each other.
    Circular { mentor: PartyId, mentee: PartyId },
    /// The person is not in the base of this side of the form.
    NotOnSide { party: PartyId, side: Side, form: String },
    /// There is no such proposal.
    NoProposal { proposal: ProposalId },
    /// Pairs were formed from the proposal already.
    AlreadyAccepted { proposal: ProposalId },
    /// The programme has ended.
    ProgrammeEnded { programme: ProgrammeId },
    /// Only these roles may erase.
    MayNotErase { roles: Vec<String> },
    /// The pair has no such meeting.
    NoMeeting { pair: PairId, no: u32 },
    /// The pair's personal programme has no such task.
    NoItem { pair: PairId, no: u32 },
    /// The pair had ended by this day.
    PairOver { pair: PairId, on: NaiveDate, ended: NaiveDate },
    /// A mark is a number from 1 to 10.
    BadMark { mark: u8 },
    /// Longer than a day.
    TooLong { minutes: u32 },
    /// A task needs its words.
    NoText,
    /// The published set has no such questionnaire; these it has.
    NoSurvey { survey: String, known: Vec<String> },
    /// The questionnaire is not asked then; these are its waves.
    NoWave { survey: Words, wave: Wave, waves: Vec<Wave> },
    /// The questionnaire has no such question in this wave.
    NoQuestion { question: String },
    /// The answer does not fit the question.
    BadReply { question: Words, misfit: Misfit },
    /// These questions must be answered.
    Unanswered { questions: Vec<Words> },
    /// Nothing was answered.
    NoAnswers,
    /// The questionnaire is filled in under a personal code.
    CodeNeeded { survey: Words },
    /// The code is not this person's.
    NoCode,
    /// The person neither stands nor stood on the side that the questionnaire asks.
    NoPairOf { survey: Words },
    /// There is no such filled-in questionnaire.
    NoResponse { no: u32 },
    /// The programme's SWOT analysis has no such thought.
    NoThought { no: u32 },
    /// The school tells no number of this name; these it does.
    NoNumber { name: String, known: Vec<&'static str> },
}

/// Why a condition does not hold.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub enum Shortfall {
    /// No task of the plan has the purpose.
    NoTask { tag: String },
    /// These occurrences are not where they should be.
    Tasks { tag: String, open: Vec<(TaskId, u16)>, have: usize, quantity: Quantity },
    /// Too few.
    Count { what: CountOf, have: u32, quantity: Quantity },
    /// Too little evidence.
    Evidence { kind: Option<String>, have: u32, need: u32 },
    /// Not before this day; `None`: the day hangs on tasks without a date.
    TooEarly { date: Option<NaiveDate> },
    /// Not after this day.
    TooLate { date: Option<NaiveDate> },
    /// No such document is registered.
    NoDocument { kind: String },
    /// A guard said no; an empty reason: it was not asked.
    Guard { name: String, reason: String },
    /// Subjects of another kind are not where they should be.
    Subjects { have: usize, of: usize, quantity: Quantity },
}

/// What would meet a requirement; the command line makes a command of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Remedy {
    FinishTask { task: TaskId, no: u16 },
    TagTask { tag: String },
    AddEvidence { subject: Subject, kind: Option<String> },
    RegisterDocument { kind: String, subject: Subject },
    ReportCount { programme: ProgrammeId, what: CountOf },
    Wait { until: NaiveDate },
    Allow { requirement: String },
    AskRole { roles: Vec<String> },
    GiveReason,
    GiveConsent { party: PartyId, kind: String },
    ShowRegister { programme: ProgrammeId, what: CountOf },
    ShowWays { subject: Subject },
}
