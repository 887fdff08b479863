//! What an import of people would change: who is new, who is known and otherwise, who may be somebody known.

use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::columns::FIELD_NAMES;
use super::names::{Identity, Likeness};
use super::sheet::{LISTS, Line, Sheet};
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

/// Says, of a line and somebody it may be, whether they are one person.
pub type Judge<'a> = dyn FnMut(&Line, Doubt) -> bool + 'a;

/// What becomes of one person.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The rows it is made of.
    pub places: Vec<Place>,
    /// Who, if known.
    pub party: Option<PartyId>,
    /// As written from now on.
    pub profile: Profile,
    /// The lines of the bases.
    pub parts: Vec<Part>,
    /// What is otherwise than before; for somebody new, everything.
    pub changes: Vec<Changed>,
    /// Whether the person is new in one of the bases.
    pub enters: bool,
    /// Whom it may be: known people, and entries of this import by their index.
    pub doubts: Vec<Doubt>,
    /// Fields that its rows say differently; of the profile's the last row is believed, of the base's the first.
    pub differs: Vec<String>,
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
        let registration = Registration { party: self.party, profile, parts: self.parts.clone() };
        (!self.is_same()).then_some(Action::Register(registration))
    }
}

/// Holds a sheet against the people the school knows. `form` is for lines that name none.
pub fn plan(sheet: &Sheet, known: &[KnownPerson], form: &str, judge: &mut Judge<'_>) -> Vec<Entry> {
    let identities: Vec<Identity> = known.iter().map(|person| Identity::of(&person.profile)).collect();
    let mut entries: Vec<Entry> = Vec::new();
    for line in &sheet.lines {
        let profile = Profile { name: line.name.clone(), fields: line.fields.clone(), ..Profile::default() };
        let identity = Identity::of(&profile);
        let (mut found, doubts) = whom(&identity, &identities, known, &entries);
        if let (None, [only]) = (found, &doubts[..])
            && judge(line, only.0)
        {
            found = Some(only.1);
        }
        let mut entry = match found {
            Some(Doubt::Entry(index)) => {
                let parts = known.iter().find(|person| Some(person.id) == entries[index].party);
                let parts = parts.map(|person| person.parts.as_slice()).unwrap_or_default();
                entries[index].join(&profile, line, parts, form);
                continue;
            }
            Some(Doubt::Known(id)) => {
                let person = known.iter().find(|person| person.id == id);
                Entry::of(Some(id), person.map(|person| person.profile.clone()).unwrap_or_default())
            }
            None => Entry::of(None, Profile::default()),
        };
        let person = known.iter().find(|person| Some(person.id) == entry.party);
        let parts = person.map(|person| person.parts.as_slice()).unwrap_or_default();
        entry.join(&profile, line, parts, form);
        if found.is_none() {
            entry.doubts = doubts.into_iter().map(|(who, _)| who).collect();
        }
        entries.push(entry);
    }
    for entry in &mut entries {
        let person = known.iter().find(|person| Some(person.id) == entry.party);
        entry.settle(person.map(|person| &person.profile));
        entry.count_requests();
    }
    entries
}

/// Who a line is, or may be.
fn whom(
    identity: &Identity,
    identities: &[Identity],
    known: &[KnownPerson],
    entries: &[Entry],
) -> (Option<Doubt>, Vec<(Doubt, Doubt)>) {
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
    let (mut same, mut perhaps) = (Vec::<(Doubt, Doubt)>::new(), Vec::new());
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
    match same[..] {
        [(_, at)] => (Some(at), Vec::new()),
        _ => (None, same.into_iter().chain(perhaps).collect()),
    }
}

fn text(value: impl ToString) -> String {
    value.to_string()
}

impl Entry {
    /// Somebody as known, or nobody yet.
    fn of(party: Option<PartyId>, profile: Profile) -> Self {
        Self {
            places: Vec::new(),
            party,
            profile,
            parts: Vec::new(),
            changes: Vec::new(),
            enters: false,
            doubts: Vec::new(),
            differs: Vec::new(),
            rewritten: false,
        }
    }

