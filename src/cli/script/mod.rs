//! `vekha script …`: the scripts a school may change.

mod api;
mod check;
mod decision;
mod diff;
mod eval;
mod history;
pub mod impact;
mod new;
mod publish;
mod record;
mod rerun;
mod rollback;
mod sets;
mod shared;
mod show;
mod test;
#[path = "try.rs"]
mod try_;

use super::commands;

commands! {
    /// Check, test, try and publish the scripts.
    Check => check,
    Test => test,
    Record => record,
    Try => try_,
    Eval => eval,
    Api => api,
    New => new,
    Impact => impact,
    Publish => publish,
    History => history,
    Diff => diff,
    Show => show,
    Rollback => rollback,
    Rerun => rerun,
}
