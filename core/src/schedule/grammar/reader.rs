//! A place in the tokens that can be given back.

use alloc::string::String;

use crate::schedule::lexer::{Kind, Token};
use crate::schedule::lexicon::Word;

/// The tokens of a phrase and where the reading stands.
pub(super) struct Reader<'a> {
    phrase: &'a str,
    tokens: &'a [Token],
    /// The index of the next token.
    pub at: usize,
}

impl<'a> Reader<'a> {
    pub fn new(phrase: &'a str, tokens: &'a [Token]) -> Self {
        Self { phrase, tokens, at: 0 }
    }

    pub fn peek(&self) -> Option<&'a Token> {
        self.tokens.get(self.at)
    }

    pub fn token(&self, ahead: usize) -> Option<&'a Token> {
        self.tokens.get(self.at + ahead)
    }

    pub fn kind(&self, ahead: usize) -> Option<Kind> {
        self.token(ahead).map(|token| token.kind)
    }

    pub fn word(&self, ahead: usize) -> Option<Word> {
        match self.kind(ahead) {
            Some(Kind::Known(word)) => Some(word),
            _ => None,
        }
    }

    /// The kind of the token at an index, not counted from the place.
    pub fn kind_at(&self, index: usize) -> Option<Kind> {
        self.tokens.get(index).map(|token| token.kind)
    }

    /// The known word at an index, not counted from the place.
    pub fn tokens_at(&self, index: usize) -> Option<Word> {
        match self.tokens.get(index)?.kind {
            Kind::Known(word) => Some(word),
            _ => None,
        }
    }

    /// Runs a rule; when it fails, the place is given back.
    pub fn attempt<T>(&mut self, rule: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let before = self.at;
        let found = rule(self);
        if found.is_none() {
            self.at = before;
        }
        found
    }

    pub fn eat(&mut self, word: Word) -> bool {
        self.eat_kind(Kind::Known(word))
    }

    pub fn eat_kind(&mut self, kind: Kind) -> bool {
        let there = self.kind(0) == Some(kind);
        self.at += usize::from(there);
        there
    }

    pub fn eat_any(&mut self, words: &[Word]) -> bool {
        let there = self.word(0).is_some_and(|word| words.contains(&word));
        self.at += usize::from(there);
        there
    }

    /// Eats all the words of the set that come, gives how many.
    pub fn skip(&mut self, words: &[Word]) -> usize {
        let before = self.at;
        while self.eat_any(words) {}
        self.at - before
    }

    /// Eats the word, or fails.
    pub fn need(&mut self, word: Word) -> Option<()> {
        self.eat(word).then_some(())
    }

    pub fn need_any(&mut self, words: &[Word]) -> Option<()> {
        self.eat_any(words).then_some(())
    }

    /// The phrase from token `first` to the place, in its own spelling with single spaces.
    pub fn text_from(&self, first: usize) -> Option<String> {
        let start = self.tokens.get(first)?.start;
        let end = self.tokens.get(self.at.checked_sub(1)?)?.end;
        let text =
            self.phrase.get(start..end)?.trim_end_matches(['.', ':', '-', '\u{2013}', '\u{2014}', ' ']);
        let mut clean = String::new();
        for word in text.split_whitespace() {
            if !clean.is_empty() {
                clean.push(' ');
            }
            clean.push_str(word);
        }
        (!clean.is_empty()).then_some(clean)
    }

    /// A number in digits, Roman numerals or words, with whether it is an ordinal.
    pub fn number(&mut self) -> Option<(u32, bool)> {
        let kind = self.kind(0)?;
        let found = match kind {
            Kind::Num(value, digits) if digits <= 3 => (value, false),
            Kind::Ord(value) => (value, true),
            Kind::Known(Word::Number(tens @ (20 | 30))) => match self.kind(1) {
                Some(Kind::Known(Word::Ordinal(ones @ 1..=9))) => {
                    self.at += 1;
                    (tens + ones, true)
                }
                Some(Kind::Known(Word::Number(ones @ 1..=9))) => {
                    self.at += 1;
                    (tens + ones, false)
                }
                _ => (tens, false),
            },
            Kind::Known(Word::Number(value)) => (value, false),
            Kind::Known(Word::Ordinal(value)) => (value, true),
            _ => return None,
        };
        self.at += 1;
        Some(found)
    }

    /// A dot that ends an abbreviation.
    pub fn dot(&mut self) {
        self.eat_kind(Kind::Dot);
    }

    /// Eats everything to the end of the clause: a comma, a bracket, a semicolon, or where a date or a rule begins.
    pub fn tail(&mut self) {
        while let Some(kind) = self.kind(0) {
            let stop = match kind {
                Kind::Comma | Kind::Semicolon | Kind::Open | Kind::Close | Kind::Blank => true,
                Kind::Known(Word::Until | Word::Later) => {
                    self.dated(1) || self.word(1) == Some(Word::Finish) && self.word(2) == Some(Word::Study)
                }
                // «и до окончания учебного года»
                Kind::Known(Word::And) => {
                    self.word(1) == Some(Word::Until)
                        && (self.dated(2) || matches!(self.word(3), Some(Word::Study)))
                }
                // «с момента издания приказа по 31 мая»; «по 5 классу» is no day.
                Kind::Known(Word::By) => {
                    matches!(self.kind(1), Some(Kind::Num(1..=31, 1..=2)))
                        && (matches!(self.word(2), Some(Word::Month(_)))
                            || matches!((self.kind(2), self.kind(3)), (Some(Kind::Dot), Some(Kind::Num(..)))))
                }
                Kind::Known(Word::Not) => {
                    self.word(1) == Some(Word::Later) || self.word(1) == Some(Word::Less)
                }
                Kind::Known(Word::In) => self.word(1) == Some(Word::During),
                // «план – сентябрь»
                Kind::Dash => {
                    self.peek().is_some_and(|token| token.spaced)
                        && matches!(self.word(1), Some(Word::Month(_)))
                }
                _ => false,
            };
            if stop {
                break;
            }
            self.at += 1;
        }
    }

    fn dated(&self, ahead: usize) -> bool {
        matches!(
            self.kind(ahead),
            Some(Kind::Num(..) | Kind::Ord(_) | Kind::Known(Word::Month(_) | Word::End | Word::Begin))
        )
    }
}
