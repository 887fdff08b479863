//! `vekha script …`: the scripts a school may change.

mod api;
mod check;
mod eval;
mod new;
mod shared;
mod test;
#[path = "try.rs"]
mod try_;

use super::commands;

commands! {
    /// Check, test, try and publish the scripts.
    Check => check,
    Test => test,
    Try => try_,
    Eval => eval,
    Api => api,
    New => new,
}
