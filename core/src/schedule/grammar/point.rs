//! One point in time: «15 сентября 2023 г.», «15.09.23», «3 неделя февраля», «конец мая», «II полугодие».

use super::digits::small;
use super::reader::Reader;
use super::{Edge, Part, Unit, Year};
use crate::schedule::calendar::Vacation;
use crate::schedule::lexer::Kind;
use crate::schedule::lexicon::Word;

/// A point, or a number that waits for the unit of a later one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Piece {
    /// A point in time.
    Full(Part),
    /// «10» in «10, 20 и 30 октября».
    Number(u32),
}

impl Reader<'_> {
    /// A point or a bare number.
    pub fn piece(&mut self) -> Option<Piece> {
        if let Some(year) = self.attempt(Self::short_year_of_range) {
            return Some(Piece::Full(Part::whole(Unit::CalendarYear, Some(year))));
        }
        if let Some(part) = self.attempt(Self::point) {
            return Some(Piece::Full(part));
        }
        self.attempt(|r| {
            let (number, _) = r.number()?;
            r.eat(Word::DayNumber);
            // «10.,20. октября»
            if r.kind(0) == Some(Kind::Dot) && matches!(r.kind(1), Some(Kind::Comma)) {
                r.at += 1;
            }
            Some(Piece::Number(number))
        })
    }

    /// A point in time.
    pub fn point(&mut self) -> Option<Part> {
        if let Some(part) = self.attempt(Self::digits) {
            return Some(part);
        }
        match self.word(0) {
            Some(Word::Month(month)) => self.month(month),
            Some(Word::Begin) => self.edge(Edge::Start),
            Some(Word::Middle) => self.edge(Edge::Middle),
            Some(Word::End | Word::Finish) => self.edge(Edge::End),
            Some(Word::Season(month)) => self.season(month),
            Some(Word::Vacation | Word::VacationTime) => self.any_vacation(),
            Some(Word::Study) if matches!(self.word(1), Some(Word::Vacation)) => {
                self.at += 1;
                self.any_vacation()
            }
            Some(Word::HalfYear | Word::Term | Word::Quarter | Word::Trimester) => self.unit_then_number(),
            // «до Нового года»
            None if self.peek()?.text.starts_with("нов") && self.word(1) == Some(Word::Year) => {
                self.at += 2;
                Some(Part::whole(Unit::Day(12, 31), None))
            }
            _ => self.attempt(Self::whole_year).or_else(|| self.numbered()),
        }
    }

    /// «1 декабря», «первого сентября», «15-го октября».
    pub fn day_and_month(&mut self) -> Option<Part> {
        let plural = self.peek()?.text.ends_with("ые") || self.peek()?.text.ends_with("ие");
        let (day, _) = self.number()?;
        let named = self.peek().map_or("", |token| token.text.as_str());
        // «первые числа сентября», «в первых числах»
        if self.eat(Word::DayNumber) && (plural || matches!(named, "числах" | "чисел" | "числам"))
        {
            return None;
        }
        if self.kind(0) == Some(Kind::Dot) && matches!(self.word(1), Some(Word::Month(_))) {
            self.at += 1;
        }
        let Some(Word::Month(month)) = self.word(0) else { return None };
        self.at += 1;
        self.dot_before_more();
        Some(Part::whole(Unit::Day(month, small(day)), self.year()))
    }

    /// The dot of «сент.», unless nothing follows that it parts.
    fn dot_before_more(&mut self) {
        self.dot();
    }

    /// «сентябрь 2023 г.», «октябрь, 3-я неделя».
    fn month(&mut self, month: u8) -> Option<Part> {
        let alone = (0..self.at).all(|at| !matches!(self.tokens_at(at), Some(Word::Month(_))));
        let english = self.peek()?.text.is_ascii();
        self.at += 1;
        self.dot_before_more();
        if let Some(day) = self.attempt(|r| english.then(|| r.nth())?).filter(|day| *day > 0) {
            return Some(Part::whole(Unit::Day(month, day.unsigned_abs()), self.year()));
        }
        self.attempt(|r| r.eat(Word::MonthUnit).then(|| r.dot()));
        let mut year = self.year();
        let inside = self.attempt(|r| {
            let open = r.eat_kind(Kind::Open);
            if !open && !r.eat_kind(Kind::Comma) {
                r.eat_kind(Kind::Dash);
            }
            r.eat(Word::In);
            let nth = r.nth()?;
            let unit = r.unit_of_month(month, nth)?;
            // «сентябрь, последняя неделя месяца», but «сентябрь – май, последняя неделя месяца» is a rule.
            if alone {
                r.eat(Word::MonthUnit);
            }
            if matches!(r.word(0), Some(Word::Month(_) | Word::MonthUnit | Word::Each)) {
                return None;
            }
            (!open || r.eat_kind(Kind::Close)).then_some(unit)
        });
        if year.is_none() && inside.is_some() {
            year = self.year();
        }
        Some(Part::whole(inside.unwrap_or(Unit::Month(month)), year))
    }

    /// Which one: a number up to 31, or -1 for the last.
    pub fn nth(&mut self) -> Option<i8> {
        if self.eat(Word::Last) {
            self.dot();
            return Some(-1);
        }
        let (number, _) = self.number()?;
        i8::try_from(number).ok().filter(|n| (1..=31).contains(n))
    }

    /// A week, a third, a half or a weekday of a month.
    fn unit_of_month(&mut self, month: u8, nth: i8) -> Option<Unit> {
        let unit = match self.word(0)? {
            Word::Week if nth <= 5 => Unit::Week(month, nth),
            Word::Decade if nth <= 3 => Unit::Decade(month, nth),
            Word::Half if nth <= 2 => Unit::Half(month, nth),
            Word::Weekday(day) if nth <= 5 => Unit::Weekday(month, nth, day),
            _ => return None,
        };
        self.at += 1;
        self.dot();
        Some(unit)
    }

    /// «3 неделя февраля», «II полугодие», «первая половина учебного года», «последний понедельник мая».
    fn numbered(&mut self) -> Option<Part> {
        // «первые числа сентября», «последние дни мая»
        let plural = matches!(self.word(1), Some(Word::Day | Word::DayNumber))
            && self.peek()?.text.ends_with(['е', 'х'])
            && self.token(1).is_some_and(|token| {
                !matches!(token.text.as_str(), "день" | "дня" | "число" | "числа")
                    || token.text == "числа"
                        && self.peek().is_some_and(|t| t.text.ends_with("ые") || t.text.ends_with("ие"))
            });
        match self.word(0) {
            Some(Word::Ordinal(1)) if plural => return self.edge_of_days(Edge::Start),
            Some(Word::Last) if plural => return self.edge_of_days(Edge::End),
            _ => {}
        }
        if let Some(part) = self.attempt(Self::outer_of_stretch) {
            return Some(part);
        }
        if let Some(part) = self.attempt(Self::tens_of_month) {
            return Some(part);
        }
        let ordinal = matches!(self.kind(0), Some(Kind::Ord(_) | Kind::Known(Word::Ordinal(_))));
        let nth = self.counting()?;
        self.skip(&[Word::Study, Word::Working]);
        self.dot();
        match self.word(0)? {
            Word::Week | Word::Decade | Word::Half | Word::Weekday(_) => self.of_month(nth),
            Word::HalfYear | Word::Term | Word::Quarter | Word::Trimester => {
                let unit = self.unit_of_year(nth).or_else(|| (nth < 10).then(|| self.no_such_unit())?)?;
                self.dot();
                Some(Part::whole(unit, self.year()))
            }
            // «последний день августа», «первый день сентября»
            Word::Day if nth == -1 || ordinal => {
                self.at += 1;
                let Some(Word::Month(month)) = self.word(0) else { return None };
                self.at += 1;
                self.dot();
                let day = if nth == -1 { u8::MAX } else { nth.unsigned_abs() };
                Some(Part::whole(Unit::Day(month, day), self.year()))
            }
            _ => None,
        }
    }

    /// «в двадцатых числах мая»
    fn tens_of_month(&mut self) -> Option<Part> {
        let (number, _) = self.number()?;
        let decade = match number {
            10 => 2,
            20 => 3,
            _ => return None,
        };
        let plural = ["числах", "чисел", "числам"];
        plural.contains(&self.peek()?.text.as_str()).then_some(())?;
        self.at += 1;
        let Some(Word::Month(month)) = self.word(0) else { return None };
        self.at += 1;
        self.dot();
        Some(Part::whole(Unit::Decade(month, decade), self.year()))
    }

    fn edge_of_days(&mut self, edge: Edge) -> Option<Part> {
        self.at += 1;
        self.edge(edge)
    }

    /// A number that numbers something: also «11 полугодие» and «Ш четверть» as scans spell Roman numerals.
    fn counting(&mut self) -> Option<i8> {
        let scanned = self.peek().and_then(|token| match (token.text.as_str(), token.kind) {
            ("п", _) => Some(2),
            ("ш", _) => Some(3),
            ("l", _) => Some(1),
            (_, Kind::Num(11, 2)) => Some(2),
            (_, Kind::Num(111, 3)) => Some(3),
            _ => None,
        });
        let of_year =
            matches!(self.word(1), Some(Word::HalfYear | Word::Term | Word::Quarter | Word::Trimester));
        match scanned.filter(|_| of_year) {
            Some(number) => {
                self.at += 1;
                Some(number)
            }
            None => self.nth(),
        }
    }

    fn of_month(&mut self, nth: i8) -> Option<Part> {
        // The month is known only after the unit; any month stands in until then.
        let unit = self.unit_of_month(1, nth).or_else(|| self.no_such_unit())?;
        if let Unit::Half(_, half) = unit {
            let half = Unit::HalfYear(half.unsigned_abs().clamp(1, 2));
            if self.attempt(Self::unnumbered_study_year).is_some() {
                return Some(Part::whole(half, None));
            }
            if let Some(year) = self.attempt(Self::school_year) {
                return Some(Part::whole(half, Some(year)));
            }
        }
        self.eat(Word::MonthUnit);
        self.eat(Word::In);
        let Some(Word::Month(month)) = self.word(0) else { return None };
        self.at += 1;
        self.dot();
        let unit = match unit {
            Unit::Week(_, n) => Unit::Week(month, n),
            Unit::Decade(_, n) => Unit::Decade(month, n),
            Unit::Half(_, n) => Unit::Half(month, n),
            Unit::Weekday(_, n, day) => Unit::Weekday(month, n, day),
            Unit::Day(_, day) => Unit::Day(month, day),
            other => other,
        };
        Some(Part::whole(unit, self.year()))
    }

    /// «6 неделя», «5 четверть»: a day that never is, so that the phrase is told to be wrong.
    fn no_such_unit(&mut self) -> Option<Unit> {
        self.at += 1;
        self.dot();
        Some(Unit::Day(1, 0))
    }

    fn unnumbered_study_year(&mut self) -> Option<()> {
        self.skip(&[Word::Current]);
        if self.eat(Word::Study) {
            self.dot();
        }
        self.need(Word::Year)?;
        self.dot();
        Some(())
    }

    fn unit_of_year(&mut self, nth: i8) -> Option<Unit> {
        let word = self.word(0)?;
        let most = match word {
            Word::HalfYear => 2,
            Word::Trimester => 3,
            _ => 4,
        };
        let n = if nth == -1 { most } else { u8::try_from(nth).ok().filter(|n| (1..=most).contains(n))? };
        self.at += 1;
        Some(match word {
            Word::HalfYear => Unit::HalfYear(n),
            Word::Term => Unit::Term(n),
            Word::Quarter => Unit::Quarter(n),
            Word::Trimester => Unit::Trimester(n),
            _ => return None,
        })
    }

    /// «полугодие I», «четверть 2».
    fn unit_then_number(&mut self) -> Option<Part> {
        let nth = match self.kind(1)? {
            Kind::Num(n, 1) | Kind::Ord(n) => i8::try_from(n).ok()?,
            _ => return None,
        };
        let unit = self.unit_of_year(nth)?;
        self.at += 1;
        Some(Part::whole(unit, self.year()))
    }

    /// «начало сентября», «конец I четверти», «середина учебного года».
    fn edge(&mut self, edge: Edge) -> Option<Part> {
        self.at += 1;
        self.dot();
        self.skip(&[Word::MonthUnit]);
        let first = self.at;
        let inner = self.attempt(Self::point)?;
        if inner.edge != Edge::Whole {
            return None;
        }
        let calendar = (first..self.at).any(|at| self.tokens_at(at) == Some(Word::CalendarDay));
        let unit = match inner.unit {
            // «до конца календарного года»
            Unit::PlanYear if calendar && edge == Edge::End => Unit::Month(12),
            Unit::PlanYear if calendar && edge == Edge::Start => Unit::Month(1),
            // The end of a school year is the end of lessons.
            Unit::PlanYear if inner.year.is_some() => Unit::Study,
            unit => unit,
        };
        Some(Part { unit, edge, ..inner })
    }

    /// «осенью», «весенний период», «на осенних каникулах».
    fn season(&mut self, month: u8) -> Option<Part> {
        const NOUNS: [&str; 4] = ["зим", "весн", "лет", "осен"];
        const ENDINGS: [&str; 9] = ["а", "ы", "у", "е", "ой", "о", "ом", "ь", "ью"];
        let text = self.peek().map_or("", |token| token.text.as_str());
        let noun = NOUNS
            .iter()
            .filter_map(|stem| text.strip_prefix(stem))
            .any(|end| ENDINGS.contains(&end) || end == "и");
        self.at += 1;
        self.skip(&[Word::Study]);
        // «осенний и весенний периоды», «осенние, весенние каникулы»
        let shared = matches!(self.kind(0), Some(Kind::Comma | Kind::Known(Word::And)))
            && matches!(self.word(1), Some(Word::Season(_)));
        let shared = self.word(2).filter(|_| shared);
        let vacations = matches!(shared, Some(Word::Vacation | Word::VacationTime));
        if vacations || self.eat_any(&[Word::Vacation, Word::VacationTime]) {
            self.eat(Word::Period);
            let vacation = match month {
                9 => Vacation::Autumn,
                12 => Vacation::Winter,
                3 => Vacation::Spring,
                _ => Vacation::Summer,
            };
            return Some(Part::whole(Unit::Vacation(Some(vacation)), self.year()));
        }
        // An adjective needs its noun: «зимний период» is a time, «зимний лагерь» is not.
        let seasonal =
            matches!(self.token(0).map(|token| token.text.as_str()), Some("сезон" | "сезона" | "сезоне"));
        self.at += usize::from(seasonal);
        // «осенне-зимний период»
        let halved = text.ends_with("не") && self.kind(0) == Some(Kind::Dash);
        let shared = matches!(shared, Some(Word::Period | Word::MonthUnit));
        let followed = halved || seasonal || shared || self.eat_any(&[Word::Period, Word::MonthUnit]);
        (followed || noun).then(|| {
            // «зимний период 2023-2024 гг.» lies in both.
            let years = self.attempt(Self::years_of_winter);
            Part::whole(Unit::Season(month), years.or_else(|| self.year()))
        })
    }

    /// «каникулы», «в каникулярное время».
    fn any_vacation(&mut self) -> Option<Part> {
        self.at += 1;
        self.eat(Word::Period);
        Some(Part::whole(Unit::Vacation(None), None))
    }

    /// «(весь) учебный год», «год», «учебный период».
    fn whole_year(&mut self) -> Option<Part> {
        // «следующего учебного года»
        let next = self.word(0) == Some(Word::Next) && self.word(1) == Some(Word::Study);
        self.at += usize::from(next);
        self.skip(&[Word::All, Word::Current, Word::Each]);
        // «нового учебного года»
        self.at += usize::from(self.peek()?.text.starts_with("нов") && self.word(1) == Some(Word::Study));
        let study = self.eat(Word::Study);
        if study {
            self.dot();
        }
        self.eat(Word::CalendarDay);
        match self.word(0)? {
            Word::Year if study || self.peek()?.text.starts_with("год") || self.peek()?.text == "year" => {
            }
            Word::Period if study => {}
            _ => return None,
        }
        self.at += 1;
        self.dot();
        if !study {
            return Some(Part::whole(Unit::PlanYear, None));
        }
        let said = if next { Some(Year::Following) } else { self.year() };
        let year = said.map(|year| match year {
            Year::Calendar(first) => Year::School(first),
            other => other,
        });
        Some(Part::whole(Unit::Study, year))
    }
}
