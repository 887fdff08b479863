//! The fast path of `efficiency.rhai`: functions that return a map of indicators, compiled over [`Given`] facts.
//!
//! As for pairs, the interpreter is what a script means: a subject whose indicators compiled code does not give goes to
//! it whole. Each entry is compiled on its own, so that an unknown fact leaves out one indicator and not all, which is
//! what the interpreter does too, and so that only the entries that read a changed fact need be asked again.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rhai::{Expr, Position, Stmt};
use vekha_core::facts::Value as Fact;

use super::code::{Code, FUEL, Frame, Got, LOCALS, NOTHING, Scratch, Step, Trap};
use super::compile::{Compiler, Made, Stopped, Value, stop};
use super::figures::{HEAD, NO_DATA, NO_SHARE, NUMBER, Site, bare};
use super::given::{Given, Texts, plain, slot};
use super::pack::{Kind, Packed};
use super::pure;
use crate::script::api::facts::{FIELDS, Schema};
use crate::script::kinds::answers::{Indicator, Measure};
use crate::script::program::{Program, body};

/// What the standard fields of pairs, mentors, programmes and schools hold. A subject with a field of another kind is
/// the interpreter's.
const KINDS: &[(Kind, &[u16])] = &[
    (
        Kind::Int,
        &[
            slot("id"),
            slot("load"),
            slot("capacity"),
            slot("mentor"),
            slot("mentee"),
            slot("meetings_planned"),
            slot("meetings_held"),
            slot("meetings_missed"),
            slot("meetings_minutes"),
            slot("meetings_feedback"),
            slot("plan_total"),
            slot("plan_done"),
            slot("plan_late"),
            slot("overdue"),
            slot("deadlines"),
            slot("pairs_started"),
            slot("pairs_completed"),
            slot("pairs_active"),
            slot("pairs_on_track"),
            slot("year"),
            slot("children"),
            slot("children_mentees"),
            slot("teens"),
            slot("teens_mentors"),
            slot("young_teachers"),
            slot("young_teachers_mentees"),
            slot("young_teachers_stayed"),
            slot("young_teachers_before"),
            slot("partners"),
            slot("partners_mentoring"),
            slot("mentees"),
            slot("mentees_satisfied"),
            slot("mentors"),
            slot("mentors_satisfied"),
            slot("programme"),
        ],
    ),
    (Kind::Bool, &[slot("completed")]),
    (Kind::Date, &[slot("today"), slot("started"), slot("ended"), slot("last_meeting")]),
    (Kind::Text, &[slot("role"), slot("form"), slot("stage")]),
    (Kind::Texts, &[slot("consents"), slot("consents_required"), slot("evidence")]),
    (Kind::Ints, &[slot("pairs"), slot("curator_scale")]),
    (Kind::Floats, &[slot("expectations")]),
    (Kind::Scores, &[slot("before"), slot("after")]),
];

fn kinds() -> Vec<Kind> {
    let mut kinds = vec![Kind::Absent; FIELDS.len()];
    for (kind, slots) in KINDS {
        slots.iter().for_each(|slot| kinds[usize::from(*slot)] = *kind);
    }
    kinds
}

/// A script of indicators, compiled as far as it can be.
pub struct Compiled {
    functions: BTreeMap<String, Made<Function>>,
    /// Functions of other numbers of parameters.
    others: BTreeSet<String>,
    kinds: Vec<Kind>,
    texts: Mutex<Texts>,
}

struct Function {
    prefix: Box<[Step]>,
    entries: Vec<Entry>,
    sites: Vec<Site>,
    touched: Vec<u16>,
}

struct Entry {
    name: String,
    code: Code<u64>,
    touched: Vec<u16>,
}

/// The indicators of one subject as words, each with its name; the words of two are the same where they are.
#[derive(Default)]
pub struct Found<'a> {
    words: Vec<u64>,
    lines: Vec<Line<'a>>,
}

/// One indicator of [`Found`].
#[derive(Clone)]
pub struct Line<'a> {
    function: &'a Function,
    entry: usize,
    range: Range<usize>,
}

/// The words of an indicator that lacks a fact: no [`Site`] has this number.
const NO_SITE: u64 = u64::MAX;

impl Compiled {
    /// Compiles every function of one parameter that ends in `#{ … }`.
    pub fn new(program: &Program) -> Self {
        let schema = Schema::of([]);
        let mut packed = Packed::of_kinds(kinds());
        program.meter.restart();
        let (mut functions, mut others) = (BTreeMap::new(), BTreeSet::new());
        for (name, params) in program.functions() {
            if params.len() == 1 {
                let made = function(program, &name, &params, &mut packed, &schema);
                functions.insert(name, made);
            } else {
                others.insert(name);
            }
        }
        let Packed { sides: [side, _], texts, .. } = packed;
        Self { functions, others, kinds: side.kinds, texts: Mutex::new(texts) }
    }

