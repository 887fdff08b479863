//! Which `pairing.rhai` judges: the published one, the working copy, or the one a proposal was made with.

use std::fs;
use std::path::Path;

use vekha_core::digest::Digest;

use crate::app::scripts::is_script;
use crate::app::{AppError, Reading, scripts};
use crate::script::wire::Source;
use crate::store::StoreError;

/// Where it lies in a home and in a published set.
const PATH: &str = "scripts/pairing.rhai";

/// The script that a home without one judges by.
const SHIPPED: &str = include_str!("../../../scripts/pairing.rhai");

/// A script with the modules it may import.
#[derive(Clone, Debug)]
pub struct Script {
    /// The script.
    pub source: Source,
    /// What it may import.
    pub modules: Vec<Source>,
}

impl Script {
    /// The script and what it may import, by path.
    pub fn files(&self) -> impl Iterator<Item = &Source> {
        std::iter::once(&self.source).chain(&self.modules)
    }

    /// The script and its modules among the files of a set, by path; the shipped one where there is none.
    pub fn of_sources(sources: Vec<Source>) -> Self {
        Self::among(sources.into_iter().filter(|source| is_script(&source.name)).collect())
    }

    /// SHA-256 of the script's text.
    pub fn digest(&self) -> Digest {
        Digest::of_bytes(self.source.text.as_bytes())
    }

    /// The published script. A set without one is judged by the working copy, a home without one by the shipped one.
    ///
    /// # Errors
    /// What the store says, and a working copy that cannot be read.
    pub fn published(reading: &Reading<'_>, home: &Path) -> Result<Self, AppError> {
        let sources = scripts::sources(reading)?;
        match sources.iter().any(|source| source.name == PATH) {
            true => Ok(Self::among(sources)),
            false => Self::working(home),
        }
    }

    /// The working copy in the home.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn working(home: &Path) -> Result<Self, AppError> {
        let folder = home.join("scripts");
        let wrong = |path: &Path, error: &dyn std::fmt::Display| {
            AppError::Script(format!("{}: {error}", path.display()))
        };
        let mut sources = Vec::new();
        if folder.is_dir() {
            for entry in fs::read_dir(&folder).map_err(|error| wrong(&folder, &error))? {
                let path = entry.map_err(|error| wrong(&folder, &error))?.path();
                let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
                if scripts::is_script(name) {
                    let text = fs::read_to_string(&path).map_err(|error| wrong(&path, &error))?;
                    sources.push(Source { name: format!("scripts/{name}"), text });
                }
            }
        }
        sources.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(Self::among(sources))
    }

    /// The script of this digest, as a proposal names it; its modules are those of today.
    ///
    /// # Errors
    /// What the store says.
    pub fn stored(reading: &Reading<'_>, home: &Path, digest: Digest) -> Result<Option<Self>, AppError> {
        for known in [Self::published(reading, home)?, Self::working(home)?] {
            if known.digest() == digest {
                return Ok(Some(known));
            }
        }
        let Some(content) = reading.snapshot.blob(digest)? else { return Ok(None) };
        let text = String::from_utf8(content).map_err(|error| StoreError::Damaged(error.to_string()))?;
        let modules = Self::published(reading, home)?.modules;
        Ok(Some(Self { source: Source { name: PATH.into(), text }, modules }))
    }

    fn among(mut sources: Vec<Source>) -> Self {
        let source = match sources.iter().position(|source| source.name == PATH) {
            Some(at) => sources.remove(at),
            None => Source { name: PATH.into(), text: SHIPPED.into() },
        };
        Self { source, modules: sources }
    }
}
