//! The one way to read state: a key, a row. The store implements it over a snapshot, [`Memory`] in memory, and
//! [`Overlay`] over another view with changes that are not written yet.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::cell::RefCell;
use core::fmt;
use core::ops::RangeInclusive;

use chrono::NaiveDate;

use crate::basis::{Basis, ResultId};
use crate::digest::Digest;
use crate::event::Timestamp;
use crate::ids::{
    CodeId, DocumentId, ExceptionId, PairId, PartyId, PlanId, ProgrammeId, ProposalId, Subject, TaskId,
};
use crate::message::OptOut;
use crate::metrics::{Indicators, Lexicon, key_of};
use crate::pairs::{Pair, Proposal, Wished};
use crate::people::{Consent, Participant};
use crate::state::{
    Agenda, Counters, Document, Exception, Key, Kind, Occurrence, Party, Plan, Programme, PublishedSet, Row,
    School, Tally, Task,
};
use crate::work::{Code, Item, Meeting, PairWork, PersonWork, ProgrammeWork, Response, SchoolNumbers, Swot};

/// The store could not give a row: damaged, or of a newer version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ViewError(pub String);

impl fmt::Display for ViewError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl core::error::Error for ViewError {}

/// The end of a school's journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Head {
    /// The number of the last event; 0 before the first.
    pub seq: u64,
    /// The digest of its line; zeros before the first.
    pub hash: Digest,
    /// When it was recorded.
    pub recorded: Timestamp,
}

/// One change of a row. Large and short-lived: it goes from `evolve` into the store.
#[derive(Clone, Debug, PartialEq)]
#[allow(clippy::large_enum_variant)]
pub enum Change {
    /// The row stands at its key from now on.
    Put(Row),
    /// Nothing stands there any more.
    Delete(Key),
}

impl Change {
    /// Where.
    pub fn key(&self) -> Key {
        match self {
            Self::Put(row) => row.key(),
            Self::Delete(key) => *key,
        }
    }
}

/// Read access to one school's rows at one moment.
pub trait View {
    /// The row at a key.
    fn get(&self, key: Key) -> Result<Option<Row>, ViewError>;

    /// The rows between two keys, both included, in the order of their keys.
    fn range(&self, keys: RangeInclusive<Key>) -> Result<Vec<Row>, ViewError>;

    /// All rows of a kind in the order of their keys; with an id, only those within it.
    fn scan(&self, kind: Kind, id: Option<u32>) -> Result<Vec<Row>, ViewError> {
        self.range(range(kind, id))
    }

    /// The keys of the rows between two, both included, in order: for whoever only asks what is there.
    fn keys(&self, keys: RangeInclusive<Key>) -> Result<Vec<Key>, ViewError> {
        Ok(self.range(keys)?.iter().map(Row::key).collect())
    }

    /// The end of the journal at this moment.
    fn head(&self) -> Head;
}

