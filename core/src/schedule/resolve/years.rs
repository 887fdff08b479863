//! Gives out years: from the phrase where it names them, from the plan where it does not.

use alloc::vec::Vec;

use super::reached;
use super::span::{Fault, Place};
use crate::schedule::grammar::{Edge, Part, Range, Reach, Unit, Year};
use crate::schedule::{Note, Span};

/// The spans of the ranges, in order, without repetition. `years` are the years they repeat in, if the phrase says:
/// «(в период с 2023 по 2024 г.)».
pub(super) fn spans(ranges: &[Range], years: &[Range], place: &Place) -> Result<Vec<Span>, Fault> {
    let mut filled = ranges.to_vec();
    spread(&mut filled);
    keep_in_plan(ranges, &mut filled, place);
    let bare = filled.iter().all(|range| range.from.year.is_none() && range.to.year.is_none());
    let mut found = Vec::new();
    // «в течение года, октябрь»: the plan's own year says nothing.
    let said = named(years);
    if bare && !said.is_empty() {
        for year in said {
            for range in &filled {
                let mut range = range.clone();
                range.from.year = Some(year);
                range.to.year = Some(following(range.from, range.to, year));
                found.push(span(&range, place)?);
            }
        }
    } else {
        let early = bare && begins_in_august(&filled);
        for (at, range) in filled.iter_mut().enumerate() {
            if bare {
                settle(range, early && at == 0, place);
            }
            found.push(span(range, place)?);
        }
    }
    found.sort_by_key(|span| (span.anchor(), *span));
    found.dedup();
    Ok(found)
}

/// A bare month beside a day with its year is of the plan where the nearest one to that day is not: «ноябрь, 15.10.2023».
fn keep_in_plan(said: &[Range], filled: &mut [Range], place: &Place) {
    let inside =
        |part: Part| place.whole(part).is_ok_and(|(from, to)| place.plan.from <= to && from <= place.plan.to);
    let bare = |range: &Range| range.from.year.is_none() && range.to.year.is_none();
    let parts = said.iter().flat_map(|range| [range.from, range.to]);
    if !parts.filter(|part| part.year.is_some()).all(inside) {
        return;
    }
    for (range, own) in filled.iter_mut().zip(said).filter(|(_, own)| bare(own)) {
        let lost = range.from.year.is_some() && !inside(range.from) && !inside(range.to);
        let mut settled = own.clone();
        settle(&mut settled, false, place);
        if lost && inside(settled.from) && inside(settled.to) {
            *range = settled;
        }
    }
}

/// Whether nothing tells which of two Augusts is meant.
pub(super) fn ambiguous(ranges: &[Range]) -> bool {
    ranges.iter().any(|range| {
        let august = |part: Part| part.month() == Some(8) && part.year.is_none();
        august(range.from) && august(range.to)
    }) && ranges.iter().all(|range| range.from.year.is_none() && range.to.year.is_none())
}

/// The years that a phrase repeats its dates in, at most ten.
fn named(ranges: &[Range]) -> Vec<Year> {
    let mut years = Vec::new();
    for range in ranges {
        match (range.from.year, range.to.year) {
            (Some(Year::Calendar(first)), Some(Year::Calendar(last))) => {
                years.extend((first..=last).take(10).map(Year::Calendar));
            }
            (Some(year), _) => years.push(year),
            (None, _) => {}
        }
    }
    years
}

/// The year of the end of a range whose start has `year`.
fn following(from: Part, to: Part, year: Year) -> Year {
    match (year, from.month(), to.month()) {
        (Year::Calendar(first), Some(a), Some(b)) if b < a => Year::Calendar(first + 1),
        _ => year,
    }
}

/// Spreads the years that are said to the neighbours that have none: «сентябрь – декабрь 2023», «ноябрь 2023 – февраль».
fn spread(ranges: &mut [Range]) {
    let mut parts: Vec<&mut Part> = Vec::new();
    for range in ranges.iter_mut() {
        parts.push(&mut range.from);
        parts.push(&mut range.to);
    }
    let mut known: Option<(Year, Option<u8>)> = None;
    for part in parts.iter_mut().rev() {
        part.year = part.year.or(known.and_then(|(year, month)| beside(year, month, part.month(), true)));
        known = part.year.map(|year| (year, part.month())).or(known);
    }
    known = None;
    for part in parts {
        part.year = part.year.or(known.and_then(|(year, month)| beside(year, month, part.month(), false)));
        known = part.year.map(|year| (year, part.month())).or(known);
    }
}

/// The year of a part beside one with a year: the nearest one before (`back`) or after it.
fn beside(year: Year, known: Option<u8>, month: Option<u8>, back: bool) -> Option<Year> {
    match (year, known, month) {
        (Year::Calendar(y), Some(known), Some(month)) if back => {
            Some(Year::Calendar(y - i32::from(month > known)))
        }
        (Year::Calendar(y), Some(known), Some(month)) => Some(Year::Calendar(y + i32::from(month < known))),
        (Year::School(_) | Year::Following | Year::Bad, ..) => Some(year),
        _ => None,
    }
}

/// «август, сентябрь, октябрь» in order: the August before the plan.
fn begins_in_august(ranges: &[Range]) -> bool {
    let [first, rest @ ..] = ranges else { return false };
    let august = first.from.month() == Some(8) && first.to.month() == Some(8);
    august && !rest.is_empty() && rest.iter().all(|range| range.from.month().is_some_and(|month| month != 8))
}

/// Gives bare ends the plan's years. A summer month before an autumn one is the summer before the plan.
fn settle(range: &mut Range, early: bool, place: &Place) {
    let (Some(from), Some(to)) = (range.from.month(), range.to.month()) else { return };
    let (mut first, mut last) = (place.year_of(from), place.year_of(to));
    if early {
        (first, last) = (first - 1, last - 1);
    }
    let summer = (6..=8).contains(&from);
    if summer && to >= 9 && first > last {
        first = last;
    } else if summer && to < from && first == last {
        // «август – май»
        first -= 1;
    } else if first > last || (first == last && to < from) {
        last = first + i32::from(to < from);
    }
    let calendar = |part: &mut Part, year: i32| {
        // A season's year is the one it ends in.
        let year = if part.unit == Unit::Season(12) { year + 1 } else { year };
        part.year = Some(Year::Calendar(year));
    };
    calendar(&mut range.from, first);
    calendar(&mut range.to, last);
}

fn span(range: &Range, place: &Place) -> Result<Span, Fault> {
    let (from, mut to) = (range.from, range.to);
    // «осень – зима 2023»: the winter that begins in that year.
    if let (Some(Year::Calendar(first)), Some(Year::Calendar(last))) = (from.year, to.year)
        && to.unit == Unit::Season(12)
        && from.unit != to.unit
        && first == last
    {
        to.year = Some(Year::Calendar(last + 1));
    }
    let needs_whole = range.reach == Reach::By && to.edge == Edge::Start;
    let first = place.days(from)?;
    let last = if needs_whole { place.whole(to)? } else { place.days(to)? };
    if first.0 > last.1 {
        return Err(Fault::Wrong(reversed(range)));
    }
    Ok(reached(range.reach, first, last, to.edge))
}

/// A range that runs backwards: its years are wrong where they differ or were both said, else its days.
fn reversed(range: &Range) -> Note {
    let said = |part: Part| part.month().is_none() || matches!(part.unit, Unit::CalendarYear);
    let months = range.from.month() != range.to.month();
    if said(range.from) || months { Note::BadYear } else { Note::NoSuchDate }
}
