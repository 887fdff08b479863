//! The life of a rule set on the command line: history, difference, publication, the way back.

use serde_json::Value;

use crate::harness::{Place, Run};

/// A home on 2 October 2023 with the shipped set in force.
struct School(Place);

impl School {
    fn new() -> Self {
        let place = Place::new();
        place.vekha(&["init", ".", "--name", "School 158"]).date("2023-09-01").ok();
        Self(place)
    }

    fn run(&self, args: &[&str]) -> Run {
        self.0.vekha(args).date("2023-10-02")
    }

    fn json(&self, args: &[&str]) -> Value {
        self.run(args).args(&["--json"]).ok().json()
    }

    fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.0.path().join(path)).unwrap()
    }

    /// Replaces a piece of a file that must be there.
    #[track_caller]
    fn edit(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert!(text.contains(from), "{path} has no `{from}`");
        self.0.file(path, text.replacen(from, to, 1));
    }

    fn publish(&self, why: &str) -> Value {
        self.json(&["script", "publish", "--why", why, "--yes"])
    }

    /// The short hashes of the history, the newest first.
    fn hashes(&self) -> Vec<String> {
        let history = self.json(&["script", "history"]);
        history.as_array().unwrap().iter().map(|set| set["set"].as_str().unwrap()[..8].to_owned()).collect()
    }
}

const PAIRING: &str = "scripts/pairing.rhai";
/// The first requirement of the workflow of pairs.
const FIRST: &str = "    [[transition.require]]\n    id = \"mentor\"";

/// A requirement that names a guard.
fn guard(name: &str) -> String {
    format!(
        "    [[transition.require]]\n    id = \"met\"\n    level = \"must\"\n    \
         title = {{ ru = \"Встречались\", en = \"Met\" }}\n    guard = \"{name}\"\n\n"
    )
}

const TESTS: &str = "scripts/pairing.test.rhai";

#[test]
fn a_publication_is_one_event_with_its_author_and_its_reason() {
    let school = School::new();
    school.edit(PAIRING, "\"место\": 1", "\"место\": 2");
    let before = school.json(&["journal", "show", "--last", "100"]).as_array().unwrap().len();
    let done = school.publish("Ехать далеко");
    assert_eq!((&done["published"], &done["changed"]), (&true.into(), &serde_json::json!([PAIRING])));
    let after = school.json(&["journal", "show", "--last", "100"]);
    assert_eq!(after.as_array().unwrap().len(), before + 1);
    let history = school.json(&["script", "history"]);
    assert_eq!(history.as_array().unwrap().len(), 2);
    let last = &history[0];
    assert_eq!((last["no"].as_u64(), last["author"].as_str()), (Some(2), Some("admin")));
    assert_eq!((last["why"].as_str(), last["in_force"].as_bool()), (Some("Ехать далеко"), Some(true)));
    assert_eq!((&last["changed"], &last["this_engine"]), (&serde_json::json!([PAIRING]), &true.into()));
    assert_eq!(last["on"], "2023-10-02");
    school
        .run(&["script", "history"])
        .ok()
        .stdout_contains("Почему")
        .stdout_contains("~ scripts/pairing.rhai");
    school.run(&["script", "history"]).english().ok().stdout_contains("first set").stdout_contains("Why");
    school.run(&["script", "history"]).args(&["--as-of", "2023-09-30"]).ok().stdout_lacks("Ехать далеко");
    school.run(&["script", "publish", "--yes"]).code(2).stderr_contains("--why");
}

#[test]
fn the_sentence_why_stands_in_the_vault_and_not_in_the_journal() {
    let school = School::new();
    school.edit(PAIRING, "\"место\": 1", "\"место\": 2");
    school.publish("Секретная причина");
    school.run(&["journal", "export"]).ok().stdout_contains("SetPublished").stdout_lacks("Секретная");
}

