//! Many calls of one script, in the worker.

use std::sync::Arc;
use std::time::{Duration, Instant};

use rhai::Dynamic;

use super::api::facts::{Facts, Schema};
use super::engine::Say;
use super::fast::indicators::Compiled;
use super::fast::{Fast, Stopped};
use super::fault::{Arg, Fault};
use super::kinds::Kind;
use super::kinds::answers::{self, Answer};
use super::kinds::pairing::{People, Verdict, judge as judge_pair, settings};
use super::limits::Meter;
use super::program::{Program, Surroundings};
use super::sample;
use super::spread::Share;
use super::wire::{Ask, Done, Job, Judge, Speed};
use super::worker::caught;

/// How many answers go into one reply, and how long one is waited for.
const MOST: usize = 4_096;
const LONGEST: Duration = Duration::from_millis(100);

/// Operations from which on a limit cannot be met by what is compiled: that is bounded by its loops.
pub(super) const GENEROUS: u64 = 1_000_000;

/// How many calls a share may lose to limits. Each costs seconds: whatever comes after fails with the last of them,
/// so that a script that never ends holds nobody up for hours.
const PATIENCE: u32 = 16;

/// Counts calls that ended at a limit.
#[derive(Default)]
struct Patience {
    lost: u32,
    last: Option<Fault>,
}

impl Patience {
    /// The fault to answer with, once there were too many.
    fn exhausted(&self) -> Option<Fault> {
        self.last.clone().filter(|_| self.lost >= PATIENCE)
    }

    fn note(&mut self, fault: Option<&Fault>) {
        if let Some(fault) = fault.filter(|fault| fault.is_limit()) {
            self.lost += 1;
            self.last = Some(fault.clone());
        }
    }
}

/// Gathers answers into replies.
struct Gathered<'a, T> {
    send: &'a mut dyn FnMut(Vec<T>),
    held: Vec<T>,
    since: Instant,
    careful: bool,
}

impl<'a, T> Gathered<'a, T> {
    fn new(careful: bool, send: &'a mut dyn FnMut(Vec<T>)) -> Self {
        Self { send, held: Vec::new(), since: Instant::now(), careful }
    }

    fn push(&mut self, answer: T) {
        self.held.push(answer);
        if self.careful || self.held.len() >= MOST || self.since.elapsed() > LONGEST {
            self.flush();
        }
    }

    fn flush(&mut self) {
        if !self.held.is_empty() {
            (self.send)(std::mem::take(&mut self.held));
        }
        self.since = Instant::now();
    }
}

fn program(job: &Job, schema: &Arc<Schema>, meter: &Arc<Meter>, say: Say) -> Result<Program, Fault> {
    let around =
        Surroundings { limits: &job.limits, modules: &job.modules, calendar: &job.calendar, schema, say };
    Program::new(job.task.script().clone(), Arc::clone(meter), around)
}

/// Judges pairs, one after the other.
pub fn judge(
    job: &Job,
    judge: &Judge,
    share: Share,
    meter: &Arc<Meter>,
    say: Say,
    send: &mut dyn FnMut(Vec<Verdict>),
) -> Result<Done, Fault> {
    let schema = Schema::of(judge.mentors.iter().chain(&judge.mentees));
    let program = program(job, &schema, meter, say)?;
    let settings = settings(&program)?;
    let people = People::new(&judge.mentors, &judge.mentees, &schema);
    let generous = job.limits.operations >= GENEROUS;
    let fast = generous.then(|| Fast::new(&program, &settings, &judge.mentors, &judge.mentees, &schema));
    let mut slots = fast.as_ref().map(Fast::slots).unwrap_or_default();
    let mut gathered = Gathered::new(judge.careful, send);
    let mut patience = Patience::default();
    for number in share.numbers(judge.from..judge.count()) {
        let pair = judge.pair(number);
        let known = pair.filter(|(a, b)| people.pair(*a as usize, *b as usize).is_some());
        let quick = fast.as_ref().zip(known);
        let quick = quick.and_then(|(fast, (a, b))| fast.verdict(a as usize, b as usize, &mut slots));
        if let Some(verdict) = quick {
            gathered.push(verdict);
            continue;
        }
        let pair = pair.and_then(|(a, b)| people.pair(a as usize, b as usize));
        if let Some(fault) = patience.exhausted() {
            gathered.push(Verdict::Failed(Box::new(fault)));
            continue;
        }
        let verdict = match pair {
            Some(pair) => caught(&judge.script.name, || Ok(judge_pair(&program, &settings, &pair)))
                .unwrap_or_else(|fault| Verdict::Failed(Box::new(fault))),
            None => Verdict::Failed(Box::new(Fault::new("no-such-pair").arg(Arg::Count, number))),
        };
        if let Verdict::Failed(fault) = &verdict {
            patience.note(Some(fault));
        }
        gathered.push(verdict);
    }
    gathered.flush();
    Ok(Done::Judged(settings))
}

