//! The night shift over many schools: the first night, and one after which a hundredth of the pairs has a new fact.
//!
//! `cargo build --release && cargo bench -p vekha-benches --bench night`, beside `python3 benches/peers/night.py`.
//! 1,000 schools × 200 pairs × 30 meetings, 12 tasks of a personal programme and 14 answers a pair; `NIGHT_SCHOOLS`
//! makes it smaller, `VEKHA_BIN` names the program whose workers run the scripts, `VEKHA_BENCH_DIR` the folder.
//!
//! Every school has the rows that the engine makes of a school's events; they are made once and written for each of
//! them, since rows do not say whose they are. CPU seconds are of this process and of its script workers.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Instant;

use chrono::NaiveDate;
use rustix::time::{ClockId, clock_gettime};
use vekha::app::night::{CatchUp, Job, Options, Unwatched};
use vekha::app::{App, Request, WorkingSet};
use vekha::clock::{Clock, DEFAULT_ZONE};
use vekha::script::limits::Limits;
use vekha::script::sandbox::Sandbox;
use vekha::store::{Batch, Options as Opening, Store};
use vekha_core::command::{Action, Actor, Command, MeetingDraft};
use vekha_core::decide::{Rules, decide};
use vekha_core::event::{Entry, Event, Recorded};
use vekha_core::evolve::fold;
use vekha_core::ids::{CommandId, PairId, PartyId, PlanId, ProgrammeId, SchoolId};
use vekha_core::state::{Kind, Row};
use vekha_core::view::{Change, Memory, View as _};
use vekha_core::work::{Feedback, ItemFacts, MeetingFacts, MeetingKind, MeetingState};

const SCHOOLS: u32 = 1_000;
const PAIRS: u32 = 200;
const MEETINGS: u32 = 30;
const ITEMS: u32 = 12;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn cpu() -> f64 {
    let spent = clock_gettime(ClockId::ProcessCPUTime);
    spent.tv_sec as f64 + spent.tv_nsec as f64 / 1e9 + children()
}

/// CPU seconds of ended children, from /proc: user and system, in hundredths.
fn children() -> f64 {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = text.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let of = |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok()).unwrap_or(0.0);
    (of(13) + of(14)) / 100.0
}

fn peak() -> String {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    text.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default().trim().to_owned()
}

fn actor() -> Actor {
    Actor { login: "bench".into(), roles: ["owner".to_owned()].into() }
}

/// The rows of a school at work, from its events.
fn rows() -> Vec<Row> {
    let mut memory = Memory::default();
    let start = day("2023-09-01");
    let mut events: Vec<Event> = vec![Event::PlanAdded {
        plan: PlanId(1),
        year: vekha_core::schedule::PlanYear::of(2023),
        title: "Plan".into(),
        sections: Vec::new(),
        groups: Vec::new(),
        source: None,
    }];
    let entry = |stage: &str| Entry { workflow: Default::default(), stage: stage.into(), due: None };
    events.push(Event::ProgrammeOpened {
        programme: ProgrammeId(1),
        plan: PlanId(1),
        form: "teacher-teacher".into(),
        entry: entry("work"),
        unproven: Vec::new(),
    });
    for no in 1..=PAIRS {
        events.push(Event::PairFormed {
            pair: PairId(no),
            programme: ProgrammeId(1),
            // Two pairs a mentor.
            mentor: PartyId((no - 1) / 2 + 1),
            mentee: PartyId(1_000 + no),
            score: None,
            proposal: None,
            entry: entry("work"),
        });
        events.extend((0..MEETINGS).map(|meeting| Event::MeetingAdded {
            pair: PairId(no),
            no: meeting + 1,
            facts: MeetingFacts {
                on: start + chrono::Duration::days(i64::from(meeting * 7 + no % 7)),
                kind: MeetingKind::Work,
                state: if (meeting + no) % 5 == 0 { MeetingState::Missed } else { MeetingState::Held },
                minutes: Some(45),
                mentor: Feedback { given: meeting % 3 != 0, mark: None },
                mentee: Feedback::default(),
            },
            text: None,
        }));
        events.extend((0..ITEMS).map(|item| Event::ItemAdded {
            pair: PairId(no),
            no: item + 1,
            facts: ItemFacts {
                due: Some(start + chrono::Duration::days(i64::from(item * 20))),
                done: ((item + no) % 4 != 0).then(|| start + chrono::Duration::days(i64::from(item * 18))),
                ..ItemFacts::default()
            },
            text: None,
        }));
    }
    let journal = events.into_iter().zip(1..).map(|(event, seq)| Recorded {
        prev: Default::default(),
        school: SchoolId(1),
        seq,
        command: CommandId([1; 16]),
        actor: "bench".into(),
        effective: start,
        recorded: 1,
        event,
    });
    fold(&mut memory, &journal.collect::<Vec<_>>()).expect("memory does not fail");
    answer(&mut memory);
    memory.rows().filter(|row| !matches!(row.key().kind, Kind::School | Kind::Set)).cloned().collect()
}

