//! A school's week on the command line: tasks, programmes, people, the journal. People here are invented.

use crate::harness::{Place, Ran, Run};

/// A home with three tasks of the plan 2023/24, made on 5 September 2023.
struct School(Place);

impl School {
    fn new() -> Self {
        let place = Place::new();
        place.vekha(&["init", ".", "--name", "School 158"]).date("2023-09-01").ok();
        let school = Self(place);
        let tags = ["--tag", "order.adopted", "--tag", "plan.approved"];
        school
            .run(&["task", "add", "1.1", "Order on introduction", "--term", "до 30.09.2023"])
            .args(&tags)
            .ok();
        let holder = ["--responsible", "Sokolova N.V.", "--tag", "pairs.formed"];
        school.run(&["task", "add", "3.5", "Forming pairs", "--term", "до 30.10.2023"]).args(&holder).ok();
        school.run(&["task", "add", "5.5", "Monitoring", "--term", "декабрь, май"]).ok();
        school
    }

    /// A run on 5 September 2023, in Russian.
    fn run(&self, args: &[&str]) -> Run {
        self.on("2023-09-05", args)
    }

    fn on(&self, day: &str, args: &[&str]) -> Run {
        self.0.vekha(args).date(day)
    }

    fn stage(&self, address: &str) -> String {
        let tasks = self.run(&["task", "list", "--plan", "2023/24", "--json"]).ok().json();
        let found =
            tasks["tasks"].as_array().unwrap().iter().find(|task| task["address"] == address).cloned();
        found.unwrap_or_else(|| panic!("no {address} in {tasks}"))["stage"].as_str().unwrap().to_owned()
    }

    fn events(&self) -> usize {
        self.run(&["journal", "show", "--last", "1000", "--json"]).ok().json().as_array().unwrap().len()
    }
}

#[test]
fn a_home_is_found_from_any_folder_within_it() {
    let school = School::new();
    let below = school.0.path().join("workflows");
    school.run(&["task", "list"]).within(&below).ok().stdout_contains("Forming pairs");
    let away = Place::new();
    away.vekha(&["task", "list"]).code(4).stderr_contains("vekha init");
    let home = school.0.path().as_os_str();
    away.vekha(&["task", "list"]).date("2023-09-05").env("VEKHA_HOME", home).ok().stdout_contains("3.5");
}

#[test]
fn a_home_is_made_for_the_school_that_is_named() {
    let place = Place::new();
    place.vekha(&["init", "one", "--school", "Школа № 7"]).ok().stdout_contains("Школа № 7");
    let listed = place.vekha(&["--home", "one", "school", "list"]).ok();
    listed.stdout_contains("Школа № 7");
    place.vekha(&["init", "two", "--school", "Школа № 7", "--name", "Школа № 7"]).ok();
    let twice = place.vekha(&["init", "three", "--school", "Школа № 7", "--name", "Лицей"]);
    twice.code(2).stderr_contains("«Лицей» или «Школа № 7»");
    assert!(!place.path().join("three").exists());
    let there = place.vekha(&["init", "one", "--school", "Лицей"]).code(4);
    there.stderr_contains("уже рабочая папка").stderr_contains("vekha --home one school add Лицей");
}

#[test]
fn a_home_is_not_made_twice() {
    let school = School::new();
    school.run(&["init", "."]).code(4).stderr_contains("уже рабочая папка");
}

#[test]
fn several_tasks_are_done_at_once_with_one_order() {
    let school = School::new();
    let args = ["task", "done", "1.1,3.5", "--on", "04.09.2023", "--doc", "Приказ № 123"];
    school.run(&args).ok().stdout_contains("№ 123").stdout_contains("✓ 3.5 Forming pairs");
    assert_eq!((school.stage("1.1"), school.stage("3.5")), ("done".into(), "done".into()));
    let show = school.run(&["task", "show", "forming"]).ok();
    show.stdout_contains("Выполнена (04.09.2023)").stdout_contains("Приказ № 123");
    let text = school.run(&["journal", "export"]).ok().stdout;
    assert_eq!(text.matches("DocumentRegistered").count(), 1, "one order proves both:\n{text}");
    assert!(!text.contains("Sokolova") && !text.contains("Приказ"), "the journal names nobody:\n{text}");
}

