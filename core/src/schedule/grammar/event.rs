//! What is tied to an event without counting: «по факту проведения», «в день собрания», «после издания приказа».

use super::dates::study_only;
use super::reader::Reader;
use super::{Offset, Unit};
use crate::schedule::OffsetUnit;
use crate::schedule::lexer::Kind;
use crate::schedule::lexicon::Word;

impl Reader<'_> {
    /// What ties a term to an event without counting.
    fn event_preposition(&mut self) -> Option<()> {
        // «одновременно с изданием приказа»
        if self.peek()?.text == "одновременно" && self.word(1) == Some(Word::From) {
            self.at += 2;
            return matches!(self.kind(0), Some(Kind::Other | Kind::Known(Word::Filler))).then_some(());
        }
        let caption = |kind| {
            matches!(
                kind,
                Some(Kind::Open | Kind::Colon | Kind::Dash | Kind::Known(Word::Term0 | Word::Filler))
            )
        };
        let start = (0..self.at).all(|at| caption(self.kind_at(at)));
        let (first, second) = (self.word(0)?, self.word(1));
        let plain = matches!(self.kind(1), Some(Kind::Other | Kind::Known(Word::Filler)));
        let used = match (first, second) {
            (Word::After, _) => 1,
            (Word::By, Some(Word::Fact | Word::Finish | Word::Outcome | Word::Expiry | Word::Course)) => 2,
            (Word::At, Some(Word::Finish)) => 2,
            // «при приёме на работу», but not «на совещании при директоре»
            (Word::At, None) if start && plain => 1,
            // «в дни каникул» are days, «в день собрания» is an event.
            (Word::In, Some(Word::Day))
                if matches!(self.token(1)?.text.as_str(), "дни" | "днях")
                    && !matches!(self.kind(2), Some(Kind::Other | Kind::Known(Word::Filler))) =>
            {
                return None;
            }
            (Word::In, Some(Word::Day | Word::Course | Word::Moment)) => 2,
            (Word::From, Some(Word::Day | Word::Moment)) => 2,
            (Word::Period, _) if plain => 1,
            // «на период наставничества» is all of it.
            (Word::In, Some(Word::Period))
                if self.peek()?.text == "на" && self.token(2)?.text.starts_with("наставнич") =>
            {
                return None;
            }
            (Word::In, Some(Word::Period)) => {
                matches!(self.kind(2), Some(Kind::Other | Kind::Known(Word::Filler))).then_some(2)?
            }
            // «в течение недели наставничества»
            (Word::In, Some(Word::During))
                if matches!(self.word(2), Some(Word::Week | Word::Decade | Word::MonthUnit)) =>
            {
                matches!(self.kind(3), Some(Kind::Other)).then_some(2)?
            }
            // «в течение месячника наставничества», «в течение испытательного срока»
            (Word::In, Some(Word::During)) if self.kind(2) == Some(Kind::Other) => {
                let month = self.token(2)?.text.starts_with("месячник");
                (month || matches!(self.word(3), Some(Word::Term0 | Word::Period))).then_some(2)?
            }
            _ => return None,
        };
        self.at += used;
        Some(())
    }

    /// «в кратчайшие сроки», «в возможно короткий срок»
    fn shortest_term(&mut self) -> Option<()> {
        self.need(Word::In)?;
        self.at += usize::from(self.peek()?.text.starts_with("возможно"));
        let text = self.peek()?.text.as_str();
        ["кратчайш", "коротк", "сжат"].iter().any(|stem| text.starts_with(stem)).then(|| self.at += 1)?;
        self.need(Word::Term0)
    }

    /// «по факту проведения», «в день …», «по окончании …», «сразу после …», «по итогам …», «в ходе …»
    pub fn at_event(&mut self) -> Option<Offset> {
        let at_once = self.eat(Word::AtOnce) || self.attempt(Self::shortest_term).is_some();
        let first = self.at;
        match self.attempt(Self::event_preposition) {
            None if at_once => {
                return Some(Offset {
                    amount: 0,
                    unit: OffsetUnit::Days,
                    anchor: None,
                    point: None,
                    counted: true,
                    needs_anchor: true,
                });
            }
            None => return None,
            Some(()) => {}
        }
        let ended = matches!(self.tokens_at(self.at - 1), Some(Word::Finish | Word::Expiry));
        let after = self.tokens_at(first) == Some(Word::After);
        let place = self.at;
        let (anchor, point) = match self.attempt(Self::anchor) {
            Some(found) => found,
            // «по факту», «по завершении»
            None if matches!(self.tokens_at(place - 1), Some(Word::Fact | Word::Finish)) => (None, None),
            None => return None,
        };
        // «после 1 мая», «по окончании учебного года» are days; «по итогам полугодия», «в день …» are events.
        if point.is_some() && (after || ended) {
            self.at = place;
            let mut point = self.point()?;
            study_only(&mut point);
            return Some(Offset {
                amount: 0,
                unit: OffsetUnit::Days,
                anchor,
                point: Some(point),
                counted: false,
                needs_anchor: true,
            });
        }
        Some(Offset {
            amount: 0,
            unit: OffsetUnit::Days,
            anchor,
            point: None,
            counted: true,
            needs_anchor: true,
        })
    }

    /// «(к) педсовету 28.03.2024»: an event whose day is said is due by it.
    fn dated_event(&mut self) -> Option<Offset> {
        let first = self.at;
        while self.eat_kind(Kind::Other) || self.eat(Word::Filler) {}
        let named = (1..=4).contains(&(self.at - first)).then(|| self.text_from(first))?;
        let point = self.point().filter(|part| matches!(part.unit, Unit::Day(..)))?;
        Some(Offset {
            amount: 0,
            unit: OffsetUnit::Days,
            anchor: named,
            point: Some(point),
            counted: true,
            needs_anchor: true,
        })
    }

    /// «до проведения мероприятия», «перед началом программы»: an event instead of a date. Tried last.
    pub fn event(&mut self) -> Option<Offset> {
        let named_day = self.at;
        if self.peek()?.text == "день" && self.kind(1) == Some(Kind::Other) {
            self.tail();
            return Some(Offset {
                amount: 0,
                unit: OffsetUnit::Days,
                anchor: self.text_from(named_day),
                point: None,
                counted: true,
                needs_anchor: true,
            });
        }
        self.need_any(&[Word::Until, Word::Before, Word::Toward])?;
        self.skip(&[Word::Moment]);
        let first = self.at;
        if let Some(dated) = self.attempt(Self::dated_event) {
            return Some(dated);
        }
        // «до новогодних праздников»
        let of_season = matches!(self.word(0), Some(Word::Season(_))) && self.kind(1) == Some(Kind::Other);
        let content = of_season
            || matches!(
                self.kind(0),
                Some(
                    Kind::Other
                        | Kind::Known(
                            Word::Begin
                                | Word::End
                                | Word::Finish
                                | Word::Filler
                                | Word::Realisation
                                | Word::Day
                                | Word::Each
                        )
                )
            );
        if !content {
            return None;
        }
        self.tail();
        Some(Offset {
            amount: 0,
            unit: OffsetUnit::Days,
            anchor: self.text_from(first),
            point: None,
            counted: true,
            needs_anchor: true,
        })
    }
}
