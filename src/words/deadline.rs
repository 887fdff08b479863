//! How a deadline was understood, in words.

use chrono::{Datelike, NaiveDate};
use vekha_core::schedule::{
    CalendarError, CalendarProblem, Cycle, Deadline, DeadlineKind, MonthOf, Note, OffsetUnit, Rule, Span,
    Step,
};

use crate::lang::Lang;

/// One paragraph: the kind, every occurrence, the rule, and what the notes mean.
pub fn explain(deadline: &Deadline, lang: Lang) -> String {
    let mut sentences = vec![understood(deadline, lang)];
    if let Some(within) = deadline.within {
        sentences.push(lang.say("deadline-within", &[("days", span(within, lang).into())]));
    }
    let longer = !matches!(deadline.rule, Some(Rule::Monthly { .. }) | None);
    sentences.extend(deadline.notes.iter().map(|note| match note {
        Note::ForPreviousMonth if longer => lang.word("deadline-remark-for-previous-period"),
        note => lang.word(note_id(*note)),
    }));
    // «15 сентября 2024 г.» ends a sentence with its own full stop.
    sentences.join(" ").replace("..", ".")
}

/// The deadline in a few words, without notes: «до 20 сентября 2023 г.», «каждый месяц», «по другому документу».
pub fn brief(deadline: &Deadline, lang: Lang) -> String {
    match (deadline.kind, deadline.rule) {
        _ if !deadline.occurrences.is_empty() => days(&deadline.occurrences, lang),
        (DeadlineKind::Recurring, Some(said)) => rule(said, lang),
        (DeadlineKind::Relative, Some(said)) => offset(said, deadline.anchor.as_deref(), lang),
        (kind, _) => lang.say("deadline-brief", &[("kind", kind.as_str().into())]),
    }
}

/// A span: «3 сентября 2023 г.», «сентябрь 2023 г.», «с 1 по 15 сентября 2023 г.», «до 20 сентября 2023 г.», «с 1 марта 2024 г.».
pub fn span(span: Span, lang: Lang) -> String {
    match (span.from, span.to) {
        (Some(from), Some(to)) if from == to => day(from, lang),
        (Some(from), Some(to)) => between(from, to, lang),
        (None, Some(to)) => lang.say("deadline-span-until", &[("day", day(to, lang).into())]),
        (Some(from), None) => {
            lang.say("deadline-span-since", &[("day", day(from, lang).into()), ("number", from.day().into())])
        }
        (None, None) => lang.word("deadline-span-open"),
    }
}

/// A day: «3 сентября 2023 г.»
pub fn day(date: NaiveDate, lang: Lang) -> String {
    lang.say(
        "deadline-day",
        &[
            ("day", date.day().into()),
            ("month", month_of_day(date, lang).into()),
            ("year", date.year().to_string().into()),
        ],
    )
}

/// What is wrong with a calendar file; the place is told beside it.
pub fn calendar_problem(error: &CalendarError, lang: Lang) -> String {
    let say = |id: &str, value: String| lang.say(id, &[("value", value.into())]);
    match &error.problem {
        CalendarProblem::Syntax(detail) => super::toml::say(detail, lang),
        CalendarProblem::NotDays(text) => say("calendar-not-days", text.clone()),
        CalendarProblem::BadRange(text) => say("calendar-bad-range", text.clone()),
        CalendarProblem::Week(week) => say("calendar-week", week.to_string()),
        CalendarProblem::Year(year) => say("calendar-year", year.to_string()),
        CalendarProblem::YearTwice(year) => say("calendar-year-twice", year.to_string()),
        CalendarProblem::OtherYear(text) => say("calendar-other-year", text.clone()),
        CalendarProblem::NotWeekend(text) => say("calendar-not-weekend", text.clone()),
        CalendarProblem::Confidence(text) => say("calendar-confidence", text.clone()),
        CalendarProblem::Plan(text) => say("calendar-plan", text.clone()),
        CalendarProblem::TooMany(most) => say("calendar-too-many", most.to_string()),
        CalendarProblem::Order(text) => say("calendar-order", text.clone()),
    }
}

