//! Guards of transitions, run by the real program. Everything here is invented.

use crate::harness::{Place, Run};

const EXAMPLE: &str = include_str!("../../examples/workflows/programme-six-stages.toml");

/// A path of three stages; the first step requires a guard.
const SHORT: &str = r#"
[workflow]
name = "programme"
kind = "programme"
title = { ru = "Программа", en = "Programme" }
initial = "first"

[[stage]]
id = "first"
title = { ru = "Первая", en = "First" }

[[stage]]
id = "second"
title = { ru = "Вторая", en = "Second" }

[[stage]]
id = "done"
title = { ru = "Завершена", en = "Completed" }
outcome = "done"

[[transition]]
id = "go"
title = { ru = "Дальше", en = "On" }
from = "first"
to = "second"
roles = ["owner"]

    [[transition.require]]
    id = "guarded"
    level = "must"
    title = { ru = "Условие школы", en = "The school's condition" }
    guard = "условие"

[[transition]]
id = "end"
title = { ru = "Завершить", en = "End" }
from = "second"
to = "done"
roles = ["owner"]
"#;

/// A home whose programmes go the short path, with a programme, and a guard of this text.
struct School(Place);

impl School {
    fn new(guard: &str) -> Self {
        let place = Place::new();
        place.vekha(&["init", ".", "--name", "School 158"]).date("2023-09-01").ok();
        place.file("workflows/programme.toml", SHORT);
        let school = Self(place);
        school.publish(guard);
        school.run(&["task", "add", "1.1", "Order", "--term", "до 30.09.2023"]).ok();
        school.run(&["program", "open", "--form", "teacher-teacher"]).ok();
        school
    }

    fn publish(&self, guard: &str) {
        self.0.file("scripts/guards.rhai", guard);
        self.0.file("scripts/guards.test.rhai", "fn test_nothing() { expect(1, 1); }");
        self.run(&["publish", "--yes"]).ok();
    }

    fn run(&self, args: &[&str]) -> Run {
        self.0.vekha(args).date("2023-09-05")
    }

    fn stage(&self) -> String {
        let shown = self.run(&["program", "show", "1", "--json"]).ok().json();
        let programme = shown.get("programme").unwrap_or(&shown);
        programme["stage"].as_str().unwrap_or_else(|| panic!("{shown}")).to_string()
    }
}

#[test]
fn a_refusal_gives_the_guards_reason_and_the_step_passes_once_it_holds() {
    let guard = "fn условие(факты) {
        if факты.база_наставников < 2 { return отказ(`наставников: ${факты.база_наставников}, нужно двое`); }
        true
    }";
    let school = School::new(guard);
    let advance = ["program", "advance", "1"];
    school.run(&advance).code(3).stderr_contains("нет данных: база_наставников");
    school.run(&advance).english().code(3).stderr_contains("no data: base_mentors");
    school.run(&["program", "count", "1", "mentors=1"]).ok();
    school
        .run(&advance)
        .code(3)
        .stderr_contains("наставников: 1, нужно двое")
        .stderr_contains("Условие школы");
    school.run(&["program", "advance", "1", "--dry-run"]).code(3).stderr_contains("нужно двое");
    school.run(&["program", "why", "1"]).ok().stdout_contains("наставников: 1, нужно двое");
    school.run(&["program", "count", "1", "mentors=2"]).ok();
    school.run(&["program", "why", "1"]).ok().stdout_contains("✓ ");
    school.run(&advance).ok();
    assert_eq!(school.stage(), "second");
    let journal = school.run(&["journal", "show", "--last", "1", "--json"]).ok().stdout;
    assert!(journal.contains("\"script\""), "{journal}");
}

#[test]
fn a_guard_that_fails_refuses_its_step_alone_and_says_where() {
    let school = School::new("fn условие(факты) {\n  let a = [];\n  a - 1\n}");
    let advance = ["program", "advance", "1"];
    school.run(&advance).code(3).stderr_contains("scripts/guards.rhai:3").stderr_contains("условие");
    school.publish("fn условие(факты) { loop { } }");
    school.run(&advance).code(3).stderr_contains("scripts/guards.rhai:1");
    school.publish("fn условие(факты) { false }");
    school.run(&advance).code(3).stderr_contains("scripts/guards.rhai:1");
    assert_eq!(school.stage(), "first");
    school.run(&["task", "done", "1.1", "--note", "x"]).ok();
    school.publish("fn условие(факты) { true }");
    school.run(&advance).ok();
    assert_eq!(school.stage(), "second");
}

#[test]
fn the_working_copy_has_no_say_until_it_is_published() {
    let school = School::new("fn условие(факты) { отказ(\"рано\") }");
    school.0.file("scripts/guards.rhai", "fn условие(факты) { true }");
    school.run(&["program", "advance", "1"]).code(3).stderr_contains("рано");
}

#[test]
fn a_guard_that_no_script_has_is_found_before_it_is_published() {
    let place = Place::new();
    place.vekha(&["init", ".", "--name", "School 158"]).date("2023-09-01").ok();
    place.file("workflows/programme.toml", EXAMPLE);
    place.vekha(&["workflow", "check"]).ok();
    place.vekha(&["publish", "--yes"]).ok();
    place.file(
        "workflows/programme.toml",
        EXAMPLE.replace("наставников_достаточно", "наставников_достаточна"),
    );
    let checked = place.vekha(&["workflow", "check"]).code(4);
    checked.stdout_contains("наставников_достаточно").stdout_contains("^");
    place.vekha(&["publish", "--yes"]).code(3).stderr_contains("может быть, «наставников_достаточно»?");
    std::fs::remove_file(place.path().join("scripts/guards.rhai")).unwrap();
    place.file("workflows/programme.toml", EXAMPLE);
    place.vekha(&["workflow", "check"]).code(4).stdout_contains("наставников_достаточно");
}
