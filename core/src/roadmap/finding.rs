//! What is worth a second look in a roadmap, as data; the words come from the locales.

use alloc::string::String;
use alloc::vec::Vec;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::schedule::PlanYear;
use crate::table::Place;

/// One thing to look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Number of the task it is about, empty where it is about the whole document.
    pub task: String,
    /// Where to look.
    pub place: Place,
    /// What it is.
    pub kind: FindingKind,
}

/// Kinds of findings, each with what its sentence needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FindingKind {
    /// A number is missing: `missing` stands between `after` and the task.
    NumberingGap {
        /// The number that is not there.
        missing: String,
        /// The number before it.
        after: String,
    },
    /// One number stands at two rows; the second was given another.
    DuplicateNumber {
        /// The number as printed.
        printed: String,
    },
    /// The term lies before the plan's year and its preparation.
    TermBeforePlan {
        /// The last day of the term.
        date: NaiveDate,
        /// The first day of the plan.
        plan_from: NaiveDate,
    },
    /// Some occurrence lies after the plan's year, or before it.
    OccurrenceOutsidePlan {
        /// Days the occurrences end on.
        dates: Vec<NaiveDate>,
    },
    /// What is to be agreed first is approved first.
    AgreementAfterApproval {
        /// Number of the task that approves.
        approval: String,
        /// The day of approval.
        approved: NaiveDate,
        /// The day of agreement.
        agreed: NaiveDate,
    },
    /// The term is over before the council that agreed the plan sat.
    TermBeforeCouncil {
        /// The last day of the term.
        date: NaiveDate,
        /// The day of the council.
        council: NaiveDate,
    },
    /// The term names no date.
    NoDate,
    /// There is no term.
    NoTerm,
    /// The term could not be read.
    UnreadableTerm {
        /// Why, as the deadline's note says it.
        note: String,
    },
    /// The result is not named.
    EmptyResult,
    /// Nobody answers for it.
    NoResponsible,
    /// A school year before the plan's stands in the text.
    StaleYear {
        /// The year as printed.
        year: String,
    },
    /// A cell holds what belongs into another.
    SuspiciousNeighbour {
        /// What looks displaced.
        text: String,
        /// What kind of displacement.
        kind: Displaced,
        /// Number of the task it seems to belong to.
        belongs_to: String,
    },
    /// One party or school is spelled several ways.
    SpellingVariants {
        /// The spellings.
        variants: Vec<String>,
        /// Whether letters of another alphabet make the difference.
        look_alike: bool,
    },
    /// One person answers for most tasks.
    OnePersonMostTasks {
        /// The person as printed.
        person: String,
        /// In how many tasks.
        tasks: u32,
        /// Of how many.
        of: u32,
    },
    /// A phone number or an address of e-mail stood in the text and was hidden.
    ContactInText {
        /// Which of them.
        contact: Contact,
    },
    /// A step has its term after a step that needs it, or none.
    OrderOfSteps {
        /// Number of the step that needs this one.
        before: String,
        /// Whether this step has no date at all.
        undated: bool,
    },
    /// The year of the plan is nowhere said and was concluded from the terms.
    YearConcluded,
    /// The year of the plan is nowhere said, nor can it be concluded: this one was taken to show the rest.
    YearUnknown {
        /// The year that was taken.
        plan: PlanYear,
    },
    /// The title says another year than whoever imports.
    YearDiffers {
        /// The year of the title.
        title: PlanYear,
        /// The year that was used.
        plan: PlanYear,
    },
}

/// What stands in the wrong cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Displaced {
    /// A remark on documents among the responsible.
    NoteAmongResponsible,
    /// The result of another task.
    ResultOfNeighbour,
    /// A term in a cell of another kind.
    TermElsewhere,
}

/// Kinds of contacts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Contact {
    /// A phone number.
    Phone,
    /// An address of e-mail.
    Email,
}

impl FindingKind {
    /// The stable code: kebab-case, never renamed.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NumberingGap { .. } => "numbering-gap",
            Self::DuplicateNumber { .. } => "duplicate-number",
            Self::TermBeforePlan { .. } => "term-before-plan",
            Self::OccurrenceOutsidePlan { .. } => "occurrence-outside-plan",
            Self::AgreementAfterApproval { .. } => "agreement-after-approval",
            Self::TermBeforeCouncil { .. } => "term-before-council",
            Self::NoDate => "no-date",
            Self::NoTerm => "no-term",
            Self::UnreadableTerm { .. } => "unreadable-term",
            Self::EmptyResult => "empty-result",
            Self::NoResponsible => "no-responsible",
            Self::StaleYear { .. } => "stale-year",
            Self::SuspiciousNeighbour { .. } => "suspicious-neighbour",
            Self::SpellingVariants { .. } => "spelling-variants",
            Self::OnePersonMostTasks { .. } => "one-person-most-tasks",
            Self::ContactInText { .. } => "contact-in-text",
            Self::OrderOfSteps { .. } => "order-of-steps",
            Self::YearConcluded => "year-concluded",
            Self::YearUnknown { .. } => "year-unknown",
            Self::YearDiffers { .. } => "year-differs",
        }
    }
}

/// Why a document gave no roadmap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NoRoadmap {
    /// The document has no table at all.
    NoTables {
        /// How many paragraphs it has.
        paragraphs: usize,
    },
    /// No table has a header that names an activity and a term or a responsible.
    NoHeader {
        /// The first row of each table, as far as it fits a line.
        seen: Vec<String>,
    },
    /// The header is there and nothing stands under it.
    NoRows {
        /// Where the header stands.
        place: Place,
    },
    /// Neither the title nor the terms say the year.
    NoYear,
    /// More rows than any roadmap has.
    TooLong {
        /// How many there are.
        rows: usize,
        /// How many there may be.
        most: usize,
    },
}