    /// What keeps a function from being compiled; `None` where the script has none of this name and one parameter.
    pub fn report(&self, function: &str) -> Option<Result<(), &Stopped>> {
        self.functions.get(function).map(|made| made.as_ref().map(|_| ()))
    }

    /// The texts that facts and indicators name by number.
    pub fn texts(&self) -> MutexGuard<'_, Texts> {
        self.texts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The indicators that a function and those of the form give a subject; `None` leaves it to the interpreter. A
    /// function that the script does not have gives none.
    pub fn evaluate<'a>(
        &'a self,
        function: &str,
        also: &[String],
        given: &Given,
        scratch: &Scratch,
        found: &mut Found<'a>,
    ) -> Option<()> {
        found.words.clear();
        found.lines.clear();
        self.run(function, given, scratch, found)?;
        for name in also {
            let from = found.lines.len();
            self.run(name, given, scratch, found)?;
            let (old, new) = found.lines.split_at(from);
            let stays = |line: &&Line<'_>| new.iter().all(|other| other.name() != line.name());
            if from < found.lines.len() && !old.iter().all(|line| stays(&line)) {
                let mut lines: Vec<Line<'a>> = old.iter().filter(stays).cloned().collect();
                lines.extend(new.iter().cloned());
                found.lines = lines;
            }
        }
        Some(())
    }

    fn run<'a>(
        &'a self,
        function: &str,
        given: &Given,
        scratch: &Scratch,
        found: &mut Found<'a>,
    ) -> Option<()> {
        let function = match self.functions.get(function) {
            // A script need not have every function; one of this name with other parameters is the interpreter's to refuse.
            None => return (!self.others.contains(function)).then_some(()),
            Some(made) => made.as_ref().ok()?,
        };
        let fits = |slot: &u16| {
            let kind = given.kinds[usize::from(*slot)];
            kind == Kind::Absent || kind == self.kinds[usize::from(*slot)]
        };
        if !function.touched.iter().all(fits) {
            return None;
        }
        function.run(given, scratch, found)
    }

    /// Whether the bands of a subject are those that were found, on another day: only entries that read a fact which is
    /// not the same are asked. `None` leaves it to the interpreter.
    pub fn keeps_bands(
        &self,
        found: &Found<'_>,
        before: &Given,
        given: &Given,
        scratch: &Scratch,
    ) -> Option<bool> {
        let frame = frame(given, scratch);
        for line in &found.lines {
            let entry = &line.function.entries[line.entry];
            if entry.touched.iter().all(|slot| before.is_same(given, *slot)) {
                continue;
            }
            let was = found.words[line.range.clone()].get(HEAD - 2).copied().unwrap_or(NOTHING);
            frame.fuel.set(FUEL);
            let prefix = line.function.before(&frame);
            let is = match prefix.and_then(|()| (entry.code)(&frame)) {
                Ok(_) => scratch.out.try_borrow().ok()?[HEAD - 2],
                Err(Trap::NoData(_)) => NOTHING,
                Err(_) => return None,
            };
            if is != was {
                return Some(false);
            }
        }
        Some(true)
    }
}

fn frame<'a>(given: &'a Given, scratch: &'a Scratch) -> Frame<'a> {
    Frame {
        words: [&given.words, &[]],
        known: [&given.known, &[]],
        pool: &given.pool,
        folded: &[],
        locals: [const { Cell::new(0) }; LOCALS],
        fuel: Cell::new(FUEL),
        scratch: Some(scratch),
    }
}

impl Function {
    /// Runs what stands before the entries; it does not return.
    fn before(&self, frame: &Frame<'_>) -> Got<()> {
        self.prefix.iter().try_for_each(|step| step(frame).map(drop))
    }

    fn run<'a>(&'a self, given: &Given, scratch: &Scratch, found: &mut Found<'a>) -> Option<()> {
        let frame = frame(given, scratch);
        let prefix = match self.before(&frame) {
            Ok(()) => None,
            Err(Trap::NoData(field)) => Some(field),
            Err(_) => return None,
        };
        for (at, entry) in self.entries.iter().enumerate() {
            let from = found.words.len();
            match prefix.map_or_else(|| (entry.code)(&frame), |field| Err(Trap::NoData(field))) {
                Ok(_) => found.words.extend_from_slice(&scratch.out.try_borrow().ok()?),
                Err(Trap::NoData(field)) => {
                    found.words.extend([NO_SITE, NO_DATA, u64::from(field), NOTHING, 0]);
                }
                Err(_) => return None,
            }
            found.lines.push(Line { function: self, entry: at, range: from..found.words.len() });
        }
        Some(())
    }
}

