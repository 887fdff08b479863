//! The default scripts judged through the sandbox, and contracts that are broken.

use vekha::script::kinds::answers::{Answer, Measure, Shape, Unmet};
use vekha::script::kinds::pairing::{Settings, Verdict};
use vekha::script::limits::Limits;
use vekha::script::sandbox::{Ran, Sandbox};
use vekha::script::wire::{Judge, Question, Source};
use vekha_core::facts::{Record, Value};
use vekha_core::schedule::Calendar;

use super::harness::Place;

fn sandbox() -> Sandbox {
    let limits = Limits { wall_ms: 3_000, memory_mb: 128, operations: 300_000, ..Limits::default() };
    Sandbox::of_program(env!("CARGO_BIN_EXE_vekha"), limits)
}

fn source(name: &str, text: &str) -> Source {
    Source { name: name.into(), text: text.into() }
}

fn judge(text: &str, mentors: Vec<Record>, mentees: Vec<Record>) -> (Ran<Settings>, Vec<Verdict>) {
    let mut verdicts = Vec::new();
    let script = source("pairing.rhai", text);
    let judge = Judge { script, mentors, mentees, pairs: None, from: 0, careful: false };
    let ran = sandbox().judge(judge, &[], &Calendar::default(), &mut |_, _, verdict| {
        verdicts.push(verdict);
        true
    });
    (ran, verdicts)
}

fn ask(text: &str, function: &str, facts: Record, shape: Shape) -> Result<Answer, String> {
    let question = Question::new(function, facts, shape);
    let ran = sandbox().ask(source("s.rhai", text), vec![question], &[], &Calendar::default());
    match ran.result {
        Ok(mut answers) => answers.remove(0).map_err(|fault| fault.code),
        Err(fault) => Err(fault.code),
    }
}

fn person(id: i64) -> Record {
    Record::default().with("id", id)
}

#[test]
fn the_default_pairing_scores_what_it_knows() {
    let mentor = person(1)
        .with("subject", "физика")
        .with("years", 12)
        .with("competences", vec!["классное руководство", "конфликты"])
        .with("slots", vec!["пн", "ср"]);
    let close = person(2)
        .with("subject", "физика")
        .with("years", 1)
        .with("requests", vec!["Классное  руководство"])
        .with("slots", vec!["ср", "пн"]);
    let far = person(3).with("avoids", vec![1_i64]);
    let (ran, verdicts) = judge(include_str!("../../scripts/pairing.rhai"), vec![mentor], vec![close, far]);
    assert_eq!(ran.result.unwrap().threshold, Some(25.0));
    let Verdict::Eligible(score) = &verdicts[0] else { panic!("{verdicts:?}") };
    let of = |name: &str| score.criteria.iter().find(|(known, _)| known == name).unwrap().1.clone();
    assert_eq!(of("запрос"), Ok(100.0));
    assert_eq!(of("предмет"), Ok(100.0));
    assert_eq!(of("стаж"), Ok(100.0));
    assert_eq!(of("время"), Ok(100.0));
    assert_eq!(of("взаимный выбор"), Ok(20.0));
    assert_eq!(of("место"), Err("place".into()));
    assert_eq!(of("нагрузка"), Err("capacity".into()));
    // Known: 4 + 3 + 1 + 2 + 3 of 17.
    assert_eq!(score.completeness, 13.0 / 17.0);
    assert_eq!(score.total, Some((4.0 * 100.0 + 3.0 * 100.0 + 100.0 + 2.0 * 100.0 + 3.0 * 20.0) / 13.0));
    assert!(matches!(&verdicts[1], Verdict::Refused(reason) if reason.contains("просил не назначать")));
}

