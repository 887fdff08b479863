//! Real files: opening, two processes, copies, restoring, erasing.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use vekha_core::command::Action;
use vekha_core::ids::{PartyId, SchoolId, Subject};
use vekha_core::state::PartyKind;
use vekha_core::vault::{Content, Profile, VaultKey};
use vekha_core::view::View as _;

use super::desk::{Outcome, assert_sound, command, day, live, new_task, rows, run};
use crate::store::backup::{self, Retention};
use crate::store::doctor::doctor;
use crate::store::erase::erase;
use crate::store::{Access, Known, Options, Problem, Store, StoreError};

const SCHOOL: SchoolId = SchoolId(1);

fn options() -> Options {
    Options {
        wait: Duration::from_millis(50),
        command: "task done".into(),
        now: 1_700_000_000_000,
        ..Options::default()
    }
}

/// A folder with a store in it that went through something.
fn home() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vekha.redb");
    let store = Store::create(&path, &options()).unwrap();
    live(&store, SCHOOL, 21, 30);
    store.close().unwrap();
    (folder, path)
}

fn open(path: &Path, access: Access) -> Store {
    Store::open(path, access, &options()).unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_store_is_made_once() {
    let (folder, path) = home();
    assert_eq!(Store::create(&path, &options()).unwrap_err(), StoreError::Exists(path.clone()));
    assert_eq!(names(folder.path()), ["vekha.redb"]);
    let absent = folder.path().join("absent.redb");
    for access in [Access::Read, Access::Write] {
        let said = Store::open(&absent, access, &options()).unwrap_err();
        assert_eq!(said, StoreError::NotAHome(absent.clone()));
    }
}

#[test]
fn readers_work_beside_a_writer_and_follow_it() {
    let (_folder, path) = home();
    let writer = open(&path, Access::Write);
    let reader = open(&path, Access::Read);
    let before = reader.snapshot().unwrap();
    let seq = before.school(SCHOOL).unwrap().head().seq;
    run(&writer, command(SCHOOL, 700, new_task(3))).unwrap();
    assert_eq!(before.school(SCHOOL).unwrap().head().seq, seq);
    assert_eq!(reader.snapshot().unwrap().school(SCHOOL).unwrap().head().seq, seq + 1);
    assert_eq!(reader.rebuild_rows(), Err(StoreError::ReadOnly));
    assert_eq!(run(&reader, command(SCHOOL, 701, new_task(3))), Err(StoreError::ReadOnly));
}

#[test]
fn a_second_writer_waits_briefly_then_names_the_first() {
    let (_folder, path) = home();
    let writer = open(&path, Access::Write);
    let Err(StoreError::Busy(Some(holder))) = Store::open(&path, Access::Write, &options()) else { panic!() };
    assert_eq!((holder.pid, holder.command.as_str()), (std::process::id(), "task done"));
    assert_eq!(holder.since_text(), "2023-11-14T22:13:20Z");
    std::thread::scope(|scope| {
        let patient = Options { wait: Duration::from_secs(20), ..options() };
        let path = &path;
        let second = scope.spawn(move || Store::open(path, Access::Write, &patient).map(drop));
        std::thread::sleep(Duration::from_millis(60));
        writer.close().unwrap();
        second.join().unwrap().unwrap();
    });
}

/// Runs in a process of its own: opens the store, writes, says so, and waits to be killed.
#[test]
#[ignore = "started by other tests"]
fn hold() {
    let Ok(path) = std::env::var("VEKHA_HOLD") else { return };
    let store = open(Path::new(&path), Access::Write);
    for no in 0.. {
        run(&store, command(SCHOOL, 5000 + no, new_task(5000 + no))).unwrap();
        println!("held {no}");
        std::io::stdout().flush().unwrap();
    }
}

/// Another process that writes to the store, what it says, and the number of the last command it was told is done.
fn other_process(path: &Path, until: u64) -> (Child, impl Iterator, u64) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "store::tests::files::hold", "--ignored", "--nocapture"])
        .env("VEKHA_HOLD", path)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut says = lines.filter_map(|line| line.unwrap().split_once("held ")?.1.parse::<u64>().ok());
    let told = says.find(|no| *no >= until).unwrap();
    (child, says, told)
}

