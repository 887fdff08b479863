//! `vekha metrics`

use crate::cli::commands;

mod explain;
mod history;
pub mod shared;
mod show;

pub use shared::{name, quantity, quantity_json};

commands! {
    /// Indicators of pairs, mentors, programmes and the school, as the night computed them
    Show => show,
    History => history,
    Explain => explain,
}
