//! Parts of longer stretches: «первые две недели учебного года», «по итогам I и II полугодия».

use super::reader::Reader;
use super::repeat::plainly;
use super::{Edge, Item, Part, Range, Reach, Unit};
use crate::schedule::Rule;
use crate::schedule::lexicon::Word;

impl Reader<'_> {
    /// «первые две недели учебного года», «последний месяц I полугодия», «последний день учебного года»
    pub fn outer_of_stretch(&mut self) -> Option<Part> {
        let last = self.eat(Word::Last);
        if !last {
            self.number().filter(|first| *first == (1, true))?;
        }
        let count = self.attempt(Self::number).map_or(1, |(count, _)| count);
        let count = i16::try_from(count).ok().filter(|count| (1..=60).contains(count))?;
        let unit = self.word(0)?;
        self.at += 1;
        self.dot();
        let signed = if last { -count } else { count };
        let edge = match unit {
            Word::Day => Edge::Days(signed),
            Word::Week => Edge::Days(signed * 7),
            Word::Decade => Edge::Days(signed * 10),
            Word::MonthUnit if count <= 12 => Edge::Months(i8::try_from(signed).ok()?),
            _ => return None,
        };
        let whole = self.point().filter(|part| part.edge == Edge::Whole)?;
        let unit = match whole.unit {
            Unit::PlanYear if whole.year.is_some() => Unit::Study,
            Unit::Study | Unit::HalfYear(_) | Unit::Term(_) | Unit::Trimester(_) | Unit::Quarter(_) => {
                whole.unit
            }
            _ => return None,
        };
        Some(Part { unit, edge, ..whole })
    }

    /// «по итогам I и II полугодия», «по завершении 1–4 четвертей»: all parts of a year by their numbers are each of them.
    pub fn all_parts(&mut self) -> Option<Item> {
        match (self.word(0)?, self.word(1)) {
            (Word::By | Word::At, Some(Word::Outcome | Word::Finish | Word::Expiry)) => self.at += 2,
            (Word::After, _) => self.at += 1,
            _ => return None,
        }
        let mut numbers = 0u8;
        let mut rule = None;
        let parts = self.chain(false)?;
        for range in parts.iter().filter(|range| !range.from.is_year()) {
            let (first, kind) = numbered(range.from)?;
            let (last, _) = numbered(range.to)?;
            let single = range.reach == Reach::Within && range.from.edge == Edge::Whole;
            (single && rule.is_none_or(|rule| rule == kind)).then_some(())?;
            rule = Some(kind);
            (first..=last).for_each(|number| numbers |= 1 << number);
        }
        let most = match rule? {
            Rule::HalfYearly => 2,
            Rule::Trimester => 3,
            _ => 4,
        };
        (numbers.count_ones() == most).then_some(plainly(rule?))
    }

    /// «1 и 3 четверти», «1, 2 полугодия»: a list of parts of the year, which an event may be called by.
    pub fn list_of_parts(&mut self) -> Option<()> {
        let parts = self.chain(false)?;
        let listed = |range: &Range| range.from.is_year() || numbered(range.from).is_some();
        (parts.len() > 1 && parts.iter().all(listed)).then_some(())
    }
}

/// The number of a part of the year, and how such parts repeat.
fn numbered(part: Part) -> Option<(u8, Rule)> {
    Some(match part.unit {
        Unit::HalfYear(n) => (n, Rule::HalfYearly),
        Unit::Trimester(n) => (n, Rule::Trimester),
        Unit::Quarter(n) => (n, Rule::Quarterly { school: false }),
        Unit::Term(n) => (n, Rule::Quarterly { school: true }),
        _ => return None,
    })
}
