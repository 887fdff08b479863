//! Stored results computed again: bit for bit the same, or why not.
//!
//! A result is kept with its [`Grounds`]. To compute it again the state of its journal number is folded, the scripts of
//! its grounds are taken from the store, and names from the very vault versions that were read. What cannot be had any
//! more is said instead of a number.

use std::collections::BTreeMap;

use vekha_core::basis::{Engine, Grounds, ResultId};
use vekha_core::digest::Digest;
use vekha_core::vault::VaultKey;
use vekha_core::view::Read;

use super::{AppError, Reading, rules};
use crate::script::wire::Source;
use crate::store::StoreError;

/// This program, as results name it.
pub fn engine() -> Engine {
    Engine { api: rules::host_api(), program: env!("CARGO_PKG_VERSION").into() }
}

/// One place where the result of now is not the one that is stored. The words are the caller's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What differs: `pairs`, `prices`, an indicator's name.
    pub what: String,
    /// As stored.
    pub was: String,
    /// As computed now.
    pub now: String,
}

/// What came of computing a result again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rerun {
    /// The same, bit for bit.
    Equal,
    /// Not the same.
    Differs(Vec<Difference>),
    /// These vault versions were erased; there is no number.
    Erased(Vec<VaultKey>),
    /// Another engine computed it; there is no number, or another one, which is no fault of the data.
    EngineChanged(Engine),
    /// A script it was judged by is not in the store: its path.
    ScriptGone(String),
    /// It is older than the record of grounds.
    NoGrounds,
}

/// A kind of result that can be computed again.
pub trait Recompute {
    /// Which one.
    fn id(&self) -> ResultId;

    /// Computes it over the state of then with the scripts of then, and holds it against what is stored.
    ///
    /// # Errors
    /// What the store says, and a script that fails now.
    fn again(
        &self,
        then: &Reading<'_>,
        scripts: Vec<Source>,
        grounds: &Grounds,
    ) -> Result<Vec<Difference>, AppError>;
}

/// The grounds of a result.
///
/// # Errors
/// What the store says.
pub fn grounds(now: &Reading<'_>, result: ResultId) -> Result<Option<Grounds>, AppError> {
    Ok(now.basis(result)?.map(|basis| basis.grounds))
}

/// What a stored result was computed from.
pub struct Then<'a> {
    /// The state.
    pub reading: Reading<'a>,
    /// The scripts.
    pub scripts: Vec<Source>,
    /// Everything it rests on.
    pub grounds: Grounds,
}

/// The state and the scripts that a stored result was computed from, or why they cannot be had any more.
///
/// # Errors
/// What the store says.
pub fn back<'a>(now: &Reading<'a>, result: ResultId) -> Result<Result<Then<'a>, Rerun>, AppError> {
    let Some(grounds) = grounds(now, result)? else { return Ok(Err(Rerun::NoGrounds)) };
    if grounds.engine.api != engine().api {
        return Ok(Err(Rerun::EngineChanged(grounds.engine)));
    }
    let mut erased = Vec::new();
    for key in &grounds.vault {
        if now.snapshot.vault(now.school, key)?.is_none() {
            erased.push(*key);
        }
    }
    if !erased.is_empty() {
        return Ok(Err(Rerun::Erased(erased)));
    }
    let scripts = match scripts(now, &grounds.scripts)? {
        Ok(scripts) => scripts,
        Err(path) => return Ok(Err(Rerun::ScriptGone(path))),
    };
    let reading = now.back_to(grounds.seq)?;
    Ok(Ok(Then { reading, scripts, grounds }))
}

/// Computes a stored result again.
///
/// # Errors
/// What the store says, and a script that fails now.
pub fn rerun(now: &Reading<'_>, result: &dyn Recompute) -> Result<Rerun, AppError> {
    let then = match back(now, result.id())? {
        Ok(then) => then,
        Err(why) => return Ok(why),
    };
    let differences = result.again(&then.reading, then.scripts, &then.grounds)?;
    Ok(match differences.is_empty() {
        true => Rerun::Equal,
        // The same facts and scripts under another program: it is the program that changed.
        false if then.grounds.engine != engine() => Rerun::EngineChanged(then.grounds.engine),
        false => Rerun::Differs(differences),
    })
}

/// The scripts of these digests; the path of the first that is not kept.
fn scripts(
    now: &Reading<'_>,
    wanted: &BTreeMap<String, Digest>,
) -> Result<Result<Vec<Source>, String>, AppError> {
    let mut sources = Vec::new();
    for (path, digest) in wanted {
        let Some(content) = now.snapshot.blob(*digest)? else { return Ok(Err(path.clone())) };
        let text = String::from_utf8(content).map_err(|error| StoreError::Damaged(error.to_string()))?;
        sources.push(Source { name: path.clone(), text });
    }
    Ok(Ok(sources))
}
