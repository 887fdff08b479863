//! Decimal numbers as they are written, on one grid for a whole column, exactly.
//!
//! `4.5`, `-0.25`, `7`, `.5`, `1e-3` and, where it does not part cells or stands in quotation marks, `4,5`. The grid has as many decimals as
//! the longest number, as long as the largest number fits into 62 bits on it. Digits beyond that are dropped and the
//! column says so (`cut`); dropping is towards zero, so that the order of the lines does not matter.

/// More decimals than this fit into no grid.
const FINEST: i32 = 18;
/// The largest number on a grid.
const LARGEST: i128 = 1 << 62;

/// A number: `mantissa` divided by ten `decimals` times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    mantissa: i128,
    decimals: i32,
    cut: bool,
}

/// Why a text is no number of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoNumber {
    /// It is not a decimal number (infinity and "not a number" are none).
    Shape,
    /// It is larger than any grid holds.
    TooLarge,
}

impl Decimal {
    /// Reads a number; `comma` says whether a decimal comma is allowed.
    pub fn parse(text: &str, comma: bool) -> Result<Self, NoNumber> {
        let (number, exponent) = match text.split_once(['e', 'E']) {
            Some((number, exponent)) => (number, exponent.parse::<i32>().map_err(|_| NoNumber::Shape)?),
            None => (text, 0),
        };
        let (negative, digits) = match number.strip_prefix(['-', '\u{2212}']) {
            Some(rest) => (true, rest),
            None => (false, number.strip_prefix('+').unwrap_or(number)),
        };
        let (whole, fraction) = match digits.split_once(|mark| mark == '.' || (comma && mark == ',')) {
            Some((whole, fraction)) => (whole, fraction.trim_end_matches('0')),
            None => (digits, ""),
        };
        let digit = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if !digit(whole) || !digit(fraction) || !digits.contains(|c: char| c.is_ascii_digit()) {
            return Err(NoNumber::Shape);
        }
        let mut read = Self { mantissa: 0, decimals: fraction.len() as i32, cut: false };
        for (at, byte) in whole.bytes().chain(fraction.bytes()).enumerate() {
            if read.mantissa > i128::MAX / 100 {
                // Further digits are finer than any grid.
                read.cut = true;
                read.decimals -= (whole.len() + fraction.len() - at) as i32;
                break;
            }
            read.mantissa = read.mantissa * 10 + i128::from(byte - b'0');
        }
        read.decimals = read.decimals.saturating_sub(exponent);
        read.mantissa = if negative { -read.mantissa } else { read.mantissa };
        read.settled()
    }

    /// At least 0 and at most [`FINEST`] decimals, and no more than fit.
    fn settled(mut self) -> Result<Self, NoNumber> {
        if self.mantissa == 0 {
            return Ok(Self { decimals: 0, ..self });
        }
        while self.decimals < 0 {
            if self.mantissa.abs() > LARGEST {
                return Err(NoNumber::TooLarge);
            }
            (self.mantissa, self.decimals) = (self.mantissa * 10, self.decimals + 1);
        }
        while self.decimals > 0 && (self.decimals > FINEST || self.mantissa.abs() > LARGEST) {
            if self.mantissa == 0 {
                return Ok(Self { decimals: 0, ..self });
            }
            self.cut |= self.mantissa % 10 != 0;
            (self.mantissa, self.decimals) = (self.mantissa / 10, self.decimals - 1);
        }
        if self.mantissa.abs() > LARGEST { Err(NoNumber::TooLarge) } else { Ok(self) }
    }

    /// The number if it is whole and not negative.
    pub fn count(self) -> Option<u32> {
        let whole = self.decimals == 0 && !self.cut;
        u32::try_from(self.mantissa).ok().filter(|_| whole)
    }
}

/// A grid that refines itself as numbers come.
#[derive(Clone, Debug, Default)]
pub struct Grid {
    decimals: i32,
    largest: i64,
    /// Whether digits were dropped.
    pub cut: bool,
}

impl Grid {
    /// Decimals after the point.
    pub fn decimals(&self) -> usize {
        self.decimals.unsigned_abs() as usize
    }

