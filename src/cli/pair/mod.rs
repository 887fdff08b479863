//! `vekha pair …`: who mentors whom.

mod accept;
mod advance;
mod close;
mod diff;
mod evidence;
mod explain;
mod forbid;
mod free;
mod html;
mod list;
mod moves;
pub mod numbers;
mod pin;
mod plan;
mod propose;
mod rematch;
mod remove;
mod review;
pub mod shared;
mod show;
mod solve;
mod swap;
mod verify;

pub use shared::points;
pub use show::find;

super::commands! {
    /// Pair mentors and mentees
    Propose => propose,
    Review => review,
    Explain => explain,
    Pin => pin,
    Forbid => forbid,
    Free => free,
    Swap => swap,
    Remove => remove,
    Rematch => rematch,
    Diff => diff,
    Verify => verify,
    Accept => accept,
    List => list,
    Show => show,
    Advance => advance,
    Evidence => evidence,
    Plan => plan,
    Close => close,
    Solve => solve,
}
