//! Turns what was read into a deadline: gives out years, weighs the items against each other, makes the notes.

mod notes;
mod offsets;
mod span;
mod years;

use alloc::vec::Vec;

use chrono::{Datelike, Days, NaiveDate};

use super::grammar::{Edge, Item, Offset, Part, Range, Reach, Reading, Unit, Year, read};
use super::{Calendar, Deadline, DeadlineKind, MonthOf, Note, PlanYear, Rule, Span, Step};
use span::{Days2, Fault, Place};

/// More words without meaning than this before the first item, or in all, and the text is prose.
const STRANGE_BEFORE: usize = 1;
/// Before a dash or a colon that names what follows: «итоговая анкета – май».
const STRANGE_NAME: usize = 2;
const STRANGE: usize = 5;

/// Reads a phrase and resolves it.
pub(super) fn deadline(phrase: &str, plan: PlanYear, calendar: &Calendar) -> Deadline {
    let reading = read(phrase);
    if let Some(early) = hopeless(&reading, plan) {
        return early;
    }
    let place = Place { plan, calendar };
    let sorted = Sorted::of(reading.items);
    let mut deadline = sorted.deadline(&place);
    if sorted.roughly {
        deadline.note(Note::Approximate);
    }
    notes::non_working(&mut deadline, calendar);
    deadline
}

/// What can be told without looking at the items.
fn hopeless(reading: &Reading, plan: PlanYear) -> Option<Deadline> {
    if reading.empty {
        return Some(Deadline::bare(DeadlineKind::None));
    }
    if reading.blank {
        return Some(Deadline::invalid(Note::TemplateBlank));
    }
    if let Some(date) = reading.serial.and_then(|serial| serial_date(serial, plan)) {
        return Some(notes::placed(DeadlineKind::Window, alloc::vec![Span::on(date)], plan));
    }
    let most = if reading.named { STRANGE_NAME } else { STRANGE_BEFORE };
    let prose = reading.items.is_empty() || reading.before > most || reading.strange > STRANGE;
    (reading.too_long || prose).then(|| Deadline::invalid(Note::NotADeadline))
}

/// A spreadsheet's number of a day, believed only within a year of the plan.
fn serial_date(serial: u32, plan: PlanYear) -> Option<NaiveDate> {
    let date = NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(serial.into()))?;
    let near = plan.from.checked_sub_days(Days::new(366))? <= date
        && date <= plan.to.checked_add_days(Days::new(366))?;
    near.then_some(date)
}

/// The items of a phrase by what they are.
#[derive(Default)]
struct Sorted {
    dates: Vec<Range>,
    years: Vec<Range>,
    repeat: Option<Repeat>,
    offset: Option<Offset>,
    yearly: bool,
    constantly: bool,
    needed: bool,
    external: bool,
    linked: bool,
    roughly: bool,
    onward: bool,
    then: bool,
    except: Vec<Range>,
}

/// What repeats, as it was said.
#[derive(Clone, Copy)]
struct Repeat {
    rule: Rule,
    for_previous: bool,
    month: MonthOf,
    bare: bool,
}

impl Sorted {
    fn of(items: Vec<Item>) -> Self {
        let mut sorted = Self::default();
        let mut then = false;
        for item in items {
            // «далее ежеквартально», but «далее по мере необходимости»
            sorted.then |= then && matches!(item, Item::Repeat { .. });
            then = matches!(item, Item::Then);
            match item {
                Item::Dates(range) if range.is_years() => sorted.years.push(range),
                Item::Dates(range) => sorted.date(range),
                Item::Repeat { rule, for_previous, month, bare } => {
                    sorted.rule(Repeat { rule, for_previous, month, bare })
                }
                Item::Except(range) => sorted.except.push(range),
                Item::Offset(offset) => sorted.offset = sorted.offset.or(Some(offset)),
                Item::Yearly => sorted.yearly = true,
                Item::Constantly => sorted.constantly = true,
                Item::AsNeeded => sorted.needed = true,
                Item::External => sorted.external = true,
                Item::Linked => sorted.linked = true,
                Item::Roughly => sorted.roughly = true,
                Item::Onward => sorted.onward = true,
                Item::Then | Item::Absent => {}
            }
        }
        // «весь период (2023–2026 гг.)»
        if sorted.years.iter().any(|range| range.from.year.is_some()) {
            let whole = |part: Part| part.unit == Unit::PlanYear && part.year.is_none();
            sorted.years.retain(|range| !whole(range.from));
        }
        // «май, ежегодно с 2023 года»: since when it is done, not by when.
        let yearly = sorted.yearly;
        let since_year = |range: &Range| match range.reach {
            Reach::Since => range.from.is_year(),
            Reach::By => yearly && range.to.is_year(),
            _ => false,
        };
        if sorted.yearly || !sorted.dates.iter().all(since_year) {
            sorted.dates.retain(|range| !since_year(range));
        }
        sorted
    }

