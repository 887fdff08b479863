//! The work of pairs on the command line: meetings, programmes, questionnaires, facts. People here are invented.

use chrono::NaiveDate;
use chrono_tz::Europe::Moscow;
use serde_json::Value;
use vekha::app::work::changed::changed_since;
use vekha::app::work::facts::{mentor_facts, pair_facts, programme_facts, school_facts};
use vekha::app::{App, Request};
use vekha::clock::Clock;
use vekha::store::{Access, Options, Store};
use vekha_core::command::{Action, Actor};
use vekha_core::facts;
use vekha_core::ids::{PairId, ProgrammeId, SchoolId};
use vekha_core::view::{Read, View};

use crate::harness::Run;
use crate::pairs::School;

/// A school with two pairs: Придумов with Выдумова, Сказочникова with Небылицын.
struct Work(School);

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

impl Work {
    fn new() -> Self {
        let work = Self(School::usual());
        work.form(&[
            ("Придумов Борис Семёнович", "Выдумова Анна Петровна"),
            ("Сказочникова Вера Львовна", "Небылицын Иван Сергеевич"),
        ]);
        work
    }

    /// Forms these pairs.
    fn form(&self, pairs: &[(&str, &str)]) {
        self.app(|app| {
            let directory = app.read(SchoolId(1), None).unwrap().directory().unwrap();
            let who = |name: &str| directory.find(None, name).unwrap().party.id;
            let form = |(mentor, mentee): &(&str, &str)| Action::FormPair {
                programme: ProgrammeId(1),
                mentor: who(mentor),
                mentee: who(mentee),
            };
            let pairs = pairs.iter().map(form).collect();
            let actor = Actor { login: "admin".into(), roles: ["owner".to_owned()].into() };
            app.act(&Request::new(SchoolId(1), actor, Action::Many(pairs))).unwrap();
        });
    }

    /// Something done with the store itself, as on 10 September.
    fn app<T>(&self, run: impl FnOnce(&App) -> T) -> T {
        let mut files = std::fs::read_dir(self.0.0.path()).unwrap().map(|entry| entry.unwrap().path());
        let file = files.find(|path| path.extension().is_some_and(|found| found == "redb")).unwrap();
        let store = Store::open(&file, Access::Write, &Options::default()).unwrap();
        run(&App::new(store, Clock::new(Moscow, Some(day("2023-09-10")))))
    }

    fn at(&self, date: &str, args: &[&str]) -> Run {
        self.0.0.vekha(args).date(date)
    }

    fn run(&self, args: &[&str]) -> Run {
        self.at("2023-12-01", args)
    }

    fn json(&self, args: &[&str]) -> Value {
        self.run(args).args(&["--json"]).ok().json()
    }
}

const LOG: &str = "Журнал встреч;;;;;;\n\
    № п/п;Дата встречи;Наставник;Наставляемый;Вид;Тема;Длительность;Состоялась;Оценка наставляемого\n\
    1;10.10.2023;Придумов Борис Семёнович;Выдумова Анна Петровна;Знакомство;Секретная тема;45 мин;да;9\n\
    2;24.10.2023;Придумов Борис Семёнович;Выдумова Анна Петровна;рабочая;Разбор урока;1:30;-;\n\
    3;07.11.2023;;Небылицын Иван Сергеевич;;Планы;;;нормально\n";

#[test]
fn importing_meetings_twice_changes_nothing() {
    let work = Work::new();
    let file = work.0.0.file("log.csv", LOG);
    let path = file.to_str().unwrap();
    work.run(&["meeting", "import", path, "--dry-run"]).ok().stdout_contains("Было бы записано встреч: 3");
    let more = work.0.0.file("more.csv", "Дата;Пара;Кабинет\n12.10.2023;1;12\n");
    let ran = work.run(&["meeting", "import", more.to_str().unwrap(), "--dry-run"]).ok();
    ran.stderr_contains("не разобраны").stderr_contains("«Кабинет»");
    assert_eq!(work.json(&["meeting", "list"]).as_array().unwrap().len(), 0);
    work.run(&["meeting", "import", path]).ok().stdout_contains("Записано встреч: 3; уже было: 0");
    work.run(&["meeting", "import", path]).ok().stdout_contains("Записано встреч: 0; уже было: 3");
    let list = work.json(&["meeting", "list", "1"]);
    assert_eq!(list.as_array().unwrap().len(), 2);
    assert_eq!(
        (&list[0]["kind"], &list[0]["minutes"], &list[0]["mentee"]["mark"]),
        (&"acquaintance".into(), &45.into(), &9.into())
    );
    assert_eq!((&list[1]["state"], &list[1]["minutes"]), (&"missed".into(), &90.into()));
    assert_eq!(list[0]["texts"]["topic"], "Секретная тема");
    let second = work.json(&["meeting", "list", "2"]);
    assert_eq!(second[0]["texts"]["mentee"], "нормально");
    let journal = work.run(&["journal", "export"]).ok().stdout;
    assert!(!journal.contains("Секретная") && !journal.contains("нормально"));
    let changed = LOG.replace("9\n", "10\n");
    let file = work.0.0.file("log2.csv", changed);
    work.run(&["meeting", "import", file.to_str().unwrap()])
        .ok()
        .stdout_contains("Записано встреч: 1; уже было: 2");
}

