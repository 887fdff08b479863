//! Days of a month that comes again and again: «до 25 числа (каждого месяца)», «до 5 числа месяца, следующего за отчётным».

use super::Item;
use super::reader::Reader;
use super::repeat::{monthly_by, plainly};
use crate::schedule::lexer::Kind;
use crate::schedule::lexicon::Word;
use crate::schedule::{Cycle, MonthOf, Rule, Step};

/// The month that a day is of.
struct Whose {
    /// Whether it is about the month before.
    previous: bool,
    /// The longer stretch it repeats with.
    of: Option<Cycle>,
    /// Which of that stretch's months.
    month: MonthOf,
}

impl Reader<'_> {
    /// «до 25 числа (каждого месяца)», «до 5 числа месяца, следующего за отчётным», «с 1 по 5 число»
    pub fn month_day(&mut self) -> Option<Item> {
        let ranged = self.attempt(|r| {
            r.need(Word::From)?;
            r.number()?;
            r.eat(Word::DayNumber);
            r.need_any(&[Word::By, Word::Until])
        });
        let first = self.at;
        let until = ranged.is_none() && self.attempt(|r| r.until().map(|_| ())).is_some();
        if ranged.is_none() && !until {
            self.skip(&[Word::In]);
        }
        self.attempt(|r| {
            r.number()?;
            r.eat_kind(Kind::Dash).then_some(())
        });
        let mut listed = 0u32;
        while let Some(number) = self.attempt(|r| {
            let (number, _) = r.number()?;
            (r.eat_kind(Kind::Comma) || r.eat(Word::And)).then_some(())?;
            let more = matches!(
                r.kind(0),
                Some(
                    Kind::Num(..)
                        | Kind::Ord(_)
                        | Kind::Known(Word::Number(_) | Word::Ordinal(_) | Word::Last)
                )
            );
            more.then_some(number)
        }) {
            listed |= 1u32.checked_shl(number).filter(|_| (1..=31).contains(&number))?;
        }
        let (day, ordinal) = if self.eat(Word::Last) { (31, false) } else { self.number()? };
        let last_day = day == 31 && self.word(0) == Some(Word::Day) && self.eat(Word::Day);
        // «в первых числах месяца»
        let around =
            matches!(day, 1 | 10 | 20 | 31) && self.peek().is_some_and(|token| token.text == "числах");
        let named = self.eat(Word::DayNumber);
        self.dot();
        let day = u8::try_from(day).ok().filter(|day| (1..=31).contains(day))?;
        if matches!(self.word(0), Some(Word::Month(_))) {
            return None;
        }
        let of_month = matches!(self.word(0), Some(Word::Each | Word::Next))
            || (last_day && self.word(0) == Some(Word::MonthUnit));
        let whose = if named || of_month { self.attempt(Self::whose_month) } else { None };
        if !named && whose.is_none() && !self.month_stands_before(first, until, ordinal) {
            return None;
        }
        let bare = whose.is_none();
        let Whose { previous, of, month } =
            whose.unwrap_or(Whose { previous: false, of: None, month: MonthOf::Unsaid });
        let rule = match of {
            _ if around => return Some(plainly(Rule::MONTHLY)),
            Some(of) => Rule::ByDay { of, month, day },
            None if listed == 0 => monthly_by(Step::Day(day)),
            None => monthly_by(Step::Days(listed | 1 << day)),
        };
        Some(Item::Repeat { rule, for_previous: previous, month, bare })
    }

    /// «сентябрь (до 20)», «каждый месяц, 20-го»: a bare number at the end after its month.
    fn month_stands_before(&self, first: usize, until: bool, ordinal: bool) -> bool {
        let said = |wanted: fn(Word) -> bool| (0..first).any(|at| self.tokens_at(at).is_some_and(wanted));
        let each = said(|word| matches!(word, Word::Monthly | Word::MonthUnit));
        let one = said(|word| matches!(word, Word::Month(_)));
        let ends = match self.kind(0) {
            None | Some(Kind::Open | Kind::Close | Kind::Semicolon) => true,
            Some(Kind::Known(Word::Filler | Word::Yearly)) => true,
            Some(Kind::Comma) => !matches!(self.kind(1), Some(Kind::Num(..) | Kind::Ord(_))),
            _ => false,
        };
        ends && (until && (each || one) || ordinal && each)
    }

    /// «каждого месяца», «следующего месяца», «последнего месяца квартала», «месяца, следующего за отчётным (кварталом)»
    fn whose_month(&mut self) -> Option<Whose> {
        let mut whose = Whose { previous: false, of: None, month: MonthOf::Unsaid };
        let mut found = false;
        loop {
            match self.word(0) {
                _ if self.word(1) == Some(Word::MonthUnit) && self.which_month(&mut whose.month) => {}
                Some(Word::Each) => {}
                Some(Word::Next) => {
                    whose.previous = true;
                    // «след.»
                    self.at += usize::from(self.kind(1) == Some(Kind::Dot));
                }
                // «за предыдущий месяц»; «отчётного месяца» is the month itself.
                Some(Word::Reported) => {
                    let before = self.at.checked_sub(1).and_then(|at| self.tokens_at(at));
                    whose.previous |= before == Some(Word::For);
                }
                Some(Word::MonthUnit | Word::Period) => found = true,
                Some(word @ (Word::Quarter | Word::Term | Word::Trimester | Word::HalfYear)) => {
                    found = true;
                    whose.of = Some(match word {
                        Word::Quarter => Cycle::Quarter,
                        Word::Term => Cycle::Term,
                        Word::Trimester => Cycle::Trimester,
                        _ => Cycle::HalfYear,
                    });
                }
                Some(Word::For | Word::Current | Word::After) => {}
                _ if self.kind(0) == Some(Kind::Comma) && matches!(self.word(1), Some(Word::Next)) => {}
                _ => break,
            }
            self.at += 1;
        }
        if whose.previous && whose.month == MonthOf::Unsaid {
            whose.month = MonthOf::After;
        }
        found.then_some(whose)
    }

    /// «последнего» and «первого» before «месяца»
    fn which_month(&self, month: &mut MonthOf) -> bool {
        match self.kind(0) {
            Some(Kind::Known(Word::Last)) => *month = MonthOf::Last,
            Some(Kind::Known(Word::Ordinal(nth)) | Kind::Ord(nth)) if (1..=6).contains(&nth) => {
                *month = MonthOf::Nth(nth as u8);
            }
            _ => return false,
        }
        true
    }
}