/// Answers before and after: seven questions each.
fn answer(memory: &mut Memory) {
    use vekha_core::work::{Answered, Score, Votes, Wave, Who, day_number};
    let mut changes = Vec::new();
    for row in memory.scan(Kind::PairWork, None).expect("memory does not fail") {
        let Row::PairWork(mut work) = row else { continue };
        for (wave, add, on) in [(Wave::Before, 4, "2023-09-10"), (Wave::After, 6, "2024-04-20")] {
            let score =
                |question: u32| Score { sum: i64::from(add + (question + work.pair.0) % 4), count: 1 };
            let scores: BTreeMap<String, Score> =
                (0..7).map(|question| (format!("question-{question}"), score(question))).collect();
            let answered = Answered {
                on: day_number(day(on)),
                responses: 1,
                scores,
                expectations: Score { sum: 8, count: 1 },
                votes: Votes { asked: 1, satisfied: 1 },
            };
            work.answers.insert((wave, Who::Mentee), answered);
        }
        changes.push(Change::Put(Row::PairWork(work)));
    }
    let head = memory.head();
    memory.apply(changes, head);
}

fn school(app: &App, id: SchoolId, set: &WorkingSet, rows: &[Row]) {
    let add = Action::AddSchool { name: format!("School {id}"), zone: "Europe/Moscow".into() };
    let mut request = Request::new(id, actor(), Action::Many(vec![add, set.action(None)]));
    request.blobs = set.blobs();
    app.act(&request).expect("a school");
    let batch = Batch {
        school: id,
        command: CommandId([7; 16]),
        head: None,
        events: Vec::new(),
        changes: rows.iter().cloned().map(Change::Put).collect(),
        vault: Vec::new(),
        blobs: Vec::new(),
        outbox: Vec::new(),
        answer: b"{\"first\":0,\"last\":0,\"created\":[]}".to_vec(),
    };
    app.store.write(|tx| tx.append(&batch)).expect("rows");
}

/// One meeting more for a hundredth of the pairs of every school, all in one commit.
fn news(app: &App, schools: u32) -> usize {
    let mut told = 0;
    let rules = Rules::default();
    app.store
        .write::<(), vekha::store::StoreError>(|tx| {
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
                    tx.append(&Batch::of(
                        &command,
                        decision,
                        b"{\"first\":0,\"last\":0,\"created\":[]}".to_vec(),
                    ))?;
                    told += 1;
                }
            }
            Ok(())
        })
        .expect("news");
    told
}

fn night(app: &mut App, sandbox: &Sandbox, schools: u32, on: &str) -> (f64, f64, u32) {
    app.clock = Clock::new(DEFAULT_ZONE, Some(day(on)));
    let options = Options { catch_up: CatchUp::Last, ..Options::default() };
    let ids: Vec<SchoolId> = (1..=schools).map(SchoolId).collect();
    let (spent, began) = (cpu(), Instant::now());
    let reports = Job { app, sandbox, options, watch: &Unwatched }.run(&ids).expect("a night");
    let failed = reports.iter().filter_map(|report| report.failed.as_ref()).next();
    assert!(failed.is_none(), "{failed:?}");
    let counted = |night: &vekha::app::night::NightDone| night.counts.get("evaluated").copied().unwrap_or(0);
    let evaluated = reports.iter().flat_map(|report| &report.nights).map(counted).sum();
    (cpu() - spent, began.elapsed().as_secs_f64(), evaluated)
}

fn main() {
    // `cargo test` runs benches too, to see that they work: a glance is enough for it.
    let glance = !std::env::args().any(|arg| arg == "--bench");
    let wanted = std::env::var("NIGHT_SCHOOLS").ok().and_then(|count| count.parse().ok());
    let schools = wanted.unwrap_or(if glance { 2 } else { SCHOOLS });
    let folder = match std::env::var_os("VEKHA_BENCH_DIR") {
        Some(folder) => tempfile::tempdir_in(folder),
        None => tempfile::tempdir_in("."),
    };
    let folder = folder.expect("a folder");
    let program = std::env::var_os("VEKHA_BIN").map(PathBuf::from).or_else(beside);
    let Some(program) = program.filter(|program| program.is_file()) else {
        println!("no program for the script workers: build it, or name it in VEKHA_BIN");
        return;
    };
    let sandbox = Sandbox::of_program(program, Limits::default());
    let store = Store::create(&folder.path().join("night.redb"), &Opening::default()).expect("a store");
    let mut app = App::new(store, Clock::new(DEFAULT_ZONE, Some(day("2024-05-01"))));
    let (set, rows) = (WorkingSet::of_defaults().expect("the shipped set"), rows());
    (1..=schools).for_each(|id| school(&app, SchoolId(id), &set, &rows));
    println!("{schools} schools × {PAIRS} pairs × {MEETINGS} meetings");
    let (first, wall, evaluated) = night(&mut app, &sandbox, schools, "2024-05-01");
    println!("first night: {first:.2} s CPU, {wall:.2} s, {evaluated} subjects, peak {}", peak());
    app.clock = Clock::new(DEFAULT_ZONE, Some(day("2024-05-02")));
    let told = news(&app, schools);
    let (second, wall, evaluated) = night(&mut app, &sandbox, schools, "2024-05-02");
    println!(
        "a night with {told} new facts: {second:.2} s CPU, {wall:.2} s, {evaluated} subjects, {:.1} % of the first",
        second / first * 100.0
    );
    let (third, wall, _) = night(&mut app, &sandbox, schools, "2024-05-03");
    println!("a night without any: {third:.2} s CPU, {wall:.2} s");
}

/// `target/release/vekha` beside `target/release/deps/night-…`.
fn beside() -> Option<PathBuf> {
    let own = std::env::current_exe().ok()?;
    Some(own.parent()?.parent()?.join("vekha"))
}
