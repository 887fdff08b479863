//! Second stage where many scores are equal: all who are left search at once.
//!
//! With few distinct scores there are few distinct distances, and many mentees find their way at the same one. So
//! one flood from all of them (Dijkstra over mentors, prices as potentials) finds the distance to the nearest end,
//! prices rise by it, and then as many as can be are seated along ways that cost nothing any more, before the next.

use alloc::vec::Vec;
use core::cmp::Reverse;

use super::instance::NOBODY;
use super::number::{Cost, Price};
use super::outcome::{Failure, Watch};
use super::paths::{End, Paths};
use super::plan::Plan;
use super::rows::{PriceOf, Rows};

/// Seats all of `roots`, or gives some up; keeps the invariant of [`Plan`].
pub(super) fn seat_all<R: Rows>(
    rows: &R,
    plan: &mut Plan<R::Cost>,
    mut roots: Vec<u32>,
    watch: &mut impl Watch,
) -> Result<(), Failure> {
    let mut paths = Paths::new(plan.limit.len());
    let mut visited = alloc::vec![0u32; plan.limit.len()];
    let mut pass = 0;
    while !roots.is_empty() {
        if !watch.go_on(roots.len() as u64) {
            return Err(Failure::Stopped);
        }
        paths.flood(rows, plan, &roots);
        loop {
            pass += 1;
            let before = roots.len();
            roots.retain(|&root| !paths.free_way(rows, plan, root, &mut visited, pass));
            if roots.len() == before || roots.is_empty() {
                break;
            }
        }
    }
    Ok(())
}

impl<P: Price> Paths<P> {
    /// Raises prices so that the nearest end is within reach of some root at no further cost.
    fn flood<R: Rows<Cost = C>, C: Cost<Price = P>>(&mut self, rows: &R, plan: &mut Plan<C>, roots: &[u32]) {
        let (mut limit, mut end) = (P::FAR, End { mentee: NOBODY, mentor: NOBODY });
        for &root in roots {
            let start = rows.best(root, &plan.price, plan.alone).first;
            self.scan(rows, plan, root, -start, &mut limit, &mut end);
        }
        while let Some(Reverse((at, mentor))) = self.heap.pop() {
            if at >= limit {
                break;
            }
            if at > self.distance[mentor as usize] {
                continue;
            }
            self.settled.push(mentor);
            for k in 0..plan.load[mentor as usize] as usize {
                let mentee = plan.seats[plan.first[mentor as usize] + k];
                self.scan(rows, plan, mentee, at - plan.pays(mentee), &mut limit, &mut end);
            }
        }
        for &mentor in &self.settled {
            plan.price[mentor as usize] += limit - self.distance[mentor as usize];
        }
        self.reset();
    }

    /// Looks for a way from `root` along which nobody pays more, through mentors not visited in this pass, and takes
    /// it. True if the root is settled: seated, or given up.
    fn free_way<R: Rows<Cost = C>, C: Cost<Price = P>>(
        &mut self,
        rows: &R,
        plan: &mut Plan<C>,
        root: u32,
        visited: &mut [u32],
        pass: u32,
    ) -> bool {
        let pays: PriceOf<R> = rows.best(root, &plan.price, plan.alone).first;
        let mut stack = core::mem::take(&mut self.touched);
        stack.clear();
        stack.push(root);
        let mut end = None;
        while let Some(mentee) = stack.pop() {
            let pays = if mentee == root { pays } else { plan.pays(mentee) };
            if pays == plan.alone {
                end = Some(End { mentee, mentor: NOBODY });
                break;
            }
            let mut limit = pays + P::ONE;
            rows.relax(mentee, &plan.price, &mut limit, |mentor, _, limit| {
                if visited[mentor as usize] == pass {
                    return;
                }
                visited[mentor as usize] = pass;
                self.by[mentor as usize] = mentee;
                if plan.has_room(mentor) {
                    end = Some(End { mentee, mentor });
                    *limit = P::ZERO - P::ONE;
                } else {
                    stack.extend_from_slice(plan.seated(mentor));
                }
            });
            if end.is_some() {
                break;
            }
        }
        if end.is_some() {
            // Those who wait in the stack were not asked: others may reach them in this pass.
            stack.drain(..).filter(|&mentee| mentee != root).for_each(|mentee| {
                visited[plan.of[mentee as usize] as usize] = 0;
            });
        }
        self.touched = stack;
        let Some(end) = end else { return false };
        self.shift(rows, plan, root, &end);
        true
    }
}
