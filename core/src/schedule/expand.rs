//! What the engine tracks of a deadline: its occurrences within the plan, rules expanded.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::plan::{day, last_day};
use super::rule::{days_of, nths_of, weekday, weekdays};
use super::{Calendar, Cycle, Deadline, DeadlineKind, MonthOf, Note, PlanYear, Rule, Scheduled, Span, Step};

impl Deadline {
    /// The occurrences to track in `plan`, in order.
    ///
    /// - Occurrences after the plan are left out. Those before it count when they are its preparation (note
    ///   `preparation`) or all there is (`before-plan`): the work is to be recorded, only the plan is at fault.
    /// - A period or a span of several years is one occurrence, cut to the plan.
    /// - A recurring rule is expanded over its bounds, or the whole plan; a quarter counts where it ends.
    /// - Kinds without days (yearly, linked, relative, external, as-needed, none, invalid) have none.
    pub fn schedule(&self, plan: PlanYear, calendar: &Calendar) -> Vec<Scheduled> {
        let spans = match self.kind {
            DeadlineKind::Due | DeadlineKind::Window | DeadlineKind::Period | DeadlineKind::Since => {
                self.tracked(plan)
            }
            DeadlineKind::Recurring => self.expanded(plan, calendar),
            _ => Vec::new(),
        };
        keyed(spans)
    }

    fn tracked(&self, plan: PlanYear) -> Vec<Span> {
        let early = self.has(Note::Preparation) || self.has(Note::BeforePlan);
        let long = self.kind == DeadlineKind::Period || self.has(Note::MultiYear);
        let mut spans = Vec::new();
        for span in &self.occurrences {
            let after = span.anchor().is_some_and(|date| date > plan.to);
            let before = span.to.is_some_and(|date| date < plan.from);
            if after || (before && !early) {
                continue;
            }
            spans.push(if long && !before { cut(*span, plan.span()).unwrap_or(*span) } else { *span });
        }
        spans
    }

    fn expanded(&self, plan: PlanYear, calendar: &Calendar) -> Vec<Span> {
        let bounds = match self.within {
            Some(within) => cut(within, plan.span()),
            None => Some(plan.span()),
        };
        let (Some(rule), Some(bounds)) = (self.rule, bounds) else { return Vec::new() };
        let (Some(from), Some(to)) = (bounds.from, bounds.to) else { return Vec::new() };
        let days = Stretch { from, to };
        match rule {
            Rule::Daily => alloc::vec![bounds],
            Rule::Weekly { days: 0, every, times } => days.weeks(every, times),
            Rule::Weekly { days: set, every, .. } => {
                weekdays(set).flat_map(|number| days.weekdays(weekday(number), every)).collect()
            }
            Rule::Monthly { every, day: None, times } => days.months(every, times),
            Rule::Monthly { every, day: Some(step), .. } => {
                days.month_days(every, step, self.has(Note::ForPreviousMonth))
            }
            Rule::Quarterly { school: false } => {
                let ended = days
                    .stretches(Cycle::Quarter, plan, calendar)
                    .into_iter()
                    .filter(|(_, last)| *last <= to);
                ended.filter_map(|(first, last)| days.cut(first, last)).collect()
            }
            Rule::Quarterly { school: true } => days.every(Cycle::Term, plan, calendar),
            Rule::Trimester => days.every(Cycle::Trimester, plan, calendar),
            Rule::HalfYearly => days.every(Cycle::HalfYear, plan, calendar),
            Rule::ByDay { of, month, day } => {
                let stretches = days.stretches(of, plan, calendar).into_iter();
                let due = stretches.map(|stretch| by_day(stretch, month, day));
                due.filter(|date| from <= *date && *date <= to).map(Span::until).collect()
            }
            Rule::TimesAYear(times) => split(bounds, times),
            Rule::Offset { .. } => Vec::new(),
        }
    }
}

/// The common days of two spans.
pub(super) fn cut(a: Span, b: Span) -> Option<Span> {
    let from = match (a.from, b.from) {
        (Some(x), Some(y)) => Some(x.max(y)),
        (x, y) => x.or(y),
    };
    let to = match (a.to, b.to) {
        (Some(x), Some(y)) => Some(x.min(y)),
        (x, y) => x.or(y),
    };
    let empty = from.zip(to).is_some_and(|(from, to)| from > to);
    (!empty).then_some(Span { from, to })
}

/// Closed bounds to expand a rule over.
struct Stretch {
    from: NaiveDate,
    to: NaiveDate,
}

