//! How far a roadmap has come: counts by timing, and the curve of what was planned and what was done.

use alloc::vec::Vec;

use chrono::NaiveDate;

use super::Timing;
use crate::state::{Occurrence, Outcome};

/// How many occurrences stand where. The parts add up to `all`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// All of them.
    pub all: u64,
    /// Done in time.
    pub done: u64,
    /// Done after the last day.
    pub done_late: u64,
    /// Open after the last day.
    pub late: u64,
    /// To be done within [`super::SOON`] days.
    pub due: u64,
    /// To be done later.
    pub ahead: u64,
    /// Open, without a last day.
    pub undated: u64,
    /// Called off.
    pub cancelled: u64,
}

impl Standing {
    /// Counts one more.
    pub fn add(&mut self, timing: Timing) {
        self.all += 1;
        *match timing {
            Timing::Done => &mut self.done,
            Timing::DoneLate(_) => &mut self.done_late,
            Timing::Late(_) => &mut self.late,
            Timing::Due(_) => &mut self.due,
            Timing::Ahead(_) => &mut self.ahead,
            Timing::Undated => &mut self.undated,
            Timing::Cancelled => &mut self.cancelled,
        } += 1;
    }

    /// Done in time or late.
    pub fn finished(&self) -> u64 {
        self.done + self.done_late
    }

    /// What had to be done at all: all but what was called off.
    pub fn wanted(&self) -> u64 {
        self.all - self.cancelled
    }
}

/// Running totals by day: how many were to be done by then, and how many were.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Curve {
    /// Last days, each with the number of occurrences whose last day is no later; in order.
    pub planned: Vec<(NaiveDate, u64)>,
    /// Days of completion no later than today, each with the number done by then; in order.
    pub done: Vec<(NaiveDate, u64)>,
}

impl Curve {
    /// Of the dated occurrences that were not called off.
    pub fn of<'a>(occurrences: impl IntoIterator<Item = &'a Occurrence>, today: NaiveDate) -> Self {
        let (mut planned, mut done) = (Vec::new(), Vec::new());
        for occurrence in occurrences {
            let outcome = occurrence.instance.outcome;
            let Some(to) = occurrence.to.filter(|_| !occurrence.dropped) else { continue };
            if outcome == Some(Outcome::Cancelled) {
                continue;
            }
            planned.push(to);
            if outcome == Some(Outcome::Done) && occurrence.instance.since <= today {
                done.push(occurrence.instance.since);
            }
        }
        Self { planned: totals(planned), done: totals(done) }
    }
}

fn totals(mut days: Vec<NaiveDate>) -> Vec<(NaiveDate, u64)> {
    days.sort_unstable();
    let mut totals: Vec<(NaiveDate, u64)> = Vec::new();
    for (count, day) in (1..).zip(days) {
        match totals.last_mut().filter(|(last, _)| *last == day) {
            Some(last) => last.1 = count,
            None => totals.push((day, count)),
        }
    }
    totals
}
