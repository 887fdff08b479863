//! Indicators by the published `efficiency.rhai`: of whatever has new facts, or of everything where the set is new.
//!
//! A value is of its day. Where the script looks at the day itself, a band may change though no fact does: then the
//! first such day is found in advance and stands in the index of terms, so that the subject is looked at again on
//! that day and not before.
//!
//! Compiled code evaluates a subject where it is read; what it leaves to the interpreter waits and goes to the sandbox
//! in one batch, of all schools with the same script ([`super::asked`]).

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use chrono::{Days, NaiveDate};
use vekha_core::command::Action;
use vekha_core::digest::Digest;
use vekha_core::facts::Value;
use vekha_core::ids::{PartyId, Subject};
use vekha_core::metrics::{Lexicon, Line, Named, Standing, Stood, Tabling, key_of};
use vekha_core::state::{Kind, Row};
use vekha_core::view::{Read, View};

use super::asked::{self, Asked};
use super::hooks::{self, Call};
use super::scripts::Script;
use super::work::{BandChange, Failed, Step, Work};
use super::{Job, WaveDue, facts};
use crate::app::AppError;
use crate::app::work::facts::Facts;
use crate::script::fast::Scratch;
use crate::script::fast::given::{Given, Texts, slot};
use crate::script::fast::indicators::{Compiled, Found};
use crate::script::kinds::answers::Indicator;
use crate::script::kinds::efficiency::{Level, own_functions};

/// How far ahead the day is sought on which a band changes by itself.
pub const HORIZON: u64 = 28;

/// How far ahead facts are sought that are known already, where none takes effect before the horizon: two years.
pub const FAR: u64 = 731;

/// Facts that are known only on the 1st of September after the plan year.
pub const LATER: &str = "young_teachers_stayed";

/// Decides a step of every school: [`Step::Pairs`] or [`Step::Wholes`].
pub fn prepare(job: &Job<'_>, works: &mut [&mut Work<'_>], step: Step, due: &WaveDue) {
    let mut asked = Vec::new();
    let mut tables: BTreeMap<usize, Table> = BTreeMap::new();
    let mut room = Room::default();
    for (place, work) in works.iter_mut().enumerate() {
        let Some(script) = work.efficiency.clone() else { continue };
        match school(job, work, &script, step, due, &mut room) {
            Ok((table, left)) => {
                tables.insert(place, table);
                asked.extend(left.into_iter().map(|one| Asked { work: place, ..one }));
            }
            Err(error) => work.failed = Some(error.into()),
        }
    }
    asked::evaluate(job, works, &mut asked);
    for one in asked {
        if let Some(table) = tables.get_mut(&one.work)
            && (!one.same || table.before.is_sooner(one.subject, one.look))
        {
            let values = named(one.indicators, &one.until);
            table.add(one.subject, one.input, one.look, values);
        }
    }
    let mut calls = Vec::new();
    let mut actions: BTreeMap<usize, Action> = BTreeMap::new();
    for (place, table) in tables {
        let work = &mut *works[place];
        if !work.lives() || table.count == 0 {
            continue;
        }
        calls.extend(table.changes.iter().map(|change| (place, band_call(work, change))));
        work.bands.extend(table.changes);
        let mut tabled = table.tabling.done();
        tabled.subjects.sort_by_key(|line| line.subject);
        actions.insert(place, Action::KeepIndicators(tabled));
    }
    let mut heard = hooks::run(job.sandbox, works, calls, step);
    for (place, action) in actions {
        let mut heard = heard.remove(&place).unwrap_or_default();
        let action = heard.with(action);
        let work = &mut *works[place];
        if let Err(error) = work.decide(step, action, heard.outbox) {
            work.failed = Some(Failed::from(error));
        }
    }
}

/// Room that is used for one subject after the other.
#[derive(Default)]
struct Room {
    now: Given,
    then: Given,
    scratch: Scratch,
    bytes: Vec<u8>,
    key: Vec<u64>,
    own: Option<OwnFunctions>,
}

/// The functions of a form that are asked besides the common one, kept from one pair to the next of its kind.
struct OwnFunctions {
    set: Option<Digest>,
    form: String,
    names: Rc<[String]>,
}

impl Room {
    fn own_functions(&mut self, work: &Work<'_>, form: &str) -> Rc<[String]> {
        if let Some(own) = self.own.as_ref().filter(|own| own.set == work.set && own.form == form) {
            return Rc::clone(&own.names);
        }
        let names: Rc<[String]> = own_functions(form, &work.rules.forms).into();
        self.own = Some(OwnFunctions { set: work.set, form: form.to_owned(), names: Rc::clone(&names) });
        names
    }
}

