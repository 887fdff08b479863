//! Hostile rules in the place of the school's own. Whatever command asks them ends soon and in bounded memory, names the
//! script, its line and the reason, writes nothing, and leaves other schools alone. People here are invented.

use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use serde_json::Value;
use vekha_core::people::Side;

use crate::{night, pairs};

/// What every command here may use, of its school's settings.
const LIMITS: &str = "\n[scripts]\noperations = 60000\nwall_ms = 1000\nmemory_mb = 96\n";

/// Statements that do harm: texts without end, a loop that swallows its own end, a function that calls itself.
const HARM: [&str; 3] = [
    "let s = []; loop { let t = \"\"; t.pad(1000000, 'x'); s.push(|| t); }",
    "loop { try { loop { } } catch { } }",
    "let f = |me, n| me.call(me, n + 1); f.call(f, 0);",
];

/// What may end them; which comes first depends on the machine.
const REASONS: [&str; 6] = ["операций", "время вышло", "память", "вложенных вызовов", "стек", "велико"];

/// Runs the program with 2 GB of address space for itself and whatever it starts.
fn capped(home: &Path, day: &str, args: &[&str]) -> (Output, String) {
    let start = Instant::now();
    let mut command = Command::new("sh");
    command.args(["-c", "ulimit -v 2000000; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_vekha")]);
    command.current_dir(home).args(args).args(["--date", day]).env("LANG", "C").env_remove("VEKHA_HOME");
    let output = command.output().expect("a shell");
    let took = start.elapsed();
    assert!(took < Duration::from_secs(30), "{args:?} took {took:?}");
    let said = String::from_utf8_lossy(&[&output.stdout[..], &output.stderr[..]].concat()).into_owned();
    (output, said)
}

/// Whether a text names the script and its line; of what a busy machine had to stop from outside no line is known.
fn names(said: &str, script: &str) -> bool {
    let script = format!("scripts/{script}");
    said.contains(&format!("{script}:")) || (said.contains(&script) && said.contains("время вышло"))
}

/// The command ends with a code and names the script's line and a reason.
#[track_caller]
fn refused(home: &Path, args: &[&str], code: i32, script: &str) {
    let (output, said) = capped(home, "2023-10-02", args);
    assert_eq!(output.status.code(), Some(code), "{args:?}: {said}");
    assert!(names(&said, script), "{args:?}: {said}");
    assert!(REASONS.iter().any(|reason| said.contains(reason)), "{args:?}: {said}");
}

fn edit(home: &Path, script: &str, change: impl Fn(&str) -> String) {
    let path = home.join("scripts").join(script);
    let text = std::fs::read_to_string(&path).unwrap();
    let changed = change(&text);
    assert_ne!(text, changed);
    std::fs::write(path, changed).unwrap();
}

fn limited(home: &Path) {
    let path = home.join("vekha.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(path, text + LIMITS).unwrap();
}

#[test]
fn a_rule_of_pairing_that_does_harm_stops_its_command_and_nothing_else() {
    let school = pairs::School::new();
    let home = school.0.path();
    limited(home);
    std::fs::remove_file(home.join("scripts/pairing.test.rhai")).unwrap();
    let marked = "известно(наставник.стаж) && наставник.стаж > 40";
    let first = "fn eligible(наставник, наставляемый) {";
    edit(home, "pairing.rhai", |text| {
        text.replace(first, &format!("{first}\n    if {marked} {{ {} }}", HARM[0]))
    });
    // Nobody is there yet for whom it does harm.
    school.run(&["publish", "--why", "проверка", "--yes"]).ok();
    school.people(&[
        ("Придумов Борис Семёнович", Side::Mentor, 1, &[("years", "41")]),
        ("Выдумова Анна Петровна", Side::Mentee, 0, &[("years", "1")]),
    ]);
    let journal = || school.run(&["journal", "export"]).ok().stdout;
    let before = journal();
    refused(home, &["pair", "propose"], 1, "pairing.rhai");
    for (from, to) in [(HARM[0], HARM[1]), (HARM[1], HARM[2])] {
        edit(home, "pairing.rhai", |text| text.replace(from, to));
        // The set in force does the same harm: what changes is the reason, and no command failed.
        refused(home, &["script", "impact"], 0, "pairing.rhai");
    }
    // Nor is such an edit published by the way: somebody has to say that it is about something else.
    let publish = ["publish", "--why", "проверка", "--yes"];
    let (output, said) = capped(home, "2023-10-02", &publish);
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert!(said.contains("как и действующие") && said.contains("--allow-failing"), "{said}");
    assert_eq!(journal(), before);
    let (output, said) = capped(home, "2023-10-02", &[&publish[..], &["--allow-failing"]].concat());
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.contains("Правила по-прежнему дают ошибку"), "{said}");
    assert_ne!(journal(), before);
}

