//! From the bases to pairs at work, on the command line. People here are invented.

use chrono_tz::Europe::Moscow;
use serde_json::{Value, json};
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
            ("Выдумова Анна Петровна", Side::Mentee, 0, &[("subject", "Физика "), ("requests", "ИКТ")]),
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
    let verified = school.run(&["pair", "verify"]).ok().stdout_contains("сертификат верен");
    verified.stdout_contains("Закрепления и запреты пар теперь другие");
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
    school
        .run(&["pair", "advance", "1-2"])
        .code(3)
        .stderr_contains("vekha order draft pairs --out order.docx")
        .stderr_contains("vekha order register --number №");
    let order = ["order", "register", "--number", "57", "--on", "02.10.2023"];
    let lacking = school.run(&order).code(3).stderr_contains("Согласия участников");
    lacking.stderr_contains("vekha consent list --missing");
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
fn the_smallest_change_that_is_named_really_pairs_who_is_left_out() {
    let school = School::usual();
    school.people(&[("Мечтателева Ольга Игоревна", Side::Mentee, 0, &[])]);
    // The later in the base, the better: the two who came first are left out.
    let text = "fn eligible(a, b) { true }\nfn score(a, b) { 40 + b.id }\n";
    school.0.file("scripts/pairing.rhai", text);
    school.run(&["pair", "propose", "--draft"]).ok();
    let smallest = |who: &str| school.json(&["pair", "explain", who])["smallest"].clone();
    let seat = |pin: bool| json!({"capacity": {"mentor": "Придумов Борис Семёнович", "to": 2}, "pin": pin});
    assert_eq!(smallest("Небылицын"), seat(false));
    assert_eq!(smallest("Выдумова"), seat(true), "the place would go to Небылицын");
    school.run(&["pair", "explain", "Выдумова"]).ok().stdout_contains("vekha pair pin");
    let text = "fn eligible(a, b) { true }\nfn score(a, b) { 40 + b.id - a.id }\nfn threshold() { 50 }\n";
    school.0.file("scripts/pairing.rhai", text);
    school.run(&["pair", "propose", "--draft"]).ok();
    let nearest = json!({"pin": {"mentor": "Придумов Борис Семёнович", "score": 42.0}});
    assert_eq!(smallest("Выдумова"), nearest);
}

#[test]
fn what_a_curator_decided_can_be_listed() {
    let school = School::usual();
    assert_eq!(school.json(&["pair", "list", "--wishes"]), json!([]));
    school.run(&["pair", "pin", "Придумов", "Небылицын"]).ok();
    school.run(&["pair", "forbid", "Сказочникова", "Выдумова"]).ok();
    let list = school.json(&["pair", "list", "--wishes"]);
    let found = |at: usize| (list[at]["mentor_id"].clone(), list[at]["mentee_id"].clone(), &list[at]["wish"]);
    assert_eq!(found(0), (1.into(), 4.into(), &json!("pinned")));
    assert_eq!(found(1), (2.into(), 3.into(), &json!("forbidden")));
    school.run(&["pair", "list", "--wishes"]).ok().stdout_contains("запрещена");
    for (command, was, words) in [
        ("forbid", json!("pinned"), "Прежде пара была закреплена: закрепление больше не действует"),
        ("free", json!("forbidden"), "Прежде пара была запрещена: запрет больше не действует"),
        ("free", Value::Null, "Ничего не изменилось"),
    ] {
        let dry = school.json(&["pair", command, "Придумов", "Небылицын", "--dry-run"]);
        assert_eq!(dry["was"], was, "{command}");
        school.run(&["pair", command, "Придумов", "Небылицын"]).ok().stdout_contains(words);
    }
}

#[test]
fn what_is_wanted_of_two_is_wanted_of_a_mentor_and_a_mentee() {
    let school = School::usual();
    // The mentee first: it is turned round, and said.
    school.run(&["pair", "pin", "Небылицын", "Придумов"]).ok().stderr_contains("записано в этом порядке");
    let list = school.json(&["pair", "list", "--wishes"]);
    assert_eq!((&list[0]["mentor_id"], &list[0]["mentee_id"]), (&1.into(), &4.into()));
    school.run(&["pair", "free", "Небылицын", "Придумов"]).ok();
    assert_eq!(school.json(&["pair", "list", "--wishes"]), json!([]));
    school
        .run(&["pair", "pin", "Придумов", "Сказочникова"])
        .code(4)
        .stderr_contains("не стоит в базе наставляемых");
    school.run(&["person", "add", "Посторонний Пётр Петрович"]).ok();
    school
        .run(&["pair", "forbid", "Посторонний", "Небылицын"])
        .code(4)
        .stderr_contains("не стоит в базе наставников");
}