#[test]
fn everything_that_stands_in_the_way_of_a_set_is_told_at_once() {
    let school = School::new();
    school.edit(PAIRING, "наставник.предмет ==", "наставник.предмт ==");
    school.edit("scripts/guards.test.rhai", "обучено: 1 })), \"наставники: 1\"", "обучено: 1 })), \"иначе\"");
    school.edit("scripts/hooks.rhai", "fn on_pair_formed", "fn on_pair_made");
    let error =
        school.run(&["script", "publish", "--why", "x", "--yes", "--json"]).code(3).stdout_empty().error();
    assert_eq!(error["kind"], "refused");
    let causes: Vec<&str> =
        error["causes"].as_array().unwrap().iter().map(|cause| cause["text"].as_str().unwrap()).collect();
    let tells = |words: &str| causes.iter().any(|cause| cause.contains(words));
    assert!(tells("нет поля «предмт»") && tells("scripts/pairing.rhai:75:18"), "{causes:#?}");
    assert!(tells("scripts/guards.test.rhai, тест_обучение"), "{causes:#?}");
    assert!(tells("Нет события «on_pair_formed»") && tells("процесс «pair»"), "{causes:#?}");
    assert_eq!(school.hashes().len(), 1, "nothing was published");
    school
        .run(&["publish", "--yes"])
        .english()
        .code(3)
        .stderr_contains("The set was not published")
        .stderr_contains("scripts/hooks.rhai has no event `on_pair_formed`");
}

#[test]
fn a_guard_that_a_workflow_names_must_be_in_the_set() {
    let school = School::new();
    let path = "workflows/pair.toml";
    school.edit(path, FIRST, &format!("{}{FIRST}", guard("пара_встречалсь")));
    school
        .run(&["script", "publish", "--why", "x", "--yes"])
        .code(3)
        .stderr_contains("Нет условия «пара_встречалсь»")
        .stderr_contains("может быть, «пара_встречалась»?");
    school.edit(path, "пара_встречалсь", "пара_встречалась");
    school.publish("Пара должна встречаться");
    // A commented-out function is no function.
    school.edit("scripts/guards.rhai", "fn пара_встречалась", "// fn пара_встречалась\nfn пара_виделась");
    school
        .run(&["script", "publish", "--why", "x", "--yes"])
        .code(3)
        .stderr_contains("Нет условия «пара_встречалась»");
}

#[test]
fn a_form_that_a_programme_runs_in_and_a_workflow_in_use_cannot_go() {
    let school = School::new();
    school.run(&["task", "add", "1.1", "Order", "--term", "до 30.10.2023"]).ok();
    school.run(&["program", "open", "--form", "teacher-teacher"]).ok();
    std::fs::remove_file(school.0.path().join("forms/teacher-teacher.toml")).unwrap();
    std::fs::remove_file(school.0.path().join("workflows/task.toml")).unwrap();
    school
        .run(&["script", "publish", "--why", "x", "--yes"])
        .english()
        .code(3)
        .stderr_contains("no form of mentoring `teacher-teacher`, which is that of programme 1")
        .stderr_contains("no workflow `task`, needed by what is under way");
}

#[test]
fn a_dry_run_checks_and_publishes_nothing() {
    let school = School::new();
    school.edit(PAIRING, "\"место\": 1", "\"место\": 2");
    school
        .run(&["script", "publish", "--why", "x", "--dry-run"])
        .ok()
        .stdout_contains("~ scripts/pairing.rhai");
    assert_eq!(school.hashes().len(), 1);
    school.run(&["script", "publish", "--why", "x"]).code(2).stderr_contains("--yes");
    assert_eq!(school.hashes().len(), 1);
}

