//! The work of pairs: meetings, personal programmes, answers to questionnaires, SWOT, and what they add up to.
//!
//! Rows hold days, kinds and numbers. What was talked about, the wording of a task and free answers stand in the
//! vault. A fact has a day of its own (`on`, `due`, `done`): the journal's effective day is when it was told.

mod totals;

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::digest::Digest;
use crate::ids::{CodeId, PairId, PartyId, ProgrammeId};
use crate::vault::Sealed;

pub use totals::{
    Answered, ItemBrief, MeetingBrief, ON_TRACK_MEETINGS, ON_TRACK_SHARE, PairCount, PairWork, PersonWork,
    ProgrammeWork, Score, Tally, Votes,
};

/// A day as rows keep it in bulk: days since 31 December of the year 0.
pub type DayNumber = i32;

/// A day as rows keep it.
pub fn day_number(day: NaiveDate) -> DayNumber {
    day.num_days_from_ce()
}

/// The day that a row keeps; `None` for a number no calendar has.
pub fn day_of(number: DayNumber) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(number)
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$item:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name {$(
            $(#[$item])*
            $variant,
        )*}

        impl $name {
            /// All of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// As files, commands and scripts write it.
            pub fn as_str(self) -> &'static str {
                match self {$(Self::$variant => $word,)*}
            }

            /// Reads [`Self::as_str`].
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.as_str() == text)
            }
        }
    };
}

words! {
    /// What a meeting was for. Stored; append only.
    MeetingKind {
        /// Getting to know each other.
        Acquaintance = "acquaintance",
        /// The trial meeting after it.
        Trial = "trial",
        /// Writing the personal programme.
        Planning = "planning",
        /// One of the series.
        Work = "work",
        /// With one mentee alone, where the rest of the work is in a group.
        Individual = "individual",
        /// With the whole group.
        Group = "group",
        /// A training, a lesson watched, a consultation of the curator.
        Training = "training",
        /// An event: a contest, an excursion, a public lesson.
        Event = "event",
        /// The closing meeting.
        Final = "final",
        /// Anything else.
        Other = "other",
    }
}

words! {
    /// What became of a meeting. Stored; append only.
    MeetingState {
        /// Agreed on; nobody said yet whether it took place.
        Planned = "planned",
        /// It took place.
        Held = "held",
        /// It was agreed on and did not take place.
        Missed = "missed",
    }
}

words! {
    /// Which time a questionnaire is filled in. Stored; append only.
    Wave {
        /// Before the work of the pair.
        Before = "before",
        /// After it.
        After = "after",
        /// A questionnaire that is not asked twice.
        Once = "once",
    }
}

words! {
    /// Who fills in a questionnaire. Stored; append only.
    Who {
        /// A mentee.
        Mentee = "mentee",
        /// A mentor.
        Mentor = "mentor",
        /// The curator of the programme.
        Curator = "curator",
        /// A partner: an enterprise, another school, parents.
        Partner = "partner",
    }
}

words! {
    /// A quarter of SWOT. Stored; append only.
    Quarter {
        /// What is good within.
        Strength = "strength",
        /// What is bad within.
        Weakness = "weakness",
        /// What is good around.
        Opportunity = "opportunity",
        /// What is bad around.
        Threat = "threat",
    }
}

/// What one side said of a meeting. Words about it stand in the vault.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feedback {
    /// Whether the side gave any.
    pub given: bool,
    /// The mark, 1 to 10.
    pub mark: Option<u8>,
}

impl Feedback {
    /// Feedback with a mark.
    pub fn marked(mark: u8) -> Self {
        Self { given: true, mark: Some(mark) }
    }
}

/// What is known of a meeting beside its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingFacts {
    /// The day.
    pub on: NaiveDate,
    /// What for.
    pub kind: MeetingKind,
    /// What became of it.
    pub state: MeetingState,
    /// How long it took, in minutes.
    pub minutes: Option<u32>,
    /// What the mentor said.
    pub mentor: Feedback,
    /// What the mentee said.
    pub mentee: Feedback,
}

/// A meeting of a pair.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meeting {
    /// The pair.
    pub pair: PairId,
    /// Its number within the pair, from 1.
    pub no: u32,
    /// What is known of it.
    pub facts: MeetingFacts,
    /// `topic`, `outcome`, `mentor`, `mentee`: what was talked about, what came of it, what each side said.
    pub text: Option<Sealed>,
    /// It was recorded by mistake, or called off by both.
    pub cancelled: bool,
}

