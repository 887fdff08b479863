//! What is wrong or strange in a list of people.

use alloc::string::String;

use crate::table::Place;

/// Something wrong or strange.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What.
    pub code: Code,
    /// The cell, or the row.
    pub place: Place,
    /// The header of the column; empty where the row is meant.
    pub column: String,
}

/// What can be wrong. The cell's own words are not repeated: they may be about a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Code {
    NoName,
    NotAName,
    BadDate,
    FutureDate,
    BadYear,
    BadNumber,
    Implausible,
    BadAges,
    UnknownForm,
    UnknownSide,
    NoSide,
    LeftBeforeEntered,
    AgeOutside,
    NoRequest,
    NoCompetence,
    UnknownPerson,
    Initials,
    NoSurname,
    SeveralPeople,
    OtherBase,
    OtherOnly,
}

impl Code {
    /// Its stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoName => "no-name",
            Self::NotAName => "not-a-name",
            Self::BadDate => "bad-date",
            Self::FutureDate => "future-date",
            Self::BadYear => "bad-year",
            Self::BadNumber => "bad-number",
            Self::Implausible => "implausible",
            Self::BadAges => "bad-ages",
            Self::UnknownForm => "unknown-form",
            Self::UnknownSide => "unknown-side",
            Self::NoSide => "no-side",
            Self::LeftBeforeEntered => "left-before-entered",
            Self::AgeOutside => "age-outside",
            Self::NoRequest => "no-request",
            Self::NoCompetence => "no-competence",
            Self::UnknownPerson => "unknown-person",
            Self::Initials => "initials",
            Self::NoSurname => "no-surname",
            Self::SeveralPeople => "several-people",
            Self::OtherBase => "other-base",
            Self::OtherOnly => "other-only",
        }
    }

    /// Whether nothing is stored while it stands.
    pub fn is_error(self) -> bool {
        !matches!(
            self,
            Self::AgeOutside
                | Self::NoRequest
                | Self::NoCompetence
                | Self::UnknownPerson
                | Self::Initials
                | Self::OtherBase
                | Self::OtherOnly
        )
    }
}
