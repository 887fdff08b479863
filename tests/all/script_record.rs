//! Real decisions made into tests, and decisions tried on the registers. People here are invented.

use std::collections::BTreeSet;

use vekha::lang::Lang;
use vekha::script::kinds::{Kind, Script};
use vekha::script::limits::Limits;
use vekha::script::record::{Decision, Recorded, Said, Trouble, people, record};
use vekha::script::sandbox::Sandbox;
use vekha::script::wire::{Done, Source, Task};
use vekha_core::facts::{Record, Value};
use vekha_core::people::Side;

use crate::harness::Run;
use crate::pairs::School;

/// What must never get into a file of tests.
const PRIVATE: [&str; 9] = [
    "Придумов",
    "Выдумов",
    "Небылиц",
    "Сказоч",
    "1999",
    "555-00-11",
    "555001122",
    "example.org",
    "живёт с бабушкой",
];

fn school() -> School {
    let school = School::new();
    school.people(&[
        (
            "Придумов Борис Семёнович",
            Side::Mentor,
            1,
            &[
                ("subject", "физика"),
                ("competences", "методика; ИКТ"),
                ("years", "20"),
                ("contacts", "boris@example.org, +7 000 555-00-11"),
                ("Телефон куратора", "555001122"),
            ],
        ),
        ("Сказочникова Вера Львовна", Side::Mentor, 1, &[("subject", "музыка"), ("years", "12")]),
        (
            "Выдумова Анна Петровна",
            Side::Mentee,
            0,
            &[
                ("subject", "физика"),
                ("requests", "ИКТ; как не бояться Небылицына"),
                ("birth_year", "1999"),
                ("years", "1"),
                ("Особенности", "живёт с бабушкой, Выдумова"),
                ("avoids", "Сказочникова Вера Львовна"),
            ],
        ),
        ("Небылицын Иван Сергеевич", Side::Mentee, 0, &[("subject", "музыка"), ("years", "2")]),
    ]);
    school.run(&["pair", "propose"]).ok();
    school
}

fn recorded(school: &School, kind: &str) -> String {
    std::fs::read_to_string(school.0.path().join(format!("scripts/{kind}.recorded.test.rhai"))).unwrap()
}

fn run(school: &School, args: &str) -> Run {
    let words = crate::words::split(args);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    school.run(&words)
}

#[track_caller]
fn tells_nothing(text: &str) {
    for word in PRIVATE {
        assert!(!text.to_lowercase().contains(&word.to_lowercase()), "`{word}` in\n{text}");
    }
}

#[test]
fn a_decision_about_a_pair_becomes_a_test_that_names_nobody() {
    let school = school();
    run(&school, "script record pairing --pair Придумов Выдумова")
        .ok()
        .stdout_contains("fn тест_записано_1()")
        .stdout_contains("тест проходит");
    run(&school, "script record pairing --pair Сказочникова Выдумова").ok().stdout_contains("отказ(");
    run(&school, "script record pairing --pair Сказочникова Небылицын --lang en --proposal 1")
        .ok()
        .stdout_contains("fn test_recorded_1()")
        .stdout_contains("expect_pair(mentor, mentee, #{");
    let text = recorded(&school, "pairing");
    tells_nothing(&text);
    assert!(text.contains("\"запрос\": 50.0") && text.contains("\"место\": неизвестно()"), "{text}");
    assert!(text.contains("ожидаем_пару(наставник, наставляемый, отказ(\"наставляемый просил"), "{text}");
    // What the script does not read is not there, not even under another name.
    assert!(!text.contains("birth") && !text.contains("особенности"), "{text}");
    let tested = run(&school, "script test --json").ok().json();
    let of = |name: &str| {
        let scripts = tested["scripts"].as_array().unwrap();
        scripts.iter().find(|one| one["script"].as_str().unwrap().ends_with(name)).unwrap().clone()
    };
    assert_eq!(of("pairing.rhai")["failed"], 0);
    assert_eq!(of("pairing.rhai")["passed"], 15);
    run(&school, "script publish --why Записано --yes").ok();
}

#[test]
fn a_recorded_decision_fails_with_what_was_expected_and_every_step() {
    let school = school();
    run(&school, "script record pairing --pair Придумов Выдумова").ok();
    let path = school.0.path().join("scripts/pairing.rhai");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("if разница < 3 { return 0; }", "if разница < 30 { return 0; }"))
        .unwrap();
    let failed = run(&school, "script test scripts/pairing.recorded.test.rhai").code(1);
    failed
        .stdout_contains("✗ тест_записано_1")
        .stderr_contains("стаж = 100")
        .stderr_contains("стаж = 0")
        .stderr_contains("│ наставник.стаж - наставляемый.стаж → 19")
        .stderr_contains("│ разница < 30 → true");
    // Recording says at once where the working copy decides otherwise; the test says what was decided.
    run(&school, "script record pairing --pair Придумов Выдумова --dry-run")
        .ok()
        .stdout_contains("\"стаж\": 100.0")
        .stdout_contains("тест не проходит");
    run(&school, "script publish --why Иначе --yes").code(3).stderr_contains("тест_записано_1");
}

