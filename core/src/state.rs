//! State as rows: what is true of a school now, one row a thing.
//!
//! Rows are a cache of the journal: [`crate::evolve`] alone writes them, and they can be rebuilt from events at any
//! time. They hold no personal data: a person is a [`Sealed`] profile.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::basis::{Basis, ResultId};
use crate::digest::Digest;
use crate::event::Entry;
use crate::ids::{DocumentId, ExceptionId, Login, PartyId, PlanId, ProgrammeId, Subject, TaskId};
use crate::message::OptOut;
use crate::metrics::{self, Indicators, Lexicon, Night, Shift, Standing, Told};
use crate::pairs::{Pair, Proposal, Wished};
use crate::people::{Consent, Participant};
use crate::schedule::{Deadline, PlanYear};
use crate::vault::Sealed;
use crate::work::{Code, Item, Meeting, PairWork, PersonWork, ProgrammeWork, Response, SchoolNumbers, Swot};
pub use crate::workflow::Outcome;

/// Bumped when `evolve` or a row changes its meaning: stored rows with another number are rebuilt from the journal.
pub const EVOLVE_VERSION: u32 = 4;

/// What kind of thing a row is. The numbers are stored; append only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[repr(u8)]
pub enum Kind {
    /// [`Row::School`].
    School = 1,
    /// [`Row::Counters`].
    Counters = 2,
    /// [`Row::Plan`].
    Plan = 3,
    /// [`Row::Task`].
    Task = 4,
    /// [`Row::Occurrence`].
    Occurrence = 5,
    /// [`Row::Party`].
    Party = 6,
    /// [`Row::Programme`].
    Programme = 7,
    /// [`Row::Document`].
    Document = 8,
    /// [`Row::Tally`].
    Tally = 9,
    /// [`Row::Set`].
    Set = 10,
    /// [`Row::Exception`].
    Exception = 11,
    /// [`Row::Participant`].
    Participant = 12,
    /// [`Row::Consent`].
    Consent = 13,
    /// [`Row::Pair`].
    Pair = 14,
    /// [`Row::Proposal`].
    Proposal = 15,
    /// [`Row::Wish`].
    Wish = 16,
    /// [`Row::Standing`], and [`Row::Indicators`] of files that were not rebuilt yet.
    Indicators = 17,
    /// [`Row::Told`].
    Told = 18,
    /// [`Row::Night`].
    Night = 19,
    /// [`Row::Shift`].
    Shift = 20,
    /// [`Row::Meeting`].
    Meeting = 21,
    /// [`Row::Item`].
    Item = 22,
    /// [`Row::PairWork`].
    PairWork = 23,
    /// [`Row::PersonWork`].
    PersonWork = 24,
    /// [`Row::ProgrammeWork`].
    ProgrammeWork = 25,
    /// [`Row::Code`].
    Code = 26,
    /// [`Row::Response`].
    Response = 27,
    /// [`Row::Swot`].
    Swot = 28,
    /// [`Row::SchoolNumbers`].
    SchoolNumbers = 29,
    /// [`Row::OptOut`].
    OptOut = 30,
    /// [`Row::Basis`].
    Basis = 31,
    /// [`Row::Agenda`].
    Agenda = 32,
    /// [`Row::Texts`].
    Texts = 33,
    /// [`Row::Lexicon`].
    Lexicon = 34,
}

impl Kind {
    /// Every kind, in the order of its number.
    pub const ALL: [Self; 34] = [
        Self::School,
        Self::Counters,
        Self::Plan,
        Self::Task,
        Self::Occurrence,
        Self::Party,
        Self::Programme,
        Self::Document,
        Self::Tally,
        Self::Set,
        Self::Exception,
        Self::Participant,
        Self::Consent,
        Self::Pair,
        Self::Proposal,
        Self::Wish,
        Self::Indicators,
        Self::Told,
        Self::Night,
        Self::Shift,
        Self::Meeting,
        Self::Item,
        Self::PairWork,
        Self::PersonWork,
        Self::ProgrammeWork,
        Self::Code,
        Self::Response,
        Self::Swot,
        Self::SchoolNumbers,
        Self::OptOut,
        Self::Basis,
        Self::Agenda,
        Self::Texts,
        Self::Lexicon,
    ];
}

