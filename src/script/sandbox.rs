//! The sandbox seen from outside: start a worker, hand it a job, take its answer, or say why there is none.

use std::io::Read;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use super::fault::{Arg, Fault};
use super::limits::Limits;
use super::wire::{Done, Job, Reply, Source, Task, receive, send};
use super::worker;

/// What the parent allows beyond the limit of the job before it ends the worker.
const GRACE: Duration = Duration::from_millis(750);

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
    pub fn eval(&self, source: Source, modules: Vec<Source>) -> Ran<(vekha_core::facts::Value, u64)> {
        let ran = self.run(Task::Eval(source), modules, 1);
        Ran { result: ran.result.map(|Done::Value(value, used)| (value, used)), said: ran.said }
    }

    /// Runs a job that may take `calls` times the limits.
    pub fn run(&self, task: Task, modules: Vec<Source>, calls: u64) -> Ran<Done> {
        let name = match &task {
            Task::Eval(source) => source.name.clone(),
        };
        let job = Job { limits: self.limits.clone(), modules, task };
        let mut said = Vec::new();
        let place = |fault: Fault| if fault.at.is_some() { fault } else { fault.at(&name, 0, 0) };
        let result = self.talk(job, calls, &mut said).map_err(place);
        for (script, line) in &said {
            tracing::info!(script, "{line}");
        }
        Ran { result, said }
    }

    fn talk(&self, job: Job, calls: u64, said: &mut Vec<(String, String)>) -> Result<Done, Fault> {
        let failed = |error: std::io::Error| Fault::new("worker").arg(Arg::Text, error);
        let wall =
            Duration::from_millis(job.limits.wall_ms).saturating_mul(u32::try_from(calls).unwrap_or(1));
        let mut child = Command::new(&self.program)
            .arg(worker::COMMAND)
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(failed)?;
        let result = listen(&mut child, job, Instant::now() + wall + GRACE, said).map_err(failed);
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

/// Hands over the job and listens until the worker answers, ends or the clock runs out (`None`).
fn listen(
    child: &mut Child,
    job: Job,
    until: Instant,
    said: &mut Vec<(String, String)>,
) -> std::io::Result<Option<Ended>> {
    let gone = || std::io::Error::other("pipe");
    let mut input = child.stdin.take().ok_or_else(gone)?;
    let mut output = child.stdout.take().ok_or_else(gone)?;
    let errors = child.stderr.take().ok_or_else(gone)?;
    let (to, from) = mpsc::channel();
    // A worker that does not read is noticed by the clock, not by a blocked write here.
    std::thread::spawn(move || drop(send(&mut input, &job)));
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
    loop {
        match from.recv_timeout(until.saturating_duration_since(Instant::now())) {
            Ok(Reply::Said(script, line)) => said.push((script, line)),
            Ok(Reply::Done(done)) => return Ok(Some(Ended::Answered(done))),
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