impl Stretch {
    fn cut(&self, from: NaiveDate, to: NaiveDate) -> Option<Span> {
        cut(Span::between(from, to), Span::between(self.from, self.to))
    }

    /// Monday to Sunday, every so many of them; a week that only touches the bounds is cut.
    fn weeks(&self, every: u8, times: u8) -> Vec<Span> {
        let mut spans = Vec::new();
        let mut monday = self.from.week(Weekday::Mon).first_day();
        let length = 7 * u64::from(every.max(1));
        while monday <= self.to {
            let (Some(end), Some(next)) =
                (monday.checked_add_days(Days::new(length - 1)), monday.checked_add_days(Days::new(length)))
            else {
                break;
            };
            spans.extend(self.cut(monday, end).into_iter().flat_map(|span| split(span, times)));
            monday = next;
        }
        spans
    }

    fn weekdays(&self, weekday: Weekday, every: u8) -> Vec<Span> {
        let days = self.from.iter_days().take_while(|date| *date <= self.to);
        days.filter(|date| date.weekday() == weekday)
            .step_by(usize::from(every.max(1)))
            .map(Span::on)
            .collect()
    }

    /// The first days of the months that touch the bounds, from the month `back` before the first.
    fn firsts(&self, every: u8, back: u32) -> Vec<(i32, u32)> {
        let number = |date: NaiveDate| i64::from(date.year()) * 12 + i64::from(date.month0());
        let first = number(self.from) + i64::from(back);
        let months = (first..=number(self.to)).step_by(usize::from(every.max(1)));
        months.map(|n| ((n.div_euclid(12)) as i32, n.rem_euclid(12) as u32 + 1)).collect()
    }

    fn months(&self, every: u8, times: u8) -> Vec<Span> {
        let mut spans = Vec::new();
        for (year, month) in self.firsts(every, 0) {
            let (_, last) = shifted(year, month, u32::from(every.max(1)) - 1);
            let span = self.cut(day(year, month, 1), last);
            spans.extend(span.into_iter().flat_map(|span| split(span, times)));
        }
        spans
    }

    /// By a day of the month; about the month before, the first such day comes a month after the bounds begin.
    fn month_days(&self, every: u8, step: Step, for_previous: bool) -> Vec<Span> {
        let mut spans = Vec::new();
        for (year, month) in self.firsts(every, u32::from(for_previous)) {
            let by = |number: u8| Span::until(day(year, month, u32::from(number)));
            let found: Vec<Span> = match step {
                Step::Day(number) => alloc::vec![by(number)],
                Step::Days(set) => days_of(set).map(by).collect(),
                Step::Weekday { nth, weekday: number } => {
                    nth_weekday(year, month, nth, number).map(Span::on).into_iter().collect()
                }
                Step::Weekdays { nths, weekday: number } => nths_of(nths)
                    .filter_map(|nth| nth_weekday(year, month, nth, number))
                    .map(Span::on)
                    .collect(),
            };
            spans.extend(
                found.into_iter().filter(|s| s.to.is_some_and(|date| self.from <= date && date <= self.to)),
            );
        }
        spans
    }

    /// The longer stretches that touch the bounds, whole. Those of the school's own year are told by its calendar.
    fn stretches(&self, of: Cycle, plan: PlanYear, calendar: &Calendar) -> Vec<(NaiveDate, NaiveDate)> {
        let listed = |spans: &[Span]| spans.iter().filter_map(|span| span.from.zip(span.to)).collect();
        let year = calendar.school_year(plan);
        let all: Vec<(NaiveDate, NaiveDate)> = match of {
            Cycle::Quarter => (self.from.year()..=self.to.year())
                .flat_map(|year| [1, 4, 7, 10].map(|month| shifted(year, month, 2)))
                .collect(),
            Cycle::Term => year.map(|year| listed(&year.quarters)).unwrap_or_default(),
            Cycle::Trimester => year.map(|year| listed(&year.trimesters)).unwrap_or_default(),
            Cycle::HalfYear => {
                let Some(end) = plan.study().to else { return Vec::new() };
                let winter = day(end.year() - 1, 12, 31);
                [(plan.from, winter.max(plan.from)), (day(end.year(), 1, 1), end)].to_vec()
            }
        };
        all.into_iter().filter(|(first, last)| self.cut(*first, *last).is_some()).collect()
    }

    fn every(&self, of: Cycle, plan: PlanYear, calendar: &Calendar) -> Vec<Span> {
        let stretches = self.stretches(of, plan, calendar).into_iter();
        stretches.filter_map(|(first, last)| self.cut(first, last)).collect()
    }
}

