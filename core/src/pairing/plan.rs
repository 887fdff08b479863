//! The state all stages of the solver share: who sits where, and one price per mentor.
//!
//! Everywhere a mentee pays `cost + price`, costs and prices counted so that less is better; staying alone
//! costs `alone`. Between stages these hold (complementary slackness):
//! a paired mentee pays the least he could pay anywhere; one who was given up pays `alone` at least everywhere;
//! a mentor with a free seat has price 0 or less, one above his minimum 0 or more.

use alloc::vec::Vec;

use super::instance::NOBODY;
use super::number::{Cost, Price};

/// Who sits where, at what price.
pub(super) struct Plan<C: Cost> {
    /// Mentor of each mentee, or [`NOBODY`].
    pub of: Vec<u32>,
    /// Cost of the pair each mentee is in.
    pub paid: Vec<C>,
    /// Seats of mentor `j` stand at `first[j]..first[j] + load[j]`; there is room for `limit[j]`.
    pub first: Vec<usize>,
    pub load: Vec<u32>,
    pub limit: Vec<u32>,
    pub seats: Vec<u32>,
    pub price: Vec<C::Price>,
    pub alone: C::Price,
}

impl<C: Cost> Plan<C> {
    /// Nobody paired. `limit` is what a mentor can fill: his capacity, but no more than he has candidates.
    pub fn new(mentees: usize, limit: Vec<u32>, alone: C::Price) -> Self {
        let mut first = Vec::with_capacity(limit.len());
        let mut seats = 0;
        for &places in &limit {
            first.push(seats);
            seats += places as usize;
        }
        // A mentor without seats is priced out of the market, or he would look like one with a full table.
        let shut = |&places: &u32| if places == 0 { alone } else { C::Price::ZERO };
        Self {
            of: alloc::vec![NOBODY; mentees],
            paid: alloc::vec![C::ZERO; mentees],
            price: limit.iter().map(shut).collect(),
            load: alloc::vec![0; limit.len()],
            seats: alloc::vec![NOBODY; seats],
            first,
            limit,
            alone,
        }
    }

    /// The same with nobody paired.
    pub fn emptied(&self) -> Self {
        Self::new(self.of.len(), self.limit.clone(), self.alone)
    }

    /// Whether the mentor has a seat free.
    pub fn has_room(&self, mentor: u32) -> bool {
        self.load[mentor as usize] < self.limit[mentor as usize]
    }

    /// The mentees of a mentor.
    pub fn seated(&self, mentor: u32) -> &[u32] {
        let first = self.first[mentor as usize];
        &self.seats[first..first + self.load[mentor as usize] as usize]
    }

    /// What the mentee pays now: least of all by the invariant, if he was not given up.
    pub fn pays(&self, mentee: u32) -> C::Price {
        match self.of[mentee as usize] {
            NOBODY => self.alone,
            mentor => self.paid[mentee as usize].into() + self.price[mentor as usize],
        }
    }

    /// Puts a mentee on a free seat.
    pub fn seat(&mut self, mentee: u32, mentor: u32, cost: C) {
        let at = self.first[mentor as usize] + self.load[mentor as usize] as usize;
        self.seats[at] = mentee;
        self.load[mentor as usize] += 1;
        self.join(mentee, mentor, cost);
    }

    /// Puts a mentee on the seat of another, who is left without.
    pub fn replace(&mut self, leaver: u32, mentee: u32, cost: C) {
        let mentor = self.of[leaver as usize];
        let at = self.place(leaver);
        self.seats[at] = mentee;
        self.of[leaver as usize] = NOBODY;
        self.join(mentee, mentor, cost);
    }

    /// Takes a mentee off his seat.
    pub fn unseat(&mut self, mentee: u32) {
        let mentor = self.of[mentee as usize] as usize;
        let at = self.place(mentee);
        let last = self.first[mentor] + self.load[mentor] as usize - 1;
        self.seats.swap(at, last);
        self.load[mentor] -= 1;
        self.of[mentee as usize] = NOBODY;
    }

    fn join(&mut self, mentee: u32, mentor: u32, cost: C) {
        self.of[mentee as usize] = mentor;
        self.paid[mentee as usize] = cost;
    }

    fn place(&self, mentee: u32) -> usize {
        let mentor = self.of[mentee as usize];
        let found = self.seated(mentor).iter().position(|&other| other == mentee);
        self.first[mentor as usize] + found.unwrap_or(0)
    }
}
