//! Names of things: small numbers counted per school, never reused.

use alloc::string::String;
use core::fmt;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(pub u32);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}", self.0)
            }
        }
    )*};
}

ids! {
    /// A school: one journal, one boundary of consistency.
    SchoolId
    /// A plan: the roadmap of one school year.
    PlanId
    /// A task of a roadmap, whatever its number in the document becomes.
    TaskId
    /// A person, a role or a unit that may hold a task.
    PartyId
    /// A programme of mentoring that goes through stages.
    ProgrammeId
    /// A mentor with a mentee in one programme.
    PairId
    /// A proposal of pairs.
    ProposalId
    /// A requirement that was let pass.
    ExceptionId
    /// A registered document: an order, a protocol, a regulation.
    DocumentId
    /// A personal code of a questionnaire.
    CodeId
}

/// Names one request for a change, chosen by whoever asks; a repeat of it changes nothing.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CommandId(pub [u8; 16]);

impl CommandId {
    /// Reads 32 hexadecimal digits; dashes between them are passed over.
    pub fn from_hex(text: &str) -> Option<Self> {
        let digits: String = text.chars().filter(|c| *c != '-').collect();
        if digits.len() != 32 || !digits.is_ascii() {
            return None;
        }
        u128::from_str_radix(&digits, 16).ok().map(|number| Self(number.to_be_bytes()))
    }
}

/// Hexadecimal in formats that people read, 16 bytes in others.
impl Serialize for CommandId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.serialize_str(crate::digest::hex(&self.0, &mut [0; 32]))
        } else {
            self.0.serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for CommandId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if !deserializer.is_human_readable() {
            return Ok(Self(Deserialize::deserialize(deserializer)?));
        }
        let text = String::deserialize(deserializer)?;
        Self::from_hex(&text).ok_or_else(|| D::Error::custom("a command id is 32 hexadecimal digits"))
    }
}

impl fmt::Display for CommandId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(crate::digest::hex(&self.0, &mut [0; 32]))
    }
}

impl fmt::Debug for CommandId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// A login from the configuration file: who asked. Never a person's name.
pub type Login = String;

/// What an event, a note or a piece of evidence is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Subject {
    /// The school as a whole.
    School,
    /// A plan.
    Plan(PlanId),
    /// A task in all its occurrences.
    Task(TaskId),
    /// One occurrence of a task, by its number within the task.
    Occurrence(TaskId, u16),
    /// A programme.
    Programme(ProgrammeId),
    /// A person, role or unit.
    Party(PartyId),
    /// A pair.
    Pair(PairId),
    /// A document.
    Document(DocumentId),
}

impl Subject {
    /// Its kind as a number, its id, and its number within the id; zeros where there is none. Stored in keys; append
    /// only.
    pub const fn parts(self) -> (u8, u32, u16) {
        match self {
            Self::School => (0, 0, 0),
            Self::Plan(id) => (1, id.0, 0),
            Self::Task(id) => (2, id.0, 0),
            Self::Occurrence(id, no) => (3, id.0, no),
            Self::Programme(id) => (4, id.0, 0),
            Self::Party(id) => (5, id.0, 0),
            Self::Pair(id) => (6, id.0, 0),
            Self::Document(id) => (7, id.0, 0),
        }
    }
}
