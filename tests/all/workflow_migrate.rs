//! `vekha workflow migrate`: what runs goes on under another version of its workflow, and back.

use crate::harness::Place;

const PROGRAMME: &str = include_str!("../../workflows/programme.toml");
const SIX: &str = include_str!("../../examples/workflows/programme-six-stages.toml");
const DAY: &str = "2023-10-10";

/// A home whose programme stands in the stage of training, and `source` published since.
fn home(source: &str) -> Place {
    let place = Place::new();
    place.vekha(&["init", ".", "--name", "Школа № 0"]).date(DAY).ok();
    place.file(
        "plan.csv",
        "№;Мероприятие;Срок;Ответственный\n1.1;Издание приказа;до 30.08.2023;Придумов Б.С.\n",
    );
    place.vekha(&["import", "roadmap", "plan.csv", "--plan", "2023/24", "--yes"]).date(DAY).ok();
    place.vekha(&["program", "open", "--form", "teacher-teacher", "--at-stage", "training"]).date(DAY).ok();
    place.file("workflows/programme.toml", source);
    place.vekha(&["publish", "--yes"]).date(DAY).ok();
    place
}

fn migrate(place: &Place, args: &[&str], code: i32) -> serde_json::Value {
    let run = place.vekha(&["workflow", "migrate", "--json", "--yes"]).args(args).english().date(DAY);
    run.code(code).json()
}

fn stage(place: &Place) -> serde_json::Value {
    place.vekha(&["program", "show", "1", "--json"]).date(DAY).ok().json()["stage"].clone()
}

fn renamed() -> String {
    PROGRAMME.replace("\"training\"", "\"learning\"")
}

#[test]
fn a_renamed_stage_is_followed_shown_first_and_taken_back() {
    let place = home(&renamed());
    assert_eq!(stage(&place), "training", "what runs stays on its version");
    place
        .vekha(&["workflow", "migrate", "--dry-run"])
        .date(DAY)
        .ok()
        .stdout_contains("Отбор и обучение наставников")
        .stdout_contains("(по названию —")
        .stdout_contains("ничего не изменено");
    assert_eq!(stage(&place), "training");
    let moved = migrate(&place, &[], 0);
    let one = &moved["candidates"][0];
    assert_eq!(
        (&one["how"], &one["target"], &moved["moved"]),
        (&"same-title".into(), &"learning".into(), &1.into())
    );
    assert_eq!(stage(&place), "learning");
    place.vekha(&["journal", "show"]).ok().stdout_contains("Идёт дальше по версии процесса");
    place.vekha(&["workflow", "migrate"]).date(DAY).ok().stdout_contains("переводить нечего");
    let back = migrate(&place, &["--back"], 0);
    assert_eq!((&back["candidates"][0]["how"], &back["moved"]), (&"back".into(), &1.into()));
    assert_eq!(stage(&place), "training");
    place.vekha(&["journal", "verify"]).ok();
    place.vekha(&["doctor"]).ok();
}

#[test]
fn moving_to_the_old_version_by_its_hash_restores_the_stage() {
    let place = home(SIX);
    let blocked = migrate(&place, &[], 3);
    let old = blocked["candidates"][0]["from"].as_str().expect("a hash").to_owned();
    let moved = migrate(&place, &["--stage", "training=mentors"], 0);
    assert_eq!(moved["candidates"][0]["how"], "named");
    assert_eq!(stage(&place), "mentors");
    // By its name «mentors» would lead to «mentors»: it goes back the way it came.
    migrate(&place, &["programme", "--to", &old[..8]], 0);
    assert_eq!(stage(&place), "training");
}

#[test]
fn what_cannot_be_moved_stays_with_the_reason_and_a_command() {
    let place = home(SIX);
    place
        .vekha(&["workflow", "migrate", "--yes"])
        .date(DAY)
        .code(3)
        .stdout_contains(
            "остаётся на прежней версии: в новой версии нет стадии «Отбор и обучение наставников»",
        )
        .stdout_contains("--stage training=");
    assert_eq!(stage(&place), "training");
    let ran =
        place.vekha(&["workflow", "migrate", "--stage", "training=nowhere", "--yes"]).english().date(DAY);
    ran.code(3).stdout_contains("no stage “nowhere”");
    let ran =
        place.vekha(&["workflow", "migrate", "--stage", "trainnig=mentors", "--yes"]).english().date(DAY);
    ran.code(4).stderr_contains("trainnig");
}

#[test]
fn after_a_step_the_way_back_is_by_stages() {
    let place = home(&renamed());
    migrate(&place, &[], 0);
    let step = ["program", "advance", "1", "--by", "back-to-mentors", "--reason", "Не хватает наставников"];
    place.vekha(&step).date(DAY).ok();
    let back = migrate(&place, &["--back"], 3);
    assert!(back["candidates"][0]["blocked"].as_str().is_some_and(|why| why.contains("--to")), "{back}");
    let old = back["candidates"][0]["to"].as_str().expect("a hash").to_owned();
    migrate(&place, &["--to", &old[..12]], 0);
    assert_eq!(stage(&place), "mentors");
    // Steps are taken back across versions: first the move, then the step, then the move before it.
    for expected in ["mentors", "learning", "training"] {
        place.vekha(&["program", "undo", "1"]).date(DAY).ok();
        assert_eq!(stage(&place), expected);
    }
    place.vekha(&["program", "undo", "1"]).date(DAY).code(3);
}

#[test]
fn names_that_mean_nothing_are_bad_input() {
    let place = home(&renamed());
    let run = |args: &[&str]| place.vekha(&["workflow", "migrate"]).args(args).english().date(DAY);
    run(&["program"]).code(4).stderr_contains("programme");
    run(&["--to", "ffffffffff"]).code(4).stderr_contains("programme");
    run(&["--stage", "training"]).code(2).stderr_contains("training=mentors");
    run(&["--back", "--to", "ff"]).code(2);
}

#[test]
fn what_the_version_before_needs_stays_in_the_set_while_the_way_back_is_open() {
    let place = home(SIX);
    migrate(&place, &["--stage", "training=mentors"], 0);
    place.file("workflows/programme.toml", renamed());
    place.vekha(&["publish", "--yes"]).date(DAY).ok();
    migrate(&place, &[], 0);
    // The version in force names no guard, the one before does.
    for path in ["scripts/guards.rhai", "scripts/guards.test.rhai"] {
        let text = std::fs::read_to_string(place.path().join(path)).unwrap();
        place.file(path, text.replace("наставников_достаточно", "наставников_хватает"));
    }
    let publish = || place.vekha(&["publish", "--yes"]).date(DAY);
    publish().code(3).stderr_contains("Нет условия «наставников_достаточно»");
    place.vekha(&["program", "advance", "1", "--by", "back-to-mentees", "--reason", "Пробел"]).date(DAY).ok();
    migrate(&place, &["--back"], 3);
    publish().ok();
}
