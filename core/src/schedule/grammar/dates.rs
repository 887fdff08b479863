//! Lists of ranges with what stands before them: «до 15.10, 20.12», «с 1 по 5 и с 10 по 15 октября», «после 1 мая».

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
                if during || single && matches!(part.edge, Edge::Middle | Edge::End) {
                    part.unit = if part.unit == Unit::PlanYear && (part.year.is_some() || !during) {
                        Unit::Study
                    } else {
                        part.unit
                    };
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

/// «в течение 2023/24 учебного года» ends with the lessons, as «в течение учебного года» does.
fn study_only(part: &mut Part) {
    if part.unit == Unit::PlanYear && part.year.is_some() {
        part.unit = Unit::Study;
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
