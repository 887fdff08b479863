//! Taking the last step back: a correcting event, nothing is erased.

use super::{Act, Desk, Problem, Unmet};
use crate::event::Event;
use crate::ids::Subject;

impl Desk<'_> {
    pub(super) fn undo(&mut self, subject: Subject, reason: Option<&str>) -> Act {
        let standing = self.standing(subject)?;
        let Some(last) = standing.instance.trail.last() else {
            return self.refuse(Unmet::of(Problem::NothingToUndo).about(subject));
        };
        let of = last.seq;
        let reason = self.seal_text(subject, reason)?;
        self.emit(Event::StepUndone { subject, of, reason })
    }
}
