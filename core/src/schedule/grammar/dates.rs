//! Lists of ranges with what stands before them: «до 15.10, 20.12», «с 1 по 5 и с 10 по 15 октября», «после 1 мая».

use alloc::vec::Vec;

use super::point::Piece;
use super::reader::Reader;
use super::{Edge, Part, Range, Reach, Unit};
use crate::schedule::lexer::Kind;
use crate::schedule::lexicon::Word;

impl Reader<'_> {
    /// Dates at the place, with their prefix.
    pub fn dates(&mut self) -> Option<Vec<Range>> {
        if let Some(ranges) = self.attempt(Self::named_term) {
            return Some(ranges);
        }
        let mut during = false;
        self.lead(&mut during);
        if let Some(ranges) = self.attempt(Self::due_dates) {
            return Some(ranges);
        }
        if let Some(range) = self.attempt(Self::after_date) {
            return Some(alloc::vec![range]);
        }
        let mut ranges = self
            .attempt(Self::begin_and_end)
            .or_else(|| self.attempt(Self::between))
            .or_else(|| self.attempt(Self::edges_of_one))
            .or_else(|| self.attempt(Self::edge_of_list))
            .or_else(|| self.chain(false))?;
        for range in &mut ranges {
            let single = range.from == range.to;
            for part in [&mut range.from, &mut range.to] {
                // «в конце года» is the end of lessons, though the plan goes on.
                let edge = single && matches!(part.edge, Edge::Middle | Edge::End);
                if part.unit == Unit::PlanYear && (edge || during && part.year.is_some()) {
                    part.unit = Unit::Study;
                }
            }
        }
        Some(ranges)
    }

    /// Words that stand before a date and change nothing: «в период», «на протяжении», «в течение всего».
    fn lead(&mut self, during: &mut bool) {
        loop {
            let word = self.word(0);
            let lead = match word {
                Some(Word::During) => {
                    *during = true;
                    true
                }
                Some(Word::In | Word::Filler) => true,
                // «в дни каникул»
                Some(Word::Day) => {
                    self.peek().is_some_and(|token| matches!(token.text.as_str(), "дни" | "днях"))
                }
                Some(Word::For) => true,
                Some(Word::Period | Word::Term0 | Word::Moment) => true,
                Some(Word::MonthUnit) => matches!(self.word(1), Some(Word::Month(_))),
                // «весь 2023-2024 учебный год»
                Some(Word::All) if matches!(self.kind(1), Some(Kind::Num(_, 4))) => {
                    *during = true;
                    true
                }
                Some(Word::All | Word::Current) => !matches!(self.word(1), Some(Word::Study | Word::Year)),
                _ => matches!(self.kind(0), Some(Kind::Dash | Kind::Colon)),
            };
            if !lead {
                return;
            }
            self.at += 1;
            if word == Some(Word::During) {
                self.dot();
            }
        }
    }

    /// «до», «не позднее», «к», «по», «в срок до», «крайний срок –».
    pub fn until(&mut self) -> Option<bool> {
        if self.attempt(Self::last_term).is_some() {
            return Some(false);
        }
        self.skip(&[Word::In, Word::Term0]);
        let no_later = |r: &mut Self| r.need_any(&[Word::Not, Word::By]).and_then(|()| r.need(Word::Later));
        if self.attempt(no_later).is_some() {
            let _ = self.eat_kind(Kind::Comma) || self.eat_kind(Kind::Colon);
            self.skip(&[Word::Than, Word::Until]);
            return Some(false);
        }
        if self.eat(Word::Toward) {
            return Some(true);
        }
        // «перед учебным годом» is before it begins.
        if self.eat(Word::Before) {
            return Some(true);
        }
        self.need_any(&[Word::Until, Word::By])?;
        Some(false)
    }

    /// «срок сдачи – 20.05»: a single day is the last one; «срок исполнения: сентябрь» is a stretch like any other.
    fn named_term(&mut self) -> Option<Vec<Range>> {
        const ENDS: [&str; 5] = ["сдач", "исполнен", "выполнен", "представлен", "предоставлен"];
        self.need(Word::Term0)?;
        let text = self.peek()?.text.as_str();
        ENDS.iter().any(|stem| text.starts_with(stem)).then(|| self.at += 1)?;
        while self.eat_kind(Kind::Dash) || self.eat_kind(Kind::Colon) {}
        let mut ranges = self.chain(true)?;
        for range in &mut ranges {
            let day = range.from == range.to && matches!(range.to.unit, Unit::Day(..));
            (day && range.reach == Reach::Within).then(|| range.reach = Reach::By)?;
        }
        Some(ranges)
    }

    /// «крайний срок – », «дедлайн: »
    fn last_term(&mut self) -> Option<()> {
        let text = self.peek()?.text.as_str();
        let named = text.starts_with("крайн") && self.word(1) == Some(Word::Term0);
        if !named && text != "дедлайн" {
            return None;
        }
        self.at += 1 + usize::from(named);
        while self.eat_kind(Kind::Dash) || self.eat_kind(Kind::Colon) {}
        self.skip(&[Word::Until, Word::By]);
        Some(())
    }

    /// «17.00» in «до 17.00 15 октября», «до 12.00 час. 15.10»
    fn hour_before_day(&mut self) -> Option<()> {
        let (Kind::Num(0..=23, 1..=2), sign, Kind::Num(minutes @ 0..=59, 2)) =
            (self.kind(0)?, self.kind(1)?, self.kind(2)?)
        else {
            return None;
        };
        let time = sign == Kind::Colon || sign == Kind::Dot && !(1..=12).contains(&minutes);
        time.then(|| self.at += 3)?;
        if self.eat(Word::Hour) || self.peek()?.text == "ч" && self.eat_kind(Kind::Other) {
            self.dot();
        }
        matches!(self.kind(0), Some(Kind::Num(..))).then_some(())
    }

    /// «начало: 01.10.2023, окончание: 15.10.2023», «начало – сентябрь, окончание – май»
    fn begin_and_end(&mut self) -> Option<Vec<Range>> {
        let named = |r: &mut Self| {
            let sign = |kind| matches!(kind, Some(Kind::Colon | Kind::Dash));
            // «начало работы – »
            r.at += usize::from(r.kind(0) == Some(Kind::Other) && sign(r.kind(1)));
            let before = r.at;
            while r.eat_kind(Kind::Colon) || r.eat_kind(Kind::Dash) {}
            let signed = r.at > before;
            r.point().filter(|part| {
                part.edge == Edge::Whole && !part.is_year() && (signed || matches!(part.unit, Unit::Day(..)))
            })
        };
        self.need(Word::Begin)?;
        let from = named(self)?;
        while self.eat_kind(Kind::Comma) || self.eat_kind(Kind::Semicolon) {}
        self.need_any(&[Word::End, Word::Finish])?;
        let to = named(self)?;
        Some(alloc::vec![Range { reach: Reach::Within, from, to }])
    }

    /// «между 1 и 15 октября»
    fn between(&mut self) -> Option<Vec<Range>> {
        (self.peek()?.text == "между").then(|| self.at += 1)?;
        let from = self.piece()?;
        self.need(Word::And)?;
        let to = self.point()?;
        let from = match from {
            Piece::Full(part) => part,
            Piece::Number(number) => to.renumbered(number)?,
        };
        Some(alloc::vec![Range { reach: Reach::Within, from, to }])
    }

    fn due_dates(&mut self) -> Option<Vec<Range>> {
        let toward = self.until()?;
        self.attempt(Self::hour_before_day);
        let mut ranges = self.chain(true)?;
        for range in &mut ranges {
            if range.reach != Reach::Within {
                return None;
            }
            range.reach = Reach::By;
            let bare = range.to.edge == Edge::Whole;
            // «к сентябрю» is before it begins; «до сентября» ends with it, as «до D» includes D.
            // «до летних каникул» is before they begin too.
            let before = toward || matches!(range.to.unit, Unit::Vacation(_));
            if before && bare && !matches!(range.to.unit, Unit::Day(..)) {
                range.to.edge = Edge::Start;
            }
            study_only(&mut range.to);
        }
        Some(ranges)
    }

    /// «после 1 мая», «по окончании учебного года», «не ранее 15 мая».
    fn after_date(&mut self) -> Option<Range> {
        let not_before = self.attempt(|r| {
            r.need(Word::Not)?;
            r.need(Word::Earlier)?;
            r.eat_kind(Kind::Comma);
            r.skip(&[Word::Than, Word::From]);
            Some(())
        });
        let reach = if not_before.is_some() {
            Reach::Since
        } else {
            self.need(Word::After)?;
            Reach::After
        };
        let mut part = self.point()?;
        study_only(&mut part);
        Some(Range { reach, from: part, to: part })
    }

    /// «в конце 1 и 2 полугодия»: one edge for a whole list of numbers.
    fn edge_of_list(&mut self) -> Option<Vec<Range>> {
        let edge = match self.word(0)? {
            Word::Begin => Edge::Start,
            Word::End | Word::Finish => Edge::End,
            _ => return None,
        };
        self.at += 1;
        let before = self.at;
        if self.attempt(Self::point).is_some() {
            return None;
        }
        self.at = before;
        let mut ranges = self.chain(false)?;
        for range in &mut ranges {
            let single =
                range.from == range.to && range.from.edge == Edge::Whole && range.reach == Reach::Within;
            single.then_some(())?;
            range.from.edge = edge;
            range.to.edge = edge;
        }
        Some(ranges)
    }

    /// «в начале и в конце учебного года»: several edges of one unit.
    fn edges_of_one(&mut self) -> Option<Vec<Range>> {
        let mut edges = Vec::new();
        loop {
            self.skip(&[Word::In]);
            edges.push(match self.word(0)? {
                Word::Begin => Edge::Start,
                Word::Middle => Edge::Middle,
                Word::End => Edge::End,
                _ => return None,
            });
            self.at += 1;
            if !(self.eat_kind(Kind::Comma) || self.eat(Word::And)) {
                break;
            }
        }
        let whole = self.point().filter(|part| part.edge == Edge::Whole && edges.len() > 1)?;
        let range = |edge| {
            let part = Part { edge, ..whole };
            Range { reach: Reach::Within, from: part, to: part }
        };
        Some(edges.into_iter().map(range).collect())
    }
}

/// «в течение 2023/24 учебного года» ends with the lessons, as «в течение учебного года» does.
pub(super) fn study_only(part: &mut Part) {
    if part.unit == Unit::PlanYear && part.year.is_some() {
        part.unit = Unit::Study;
    }
}
