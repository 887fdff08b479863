//! What is to be solved: mentors with limits, mentees, scored candidates and what people decided beforehand.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

/// Stands for "no mentor" in a row of assignments.
pub const NOBODY: u32 = u32::MAX;

/// How many mentees a mentor can and must take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// The most mentees the mentor takes; 0 is allowed.
    pub capacity: u32,
    /// The fewest mentees the mentor takes; hard.
    pub minimum: u32,
}

/// A mentor and a mentee, by their places in the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Couple {
    /// Place of the mentor, from 0.
    pub mentor: u32,
    /// Place of the mentee, from 0.
    pub mentee: u32,
}

/// Why no instance can be made of what was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Defect {
    /// A place of a mentor that was not declared.
    UnknownMentor(u32),
    /// A place of a mentee that was not declared.
    UnknownMentee(u32),
    /// The same pair was scored twice.
    ScoredTwice(Couple),
    /// A score and the price of changing it do not fit into 64 bits together.
    ScoreTooLarge(Couple),
    /// One person was given two places in the same role.
    TwoPlaces(Couple),
    /// More mentors or mentees than can be numbered.
    TooMany,
}

/// An instance, checked: candidates sorted by mentee, then mentor, none twice, none forbidden.
///
/// Build it with [`Builder`]. The order in which candidates were added leaves no trace.
#[derive(Clone, Debug)]
pub struct Instance {
    pub(super) limits: Vec<Limits>,
    /// Candidates of mentee `i` stand at `row[i]..row[i + 1]`.
    pub(super) row: Vec<usize>,
    /// Mentor of each candidate, ascending within a row.
    pub(super) mentor: Vec<u32>,
    /// What the candidate is worth: the score plus what keeping an existing pair is worth.
    pub(super) worth: Vec<i64>,
    /// The lowest and the highest worth of each mentee's candidates, see [`Instance::span`].
    spans: Vec<(i64, i64)>,
    /// By how much `worth` exceeds the score, where it does; by index of the candidate.
    pub(super) kept: BTreeMap<usize, i64>,
    pub(super) pins: BTreeSet<Couple>,
    pub(super) forbidden: BTreeSet<Couple>,
    /// Mentee's place of a mentor who is also a mentee.
    pub(super) also_mentee: BTreeMap<u32, u32>,
    /// The same, the other way round.
    pub(super) also_mentor: BTreeMap<u32, u32>,
}

impl Instance {
    /// Number of mentors.
    pub fn mentors(&self) -> usize {
        self.limits.len()
    }

    /// Number of mentees.
    pub fn mentees(&self) -> usize {
        self.row.len() - 1
    }

    /// Number of candidate pairs.
    pub fn candidates(&self) -> usize {
        self.mentor.len()
    }

    /// The limits of a mentor.
    pub fn limits(&self, mentor: u32) -> Limits {
        self.limits[mentor as usize]
    }

