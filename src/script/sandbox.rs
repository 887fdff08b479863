//! The sandbox seen from outside: start a worker, hand it a job, take its answer, or say why there is none.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::ops::Range;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use vekha_core::digest::Digest;
use vekha_core::facts::Value;
use vekha_core::schedule::Calendar;

use super::api::facts::Schema;
use super::batch::GENEROUS;
use super::fast::indicators::Compiled;
use super::fault::{Arg, Fault};
use super::kinds;
use super::kinds::answers::Answer;
use super::kinds::pairing::{Settings, Verdict};
use super::limits::{Limits, Meter};
use super::program::{Program, Surroundings};
use super::spread::{Batch, Share, Spread};
use super::wire::{Ask, Done, Job, Judge, Question, Reply, Source, Task, encoded, receive};
use super::worker;

/// What the parent allows beyond the limit of the job before it ends the worker.
const GRACE: Duration = Duration::from_millis(750);

/// Starts workers.
#[derive(Clone, Debug)]
pub struct Sandbox {
    program: PathBuf,
    /// The limits of each job.
    pub limits: Limits,
    /// How many workers a batch may have at a time, each with all of the memory limit.
    workers: usize,
    /// Scripts of indicators that are compiled here already.
    compiled: Shared,
}

/// Compiled scripts by the digest of their text and what they may import; `None` for what does not compile.
#[derive(Clone, Default)]
struct Shared(Arc<Mutex<BTreeMap<Digest, Option<Arc<Compiled>>>>>);

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Compiled")
    }
}

/// The stack on which a script is parsed outside of a worker, bytes: more than the deepest one needs.
const STACK: usize = 64 << 20;

/// More workers than this are not worth their start.
const MOST_WORKERS: usize = 8;

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, |cores| cores.get().min(MOST_WORKERS))
}

/// An answer and the lines printed on the way: script, text.
#[derive(Debug)]
pub struct Ran<T> {
    /// The answer.
    pub result: Result<T, Fault>,
    /// Printed lines.
    pub said: Vec<(String, String)>,
}

impl Sandbox {
    /// A sandbox whose workers are this same program.
    pub fn new(limits: Limits) -> std::io::Result<Self> {
        Ok(Self::of_program(std::env::current_exe()?, limits))
    }

    /// A sandbox whose workers are `program`.
    pub fn of_program(program: impl Into<PathBuf>, limits: Limits) -> Self {
        Self { program: program.into(), limits, workers: cores(), compiled: Shared::default() }
    }

    /// The same with so many workers for a batch.
    #[must_use]
    pub fn with_workers(self, workers: usize) -> Self {
        Self { workers, ..self }
    }

    /// Runs one file once: its value and the operations it used.
    pub fn eval(&self, source: Source, modules: &[Source], calendar: &Calendar) -> Ran<(Value, u64)> {
        let ran = self.task(Task::Eval(source), modules, calendar);
        let result = ran.result.and_then(|done| match done {
            Done::Value(value, used) => Ok((value, used)),
            _ => Err(Fault::new("crashed")),
        });
        Ran { result, said: ran.said }
    }

    /// Judges pairs; each verdict is handed to `each` in order, which says whether it wants more. A pair at which a
    /// worker dies fails alone.
    pub fn judge(
        &self,
        judge: Judge,
        modules: &[Source],
        calendar: &Calendar,
        each: &mut dyn FnMut(u32, u32, Verdict) -> bool,
    ) -> Ran<Settings> {
        let spread = Spread { sandbox: self, modules, calendar, script: &judge.script };
        let ran = spread.run(&judge, &mut |number, verdict| {
            judge.pair(number).is_none_or(|(mentor, mentee)| each(mentor, mentee, verdict))
        });
        let result = ran.result.and_then(|done| match done {
            Done::Judged(settings) => Ok(settings),
            _ => Err(Fault::new("crashed")),
        });
        Ran { result, said: ran.said }
    }

    /// Asks questions; the answers are in their order. A question at which a worker dies fails alone.
    pub fn ask(
        &self,
        script: Source,
        questions: Vec<Question>,
        modules: &[Source],
        calendar: &Calendar,
    ) -> Ran<Vec<Result<Answer, Fault>>> {
        self.ask_while(script, questions, modules, calendar, |_| true)
    }

