//! The night shift on the command line and from within: what it does once, goes on with after a kill, and leaves to
//! other schools. People here are invented.

use std::cell::Cell;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::Value;
use vekha::app::night::{CatchUp, Failed, Job, Options, SchoolReport, Step, Unwatched, Watch};
use vekha::app::{App, AppError};
use vekha::clock::{Clock, DEFAULT_ZONE};
use vekha::script::limits::Limits;
use vekha::script::sandbox::Sandbox;
use vekha::store::sim::{Disk, Fault};
use vekha::store::{Access, Options as Opening, Store, StoreError};
use vekha_core::event::Event;
use vekha_core::ids::SchoolId;

use crate::harness::{Place, Run};

/// A home with tasks of the plan 2023/24 and a programme.
pub struct School(pub Place);

impl School {
    pub fn new() -> Self {
        let place = Place::new();
        place.vekha(&["init", ".", "--name", "School 158"]).date("2023-09-01").ok();
        let school = Self(place);
        let day = "2023-09-05";
        school.on(day, &["task", "add", "1.1", "Order", "--term", "до 30.09.2023"]).ok();
        let holder = ["--responsible", "Выдумова А.П.", "--tag", "pairs.formed"];
        school
            .on(day, &["task", "add", "3.5", "Forming pairs", "--term", "до 30.10.2023"])
            .args(&holder)
            .ok();
        school.on(day, &["program", "open", "--form", "teacher-teacher"]).ok();
        school
    }

    pub fn on(&self, day: &str, args: &[&str]) -> Run {
        self.0.vekha(args).date(day)
    }

    fn night(&self, day: &str) -> Value {
        self.on(day, &["nightly", "--json"]).ok().json()["schools"][0].clone()
    }

    fn night_of(&self, day: &str, args: &[&str], code: i32) -> Value {
        let run = self.on(day, &["nightly", "--json"]).args(args);
        run.code(code).json()["schools"][0].clone()
    }

    fn journal(&self) -> String {
        self.on("2024-09-01", &["journal", "export"]).ok().stdout
    }

    fn config(&self) -> String {
        std::fs::read_to_string(self.0.path().join("vekha.toml")).unwrap()
    }

    fn store(&self) -> std::path::PathBuf {
        self.0.path().join("vekha.redb")
    }
}

fn told(night: &Value) -> Vec<String> {
    let nights = night["nights"].as_array().expect("a list");
    let told = nights.iter().flat_map(|night| night["told"].as_array().expect("a list"));
    told.map(|one| format!("{} {}", one["what"].as_str().unwrap(), one["term"].as_str().unwrap())).collect()
}

#[test]
fn a_term_is_told_when_it_comes_when_it_has_passed_and_a_week_later() {
    let school = School::new();
    assert_eq!(told(&school.night("2023-09-20")), ["very-late 2023-09-01"], "the programme's first stage");
    assert_eq!(told(&school.night("2023-09-27")), ["due 2023-09-30"]);
    assert!(told(&school.night("2023-09-28")).is_empty());
    assert_eq!(told(&school.night("2023-10-01")), ["late 2023-09-30"]);
    assert_eq!(told(&school.night("2023-10-07")), ["very-late 2023-09-30"]);
    assert!(told(&school.night("2023-10-20")).is_empty());
}

#[test]
fn what_is_done_in_time_is_told_to_nobody() {
    let school = School::new();
    school.on("2023-09-26", &["task", "done", "1.1", "--note", "Приказ № 1"]).ok();
    let night = school.night("2023-10-01");
    assert!(!told(&night).contains(&"late 2023-09-30".to_owned()), "{night}");
}

#[test]
fn a_night_that_is_run_twice_changes_nothing() {
    let school = School::new();
    let first = school.night("2023-10-05");
    assert_eq!(first["nights"][0]["how"], "ran");
    let journal = school.journal();
    let again = school.on("2023-10-05", &["nightly"]).ok();
    assert_eq!(school.journal(), journal);
    again.stderr_contains("уже прошла");
    school.on("2023-10-05", &["journal", "verify"]).ok();
    school.on("2023-10-05", &["doctor"]).ok();
}

#[test]
fn a_clock_that_goes_back_is_told_and_is_no_error() {
    let school = School::new();
    school.night("2023-10-05");
    let journal = school.journal();
    school.on("2023-10-01", &["nightly"]).ok().stderr_contains("часы переведены назад");
    assert_eq!(school.night("2023-10-01")["clock_back"], true);
    assert_eq!(school.journal(), journal);
}

