//! The published scripts of schools, and questions to them: of several schools in one worker where the scripts are
//! the same.

use std::collections::BTreeMap;
use std::sync::Arc;

use vekha_core::digest::Digest;
use vekha_core::view::Read;

use crate::app::{AppError, Reading, scripts};
use crate::script::fault::Fault;
use crate::script::kinds::{self, Kind};
use crate::script::sandbox::Ran;
use crate::script::wire::Source;

/// A published script with what tells it from another.
#[derive(Debug)]
pub struct Script {
    /// The script, its modules and its calendar.
    pub script: kinds::Script,
    /// SHA-256 of its text.
    pub digest: Digest,
    /// The digest of its text, its modules and its calendar.
    pub key: Digest,
    /// Whether its answers may depend on the day though no fact changes.
    pub reads_today: bool,
}

impl Script {
    /// The published script of a kind; `None` where the set has none.
    ///
    /// # Errors
    /// What the store says.
    pub fn published(reading: &Reading<'_>, kind: Kind) -> Result<Option<Self>, AppError> {
        let Some(script) = scripts::published(reading, kind)? else { return Ok(None) };
        let mut parts: Vec<&[u8]> = vec![kind.name().as_bytes()];
        let set = reading.published()?.map(|set| set.parts).unwrap_or_default();
        for (path, digest) in &set {
            if path.starts_with("calendar/") || path.starts_with("scripts/") {
                parts.extend([path.as_bytes(), &digest.0]);
            }
        }
        let key = Digest::of(&parts);
        let digest = Digest::of_bytes(script.source.text.as_bytes());
        let reads = |source: &Source| source.text.contains("today") || source.text.contains("сегодня");
        let reads_today = reads(&script.source) || script.modules.iter().any(reads);
        Ok(Some(Self { script, digest, key, reads_today }))
    }

    /// Whether it may have a function of this name: a look at its text, cheaper than a worker.
    pub fn mentions(&self, function: &str) -> bool {
        self.script.source.text.contains(function)
    }
}

/// The code of a question that was not put, because `ask` gave fewer answers than there were questions.
pub const NOT_ASKED: &str = "not-asked";

/// The answers to questions of several schools, in their order. Questions to the same script go together, through
/// `ask`; where a script as a whole does not run, every question to it has its fault.
pub fn together<Q, A>(
    questions: Vec<(Arc<Script>, Q)>,
    ask: impl Fn(&kinds::Script, Vec<Q>) -> Ran<Vec<Result<A, Fault>>>,
) -> Vec<Result<A, Fault>> {
    type Group<Q> = (Arc<Script>, Vec<usize>, Vec<Q>);
    let mut groups: BTreeMap<Digest, Group<Q>> = BTreeMap::new();
    let mut answers: Vec<Result<A, Fault>> = Vec::new();
    answers.resize_with(questions.len(), || Err(Fault::new(NOT_ASKED)));
    for (place, (script, question)) in questions.into_iter().enumerate() {
        let group = groups.entry(script.key).or_insert_with(|| (script, Vec::new(), Vec::new()));
        group.1.push(place);
        group.2.push(question);
    }
    for (script, places, questions) in groups.into_values() {
        match ask(&script.script, questions).result {
            Ok(given) => {
                for (place, answer) in places.into_iter().zip(given) {
                    answers[place] = answer;
                }
            }
            Err(fault) => {
                for place in places {
                    answers[place] = Err(fault.clone());
                }
            }
        }
    }
    answers
}