/// What is kept of a school's values, in the making.
struct Table {
    tabling: Tabling,
    /// Which value the words of an indicator are, with the day until which it is provisional.
    known: HashMap<(Vec<u64>, Option<NaiveDate>), u32>,
    before: Before,
    changes: Vec<BandChange>,
    count: usize,
}

/// The last values, where there are any.
struct Before {
    lexicon: Lexicon,
    rows: BTreeMap<Subject, Standing>,
}

impl Before {
    fn input(&self, subject: Subject) -> Option<Digest> {
        self.rows.get(&subject).map(|row| row.input)
    }

    /// Whether a day on which to look at a subject again lies before the one that was found last.
    fn is_sooner(&self, subject: Subject, look: Option<NaiveDate>) -> bool {
        let known = self.rows.get(&subject).and_then(|row| row.look).and_then(vekha_core::work::day_of);
        look.is_some_and(|look| known.is_none_or(|known| look < known))
    }
}

impl Table {
    fn new(work: &Work<'_>, script: &Script, before: Before) -> Self {
        let set = work.set.unwrap_or_default();
        Self {
            tabling: Tabling::new(work.on(), set, script.digest, None),
            known: HashMap::new(),
            before,
            changes: Vec::new(),
            count: 0,
        }
    }

    fn add(&mut self, subject: Subject, input: Digest, look: Option<NaiveDate>, values: Vec<Named>) {
        let figures = values.into_iter().filter_map(|named| self.tabling.figure(named)).collect();
        self.line(Line { subject, input, look, figures });
    }

    fn line(&mut self, line: Line) {
        if let Some(before) = self.before.rows.get(&line.subject) {
            for figure in &line.figures {
                self.changes.extend(change(&self.tabling, &self.before.lexicon, before, *figure));
            }
        }
        self.count += 1;
        self.tabling.line(line);
    }

    /// The place of an indicator among the values.
    fn figure(
        &mut self,
        found: &Found<'_>,
        line: &crate::script::fast::indicators::Line<'_>,
        until: Option<NaiveDate>,
        texts: &Texts,
        key: &mut Vec<u64>,
    ) -> Option<u32> {
        found.key(line, key);
        let mut wanted = (std::mem::take(key), until);
        let place = match self.known.get(&wanted) {
            Some(place) => Some(*place),
            None => {
                let mut all = named(vec![found.indicator(line, texts)], &BTreeMap::new());
                let place = all.pop().and_then(|one| self.tabling.figure(Named { until, ..one }));
                self.known.extend(place.map(|place| (wanted.clone(), place)));
                place
            }
        };
        *key = std::mem::take(&mut wanted.0);
        place
    }
}

/// The change of a band between the last value and a new one.
fn change(tabling: &Tabling, lexicon: &Lexicon, before: &Standing, figure: u32) -> Option<BandChange> {
    let (name, after) = tabling.band(figure)?;
    let after = after?;
    let was = before.latest.iter().find(|stood: &&Stood| lexicon.word(stood.name) == name)?;
    let was = lexicon.word(was.band?);
    (was != after).then(|| BandChange {
        subject: before.subject,
        name: name.to_owned(),
        before: was.to_owned(),
        after: after.to_owned(),
    })
}

