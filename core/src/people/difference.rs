//! What an import of people would change: who is new, who is known and otherwise, who may be somebody known.

use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::names::{Identity, Likeness};
use super::sheet::{Line, Sheet};
use super::{Participant, Side};
use crate::command::{Action, Part, Registration};
use crate::ids::PartyId;
use crate::table::Place;
use crate::vault::Profile;

/// A person the school knows.
#[derive(Clone, Debug)]
pub struct KnownPerson {
    /// Who.
    pub id: PartyId,
    /// As written.
    pub profile: Profile,
    /// Lines in the bases.
    pub parts: Vec<Participant>,
}

/// What to do where two entries may be one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubtful {
    /// Take them for two.
    Apart,
    /// Take them for one.
    Join,
}

/// What becomes of one person.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The rows it is made of.
    pub places: Vec<Place>,
    /// Who, if known.
    pub party: Option<PartyId>,
    /// As written from now on.
    pub profile: Profile,
    /// The line of the base.
    pub part: Part,
    /// What is otherwise than before; for somebody new, everything.
    pub changes: Vec<Changed>,
    /// Whether the person is new in this base.
    pub enters: bool,
    /// Whom it may be: known people, and entries of this import by their index.
    pub doubts: Vec<Doubt>,
    rewritten: bool,
}

/// One value that is otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// `name`, a field, `entered`, `left`, `capacity`.
    pub field: String,
    /// As it was; empty where it was not there.
    pub before: String,
    /// As it will be.
    pub after: String,
}

/// Somebody an entry may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// Somebody known.
    Known(PartyId),
    /// An earlier entry of this import.
    Entry(usize),
}

impl Entry {
    /// Whether nothing changes.
    pub fn is_same(&self) -> bool {
        self.party.is_some() && self.changes.is_empty() && !self.enters
    }

    /// The action that makes it so; `None` where nothing changes.
    pub fn action(&self) -> Option<Action> {
        let profile = self.rewritten.then(|| self.profile.clone());
        let registration = Registration { party: self.party, profile, part: Some(self.part.clone()) };
        (!self.is_same()).then_some(Action::Register(registration))
    }
}

/// Holds a sheet against the people the school knows. `form` is for lines that name none.
pub fn plan(sheet: &Sheet, known: &[KnownPerson], form: &str, doubtful: Doubtful) -> Vec<Entry> {
    let identities: Vec<Identity> = known.iter().map(|person| Identity::of(&person.profile)).collect();
    let mut entries: Vec<Entry> = Vec::new();
    for line in &sheet.lines {
        let profile = Profile { name: line.name.clone(), fields: line.fields.clone(), ..Profile::default() };
        let identity = Identity::of(&profile);
        let (found, doubts) = whom(&identity, &identities, known, &entries, doubtful);
        match found {
            Some(Doubt::Entry(index)) if same_base(&entries[index], line, form) => {
                entries[index].join(&profile, line);
            }
            // The same person on the other side, or in another form, of the same file.
            Some(Doubt::Entry(index)) => {
                let base = entries[index].clone();
                entries[index].rewritten |= join(&mut entries[index].profile, &profile);
                let mut entry = entry_of(line, base.party, base.profile, &[], form);
                entry.rewritten = false;
                entry.party = base.party;
                entries.push(entry);
            }
            Some(Doubt::Known(id)) => {
                let person = known.iter().find(|person| person.id == id);
                let person = person.cloned().unwrap_or_else(|| unknown(id));
                let mut entry = entry_of(line, Some(id), person.profile, &person.parts, form);
                entry.take(&profile);
                entries.push(entry);
            }
            None => {
                let mut entry = entry_of(line, None, Profile::default(), &[], form);
                entry.take(&profile);
                entry.doubts = doubts;
                entries.push(entry);
            }
        }
    }
    for entry in &mut entries {
        entry.count_requests(known);
    }
    entries
}

fn unknown(id: PartyId) -> KnownPerson {
    KnownPerson { id, profile: Profile::default(), parts: Vec::new() }
}

/// Who a line is, or may be.
fn whom(
    identity: &Identity,
    identities: &[Identity],
    known: &[KnownPerson],
    entries: &[Entry],
    doubtful: Doubtful,
) -> (Option<Doubt>, Vec<Doubt>) {
    let earlier = entries.iter().enumerate().map(|(index, entry)| {
        let who = match entry.party {
            Some(id) => Doubt::Known(id),
            None => Doubt::Entry(index),
        };
        (who, Doubt::Entry(index), identity.likeness(&Identity::of(&entry.profile)))
    });
    let stored = known.iter().zip(identities).map(|(person, other)| {
        let who = Doubt::Known(person.id);
        (who, who, identity.likeness(other))
    });
    let (mut same, mut perhaps): (Vec<(Doubt, Doubt)>, Vec<(Doubt, Doubt)>) = (Vec::new(), Vec::new());
    for (who, at, likeness) in earlier.chain(stored) {
        let list = match likeness {
            Likeness::Same => &mut same,
            Likeness::Perhaps => &mut perhaps,
            Likeness::Different => continue,
        };
        // An entry of this import stands for the person it is about.
        if !list.iter().any(|(other, _)| *other == who) {
            list.push((who, at));
        }
    }
    match (&same[..], &perhaps[..], doubtful) {
        ([(_, at)], _, _) => (Some(*at), Vec::new()),
        ([], [(_, at)], Doubtful::Join) => (Some(*at), Vec::new()),
        _ => (None, same.into_iter().chain(perhaps).map(|(who, _)| who).collect()),
    }
}

