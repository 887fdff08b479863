//! The sandbox as a whole: the program started again as a worker, under the system's caps.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use vekha::script::limits::Limits;
use vekha::script::sandbox::Sandbox;
use vekha::script::wire::Source;

fn sandbox() -> Sandbox {
    let limits = Limits { operations: 500_000, wall_ms: 2_500, memory_mb: 128, ..Limits::default() };
    Sandbox::of_program(env!("CARGO_BIN_EXE_vekha"), limits)
}

/// Runs a script; `ok` or the code of its fault.
fn outcome(name: &str, text: &str) -> String {
    let source = Source { name: name.into(), text: text.into() };
    match sandbox().eval(source, Vec::new()).result {
        Ok(_) => "ok".into(),
        Err(fault) => fault.code,
    }
}

#[test]
fn every_hostile_script_ends_with_its_reason() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hostile");
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() >= 60, "{} scripts", paths.len());
    let halves = paths.split_at(paths.len() / 2);
    let wrong = std::thread::scope(|scope| {
        let other = scope.spawn(|| halves.1.iter().filter_map(|path| complaint(path)).collect::<Vec<_>>());
        let mut wrong: Vec<String> = halves.0.iter().filter_map(|path| complaint(path)).collect();
        wrong.extend(other.join().unwrap());
        wrong
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is wrong with how a hostile script ended. Its first line names the reasons that are right.
fn complaint(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_string_lossy().into_owned();
    let text = std::fs::read_to_string(path).unwrap();
    let expected: BTreeSet<&str> =
        text.lines().next()?.strip_prefix("// expect: ").unwrap().split('|').collect();
    let start = Instant::now();
    let got = outcome(&name, &text);
    let took = start.elapsed();
    if std::env::var_os("VERBOSE").is_some() {
        println!("{name}: {got} in {took:?}");
    }
    // Which of the two bounds on work is met first depends on the machine.
    let late = got == "time" && expected.contains("operations");
    let right = (late || expected.contains(got.as_str())) && took < Duration::from_secs(15);
    (!right).then(|| format!("{name}: expected {expected:?}, got {got} in {took:?}"))
}

fn ids(ftl: &str) -> BTreeSet<String> {
    let messages = ftl.lines().filter_map(|line| line.split_once(" ="));
    messages.map(|(id, _)| id.to_string()).filter(|id| id.starts_with("script-")).collect()
}

#[test]
fn every_fault_has_words_in_both_languages() {
    let russian = ids(include_str!("../locales/ru/script.ftl"));
    assert_eq!(russian, ids(include_str!("../locales/en/script.ftl")));
    for folder in ["src/script", "src/script/api", "src/script/fault"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let Ok(text) = std::fs::read_to_string(&path) else { continue };
            for rest in text.split("Fault::new(\"").skip(1) {
                let id = format!("script-fault-{}", rest.split('"').next().unwrap());
                assert!(russian.contains(&id), "{}: {id}", path.display());
            }
        }
    }
}
