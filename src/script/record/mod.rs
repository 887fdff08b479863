//! A real decision made into a test beside its script: the facts disguised, the answer the same.
//!
//! Numbers of people, texts and years are put in the place of others, each always by the same. What the script does
//! not read is left out. The decision is then made again from the disguised facts: only where the script says the same
//! is anything recorded, and a field that had to stay as it is, because the answer depends on its very words, is named.

mod disguise;
mod write;

use std::collections::BTreeSet;

use vekha_core::facts::{Record, Value};

use self::disguise::{Disguise, shifts};
use super::api::facts::{FIELDS, identifier};
use super::fault::Fault;
use super::kinds::answers::{Answer, Shape};
use super::kinds::pairing::Verdict;
use super::kinds::{Kind, Script};
use super::modules::stem;
use super::program::definition;
use super::sandbox::Sandbox;
use super::scan::{Sort, tokens};
use super::wire::{Judge, Question, Source};
use crate::lang::Lang;

/// What was decided on.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// Which script decides.
    pub kind: Kind,
    /// The functions asked: one, and for a pair's indicators those of its form; none for `pairing.rhai`.
    pub functions: Vec<String>,
    /// What they are told: mentor and mentee, or one record.
    pub facts: Vec<Record>,
    /// Which indicators to record; all where none is named.
    pub only: Vec<String>,
}

/// What a script says.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    /// Of a pair.
    Pair(Verdict),
    /// Of anything else.
    Answer(Answer),
}

/// A decision that can be written down.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded {
    /// The test as text.
    pub text: String,
    /// Fields that stand as they are, since the answer depends on their words.
    pub kept: Vec<String>,
    /// Whether days and years are others.
    pub shifted: bool,
    /// What the script says of the disguised facts.
    pub said: Said,
}

/// Why a decision is not recorded.
#[derive(Debug)]
pub enum Trouble {
    /// The script fails on it.
    Fault(Box<Fault>),
    /// It depends on words of this field, which may be about a person.
    Private(String),
    /// It comes out otherwise from disguised facts, whatever is kept.
    Unfaithful,
}

impl From<Fault> for Trouble {
    fn from(fault: Fault) -> Self {
        Self::Fault(Box::new(fault))
    }
}

/// Asks a script for a decision.
///
/// # Errors
/// The fault where it fails.
pub fn decide(sandbox: &Sandbox, script: &Script, decision: &Decision) -> Result<Said, Fault> {
    if decision.kind == Kind::Pairing {
        let judge = Judge {
            script: script.source.clone(),
            mentors: decision.facts[..1].to_vec(),
            mentees: decision.facts[1..].to_vec(),
            pairs: None,
            from: 0,
            careful: false,
        };
        let mut verdict = None;
        let ran = sandbox.judge(judge, &script.modules, &script.calendar, &mut |_, _, found| {
            verdict = Some(found);
            true
        });
        ran.result?;
        return match verdict {
            Some(Verdict::Failed(fault)) => Err(*fault),
            Some(verdict) => Ok(Said::Pair(verdict)),
            None => Err(Fault::new("crashed")),
        };
    }
    let shape = match decision.kind {
        Kind::Efficiency => Shape::Indicators,
        Kind::Guards => Shape::Guard,
        Kind::Hooks => Shape::Messages,
        Kind::Pairing | Kind::Module => Shape::Any,
    };
    let (first, also) = decision.functions.split_first().ok_or_else(|| Fault::new("crashed"))?;
    let question =
        Question { function: first.clone(), also: also.to_vec(), args: decision.facts.clone(), shape };
    let ran = sandbox.ask(script.source.clone(), vec![question], &script.modules, &script.calendar);
    let mut answers = ran.result?;
    let answer = answers.pop().unwrap_or_else(|| Err(Fault::new("crashed")))?;
    Ok(Said::Answer(match answer {
        Answer::Indicators(mut all) => {
            all.retain(|found| decision.only.is_empty() || decision.only.contains(&found.id));
            Answer::Indicators(all)
        }
        other => other,
    }))
}

