//! Every row gets a number of its own: the printed one where it can be, the section's in front where numbers begin
//! anew, the next free one where none is printed.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::number::Number;
use super::rows::{Entry, RawTask};

/// What numbering says of an entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Numbered {
    /// Its number.
    pub number: String,
    /// The number of its section; empty for a section itself, or without sections.
    pub section: String,
    /// The number of its group.
    pub group: Option<String>,
    /// The printed number that stood at another row already.
    pub duplicate: Option<String>,
    /// The number in parts, for gaps; empty where it was not printed.
    pub parts: Vec<u32>,
}

struct State {
    /// How often each printed number occurs.
    printed: BTreeMap<Number, u32>,
    /// Whether numbers of one part begin anew in some section.
    restarts: bool,
    used: BTreeSet<Number>,
    section: Option<Number>,
    group: Option<(String, Option<Number>)>,
    before: Option<Number>,
    /// The printed number above: rows without one stand below it side by side.
    stem: Option<Number>,
    any_printed: bool,
    groups_without_number: u32,
}

/// Numbers all entries, in order.
pub fn number(entries: &[Entry]) -> Vec<Numbered> {
    let mut state = State::of(entries);
    let sections = section_numbers(entries);
    let mut sections = sections.into_iter();
    entries
        .iter()
        .map(|entry| match entry {
            Entry::Section { number, .. } => {
                let own = sections.next().unwrap_or(1);
                state.section = Some(Number([own].into()));
                state.group = None;
                state.before = None;
                state.stem = None;
                let parts = if number.is_some() { [own].into() } else { Vec::new() };
                Numbered { number: own.to_string(), parts, ..Numbered::default() }
            }
            Entry::Group { number, .. } => state.group(number.as_ref()),
            Entry::Task(task) => state.task(task),
        })
        .collect()
}

/// Numbers of the sections: printed, or that of their tasks, or the next.
fn section_numbers(entries: &[Entry]) -> Vec<u32> {
    let mut out: Vec<u32> = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        let Entry::Section { number, .. } = entry else { continue };
        let first = entries[at + 1..].iter().find_map(|entry| match entry {
            Entry::Section { .. } => Some(None),
            Entry::Task(task) => Some(task.number.as_ref()),
            Entry::Group { .. } => None,
        });
        let of_tasks = first.flatten().filter(|number| number.0.len() > 1).map(|number| number.0[0]);
        let next = out.last().map_or(1, |last| last + 1);
        let wanted = number.as_ref().map(|number| number.0[0]).or(of_tasks).unwrap_or(next);
        out.push(if out.contains(&wanted) { out.iter().max().map_or(1, |most| most + 1) } else { wanted });
    }
    out
}

impl State {
    fn of(entries: &[Entry]) -> Self {
        let mut printed = BTreeMap::new();
        let (mut restarts, mut last, mut sections) = (false, 0, 0);
        for entry in entries {
            match entry {
                Entry::Section { .. } => sections += 1,
                Entry::Group { .. } => {}
                Entry::Task(task) => {
                    let Some(number) = &task.number else { continue };
                    *printed.entry(number.clone()).or_insert(0) += 1;
                    if number.0.len() == 1 && !task.shared_number {
                        restarts |= sections > 1 && number.last() <= last;
                        last = number.last();
                    }
                }
            }
        }
        let any_printed = !printed.is_empty();
        Self {
            printed,
            restarts,
            used: BTreeSet::new(),
            section: None,
            group: None,
            before: None,
            stem: None,
            any_printed,
            groups_without_number: 0,
        }
    }

    fn section_text(&self) -> String {
        self.section.as_ref().map(ToString::to_string).unwrap_or_default()
    }

    fn group(&mut self, number: Option<&Number>) -> Numbered {
        let text = match number {
            Some(number) => number.to_string(),
            None => {
                self.groups_without_number += 1;
                format!("{}.g{}", self.section_text(), self.groups_without_number)
            }
        };
        self.group = Some((text.clone(), number.cloned()));
        if let Some(number) = number {
            self.used.insert(number.clone());
        }
        let parts = number.map(|number| number.0.clone()).unwrap_or_default();
        Numbered { number: text, section: self.section_text(), parts, ..Numbered::default() }
    }

