//! What a person should know about the days that came out.

use alloc::vec::Vec;

use crate::schedule::grammar::{Part, Range, Unit};
use crate::schedule::{Calendar, Deadline, DeadlineKind, Note, PlanYear, Span};

/// The longest span that is not several years.
const A_YEAR: i64 = 366;

/// A deadline of these spans with the notes on where they lie.
///
/// `preparation` is made for due days if any lies in the summer before the plan, for windows if all do: a window with a
/// later twin («Август 2023, август 2024») belongs to the plan by that one.
pub(super) fn placed(kind: DeadlineKind, spans: Vec<Span>, plan: PlanYear) -> Deadline {
    let mut deadline = Deadline { occurrences: spans, ..Deadline::bare(kind) };
    let ended = |span: &&Span| span.to.is_some_and(|to| to < plan.from);
    let early = |span: &&Span| span.to.is_some_and(|to| to < plan.preparation_from());
    let (mut before, mut preparation, mut after, mut long) = (false, false, false, false);
    let all = deadline.occurrences.iter().all(|span| ended(&span));
    for span in &deadline.occurrences {
        before |= early(&span);
        preparation |= ended(&span) && !early(&span) && (kind == DeadlineKind::Due || all);
        let starts_early = span.from.is_some_and(|from| from < plan.from && from >= plan.preparation_from());
        preparation |= starts_early && !ended(&span) && deadline.occurrences.len() == 1;
        after |= span.anchor().is_some_and(|date| date > plan.to);
        long |= is_long(span);
    }
    for (holds, note) in [
        (preparation, Note::Preparation),
        (before, Note::BeforePlan),
        (after, Note::OutsidePlan),
        (long, Note::MultiYear),
    ] {
        if holds {
            deadline.note(note);
        }
    }
    deadline
}

/// Whether it is several years.
pub(super) fn is_long(span: &Span) -> bool {
    span.from.zip(span.to).is_some_and(|(from, to)| (to - from).num_days() >= A_YEAR)
}

/// The same for ranges as they were said: days that the plan itself gives («до начала учебного года») are no finding.
pub(super) fn placed_ranges(
    kind: DeadlineKind,
    spans: Vec<Span>,
    ranges: &[Range],
    plan: PlanYear,
) -> Deadline {
    let own = |part: &Part| {
        part.year.is_none()
            && matches!(
                part.unit,
                Unit::Study | Unit::PlanYear | Unit::HalfYear(_) | Unit::Term(_) | Unit::Trimester(_)
            )
    };
    if ranges.iter().all(|range| own(&range.from) && own(&range.to)) {
        return Deadline { occurrences: spans, ..Deadline::bare(kind) };
    }
    placed(kind, spans, plan)
}

/// Notes that a due day, or a window of one day, is off by a calendar that knows its year.
pub(super) fn non_working(deadline: &mut Deadline, calendar: &Calendar) {
    let off = deadline.occurrences.iter().any(|span| {
        let day = match deadline.kind {
            DeadlineKind::Due => span.to,
            DeadlineKind::Window => span.to.filter(|_| span.is_day()),
            _ => None,
        };
        day.is_some_and(|date| calendar.knows(date) && !calendar.is_working(date))
    });
    if off {
        deadline.note(Note::NonWorking);
    }
}
