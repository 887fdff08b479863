//! Which nights are run: the one of today, and of those that were missed what the policy wants.

use std::fmt;
use std::str::FromStr;

use chrono::{Days, NaiveDate};
use vekha_core::metrics::{How, Skipped};

/// What is done about nights that nobody ran.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CatchUp {
    /// Every one of them is run.
    Each,
    /// None of them is: the night of today finds what they would have found, but for the values of their days.
    Last,
    /// The last so many of them are run.
    Newest(u32),
}

impl Default for CatchUp {
    /// A week: who was away longer does not need every day of it.
    fn default() -> Self {
        Self::Newest(7)
    }
}

impl fmt::Display for CatchUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Each => f.write_str("each"),
            Self::Last => f.write_str("last"),
            Self::Newest(count) => write!(f, "{count}"),
        }
    }
}

impl FromStr for CatchUp {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "each" => Ok(Self::Each),
            "last" => Ok(Self::Last),
            number => number.parse().map(Self::Newest).map_err(|_| ()),
        }
    }
}

/// One night to be run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// Its day.
    pub on: NaiveDate,
    /// How it comes about.
    pub how: How,
    /// The nights before it that are given up.
    pub skipped: Option<Skipped>,
}

/// The nights to be run today, the earliest first; none where the last one was today or, by a clock that was set
/// back, later.
pub fn planned(last: Option<NaiveDate>, today: NaiveDate, policy: CatchUp) -> Vec<Planned> {
    let Some(last) = last else {
        return vec![Planned { on: today, how: How::Ran, skipped: None }];
    };
    let missed = u64::try_from((today - last).num_days() - 1).unwrap_or(0);
    if last >= today {
        return Vec::new();
    }
    let caught = match policy {
        CatchUp::Each => missed,
        CatchUp::Last => 0,
        CatchUp::Newest(count) => missed.min(count.into()),
    };
    let day = |after: u64| last.checked_add_days(Days::new(after)).unwrap_or(today);
    let given_up = missed - caught;
    let skipped =
        (given_up > 0).then(|| Skipped { from: day(1), to: day(given_up), why: policy.to_string() });
    let mut nights: Vec<Planned> = (given_up + 1..=missed)
        .map(|after| Planned { on: day(after), how: How::CaughtUp, skipped: None })
        .collect();
    nights.push(Planned { on: today, how: How::Ran, skipped: None });
    nights[0].skipped = skipped;
    nights
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[track_caller]
    fn check(last: Option<&str>, policy: &str, ran: &[&str], skipped: Option<(&str, &str)>) {
        let nights = planned(last.map(day), day("2023-11-10"), policy.parse().unwrap());
        let days: Vec<String> = nights.iter().map(|night| night.on.to_string()).collect();
        assert_eq!(days, ran, "{last:?} {policy}");
        let found = nights.first().and_then(|night| night.skipped.clone());
        let expected = skipped.map(|(from, to)| Skipped { from: day(from), to: day(to), why: policy.into() });
        assert_eq!(found, expected);
        let own_day = |night: &Planned| (night.on == day("2023-11-10")) == (night.how == How::Ran);
        assert!(nights.iter().all(own_day));
    }

    #[test]
    fn missed_nights_are_caught_up_as_the_policy_says() {
        check(None, "each", &["2023-11-10"], None);
        check(Some("2023-11-09"), "last", &["2023-11-10"], None);
        check(Some("2023-11-07"), "each", &["2023-11-08", "2023-11-09", "2023-11-10"], None);
        check(Some("2023-11-07"), "last", &["2023-11-10"], Some(("2023-11-08", "2023-11-09")));
        check(
            Some("2023-11-05"),
            "2",
            &["2023-11-08", "2023-11-09", "2023-11-10"],
            Some(("2023-11-06", "2023-11-07")),
        );
        check(
            Some("2023-11-05"),
            "7",
            &["2023-11-06", "2023-11-07", "2023-11-08", "2023-11-09", "2023-11-10"],
            None,
        );
        check(Some("2023-11-05"), "0", &["2023-11-10"], Some(("2023-11-06", "2023-11-09")));
    }

    #[test]
    fn a_night_that_ran_and_a_clock_that_was_set_back_leave_nothing_to_do() {
        for last in ["2023-11-10", "2023-11-11", "2024-01-01"] {
            assert_eq!(planned(Some(day(last)), day("2023-11-10"), CatchUp::Each), []);
        }
    }

    #[test]
    fn a_policy_reads_as_it_is_written() {
        for policy in [CatchUp::Each, CatchUp::Last, CatchUp::Newest(7), CatchUp::Newest(0)] {
            assert_eq!(policy.to_string().parse(), Ok(policy));
        }
        assert_eq!("-1".parse::<CatchUp>(), Err(()));
        assert_eq!("all".parse::<CatchUp>(), Err(()));
    }
}