/// The values of a school that compiled code gives, and the subjects that it leaves.
fn school(
    job: &Job<'_>,
    work: &Work<'_>,
    script: &Script,
    step: Step,
    due: &WaveDue,
    room: &mut Room,
) -> Result<(Table, Vec<Asked>), AppError> {
    let fresh = work.shift.as_ref().is_none_or(|shift| shift.set != work.set);
    let looked: BTreeSet<Subject> = due.looks(work.school, work.on()).collect();
    let view = work.view()?;
    if fresh && step == Step::Pairs && !work.shelf.is_full() {
        work.shelf.fill(&view)?;
    }
    let mut wanted: BTreeSet<Subject> = match fresh {
        true => facts::all(&work.reading, &work.shelf)?.into_iter().collect(),
        false => work.changed()?.keys().chain(&looked).copied().collect(),
    };
    wanted.retain(|subject| match step {
        Step::Pairs => matches!(subject, Subject::Pair(_) | Subject::Party(_)),
        _ => matches!(subject, Subject::Programme(_) | Subject::School),
    });
    let mut table = Table::new(work, script, before(&view, &wanted)?);
    let compiled = job.sandbox.compiled(script.key, &script.script);
    let mut plain = Texts::default();
    let mut left = Vec::new();
    for subject in wanted {
        let mut texts = compiled.as_ref().map(|compiled| compiled.texts());
        let texts = texts.as_deref_mut().unwrap_or(&mut plain);
        let facts = |on| Facts { view: &view, shelf: &work.shelf, rules: &work.rules, on };
        if !facts(work.on()).of(&work.reading, subject, &mut room.now, texts)? {
            continue;
        }
        let input = room.now.digest(texts, &mut room.bytes);
        // The facts of this day are as they were; those of days to come may not be.
        let same = !fresh && !looked.contains(&subject) && table.before.input(subject) == Some(input);
        let one = One { work, script, subject, input, same };
        let done = match &compiled {
            Some(compiled) => one.compiled(compiled, texts, room, &mut table, &facts)?,
            None => false,
        };
        if !done {
            left.push(Asked { same, ..Asked::new(subject, room.now.record(texts), input) });
        }
    }
    Ok((table, left))
}

/// The last values of those who are looked at; all at once where they are many.
fn before(view: &dyn View, wanted: &BTreeSet<Subject>) -> Result<Before, AppError> {
    const MANY: usize = 32;
    let rows: Vec<Row> = if wanted.len() < MANY {
        let keys = wanted.iter().filter_map(|subject| key_of(Kind::Indicators, *subject));
        let rows: Result<Vec<_>, _> = keys.map(|key| view.get(key)).collect();
        rows?.into_iter().flatten().collect()
    } else {
        view.scan(Kind::Indicators, None)?
    };
    let standing = |row| if let Row::Standing(row) = row { Some((row.subject, row)) } else { None };
    let rows: BTreeMap<Subject, Standing> = rows.into_iter().filter_map(standing).collect();
    let lexicon = if rows.is_empty() { Lexicon::default() } else { view.lexicon()? };
    Ok(Before { lexicon, rows })
}

/// One subject that is evaluated where it stands.
struct One<'a, 'w> {
    work: &'a Work<'w>,
    script: &'a Script,
    subject: Subject,
    input: Digest,
    /// Whether nothing is new but, perhaps, when to look again.
    same: bool,
}