    /// A day after a due date in the same list is due too: «до 15.10, 15.12».
    fn date(&mut self, mut range: Range) {
        let after_due = self.dates.last().is_some_and(|last| last.reach == Reach::By);
        if after_due
            && range.reach == Reach::Within
            && matches!(range.to.unit, Unit::Day(..))
            && range.from == range.to
        {
            range.reach = Reach::By;
        }
        self.dates.push(range);
    }

    /// The more exact of two rules is kept: «еженедельно, по средам»; a day goes with the longer stretch: «ежеквартально, до
    /// 10 числа».
    fn rule(&mut self, said: Repeat) {
        let exact = |rule: Rule| {
            matches!(
                rule,
                Rule::Weekly { days: 1.., .. } | Rule::Monthly { day: Some(_), .. } | Rule::ByDay { .. }
            )
        };
        let longer = |rule: Rule| rule.cycle().filter(|_| !matches!(rule, Rule::ByDay { .. }));
        let day_of = |rule: Rule| match rule {
            Rule::Monthly { every: 1, day: Some(Step::Day(day)), .. } => Some(day),
            _ => None,
        };
        let Some(kept) = &mut self.repeat else {
            self.repeat = Some(said);
            return;
        };
        kept.for_previous |= said.for_previous;
        kept.bare &= said.bare;
        let (old, new) = (kept.rule, said.rule);
        if let (Some(of), Some(day)) = (longer(old), day_of(new)) {
            kept.rule = Rule::ByDay { of, month: said.month, day };
        } else if let (Some(day), Some(of)) = (day_of(old), longer(new)) {
            kept.rule = Rule::ByDay { of, month: kept.month, day };
        } else if let (Rule::Weekly { days: 0, every, times }, Rule::Weekly { days: days @ 1.., .. }) =
            (old, new)
        {
            kept.rule = Rule::Weekly { days, every, times };
        } else {
            let rare = |rule: Rule| rule.cycle().is_some() || matches!(rule, Rule::TimesAYear(_));
            let sharper = exact(new) && !exact(old) && (!rare(old) || matches!(new, Rule::ByDay { .. }));
            let rarer = longer(new).is_some() && matches!(old, Rule::Monthly { day: Some(_), .. });
            if sharper || rarer {
                kept.rule = new;
            }
        }
    }

    fn deadline(&self, place: &Place) -> Deadline {
        if !self.dates.is_empty() {
            return self.dated(place);
        }
        // «постоянно в период работы пары»
        let only_during = |offset: &Offset| self.constantly && offset.amount == 0;
        if let Some(offset) = self.offset.as_ref().filter(|o| self.repeat.is_none() && !only_during(o)) {
            return offsets::relative(offset, place);
        }
        if self.linked {
            return Deadline::bare(DeadlineKind::Linked);
        }
        if let Some(repeat) = self.repeat {
            // «ежегодно до 15 числа»: of which month?
            if self.yearly && repeat.bare {
                return undated_year();
            }
            let within = self
                .years
                .first()
                .and_then(|range| years::spans(core::slice::from_ref(range), &[], place).ok());
            let within = within.and_then(|spans| spans.first().copied());
            return recurring(repeat, within.or_else(|| self.without_end(place)));
        }
        if self.needed {
            return Deadline::bare(DeadlineKind::AsNeeded);
        }
        if !self.years.is_empty() {
            return match years::spans(&self.years, &[], place) {
                // «ежегодно с 2023 по 2026 год»
                Ok(spans) if self.yearly && (spans.len() > 1 || spans.iter().any(notes::is_long)) => {
                    undated_year()
                }
                Ok(spans) => notes::placed_ranges(DeadlineKind::Period, spans, &self.years, place.plan),
                Err(fault) => faulty(fault),
            };
        }
        if self.constantly {
            return notes::placed(DeadlineKind::Period, alloc::vec![place.plan.span()], place.plan);
        }
        if self.external {
            return Deadline::bare(DeadlineKind::External);
        }
        if self.yearly {
            return undated_year();
        }
        match self.roughly {
            true => Deadline::invalid(Note::NotADeadline),
            false => Deadline::bare(DeadlineKind::None),
        }
    }