    /// Asks questions as long as the answers are `wanted`: the last of them is the one that was not.
    pub fn ask_while(
        &self,
        script: Source,
        questions: Vec<Question>,
        modules: &[Source],
        calendar: &Calendar,
        wanted: impl Fn(&Result<Answer, Fault>) -> bool,
    ) -> Ran<Vec<Result<Answer, Fault>>> {
        let ask = Ask { script, questions, from: 0, careful: false };
        let mut answers: Vec<Result<Answer, Fault>> = Vec::with_capacity(ask.questions.len());
        let mut stopped = false;
        let spread = Spread { sandbox: self, modules, calendar, script: &ask.script };
        let ran = spread.run(&ask, &mut |_, answer| {
            let answer = answer.map_err(|fault| *fault);
            stopped = !wanted(&answer);
            answers.push(answer);
            !stopped
        });
        let result = if stopped { Ok(answers) } else { ran.result.map(|_| answers) };
        Ran { result, said: ran.said }
    }

    /// A script of indicators compiled to run here, without a worker: its loops are bounded, it allocates nothing that
    /// grows without bound, and it calls nothing of the interpreter's. `key` tells it from others. `None` where a worker
    /// could not compile it under the system's caps, or where limits ask for operations to be counted: then all of it
    /// is asked of the interpreter.
    pub fn compiled(&self, key: Digest, script: &kinds::Script) -> Option<Arc<Compiled>> {
        let mut known = self.compiled.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.entry(key).or_insert_with(|| self.compile(script)).clone()
    }

    fn compile(&self, script: &kinds::Script) -> Option<Arc<Compiled>> {
        if self.limits.operations < GENEROUS {
            return None;
        }
        // What a worker has parsed and compiled under the caps, this process can too.
        let ran = self.task(Task::Speed(script.source.clone()), &script.modules, &script.calendar);
        ran.result.ok()?;
        let (script, limits) = (script.clone(), self.limits.clone());
        let compile = move || {
            let schema = Schema::of([]);
            let around = Surroundings {
                limits: &limits,
                modules: &script.modules,
                calendar: &script.calendar,
                schema: &schema,
                say: Arc::new(|_, _| ()),
            };
            let name = script.source.name.clone();
            let made = worker::caught(&name, || {
                let program = Program::new(script.source.clone(), Meter::new(&limits, None), around)?;
                Ok(Compiled::new(&program))
            });
            made.ok().map(Arc::new)
        };
        std::thread::Builder::new().stack_size(STACK).spawn(compile).ok()?.join().ok().flatten()
    }

    /// Runs any other task to its end.
    pub fn task(&self, task: Task, modules: &[Source], calendar: &Calendar) -> Ran<Done> {
        let mut said = Vec::new();
        let result = self.run(task, modules, calendar, &mut said, &mut |_| true);
        Ran { result, said }
    }

    /// How many workers a batch may have at a time.
    pub(super) fn workers(&self) -> usize {
        self.workers
    }

    /// Runs a task in a worker of its own, handing its replies over as they come, for as long as they are wanted.
    pub(super) fn run(
        &self,
        task: Task,
        modules: &[Source],
        calendar: &Calendar,
        said: &mut Vec<(String, String)>,
        each: &mut dyn FnMut(Reply) -> bool,
    ) -> Result<Done, Fault> {
        let job =
            Job { limits: self.limits.clone(), modules: modules.to_vec(), calendar: calendar.clone(), task };
        let name = &job.task.script().name;
        let result = self.talk(&job, &mut |reply| match reply {
            Reply::Said(script, line) => {
                // What a script prints may be about people; it goes to whoever tries the script, not into a log.
                tracing::info!(script, characters = line.chars().count(), "printed a line");
                said.push((script, line));
                true
            }
            other => each(other),
        });
        result.map_err(|fault| if fault.at.is_some() { fault } else { fault.at(name, 0, 0) })
    }

    fn talk(&self, job: &Job, each: &mut dyn FnMut(Reply) -> bool) -> Result<Done, Fault> {
        let failed = |error: std::io::Error| Fault::new("worker").arg(Arg::Text, error);
        let wait = Duration::from_millis(job.limits.wall_ms) + GRACE;
        let mut child = Command::new(&self.program)
            .arg(worker::COMMAND)
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(failed)?;
        let result = listen(&mut child, job, wait, each).map_err(failed);
        if !matches!(result, Ok(Some(_))) {
            // Already ended, or to be ended: both leave nothing to do here.
            let _ = child.kill();
        }
        let status = child.wait().map_err(failed)?;
        match result? {
            Some(Ended::Answered(done)) => done.map_err(|fault| *fault),
            Some(Ended::Silent(words)) => Err(why(status, &words)),
            None => Err(Fault::new("time")),
        }
    }
}

