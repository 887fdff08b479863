//! What was exported brings a home back; what was changed on the way is found.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use vekha::store::{Access, Options, Store};
use vekha_core::digest::Digest;

use crate::harness::{Place, Ran, Run};

fn run(place: &Place, home: &str, args: &[&str]) -> Run {
    place.vekha(&["--home", home]).args(args).date("2023-09-10")
}

fn json(ran: &Ran) -> Value {
    serde_json::from_str(&ran.stdout).unwrap()
}

/// A digest for each table of a home's store.
fn contents(place: &Place, home: &str) -> BTreeMap<String, Digest> {
    let path = place.path().join(home).join("vekha.redb");
    let store = Store::open(&path, Access::Read, &Options::default()).unwrap();
    store.snapshot().unwrap().contents().unwrap()
}

/// A home with the seed's roadmap, a task done, a note, and people of invented registers.
fn lived_in() -> Place {
    let place = Place::new();
    let example = |name: &str| {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/school-158").join(name).display().to_string()
    };
    place.vekha(&["init", "school", "--name", "Школа"]).ok();
    run(&place, "school", &["import", "roadmap", &example("roadmap-158.txt"), "--yes"]).ok();
    run(&place, "school", &["task", "done", "1.1", "--on", "2023-08-30", "--doc", "Приказ № 1"]).ok();
    run(&place, "school", &["task", "note", "1.2", "Позвонить в центр"]).ok();
    run(&place, "school", &["person", "add", "Незабудкина Н.Н."]).ok();
    run(&place, "school", &["person", "add", "Стираемый С.С."]).ok();
    place
}

fn exported(place: &Place) -> String {
    run(place, "school", &["journal", "export", "--all", "journal.jsonl"]).ok();
    place.file("key.txt", "пароль для проверки\n");
    run(place, "school", &["vault", "export", "vault.age", "--key-file", "key.txt"]).ok();
    fs::read_to_string(place.path().join("journal.jsonl")).unwrap()
}

#[test]
fn the_journal_and_the_vault_restore_the_whole() {
    let place = lived_in();
    let journal = exported(&place);
    assert!(!journal.contains("Незабудкина") && !journal.contains("Позвонить"));
    let vault = fs::read(place.path().join("vault.age")).unwrap();
    assert!(vault.starts_with(b"age-encryption.org/v1"));
    let rescue =
        ["rescue", "again", "--journal", "journal.jsonl", "--vault", "vault.age", "--key-file", "key.txt"];
    let told = json(&place.vekha(&rescue).args(&["--json"]).ok());
    assert_eq!((&told["missing"], &told["foreign"]), (&0.into(), &0.into()));
    for args in [
        &["status", "--json", "--tasks"][..],
        &["task", "list", "--json"],
        &["task", "show", "1.2", "--json"],
        &["person", "list", "--json"],
        &["journal", "show", "--json"],
    ] {
        let there = run(&place, "again", args).ok().stdout.replace("again", "school");
        assert_eq!(there, run(&place, "school", args).ok().stdout, "{args:?}");
    }
    assert_eq!(run(&place, "again", &["journal", "export", "--all"]).ok().stdout, journal);
    let (there, here) = (contents(&place, "again"), contents(&place, "school"));
    for table in ["journal-1", "heads-1", "rows-1", "due-1", "vault-1"] {
        assert_eq!(there[table], here[table], "{table}");
    }
    run(&place, "again", &["doctor"]).ok();
    // Life goes on in it.
    run(&place, "again", &["task", "done", "1.2", "--on", "2023-09-05", "--doc", "Справка"]).ok();
}

#[test]
fn a_command_repeated_after_a_rescue_changes_nothing() {
    let place = lived_in();
    let id = ["--command-id", "00000000-0000-4000-8000-00000000000a"];
    let note = ["task", "note", "1.3", "Один раз"];
    run(&place, "school", &note).args(&id).ok();
    let journal = exported(&place);
    place.vekha(&["rescue", "again", "--journal", "journal.jsonl"]).ok();
    run(&place, "again", &note).args(&id).ok();
    assert_eq!(run(&place, "again", &["journal", "export", "--all"]).ok().stdout, journal);
}

#[test]
fn a_rescue_that_was_cut_off_ends_when_it_is_asked_again_and_writes_over_no_other_store() {
    let place = lived_in();
    exported(&place);
    let rescue = ["rescue", "again", "--journal", "journal.jsonl"];
    place.vekha(&rescue).ok();
    let store = place.path().join("again/vekha.redb");
    let before = std::fs::read(&store).unwrap();
    // It was done, and the answer was lost; or the power went before the last file was there.
    for lost in [None, Some("again/vekha.toml"), Some("again/scripts/pairing.rhai")] {
        if let Some(file) = lost {
            std::fs::remove_file(place.path().join(file)).unwrap();
        }
        if lost.is_some_and(|file| file.ends_with("rhai")) {
            std::fs::remove_file(place.path().join("again/vekha.toml")).unwrap();
        }
        let told = json(&place.vekha(&rescue).args(&["--json"]).ok());
        assert_eq!((&told["changed"], &told["schools"]), (&Value::Bool(false), &Value::from(1)), "{lost:?}");
        assert!(lost.is_none_or(|file| place.path().join(file).exists()), "{lost:?}");
        assert_eq!(std::fs::read(&store).unwrap(), before, "{lost:?}");
    }
    // A store that went on is another one.
    run(&place, "again", &["task", "note", "1.3", "Дальше"]).ok();
    std::fs::remove_file(place.path().join("again/vekha.toml")).unwrap();
    let went_on = std::fs::read(&store).unwrap();
    let refused = place.vekha(&rescue).code(4);
    assert!(refused.stderr.contains("again"), "{refused:?}");
    assert_eq!(std::fs::read(&store).unwrap(), went_on);
}

