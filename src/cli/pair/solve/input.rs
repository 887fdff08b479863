//! The four files as one instance. Identifiers are interned as they come: twelve million lines are no twelve
//! million strings.

use std::collections::HashMap;
use std::path::Path;
use std::rc::Rc;

use vekha_core::pairing::{Builder, Couple, Defect, Instance, Limits};

use super::Args;
use super::decimal::{Decimal, Grid, NoNumber};
use super::records::{CAPACITY, MENTEE, MENTOR, MINIMUM, Records, SCORE};
use crate::cli::{Failure, Kind};

/// Identifiers in the order of their first appearance.
#[derive(Default)]
pub struct Names {
    places: HashMap<Rc<str>, u32>,
    list: Vec<Rc<str>>,
}

impl Names {
    /// The identifier at a place.
    pub fn name(&self, place: u32) -> &str {
        &self.list[place as usize]
    }

    fn place(&mut self, name: &str) -> u32 {
        // Tables are mostly sorted by one of the two columns, so the same name often comes again.
        match self.places.get(name) {
            Some(&place) => place,
            None => {
                let (name, place): (Rc<str>, u32) = (name.into(), self.list.len() as u32);
                self.list.push(Rc::clone(&name));
                self.places.insert(name, place);
                place
            }
        }
    }
}

/// What the files say.
pub struct Input {
    /// The instance.
    pub instance: Instance,
    /// Mentors, in the order of the file of capacities.
    pub mentors: Names,
    /// Mentees, in the order in which they first appear in the scores, then in the fixed and the forbidden pairs.
    pub mentees: Names,
    /// The grid of the scores.
    pub grid: Grid,
}

/// Reads everything.
pub fn read(args: &Args) -> Result<Input, Failure> {
    let (mentors, limits) = capacities(&args.capacity)?;
    let mut files = Files { mentors, mentees: Names::default(), grid: Grid::default() };
    let scores = files.scores(&args.scores)?;
    let fixed = files.pairs(args.fixed.as_deref())?;
    let forbidden = files.pairs(args.forbidden.as_deref())?;
    let mut builder = Builder::new(limits, files.mentees.list.len() as u32);
    builder.candidates(scores);
    fixed.into_iter().for_each(|pair| _ = builder.pin(pair.mentor, pair.mentee));
    forbidden.into_iter().for_each(|pair| _ = builder.forbid(pair.mentor, pair.mentee));
    if args.same_people {
        for (mentor, name) in (0u32..).zip(&files.mentors.list) {
            if let Some(&mentee) = files.mentees.places.get(name) {
                builder.same_person(mentor, mentee);
            }
        }
    }
    let instance = builder.build().map_err(|defect| files.told(defect, args))?;
    Ok(Input { instance, mentors: files.mentors, mentees: files.mentees, grid: files.grid })
}

/// Mentors with their limits.
fn capacities(path: &Path) -> Result<(Names, Vec<Limits>), Failure> {
    let mut records = Records::open(path, [&MENTOR, &CAPACITY, &MINIMUM])?;
    let (mut mentors, mut limits, mut lines) = (Names::default(), Vec::new(), Vec::new());
    while let Some(line) = records.advance()? {
        let place = mentors.place(&records.needed(0)?) as usize;
        if place < limits.len() {
            let lines: [u64; 2] = [lines[place], line];
            return Err(twice("pair-mentor-twice", path, lines));
        }
        records.needed(1)?;
        let count = |at: usize| match records.cell(at) {
            cell if cell.is_empty() => Ok(0),
            cell => {
                let number =
                    Decimal::parse(&cell, records.decimal_comma(&cell)).ok().and_then(Decimal::count);
                number.ok_or_else(|| records.wrong("pair-cell-no-count", at))
            }
        };
        limits.push(Limits { capacity: count(1)?, minimum: count(2)? });
        lines.push(line);
    }
    Ok((mentors, limits))
}

fn twice(id: &'static str, path: &Path, [first, second]: [u64; 2]) -> Failure {
    let file = path.display().to_string();
    Failure::with(
        Kind::BadInput,
        id,
        [("file", file), ("first", first.to_string()), ("second", second.to_string())],
    )
}

struct Files {
    mentors: Names,
    mentees: Names,
    grid: Grid,
}

impl Files {
    fn scores(&mut self, path: &Path) -> Result<Vec<(Couple, i64)>, Failure> {
        let mut records = Records::open(path, [&MENTOR, &MENTEE, &SCORE])?;
        let mut scores: Vec<(Couple, i64)> = Vec::new();
        while records.advance()?.is_some() {
            let pair = self.pair(&records)?;
            let cell = records.needed(2)?;
            let number =
                Decimal::parse(&cell, records.decimal_comma(&cell)).map_err(|error| match error {
                    NoNumber::Shape => records.wrong("pair-cell-no-number", 2),
                    NoNumber::TooLarge => records.wrong("pair-cell-too-large", 2),
                })?;
            let score = self
                .grid
                .put(number, |step| scores.iter_mut().for_each(|(_, score)| *score = step.of(*score)));
            scores.push((pair, score));
        }
        Ok(scores)
    }

    fn pairs(&mut self, path: Option<&Path>) -> Result<Vec<Couple>, Failure> {
        let Some(path) = path else { return Ok(Vec::new()) };
        let mut records = Records::open(path, [&MENTOR, &MENTEE])?;
        let mut pairs = Vec::new();
        while records.advance()?.is_some() {
            pairs.push(self.pair(&records)?);
        }
        Ok(pairs)
    }

    /// The pair of the present line: its mentor is known, its mentee may be new.
    fn pair<const N: usize>(&mut self, records: &Records<N>) -> Result<Couple, Failure> {
        let (mentor, mentee) = (records.needed(0)?, records.needed(1)?);
        let mentor = self.mentors.places.get(mentor.as_ref()).copied();
        let mentor =
            mentor.ok_or_else(|| records.wrong("pair-mentor-unknown", 0).hint("pair-mentor-unknown-hint"))?;
        Ok(Couple { mentor, mentee: self.mentees.place(&mentee) })
    }

    /// The words for a defect; for a pair scored twice the file is read again to find its lines.
    fn told(&mut self, defect: Defect, args: &Args) -> Failure {
        let Defect::ScoredTwice(pair) = defect else {
            return Failure::with(Kind::BadInput, "pair-too-many", [("reason", format!("{defect:?}"))]);
        };
        let mut lines = Vec::new();
        let mut find = || -> Result<(), Failure> {
            let mut records = Records::open(&args.scores, [&MENTOR, &MENTEE])?;
            while let Some(line) = records.advance()? {
                if self.pair(&records)? == pair {
                    lines.push(line);
                }
            }
            Ok(())
        };
        match (find(), lines.as_slice()) {
            (Err(failure), _) => failure,
            (Ok(()), &[first, second, ..]) => twice("pair-scored-twice", &args.scores, [first, second]),
            (Ok(()), _) => twice("pair-scored-twice", &args.scores, [0, 0]),
        }
    }
}
