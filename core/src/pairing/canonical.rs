//! Ties: of all optimal answers, the one that takes the earliest pairs.
//!
//! Pairs are considered by mentor, then mentee, in the order of input; a pair is taken where some optimal answer
//! holds it together with everything taken before. So the answer is the one whose sorted list of pairs comes
//! first, whatever the order of the candidates and whichever optimum the stages before happened upon.
//!
//! Optimal answers differ only along *tight* candidates (those that cost a mentee no more than what he pays), and
//! one leads to another by cycles of moves between mentors. Places (mentors, and one more that stands for staying
//! alone and for free seats) lie on a common cycle exactly if they are in one strongly connected component, so
//! that candidates between components drop out at once; for the rest a search finds the cycle or refutes it.
//! Components shrink as pairs are fixed; they are found anew when refutations have cost as much as that does.

use alloc::vec::Vec;

use super::components;
use super::instance::NOBODY;
use super::number::{Cost, Price};
use super::plan::Plan;
use super::rows::Rows;

/// Moves an optimal plan to the first of the optimal plans. `minimum` and `plan.limit` bound the loads.
pub(super) fn first_of_ties<R: Rows>(rows: &R, plan: &mut Plan<R::Cost>, minimum: &[u32], members: &[u32]) {
    let mut ties = Ties::of(rows, plan, minimum, members);
    if ties.tight.is_empty() {
        return;
    }
    let mut wasted = 0;
    for mentor in 0..ties.everywhere {
        for at in ties.column[mentor as usize]..ties.column[mentor as usize + 1] {
            wasted += ties.settle(rows, ties.takers[at], mentor);
            if wasted > ties.tight.len() + 2 * ties.component.len() {
                ties.component = ties.components();
                wasted = 0;
            }
        }
    }
}

/// A move: `mentee` (or nobody: a seat changes from free to taken or back) goes from one place to another.
#[derive(Clone, Copy)]
struct Step {
    mentee: u32,
    from: u32,
}

struct Ties<'a, C: Cost> {
    plan: &'a mut Plan<C>,
    minimum: &'a [u32],
    members: &'a [u32],
    /// Tight mentors of mentee `i` stand at `start[i]..start[i + 1]`.
    start: Vec<usize>,
    tight: Vec<u32>,
    fixed: Vec<bool>,
    /// Mentees who may as well stay alone.
    indifferent: Vec<bool>,
    /// Mentees with a tight mentor who are alone, and where each stands in this list.
    alone: Vec<u32>,
    stands: Vec<u32>,
    component: Vec<u32>,
    /// The place that is no mentor: staying alone, and free seats.
    everywhere: u32,
    /// Mentees for whom mentor `j` is tight stand at `column[j]..column[j + 1]`, ascending.
    column: Vec<usize>,
    takers: Vec<u32>,
    /// The two ends of the present search: moves out of where it starts, and moves into where it is to arrive.
    out: Front,
    into: Front,
    search: u32,
}

/// The places that one end of a search has reached, each with the move between it and the place it was reached from.
struct Front {
    reached: Vec<Step>,
    seen: Vec<u32>,
    queue: Vec<u32>,
    next: usize,
}

impl Front {
    fn new(places: usize) -> Self {
        let nowhere = Step { mentee: NOBODY, from: NOBODY };
        let (reached, seen) = (alloc::vec![nowhere; places], alloc::vec![0; places]);
        Self { reached, seen, queue: Vec::new(), next: 0 }
    }

    fn start(&mut self, place: u32, search: u32) {
        self.queue.clear();
        self.queue.push(place);
        self.next = 0;
        self.seen[place as usize] = search;
    }

    fn waiting(&self) -> usize {
        self.queue.len() - self.next
    }

    /// Notes a place; true if the other front has been there.
    fn note(&mut self, place: u32, step: Step, search: u32, other: &Self) -> bool {
        if self.seen[place as usize] == search {
            return false;
        }
        self.seen[place as usize] = search;
        self.reached[place as usize] = step;
        self.queue.push(place);
        other.seen[place as usize] == search
    }
}

impl<'a, C: Cost> Ties<'a, C> {
    fn of<R: Rows<Cost = C>>(
        rows: &R,
        plan: &'a mut Plan<C>,
        minimum: &'a [u32],
        members: &'a [u32],
    ) -> Self {
        let mentees = plan.of.len();
        let mentors = plan.limit.len();
        let mut ties = Self {
            minimum,
            members,
            start: alloc::vec![0; mentees + 1],
            tight: Vec::new(),
            fixed: alloc::vec![false; mentees],
            indifferent: alloc::vec![false; mentees],
            alone: Vec::new(),
            stands: alloc::vec![NOBODY; mentees],
            component: Vec::new(),
            everywhere: mentors as u32,
            column: Vec::new(),
            takers: Vec::new(),
            out: Front::new(mentors + 1),
            into: Front::new(mentors + 1),
            search: 0,
            plan,
        };
        ties.collect(rows);
        if ties.tight.len()
            > members.iter().filter(|&&mentee| ties.plan.of[mentee as usize] != NOBODY).count()
        {
            ties.component = ties.components();
            ties.keep_within_components();
            ties.transpose();
        } else {
            ties.tight.clear();
            ties.start.fill(0);
        }
        for &mentee in members {
            if ties.plan.of[mentee as usize] == NOBODY && !ties.tight_of(mentee).is_empty() {
                ties.stands[mentee as usize] = ties.alone.len() as u32;
                ties.alone.push(mentee);
            }
        }
        ties
    }

