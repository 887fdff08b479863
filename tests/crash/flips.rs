//! Flipped bits: every bit of a small store, one at a time. Each changes no answer, or is told: by the read itself, or by
//! `doctor`.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use chrono::NaiveDate;
use vekha::app::{App, Part, Request, WorkingSet};
use vekha::clock::{Clock, DEFAULT_ZONE};
use vekha::files::Files;
use vekha::store::doctor::doctor;
use vekha::store::sim::Random;
use vekha::store::{Access, Store, StoreError};
use vekha_core::command::{Action, Actor, NewParty, NewTask};
use vekha_core::event::Event;
use vekha_core::ids::{PlanId, Subject, TaskId};
use vekha_core::schedule::{Deadline, DeadlineKind, PlanYear, Span};
use vekha_core::state::{Kind, PartyKind, Wording};
use vekha_core::vault::Profile;
use vekha_core::view::View as _;

use crate::Options;
use crate::life::{SCHOOL, day, folder, opening};

/// Bits where nobody asked for all.
const QUICK: u64 = 1_500;
/// A flip that takes longer hangs.
const PATIENCE: Duration = Duration::from_secs(60);

/// What every read of a store says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Answers {
    /// Values: table and key → value.
    values: BTreeMap<String, String>,
    /// Entries of the index of terms, which have no value.
    terms: Vec<String>,
}

