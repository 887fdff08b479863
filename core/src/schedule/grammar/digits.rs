//! Points in digits: `15.09.2023`, `2023-09-15`, `IX.2023`, `09.23 – 05.24`, `2023-2024 уч. г.`

use super::reader::Reader;
use super::{Part, Unit, Year};
use crate::schedule::lexer::{Kind, Token};
use crate::schedule::lexicon::Word;

impl Reader<'_> {
    /// A point that is written in digits, or begins with its day.
    pub fn digits(&mut self) -> Option<Part> {
        self.attempt(Self::iso_date)
            .or_else(|| self.attempt(Self::dotted_date))
            .or_else(|| self.attempt(Self::spaced_date))
            .or_else(|| self.attempt(Self::roman_month))
            .or_else(|| self.attempt(Self::dotted_month))
            .or_else(|| self.attempt(Self::short_month))
            .or_else(|| self.attempt(Self::lone_years))
            .or_else(|| self.attempt(|r| r.day_and_month()))
    }

    /// `2023-09-01`, `2023.09.01`, `2023/09/01`, `2023-09`, with a time of day after it.
    fn iso_date(&mut self) -> Option<Part> {
        let Kind::Num(year, 4) = self.kind(0)? else { return None };
        let sign = self.kind(1).filter(|kind| matches!(kind, Kind::Dash | Kind::Dot | Kind::Slash))?;
        let Kind::Num(month, 2) = self.kind(2)? else { return None };
        if self.token(1)?.spaced || self.token(2)?.spaced {
            return None;
        }
        let year = Some(Self::dotted_year(year, 4));
        if self.kind(3) == Some(sign)
            && let Some(Kind::Num(day, 2)) = self.kind(4)
        {
            self.at += 5;
            self.time_of_day();
            return Some(Part::whole(Unit::Day(small(month), small(day)), year));
        }
        let plain = sign == Kind::Dash && (1..=12).contains(&month);
        self.at += 3;
        plain.then_some(Part::whole(Unit::Month(small(month)), year))
    }

    /// ` 00:00:00`, `T10:30`.
    pub fn time_of_day(&mut self) {
        self.attempt(|r| {
            if r.peek().is_some_and(|token| token.text == "т") {
                r.at += 1;
            }
            let Kind::Num(..) = r.kind(0)? else { return None };
            (r.kind(1)? == Kind::Colon).then_some(())?;
            r.at += 2;
            while matches!(r.kind(0), Some(Kind::Num(..) | Kind::Colon)) {
                r.at += 1;
            }
            Some(())
        });
    }

    /// `15.09.2023`, `15.09.23`, `15.09`, `15/09/2023`, `15-09-2023`, `15,09,2023`.
    fn dotted_date(&mut self) -> Option<Part> {
        let Kind::Num(day, 1..=2) = self.kind(0)? else { return None };
        let (month, two_digits) = match self.token(2)? {
            Token { kind: Kind::Num(month, digits @ 1..=2), .. } => (*month, *digits == 2),
            // «30.IX.2023»
            Token { kind: Kind::Ord(month), text, .. } if !text.is_empty() => (*month, true),
            _ => return None,
        };
        let sign = self.kind(1)?;
        let glued = |ahead: usize| self.token(ahead).is_some_and(|token| !token.spaced);
        let tight = glued(1) && glued(2);
        let third = match (self.kind(3), self.kind(4)) {
            (Some(second), Some(Kind::Num(value, digits))) => Some((second, value, digits)),
            _ => None,
        };
        let dotted = |kind: Kind| matches!(kind, Kind::Dot | Kind::Comma);
        let year = match (sign, third) {
            (Kind::Dot, Some((Kind::Dot, value, digits))) if digits == 4 || (glued(4) && digits != 1) => {
                Some(Self::dotted_year(value, digits))
            }
            (a, Some((b, value, 4))) if dotted(a) && dotted(b) && tight && glued(3) && glued(4) => {
                Some(Self::dotted_year(value, 4))
            }
            (Kind::Slash | Kind::Dash, Some((b, value, 4))) if b == sign && tight && glued(4) => {
                Some(Self::dotted_year(value, 4))
            }
            // «15-10-23», but «10-12-15 октября» are days.
            (Kind::Dash, Some((Kind::Dash, value @ 20..=39, 2)))
                if tight
                    && glued(4)
                    && two_digits
                    && (1..=12).contains(&month)
                    && !matches!(self.word(5), Some(Word::Month(_))) =>
            {
                Some(Self::dotted_year(value, 2))
            }
            _ => None,
        };
        let plain = sign == Kind::Dot || (sign == Kind::Slash && tight && two_digits);
        if year.is_none() && !(plain && (1..=12).contains(&month) && (1..=31).contains(&day)) {
            return None;
        }
        self.at += if year.is_some() { 5 } else { 3 };
        let year = match year {
            Some(year) => {
                self.suffix();
                self.time_of_day();
                Some(year)
            }
            None => self.year(),
        };
        Some(Part::whole(Unit::Day(small(month), small(day)), year))
    }

    /// `15 10 2023`, `15 10. 2023`: the form's own blanks instead of dots.
    fn spaced_date(&mut self) -> Option<Part> {
        let Kind::Num(day @ 1..=31, 1..=2) = self.kind(0)? else { return None };
        self.at += 1;
        self.dot();
        let month = match self.peek()? {
            Token { kind: Kind::Num(month @ 1..=12, 2), .. } => *month,
            // «15 X 2023»
            Token { kind: Kind::Ord(month), text, .. } if !text.is_empty() => *month,
            _ => return None,
        };
        self.at += 1;
        self.dot();
        let Kind::Num(year, 4) = self.kind(0)? else { return None };
        self.at += 1;
        self.suffix();
        Some(Part::whole(Unit::Day(small(month), small(day)), Some(Self::dotted_year(year, 4))))
    }

    /// `IX.2023`, `X 2023`: a month in Roman numerals, which nothing else is called by.
    fn roman_month(&mut self) -> Option<Part> {
        let Token { kind: Kind::Ord(month), text, .. } = self.peek()? else { return None };
        (!text.is_empty()).then(|| self.at += 1)?;
        let _ = self.eat_kind(Kind::Dot) || self.eat_kind(Kind::Slash);
        let Kind::Num(year, 4) = self.kind(0)? else { return None };
        self.at += 1;
        self.suffix();
        let school = self.tokens_at(self.at - 1) == Some(Word::Study) || self.kind(0) == Some(Kind::Slash);
        let part = Part::whole(Unit::Month(small(*month)), Some(Self::dotted_year(year, 4)));
        (!school).then_some(part)
    }

    /// `09.2023`, `09/2023`
    fn dotted_month(&mut self) -> Option<Part> {
        let (Kind::Num(month @ 1..=12, 2), Kind::Num(year, 4)) = (self.kind(0)?, self.kind(2)?) else {
            return None;
        };
        let tight = !self.token(1)?.spaced && !self.token(2)?.spaced;
        (tight && matches!(self.kind(1), Some(Kind::Dot | Kind::Slash))).then_some(())?;
        self.at += 3;
        self.suffix();
        Some(Part::whole(Unit::Month(small(month)), Some(Self::dotted_year(year, 4))))
    }

    /// `09.23 – 05.24`: one end of a range of months. Alone it could be an hour of the day.
    fn short_month(&mut self) -> Option<Part> {
        let first = self.at;
        let (year, month) = self.month_of_year(first)?;
        self.at += 3;
        self.suffix();
        let joins = |r: &Self, index: usize| {
            r.kind_at(index) == Some(Kind::Dash) || matches!(r.tokens_at(index), Some(Word::By | Word::Until))
        };
        let later = if joins(self, self.at) { self.month_of_year(self.at + 1) } else { None };
        // «г.» may stand between.
        let earlier = first
            .checked_sub(1)
            .filter(|index| joins(self, *index))
            .and_then(|index| (3..=5).find_map(|back| self.month_of_year(index.checked_sub(back)?)));
        let ordered = later.is_some_and(|later| (year, month) <= later)
            || earlier.is_some_and(|earlier| earlier <= (year, month));
        ordered.then(|| Part::whole(Unit::Month(small(month)), Some(Self::dotted_year(year, 2))))
    }

    /// Year and month of `09.23` at an index. A number above twelve is no month, so this is no day.
    fn month_of_year(&self, index: usize) -> Option<(u32, u32)> {
        match (self.kind_at(index)?, self.kind_at(index + 1)?, self.kind_at(index + 2)?) {
            (Kind::Num(month @ 1..=12, 2), Kind::Dot, Kind::Num(year @ 20..=29, 2)) => Some((year, month)),
            _ => None,
        }
    }

    /// «2023-2024 уч. г.», «2023 год».
    fn lone_years(&mut self) -> Option<Part> {
        if let Some(year) = self.attempt(Self::school_year) {
            return Some(Part::whole(Unit::PlanYear, Some(year)));
        }
        let (year, suffix) = self.lone_year()?;
        match (year, suffix.study) {
            (Year::Calendar(first), true) => Some(Part::whole(Unit::PlanYear, Some(Year::School(first)))),
            _ => Some(Part::whole(Unit::CalendarYear, Some(year))),
        }
    }
}

pub(super) fn small(number: u32) -> u8 {
    u8::try_from(number).unwrap_or(0)
}
