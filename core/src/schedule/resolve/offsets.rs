//! Offsets: from an event they stay relative, from a day they give a day.

use chrono::{Days, Months, NaiveDate};

use super::notes;
use super::span::{Days2, Place};
use crate::schedule::grammar::{Edge, Offset};
use crate::schedule::{Deadline, DeadlineKind, Note, OffsetUnit, Rule, Span};

/// The deadline of an offset.
pub(super) fn relative(offset: &Offset, place: &Place) -> Deadline {
    if let Some((days, edge)) = offset.point.and_then(|part| Some((place.whole(part).ok()?, part.edge))) {
        return dated(offset, days, edge, place);
    }
    let rule = Rule::offset(offset.amount, offset.unit);
    let deadline = Deadline {
        rule: Some(rule),
        anchor: offset.anchor.clone(),
        ..Deadline::bare(DeadlineKind::Relative)
    };
    let missing = offset.anchor.is_none() && offset.needs_anchor;
    if missing { deadline.noted(Note::NoAnchor) } else { deadline }
}

/// Counted from a day that is known: due by the day it leads to; merely «после» is open.
fn dated(offset: &Offset, (from, to): Days2, edge: Edge, place: &Place) -> Deadline {
    let base = match edge {
        Edge::Start => from,
        Edge::End => to,
        _ if offset.amount < 0 => from,
        _ => to,
    };
    if !offset.counted {
        let next = base.succ_opt().unwrap_or(base);
        return notes::placed(DeadlineKind::Since, alloc::vec![Span::since(next)], place.plan);
    }
    let due = moved(base, offset, place).unwrap_or(base);
    notes::placed(DeadlineKind::Due, alloc::vec![Span::until(due)], place.plan)
}

fn moved(base: NaiveDate, offset: &Offset, place: &Place) -> Option<NaiveDate> {
    let amount = offset.amount.unsigned_abs();
    match (offset.unit, offset.amount < 0) {
        (OffsetUnit::Days, true) => base.checked_sub_days(Days::new(amount.into())),
        (OffsetUnit::Days, false) => base.checked_add_days(Days::new(amount.into())),
        (OffsetUnit::WorkingDays, _) => Some(place.calendar.add_working_days(base, offset.amount)),
        (OffsetUnit::Months, true) => base.checked_sub_months(Months::new(amount)),
        (OffsetUnit::Months, false) => base.checked_add_months(Months::new(amount)),
    }
}