    /// The plan without its end, where that is left out: «ежемесячно, кроме июля и августа».
    fn without_end(&self, place: &Place) -> Option<Span> {
        let mut last = place.plan.to;
        for span in years::spans(&self.except, &[], place).ok()?.iter().rev() {
            if span.to? >= last {
                last = span.from?.pred_opt()?;
            }
        }
        (place.plan.from < last && last < place.plan.to).then(|| Span::between(place.plan.from, last))
    }

    /// The days that were said, weighed against each other.
    fn ranges(&self, place: &Place) -> Vec<Range> {
        let mut ranges = self.dates.clone();
        // «ноябрь (осенние каникулы)»: what the calendar does not know steps back before what needs none.
        let unknown = |range: &Range| {
            place.whole(range.from) == Err(Fault::Unknown) || place.whole(range.to) == Err(Fault::Unknown)
        };
        if !ranges.iter().all(unknown) {
            ranges.retain(|range| !unknown(range));
        }
        // «не ранее 1 и не позднее 30 октября»
        if let [Range { reach: Reach::Since, from, .. }, Range { reach: Reach::By, to, .. }] = ranges[..] {
            ranges = alloc::vec![Range { reach: Reach::Within, from, to }];
        }
        // «сентябрь, до 20.09»: the day within the month is the term.
        let by = |days: bool| -> Vec<u8> {
            let dated = |range: &&Range| {
                range.reach == Reach::By && (!days || matches!(range.to.unit, Unit::Day(..)))
            };
            ranges.iter().filter(dated).filter_map(|range| range.to.month()).collect()
        };
        let (by_any, by_day) = (by(false), by(true));
        let answered = |range: &Range| {
            let whole = range.from == range.to && range.from.edge == Edge::Whole;
            let by = match range.reach {
                Reach::Within => &by_any,
                // «до 25 декабря, II полугодие – до 25 мая»: the half-year stands in the list of what is due.
                Reach::By if !matches!(range.from.unit, Unit::Month(_)) => &by_day,
                _ => return false,
            };
            whole && by.iter().any(|month| range.from.holds(*month))
        };
        ranges.retain(|range| !answered(range));
        drop_names(&mut ranges, place);
        // «с 1 сентября в течение учебного года»
        if let ([range], [whole]) = (ranges.as_mut_slice(), self.years.as_slice())
            && range.reach == Reach::Since
            && matches!(whole.to.unit, Unit::Study | Unit::PlanYear)
        {
            (range.reach, range.to) = (Reach::Within, whole.to);
        }
        // «сентябрь 2023, далее постоянно»
        if let ([range], true) = (ranges.as_mut_slice(), self.onward)
            && range.reach == Reach::Within
            && range.from == range.to
        {
            range.reach = Reach::Since;
        }
        ranges
    }

    /// Years that «ежегодно» means in a plan of several.
    fn every_year(&self, place: &Place) -> Vec<Range> {
        let plan = place.plan;
        let several = (plan.to - plan.from).num_days() > 370;
        if !self.yearly || !self.years.is_empty() || !several {
            return self.years.clone();
        }
        let year = |first: i32| {
            let part = match plan.from.month() {
                1 => Part::whole(Unit::CalendarYear, Some(Year::Calendar(first))),
                _ => Part::whole(Unit::PlanYear, Some(Year::School(first))),
            };
            Range { reach: Reach::Within, from: part, to: part }
        };
        let last = plan.to.year() - i32::from(plan.from.month() > 1);
        (plan.from.year()..=last).map(year).collect()
    }

