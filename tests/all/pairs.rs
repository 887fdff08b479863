//! From the bases to pairs at work, on the command line. People here are invented.

use chrono_tz::Europe::Moscow;
use serde_json::Value;
use vekha::app::{App, Request};
use vekha::clock::Clock;
use vekha::store::{Access, Options, Store};
use vekha_core::command::{Action, Actor, Part, Registration};
use vekha_core::ids::SchoolId;
use vekha_core::people::Side;
use vekha_core::vault::Profile;

use crate::harness::{Place, Run};

/// Somebody for a base: name, side, capacity, fields.
pub type Line<'a> = (&'a str, Side, u32, &'a [(&'a str, &'a str)]);

/// A home with a programme; mentors and mentees are registered by each test.
pub struct School(pub Place);

impl School {
    pub fn new() -> Self {
        let place = Place::new();
        place.vekha(&["init", ".", "--name", "School 158"]).date("2023-09-01").ok();
        let school = Self(place);
        school.run(&["task", "add", "1.1", "Order", "--term", "до 30.09.2023"]).ok();
        school.run(&["program", "open"]).ok();
        school
    }

    pub fn run(&self, args: &[&str]) -> Run {
        self.0.vekha(args).date("2023-10-02")
    }

    pub fn json(&self, args: &[&str]) -> Value {
        self.run(args).args(&["--json"]).ok().json()
    }