/// The message that says what a note means.
pub fn note_id(note: Note) -> &'static str {
    match note {
        Note::Preparation => "deadline-remark-preparation",
        Note::BeforePlan => "deadline-remark-before-plan",
        Note::OutsidePlan => "deadline-remark-outside-plan",
        Note::NoDate => "deadline-remark-no-date",
        Note::Approximate => "deadline-remark-approximate",
        Note::AmbiguousYear => "deadline-remark-ambiguous-year",
        Note::NonWorking => "deadline-remark-non-working",
        Note::Linked => "deadline-remark-linked",
        Note::MultiYear => "deadline-remark-multi-year",
        Note::ForPreviousMonth => "deadline-remark-for-previous-month",
        Note::NoAnchor => "deadline-remark-no-anchor",
        Note::TemplateBlank => "deadline-remark-template-blank",
        Note::NoSuchDate => "deadline-remark-no-such-date",
        Note::BadYear => "deadline-remark-bad-year",
        Note::NotADeadline => "deadline-remark-not-a-deadline",
    }
}

fn understood(deadline: &Deadline, lang: Lang) -> String {
    let id = match deadline.kind {
        DeadlineKind::Due => "deadline-is-due",
        DeadlineKind::Window => "deadline-is-window",
        DeadlineKind::Period => "deadline-is-period",
        DeadlineKind::Recurring => "deadline-is-recurring",
        DeadlineKind::Yearly => "deadline-is-yearly",
        DeadlineKind::Linked => "deadline-is-linked",
        DeadlineKind::Relative if deadline.anchor.is_none() => "deadline-is-relative-unnamed",
        DeadlineKind::Relative => "deadline-is-relative",
        DeadlineKind::External => "deadline-is-external",
        DeadlineKind::AsNeeded => "deadline-is-as-needed",
        DeadlineKind::Since => "deadline-is-since",
        DeadlineKind::None => "deadline-is-none",
        DeadlineKind::Invalid => "deadline-is-invalid",
    };
    lang.say(id, &[("what", brief(deadline, lang).into()), ("count", deadline.occurrences.len().into())])
}

fn days(spans: &[Span], lang: Lang) -> String {
    spans.iter().map(|found| span(*found, lang)).collect::<Vec<_>>().join("; ")
}

fn month_of_day(date: NaiveDate, lang: Lang) -> String {
    lang.say("deadline-month-of-day", &[("month", date.month().into())])
}

fn between(from: NaiveDate, to: NaiveDate, lang: Lang) -> String {
    let same_year = from.year() == to.year();
    let same_month = same_year && from.month() == to.month();
    let last_of_month = to.succ_opt().is_none_or(|next| next.day() == 1);
    let year = to.year().to_string();
    if same_month && from.day() == 1 && last_of_month {
        let name = lang.say("deadline-month", &[("month", to.month().into())]);
        return lang.say("deadline-span-month", &[("month", name.into()), ("year", year.into())]);
    }
    let (id, first) = if same_month {
        ("deadline-span-days", from.day().to_string())
    } else if same_year {
        let args = [("day", from.day().into()), ("month", month_of_day(from, lang).into())];
        ("deadline-span-months", lang.say("deadline-day-without-year", &args))
    } else {
        ("deadline-span-years", day(from, lang))
    };
    lang.say(id, &[("first", first.into()), ("number", from.day().into()), ("last", day(to, lang).into())])
}

/// A recurring rule: «каждый месяц до 25 числа», «раз в 2 недели», «по понедельникам».
pub fn rule(rule: Rule, lang: Lang) -> String {
    let repeated =
        |id: &str, every: u8, times: u8| lang.say(id, &[("every", every.into()), ("times", times.into())]);
    match rule {
        Rule::Daily => lang.word("deadline-rule-daily"),
        Rule::Weekly { days: 0, every, times } => repeated("deadline-rule-weekly", every, times),
        Rule::Weekly { days, every, .. } => {
            let names: Vec<String> = (0..7u8)
                .filter(|n| days & (1 << n) != 0)
                .map(|n| weekday("deadline-on-weekdays", n, lang))
                .collect();
            let every_week = repeated("deadline-rule-weekly", every, 1);
            let args =
                [("weeks", every_week.into()), ("every", every.into()), ("days", listed(names, lang).into())];
            lang.say("deadline-rule-weekdays", &args)
        }
        Rule::Monthly { every, day: None, times } => repeated("deadline-rule-monthly", every, times),
        Rule::Monthly { every, day: Some(step), .. } => {
            let months = repeated("deadline-rule-monthly", every, 1);
            let (id, value) = month_day(step, lang);
            lang.say(id, &[("months", months.into()), ("value", value.into())])
        }
        Rule::Quarterly { school: false } => cycle(Cycle::Quarter, lang),
        Rule::Quarterly { school: true } => cycle(Cycle::Term, lang),
        Rule::Trimester => cycle(Cycle::Trimester, lang),
        Rule::HalfYearly => cycle(Cycle::HalfYear, lang),
        Rule::ByDay { of, month, day } => {
            let (whose, nth) = match month.settled(day) {
                MonthOf::Nth(nth) => ("nth", nth),
                MonthOf::After => ("next", 0),
                MonthOf::Last | MonthOf::Unsaid => ("last", 0),
            };
            let args = [
                ("stretch", cycle(of, lang).into()),
                ("day", day.into()),
                ("month", whose.into()),
                ("nth", nth.into()),
            ];
            lang.say("deadline-rule-by-day", &args)
        }
        Rule::TimesAYear(times) => lang.say("deadline-rule-times-a-year", &[("times", times.into())]),
        Rule::Offset { .. } => offset(rule, None, lang),
    }
}

