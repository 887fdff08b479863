//! What stands beside dates: names of them («I этап», «второй раз», «5–9 классы»), and those that are left out.

use alloc::vec::Vec;

use super::Item;
use super::reader::Reader;
use crate::schedule::lexer::Kind;
use crate::schedule::lexicon::Word;

/// What numbers name besides stages and classes.
const NAMED: [&str; 8] = ["смен", "тур", "част", "курс", "групп", "поток", "блок", "модул"];

impl Reader<'_> {
    /// «1 этап», «5-9 классы», «первый раз»: numbers that only name something.
    pub fn label(&mut self) -> Option<()> {
        self.skip(&[Word::In]);
        let (_, ordinal) = self.number()?;
        if ordinal && self.attempt(Self::turn).is_some() {
            return Some(());
        }
        while self
            .attempt(|r| {
                (r.eat_kind(Kind::Dash) || r.eat_kind(Kind::Comma) || r.eat(Word::And)).then_some(())?;
                r.number().map(|_| ())
            })
            .is_some()
        {}
        let text = self.peek()?.text.as_str();
        let named = self.word(0) == Some(Word::Label)
            || self.kind(0) == Some(Kind::Other) && NAMED.iter().any(|stem| text.starts_with(stem));
        named.then(|| self.at += 1)?;
        self.dot();
        Some(())
    }

    /// «раз – » after «первый», and the dash of «второй – до 1 мая»; «первый раз в месяц» is how often.
    fn turn(&mut self) -> Option<()> {
        let named = self.eat(Word::Times);
        let signed = self.eat_kind(Kind::Dash) || self.eat_kind(Kind::Colon);
        let dated = matches!(self.word(0), Some(Word::Until | Word::Month(_)));
        let within = self.word(0) == Some(Word::In)
            && !matches!(
                self.word(1),
                Some(
                    Word::Week
                        | Word::MonthUnit
                        | Word::Quarter
                        | Word::Term
                        | Word::Trimester
                        | Word::HalfYear
                        | Word::SixMonths
                        | Word::Study
                        | Word::Year
                        | Word::Each
                        | Word::Number(_)
                )
            );
        let day = matches!(self.kind(0), Some(Kind::Num(..)));
        ((within || dated) && (signed || named) || day && named).then_some(())
    }

    /// «кроме июля и августа», «за исключением летних каникул»
    pub fn except(&mut self) -> Option<Vec<Item>> {
        if self.word(0) == Some(Word::For) && self.token(1)?.text == "исключением" {
            self.at += 2;
        } else {
            (self.peek()?.text == "кроме").then(|| self.at += 1)?;
        }
        if let Some(ranges) = self.attempt(|r| r.chain(false)) {
            return Some(ranges.into_iter().map(Item::Except).collect());
        }
        self.tail();
        Some(Vec::new())
    }
}