/// Disguises a decision and writes it as the test `name`. `people`: the names that must not get into it.
///
/// # Errors
/// Why it cannot be recorded.
pub fn record(
    sandbox: &Sandbox,
    script: &Script,
    decision: &Decision,
    people: &BTreeSet<String>,
    name: &str,
    lang: Lang,
) -> Result<Recorded, Trouble> {
    let mut decision = decision.clone();
    let mut first = true;
    decision
        .functions
        .retain(|name| std::mem::take(&mut first) || definition(&script.source.text, name).is_some());
    let decision = &decision;
    let real = decide(sandbox, script, decision)?;
    let asked = Asked { sandbox, script, people, lang, real: &real };
    let decision = asked.needed(decision)?;
    let (shift, mut kept) = asked.shift(&decision)?;
    let stay = asked.stay(&decision, shift)?;
    let mut disguise = asked.disguise(shift, stay.clone());
    let facts = disguise.records(&decision.facts);
    let decision = Decision { facts, ..decision };
    let said = decide(sandbox, script, &decision)?;
    if !disguise.alike(&real, &said) {
        return Err(Trouble::Unfaithful);
    }
    kept.extend(stay.into_iter().map(|field| shown(&field, lang)));
    let text = write::test(name, &decision, &said, lang);
    Ok(Recorded { text, kept, shifted: shift != 0 && disguise.has_shifted(), said })
}

/// The test file of recorded decisions as it begins.
pub fn header(script: &str, lang: Lang) -> String {
    lang.say("record-header", &[("script", script.into())])
}

/// The name of the next test in a file of recorded decisions.
pub fn next_name(file: &str, lang: Lang) -> String {
    let lead = if lang == Lang::Ru { "тест_записано" } else { "test_recorded" };
    let taken = |name: &String| file.contains(&format!("fn {name}("));
    (1..).map(|number: u32| format!("{lead}_{number}")).find(|name| !taken(name)).unwrap_or_default()
}

/// A field as a person knows it.
fn shown(field: &str, lang: Lang) -> String {
    let known = FIELDS.iter().find(|(english, ..)| *english == field);
    known.filter(|_| lang == Lang::Ru).map_or(field, |(_, russian, _)| russian).to_string()
}

/// Whether a field is recorded.
type Keep<'a> = &'a dyn Fn(&str, &Value) -> bool;

/// A decision that is being disguised.
struct Asked<'a> {
    sandbox: &'a Sandbox,
    script: &'a Script,
    people: &'a BTreeSet<String>,
    lang: Lang,
    real: &'a Said,
}

