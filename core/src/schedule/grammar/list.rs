//! Lists of points and ranges: «10, 20 и 30 октября», «сентябрь – декабрь, май», «октябрь (1 и 3 неделя)».

use alloc::vec::Vec;

use super::point::Piece;
use super::reader::Reader;
use super::{Edge, Part, Range, Reach, Unit, Year};
use crate::schedule::lexer::Kind;
use crate::schedule::lexicon::Word;

/// A range whose numbers may still wait for their unit.
struct Draft {
    reach: Reach,
    from: Piece,
    to: Option<Piece>,
}

impl Reader<'_> {
    /// `09`, `IX`, and whether it is Roman
    fn month_in_digits(&mut self) -> Option<(u8, bool)> {
        let token = self.peek()?;
        self.at += 1;
        match token.kind {
            Kind::Num(month @ 1..=12, 2) => Some((month as u8, false)),
            Kind::Ord(month @ 1..=12) if !token.text.is_empty() => Some((month as u8, true)),
            _ => None,
        }
    }

    /// «09-10.2023», «IX-X.2023», «IX-X 2023»
    fn months_in_digits(&mut self) -> Option<Draft> {
        let (from, _) = self.month_in_digits()?;
        self.eat_kind(Kind::Dash).then_some(())?;
        let (to, roman) = self.month_in_digits()?;
        (self.eat_kind(Kind::Dot) || roman).then_some(())?;
        let Kind::Num(year, digits @ 4) = self.kind(0)? else { return None };
        self.at += 1;
        self.suffix();
        let last = Self::dotted_year(year, digits);
        let first = match last {
            Year::Calendar(year) if from > to => Year::Calendar(year - 1),
            other => other,
        };
        let full = |month, year| Piece::Full(Part::whole(Unit::Month(month), Some(year)));
        Some(Draft { reach: Reach::Within, from: full(from, first), to: Some(full(to, last)) })
    }

    /// «первые две недели сентября», «первых 10 дней мая», «последние две недели мая».
    fn outer_units(&mut self) -> Option<Draft> {
        let last = self.eat(Word::Last);
        if !last {
            self.need(Word::Ordinal(1))?;
        }
        let (count, _) = self.number()?;
        let unit = self.word(0)?;
        self.at += 1;
        self.skip(&[Word::In]);
        let Some(Word::Month(month)) = self.word(0) else { return None };
        self.at += 1;
        self.dot();
        let year = self.year();
        let count = u8::try_from(count).ok().filter(|count| *count > 0)?;
        let (from, to) = match unit {
            Word::Week if last && count <= 4 => (Unit::Week(month, -(count as i8)), Unit::Week(month, -1)),
            Word::Decade if last && count <= 3 => {
                (Unit::Decade(month, 4 - count as i8), Unit::Decade(month, 3))
            }
            _ if last => return None,
            Word::Week if count <= 4 => (Unit::Week(month, 1), Unit::Week(month, count as i8)),
            Word::Day if count <= 28 => (Unit::Day(month, 1), Unit::Day(month, count)),
            Word::Decade if count <= 3 => (Unit::Decade(month, 1), Unit::Decade(month, count as i8)),
            _ => return None,
        };
        let full = |unit| Piece::Full(Part::whole(unit, year));
        Some(Draft { reach: Reach::Within, from: full(from), to: Some(full(to)) })
    }

    /// Ranges parted by commas and «и»; bare numbers take the unit of a later point. After «до» (`due`) the next «до» is
    /// another term, not the end of a range.
    pub fn chain(&mut self, due: bool) -> Option<Vec<Range>> {
        let mut drafts = Vec::new();
        let mut complete = 0;
        let mut end = self.at;
        loop {
            let later = !drafts.is_empty();
            // «…, второй – до 1 мая» is another term.
            if later && self.attempt(Self::label).is_some() && self.word(0) == Some(Word::Until) {
                break;
            }
            if let Some(inside) = self.attempt(Self::units_inside) {
                drafts.extend(inside);
                complete = drafts.len();
                end = self.at;
                if drafts.len() > 64 || !self.separator() {
                    break;
                }
                continue;
            }
            let outer = self.attempt(Self::outer_units).or_else(|| self.attempt(Self::months_in_digits));
            let Some(draft) = outer.or_else(|| self.attempt(|r| r.element(later, due))) else { break };
            let full = matches!((draft.from, draft.to), (_, Some(Piece::Full(_))) | (Piece::Full(_), None));
            let years = self.further_years(&draft);
            drafts.push(draft);
            drafts.extend(years);
            if full {
                complete = drafts.len();
                end = self.at;
            }
            if drafts.len() > 64 || !self.separator() {
                break;
            }
        }
        self.at = end;
        drafts.truncate(complete);
        let ranges = numbered(drafts)?;
        (!ranges.is_empty()).then_some(ranges)
    }

    /// «сентябрь, I-II неделя», «октябрь (1 и 3 неделя)»: several parts of a month after its name.
    fn units_inside(&mut self) -> Option<Vec<Draft>> {
        let Some(Word::Month(month)) = self.word(0) else { return None };
        self.at += 1;
        self.dot();
        let year = self.year();
        let open = self.eat_kind(Kind::Open);
        if !open {
            self.eat_kind(Kind::Comma);
        }
        let after_comma =
            !open && self.at.checked_sub(1).and_then(|at| self.kind_at(at)) == Some(Kind::Comma);
        if let Some((first, last)) = self.attempt(|r| r.days_inside(after_comma || open)) {
            let day =
                |number: u32| Part::whole(Unit::Day(month, 1), year).renumbered(number).map(Piece::Full);
            let draft = Draft { reach: Reach::Within, from: day(first)?, to: Some(day(last)?) };
            return (!open || self.eat_kind(Kind::Close)).then(|| alloc::vec![draft]);
        }
        let mut numbers: Vec<(u32, u32)> = Vec::new();
        loop {
            let (first, _) = self.number()?;
            let last = self.attempt(|r| r.eat_kind(Kind::Dash).then(|| r.number())?);
            numbers.push((first, last.map_or(first, |(last, _)| last)));
            if !(self.eat_kind(Kind::Comma) || self.eat(Word::And)) {
                break;
            }
        }
        let several = numbers.len() > 1 || numbers.iter().any(|(first, last)| first != last);
        let model = match self.word(0)? {
            Word::Week => Unit::Week(month, 1),
            Word::Decade => Unit::Decade(month, 1),
            Word::Weekday(day) => Unit::Weekday(month, 1, day),
            _ => return None,
        };
        self.at += 1;
        self.dot();
        if !several || matches!(self.word(0), Some(Word::Month(_))) || open && !self.eat_kind(Kind::Close) {
            return None;
        }
        let part = |number: u32| Part::whole(model, year).renumbered(number).map(Piece::Full);
        let draft = |(first, last): (u32, u32)| {
            Some(Draft { reach: Reach::Within, from: part(first)?, to: Some(part(last)?) })
        };
        numbers.into_iter().map(draft).collect()
    }

    /// «с 10 по 20 число» after the month; a bare «10-20» only where it is `apart` from it and ends the phrase.
    fn days_inside(&mut self, apart: bool) -> Option<(u32, u32)> {
        let from = self.eat(Word::From);
        let (first, _) = self.number()?;
        self.eat(Word::DayNumber);
        let sign = if from { self.eat_any(&[Word::By, Word::Until]) } else { self.eat_kind(Kind::Dash) };
        sign.then_some(())?;
        let (last, _) = self.number()?;
        let named = self.eat(Word::DayNumber);
        let ends = matches!(self.kind(0), None | Some(Kind::Close));
        (first < last && last <= 31 && (named || apart && ends)).then_some((first, last))
    }

    /// «, 2024 гг.» after «сентябрь 2023»: the same in further years.
    fn further_years(&mut self, draft: &Draft) -> Vec<Draft> {
        let Draft { from: Piece::Full(part), to: None, reach } = *draft else { return Vec::new() };
        let mut found = Vec::new();
        if part.is_year() || !matches!(part.year, Some(Year::Calendar(_))) {
            return found;
        }
        while let Some(year) = self.attempt(|r| {
            (r.eat_kind(Kind::Comma) || r.eat(Word::And)).then_some(())?;
            let Kind::Num(year, 4) = r.kind(0)? else { return None };
            r.at += 1;
            let more = matches!(r.kind(0), Some(Kind::Dash | Kind::Slash));
            r.suffix();
            (!more && !matches!(r.word(0), Some(Word::Month(_)))).then(|| Self::dotted_year(year, 4))
        }) {
            found.push(Draft { reach, from: Piece::Full(Part { year: Some(year), ..part }), to: None });
        }
        found
    }

    fn separator(&mut self) -> bool {
        let before = self.at;
        while matches!(
            self.kind(0),
            Some(Kind::Comma | Kind::Semicolon | Kind::Slash | Kind::Known(Word::And))
        ) {
            self.at += 1;
        }
        self.at > before
    }

    /// «начало – середина октября», «с начала по конец учебного года»
    fn edge_to_edge(&mut self) -> Option<Draft> {
        let from = self.eat(Word::From);
        let edge = match self.word(0)? {
            Word::Begin => Edge::Start,
            Word::Middle => Edge::Middle,
            _ => return None,
        };
        self.at += 1;
        self.range_sign(from)?;
        let to = self.point().filter(|part| part.edge != Edge::Whole)?;
        let from = Piece::Full(Part { edge, ..to });
        Some(Draft { reach: Reach::Within, from, to: Some(Piece::Full(to)) })
    }

    fn element(&mut self, later: bool, due: bool) -> Option<Draft> {
        if later {
            self.skip(&[Word::In]);
        }
        self.eat(Word::Starting);
        if let Some(draft) = self.attempt(Self::edge_to_edge) {
            return Some(draft);
        }
        let from = self.eat(Word::From);
        let of = !from && self.eat(Word::Of);
        let year_turns = self.peek().is_some_and(|token| token.text.starts_with("нов"));
        let mut first = self.piece()?;
        // «с нового года» is from its first day on, «до нового года» by the day before.
        if let (true, Piece::Full(part)) = (from && year_turns, &mut first)
            && part.unit == Unit::Day(12, 31)
        {
            part.unit = Unit::Day(1, 1);
        }
        self.skip_included();
        let second = self.attempt(|r| {
            if due && matches!(r.word(0), Some(Word::Until | Word::By)) {
                return None;
            }
            let dash = r.kind(0) == Some(Kind::Dash);
            r.range_sign(from || of)?;
            // «I полугодие – до 25 декабря»: the day within is the term.
            let answered = dash && r.tokens_at(r.at - 1) == Some(Word::Until);
            r.skip(&[Word::In]);
            let piece = r.piece()?;
            if let (true, Piece::Full(whole), Piece::Full(day)) = (answered, first, piece)
                && matches!(day.unit, Unit::Day(..))
                && day.month().is_some_and(|month| whole.holds(month))
            {
                return None;
            }
            // «I полугодие – октябрь»: the stretch names the month.
            if let (true, Piece::Full(whole), Piece::Full(part)) = (dash && !from, first, piece)
                && matches!(part.unit, Unit::Month(_) | Unit::Day(..))
                && (matches!(whole.unit, Unit::Term(_) | Unit::Trimester(_))
                    || matches!(whole.unit, Unit::HalfYear(_) | Unit::Quarter(_))
                        && part.month().is_some_and(|month| whole.holds(month)))
            {
                return None;
            }
            let waits = matches!(piece, Piece::Number(_));
            let more = matches!(r.kind(0), Some(Kind::Comma | Kind::Semicolon | Kind::Known(Word::And)))
                && matches!(r.kind(1), Some(Kind::Num(..) | Kind::Ord(_) | Kind::Known(Word::From)));
            (!waits || more).then_some(piece)
        });
        self.skip_included();
        if of && second.is_none() {
            return None;
        }
        let reach = if from && second.is_none() { Reach::Since } else { Reach::Within };
        if reach == Reach::Since && matches!(first, Piece::Number(_)) {
            return None;
        }
        Some(Draft { reach, from: first, to: second })
    }

    fn skip_included(&mut self) {
        if self.peek().is_some_and(|token| token.text == "включительно") {
            self.at += 1;
        }
    }

    /// A dash, dots, «по» or «до» between two points.
    fn range_sign(&mut self, prefixed: bool) -> Option<()> {
        // «01.09.-15.09.», «2023 г. – 2024»
        if self.kind(0) == Some(Kind::Dot)
            && matches!(self.kind(1), Some(Kind::Dash | Kind::Known(Word::By | Word::Until)))
        {
            self.at += 1;
        }
        if prefixed {
            self.eat_kind(Kind::Comma);
            if matches!(self.word(0), Some(Word::And)) {
                self.at += 1;
            }
        }
        let dots = (0..4).take_while(|ahead| self.kind(*ahead) == Some(Kind::Dot)).count();
        if dots >= 2 {
            self.at += dots;
            return Some(());
        }
        // «2023-10-15/2023-10-20»
        if self.kind(0) == Some(Kind::Slash)
            && matches!((self.kind(1), self.kind(2)), (Some(Kind::Num(_, 4)), Some(Kind::Dash)))
        {
            self.at += 1;
            return Some(());
        }
        let sign =
            matches!(self.kind(0), Some(Kind::Dash | Kind::Ellipsis | Kind::Known(Word::By | Word::Until)));
        if !sign {
            return None;
        }
        while matches!(self.kind(0), Some(Kind::Dash | Kind::Ellipsis | Kind::Known(Word::By | Word::Until)))
        {
            self.at += 1;
        }
        // «сентябрь-.октябрь»
        self.dot();
        Some(())
    }
}