macro_rules! typed {
    ($($(#[$doc:meta])* $get:ident, $scan:ident: $variant:ident($row:ty) $(by $own:path)?, $id:ty;)*) => {
        /// The same by type. Implemented for every [`View`].
        pub trait Read: View {$(
            $(#[$doc])*
            fn $get(&self, id: $id) -> Result<Option<$row>, ViewError> {
                Ok(match self.get(Key::of(Kind::$variant, id.0))? {
                    Some(Row::$variant(row)) => {
                        $(let row = $own(row);)?
                        Some(row)
                    }
                    _ => None,
                })
            }

            /// All of them, in the order of their ids.
            fn $scan(&self) -> Result<Vec<$row>, ViewError> {
                let rows = self.scan(Kind::$variant, None)?.into_iter();
                let rows = rows.filter_map(|row| if let Row::$variant(row) = row { Some(row) } else { None });
                $(let rows = rows.map($own);)?
                Ok(rows.collect())
            }
        )*
            /// The school itself; `None` before its first event.
            fn school(&self) -> Result<Option<School>, ViewError> {
                Ok(match self.get(Key::of(Kind::School, 0))? {
                    Some(Row::School(row)) => Some(row),
                    _ => None,
                })
            }

            /// The next free ids.
            fn counters(&self) -> Result<Counters, ViewError> {
                Ok(match self.get(Key::of(Kind::Counters, 0))? {
                    Some(Row::Counters(row)) => row,
                    _ => Counters::default(),
                })
            }

            /// The published set in force.
            fn published(&self) -> Result<Option<PublishedSet>, ViewError> {
                Ok(match self.get(Key::of(Kind::Set, 0))? {
                    Some(Row::Set(row)) => Some(row),
                    _ => None,
                })
            }

            /// One occurrence.
            fn occurrence(&self, task: TaskId, no: u16) -> Result<Option<Occurrence>, ViewError> {
                Ok(match self.get(Key::occurrence(task, no))? {
                    Some(Row::Occurrence(row)) => Some(Arc::unwrap_or_clone(row)),
                    _ => None,
                })
            }

            /// How many occurrences of a plan want to be done on each day up to this one, by section.
            fn agenda(&self, plan: PlanId, until: NaiveDate) -> Result<Vec<Agenda>, ViewError> {
                let rows = self.range(Key::of(Kind::Agenda, plan.0)..=Key::agenda(plan, until))?;
                Ok(rows.into_iter().filter_map(|row| if let Row::Agenda(row) = row { Some(row) } else { None }).collect())
            }

            /// The last vault version taken by a subject; 0 before the first.
            fn last_text(&self, owner: Subject) -> Result<u32, ViewError> {
                Ok(match self.get(Key::texts(owner))? {
                    Some(Row::Texts(row)) => row.last,
                    _ => 0,
                })
            }

            /// The occurrences of a task, or of all tasks.
            fn occurrences(&self, task: Option<TaskId>) -> Result<Vec<Occurrence>, ViewError> {
                let rows = self.scan(Kind::Occurrence, task.map(|task| task.0))?;
                Ok(rows.into_iter().filter_map(|row| if let Row::Occurrence(row) = row { Some(Arc::unwrap_or_clone(row)) } else { None }).collect())
            }

            /// The lines of the bases about one person, or all.
            fn participants(&self, party: Option<PartyId>) -> Result<Vec<Participant>, ViewError> {
                let rows = self.scan(Kind::Participant, party.map(|party| party.0))?;
                Ok(rows.into_iter().filter_map(|row| if let Row::Participant(row) = row { Some(row) } else { None }).collect())
            }

            /// The papers of one person, or all.
            fn consents(&self, party: Option<PartyId>) -> Result<Vec<Consent>, ViewError> {
                let rows = self.scan(Kind::Consent, party.map(|party| party.0))?;
                Ok(rows.into_iter().filter_map(|row| if let Row::Consent(row) = row { Some(row) } else { None }).collect())
            }

            /// What a result was computed from; `None` for one that is not stored or older than this record.
            fn basis(&self, result: ResultId) -> Result<Option<Basis>, ViewError> {
                Ok(match self.get(Key::basis(result))? {
                    Some(Row::Basis(row)) => Some(row),
                    _ => None,
                })
            }

            /// What is wanted of pairs before the best are computed.
            fn wishes(&self) -> Result<Vec<Wished>, ViewError> {
                let rows = self.scan(Kind::Wish, None)?;
                Ok(rows.into_iter().filter_map(|row| if let Row::Wish(row) = row { Some(row) } else { None }).collect())
            }

            /// The meetings of a pair, or all.
            fn meetings(&self, pair: Option<PairId>) -> Result<Vec<Meeting>, ViewError> {
                let rows = self.scan(Kind::Meeting, pair.map(|pair| pair.0))?;
                Ok(rows.into_iter().filter_map(|row| if let Row::Meeting(row) = row { Some(row) } else { None }).collect())
            }

            /// One meeting.
            fn meeting(&self, pair: PairId, no: u32) -> Result<Option<Meeting>, ViewError> {
                Ok(match self.get(Key::within(Kind::Meeting, pair.0, no))? {
                    Some(Row::Meeting(row)) => Some(row),
                    _ => None,
                })
            }

            /// The tasks of a pair's personal programme, or of all.
            fn items(&self, pair: Option<PairId>) -> Result<Vec<Item>, ViewError> {
                let rows = self.scan(Kind::Item, pair.map(|pair| pair.0))?;
                Ok(rows.into_iter().filter_map(|row| if let Row::Item(row) = row { Some(row) } else { None }).collect())
            }

            /// One task of a personal programme.
            fn item(&self, pair: PairId, no: u32) -> Result<Option<Item>, ViewError> {
                Ok(match self.get(Key::within(Kind::Item, pair.0, no))? {
                    Some(Row::Item(row)) => Some(row),
                    _ => None,
                })
            }

            /// The personal codes of a person, or all.
            fn codes(&self, party: Option<PartyId>) -> Result<Vec<Code>, ViewError> {
                let rows = self.scan(Kind::Code, party.map(|party| party.0))?;
                Ok(rows.into_iter().filter_map(|row| if let Row::Code(row) = row { Some(row) } else { None }).collect())
            }

            /// The filled-in questionnaires under a code, or all.
            fn responses(&self, code: Option<CodeId>) -> Result<Vec<Response>, ViewError> {
                let rows = self.scan(Kind::Response, code.map(|code| code.0))?;
                Ok(rows.into_iter().filter_map(|row| if let Row::Response(row) = row { Some(row) } else { None }).collect())
            }

            /// The thoughts of a programme's SWOT analysis, or of all.
            fn swots(&self, programme: Option<ProgrammeId>) -> Result<Vec<Swot>, ViewError> {
                let rows = self.scan(Kind::Swot, programme.map(|programme| programme.0))?;
                Ok(rows.into_iter().filter_map(|row| if let Row::Swot(row) = row { Some(row) } else { None }).collect())
            }

            /// What only the school knows.
            fn school_numbers(&self) -> Result<SchoolNumbers, ViewError> {
                Ok(match self.get(Key::of(Kind::SchoolNumbers, 0))? {
                    Some(Row::SchoolNumbers(row)) => row,
                    _ => SchoolNumbers::default(),
                })
            }

            /// The indicators of a subject so far, with their names.
            fn indicators(&self, subject: Subject) -> Result<Option<Indicators>, ViewError> {
                let Some(key) = key_of(Kind::Indicators, subject) else { return Ok(None) };
                Ok(match self.get(key)? {
                    Some(Row::Standing(row)) => Some(row.written_out(&self.lexicon()?)),
                    Some(Row::Indicators(row)) => Some(row),
                    _ => None,
                })
            }

            /// The indicators of every subject, in the order of keys.
            fn all_indicators(&self) -> Result<Vec<Indicators>, ViewError> {
                let lexicon = self.lexicon()?;
                let rows = self.scan(Kind::Indicators, None)?.into_iter();
                Ok(rows.filter_map(|row| match row {
                    Row::Standing(row) => Some(row.written_out(&lexicon)),
                    Row::Indicators(row) => Some(row),
                    _ => None,
                }).collect())
            }

            /// The words that indicators are written in.
            fn lexicon(&self) -> Result<Lexicon, ViewError> {
                Ok(match self.get(Key::of(Kind::Lexicon, 0))? {
                    Some(Row::Lexicon(row)) => row,
                    _ => Lexicon::default(),
                })
            }

            /// The party that stands for this one now: itself, or what it was merged into.
            fn standing(&self, id: PartyId) -> Result<PartyId, ViewError> {
                let mut id = id;
                // A chain of merges is no longer than the number of parties; a loop cannot be recorded.
                while let Some(into) = self.party(id)?.and_then(|party| party.merged_into) {
                    id = into;
                }
                Ok(id)
            }
        }
    };
}

typed! {
    /// A plan.
    plan, plans: Plan(Plan), PlanId;
    /// A task.
    task, tasks: Task(Task) by Arc::unwrap_or_clone, TaskId;
    /// A person, role or unit.
    party, parties: Party(Party), PartyId;
    /// A programme.
    programme, programmes: Programme(Programme), ProgrammeId;
    /// A requirement that was let pass.
    exception, exceptions: Exception(Exception), ExceptionId;
    /// A pair.
    pair, pairs: Pair(Pair), PairId;
    /// A proposal of pairs.
    proposal, proposals: Proposal(Proposal), ProposalId;
    /// A registered document.
    document, documents: Document(Document), DocumentId;
    /// The counts of a plan.
    tally, tallies: Tally(Tally) by Arc::unwrap_or_clone, PlanId;
    /// What the work of a pair comes to.
    pair_work, pairs_work: PairWork(PairWork), PairId;
    /// The pairs of a person.
    person_work, people_work: PersonWork(PersonWork), PartyId;
    /// What the work of a programme comes to.
    programme_work, programmes_work: ProgrammeWork(ProgrammeWork), ProgrammeId;
    /// What a person does not want to be told.
    opt_out, opt_outs: OptOut(OptOut), PartyId;
}

impl<V: View + ?Sized> Read for V {}

/// Rows in memory.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Memory {
    rows: BTreeMap<Key, Row>,
    head: Head,
}

impl Memory {
    /// Every row, in the order of keys.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.rows.values()
    }

    /// Applies changes, and moves the end of the journal.
    pub fn apply(&mut self, changes: impl IntoIterator<Item = Change>, head: Head) {
        for change in changes {
            match change {
                Change::Put(row) => drop(self.rows.insert(row.key(), row)),
                Change::Delete(key) => drop(self.rows.remove(&key)),
            }
        }
        self.head = head;
    }
}

impl View for Memory {
    fn get(&self, key: Key) -> Result<Option<Row>, ViewError> {
        Ok(self.rows.get(&key).cloned())
    }

    fn range(&self, keys: RangeInclusive<Key>) -> Result<Vec<Row>, ViewError> {
        Ok(self.rows.range(keys).map(|(_, row)| row.clone()).collect())
    }

    fn keys(&self, keys: RangeInclusive<Key>) -> Result<Vec<Key>, ViewError> {
        Ok(self.rows.range(keys).map(|(key, _)| *key).collect())
    }

    fn head(&self) -> Head {
        self.head
    }
}

/// The keys of a kind, or of one id within it.
pub fn range(kind: Kind, id: Option<u32>) -> RangeInclusive<Key> {
    Key { kind, id: id.unwrap_or(0), sub: 0 }..=Key { kind, id: id.unwrap_or(u32::MAX), sub: u32::MAX }
}

/// Rows in the order of their keys with changes to some of them; `None` is a row that is gone.
pub fn laid_over<'a>(base: Vec<Row>, changed: impl Iterator<Item = (Key, Option<&'a Row>)>) -> Vec<Row> {
    let mut changed = changed.peekable();
    if changed.peek().is_none() {
        return base;
    }
    let mut rows: BTreeMap<Key, Row> = base.into_iter().map(|row| (row.key(), row)).collect();
    for (key, row) in changed {
        match row {
            Some(row) => drop(rows.insert(key, row.clone())),
            None => drop(rows.remove(&key)),
        }
    }
    rows.into_values().collect()
}