impl Asked<'_> {
    fn disguise(&self, shift: i32, stay: BTreeSet<String>) -> Disguise {
        Disguise::new(self.lang, shift, stay, self.literals())
    }

    /// The script and the modules that it may import: those whose names stand in a text of it or of one of them.
    fn sources(&self) -> impl Iterator<Item = &Source> {
        let all = &self.script.modules;
        let mut found = vec![&self.script.source];
        let mut next = 0;
        while let Some(source) = found.get(next).copied() {
            next += 1;
            let literals: Vec<_> =
                tokens(&source.text).into_iter().filter(|token| token.sort == Sort::Literal).collect();
            let named =
                |module: &&Source| literals.iter().any(|token| token.text.contains(stem(&module.name)));
            let new: Vec<&Source> =
                all.iter().filter(named).filter(|module| !found.contains(module)).collect();
            found.extend(new);
        }
        found.into_iter()
    }

    /// Texts that stand in the script itself tell nothing new, unless they name somebody.
    fn literals(&self) -> BTreeSet<String> {
        let all = self.sources().flat_map(|source| tokens(&source.text));
        let texts = all.filter(|token| token.sort == Sort::Literal && token.text.starts_with(['"', '`']));
        let bare = |text: &str| text.trim_matches(['"', '`']).to_string();
        texts.map(|token| bare(token.text)).filter(|text| is_plain(text, self.people)).collect()
    }

    /// Whether the script says the same of these facts disguised so.
    fn holds(&self, decision: &Decision, mut disguise: Disguise) -> Result<bool, Trouble> {
        let facts = disguise.records(&decision.facts);
        let disguised = Decision { facts, ..decision.clone() };
        match decide(self.sandbox, self.script, &disguised) {
            Ok(said) => Ok(disguise.alike(self.real, &said)),
            Err(fault) if fault.is_limit() => Err(fault.into()),
            Err(_) => Ok(false),
        }
    }

    fn same(&self, decision: &Decision) -> Result<bool, Trouble> {
        match decide(self.sandbox, self.script, decision) {
            Ok(said) => Ok(said == *self.real),
            Err(fault) if fault.is_limit() => Err(fault.into()),
            Err(_) => Ok(false),
        }
    }

    /// The facts that the script reads, without numbers that are somebody's: of documents, of telephones.
    fn needed(&self, decision: &Decision) -> Result<Decision, Trouble> {
        let read = self.read();
        let private = |name: &str, value: &Value| {
            let known = FIELDS.iter().any(|(english, ..)| *english == name);
            !known && matches!(value, Value::Int(_) | Value::Float(_)) && !is_small(value)
        };
        let only = |keep: Keep<'_>| {
            let mut made = decision.clone();
            for record in &mut made.facts {
                record.0.retain(|name, value| *value != Value::Unknown && keep(name, value));
            }
            made
        };
        let is_read = |name: &str| read.contains(name) || read.contains(&identifier(name));
        let keeps: [Keep<'_>; 2] =
            [&|name, value| is_read(name) && !private(name, value), &|name, value| !private(name, value)];
        for keep in keeps {
            let made = only(keep);
            if self.same(&made)? {
                return Ok(made);
            }
        }
        let all = decision.facts.iter().flat_map(|record| &record.0);
        let number = all.into_iter().find(|(name, value)| is_read(name) && private(name, value));
        Err(number.map_or(Trouble::Unfaithful, |(name, _)| Trouble::Private(name.clone())))
    }

    /// Every name that the script writes, with the other spelling of a standard field.
    fn read(&self) -> BTreeSet<String> {
        let mut read = BTreeSet::new();
        for source in self.sources() {
            for token in tokens(&source.text) {
                let text = token.text.trim_matches(['"', '`']);
                read.insert(text.to_string());
                let standard = FIELDS.iter().find(|(_, russian, _)| *russian == text);
                read.extend(standard.map(|(english, ..)| (*english).to_string()));
            }
        }
        read
    }

    /// By how many years everything can be shifted so that the answer stays; with nothing else disguised. The days
    /// themselves stay where no shift does, but no year of birth.
    fn shift(&self, decision: &Decision) -> Result<(i32, Vec<String>), Trouble> {
        let dates = decision.facts.iter().flat_map(|record| &record.0);
        let timed: Vec<&String> =
            dates.filter(|(name, value)| disguise::is_timed(name, value)).map(|(name, _)| name).collect();
        if timed.is_empty() {
            return Ok((0, Vec::new()));
        }
        let everything = fields(decision);
        for years in shifts(&decision.facts) {
            if self.holds(decision, self.disguise(years, everything.clone()))? {
                return Ok((years, Vec::new()));
            }
        }
        match timed.iter().find(|name| disguise::is_birth(name)) {
            Some(birth) => Err(Trouble::Private((*birth).clone())),
            None => {
                let names: BTreeSet<String> = timed.into_iter().map(|name| shown(name, self.lang)).collect();
                Ok((0, names.into_iter().collect()))
            }
        }
    }

    /// The fields whose texts and numbers have to stay.
    fn stay(&self, decision: &Decision, shift: i32) -> Result<BTreeSet<String>, Trouble> {
        if self.holds(decision, self.disguise(shift, BTreeSet::new()))? {
            return Ok(BTreeSet::new());
        }
        let mut stay = fields(decision);
        for field in stay.clone() {
            let mut fewer = stay.clone();
            fewer.remove(&field);
            if self.holds(decision, self.disguise(shift, fewer.clone()))? {
                stay = fewer;
            }
        }
        for record in &decision.facts {
            for field in &stay {
                if !texts(record.get(field)).iter().all(|text| is_plain(text, self.people)) {
                    return Err(Trouble::Private(field.clone()));
                }
            }
        }
        Ok(stay)
    }
}

/// The names of all fields.
fn fields(decision: &Decision) -> BTreeSet<String> {
    decision.facts.iter().flat_map(|record| record.0.keys().cloned()).collect()
}

fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::Text(text) => vec![text.as_str()],
        Value::List(values) => values.iter().flat_map(texts).collect(),
        Value::Map(values) => values.values().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}

/// Numbers of documents and telephones have more digits than anything that is counted.
fn is_small(value: &Value) -> bool {
    match value {
        Value::Int(value) => value.unsigned_abs() < 100_000,
        Value::Float(value) => value.abs() < 100_000.0,
        _ => true,
    }
}

/// The longest text, in characters, that is taken for a term rather than for a sentence about somebody.
const LONGEST: usize = 60;

/// Whether a text is a term: short, without digits in a row that could be a number of somebody's, without an address,
/// and without a word of anybody's name.
fn is_plain(text: &str, people: &BTreeSet<String>) -> bool {
    let digits = text.split(|c: char| !(c.is_ascii_digit() || "-() ".contains(c)));
    let long = |run: &str| run.chars().filter(char::is_ascii_digit).count() > 4;
    text.chars().count() <= LONGEST
        && !text.contains('@')
        && !digits.into_iter().any(long)
        && words(text).all(|word| !people.contains(&word))
}

/// The words of a text in lower case, those of three letters and more.
fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    let words = text.split(|c: char| !c.is_alphabetic());
    words.filter(|word| word.chars().count() > 2).map(|word| word.to_lowercase().replace('ё', "е"))
}

/// Every word of these names, as [`record`] wants them.
pub fn people<'a>(names: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
    names.into_iter().flat_map(words).collect()
}