/// The day of the month that stands so to a stretch.
fn by_day((first, last): (NaiveDate, NaiveDate), month: MonthOf, number: u8) -> NaiveDate {
    let (base, ahead) = match month.settled(number) {
        MonthOf::Nth(nth) => (first, u32::from(nth.max(1)) - 1),
        MonthOf::After => (last, 1),
        MonthOf::Unsaid | MonthOf::Last => (last, 0),
    };
    let (_, end) = shifted(base.year(), base.month(), ahead);
    day(end.year(), end.month(), number.into())
}

/// The first day of the month and the last day of the one `ahead` of it.
fn shifted(year: i32, month: u32, ahead: u32) -> (NaiveDate, NaiveDate) {
    let index = month - 1 + ahead;
    let (last_year, last_month) = (year + (index / 12) as i32, index % 12 + 1);
    (day(year, month, 1), day(last_year, last_month, last_day(last_year, last_month)))
}

/// The `nth` weekday of a month (0 is Monday); -1 is the last one.
pub(super) fn nth_weekday(year: i32, month: u32, nth: i8, number: u8) -> Option<NaiveDate> {
    if nth > 0 {
        return NaiveDate::from_weekday_of_month_opt(year, month, weekday(number), nth as u8);
    }
    (1..=5).rev().find_map(|n| NaiveDate::from_weekday_of_month_opt(year, month, weekday(number), n))
}

/// Cuts a closed span into `times` parts of about the same length; a part has at least a day.
fn split(span: Span, times: u8) -> Vec<Span> {
    let (Some(from), Some(to)) = (span.from, span.to) else { return alloc::vec![span] };
    let length = (to - from).num_days().max(0) as u64 + 1;
    let times = u64::from(times.max(1)).min(length);
    let at = |part: u64| from.checked_add_days(Days::new(length * part / times)).unwrap_or(to);
    (0..times).filter_map(|part| Some(Span::between(at(part), at(part + 1).pred_opt()?))).collect()
}

/// Gives the spans their keys: the month while months do not repeat, else the day, else both days.
fn keyed(mut spans: Vec<Span>) -> Vec<Scheduled> {
    spans.sort_by_key(|span| (span.anchor(), *span));
    spans.dedup();
    let month =
        |span: &Span| span.anchor().map_or_else(String::new, |d| format!("{:04}-{:02}", d.year(), d.month()));
    let date = |span: &Span| span.anchor().map_or_else(String::new, |d| d.to_string());
    let keys = match (distinct(&spans, month), distinct(&spans, date)) {
        (Some(months), _) => months,
        (None, Some(dates)) => dates,
        (None, None) => spans.iter().map(ToString::to_string).collect(),
    };
    spans.into_iter().zip(keys).map(|(span, key)| Scheduled { key, from: span.from, to: span.to }).collect()
}