#[test]
fn sets_and_the_working_copy_are_compared_line_by_line() {
    let school = School::new();
    school.run(&["script", "diff"]).ok().stdout_contains("Различий нет").stdout_contains("набор №1");
    school.edit(PAIRING, "\"место\": 1", "\"место\": 2");
    school
        .run(&["script", "diff"])
        .ok()
        .stdout_contains("--- scripts/pairing.rhai (набор №1")
        .stdout_contains("+++ scripts/pairing.rhai (рабочая копия)")
        .stdout_contains("-        \"место\": 1,")
        .stdout_contains("+        \"место\": 2,");
    school.publish("x");
    school.0.file("scripts/общее.rhai", "fn дважды(x) { x * 2 }\n");
    let hashes = school.hashes();
    let diff = school.json(&["script", "diff", &hashes[1], &hashes[0]]);
    assert_eq!(diff["files"].as_array().unwrap().len(), 1);
    assert_eq!((&diff["files"][0]["added"], &diff["files"][0]["removed"]), (&1.into(), &1.into()));
    // The other way round, and against the working copy.
    let back = school.json(&["script", "diff", "2", "1"]);
    let added = back["files"][0]["hunks"][0].as_array().unwrap();
    assert!(added.iter().any(|row| row["tag"] == "+" && row["text"] == "        \"место\": 1,"), "{back}");
    let working = school.json(&["script", "diff", "1"]);
    let kinds: Vec<&str> =
        working["files"].as_array().unwrap().iter().map(|file| file["change"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["changed", "added"]);
    // A working copy with mistakes is compared all the same.
    school.0.file("workflows/pair.toml", "это не TOML");
    school.run(&["script", "diff"]).english().ok().stdout_contains("+это не TOML");
}

#[test]
fn a_set_is_named_by_its_beginning_and_a_slip_is_answered() {
    let school = School::new();
    let hash = school.hashes().remove(0);
    school
        .run(&["script", "show", &hash[..5]])
        .ok()
        .stdout_contains(&hash)
        .stdout_contains("Действует сейчас");
    let mut slip = hash.clone();
    slip.replace_range(2..3, if &hash[2..3] == "0" { "1" } else { "0" });
    school.run(&["script", "show", &slip]).code(4).stderr_contains(&format!("может быть, {hash}?"));
    school.run(&["script", "show", "zzzzzzzz"]).english().code(4).stderr_contains("vekha script history");
    let text = school.run(&["script", "show", &hash, "pairing.rhai"]).ok().stdout;
    assert_eq!(text, school.read(PAIRING));
    school
        .run(&["script", "show", &hash, "scripts/paring.rhai"])
        .code(4)
        .stderr_contains("scripts/pairing.rhai");
}

/// YouTrack's restore writes the old text over what was being edited. Here it is never touched unasked.
#[test]
fn rolling_back_leaves_edits_where_they_are() {
    let school = School::new();
    school.edit(PAIRING, "\"место\": 1", "\"место\": 2");
    school.publish("Опыт");
    school.edit(PAIRING, "\"время\": 2", "\"время\": 7");
    let edited = school.read(PAIRING);
    let first = school.hashes().remove(1);
    school
        .run(&["script", "rollback", &first, "--why", "Ошибка", "--yes"])
        .ok()
        .stdout_contains("Снова действует набор №1")
        .stdout_contains("Рабочая копия не тронута");
    assert_eq!(school.read(PAIRING), edited);
    let history = school.json(&["script", "history"]);
    assert_eq!(history.as_array().unwrap().len(), 3);
    assert_eq!((&history[0]["set"], &history[0]["why"]), (&history[2]["set"], &"Ошибка".into()));
    assert_eq!((&history[0]["in_force"], &history[2]["in_force"]), (&true.into(), &false.into()));
    school.run(&["journal", "verify"]).ok();
}

#[test]
fn a_checkout_writes_over_what_was_published_and_puts_edits_aside() {
    let school = School::new();
    let original = school.read(PAIRING);
    school.edit(PAIRING, "\"место\": 1", "\"место\": 2");
    school.edit("scripts/guards.rhai", "больше пяти", "больше шести");
    school.edit("scripts/guards.test.rhai", "больше пяти", "больше шести");
    school.publish("Опыт");
    school.edit(PAIRING, "\"время\": 2", "\"время\": 7");
    school.0.file("scripts/моё.rhai", "fn моё() { 1 }\n");
    let edited = school.read(PAIRING);
    let args = ["script", "rollback", "1", "--why", "Ошибка", "--checkout"];
    let plan = school.run(&args).args(&["--dry-run", "--json"]).ok().json();
    assert_eq!(plan["checkout"]["put_aside"], serde_json::json!([{"path": PAIRING, "to": null}]));
    assert_eq!(school.read(PAIRING), edited, "a dry run writes nothing");
    let done = school.run(&args).args(&["--yes", "--json"]).ok().json();
    assert_eq!(school.read(PAIRING), original);
    assert!(school.read("scripts/guards.rhai").contains("больше пяти"));
    let aside = done["checkout"]["put_aside"][0]["to"].as_str().unwrap();
    assert!(aside.contains("put-aside"), "{aside}");
    assert_eq!(std::fs::read_to_string(aside).unwrap(), edited, "the edit is kept, byte for byte");
    assert_eq!(done["checkout"]["left"], serde_json::json!(["scripts/моё.rhai"]));
    assert_eq!(school.read("scripts/моё.rhai"), "fn моё() { 1 }\n");
}

#[test]
fn what_is_in_force_is_not_rolled_back_to() {
    let school = School::new();
    school.run(&["script", "rollback", "1", "--why", "x", "--yes"]).ok().stdout_contains("уже действует");
    assert_eq!(school.hashes().len(), 1);
    school.run(&["script", "rollback", "7", "--why", "x", "--yes"]).code(4).stderr_contains("Нет набора «7»");
    school.run(&["script", "rollback", "1", "--yes"]).code(2).stderr_contains("--why");
}

#[test]
fn a_rollback_that_would_leave_what_runs_without_a_name_is_refused() {
    let school = School::new();
    school.edit("workflows/pair.toml", FIRST, &format!("{}{FIRST}", guard("новое_условие")));
    let guards = school.read("scripts/guards.rhai");
    school.0.file("scripts/guards.rhai", guards + "\nfn новое_условие(факты) { true }\n");
    school.publish("Условие");
    // The old workflow names no such guard, and nothing stands in the new one: the way back is free.
    school.run(&["script", "rollback", "1", "--why", "x", "--dry-run"]).ok();
}

#[test]
fn status_says_what_was_edited_and_not_published() {
    let school = School::new();
    school.run(&["task", "add", "1.1", "Order", "--term", "до 30.10.2023"]).ok();
    assert_eq!(school.json(&["status"])["unpublished"], serde_json::json!([]));
    school.edit(PAIRING, "\"место\": 1", "\"место\": 2");
    school.edit(TESTS, "// Тесты", "// Проверки");
    assert_eq!(school.json(&["status"])["unpublished"], serde_json::json!([PAIRING, TESTS]));
    school
        .run(&["status"])
        .ok()
        .stderr_contains("не опубликовано: scripts/pairing.rhai, scripts/pairing.test.rhai");
    // A file with mistakes is an edit too.
    school.edit("workflows/pair.toml", "level = \"must\"", "level = ");
    school.run(&["status"]).english().ok().stderr_contains("workflows/pair.toml");
}

#[test]
fn modules_in_folders_of_the_scripts_are_published_with_them() {
    let school = School::new();
    school.0.file("scripts/школа/баллы.rhai", "fn полный() { 100 }\n");
    school.edit(PAIRING, "{ 100 } else { 0 }", "{ import \"школа/баллы\" as б; б::полный() } else { 0 }");
    let done = school.publish("Свой модуль");
    assert_eq!(done["added"], serde_json::json!(["scripts/школа/баллы.rhai"]));
}

#[test]
fn a_file_of_recorded_cases_is_tested_with_its_script() {
    let school = School::new();
    school.0.file("scripts/pairing.recorded.test.rhai", "fn тест_порог() { ожидаем(threshold(), 26); }\n");
    school
        .run(&["script", "test", "scripts/pairing.recorded.test.rhai"])
        .code(1)
        .stderr_contains("ожидалось 26, получено 25");
    school
        .run(&["script", "publish", "--why", "x", "--yes"])
        .code(3)
        .stderr_contains("scripts/pairing.recorded.test.rhai, тест_порог");
}
