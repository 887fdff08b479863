//! The sandbox seen from outside: start a worker, hand it a job, take its answer, or say why there is none.

use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use vekha_core::facts::Value;
use vekha_core::schedule::Calendar;

use super::fault::{Arg, Fault};
use super::kinds::answers::Answer;
use super::kinds::pairing::{Settings, Verdict};
use super::limits::Limits;
use super::wire::{Ask, Done, Job, Judge, Question, Reply, Source, Task, encoded, receive};
use super::worker;

/// What the parent allows beyond the limit of the job before it ends the worker.
const GRACE: Duration = Duration::from_millis(750);

/// How many workers may die in one batch before the rest of it fails with the last.
const DEATHS: u32 = 8;

/// Starts workers.
#[derive(Clone, Debug)]
pub struct Sandbox {
    program: PathBuf,
    /// The limits of each job.
    pub limits: Limits,
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
        Ok(Self { program: std::env::current_exe()?, limits })
    }

    /// A sandbox whose workers are `program`.
    pub fn of_program(program: impl Into<PathBuf>, limits: Limits) -> Self {
        Self { program: program.into(), limits }
    }

    /// Runs one file once: its value and the operations it used.
    pub fn eval(&self, source: Source, modules: &[Source]) -> Ran<(Value, u64)> {
        let mut said = Vec::new();
        let job = self.job(Task::Eval(source), modules, &Calendar::default());
        let result = match self.run(&job, &mut said, &mut |_| ()) {
            Ok(Done::Value(value, used)) => Ok((value, used)),
            Ok(_) => Err(Fault::new("crashed")),
            Err(fault) => Err(fault),
        };
        Ran { result, said }
    }

    /// Judges pairs; each verdict is handed to `each` in order. A pair at which a worker dies fails alone.
    pub fn judge(
        &self,
        mut judge: Judge,
        modules: &[Source],
        calendar: &Calendar,
        each: &mut dyn FnMut(u32, u32, Verdict),
    ) -> Ran<Settings> {
        let mut said = Vec::new();
        let mut deaths = 0;
        loop {
            let mut done = judge.from;
            let job = self.job(Task::Judge(judge.clone()), modules, calendar);
            let result = self.run(&job, &mut said, &mut |reply| {
                let Reply::Judged(verdicts) = reply else { return };
                for verdict in verdicts {
                    if let Some((mentor, mentee)) = judge.pair(done) {
                        each(mentor, mentee, verdict);
                    }
                    done += 1;
                }
            });
            let fault = match result {
                Ok(Done::Judged(settings)) => return Ran { result: Ok(settings), said },
                Ok(_) => Fault::new("crashed"),
                Err(fault) => fault,
            };
            let died = fault.is_limit() && deaths < DEATHS && done < judge.count();
            if !died {
                return Ran { result: Err(fault), said };
            }
            if judge.careful {
                deaths += 1;
                if let Some((mentor, mentee)) = judge.pair(done) {
                    each(mentor, mentee, Verdict::Failed(Box::new(fault)));
                }
                done += 1;
            }
            judge.careful = !judge.careful;
            judge.from = done;
        }
    }

    /// Asks questions; the answers are in their order. A question at which a worker dies fails alone.
    pub fn ask(
        &self,
        script: Source,
        questions: Vec<Question>,
        modules: &[Source],
        calendar: &Calendar,
    ) -> Ran<Vec<Result<Answer, Fault>>> {
        let mut said = Vec::new();
        let mut answers: Vec<Result<Answer, Fault>> = Vec::with_capacity(questions.len());
        let count = questions.len();
        let mut ask = Ask { script, questions, from: 0, careful: false };
        let mut deaths = 0;
        loop {
            let job = self.job(Task::Ask(ask.clone()), modules, calendar);
            let result = self.run(&job, &mut said, &mut |reply| {
                if let Reply::Answered(more) = reply {
                    answers.extend(more.into_iter().map(|answer| answer.map_err(|fault| *fault)));
                }
            });
            let fault = match result {
                Ok(_) => return Ran { result: Ok(answers), said },
                Err(fault) => fault,
            };
            if !fault.is_limit() || deaths >= DEATHS || answers.len() >= count {
                return Ran { result: Err(fault), said };
            }
            if ask.careful {
                deaths += 1;
                answers.push(Err(fault));
            }
            ask.careful = !ask.careful;
            ask.from = answers.len() as u64;
        }
    }

    /// Runs any other task to its end.
    pub fn task(&self, task: Task, modules: &[Source], calendar: &Calendar) -> Ran<Done> {
        let mut said = Vec::new();
        let job = self.job(task, modules, calendar);
        let result = self.run(&job, &mut said, &mut |_| ());
        Ran { result, said }
    }

    fn job(&self, task: Task, modules: &[Source], calendar: &Calendar) -> Job {
        Job { limits: self.limits.clone(), modules: modules.to_vec(), calendar: calendar.clone(), task }
    }

    /// Runs a job in a worker of its own, handing its replies over as they come.
    fn run(
        &self,
        job: &Job,
        said: &mut Vec<(String, String)>,
        each: &mut dyn FnMut(Reply),
    ) -> Result<Done, Fault> {
        let name = &job.task.script().name;
        let result = self.talk(job, &mut |reply| match reply {
            Reply::Said(script, line) => {
                tracing::info!(script, "{line}");
                said.push((script, line));
            }
            other => each(other),
        });
        result.map_err(|fault| if fault.at.is_some() { fault } else { fault.at(name, 0, 0) })
    }

    fn talk(&self, job: &Job, each: &mut dyn FnMut(Reply)) -> Result<Done, Fault> {
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

enum Ended {
    Answered(Result<Done, Box<Fault>>),
    /// The worker ended without an answer; its last words.
    Silent(String),
}

/// Hands over the job and listens until the worker answers, ends, or is silent for longer than `wait` (`None`).
fn listen(
    child: &mut Child,
    job: &Job,
    wait: Duration,
    each: &mut dyn FnMut(Reply),
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
                each(reply);
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
