//! What a deadline phrase was understood as.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::{Deserialize, Serialize};

use super::{Rule, Span};

/// A deadline: what kind it is and all that is known of its days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    /// What kind of term it is.
    pub kind: DeadlineKind,
    /// The days themselves, in order, without repetition; empty where the kind has none.
    pub occurrences: Vec<Span>,
    /// How it repeats (recurring), or is counted from its anchor (relative).
    pub rule: Option<Rule>,
    /// The words that name the event of a relative deadline, as the phrase has them.
    pub anchor: Option<String>,
    /// What a person should know about it, in order, without repetition.
    pub notes: Vec<Note>,
    /// The bounds of a recurring deadline, if the phrase gave them: «ежемесячно с октября по май».
    pub within: Option<Span>,
}

/// The kinds of deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum DeadlineKind {
    /// By a day, inclusive: «до 1 октября».
    Due,
    /// Within given days: «сентябрь», «с 1 по 15 сентября».
    Window,
    /// All through a year or several: «в течение года», «постоянно».
    Period,
    /// By a rule: «ежемесячно».
    Recurring,
    /// Every year, no day said: «ежегодно».
    Yearly,
    /// By the terms of the programmes it serves: «в соответствии со сроками реализации программ».
    Linked,
    /// Counted from an event: «через месяц после закрепления пары».
    Relative,
    /// Another document says when: «по графику».
    External,
    /// When there is a need: «по мере необходимости».
    AsNeeded,
    /// From a day on: «с 1 марта 2024 года».
    Since,
    /// The cell is empty or a dash.
    None,
    /// The text is not a deadline, or names a day that does not exist.
    Invalid,
}

/// Every kind, in the order of declaration.
pub const KINDS: [DeadlineKind; 12] = [
    DeadlineKind::Due,
    DeadlineKind::Window,
    DeadlineKind::Period,
    DeadlineKind::Recurring,
    DeadlineKind::Yearly,
    DeadlineKind::Linked,
    DeadlineKind::Relative,
    DeadlineKind::External,
    DeadlineKind::AsNeeded,
    DeadlineKind::Since,
    DeadlineKind::None,
    DeadlineKind::Invalid,
];

impl DeadlineKind {
    /// The kind's stable name: `due`, `as-needed`, …
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Window => "window",
            Self::Period => "period",
            Self::Recurring => "recurring",
            Self::Yearly => "yearly",
            Self::Linked => "linked",
            Self::Relative => "relative",
            Self::External => "external",
            Self::AsNeeded => "as-needed",
            Self::Since => "since",
            Self::None => "none",
            Self::Invalid => "invalid",
        }
    }
}

impl fmt::Display for DeadlineKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a person should know about a deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Note {
    /// It lies in June to August just before the plan year: normal for preparation.
    Preparation,
    /// It lies before that: a fault of the plan.
    BeforePlan,
    /// Some occurrence lies after the plan: kept, not scheduled.
    OutsidePlan,
    /// Repeats yearly, but no day is said.
    NoDate,
    /// «Ориентировочно»: not overdue before a week has passed.
    Approximate,
    /// A bare August: before the plan or at its end? The end was taken.
    AmbiguousYear,
    /// The day is off by a calendar that knows its year: no shift, remind on the last working day before.
    NonWorking,
    /// Tied to the terms of the programmes it serves.
    Linked,
    /// Spans more than a year.
    MultiYear,
    /// Each occurrence is about the month before it.
    ForPreviousMonth,
    /// Counted from an event that the phrase does not name.
    NoAnchor,
    /// A form that was not filled in: «202_ г.», «___».
    TemplateBlank,
    /// A day that does not exist, or a range that ends before it begins.
    NoSuchDate,
    /// A year that cannot be meant, or a range of years that runs backwards.
    BadYear,
    /// Not the words of a term.
    NotADeadline,
}

/// Every note, in the order of declaration.
pub const NOTES: [Note; 15] = [
    Note::Preparation,
    Note::BeforePlan,
    Note::OutsidePlan,
    Note::NoDate,
    Note::Approximate,
    Note::AmbiguousYear,
    Note::NonWorking,
    Note::Linked,
    Note::MultiYear,
    Note::ForPreviousMonth,
    Note::NoAnchor,
    Note::TemplateBlank,
    Note::NoSuchDate,
    Note::BadYear,
    Note::NotADeadline,
];

impl Note {
    /// The note's stable name: `before-plan`, …
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Preparation => "preparation",
            Self::BeforePlan => "before-plan",
            Self::OutsidePlan => "outside-plan",
            Self::NoDate => "no-date",
            Self::Approximate => "approximate",
            Self::AmbiguousYear => "ambiguous-year",
            Self::NonWorking => "non-working",
            Self::Linked => "linked",
            Self::MultiYear => "multi-year",
            Self::ForPreviousMonth => "for-previous-month",
            Self::NoAnchor => "no-anchor",
            Self::TemplateBlank => "template-blank",
            Self::NoSuchDate => "no-such-date",
            Self::BadYear => "bad-year",
            Self::NotADeadline => "not-a-deadline",
        }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Deadline {
    /// A deadline of this kind with nothing else known.
    pub fn bare(kind: DeadlineKind) -> Self {
        Self { kind, occurrences: Vec::new(), rule: None, anchor: None, notes: Vec::new(), within: None }
    }

    /// A text that is no deadline, for this reason.
    pub fn invalid(note: Note) -> Self {
        Self::bare(DeadlineKind::Invalid).noted(note)
    }

    /// Whether the note is there.
    pub fn has(&self, note: Note) -> bool {
        self.notes.contains(&note)
    }

    /// Adds a note in its place, once.
    pub(crate) fn note(&mut self, note: Note) {
        if let Err(at) = self.notes.binary_search(&note) {
            self.notes.insert(at, note);
        }
    }

    pub(crate) fn noted(mut self, note: Note) -> Self {
        self.note(note);
        self
    }
}