#[test]
fn a_night_under_a_clock_far_ahead_is_told_with_what_can_be_done() {
    let school = School::new();
    school.night("2023-10-05");
    school.night("2035-01-01");
    let journal = school.journal();
    let blocked = school.on("2023-10-06", &["nightly"]).code(1);
    let copy = school.0.path().join("backups/vekha-2035-01-01.redb");
    assert!(copy.is_file());
    let restore = format!("vekha restore {}", copy.display());
    let blocked = blocked.stderr_contains("часы были или стали неверны").stderr_contains(&restore);
    blocked.stderr_contains("vekha nightly --set-back");
    assert_eq!(school.night_of("2023-10-06", &[], 1)["nights"], Value::Array(Vec::new()));
    assert_eq!(school.journal(), journal);
}

#[test]
fn nights_go_on_behind_one_of_a_clock_far_ahead() {
    let school = School::new();
    school.night("2023-10-05");
    school.night("2035-01-01");
    // The night of this day ran before the clock was wrong, and runs again.
    let back = school.night_of("2023-10-05", &["--set-back"], 0);
    assert_eq!(back["nights"][0]["how"], "set-back");
    school.on("2023-10-05", &["nightly", "--set-back"]).ok().stderr_contains("уже прошла");
    let next = school.night("2023-10-07");
    let days: Vec<_> = next["nights"].as_array().unwrap().iter().map(|night| &night["date"]).collect();
    assert_eq!(days, ["2023-10-06", "2023-10-07"]);
    school.on("2023-10-07", &["journal", "verify"]).ok();
    school.on("2023-10-07", &["doctor"]).ok();
}

#[test]
fn after_a_year_without_any_record_a_night_wants_a_yes() {
    let school = School::new();
    let journal = school.journal();
    // The clock of this machine, which stands years behind what was recorded.
    school.0.vekha(&["nightly"]).code(3).stderr_contains("vekha nightly --yes");
    school.0.file("vekha.toml", school.config() + "\n[nightly]\nauto = true\n");
    school.0.vekha(&["status"]).ok().stderr_contains("vekha nightly --yes");
    assert_eq!(school.journal(), journal);
    assert!(!school.0.path().join("backups").exists());
    school.0.vekha(&["nightly", "--yes", "--no-report"]).ok();
    school.0.vekha(&["nightly"]).ok();
}

#[test]
fn what_failed_is_told_where_a_timer_does_not_throw_it_away() {
    let school = School::new();
    school.0.file("backups", "a file in the way");
    let ran = school.on("2023-10-05", &["nightly"]).code(1);
    ran.stderr_contains("копии не сделано")
        .stdout_lacks("копии не сделано")
        .stdout_contains("Ночь 05.10.2023");
}

#[track_caller]
fn check_catch_up(policy: &str, nights: &[&str], skipped: Option<&str>) {
    let school = School::new();
    school.night("2023-10-01");
    let report = school.on("2023-10-05", &["nightly", "--json", "--catch-up", policy]).ok().json();
    let found = report["schools"][0]["nights"].as_array().unwrap();
    let days: Vec<&str> = found.iter().map(|night| night["date"].as_str().unwrap()).collect();
    assert_eq!(days, nights, "{policy}");
    assert_eq!(found[0]["skipped"]["to"].as_str(), skipped, "{policy}");
    let text = school.journal();
    assert_eq!(text.matches("NightRan").count(), nights.len() + 1);
}

#[test]
fn missed_nights_are_caught_up_as_the_policy_says() {
    check_catch_up("each", &["2023-10-02", "2023-10-03", "2023-10-04", "2023-10-05"], None);
    check_catch_up("last", &["2023-10-05"], Some("2023-10-04"));
    check_catch_up("1", &["2023-10-04", "2023-10-05"], Some("2023-10-03"));
}

#[test]
fn the_policy_stands_in_the_settings_and_a_wrong_one_is_pointed_at() {
    let school = School::new();
    let file = school.0.path().join("vekha.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, format!("{text}\n[nightly]\ncatch_up = \"last\"\n")).unwrap();
    school.night("2023-10-01");
    assert_eq!(school.night("2023-10-05")["nights"].as_array().unwrap().len(), 1);
    std::fs::write(&file, format!("{text}\n[nightly]\ncatch_up = \"some\"\n")).unwrap();
    school.on("2023-10-06", &["nightly"]).code(4).stderr_contains("catch_up");
}