/// Flips, reads and counts.
pub fn run(options: &Options) -> bool {
    let bytes = Arc::new(small_store());
    let right = Arc::new(answers_of(&bytes).unwrap());
    let all = bytes.len() as u64 * 8;
    println!(
        "flips: a store of {} bytes, {} values, {} terms",
        bytes.len(),
        right.values.len(),
        right.terms.len()
    );
    let chosen: Vec<u64> = match (options.at, options.points) {
        (Some(at), _) => vec![at],
        (None, Some(points)) if points >= all => (0..all).collect(),
        (None, points) => {
            let mut random = Random(options.seed);
            (0..points.unwrap_or(QUICK)).map(|_| random.below(all)).collect()
        }
    };
    let panics = Arc::new(AtomicU64::new(0));
    let counting = panics.clone();
    std::panic::set_hook(Box::new(move |_| {
        counting.fetch_add(1, Ordering::Relaxed);
    }));
    let (next, done) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    let chosen = Arc::new(chosen);
    let working: Vec<_> = (0..options.threads)
        .map(|_| {
            let (bytes, right, chosen) = (bytes.clone(), right.clone(), chosen.clone());
            let (next, done) = (next.clone(), done.clone());
            std::thread::spawn(move || {
                let place = folder();
                let path = place.path().join("store.redb");
                let (mut counts, mut wrong) = (BTreeMap::<&'static str, u64>::new(), Vec::new());
                loop {
                    let no = next.fetch_add(1, Ordering::Relaxed) as usize;
                    let Some(bit) = chosen.get(no) else { return (counts, wrong) };
                    let outcome = catch_unwind(AssertUnwindSafe(|| flipped(&bytes, *bit, &right, &path)));
                    match outcome.unwrap_or(Err("panic".into())) {
                        Ok(outcome) => *counts.entry(outcome).or_default() += 1,
                        Err(why) => wrong.push(format!("wrong: bit {bit}: {why}")),
                    }
                    done.fetch_add(1, Ordering::Relaxed);
                }
            })
        })
        .collect();
    if !watched(&done, chosen.len() as u64) {
        println!("flips: a flip takes longer than {PATIENCE:?}: among {:?}", next.load(Ordering::Relaxed));
        return false;
    }
    let (mut counts, mut wrong) = (BTreeMap::<&'static str, u64>::new(), Vec::new());
    for thread in working {
        let (own, bad) = thread.join().unwrap();
        for (outcome, count) in own {
            *counts.entry(outcome).or_default() += count;
        }
        wrong.extend(bad);
    }
    drop(std::panic::take_hook());
    for (outcome, count) in &counts {
        println!("  {count:>8}  {outcome}");
    }
    wrong.iter().take(40).for_each(|line| println!("{line}"));
    let panics = panics.load(Ordering::Relaxed);
    println!("flips: {} bits of {all}, {panics} panics caught, {} wrong", chosen.len(), wrong.len());
    wrong.is_empty()
}

/// Waits until all are done; `false` when nothing moves for too long.
fn watched(done: &AtomicU64, all: u64) -> bool {
    let mut before = (0, std::time::Instant::now());
    loop {
        let now = done.load(Ordering::Relaxed);
        if now >= all {
            return true;
        }
        if now != before.0 {
            before = (now, std::time::Instant::now());
        } else if before.1.elapsed() > PATIENCE {
            return false;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// A store with something of everything, as a backup writes it: no free pages.
fn small_store() -> Vec<u8> {
    let place = folder();
    let path = place.path().join("vekha.redb");
    let opening = opening(&Files::default());
    let store = Store::create(&path, &opening).unwrap();
    let app = App::new(store, Clock::new(DEFAULT_ZONE, Some(day("2023-09-01"))));
    let source = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("workflows/task.toml")).unwrap();
    let set =
        WorkingSet::of_parts(vec![Part { path: "workflows/task.toml".into(), content: source }]).unwrap();
    let act = |action, blobs, outbox| {
        let actor = Actor { login: "admin".into(), roles: ["owner".to_owned()].into() };
        app.act(&Request { blobs, outbox, ..Request::new(SCHOOL, actor, action) }).unwrap();
    };
    let add = Action::AddSchool { name: "Школа".into(), zone: "Europe/Moscow".into() };
    act(Action::Many(vec![add, set.action(None)]), set.blobs(), Vec::new());
    act(Action::AddPlan { year: PlanYear::of(2023), title: "План".into() }, Vec::new(), Vec::new());
    for no in 1..4 {
        act(task(no), Vec::new(), Vec::new());
    }
    let profile = Profile { name: "Выдумова Анна Петровна".into(), ..Profile::default() };
    let person = Action::AddParty(NewParty { kind: PartyKind::Person, profile });
    act(person, Vec::new(), vec![b"a message".to_vec(), b"another".to_vec()]);
    let note = Action::AddNote { subject: Subject::Task(TaskId(1)), text: "Заметка".into() };
    act(note, Vec::new(), Vec::new());
    let copy = place.path().join("copy.redb");
    app.store.snapshot().unwrap().backup(&copy, &opening).unwrap();
    std::fs::read(copy).unwrap()
}

fn task(no: u64) -> Action {
    let to = day("2023-09-10") + chrono::Days::new(no);
    Action::AddTask {
        plan: PlanId(1),
        task: NewTask {
            wording: Wording {
                number: format!("1.{no}"),
                section: "1".into(),
                group: None,
                title: "Издать приказ".into(),
                phrase: format!("до {to}"),
                result: "Приказ".into(),
            },
            deadline: Deadline { occurrences: vec![Span::until(to)], ..Deadline::bare(DeadlineKind::Due) },
            tags: std::collections::BTreeSet::new(),
            holders: Vec::new(),
        },
    }
}

/// What became of a flip; what is wrong with it.
fn flipped(bytes: &[u8], bit: u64, right: &Answers, path: &Path) -> Result<&'static str, String> {
    let mut bytes = bytes.to_vec();
    bytes[(bit / 8) as usize] ^= 1 << (bit % 8);
    std::fs::write(path, &bytes).map_err(|error| error.to_string())?;
    let said = answers(path);
    let _ = std::fs::remove_file(path.with_added_extension("pid"));
    match said {
        Ok(said) if said == *right => return Ok("same answers"),
        Ok(said) => {
            for (place, value) in &said.values {
                if right.values.get(place) != Some(value) {
                    return Err(format!("a value was returned that is wrong: {place}"));
                }
            }
        }
        Err(StoreError::Damaged(_) | StoreError::Newer { .. }) => {
            return Ok("told by the read as damage: exit code 5");
        }
        Err(error) => return Err(format!("told by the read, not as damage: {error}")),
    }
    // Something is missing, or a term stands at another place, and no read says so.
    std::fs::write(path, &bytes).map_err(|error| error.to_string())?;
    let report = doctor(path, &[], &opening(&Files::default())).map_err(|error| error.to_string())?;
    match report.problems.is_empty() {
        false => Ok("an answer lacks something, found by doctor"),
        true => Err("an answer lacks something, and doctor finds nothing".into()),
    }
}

fn answers_of(bytes: &[u8]) -> Result<Answers, StoreError> {
    let place = folder();
    let path = place.path().join("store.redb");
    std::fs::write(&path, bytes).unwrap();
    answers(&path)
}

/// Every read there is.
fn answers(path: &Path) -> Result<Answers, StoreError> {
    let store = Store::open(path, Access::Read, &opening(&Files::default()))?;
    let snapshot = store.snapshot()?;
    let mut answers = Answers::default();
    let damaged = |error: vekha_core::view::ViewError| StoreError::Damaged(error.0);
    for (school, head) in snapshot.schools()? {
        answers.values.insert(format!("head {school}"), format!("{head:?}"));
    }
    // Known to be there; a list of schools may lack it.
    let school = SCHOOL;
    let view = snapshot.school(school)?;
    for kind in Kind::ALL {
        for row in view.scan(kind, None).map_err(damaged)? {
            answers.values.insert(format!("row {:?}", row.key()), format!("{row:?}"));
            let found = view.get(row.key()).map_err(damaged)?;
            answers.values.insert(format!("got {:?}", row.key()), format!("{found:?}"));
        }
    }
    let mut commands = Vec::new();
    for event in snapshot.events(school, 1)? {
        let event = event?;
        answers.values.insert(format!("event {}", event.seq), event.line());
        commands.push(event.command);
        if let Event::SetPublished { parts, .. } = &event.event {
            for digest in parts.values() {
                if let Some(content) = snapshot.blob(*digest)? {
                    answers.values.insert(format!("blob {digest}"), format!("{content:?}"));
                }
            }
        }
    }
    for command in commands {
        if let Some(answer) = snapshot.answer(school, command)? {
            answers.values.insert(format!("answer {command}"), format!("{answer:?}"));
        }
    }
    for row in snapshot.vault_rows(school)? {
        answers.values.insert(format!("vault {:?}", row.key), format!("{row:?}"));
    }
    for item in snapshot.outbox(1000)? {
        answers.values.insert(format!("outbox {} {}", item.seq, item.no), format!("{item:?}"));
    }
    for no in 1..=snapshot.last_parcel(school)? {
        answers.values.insert(format!("parcel {no}"), format!("{:?}", snapshot.parcel(school, no)?));
    }
    for due in snapshot.due(NaiveDate::MIN..=NaiveDate::MAX, usize::MAX)? {
        answers.terms.push(format!("{due:?}"));
    }
    Ok(answers)
}