/// «2022-2025 учебные годы» end with the school year that ends in the last one.
fn school_years(from: Part, to: Part) -> (Part, Part) {
    match (from.unit, from.year, to.unit, to.year) {
        (Unit::CalendarYear, Some(Year::Calendar(first)), Unit::PlanYear, Some(Year::School(last)))
            if first < last =>
        {
            let school = |year| Part::whole(Unit::PlanYear, Some(Year::School(year)));
            (school(first), school(last - 1))
        }
        _ => (from, to),
    }
}

/// Gives the waiting numbers their units, from the last point back.
fn numbered(drafts: Vec<Draft>) -> Option<Vec<Range>> {
    let mut ranges = Vec::new();
    let mut model: Option<Part> = None;
    for draft in drafts.into_iter().rev() {
        let mut settle = |piece: Piece| {
            let part = match piece {
                Piece::Full(part) => part,
                Piece::Number(number) => model?.renumbered(number)?,
            };
            model = Some(part);
            Some(part)
        };
        let to = match draft.to {
            Some(piece) => Some(settle(piece)?),
            None => None,
        };
        let from = settle(draft.from)?;
        let (from, to) = school_years(from, to.unwrap_or(from));
        ranges.push(Range { reach: draft.reach, from, to });
    }
    ranges.reverse();
    Some(ranges)
}
