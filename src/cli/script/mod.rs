//! `vekha script …`: the scripts a school may change.

mod eval;
mod shared;

use super::commands;

commands! {
    /// Check, test, try and publish the scripts.
    Eval => eval,
}
