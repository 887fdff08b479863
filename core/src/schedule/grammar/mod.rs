//! Reads tokens as items: dates and ranges, rules, offsets, references to other documents.
//!
//! ```text
//! phrase  = { item | separator | word }
//! item    = dates | repeat | offset | vague
//! dates   = [ until | since ] range { ("," | "и") range }
//! range   = ["с"] point [ ("–" | "по" | "до") point ]
//! point   = [ edge ] ( day month | month | nth unit month | half-year | … ) [ year ]
//! ```
//!
//! A number without a unit («10, 20 и 30 октября») takes the unit of the next point of its list. Every rule is tried at
//! the same place in a fixed order and gives the place back if it fails, so that reading is linear in practice.

mod dates;
mod digits;
mod event;
mod items;
mod label;
mod list;
mod month_day;
mod offset;
mod parts;
mod point;
mod reader;
mod repeat;
mod vague;
mod years;

pub(super) use items::{Edge, Item, Offset, Part, Range, Reach, Reading, Unit, Year};

use alloc::vec::Vec;

use super::lexer::{Kind, MOST_TOKENS, Token, tokens};
use super::lexicon::Word;
use reader::Reader;

/// Reads a phrase. Total.
pub(super) fn read(phrase: &str) -> Reading {
    let tokens = tokens(phrase);
    let mut reading =
        Reading { serial: serial(&tokens), too_long: tokens.len() > MOST_TOKENS, ..Reading::default() };
    if reading.too_long {
        return reading;
    }
    // A mark that parts nothing from nothing.
    let idle = |token: &Token| matches!(token.kind, Kind::Semicolon | Kind::Comma | Kind::Colon | Kind::Dot);
    let tokens = &tokens[..tokens.iter().rposition(|token| !idle(token)).map_or(0, |at| at + 1)];
    reading.empty = is_empty(tokens);
    let mut reader = Reader::new(phrase, tokens);
    reader.attempt(Reader::caption);
    let mut depth = 0usize;
    while let Some(token) = reader.peek() {
        let before = reader.at;
        match token.kind {
            Kind::Blank => reading.blank = true,
            Kind::Open => depth += 1,
            Kind::Close => depth = depth.saturating_sub(1),
            _ => {}
        }
        let aside = depth > 0 && !reading.items.is_empty();
        if aside && reader.attempt(Reader::reported).is_some() {
            continue;
        }
        if let Some(items) = reader.items() {
            let signed = [before.checked_sub(1), Some(before)].into_iter().flatten();
            let signed = signed
                .filter_map(|at| reader.kind_at(at))
                .any(|kind| matches!(kind, Kind::Dash | Kind::Colon));
            reading.named |= signed && reading.items.is_empty();
            reading.items.extend(items);
        }
        if reader.at == before {
            let strange = reader.strangeness();
            // What stands in brackets after a term explains it; before one, or around it all, it is text like any other.
            if reading.items.is_empty() {
                reading.before += strange;
            }
            reading.strange += if aside { strange.min(1) } else { strange };
            reader.at += 1;
        }
    }
    reading
}

/// Whether a cell holds nothing but dashes, or a cross: «—», «(–)», «Срок: -».
fn is_empty(tokens: &[Token]) -> bool {
    let mark = |token: &&Token| {
        matches!(
            token.kind,
            Kind::Dash
                | Kind::Dot
                | Kind::Comma
                | Kind::Ellipsis
                | Kind::Semicolon
                | Kind::Open
                | Kind::Close
        )
    };
    let rest: Vec<&Token> = tokens.iter().filter(|token| !mark(token)).collect();
    match rest.as_slice() {
        [] => true,
        [only] => matches!(only.text.as_str(), "х" | "x"),
        [caption, colon] => caption.kind == Kind::Known(Word::Term0) && colon.kind == Kind::Colon,
        _ => false,
    }
}

/// The number a spreadsheet keeps a date as, when it is all there is.
fn serial(tokens: &[super::lexer::Token]) -> Option<u32> {
    match tokens {
        [only] => match only.kind {
            Kind::Num(value, 5) => Some(value),
            _ => None,
        },
        _ => None,
    }
}

impl Reader<'_> {
    /// «Срок: », «Срок исполнения – » before a term; before a day the words say that it is the last one.
    fn caption(&mut self) -> Option<()> {
        while self.eat_kind(Kind::Open) {}
        self.need(Word::Term0)?;
        let of_what = self.skip(&[Word::Filler, Word::Realisation]) > 0;
        (self.eat_kind(Kind::Colon) || self.eat_kind(Kind::Dash)).then_some(())?;
        while self.eat_kind(Kind::Colon) || self.eat_kind(Kind::Dash) {}
        (!(of_what && matches!(self.kind(0), Some(Kind::Num(..))))).then_some(())
    }

    /// «(выполнено 12.10.2023)», «(приказ от 01.09.2023)»: a day that a paper has or the work was done on is no term.
    fn reported(&mut self) -> Option<()> {
        const DONE: [&str; 5] = ["выполнен", "исполнен", "проведен", "сделан", "сдан"];
        let text = self.peek()?.text.as_str();
        if DONE.iter().any(|stem| text.starts_with(stem)) {
            self.at += 1;
        } else {
            self.need(Word::Of)?;
        }
        matches!(self.kind(0), Some(Kind::Num(..))).then_some(())?;
        self.point().map(|_| ())
    }

    fn items(&mut self) -> Option<alloc::vec::Vec<Item>> {
        if let Some(item) = self.attempt(Self::reference) {
            return Some(alloc::vec![item]);
        }
        if self.attempt(Self::label).is_some() {
            return Some(alloc::vec![]);
        }
        if let Some(items) = self.attempt(Self::onward).or_else(|| self.attempt(Self::except)) {
            return Some(items);
        }
        if let Some(item) = self.attempt(Self::programme_course) {
            return Some(alloc::vec![item]);
        }
        if let Some(kept) = self.attempt(Self::repeat) {
            return Some(alloc::vec![kept]);
        }
        if let Some(offset) = self.attempt(Self::offset) {
            return Some(alloc::vec![Item::Offset(offset)]);
        }
        if let Some(item) = self.attempt(Self::vague) {
            return Some(alloc::vec![item]);
        }
        if let Some(ranges) = self.attempt(Self::dates) {
            return Some(ranges.into_iter().map(Item::Dates).collect());
        }
        self.attempt(Self::event).map(|offset| alloc::vec![Item::Offset(offset)])
    }

    /// «и далее», «далее постоянно», «далее – ежегодно», «далее» before what repeats
    fn onward(&mut self) -> Option<alloc::vec::Vec<Item>> {
        self.skip(&[Word::And, Word::In]);
        self.need(Word::Onward)?;
        while self.eat_kind(Kind::Dash) || self.eat_kind(Kind::Comma) {}
        if self.eat(Word::Yearly) {
            return Some(alloc::vec![Item::Yearly]);
        }
        let on = self.skip(&[Word::Constantly]) > 0
            || matches!(self.kind(0), None | Some(Kind::Close | Kind::Dot));
        Some(alloc::vec![if on { Item::Onward } else { Item::Then }])
    }

    /// How much the token at hand speaks against the phrase being a term.
    fn strangeness(&self) -> usize {
        match self.peek().map(|token| token.kind) {
            Some(Kind::Other) => 1,
            Some(Kind::Num(..)) => 1,
            Some(Kind::Sign) => 1,
            // «приказ от 15.09.2023»: the date of a paper, not a term.
            Some(Kind::Known(Word::Of)) if matches!(self.kind(1), Some(Kind::Num(..))) => 9,
            _ => 0,
        }
    }
}
