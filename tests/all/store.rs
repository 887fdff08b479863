//! Copies of the store, and the look over it, from the command line.

use std::path::Path;

use serde_json::Value;

use crate::harness::{Place, Ran};

/// A folder with a home in `school`.
fn home() -> Place {
    let place = Place::new();
    place.vekha(&["init", "school", "--name", "Школа"]).ok();
    place
}

fn run(place: &Place, args: &[&str]) -> crate::harness::Run {
    place.vekha(&["--home", "school"]).args(args)
}

fn json(ran: &Ran) -> Value {
    serde_json::from_str(&ran.stdout).unwrap()
}

fn store(place: &Place) -> std::path::PathBuf {
    place.path().join("school/vekha.redb")
}

fn files(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_backup_restores_to_the_same() {
    let place = home();
    run(&place, &["backup", "copy.redb"]).ok().stdout_contains("copy.redb");
    let before = json(&run(&place, &["doctor", "--json"]).ok());
    std::fs::write(store(&place), "what was a store").unwrap();
    run(&place, &["doctor"]).code(5);
    let restored = json(&run(&place, &["restore", "copy.redb", "--yes", "--json"]).ok());
    assert_eq!(restored["schools"], 1);
    let replaced = restored["replaced"].as_str().unwrap();
    assert_eq!(std::fs::read_to_string(place.path().join(replaced)).unwrap(), "what was a store");
    assert_eq!(json(&run(&place, &["doctor", "--json"]).ok()), before);
    assert_eq!(before["sound"], true);
}

#[test]
fn a_backup_is_not_written_over() {
    let place = home();
    run(&place, &["backup", "copy.redb"]).ok();
    run(&place, &["backup", "copy.redb"]).ok().stdout_contains("copy.redb");
    run(&place, &["task", "add", "9.9", "Позже", "--term", "до 30.10.2023"]).ok();
    run(&place, &["backup", "copy.redb"]).code(4).stderr_contains("copy.redb");
    run(&place, &["backup", "copy.redb"]).english().code(4).stderr_contains("is there already");
}

#[test]
fn backups_without_a_name_go_to_the_folder_of_backups() {
    let place = home();
    for _ in 0..2 {
        run(&place, &["backup"]).date("2023-11-01").ok();
        run(&place, &["backup", "--daily"]).date("2023-11-01").ok();
    }
    let expected =
        ["vekha-2023-11-01-120000-2.redb", "vekha-2023-11-01-120000.redb", "vekha-2023-11-01.redb"];
    assert_eq!(files(&place.path().join("school/backups")), expected);
}

#[test]
fn every_night_keeps_a_copy_and_runs_also_where_it_cannot() {
    let place = home();
    for day in ["2026-09-01", "2026-09-02", "2026-09-02"] {
        run(&place, &["nightly"]).date(day).ok();
    }
    let folder = place.path().join("school/backups");
    assert_eq!(files(&folder), ["vekha-2026-09-01.redb", "vekha-2026-09-02.redb"]);
    run(&place, &["restore", "school/backups/vekha-2026-09-02.redb", "--yes"]).ok();
    run(&place, &["nightly", "--dry-run"]).date("2026-09-03").ok();
    assert_eq!(files(&folder).len(), 2);
    std::fs::remove_dir_all(&folder).unwrap();
    std::fs::write(&folder, "a file where the folder should be").unwrap();
    run(&place, &["nightly"])
        .date("2026-09-04")
        .code(1)
        .stderr_contains("копии не сделано")
        .stdout_contains("Ночь 04.09.2026: прошла");
    run(&place, &["nightly"]).date("2026-09-05").english().code(1).stderr_contains("no copy was made");
}

#[test]
fn a_restore_asks_first_and_a_dry_run_only_verifies() {
    let place = home();
    run(&place, &["backup", "copy.redb"]).ok();
    let before = std::fs::read(store(&place)).unwrap();
    run(&place, &["restore", "copy.redb"]).code(2).stderr_contains("--yes");
    run(&place, &["restore", "copy.redb", "--dry-run"]).ok().stdout_contains("исправна");
    assert_eq!(std::fs::read(store(&place)).unwrap(), before);
    run(&place, &["restore", "absent.redb", "--yes"]).code(4).stderr_contains("absent.redb");
}

#[test]
fn a_damaged_backup_is_refused_and_replaces_nothing() {
    let place = home();
    run(&place, &["backup", "copy.redb"]).ok();
    let copy = place.path().join("copy.redb");
    let bytes = std::fs::read(&copy).unwrap();
    std::fs::write(&copy, &bytes[..bytes.len() / 2]).unwrap();
    // Not the bytes of the file: whoever opens it for writing moves redb's own counters.
    let journal = || run(&place, &["journal", "export"]).ok().stdout;
    let before = journal();
    run(&place, &["restore", "copy.redb", "--yes"]).code(5);
    assert_eq!(journal(), before);
}

#[test]
fn doctor_speaks_both_languages() {
    let place = home();
    run(&place, &["doctor"]).ok().stdout_contains("Хранилище исправно.").stdout_contains("journal-1");
    run(&place, &["doctor", "--rebuild"]).english().ok().stdout_contains("The store is sound.");
}

#[test]
fn a_file_that_is_no_store_is_told_with_exit_code_5_and_left_as_it_is() {
    let place = home();
    let whole = std::fs::read(store(&place)).unwrap();
    let files: [(&str, Vec<u8>); 4] = [
        ("cut off", whole[..whole.len() / 3].to_vec()),
        ("zeros", vec![0; 100_000]),
        ("empty", Vec::new()),
        ("a document", "Дорожная карта".as_bytes().repeat(5_000)),
    ];
    for (what, bytes) in files {
        for args in [&["status"][..], &["task", "note", "1.1", "x"], &["backup"], &["nightly"], &["doctor"]] {
            std::fs::write(store(&place), &bytes).unwrap();
            let ran = run(&place, args).code(5);
            let said = format!("{}{}", ran.stdout, ran.stderr);
            assert!(said.contains("vekha restore") && !said.contains("panicked"), "{what}, {args:?}: {said}");
            assert_eq!(std::fs::read(store(&place)).unwrap(), bytes, "{what}, {args:?}");
        }
    }
    std::fs::write(store(&place), whole).unwrap();
    run(&place, &["journal", "verify"]).ok();
}

#[test]
fn a_clock_that_was_set_forward_and_back_loses_nothing() {
    let place = home();
    for (day, name) in
        [("2024-06-01", "Завтрашний А.А."), ("2023-09-10", "Вчерашний Б.Б."), ("2023-11-01", "Нынешний В.В.")]
    {
        run(&place, &["person", "add", name]).date(day).ok();
    }
    run(&place, &["journal", "verify"]).date("2023-11-01").ok();
    let people = run(&place, &["person", "list"]).date("2023-11-01").ok();
    people.stdout_contains("Завтрашний").stdout_contains("Вчерашний").stdout_contains("Нынешний");
}

/// What a user without rights is told. The system lets the owner of everything do everything, so where the tests run
/// as that user the program runs as nobody.
#[cfg(unix)]
#[test]
fn a_folder_without_rights_is_named_and_nothing_is_lost() {
    use std::fs::{Permissions, set_permissions};
    use std::os::unix::fs::PermissionsExt as _;

    let place = home();
    let before = std::fs::read(store(&place)).unwrap();
    let program = place.path().join("vekha");
    std::fs::copy(env!("CARGO_BIN_EXE_vekha"), &program).unwrap();
    let rights = |path: &Path, mode| set_permissions(path, Permissions::from_mode(mode)).unwrap();
    rights(place.path(), 0o755);
    rights(&program, 0o755);
    let school = place.path().join("school");
    for (folder, file, args) in [
        (0o555, 0o000, &["status"][..]),
        (0o555, 0o000, &["school", "list"]),
        (0o555, 0o444, &["person", "add", "Вымышленная Анна"]),
        (0o000, 0o644, &["status"]),
    ] {
        rights(&store(&place), file);
        rights(&school, folder);
        let said = as_nobody(&program, &school, args);
        rights(&school, 0o755);
        rights(&store(&place), 0o644);
        assert_ne!(said.status.code(), Some(0), "{args:?}");
        let told = String::from_utf8(said.stderr).unwrap();
        assert!(told.contains(&school.display().to_string()), "{args:?}: {told}");
        assert!(!told.contains("panicked"), "{args:?}: {told}");
    }
    assert_eq!(std::fs::read(store(&place)).unwrap(), before);
}

#[cfg(unix)]
fn as_nobody(program: &Path, home: &Path, args: &[&str]) -> std::process::Output {
    use std::os::unix::process::CommandExt as _;

    const NOBODY: u32 = 65_534;
    let mut command = std::process::Command::new(program);
    command.args(["--lang", "en", "--home"]).arg(home).args(args).current_dir("/");
    if rustix::process::geteuid().is_root() {
        command.uid(NOBODY).gid(NOBODY);
    }
    command.output().unwrap()
}