/// Where a row stands within its school: its kind, its id, and a number within the id (0 where there is none).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Key {
    /// The kind.
    pub kind: Kind,
    /// The id of the thing, or of what it belongs to.
    pub id: u32,
    /// The number within the id.
    pub sub: u32,
}

impl Key {
    /// The key of a thing that stands alone.
    pub const fn of(kind: Kind, id: u32) -> Self {
        Self { kind, id, sub: 0 }
    }

    /// The key of the `sub`-th thing within another.
    pub const fn within(kind: Kind, id: u32, sub: u32) -> Self {
        Self { kind, id, sub }
    }

    /// The key of what a result was computed from.
    pub fn basis(result: ResultId) -> Self {
        let (id, sub) = result.place();
        Self::within(Kind::Basis, id, sub)
    }

    /// The key of an occurrence.
    pub const fn occurrence(task: TaskId, no: u16) -> Self {
        Self { kind: Kind::Occurrence, id: task.0, sub: no as u32 }
    }

    /// Which occurrence it is the key of, if it is one's.
    pub fn to_occurrence(self) -> Option<(TaskId, u16)> {
        let no = u16::try_from(self.sub).ok()?;
        (self.kind == Kind::Occurrence).then_some((TaskId(self.id), no))
    }

    /// The key of what a plan wants on a day. Days before our era come before the others.
    pub fn agenda(plan: PlanId, day: NaiveDate) -> Self {
        let days = i64::from(day.num_days_from_ce()) - i64::from(i32::MIN);
        Self::within(Kind::Agenda, plan.0, u32::try_from(days).unwrap_or(u32::MAX))
    }

    /// The key of a subject's count of texts.
    pub const fn texts(owner: Subject) -> Self {
        let (kind, id, no) = owner.parts();
        Self::within(Kind::Texts, id, (kind as u32) << 16 | no as u32)
    }
}

/// One thing that is true of a school. Variants are only appended. What every step of a bulk reads is shared, so that
/// reading it again copies nothing; an [`Arc`] is stored as what it holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Row {
    /// The school itself, key 0.
    School(School),
    /// The next free ids, key 0.
    Counters(Counters),
    /// A plan.
    Plan(Plan),
    /// A task.
    Task(Arc<Task>),
    /// One occurrence of a task, key (task, number).
    Occurrence(Arc<Occurrence>),
    /// A person, role or unit.
    Party(Party),
    /// A programme.
    Programme(Programme),
    /// A registered document.
    Document(Document),
    /// The counts of a plan, key of the plan.
    Tally(Arc<Tally>),
    /// The published set in force, key 0.
    Set(PublishedSet),
    /// A requirement that was let pass.
    Exception(Exception),
    /// A person on one side of one form, key (party, number).
    Participant(Participant),
    /// A paper that a person signed, key (party, number).
    Consent(Consent),
    /// A mentor and a mentee.
    Pair(Pair),
    /// A proposal of pairs.
    Proposal(Proposal),
    /// What is wanted of two people, key (mentor, mentee).
    Wish(Wished),
    /// The indicators of a subject, key [`crate::metrics::key_of`].
    Indicators(Indicators),
    /// What was told about a subject, key [`crate::metrics::key_of`].
    Told(Told),
    /// A night, key of its day.
    Night(Night),
    /// Where the night shift stands, key 0.
    Shift(Shift),
    /// A meeting, key (pair, number).
    Meeting(Meeting),
    /// A task of a personal programme, key (pair, number).
    Item(Item),
    /// What the work of a pair comes to, key of the pair.
    PairWork(PairWork),
    /// The pairs of a person, key of the person.
    PersonWork(PersonWork),
    /// What the work of a programme comes to, key of the programme.
    ProgrammeWork(ProgrammeWork),
    /// A personal code, key (party, code).
    Code(Code),
    /// A filled-in questionnaire, key (code or 0, number).
    Response(Response),
    /// A thought of a SWOT analysis, key (programme, number).
    Swot(Swot),
    /// What only the school knows, key 0.
    SchoolNumbers(SchoolNumbers),
    /// What a person does not want to be told.
    OptOut(OptOut),
    /// What a stored result was computed from.
    Basis(Basis),
    /// What a plan wants on one day, key (plan, day).
    Agenda(Agenda),
    /// How many texts the vault was given about a subject.
    Texts(Texts),
    /// The last indicators of a subject, key [`crate::metrics::key_of`].
    Standing(Standing),
    /// The words that indicators are written in, key 0.
    Lexicon(Lexicon),
}