#[test]
fn a_dry_run_says_all_and_writes_nothing() {
    let school = School::new();
    let journal = school.journal();
    let dry = school.on("2023-10-05", &["nightly", "--dry-run", "--json"]).ok().json();
    assert_eq!(dry["dry_run"], true);
    assert_eq!(school.journal(), journal);
    let real = school.night("2023-10-05");
    for field in ["told", "counts", "messages", "bands"] {
        assert_eq!(dry["schools"][0]["nights"][0][field], real["nights"][0][field], "{field}");
    }
}

#[test]
fn a_script_that_fails_stops_only_its_school() {
    let school = School::new();
    school.on("2023-09-01", &["school", "add", "Школа вторая"]).ok();
    let script = school.0.path().join("scripts/efficiency.rhai");
    let text = std::fs::read_to_string(&script).unwrap();
    let broken = text.replace(
        "fn school(факты) {",
        "fn school(факты) {\n    if известно(факты.children) { throw \"сломано\"; }",
    );
    assert_ne!(text, broken);
    std::fs::write(&script, broken).unwrap();
    std::fs::write(script.with_file_name("efficiency.test.rhai"), "fn тест_ничего() { }\n").unwrap();
    school.on("2023-09-06", &["publish", "--why", "проверка", "--yes"]).ok();
    // What the look before publishing could not meet.
    school.on("2023-09-06", &["school", "facts", "set", "children", "100"]).ok();
    let report = school.on("2023-10-05", &["nightly", "--json"]).code(1).json();
    let error = report["schools"][0]["error"].as_str().unwrap();
    assert!(error.contains("efficiency.rhai") && error.contains("сломано"), "{error}");
    assert!(report["schools"][1]["error"].is_null(), "{report}");
    assert_eq!(report["schools"][1]["nights"][0]["counts"]["evaluated"], 1);
    std::fs::write(&script, text).unwrap();
    school.on("2023-10-05", &["publish", "--why", "починили", "--yes"]).ok();
    let report = school.on("2023-10-05", &["nightly", "--json"]).ok().json();
    assert_eq!(report["schools"][0]["nights"][0]["counts"]["evaluated"], 2, "the night is finished later");
    assert!(report["schools"][1]["nights"].as_array().unwrap().is_empty());
}

#[test]
fn a_damaged_file_stops_the_night_and_names_the_copy() {
    let school = School::new();
    school.on("2023-10-05", &["backup"]).ok();
    std::fs::write(school.store(), "what was a store").unwrap();
    school.on("2023-10-05", &["nightly"]).code(5).stderr_contains("vekha restore").stderr_contains("backups");
}

#[test]
fn two_at_once_do_the_work_of_one() {
    let school = School::new();
    let start = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vekha"));
        command.current_dir(school.0.path()).args(["nightly", "--date", "2023-10-05"]);
        command.stdout(Stdio::null()).stderr(Stdio::piped()).env("LANG", "C");
        command.spawn().expect("the program starts")
    };
    let both = [start(), start()].map(|child| child.wait_with_output().expect("it ends"));
    let codes: Vec<Option<i32>> = both.iter().map(|done| done.status.code()).collect();
    assert!(codes.contains(&Some(0)), "{codes:?}");
    assert!(codes.iter().all(|code| matches!(code, Some(0 | 5))), "{codes:?}");
    assert_eq!(school.journal().matches("NightRan").count(), 1);
}

#[test]
fn the_first_command_of_a_day_runs_the_night_where_the_settings_say_so() {
    let school = School::new();
    // By the clock of this machine, which is not believed after years without any record.
    school.0.vekha(&["task", "note", "1.1", "Сегодня"]).ok();
    school.0.vekha(&["today"]).ok();
    assert_eq!(school.journal().matches("NightRan").count(), 0);
    school.0.file("vekha.toml", school.config() + "\n[nightly]\nauto = true\n");
    school.0.vekha(&["today"]).ok().stderr_contains("Ночь");
    school.0.vekha(&["today"]).ok();
    assert_eq!(school.journal().matches("NightRan").count(), 1);
}

/// The engine over a store, with the workers of this build.
fn sandbox() -> Sandbox {
    Sandbox::of_program(env!("CARGO_BIN_EXE_vekha"), Limits::default())
}

fn options() -> Opening {
    Opening { now: 0, ..Opening::default() }
}