#[test]
fn every_fault_of_a_table_is_told_with_its_row_and_column() {
    let work = Work::new();
    let file = work.0.0.file(
        "bad.csv",
        "Дата;Пара;Вид;Длительность;Оценка наставника\nвчера;1;рабочая;45;5\n10.10.2023;7;рабочая;45;5\n10.10.2023;1;танцы;45;5\n10.10.2023;1;рабочая;45;12\n",
    );
    let error = work.run(&["meeting", "import", file.to_str().unwrap()]).args(&["--json"]).code(4).error();
    let causes: Vec<String> = error["causes"].as_array().unwrap().iter().map(Value::to_string).collect();
    assert_eq!(causes.len(), 4, "{causes:?}");
    for (cause, words) in causes.iter().zip(["вчера", "«7»", "танцы", "«12»"]) {
        assert!(cause.contains(words) && cause.contains("строка"), "{cause}");
    }
    let many = "Дата;Наставник;Наставляемый;Вид;Длительность\n31.02.2024;Придумов Б. С.;Кто-то;танцы;сто\n";
    let file = work.0.0.file("many.csv", many);
    let ran = work.run(&["meeting", "import", file.to_str().unwrap()]).code(4);
    for words in ["31.02.2024", "Кто-то", "танцы", "сто"] {
        assert!(ran.stderr.contains(words), "{words}: {}", ran.stderr);
    }
    let good = many.replace("31.02.2024", "10.10.2023").replace("Кто-то", "Выдумова А.П.");
    let file = work.0.0.file("good.csv", good.replace("танцы", "рабочая").replace("сто", "45"));
    work.run(&["meeting", "import", file.to_str().unwrap()]).ok().stdout_contains("Записано встреч: 1");
    let file = work.0.0.file("people.csv", "ФИО;Класс\nНекто;7\n");
    work.run(&["meeting", "import", file.to_str().unwrap()]).code(4).stderr_contains("столбец с датами");
}

#[test]
fn a_log_may_name_pairs_and_outcomes_in_one_cell() {
    let work = Work::new();
    let log = "Пара;Дата;Длительность;Итог\nПридумов Б.С. – Выдумова А.П.;10.10.2023;полтора часа;не состоялась\n\
        Небылицын;11.10.2023;2 ак. ч.;Решили задачу\n";
    let file = work.0.0.file("cells.csv", log);
    work.run(&["meeting", "import", file.to_str().unwrap()]).ok().stdout_contains("Записано встреч: 2");
    let list = work.json(&["meeting", "list"]);
    assert_eq!((&list[0]["pair"], &list[0]["state"]), (&1.into(), &"missed".into()));
    assert_eq!(
        (&list[1]["pair"], &list[1]["minutes"], &list[1]["state"]),
        (&2.into(), &90.into(), &"held".into())
    );
    let file = work.0.0.file("ahead.csv", "Пара;Дата;Состоялась\n1;25.12.2023;да\n");
    let ran = work.run(&["meeting", "import", file.to_str().unwrap()]).code(4);
    ran.stderr_contains("строка 2").stderr_contains("ещё не наступил");
}

/// The days on which a pair was evaluated.
fn evaluated(work: &Work, day: &str) -> Vec<String> {
    let history = work.at(day, &["metrics", "history", "pair", "1", "--json"]).ok().json();
    let values = history["values"].as_array().unwrap().iter();
    let mut days: Vec<String> = values.map(|value| value["date"].as_str().unwrap().to_owned()).collect();
    days.dedup();
    days
}

#[test]
fn facts_of_nights_that_were_missed_count_on_their_days() {
    let work = Work::new();
    work.at("2023-10-08", &["nightly"]).ok();
    work.at("2023-10-13", &["meeting", "add", "1", "--on", "10.10.2023"]).ok();
    work.at("2023-10-13", &["meeting", "add", "1", "--on", "12.10.2023", "--missed"]).ok();
    let report = work.at("2023-10-13", &["nightly", "--catch-up", "each", "--json"]).ok().json();
    let days = evaluated(&work, "2023-10-13");
    for day in ["2023-10-08", "2023-10-10", "2023-10-12"] {
        assert!(days.iter().any(|known| known == day), "{day}: {days:?}");
    }
    let nights = report["schools"][0]["nights"].as_array().unwrap();
    let told = |night: &&Value| night["told"].to_string().contains("no-meeting");
    let told: Vec<&str> = nights.iter().filter(told).map(|night| night["date"].as_str().unwrap()).collect();
    assert_eq!(told, ["2023-10-12"], "told in the night of the day it is about, once");
}

