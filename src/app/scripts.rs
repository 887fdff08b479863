//! The scripts of the published set.

use vekha_core::view::Read;

use super::{AppError, Reading};
use crate::script::kinds::{Kind, Script};
use crate::script::wire::Source;
use crate::store::StoreError;

const FOLDER: &str = "scripts/";

/// Whether a file of the scripts' folder is a script rather than the tests of one.
pub fn is_script(name: &str) -> bool {
    name.ends_with(".rhai") && !name.ends_with(".test.rhai")
}

/// Every script of the published set, by path: `scripts/pairing.rhai`.
///
/// # Errors
/// What the store says.
pub fn sources(reading: &Reading<'_>) -> Result<Vec<Source>, AppError> {
    let mut sources = Vec::new();
    let Some(set) = reading.published()? else { return Ok(sources) };
    for (path, digest) in set.parts.iter().filter(|(path, _)| path.starts_with(FOLDER)) {
        if let Some(content) = reading.snapshot.blob(*digest)?.filter(|_| is_script(path)) {
            let text = String::from_utf8(content).map_err(|error| StoreError::Damaged(error.to_string()))?;
            sources.push(Source { name: path.clone(), text });
        }
    }
    Ok(sources)
}

/// The published script of a kind, with what it may import and the calendar of its set; `None` where the set has none.
///
/// # Errors
/// What the store says.
pub fn published(reading: &Reading<'_>, kind: Kind) -> Result<Option<Script>, AppError> {
    let mut modules = sources(reading)?;
    let Some(at) = modules.iter().position(|source| Kind::of_file(&source.name) == kind) else {
        return Ok(None);
    };
    let source = modules.remove(at);
    Ok(Some(Script { source, modules, calendar: reading.rules()?.calendar.clone() }))
}
