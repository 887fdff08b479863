//! Indicators evaluated under two sets, and what differs.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use vekha_core::decide::Rules;
use vekha_core::ids::{PairId, PartyId, ProgrammeId, Subject};
use vekha_core::view::Read;

use super::Side;
use crate::app::work::facts;
use crate::app::{AppError, Reading};
use crate::script::fault::Fault;
use crate::script::kinds::Kind;
use crate::script::kinds::answers::{Indicator, Measure};
use crate::script::kinds::efficiency::{self, Level};
use crate::script::sample;
use crate::script::sandbox::Sandbox;

/// Something with indicators, and what is known of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    /// What.
    pub about: Subject,
    /// As a script is asked about it.
    pub subject: efficiency::Subject,
}

/// Where the facts of indicators come from. Whatever it gives is compared.
pub trait Source {
    /// Everything that has indicators, with its facts under these rules.
    ///
    /// # Errors
    /// What the store says.
    fn subjects(&self, rules: &Rules) -> Result<Vec<Known>, AppError>;
}

/// What a set says of one indicator.
#[derive(Clone, Debug, PartialEq)]
pub struct Indicated {
    /// Its value.
    pub value: Measure,
    /// The band it falls in.
    pub band: Option<String>,
}

/// An indicator that comes out otherwise.
#[derive(Clone, Debug, PartialEq)]
pub struct IndicatorChange {
    /// Of what.
    pub about: Subject,
    /// Its name.
    pub name: String,
    /// Before; `None` where there was no such indicator.
    pub before: Option<Indicated>,
    /// After; `None` where there is none any more.
    pub after: Option<Indicated>,
}

impl IndicatorChange {
    /// Whether its band changes.
    pub fn changes_band(&self) -> bool {
        let band = |side: &Option<Indicated>| side.as_ref().and_then(|found| found.band.clone());
        band(&self.before) != band(&self.after)
    }
}

/// What comes of comparing indicators.
#[derive(Clone, Debug, Default)]
pub struct Indicators {
    /// How many subjects were evaluated.
    pub subjects: usize,
    /// How many indicators were compared.
    pub compared: usize,
    /// Those that differ.
    pub changed: Vec<IndicatorChange>,
    /// Subjects the script fails on after.
    pub failing: usize,
    /// Those of them it did not fail on before.
    pub broken: usize,
    /// The first fault after.
    pub fault: Option<Fault>,
}

type Evaluated = BTreeMap<Subject, Result<Vec<Indicator>, Fault>>;

/// Evaluates under both sets.
pub(super) fn compare(
    sandbox: &Sandbox,
    sides: [&Side; 2],
    source: &dyn Source,
) -> Result<Indicators, AppError> {
    let before = evaluate(sandbox, sides[0], source)?;
    let after = evaluate(sandbox, sides[1], source)?;
    let mut found = Indicators { subjects: after.len(), ..Indicators::default() };
    let all: BTreeSet<Subject> = before.keys().chain(after.keys()).copied().collect();
    for about in all {
        let (old, new) = (before.get(&about), after.get(&about));
        if let Some(Err(fault)) = new {
            found.failing += 1;
            found.broken += usize::from(!matches!(old, Some(Err(_))));
            found.fault.get_or_insert_with(|| fault.clone());
            continue;
        }
        let [old, new] = [old, new].map(by_name);
        let names: BTreeSet<&str> = old.keys().chain(new.keys()).copied().collect();
        found.compared += names.len();
        for name in names {
            let (before, after) = (old.get(name).cloned(), new.get(name).cloned());
            if before != after {
                found.changed.push(IndicatorChange { about, name: name.into(), before, after });
            }
        }
    }
    Ok(found)
}

fn by_name(side: Option<&Result<Vec<Indicator>, Fault>>) -> BTreeMap<&str, Indicated> {
    let Some(Ok(indicators)) = side else { return BTreeMap::new() };
    let said = |found: &Indicator| Indicated { value: found.value.clone(), band: found.band.clone() };
    indicators.iter().map(|found| (found.id.as_str(), said(found))).collect()
}

fn evaluate(sandbox: &Sandbox, side: &Side, source: &dyn Source) -> Result<Evaluated, AppError> {
    let Some(script) = side.script(Kind::Efficiency) else { return Ok(Evaluated::new()) };
    let known = source.subjects(&side.rules)?;
    let about: Vec<Subject> = known.iter().map(|known| known.about).collect();
    let subjects = known.into_iter().map(|known| known.subject).collect();
    Ok(match efficiency::evaluate(sandbox, &script, subjects).result {
        Ok(answers) => about.into_iter().zip(answers).collect(),
        Err(fault) => about.into_iter().map(|about| (about, Err(fault.clone()))).collect(),
    })
}

/// The invented school: one subject of each level.
pub(super) struct Invented {
    /// The day.
    pub on: NaiveDate,
}

impl Source for Invented {
    fn subjects(&self, _: &Rules) -> Result<Vec<Known>, AppError> {
        let levels = [
            (Subject::Pair(PairId(1)), Level::Pair),
            (Subject::Party(PartyId(1)), Level::Mentor),
            (Subject::Programme(ProgrammeId(1)), Level::Programme),
            (Subject::School, Level::School),
        ];
        let known = levels.map(|(about, level)| Known {
            about,
            subject: efficiency::Subject::new(level, sample::facts(self.on)),
        });
        Ok(known.into())
    }
}

/// What the store knows on a day.
pub(super) struct Stored<'a, 'b> {
    /// The rows.
    pub reading: &'a Reading<'b>,
    /// The day.
    pub on: NaiveDate,
}

impl Source for Stored<'_, '_> {
    fn subjects(&self, rules: &Rules) -> Result<Vec<Known>, AppError> {
        let (reading, on) = (self.reading, self.on);
        let mut known = Vec::new();
        let pairs = reading.pairs()?;
        for pair in &pairs {
            let Some(facts) = facts::pair_facts(reading, pair.id, on)? else { continue };
            let form = reading.programme(pair.programme)?.map(|found| found.form).unwrap_or_default();
            let subject = efficiency::Subject::pair(&form, &rules.forms, facts);
            known.push(Known { about: Subject::Pair(pair.id), subject });
        }
        let plain = |about, level, facts| Known { about, subject: efficiency::Subject::new(level, facts) };
        let mentors: BTreeSet<PartyId> = pairs.iter().map(|pair| pair.mentor).collect();
        for mentor in mentors {
            let facts = facts::mentor_facts(reading, mentor, on)?;
            known.extend(facts.map(|facts| plain(Subject::Party(mentor), Level::Mentor, facts)));
        }
        for programme in reading.programmes()? {
            let facts = facts::programme_facts(reading, programme.id, on)?;
            known.extend(facts.map(|facts| plain(Subject::Programme(programme.id), Level::Programme, facts)));
        }
        known.push(plain(Subject::School, Level::School, facts::school_facts(reading, on)?));
        Ok(known)
    }
}
