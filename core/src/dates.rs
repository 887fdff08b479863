//! Days as chrono writes them (`2023-09-01`), without its general formatting and parsing: most of what a row or an
//! event of the hot path holds beside its words is days.
//!
//! `#[serde(with = "crate::dates")]` and `#[serde(with = "crate::dates::maybe")]` change no byte. Whatever is not four
//! digits, two and two goes to chrono.

use core::fmt;

use chrono::{Datelike as _, NaiveDate};
use serde::de::{Error, Visitor};
use serde::{Deserializer, Serialize, Serializer};

pub(crate) fn serialize<S: Serializer>(date: &NaiveDate, serializer: S) -> Result<S::Ok, S::Error> {
    let mut text = [0; 10];
    match write(*date, &mut text) {
        Some(text) => serializer.serialize_str(text),
        None => date.serialize(serializer),
    }
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
    deserializer.deserialize_str(Text)
}

struct Text;

impl Visitor<'_> for Text {
    type Value = NaiveDate;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a formatted date string")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<NaiveDate, E> {
        match read(text.as_bytes()) {
            Some(date) => Ok(date),
            None => text.parse().map_err(E::custom),
        }
    }
}

/// The same for a day that there may be.
pub(crate) mod maybe {
    use core::fmt;

    use chrono::NaiveDate;
    use serde::de::{Error, Visitor};
    use serde::{Deserializer, Serialize, Serializer};

    struct Day<'a>(&'a NaiveDate);

    impl Serialize for Day<'_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            super::serialize(self.0, serializer)
        }
    }

    pub(crate) fn serialize<S: Serializer>(
        date: &Option<NaiveDate>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        date.as_ref().map(Day).serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<NaiveDate>, D::Error> {
        deserializer.deserialize_option(Text)
    }

    struct Text;

    impl<'de> Visitor<'de> for Text {
        type Value = Option<NaiveDate>;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("an optional date string")
        }

        fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
            Ok(None)
        }

        fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
            Ok(None)
        }

        fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
            super::deserialize(deserializer).map(Some)
        }
    }
}

/// `2023-09-01`; `None` for years of other than four digits.
fn write(date: NaiveDate, text: &mut [u8; 10]) -> Option<&str> {
    let year = u32::try_from(date.year()).ok().filter(|year| *year <= 9999)?;
    let digit = |number: u32| b'0' + (number % 10) as u8;
    let (month, day) = (date.month(), date.day());
    *text = [
        digit(year / 1000),
        digit(year / 100),
        digit(year / 10),
        digit(year),
        b'-',
        digit(month / 10),
        digit(month),
        b'-',
        digit(day / 10),
        digit(day),
    ];
    core::str::from_utf8(text).ok()
}

/// `None` for whatever is not a day written so.
fn read(text: &[u8]) -> Option<NaiveDate> {
    let [y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1] = *text else { return None };
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0_u32, |number, digit| {
            digit.is_ascii_digit().then(|| number * 10 + u32::from(digit - b'0'))
        })
    };
    let year = i32::try_from(number(&[y0, y1, y2, y3])?).ok()?;
    NaiveDate::from_ymd_opt(year, number(&[m0, m1])?, number(&[d0, d1])?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;
    use std::string::String;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Quick(
        #[serde(with = "crate::dates")] NaiveDate,
        #[serde(with = "crate::dates::maybe")] Option<NaiveDate>,
    );

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Plain(NaiveDate, Option<NaiveDate>);

    #[test]
    fn days_are_written_and_read_as_chrono_does() {
        let mut days: std::vec::Vec<_> =
            (0..4000).map(|no| NaiveDate::from_num_days_from_ce_opt(no * 997 - 200_000).unwrap()).collect();
        days.extend([NaiveDate::MIN, NaiveDate::MAX]);
        days.extend(["0000-01-01", "9999-12-31", "2024-02-29"].map(|day| day.parse::<NaiveDate>().unwrap()));
        for (day, other) in days.iter().flat_map(|day| [(*day, Some(*day)), (*day, None)]) {
            let plain = serde_json::to_string(&Plain(day, other)).unwrap();
            assert_eq!(serde_json::to_string(&Quick(day, other)).unwrap(), plain);
            assert_eq!(serde_json::from_str::<Quick>(&plain).unwrap(), Quick(day, other));
        }
    }

    #[test]
    fn what_chrono_takes_and_refuses_is_taken_and_refused() {
        let texts = [
            "2023-9-1",
            " 2023-09-01",
            "+2023-09-01",
            "2023-13-01",
            "2023-02-30",
            "2O23-09-01",
            "",
            "10000-01-01",
        ];
        for text in texts {
            let json = serde_json::to_string(&(text, None::<String>)).unwrap();
            let quick = serde_json::from_str::<Quick>(&json).ok().map(|quick| quick.0);
            assert_eq!(quick, serde_json::from_str::<Plain>(&json).ok().map(|plain| plain.0), "{text}");
        }
    }
}
