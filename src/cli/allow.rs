//! Letting a `should` requirement pass: arguments that several commands share.

use chrono::NaiveDate;
use vekha_core::command::Allowance;

use super::{Failure, Kind, date};

/// Requirements to let pass, why, and until when.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Allow {
    /// Let a "should" requirement pass (the head of the school); needs --reason and --until
    #[arg(long, value_name = "REQUIREMENT")]
    pub allow: Vec<String>,

    /// Why
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,

    /// Until when it must be met all the same
    #[arg(long, value_name = "DATE", value_parser = date, requires = "allow")]
    pub until: Option<NaiveDate>,
}

impl Allow {
    /// The requirements as the engine takes them.
    ///
    /// # Errors
    /// [`Kind::Usage`] without a reason or a term.
    pub fn read(&self) -> Result<Vec<Allowance>, Failure> {
        let ids = self.allow.iter().flat_map(|ids| ids.split(',')).map(str::trim);
        ids.filter(|id| !id.is_empty())
            .map(|id| match (&self.reason, self.until) {
                (Some(reason), Some(until)) => {
                    Ok(Allowance { requirement: id.to_owned(), reason: reason.clone(), until })
                }
                _ => Err(Failure::new(Kind::Usage, "allow-needs-more")),
            })
            .collect()
    }
}