impl Row {
    /// Where this row stands.
    pub fn key(&self) -> Key {
        match self {
            Self::School(_) => Key::of(Kind::School, 0),
            Self::Counters(_) => Key::of(Kind::Counters, 0),
            Self::Plan(plan) => Key::of(Kind::Plan, plan.id.0),
            Self::Task(task) => Key::of(Kind::Task, task.id.0),
            Self::Occurrence(occurrence) => Key::occurrence(occurrence.task, occurrence.no),
            Self::Party(party) => Key::of(Kind::Party, party.id.0),
            Self::Programme(programme) => Key::of(Kind::Programme, programme.id.0),
            Self::Document(document) => Key::of(Kind::Document, document.id.0),
            Self::Tally(tally) => Key::of(Kind::Tally, tally.plan.0),
            Self::Set(_) => Key::of(Kind::Set, 0),
            Self::Exception(exception) => Key::of(Kind::Exception, exception.id.0),
            Self::Participant(row) => Key::within(Kind::Participant, row.party.0, row.no),
            Self::Consent(row) => Key::within(Kind::Consent, row.party.0, row.no),
            Self::Pair(row) => Key::of(Kind::Pair, row.id.0),
            Self::Proposal(row) => Key::of(Kind::Proposal, row.id.0),
            Self::Wish(row) => Key::within(Kind::Wish, row.mentor.0, row.mentee.0),
            Self::Indicators(row) => about(Kind::Indicators, row.subject),
            Self::Told(row) => about(Kind::Told, row.subject),
            Self::Night(row) => Key::of(Kind::Night, row.night.id()),
            Self::Shift(_) => Key::of(Kind::Shift, 0),
            Self::Meeting(row) => Key::within(Kind::Meeting, row.pair.0, row.no),
            Self::Item(row) => Key::within(Kind::Item, row.pair.0, row.no),
            Self::PairWork(row) => Key::of(Kind::PairWork, row.pair.0),
            Self::PersonWork(row) => Key::of(Kind::PersonWork, row.party.0),
            Self::ProgrammeWork(row) => Key::of(Kind::ProgrammeWork, row.programme.0),
            Self::Code(row) => Key::within(Kind::Code, row.party.0, row.id.0),
            Self::Response(row) => Key::within(Kind::Response, row.code.map_or(0, |code| code.0), row.no),
            Self::Swot(row) => Key::within(Kind::Swot, row.programme.0, row.no),
            Self::SchoolNumbers(_) => Key::of(Kind::SchoolNumbers, 0),
            Self::OptOut(row) => Key::of(Kind::OptOut, row.party.0),
            Self::Basis(row) => Key::basis(row.result),
            Self::Agenda(row) => Key::agenda(row.plan, row.day),
            Self::Texts(row) => Key::texts(row.owner),
            Self::Standing(row) => about(Kind::Indicators, row.subject),
            Self::Lexicon(_) => Key::of(Kind::Lexicon, 0),
        }
    }