fn cycle(of: Cycle, lang: Lang) -> String {
    lang.word(match of {
        Cycle::Quarter => "deadline-rule-quarter",
        Cycle::Term => "deadline-rule-school-quarter",
        Cycle::Trimester => "deadline-rule-trimester",
        Cycle::HalfYear => "deadline-rule-half-year",
    })
}

fn month_day(step: Step, lang: Lang) -> (&'static str, String) {
    match step {
        Step::Day(31) => ("deadline-rule-month-end", String::new()),
        Step::Day(day) => ("deadline-rule-month-day", day.to_string()),
        Step::Days(set) => {
            let days = (1..32u8).filter(|day| set & (1 << day) != 0).map(|day| day.to_string()).collect();
            ("deadline-rule-month-days", listed(days, lang))
        }
        Step::Weekday { nth, weekday: number } => {
            ("deadline-rule-month-weekday", nth_weekday(nth, number, lang))
        }
        Step::Weekdays { nths, weekday: number } => {
            let days = (1..6i8).filter(|nth| nths & (1 << nth) != 0);
            let days = days.map(|nth| nth_weekday(nth, number, lang)).collect();
            ("deadline-rule-month-weekday", listed(days, lang))
        }
    }
}

fn nth_weekday(nth: i8, number: u8, lang: Lang) -> String {
    lang.say(
        "deadline-nth-weekday",
        &[
            ("nth", i32::from(nth).into()),
            ("gender", gender(number).into()),
            ("weekday", weekday("deadline-the-weekday", number, lang).into()),
        ],
    )
}

/// The grammatical gender of a Russian weekday's name.
fn gender(weekday: u8) -> &'static str {
    match weekday {
        2 | 4 | 5 => "feminine",
        6 => "neuter",
        _ => "masculine",
    }
}

fn weekday(id: &str, number: u8, lang: Lang) -> String {
    lang.say(id, &[("weekday", number.into())])
}

fn listed(names: Vec<String>, lang: Lang) -> String {
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => {
            lang.say("deadline-list", &[("rest", rest.join(", ").into()), ("last", last.clone().into())])
        }
        None => String::new(),
    }
}

/// «через 10 рабочих дней после «издания приказа»»
fn offset(rule: Rule, anchor: Option<&str>, lang: Lang) -> String {
    let Rule::Offset { amount, unit } = rule else { return String::new() };
    let unit = match unit {
        OffsetUnit::Days => "days",
        OffsetUnit::WorkingDays => "working-days",
        OffsetUnit::Months => "months",
    };
    let id = match (amount.signum(), anchor) {
        (0, Some(_)) => "deadline-offset-at",
        (0, None) => "deadline-offset-at-once",
        (-1, Some(_)) => "deadline-offset-before",
        (-1, None) => "deadline-offset-before-unnamed",
        (_, Some(_)) => "deadline-offset-after",
        (_, None) => "deadline-offset-after-unnamed",
    };
    let length =
        lang.say("deadline-length", &[("unit", unit.into()), ("count", amount.unsigned_abs().into())]);
    lang.say(id, &[("length", length.into()), ("anchor", anchor.unwrap_or_default().to_owned().into())])
}