fn clock(day: &str) -> Clock {
    Clock::new(DEFAULT_ZONE, Some(day.parse().unwrap()))
}

fn run(app: &App, watch: &dyn Watch) -> Result<Vec<SchoolReport>, AppError> {
    let sandbox = sandbox();
    let options = Options { catch_up: CatchUp::Each, ..Options::default() };
    let schools: Vec<SchoolId> =
        app.store.snapshot()?.schools()?.into_iter().map(|(school, _)| school).collect();
    Job { app, sandbox: &sandbox, options, watch }.run(&schools)
}

/// Pulls the plug before the step of this number, counted over the whole run.
struct Plug(Cell<usize>);

impl Watch for Plug {
    fn before(&self, _: Step, _: chrono::NaiveDate) -> Result<(), AppError> {
        match self.0.get() {
            0 => Err(AppError::Store(StoreError::Io("the plug".into()))),
            left => {
                self.0.set(left - 1);
                Ok(())
            }
        }
    }
}

/// What a journal says happened: everything but the chain and the moments of recording.
fn happened(app: &App) -> Vec<(SchoolId, u64, String, Event)> {
    let snapshot = app.store.snapshot().unwrap();
    let mut found = Vec::new();
    for (school, _) in snapshot.schools().unwrap() {
        for recorded in snapshot.events(school, 1).unwrap() {
            let recorded = recorded.unwrap();
            found.push((school, recorded.seq, recorded.command.to_string(), recorded.event));
        }
    }
    found
}

fn outbox(app: &App) -> usize {
    app.store.snapshot().unwrap().outbox(usize::MAX).unwrap().len()
}

fn bytes(path: &Path) -> Vec<u8> {
    // Closed well by the commands before.
    std::fs::read(path).unwrap()
}

#[test]
fn a_plug_pulled_before_any_step_leaves_what_an_undisturbed_night_leaves() {
    let school = School::new();
    school.on("2023-09-05", &["school", "add", "Школа вторая"]).ok();
    school.night("2023-10-01");
    let start = bytes(&school.store());
    let at = |disk: Disk| App::new(Store::open_on(disk, &options()).unwrap(), clock("2023-10-03"));
    let calm = at(Disk::holding(start.clone()));
    run(&calm, &Unwatched).unwrap();
    let (expected, messages) = (happened(&calm), outbox(&calm));
    let steps = 2 * Step::ALL.len();
    for pulled in 0..steps {
        let disk = Disk::holding(start.clone());
        let app = at(disk.clone());
        assert!(run(&app, &Plug(Cell::new(pulled))).is_err(), "step {pulled}");
        drop(app);
        let app = at(disk);
        run(&app, &Unwatched).unwrap();
        assert_eq!(happened(&app), expected, "step {pulled}");
        assert_eq!(outbox(&app), messages, "step {pulled}: no message lost, none twice");
    }
}

#[test]
fn a_power_cut_in_any_write_leaves_what_an_undisturbed_night_leaves() {
    let school = School::new();
    school.night("2023-10-01");
    let start = bytes(&school.store());
    let at = |disk: Disk| App::new(Store::open_on(disk, &options()).unwrap(), clock("2023-10-02"));
    let calm = at(Disk::holding(start.clone()));
    run(&calm, &Unwatched).unwrap();
    let expected = happened(&calm);
    for (seed, write) in (5..160).step_by(31).enumerate() {
        let disk = Disk::holding(start.clone()).with(Fault::PowerCut(write));
        if let Ok(store) = Store::open_on(disk.clone(), &options()) {
            // Whether it ends well depends on where the cut comes.
            let _ = run(&App::new(store, clock("2023-10-02")), &Unwatched);
        }
        let app = at(disk.after_cut(seed as u64));
        run(&app, &Unwatched).unwrap();
        assert_eq!(happened(&app), expected, "write {write}");
    }
}

#[test]
fn a_full_disk_stops_the_night_and_the_next_run_finishes_it() {
    let school = School::new();
    let start = bytes(&school.store());
    let full = Disk::holding(start.clone()).with(Fault::Capacity(start.len() as u64));
    let app = App::new(Store::open_on(full.clone(), &options()).unwrap(), clock("2023-10-05"));
    let ended = run(&app, &Unwatched);
    drop(app);
    let app = App::new(Store::open_on(Disk::holding(full.bytes()), &options()).unwrap(), clock("2023-10-05"));
    run(&app, &Unwatched).unwrap();
    let nights = happened(&app).into_iter().filter(|(.., event)| matches!(event, Event::NightRan(_))).count();
    assert_eq!(nights, 1, "{ended:?}");
}