#[test]
fn corrections_of_nights_that_were_missed_count_on_their_days() {
    let work = Work::new();
    work.at("2023-10-08", &["meeting", "add", "1", "--on", "12.10.2023"]).ok();
    work.at("2023-10-08", &["pair", "plan", "add", "1", "Дневник", "--due", "30.10.2023"]).ok();
    work.at("2023-10-10", &["nightly"]).ok();
    work.at("2023-10-13", &["meeting", "edit", "1", "1", "--missed"]).ok();
    work.at("2023-10-13", &["pair", "plan", "done", "1", "1", "--on", "12.10.2023"]).ok();
    let report = work.at("2023-10-13", &["nightly", "--catch-up", "each", "--json"]).ok().json();
    let told = report["schools"][0]["nights"].to_string();
    assert!(told.contains("no-meeting"), "{told}");
    let plan = work.at("2023-10-13", &["metrics", "show", "pair", "1", "план", "--json"]).ok().json();
    assert_eq!((&plan[0]["value"], &plan[0]["date"]), (&100.0.into(), &"2023-10-12".into()), "{plan}");
}

#[test]
fn a_letter_tells_of_no_term_that_was_met_meanwhile() {
    let work = Work::new();
    let config = std::fs::read_to_string(work.0.0.path().join("vekha.toml")).unwrap();
    work.0.0.file("vekha.toml", config + "\n[letters]\ndir = \"letters\"\n");
    let night = work.at("2023-10-02", &["nightly", "--no-deliver", "--json"]).ok().json();
    let told = night["schools"][0]["nights"][0]["told"].to_string();
    assert!(told.contains("late"), "both pairs should have agreed by now: {told}");
    for kind in ["agreement.mentor", "agreement.mentee"] {
        work.at("2023-10-02", &["pair", "evidence", "1", "--kind", kind, "--text", "да"]).ok();
    }
    work.at("2023-10-02", &["pair", "advance", "1"]).ok();
    let papers = ["participation", "processing", "staff-consent", "contract-supplement"];
    let papers: Vec<&str> = papers.iter().flat_map(|kind| ["--kind", *kind]).collect();
    work.at("2023-10-02", &["consent", "add", "Придумов"]).args(&papers).ok();
    work.at("2023-10-02", &["outbox", "deliver"]).ok();
    let letters = std::fs::read_dir(work.0.0.path().join("letters")).unwrap();
    let letters: Vec<String> =
        letters.map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap()).collect();
    let told = |words: &str| letters.iter().any(|letter| letter.contains(words));
    for (words, expected) in [
        ("Пара 1 (", false),
        ("Пара 2 (Сказочникова Вера Львовна – Небылицын Иван Сергеевич) всё ещё", true),
        ("согласия: Придумов", false),
        ("согласия: Сказочникова", true),
    ] {
        assert_eq!(told(words), expected, "{words}: {letters:?}");
    }
}

#[test]
fn a_fact_of_a_day_to_come_is_looked_at_when_the_day_comes() {
    let work = Work::new();
    work.at("2023-10-08", &["nightly"]).ok();
    work.at("2023-10-09", &["meeting", "add", "1", "--on", "12.10.2023"]).ok().stdout_contains("назначена");
    for day in ["2023-10-09", "2023-10-10", "2023-10-11", "2023-10-12"] {
        work.at(day, &["nightly"]).ok();
    }
    let days = evaluated(&work, "2023-10-12");
    assert!(days.iter().any(|known| known == "2023-10-12"), "{days:?}");
}

