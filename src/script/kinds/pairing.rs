//! `pairing.rhai`: may this pair be, and how good would it be.
//!
//! A score is a number, or a map of criteria. With criteria the score is their mean by weight over those that are
//! known; completeness is the weight of the known ones among all. So a criterion without data neither helps nor harms.

use std::collections::BTreeMap;
use std::sync::Arc;

use rhai::{Dynamic, Map};
use serde::{Deserialize, Serialize};
use vekha_core::facts::Record;

use super::answers::{Unmet, guard, number};
use crate::script::api::absent::Absent;
use crate::script::api::facts::{Facts, Schema};
use crate::script::api::stats::NotApplicable;
use crate::script::fault::{Arg, Fault, NO_DATA};
use crate::script::program::{Outcome, Program};

/// What a script says of one pair.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Verdict {
    /// It may be, and this is how good it is.
    Eligible(Score),
    /// It may not: why.
    Refused(String),
    /// Nobody knows whether it may: the field that nobody filled in; empty where it has no name.
    Unknown(String),
    /// The script failed on it.
    Failed(Box<Fault>),
}

/// How good a pair is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Score {
    /// The score; none where not one criterion is known.
    pub total: Option<f64>,
    /// The weight of known criteria among all, 0 to 1.
    pub completeness: f64,
    /// The criteria in the order of their names: value, or the field that is unknown.
    pub criteria: Vec<(String, Result<f64, String>)>,
}

/// The script's own settings, asked for once.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// `weights()`: a criterion without one weighs 1.
    pub weights: BTreeMap<String, f64>,
    /// `threshold()`: pairs with less are excluded.
    pub threshold: Option<f64>,
}

/// Asks a script for its weights and threshold, and checks that it has what it must have.
pub fn settings(program: &Program) -> Result<Settings, Fault> {
    for name in ["eligible", "score"] {
        if !program.has(name, 2) {
            let fault = Fault::new("contract-missing").arg(Arg::Name, format_args!("{name}(mentor, mentee)"));
            return Err(program.at_function(fault, name));
        }
    }
    let mut settings = Settings::default();
    if program.has("weights", 0) {
        let value = program.call("weights", &[])?;
        settings.weights = weights(program, &value)?;
    }
    if program.has("threshold", 0) {
        let value = program.call("threshold", &[])?;
        settings.threshold = Some(number(&value).map_err(|fault| program.at_function(fault, "threshold"))?);
    }
    Ok(settings)
}

fn weights(program: &Program, value: &Dynamic) -> Result<BTreeMap<String, f64>, Fault> {
    let Some(map) = value.read_lock::<Map>() else {
        let fault = Fault::new("contract").arg(Arg::Name, "#{ … }").arg(Arg::Found, value.type_name());
        return Err(program.at_function(fault, "weights"));
    };
    let mut weights = BTreeMap::new();
    for (name, weight) in map.iter() {
        let weight = number(weight).map_err(|fault| program.at_key(fault, "weights", name))?;
        if weight < 0.0 {
            let fault = Fault::new("contract-weight").arg(Arg::Name, name);
            return Err(program.at_key(fault, "weights", name));
        }
        weights.insert(name.to_string(), weight);
    }
    Ok(weights)
}

/// People as the script sees them, made once.
pub struct People {
    mentors: Vec<Dynamic>,
    mentees: Vec<Dynamic>,
}

impl People {
    /// Makes the facts of everybody.
    pub fn new(mentors: &[Record], mentees: &[Record], schema: &Arc<Schema>) -> Self {
        let facts = |people: &[Record]| {
            people.iter().map(|record| Dynamic::from(Facts::new(record, schema))).collect()
        };
        Self { mentors: facts(mentors), mentees: facts(mentees) }
    }

    /// The two arguments of a pair's functions.
    pub fn pair(&self, mentor: usize, mentee: usize) -> Option<[Dynamic; 2]> {
        Some([self.mentors.get(mentor)?.clone(), self.mentees.get(mentee)?.clone()])
    }
}

/// Judges one pair with the interpreter.
pub fn judge(program: &Program, settings: &Settings, pair: &[Dynamic; 2]) -> Verdict {
    match eligible(program, pair) {
        Ok(Err(Unmet::NoData(field))) => Verdict::Unknown(field),
        Ok(Err(Unmet::Reason(reason))) => Verdict::Refused(reason),
        Ok(Ok(())) => match score(program, settings, pair) {
            Ok(score) => Verdict::Eligible(score),
            Err(fault) => Verdict::Failed(Box::new(fault)),
        },
        Err(fault) => Verdict::Failed(Box::new(fault)),
    }
}