#[test]
fn a_refusal_names_every_unmet_condition_and_changes_nothing() {
    let school = School::new();
    let before = school.events();
    let error = school.run(&["task", "done", "1.1,3.5", "--json"]).code(3).stdout_empty().error();
    assert_eq!(error["kind"], "refused");
    let causes = error["causes"].as_array().unwrap();
    assert_eq!(causes.len(), 2, "{error}");
    assert!(causes[1]["text"].as_str().unwrap().contains("Sokolova N.V."), "{error}");
    assert!(causes.iter().all(|cause| cause["command"].as_str().unwrap().starts_with("vekha ")), "{error}");
    // One of several fails: none is done.
    school.run(&["task", "evidence", "1.1", "--text", "scan"]).ok();
    school.run(&["task", "done", "1.1,3.5"]).code(3);
    assert_eq!((school.stage("1.1"), school.events()), ("planned".into(), before + 1));
}

#[test]
fn a_dry_run_says_what_would_happen_and_changes_nothing() {
    let school = School::new();
    let before = school.events();
    let args = ["task", "done", "3.5", "--note", "list of pairs", "--dry-run"];
    let ran = school.run(&args).ok().stdout_contains("list of pairs").stdout_contains("Выполнена");
    ran.stderr_contains("Проба");
    assert_eq!((school.stage("3.5"), school.events()), ("planned".into(), before));
    school.run(&["task", "done", "3.5", "--dry-run"]).code(3);
}

#[test]
fn a_repeated_command_changes_nothing_and_gives_the_same_answer() {
    let school = School::new();
    let args = ["task", "done", "3.5", "--note", "list", "--command-id", "morning", "--json"];
    let first = school.run(&args).ok().json();
    let before = school.events();
    let again = school.run(&args).ok().json();
    assert_eq!((&first["repeated"], &again["repeated"]), (&false.into(), &true.into()));
    assert_eq!((&first["events"], &first["command"]), (&again["events"], &again["command"]));
    assert_eq!(school.events(), before);
}

#[test]
fn the_past_is_shown_as_it_was_recorded() {
    let school = School::new();
    school.on("2023-10-20", &["task", "done", "3.5", "--note", "list", "--on", "2023-10-01"]).ok();
    let at = |day: &str| {
        let ran = school
            .on("2023-11-01", &["task", "list", "--tag", "pairs.formed", "--json", "--as-of", day])
            .ok();
        ran.json()["tasks"][0]["stage"].as_str().unwrap().to_owned()
    };
    assert_eq!((at("2023-10-19").as_str(), at("2023-10-20").as_str()), ("planned", "done"));
    school
        .on("2023-11-01", &["task", "undo", "3.5", "--as-of", "2023-10-01"])
        .code(2)
        .stderr_contains("--as-of");
}

