//! The documented exit codes.

use std::process::ExitCode;

/// How a run of the program ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// 0: what was asked is done.
    Done,
    /// 1: it failed, or a check found something wrong.
    Failed,
    /// 2: the command line was not understood.
    Usage,
    /// 3: a rule refused.
    Refused,
    /// 4: the input is bad.
    BadInput,
    /// 5: the store is busy or damaged.
    Store,
}

impl Exit {
    /// The number that the shell sees.
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::Refused => 3,
            Self::BadInput => 4,
            Self::Store => 5,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}
