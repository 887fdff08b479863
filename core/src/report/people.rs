//! How many take part, and who may be named. Numbers come from the bases; where a base is empty, from what was
//! reported for the programmes.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use chrono::NaiveDate;

use crate::ids::PartyId;
use crate::pairs::Pair;
use crate::people::{Forms, Headcount, Participant, Side, records};
use crate::state::{Key, Kind, Outcome, Programme};
use crate::view::{Read, View, ViewError};

/// A number with the rows it was counted from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// The number; `None`: neither a base nor a report has it.
    pub value: Option<u64>,
    /// Where it comes from.
    pub rows: Vec<Key>,
    /// Whether somebody reported it, as opposed to counted rows.
    pub reported: bool,
}

/// One form of mentoring in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormCount {
    /// `teacher-teacher`.
    pub form: String,
    /// Programmes that run or ran.
    pub programmes: Counted,
    /// Mentors in the base.
    pub mentors: Counted,
    /// Mentees in the base.
    pub mentees: Counted,
    /// Participants whose papers suffice for a pair.
    pub consents: Counted,
    /// Pairs that were ever formed.
    pub pairs: Counted,
    /// Pairs that have not ended.
    pub open: Counted,
    /// Pairs that came to their end.
    pub done: Counted,
    /// Mentees who have or had a pair.
    pub paired: Counted,
}

/// Every form that a programme or a base knows, by name.
///
/// # Errors
/// What the view says.
pub fn forms(view: &dyn View, forms: &Forms, on: NaiveDate) -> Result<Vec<FormCount>, ViewError> {
    let programmes = view.programmes()?;
    let mut parts = view.participants(None)?;
    parts.retain(|part| part.stands(on));
    let pairs = view.pairs()?;
    let names: BTreeSet<&String> =
        programmes.iter().map(|row| &row.form).chain(parts.iter().map(|row| &row.form)).collect();
    let mut found = Vec::new();
    for name in names {
        let programmes: Vec<&Programme> = programmes.iter().filter(|row| row.form == *name).collect();
        let ours = |pair: &&Pair| programmes.iter().any(|programme| programme.id == pair.programme);
        let own = Own {
            head: Headcount::of(view, forms, name, on)?,
            parts: parts.iter().filter(|row| row.form == *name).collect(),
            pairs: pairs.iter().filter(ours).collect(),
            programmes,
        };
        found.push(own.count(name));
    }
    Ok(found)
}

/// What there is of one form.
struct Own<'a> {
    head: Headcount,
    parts: Vec<&'a Participant>,
    pairs: Vec<&'a Pair>,
    programmes: Vec<&'a Programme>,
}

impl Own<'_> {
    fn count(&self, form: &str) -> FormCount {
        let programmes = self.programmes.iter().map(|row| Key::of(Kind::Programme, row.id.0)).collect();
        let none = self.pairs.is_empty();
        let everyone = self.pairs(|_| true);
        // Of those who are in the base: who left it, or was erased, is no part of the whole either.
        let stands = |who: &PartyId| {
            self.parts.is_empty()
                || self.parts.iter().any(|row| row.side == Side::Mentee && row.party == *who)
        };
        let mentees: BTreeSet<PartyId> = self.pairs.iter().map(|pair| pair.mentee).filter(stands).collect();
        let paired = counted(mentees.len() as u64, everyone.rows.clone());
        FormCount {
            form: form.into(),
            programmes: counted(self.programmes.len() as u64, programmes),
            mentors: self.side(Side::Mentor, self.head.mentors, "mentors"),
            mentees: self.side(Side::Mentee, self.head.mentees, "mentees"),
            consents: self.consents(),
            pairs: if none { self.reported("pairs") } else { everyone },
            open: self.pairs(|outcome| outcome.is_none()),
            done: self.pairs(|outcome| outcome == Some(Outcome::Done)),
            paired: if none { self.reported("paired") } else { paired },
        }
    }

    /// What was reported for the programmes of the form together.
    fn reported(&self, what: &str) -> Counted {
        let with = self.programmes.iter().filter(|row| row.counts.contains_key(what));
        let rows: Vec<Key> = with.map(|row| Key::of(Kind::Programme, row.id.0)).collect();
        let counts = self.programmes.iter().filter_map(|row| row.counts.get(what));
        let sum = counts.map(|count| u64::from(*count)).sum();
        Counted { value: (!rows.is_empty()).then_some(sum), rows, reported: true }
    }

    fn side(&self, side: Side, count: u32, what: &str) -> Counted {
        let rows: Vec<Key> = self.parts.iter().filter(|row| row.side == side).map(|row| line(row)).collect();
        if rows.is_empty() { self.reported(what) } else { counted(count.into(), rows) }
    }

    fn consents(&self) -> Counted {
        match self.parts.is_empty() {
            true => self.reported("consents"),
            false => counted(self.head.consents.into(), self.parts.iter().map(|row| line(row)).collect()),
        }
    }

    /// Pairs by how they ended; unknown where no pair was ever formed here.
    fn pairs(&self, fits: impl Fn(Option<Outcome>) -> bool) -> Counted {
        if self.pairs.is_empty() {
            return Counted::default();
        }
        let fitting = self.pairs.iter().filter(|pair| fits(pair.instance.outcome));
        let rows: Vec<Key> = fitting.map(|pair| Key::of(Kind::Pair, pair.id.0)).collect();
        counted(rows.len() as u64, rows)
    }
}

fn line(row: &Participant) -> Key {
    Key::within(Kind::Participant, row.party.0, row.no)
}

fn counted(value: u64, rows: Vec<Key>) -> Counted {
    Counted { value: Some(value), rows, reported: false }
}

/// Who may be named in public on a day, each with the lines of the bases it holds for. A form that is not described,
/// or asks for no paper to publish, names nobody: silence is not a consent.
///
/// # Errors
/// What the view says.
pub fn publishable(
    view: &dyn View,
    forms: &Forms,
    on: NaiveDate,
) -> Result<BTreeMap<PartyId, Vec<Participant>>, ViewError> {
    let mut found: BTreeMap<PartyId, Vec<Participant>> = BTreeMap::new();
    for part in view.participants(None)?.into_iter().filter(|part| part.stands(on)) {
        let Some(form) = forms.forms.get(&part.form) else { continue };
        let needed = form.side(part.side).needed(records::Purpose::Publish);
        let held = records::held(view, part.party, on)?;
        if !needed.is_empty() && needed.iter().all(|kind| held.contains(kind)) {
            found.entry(part.party).or_default().push(part);
        }
    }
    Ok(found)
}