#[test]
fn a_test_beside_a_script_fails_with_its_steps_too() {
    let school = school();
    school.0.file("scripts/a.rhai", "fn вдвое(x) {\n    let y = x * 3;\n    y\n}");
    school.0.file("scripts/a.test.rhai", "fn тест_вдвое() {\n    ожидаем(вдвое(2), 4);\n}");
    run(&school, "script test scripts/a.test.rhai")
        .code(1)
        .stderr_contains("ожидалось 4, получено 6")
        .stderr_contains("2 │ x * 3 → 6");
    let tested = run(&school, "script test scripts/a.rhai --json").code(1).json();
    assert_eq!(tested["tests"][0]["cases"][0]["steps"][0]["value"], "6");
}

#[test]
fn indicators_guards_and_hooks_are_recorded_and_tried_on_the_registers() {
    let school = school();
    run(&school, "pair accept").ok();
    run(&school, "script record efficiency --of pair:1").ok().stdout_contains("ожидаем_показатели([\"pair\"");
    run(&school, "script record efficiency --of school --indicator нет_такого").ok();
    run(&school, "script record efficiency --of program:1 --lang en")
        .ok()
        .stdout_contains("expect_indicators(");
    run(&school, "script record guards --function есть_встреча --of pair:1").code(1);
    let guards = std::fs::read_to_string(school.0.path().join("scripts/guards.rhai")).unwrap();
    let guard = guards.lines().find_map(|line| line.strip_prefix("fn ")?.split('(').next()).unwrap();
    run(&school, &format!("script record guards --function {guard} --of pair:1")).ok();
    run(&school, "script record hooks --function on_pair_formed --of pair:1")
        .ok()
        .stdout_contains("ожидаем_сообщения(on_pair_formed(дано)");
    run(&school, "script record hooks --function on_pair_fromed").code(4).stderr_contains("on_pair_formed");
    for kind in ["efficiency", "guards", "hooks"] {
        tells_nothing(&recorded(&school, kind));
    }
    run(&school, "script test").ok();
    run(&school, "script try pairing --pair Придумов Выдумова").ok().stdout_contains("Балл");
    run(&school, "script try pairing --of pair:1").ok().stdout_contains("Балл");
    run(&school, "script try efficiency --of pair:1").ok().stdout_contains("│");
    run(&school, "script try pairing --of school").code(2);
    run(&school, "script record pairing --pair Придумов Сказочникова").code(4);
}

fn sandbox() -> Sandbox {
    let limits = Limits { wall_ms: 10_000, memory_mb: 128, ..Limits::default() };
    Sandbox::of_program(env!("CARGO_BIN_EXE_vekha"), limits)
}

fn guard(text: &str, facts: Record) -> (Script, Decision) {
    let decision =
        Decision { kind: Kind::Guards, functions: vec!["г".into()], facts: vec![facts], only: Vec::new() };
    (Script::alone("guards.rhai", text), decision)
}

/// Records a guard's decision, and holds the test against the script.
fn record_guard(text: &str, facts: Record) -> Result<Recorded, Trouble> {
    let (script, decision) = guard(text, facts);
    let names = people(["Выдумова Анна Петровна"]);
    let recorded = record(&sandbox(), &script, &decision, &names, "тест_1", Lang::Ru)?;
    let tests = Source { name: "guards.recorded.test.rhai".into(), text: recorded.text.clone() };
    let ran = sandbox().task(Task::Test(script.source, tests), &[], &script.calendar);
    let Ok(Done::Tested(tested)) = ran.result else { panic!("{ran:?}") };
    assert!(tested.cases[0].fault.is_none(), "{}\n{:?}", recorded.text, tested.cases[0].fault);
    Ok(recorded)
}

