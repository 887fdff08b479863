//! The night shift over many schools: the first night, and one after which a hundredth of the pairs has a new fact.
//!
//! `python3 benches/peers/night.py` runs this and its peers in one run and compares every value;
//! `cargo bench -p vekha-benches --bench night` runs this alone. `NIGHT_SCHOOLS` makes it smaller, `NIGHT_VALUES` names
//! a folder for the values, `VEKHA_BENCH_DIR` the folder for the store.
//!
//! 1,000 schools × 200 pairs × 30 meetings, 12 tasks of a personal programme, 14 answers and the papers of both. Every
//! school has a journal of its own with the events of a year at work, and the rows that the engine makes of them; there
//! are [`VARIANTS`](data::VARIANTS) different years, each folded once, since rows do not say whose they are. CPU seconds
//! are of this process and of its script workers.

mod data;
mod values;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use vekha::app::night::{CatchUp, Job, NightDone, Options, Unwatched};
use vekha::app::{App, Request, WorkingSet};
use vekha::clock::{Clock, DEFAULT_ZONE};
use vekha::script::limits::Limits;
use vekha::script::sandbox::Sandbox;
use vekha::store::{Batch, Options as Opening, Store, StoreError};
use vekha_core::command::{Action, Command, MeetingDraft};
use vekha_core::decide::{Rules, decide};
use vekha_core::ids::{CommandId, PairId, SchoolId};
use vekha_core::work::{Feedback, MeetingFacts, MeetingKind, MeetingState};

use data::{PAIRS, Year, actor, day};

/// CPU seconds of this process and its ended children, from /proc: user and system, in hundredths.
fn cpu() -> f64 {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = text.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let of = |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok()).unwrap_or(0.0);
    (11..=14).map(of).sum::<f64>() / 100.0
}

/// A line of /proc/self/status, in MB.
fn memory(name: &str) -> u64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    let kilobytes = line.and_then(|line| line.trim().split(' ').next()?.parse::<u64>().ok());
    kilobytes.unwrap_or(0) / 1024
}

