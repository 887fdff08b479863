//! Databases that older programs wrote: each opens, verifies, says what it said, and gives the same journal.
//!
//! `tests/golden/homes/make` makes one of today's stored version; those that are there are never made anew.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;
use vekha::store::FORMAT;
use vekha_core::state::EVOLVE_VERSION;

use crate::harness::Place;

const DAY: &str = "2023-11-20";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/homes")
}

/// The golden homes by name.
fn homes() -> BTreeMap<String, PathBuf> {
    let entries = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    entries
        .filter(|path| path.is_dir())
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), path))
        .collect()
}

fn golden(home: &Path, name: &str) -> String {
    std::fs::read_to_string(home.join(name)).unwrap()
}

/// A copy to work in.
fn copy(home: &Path) -> Place {
    let place = Place::new();
    for name in ["vekha.redb", "vekha.toml"] {
        place.file(name, std::fs::read(home.join(name)).unwrap());
    }
    place
}

/// Whoever makes a new version makes a golden home with the program of the old one first.
#[test]
fn every_version_before_todays_has_a_golden_home() {
    let known = homes();
    for evolve in 2..EVOLVE_VERSION {
        let wanted = format!("format-{FORMAT}-evolve-{evolve}");
        assert!(known.contains_key(&wanted), "{wanted}: tests/golden/homes/make with the program as it was");
    }
    assert!(known.contains_key("format-1-evolve-2"), "the oldest is kept");
}

#[test]
fn an_old_home_verifies_and_exports_the_journal_it_had() {
    for (name, home) in homes() {
        let place = copy(&home);
        let verified = place.vekha(&["journal", "verify"]).english().ok();
        assert_eq!(verified.stdout, golden(&home, "verify.txt"), "{name}");
        place.vekha(&["doctor"]).english().ok();
        place.vekha(&["journal", "export", "--all", "out.jsonl"]).ok();
        let exported = std::fs::read_to_string(place.path().join("out.jsonl")).unwrap();
        assert!(exported == golden(&home, "journal.jsonl"), "{name}: the journal is another");
    }
}

#[test]
fn an_old_home_says_of_itself_what_it_said() {
    for (name, home) in homes() {
        let place = copy(&home);
        let now = place.vekha(&["status", "--json"]).english().date(DAY).ok().json();
        let mut then: Value = serde_json::from_str(&golden(&home, "status.json")).unwrap();
        // The files of the home are not kept with it.
        then.as_object_mut().unwrap().remove("unpublished");
        kept(&then, &now, &name);
    }
}

/// Everything that was said is said again; more may be.
#[track_caller]
fn kept(then: &Value, now: &Value, at: &str) {
    match (then, now) {
        (Value::Object(then), Value::Object(now)) => {
            for (key, value) in then {
                kept(value, now.get(key).unwrap_or(&Value::Null), &format!("{at}.{key}"));
            }
        }
        (Value::Array(then), Value::Array(now)) => {
            assert_eq!(then.len(), now.len(), "{at}");
            then.iter()
                .zip(now)
                .enumerate()
                .for_each(|(no, (then, now))| kept(then, now, &format!("{at}[{no}]")));
        }
        _ => assert_eq!(then, now, "{at}"),
    }
}

#[test]
fn an_old_home_goes_on() {
    for (name, home) in homes() {
        let place = copy(&home);
        place.vekha(&["task", "done", "2.1", "--on", "2023-09-15", "--doc", "База"]).date(DAY).ok();
        place.vekha(&["journal", "verify"]).ok();
        place.vekha(&["doctor"]).ok();
        let journal = golden(&home, "journal.jsonl");
        place.vekha(&["journal", "export", "out.jsonl"]).ok();
        let longer = std::fs::read_to_string(place.path().join("out.jsonl")).unwrap();
        assert!(longer.starts_with(&journal) && longer.len() > journal.len(), "{name}");
    }
}

#[test]
fn an_old_journal_makes_a_home_anew() {
    for (_, home) in homes() {
        let place = Place::new();
        place.file("old.jsonl", golden(&home, "journal.jsonl"));
        place.vekha(&["rescue", "again", "--journal", "old.jsonl"]).ok();
        let verify = ["journal", "verify", "--home", "again"];
        let head =
            golden(&home, "verify.txt").lines().find(|line| line.starts_with("1:")).unwrap().to_owned();
        place.vekha(&verify).ok().stdout_contains(&head);
    }
}
