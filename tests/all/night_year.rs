//! Indicators drilled into, a simulated year, and what is wrong with a plan. People here are invented.

use crate::harness::Place;
use crate::night::School;

#[test]
fn an_indicator_is_shown_with_its_history_and_its_parts() {
    let school = School::new();
    school.on("2023-10-01", &["metrics", "show"]).ok().stderr_contains("Показателей ещё нет");
    school.on("2023-10-01", &["nightly"]).ok();
    let shown = school.on("2023-10-01", &["metrics", "show", "school", "--json"]).ok().json();
    let value =
        shown.as_array().unwrap().iter().find(|one| one["indicator"] == "закрепление молодых педагогов");
    assert_eq!(value.unwrap()["provisional_until"], "2024-09-01");
    assert_eq!(value.unwrap()["status"], "no-data");
    let shown = school.on("2023-10-01", &["metrics", "show", "school"]).ok();
    shown.stdout_contains("предварительно");
    let explained =
        school.on("2023-10-01", &["metrics", "explain", "program:1", "пары завершены", "--json"]).ok().json();
    assert_eq!(explained["values"][0]["status"], "not-applicable");
    assert_eq!(explained["values"][0]["parts"]["начато"], 0);
    school
        .on("2023-10-01", &["metrics", "explain", "program:1", "нет такого"])
        .code(4)
        .stderr_contains("пары завершены");
    school
        .on("2023-10-02", &["metrics", "explain", "program:1", "пары завершены", "--on", "30.09.2023"])
        .code(4)
        .stderr_contains("На 30.09.2023 показателей ещё нет: program:1. Самые ранние — на 01.10.2023");
    school.on("2023-10-01", &["metrics", "show", "pair:9"]).code(4).stderr_contains("vekha metrics show");
}

#[test]
fn a_simulated_year_says_what_will_be_late_and_writes_nothing() {
    let school = School::new();
    let before = school.on("2023-09-05", &["journal", "export"]).ok().stdout;
    let year = school.on("2023-09-05", &["simulate", "--until", "30.11.2023", "--json"]).ok().json();
    assert_eq!(year["nights"], 87);
    let late = |address: &str| {
        let list = year["late"].as_array().unwrap();
        list.iter().find(|one| one["address"] == address).map(|one| one["date"].as_str().unwrap().to_owned())
    };
    assert_eq!(late("1.1").as_deref(), Some("2023-10-01"));
    assert_eq!(late("3.5").as_deref(), Some("2023-10-31"));
    let named = |one: &serde_json::Value| one["name"] == "Выдумова А.П." && one["template"] == "task-due";
    let told: Vec<_> = year["messages"].as_array().unwrap().iter().filter(|one| named(one)).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0]["date"], "2023-10-27");
    assert_eq!(school.on("2023-09-05", &["journal", "export"]).ok().stdout, before);
}

#[test]
fn a_scenario_changes_the_year() {
    let school = School::new();
    school.0.file(
        "scenario.toml",
        "[[event]]\non = \"20.09.2023\"\ndo = \"task 1.1 done\"\n\n\
         [[event]]\non = \"25.10.2023\"\ndo = \"задача 3.5 перенесена на 20.11.2023\"\n\n\
         [[event]]\non = \"26.10.2023\"\ndo = \"mentor Никто Н.Н. leaves\"\n",
    );
    let args = ["simulate", "--until", "30.11.2023", "--with", "scenario.toml"];
    let year = school.on("2023-09-05", &args).args(&["--json"]).ok().json();
    let late: Vec<&str> =
        year["late"].as_array().unwrap().iter().map(|one| one["address"].as_str().unwrap()).collect();
    assert!(!late.contains(&"1.1"), "{late:?}");
    let moved = year["late"].as_array().unwrap().iter().find(|one| one["address"] == "3.5").unwrap();
    assert_eq!((moved["date"].as_str(), moved["term"].as_str()), (Some("2023-11-21"), Some("2023-11-20")));
    let done: Vec<bool> =
        year["scenario"].as_array().unwrap().iter().map(|one| one["done"].as_bool().unwrap()).collect();
    assert_eq!(done, [true, true, false]);
    school.on("2023-09-05", &args).ok().stdout_contains("✗ 26.10.2023").stdout_contains("Никто Н.Н.");
}

#[test]
fn a_scenario_with_a_mistake_is_pointed_at() {
    let school = School::new();
    school.0.file("scenario.toml", "[[event]]\non = \"20.09.2023\"\ndo = \"to dance\"\n");
    let args = ["simulate", "--until", "30.11.2023", "--with", "scenario.toml"];
    school.on("2023-09-05", &args).code(4).stderr_contains("scenario.toml:3").stderr_contains("to dance");
    school.on("2023-09-05", &["simulate", "--until", "01.09.2023"]).code(2);
    school.on("2023-09-05", &["simulate", "--until", "01.09.2033"]).code(2);
}

fn codes(place: &Place, args: &[&str], code: i32) -> Vec<String> {
    let found = place.vekha(&["plan", "lint", "--json"]).date("2023-09-05").args(args).code(code).json();
    let list = found["findings"].as_array().unwrap().clone();
    list.iter().map(|one| one["code"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_stage_that_cannot_end_by_its_term_is_found() {
    let school = School::new();
    // Ends the stage «conditions», whose own term is the first of September.
    let tags = ["--tag", "order.adopted"];
    school
        .on("2023-09-05", &["task", "add", "1.2", "Late order", "--term", "до 20.12.2023"])
        .args(&tags)
        .ok();
    let tags = ["--tag", "conditions.ready"];
    school
        .on("2023-09-05", &["task", "add", "1.3", "Conditions", "--term", "до 29.12.2023"])
        .args(&tags)
        .ok();
    let found = codes(&school.0, &[], 1);
    assert!(found.contains(&"cannot-finish".to_owned()), "{found:?}");
    school.on("2023-09-05", &["plan", "lint"]).code(1).stdout_contains("1.3 Conditions");
}

#[test]
fn days_off_and_people_with_too_much_are_found() {
    let school = School::new();
    for number in ["4.1", "4.2", "4.3"] {
        let args =
            ["task", "add", number, "Busy", "--term", "до 15.11.2023", "--responsible", "Выдумова А.П."];
        school.on("2023-09-05", &args).ok();
    }
    school.on("2023-09-05", &["task", "add", "4.4", "Sunday", "--term", "до 12.11.2023"]).ok();
    school.on("2023-09-05", &["task", "add", "4.5", "Holidays", "--term", "с 1 по 7 января 2024 года"]).ok();
    let found = codes(&school.0, &["--most", "2"], 1);
    for code in ["overloaded", "day-off", "no-working-day"] {
        assert!(found.contains(&code.to_owned()), "no {code}: {found:?}");
    }
    assert!(!codes(&school.0, &[], 1).contains(&"overloaded".to_owned()), "three a week are not too many");
}

#[test]
fn terms_that_wait_for_each_other_are_found() {
    let school = School::new();
    school.on("2023-09-05", &["task", "add", "7.1", "First", "--term", "в сроки по п. 7.2"]).ok();
    school.on("2023-09-05", &["task", "add", "7.2", "Second", "--term", "в сроки по п. 7.1"]).ok();
    assert!(codes(&school.0, &[], 1).contains(&"tasks-wait".to_owned()));
}