impl One<'_, '_> {
    /// Evaluates by compiled code; false leaves the subject to the interpreter.
    fn compiled<'f>(
        &self,
        compiled: &Compiled,
        texts: &mut Texts,
        room: &mut Room,
        table: &mut Table,
        facts: &dyn Fn(NaiveDate) -> Facts<'f>,
    ) -> Result<bool, AppError> {
        let level = level(self.subject);
        let also = match self.subject {
            Subject::Pair(_) => {
                let form = room.now.text_at(const { slot("form") }).map(|form| texts.text(form));
                room.own_functions(self.work, form.unwrap_or_default())
            }
            _ => Rc::default(),
        };
        let mut found = Found::default();
        if compiled.evaluate(level.function(), &also, &room.now, &room.scratch, &mut found).is_none() {
            return Ok(false);
        }
        let Some(lacking) = self.provisional(compiled, room) else { return Ok(false) };
        let Some(look) = self.look(compiled, &found, texts, room, facts)? else { return Ok(false) };
        if self.same && !table.before.is_sooner(self.subject, look) {
            return Ok(true);
        }
        let mut figures = Vec::with_capacity(found.lines().len());
        for line in found.lines() {
            let until =
                lacking.as_ref().filter(|(names, _)| names.contains(line.name())).map(|(_, date)| *date);
            figures.extend(table.figure(&found, line, until, texts, &mut room.key));
        }
        table.line(Line { subject: self.subject, input: self.input, look, figures });
        Ok(true)
    }

    /// Which indicators of the school rest on facts that come next year, and until when: those that are unknown
    /// without them. The outer `None`: the interpreter says.
    #[allow(clippy::type_complexity)]
    fn provisional(
        &self,
        compiled: &Compiled,
        room: &mut Room,
    ) -> Option<Option<(BTreeSet<String>, NaiveDate)>> {
        const SLOT: u16 = slot(LATER);
        let on = self.work.on();
        let date = facts::later(on).filter(|date| on < *date && self.subject == Subject::School);
        let Some(date) = date else { return Some(None) };
        room.then.clone_from(&room.now);
        room.then.remove(SLOT);
        let mut found = Found::default();
        let function = level(self.subject).function();
        compiled.evaluate(function, &[], &room.then, &room.scratch, &mut found)?;
        let lacking = found.lines().iter().filter(|line| found.lacks(line, SLOT));
        Some(Some((lacking.map(|line| line.name().to_owned()).collect(), date)))
    }

    /// The first day on which a band changes by itself: at the horizon, then by halves; between two days with the same
    /// bands none is looked at. The outer `None`: the interpreter says.
    #[allow(clippy::option_option)]
    fn look<'f>(
        &self,
        compiled: &Compiled,
        found: &Found<'_>,
        texts: &mut Texts,
        room: &mut Room,
        facts: &dyn Fn(NaiveDate) -> Facts<'f>,
    ) -> Result<Option<Option<NaiveDate>>, AppError> {
        let (work, reading) = (self.work, &self.work.reading);
        if is_over(work, self.subject)? {
            return Ok(Some(None));
        }
        let day = |days: u64| work.on().checked_add_days(Days::new(days)).unwrap_or(work.on());
        if !facts(day(HORIZON)).of(reading, self.subject, &mut room.then, texts)? {
            return Ok(Some(None));
        }
        if !self.script.reads_today && room.then.digest(texts, &mut room.bytes) == self.input {
            facts(day(FAR)).of(reading, self.subject, &mut room.then, texts)?;
            let later = room.then.digest(texts, &mut room.bytes) != self.input;
            return Ok(Some(later.then(|| day(HORIZON))));
        }
        let keeps = |room: &mut Room| compiled.keeps_bands(found, &room.now, &room.then, &room.scratch);
        let Some(kept) = keeps(room) else { return Ok(None) };
        let (mut low, mut high) = (0, HORIZON);
        while !kept && high - low > 1 {
            let middle = low + (high - low) / 2;
            facts(day(middle)).of(reading, self.subject, &mut room.then, texts)?;
            match keeps(room) {
                Some(true) => low = middle,
                Some(false) => high = middle,
                None => return Ok(None),
            }
        }
        Ok(Some(Some(day(high))))
    }
}

/// Whose indicators a subject's are.
pub fn level(subject: Subject) -> Level {
    match subject {
        Subject::Pair(_) => Level::Pair,
        Subject::Party(_) => Level::Mentor,
        Subject::Programme(_) => Level::Programme,
        _ => Level::School,
    }
}

/// Whether nothing can change about a subject any more.
pub fn is_over(work: &Work<'_>, subject: Subject) -> Result<bool, AppError> {
    Ok(match subject {
        Subject::Pair(id) => work.shelf.pair(&work.reading, id)?.is_none_or(|paired| !paired.pair.is_open()),
        Subject::Programme(id) => {
            work.reading.programme(id)?.is_none_or(|row| row.instance.outcome.is_some())
        }
        _ => false,
    })
}

/// Values of a script as the journal keeps them.
pub fn named(indicators: Vec<Indicator>, until: &BTreeMap<String, NaiveDate>) -> Vec<Named> {
    indicators
        .into_iter()
        .map(|found| Named {
            until: until.get(&found.id).copied(),
            name: found.id,
            value: found.value.into(),
            band: found.band,
            parts: found.parts,
        })
        .collect()
}

fn band_call(work: &Work<'_>, change: &BandChange) -> Call {
    let id = |id: u32| Value::Int(i64::from(id));
    let number = |party: PartyId| id(party.0);
    let record = vekha_core::facts::Record::default()
        .with("today", work.on())
        .with("indicator", change.name.as_str())
        .with("band_before", change.before.as_str())
        .with("band", change.after.as_str());
    let record = match change.subject {
        Subject::Pair(pair) => match work.reading.pair(pair).ok().flatten() {
            Some(row) => record
                .with("id", id(pair.0))
                .with("mentor", number(row.mentor))
                .with("mentee", number(row.mentee))
                .with("programme", id(row.programme.0)),
            None => record.with("id", id(pair.0)),
        },
        Subject::Party(party) => record.with("id", number(party)).with("mentor", number(party)),
        Subject::Programme(programme) => {
            record.with("id", id(programme.0)).with("programme", id(programme.0))
        }
        _ => record,
    };
    Call { function: "on_indicator_band_changed".into(), facts: record, about: Some(change.subject) }
}
