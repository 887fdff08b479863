//! Who mentors whom: an exact solver, its certificate, and reasons.
//!
//! [`Builder`] makes an [`Instance`] of limits, scored candidates, pins and bans; [`solve`] gives an
//! [`Outcome`] that has passed [`verify`]; a [`Failure`] names the mentor or the pair it stumbled over. Scores
//! are integers on a decimal grid of the caller's choice, so that nothing depends on the machine.

mod auction;
mod canonical;
mod change;
mod components;
mod draw;
mod explain;
mod fair;
mod instance;
mod minimums;
mod number;
mod outcome;
mod paths;
mod phases;
mod plan;
mod rows;
mod scaled;
mod scarce;
mod solve;
mod stable;
mod total;
mod verify;

#[cfg(test)]
mod tests;

pub use change::{Change, Move, difference};
pub use explain::{Alternative, LeftOut, Table, force, left_out, next_for_mentee, next_for_mentor};
pub use instance::{Builder, Couple, Defect, Instance, Limits, NOBODY};
pub use outcome::{Bound, Failure, Infeasible, Level, Objective, Outcome, Pair, Prices, Proof, Watch};
pub use solve::solve;
pub use verify::{Flaw, verify};