#[test]
fn today_shows_what_pairs_want_with_commands_that_work() {
    let work = Work::new();
    work.at("2023-10-09", &["meeting", "add", "1", "--on", "12.10.2023"]).ok();
    for due in ["10.10.2023", "14.10.2023", "01.05.2024"] {
        work.at("2023-10-09", &["pair", "plan", "add", "2", due, "--due", due]).ok();
    }
    let today = work.at("2023-10-13", &["today", "--json"]).ok().json();
    let status = work.at("2023-10-13", &["status", "--json"]).ok().json();
    assert_eq!(status["programmes"][0]["pairs"]["open"], serde_json::json!({"proposed": 2}));
    work.at("2023-10-13", &["status"]).ok().stdout_contains("Пары: Предложена — 2");
    let (stage, meeting) = (&today["pairs"][0], &today["meetings"][0]);
    assert_eq!((&stage["pairs"][1], &meeting["date"]), (&2.into(), &"2023-10-12".into()), "{today}");
    let shown = work.at("2023-10-13", &["today"]).ok();
    shown.stdout_contains("пары 1–2").stdout_contains("12.10.2023: пара 1 (Придумов");
    let tasks = serde_json::json!({"pair": 2, "late": [1], "due": [2], "command": "vekha pair plan list 2"});
    assert_eq!(today["personal_tasks"], serde_json::json!([tasks]));
    let shown = work.at("2023-10-13", &["today"]).ok();
    shown.stdout_contains("просрочены № 1; подходит срок № 2").stdout_contains("vekha pair plan list 2");
    let words = |one: &Value| -> Vec<String> {
        let command = one["command"].as_str().unwrap().to_owned();
        command.split(' ').skip(1).map(str::to_owned).collect()
    };
    let command = words(meeting);
    work.at("2023-10-13", &command.iter().map(String::as_str).collect::<Vec<_>>()).ok();
    let command = words(stage);
    // What stands in the way of both is told once.
    let told = work.at("2023-10-13", &command.iter().map(String::as_str).collect::<Vec<_>>()).code(3);
    told.stderr_contains("пары 1–2: ");
    assert_eq!(work.at("2023-10-13", &["today", "--json"]).ok().json()["meetings"], Value::Array(Vec::new()));
}

#[test]
fn a_meeting_is_added_corrected_and_taken_out() {
    let work = Work::new();
    work.run(&[
        "meeting",
        "add",
        "1",
        "--on",
        "10.10.2023",
        "--kind",
        "acquaintance",
        "--minutes",
        "45",
        "--mentor-mark",
        "9",
    ])
    .ok()
    .stdout_contains("знакомство, состоялась");
    work.run(&["meeting", "add", "1", "2", "--on", "20.12.2023", "--kind", "group"])
        .ok()
        .stdout_contains("назначена");
    work.run(&["meeting", "add", "Небылицын", "--on", "01.11.2023", "--missed"])
        .ok()
        .stdout_contains("не состоялась");
    work.run(&["meeting", "add", "1", "--on", "10.10.2023", "--kind", "acquaintance", "--mentee-mark", "8"])
        .ok();
    let list = work.json(&["meeting", "list", "1"]);
    assert_eq!(
        (&list[0]["mentor"]["mark"], &list[0]["mentee"]["mark"], &list[0]["minutes"]),
        (&9.into(), &8.into(), &45.into())
    );
    work.at("2023-12-21", &["meeting", "edit", "1", "2", "--held"]).ok().stdout_contains("состоялась");
    work.run(&["meeting", "cancel", "1", "1", "--reason", "Ошибка"]).ok().stdout_contains("убрана: Ошибка");
    work.run(&["meeting", "edit", "1", "9", "--held"]).code(4).stderr_contains("нет встречи № 9");
    work.run(&["meeting", "list", "1"]).ok().stdout_contains("Состоялось").english();
    work.run(&["meeting", "add", "1", "--on", "10.10.2023", "--mentor-mark", "11"])
        .code(3)
        .stderr_contains("не оценка");
}

trait English {
    fn english(&self);
}

impl English for crate::harness::Ran {
    fn english(&self) {
        assert!(!self.stdout.is_empty());
    }
}

