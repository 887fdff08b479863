//! What an edit would change, and old numbers computed again, on the command line. People here are invented.

use serde_json::Value;

use crate::harness::{Place, Run};

/// A home with a programme and people in both bases on 2 October 2023.
struct School(Place);

const PAIRING: &str = "scripts/pairing.rhai";

impl School {
    fn new() -> Self {
        let place = Place::new();
        place.vekha(&["init", ".", "--name", "School 158"]).date("2023-09-01").ok();
        let school = Self(place);
        school.run(&["task", "add", "1.1", "Order", "--term", "до 30.09.2023"]).ok();
        school.run(&["program", "open", "--form", "teacher-teacher"]).ok();
        school
    }

    /// Pridumov teaches physics near, Skazochnikova the same far away; the mentee is a physicist who is far away too.
    fn with_people() -> Self {
        let school = Self::new();
        let mentors = "ФИО;Предмет;Место;Компетенции;Вместимость\n\
                       Придумов Борис Семёнович;физика;главный корпус;ИКТ;1\n\
                       Сказочникова Вера Львовна;химия;второй корпус;ИКТ;1\n";
        let mentees = "ФИО;Предмет;Место;Запросы\nВыдумова Анна Петровна;физика;второй корпус;ИКТ\n";
        for (name, text, side) in [("mentors.csv", mentors, "mentors"), ("mentees.csv", mentees, "mentees")] {
            school.0.file(name, text);
            let args = ["import", "people", name, "--side", side, "--form", "teacher-teacher", "--yes"];
            school.run(&args).ok();
        }
        school
    }

    fn run(&self, args: &[&str]) -> Run {
        self.0.vekha(args).date("2023-10-02")
    }

    fn json(&self, args: &[&str]) -> Value {
        self.run(args).args(&["--json"]).ok().json()
    }

    #[track_caller]
    fn edit(&self, path: &str, from: &str, to: &str) {
        let text = std::fs::read_to_string(self.0.path().join(path)).unwrap();
        assert!(text.contains(from), "{path} has no `{from}`");
        self.0.file(path, text.replacen(from, to, 1));
    }

    fn events(&self) -> usize {
        self.json(&["journal", "show", "--last", "1000"]).as_array().unwrap().len()
    }
}

#[test]
fn an_edit_of_weights_shows_who_would_get_another_mentor() {
    let school = School::with_people();
    let before = school.events();
    school.edit(PAIRING, "\"место\": 1", "\"место\": 20");
    let impact = school.json(&["script", "impact"]);
    let programme = &impact["programmes"][0];
    let pairs = programme["pairs"].as_array().unwrap();
    let of = |kind: &str| pairs.iter().find(|pair| pair["change"] == kind).unwrap();
    assert!(of("removed")["mentor"].as_str().unwrap().starts_with("Придумов"), "{impact:#}");
    assert!(of("added")["mentor"].as_str().unwrap().starts_with("Сказочникова"), "{impact:#}");
    assert_eq!(of("added")["after"]["criteria"]["место"], 100.0);
    assert_ne!(of("added")["before"]["score"], of("added")["after"]["score"]);
    assert_eq!((&programme["lose"], &programme["gain"]), (&serde_json::json!([]), &serde_json::json!([])));
    assert_eq!((&impact["same"], &impact["files"]), (&false.into(), &serde_json::json!([PAIRING])));
    school
        .run(&["script", "impact"])
        .ok()
        .stdout_contains("− распадётся")
        .stdout_contains("+ новая")
        .stdout_contains("Выдумова");
    school.run(&["script", "impact"]).english().ok().stdout_contains("+ new").stdout_contains("Indicators");
    assert_eq!(school.events(), before, "nothing is written");
}

#[test]
fn an_edit_of_weights_alone_is_told_from_one_of_rules() {
    let school = School::with_people();
    school.edit(PAIRING, "\"запрос\": 4", "\"запрос\": 2.5");
    let possible = |school: &School| school.json(&["script", "impact"])["programmes"][0]["possible"].clone();
    let weights = serde_json::json!([{"criterion": "запрос", "before": 4.0, "after": 2.5}]);
    let expected =
        serde_json::json!({"either": 2, "opened": 0, "closed": 0, "rescored": 2, "weights": weights});
    assert_eq!(possible(&school), expected);
    school
        .run(&["script", "impact"])
        .ok()
        .stdout_contains("Веса: запрос: 4 → 2,5")
        .stdout_contains("Кому с кем можно быть в паре, не изменится; балл станет другим у 2 из 2");
    school.edit(PAIRING, "наставник.номер == наставляемый.номер", "наставник.номер == 2");
    assert_eq!((&possible(&school)["closed"], &possible(&school)["rescored"]), (&1.into(), &1.into()));
    school.edit(PAIRING, "\"запрос\": 2.5", "\"запрос\":\n        -2.5");
    let stuck = school.run(&["script", "impact"]).code(1);
    stuck.stdout_contains("вес «запрос» отрицательный").stdout_contains("-2.5");
}

