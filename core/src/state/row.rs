//! Rows and where they stand. Numbers of kinds and the order of rows are stored: append only.

use alloc::sync::Arc;

use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{
    Agenda, Counters, Document, Exception, Occurrence, Party, Plan, Programme, PublishedSet, School, Tally,
    Task, Texts,
};
use crate::basis::{Basis, ResultId};
use crate::ids::{PlanId, Subject, TaskId};
use crate::message::OptOut;
use crate::metrics::{self, Indicators, Lexicon, Night, Shift, Standing, Told};
use crate::pairs::{Pair, Proposal, Wished};
use crate::people::{Consent, Participant};
use crate::work::{Code, Item, Meeting, PairWork, PersonWork, ProgrammeWork, Response, SchoolNumbers, Swot};

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
