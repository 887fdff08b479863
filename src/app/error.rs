//! Why a request was not carried out.

use std::fmt;

use vekha_core::decide::{Refusal, Refused};
use vekha_core::view::ViewError;

use super::rules::RulesError;
use crate::store::StoreError;

/// Why a request was not carried out. Nothing was written.
#[derive(Clone, Debug)]
pub enum AppError {
    /// Rules forbid it; everything that stands in the way.
    Refused(Refusal),
    /// The store could not be read or written.
    Store(StoreError),
    /// The published set, or a working copy, cannot be read.
    Rules(Box<RulesError>),
    /// The file has no such school.
    NoSchool {
        /// What was asked for.
        wanted: String,
        /// What there is.
        known: Vec<String>,
    },
    /// Others kept changing the school while this was decided.
    Moved,
    /// The system gave no random bits.
    Random(String),
    /// A script could not judge: its words, with the place.
    Script(String),
}

impl fmt::Display for AppError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refusal) => write!(f, "{} conditions are not met", refusal.unmet.len()),
            Self::Store(error) => error.fmt(f),
            Self::Rules(error) => error.fmt(f),
            Self::NoSchool { wanted, .. } => write!(f, "no school `{wanted}`"),
            Self::Moved => f.write_str("the journal kept changing"),
            Self::Random(reason) => write!(f, "no random bits: {reason}"),
            Self::Script(words) => f.write_str(words),
        }
    }
}

impl std::error::Error for AppError {}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<ViewError> for AppError {
    fn from(error: ViewError) -> Self {
        Self::Store(StoreError::Damaged(error.0))
    }
}

impl From<Refused> for AppError {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Rule(refusal) => Self::Refused(refusal),
            Refused::View(error) => error.into(),
        }
    }
}

impl From<RulesError> for AppError {
    fn from(error: RulesError) -> Self {
        Self::Rules(Box::new(error))
    }
}
