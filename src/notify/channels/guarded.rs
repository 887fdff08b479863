//! A way out that is left alone for the rest of a run once it fails again and again: a server that is gone then costs
//! a run a few time-outs, and not one for every person.

use std::cell::Cell;

use super::{Channel, Letter};
use crate::notify::parcel::Try;

/// A channel with what it came to in this run.
pub struct Guarded {
    channel: Box<dyn Channel>,
    patience: u32,
    failed: Cell<u32>,
}

impl Guarded {
    /// A channel that is left alone after so many failures in a row.
    pub fn new(channel: Box<dyn Channel>, patience: u32) -> Self {
        Self { channel, patience, failed: Cell::new(0) }
    }
}

impl Channel for Guarded {
    fn name(&self) -> &'static str {
        self.channel.name()
    }

    fn reaches(&self, address: Option<&str>) -> bool {
        self.channel.reaches(address)
    }

    fn knows_repeats(&self) -> bool {
        self.channel.knows_repeats()
    }

    fn concerns_all(&self, code: &str) -> bool {
        self.channel.concerns_all(code)
    }

    fn is_down(&self) -> bool {
        self.failed.get() >= self.patience
    }

    fn send(&self, letter: &Letter) -> Try {
        let result = self.channel.send(letter);
        self.failed.set(match &result {
            Try::Asked(..) => self.patience,
            Try::Later(code) | Try::Doubt(code) if self.concerns_all(code) => self.failed.get() + 1,
            _ => 0,
        });
        result
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Says(Cell<usize>, Vec<Try>);

    impl Channel for Says {
        fn name(&self) -> &'static str {
            "mail"
        }

        fn reaches(&self, _: Option<&str>) -> bool {
            true
        }

        fn knows_repeats(&self) -> bool {
            false
        }

        fn concerns_all(&self, code: &str) -> bool {
            code != "450"
        }

        fn send(&self, _: &Letter) -> Try {
            self.0.set(self.0.get() + 1);
            self.1[self.0.get() - 1].clone()
        }
    }

    #[track_caller]
    fn check(results: Vec<Try>, down_after: Option<usize>) {
        let tries = results.len();
        let channel = Guarded::new(Box::new(Says(Cell::new(0), results)), 2);
        let down = (1..=tries).find(|_| {
            channel.send(&Letter::default());
            channel.is_down()
        });
        assert_eq!(down, down_after);
    }

    #[test]
    fn it_is_left_alone_after_failures_in_a_row_that_are_its_own() {
        let later = |code: &str| Try::Later(code.into());
        check(vec![later("connection"), later("time-out")], Some(2));
        check(vec![later("connection"), Try::Doubt("connection".into())], Some(2));
        check(vec![later("connection"), Try::Sent, later("connection")], None);
        check(vec![later("connection"), Try::Refused("550".into()), later("connection")], None);
        check(vec![later("450"), later("450"), later("450")], None);
        check(vec![Try::Asked("429".into(), 60)], Some(1));
    }
}