/// From here on the peak is that of what comes.
fn forget_peak() {
    // Refused only where the kernel has no such file: then the peak includes the building.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

fn school(app: &App, id: SchoolId, set: &WorkingSet, years: &[Year]) {
    let add = Action::AddSchool { name: format!("School {id}"), zone: "Europe/Moscow".into() };
    let mut request = Request::new(id, actor(), Action::Many(vec![add, set.action(None)]));
    request.blobs = set.blobs();
    app.act(&request).expect("a school");
    let year = &years[id.0 as usize % years.len()];
    app.store
        .write::<(), StoreError>(|tx| {
            tx.append(&year.batch(id, tx.head(id)?, app.clock.now().timestamp_millis()))
        })
        .expect("a year of events");
}

/// One meeting more for a hundredth of the pairs of every school, all in one commit.
fn news(app: &App, schools: u32) -> usize {
    let mut told = 0;
    let rules = Rules::default();
    app.store
        .write::<(), StoreError>(|tx| {
            for id in (1..=schools).map(SchoolId) {
                for pair in (0..PAIRS / 100).map(|no| PairId(no * 37 + 1)) {
                    let facts = MeetingFacts {
                        on: day("2024-05-02"),
                        kind: MeetingKind::Work,
                        state: MeetingState::Held,
                        minutes: Some(45),
                        mentor: Feedback::marked(9),
                        mentee: Feedback::default(),
                    };
                    let draft = MeetingDraft { pair, facts, texts: None, nth: 0 };
                    let command = Command {
                        id: CommandId((u128::from(id.0) << 64 | u128::from(pair.0)).to_be_bytes()),
                        school: id,
                        actor: actor(),
                        effective: day("2024-05-02"),
                        today: day("2024-05-02"),
                        recorded: app.clock.now().timestamp_millis(),
                        seed: [3; 32],
                        guards: BTreeMap::new(),
                        action: Action::AddMeeting(draft),
                    };
                    let decision = decide(&tx.school(id)?, &rules, &command).expect("a meeting");
                    tx.append(&Batch::of(&command, decision, data::ANSWER.to_vec()))?;
                    told += 1;
                }
            }
            Ok(())
        })
        .expect("news");
    told
}

/// CPU seconds, seconds, subjects.
fn night(app: &mut App, sandbox: &Sandbox, schools: u32, on: &str) -> (f64, f64, u32) {
    app.clock = Clock::new(DEFAULT_ZONE, Some(day(on)));
    let options = Options { catch_up: CatchUp::Last, ..Options::default() };
    let ids: Vec<SchoolId> = (1..=schools).map(SchoolId).collect();
    forget_peak();
    let (spent, began) = (cpu(), Instant::now());
    let reports = Job { app, sandbox, options, watch: &Unwatched }.run(&ids).expect("a night");
    let failed = reports.iter().filter_map(|report| report.failed.as_ref()).next();
    assert!(failed.is_none(), "{failed:?}");
    let counted = |night: &NightDone| night.counts.get("evaluated").copied().unwrap_or(0);
    let evaluated = reports.iter().flat_map(|report| &report.nights).map(counted).sum();
    (cpu() - spent, began.elapsed().as_secs_f64(), evaluated)
}

pub fn main() -> ExitCode {
    // The workers of the sandbox are this program.
    if vekha::script::worker::is_asked_for() {
        return vekha::script::worker::main();
    }
    // `cargo test` runs benches too, to see that they work: a glance is enough for it.
    let glance = !std::env::args().any(|arg| arg == "--bench");
    let wanted = std::env::var("NIGHT_SCHOOLS").ok().and_then(|count| count.parse().ok());
    let schools = wanted.unwrap_or(if glance { 2 } else { 1_000 });
    let folder = std::env::var_os("VEKHA_BENCH_DIR").map_or_else(std::env::temp_dir, PathBuf::from);
    let path = folder.join(format!("night-{}.redb", std::process::id()));
    run(&path, schools);
    // It is in the way of nothing but the disk.
    let _ = std::fs::remove_file(&path);
    ExitCode::SUCCESS
}

fn run(path: &std::path::Path, schools: u32) {
    let sandbox = Sandbox::new(Limits::default()).expect("a sandbox").with_workers(1);
    let store = Store::create(path, &Opening::default()).expect("a store");
    let mut app = App::new(store, Clock::new(DEFAULT_ZONE, Some(day("2024-05-01"))));
    let began = Instant::now();
    let set = WorkingSet::of_defaults().expect("the shipped set");
    let rules = set.rules().expect("the shipped rules");
    let workflows = ["programme", "pair"].map(|name| rules.current[name]);
    let years: Vec<Year> = (0..data::VARIANTS).map(|variant| Year::new(variant, workflows)).collect();
    (1..=schools).for_each(|id| school(&app, SchoolId(id), &set, &years));
    let events: usize = (1..=schools).map(|id| years[id as usize % years.len()].len()).sum();
    drop(years);
    let size = std::fs::metadata(path).map_or(0, |file| file.len() >> 20);
    println!(
        "{schools} schools × {PAIRS} pairs × {} meetings: {events} events, {size} MB, built in {:.0} s",
        data::MEETINGS,
        began.elapsed().as_secs_f64()
    );
    let (first, wall, evaluated) = night(&mut app, &sandbox, schools, "2024-05-01");
    println!(
        "first night: {first:.2} s CPU, {wall:.2} s, {evaluated} subjects, {:.2} µs each, peak {} MB",
        first / f64::from(evaluated) * 1e6,
        memory("VmHWM")
    );
    if let Some(folder) = std::env::var_os("NIGHT_VALUES") {
        values::write(&app, schools, &PathBuf::from(folder)).expect("values");
    }
    app.clock = Clock::new(DEFAULT_ZONE, Some(day("2024-05-02")));
    let told = news(&app, schools);
    let (second, wall, evaluated) = night(&mut app, &sandbox, schools, "2024-05-02");
    println!(
        "a night with {told} new facts: {second:.2} s CPU, {wall:.2} s, {evaluated} subjects, {:.1} % of the first, \
         peak {} MB",
        second / first * 100.0,
        memory("VmHWM")
    );
    let (third, wall, _) = night(&mut app, &sandbox, schools, "2024-05-03");
    println!("a night without any: {third:.2} s CPU, {wall:.2} s");
}