fn distinct(spans: &[Span], name: impl Fn(&Span) -> String) -> Option<Vec<String>> {
    let names: Vec<String> = spans.iter().map(name).collect();
    let unique: BTreeSet<&String> = names.iter().collect();
    (unique.len() == names.len()).then_some(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recurring(rule: Rule) -> Deadline {
        Deadline { rule: Some(rule), ..Deadline::bare(DeadlineKind::Recurring) }
    }

    fn check(deadline: &Deadline, count: usize, first: &str, last: &str) {
        let plan = PlanYear::of(2023);
        let line = |s: &Scheduled| format!("{} {}", s.key, Span { from: s.from, to: s.to });
        let schedule = deadline.schedule(plan, &Calendar::default());
        let lines: Vec<String> = schedule.iter().map(line).collect();
        assert_eq!(lines.len(), count, "{lines:?}");
        assert_eq!(lines.first().map(String::as_str), Some(first));
        assert_eq!(lines.last().map(String::as_str), Some(last));
    }

    #[test]
    fn months_are_named_by_the_month_and_weeks_by_the_day() {
        check(
            &recurring(Rule::MONTHLY),
            12,
            "2023-09 2023-09-01..2023-09-30",
            "2024-08 2024-08-01..2024-08-31",
        );
        check(
            &recurring(Rule::WEEKLY),
            53,
            "2023-09-01 2023-09-01..2023-09-03",
            "2024-08-26 2024-08-26..2024-08-31",
        );
        let mondays = Rule::Weekly { days: 1, every: 1, times: 1 };
        check(
            &recurring(mondays),
            52,
            "2023-09-04 2023-09-04..2023-09-04",
            "2024-08-26 2024-08-26..2024-08-26",
        );
    }

    #[test]
    fn a_day_of_the_month_is_a_due_date_and_short_months_end_earlier() {
        let last = recurring(Rule::Monthly { every: 1, day: Some(Step::Day(31)), times: 1 });
        check(&last, 12, "2023-09 ..2023-09-30", "2024-08 ..2024-08-31");
        let reports = recurring(Rule::Monthly { every: 1, day: Some(Step::Day(15)), times: 1 });
        check(&reports.noted(Note::ForPreviousMonth), 11, "2023-10 ..2023-10-15", "2024-08 ..2024-08-15");
        let fridays = Rule::Monthly { every: 1, day: Some(Step::Weekday { nth: -1, weekday: 4 }), times: 1 };
        check(&recurring(fridays), 12, "2023-09 2023-09-29..2023-09-29", "2024-08 2024-08-30..2024-08-30");
    }

    #[test]
    fn a_quarter_counts_where_it_ends() {
        let quarters = recurring(Rule::Quarterly { school: false });
        check(&quarters, 4, "2023-09 2023-09-01..2023-09-30", "2024-04 2024-04-01..2024-06-30");
        assert!(
            recurring(Rule::Quarterly { school: true })
                .schedule(PlanYear::of(2023), &Calendar::default())
                .is_empty()
        );
    }

    #[test]
    fn a_day_of_a_longer_stretch_is_of_the_month_that_was_said() {
        let by = |of, month, day| recurring(Rule::ByDay { of, month, day });
        for (of, month, number, count, first, last) in [
            (Cycle::Quarter, MonthOf::After, 10, 4, "2023-10 ..2023-10-10", "2024-07 ..2024-07-10"),
            (Cycle::Quarter, MonthOf::Unsaid, 10, 4, "2023-10 ..2023-10-10", "2024-07 ..2024-07-10"),
            (Cycle::Quarter, MonthOf::Unsaid, 25, 4, "2023-09 ..2023-09-25", "2024-06 ..2024-06-25"),
            (Cycle::Quarter, MonthOf::Last, 31, 4, "2023-09 ..2023-09-30", "2024-06 ..2024-06-30"),
            (Cycle::Quarter, MonthOf::Nth(1), 10, 4, "2023-10 ..2023-10-10", "2024-07 ..2024-07-10"),
            (Cycle::HalfYear, MonthOf::Unsaid, 20, 2, "2023-12 ..2023-12-20", "2024-05 ..2024-05-20"),
            (Cycle::HalfYear, MonthOf::After, 15, 2, "2024-01 ..2024-01-15", "2024-06 ..2024-06-15"),
        ] {
            check(&by(of, month, number), count, first, last);
        }
        let unknown = by(Cycle::Term, MonthOf::Unsaid, 10);
        assert!(unknown.schedule(PlanYear::of(2023), &Calendar::default()).is_empty());
    }

    #[test]
    fn bounds_and_half_years_hold() {
        let mut bounded = recurring(Rule::MONTHLY);
        bounded.within = Some(Span::between(day(2023, 10, 10), day(2024, 4, 30)));
        check(&bounded, 7, "2023-10 2023-10-10..2023-10-31", "2024-04 2024-04-01..2024-04-30");
        check(
            &recurring(Rule::HalfYearly),
            2,
            "2023-09 2023-09-01..2023-12-31",
            "2024-01 2024-01-01..2024-05-31",
        );
    }

    #[test]
    fn what_lies_after_the_plan_is_left_out_and_preparation_counts() {
        let mut due = Deadline::bare(DeadlineKind::Due);
        due.occurrences =
            [(2023, 8, 30), (2024, 8, 30), (2024, 10, 1)].map(|(y, m, d)| Span::until(day(y, m, d))).to_vec();
        check(&due, 1, "2024-08 ..2024-08-30", "2024-08 ..2024-08-30");
        check(&due.noted(Note::Preparation), 2, "2023-08 ..2023-08-30", "2024-08 ..2024-08-30");
    }

    #[test]
    fn two_in_a_month_take_their_days_as_keys() {
        let mut windows = Deadline::bare(DeadlineKind::Window);
        windows.occurrences = [5, 20].map(|d| Span::on(day(2023, 12, d))).to_vec();
        check(&windows, 2, "2023-12-05 2023-12-05..2023-12-05", "2023-12-20 2023-12-20..2023-12-20");
        windows.occurrences[1] = Span::between(day(2023, 12, 5), day(2023, 12, 9));
        check(
            &windows,
            2,
            "2023-12-05..2023-12-05 2023-12-05..2023-12-05",
            "2023-12-05..2023-12-09 2023-12-05..2023-12-09",
        );
    }
}
