//! Indicators of a night computed again: bit for bit the same, or why not.
//!
//! A value is kept with its day, its script and the digest of the facts it was computed from. To compute it again the
//! journal is folded up to the evaluation, the script is taken from the set of then, and the facts are made anew.

use std::collections::{BTreeMap, BTreeSet};

use vekha_core::digest::Digest;
use vekha_core::event::Event;
use vekha_core::ids::Subject;
use vekha_core::metrics::{Evaluation, Mark, Named};

use super::night::named;
use super::work::facts::Facts;
use super::work::shelf::Shelf;
use super::{AppError, Reading, decision, scripts};
use crate::script::fast::given::{Given, Texts};
use crate::script::fault::Fault;
use crate::script::kinds::{Kind, efficiency};
use crate::script::sandbox::Sandbox;
use crate::script::wire::Source;

/// What came of computing the indicators of a subject again.
#[derive(Clone, Debug, PartialEq)]
pub enum Remeasured {
    /// So many values, the same bit for bit.
    Equal(usize),
    /// People were erased since, and their facts are not what they were: there is no number.
    Erased,
    /// The facts of then come out otherwise: digests as stored and as made now.
    Facts(Digest, Digest),
    /// The script fails now, at a limit perhaps that was raised then; with the sources for an excerpt.
    Failed(Box<Fault>, Vec<Source>),
    /// The same facts and the same script give other values: it is the program that changed. Each value that differs:
    /// its name, as stored, as computed now.
    EngineChanged(Vec<(String, Option<Named>, Option<Named>)>),
    /// The script it was computed by is not in the store.
    ScriptGone,
}

/// Computes the indicators of a subject again, as the evaluation that the mark points to computed them.
///
/// # Errors
/// What the store says.
pub fn again(
    now: &Reading<'_>,
    sandbox: &Sandbox,
    subject: Subject,
    (mark, found): (&Mark, &Evaluation),
) -> Result<Remeasured, AppError> {
    let Some(stored) = found.of(subject) else { return Ok(Remeasured::Equal(0)) };
    let then = now.back_to(mark.seq - 1)?;
    let (rules, shelf) = (then.rules()?, Shelf::default());
    let facts = Facts { view: &then, shelf: &shelf, rules: &rules, on: found.on };
    let (mut given, mut texts) = (Given::default(), Texts::default());
    facts.of(&then, subject, &mut given, &mut texts)?;
    let input = given.digest(&texts, &mut Vec::new());
    if input != stored.input {
        return Ok(match erased_since(now, mark.seq)? {
            true => Remeasured::Erased,
            false => Remeasured::Facts(stored.input, input),
        });
    }
    let script = scripts::published(&then, Kind::Efficiency)?;
    let same = |text: &str| Digest::of_bytes(text.as_bytes()) == found.script;
    let Some(script) = script.filter(|script| same(&script.source.text)) else {
        return Ok(Remeasured::ScriptGone);
    };
    let asked = decision::measured(subject, &rules, given.record(&texts));
    let answers = efficiency::evaluate(sandbox, &script, vec![asked]).result;
    match answers.and_then(|mut answers| answers.pop().unwrap_or_else(|| Ok(Vec::new()))) {
        Ok(computed) => Ok(compared(stored.values, named(computed, &BTreeMap::new()))),
        Err(fault) => {
            let sources = [script.source].into_iter().chain(script.modules).collect();
            Ok(Remeasured::Failed(Box::new(fault), sources))
        }
    }
}

/// Whether anybody was erased after this event.
fn erased_since(now: &Reading<'_>, seq: u64) -> Result<bool, AppError> {
    for recorded in now.snapshot.events(now.school, seq + 1)? {
        if matches!(recorded?.event, Event::PartyErased { .. }) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Until when a value is provisional is no part of it.
fn compared(stored: Vec<Named>, computed: Vec<Named>) -> Remeasured {
    let by_name = |values: Vec<Named>| -> BTreeMap<String, Named> {
        values.into_iter().map(|value| (value.name.clone(), Named { until: None, ..value })).collect()
    };
    let (was, is) = (by_name(stored), by_name(computed));
    let names: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
    let differs = |name: &&&String| was.get(**name) != is.get(**name);
    let differences: Vec<_> = names
        .iter()
        .filter(differs)
        .map(|name| ((*name).clone(), was.get(*name).cloned(), is.get(*name).cloned()))
        .collect();
    if differences.is_empty() { Remeasured::Equal(was.len()) } else { Remeasured::EngineChanged(differences) }
}

#[cfg(test)]
mod tests {
    use vekha_core::metrics::{Named, Quantity};

    use super::{Remeasured, compared};

    fn value(name: &str, number: f64) -> Named {
        Named {
            name: name.into(),
            value: Quantity::Number(number),
            band: None,
            parts: [].into(),
            until: chrono::NaiveDate::from_ymd_opt(2024, 9, 1).filter(|_| number > 5.0),
        }
    }

    #[test]
    fn another_value_a_new_one_and_one_that_is_gone_are_told() {
        let stored = vec![value("встречи", 70.0), value("план", 3.0), value("сдвиг", 0.1 + 0.2)];
        assert_eq!(compared(stored.clone(), stored.clone()), Remeasured::Equal(3));
        let provisional = Named { until: None, ..stored[0].clone() };
        assert_eq!(compared(vec![stored[0].clone()], vec![provisional]), Remeasured::Equal(1));
        let computed = vec![value("встречи", 70.0), value("сдвиг", 0.3), value("ожидания", 1.0)];
        let Remeasured::EngineChanged(found) = compared(stored, computed) else { panic!("not told") };
        let names: Vec<&str> = found.iter().map(|(name, ..)| name.as_str()).collect();
        assert_eq!(names, ["ожидания", "план", "сдвиг"]);
        assert!(found[0].1.is_none() && found[1].2.is_none() && found[2].1.is_some());
    }
}
