//! Guards: which of them a request needs, and what they say.
//!
//! Which ones is found by deciding without them: a requirement that fails only because nobody asked its guard names
//! it. So whatever a request does, and however many things it moves, no guard is run that does not matter.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use vekha_core::command::{Command, GuardVerdict};
use vekha_core::decide::{self, Examination, Problem, Refused, Rules, Shortfall};
use vekha_core::digest::Digest;
use vekha_core::ids::Subject;
use vekha_core::view::{Read, ViewError};
use vekha_core::workflow::Condition;

use super::{App, AppError, Reading, guard_facts, scripts};
use crate::lang::Lang;
use crate::script::api::facts::FIELDS;
use crate::script::fault::Fault;
use crate::script::kinds::answers::Unmet;
use crate::script::kinds::{Kind, Script, guards};
use crate::script::render;
use crate::script::sandbox::Sandbox;

/// A guard and what it is asked about.
pub type Asked = (Subject, String);
/// What guards said.
pub type Verdicts = BTreeMap<Asked, GuardVerdict>;

/// What judges the guards that workflows name.
pub trait Guards: Send + Sync {
    /// A verdict on everything asked, over one state.
    ///
    /// # Errors
    /// What keeps the facts from being read. A script that fails is a verdict: its guard does not hold.
    fn judge(
        &self,
        reading: &Reading<'_>,
        on: NaiveDate,
        asked: &BTreeSet<Asked>,
    ) -> Result<Verdicts, AppError>;
}

/// The verdicts that a command needs, over one state.
pub(super) fn verdicts(
    guards: &dyn Guards,
    reading: &Reading<'_>,
    rules: &Rules,
    command: &Command,
) -> Result<Verdicts, AppError> {
    let mut known = Verdicts::new();
    let mut wanted = owed(reading, rules)?;
    loop {
        if !wanted.is_empty() {
            known.extend(guards.judge(reading, command.effective, &wanted)?);
        }
        let informed = Command { guards: known.clone(), ..command.clone() };
        wanted = match decide::decide(reading, rules, &informed) {
            Ok(_) => BTreeSet::new(),
            Err(Refused::Rule(refusal)) => {
                let unmet = refusal.unmet.iter();
                unmet.flat_map(|unmet| silent_of(unmet.subject, &unmet.problem)).collect()
            }
            Err(Refused::View(error)) => return Err(error.into()),
        };
        wanted.retain(|asked| !known.contains_key(asked));
        if wanted.is_empty() {
            return Ok(known);
        }
    }
}

fn silent_of(subject: Option<Subject>, problem: &Problem) -> Vec<Asked> {
    match (subject, problem) {
        (Some(subject), Problem::Requirement { shortfalls, .. }) => silent(subject, shortfalls).collect(),
        _ => Vec::new(),
    }
}

/// Guards that nobody asked yet.
fn silent(subject: Subject, shortfalls: &[Shortfall]) -> impl Iterator<Item = Asked> {
    shortfalls.iter().filter_map(move |shortfall| match shortfall {
        Shortfall::Guard { name, reason } if reason.is_empty() => Some((subject, name.clone())),
        _ => None,
    })
}

/// Guards of requirements that were let pass: they may hold by now.
fn owed(reading: &Reading<'_>, rules: &Rules) -> Result<BTreeSet<Asked>, ViewError> {
    let mut owed = BTreeSet::new();
    for exception in reading.exceptions()?.into_iter().filter(|found| found.met.is_none()) {
        let instance = match exception.subject {
            Subject::Programme(id) => reading.programme(id)?.map(|row| row.instance),
            Subject::Occurrence(task, no) => reading.occurrence(task, no)?.map(|row| row.instance),
            Subject::Pair(id) => reading.pair(id)?.map(|row| row.instance),
            _ => None,
        };
        let machine = instance.and_then(|instance| rules.machine(&instance.workflow));
        let way = machine.and_then(|machine| machine.transition(&exception.transition));
        let found = way.and_then(|way| way.requires.iter().find(|found| found.id == exception.requirement));
        for condition in found.map(|found| &found.any_of[..]).unwrap_or_default() {
            if let Condition::Guard { name } = condition {
                owed.insert((exception.subject, name.clone()));
            }
        }
    }
    Ok(owed)
}