#[test]
fn a_process_that_is_killed_loses_nothing_it_was_told() {
    let (_folder, path) = home();
    for until in [0, 5, 40] {
        let (mut child, _says, told) = other_process(&path, until);
        let Err(StoreError::Busy(Some(holder))) = Store::open(&path, Access::Write, &options()) else {
            panic!()
        };
        assert_eq!(holder.pid, child.id());
        let live = open(&path, Access::Read);
        assert_eq!(live.snapshot().unwrap().verify(&[]).unwrap().problems, []);
        child.kill().unwrap();
        child.wait().unwrap();
        live.close().unwrap();
        // The first command after a kill may well be one that reads.
        let store = open(&path, Access::Read);
        assert_sound(&store);
        for no in 0..=told {
            let id = command(SCHOOL, 5000 + no, new_task(0)).id;
            assert!(store.snapshot().unwrap().answer(SCHOOL, id).unwrap().is_some(), "{no}");
        }
    }
}

#[test]
fn a_backup_beside_a_writer_restores_to_the_same() {
    let (folder, path) = home();
    let writer = open(&path, Access::Write);
    let reader = open(&path, Access::Read);
    let copy = folder.path().join("copy.redb");
    let snapshot = reader.snapshot().unwrap();
    let before = rows(&snapshot.school(SCHOOL).unwrap());
    run(&writer, command(SCHOOL, 800, new_task(3))).unwrap();
    snapshot.backup(&copy, &options()).unwrap();
    assert_eq!(snapshot.backup(&copy, &options()), Err(StoreError::Exists(copy.clone())));
    drop((snapshot, reader));
    let said = backup::restore(&copy, &path, &options(), |_| Ok(()));
    assert!(matches!(said, Err(StoreError::Busy(_))), "not under a writer's feet");
    writer.close().unwrap();
    let restored = backup::restore(&copy, &path, &options(), |_| Ok(())).unwrap();
    let store = open(&path, Access::Read);
    assert_sound(&store);
    assert_eq!(rows(&store.snapshot().unwrap().school(SCHOOL).unwrap()), before);
    let replaced = open(&restored.replaced.unwrap(), Access::Read);
    assert!(replaced.snapshot().unwrap().school(SCHOOL).unwrap().head().seq > 0);
    assert_eq!(doctor(&copy, &[], &options()).unwrap().problems, []);
}

#[test]
fn a_damaged_store_is_replaced_and_a_damaged_backup_refused() {
    let (folder, path) = home();
    let copy = folder.path().join("copy.redb");
    open(&path, Access::Read).snapshot().unwrap().backup(&copy, &options()).unwrap();
    std::fs::write(&path, b"not a store").unwrap();
    backup::restore(&copy, &path, &options(), |_| Ok(())).unwrap();
    assert_sound(&open(&path, Access::Read));
    let mut bytes = std::fs::read(&copy).unwrap();
    let middle = bytes.len() / 3;
    bytes.truncate(middle);
    std::fs::write(&copy, bytes).unwrap();
    assert!(matches!(backup::restore(&copy, &path, &options(), |_| Ok(())), Err(StoreError::Damaged(_))));
    assert_sound(&open(&path, Access::Read));
}

#[test]
fn automatic_backups_come_once_a_day_and_go_when_they_are_old() {
    let (folder, path) = home();
    let store = open(&path, Access::Write);
    let to = folder.path().join("backups");
    let keep = Retention { days: 3, months: 1 };
    for offset in 0..10 {
        let day = day("2023-10-28") + chrono::Days::new(offset);
        let made = backup::daily(&store, &to, day, keep, &options()).unwrap();
        assert!(made.is_some_and(|path| path.ends_with(format!("vekha-{day}.redb"))));
        assert_eq!(backup::daily(&store, &to, day, keep, &options()).unwrap(), None);
    }
    let kept =
        ["2023-11-01", "2023-11-04", "2023-11-05", "2023-11-06"].map(|day| format!("vekha-{day}.redb"));
    assert_eq!(names(&to), kept);
    assert_sound(&open(&to.join(&kept[0]), Access::Read));
}