    fn task(&mut self, task: &RawTask) -> Numbered {
        let wanted = task.number.as_ref().map(|number| self.placed(number));
        let leaves = match (&wanted, &self.group) {
            (Some(wanted), Some((_, Some(group)))) => !group.heads(wanted),
            _ => false,
        };
        if leaves {
            self.group = None;
        }
        let mut duplicate = None;
        let number = match &wanted {
            Some(wanted) if !self.used.contains(wanted) => wanted.clone(),
            Some(wanted) => {
                duplicate = (!task.shared_number).then(|| task.printed.clone());
                self.ten_for(wanted).unwrap_or_else(|| self.free_below(wanted))
            }
            None => self.unprinted(),
        };
        self.used.insert(number.clone());
        self.before = Some(number.clone());
        if wanted.is_some() {
            self.stem = Some(number.clone());
        }
        Numbered {
            number: number.to_string(),
            section: self.section_text(),
            group: self.group.as_ref().map(|(text, _)| text.clone()),
            parts: if wanted.is_some() && !task.shared_number { number.0 } else { Vec::new() },
            duplicate,
        }
    }

    /// A printed number with the section's in front where numbers begin anew.
    fn placed(&self, number: &Number) -> Number {
        let Some(section) = &self.section else { return number.clone() };
        if number.0.len() == 1 {
            return match &self.group {
                Some((_, Some(group))) if self.restarts || group.0.len() > 1 => group.child(number.last()),
                _ if self.restarts => section.child(number.last()),
                _ => number.clone(),
            };
        }
        let again = self.printed.get(number).is_some_and(|count| *count > 1);
        if again && number.0[0] != section.0[0] {
            let mut parts = section.0.clone();
            parts.extend(&number.0[1..]);
            return Number(parts);
        }
        number.clone()
    }

    /// A spreadsheet keeps 1.10 as 1.1: after 1.9 the second 1.1 is the tenth.
    fn ten_for(&self, number: &Number) -> Option<Number> {
        let before = self.before.as_ref().filter(|before| before.parent() == number.parent())?;
        let ten = Number([number.parent()?.0.as_slice(), &[before.last() + 1]].concat());
        (ten.last() == number.last() * 10 && !self.used.contains(&ten)).then_some(ten)
    }

    fn free_below(&self, number: &Number) -> Number {
        (1..)
            .map(|last| number.child(last))
            .find(|number| !self.used.contains(number))
            .unwrap_or_else(|| number.clone())
    }

    /// A number for a row that has none: below the row before it in a numbered roadmap, else the next in turn.
    fn unprinted(&self) -> Number {
        match (&self.stem, &self.section) {
            (Some(above), _) if self.any_printed => self.free_below(above),
            (_, Some(section)) => self.free_below(section),
            (_, None) => (1..)
                .map(|last| Number([last].into()))
                .find(|n| !self.used.contains(n))
                .unwrap_or(Number([1].into())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Place;

    /// `#` is a section, `+` a group, anything else a task; `-` is a row without a number.
    fn numbers(rows: &[&str]) -> String {
        let entries: Vec<Entry> = rows
            .iter()
            .map(|row| {
                let (sign, text) = row.split_at(usize::from(row.starts_with(['#', '+'])));
                let number = Number::parse(text);
                match sign {
                    "#" => Entry::Section { number, title: String::new(), place: Place::default() },
                    "+" => Entry::Group { number, title: String::new(), place: Place::default() },
                    _ => Entry::Task(RawTask { number, printed: text.into(), ..RawTask::default() }),
                }
            })
            .collect();
        let tasks =
            number(&entries).into_iter().zip(&entries).filter(|(_, entry)| matches!(entry, Entry::Task(_)));
        tasks.map(|(numbered, _)| numbered.number).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn every_task_has_a_number_of_its_own() {
        for (rows, expected) in [
            (&["#1.", "1.1.", "1.2", "#2", "2.1"][..], "1.1 1.2 2.1"),
            (&["#I", "1", "2", "#II", "1", "2"], "1.1 1.2 2.1 2.2"),
            (&["#I", "1", "2", "#II", "3", "4"], "1 2 3 4"),
            (&["#I", "1.1", "1.2", "#II", "1.1"], "1.1 1.2 2.1"),
            (&["#", "-", "-", "#", "-"], "1.1 1.2 2.1"),
            (&["-", "-"], "1 2"),
            (&["#", "3.1", "#", "4.1"], "3.1 4.1"),
            (&["1", "-", "2"], "1 1.1 2"),
            (&["1", "-", "-", "-", "2"], "1 1.1 1.2 1.3 2"),
            (&["#1", "1.8", "1.9", "1.1"], "1.8 1.9 1.1"),
            (&["#1", "1.1", "1.8", "1.9", "1.1", "1.11"], "1.1 1.8 1.9 1.10 1.11"),
            (&["#6", "+6.1", "6.1.1", "+6.2", "6.2.1"], "6.1.1 6.2.1"),
            (&["1", "1", "2"], "1 1.1 2"),
        ] {
            assert_eq!(numbers(rows), expected, "{rows:?}");
        }
    }
}