#[test]
fn texts_and_numbers_stand_under_other_names_wherever_the_script_does_not_name_them() {
    let facts = Record::default()
        .with("id", 4711)
        .with("mentor", 4712)
        .with("subject", "химия")
        .with("place", "дом у озера")
        .with("tags", vec!["дом у озера", "Дом  у озера"])
        .with("Класс", "9 «Б»")
        .with("avoids", vec![4712_i64, 4713]);
    let text = "fn г(ф) {
        if ф.subject != \"химия\" || ф.id == ф.mentor || !(ф.mentor in ф.avoids) { return отказ(\"нет\"); }
        if !(ф.place in ф.tags) || !тот_же_текст(ф.tags[0], ф.tags[1]) || ф.tags[0] == ф.tags[1] { return отказ(\"да\"); }
        отказ(\"класс \" + ф.класс + \", место \" + ф.place + \", наставник \" + ф.mentor)
    }";
    let recorded = record_guard(text, facts).unwrap();
    assert!(recorded.kept.is_empty(), "{:?}", recorded.kept);
    for gone in ["471", "озера", "9 «Б»"] {
        assert!(!recorded.text.contains(gone), "{}", recorded.text);
    }
    assert!(recorded.text.contains("предмет: \"химия\""), "{}", recorded.text);
    assert!(recorded.text.contains("класс класс 1, место место 1, наставник 2"), "{}", recorded.text);
}

#[test]
fn what_the_answer_depends_on_is_kept_and_named_or_not_recorded_at_all() {
    let upper = "fn г(ф) { if ф.place.len() == 5 { return отказ(\"пять\"); } true }";
    let recorded =
        record_guard(upper, Record::default().with("place", "Озеро").with("subject", "химия")).unwrap();
    assert_eq!(recorded.kept, ["место"]);
    assert!(
        recorded.text.contains("место: \"Озеро\"") && !recorded.text.contains("химия"),
        "{}",
        recorded.text
    );
    let check = |facts: Record, field: &str| {
        let text =
            "fn г(ф) { if ф.note_x == 8900555001122 || ф.place.len() > 3 { return отказ(\"да\"); } true }";
        match record_guard(text, facts) {
            Err(Trouble::Private(found)) => assert_eq!(found, field),
            other => panic!("{other:?}"),
        }
    };
    // A pseudonym of other length cannot be told here, so a text of three letters tells.
    let text = "fn г(ф) { if ф.place.len() == 22 { return отказ(\"да\"); } true }";
    match record_guard(text, Record::default().with("place", "Выдумова Анна Петровна")) {
        Err(Trouble::Private(found)) => assert_eq!(found, "place"),
        other => panic!("{other:?}"),
    }
    check(Record::default().with("place", "аб").with("note_x", 8_900_555_001_122_i64), "note_x");
}

#[test]
fn years_are_shifted_together_and_a_year_of_birth_is_never_kept() {
    let day = |text: &str| text.parse::<chrono::NaiveDate>().unwrap();
    let facts = Record::default()
        .with("today", day("2023-10-18"))
        .with("started", day("2023-09-01"))
        .with("birth_year", 2009);
    let age = "fn г(ф) {
        if дней_между(ф.начало, ф.сегодня) != 47 { return отказ(\"дни\"); }
        if ф.сегодня.год - ф.birth_year != 14 { return отказ(\"возраст\"); }
        отказ(\"к \" + ф.сегодня)
    }";
    let recorded = record_guard(age, facts.clone()).unwrap();
    assert!(recorded.shifted && recorded.kept.is_empty(), "{recorded:?}");
    assert!(!recorded.text.contains("2009") && !recorded.text.contains("2023"), "{}", recorded.text);
    // The answer names the year itself: the days are kept, and said to be.
    let named = "fn г(ф) { if ф.сегодня.год == 2023 { отказ(\"2023 год\") } else { true } }";
    let recorded = record_guard(named, facts.clone()).unwrap();
    assert_eq!(recorded.kept, ["сегодня"]);
    let born = "fn г(ф) { if ф.birth_year == 2009 { отказ(\"мал\") } else { true } }";
    match record_guard(born, facts) {
        Err(Trouble::Private(field)) => assert_eq!(field, "birth_year"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_decision_that_is_a_failure_is_shown_and_not_recorded() {
    let (script, decision) = guard("fn г(ф) { ф.id + }", Record::default());
    let failed = record(&sandbox(), &script, &decision, &BTreeSet::new(), "т", Lang::Ru);
    let Err(Trouble::Fault(fault)) = failed else { panic!("{failed:?}") };
    assert_eq!(fault.at.unwrap().line, 1);
}

#[test]
fn whatever_a_fact_is_it_is_written_as_it_is_read() {
    let nested = Value::Map([("к \"а\"".to_string(), Value::Float(1e21))].into());
    let facts = Record::default()
        .with("days_late", i64::MIN + 1)
        .with("years", 0.1)
        .with("completed", false)
        .with("tags", Value::List(vec![Value::Unknown, Value::from("a\\\"\n\t\u{1}")]))
        .with("before", nested);
    let text = "fn г(ф) {
        if ф.years != 0.1 || ф.completed || ф.days_late > 0 || ф.before[\"к \\\"а\\\"\"] != 1e21 { return отказ(\"нет\"); }
        отказ(\"всего \" + ф.tags.len())
    }";
    let recorded = record_guard(text, facts).unwrap();
    assert!(matches!(&recorded.said, Said::Answer(_)));
    assert!(recorded.text.contains("всего 2"), "{}", recorded.text);
}