impl App {
    /// Every way out of the stage a subject stands in, with what guards say of it.
    ///
    /// # Errors
    /// What the store says.
    pub fn examine(
        &self,
        reading: &Reading<'_>,
        rules: &Rules,
        command: &Command,
        subject: Subject,
    ) -> Result<Vec<Examination>, AppError> {
        let found = decide::examine(reading, rules, command, subject)?;
        let open = found.iter().flat_map(|way| &way.requirements);
        let wanted: BTreeSet<Asked> = open.flat_map(|open| silent(subject, &open.shortfalls)).collect();
        let Some(guards) = self.guards.as_ref().filter(|_| !wanted.is_empty()) else { return Ok(found) };
        let verdicts = guards.judge(reading, command.effective, &wanted)?;
        let informed = Command { guards: verdicts, ..command.clone() };
        Ok(decide::examine(reading, rules, &informed, subject)?)
    }
}

/// The guards of the published `guards.rhai`, run in the sandbox.
pub struct Published {
    sandbox: Sandbox,
    lang: Lang,
}

impl Published {
    /// Guards that give the program's own words in `lang`.
    pub fn new(sandbox: Sandbox, lang: Lang) -> Self {
        Self { sandbox, lang }
    }

    fn reason(&self, unmet: &Unmet) -> String {
        match unmet {
            Unmet::Reason(reason) => reason.clone(),
            Unmet::NoData(field) if field.is_empty() => self.lang.word("guard-no-data"),
            Unmet::NoData(field) => {
                let known = FIELDS.iter().find(|(english, ..)| english == field);
                let field = known.filter(|_| self.lang == Lang::Ru).map_or(field.as_str(), |(_, ru, _)| ru);
                self.lang.say("guard-no-data-of", &[("field", field.into())])
            }
        }
    }

    /// Why a guard that failed does not hold, with the place of the failure.
    fn failed(&self, name: &str, fault: &Fault) -> String {
        let place = fault.at.as_ref().map_or_else(String::new, |at| match (at.line, at.column) {
            (0, _) => at.file.clone(),
            (line, 0) => format!("{}:{line}", at.file),
            (line, column) => format!("{}:{line}:{column}", at.file),
        });
        let message = render::message(fault, self.lang);
        let args = [("name", name.into()), ("message", message.into()), ("place", place.into())];
        self.lang.say("guard-failed", &args)
    }

    fn judged(
        &self,
        script: &Script,
        reading: &Reading<'_>,
        on: NaiveDate,
        asked: &BTreeSet<Asked>,
    ) -> Result<Verdicts, AppError> {
        let rules = reading.rules()?;
        let mut questions = Vec::with_capacity(asked.len());
        for (subject, name) in asked {
            questions.push((name.clone(), guard_facts::of(reading, &rules, *subject, on)?));
        }
        let answers = guards::judge(&self.sandbox, script, questions).result;
        let digest = Digest::of_bytes(script.source.text.as_bytes());
        let verdict = |met: bool, reason: String| GuardVerdict { met, reason, script: digest };
        let said = asked.iter().enumerate().map(|(at, (subject, name))| {
            let said = match &answers {
                Ok(answers) => match answers.get(at) {
                    Some(Ok(Ok(()))) => verdict(true, String::new()),
                    Some(Ok(Err(unmet))) => verdict(false, self.reason(unmet)),
                    Some(Err(fault)) => verdict(false, self.failed(name, fault)),
                    None => verdict(false, self.failed(name, &Fault::new("crashed"))),
                },
                Err(fault) => verdict(false, self.failed(name, fault)),
            };
            ((*subject, name.clone()), said)
        });
        Ok(said.collect())
    }
}

impl Guards for Published {
    fn judge(
        &self,
        reading: &Reading<'_>,
        on: NaiveDate,
        asked: &BTreeSet<Asked>,
    ) -> Result<Verdicts, AppError> {
        match scripts::published(reading, Kind::Guards)? {
            Some(script) => self.judged(&script, reading, on, asked),
            None => {
                let reason = self.lang.word("guard-no-script");
                let verdict = GuardVerdict { met: false, reason, script: Digest::of_bytes(b"") };
                Ok(asked.iter().map(|asked| (asked.clone(), verdict.clone())).collect())
            }
        }
    }
}
