//! Where an occurrence stands in time.

use chrono::NaiveDate;

use crate::state::{Occurrence, Outcome};

/// A term this many days ahead is shown as due.
pub const SOON: i64 = 14;

/// Where an occurrence stands in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Timing {
    /// Open, its last day this many days ago.
    Late(i64),
    /// Open, its last day this many days ahead, at most [`SOON`].
    Due(i64),
    /// Open, with a later last day.
    Ahead(i64),
    /// Open, without a last day.
    Undated,
    /// Done in time.
    Done,
    /// Done this many days after its last day.
    DoneLate(i64),
    /// Called off.
    Cancelled,
}

impl Timing {
    /// Judged by effective dates on the day `today`.
    pub fn of(occurrence: &Occurrence, today: NaiveDate) -> Self {
        let after = |day: NaiveDate| occurrence.to.map(|to| (day - to).num_days());
        match occurrence.instance.outcome {
            Some(Outcome::Cancelled) => Self::Cancelled,
            Some(Outcome::Done) => match after(occurrence.instance.since) {
                Some(days) if days > 0 => Self::DoneLate(days),
                _ => Self::Done,
            },
            None => match after(today) {
                None => Self::Undated,
                Some(days) if days > 0 => Self::Late(days),
                Some(days) if days >= -SOON => Self::Due(-days),
                Some(days) => Self::Ahead(-days),
            },
        }
    }

    /// Its name for machines: `late`, `done-late`, …
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Late(_) => "late",
            Self::Due(_) => "due",
            Self::Ahead(_) => "ahead",
            Self::Undated => "undated",
            Self::Done => "done",
            Self::DoneLate(_) => "done-late",
            Self::Cancelled => "cancelled",
        }
    }
}