impl Meeting {
    /// Whether it is agreed on and nobody said yet what became of it.
    pub fn is_open(&self) -> bool {
        !self.cancelled && self.facts.state == MeetingState::Planned
    }
}

/// What is known of a task of a personal programme beside its words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemFacts {
    /// By when.
    pub due: Option<NaiveDate>,
    /// When it was done.
    pub done: Option<NaiveDate>,
    /// The mentor's mark, 1 to 10.
    pub mark: Option<u8>,
    /// It was taken out of the programme.
    pub dropped: bool,
}

/// A task of a pair's personal programme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// The pair.
    pub pair: PairId,
    /// Its number within the pair, from 1.
    pub no: u32,
    /// What is known of it.
    pub facts: ItemFacts,
    /// `task`, `plan`, `fact`: what to do, the result that is wanted, the result that came.
    pub text: Option<Sealed>,
}

impl Item {
    /// Whether it is still to be done.
    pub fn is_open(&self) -> bool {
        !self.facts.dropped && self.facts.done.is_none()
    }
}

/// A personal code of somebody: it joins the answers before with those after, and carries no name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Code {
    /// Whose.
    pub party: PartyId,
    /// What answers are filed under.
    pub id: CodeId,
    /// What is written on the form, in the vault.
    pub text: Sealed,
}

/// An answer to one question. Free text stands in the vault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reply {
    /// A point of a scale.
    Number(i32),
    /// Yes or no.
    Yes(bool),
    /// One of the options, by its id.
    Choice(String),
}

/// What the definition of a questionnaire makes of its answers; computed when they are recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measures {
    /// The points of scales, by question: what can be compared before and after.
    pub scores: BTreeMap<String, i32>,
    /// Whether the person is content with taking part, where that was asked.
    pub satisfied: Option<bool>,
    /// How far expectations came true, where that was asked.
    pub expectations: Option<i32>,
    /// The points of the curator's scale in the order of its rows.
    pub scale: Vec<i32>,
}

/// A filled-in questionnaire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Response {
    /// The code it is filed under; `None` for who needs none: a curator, a partner.
    pub code: Option<CodeId>,
    /// Its number within the code, from 1.
    pub no: u32,
    /// The questionnaire.
    pub survey: String,
    /// The digest of the definition it was checked by.
    pub definition: Digest,
    /// Which time.
    pub wave: Wave,
    /// Who filled it in.
    pub who: Who,
    /// When.
    pub on: NaiveDate,
    /// Seconds since midnight, where the file said it.
    pub at: Option<u32>,
    /// The pairs it tells about.
    pub pairs: Vec<PairId>,
    /// The programme it tells about.
    pub programme: Option<ProgrammeId>,
    /// The answers by question; text is not among them.
    pub replies: BTreeMap<String, Reply>,
    /// What they come to.
    pub measures: Measures,
    /// The text answers by question.
    pub text: Option<Sealed>,
    /// It was recorded by mistake.
    pub withdrawn: bool,
}

/// One thought of a SWOT analysis.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Swot {
    /// Of which programme.
    pub programme: ProgrammeId,
    /// Its number within the programme, from 1.
    pub no: u32,
    /// Where it belongs.
    pub quarter: Quarter,
    /// When it was written.
    pub on: NaiveDate,
    /// The words.
    pub text: Sealed,
    /// Taken out again.
    pub dropped: bool,
}

/// Numbers that only the school knows, by name and by the day they hold from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchoolNumbers {
    /// name → day → number; `None`: taken back.
    pub values: BTreeMap<String, BTreeMap<NaiveDate, Option<u32>>>,
}

impl SchoolNumbers {
    /// The names a school can tell: children of 10–19 and of 15–19 years, young teachers, those of them who stayed,
    /// partners, partners that sent mentors; and, where the bases do not show it, how many of them take part.
    pub const NAMES: [&'static str; 9] = [
        "children",
        "children_mentees",
        "teens",
        "teens_mentors",
        "young_teachers",
        "young_teachers_mentees",
        "young_teachers_stayed",
        "partners",
        "partners_mentoring",
    ];

    /// For how many days a number holds: a year, and a week for whoever counts a little later each time.
    pub const HOLDS: u64 = 373;

    /// The number in force on a day, and the day it holds from.
    pub fn on(&self, name: &str, day: NaiveDate) -> Option<(NaiveDate, u32)> {
        let (since, value) = self.values.get(name)?.range(..=day).next_back()?;
        let fresh = (day - *since).num_days() <= Self::HOLDS as i64;
        value.filter(|_| fresh).map(|value| (*since, value))
    }
}

#[cfg(test)]
mod tests;
