//! Indicators, notices and nights.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::Work;
use crate::event::Event;
use crate::ids::Subject;
use crate::metrics::{
    Evaluation, Figure, Lexicon, Night, Notice, Shift, Standing, Tabled, Taken, Told, key_of,
};
use crate::state::{Key, Kind, Row};
use crate::view::{ViewError, range};
use crate::work::day_number;

impl Work<'_> {
    pub(super) fn metrics_event(&mut self, event: &Event) -> Result<(), ViewError> {
        match event {
            Event::IndicatorsEvaluated(evaluation) => self.evaluated(evaluation),
            Event::IndicatorsTabled(found) => self.tabled(found),
            Event::NoticesGiven { on, notices } => {
                notices.iter().try_for_each(|notice| self.told(notice, *on))
            }
            Event::NightRan(night) => {
                self.put(Row::Night(Night { night: night.clone(), seq: self.recorded.seq }));
                self.put(Row::Shift(Shift { last: night.on, seen: night.seen, set: night.set }));
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn evaluated(&mut self, found: &Evaluation) -> Result<(), ViewError> {
        let words = self.words(&found.words)?;
        let taken = Taken {
            seq: self.recorded.seq,
            on: day_number(found.on),
            set: found.set,
            restates: found.restates,
            input: Default::default(),
            look: None,
            words: &words,
        };
        for one in &found.subjects {
            let taken = Taken { input: one.input, look: one.look, ..taken };
            let standing = self.standing(one.subject)?;
            self.evaluated_row(standing, &taken, one.figures.iter());
        }
        Ok(())
    }

    fn tabled(&mut self, found: &Tabled) -> Result<(), ViewError> {
        let words = self.words(&found.words)?;
        let taken = Taken {
            seq: self.recorded.seq,
            on: day_number(found.on),
            set: found.set,
            restates: found.restates,
            input: Default::default(),
            look: None,
            words: &words,
        };
        let mut known = self.all_standing(found.subjects.len())?;
        for line in &found.subjects {
            let taken = Taken { input: line.input, look: line.look, ..taken };
            let standing = match &mut known {
                Some(known) => match known.remove(&line.subject) {
                    Some(standing) => standing,
                    None => self.standing_here(line.subject),
                },
                None => self.standing(line.subject)?,
            };
            self.evaluated_row(
                standing,
                &taken,
                line.figures.iter().filter_map(|place| found.figure(*place)),
            );
        }
        Ok(())
    }

    fn evaluated_row<'f>(
        &mut self,
        mut standing: Standing,
        taken: &Taken<'_>,
        figures: impl Iterator<Item = &'f Figure>,
    ) {
        if key_of(Kind::Indicators, standing.subject).is_some() {
            standing.take(taken, figures);
            self.put(Row::Standing(standing));
        }
    }

    /// The rows of all subjects, where so many are asked for that reading all of them costs less than looking each up.
    fn all_standing(&self, count: usize) -> Result<Option<BTreeMap<Subject, Standing>>, ViewError> {
        const MANY: usize = 32;
        if count < MANY {
            return Ok(None);
        }
        let rows = self.view.range(range(Kind::Indicators, None))?.into_iter();
        let standing = |row| if let Row::Standing(row) = row { Some((row.subject, row)) } else { None };
        Ok(Some(rows.filter_map(standing).collect()))
    }

    fn standing(&self, subject: Subject) -> Result<Standing, ViewError> {
        let row = match key_of(Kind::Indicators, subject) {
            Some(key) => self.get(key)?,
            None => None,
        };
        Ok(match row {
            Some(Row::Standing(row)) => row,
            _ => Standing::new(subject),
        })
    }

    /// The row of a subject that was not stored before this event.
    fn standing_here(&self, subject: Subject) -> Standing {
        let key = key_of(Kind::Indicators, subject);
        match key.and_then(|key| self.rows.get(&key)).and_then(|row| row.as_deref()) {
            Some(Row::Standing(row)) => row.clone(),
            _ => Standing::new(subject),
        }
    }

    /// Where the words of an event stand in the school's lexicon, which gets those that are new.
    fn words(&mut self, words: &[alloc::string::String]) -> Result<Vec<u16>, ViewError> {
        let key = Key::of(Kind::Lexicon, 0);
        let mut lexicon = match self.get(key)? {
            Some(Row::Lexicon(row)) => row,
            _ => Lexicon::default(),
        };
        let before = lexicon.words.len();
        let places = words.iter().map(|word| lexicon.place(word).unwrap_or(u16::MAX)).collect();
        if lexicon.words.len() > before {
            self.put(Row::Lexicon(lexicon));
        }
        Ok(places)
    }

    fn told(&mut self, notice: &Notice, on: chrono::NaiveDate) -> Result<(), ViewError> {
        let Some(key) = key_of(Kind::Told, notice.subject) else { return Ok(()) };
        let mut row = match self.get(key)? {
            Some(Row::Told(row)) => row,
            _ => Told { subject: notice.subject, notices: Vec::new() },
        };
        row.add(notice.what, notice.term, on);
        self.put(Row::Told(row));
        Ok(())
    }
}