#[test]
fn an_unknown_field_is_never_zero() {
    let script = "fn eligible(a, b) { true }
        fn score(a, b) { #{ x: a.years, y: a.years * 2, z: 10 } }";
    let (_, verdicts) = judge(script, vec![person(1)], vec![person(2)]);
    let Verdict::Eligible(score) = &verdicts[0] else { panic!("{verdicts:?}") };
    assert_eq!((score.total, score.completeness), (Some(10.0), 1.0 / 3.0));
}

#[test]
fn facts_cannot_be_changed_and_leave_nothing_for_the_next_pair() {
    for change in ["a.requests.push(\"x\");", "a.years = 5;", "let r = a.requests; r.push(\"x\"); "] {
        let script = format!("fn eligible(a, b) {{ true }} fn score(a, b) {{ {change} a.requests.len() }}");
        let mentor = person(1).with("requests", vec!["я"]).with("years", 1);
        let (_, verdicts) = judge(&script, vec![mentor], vec![person(2), person(3)]);
        for verdict in verdicts {
            match verdict {
                Verdict::Eligible(score) => assert_eq!(score.total, Some(1.0), "{change}"),
                Verdict::Failed(fault) => assert!(fault.at.is_some(), "{change}: {fault:?}"),
                Verdict::Refused(_) | Verdict::Unknown(_) => panic!("{change}"),
            }
        }
    }
}

#[test]
fn a_pair_at_which_the_script_fails_fails_alone() {
    let script = "fn eligible(a, b) { true }
        fn score(a, b) { if b.id == 3 { let s = []; loop { let t = \"\"; t.pad(1000000, 'x'); s.push(|| t); } } b.id }";
    let (ran, verdicts) = judge(script, vec![person(1)], (2..6).map(person).collect());
    assert!(ran.result.is_ok(), "{ran:?}");
    let failed: Vec<bool> = verdicts.iter().map(|verdict| matches!(verdict, Verdict::Failed(_))).collect();
    assert_eq!(failed, [false, true, false, false]);
}

#[test]
fn a_broken_contract_is_placed() {
    let good = "fn eligible(a, b) { true }\n";
    for (score, code, line) in [
        ("fn score(a, b) { \"много\" }", "type", 2),
        ("fn score(a, b) {\n  #{ x: 1,\n     y: \"много\" }\n}", "type", 4),
        ("fn score(a, b) { 1e308 * 10.0 }", "not-finite", 2),
    ] {
        let (_, verdicts) = judge(&format!("{good}{score}"), vec![person(1)], vec![person(2)]);
        let Verdict::Failed(fault) = &verdicts[0] else { panic!("{verdicts:?}") };
        assert_eq!((fault.code.as_str(), fault.at.as_ref().unwrap().line), (code, line), "{score}");
    }
    let (ran, _) = judge("fn eligible(a, b) { true }", vec![person(1)], vec![person(2)]);
    assert_eq!(ran.result.unwrap_err().code, "contract-missing");
    let (_, verdicts) =
        judge("fn eligible(a, b) { false } fn score(a, b) { 1 }", vec![person(1)], vec![person(2)]);
    assert!(matches!(&verdicts[0], Verdict::Failed(fault) if fault.code == "contract-why"));
}

#[test]
fn the_default_indicators_keep_apart_zero_unknown_and_not_applicable() {
    let text = include_str!("../../scripts/efficiency.rhai");
    let facts = Record::default()
        .with("meetings_held", 5)
        .with("meetings_planned", 10)
        .with("meetings_feedback", 0)
        .with("plan_total", 0)
        .with("plan_done", 0)
        .with(
            "before",
            Value::Map([("комфорт".into(), Value::Int(4)), ("только до".into(), Value::Int(9))].into()),
        )
        .with("after", Value::Map([("комфорт".into(), Value::Int(7))].into()));
    let Answer::Indicators(found) = ask(text, "pair", facts, Shape::Indicators).unwrap() else { panic!() };
    let of = |id: &str| found.iter().find(|indicator| indicator.id == id).unwrap();
    assert_eq!(
        (of("встречи").value.clone(), of("встречи").band.as_deref()),
        (Measure::Number(50.0), Some("внимание"))
    );
    assert_eq!(of("обратная связь").value, Measure::Number(0.0));
    assert_eq!(of("план").value, Measure::NotApplicable);
    assert_eq!(of("сдвиг").value, Measure::Number(3.0));
    assert!(matches!(of("согласия").value, Measure::NoData(_)));
}

#[test]
fn a_target_is_not_carried_past_its_last_year() {
    let text = include_str!("../../scripts/efficiency.rhai");
    for (year, band) in [(2024, Some("ниже цели")), (2025, Some("цель не задана"))] {
        let facts = Record::default().with("children", 100).with("children_mentees", 60).with("year", year);
        let Answer::Indicators(found) = ask(text, "school", facts, Shape::Indicators).unwrap() else {
            panic!()
        };
        let found = found.iter().find(|indicator| indicator.id == "дети — наставляемые").unwrap();
        assert_eq!((found.value.clone(), found.band.as_deref()), (Measure::Number(60.0), band), "{year}");
    }
}

#[test]
fn a_guard_says_why_not_and_what_it_lacks() {
    let text = include_str!("../../scripts/guards.rhai");
    for (facts, expected) in [
        (Record::default().with("meetings_held", 5), Ok(())),
        (
            Record::default().with("meetings_held", 1),
            Err(Unmet::Reason("проведено встреч: 1, нужно не меньше трёх".into())),
        ),
        (Record::default(), Err(Unmet::NoData("meetings_held".into()))),
    ] {
        assert_eq!(ask(text, "пара_встречалась", facts, Shape::Guard), Ok(Answer::Guard(expected)));
    }
}

#[test]
fn hooks_return_messages_and_nothing_else() {
    let text = include_str!("../../scripts/hooks.rhai");
    let facts =
        Record::default().with("task", "3.5").with("days_late", 8).with("responsible", vec![4_i64, 7]);
    let Answer::Messages(found) = ask(text, "on_task_overdue", facts, Shape::Messages).unwrap() else {
        panic!()
    };
    let to: Vec<&str> = found.iter().map(|message| message.to.as_str()).collect();
    assert_eq!(to, ["4", "7", "куратор"]);
    for (text, code) in [
        ("fn on_task_due(f) { 5 }", "contract"),
        ("fn on_task_due(f) { #{ to: 1 } }", "contract-key"),
        ("fn on_task_due(f) { #{ to: 1, template: \"x\", chanel: \"mail\" } }", "contract-extra"),
    ] {
        assert_eq!(ask(text, "on_task_due", Record::default(), Shape::Messages), Err(code.into()), "{text}");
    }
}

/// A folder with the default scripts and their tests.
fn with_defaults() -> Place {
    let place = Place::new();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        place.file(&format!("scripts/{name}"), std::fs::read(&path).unwrap());
    }
    place
}

#[test]
fn the_defaults_pass_their_checks_and_tests_and_every_line_is_reached() {
    let place = with_defaults();
    let checked = place.vekha(&["script", "check", "--json"]).ok().json();
    assert_eq!(checked["faults"], serde_json::json!([]));
    let tested = place.vekha(&["script", "test", "--json"]).ok().json();
    for test in tested["tests"].as_array().unwrap() {
        assert!(!test["cases"].as_array().unwrap().is_empty());
        assert_eq!(test["coverage"]["lines"], test["coverage"]["covered"], "{test}");
    }
}

#[test]
fn check_names_each_fault_at_its_place_with_what_was_meant() {
    let place = Place::new();
    place.file("pairing.rhai", "fn eligible(a, b) {\n  if a.subjct == 1 { return true; }\n  return true;\n  1\n}\nfn score(a) { ovrlap(a.slots, a.slots) + тайна }\n");
    let checked = place.vekha(&["script", "check", "pairing.rhai", "--json"]).code(1).json();
    let found: Vec<(String, u64, String)> = checked["faults"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fault| {
            let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_string();
            (text(&fault["code"]), fault["at"]["line"].as_u64().unwrap(), text(&fault["hint"]))
        })
        .collect();
    let expected = [
        ("unknown-field", 2, "subject"),
        ("unreachable", 4, ""),
        ("contract-params", 6, ""),
        ("unknown-function", 6, "overlap"),
        ("unknown-variable", 6, ""),
    ];
    let expected: Vec<_> =
        expected.map(|(code, line, hint)| (code.to_string(), line, hint.to_string())).into();
    assert_eq!(found, expected);
}

#[test]
fn a_failing_test_shows_expected_got_and_its_line() {
    let place = Place::new();
    place.file("m.rhai", "fn twice(x) { x * 3 }\nfn never() { 1 }\n");
    place.file(
        "m.test.rhai",
        "fn test_twice() {\n  expect(twice(2), 4);\n}\nfn test_sure() { expect(1, 1.0); }\n",
    );
    let ran = place.vekha(&["script", "test", "m.rhai", "--missed"]).code(1);
    let ran = ran.stderr_contains("ожидалось 4, получено 6").stderr_contains("m.test.rhai:2:3");
    ran.stdout_contains("пройдено 1, не пройдено 1")
        .stdout_contains("1 из 2 (50 %)")
        .stdout_contains("m.rhai:2: 1");
}

#[test]
fn try_shows_each_step_with_its_value() {
    let place = with_defaults();
    let ran = place.vekha(&["script", "try", "scripts/pairing.rhai", "--sample"]).ok();
    ran.stdout_contains("наставник.стаж - наставляемый.стаж → 6").stdout_contains("Балл: 78,0");
    place.file("f.json", "{\"meetings_held\": 1}");
    let guard =
        ["script", "try", "scripts/guards.rhai", "--function", "пара_встречалась", "--facts", "f.json"];
    place
        .vekha(&guard)
        .ok()
        .stdout_contains("факты.встреч_проведено < 3 → true")
        .stdout_contains("не меньше трёх");
}

#[test]
fn a_template_of_each_kind_passes_its_check() {
    let place = Place::new();
    for kind in ["pairing", "efficiency", "guards", "hooks", "module", "test"] {
        place.vekha(&["script", "new", kind]).ok();
        place.vekha(&["script", "new", kind]).code(4).stderr_contains("уже существует");
    }
    place.vekha(&["script", "check"]).ok().stdout_contains("ошибок: 0, предупреждений: 0");
    place.vekha(&["script", "test", "scripts/pairing.rhai"]).ok();
}

#[test]
fn the_api_is_documented_in_both_languages_and_for_editors() {
    Place::new().vekha(&["script", "api"]).ok().stdout_contains("отвечает_запросу · matches_request");
    Place::new()
        .vekha(&["script", "api"])
        .english()
        .ok()
        .stdout_contains("whether the field is filled in")
        .stdout_contains("· meetings_held — meetings held");
    Place::new().vekha(&["script", "api", "--definitions"]).ok().stdout_contains("fn overlap");
}

#[test]
fn functions_within_functions_may_read_the_facts_they_are_called_on() {
    let script = "fn eligible(a, b) { true }
        fn score(a, b) { #{
            x: a.requests.filter(|r| r == a.subject).len(),
            y: a.requests.filter(|r| r in b.requests && a.subject != r).len() + свои(a)
        } }
        fn свои(п) { п.requests.filter(|r| п.subject == r).len() }";
    let mentor = person(1).with("requests", vec!["физика", "химия"]).with("subject", "физика");
    let mentee = person(2).with("requests", vec!["химия"]).with("subject", "физика");
    let (ran, verdicts) = judge(script, vec![mentor], vec![mentee]);
    let Verdict::Eligible(score) = &verdicts[0] else { panic!("{verdicts:?} {ran:?}") };
    assert_eq!(score.criteria, [("x".to_string(), Ok(1.0)), ("y".to_string(), Ok(2.0))]);
}

#[test]
fn a_list_that_is_read_while_it_is_gone_through_is_found_before_and_placed_after() {
    let place = Place::new();
    let text = "fn a(список) {\n    список.filter(|x| x in список)\n}\na([1, 2])";
    place.file("scripts/a.rhai", text);
    for command in ["check", "eval"] {
        let ran = place.vekha(&["script", command, "scripts/a.rhai"]).code(1);
        ran.stderr_contains("scripts/a.rhai:2:12").stderr_contains("«filter»").stderr_contains("let копия");
    }
    // A field of a map can be locked too; whether it is one is known only when it runs.
    place.file("b.rhai", "fn b(п) {\n    п.список.map(|x| x + п.сдвиг)\n}\nb(#{список: [1], сдвиг: 2})");
    place.vekha(&["script", "eval", "b.rhai"]).code(1).stderr_contains("b.rhai:2:14");
}

#[test]
fn a_choice_by_what_may_be_unknown_is_warned_of() {
    let place = Place::new();
    let text = "fn f(x) { switch x.years { 1 => 1, _ => 2 } }\nfn g(x) { if известно(x.age) { switch x.age { 1 => 1, _ => 2 } } else { 0 } }";
    place.file("a.rhai", text);
    let ran = place.vekha(&["script", "check", "a.rhai"]).ok().stderr_contains("switch-unknown");
    assert!(ran.stderr.contains("«years»") && !ran.stderr.contains("«age»"), "{}", ran.stderr);
}

#[test]
fn try_shows_indicators_with_band_and_parts() {
    let place = with_defaults();
    let args = ["script", "try", "scripts/efficiency.rhai", "--sample"];
    let ran = place.vekha(&args).date("2023-11-13").ok();
    for words in ["Показатель", "Из чего сложилось", "внимание", "с отзывом: 5", "101 │"]
    {
        assert!(ran.stdout.contains(words), "no `{words}` in {}", ran.stdout);
    }
    assert!(!ran.stdout.contains("\n= {"), "{}", ran.stdout);
    let found = place.vekha(&args).date("2023-11-13").args(&["--json"]).ok().json();
    let meetings = &found["indicators"][0];
    assert_eq!((&meetings["indicator"], &meetings["value"]), (&"встречи".into(), &70.0.into()));
    assert_eq!((&meetings["band"], &meetings["parts"]["проведено"]), (&"хорошо".into(), &7.into()));
    place.file("f.json", "{\"meetings_held\": 1}");
    let unknown = ["script", "try", "scripts/efficiency.rhai", "--facts", "f.json"];
    place.vekha(&unknown).ok().stdout_contains("нет данных: встреч запланировано");
    place.vekha(&unknown).english().ok().stdout_contains("no data: meetings planned");
    place.file("x/efficiency.rhai", "fn pair(f) { #{ а: \"много\" } }");
    let ran = place.vekha(&["script", "try", "x/efficiency.rhai", "--facts", "f.json"]).code(1);
    ran.stderr_contains("x/efficiency.rhai:1:20");
}