#[test]
fn a_personal_programme_is_imported_done_and_listed() {
    let work = Work::new();
    let table = "Задача;Срок;Планируемый результат;Фактический результат;Оценка\n\
        Провести открытый урок;до 15.12.2023;Урок с самоанализом;;\nИзучить ФОП;01.11.2023;Конспект;Конспект сдан;8\n";
    let file = work.0.0.file("plan.csv", table);
    let args = ["pair", "plan", "import", file.to_str().unwrap(), "--pair", "1"];
    work.run(&args).ok().stdout_contains("Записано задач: 2");
    work.run(&args).ok().stdout_contains("Записано задач: 0; уже было: 2");
    work.run(&["pair", "plan", "add", "1", "Сдать отчёт", "--due", "25.12.2023"]).ok();
    work.run(&["pair", "plan", "done", "1", "2", "--on", "10.11.2023", "--mark", "9"])
        .ok()
        .stdout_contains("10.11.2023");
    let list = work.json(&["pair", "plan", "list", "1"]);
    assert_eq!(list.as_array().unwrap().len(), 3);
    assert_eq!(
        (&list[1]["late"], &list[1]["mark"], &list[0]["late"]),
        (&true.into(), &9.into(), &false.into())
    );
    assert_eq!(list[1]["texts"]["fact"], "Конспект сдан");
    let table = "Раздел 1;;;\nЗадание;Срок;Фактический результат;Оценка наставника\nДневник;декабрь;ведётся;+\n\
        Уроки;по мере необходимости;;отлично\nПособие;32.13.2023;;\n";
    let file = work.0.0.file("words.csv", table);
    let args = ["pair", "plan", "import", file.to_str().unwrap(), "--pair", "2"];
    work.run(&args).code(4).stderr_contains("«32.13.2023» — срок не понят");
    let file = work.0.0.file("words.csv", table.replace("32.13.2023;;", ";;"));
    let args = ["pair", "plan", "import", file.to_str().unwrap(), "--pair", "2"];
    work.run(&args).ok().stdout_contains("Записано задач: 3");
    work.run(&args).ok().stdout_contains("Записано задач: 0");
    let second = work.json(&["pair", "plan", "list", "2"]);
    assert_eq!(
        (&second[0]["due"], &second[0]["texts"]["fact"]),
        (&"2023-12-31".into(), &"ведётся; +".into())
    );
    assert_eq!(
        (&second[1]["due"], &second[1]["texts"]["term"]),
        (&Value::Null, &"по мере необходимости".into())
    );
    work.run(&["pair", "plan", "list", "2"]).ok().stdout_contains("по мере");
    let file = work.0.0.file("later.csv", "Задание;Срок\nДневник;по мере необходимости\n");
    work.run(&["pair", "plan", "import", file.to_str().unwrap(), "--pair", "2"]).ok();
    assert_eq!(
        work.json(&["pair", "plan", "list", "2"])[0]["due"],
        Value::Null,
        "words stand instead of a day"
    );
    let table = "Задание;Выполнено;Оценка\nАльбом;выполнено;\nСборник;в работе;\nДоклад;не выполнено;\nСтатья;когда-то;11\nСтенд;01.02.2099;\n";
    let file = work.0.0.file("done.csv", table);
    let args = ["pair", "plan", "import", file.to_str().unwrap(), "--pair", "2"];
    work.run(&args)
        .code(4)
        .stderr_contains("строка 5, столбец «Выполнено»: «когда-то» — непонятно, выполнено ли")
        .stderr_contains("строка 5, столбец «Оценка»")
        .stderr_contains("строка 6, столбец «Выполнено»: «01.02.2099» — этот день ещё не наступил");
    let file = work.0.0.file("done.csv", table.replace("когда-то;11", "да;9").replace("2099", "2023"));
    let args = ["pair", "plan", "import", file.to_str().unwrap(), "--pair", "2"];
    work.run(&args).ok();
    let done = work.json(&["pair", "plan", "list", "2"]);
    let of = |task: &str| {
        done.as_array().unwrap().iter().find(|item| item["texts"]["task"] == task).unwrap()["done"].clone()
    };
    assert!(of("Альбом").is_string() && of("Статья").is_string(), "{done}");
    assert_eq!((of("Сборник"), of("Доклад"), of("Стенд")), (Value::Null, Value::Null, "2023-02-01".into()));
    let table = "Задача;Дата рождения;Отметка о выполнении;Оценка\nЭссе;01.01.1999;выполнено 09.10.2023;8\n";
    let file = work.0.0.file("mark.csv", table);
    work.run(&["pair", "plan", "import", file.to_str().unwrap(), "--pair", "2"]).ok();
    let list = work.json(&["pair", "plan", "list", "2"]);
    let essay = list.as_array().unwrap().iter().find(|item| item["texts"]["task"] == "Эссе").unwrap();
    assert_eq!((&essay["done"], &essay["mark"]), (&"2023-10-09".into(), &8.into()), "{essay}");
    work.run(&["pair", "plan", "edit", "1", "3", "--drop"]).ok().stdout_contains("убрана");
    work.run(&["pair", "plan", "done", "1", "8"]).code(4).stderr_contains("нет задачи № 8");
}