#[test]
fn what_is_erased_is_in_no_file_any_more_and_the_journal_verifies() {
    const NAME: &str = "Вымышленный Человек Которого Забудут";
    let (folder, path) = home();
    let backups = folder.path().join("backups");
    let store = open(&path, Access::Write);
    let profile = Profile { name: NAME.into(), ..Profile::default() };
    let add = Action::AddParty(vekha_core::command::NewParty { kind: PartyKind::Person, profile });
    assert!(matches!(run(&store, command(SCHOOL, 900, add)), Ok(Outcome::Done(_))));
    let snapshot = store.snapshot().unwrap();
    let parties = vekha_core::view::Read::parties(&snapshot.school(SCHOOL).unwrap()).unwrap();
    let person: PartyId = parties.last().unwrap().id;
    let key = VaultKey { owner: Subject::Party(person), version: 1 };
    let Content::Party(kept) = snapshot.vault(SCHOOL, &key).unwrap().unwrap().content else { panic!() };
    assert_eq!(kept.name, NAME);
    assert_eq!(snapshot.vault_of(SCHOOL, key.owner).unwrap().len(), 1);
    drop(snapshot);
    backup::daily(&store, &backups, day("2023-11-01"), Retention::default(), &options()).unwrap();
    store.close().unwrap();
    backup::restore(&backups.join("vekha-2023-11-01.redb"), &path, &options(), |_| Ok(())).unwrap();
    let holding = |path: &Path| {
        let bytes = std::fs::read(path).unwrap();
        bytes.windows(NAME.len()).any(|window| window == NAME.as_bytes())
    };
    assert!(holding(&path));
    let head = open(&path, Access::Read).snapshot().unwrap().file_head().unwrap();
    let done = erase(&path, &backups, SCHOOL, &[key.owner], &|_| Vec::new(), &options()).unwrap();
    assert_eq!(done.iter().map(|erased| erased.rows).collect::<Vec<_>>(), [1, 1, 1]);
    for erased in &done {
        assert!(!holding(&erased.path), "{}", erased.path.display());
    }
    let store = open(&path, Access::Read);
    assert_sound(&store);
    let snapshot = store.snapshot().unwrap();
    assert_eq!(snapshot.file_head().unwrap(), head);
    assert_eq!(snapshot.vault(SCHOOL, &key).unwrap(), None);
    assert_eq!(snapshot.verify(&[]).unwrap().erased, 1);
}

#[test]
fn doctor_says_what_it_looked_at_and_leaves_nothing_behind() {
    let (folder, path) = home();
    let store = open(&path, Access::Read);
    let head = store.snapshot().unwrap().school(SCHOOL).unwrap().head();
    let known = Known { school: SCHOOL, seq: head.seq, hash: head.hash };
    store.close().unwrap();
    let report = doctor(&path, &[known], &options()).unwrap();
    assert_eq!(report.problems, []);
    assert_eq!(report.verified.events, head.seq);
    let counts: BTreeMap<_, _> = report.counts.into_iter().collect();
    assert_eq!((counts["journal-1"], counts["rows-1"], counts["due-1"]), (head.seq, report.rows, report.due));
    assert_eq!(names(folder.path()), ["vekha.redb"]);
    let forged = Known { seq: head.seq - 1, ..known };
    let absent = Known { school: SchoolId(9), ..known };
    let problems = doctor(&path, &[forged, absent], &options()).unwrap().problems;
    let expected = [(SCHOOL, head.seq - 1), (SchoolId(9), head.seq)];
    assert_eq!(problems, expected.map(|(school, seq)| Problem::Unknown { school, seq }));
}
