//! What another set would change, on the real data as it stands: nothing is written.
//!
//! Both sets judge the same frozen state. Pairs are proposed anew under each and compared; indicators are evaluated
//! under each; hooks hear the same happenings under each, and only the messages are counted.

pub(super) mod happenings;
mod indicators;
mod messages;
mod pairs;

use std::sync::Arc;

use chrono::NaiveDate;
use vekha_core::decide::Rules;
use vekha_core::view::Read;

pub use indicators::{Indicated, IndicatorChange, Indicators, Known, Source};
pub use messages::{HookCount, Messages};
pub use pairs::{Best, PairChange, Pairs, Possible, Stuck, Word};

use super::pairing;
use super::scripts::{self, is_script};
use super::sets::scripts as scripts_of;
use super::{AppError, Directory, Reading, WorkingSet};
use crate::script::kinds::{Kind, Script};
use crate::script::sandbox::Sandbox;
use crate::script::wire;

/// One of the two sets that are compared.
pub struct Side {
    /// What the engine would go by.
    pub rules: Arc<Rules>,
    /// Its scripts by path, without their tests.
    pub scripts: Vec<wire::Source>,
}

impl Side {
    /// The set in force.
    ///
    /// # Errors
    /// What the store says.
    pub fn in_force(reading: &Reading<'_>) -> Result<Self, AppError> {
        Ok(Self { rules: reading.rules()?, scripts: scripts::sources(reading)? })
    }

    /// A set that is not in force.
    ///
    /// # Errors
    /// A file with mistakes.
    pub fn of(set: &WorkingSet) -> Result<Self, AppError> {
        let mut scripts = scripts_of(&set.parts);
        scripts.retain(|source| is_script(&source.name));
        Ok(Self { rules: Arc::new(set.rules()?), scripts })
    }

    /// The script that judges pairs.
    pub fn pairing(&self) -> pairing::Script {
        pairing::Script::of_sources(self.scripts.clone())
    }

    /// The script of a kind; `None` where the set has none.
    pub fn script(&self, kind: Kind) -> Option<Script> {
        let mut modules = self.scripts.clone();
        let at = modules.iter().position(|source| Kind::of_file(&source.name) == kind)?;
        let source = modules.remove(at);
        Some(Script { source, modules, calendar: self.rules.calendar.clone() })
    }
}

/// What is compared.
#[derive(Clone, Copy, Debug)]
pub struct Question {
    /// The day.
    pub on: NaiveDate,
    /// How many days back hooks hear what happened.
    pub days: u32,
    /// Whether pairs at work are in question too.
    pub anew: bool,
}

/// What the other set changes.
#[derive(Clone, Debug, Default)]
pub struct Impact {
    /// By programme that runs and has people to pair.
    pub pairs: Vec<Pairs>,
    /// Indicators.
    pub indicators: Indicators,
    /// Messages.
    pub messages: Messages,
}

impl Impact {
    /// Whether nothing comes out otherwise.
    pub fn is_empty(&self) -> bool {
        self.pairs.iter().all(Pairs::is_same) && self.indicators.changed.is_empty() && self.messages.is_same()
    }

    /// Whether a script cannot judge today's data under the other set, whatever it could do before.
    pub fn fails(&self) -> bool {
        self.pairs.iter().any(|pairs| stuck(&pairs.after))
            || self.indicators.failing > 0
            || self.messages.hooks.iter().any(|hook| hook.failed.1 > 0)
    }

    /// Whether a script that can judge today's data now could not under the other set.
    pub fn breaks(&self) -> bool {
        self.pairs.iter().any(|pairs| stuck(&pairs.after) && !stuck(&pairs.before))
            || self.indicators.broken > 0
            || self.messages.hooks.iter().any(|hook| hook.failed.1 > hook.failed.0)
    }
}

/// Whether the script is why there are no pairs.
fn stuck(side: &Result<Best, Stuck>) -> bool {
    matches!(side, Err(Stuck::Script(..) | Stuck::Score(..)))
}

/// Compares two sets over one state.
///
/// # Errors
/// What the store says, and a sandbox that does not start. A script that fails is in the answer.
pub fn impact(
    reading: &Reading<'_>,
    directory: &Directory,
    sandbox: &Sandbox,
    sides: [&Side; 2],
    question: Question,
) -> Result<Impact, AppError> {
    let mut programmes = reading.programmes()?;
    programmes.retain(|programme| programme.instance.outcome.is_none());
    let mut found = Vec::new();
    for programme in &programmes {
        found.extend(pairs::of_programme(reading, directory, sandbox, sides, programme, question)?);
    }
    let facts = indicators::Stored { reading, on: question.on };
    Ok(Impact {
        pairs: found,
        indicators: indicators::compare(sandbox, sides, &facts)?,
        messages: messages::compare(sandbox, sides, happenings::of(reading, question.on, question.days)?),
    })
}

/// Compares two sets over the invented school.
///
/// # Errors
/// A sandbox that does not start.
pub fn sample(sandbox: &Sandbox, sides: [&Side; 2], on: NaiveDate) -> Result<Impact, AppError> {
    Ok(Impact {
        pairs: vec![pairs::of_sample(sandbox, sides, on)],
        indicators: indicators::compare(sandbox, sides, &indicators::Invented { on })?,
        messages: messages::compare(sandbox, sides, happenings::invented(on)),
    })
}