    /// The day by which this row wants something done: what the index by due date holds.
    pub fn due(&self) -> Option<NaiveDate> {
        match self {
            Self::Occurrence(occurrence) if occurrence.is_open() => occurrence.to,
            Self::Programme(programme) if programme.instance.outcome.is_none() => programme.instance.due,
            Self::Pair(pair) if pair.is_open() => pair.instance.due,
            Self::Exception(exception) if exception.met.is_none() => Some(exception.until),
            Self::Indicators(indicators) => indicators.look,
            Self::Standing(row) => row.look.and_then(crate::work::day_of),
            Self::Meeting(meeting) if meeting.is_open() => Some(meeting.facts.on),
            Self::Item(item) if item.is_open() => item.facts.due,
            _ => None,
        }
    }
}

/// The key of a row about a subject. Only subjects that have one get such a row.
fn about(kind: Kind, subject: Subject) -> Key {
    metrics::key_of(kind, subject).unwrap_or(Key::of(kind, u32::MAX))
}

/// A school.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct School {
    /// Its name as it is printed.
    pub name: String,
    /// Its IANA time zone: `Asia/Krasnoyarsk`.
    pub zone: String,
}

/// The next free id of each kind; starts at 1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Counters {
    pub plan: u32,
    pub task: u32,
    pub party: u32,
    pub programme: u32,
    pub pair: u32,
    pub document: u32,
    pub exception: u32,
    pub proposal: u32,
}

impl Default for Counters {
    fn default() -> Self {
        Self { plan: 1, task: 1, party: 1, programme: 1, pair: 1, document: 1, exception: 1, proposal: 1 }
    }
}

/// A part of a roadmap with a heading of its own: a section («3») or a group within one («6.1»).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// As numbered: «3», «6.1».
    pub number: String,
    /// As printed.
    pub title: String,
}

/// The roadmap of one school year.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// Its id.
    pub id: PlanId,
    /// The school year.
    pub year: PlanYear,
    /// The document's title.
    pub title: String,
    /// Sections in order.
    pub sections: Vec<Heading>,
    /// Groups of tasks within sections.
    pub groups: Vec<Heading>,
    /// The digest of the document it was last imported from.
    pub source: Option<Digest>,
}

/// What a roadmap says of a task, as opposed to what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wording {
    /// «3.5».
    pub number: String,
    /// The number of its section.
    pub section: String,
    /// The number of its group, where it has one.
    pub group: Option<String>,
    /// «Формирование наставнических пар или групп».
    pub title: String,
    /// The term as written: «до 30 октября ежегодно».
    pub phrase: String,
    /// The result, the kind of document.
    pub result: String,
}

/// A field of a task that a person changed by hand, so that a corrected file does not change it back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Field {
    Number,
    Title,
    Deadline,
    Result,
    Tags,
    Holders,
}

/// Where a task came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Origin {
    /// From the plan's document.
    Imported,
    /// Added by hand.
    Manual,
}

/// A task of a roadmap.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Task {
    /// Its id: stays when the number changes.
    pub id: TaskId,
    /// The plan it belongs to.
    pub plan: PlanId,
    /// Its wording now.
    pub wording: Wording,
    /// How the term was understood.
    pub deadline: Deadline,
    /// Purposes: `pairs.formed`, `mentors.base`, …
    pub tags: BTreeSet<String>,
    /// Who is responsible.
    pub holders: Vec<PartyId>,
    /// Where it came from.
    pub origin: Origin,
    /// What was changed by hand.
    pub edited: BTreeSet<Field>,
    /// How many occurrences were ever made; their numbers run from 1.
    pub occurrences: u16,
    /// No longer in the plan's document.
    pub withdrawn: bool,
}

/// A stage that was left: what undo returns to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The sequence number of the event that left it.
    pub seq: u64,
    /// The stage.
    pub stage: String,
    /// Since when (effective).
    #[serde(with = "crate::dates")]
    pub since: NaiveDate,
    /// What was due in it.
    #[serde(with = "crate::dates::maybe", default)]
    pub due: Option<NaiveDate>,
    /// The outcome it had.
    pub outcome: Option<Outcome>,
}