    /// One more row about the person; `rows` are the lines in the bases that are stored.
    fn join(&mut self, profile: &Profile, line: &Line, rows: &[Participant], form: &str) {
        match self.places.is_empty() {
            true => self.take(profile),
            false => {
                self.compare(profile, line);
                self.take(&self.with_lists(profile));
            }
        }
        self.places.push(line.place.clone());
        let form = line.form.as_deref().unwrap_or(form);
        let known = self.parts.iter_mut().find(|part| part.side == line.side && part.form == form);
        if let Some(part) = known {
            part.entered = part.entered.or(line.entered);
            part.capacity = part.capacity.or(line.capacity);
            part.left = part.left.or(line.left);
            return;
        }
        let of_base = || rows.iter().filter(|row| row.side == line.side && row.form == form);
        let over = |row: &&Participant| {
            row.left.is_some() && (row.left == line.left || line.entered == Some(row.entered))
        };
        let standing = of_base().find(|row| row.left.is_none()).or(of_base().find(over));
        self.change("entered", standing.map(|row| text(row.entered)), line.entered.map(text));
        self.change("left", standing.and_then(|row| row.left).map(text), line.left.map(text));
        self.change("capacity", standing.and_then(|row| row.capacity).map(text), line.capacity.map(text));
        self.enters |= standing.is_none();
        self.parts.push(Part {
            side: line.side,
            form: form.to_owned(),
            entered: line.entered,
            capacity: line.capacity,
            requests: standing.map(|row| row.requests).unwrap_or(0),
            left: line.left,
        });
    }

    /// Notes what this row says otherwise than the rows before.
    fn compare(&mut self, profile: &Profile, line: &Line) {
        let single =
            |field: &&String| FIELD_NAMES.contains(&field.as_str()) && !LISTS.contains(&field.as_str());
        let other = |field: &&String| {
            let before = self.profile.fields.get(*field);
            before.is_some_and(|before| Some(before) != profile.fields.get(*field))
        };
        let mut differs: Vec<String> = profile.fields.keys().filter(single).filter(other).cloned().collect();
        let part = self.parts.iter().find(|part| part.side == line.side);
        let apart = |a: Option<String>, b: Option<String>| a.zip(b).is_some_and(|(a, b)| a != b);
        for (field, before, after) in [
            ("entered", part.and_then(|part| part.entered).map(text), line.entered.map(text)),
            ("left", part.and_then(|part| part.left).map(text), line.left.map(text)),
            ("capacity", part.and_then(|part| part.capacity).map(text), line.capacity.map(text)),
        ] {
            differs.extend(apart(before, after).then(|| field.to_owned()));
        }
        differs.retain(|field| !self.differs.contains(field));
        self.differs.append(&mut differs);
    }

    /// What another row of the same file says of the person, its lists and further fields added to those of the rows
    /// before.
    fn with_lists(&self, said: &Profile) -> Profile {
        let mut said = said.clone();
        for (field, after) in &mut said.fields {
            let listed = LISTS.contains(&field.as_str());
            let Some(before) = self.profile.fields.get(field).filter(|before| *before != after) else {
                continue;
            };
            if !listed && FIELD_NAMES.contains(&field.as_str()) {
                continue;
            }
            let parted = |text: &str| match listed {
                true => super::values::list(text),
                false => text.split("; ").map(ToString::to_string).collect(),
            };
            let mut list = parted(before);
            for value in parted(after) {
                if !list.contains(&value) {
                    list.push(value);
                }
            }
            *after = list.join("; ");
        }
        said
    }

    /// Notes a value that is otherwise; one that is not said stays.
    fn change(&mut self, field: &str, before: Option<String>, after: Option<String>) {
        if let Some(after) = after.filter(|after| Some(after) != before.as_ref()) {
            let before = before.unwrap_or_default();
            self.changes.push(Changed { field: field.to_owned(), before, after });
        }
    }

    /// Takes what a line says of the person, and notes what is otherwise.
    fn take(&mut self, profile: &Profile) {
        let before = self.profile.clone();
        self.rewritten |= join(&mut self.profile, profile);
        let after = self.profile.clone();
        let known = |value: &String| Some(value.clone()).filter(|value| !value.is_empty());
        self.change("name", known(&before.name), Some(after.name));
        for (field, value) in after.fields {
            self.change(&field, before.fields.get(&field).cloned(), Some(value));
        }
        if after.spellings != before.spellings {
            self.change("spellings", Some(before.spellings.join("; ")), Some(after.spellings.join("; ")));
        }
    }

    /// After the last row: a value that several rows changed is otherwise once, or not at all.
    fn settle(&mut self, known: Option<&Profile>) {
        let mut changes: Vec<Changed> = Vec::new();
        for change in core::mem::take(&mut self.changes) {
            let of_part = ["entered", "left", "capacity"].contains(&change.field.as_str());
            match changes.iter_mut().find(|first| !of_part && first.field == change.field) {
                Some(first) => first.after = change.after,
                None => changes.push(change),
            }
        }
        changes.retain(|change| change.before != change.after);
        self.changes = changes;
        self.rewritten = known != Some(&self.profile);
    }

    /// A mentee's requests are counted in the row, so that a stage can ask for them.
    fn count_requests(&mut self) {
        let requests = self.profile.fields.get("requests");
        let count = requests.map(|text| super::values::list(text).len()).unwrap_or(0);
        for part in self.parts.iter_mut().filter(|part| part.side == Side::Mentee) {
            part.requests = u32::try_from(count).unwrap_or(u32::MAX);
        }
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
