//! Rules: «1 раз в две недели», «каждый понедельник», «по средам», «до 25 числа каждого месяца», «в конце четверти».

use super::Item;
use super::reader::Reader;
use crate::schedule::lexer::Kind;
use crate::schedule::lexicon::Word;
use crate::schedule::{MonthOf, Rule, Step};

/// A rule about its own time, not the month before.
pub(super) fn plainly(rule: Rule) -> Item {
    Item::Repeat { rule, for_previous: false, month: MonthOf::Unsaid, bare: false }
}

pub(super) fn monthly_by(step: Step) -> Rule {
    Rule::Monthly { every: 1, day: Some(step), times: 1 }
}

/// The bit of an occurrence of a weekday in a month, 1 to 5.
fn bit(nth: i8) -> Option<u8> {
    (1..=5).contains(&nth).then(|| 1 << nth)
}

impl Reader<'_> {
    /// A recurring item.
    pub fn repeat(&mut self) -> Option<Item> {
        self.attempt(Self::habit)
            .or_else(|| self.attempt(Self::times))
            .or_else(|| self.attempt(Self::every_other_week))
            .or_else(|| self.attempt(Self::each))
            .or_else(|| self.attempt(Self::weekdays))
            .or_else(|| self.attempt(Self::month_day))
            .or_else(|| self.attempt(Self::nth_of_month))
            .or_else(|| self.attempt(Self::all_parts))
            .or_else(|| self.attempt(Self::edge_of_each))
    }

    /// «ежемесячно», «ежегодно»
    fn habit(&mut self) -> Option<Item> {
        // «в рабочие дни», «по рабочим дням»
        let plural_day =
            self.token(2).is_some_and(|token| matches!(token.text.as_str(), "дни" | "дням" | "днях"));
        if matches!(self.word(0)?, Word::In | Word::By) && self.word(1) == Some(Word::Working) && plural_day {
            self.at += 3;
            return Some(plainly(Rule::Daily));
        }
        // «по четвертям», «по месяцам»
        if self.word(0) == Some(Word::By) && self.token(1)?.text.ends_with(['м']) {
            let plural = self.token(1)?.text.ends_with("ям") || self.token(1)?.text.ends_with("ам");
            let rule = match self.word(1)? {
                Word::HalfYear => Rule::HalfYearly,
                Word::Term => Rule::Quarterly { school: true },
                Word::Quarter => Rule::Quarterly { school: false },
                Word::Trimester => Rule::Trimester,
                Word::MonthUnit => Rule::MONTHLY,
                Word::Week => Rule::WEEKLY,
                _ => return None,
            };
            self.at += 2;
            return plural.then_some(plainly(rule));
        }
        let rule = match self.word(0)? {
            Word::Yearly => {
                self.at += 1;
                self.dot();
                return Some(Item::Yearly);
            }
            Word::Daily => {
                // «будние дни»
                self.attempt(|r| {
                    (r.peek()?.text.starts_with("будн") && r.word(1) == Some(Word::Day)).then(|| r.at += 1)
                });
                Rule::Daily
            }
            Word::Weekly => Rule::WEEKLY,
            Word::Monthly => Rule::MONTHLY,
            Word::Quarterly => Rule::Quarterly { school: false },
            Word::Termly => Rule::Quarterly { school: true },
            Word::HalfYearly => Rule::HalfYearly,
            _ => return None,
        };
        self.at += 1;
        self.dot();
        Some(plainly(rule))
    }

    /// «не реже 1 раза в квартал», «раз в две недели», «дважды в год», «2 р./мес.»
    fn times(&mut self) -> Option<Item> {
        self.attempt(|r| {
            r.skip(&[Word::And, Word::Not, Word::Than]);
            r.need(Word::Less)?;
            r.skip(&[Word::Than]);
            Some(())
        });
        let times = match self.word(0) {
            Some(Word::TimesOver(times)) => {
                self.at += 1;
                u32::from(times)
            }
            _ => {
                let said = self.count();
                // «1 встреча в месяц», «2 часа в неделю»
                let hours = self.word(0) == Some(Word::Hour) || self.peek()?.text == "ч";
                let named = said.is_some()
                    && (hours || self.kind(0) == Some(Kind::Other))
                    && self.word(1) == Some(Word::In);
                // «1/мес.»
                let a_unit = said.is_some()
                    && self.kind(0) == Some(Kind::Slash)
                    && matches!(
                        self.word(1),
                        Some(
                            Word::Week
                                | Word::MonthUnit
                                | Word::Quarter
                                | Word::Term
                                | Word::HalfYear
                                | Word::Year
                        )
                    );
                if named {
                    self.at += 1
                } else if !a_unit {
                    self.need(Word::Times)?
                }
                self.dot();
                said.filter(|_| !(named && hours)).unwrap_or(1)
            }
        };
        self.eat_kind(Kind::Slash);
        // «once a month»: the article reads as «а».
        self.skip(&[Word::In, Word::For, Word::During, Word::Each, Word::And]);
        if let Some(item) = self.attempt(Self::every_and_a_half) {
            return Some(item);
        }
        let every = self.count().unwrap_or(1);
        let item = self.every(every, times)?;
        Some(item)
    }

    /// «раз в 1,5 месяца» is every six weeks.
    fn every_and_a_half(&mut self) -> Option<Item> {
        let whole = u8::try_from(self.halves()?).ok().filter(|whole| *whole < 5)?;
        let rule = match self.word(0)? {
            Word::MonthUnit => Rule::Weekly { days: 0, every: whole * 4 + 2, times: 1 },
            Word::Year => Rule::Monthly { every: whole * 12 + 6, day: None, times: 1 },
            _ => return None,
        };
        self.at += 1;
        self.dot();
        Some(plainly(rule))
    }

    /// A number, or the first of «1-2».
    fn count(&mut self) -> Option<u32> {
        let (number, _) = self.number()?;
        self.attempt(|r| {
            if !(r.eat_kind(Kind::Dash) || r.eat(Word::And)) {
                return None;
            }
            r.number().map(|_| ())
        });
        Some(number)
    }

    /// The rule for so many times in so many units; the unit stands at the place.
    fn every(&mut self, every: u32, times: u32) -> Option<Item> {
        let (every, times) = (u8::try_from(every).ok()?, u8::try_from(times).ok()?);
        if every == 0 || times == 0 || every > 60 {
            return None;
        }
        self.skip(&[Word::Study, Word::CalendarDay, Word::Working, Word::Current]);
        self.dot();
        let word = self.word(0)?;
        self.at += 1;
        self.dot();
        let rule = match word {
            Word::Day => match every {
                1 => Rule::Daily,
                10 => Rule::Monthly { every: 1, day: None, times: 3 },
                15 => Rule::Monthly { every: 1, day: None, times: 2 },
                30 => Rule::Monthly { every: 1, day: None, times },
                _ if every % 7 == 0 => Rule::Weekly { days: 0, every: every / 7, times },
                _ => return None,
            },
            Word::Week => Rule::Weekly { days: 0, every, times },
            Word::Decade => Rule::Monthly { every: 1, day: None, times: 3 },
            Word::MonthUnit => match (every, times) {
                (3, 1) => Rule::Quarterly { school: false },
                (6, 1) => Rule::HalfYearly,
                (12, 1) => return Some(Item::Yearly),
                _ => Rule::Monthly { every, day: None, times },
            },
            Word::Quarter if every == 1 && times == 1 => Rule::Quarterly { school: false },
            Word::Term if every == 1 && times == 1 => Rule::Quarterly { school: true },
            Word::Quarter | Word::Term if every == 2 && times == 1 => Rule::HalfYearly,
            // Of a quarter split in parts the plain year is known: 2 in a quarter are 8 in a year.
            Word::Quarter | Word::Term if every == 1 => match times {
                3 => Rule::MONTHLY,
                _ => Rule::TimesAYear(times.checked_mul(4)?),
            },
            Word::Trimester if every == 1 && times == 1 => Rule::Trimester,
            Word::HalfYear | Word::SixMonths => match times {
                1 => Rule::HalfYearly,
                2 => Rule::Quarterly { school: false },
                _ => Rule::TimesAYear(times.checked_mul(2)?),
            },
            // «1 раз в 3 года»
            Word::Year if every > 1 && times == 1 => {
                Rule::Monthly { every: every.checked_mul(12)?, day: None, times }
            }
            Word::Year if every == 1 => match times {
                1 => return Some(Item::Yearly),
                2 => Rule::HalfYearly,
                4 => Rule::Quarterly { school: false },
                12 => Rule::MONTHLY,
                _ => Rule::TimesAYear(times),
            },
            _ => return None,
        };
        Some(plainly(rule))
    }

    /// «каждый понедельник», «каждые две недели», «каждую последнюю пятницу месяца», «каждое 25 число»
    fn each(&mut self) -> Option<Item> {
        self.skip(&[Word::In]);
        self.need(Word::Each)?;
        if let Some(Word::Weekday(_)) = self.word(0) {
            return self.weekday_list();
        }
        if let Some(item) = self.attempt(|r| {
            let nth = r.nth()?;
            r.nth_unit(nth)
        }) {
            self.attempt(Self::of_each_month);
            return Some(item);
        }
        // «каждую вторую и четвёртую неделю месяца»
        if let Some(item) = self.attempt(Self::nth_of_month) {
            return Some(item);
        }
        let every = self.count().unwrap_or(1);
        self.every(every, 1)
    }

    /// «через неделю по средам», «по чётным неделям»
    fn every_other_week(&mut self) -> Option<Item> {
        // «по чётным неделям», «каждую нечётную неделю»
        let parity = self.attempt(|r| {
            r.need_any(&[Word::By, Word::Each])?;
            let text = r.peek()?.text.as_str();
            ["четн", "нечетн"].iter().any(|stem| text.starts_with(stem)).then(|| r.at += 1)
        });
        if parity.is_none() {
            self.need(Word::Through)?;
        }
        self.need(Word::Week)?;
        let days = self.attempt(|r| {
            r.eat_kind(Kind::Comma);
            r.weekdays()
        });
        match days {
            Some(Item::Repeat { rule: Rule::Weekly { days, times, .. }, .. }) => {
                Some(plainly(Rule::Weekly { days, every: 2, times }))
            }
            Some(_) => None,
            None => parity.map(|()| plainly(Rule::Weekly { days: 0, every: 2, times: 1 })),
        }
    }

    fn of_each_month(&mut self) -> Option<()> {
        self.skip(&[Word::In, Word::Each]);
        self.need(Word::MonthUnit)?;
        self.dot();
        Some(())
    }

    /// «25 число», «второй понедельник», «последний день», after its number.
    fn nth_unit(&mut self, nth: i8) -> Option<Item> {
        self.skip(&[Word::Working, Word::Study]);
        let rule = match self.word(0)? {
            Word::DayNumber | Word::Day if nth == -1 => monthly_by(Step::Day(31)),
            Word::DayNumber => monthly_by(Step::Day(nth as u8)),
            Word::Weekday(weekday) if nth <= 5 => monthly_by(Step::Weekday { nth, weekday }),
            _ => return None,
        };
        self.at += 1;
        Some(plainly(rule))
    }

    /// «по средам и пятницам», «понедельник, четверг», «пн-пт»
    fn weekdays(&mut self) -> Option<Item> {
        if self.word(0) == Some(Word::By) && matches!(self.word(1), Some(Word::Weekdays(_))) {
            self.at += 1;
        } else {
            self.skip(&[Word::In]);
            matches!(self.word(0), Some(Word::Weekday(_))).then_some(())?;
        }
        let item = self.weekday_list()?;
        // «по четвергам 1 раз в месяц»: how often is said after the day.
        let rarer = self.attempt(|r| {
            r.eat_kind(Kind::Comma);
            r.times()
        });
        match (rarer, &item) {
            // «по субботам, 1 раз в две недели»
            (
                Some(Item::Repeat { rule: Rule::Weekly { days: 0, every, times: 1 }, .. }),
                Item::Repeat { rule: Rule::Weekly { days, .. }, .. },
            ) => return Some(plainly(Rule::Weekly { days: *days, every, times: 1 })),
            (Some(rarer), _) => return Some(rarer),
            (None, _) => {}
        }
        self.attempt(Self::of_each_month);
        Some(item)
    }

    fn weekday_list(&mut self) -> Option<Item> {
        let mut days = 0u8;
        let mut last: Option<u8> = None;
        let mut ranged = false;
        while let Some(Word::Weekday(day) | Word::Weekdays(day)) = self.word(0) {
            self.at += 1;
            self.dot();
            match last {
                Some(first) if ranged => (first..=day).for_each(|n| days |= 1 << n),
                _ => days |= 1 << day,
            }
            last = Some(day);
            let more = |ahead: usize| matches!(self.word(ahead), Some(Word::Weekday(_) | Word::Weekdays(_)));
            ranged = self.kind(0) == Some(Kind::Dash) && more(1);
            let listed = matches!(self.kind(0), Some(Kind::Comma | Kind::Known(Word::And)));
            if ranged || (listed && more(1)) {
                self.at += 1;
            } else if listed && self.word(1) == Some(Word::By) && more(2) {
                self.at += 2;
            }
        }
        let workweek = days == 0b001_1111 || days == 0b011_1111;
        (days != 0).then_some(plainly(if workweek {
            Rule::Daily
        } else {
            Rule::Weekly { days, every: 1, times: 1 }
        }))
    }

    /// «последняя пятница месяца», «1-я и 3-я неделя месяца», «первая половина каждого месяца»
    fn nth_of_month(&mut self) -> Option<Item> {
        // «по последним пятницам»
        let plural = self.attempt(|r| {
            r.need(Word::By)?;
            let text = r.peek()?.text.as_str();
            text.ends_with(['м']).then_some(())
        });
        if plural.is_none() && self.attempt(|r| r.until().map(|_| ())).is_none() {
            self.skip(&[Word::In]);
        }
        let mut listed = 1u8;
        let mut nth = self.nth()?;
        let mut nths = bit(nth);
        while self
            .attempt(|r| {
                (r.eat_kind(Kind::Comma) || r.eat_kind(Kind::Dash) || r.eat(Word::And)).then_some(())?;
                nth = r.nth()?;
                Some(())
            })
            .is_some()
        {
            listed = listed.saturating_add(1);
            nths = nths.zip(bit(nth)).map(|(all, one)| all | one);
        }
        // «первый рабочий день месяца» has no number; the last one is the last day, which is not moved.
        let working = self.word(1) == Some(Word::Day) && self.eat(Word::Working);
        let rule = match (self.word(0)?, nths) {
            (Word::Weekday(weekday) | Word::Weekdays(weekday), _) if nth <= 5 && listed == 1 => {
                monthly_by(Step::Weekday { nth, weekday })
            }
            (Word::Weekday(weekday) | Word::Weekdays(weekday), Some(nths)) => {
                monthly_by(Step::Weekdays { nths, weekday })
            }
            (Word::Day, _) if working && nth > 0 => Rule::MONTHLY,
            (word, _) => Self::part_of_month(word, nth, listed)?,
        };
        let weekday = matches!(self.word(0), Some(Word::Weekday(_) | Word::Weekdays(_)));
        let plural = matches!(self.word(0), Some(Word::Weekdays(_)));
        self.at += 1;
        self.dot();
        // «последний четверг четверти»
        let stretch = match self.word(0) {
            Some(Word::Quarter) => Some(Rule::Quarterly { school: false }),
            Some(Word::Term) => Some(Rule::Quarterly { school: true }),
            Some(Word::Trimester) => Some(Rule::Trimester),
            Some(Word::HalfYear) => Some(Rule::HalfYearly),
            _ => None,
        };
        if let Some(stretch) = stretch.filter(|_| weekday && listed == 1) {
            self.at += 1;
            return (!matches!(self.kind(0), Some(Kind::Num(..) | Kind::Ord(_)))).then_some(plainly(stretch));
        }
        let monthly = self.attempt(Self::of_each_month).is_some()
            || working && (0..self.at).any(|at| self.tokens_at(at) == Some(Word::Monthly));
        let elsewhere = matches!(self.word(0), Some(Word::Month(_)))
            || self.word(0) == Some(Word::In) && matches!(self.word(1), Some(Word::Month(_)))
            || matches!(self.kind(0), Some(Kind::Comma)) && matches!(self.word(1), Some(Word::Month(_)));
        (monthly || (weekday && (listed == 1 || plural) && !elsewhere)).then_some(plainly(rule))
    }

    /// The rule of the weeks, decades, halves or days of a month.
    fn part_of_month(word: Word, nth: i8, listed: u8) -> Option<Rule> {
        match word {
            Word::Weekday(_) | Word::Week | Word::Decade | Word::Half => {
                Some(Rule::Monthly { every: 1, day: None, times: listed })
            }
            Word::Day if nth == -1 => Some(monthly_by(Step::Day(31))),
            Word::Day => u8::try_from(nth).ok().map(|nth| monthly_by(Step::Day(nth))),
            _ => None,
        }
    }

    /// «в конце каждой четверти», «начало месяца», «по итогам полугодия»: a unit that comes again and again, unnumbered.
    fn edge_of_each(&mut self) -> Option<Item> {
        self.skip(&[Word::In, Word::By, Word::Until, Word::Toward, Word::After, Word::Before]);
        // «последний день четверти», «в последнюю неделю полугодия»
        let last = self.word(0) == Some(Word::Last) && matches!(self.word(1), Some(Word::Day | Word::Week));
        let before = self.at.checked_sub(1).and_then(|at| self.tokens_at(at));
        // «после каждой четверти»
        let beside = matches!(before, Some(Word::After | Word::Before)) && self.word(0) == Some(Word::Each);
        if last {
            self.at += 2;
        } else if !beside {
            self.need_any(&[
                Word::Begin,
                Word::Middle,
                Word::End,
                Word::Finish,
                Word::Outcome,
                Word::Expiry,
                Word::During,
            ])?;
        }
        let during = self.at.checked_sub(1).and_then(|at| self.tokens_at(at));
        let during = matches!(during, Some(Word::During | Word::Expiry));
        self.dot();
        let each = self.eat(Word::Each);
        self.skip(&[Word::Study]);
        let rule = match self.word(0)? {
            // «в течение месяца (после …)» is a length.
            Word::MonthUnit if during && !each => return None,
            Word::MonthUnit => Rule::MONTHLY,
            Word::Week if each => Rule::WEEKLY,
            Word::Quarter => Rule::Quarterly { school: false },
            Word::Term => Rule::Quarterly { school: true },
            Word::Trimester => Rule::Trimester,
            Word::HalfYear => Rule::HalfYearly,
            _ => return None,
        };
        self.at += 1;
        self.dot();
        let numbered =
            matches!(self.kind(0), Some(Kind::Num(_, 1) | Kind::Ord(_) | Kind::Known(Word::Month(_))));
        (!numbered).then_some(plainly(rule))
    }
}
