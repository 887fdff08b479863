//! Decisions that were really taken, or would be today: what a script was told, and which script it was.

use chrono::NaiveDate;
use vekha_core::basis::ResultId;
use vekha_core::decide::Rules;
use vekha_core::facts::{Record, Value};
use vekha_core::ids::{PartyId, Subject};
use vekha_core::pairs::Proposal;
use vekha_core::state::Programme;
use vekha_core::view::Read;

use super::impact::happenings;
use super::pairing::{self, Input, Round};
use super::results::{self, Rerun};
use super::work::facts;
use super::{AppError, Directory, Reading, guard_facts};
use crate::script::kinds::efficiency::{self, Level};
use crate::script::kinds::{Kind, Script};
use crate::script::record::Decision;
use crate::script::wire::Source;

/// How many days back a hook's occasion is looked for.
const BACK: u32 = 366;

/// A decision with the script that took it.
#[derive(Debug)]
pub struct Taken {
    /// What was decided on.
    pub decision: Decision,
    /// The script of then; `None` where nothing is published.
    pub script: Option<Script>,
}

/// Why a proposal's decision cannot be had any more.
#[derive(Debug)]
pub enum Gone {
    /// What [`results::rerun`] would say.
    Result(Rerun),
    /// One of the two was not in question.
    NotInQuestion,
}

/// A pair as a stored proposal judged it: the facts and the script of then.
///
/// # Errors
/// What the store says.
pub fn proposed(
    now: &Reading<'_>,
    proposal: &Proposal,
    mentor: PartyId,
    mentee: PartyId,
) -> Result<Result<Taken, Gone>, AppError> {
    let then = match results::back(now, ResultId::Proposal(proposal.id))? {
        Ok(then) => then,
        Err(why) => return Ok(Err(Gone::Result(why))),
    };
    let Some(programme) = then.reading.programme(proposal.programme)? else {
        return Ok(Err(Gone::NotInQuestion));
    };
    let input = then.reading.snapshot.blob(proposal.input)?.and_then(|bytes| Input::read(&bytes));
    let without = input.map(|input| input.without).unwrap_or_default();
    let question = pairing::Question { rematch: proposal.rematch, without, before: None };
    let directory = then.reading.directory()?;
    let round = Round::gather(&then.reading, &directory, &programme, proposal.on, &question)?;
    let Some(facts) = pair_of(&round, mentor, mentee) else { return Ok(Err(Gone::NotInQuestion)) };
    let script = pairing::Script::of_sources(then.scripts);
    let calendar = then.reading.rules()?.calendar.clone();
    let script = Script { source: script.source, modules: script.modules, calendar };
    Ok(Ok(Taken { decision: pairing_of(facts), script: Some(script) }))
}

/// A pair as it would be judged on a day, whether it is at work or not; `None` where one of the two is in no base of
/// the programme's form.
///
/// # Errors
/// What the store says.
pub fn pair(
    reading: &Reading<'_>,
    directory: &Directory,
    programme: &Programme,
    on: NaiveDate,
    mentor: PartyId,
    mentee: PartyId,
) -> Result<Option<Taken>, AppError> {
    let question = pairing::Question { rematch: Some(0), ..pairing::Question::default() };
    let round = Round::gather(reading, directory, programme, on, &question)?;
    let Some(facts) = pair_of(&round, mentor, mentee) else { return Ok(None) };
    let script = super::scripts::published(reading, Kind::Pairing)?;
    Ok(Some(Taken { decision: pairing_of(facts), script }))
}

fn pair_of(round: &Round, mentor: PartyId, mentee: PartyId) -> Option<[Record; 2]> {
    round.couple(mentor, mentee).map(|couple| round.facts_of(couple))
}

fn pairing_of(facts: [Record; 2]) -> Decision {
    Decision { kind: Kind::Pairing, functions: Vec::new(), facts: facts.into(), only: Vec::new() }
}

/// The indicators of a subject on a day; `None` where it has none yet.
///
/// # Errors
/// What the store says.
pub fn indicators(
    reading: &Reading<'_>,
    rules: &Rules,
    about: Subject,
    on: NaiveDate,
    only: Vec<String>,
) -> Result<Option<Taken>, AppError> {
    let record = match about {
        Subject::Pair(id) => facts::pair_facts(reading, id, on)?,
        Subject::Party(id) => facts::mentor_facts(reading, id, on)?,
        Subject::Programme(id) => facts::programme_facts(reading, id, on)?,
        _ => Some(facts::school_facts(reading, on)?),
    };
    let Some(record) = record else { return Ok(None) };
    let subject = measured(about, rules, record);
    let functions = subject.functions();
    let decision = Decision { kind: Kind::Efficiency, functions, facts: vec![subject.facts], only };
    Ok(Some(Taken { decision, script: super::scripts::published(reading, Kind::Efficiency)? }))
}

/// What the script of indicators is asked of a subject with these facts: of a pair, also what its form has of its own.
pub fn measured(about: Subject, rules: &Rules, facts: Record) -> efficiency::Subject {
    let level = match about {
        Subject::Pair(_) => {
            let form = match facts.get("form") {
                Value::Text(form) => form.clone(),
                _ => String::new(),
            };
            return efficiency::Subject::pair(&form, &rules.forms, facts);
        }
        Subject::Party(_) => Level::Mentor,
        Subject::Programme(_) => Level::Programme,
        _ => Level::School,
    };
    efficiency::Subject::new(level, facts)
}

/// What a guard is told of a subject.
///
/// # Errors
/// What the store says.
pub fn guard(
    reading: &Reading<'_>,
    rules: &Rules,
    name: &str,
    about: Subject,
    on: NaiveDate,
) -> Result<Taken, AppError> {
    let facts = guard_facts::of(reading, rules, about, on)?;
    let script = super::scripts::published(reading, Kind::Guards)?;
    Ok(Taken { decision: one(Kind::Guards, name, facts), script })
}

/// The last occasion on which a hook was called, about a subject where one is named; `None` where there was none.
///
/// # Errors
/// What the store says.
pub fn hook(
    reading: &Reading<'_>,
    name: &str,
    about: Option<Subject>,
    on: NaiveDate,
) -> Result<Option<Taken>, AppError> {
    let id = about.and_then(|about| match about {
        Subject::Pair(id) => Some(id.0),
        Subject::Party(id) => Some(id.0),
        Subject::Programme(id) => Some(id.0),
        _ => None,
    });
    let fits = |facts: &Record| id.is_none_or(|id| *facts.get("id") == Value::Int(i64::from(id)));
    let mut found = happenings::of(reading, on, BACK)?;
    found.retain(|one| one.hook == name && fits(&one.facts));
    let facts = match (found.pop(), about) {
        (Some(last), _) => last.facts,
        (None, Some(about)) => crate::notify::engine::facts(reading, about, on)?,
        (None, None) => return Ok(None),
    };
    let script = super::scripts::published(reading, Kind::Hooks)?;
    Ok(Some(Taken { decision: one(Kind::Hooks, name, facts), script }))
}

fn one(kind: Kind, function: &str, facts: Record) -> Decision {
    Decision { kind, functions: vec![function.into()], facts: vec![facts], only: Vec::new() }
}

/// A script in a file beside the modules of its folder, with the calendar of a home.
pub fn working(source: Source, modules: Vec<Source>, calendar: vekha_core::schedule::Calendar) -> Script {
    Script { source, modules, calendar }
}
