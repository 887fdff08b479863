//! Terms without days: «постоянно», «по необходимости», «по графику», «в соответствии со сроками программ».

use super::reader::Reader;
use super::{Item, Part, Range, Reach, Unit};
use crate::schedule::lexer::Kind;
use crate::schedule::lexicon::Word;

impl Reader<'_> {
    /// An item that names no days of its own.
    pub fn vague(&mut self) -> Option<Item> {
        if self.peek()?.text == "без" && self.word(1) == Some(Word::Term0) {
            self.at += 2;
            return Some(Item::Absent);
        }
        // «см. приложение 1»
        if let Some(item) = self.attempt(Self::appendix).or_else(|| self.attempt(Self::each_their_own)) {
            return Some(item);
        }
        // «если необходимо»
        if self.peek()?.text == "если" {
            const NEED: [&str; 4] = ["необходим", "нужн", "потребу", "понадоб"];
            let text = self.token(1)?.text.as_str();
            NEED.iter().any(|stem| text.starts_with(stem)).then(|| self.tail())?;
            return Some(Item::AsNeeded);
        }
        let word = self.word(0)?;
        match word {
            Word::Constantly | Word::Roughly | Word::Absent | Word::TimesOver(1) => {
                // «01.09.2023 – бессрочно»
                let endless = self.peek()?.text == "бессрочно";
                self.at += 1;
                self.dot();
                Some(match word {
                    _ if endless => Item::Onward,
                    Word::Constantly => Item::Constantly,
                    Word::Roughly => Item::Roughly,
                    _ => Item::Absent,
                })
            }
            _ => self
                .attempt(Self::whole_period)
                .or_else(|| self.attempt(Self::as_needed))
                .or_else(|| self.attempt(Self::in_passing))
                .or_else(|| self.attempt(Self::missing))
                .or_else(|| self.attempt(Self::elsewhere)),
        }
    }

    fn appendix(&mut self) -> Option<Item> {
        matches!(self.peek()?.text.as_str(), "см" | "смотри" | "смотрите").then(|| self.at += 1)?;
        self.dot();
        self.peek()?.text.starts_with("приложени").then(|| self.tail())?;
        Some(Item::External)
    }

    /// «индивидуально», «в индивидуальном порядке», «(сообщим) дополнительно»
    fn each_their_own(&mut self) -> Option<Item> {
        let ordered = self.eat(Word::In);
        let text = self.peek()?.text.as_str();
        (matches!(text, "индивидуально" | "дополнительно") && !ordered
            || text == "индивидуальном" && ordered)
            .then(|| self.at += 1)?;
        if ordered {
            self.peek()?.text.starts_with("порядке").then(|| self.at += 1)?;
        }
        Some(Item::External)
    }

    /// «по п. 1.3», «одновременно с пунктом 2», «на этапе подготовки»: the term of another item or stage.
    pub fn reference(&mut self) -> Option<Item> {
        if let Some(item) = self.attempt(Self::same_term) {
            return Some(item);
        }
        let begins = |r: &Self, stems: &[&str]| {
            r.peek().is_some_and(|token| stems.iter().any(|stem| token.text.starts_with(stem)))
        };
        if begins(self, &["на"]) && self.word(0) == Some(Word::In) {
            self.at += 1;
            self.number();
            self.skip(&[Word::All, Word::Each]);
            // «на подготовительном этапе»
            for _ in 0..2 {
                let adjective = self.kind(0) == Some(Kind::Other) && !begins(self, &["этап", "стади"]);
                self.at += usize::from(adjective);
            }
            if begins(self, &["этапе", "этапах", "стадии", "стадиях"]) {
                self.at += 1;
                while matches!(
                    self.kind(0),
                    Some(Kind::Other | Kind::Known(Word::Realisation | Word::Programme))
                ) {
                    self.at += 1;
                }
                return Some(Item::Linked);
            }
            return None;
        }
        while begins(
            self,
            &["одновременно", "совместно", "соответственно", "аналогично", "параллельно", "вместе"],
        ) || matches!(
            self.word(0),
            Some(Word::In | Word::By | Word::From | Word::According | Word::Accordance | Word::Term0)
        ) {
            self.at += 1;
        }
        let named = self.peek()?.text.as_str();
        if !(matches!(named, "п" | "пп" | "пункт" | "подпункт") || Self::item_word(named)) {
            return None;
        }
        self.at += 1;
        self.dot();
        self.number()?;
        while self
            .attempt(|r| {
                let joined = r.eat_kind(Kind::Dot)
                    || r.eat_kind(Kind::Comma)
                    || r.eat_kind(Kind::Dash)
                    || r.eat(Word::And);
                joined.then_some(())?;
                r.number().map(|_| ())
            })
            .is_some()
        {}
        self.dot();
        Some(Item::Linked)
    }

    /// «в те же сроки», «тот же срок», «то же»: the term of the item above.
    fn same_term(&mut self) -> Option<Item> {
        self.skip(&[Word::In]);
        let text = self.peek()?.text.as_str();
        matches!(text, "те" | "тот" | "то" | "тех").then_some(())?;
        self.at += 1;
        (self.peek()?.text == "же").then(|| self.at += 1)?;
        self.eat(Word::Term0);
        Some(Item::Linked)
    }

    /// «пункта», «пунктом», «пунктами», …
    fn item_word(text: &str) -> bool {
        const ENDINGS: [&str; 8] = ["а", "у", "е", "ом", "ы", "ов", "ам", "ами"];
        let ending = text.strip_prefix("подпункт").or_else(|| text.strip_prefix("пункт"));
        ending.is_some_and(|ending| ENDINGS.contains(&ending))
    }

    /// «в рабочем порядке», «в оперативном порядке»
    fn in_passing(&mut self) -> Option<Item> {
        self.need(Word::In)?;
        if self.word(0) != Some(Word::Working) && !self.peek()?.text.starts_with("оперативн") {
            return None;
        }
        self.at += 1;
        self.peek()?.text.starts_with("порядке").then_some(())?;
        self.at += 1;
        Some(Item::AsNeeded)
    }

    /// «в ходе реализации программы», «в рамках реализации проекта»
    pub fn programme_course(&mut self) -> Option<Item> {
        self.need_any(&[Word::In, Word::By])?;
        self.need(Word::Course)?;
        self.need(Word::Realisation)?;
        self.tail();
        Some(Item::Linked)
    }

    /// «в течение всего периода реализации ЦМН», «весь срок действия программы», «на период …»
    fn whole_period(&mut self) -> Option<Item> {
        // «на период наставничества»; «в период» is an event.
        let lasting = self.peek()?.text == "на";
        self.skip(&[Word::In, Word::For]);
        let during = self.eat(Word::During);
        self.dot();
        let all = self.skip(&[Word::All, Word::Current]) > 0;
        // «в сроки реализации программ» is another's term, «весь срок реализации» is the whole plan.
        let term = self.word(0) == Some(Word::Term0);
        // «на протяжении реализации программы»
        if !(during && self.word(0) == Some(Word::Realisation)) {
            self.need_any(&[Word::Period, Word::Term0])?;
        }
        let realised = self.word(0) == Some(Word::Realisation) && (!term || all || during);
        let ends = matches!(
            self.kind(0),
            None | Some(Kind::Dot | Kind::Comma | Kind::Close | Kind::Semicolon | Kind::Open)
        );
        let mentoring =
            (during || lasting) && self.peek().is_some_and(|token| token.text.starts_with("наставнич"));
        if !(realised
            || mentoring
            || (all && (ends || self.kind(0) == Some(Kind::Other)))
            || (during && ends))
        {
            return None;
        }
        if !ends {
            self.tail();
        }
        let part = Part::whole(Unit::PlanYear, None);
        Some(Item::Dates(Range { reach: Reach::Within, from: part, to: part }))
    }

    /// «по мере необходимости», «при наличии …», «по запросу», «в случае …», «необходимо»
    fn as_needed(&mut self) -> Option<Item> {
        match self.word(0)? {
            Word::By => {
                self.at += 1;
                self.skip(&[Word::Fact]);
                let measure = self.eat_any(&[Word::Measure, Word::Discretion]);
                if !measure && !self.adjectives_then(Word::Need, 2) {
                    return None;
                }
            }
            Word::At => {
                self.at += 1;
                self.need_any(&[Word::Need, Word::Presence])?;
            }
            Word::In => {
                self.at += 1;
                self.need_any(&[Word::Case, Word::Discretion])?;
            }
            Word::Need => {}
            _ => return None,
        }
        self.tail();
        Some(Item::AsNeeded)
    }

    /// Whether `word` comes after at most so many unknown words; eats up to it.
    fn adjectives_then(&mut self, word: Word, most: usize) -> bool {
        let here = (0..=most).find(|ahead| self.word(*ahead) == Some(word));
        let clear = here.is_some_and(|at| (0..at).all(|ahead| self.is_adjective(ahead)));
        if let (Some(at), true) = (here, clear) {
            self.at += at;
        }
        here.is_some() && clear
    }

    fn is_adjective(&self, ahead: usize) -> bool {
        matches!(
            self.kind(ahead),
            Some(
                Kind::Other
                    | Kind::Dash
                    | Kind::Known(
                        Word::Study
                            | Word::Settled
                            | Word::CalendarDay
                            | Word::Working
                            | Word::Yearly
                            | Word::Current
                            | Word::Season(_)
                            | Word::Monthly
                            | Word::Weekly
                            | Word::Year
                    )
            )
        )
    }

    /// «сроки уточняются», «дата не определена», «не указан»
    fn missing(&mut self) -> Option<Item> {
        const ELSEWHERE: [&str; 4] = ["указан", "определ", "устанавл", "назнача"];
        let named = self.skip(&[Word::Term0, Word::Moment, Word::Filler]) > 0;
        let told = |text: &str| ELSEWHERE.iter().any(|stem| text.starts_with(stem));
        // «сроки указаны в приложении», «сроки определяет куратор»
        if named && self.kind(0) == Some(Kind::Other) && told(&self.peek()?.text) {
            self.tail();
            return Some(Item::External);
        }
        if self.eat(Word::Unsettled)
            || self.word(0) == Some(Word::WillBe) && self.word(1) == Some(Word::Settled)
        {
            self.tail();
            return Some(Item::External);
        }
        self.need(Word::Not)?;
        let text = self.peek()?.text.as_str();
        let unset = matches!(self.word(0), Some(Word::Settled))
            || text.starts_with("указан")
            || text.starts_with("требует")
            || text.starts_with("определен")
            || text.starts_with("предусмотрен");
        self.at += 1;
        unset.then_some(Item::Absent)
    }

    /// «по отдельному графику», «согласно плану», «в установленные сроки», «в соответствии со сроками …»
    fn elsewhere(&mut self) -> Option<Item> {
        let first = self.at;
        match self.word(0)? {
            Word::By => {
                self.at += 1;
                self.skip(&[Word::By]);
                if !(matches!(self.word(0), Some(Word::Term0 | Word::Programme))
                    || self.adjectives_then(Word::Document, 3))
                {
                    return None;
                }
            }
            Word::According => self.at += 1,
            Word::In | Word::Accordance => {
                self.skip(&[Word::In]);
                if !self.eat(Word::Accordance) && !self.settled_term() {
                    return None;
                }
                self.dot();
            }
            // «план ВШК» names a term, «приказ № 5» does not.
            Word::Document => {
                const PLANS: [&str; 4] = ["план", "график", "расписан", "циклограмм"];
                let text = self.peek()?.text.as_str();
                PLANS.iter().any(|stem| text.starts_with(stem)).then_some(())?;
            }
            Word::Settled => {}
            Word::Term0 if matches!(self.word(1), Some(Word::Settled | Word::Realisation)) => {}
            _ => return None,
        }
        self.tail();
        // «в сроки, установленные приказом»
        self.attempt(|r| {
            (r.eat_kind(Kind::Comma) && r.eat(Word::Settled)).then_some(())?;
            r.tail();
            Some(())
        });
        Some(if self.names_programme_terms(first) { Item::Linked } else { Item::External })
    }

    /// «установленные сроки», «сроки, установленные …», «сроки реализации …»
    fn settled_term(&mut self) -> bool {
        let settled = self.skip(&[Word::Settled, Word::All]) > 0;
        if !self.eat(Word::Term0) {
            return false;
        }
        let comma = usize::from(self.kind(0) == Some(Kind::Comma));
        let told = matches!(
            self.kind(0),
            None | Some(
                Kind::Close | Kind::Dot | Kind::Other | Kind::Known(Word::Filler | Word::Realisation)
            )
        );
        settled || told || matches!(self.word(comma), Some(Word::Settled))
    }

    /// Whether the tokens from `first` speak of the terms of programmes.
    fn names_programme_terms(&self, first: usize) -> bool {
        let has = |wanted: Word| (first..self.at).any(|at| self.tokens_at(at) == Some(wanted));
        has(Word::Term0) && (has(Word::Programme) || has(Word::Realisation)) && !has(Word::Document)
    }
}