/// A thing on its way through the stages of a workflow.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Instance {
    /// The version of the workflow it goes by: the one it began with until somebody moves it.
    pub workflow: Digest,
    /// The stage it is in.
    pub stage: String,
    /// Since when (effective).
    #[serde(with = "crate::dates")]
    pub since: NaiveDate,
    /// When the stage should end.
    #[serde(with = "crate::dates::maybe", default)]
    pub due: Option<NaiveDate>,
    /// Set in a final stage.
    pub outcome: Option<Outcome>,
    /// The stages left before, oldest first.
    pub trail: Vec<Step>,
    /// The versions left before, oldest first.
    pub moved: Vec<Moved>,
}

/// A version of a workflow that was left: what taking the move back returns to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// The sequence number of the event that left it.
    pub seq: u64,
    /// How many steps had been taken.
    pub steps: u32,
    /// The version.
    pub workflow: Digest,
    /// The stage it stood in.
    pub stage: String,
    /// What was due in it.
    pub due: Option<NaiveDate>,
}

impl Instance {
    /// One that enters a workflow.
    pub fn begun(entry: &Entry, since: NaiveDate) -> Self {
        Self {
            workflow: entry.workflow,
            stage: entry.stage.clone(),
            since,
            due: entry.due,
            outcome: None,
            trail: Vec::new(),
            moved: Vec::new(),
        }
    }

    /// The last change of version, where no step was taken since.
    pub fn just_moved(&self) -> Option<&Moved> {
        self.moved.last().filter(|moved| moved.steps as usize == self.trail.len())
    }

    /// The version that was gone by when the stage `index` of the trail was left.
    pub fn version_at(&self, index: usize) -> Digest {
        let later = self.moved.iter().find(|moved| moved.steps as usize > index);
        later.map_or(self.workflow, |moved| moved.workflow)
    }

    /// The stage on a day, its outcome, and how many stages were left before it; `None` before the beginning. What
    /// was taken back is not known any more.
    pub fn on(&self, day: NaiveDate) -> Option<(&str, Option<Outcome>, usize)> {
        if self.since <= day {
            return Some((&self.stage, self.outcome, self.trail.len()));
        }
        let at = self.trail.iter().rposition(|step| step.since <= day)?;
        self.trail.get(at).map(|step| (step.stage.as_str(), step.outcome, at))
    }
}

/// Something that shows a thing was done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Its number within the subject, from 1.
    pub no: u32,
    /// `document`, `photo`, `link`, `note`, … as the workflow names them.
    pub kind: String,
    /// When it came to be (effective).
    pub on: NaiveDate,
    /// The registered document, if it is one.
    pub document: Option<DocumentId>,
    /// Its description.
    pub text: Option<Sealed>,
}

/// One dated occurrence of a task.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Occurrence {
    /// The task.
    pub task: TaskId,
    /// Its number within the task, from 1.
    pub no: u16,
    /// Its name on the command line: «2023-12»; empty where the task has one occurrence.
    pub key: String,
    /// The day it may begin.
    #[serde(with = "crate::dates::maybe", default)]
    pub from: Option<NaiveDate>,
    /// The day by which it should be done, inclusive.
    #[serde(with = "crate::dates::maybe", default)]
    pub to: Option<NaiveDate>,
    /// The term it had before it was first postponed.
    #[serde(with = "crate::dates::maybe", default)]
    pub planned_to: Option<NaiveDate>,
    /// Where it stands.
    pub instance: Instance,
    /// What shows it was done.
    pub evidence: Vec<Evidence>,
    /// How many times it was postponed.
    pub postponed: u16,
    /// No longer in the plan (a corrected deadline).
    pub dropped: bool,
}

impl Occurrence {
    /// Whether something is still to be done.
    pub fn is_open(&self) -> bool {
        self.instance.outcome.is_none() && !self.dropped
    }