/// Asks questions, one after the other.
pub fn ask(
    job: &Job,
    ask: &Ask,
    share: Share,
    meter: &Arc<Meter>,
    say: Say,
    send: &mut dyn FnMut(Vec<Result<Answer, Box<Fault>>>),
) -> Result<Done, Fault> {
    let schema = Schema::of(ask.questions.iter().flat_map(|question| &question.args));
    let program = program(job, &schema, meter, say)?;
    let mut gathered = Gathered::new(ask.careful, send);
    let mut patience = Patience::default();
    for number in share.numbers(ask.from..ask.questions.len() as u64) {
        let Some(question) = usize::try_from(number).ok().and_then(|at| ask.questions.get(at)) else { break };
        let args: Vec<Dynamic> =
            question.args.iter().map(|record| Dynamic::from(Facts::new(record, &schema))).collect();
        let answer = match patience.exhausted() {
            Some(fault) => Err(fault),
            None => caught(&ask.script.name, || answers::answer(&program, question, &args)),
        };
        patience.note(answer.as_ref().err());
        gathered.push(answer.map_err(Box::new));
    }
    gathered.flush();
    Ok(Done::Answered)
}

/// Says which functions of a script compile, for pairs those of an invented school, and what keeps the others from it.
pub fn speed(job: &Job, meter: &Arc<Meter>, say: Say) -> Result<Done, Fault> {
    if Kind::of_file(&job.task.script().name) == Kind::Efficiency {
        return speed_of_indicators(job, meter, say);
    }
    let (mentors, mentees) = (sample::mentors(12), sample::mentees(12));
    let schema = Schema::of(mentors.iter().chain(&mentees));
    let program = program(job, &schema, meter, say)?;
    let settings = settings(&program)?;
    let fast = Fast::new(&program, &settings, &mentors, &mentees, &schema);
    let report = fast.report().map(|(name, stopped)| said(&program, name, stopped));
    Ok(Done::Speed(report.into()))
}

fn speed_of_indicators(job: &Job, meter: &Arc<Meter>, say: Say) -> Result<Done, Fault> {
    let program = program(job, &Schema::of([]), meter, say)?;
    let compiled = Compiled::new(&program);
    let levels = ["pair", "mentor", "programme", "school"];
    let asked = |name: &str| levels.contains(&name) || name.starts_with("pair_");
    let report = program.functions().filter(|(name, _)| asked(name)).filter_map(|(name, _)| {
        let made = compiled.report(&name)?;
        Some(said(&program, &name, made.err()))
    });
    Ok(Done::Speed(report.collect()))
}

fn said(program: &Program, name: &str, stopped: Option<&Stopped>) -> Speed {
    let fault = |stopped: &Stopped| {
        let (line, column) = (stopped.at.line().unwrap_or(0), stopped.at.position().unwrap_or(0));
        Fault::new("not-compiled")
            .arg(Arg::Name, name)
            .arg(Arg::Text, &stopped.what)
            .at(&program.source().name, line, column)
            .warning()
    };
    Speed { function: name.to_string(), stopped: stopped.map(fault) }
}
