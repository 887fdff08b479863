//! One school at one moment: rows, rules, names.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::Arc;

use chrono::NaiveDate;
use vekha_core::decide::Rules;
use vekha_core::ids::{SchoolId, Subject};
use vekha_core::state::{Key, Row};
use vekha_core::vault::{Content, Sealed};
use vekha_core::view::{Head, Memory, Read, View, ViewError};

use super::{App, AppError, Directory, rules};
use crate::store::{Snapshot, StoreError};

/// A state to read: as it stands, or as it was recorded by the end of a day.
pub struct Reading<'a> {
    app: &'a App,
    /// The whole file at this moment.
    pub snapshot: Arc<Snapshot>,
    /// Which school.
    pub school: SchoolId,
    past: Option<Memory>,
}

/// What wants to be done, day by day.
pub type Days<'a> = Box<dyn Iterator<Item = Result<(NaiveDate, Key), AppError>> + 'a>;

impl<'a> Reading<'a> {
    pub(super) fn new(app: &'a App, school: SchoolId, as_of: Option<NaiveDate>) -> Result<Self, AppError> {
        let snapshot = app.store.snapshot()?;
        let past = match as_of {
            Some(day) => Some(snapshot.as_of(school, app.clock.end_of(day).timestamp_millis())?),
            None => None,
        };
        Ok(Self { app, snapshot: Arc::new(snapshot), school, past })
    }

    /// A school at a moment that is read already.
    pub(super) fn over(app: &'a App, snapshot: &Arc<Snapshot>, school: SchoolId) -> Self {
        Self { app, snapshot: Arc::clone(snapshot), school, past: None }
    }

    /// The state after the event of this number.
    pub(super) fn at(app: &'a App, school: SchoolId, seq: u64) -> Result<Self, AppError> {
        let snapshot = app.store.snapshot()?;
        let past = Some(snapshot.at(school, seq)?);
        Ok(Self { app, snapshot: Arc::new(snapshot), school, past })
    }

    /// The same school after the event of this number.
    ///
    /// # Errors
    /// What the store says.
    pub fn back_to(&self, seq: u64) -> Result<Reading<'a>, AppError> {
        Self::at(self.app, self.school, seq)
    }

    /// Today, where the school is.
    pub fn today(&self) -> NaiveDate {
        self.app.clock.today()
    }

    /// The rules of the set that is in force; none before anything is published.
    ///
    /// # Errors
    /// What the store says, and a published file that cannot be read any more.
    pub fn rules(&self) -> Result<Arc<Rules>, AppError> {
        match self.published()? {
            Some(set) => self.app.cached(set.digest, || rules::load(&self.snapshot, &set)),
            None => Ok(Arc::default()),
        }
    }

    /// Who is who.
    ///
    /// # Errors
    /// What the store says.
    pub fn directory(&self) -> Result<Directory, AppError> {
        Directory::read(self)
    }

    /// What wants to be done in these days, the earliest first.
    ///
    /// # Errors
    /// What the store says.
    pub fn due(&self, days: RangeInclusive<NaiveDate>) -> Result<Days<'_>, AppError> {
        let Some(past) = &self.past else {
            let found = self.snapshot.due_of(self.school, days)?;
            return Ok(Box::new(found.map(|due| due.map(|due| (due.date, due.key)).map_err(AppError::from))));
        };
        let found = past.rows().filter_map(|row| Some((row.due()?, row.key())));
        let mut found: Vec<_> = found.filter(|(day, _)| days.contains(day)).collect();
        found.sort_unstable();
        Ok(Box::new(found.into_iter().map(Ok)))
    }

    /// What the vault holds under a seal; `None` when it was erased.
    ///
    /// # Errors
    /// What the store says.
    pub fn content(&self, sealed: &Sealed) -> Result<Option<Content>, AppError> {
        Ok(self.snapshot.vault(self.school, &sealed.key)?.map(|put| put.content))
    }

    /// The text under a seal; `None` when there is none or it was erased.
    ///
    /// # Errors
    /// What the store says.
    pub fn text(&self, sealed: Option<&Sealed>) -> Result<Option<String>, AppError> {
        match sealed.map(|sealed| self.content(sealed)).transpose()?.flatten() {
            Some(Content::Text(text)) => Ok(Some(text)),
            Some(Content::Fields(fields)) => Ok(Some(joined(&fields))),
            _ => Ok(None),
        }
    }

    /// The texts under a seal by name; none when there are none or they were erased.
    ///
    /// # Errors
    /// What the store says.
    pub fn fields(&self, sealed: Option<&Sealed>) -> Result<BTreeMap<String, String>, AppError> {
        match sealed.map(|sealed| self.content(sealed)).transpose()?.flatten() {
            Some(Content::Fields(fields)) => Ok(fields),
            _ => Ok(BTreeMap::new()),
        }
    }

    /// Everything the vault holds about a subject, by version.
    ///
    /// # Errors
    /// What the store says.
    pub fn about(&self, subject: Subject) -> Result<Vec<(u32, Content)>, AppError> {
        let rows = self.snapshot.vault_of(self.school, subject)?;
        Ok(rows.into_iter().map(|put| (put.key.version, put.content)).collect())
    }
}

impl View for Reading<'_> {
    fn get(&self, key: Key) -> Result<Option<Row>, ViewError> {
        match &self.past {
            Some(past) => past.get(key),
            None => self.snapshot.school(self.school).map_err(view_error)?.get(key),
        }
    }

    fn range(&self, keys: RangeInclusive<Key>) -> Result<Vec<Row>, ViewError> {
        match &self.past {
            Some(past) => past.range(keys),
            None => self.snapshot.school(self.school).map_err(view_error)?.range(keys),
        }
    }

    fn keys(&self, keys: RangeInclusive<Key>) -> Result<Vec<Key>, ViewError> {
        match &self.past {
            Some(past) => past.keys(keys),
            None => self.snapshot.school(self.school).map_err(view_error)?.keys(keys),
        }
    }

    fn head(&self) -> Head {
        match &self.past {
            Some(past) => past.head(),
            None => self.snapshot.school(self.school).map(|view| view.head()).unwrap_or_default(),
        }
    }
}

/// Several texts in one line.
pub fn joined(fields: &BTreeMap<String, String>) -> String {
    fields.values().map(String::as_str).collect::<Vec<_>>().join("; ")
}

fn view_error(error: StoreError) -> ViewError {
    ViewError(error.to_string())
}