    /// Puts people into the bases.
    pub fn people(&self, people: &[Line<'_>]) {
        let file = std::fs::read_dir(self.0.path()).unwrap().map(|entry| entry.unwrap().path());
        let mut files: Vec<_> =
            file.filter(|path| path.extension().is_some_and(|found| found == "redb")).collect();
        let store = Store::open(&files.remove(0), Access::Write, &Options::default()).unwrap();
        let app = App::new(store, Clock::new(Moscow, Some("2023-09-10".parse().unwrap())));
        let register = people.iter().map(|(name, side, capacity, fields)| {
            let fields = fields.iter().map(|(name, value)| (name.to_string(), value.to_string()));
            let profile = Profile { name: name.to_string(), fields: fields.collect(), ..Profile::default() };
            let part = Part {
                side: *side,
                form: "teacher-teacher".into(),
                entered: None,
                capacity: (*side == Side::Mentor).then_some(*capacity),
                requests: 1,
                left: None,
            };
            Action::Register(Registration { party: None, profile: Some(profile), parts: vec![part] })
        });
        let actor = Actor { login: "admin".into(), roles: ["owner".to_owned()].into() };
        app.act(&Request::new(SchoolId(1), actor, Action::Many(register.collect()))).unwrap();
    }

    /// Two mentors, three mentees: physics fits Pridumov, music fits Skazochnikova, and one is left over.
    pub fn usual() -> Self {
        let school = Self::new();
        let physics = [("subject", "физика"), ("competences", "методика; ИКТ"), ("years", "20")];
        let music = [("subject", "музыка"), ("competences", "классное руководство"), ("years", "12")];
        school.people(&[
            ("Придумов Борис Семёнович", Side::Mentor, 1, &physics),
            ("Сказочникова Вера Львовна", Side::Mentor, 1, &music),
            ("Выдумова Анна Петровна", Side::Mentee, 0, &[("subject", "физика"), ("requests", "ИКТ")]),
            (
                "Небылицын Иван Сергеевич",
                Side::Mentee,
                0,
                &[("subject", "музыка"), ("requests", "классное руководство")],
            ),
            ("Фантазёров Пётр Ильич", Side::Mentee, 0, &[("subject", "химия"), ("years", "1")]),
        ]);
        school
    }

    pub fn couples(proposal: &Value) -> Vec<(String, String)> {
        let surname = |value: &Value| value.as_str().unwrap().split(' ').next().unwrap().to_owned();
        let mut found: Vec<_> = proposal["pairs"]
            .as_array()
            .unwrap()
            .iter()
            .map(|pair| (surname(&pair["mentor"]), surname(&pair["mentee"])))
            .collect();
        found.sort();
        found
    }
}

fn two(a: &str, b: &str) -> (String, String) {
    (a.into(), b.into())
}

#[test]
fn the_best_pairs_are_proposed_verified_and_explained() {
    let school = School::usual();
    let proposal = school.json(&["pair", "propose"]);
    assert_eq!(School::couples(&proposal), [two("Придумов", "Выдумова"), two("Сказочникова", "Небылицын")]);
    assert_eq!(proposal["cardinality"], 2);
    assert_eq!(proposal["certificate"], "verified");
    assert_eq!(proposal["unmatched"][0], "Фантазёров Пётр Ильич");
    assert_eq!(proposal["pairs"][0]["criteria"]["предмет"], 100.0);
    let text = school
        .run(&["pair", "review"])
        .ok()
        .stdout_contains("Придумов")
        .stdout_contains("предмет 100")
        .stdout;
    assert!(text.contains("2 из 3"), "{text}");
    school.run(&["pair", "verify"]).ok().stdout_contains("сертификат верен");
    school.run(&["pair", "review", "--html", "pairs.html"]).ok().stdout_contains("pairs.html");
    let page = std::fs::read_to_string(school.0.path().join("pairs.html")).unwrap();
    for part in ["Придумов Борис Семёнович", "предмет", "width:100%", "Фантазёров Пётр Ильич — "]
    {
        assert!(page.contains(part), "no {part} in {page}");
    }
    assert!(!page.contains("http"), "the page needs nothing else");
    let pair = school.json(&["pair", "explain", "Придумов", "Выдумова"]);
    assert_eq!((&pair["proposed"], &pair["criteria"]["запрос"]), (&true.into(), &100.0.into()));
    let left = school.json(&["pair", "explain", "Фантазёров"]);
    assert_eq!(left["proposed"], false);
    let closed = left["full"].as_array().map_or(0, Vec::len) + left["refusals"].as_array().unwrap().len();
    assert!(closed > 0, "{left}");
    let again = school.json(&["pair", "propose"]);
    assert_eq!(again["proposal"], proposal["proposal"], "the same input is the same proposal");
}

#[test]
fn a_pin_costs_what_the_explanation_said_and_a_difference_shows_who_moves() {
    let school = School::usual();
    let first = school.json(&["pair", "propose"]);
    let forced = school.json(&["pair", "explain", "Придумов", "Небылицын"]);
    let cost = forced["forced"]["total"].as_f64().unwrap();
    assert!(cost < 0.0, "{forced}");
    assert!(!forced["forced"]["swaps"].as_array().unwrap().is_empty(), "{forced}");
    school
        .run(&["pair", "pin", "Придумов", "Небылицын", "--reason", "Договорились"])
        .ok()
        .stdout_contains("закреплена");
    school.run(&["pair", "verify"]).code(1).stderr_contains("изменились");
    let second = school.json(&["pair", "propose"]);
    let gain = second["total"].as_f64().unwrap() - first["total"].as_f64().unwrap();
    assert!((gain - cost).abs() < 1e-6, "{gain} {cost}");
    school.run(&["pair", "diff", "1", "2"]).ok().stdout_contains("Небылицын");
    school.run(&["pair", "forbid", "Придумов", "Выдумова"]).ok();
    school.run(&["pair", "free", "Придумов", "Небылицын"]).ok();
    let third = school.json(&["pair", "propose"]);
    assert!(!School::couples(&third).contains(&two("Придумов", "Выдумова")), "{third}");
}

#[test]
fn accepted_pairs_go_their_way_and_late_mentees_join() {
    let school = School::usual();
    school.run(&["pair", "propose"]).ok().stdout_contains("Предложение № 1");
    school.run(&["pair", "accept"]).ok().stdout_contains("Образована пара 1");
    school.run(&["pair", "accept", "1"]).code(3).stderr_contains("уже образованы");
    school
        .run(&["pair", "advance", "1"])
        .code(3)
        .stderr_contains("vekha pair evidence 1 --kind agreement.mentor");
    for kind in ["agreement.mentor", "agreement.mentee"] {
        school.run(&["pair", "evidence", "1", "2", "--kind", kind]).ok();
    }
    school.run(&["pair", "advance", "1", "2"]).ok().stdout_contains("Стороны согласны");
    let list = school.json(&["pair", "list"]);
    assert_eq!(list[0]["stage"], "agreed");
    school.run(&["pair", "show", "Выдумова"]).ok().stdout_contains("Закрепить приказом");
    let order = ["order", "register", "--number", "57", "--on", "02.10.2023"];
    school.run(&order).code(3).stderr_contains("Согласия участников");
    for id in ["1", "2", "3", "4"] {
        let kinds = ["participation", "processing", "staff-consent", "contract-supplement"];
        let kinds = if id < "3" { &kinds[..] } else { &kinds[..2] };
        let kinds: Vec<&str> = kinds.iter().flat_map(|kind| ["--kind", kind]).collect();
        school.run(&["consent", "add", id]).args(&kinds).ok();
    }
    school.run(&order).ok().stdout_contains("№ 57").stdout_contains("Закреплена приказом");
    school.run(&order).code(4).stderr_contains("ждут приказа");
    school.people(&[(
        "Мечтателева Ольга Игоревна",
        Side::Mentor,
        2,
        &[("subject", "химия"), ("years", "9")],
    )]);
    let late = school.json(&["pair", "propose"]);
    assert_eq!(School::couples(&late), [two("Мечтателева", "Фантазёров")]);
    school.run(&["pair", "accept"]).ok();
    school.run(&["pair", "propose"]).code(4).stderr_contains("наставник уже есть");
    school.run(&["pair", "close", "3", "--reason", "Переезд"]).ok().stdout_contains("Не согласована");
    assert_eq!(school.json(&["pair", "list"]).as_array().unwrap().len(), 2);
}

#[test]
fn existing_pairs_change_only_for_a_gain_above_their_price() {
    let school = School::usual();
    school.run(&["pair", "pin", "Придумов", "Небылицын"]).ok();
    school.run(&["pair", "propose"]).ok();
    school.run(&["pair", "accept"]).ok();
    school.run(&["pair", "free", "Придумов", "Небылицын"]).ok();
    let dear = school.json(&["pair", "propose", "--rematch", "1000"]);
    assert!(School::couples(&dear).contains(&two("Придумов", "Небылицын")), "{dear}");
    let cheap = school.json(&["pair", "propose", "--rematch", "1"]);
    assert!(School::couples(&cheap).contains(&two("Сказочникова", "Небылицын")), "{cheap}");
    school.run(&["pair", "accept"]).code(3).stderr_contains("наставник в этой программе уже есть");
    school
        .run(&["pair", "accept", "--replace", "--reason", "Смена предмета"])
        .ok()
        .stdout_contains("Образована пара");
    let list = school.json(&["pair", "list"]);
    assert_eq!(list.as_array().unwrap().len(), 2, "{list}");
}

#[test]
fn what_cannot_be_paired_is_said_in_words() {
    let school = School::new();
    school.run(&["pair", "propose"]).code(4).stderr_contains("базе наставников");
    school.run(&["pair", "review"]).code(4).stderr_contains("vekha pair propose");
    school.people(&[
        ("Придумов Борис Семёнович", Side::Mentor, 1, &[("wished_age_from", "20")]),
        ("Выдумова Анна Петровна", Side::Mentee, 0, &[("age", "19")]),
    ]);
    let proposal = school.json(&["pair", "propose", "--dry-run"]);
    assert_eq!((&proposal["proposal"], &proposal["cardinality"]), (&Value::Null, &0.into()));
    school.run(&["pair", "review"]).code(4);
    school.run(&["pair", "pin", "Придумов", "Выдумова"]).ok();
    school.run(&["pair", "propose"]).code(3).stderr_contains("младше, чем желает наставник");
    school.run(&["pair", "free", "Придумов", "Выдумова"]).ok();
    school.run(&["pair", "propose"]).ok();
    let left = school.json(&["pair", "explain", "Выдумова"]);
    assert_eq!(left["smallest"]["rule"], "наставляемый младше, чем желает наставник");
}

#[test]
fn a_script_that_fails_is_named_with_its_place_and_the_pair() {
    let school = School::usual();
    let text = "fn eligible(a, b) { true }\nfn score(a, b) { a.years.oops() }\n";
    school.0.file("scripts/pairing.rhai", text);
    let failed = school.run(&["pair", "propose", "--draft"]).code(1);
    let failed = failed.stderr_contains("Придумов").stderr_contains("pairing.rhai:2");
    assert!(failed.stdout.is_empty());
    school.0.file("scripts/pairing.rhai", "fn eligible(a, b) { true }\nfn score(a, b) { 40 + b.id % 3 }\n");
    assert_eq!(school.json(&["pair", "propose", "--draft"])["pairs"][0]["completeness"], 100);
    school.0.file("scripts/pairing.rhai", "fn eligible(a, b) { true }\nfn score(a, b) { 1 }\n");
    school.run(&["pair", "verify"]).ok().stdout_contains("сертификат верен");
}