    /// Pairs that must stand.
    pub fn pins(&self) -> impl Iterator<Item = Couple> + '_ {
        self.pins.iter().copied()
    }

    /// Whether people forbade the pair (or it is one person).
    pub fn is_forbidden(&self, pair: Couple) -> bool {
        self.forbidden.contains(&pair)
    }

    /// Candidates of a mentee: (mentor, worth), mentors ascending.
    pub fn row(&self, mentee: u32) -> impl ExactSizeIterator<Item = (u32, i64)> + '_ {
        let range = self.row[mentee as usize]..self.row[mentee as usize + 1];
        self.mentor[range.clone()].iter().copied().zip(self.worth[range].iter().copied())
    }

    /// The worths of a mentee's candidates, mentors ascending.
    pub fn worths(&self, mentee: u32) -> &[i64] {
        &self.worth[self.row[mentee as usize]..self.row[mentee as usize + 1]]
    }

    /// The lowest and the highest worth of a mentee's candidates; `i64::MAX`, `i64::MIN` where there is none.
    pub fn span(&self, mentee: u32) -> (i64, i64) {
        self.spans[mentee as usize]
    }

    /// What a candidate pair is worth to the objective, prices for change included.
    pub fn worth(&self, pair: Couple) -> Option<i64> {
        self.find(pair).map(|at| self.worth[at])
    }

    /// The score of a candidate pair as it was given.
    pub fn score(&self, pair: Couple) -> Option<i64> {
        self.find(pair).map(|at| self.worth[at] - self.kept.get(&at).copied().unwrap_or(0))
    }

    /// Two pairs exclude each other where each makes one person the mentor of the other.
    pub fn opposite(&self, pair: Couple) -> Option<Couple> {
        let mentee = *self.also_mentee.get(&pair.mentor)?;
        let mentor = *self.also_mentor.get(&pair.mentee)?;
        Some(Couple { mentor, mentee })
    }

    /// Every two candidates that exclude each other, each once, the smaller pair first.
    pub(super) fn opposites(&self) -> Vec<(Couple, Couple)> {
        let mut found = Vec::new();
        for (&one, &mentee) in &self.also_mentee {
            for (two, _) in self.row(mentee).filter(|&(two, _)| two > one) {
                let back = Couple { mentor: two, mentee };
                found.extend(
                    self.opposite(back).filter(|pair| self.find(*pair).is_some()).map(|pair| (pair, back)),
                );
            }
        }
        found
    }

    /// The same instance with one more place at a mentor.
    pub fn with_place(&self, mentor: u32) -> Self {
        let mut more = self.clone();
        let capacity = &mut more.limits[mentor as usize].capacity;
        *capacity = capacity.saturating_add(1);
        more
    }

    /// The same instance where no candidate is worth more than another.
    pub(super) fn even(&self) -> Self {
        let mut even = self.clone();
        even.worth.fill(0);
        even.spans = (0..self.mentees() as u32).map(|mentee| span(even.worths(mentee))).collect();
        even
    }

    /// The same instance with one more forbidden pair.
    pub(super) fn without(&self, pair: Couple) -> Self {
        let mut less = self.clone();
        less.forbidden.insert(pair);
        let Some(at) = self.find(pair) else { return less };
        less.mentor.remove(at);
        less.worth.remove(at);
        less.row.iter_mut().skip(pair.mentee as usize + 1).for_each(|end| *end -= 1);
        less.kept = self
            .kept
            .iter()
            .filter(|&(&place, _)| place != at)
            .map(|(&place, &price)| (place - usize::from(place > at), price))
            .collect();
        less.spans[pair.mentee as usize] = span(less.worths(pair.mentee));
        less
    }

    pub(super) fn find(&self, pair: Couple) -> Option<usize> {
        let start = *self.row.get(pair.mentee as usize)?;
        let end = *self.row.get(pair.mentee as usize + 1)?;
        if end - start == self.limits.len() {
            // Everybody stands in this row, in order.
            return (pair.mentor as usize).lt(&self.limits.len()).then(|| start + pair.mentor as usize);
        }
        Some(start + self.mentor[start..end].binary_search(&pair.mentor).ok()?)
    }
}

/// The least and the greatest; `i64::MAX`, `i64::MIN` of nothing.
pub(super) fn span(worths: &[i64]) -> (i64, i64) {
    // Several at once: no comparison waits for the one before.
    const LANES: usize = 4;
    let (mut least, mut most) = ([i64::MAX; LANES], [i64::MIN; LANES]);
    let mut parts = worths.chunks_exact(LANES);
    for part in &mut parts {
        for lane in 0..LANES {
            least[lane] = least[lane].min(part[lane]);
            most[lane] = most[lane].max(part[lane]);
        }
    }
    for &worth in parts.remainder() {
        least[0] = least[0].min(worth);
        most[0] = most[0].max(worth);
    }
    (least.into_iter().fold(i64::MAX, i64::min), most.into_iter().fold(i64::MIN, i64::max))
}

/// Collects what an [`Instance`] is made of; [`Builder::build`] checks it.
#[derive(Clone, Debug, Default)]
pub struct Builder {
    limits: Vec<Limits>,
    mentees: u32,
    arcs: Vec<(Couple, i64)>,
    prices: BTreeMap<Couple, i64>,
    pins: BTreeSet<Couple>,
    forbidden: BTreeSet<Couple>,
    persons: Vec<Couple>,
}

impl Builder {
    /// An instance of these mentors and so many mentees, without candidates yet.
    pub fn new(limits: Vec<Limits>, mentees: u32) -> Self {
        Self { limits, mentees, ..Self::default() }
    }

    /// Many candidates at once, taken over without a copy where there are none yet.
    pub fn candidates(&mut self, mut arcs: Vec<(Couple, i64)>) -> &mut Self {
        if self.arcs.is_empty() {
            self.arcs = arcs;
        } else {
            self.arcs.append(&mut arcs);
        }
        self
    }

    /// A candidate pair and its score on the decimal grid of the caller.
    pub fn candidate(&mut self, mentor: u32, mentee: u32, score: i64) -> &mut Self {
        self.arcs.push((Couple { mentor, mentee }, score));
        self
    }

    /// The pair must stand.
    pub fn pin(&mut self, mentor: u32, mentee: u32) -> &mut Self {
        self.pins.insert(Couple { mentor, mentee });
        self
    }

    /// The pair must not stand.
    pub fn forbid(&mut self, mentor: u32, mentee: u32) -> &mut Self {
        self.forbidden.insert(Couple { mentor, mentee });
        self
    }