/// The invented year of examples/school-158/year.
fn year(name: &str) -> String {
    format!("{}/examples/school-158/year/{name}", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn the_invented_year_is_imported_and_comes_to_its_numbers() {
    let work = Work(School::new());
    for (file, side) in [("mentors.csv", "mentors"), ("mentees.csv", "mentees")] {
        work.run(&["import", "people", &year(file), "--side", side, "--form", "teacher-teacher", "--yes"])
            .ok();
    }
    work.form(&[
        ("Придумов Борис Семёнович", "Выдумова Анна Петровна"),
        ("Сказочникова Вера Львовна", "Небылицын Иван Сергеевич"),
        ("Вымыслов Олег Игоревич", "Фантазёров Пётр Ильич"),
        ("Грёзова Мария Андреевна", "Мечтаева Ольга Дмитриевна"),
        ("Грёзова Мария Андреевна", "Сновидов Артём Юрьевич"),
    ]);
    let late = |args: &[&str]| work.at("2024-06-01", args);
    late(&["meeting", "import", &year("meetings.csv")]).ok().stdout_contains("Записано встреч: 54");
    late(&["meeting", "import", &year("meetings.csv")])
        .ok()
        .stdout_contains("Записано встреч: 0; уже было: 54");
    late(&["pair", "plan", "import", &year("plan.csv"), "--pair", "1"]).ok();
    late(&["survey", "codes", "--from", &year("codes.csv")]).ok().stderr_contains("выдано 9 новых кодов");
    for who in ["mentee", "mentor"] {
        for wave in ["before", "after"] {
            let file = year(&format!("survey-{who}-{wave}.csv"));
            let import = || late(&["survey", "import", &file, "--survey", who, "--wave", wave]);
            import().ok();
            import().ok().stdout_contains("Записано анкет: 0");
        }
    }
    let results = late(&["survey", "results", "mentee", "--json"]).ok().json();
    assert_eq!(results["joined"], 5);
    assert!(results["questions"][0]["change"].as_f64().unwrap() > 0.0);
    work.app(|app| {
        let reading = app.read(SchoolId(1), None).unwrap();
        let facts = programme_facts(&reading, ProgrammeId(1), day("2024-06-01")).unwrap().unwrap();
        let int = |name: &str| facts.get(name).clone();
        assert_eq!(
            (int("meetings_planned"), int("mentees"), int("mentors")),
            (54.into(), 5.into(), 4.into())
        );
        assert_eq!((int("mentees_satisfied"), int("mentors_satisfied")), (4.into(), 3.into()));
        let pair = pair_facts(&reading, PairId(1), day("2024-06-01")).unwrap().unwrap();
        assert_eq!(
            (pair.get("plan_total"), pair.get("plan_done"), pair.get("plan_late")),
            (&5.into(), &4.into(), &2.into())
        );
        let half = pair_facts(&reading, PairId(1), day("2023-12-31")).unwrap().unwrap();
        assert_eq!(half.get("plan_done"), &2.into());
        assert_eq!(half.get("after"), &facts::Value::Unknown, "asked in May");
    });
}

/// The code of somebody.
fn code_of(work: &Work, name: &str) -> String {
    let codes = work.json(&["survey", "codes"]);
    let found =
        codes["codes"].as_array().unwrap().iter().find(|row| row["name"].as_str().unwrap().starts_with(name));
    found.unwrap()["code"].as_str().unwrap().to_owned()
}

#[test]
fn a_form_export_before_and_after_is_joined_by_the_code_and_twice_changes_nothing() {
    let work = Work::new();
    let code = code_of(&work, "Выдумова");
    assert_eq!(code, code_of(&work, "Выдумова"), "a code is given once");
    let before = format!(
        "Отметка времени,Ваш личный код,Насколько комфортно было общение с наставником?,Чего вы ждёте от программы?,Класс\n\
         2023/10/12 2:05:33 PM GMT+3,{code},5,Освоиться тайно,5А\n"
    );
    let after = format!(
        "Отметка времени;Код;Насколько комфортно было общение с наставником?;Насколько вы довольны участием?\n30.11.2023 10:00:00;{};8;9\n",
        code.replace('-', "")
    );
    let (before, after) = (work.0.0.file("before.csv", before), work.0.0.file("after.csv", after));
    let import = |file: &std::path::Path, wave: &'static str| {
        work.run(&["survey", "import", file.to_str().unwrap(), "--survey", "mentee", "--wave", wave])
    };
    let ran = import(&before, "before").ok().stdout_contains("Записано анкет: 1");
    assert!(ran.stderr.contains("Класс"), "{}", ran.stderr);
    import(&before, "before").ok().stdout_contains("Записано анкет: 0; уже было: 1");
    import(&after, "after").ok();
    let results = work.json(&["survey", "results", "mentee", "--few"]);
    assert_eq!(results["joined"], 1);
    assert_eq!(results["questions"][0]["change"], 3.0);
    let hidden = work.json(&["survey", "results", "mentee"]);
    assert_eq!(hidden["questions"][0]["change"], Value::Null);
    let journal = work.run(&["journal", "export"]).ok().stdout;
    assert!(!journal.contains("тайно") && !journal.contains(&code));
    let twice = format!(
        "Код;Дата рождения;Дата;Насколько комфортно было общение с наставником?\n{code};01.01.1999;30.11.2023;4\n{code};01.01.1999;01.12.2023;7\n"
    );
    let twice = work.0.0.file("twice.csv", twice);
    let ran = import(&twice, "before").ok().stdout_contains("Записано анкет: 1");
    assert!(ran.stderr.contains("строка 2 – строка 3"), "{}", ran.stderr);
    import(&twice, "before").ok().stdout_contains("Записано анкет: 0; уже было: 1");
    let mentor = code_of(&work, "Придумов");
    work.run(&["survey", "fill", "mentee", "--code", &mentor, "--wave", "before", "1=7"])
        .code(3)
        .stderr_contains("не стоит и не стоял на этой стороне");
    let wrong =
        work.0.0.file("wrong.csv", "Код;Насколько комфортно было общение с наставником?\n100001;11\n");
    import(&wrong, "before").code(4).stderr_contains("опечатка").stderr_contains("целое число от 1 до 10");
}

#[test]
fn the_curators_questionnaire_and_swot_belong_to_the_programme() {
    let work = Work::new();
    let rows = [
        "goals=2",
        "principles=2",
        "modern=1",
        "climate=2",
        "logic=2",
        "content=1",
        "partners=1",
        "interest=2",
    ];
    let mut args = vec!["survey", "fill", "curator"];
    args.extend(rows);
    work.run(&args).code(3).stderr_contains("нет ответа на обязательные вопросы");
    args.push("applied=2");
    work.run(&args).ok().stdout_contains("Анкета куратора");
    work.run(&["swot", "add", "--strength", "Опытные наставники", "--threat", "Отъезд"]).ok();
    work.run(&["swot", "show"]).ok().stdout_contains("Опытные наставники");
    work.run(&["swot", "drop", "2"]).ok();
    assert_eq!(work.json(&["swot", "show"]).as_array().unwrap().len(), 1);
    work.run(&["survey", "fill", "curator", "goals=7"]).code(4).stderr_contains("одно из");
    let facts = work.app(|app| {
        let reading = app.read(SchoolId(1), None).unwrap();
        programme_facts(&reading, ProgrammeId(1), day("2023-12-31")).unwrap().unwrap()
    });
    assert_eq!(facts.get("curator_scale"), &vec![2_i64, 2, 1, 2, 2, 1, 1, 2, 2].into());
}

#[test]
fn facts_are_counted_for_a_day_and_changes_are_found_in_the_journals_tail() {
    let work = Work::new();
    let seq = work.app(|app| app.read(SchoolId(1), None).unwrap().head().seq);
    work.run(&["meeting", "add", "1", "--on", "10.10.2023", "--mentor-mark", "9"]).ok();
    work.run(&["meeting", "add", "1", "--on", "24.10.2023", "--missed"]).ok();
    work.run(&["meeting", "add", "1", "--on", "20.12.2023"]).ok();
    work.run(&["school", "facts", "set", "young_teachers", "4", "--on", "2023-09-01"]).ok();
    work.run(&["school", "facts", "set", "cats", "4"]).code(4).stderr_contains("young_teachers");
    work.run(&["school", "facts", "list"]).ok().stdout_contains("молодых педагогов");
    work.app(|app| {
        let reading = app.read(SchoolId(1), None).unwrap();
        let changed = changed_since(&reading, seq).unwrap();
        assert_eq!(changed.pairs.into_iter().collect::<Vec<_>>(), [PairId(1)]);
        assert!(changed.school && !changed.all && changed.mentors.len() == 1);
        let held = |facts: &facts::Record| {
            (facts.get("meetings_planned").clone(), facts.get("meetings_held").clone())
        };
        let pair = pair_facts(&reading, PairId(1), day("2023-12-01")).unwrap().unwrap();
        assert_eq!(held(&pair), (2.into(), 1.into()));
        assert_eq!(pair.get("last_meeting"), &day("2023-10-10").into());
        assert_eq!(
            pair.get("consents_required"),
            &facts::Value::from(vec![
                "mentor.participation",
                "mentor.processing",
                "mentor.staff-consent",
                "mentor.contract-supplement",
                "mentee.participation",
                "mentee.processing",
            ])
        );
        assert_eq!(pair.get("before"), &facts::Value::Unknown);
        let early = pair_facts(&reading, PairId(1), day("2023-10-15")).unwrap().unwrap();
        assert_eq!(held(&early), (1.into(), 1.into()));
        assert!(pair_facts(&reading, PairId(1), day("2023-09-01")).unwrap().is_none(), "not formed yet");
        let mentor = reading.pair(PairId(1)).unwrap().unwrap().mentor;
        let mentor = mentor_facts(&reading, mentor, day("2023-12-01")).unwrap().unwrap();
        assert_eq!((held(&mentor), mentor.get("capacity")), ((2.into(), 1.into()), &1.into()));
        for (on, planned) in [("2023-10-15", 1), ("2023-12-01", 2), ("2023-12-31", 3)] {
            let facts = programme_facts(&reading, ProgrammeId(1), day(on)).unwrap().unwrap();
            assert_eq!(facts.get("meetings_planned"), &planned.into(), "{on}");
            assert_eq!(facts.get("mentees_satisfied"), &facts::Value::Unknown, "nobody was asked");
        }
        let school = school_facts(&reading, day("2023-12-01")).unwrap();
        assert_eq!((school.get("year"), school.get("young_teachers")), (&2024.into(), &4.into()));
        assert_eq!(
            school.get("young_teachers_mentees"),
            &1.into(),
            "one mentee has taught for three years or less"
        );
        assert_eq!(school.get("children"), &facts::Value::Unknown);
    });
}

#[test]
fn answers_that_are_withdrawn_leave_the_sums_and_the_vault() {
    let work = Work::new();
    let code = code_of(&work, "Выдумова");
    let answers = ["comfort=5", "expect=Неповторимый ответ"];
    let fill = ["survey", "fill", "mentee", "--code", &code, "--wave", "before"];
    work.run(&fill).args(&answers).ok();
    let filled = || work.json(&["survey", "list"])[1]["filled"]["before"].clone();
    assert_eq!(filled(), 1);
    let withdraw = ["survey", "withdraw", "mentee", "--code", &code, "--wave", "before"];
    work.run(&["survey", "withdraw", "mentee"]).code(2).stderr_contains("--all");
    work.run(&["survey", "withdraw", "mentee", "--code", "100001"]).code(4).stderr_contains("опечатка");
    work.run(&withdraw).args(&["--dry-run"]).ok();
    assert_eq!(filled(), 1);
    work.run(&withdraw).args(&["--reason", "Ошиблись классом"]).ok();
    assert_eq!(filled(), 0);
    work.run(&withdraw).ok().stdout_contains("Ничего не изменилось");
    let told = work.app(|app| {
        let reading = app.read(SchoolId(1), None).unwrap();
        let rows = reading.responses(None).unwrap();
        rows.iter().map(|row| reading.fields(row.text.as_ref()).unwrap().len()).sum::<usize>()
    });
    assert_eq!(told, 0, "no words are left");
    work.run(&["journal", "verify"]).ok();
    work.run(&["doctor"]).ok();
    // Filled in anew it counts again.
    work.run(&fill).args(&answers).ok();
    assert_eq!(filled(), 1);
    work.run(&["survey", "withdraw", "mentee", "--all", "--yes"]).ok();
    assert_eq!(filled(), 0);
}

#[test]
fn erasing_a_person_takes_the_words_of_meetings_and_answers_too() {
    let work = Work::new();
    work.run(&["meeting", "add", "1", "--on", "10.10.2023", "--topic", "Неповторимая тема"]).ok();
    let code = code_of(&work, "Выдумова");
    work.run(&[
        "survey",
        "fill",
        "mentee",
        "--code",
        &code,
        "--wave",
        "before",
        "comfort=5",
        "expect=Неповторимый ответ",
    ])
    .ok();
    work.run(&["person", "erase", "Выдумова Анна Петровна", "--reason", "заявление", "--yes"]).ok();
    let list = work.json(&["meeting", "list", "1"]);
    assert_eq!((&list[0]["state"], list[0]["texts"].as_object().unwrap().len()), (&"held".into(), 0));
    work.run(&["journal", "verify"]).ok();
    for entry in std::fs::read_dir(work.0.0.path()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            let bytes = std::fs::read(&path).unwrap();
            for words in ["Неповторимая", "Неповторимый", &code] {
                assert!(
                    !bytes.windows(words.len()).any(|part| part == words.as_bytes()),
                    "{words} in {path:?}"
                );
            }
        }
    }
}