/// The same for keys; false is a row that is gone.
pub fn keys_over(mut base: Vec<Key>, changed: impl Iterator<Item = (Key, bool)>) -> Vec<Key> {
    for (key, stands) in changed {
        match (base.binary_search(&key), stands) {
            (Err(at), true) => base.insert(at, key),
            (Ok(at), false) => drop(base.remove(at)),
            _ => {}
        }
    }
    base
}

/// A view with changes that are not written yet.
pub struct Overlay<'a> {
    base: &'a dyn View,
    // A row is large: maps hold it apart from their nodes.
    changed: BTreeMap<Key, Option<Arc<Row>>>,
    // What was read by its key already: deciding and evolving look at the same rows.
    seen: RefCell<BTreeMap<Key, Option<Arc<Row>>>>,
    head: Head,
}

impl<'a> Overlay<'a> {
    /// Nothing changed yet.
    pub fn new(base: &'a dyn View) -> Self {
        Self { base, changed: BTreeMap::new(), seen: RefCell::default(), head: base.head() }
    }

    /// Lays changes over, and moves the end of the journal.
    pub fn apply(&mut self, changes: impl IntoIterator<Item = Change>, head: Head) {
        for change in changes {
            match change {
                Change::Put(row) => self.changed.insert(row.key(), Some(Arc::new(row))),
                Change::Delete(key) => self.changed.insert(key, None),
            };
        }
        self.head = head;
    }

