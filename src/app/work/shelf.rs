//! Rows that facts are made from, each read and decoded once however many subjects it matters to.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use chrono::NaiveDate;
use vekha_core::ids::{PairId, PartyId, ProgrammeId};
use vekha_core::pairs::Pair;
use vekha_core::people::{Consent, Participant};
use vekha_core::state::Kind;
use vekha_core::view::{Read, View, ViewError};
use vekha_core::work::PairWork;

/// A pair with what its work comes to.
pub struct Paired {
    /// The pair.
    pub pair: Pair,
    /// Its work.
    pub work: PairWork,
}

/// A paper: its kind, and the days it holds.
struct Paper {
    kind: String,
    from: NaiveDate,
    ends: Option<NaiveDate>,
}

/// The papers of a person by kind.
#[derive(Default)]
pub struct Papers(Vec<Paper>);

impl Papers {
    fn of(consents: impl IntoIterator<Item = Consent>) -> Self {
        let paper = |consent: Consent| Paper {
            from: consent.date,
            ends: consent.withdrawn.map(|withdrawn| withdrawn.ends),
            kind: consent.kind,
        };
        let mut papers: Vec<Paper> = consents.into_iter().map(paper).collect();
        papers.sort_by(|a, b| a.kind.cmp(&b.kind));
        Self(papers)
    }

    /// The kinds that hold on a day, each once, sorted.
    pub fn held(&self, on: NaiveDate) -> impl Iterator<Item = &str> {
        let mut last = None;
        let holds = move |paper: &&Paper| paper.from <= on && paper.ends.is_none_or(|ends| on < ends);
        self.0.iter().filter(holds).map(|paper| paper.kind.as_str()).filter(move |kind| {
            let fresh = last != Some(*kind);
            last = Some(*kind);
            fresh
        })
    }
}

/// The rows of a school that facts are made from. Whoever asks gives the view; it has to show the same state every
/// time.
#[derive(Default)]
pub struct Shelf {
    pairs: RefCell<HashMap<PairId, Option<Rc<Paired>>>>,
    mentors: RefCell<HashMap<PartyId, Option<Rc<[PairId]>>>>,
    papers: RefCell<HashMap<PartyId, Rc<Papers>>>,
    lines: RefCell<HashMap<PartyId, Rc<[Participant]>>>,
    forms: RefCell<HashMap<ProgrammeId, Rc<str>>>,
    /// Whether everything is here, so that what is not here is nowhere.
    whole: Cell<bool>,
}

impl Shelf {
    /// Reads everything in the order it is stored, which costs less than one by one.
    ///
    /// # Errors
    /// What the view says; so for every function here.
    pub fn fill(&self, view: &dyn View) -> Result<(), ViewError> {
        let mut works: HashMap<PairId, PairWork> =
            view.pairs_work()?.into_iter().map(|work| (work.pair, work)).collect();
        let paired = |pair: Pair| {
            let work = works.remove(&pair.id).unwrap_or_else(|| PairWork::new(pair.id, pair.programme));
            (pair.id, Some(Rc::new(Paired { pair, work })))
        };
        *self.pairs.borrow_mut() = view.pairs()?.into_iter().map(paired).collect();
        let mentors = view.people_work()?.into_iter();
        *self.mentors.borrow_mut() = mentors.map(|row| (row.party, Some(row.mentor_in.into()))).collect();
        let mut consents: HashMap<PartyId, Vec<Consent>> = HashMap::new();
        for consent in view.consents(None)? {
            consents.entry(consent.party).or_default().push(consent);
        }
        let papers = consents.into_iter().map(|(party, consents)| (party, Rc::new(Papers::of(consents))));
        *self.papers.borrow_mut() = papers.collect();
        let mut lines: HashMap<PartyId, Vec<Participant>> = HashMap::new();
        for line in view.participants(None)? {
            lines.entry(line.party).or_default().push(line);
        }
        *self.lines.borrow_mut() = lines.into_iter().map(|(party, lines)| (party, lines.into())).collect();
        self.whole.set(true);
        Ok(())
    }

    /// Whether [`Self::fill`] read everything.
    pub fn is_full(&self) -> bool {
        self.whole.get()
    }

    /// A pair.
    pub fn pair(&self, view: &dyn View, id: PairId) -> Result<Option<Rc<Paired>>, ViewError> {
        let read = || {
            let Some(pair) = view.pair(id)? else { return Ok(None) };
            let work = view.pair_work(id)?.unwrap_or_else(|| PairWork::new(id, pair.programme));
            Ok(Some(Rc::new(Paired { pair, work })))
        };
        self.known(&self.pairs, id, read)
    }

    /// The pairs of a person as the mentor; `None` for who has no pair on either side.
    pub fn mentor_in(&self, view: &dyn View, id: PartyId) -> Result<Option<Rc<[PairId]>>, ViewError> {
        let read = || Ok(view.person_work(id)?.map(|row| row.mentor_in.into()));
        self.known(&self.mentors, id, read)
    }

    /// The papers of a person.
    pub fn papers(&self, view: &dyn View, id: PartyId) -> Result<Rc<Papers>, ViewError> {
        self.known(&self.papers, id, || Ok(Rc::new(Papers::of(view.consents(Some(id))?))))
    }

    /// The lines of a person in the bases.
    pub fn lines(&self, view: &dyn View, id: PartyId) -> Result<Rc<[Participant]>, ViewError> {
        self.known(&self.lines, id, || Ok(view.participants(Some(id))?.into()))
    }

    /// The form of a programme.
    pub fn form(&self, view: &dyn View, id: ProgrammeId) -> Result<Rc<str>, ViewError> {
        if let Some(form) = self.forms.borrow().get(&id) {
            return Ok(Rc::clone(form));
        }
        let form: Rc<str> = view.programme(id)?.map(|row| row.form).unwrap_or_default().into();
        self.forms.borrow_mut().insert(id, Rc::clone(&form));
        Ok(form)
    }

    fn known<K: Copy + Eq + std::hash::Hash, T: Clone + Empty>(
        &self,
        shelf: &RefCell<HashMap<K, T>>,
        id: K,
        read: impl FnOnce() -> Result<T, ViewError>,
    ) -> Result<T, ViewError> {
        if let Some(found) = shelf.borrow().get(&id) {
            return Ok(found.clone());
        }
        if self.whole.get() {
            return Ok(T::empty());
        }
        let found = read()?;
        shelf.borrow_mut().insert(id, found.clone());
        Ok(found)
    }

    /// Every pair that there is.
    pub fn all_pairs(&self, view: &dyn View) -> Result<Vec<Rc<Paired>>, ViewError> {
        if !self.whole.get() {
            let ids = view.keys(vekha_core::view::range(Kind::Pair, None))?;
            let found: Result<Vec<_>, _> =
                ids.into_iter().map(|key| self.pair(view, PairId(key.id))).collect();
            return Ok(found?.into_iter().flatten().collect());
        }
        let mut all: Vec<Rc<Paired>> = self.pairs.borrow().values().flatten().cloned().collect();
        all.sort_by_key(|paired| paired.pair.id);
        Ok(all)
    }
}

/// What stands for nothing.
trait Empty {
    fn empty() -> Self;
}

impl<T> Empty for Option<T> {
    fn empty() -> Self {
        None
    }
}

impl Empty for Rc<Papers> {
    fn empty() -> Self {
        Self::default()
    }
}

impl Empty for Rc<[Participant]> {
    fn empty() -> Self {
        Rc::from([])
    }
}