#[test]
fn a_questionnaire_is_checked_with_a_caret_and_printed() {
    let work = Work::new();
    work.run(&["survey", "check"]).ok().stdout_contains("mentee.toml");
    let text = std::fs::read_to_string(work.0.0.path().join("surveys/mentee.toml")).unwrap();
    let broken = text.replacen("only = \"before\"", "only = \"befor\"", 1);
    work.0.0.file("surveys/mentee.toml", broken);
    work.run(&["survey", "check"]).code(4).stdout_contains("^^^^^^^").stdout_contains("«befor»");
    work.run(&["publish", "--why", "Проба"]).code(4).stderr_contains("^^^^^^^");
    work.run(&["survey", "show", "mentee", "--wave", "after"]).ok().stdout_contains("satisfaction: 1–10");
    work.run(&["survey", "list"]).ok().stdout_contains("Анкета наставника");
    work.run(&["survey", "print", "mentee", "blank.docx", "--wave", "before"]).ok();
    let blank = work.0.0.path().join("blank.docx");
    let read = vekha::import::read(&blank, &vekha::import::Options::default()).unwrap();
    assert!(read.document.paragraphs().any(|text| text.contains("Личный код")));
    assert_eq!(read.document.tables().count(), 7, "one scale a question");
    work.run(&["survey", "print", "mentee", "blank.docx"]).code(2).stderr_contains("--wave before");
}