impl Batch for Judge {
    type Item = Verdict;

    fn numbers(&self) -> Range<u64> {
        self.from..self.count()
    }

    fn task(&self, from: u64, careful: bool, share: Share) -> Task {
        Task::Judge(Self { from, careful, ..self.clone() }, share)
    }

    fn items(reply: Reply) -> Vec<Verdict> {
        if let Reply::Judged(verdicts) = reply { verdicts } else { Vec::new() }
    }

    fn failed(fault: Fault) -> Verdict {
        Verdict::Failed(Box::new(fault))
    }
}

impl Batch for Ask {
    type Item = Result<Answer, Box<Fault>>;

    fn numbers(&self) -> Range<u64> {
        self.from..self.questions.len() as u64
    }

    fn task(&self, from: u64, careful: bool, share: Share) -> Task {
        Task::Ask(Self { from, careful, ..self.clone() }, share)
    }

    fn items(reply: Reply) -> Vec<Self::Item> {
        if let Reply::Answered(answers) = reply { answers } else { Vec::new() }
    }

    fn failed(fault: Fault) -> Self::Item {
        Err(Box::new(fault))
    }
}

enum Ended {
    Answered(Result<Done, Box<Fault>>),
    /// The worker ended without an answer; its last words.
    Silent(String),
}

/// Hands over the job and listens until the worker answers, ends, is silent for longer than `wait`, or is no longer
/// wanted (both `None`).
fn listen(
    child: &mut Child,
    job: &Job,
    wait: Duration,
    each: &mut dyn FnMut(Reply) -> bool,
) -> std::io::Result<Option<Ended>> {
    let gone = || std::io::Error::other("pipe");
    let mut input = child.stdin.take().ok_or_else(gone)?;
    let mut output = child.stdout.take().ok_or_else(gone)?;
    let errors = child.stderr.take().ok_or_else(gone)?;
    let bytes = encoded(job)?;
    // As many replies as fit wait here; a worker that is faster than its parent waits too.
    let (to, from) = mpsc::sync_channel(64);
    // A worker that does not read is noticed by the clock, not by a blocked write here.
    std::thread::spawn(move || drop(input.write_all(&bytes)));
    let words = std::thread::spawn(move || {
        let mut words = Vec::new();
        // Last words only serve to tell reasons apart; what cannot be read is no reason.
        let _ = errors.take(4_096).read_to_end(&mut words);
        String::from_utf8_lossy(&words).into_owned()
    });
    std::thread::spawn(move || {
        while let Ok(Some(reply)) = receive::<Reply>(&mut output) {
            if to.send(reply).is_err() {
                break;
            }
        }
    });
    let mut until = Instant::now() + wait;
    loop {
        match from.recv_timeout(until.saturating_duration_since(Instant::now())) {
            Ok(Reply::Done(done)) => return Ok(Some(Ended::Answered(done))),
            Ok(reply) => {
                // What a script prints is no progress: it must not put the end off.
                if !matches!(reply, Reply::Said(..)) {
                    until = Instant::now() + wait;
                }
                if !each(reply) {
                    return Ok(None);
                }
            }
            Err(RecvTimeoutError::Timeout) => return Ok(None),
            Err(RecvTimeoutError::Disconnected) => {
                return Ok(Some(Ended::Silent(words.join().unwrap_or_default())));
            }
        }
    }
}

/// Why a worker ended without an answer.
fn why(status: ExitStatus, words: &str) -> Fault {
    if words.contains("memory allocation") || words.contains("Cannot allocate") {
        return Fault::new("memory");
    }
    if words.contains("overflowed its stack") {
        return Fault::new("stack");
    }
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt;
        match status.signal() {
            Some(9) => return Fault::new("memory"),
            Some(24) => return Fault::new("time"),
            Some(11) => return Fault::new("stack"),
            _ => (),
        }
    }
    Fault::new("crashed").arg(Arg::Text, status)
}