    /// Puts a number on the grid. Where the grid has to change for it, `rescale` is told how to change the numbers
    /// that were put on it before.
    pub fn put(&mut self, number: Decimal, mut rescale: impl FnMut(Rescale)) -> i64 {
        self.cut |= number.cut;
        let fits = |grid: &Self, value: i128, decimals: i32| {
            let scaled = |value: i128, by: i32| value.abs().checked_mul(10i128.pow(by.unsigned_abs()));
            scaled(value, decimals - number.decimals).is_some_and(|value| value <= LARGEST)
                && scaled(grid.largest.into(), decimals - grid.decimals).is_some_and(|value| value <= LARGEST)
        };
        while self.decimals < number.decimals && fits(self, 0, self.decimals + 1) {
            // Refine only as far as the new number itself still fits.
            let next = self.decimals + 1;
            if next > number.decimals {
                break;
            }
            self.apply(Rescale::Finer, &mut rescale);
        }
        while self.decimals > number.decimals && !fits(self, number.mantissa, self.decimals) {
            self.apply(Rescale::Coarser, &mut rescale);
        }
        let value = if self.decimals >= number.decimals {
            number.mantissa * 10i128.pow((self.decimals - number.decimals).unsigned_abs())
        } else {
            let by = 10i128.pow((number.decimals - self.decimals).unsigned_abs());
            self.cut |= number.mantissa % by != 0;
            number.mantissa / by
        };
        let value = value as i64;
        self.largest = self.largest.max(value.abs());
        value
    }

    fn apply(&mut self, step: Rescale, rescale: &mut impl FnMut(Rescale)) {
        match step {
            Rescale::Finer => (self.decimals, self.largest) = (self.decimals + 1, self.largest * 10),
            Rescale::Coarser => {
                self.cut = true;
                (self.decimals, self.largest) = (self.decimals - 1, self.largest / 10);
            }
        }
        rescale(step);
    }

    /// A number of the grid as it is written, without idle zeros.
    pub fn write(&self, value: i128) -> String {
        let digits = format!("{:0width$}", value.unsigned_abs(), width = self.decimals() + 1);
        let (whole, fraction) = digits.split_at(digits.len() - self.decimals());
        let fraction = fraction.trim_end_matches('0');
        let sign = if value < 0 { "-" } else { "" };
        let point = if fraction.is_empty() { "" } else { "." };
        format!("{sign}{whole}{point}{fraction}")
    }
}

/// What a change of the grid does to a number on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rescale {
    /// One decimal more.
    Finer,
    /// One decimal less: the last digit is dropped.
    Coarser,
}

impl Rescale {
    /// The number after the change.
    pub fn of(self, value: i64) -> i64 {
        match self {
            Self::Finer => value * 10,
            Self::Coarser => value / 10,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The texts on one grid, written back.
    fn column(texts: &[&str]) -> (Vec<String>, bool) {
        let mut grid = Grid::default();
        let mut values: Vec<i64> = Vec::new();
        for text in texts {
            let number = Decimal::parse(text, true).unwrap_or_else(|error| panic!("{text}: {error:?}"));
            let value = grid.put(number, |step| values.iter_mut().for_each(|value| *value = step.of(*value)));
            values.push(value);
        }
        (values.iter().map(|&value| grid.write(value.into())).collect(), grid.cut)
    }

    #[track_caller]
    fn check(texts: &[&str], expected: &[&str], cut: bool) {
        let expected: Vec<String> = expected.iter().map(ToString::to_string).collect();
        assert_eq!(column(texts), (expected, cut));
        let reversed: Vec<&str> = texts.iter().rev().copied().collect();
        let mut back = column(&reversed);
        back.0.reverse();
        assert_eq!(back, column(texts), "the order matters");
    }

    #[test]
    fn numbers_stay_what_they_are() {
        check(&["7", "-0.25", "4,5", ".5", "+3.", "0.10"], &["7", "-0.25", "4.5", "0.5", "3", "0.1"], false);
        check(&["1e-3", "2.5E2", "-0", "0.000"], &["0.001", "250", "0", "0"], false);
        check(&["0.8444218515250481", "87.25"], &["0.8444218515250481", "87.25"], false);
    }

    #[test]
    fn digits_that_fit_no_grid_are_dropped_and_told() {
        check(
            &["87.12345678901234", "0.01234567890123456789"],
            &["87.12345678901234", "0.0123456789012345"],
            true,
        );
        check(&["1000000000000", "0.123456789"], &["1000000000000", "0.123456"], true);
        check(&["1e-300", "1"], &["0", "1"], true);
        check(&["4611686018427387904", "0.5"], &["4611686018427387904", "0"], true);
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in ["", "-", ".", "1.2.3", "NaN", "inf", "1e", "0x10", "1 000", "пять", "--1", "1e1.5"] {
            assert_eq!(Decimal::parse(text, true), Err(NoNumber::Shape), "{text}");
        }
        assert_eq!(Decimal::parse("4,5", false), Err(NoNumber::Shape));
        for text in ["1e300", "9223372036854775807000"] {
            assert_eq!(Decimal::parse(text, false), Err(NoNumber::TooLarge), "{text}");
        }
    }

    #[test]
    fn a_count_is_whole_and_not_negative() {
        for (text, expected) in
            [("3", Some(3)), ("3.0", Some(3)), ("2e1", Some(20)), ("3.5", None), ("-1", None)]
        {
            assert_eq!(Decimal::parse(text, false).ok().and_then(Decimal::count), expected, "{text}");
        }
    }
}