    /// The pair exists already, and giving it up costs `price` in points of score.
    pub fn existing(&mut self, mentor: u32, mentee: u32, price: i64) -> &mut Self {
        self.prices.insert(Couple { mentor, mentee }, price);
        self
    }

    /// The mentor and the mentee at these places are one person.
    pub fn same_person(&mut self, mentor: u32, mentee: u32) -> &mut Self {
        self.persons.push(Couple { mentor, mentee });
        self
    }

    /// The checked instance, or the first defect.
    pub fn build(mut self) -> Result<Instance, Defect> {
        if self.limits.len() >= NOBODY as usize || self.mentees == NOBODY {
            return Err(Defect::TooMany);
        }
        let also_mentee = self.persons()?;
        for (&mentor, &mentee) in &also_mentee {
            self.forbidden.insert(Couple { mentor, mentee });
        }
        for pair in self.pins.iter().chain(&self.forbidden).chain(self.prices.keys()) {
            self.known(*pair)?;
        }
        let (row, mentor, worth) = self.rows()?;
        let mut instance = Instance {
            limits: self.limits,
            row,
            mentor,
            worth,
            spans: Vec::new(),
            kept: BTreeMap::new(),
            pins: self.pins,
            forbidden: self.forbidden,
            also_mentor: also_mentee.iter().map(|(&mentor, &mentee)| (mentee, mentor)).collect(),
            also_mentee,
        };
        for (pair, price) in self.prices {
            if let Some(at) = instance.find(pair) {
                let worth = instance.worth[at].checked_add(price).ok_or(Defect::ScoreTooLarge(pair))?;
                instance.worth[at] = worth;
                instance.kept.insert(at, price);
            }
        }
        instance.spans = (0..self.mentees).map(|mentee| span(instance.worths(mentee))).collect();
        Ok(instance)
    }

    fn known(&self, pair: Couple) -> Result<(), Defect> {
        if pair.mentor as usize >= self.limits.len() {
            return Err(Defect::UnknownMentor(pair.mentor));
        }
        if pair.mentee >= self.mentees {
            return Err(Defect::UnknownMentee(pair.mentee));
        }
        Ok(())
    }

    fn persons(&self) -> Result<BTreeMap<u32, u32>, Defect> {
        let mut also_mentee = BTreeMap::new();
        let mut seen = BTreeSet::new();
        for &person in &self.persons {
            self.known(person)?;
            let known_as = also_mentee.insert(person.mentor, person.mentee);
            if known_as.is_some_and(|place| place != person.mentee)
                || (known_as.is_none() && !seen.insert(person.mentee))
            {
                return Err(Defect::TwoPlaces(person));
            }
        }
        Ok(also_mentee)
    }

    /// Candidates as sorted rows, forbidden ones left out: a counting sort by mentee, then each row by mentor.
    #[allow(clippy::type_complexity)]
    fn rows(&mut self) -> Result<(Vec<usize>, Vec<u32>, Vec<i64>), Defect> {
        let arcs = core::mem::take(&mut self.arcs);
        let mut row = alloc::vec![0usize; self.mentees as usize + 1];
        for &(pair, _) in &arcs {
            self.known(pair)?;
            row[pair.mentee as usize + 1] += 1;
        }
        for i in 0..self.mentees as usize {
            row[i + 1] += row[i];
        }
        let (mut mentor, mut worth) = (alloc::vec![0u32; arcs.len()], alloc::vec![0i64; arcs.len()]);
        let mut next = row.clone();
        for (pair, score) in arcs {
            let at = &mut next[pair.mentee as usize];
            (mentor[*at], worth[*at]) = (pair.mentor, score);
            *at += 1;
        }
        let mut kept = 0;
        let mut line: Vec<(u32, i64)> = Vec::new();
        let mut start = 0;
        for i in 0..self.mentees as usize {
            let end = row[i + 1];
            line.clear();
            line.extend(mentor[start..end].iter().copied().zip(worth[start..end].iter().copied()));
            line.sort_unstable_by_key(|&(mentor, _)| mentor);
            if let Some(two) = line.windows(2).find(|two| two[0].0 == two[1].0) {
                return Err(Defect::ScoredTwice(Couple { mentor: two[0].0, mentee: i as u32 }));
            }
            for &(place, score) in &line {
                if !self.forbidden.contains(&Couple { mentor: place, mentee: i as u32 }) {
                    (mentor[kept], worth[kept]) = (place, score);
                    kept += 1;
                }
            }
            start = end;
            row[i + 1] = kept;
        }
        mentor.truncate(kept);
        worth.truncate(kept);
        Ok((row, mentor, worth))
    }
}