    /// Days were said: a rule beside them is bounded by them, or explained by them.
    fn dated(&self, place: &Place) -> Deadline {
        let mut ranges = self.ranges(place);
        if let Some(repeat) = self.repeat {
            let rule = repeat.rule;
            let single_months =
                ranges.iter().all(|r| r.from == r.to && matches!(r.from.unit, Unit::Month(_)));
            match rule {
                // «сентябрь, до 15 числа»
                Rule::Monthly { day: Some(Step::Day(number)), .. } | Rule::ByDay { day: number, .. }
                    if single_months =>
                {
                    for range in &mut ranges {
                        let month = range.to.month().unwrap_or(1);
                        range.to.unit = Unit::Day(month, number);
                        range.from = range.to;
                        range.reach = Reach::By;
                    }
                }
                // «4 сентября (понедельник)»
                Rule::Weekly { days: 1.., every: 1, .. } if ranges.iter().all(is_a_day) => {}
                _ if self.then || self.bounds_rule(rule) => {
                    return match years::spans(&ranges, &self.years, place) {
                        Ok(spans) => recurring(repeat, self.bounds(&spans)),
                        Err(fault) => faulty(fault),
                    };
                }
                _ => {}
            }
        }
        let spans = match years::spans(&ranges, &self.every_year(place), place) {
            Ok(spans) => spans,
            Err(Fault::Unknown) => return self.unknown(place),
            Err(fault) => return faulty(fault),
        };
        let kind = match ranges[0].reach {
            Reach::By => DeadlineKind::Due,
            Reach::Since | Reach::After if ranges.len() == 1 => DeadlineKind::Since,
            _ => DeadlineKind::Window,
        };
        let mut deadline = notes::placed_ranges(kind, spans, &ranges, place.plan);
        if self.linked {
            deadline.note(Note::Linked);
        }
        // «август, сентябрь» in order is the August before.
        let late =
            |span: &Span| span.anchor().is_some_and(|date| date.month() == 8 && date > place.plan.from);
        if self.years.is_empty() && years::ambiguous(&ranges) && deadline.occurrences.iter().any(late) {
            deadline.note(Note::AmbiguousYear);
        }
        deadline
    }

    /// The days within which a rule repeats. «сентябрь, далее ежеквартально» repeats from them on.
    fn bounds(&self, spans: &[Span]) -> Option<Span> {
        let first = spans.first().copied()?;
        match first.from.or(first.to) {
            Some(from) if self.then => Some(Span::since(from)),
            _ => Some(first),
        }
    }

    /// Whether the days bound the rule («ежемесячно с октября по май») rather than answer it («2 раза в год: май, октябрь»).
    fn bounds_rule(&self, rule: Rule) -> bool {
        let frequent = matches!(rule, Rule::Daily | Rule::Weekly { .. } | Rule::Monthly { .. });
        let [range] = self.dates.as_slice() else { return false };
        let stretch = range.from != range.to || !matches!(range.from.unit, Unit::Day(..) | Unit::Month(_));
        frequent
            || (stretch && matches!(rule, Rule::Quarterly { .. } | Rule::ByDay { .. }))
            || range.reach != Reach::Within
    }

    /// Days that only a school's calendar file knows.
    fn unknown(&self, place: &Place) -> Deadline {
        let vacations = self.dates.iter().any(|range| range.from.unit == Unit::Vacation(None));
        if let (true, Some(year)) =
            (vacations && self.dates.len() == 1, place.calendar.school_year(place.plan))
        {
            let spans: Vec<Span> = year.vacations.values().copied().collect();
            if !spans.is_empty() {
                return notes::placed(DeadlineKind::Window, spans, place.plan);
            }
        }
        Deadline::bare(DeadlineKind::External)
    }
}