/// `eligible`: yes, or why not.
pub fn eligible(program: &Program, pair: &[Dynamic; 2]) -> Result<Result<(), Unmet>, Fault> {
    let verdict = guard(program.call("eligible", pair));
    verdict.map_err(|fault| if fault.at.is_some() { fault } else { program.at_function(fault, "eligible") })
}

/// The words in which a test expects [`Verdict::Unknown`]: a refusal of this reason, in any language.
pub fn unknown_as_refusal(field: &str) -> String {
    format!("нет данных: {field}").trim_end_matches(": ").to_string()
}

/// `score`, weighed.
pub fn score(program: &Program, settings: &Settings, pair: &[Dynamic; 2]) -> Result<Score, Fault> {
    let criteria = criteria(program, pair)?;
    Ok(match criteria {
        Criteria::One(value) => {
            let known = value.is_ok();
            Score {
                total: value.as_ref().ok().copied(),
                completeness: f64::from(u8::from(known)),
                criteria: if known { Vec::new() } else { vec![("score".into(), value)] },
            }
        }
        Criteria::Named(criteria) => weigh(settings, criteria),
    })
}

/// What `score` gave, before it is weighed.
pub enum Criteria {
    /// One number.
    One(Result<f64, String>),
    /// Several by name.
    Named(Vec<(String, Result<f64, String>)>),
}

fn criteria(program: &Program, pair: &[Dynamic; 2]) -> Result<Criteria, Fault> {
    let entries = match program.call_by_entry("score", pair) {
        Ok(Outcome::Whole(value)) => {
            if let Some(map) = value.read_lock::<Map>() {
                map.iter().map(|(name, value)| (name.to_string(), Ok(value.clone()))).collect()
            } else {
                let one = criterion(Ok(value)).map_err(|fault| program.at_function(fault, "score"))?;
                return Ok(Criteria::One(one));
            }
        }
        Ok(Outcome::Entries(mut entries)) => {
            entries.sort_by(|a, b| a.0.cmp(&b.0));
            entries
        }
        Err(fault) if fault.code == NO_DATA => {
            let mut names = program.entries("score");
            if names.is_empty() {
                return criterion(Err(fault)).map(Criteria::One);
            }
            names.sort();
            names.into_iter().map(|name| (name, Err(fault.clone()))).collect()
        }
        Err(fault) => return Err(fault),
    };
    let mut named = Vec::with_capacity(entries.len());
    for (name, value) in entries {
        let value = criterion(value).map_err(|fault| {
            if fault.at.is_some() { fault } else { program.at_entry(fault, "score", &name) }
        })?;
        named.push((name, value));
    }
    Ok(Criteria::Named(named))
}

/// The value of one criterion, or the field it lacks.
fn criterion(value: Result<Dynamic, Fault>) -> Result<Result<f64, String>, Fault> {
    match value {
        Ok(value) => {
            if let Some(absent) = value.read_lock::<Absent>() {
                return Ok(Err(absent.field.to_string()));
            }
            if value.is::<NotApplicable>() {
                return Ok(Err(String::new()));
            }
            number(&value).map(Ok)
        }
        Err(fault) if fault.code == NO_DATA => {
            Ok(Err(fault.args.into_iter().next().map(|(_, field)| field).unwrap_or_default()))
        }
        Err(fault) => Err(fault),
    }
}

/// The weighted mean over the known criteria, and how much of the weight is known.
pub fn weigh(settings: &Settings, criteria: Vec<(String, Result<f64, String>)>) -> Score {
    let (mut sum, mut known, mut all) = (0.0, 0.0, 0.0);
    for (name, value) in &criteria {
        let weight = settings.weights.get(name).copied().unwrap_or(1.0);
        all += weight;
        if let Ok(value) = value {
            known += weight;
            sum += weight * value;
        }
    }
    let total = (known > 0.0).then(|| sum / known).filter(|total| total.is_finite());
    let completeness = if all > 0.0 { known / all } else { 0.0 };
    Score { total, completeness, criteria }
}
