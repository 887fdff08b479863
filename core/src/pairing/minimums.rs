//! Third stage: minimum loads. Mentors below their minimum draw mentees, which takes some prices below zero.

use alloc::vec::Vec;

use super::draw::{Columns, Draw};
use super::plan::Plan;
use super::rows::Rows;

/// Raises every load to `minimum`. On failure gives the mentors (ascending) whose minimums together exceed the
/// number of mentees that are candidates of any of them.
pub(super) fn raise<R: Rows>(
    rows: &R,
    plan: &mut Plan<R::Cost>,
    minimum: &[u32],
    members: &[u32],
) -> Result<(), Vec<u32>> {
    let short = |plan: &Plan<R::Cost>, mentor: usize| plan.load[mentor] < minimum[mentor];
    if (0..minimum.len()).all(|mentor| !short(plan, mentor)) {
        return Ok(());
    }
    let columns = Columns::of(rows, minimum.len(), members);
    let mut draw = Draw::new(minimum.len(), plan.of.len());
    for mentor in 0..minimum.len() {
        while short(plan, mentor) {
            draw.one(rows, plan, &columns, minimum, (mentor as u32, false))?;
        }
    }
    Ok(())
}
