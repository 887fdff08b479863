//! Integers the solver counts in: narrow where the range of scores allows, so that rows stay in the cache.

use core::ops::{Add, AddAssign, Neg, Sub, SubAssign};

/// The integer type of prices and distances.
pub(super) trait Price:
    Copy + Ord + Add<Output = Self> + Sub<Output = Self> + Neg<Output = Self> + AddAssign + SubAssign + Into<i128>
{
    const ZERO: Self;
    const ONE: Self;
    /// More than any distance.
    const FAR: Self;
    /// More than any price, with room for a few to be added up.
    const SHUT: Self;
    /// The number itself, known to fit.
    fn of(number: i128) -> Self;
}

impl Price for i32 {
    const ZERO: Self = 0;
    const ONE: Self = 1;
    const FAR: Self = i32::MAX;
    const SHUT: Self = i32::MAX / 4;
    fn of(number: i128) -> Self {
        number as Self
    }
}

impl Price for i64 {
    const ZERO: Self = 0;
    const ONE: Self = 1;
    const FAR: Self = i64::MAX;
    const SHUT: Self = i64::MAX / 4;
    fn of(number: i128) -> Self {
        number as Self
    }
}

impl Price for i128 {
    const ZERO: Self = 0;
    const ONE: Self = 1;
    const FAR: Self = i128::MAX;
    const SHUT: Self = i128::MAX / 4;
    fn of(number: i128) -> Self {
        number
    }
}

/// The integer type in which costs of candidates are stored, together with the prices wide enough for it.
pub(super) trait Cost: Copy + Into<Self::Price> {
    type Price: Price;
    const ZERO: Self;
    /// The cost itself, known to fit.
    fn narrow(cost: i128) -> Self;
}

/// A cost whose prices, too, fit into 32 bits, so that four of them are compared at once.
#[derive(Clone, Copy)]
pub(super) struct Short(i32);

impl From<Short> for i32 {
    fn from(cost: Short) -> Self {
        cost.0
    }
}

impl Cost for Short {
    type Price = i32;
    const ZERO: Self = Self(0);
    fn narrow(cost: i128) -> Self {
        Self(cost as i32)
    }
}

/// The same in half of the memory, for scores that lie close together.
impl Cost for u16 {
    type Price = i32;
    const ZERO: Self = 0;
    fn narrow(cost: i128) -> Self {
        cost as Self
    }
}

impl Cost for i32 {
    type Price = i64;
    const ZERO: Self = 0;
    fn narrow(cost: i128) -> Self {
        cost as Self
    }
}

impl Cost for i64 {
    type Price = i64;
    const ZERO: Self = 0;
    fn narrow(cost: i128) -> Self {
        cost as Self
    }
}

/// A cost that needs 128-bit prices: the range of scores times the number of people exceeds 64 bits.
#[derive(Clone, Copy)]
pub(super) struct Wide(u64);

impl From<Wide> for i128 {
    fn from(cost: Wide) -> Self {
        cost.0.into()
    }
}

impl Cost for Wide {
    type Price = i128;
    const ZERO: Self = Self(0);
    fn narrow(cost: i128) -> Self {
        Self(cost as u64)
    }
}
