//! `vekha plan`

use crate::cli::commands;

mod lint;

commands! {
    /// Look at a plan as a whole
    Lint => lint,
}
