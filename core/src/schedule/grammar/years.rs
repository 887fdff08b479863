//! Years and how they are written: «2023 г.», «2023/24 уч. г.», «23 года», «2023-2025 гг.».

use super::Year;
use super::reader::Reader;
use crate::schedule::lexer::Kind;
use crate::schedule::lexicon::Word;

/// What follows a year's number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Suffix {
    /// «уч.», «учебный»
    pub study: bool,
    /// «г.», «год»
    pub year: bool,
    /// «гг.», «годы»
    pub plural: bool,
}

/// Years that a plan can name.
fn plausible(year: u32) -> Option<i32> {
    (1980..=2099).contains(&year).then_some(year as i32)
}

impl Reader<'_> {
    /// The year after a month, a half-year or the like.
    pub fn year(&mut self) -> Option<Year> {
        self.attempt(|r| {
            let between = matches!(r.kind(0), Some(Kind::Comma | Kind::Dot));
            let far = r.kind(0) == Some(Kind::Comma);
            r.at += usize::from(between);
            if !far && r.attempt(Self::unnumbered_year).is_some() {
                return None;
            }
            r.attempt(Self::school_year).or_else(|| r.attempt(|r| r.single_year(far)))
        })
        .or_else(|| {
            // «учебного года», «текущего года»: the plan's own.
            self.attempt(Self::unnumbered_year);
            None
        })
    }

    fn unnumbered_year(&mut self) -> Option<()> {
        self.skip(&[Word::Current]);
        let study = self.eat(Word::Study);
        if study {
            self.dot();
        }
        self.need(Word::Year)?;
        self.dot();
        Some(())
    }

    /// «2023-2024 уч. г.», «2023/24»; fails on «2023-2024 гг.», which are two calendar years.
    pub fn school_year(&mut self) -> Option<Year> {
        let (first, second) = match self.attempt(Self::two_years) {
            Some(found) => found,
            None => return self.short_school_year(),
        };
        let suffix = self.suffix();
        let follows = second == first + 1;
        (follows && (suffix.study || !suffix.plural)).then_some(Year::School(first))
    }

    /// «2023-2024 гг.» of a season: the school year they make.
    pub fn years_of_winter(&mut self) -> Option<Year> {
        let (first, second) = self.two_years()?;
        self.suffix();
        (second == first + 1).then_some(Year::School(first))
    }

    /// «24 гг.» in «2023-24 гг.»
    pub fn short_year_of_range(&mut self) -> Option<Year> {
        let Kind::Num(value, 2) = self.kind(0)? else { return None };
        let first = self.at.checked_sub(2).and_then(|at| self.kind_at(at));
        let ranged = matches!(first, Some(Kind::Num(_, 4))) && self.kind_at(self.at - 1) == Some(Kind::Dash);
        self.at += 1;
        (ranged && self.suffix().year).then_some(Year::Calendar(2000 + value as i32))
    }

    /// «23/24 уч. г.»
    fn short_school_year(&mut self) -> Option<Year> {
        let (Kind::Num(first, 2), Kind::Num(second, 2)) = (self.kind(0)?, self.kind(2)?) else {
            return None;
        };
        let follows = second == first + 1 && matches!(self.kind(1), Some(Kind::Dash | Kind::Slash));
        follows.then_some(())?;
        self.at += 3;
        self.suffix().study.then_some(Year::School(2000 + first as i32))
    }

    fn two_years(&mut self) -> Option<(i32, i32)> {
        let Some(Kind::Num(first, 4)) = self.kind(0) else { return None };
        let mut dash = 1;
        if self.word(1) == Some(Word::Year) {
            dash += 1 + usize::from(self.kind(2) == Some(Kind::Dot));
        }
        if !matches!(self.kind(dash), Some(Kind::Dash | Kind::Slash)) {
            return None;
        }
        let first = plausible(first)?;
        let second = match self.kind(dash + 1)? {
            Kind::Num(second, 4) => plausible(second)?,
            Kind::Num(second, 2) if !self.begins_date(dash + 1) => first / 100 * 100 + second as i32,
            _ => return None,
        };
        self.at += dash + 2;
        Some((first, if second < first { second + 100 } else { second }))
    }

    /// Whether the number `ahead` is the day of a date rather than the end of «2023-24».
    fn begins_date(&self, ahead: usize) -> bool {
        match self.kind(ahead + 1) {
            Some(Kind::Known(Word::Month(_))) => true,
            Some(Kind::Dot) => matches!(self.kind(ahead + 2), Some(Kind::Num(..))),
            Some(Kind::Dash) => matches!(self.kind(ahead + 2), Some(Kind::Num(..))),
            _ => false,
        }
    }

    /// «2023 г.», «23 г.»; after a comma only a year of four digits.
    fn single_year(&mut self, far: bool) -> Option<Year> {
        let number = match self.kind(0)? {
            Kind::Num(value, digits) => (value, digits),
            Kind::Ord(value) if value > 999 => (value, 4),
            _ => return None,
        };
        self.at += 1;
        let ranges = matches!(self.kind(0), Some(Kind::Dash | Kind::Slash))
            && matches!(self.kind(1), Some(Kind::Num(_, 4)))
            && !matches!(self.kind(2), Some(Kind::Dash));
        if ranges || (far && number.1 != 4) {
            return None;
        }
        let suffix = self.suffix();
        let named = suffix.year || suffix.study;
        match number {
            (value, 4) => Some(match plausible(value) {
                Some(year) if suffix.study => Year::School(year),
                Some(year) => Year::Calendar(year),
                None => Year::Bad,
            }),
            (value, 2) if named => Some(Year::Calendar(2000 + value as i32)),
            // «декабрь 23 – январь 24»
            (value @ 20..=39, 2)
                if !far
                    && self.kind(0) == Some(Kind::Dash)
                    && matches!(self.word(1), Some(Word::Month(_))) =>
            {
                Some(Year::Calendar(2000 + value as i32))
            }
            (_, 3 | 5) if named => Some(Year::Bad),
            (_, 5) => Some(Year::Bad),
            _ => None,
        }
    }

    /// The year inside `15.09.2023`: two digits, four, or a slip of the pen.
    pub fn dotted_year(value: u32, digits: u8) -> Year {
        match (digits, plausible(value)) {
            (2, _) => Year::Calendar(2000 + value as i32),
            (4, Some(year)) => Year::Calendar(year),
            _ => Year::Bad,
        }
    }

    /// A year that stands by itself: four digits.
    pub fn lone_year(&mut self) -> Option<(Year, Suffix)> {
        let value = match self.kind(0)? {
            Kind::Num(value, 4) => value,
            Kind::Ord(value) if value > 999 => value,
            _ => return None,
        };
        self.at += 1;
        let suffix = self.suffix();
        let year = plausible(value).map(Year::Calendar);
        match year {
            Some(year) => Some((year, suffix)),
            None => suffix.year.then_some((Year::Bad, suffix)),
        }
    }

    /// «уч. г.», «учебного года», «гг.», «г.г.», «года».
    pub fn suffix(&mut self) -> Suffix {
        let mut suffix = Suffix::default();
        self.attempt(|r| {
            if r.eat(Word::Study) {
                suffix.study = true;
                r.dot();
            }
            let text = r.peek().map_or("", |token| token.text.as_str());
            suffix.plural = text == "гг"
                || (text.starts_with("год")
                    && matches!(text, "годы" | "годов" | "годам" | "годах" | "годами"));
            if r.word(0) == Some(Word::Year) {
                suffix.year = true;
                r.at += 1;
                r.dot();
                if r.peek().is_some_and(|token| token.text == "г") {
                    suffix.plural = true;
                    r.at += 1;
                    r.dot();
                }
            } else {
                suffix.plural = false;
            }
            if suffix.year && !suffix.study && r.peek().is_some_and(|token| token.text == "обучения")
            {
                r.at += 1;
            }
            (suffix.study || suffix.year).then_some(())
        });
        suffix
    }
}
