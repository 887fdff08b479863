//! Letters on the console of whoever runs the program.

use std::io::Write;
use std::sync::{Mutex, PoisonError};

use super::{Channel, Letter};
use crate::notify::parcel::Try;

/// Writes letters one under another.
pub struct Console(Mutex<Box<dyn Write>>);

impl Console {
    /// Letters to this output.
    pub fn new(out: Box<dyn Write>) -> Self {
        Self(Mutex::new(out))
    }
}

impl Channel for Console {
    fn name(&self) -> &'static str {
        "console"
    }

    fn reaches(&self, _: Option<&str>) -> bool {
        true
    }

    fn knows_repeats(&self) -> bool {
        true
    }

    fn send(&self, letter: &Letter) -> Try {
        let mut out = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Letter { name, subject, text, .. } = letter;
        let written = write!(out, "--- {name} ---\n{subject}\n\n{text}\n\n").and_then(|()| out.flush());
        match written {
            Ok(()) => Try::Sent,
            Err(error) => Try::Later(format!("{:?}", error.kind()).to_lowercase()),
        }
    }
}