#[test]
fn the_last_step_is_taken_back_and_both_stay_in_the_journal() {
    let school = School::new();
    school.run(&["task", "done", "3.5", "--note", "list"]).ok();
    school.run(&["task", "undo", "3.5", "--reason", "by mistake"]).ok().stdout_contains("by mistake");
    assert_eq!(school.stage("3.5"), "planned");
    let journal = school.run(&["journal", "show", "--task", "3.5"]).ok();
    journal.stdout_contains("→ Выполнена").stdout_contains("Отменён последний шаг");
    school.run(&["task", "undo", "3.5"]).code(3).stderr_contains("отменять нечего");
    let last_day =
        || school.run(&["task", "show", "3.5", "--json"]).ok().json()["occurrences"][0]["to"].clone();
    let planned = last_day();
    school.run(&["task", "schedule", "3.5", "--to", "20.11.2023"]).ok();
    school.run(&["task", "postpone", "3.5", "--to", "27.11.2023", "--reason", "later"]).ok();
    school.run(&["task", "done", "3.5", "--note", "list"]).ok();
    for (told, left) in [
        ("Отменён последний шаг", "2023-11-27".into()),
        ("Прежний срок возвращён", "2023-11-20".into()),
        ("Прежний срок возвращён", planned),
    ] {
        school.run(&["task", "undo", "3.5"]).ok().stdout_contains(told);
        assert_eq!(last_day(), left, "{told}");
    }
    school.run(&["task", "undo", "3.5"]).code(3).stderr_contains("отменять нечего");
}

#[test]
fn putting_off_and_calling_off_need_a_reason() {
    let school = School::new();
    school.run(&["task", "postpone", "3.5", "--to", "10.11.2023"]).code(3).stderr_contains("нужна причина");
    school.run(&["task", "cancel", "3.5"]).code(3).stderr_contains("нужна причина");
    let late = ["task", "postpone", "3.5", "--to", "01.10.2023", "--reason", "no"];
    school.run(&late).code(3).stderr_contains("не позже");
    school.run(&["task", "postpone", "3.5", "--to", "10.11.2023", "--reason", "illness"]).ok();
    let show = school.run(&["task", "show", "3.5"]).ok();
    show.stdout_contains("до 10.11.2023")
        .stdout_contains("переносилась: 1 раз")
        .stdout_contains("30.10.2023");
    school.run(&["task", "cancel", "3.5", "--reason", "decided"]).ok().stdout_contains("✗ 3.5");
    assert_eq!(school.stage("3.5"), "cancelled");
}

#[test]
fn an_occurrence_is_asked_about_where_there_are_several() {
    let school = School::new();
    let asked = school.run(&["task", "done", "5.5", "--note", "x"]).code(4);
    asked.stderr_contains("5.5@2023-12").stderr_contains("5.5@2024-05");
    school.run(&["task", "done", "5.5@2023-12", "--note", "x"]).ok();
    // The only one that is still open needs no name.
    school.run(&["task", "done", "5.5", "--note", "y"]).ok().stdout_contains("5.5@2024-05");
}

#[test]
fn a_term_without_a_day_is_told_how_to_get_one() {
    let school = School::new();
    let add = |number, term| school.run(&["task", "add", number, "Report", "--term", term]).ok();
    add("7.1", "ежеквартально до 10 числа").stdout_contains("до 10.10.2023");
    add("7.2", "в течение месяца").stderr_contains("task schedule 7.2 --to");
    add("7.3", "31 сентября").stderr_contains("не понят");
}