#[test]
fn pairs_are_named_by_ranges_of_numbers() {
    let school = School::usual();
    school.run(&["pair", "propose"]).ok();
    school.run(&["pair", "accept"]).ok();
    school.run(&["pair", "evidence", "1-2", "--kind", "agreement.mentor"]).ok();
    for pair in school.json(&["pair", "list"]).as_array().unwrap() {
        assert_eq!(pair["evidence"], json!(["agreement.mentor"]));
    }
    school.run(&["pair", "advance", "1-3"]).code(4).stderr_contains("3");
    // What both lack is told once to a person, and of each to a machine.
    school
        .run(&["pair", "advance", "1-2"])
        .code(3)
        .stderr_contains("пары 1–2: Наставляемый согласен")
        .stderr_contains("vekha pair evidence 1-2 --kind agreement.mentee --text")
        .stderr_contains("мешает одно условие");
    let told = school.run(&["pair", "advance", "1-2", "--json"]).code(3);
    let causes = told.error()["causes"].clone();
    let of = |at: usize| causes[at]["command"].as_str().unwrap().to_owned();
    assert!(
        of(0).starts_with("vekha pair evidence 1 ") && of(1).starts_with("vekha pair evidence 2 "),
        "{causes}"
    );
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

#[test]
fn a_proposal_stays_proved_and_says_who_has_changed_since() {
    let school = School::usual();
    school.run(&["pair", "propose"]).ok();
    school.run(&["pair", "verify"]).ok().stdout_contains("С тех пор ничего не изменилось");
    school.run(&["person", "edit", "1", "--set", "competences=ИКТ"]).ok();
    school.run(&["person", "leave", "5", "--reason", "Переезд"]).ok().stdout_contains("Фантазёров");
    school.people(&[("Мечтателева Ольга Игоревна", Side::Mentor, 2, &[("subject", "химия")])]);
    let checked = school.json(&["pair", "verify"]);
    assert_eq!(checked["certificate"], "verified");
    let names = |list: &str| checked["since"][list][0]["name"].clone();
    assert_eq!(names("changed"), "Придумов Борис Семёнович");
    assert_eq!(names("left"), "Фантазёров Пётр Ильич");
    assert_eq!(names("entered"), "Мечтателева Ольга Игоревна");
    assert_eq!(checked["since"]["script"], false);
    school.run(&["pair", "verify"]).english().ok().stdout_contains("Left the bases: Фантазёров Пётр Ильич");
}

#[test]
fn an_accepted_proposal_is_still_explained() {
    let school = School::usual();
    school.run(&["pair", "propose"]).ok();
    school.run(&["pair", "accept"]).ok();
    let pair = school.json(&["pair", "explain", "Придумов", "Выдумова"]);
    assert_eq!(pair["proposed"], true);
    let left = school.json(&["pair", "explain", "Фантазёров"]);
    assert_eq!(left["proposed"], false);
    school.run(&["pair", "verify"]).ok().stdout_contains("С тех пор ничего не изменилось");
}

#[test]
fn mentees_change_mentors_in_a_proposal_and_the_price_is_shown() {
    let school = School::usual();
    let first = school.json(&["pair", "propose"]);
    school.run(&["pair", "swap", "Выдумова", "Небылицын", "--dry-run"]).ok();
    assert_eq!(School::couples(&school.json(&["pair", "review"])), School::couples(&first));
    let swapped = school.json(&["pair", "swap", "Выдумова", "Небылицын", "--reason", "Так удобнее"]);
    assert_eq!(School::couples(&swapped), [two("Придумов", "Небылицын"), two("Сказочникова", "Выдумова")]);
    let cost = swapped["total"].as_f64().unwrap() - first["total"].as_f64().unwrap();
    assert!((swapped["cost"]["total"].as_f64().unwrap() - cost).abs() < 1e-6 && cost < 0.0, "{swapped}");
    assert_eq!(swapped["cost"]["instead_of"], 1);
    school.run(&["pair", "swap", "Выдумова", "Фантазёров"]).code(4).stderr_contains("Фантазёров");
    let back = school.run(&["pair", "swap", "Выдумова", "Небылицын"]).ok();
    back.stdout_contains("Против предложения № 2 сумма меняется на");
    assert_eq!(School::couples(&school.json(&["pair", "review"])), School::couples(&first));
}

#[test]
fn a_pair_taken_out_of_a_proposal_is_not_proposed_again() {
    let school = School::usual();
    school.run(&["pair", "propose"]).ok();
    let without = school.json(&["pair", "remove", "Придумов", "--reason", "Просят другого"]);
    assert!(!School::couples(&without).contains(&two("Придумов", "Выдумова")), "{without}");
    assert!(without["cost"]["total"].as_f64().unwrap() < 0.0, "{without}");
    school.run(&["pair", "verify"]).ok();
    school.run(&["pair", "remove", "Придумов", "Выдумова"]).code(4).stderr_contains("такой пары нет");
    school.run(&["pair", "accept"]).ok();
    let formed = school.run(&["pair", "remove", "Сказочникова"]).code(4);
    formed.stderr_contains("vekha pair close").stderr_contains("уже образованы");
}

#[test]
fn formed_pairs_change_mentors_and_begin_anew() {
    let school = School::usual();
    school.run(&["pair", "propose"]).ok();
    school.run(&["pair", "accept"]).ok();
    school.run(&["pair", "swap", "Выдумова", "Небылицын"]).code(3).stderr_contains("причин");
    let swap = ["pair", "swap", "Выдумова", "Небылицын", "--reason", "Так удобнее"];
    school.run(&swap).args(&["--dry-run"]).ok().stdout_contains("Сумма баллов меняется на −");
    school.run(&swap).ok().stdout_contains("Образована пара 3");
    let list = school.json(&["pair", "list"]);
    assert_eq!(list.as_array().unwrap().len(), 2);
    assert_eq!(
        (&list[0]["mentor"], &list[0]["stage"]),
        (&"Сказочникова Вера Львовна".into(), &"proposed".into())
    );
    let by_mentors = ["pair", "swap", "Придумов", "Сказочникова", "--reason", "Назад", "--dry-run"];
    school.run(&by_mentors).ok().stdout_contains("Сумма баллов меняется на");
    school.run(&["pair", "forbid", "Придумов", "Выдумова"]).ok();
    school.run(&swap).code(3).stderr_contains("запрещена");
}

#[test]
fn the_mentees_of_a_mentor_who_leaves_get_others() {
    let school = School::usual();
    school.run(&["pair", "propose"]).ok();
    school.run(&["pair", "accept"]).ok();
    school.people(&[(
        "Мечтателева Ольга Игоревна",
        Side::Mentor,
        2,
        &[("subject", "физика"), ("years", "9")],
    )]);
    school.run(&["pair", "rematch", "--without", "Небылицын"]).code(4).stderr_contains("нет пар");
    school.run(&["pair", "rematch"]).code(2);
    let leave = ["pair", "rematch", "--without", "Придумов"];
    let proposal = school.json(&leave);
    assert!(School::couples(&proposal).contains(&two("Мечтателева", "Выдумова")), "{proposal}");
    assert!(School::couples(&proposal).iter().all(|(mentor, _)| mentor == "Мечтателева"), "others stay");
    let change = &proposal["changes"][0];
    assert_eq!((&change["from"], &change["price"]), (&"Придумов Борис Семёнович".into(), &0.0.into()));
    assert_eq!(change["to"], "Мечтателева Ольга Игоревна");
    school.run(&["pair", "verify"]).ok().stdout_contains("С тех пор ничего не изменилось");
    let leaves = school.run(&["person", "leave", "Придумов", "--reason", "Уволился"]).ok();
    leaves.stderr_contains("vekha pair rematch --without Придумов");
    school.run(&["pair", "accept"]).code(3).stderr_contains("наставник в этой программе уже есть");
    school.run(&["pair", "accept", "--replace", "--reason", "Наставник уволился"]).ok();
    let list = school.json(&["pair", "list"]);
    let mentors: Vec<&str> =
        list.as_array().unwrap().iter().filter_map(|pair| pair["mentor"].as_str()).collect();
    assert!(!mentors.contains(&"Придумов Борис Семёнович"), "{list}");
    school.run(&["person", "leave", "Придумов"]).code(4).stderr_contains("сейчас не стоит");
    let priced = school.json(&["pair", "rematch", "--price", "1000", "--dry-run"]);
    assert_eq!(priced["changes"], serde_json::json!([]), "{priced}");
}

#[test]
fn the_least_load_of_a_mentor_is_kept_whatever_it_costs() {
    let school = School::usual();
    school.run(&["person", "edit", "2", "--set", "minimum=1", "--capacity", "2"]).ok();
    school.run(&["person", "edit", "1", "--capacity", "3"]).ok();
    school.run(&["pair", "forbid", "Сказочникова", "Небылицын"]).ok();
    let proposal = school.json(&["pair", "propose"]);
    let of = |name: &str| School::couples(&proposal).iter().filter(|(mentor, _)| mentor == name).count();
    assert!(of("Сказочникова") >= 1, "{proposal}");
    school.run(&["pair", "verify"]).ok();
    school.run(&["person", "edit", "2", "--set", "minimum=3"]).ok();
    school.run(&["pair", "propose"]).code(3).stderr_contains("Сказочникова");
    let none = school.run(&["pair", "propose", "--json"]).code(3).json();
    assert_eq!(none["infeasible"]["mentor"], "Сказочникова Вера Львовна");
}

#[test]
fn one_base_is_listed_with_places_pairs_and_papers() {
    let school = School::usual();
    school.run(&["pair", "propose"]).ok();
    school.run(&["pair", "accept"]).ok();
    let mentors = school.json(&["person", "list", "--side", "mentors"]);
    assert_eq!(mentors.as_array().unwrap().len(), 2);
    assert_eq!((&mentors[0]["capacity"], &mentors[0]["pairs"]), (&1.into(), &1.into()));
    let mentees = school.json(&["person", "list", "--side", "mentees", "--form", "teacher-teacher"]);
    let pairs: Vec<_> = mentees.as_array().unwrap().iter().map(|line| line["pairs"].clone()).collect();
    assert_eq!(pairs, [1, 1, 0]);
    school.run(&["person", "list", "--side", "mentees"]).ok().stdout_contains("ждём согласия");
    school.run(&["person", "list", "--side", "mentors"]).english().ok().stdout_contains("In the base since");
    school.run(&["person", "list", "--form", "teacher-teacher"]).code(2);
}
