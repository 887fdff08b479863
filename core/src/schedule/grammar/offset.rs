//! What is counted from an event: «в течение 10 рабочих дней после издания приказа», «за неделю до начала года».

use super::reader::Reader;
use super::{Offset, Part};
use crate::schedule::OffsetUnit;
use crate::schedule::lexer::Kind;
use crate::schedule::lexicon::Word;

/// A counted length.
type Length = (i32, OffsetUnit);

impl Reader<'_> {
    /// A counted offset, or a moment that is tied to an event by its preposition alone.
    pub fn offset(&mut self) -> Option<Offset> {
        self.attempt(Self::following_day)
            .or_else(|| self.attempt(Self::adjective_term))
            .or_else(|| self.attempt(Self::counted))
            .or_else(|| self.attempt(Self::first_stretch))
            .or_else(|| self.attempt(Self::next_day))
            .or_else(|| self.attempt(Self::at_event))
    }

    /// «в трёхмесячный срок (со дня …)», «в 10-дневный срок»
    fn adjective_term(&mut self) -> Option<Offset> {
        self.skip(&[Word::In]);
        let digits = self.attempt(|r| match r.kind(0)? {
            Kind::Num(value, 1..=3) | Kind::Ord(value) => {
                r.at += 1;
                r.eat_kind(Kind::Dash);
                Some(value)
            }
            _ => None,
        });
        let working = self.eat(Word::Working);
        let days = if working { OffsetUnit::WorkingDays } else { OffsetUnit::Days };
        let count = |said: u32| i32::try_from(digits.unwrap_or(said)).ok().filter(|n| *n < 10_000);
        let (amount, unit) = match self.word(0)? {
            Word::DaysLong(n) => (count(n)?, days),
            Word::DayLong => (count(1)?, days),
            Word::WeeksLong(n) => (count(n)? * 7, OffsetUnit::Days),
            Word::MonthsLong(n) => (count(n)?, OffsetUnit::Months),
            _ => return None,
        };
        self.at += 1;
        self.need(Word::Term0)?;
        let (anchor, point) = self
            .attempt(|r| {
                r.marker()?;
                r.anchor()
            })
            .unwrap_or((None, None));
        Some(Offset { amount, unit, anchor, point, counted: true, needs_anchor: false })
    }

    /// «в течение N дней …», «через …», «за … до …», «не позднее чем за …»
    fn counted(&mut self) -> Option<Offset> {
        let first = self.at;
        let before = self.count_prefix()?;
        let through =
            (first..self.at).any(|at| matches!(self.tokens_at(at), Some(Word::Through | Word::Expiry)));
        let unnumbered = matches!(self.word(0), Some(Word::Week | Word::MonthUnit));
        let (amount, unit) = self.length()?;
        let back = self.attempt(|r| {
            r.eat_kind(Kind::Comma);
            r.need_any(&[Word::Until, Word::Before])
        });
        let sign = if back.is_some() || before { -1 } else { 1 };
        let (anchor, point) = match back {
            Some(()) => self.attempt(Self::anchor).unwrap_or((None, None)),
            None => self
                .attempt(|r| {
                    r.eat_kind(Kind::Comma);
                    r.marker()?;
                    r.anchor()
                })
                .unwrap_or((None, None)),
        };
        // «через 3 месяца работы»
        let anchor = match (through && self.kind(0) == Some(Kind::Other), anchor) {
            (true, None) => self.attempt(Self::anchor).and_then(|(anchor, _)| anchor),
            (_, anchor) => anchor,
        };
        // «в течение недели наставничества» is an event, not seven days.
        if anchor.is_none() && unnumbered && self.kind(0) == Some(Kind::Other) {
            return None;
        }
        // «2 недели сентября», «10 дней октября» are dates.
        if anchor.is_none() && matches!(self.word(0), Some(Word::Month(_))) {
            return None;
        }
        Some(Offset { amount: amount * sign, unit, anchor, point, counted: true, needs_anchor: true })
    }

    /// What stands before a length; whether it counts back.
    fn count_prefix(&mut self) -> Option<bool> {
        let late = self.attempt(|r| {
            r.eat_any(&[Word::In]);
            r.eat(Word::Term0);
            r.need(Word::Not)?;
            r.need_any(&[Word::Later, Word::Less, Word::Earlier])?;
            r.eat_kind(Kind::Comma);
            r.skip(&[Word::Than]);
            Some(())
        });
        if self.eat(Word::For) {
            return Some(true);
        }
        if self.eat(Word::Through)
            || self
                .attempt(|r| {
                    r.skip(&[Word::By]);
                    r.need(Word::Expiry)
                })
                .is_some()
        {
            return Some(false);
        }
        let during = self.attempt(|r| {
            r.skip(&[Word::In]);
            r.need(Word::During)?;
            r.dot();
            Some(())
        });
        if during.is_some() || late.is_some() {
            return Some(false);
        }
        // «от 3 до 9 месяцев»: the longer one is the term.
        self.attempt(|r| {
            r.need(Word::Of)?;
            if r.attempt(Self::length).is_none() {
                r.number()?;
            }
            (r.word(0) == Some(Word::Until)).then_some(())
        });
        // «в срок до 10 дней со дня …»; a bare «10 дней после …»
        self.attempt(|r| {
            r.skip(&[Word::In]);
            r.need(Word::Term0)?;
            r.skip(&[Word::Until]);
            Some(())
        });
        self.skip(&[Word::Until]);
        let bare = self.attempt(|r| {
            let before = r.at;
            r.length()?;
            // «10 дней», «1 год» and nothing more is a length too.
            let numbered =
                !matches!(r.tokens_at(before), Some(Word::Week | Word::MonthUnit | Word::Day | Word::Year));
            let ends =
                matches!(r.kind(0), None | Some(Kind::Open | Kind::Close | Kind::Semicolon)) && numbered;
            // «неделя с 9 по 13 октября» is no week after something.
            let range = r.word(0) == Some(Word::From)
                && matches!(r.kind(1), Some(Kind::Num(..)))
                && matches!(r.word(2), Some(Word::By | Word::Until));
            (ends || r.marker_ahead() && !range).then_some(())?;
            r.at = before;
            Some(())
        });
        bare.map(|()| false)
    }

    /// «10 рабочих дней», «две недели», «месяц», «полгода»
    fn length(&mut self) -> Option<Length> {
        if let Some(length) = self.attempt(Self::and_a_half) {
            return Some(length);
        }
        let number = self.attempt(|r| {
            let (number, ordinal) = r.number()?;
            let ordinal = ordinal && !matches!(r.word(0), Some(Word::Working | Word::Day));
            // «1-2 недели»: the longer one is the term.
            let upper = r.attempt(|r| {
                r.eat_kind(Kind::Dash).then_some(())?;
                Some(r.number()?.0)
            });
            (!ordinal).then_some(upper.unwrap_or(number))
        });
        // «1, 3 и 6 месяцев»: the first of them.
        self.attempt(|r| {
            number?;
            while r
                .attempt(|r| {
                    (r.eat_kind(Kind::Comma) || r.eat(Word::And)).then_some(())?;
                    r.number().filter(|(_, ordinal)| !ordinal)
                })
                .is_some()
            {}
            matches!(r.word(0), Some(Word::Day | Word::Week | Word::MonthUnit | Word::Working)).then_some(())
        });
        let plain = number.is_none();
        let count = i32::try_from(number.unwrap_or(1)).ok().filter(|n| *n < 10_000)?;
        if self.eat_kind(Kind::Open) {
            // «10 (десяти) дней»
            self.number()?;
            self.eat_kind(Kind::Close).then_some(())?;
        }
        let qualified = self.at;
        let mut working = false;
        while self.eat_any(&[Word::Working, Word::CalendarDay, Word::Study]) {
            working |= !matches!(self.tokens_at(self.at - 1), Some(Word::CalendarDay));
            self.dot();
        }
        let qualified = self.at > qualified;
        let length = match self.word(0)? {
            Word::Hour => (count / 24, OffsetUnit::Days),
            Word::Day if working => (count, OffsetUnit::WorkingDays),
            Word::Day => (count, OffsetUnit::Days),
            // «2 неделя» is the second one.
            Word::Week if !plain && self.peek()?.text == "неделя" && !self.marker_after_unit() => {
                return None;
            }
            Word::Week => (count * 7, OffsetUnit::Days),
            Word::MonthUnit => (count, OffsetUnit::Months),
            Word::SixMonths => (6, OffsetUnit::Months),
            Word::HalfYear if !plain && self.marker_after_unit() => (count * 6, OffsetUnit::Months),
            // «2023-24 гг.» are no 24 years.
            Word::Year if !plain && !qualified && count <= 10 => (count * 12, OffsetUnit::Months),
            // «год со дня …», «через год»
            Word::Year if plain && !qualified && (self.marker_after_unit() || self.comes_through()) => {
                (12, OffsetUnit::Months)
            }
            _ => return None,
        };
        self.at += 1;
        self.dot();
        Some(length)
    }

    /// How many wholes «1,5» or «полтора» has before its half.
    pub fn halves(&mut self) -> Option<i32> {
        if matches!(self.peek()?.text.as_str(), "полтора" | "полторы" | "полутора") {
            self.at += 1;
            return Some(1);
        }
        let (Kind::Num(whole @ 0..=99, _), Kind::Num(5, 1)) = (self.kind(0)?, self.kind(2)?) else {
            return None;
        };
        let tight = !self.token(1)?.spaced && !self.token(2)?.spaced;
        (tight && matches!(self.kind(1), Some(Kind::Comma | Kind::Dot))).then_some(())?;
        self.at += 3;
        i32::try_from(whole).ok()
    }

    /// «1,5 месяца», «полтора года»
    fn and_a_half(&mut self) -> Option<Length> {
        let whole = self.halves()?;
        let length = match self.word(0)? {
            Word::Week => (whole * 7 + 4, OffsetUnit::Days),
            Word::MonthUnit => (whole * 30 + 15, OffsetUnit::Days),
            Word::Year => (whole * 12 + 6, OffsetUnit::Months),
            _ => return None,
        };
        self.at += 1;
        self.dot();
        Some(length)
    }

    fn comes_through(&self) -> bool {
        let before = self.at.checked_sub(1).and_then(|before| self.tokens_at(before));
        matches!(before, Some(Word::Through | Word::Less))
    }

    fn marker_after_unit(&self) -> bool {
        matches!(self.word(1), Some(Word::After | Word::From | Word::Until))
    }

    fn marker_ahead(&self) -> bool {
        matches!(self.word(0), Some(Word::After | Word::From | Word::Until | Word::Before))
    }

    /// «после», «со дня», «с момента», «с даты», «от даты», «следующего за днём»
    fn marker(&mut self) -> Option<()> {
        if self.word(0) == Some(Word::Next) && self.word(1) == Some(Word::For) {
            self.at += 2;
            self.eat(Word::Day);
            return Some(());
        }
        if self.eat(Word::After) {
            return Some(());
        }
        self.need_any(&[Word::From, Word::Of, Word::By])?;
        self.eat_any(&[Word::Day, Word::Moment]);
        // «со дня, следующего за днём издания»: the day after is the first one counted.
        self.attempt(Self::following);
        Some(())
    }

    /// «, следующего за днём»
    fn following(&mut self) -> Option<()> {
        self.eat_kind(Kind::Comma);
        self.need(Word::Next)?;
        self.need(Word::For)?;
        self.eat_any(&[Word::Day, Word::Moment]);
        Some(())
    }

    /// «день, следующий за днём подписания», «не позднее рабочего дня, следующего за днём …»
    fn following_day(&mut self) -> Option<Offset> {
        self.skip(&[Word::In]);
        self.attempt(|r| {
            r.need(Word::Not)?;
            r.need_any(&[Word::Later, Word::Earlier])?;
            r.eat_kind(Kind::Comma);
            r.skip(&[Word::Than]);
            Some(())
        });
        let unit = if self.eat(Word::Working) { OffsetUnit::WorkingDays } else { OffsetUnit::Days };
        self.need(Word::Day)?;
        self.following()?;
        let (anchor, point) = self.attempt(Self::anchor).unwrap_or((None, None));
        Some(Offset { amount: 1, unit, anchor, point, counted: true, needs_anchor: true })
    }

    /// The words of the event, and the point in time if it is one. Fails when there are none.
    pub fn anchor(&mut self) -> Option<(Option<alloc::string::String>, Option<Part>)> {
        let first = self.at;
        if self.attempt(Self::list_of_parts).is_some() {
            return Some((self.text_from(first), None));
        }
        if let Some(part) = self.attempt(Self::point) {
            return Some((self.text_from(first), Some(part)));
        }
        self.tail();
        if self.at == first {
            return None;
        }
        Some((self.text_from(first), None))
    }

    /// «в течение первого месяца работы», «первые две недели работы»
    fn first_stretch(&mut self) -> Option<Offset> {
        self.skip(&[Word::In, Word::During]);
        self.need(Word::Ordinal(1))?;
        // «первый год работы»
        let (amount, unit) = match self.eat(Word::Year) {
            true => (12, OffsetUnit::Months),
            false => self.length()?,
        };
        let ends = matches!(self.kind(0), None | Some(Kind::Dot | Kind::Close));
        (ends || self.kind(0) == Some(Kind::Other)).then_some(())?;
        let (anchor, point) = self.attempt(Self::anchor).unwrap_or((None, None));
        Some(Offset { amount, unit, anchor, point, counted: true, needs_anchor: true })
    }

    /// «на следующий день после …», «накануне …»
    fn next_day(&mut self) -> Option<Offset> {
        self.skip(&[Word::In]);
        let mut unit = OffsetUnit::Days;
        let amount = if self.peek()?.text == "накануне" {
            self.at += 1;
            // The point «Новый год» is the day before it.
            -i32::from(!self.peek().is_some_and(|token| token.text.starts_with("нов")))
        } else {
            self.need(Word::Next)?;
            if self.eat(Word::Working) {
                unit = OffsetUnit::WorkingDays;
            }
            self.need(Word::Day)?;
            self.attempt(Self::marker);
            1
        };
        let (anchor, point) = self.attempt(Self::anchor).unwrap_or((None, None));
        Some(Offset { amount, unit, anchor, point, counted: true, needs_anchor: true })
    }
}