#[test]
fn an_indicator_that_does_harm_ends_the_night_of_its_school_alone() {
    let school = night::School::new();
    let home = school.0.path();
    limited(home);
    school.on("2023-09-05", &["school", "add", "Школа вторая"]).ok();
    std::fs::remove_file(home.join("scripts/efficiency.test.rhai")).unwrap();
    let first = "fn school(факты) {";
    edit(home, "efficiency.rhai", |text| {
        text.replace(first, &format!("{first}\n    if известно(факты.children) {{ {} }}", HARM[0]))
    });
    school.on("2023-09-06", &["publish", "--why", "проверка", "--yes"]).ok();
    // What the look before publishing could not meet.
    school.on("2023-09-06", &["school", "facts", "set", "children", "100"]).ok();
    for harm in &HARM[1..] {
        // A copy in memory, and then one that is only looked at.
        let (output, said) = capped(home, "2023-10-02", &["simulate", "--until", "2023-10-02"]);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(names(&said, "efficiency.rhai"), "{said}");
        edit(home, "efficiency.rhai", |text| text.replace(HARM[0], harm).replace(HARM[1], harm));
        refused(home, &["script", "impact"], 0, "efficiency.rhai");
    }
    let (output, said) = capped(home, "2023-10-02", &["nightly", "--json"]);
    assert_eq!(output.status.code(), Some(1), "{said}");
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let error = report["schools"][0]["error"].as_str().unwrap();
    assert!(error.starts_with("scripts/efficiency.rhai") && names(error, "efficiency.rhai"), "{error}");
    assert!(REASONS.iter().any(|reason| error.contains(reason)), "{error}");
    assert!(report["schools"][1]["error"].is_null(), "{report}");
    assert_eq!(report["schools"][1]["nights"][0]["counts"]["evaluated"], 1);
    let (output, said) = capped(home, "2023-10-02", &["metrics", "show", "school"]);
    assert!(output.status.code() == Some(4) && said.contains("Показателей ещё нет"), "{said}");
    let exported = school.on("2023-10-02", &["journal", "export"]).ok().stdout;
    assert!(!exported.contains("Indicators"), "no value of the night is kept");
    let harm = format!("if известно(факты.children) {{ {} }}", HARM[0]);
    let ahead = format!("if факты.сегодня > дата(\"2023-10-02\") {{ {} }}", HARM[0]);
    edit(home, "efficiency.rhai", |text| text.replace(&harm.replace(HARM[0], HARM[2]), &ahead));
    school.on("2023-10-02", &["publish", "--why", "проверка", "--yes"]).ok();
    // Today's values are kept, and what will fail is told at once.
    let (output, said) = capped(home, "2023-10-02", &["nightly", "--json"]);
    assert_eq!(output.status.code(), Some(1), "{said}");
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let night = &report["schools"][0]["nights"][0];
    assert_eq!(night["counts"]["evaluated"], 2, "{report}");
    assert_eq!(night["foreseen"]["date"], "2023-10-30", "{report}");
    let why = night["foreseen"]["why"].as_str().unwrap();
    assert!(names(why, "efficiency.rhai") && REASONS.iter().any(|reason| why.contains(reason)), "{why}");
}