impl Line<'_> {
    /// The indicator's name.
    pub fn name(&self) -> &str {
        &self.function.entries[self.entry].name
    }
}

impl<'a> Found<'a> {
    /// The indicators in the order of the script.
    pub fn lines(&self) -> &[Line<'a>] {
        &self.lines
    }

    /// What an indicator is, in words: of one script, the same for the same name, value, band and parts.
    pub fn key(&self, line: &Line<'a>, key: &mut Vec<u64>) {
        key.clear();
        // A function does not move while the script is there.
        key.extend([std::ptr::from_ref(line.function).addr() as u64, line.entry as u64]);
        key.extend_from_slice(&self.words[line.range.clone()]);
    }

    /// Whether an indicator lacks this field.
    pub fn lacks(&self, line: &Line<'a>, slot: u16) -> bool {
        let words = &self.words[line.range.clone()];
        words[1] == NO_DATA && words[2] == u64::from(slot)
    }

    /// An indicator written out.
    pub fn indicator(&self, line: &Line<'a>, texts: &Texts) -> Indicator {
        let words = &self.words[line.range.clone()];
        let value = match words[1] {
            NUMBER => Measure::Number(f64::from_bits(words[2])),
            NO_SHARE => Measure::NotApplicable,
            _ => Measure::NoData(field(words[2])),
        };
        let band = (words[3] != NOTHING).then(|| texts.text(words[3]).to_owned());
        let site = usize::try_from(words[0]).ok().and_then(|site| line.function.sites.get(site));
        let mut parts = BTreeMap::new();
        let mut rest = &words[HEAD..];
        for (bit, (name, kind)) in site.iter().flat_map(|site| &site.parts).enumerate() {
            let Some((word, after)) = rest.split_first() else { break };
            rest = after;
            let known = words[HEAD - 1] >> bit & 1 == 1;
            let list = matches!(kind, Kind::Ints | Kind::Floats | Kind::Texts) && known;
            let (elements, after) = rest.split_at(if list { *word as usize } else { 0 });
            rest = after;
            let value = match kind {
                _ if !known => Fact::Unknown,
                Kind::Ints => {
                    Fact::List(elements.iter().map(|word| plain(Kind::Int, *word, texts)).collect())
                }
                Kind::Floats => {
                    Fact::List(elements.iter().map(|word| plain(Kind::Float, *word, texts)).collect())
                }
                Kind::Texts => {
                    Fact::List(elements.iter().map(|word| plain(Kind::Text, *word, texts)).collect())
                }
                kind => plain(*kind, *word, texts),
            };
            parts.insert(name.clone(), value);
        }
        Indicator { id: line.name().to_owned(), value, band, parts }
    }
}

fn field(word: u64) -> String {
    let known = usize::try_from(word).ok().and_then(|at| FIELDS.get(at));
    known.map_or_else(String::new, |(english, ..)| (*english).to_owned())
}

fn function(
    program: &Program,
    name: &str,
    params: &[String],
    packed: &mut Packed,
    schema: &Schema,
) -> Made<Function> {
    pure(program)?;
    let mut statements = body(&program.ast, name, params.len());
    let Some(Stmt::Expr(tail)) = statements.pop() else {
        return stop("function that does not end in #{ … }", Position::NONE);
    };
    let Expr::Map(map, at) = *tail else {
        return stop("function that does not end in #{ … }", tail.position());
    };
    let mut compiler = Compiler::new(program, packed, schema, params).with_indicators();
    // Variables of the statements before are seen by the entries.
    let prefix = compiler.prefix(&statements, at)?.into_boxed_slice();
    let common = std::mem::take(&mut compiler.touched);
    let mark = compiler.mark();
    let mut entries = Vec::new();
    for (key, expression) in &map.0 {
        let code = match compiler.expression(expression)? {
            Value::Indicator(operand) => operand.code(),
            value => bare(&mut compiler, value, expression.position())?,
        };
        compiler.rewind(mark);
        let mut touched = std::mem::take(&mut compiler.touched);
        touched.extend(&common);
        entries.push(Entry { name: key.name.to_string(), code, touched: touched.into_iter().collect() });
    }
    let mut touched: Vec<u16> =
        entries.iter().flat_map(|entry| entry.touched.iter().copied()).chain(common).collect();
    touched.sort_unstable();
    touched.dedup();
    Ok(Function { prefix, entries, sites: compiler.sites, touched })
}