    fn collect<R: Rows<Cost = C>>(&mut self, rows: &R) {
        let mut members = self.members.iter().copied().peekable();
        for mentee in 0..self.plan.of.len() as u32 {
            if members.next_if_eq(&mentee).is_some() {
                let pays = self.plan.pays(mentee);
                self.indifferent[mentee as usize] = pays == self.plan.alone;
                // Nothing is cheaper than what he pays.
                let mut limit = pays + C::Price::ONE;
                rows.relax(mentee, &self.plan.price, &mut limit, |mentor, _, _| self.tight.push(mentor));
            }
            self.start[mentee as usize + 1] = self.tight.len();
        }
    }

    /// Drops candidates between components; clears everything where no choice is left.
    fn keep_within_components(&mut self) {
        let (mut kept, mut begin, mut choices) = (0, 0, 0);
        for mentee in 0..self.plan.of.len() {
            let place = self.place(mentee as u32);
            let end = self.start[mentee + 1];
            for at in begin..end {
                let mentor = self.tight[at];
                if self.component[mentor as usize] == self.component[place as usize] {
                    self.tight[kept] = mentor;
                    kept += 1;
                    choices += usize::from(mentor != place);
                }
            }
            begin = end;
            self.start[mentee + 1] = kept;
        }
        self.tight.truncate(if choices == 0 { 0 } else { kept });
        if choices == 0 {
            self.start.fill(0);
        }
    }

    fn tight_of(&self, mentee: u32) -> &[u32] {
        &self.tight[self.start[mentee as usize]..self.start[mentee as usize + 1]]
    }

    fn place(&self, mentee: u32) -> u32 {
        match self.plan.of[mentee as usize] {
            NOBODY => self.everywhere,
            mentor => mentor,
        }
    }

    /// Whether a free seat of the mentor may be taken, respectively a taken one freed, at no cost.
    fn may_grow(&self, mentor: u32) -> bool {
        self.plan.has_room(mentor) && self.plan.price[mentor as usize] == C::Price::ZERO
    }

    fn may_shrink(&self, mentor: u32) -> bool {
        let at = mentor as usize;
        self.plan.load[at] > self.minimum[at] && self.plan.price[at] == C::Price::ZERO
    }

    /// Calls `visit` with every move out of a place that does not involve a fixed mentee, until it says stop.
    fn moves(&self, place: u32, mut visit: impl FnMut(u32, Step) -> bool) {
        let mut from = |mentee: u32, to: u32| visit(to, Step { mentee, from: place });
        if place != self.everywhere {
            if self.may_grow(place) && !from(NOBODY, self.everywhere) {
                return;
            }
            for &mentee in self.plan.seated(place) {
                if self.fixed[mentee as usize] {
                    continue;
                }
                if self.indifferent[mentee as usize] && !from(mentee, self.everywhere) {
                    return;
                }
                if !self.tight_of(mentee).iter().all(|&to| to == place || from(mentee, to)) {
                    return;
                }
            }
            return;
        }
        for &mentee in &self.alone {
            if !self.tight_of(mentee).iter().all(|&to| from(mentee, to)) {
                return;
            }
        }
        let _ = (0..self.everywhere).all(|mentor| !self.may_shrink(mentor) || from(NOBODY, mentor));
    }

    fn components(&self) -> Vec<u32> {
        let mut start = Vec::with_capacity(self.component.len() + 1);
        let mut to = Vec::with_capacity(self.tight.len());
        start.push(0);
        for place in 0..=self.everywhere {
            self.moves(place, |next, _| {
                to.push(next);
                true
            });
            if place == self.everywhere && self.component.is_empty() {
                // The list of those alone is not made yet the first time.
                for &mentee in self.members {
                    if self.plan.of[mentee as usize] == NOBODY {
                        to.extend_from_slice(self.tight_of(mentee));
                    }
                }
            }
            start.push(to.len());
        }
        components::strong(&start, &to)
    }

    /// Makes the columns of the tight candidates.
    fn transpose(&mut self) {
        let mut column = alloc::vec![0usize; self.everywhere as usize + 1];
        self.tight.iter().for_each(|&mentor| column[mentor as usize + 1] += 1);
        for mentor in 0..self.everywhere as usize {
            column[mentor + 1] += column[mentor];
        }
        let mut next = column.clone();
        let mut takers = alloc::vec![0; self.tight.len()];
        for &mentee in self.members {
            for &mentor in self.tight_of(mentee) {
                takers[next[mentor as usize]] = mentee;
                next[mentor as usize] += 1;
            }
        }
        (self.column, self.takers) = (column, takers);
    }