fn same_base(entry: &Entry, line: &Line, form: &str) -> bool {
    entry.part.side == line.side && entry.part.form == line.form.as_deref().unwrap_or(form)
}

/// An entry with the part of a line, and a profile that is not joined with it yet.
fn entry_of(
    line: &Line,
    party: Option<PartyId>,
    profile: Profile,
    parts: &[Participant],
    form: &str,
) -> Entry {
    let form = line.form.as_deref().unwrap_or(form);
    let of_base = || parts.iter().filter(|row| row.side == line.side && row.form == form);
    let over = of_base()
        .find(|row| row.left.is_some() && (row.left == line.left || line.entered == Some(row.entered)));
    let standing = of_base().find(|row| row.left.is_none()).or(over);
    let mut changes = Vec::new();
    let mut change = |field: &str, before: Option<String>, after: Option<String>| {
        if let Some(after) = after.filter(|after| Some(after) != before.as_ref()) {
            let before = before.unwrap_or_default();
            changes.push(Changed { field: field.to_owned(), before, after });
        }
    };
    change("entered", standing.map(|row| row.entered.to_string()), line.entered.map(|day| day.to_string()));
    change("left", standing.and_then(|row| row.left).map(text), line.left.map(text));
    change("capacity", standing.and_then(|row| row.capacity).map(text), line.capacity.map(text));
    Entry {
        places: alloc::vec![line.place.clone()],
        party,
        profile,
        part: Part {
            side: line.side,
            form: form.to_owned(),
            entered: line.entered,
            capacity: line.capacity,
            requests: 0,
            left: line.left,
        },
        changes,
        enters: standing.is_none(),
        doubts: Vec::new(),
        rewritten: false,
    }
}

fn text(value: impl ToString) -> String {
    value.to_string()
}

impl Entry {
    /// Takes what a line says of the person, and notes what is otherwise.
    fn take(&mut self, profile: &Profile) {
        let before = self.profile.clone();
        self.rewritten |= join(&mut self.profile, profile);
        if self.profile.name != before.name {
            let (before, after) = (before.name, self.profile.name.clone());
            self.changes.push(Changed { field: "name".into(), before, after });
        }
        for (field, after) in &self.profile.fields {
            let before = before.fields.get(field).cloned().unwrap_or_default();
            if *after != before {
                self.changes.push(Changed { field: field.clone(), before, after: after.clone() });
            }
        }
    }

    /// One more row about the same person in the same base.
    fn join(&mut self, profile: &Profile, line: &Line) {
        self.places.push(line.place.clone());
        self.take(profile);
        self.part.entered = self.part.entered.or(line.entered);
        self.part.capacity = self.part.capacity.or(line.capacity);
        self.part.left = self.part.left.or(line.left);
    }

    /// A mentee's requests are counted in the row, so that a stage can ask for them.
    fn count_requests(&mut self, known: &[KnownPerson]) {
        if self.part.side == Side::Mentee {
            let requests = self.profile.fields.get("requests");
            let count = requests.map(|text| super::values::list(text).len()).unwrap_or(0);
            self.part.requests = u32::try_from(count).unwrap_or(u32::MAX);
        } else if let Some(row) = self.standing(known) {
            self.part.requests = row.requests;
        }
    }

    fn standing<'k>(&self, known: &'k [KnownPerson]) -> Option<&'k Participant> {
        let person = known.iter().find(|person| Some(person.id) == self.party)?;
        person
            .parts
            .iter()
            .find(|row| row.side == self.part.side && row.form == self.part.form && row.left.is_none())
    }
}

/// Lays what is newly said over a profile; what is not said stays. The fuller name is the name, others are spellings.
/// Whether anything changed.
pub fn join(profile: &mut Profile, said: &Profile) -> bool {
    let before = profile.clone();
    let letters = |name: &str| name.chars().filter(|c| c.is_alphabetic()).count();
    let mut names: Vec<String> = alloc::vec![profile.name.clone(), said.name.clone()];
    names.extend(profile.spellings.iter().cloned());
    names.extend(said.spellings.iter().cloned());
    names.retain(|name| !name.is_empty());
    // The first of the longest: a name changes only for a fuller one.
    let fullest = names.iter().map(|name| letters(name)).max().unwrap_or(0);
    let name = names.iter().find(|name| letters(name) == fullest).cloned().unwrap_or_default();
    let keep =
        if letters(&profile.name) + 2 >= fullest && !profile.name.contains('.') && !profile.name.is_empty() {
            profile.name.clone()
        } else {
            name
        };
    let mut spellings: Vec<String> = Vec::new();
    for other in profile.spellings.iter().cloned().chain(names) {
        if other != keep && !spellings.contains(&other) {
            spellings.push(other);
        }
    }
    profile.name = keep;
    profile.spellings = spellings;
    for (field, value) in &said.fields {
        profile.fields.insert(field.clone(), value.clone());
    }
    *profile != before
}
