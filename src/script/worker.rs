//! The worker: this same program started again to run scripts under the system's caps.
//!
//! It may do nothing but compute: memory, processor time, files and processes are bounded before the first byte of a
//! script is read. Whatever a script does to it, the parent is left with a closed pipe and a reason.

use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};

use super::captures;
use super::engine::{Say, engine, names, parse};
use super::fault::{Fault, of_eval};
use super::limits::{Gauge, Limits, Meter};
use super::modules::Modules;
use super::value::from_script;
use super::wire::{Done, Job, Reply, Source, Task, receive, send};

/// The hidden subcommand that starts a worker.
pub const COMMAND: &str = "script-worker";

/// Stack of the thread that runs scripts, MiB: tried in turn, since a cap on this process may leave less.
const STACKS: [usize; 4] = [192, 64, 16, 4];

type Out = Arc<Mutex<io::Stdout>>;

/// Whether this process was started as a worker.
pub fn is_asked_for() -> bool {
    std::env::args_os().nth(1).is_some_and(|first| first == COMMAND)
}

/// Runs one job from standard input; replies on standard output.
pub fn main() -> ExitCode {
    let Ok(Some(job)) = receive::<Job>(&mut io::stdin().lock()) else {
        return ExitCode::from(4);
    };
    std::panic::set_hook(Box::new(|_| ()));
    let out: Out = Arc::new(Mutex::new(io::stdout()));
    cap(&job.limits);
    let job = Arc::new(job);
    for megabytes in STACKS {
        let (job, to) = (Arc::clone(&job), Arc::clone(&out));
        let thread = std::thread::Builder::new().stack_size(megabytes << 20);
        if let Ok(running) = thread.spawn(move || reply(&to, &Reply::Done(run(&job, &to).map_err(Box::new))))
        {
            return if running.join().is_ok() { ExitCode::SUCCESS } else { ExitCode::from(1) };
        }
    }
    reply(&out, &Reply::Done(Err(Box::new(Fault::new("memory")))));
    ExitCode::SUCCESS
}

fn reply(out: &Out, reply: &Reply) {
    let mut out = out.lock().unwrap_or_else(PoisonError::into_inner);
    // A parent that no longer listens has ended the job.
    let _ = send(&mut *out, reply).and_then(|()| out.flush());
}

/// Asks the system to bound this process. What it cannot bound elsewhere than on Unix is memory: there the meter and
/// the parent's clock are all there is.
#[cfg(unix)]
fn cap(limits: &Limits) {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let cap = |resource, wanted: u64| {
        let most = getrlimit(resource).maximum.unwrap_or(u64::MAX);
        let value = Some(wanted.min(most));
        // Refused only where the system knows no such limit; the others still hold.
        let _ = setrlimit(resource, Rlimit { current: value, maximum: value });
    };
    // Address space beyond the memory itself: the stack, the program, the allocator's reserve for a thread.
    let beside = (STACKS[0] as u64 + 256) << 20;
    cap(Resource::As, (limits.memory_mb << 20) + beside);
    cap(Resource::Cpu, limits.wall_ms.div_ceil(1_000) + 60);
    cap(Resource::Core, 0);
    cap(Resource::Fsize, 0);
}

#[cfg(not(unix))]
fn cap(_: &Limits) {}

/// Runs the job, turning a panic of the interpreter into a fault.
fn run(job: &Job, out: &Out) -> Result<Done, Fault> {
    let name = job.task.script().name.clone();
    let meter = Meter::new(&job.limits, Gauge::new());
    let say = say(&job.limits, Arc::clone(out), name.clone());
    caught(&name, || match &job.task {
        Task::Eval(source) => eval(job, source, &meter, say),
        Task::Judge(judge, share) => super::batch::judge(job, judge, *share, &meter, say, &mut |verdicts| {
            reply(out, &Reply::Judged(verdicts));
        }),
        Task::Ask(ask, share) => super::batch::ask(job, ask, *share, &meter, say, &mut |answers| {
            reply(out, &Reply::Answered(answers));
        }),
        Task::Check(scripts, fields) => Ok(Done::Checked(super::check::check(job, scripts, fields, &meter))),
        Task::Speed(_) => super::batch::speed(job, &meter, say),
        Task::Test(script, tests) => {
            let alive = || reply(out, &Reply::Alive);
            super::testing::test(job, script, tests, &meter, &say, &alive).map(Done::Tested)
        }
        Task::Try(script, question) => {
            super::trace::try_one(job, script, question, &meter, &say).map(Done::Tried)
        }
    })
}

/// What `work` gives, or the fault that it panicked. Rhai panics where data it thinks impossible come about.
pub fn caught<T>(name: &str, work: impl FnOnce() -> Result<T, Fault>) -> Result<T, Fault> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(Fault::new("crashed").at(name, 0, 0)))
}

/// Sends printed lines to the parent, no more than the limit of them and none longer than 2,000 characters.
fn say(limits: &Limits, out: Out, main: String) -> Say {
    let most = limits.lines;
    let said = Mutex::new(0_usize);
    Arc::new(move |script, text| {
        let mut said = said.lock().unwrap_or_else(PoisonError::into_inner);
        *said += 1;
        if *said <= most {
            let script = if script.is_empty() { &main } else { script };
            // A terminal obeys control characters; a line of a log has none.
            let plain = |c: char| if c.is_control() && c != '\t' { ' ' } else { c };
            reply(&out, &Reply::Said(script.into(), text.chars().take(2_000).map(plain).collect()));
        } else if *said == most + 1 {
            reply(&out, &Reply::Said(main.clone(), "…".into()));
        }
    })
}

fn eval(job: &Job, source: &Source, meter: &Arc<Meter>, say: Say) -> Result<Done, Fault> {
    let mut engine = engine(&job.limits, meter, say);
    super::api::dates::register_calendar(&mut engine, &job.calendar, meter);
    Modules::install(&mut engine, &job.modules);
    let ast = parse(&engine, &job.limits, &source.name, &source.text)?;
    captures::unlock_facts(&mut engine, &ast, &job.modules);
    let mut known = names(&engine);
    known.add_script(&ast);
    meter.restart();
    let outcome = engine
        .eval_ast::<rhai::Dynamic>(&ast)
        .map_err(|error| captures::placed(of_eval(&source.name, &error, &known), &ast, &source.name));
    let value = settled(outcome, meter)?;
    let result = from_script(&value).map_err(|fault| fault.at(&source.name, 0, 0))?;
    Ok(Done::Value(result, meter.used()))
}

/// A limit that was reached is the answer, whatever the script made of the error.
pub fn settled<T>(outcome: Result<T, Fault>, meter: &Meter) -> Result<T, Fault> {
    match (outcome, meter.stopped()) {
        (Err(fault), _) if fault.is_limit() => Err(fault),
        (_, Some(stop)) => Err(Fault::new(stop.code())),
        (outcome, None) => outcome,
    }
}
