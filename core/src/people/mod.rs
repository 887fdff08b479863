//! The registries: who takes part in which form of mentoring, on which side, and with which papers.
//!
//! Rows hold numbers and days. What a person is called, can, wants and says stands in the vault profile.

pub mod columns;
pub mod difference;
pub mod form;
pub mod mentions;
pub mod named;
pub mod names;
pub mod records;
pub mod sheet;
pub mod terms;
#[cfg(test)]
mod tests;
pub mod values;

use alloc::string::String;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::ids::{Login, PartyId};
use crate::vault::Sealed;

pub use form::{Form, FormSide, Forms, RecordKind};
pub use records::{Headcount, Papers, Purpose};
pub use terms::Terms;

/// The side of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Side {
    /// Who helps.
    Mentor,
    /// Who is helped.
    Mentee,
}

impl Side {
    /// The other one.
    pub fn other(self) -> Self {
        match self {
            Self::Mentor => Self::Mentee,
            Self::Mentee => Self::Mentor,
        }
    }

    /// «наставника»: whose, as it stands in the name of a further field.
    pub fn of_whom(self) -> &'static str {
        match self {
            Self::Mentor => "наставника",
            Self::Mentee => "наставляемого",
        }
    }

    /// As files and scripts write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Mentor => "mentor",
            Self::Mentee => "mentee",
        }
    }
}

/// A person on one side of one form: a line of the base of mentors or of mentees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    /// Who.
    pub party: PartyId,
    /// Its number within the person, from 1.
    pub no: u32,
    /// Which side.
    pub side: Side,
    /// `teacher-teacher`, …
    pub form: String,
    /// The day of entry in the base.
    pub entered: NaiveDate,
    /// How many mentees a mentor takes, in all programmes together; `None`: nobody said.
    pub capacity: Option<u32>,
    /// How many requests a mentee has stated.
    pub requests: u32,
    /// The day of completion, or the day the person left.
    pub left: Option<NaiveDate>,
}

impl Participant {
    /// Whether the person takes part on a day.
    pub fn stands(&self, on: NaiveDate) -> bool {
        self.entered <= on && self.left.is_none_or(|left| on < left)
    }
}

/// Who signed a paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Signer {
    /// The person.
    Own,
    /// The legal representative.
    Representative,
    /// The person and the representative.
    Both,
}

impl Signer {
    /// Whether a signature of `self` is enough where `needed` is needed.
    pub fn covers(self, needed: Self) -> bool {
        self == needed || self == Self::Both
    }

    /// As files write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Representative => "representative",
            Self::Both => "both",
        }
    }

    /// Reads [`Self::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Own, Self::Representative, Self::Both].into_iter().find(|signer| signer.as_str() == text)
    }
}

/// A paper that a person signed: a consent, an application, a supplement to the contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// Whose.
    pub party: PartyId,
    /// Its number within the person, from 1.
    pub no: u32,
    /// The kind of record, as `forms/*.toml` name it: `participation`, `processing`, …
    pub kind: String,
    /// The version of the blank that was signed.
    pub version: String,
    /// The date on the paper.
    pub date: NaiveDate,
    /// Who signed.
    pub signer: Signer,
    /// Who recorded it.
    pub by: Login,
    /// A remark: where the paper lies.
    pub text: Option<Sealed>,
    /// How it was withdrawn.
    pub withdrawn: Option<Withdrawal>,
}

/// A withdrawal of a paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawal {
    /// The day the person withdrew it.
    pub on: NaiveDate,
    /// The first day it no longer holds: later than `on` where the law gives notice.
    pub ends: NaiveDate,
}

impl Consent {
    /// Whether it holds on a day.
    pub fn holds(&self, on: NaiveDate) -> bool {
        self.date <= on && self.withdrawn.is_none_or(|withdrawn| on < withdrawn.ends)
    }
}
