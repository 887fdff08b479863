//! The only source of time. Nothing else asks the system what time it is.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;

/// The zone of a home that names none.
pub const DEFAULT_ZONE: Tz = chrono_tz::Europe::Moscow;

/// The time as a command sees it: the system's, or noon of a chosen day.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    zone: Tz,
    fixed: Option<NaiveDate>,
}

impl Clock {
    /// A clock of `zone`; with `today` it stands at noon of that day, so that tests and simulations repeat exactly.
    pub fn new(zone: Tz, today: Option<NaiveDate>) -> Self {
        Self { zone, fixed: today }
    }

    /// The moment that facts are recorded at.
    pub fn now(&self) -> DateTime<Utc> {
        match self.fixed {
            Some(day) => self.noon(day),
            None => Utc::now(),
        }
    }

    /// Today in the school's time zone.
    pub fn today(&self) -> NaiveDate {
        self.fixed.unwrap_or_else(|| self.now().with_timezone(&self.zone).date_naive())
    }

    /// The day of a moment in the school's time zone, in milliseconds of Unix time; none beyond what a calendar holds.
    pub fn day_of(&self, recorded: i64) -> Option<NaiveDate> {
        DateTime::from_timestamp_millis(recorded).map(|moment| moment.with_timezone(&self.zone).date_naive())
    }

    /// The school's time zone.
    pub fn zone(&self) -> Tz {
        self.zone
    }

    /// The last moment of `day` in the school's time zone: what `--as-of` reads up to.
    pub fn end_of(&self, day: NaiveDate) -> DateTime<Utc> {
        let next = day.succ_opt().unwrap_or(day);
        self.at(next, NaiveTime::MIN) - chrono::Duration::milliseconds(1)
    }

    fn noon(&self, day: NaiveDate) -> DateTime<Utc> {
        self.at(day, NaiveTime::from_hms_opt(12, 0, 0).unwrap_or(NaiveTime::MIN))
    }

    /// A local time as UTC; where clocks were moved, the earlier reading, or UTC when the hour was skipped.
    fn at(&self, day: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
        let local = day.and_time(time);
        let found = self.zone.from_local_datetime(&local).earliest();
        found.map_or_else(|| local.and_utc(), |moment| moment.with_timezone(&Utc))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_chosen_day_stands_at_its_noon() {
        let clock = Clock::new(DEFAULT_ZONE, Some(day("2023-09-10")));
        assert_eq!(clock.today(), day("2023-09-10"));
        assert_eq!(clock.now().to_rfc3339(), "2023-09-10T09:00:00+00:00");
        assert_eq!(clock.now(), clock.now());
    }

    #[test]
    fn a_day_ends_in_the_zone_of_the_school() {
        let end = |zone| Clock::new(zone, None).end_of(day("2023-09-10")).to_rfc3339();
        assert_eq!(end(chrono_tz::Europe::Moscow), "2023-09-10T20:59:59.999+00:00");
        assert_eq!(end(chrono_tz::Asia::Novosibirsk), "2023-09-10T16:59:59.999+00:00");
    }
}