    /// Whether it is open after its last day, or was done after it (judged by effective dates).
    pub fn is_late(&self, today: NaiveDate) -> bool {
        match (self.to, self.instance.outcome) {
            (Some(to), None) => !self.dropped && today > to,
            (Some(to), Some(Outcome::Done)) => self.instance.since > to,
            _ => false,
        }
    }
}

/// What a party is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum PartyKind {
    /// A person.
    Person,
    /// A role that people hold in turn.
    Role,
    /// A unit: a service, an association of teachers.
    Unit,
}

/// A person, role or unit that may be responsible.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Party {
    /// Its id.
    pub id: PartyId,
    /// What it is.
    pub kind: PartyKind,
    /// How it is written, in the vault; `None` when erased.
    pub profile: Option<Sealed>,
    /// Who holds the role.
    pub held_by: Option<PartyId>,
    /// The party it was merged into.
    pub merged_into: Option<PartyId>,
}

/// A requirement that was let pass, with a term.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Exception {
    /// Its id.
    pub id: ExceptionId,
    /// What it was let pass for.
    pub subject: Subject,
    /// The requirement's id in the workflow.
    pub requirement: String,
    /// The transition it was let pass in.
    pub transition: String,
    /// Who let it pass.
    pub by: Login,
    /// Until when it must be met all the same.
    pub until: NaiveDate,
    /// Why.
    pub reason: Sealed,
    /// When it was met after all.
    pub met: Option<NaiveDate>,
}

/// A programme of mentoring.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Programme {
    /// Its id.
    pub id: ProgrammeId,
    /// The plan whose tasks it is tied to.
    pub plan: PlanId,
    /// `teacher-teacher`, `pupil-pupil`, …
    pub form: String,
    /// Where it stands.
    pub instance: Instance,
    /// Requirements of earlier stages that nobody proved, of a programme taken over while it ran.
    pub unproven: Vec<String>,
    /// What shows that conditions hold.
    pub evidence: Vec<Evidence>,
    /// Named numbers reported for it (`mentors`, `mentees`, `pairs`) until registers count them.
    pub counts: BTreeMap<String, u32>,
}

/// A registered document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// Its id.
    pub id: DocumentId,
    /// `order`, `protocol`, `regulation`, …
    pub kind: String,
    /// Its number in the school's register.
    pub number: Option<String>,
    /// Its date.
    pub date: NaiveDate,
    /// Its title as written.
    pub text: Option<Sealed>,
    /// What it approves or proves.
    pub about: Vec<Subject>,
}

/// How many occurrences of a plan stand where. Dropped ones and those of withdrawn tasks do not count.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tally {
    /// The plan.
    pub plan: PlanId,
    /// Never zero.
    pub counts: BTreeMap<Place, u32>,
}

/// Where an occurrence stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// The number of its task's section.
    pub section: String,
    /// Its stage.
    pub stage: String,
    /// The version of the workflow that has the stage.
    pub workflow: Digest,
}

/// How many open occurrences of a plan have their last day on one day. A day without any has no row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Agenda {
    /// The plan.
    pub plan: PlanId,
    /// The last day.
    pub day: NaiveDate,
    /// The number of the task's section → occurrences, never zero.
    pub open: BTreeMap<String, u32>,
}

/// How many texts the vault was given about a subject.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Texts {
    /// About whom or what.
    pub owner: Subject,
    /// The last version.
    pub last: u32,
}

/// What the engine runs: the published set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PublishedSet {
    /// The digest of the whole.
    pub digest: Digest,
    /// Its parts by their path: `workflows/programme.toml` → digest of the content.
    pub parts: BTreeMap<String, Digest>,
    /// Published when (effective).
    pub since: NaiveDate,
    /// The version of each workflow in force, by name.
    pub current: BTreeMap<String, Digest>,
    /// Every version that was ever published → the digest of its file: what runs stays on what it began with.
    pub versions: BTreeMap<Digest, Digest>,
}
