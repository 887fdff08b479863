//! What the night writes down: indicators with what they were made of, what people were told, which nights ran.
//!
//! An evaluation is never changed. A fact that comes to light late gives a second evaluation of the same day, which
//! names the one it restates; both stay in the journal, and the rows ([`Standing`]) keep the way to either.

mod evaluation;
mod night;
mod notice;
mod table;
#[cfg(test)]
mod tests;

pub use evaluation::{
    Evaluated, Evaluation, Figure, Indicators, Latest, Mark, Named, Quantity, Shown, Workings,
};
pub use night::{How, Night, NightDraft, Shift, Skipped};
pub use notice::{ESCALATION, Notice, Told, What, key_of, outstanding, subject_of};
pub use table::{Lexicon, Line, Passed, Standing, Stood, Tabled, Tabling, Taken};