#[test]
fn whoever_would_be_left_alone_is_named() {
    let school = School::with_people();
    school.edit(PAIRING, "fn threshold() {\n    25", "fn threshold() {\n    99");
    let impact = school.json(&["script", "impact"]);
    assert!(impact["programmes"][0]["lose"][0]["name"].as_str().unwrap().starts_with("Выдумова"));
    school.run(&["script", "impact"]).ok().stdout_contains("Останутся без наставника: Выдумова");
}

#[test]
fn messages_and_indicators_are_counted_under_both_sets() {
    let school = School::with_people();
    school.edit(
        "scripts/hooks.rhai",
        "fn on_task_overdue(факты) {",
        "fn on_task_overdue(факты) {\n    return ();",
    );
    let impact = school.json(&["script", "impact"]);
    let hooks = impact["messages"]["hooks"].as_array().unwrap();
    let overdue = hooks.iter().find(|hook| hook["hook"] == "on_task_overdue").unwrap();
    assert_eq!((&overdue["happened"], &overdue["after"]), (&1.into(), &0.into()));
    assert!(overdue["before"].as_u64().unwrap() > 0, "{impact:#}");
    assert!(impact["indicators"]["compared"].as_u64().unwrap() > 0, "{impact:#}");
    // An edit that changes nothing of today says so.
    let same = School::with_people();
    same.edit(PAIRING, "// Подбор пар", "// Подбор  пар");
    assert_eq!(same.json(&["script", "impact"])["same"], true);
}

#[test]
fn a_thin_school_is_compared_over_an_invented_one() {
    let school = School::new();
    school.run(&["script", "impact"]).ok().stdout_contains("vekha script impact --sample");
    school.edit(PAIRING, "\"место\": 1", "\"место\": 20");
    school.edit(
        "scripts/efficiency.rhai",
        "[[65, \"хорошо\"], [40, \"внимание\"]",
        "[[75, \"хорошо\"], [40, \"внимание\"]",
    );
    let impact = school.json(&["script", "impact", "--sample"]);
    assert_eq!((&impact["sample"], &impact["programmes"][0]["programme"]), (&true.into(), &Value::Null));
    let changed = impact["indicators"]["changed"].as_array().unwrap();
    assert!(changed.iter().any(|change| change["before"]["band"] == "хорошо"), "{impact:#}");
    school.run(&["script", "impact", "--sample"]).ok().stdout_contains("Школа выдумана");
}

#[test]
fn a_set_that_cannot_judge_the_people_there_are_is_not_published() {
    let school = School::with_people();
    school.edit(PAIRING, "fn место(наставник, наставляемый) {", "fn место(наставник, наставляемый) {\n    if наставник.номер > 0 && наставник.номер < 100 && известно(наставник.форма) && наставник.форма == \"teacher-teacher\" { throw \"не умею\"; }");
    school.run(&["script", "impact"]).code(1).stdout_contains("пар не составить").stdout_contains("не умею");
    school
        .run(&["script", "publish", "--why", "x", "--yes"])
        .code(3)
        .stderr_contains("правила дают ошибку на сегодняшних данных");
}

#[test]
fn a_proposal_is_computed_again_bit_for_bit_whatever_happened_since() {
    let school = School::with_people();
    school.run(&["pair", "propose"]).ok();
    school.run(&["script", "rerun", "1"]).ok().stdout_contains("совпадает до бита");
    // Another set, other people: the old number rests on the old ones.
    school.edit(PAIRING, "\"место\": 1", "\"место\": 20");
    school.run(&["script", "publish", "--why", "Опыт", "--yes"]).ok();
    school.run(&["person", "edit", "Придумов Борис Семёнович", "--set", "subject=музыка"]).ok();
    let rerun = school.json(&["script", "rerun", "proposal:1"]);
    assert_eq!(rerun["verdict"], "equal");
    assert!(rerun["grounds"]["vault"].as_array().unwrap().len() >= 3, "{rerun:#}");
    school.run(&["script", "rerun", "1"]).english().ok().stdout_contains("equal, bit for bit");
}

#[test]
fn a_proposal_by_the_working_copy_is_computed_again_by_what_it_was() {
    let school = School::with_people();
    school.edit(PAIRING, "\"место\": 1", "\"место\": 20");
    school.run(&["pair", "propose", "--draft"]).ok();
    school.edit(PAIRING, "\"место\": 20", "\"место\": 3");
    let rerun = school.json(&["script", "rerun", "1"]);
    assert_eq!((&rerun["verdict"], &rerun["grounds"]["draft"]), (&"equal".into(), &true.into()));
}

#[test]
fn erased_inputs_are_said_instead_of_a_number() {
    let school = School::with_people();
    school.run(&["pair", "propose"]).ok();
    let args = ["person", "erase", "Выдумова Анна Петровна", "--reason", "заявление", "--yes"];
    school.run(&args).ok();
    school.run(&["script", "rerun", "1"]).code(3).stdout_contains("данные стёрты");
    school.run(&["script", "rerun", "1"]).english().code(3).stdout_contains("inputs erased");
    school.run(&["script", "rerun", "7"]).code(4);
    school.run(&["script", "rerun", "x"]).code(2).stderr_contains("proposal:1");
}
