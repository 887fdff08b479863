//! A parcel: messages that go to one person together, and the log of its delivery.
//!
//! The log is only appended. An attempt is on record before anything is sent, so a parcel whose attempt has no end is
//! in doubt: it may have arrived. What is in a parcel and its key never change, so a receiver knows a repeat.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use vekha_core::event::Timestamp;
use vekha_core::message::{Message, Recipient, Settled};

use crate::store::StoreError;

/// What came of an attempt. Codes name nobody: `550`, `time-out`, `connect`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Try {
    /// The channel took it.
    Sent,
    /// Refused for good.
    Refused(String),
    /// It certainly did not arrive; it may be tried again.
    Later(String),
    /// It may have arrived.
    Doubt(String),
    /// It did not arrive, and the receiver asked to be left alone for so many seconds.
    Asked(String, u64),
}

/// One step of a delivery.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Step {
    /// Messages were put together, with their places in the outbox.
    Made { to: Recipient, channel: String, day: NaiveDate, key: String, messages: Vec<(u64, u32, Message)> },
    /// An attempt begins.
    Started { at: Timestamp },
    /// An attempt ended.
    Ended { at: Timestamp, result: Try },
    /// Somebody wants it tried again at once.
    Again { at: Timestamp },
    /// It ended.
    Closed { at: Timestamp, outcome: Settled },
}

impl Step {
    /// The bytes of the log.
    pub fn bytes(&self) -> Vec<u8> {
        // Ids, dates and strings: their JSON cannot fail.
        serde_json::to_vec(self).unwrap_or_default()
    }
}

/// Where a parcel stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Parcel {
    /// Its number.
    pub no: u32,
    /// To whom.
    pub to: Recipient,
    /// The channel; empty where none has a part.
    pub channel: String,
    /// The day it was made.
    pub day: NaiveDate,
    /// The same for every attempt.
    pub key: String,
    /// What is in it, with places in the outbox.
    pub messages: Vec<(u64, u32, Message)>,
    /// How many attempts began.
    pub attempts: u32,
    /// The last attempt: when it began, and its end where one is known.
    pub last: Option<(Timestamp, Option<Try>)>,
    /// Whether somebody wants it tried at once.
    pub again: bool,
    /// How it ended, and when.
    pub closed: Option<(Timestamp, Settled)>,
}

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

impl Parcel {
    /// Reads the log of a parcel.
    ///
    /// # Errors
    /// [`StoreError::Damaged`].
    pub fn read(no: u32, steps: &[Vec<u8>]) -> Result<Self, StoreError> {
        let damaged = || StoreError::Damaged(format!("delivery-1: parcel {no}"));
        let mut steps = steps.iter().map(|step| serde_json::from_slice::<Step>(step).map_err(|_| damaged()));
        let Some(Step::Made { to, channel, day, key, messages }) = steps.next().transpose()? else {
            return Err(damaged());
        };
        let mut parcel =
            Self { no, to, channel, day, key, messages, attempts: 0, last: None, again: false, closed: None };
        for step in steps {
            match step? {
                Step::Made { .. } => return Err(damaged()),
                Step::Started { at } => {
                    parcel.attempts += 1;
                    parcel.last = Some((at, None));
                    parcel.again = false;
                }
                Step::Ended { result, .. } => {
                    if let Some((_, end)) = &mut parcel.last {
                        *end = Some(result);
                    }
                }
                Step::Again { .. } => parcel.again = true,
                Step::Closed { at, outcome } => parcel.closed = Some((at, outcome)),
            }
        }
        Ok(parcel)
    }

    /// Whether nobody knows if the last attempt arrived.
    pub fn in_doubt(&self) -> bool {
        matches!(&self.last, Some((_, None | Some(Try::Doubt(_)))))
    }

    /// The earliest time of the next attempt. `window`: hours that an attempt in doubt is not repeated; `None` for a
    /// channel whose receiver knows repeats.
    pub fn next(&self, window: Option<u32>) -> Timestamp {
        let Some((at, _)) = &self.last else { return Timestamp::MIN };
        if self.again {
            return Timestamp::MIN;
        }
        let asked = match &self.last {
            Some((_, Some(Try::Asked(_, seconds)))) => {
                i64::try_from(*seconds).unwrap_or(DAY / 1000).saturating_mul(1000)
            }
            _ => 0,
        };
        match window {
            Some(hours) if self.in_doubt() => at + i64::from(hours) * HOUR,
            _ => at + back_off(self.attempts).max(asked.min(DAY)),
        }
    }

    /// Why it did not arrive yet; empty where nothing is known.
    pub fn code(&self) -> &str {
        match &self.last {
            Some((
                _,
                Some(Try::Refused(code) | Try::Later(code) | Try::Doubt(code) | Try::Asked(code, _)),
            )) => code,
            Some((_, None)) => "interrupted",
            _ => "",
        }
    }
}

/// How long to wait after so many attempts: five minutes, three times as long each time, a day at most.
fn back_off(attempts: u32) -> i64 {
    (HOUR / 12).saturating_mul(3_i64.saturating_pow(attempts.saturating_sub(1))).min(DAY)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parcel(steps: &[Step]) -> Parcel {
        let made = Step::Made {
            to: Recipient::Role("head".into()),
            channel: "mail".into(),
            day: NaiveDate::default(),
            key: "k".into(),
            messages: Vec::new(),
        };
        let steps: Vec<_> = std::iter::once(&made).chain(steps).map(Step::bytes).collect();
        Parcel::read(1, &steps).unwrap()
    }

    fn ended(result: Try) -> Step {
        Step::Ended { at: 2, result }
    }

    #[test]
    fn an_attempt_without_an_end_is_not_repeated_within_the_window() {
        let open = parcel(&[Step::Started { at: 1 }]);
        assert!(open.in_doubt());
        assert_eq!(open.code(), "interrupted");
        assert_eq!(open.next(Some(24)), 1 + 24 * HOUR);
        assert_eq!(open.next(None), 1 + HOUR / 12);
        let doubt = parcel(&[Step::Started { at: 1 }, ended(Try::Doubt("data".into()))]);
        assert_eq!(doubt.next(Some(2)), 1 + 2 * HOUR);
    }

    #[test]
    fn attempts_that_certainly_failed_are_repeated_at_growing_intervals() {
        let mut steps = Vec::new();
        for expected in [5, 15, 45, 135, 405, 1_215, 1_440, 1_440] {
            steps.extend([Step::Started { at: 0 }, ended(Try::Later("421".into()))]);
            assert_eq!(parcel(&steps).next(Some(24)), expected * 60_000);
        }
    }

    #[test]
    fn a_receiver_that_asks_for_time_gets_it_but_no_more_than_a_day() {
        let asked = |seconds| parcel(&[Step::Started { at: 0 }, ended(Try::Asked("429".into(), seconds))]);
        for (seconds, minutes) in [(0, 5), (60, 5), (3_600, 60), (u64::MAX, 24 * 60)] {
            assert_eq!(asked(seconds).next(Some(24)), minutes * 60_000, "{seconds}");
        }
    }

    #[test]
    fn a_person_may_want_it_at_once() {
        let again = parcel(&[Step::Started { at: 1 }, Step::Again { at: 3 }]);
        assert_eq!(again.next(Some(24)), Timestamp::MIN);
    }

    #[test]
    fn a_log_without_a_beginning_is_damage() {
        assert!(Parcel::read(1, &[]).is_err());
        assert!(Parcel::read(1, &[Step::Started { at: 1 }.bytes()]).is_err());
        assert!(Parcel::read(1, &[b"{".to_vec()]).is_err());
    }
}