impl Range {
    /// Whether it is made of whole years and so is a period, or tells the years of other dates.
    fn is_years(&self) -> bool {
        self.reach == Reach::Within && self.from.is_year() && self.to.is_year()
    }
}

fn is_a_day(range: &Range) -> bool {
    range.reach == Reach::Within && range.from == range.to && matches!(range.from.unit, Unit::Day(..))
}

/// Drops a part of the year that only names the days after it: «I полугодие: октябрь, II полугодие: март – апрель».
fn drop_names(ranges: &mut Vec<Range>, place: &Place) {
    let names = |name: &Range, said: &Range| {
        let part = matches!(
            name.from.unit,
            Unit::HalfYear(_) | Unit::Quarter(_) | Unit::Term(_) | Unit::Trimester(_)
        );
        let whole = name.reach == Reach::Within && name.from == name.to && name.from.edge == Edge::Whole;
        let smaller =
            matches!(said.from.unit, Unit::Month(_) | Unit::Day(..) | Unit::Week(..) | Unit::Decade(..));
        let days = |part: Part| place.whole(part).ok();
        let inside = || {
            let (own, first, last) = (days(name.from)?, days(said.from)?, days(said.to)?);
            // A month may go on after the school's own quarter ends.
            let own_year = matches!(name.from.unit, Unit::Term(_) | Unit::Trimester(_));
            Some(own.0 <= first.0 && if own_year { first.0 <= own.1 } else { last.1 <= own.1 })
        };
        part && whole && smaller && inside() == Some(true)
    };
    for at in (1..ranges.len()).rev() {
        if names(&ranges[at - 1], &ranges[at]) || explains(&ranges[at], &ranges[at - 1], place) {
            ranges.remove(at - 1);
        }
    }
}

/// Whether days say what stands vaguely before them: «конец учебного года (май – июнь)», «ноябрь (осенние каникулы)».
fn explains(said: &Range, edge: &Range, place: &Place) -> bool {
    let single = edge.reach == Reach::Within && edge.from == edge.to;
    let of_year = matches!(edge.from.unit, Unit::Study | Unit::PlanYear | Unit::HalfYear(_));
    // «ноябрь (осенние каникулы)»
    let holidays = matches!((edge.from.unit, said.from.unit), (Unit::Month(_), Unit::Vacation(Some(_))));
    let vague = single && (of_year && edge.from.edge != Edge::Whole || holidays);
    let exact =
        said.reach == Reach::Within && (holidays || matches!(said.from.unit, Unit::Month(_) | Unit::Day(..)));
    let meet = || {
        let (own, first, last) =
            (place.days(edge.from).ok()?, place.whole(said.from).ok()?, place.whole(said.to).ok()?);
        Some(first.0 <= own.1 && own.0 <= last.1)
    };
    vague && exact && meet() == Some(true)
}

/// Every year, on no day that is known.
fn undated_year() -> Deadline {
    Deadline::bare(DeadlineKind::Yearly).noted(Note::NoDate)
}

fn recurring(repeat: Repeat, within: Option<Span>) -> Deadline {
    let deadline = Deadline { rule: Some(repeat.rule), within, ..Deadline::bare(DeadlineKind::Recurring) };
    if repeat.for_previous { deadline.noted(Note::ForPreviousMonth) } else { deadline }
}

fn faulty(fault: Fault) -> Deadline {
    match fault {
        Fault::Wrong(note) => Deadline::invalid(note),
        Fault::Unknown => Deadline::bare(DeadlineKind::External),
    }
}

/// The span of two resolved ends.
fn reached(reach: Reach, from: Days2, to: Days2, edge: Edge) -> Span {
    let before = |date: NaiveDate| date.pred_opt().unwrap_or(date);
    let after = |date: NaiveDate| date.succ_opt().unwrap_or(date);
    match reach {
        Reach::Within => Span::between(from.0, to.1),
        // «до начала года» is by the day before it.
        Reach::By if edge == Edge::Start => Span::until(before(to.0)),
        Reach::By => Span::until(to.1),
        Reach::Since => Span::since(from.0),
        Reach::After => Span::since(after(to.1)),
    }
}