#[test]
fn a_set_that_is_published_judges_from_the_next_night_on() {
    let school = School::new();
    assert_eq!(school.night("2023-10-01")["nights"][0]["counts"]["evaluated"], 2);
    let still = school.night("2023-10-02");
    assert!(still["nights"][0]["counts"]["evaluated"].is_null(), "nothing is new: {still}");
    let script = school.0.path().join("scripts/efficiency.rhai");
    let text = std::fs::read_to_string(&script).unwrap();
    std::fs::write(&script, text + "\n// новая редакция\n").unwrap();
    school.on("2023-10-02", &["publish", "--why", "редакция", "--yes"]).ok();
    assert_eq!(school.night("2023-10-03")["nights"][0]["counts"]["evaluated"], 2);
    let history = school.on("2023-10-03", &["metrics", "history", "school", "--json"]).ok().json();
    let mut sets: Vec<&str> =
        history["values"].as_array().unwrap().iter().map(|value| value["set"].as_str().unwrap()).collect();
    sets.dedup();
    assert_eq!(sets.len(), 2, "each value names the set that judged");
    // An old value is computed again by the script of then.
    let again = ["script", "rerun", "school", "--on", "2023-10-01"];
    school.on("2023-10-04", &again).ok().stdout_contains("совпада").stdout_contains("до бита");
    let found = school.on("2023-10-04", &again).args(&["--json"]).ok().json();
    assert_eq!((&found["verdict"], &found["date"]), (&"equal".into(), &"2023-10-01".into()));
    assert_ne!(
        found["set"],
        school.on("2023-10-04", &["script", "rerun", "school", "--json"]).ok().json()["set"]
    );
    // A script that cannot run now is told as that, and not as another engine.
    let config = school.0.path().join("vekha.toml");
    let text = school.config();
    std::fs::write(&config, format!("{text}\n[scripts]\noperations = 5\n")).unwrap();
    school.on("2023-10-04", &again).code(1).stderr_contains("efficiency.rhai:").stderr_contains("операций");
    std::fs::write(&config, text).unwrap();
    school.on("2023-10-04", &["script", "rerun", "pair:7"]).code(2).stderr_contains("proposal:1");
    school.on("2023-10-04", &["script", "rerun", "school", "--on", "2023-09-30"]).code(4);
}

#[test]
fn a_kill_at_any_moment_loses_nothing_and_repeats_nothing() {
    let school = School::new();
    let calm = School::new();
    let mut nights = 0;
    for day in 1..=6 {
        let day = format!("2023-10-0{day}");
        for pause in [3, 11, 29, 61] {
            let mut child = Command::new(env!("CARGO_BIN_EXE_vekha"))
                .current_dir(school.0.path())
                .args(["nightly", "--date", &day])
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .expect("the program starts");
            std::thread::sleep(Duration::from_millis(pause * 4));
            // It may be through already.
            let _ = child.kill();
            child.wait().unwrap();
        }
        school.night(&day);
        calm.night(&day);
        nights += 1;
    }
    let of = |school: &School| {
        let store = Store::open(&school.store(), Access::Write, &options()).unwrap();
        let app = App::new(store, clock("2023-10-06"));
        let events = happened(&app).into_iter().map(|(_, seq, _, event)| (seq, event));
        (
            events
                .filter(|(_, event)| !matches!(event, Event::PartyAdded { .. } | Event::SetPublished { .. }))
                .collect::<Vec<_>>(),
            outbox(&app),
        )
    };
    assert_eq!(of(&school), of(&calm));
    assert_eq!(school.journal().matches("NightRan").count(), nights);
    school.on("2023-10-06", &["doctor"]).ok();
}

#[test]
fn an_error_of_the_whole_file_is_told_from_one_of_a_school() {
    use vekha::app::night::stops_all;
    let damaged = |what: &str| AppError::Store(StoreError::Damaged(what.into()));
    assert!(stops_all(&damaged("page 7")));
    assert!(stops_all(&AppError::Store(StoreError::Full)));
    assert!(!stops_all(&damaged("rows-1 [00]: wrong checksum")));
    assert!(matches!(Failed::from(damaged("rows-1 [00]: wrong checksum")), Failed::Engine(_)));
}