    /// What has to be written: the last change of each key.
    pub fn into_changes(self) -> Vec<Change> {
        self.changed
            .into_iter()
            .map(|(key, row)| match row {
                Some(row) => Change::Put(Arc::unwrap_or_clone(row)),
                None => Change::Delete(key),
            })
            .collect()
    }
}

impl View for Overlay<'_> {
    fn get(&self, key: Key) -> Result<Option<Row>, ViewError> {
        if let Some(row) = self.changed.get(&key) {
            return Ok(row.as_deref().cloned());
        }
        if let Some(row) = self.seen.borrow().get(&key) {
            return Ok(row.as_deref().cloned());
        }
        let row = self.base.get(key)?;
        self.seen.borrow_mut().insert(key, row.clone().map(Arc::new));
        Ok(row)
    }

    fn range(&self, keys: RangeInclusive<Key>) -> Result<Vec<Row>, ViewError> {
        let base = self.base.range(keys.clone())?;
        Ok(laid_over(base, self.changed.range(keys).map(|(key, row)| (*key, row.as_deref()))))
    }

    fn keys(&self, keys: RangeInclusive<Key>) -> Result<Vec<Key>, ViewError> {
        let base = self.base.keys(keys.clone())?;
        Ok(keys_over(base, self.changed.range(keys).map(|(key, row)| (*key, row.is_some()))))
    }

    fn head(&self) -> Head {
        self.head
    }
}