#[test]
fn the_journal_alone_restores_everything_but_people() {
    let place = lived_in();
    exported(&place);
    place.vekha(&["rescue", "again", "--journal", "journal.jsonl"]).ok();
    // People are numbers.
    let tasks = |home: &str| {
        let mut tasks = json(&run(&place, home, &["status", "--json", "--tasks"]).ok())["tasks"].take();
        let people = |task: &mut Value| task["responsible"].as_array().unwrap().len();
        let counts: Vec<usize> = tasks.as_array_mut().unwrap().iter_mut().map(people).collect();
        tasks.as_array_mut().unwrap().iter_mut().for_each(|task| drop(task["responsible"].take()));
        (tasks, counts)
    };
    assert_eq!(tasks("again"), tasks("school"));
    let people = run(&place, "again", &["person", "list"]).ok();
    assert!(!people.stdout.contains("Незабудкина"), "{people:?}");
}

#[test]
fn who_was_erased_after_the_vault_was_kept_stays_erased() {
    let place = lived_in();
    exported(&place);
    run(&place, "school", &["person", "erase", "Стираемый С.С.", "--reason", "Заявление", "--yes"]).ok();
    run(&place, "school", &["journal", "export", "--all", "later.jsonl"]).ok();
    let rescue =
        ["rescue", "again", "--journal", "later.jsonl", "--vault", "vault.age", "--key-file", "key.txt"];
    place.vekha(&rescue).ok();
    let people = run(&place, "again", &["person", "list"]).ok();
    assert!(people.stdout.contains("Незабудкина") && !people.stdout.contains("Стираемый"), "{people:?}");
    let bytes = fs::read(place.path().join("again/vekha.redb")).unwrap();
    let name = "Стираемый".as_bytes();
    assert!(!bytes.windows(name.len()).any(|window| window == name));
}

/// Each is a change by somebody who has the file, and the line where it is found.
#[test]
fn an_edit_a_removal_an_exchange_and_a_cut_end_are_found() {
    let place = lived_in();
    let journal = exported(&place);
    let head = run(&place, "school", &["journal", "verify"]).ok().stdout;
    let head = head.lines().find(|line| line.starts_with("1:")).unwrap().to_owned();
    let lines: Vec<&str> = journal.lines().collect();
    let joined = |lines: &[&str]| lines.iter().map(|line| format!("{line}\n")).collect::<String>();
    let edited = journal.replacen("2023-08-30", "2023-08-29", 1);
    let at = lines.iter().position(|line| line.contains("2023-08-30")).unwrap();
    let removed = [&lines[..at], &lines[at + 1..]].concat();
    let mut exchanged = lines.clone();
    exchanged.swap(at, at + 1);
    let check = |name: &str, text: String, code: i32| {
        place.file(name, text);
        place.vekha(&["journal", "verify", "--file", name, "--known", &head]).code(code);
        if code == 0 {
            return;
        }
        let rescue = ["rescue", "never", "--journal", name, "--known", &head];
        place.vekha(&rescue).code(4);
        assert!(!place.path().join("never/vekha.redb").exists());
    };
    check("whole.jsonl", journal.clone(), 0);
    check("edited.jsonl", edited, 4);
    check("removed.jsonl", joined(&removed), 4);
    check("exchanged.jsonl", joined(&exchanged), 4);
    check("cut.jsonl", joined(&lines[..lines.len() - 1]), 5);
}

/// The few lines that check an export without the program.
#[test]
fn a_journal_is_checked_without_the_program() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/verify_journal.py");
    let python = |args: &[&str], place: &Place| {
        Command::new("python3").arg(&script).args(args).current_dir(place.path()).output()
    };
    let place = lived_in();
    let journal = exported(&place);
    let Ok(whole) = python(&["journal.jsonl"], &place) else { return };
    let head = String::from_utf8(whole.stdout).unwrap().trim().to_owned();
    assert!(run(&place, "school", &["journal", "verify"]).ok().stdout.contains(&head));
    place.file("edited.jsonl", journal.replacen("2023-08-30", "2023-08-29", 1));
    assert!(!python(&["edited.jsonl"], &place).unwrap().status.success());
    let cut: String = journal.lines().take(5).map(|line| format!("{line}\n")).collect();
    place.file("cut.jsonl", cut);
    assert!(python(&["cut.jsonl"], &place).unwrap().status.success());
    assert!(!python(&["cut.jsonl", &head], &place).unwrap().status.success());
}

#[test]
fn a_wrong_key_and_a_damaged_vault_are_told_apart() {
    let place = lived_in();
    exported(&place);
    place.file("other.txt", "не тот пароль");
    let rescue = |vault: &str, key: &str| {
        place.vekha(&["rescue", "again", "--journal", "journal.jsonl", "--vault", vault, "--key-file", key])
    };
    rescue("vault.age", "other.txt").code(4).stderr_contains("не открывает");
    let whole = fs::read(place.path().join("vault.age")).unwrap();
    place.file("cut.age", &whole[..whole.len() - 20]);
    rescue("cut.age", "key.txt").code(4).stderr_contains("обрезан");
    assert!(!place.path().join("again/vekha.redb").exists());
}
