//! Deadlines as a type: Russian phrases, occurrences, calendars.
//!
//! | phrase (plan 2023/24) | understood as |
//! |---|---|
//! | `до 20.09.2023 г.` | due by 2023-09-20 |
//! | `с 1 по 15 сентября` | window 2023-09-01..2023-09-15 |
//! | `в течение учебного года` | period 2023-09-01..2024-05-31 |
//! | `1 раз в две недели` | recurring, `weekly/2` |
//! | `за 2 недели до завершения программы` | relative, `-14d` from «завершения программы» |
//! | `по отдельному графику` | external: another document says when |
//! | `31 сентября` | invalid, `no-such-date` |
//!
//! The way of a phrase: `lexer` cuts it into tokens of known words, `grammar` reads the tokens as items (a date,
//! a range, a rule, a reference), `resolve` gives the items their years within the plan and says what was understood.
//! [`Deadline::schedule`] is what the engine tracks of it.

pub mod calendar;
mod deadline;
mod english;
mod expand;
mod grammar;
mod lexer;
mod lexicon;
mod plan;
mod resolve;
mod rule;
pub(crate) mod slip;

pub use calendar::{Calendar, CalendarError, CalendarProblem};
pub use deadline::{Deadline, DeadlineKind, KINDS, NOTES, Note};
pub use plan::{PlanYear, PlanYearError, Scheduled, Span};
pub use rule::{Cycle, MonthOf, OffsetUnit, Rule, Step};

/// The month that a Russian word in small letters names, 1 to 12.
pub fn month_of(word: &str) -> Option<u8> {
    match lexicon::lookup(word) {
        Some(lexicon::Word::Month(month)) => Some(month),
        _ => None,
    }
}

/// Whether a phrase names what only the school's own calendar dates: a quarter, a trimester, holidays.
pub fn asks_calendar(phrase: &str) -> bool {
    use lexicon::Word;
    lexer::tokens(phrase).iter().any(|token| {
        matches!(
            token.kind,
            lexer::Kind::Known(Word::Term | Word::Trimester | Word::Vacation | Word::VacationTime)
        )
    })
}

/// Reads a deadline phrase as it stands in a plan. Total: any text gives a deadline, nonsense an `invalid` one.
pub fn parse(phrase: &str, plan: PlanYear, calendar: &Calendar) -> Deadline {
    resolve::deadline(phrase, plan, calendar)
}