#[test]
fn today_lists_what_is_late_due_and_next_with_commands_that_work() {
    let school = School::new();
    let day = "2023-10-20";
    let today = school.on(day, &["today", "--json"]).ok().json();
    let addresses = |list: &str| -> Vec<String> {
        let items = today[list].as_array().unwrap().iter();
        items.map(|item| item["address"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!((addresses("late"), addresses("due")), (vec!["1.1".to_owned()], vec!["3.5".to_owned()]));
    assert_eq!(addresses("next"), ["5.5@2023-12", "5.5@2024-05"]);
    assert_eq!(today["late"][0]["late_days"], 20);
    let command = today["late"][0]["command"].as_str().unwrap().to_owned();
    assert_eq!(command, "vekha task done 1.1 --note 'что сделано'");
    school.on(day, &["task", "done", "1.1", "--note", "что сделано"]).ok();
    school.on(day, &["today"]).ok().stdout_lacks("Order on introduction").stdout_contains("осталось 10 дней");
}

#[test]
fn all_schools_of_a_home_are_shown_with_commands_that_name_theirs() {
    let school = School::new();
    school.run(&["school", "add", "Лицей 5"]).ok();
    let add = ["--school", "2", "task", "add", "7", "Круглый стол", "--term", "до 10.10.2023"];
    school.run(&add).ok();
    let day = "2023-10-20";
    let all = school.on(day, &["today", "--all", "--json"]).ok().json();
    let late = |at: usize| all[at]["late"][0]["command"].as_str().unwrap().to_owned();
    assert_eq!(late(0), "vekha --school 1 task done 1.1 --note 'что сделано'");
    assert_eq!(late(1), "vekha --school 2 task done 7 --note 'что сделано'");
    assert_eq!(all[1]["school"]["name"], "Лицей 5");
    let shown = school.on(day, &["today", "--all"]).ok();
    shown.stdout_contains("School 158 · Сегодня").stdout_contains("Лицей 5 · Сегодня");
    school.on(day, &["--school", "2", "task", "done", "7", "--note", "x"]).ok();
    school.on(day, &["status", "--all"]).ok().stdout_contains("Лицей 5").stdout_contains("Просрочено");
    let counts = school.on(day, &["status", "--all", "--json"]).ok().json();
    assert_eq!((&counts[0]["counts"]["late"], &counts[1]["counts"]["done"]), (&1.into(), &1.into()));
}

#[test]
fn faults_of_files_are_told_in_russian_with_line_and_caret() {
    let school = School::new();
    school.0.file("forms/teacher-teacher.toml", "[form]\nname = 5\n");
    let told = school.run(&["publish", "--yes"]).code(4);
    told.stderr_contains("teacher-teacher.toml:2:8").stderr_contains("здесь число 5, а нужно: текст");
    school.0.file("vekha.toml", "school = \"1\"\nusr = \"admin\"\n");
    let told = school.run(&["status"]).code(4);
    told.stderr_contains("vekha.toml:2:1").stderr_contains("неизвестный ключ «usr»; есть school");
    school.run(&["status"]).english().code(4).stderr_contains("unknown key “usr”");
}

#[test]
fn a_programme_goes_on_when_its_requirements_are_met_or_let_pass() {
    let school = School::new();
    school.run(&["program", "open"]).ok().stdout_contains("Подготовка условий");
    let refused = school.run(&["program", "advance"]).code(3);
    refused.stderr_contains("Приказ о внедрении издан").stderr_contains("1.1 Order on introduction");
    school.run(&["task", "done", "1.1", "--doc", "Приказ № 1"]).ok();
    let why = school.run(&["program", "why", "--json"]).ok().json();
    let unmet = |way: &serde_json::Value| {
        let all = way["requirements"].as_array().unwrap().iter();
        all.filter(|found| found["met"] == false)
            .map(|found| found["id"].as_str().unwrap().to_owned())
            .collect()
    };
    let unmet: Vec<String> = unmet(&why["ways"][0]);
    assert_eq!(unmet, ["regulation", "conditions"]);
    let allow = ["--allow", "regulation,conditions", "--reason", "in print", "--until", "2023-10-01"];
    school.run(&["program", "advance"]).args(&allow).ok().stdout_contains("База наставляемых");
    school.run(&["status"]).ok().stdout_contains("Отложенные условия").stdout_contains("до 01.10.2023");
    school.on("2023-10-02", &["status"]).ok().stdout_contains("срок прошёл");
    let back = ["program", "advance", "--by", "back-to-conditions"];
    school.run(&back).code(3).stderr_contains("нужна причина");
    school.run(&back).args(&["--reason", "too early"]).ok();
}

#[test]
fn a_running_programme_is_taken_over_with_what_is_unproven() {
    let school = School::new();
    let args = ["program", "open", "--at-stage", "5", "--since", "2023-09-01"];
    school
        .run(&args)
        .ok()
        .stdout_contains("Формирование пар")
        .stdout_contains("Не подтверждено: Приказ о внедрении издан");
    let list = school.run(&["program", "list", "--json"]).ok().json();
    assert_eq!((&list[0]["stage"], &list[0]["since"]), (&"pairs".into(), &"2023-09-01".into()));
    school.run(&["program", "open"]).code(3).stderr_contains("такая программа уже идёт");
    school.run(&["program", "open", "--form", "pupil-pupil", "--at-stage", "12"]).code(4);
}

#[test]
fn people_are_merged_and_keep_their_tasks() {
    let school = School::new();
    school.run(&["person", "add", "Соколова Нина Викторовна"]).ok();
    school.run(&["person", "add", "соколова нина викторовна"]).code(3).stderr_contains("уже есть");
    school.run(&["person", "merge", "Sokolova N.V.", "Соколова Нина Викторовна"]).ok();
    let list = school.run(&["person", "list", "--json"]).ok().json();
    assert_eq!(list.as_array().unwrap().len(), 1, "{list}");
    assert_eq!((&list[0]["tasks"], &list[0]["spellings"][0]), (&1.into(), &"Sokolova N.V.".into()));
    // The old spelling still finds her, also as the one who is responsible.
    school.run(&["task", "assign", "5.5", "sokolova n. v."]).ok().stdout_contains("Соколова Нина Викторовна");
    let unknown = school.run(&["person", "merge", "Соколава Нина", "1"]).code(4);
    unknown.stderr_contains("вы имели в виду").stderr_contains("Соколова Нина Викторовна");
}

#[test]
fn rights_come_from_the_configuration() {
    let school = School::new();
    let config = std::fs::read_to_string(school.0.path().join("vekha.toml")).unwrap();
    school.0.file("vekha.toml", config + "\n[actors.guest]\nroles = [\"teacher\"]\n");
    let refused = school.run(&["task", "done", "3.5", "--note", "x", "--user", "guest"]).code(3);
    refused.stderr_contains("доступно не всем");
    school.run(&["task", "done", "3.5", "--note", "x", "--user", "nobody"]).code(2).stderr_contains("guest");
}

#[test]
fn a_backup_brings_back_what_was() {
    let school = School::new();
    school.run(&["backup", "copy.redb"]).ok().stdout_contains("copy.redb");
    school.run(&["backup", "copy.redb"]).ok().stdout_contains("copy.redb");
    school.run(&["task", "done", "3.5", "--note", "x"]).ok();
    school.run(&["restore", "copy.redb"]).code(2).stderr_contains("--yes");
    school.run(&["restore", "copy.redb", "--yes"]).ok();
    assert_eq!(school.stage("3.5"), "planned");
    school.run(&["journal", "verify"]).ok().stdout_contains("Журнал цел");
    school.run(&["doctor"]).ok().stdout_contains("Хранилище исправно");
}

#[test]
fn a_damaged_store_is_told_apart() {
    let school = School::new();
    school.0.file("vekha.redb", b"not a store at all");
    school.run(&["status"]).code(5).stderr_contains("повреждён");
    let error = school.run(&["status", "--json"]).code(5).error();
    assert_eq!(error["kind"], "store-damaged");
}

#[test]
fn a_store_that_another_process_writes_to_is_busy_and_readers_go_on() {
    use vekha::store::{Access, Options, Store};
    let school = School::new();
    let options = Options { command: "vekha import roadmap".into(), ..Options::default() };
    let held = Store::open(&school.0.path().join("vekha.redb"), Access::Write, &options).unwrap();
    school.run(&["task", "list"]).ok().stdout_contains("3.5");
    let busy = school.run(&["task", "note", "3.5", "x"]).code(5);
    busy.stderr_contains("vekha import roadmap").stderr_contains(&std::process::id().to_string());
    let error = school.run(&["task", "note", "3.5", "x", "--json"]).code(5).error();
    assert_eq!(error["kind"], "store-busy");
    // A dry run only reads.
    school.run(&["task", "note", "3.5", "x", "--dry-run"]).ok();
    held.close().unwrap();
    school.run(&["task", "note", "3.5", "x"]).ok();
}

#[test]
fn a_wrong_setting_is_shown_with_its_place() {
    let school = School::new();
    let config = std::fs::read_to_string(school.0.path().join("vekha.toml")).unwrap();
    school.0.file("vekha.toml", config.replace("time_zone", "timezone"));
    let told = school.run(&["status"]).code(4);
    told.stderr_contains("vekha.toml")
        .stderr_contains("timezone")
        .stderr_contains("4 |")
        .stderr_contains("^");
    // What needs no home goes on.
    school.run(&["completions", "bash"]).ok();
}

#[test]
fn a_person_may_say_no() {
    let school = School::new();
    school.run(&["backup", "copy.redb"]).ok();
    // Without a terminal nobody can be asked, and nothing happens.
    let error = school.run(&["restore", "copy.redb", "--json"]).code(2).error();
    assert_eq!(error["kind"], "usage");
    school.run(&["restore", "nothing.redb", "--yes"]).code(4).stderr_contains("nothing.redb");
    school.0.file("false.redb", "no backup");
    school.run(&["restore", "false.redb", "--yes"]).code(5);
    school.run(&["task", "list"]).ok().stdout_contains("3.5");
}

#[test]
fn schools_of_one_home_are_apart() {
    let school = School::new();
    school.run(&["school", "add", "Lyceum 7"]).ok().stdout_contains("Lyceum 7");
    let other = ["--school", "lyceum"];
    school.run(&["status"]).args(&other).code(4).stderr_contains("import roadmap");
    school.run(&["task", "add", "1", "Theirs"]).args(&other).ok();
    school.run(&["task", "list"]).args(&other).ok().stdout_contains("Theirs").stdout_lacks("Forming");
    school.run(&["task", "list", "--school", "2"]).ok().stdout_contains("Theirs");
    school.run(&["task", "list"]).ok().stdout_lacks("Theirs");
    school.run(&["task", "list", "--school", "9"]).code(4).stderr_contains("Lyceum 7");
    school.run(&["journal", "verify"]).ok();
}

/// Commands that show something, in an order in which each has something to show.
const SHOWING: [&[&str]; 15] = [
    &["task", "list"],
    &["task", "show", "3.5"],
    &["task", "done", "1.1", "--note", "x"],
    &["program", "open"],
    &["program", "list"],
    &["program", "show"],
    &["program", "why", "--all"],
    &["status", "--tasks"],
    &["today"],
    &["person", "list"],
    &["journal", "show"],
    &["journal", "verify"],
    &["school", "list"],
    &["doctor"],
    &["backup"],
];

#[test]
fn every_screen_speaks_english_alone_when_asked() {
    let school = School::new();
    for args in SHOWING {
        let Ran { stdout, stderr, .. } = school.run(args).english().ok();
        // Phrases of terms are the roadmap's own; the plan was made in Russian.
        let said = format!("{stdout}{stderr}").replace("до 30.10.2023", "").replace("декабрь, май", "");
        let said = said.replace("План на 2023/24 учебный год", "");
        assert!(!said.contains(|c: char| ('а'..='я').contains(&c)), "{args:?} speaks Russian:\n{said}");
        assert!(!said.contains("Unknown localization"), "{args:?}:\n{said}");
    }
}

#[test]
fn every_screen_speaks_russian() {
    let school = School::new();
    for args in SHOWING {
        let Ran { stdout, stderr, .. } = school.run(args).ok();
        let said = format!("{stdout}{stderr}");
        assert!(
            said.contains(|c: char| ('а'..='я').contains(&c)),
            "{args:?} says nothing in Russian:\n{said}"
        );
        assert!(!said.contains("Unknown localization"), "{args:?}:\n{said}");
    }
}
