//! What the commands on deadlines have in common.

use std::path::Path;

use vekha_core::schedule::Calendar;

use crate::calendar::{self, Fault};
use crate::cli::{Ctx, Failure, Kind};
use crate::words;

/// Reads a calendar that was named on the command line.
pub(super) fn load(path: &Path, ctx: &Ctx) -> Result<Calendar, Failure> {
    calendar::load(path).map_err(|fault| failure(fault, ctx).hint("calendar-hint"))
}

fn failure(fault: Fault, ctx: &Ctx) -> Failure {
    let shown = |path: &Path| path.display().to_string();
    match fault {
        Fault::Unreadable(path, error) => {
            let args = [("path", shown(&path)), ("reason", error.to_string())];
            Failure::with(Kind::BadInput, "calendar-unreadable", args)
        }
        Fault::NotText(path) => {
            let limit = (calendar::LIMIT / 1024).to_string();
            Failure::with(Kind::BadInput, "calendar-not-text", [("path", shown(&path)), ("limit", limit)])
        }
        Fault::Wrong(path, error) => {
            let args = [
                ("path", shown(&path)),
                ("line", error.line.to_string()),
                ("column", error.column.to_string()),
                ("problem", words::deadline::calendar_problem(&error, ctx.lang)),
            ];
            Failure::with(Kind::BadInput, "calendar-fault", args)
        }
    }
}