    /// Takes the pair if some optimal answer holds it with all that is fixed; returns what a refutation cost.
    fn settle<R: Rows<Cost = C>>(&mut self, rows: &R, mentee: u32, mentor: u32) -> usize {
        if self.fixed[mentee as usize] {
            return 0;
        }
        let place = self.place(mentee);
        if place == mentor {
            self.fixed[mentee as usize] = true;
            return 0;
        }
        if self.component[place as usize] != self.component[mentor as usize] {
            return 0;
        }
        // While he is considered he is not to be moved by the cycle itself.
        self.fixed[mentee as usize] = true;
        match self.reach(mentor, place, mentee) {
            Ok(meeting) => {
                self.turn(rows, (mentor, meeting, place), mentee);
                0
            }
            Err(cost) => {
                self.fixed[mentee as usize] = false;
                cost
            }
        }
    }

    /// Looks for moves from one place to another from both ends; gives a place on the way where the ends meet.
    ///
    /// The place that is no mentor is never passed through: a way through it is found when both ends arrive there.
    fn reach(&mut self, from: u32, to: u32, besides: u32) -> Result<u32, usize> {
        self.search += 1;
        let (mut out, mut into) = (Front::new(0), Front::new(0));
        core::mem::swap(&mut out, &mut self.out);
        core::mem::swap(&mut into, &mut self.into);
        out.start(from, self.search);
        into.start(to, self.search);
        let found = self.meet(&mut out, &mut into, besides);
        (self.out, self.into) = (out, into);
        found
    }

    fn meet(&self, out: &mut Front, into: &mut Front, besides: u32) -> Result<u32, usize> {
        let been = |front: &Front| front.seen[self.everywhere as usize] == self.search;
        let mut cost = 0;
        loop {
            let meeting = match (out.waiting(), into.waiting()) {
                (0, 0) => return Err(cost),
                (0, _) if !been(out) => return Err(cost),
                (_, 0) if !been(into) => return Err(cost),
                (waiting, other) if other == 0 || (waiting > 0 && waiting <= other) => {
                    self.expand(out, into, true, besides, &mut cost)
                }
                _ => self.expand(into, out, false, besides, &mut cost),
            };
            if let Some(meeting) = meeting {
                return Ok(meeting);
            }
        }
    }

    /// Takes one step of one end; gives the place where it meets the other.
    fn expand(
        &self,
        front: &mut Front,
        other: &Front,
        outwards: bool,
        besides: u32,
        cost: &mut usize,
    ) -> Option<u32> {
        let place = front.queue[front.next];
        front.next += 1;
        let component = self.component[place as usize];
        let mut meeting = None;
        let visit = |there: u32, step: Step| {
            *cost += 1;
            let open = self.component[there as usize] == component && step.mentee != besides;
            if open && front.note(there, step, self.search, other) {
                meeting = Some(there);
            }
            meeting.is_none()
        };
        match (place == self.everywhere, outwards) {
            (true, _) => {}
            (false, true) => self.moves(place, visit),
            (false, false) => self.moves_into(place, visit),
        }
        meeting
    }

    /// Turns the cycle that was found: everybody on it moves on by one, `mentee` onto the seat freed at `mentor`.
    fn turn<R: Rows<Cost = C>>(&mut self, rows: &R, (mentor, meeting, place): (u32, u32, u32), mentee: u32) {
        let mut moves = Vec::new();
        let mut at = meeting;
        while at != mentor {
            let Step { mentee, from } = self.out.reached[at as usize];
            moves.push((mentee, from, at));
            at = from;
        }
        moves.reverse();
        at = meeting;
        while at != place {
            let Step { mentee, from: to } = self.into.reached[at as usize];
            moves.push((mentee, at, to));
            at = to;
        }
        self.shift(rows, mentee, place, self.everywhere);
        for (mover, from, to) in moves.into_iter().rev().filter(|(mover, ..)| *mover != NOBODY) {
            self.shift(rows, mover, from, to);
        }
        self.shift(rows, mentee, self.everywhere, mentor);
    }

    /// Calls `visit` with every move into a mentor's place that does not involve a fixed mentee, until it says stop.
    fn moves_into(&self, place: u32, mut visit: impl FnMut(u32, Step) -> bool) {
        if self.may_shrink(place) && !visit(self.everywhere, Step { mentee: NOBODY, from: place }) {
            return;
        }
        for &mentee in &self.takers[self.column[place as usize]..self.column[place as usize + 1]] {
            let from = self.place(mentee);
            let moves = !self.fixed[mentee as usize] && from != place;
            if moves && !visit(from, Step { mentee, from: place }) {
                return;
            }
        }
    }

    fn shift<R: Rows<Cost = C>>(&mut self, rows: &R, mentee: u32, from: u32, to: u32) {
        if from == to {
            return;
        }
        if from != self.everywhere {
            self.plan.unseat(mentee);
        } else if let Some(&last) = self.alone.last() {
            let at = self.stands[mentee as usize];
            self.alone.swap_remove(at as usize);
            self.stands[last as usize] = at;
        }
        if to != self.everywhere {
            self.plan.seat(mentee, to, rows.cost(mentee, to));
        } else {
            self.stands[mentee as usize] = self.alone.len() as u32;
            self.alone.push(mentee);
        }
    }
}
