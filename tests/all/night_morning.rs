//! What a night leaves for the morning: letters that went out, the report, the memos; once, whole, and also after a
//! kill. People here are invented.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::rc::Rc;
use std::time::Duration;

use serde_json::Value;
use vekha::app::night::{CatchUp, Courier, Job, LOGIN, Options, Step, Watch};
use vekha::app::{App, AppError};
use vekha::clock::{Clock, DEFAULT_ZONE};
use vekha::lang::Lang;
use vekha::notify::Worker;
use vekha::notify::channels::{Channel, Letter};
use vekha::notify::parcel::Try;
use vekha::notify::settings::Notify;
use vekha::script::limits::Limits;
use vekha::script::sandbox::Sandbox;
use vekha::store::sim::{Disk, Fault};
use vekha::store::{Access, Options as Opening, Store, StoreError};
use vekha_core::command::Actor;
use vekha_core::event::Event;
use vekha_core::ids::SchoolId;

use crate::harness::Run;
use crate::night::School;
use crate::servers::{Mood, Server, header, with_settings};

impl School {
    /// A school whose letters go to a server of mail.
    fn with_mail(port: u16) -> Self {
        let school = Self::new();
        with_settings(
            school.0.path(),
            &format!(
                "[mail]\nhost = \"127.0.0.1\"\nport = {port}\nsecurity = \"none\"\nfrom = \"vekha@school.example\"\n\
                 timeout_seconds = 1\n[notify.roles]\ncurator = \"curator@school.example\"\nhead = \"head@school.example\"\n"
            ),
        );
        let contacts = ["person", "edit", "Выдумова А.П.", "--set", "email=vydumova@school.example"];
        school.on("2023-09-05", &contacts).ok();
        school
    }

    fn shift(&self, day: &str, more: &[&str]) -> Run {
        self.on(day, &["nightly", "--json"]).args(more)
    }

    fn paper(&self, name: &str) -> PathBuf {
        self.0.path().join("reports/night/1").join(name)
    }

    /// The files that the night left, with their contents.
    fn papers(&self) -> BTreeMap<String, Vec<u8>> {
        let entries = std::fs::read_dir(self.paper("")).into_iter().flatten().flatten();
        let read = |entry: std::fs::DirEntry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            (name, std::fs::read(entry.path()).unwrap())
        };
        entries.map(read).collect()
    }

    fn counts(&self) -> Value {
        let journal = self.on("2023-12-01", &["journal", "show", "--last", "500", "--json"]).ok().json();
        let events = journal.as_array().expect("events");
        let night = events.iter().rev().find_map(|event| event["event"].get("NightRan"));
        night.expect("a night")["counts"].clone()
    }
}

#[test]
fn a_night_takes_its_letters_out_and_says_so_in_its_record() {
    let server = Server::smtp(Mood::Willing);
    let school = School::with_mail(server.port);
    let done = school.shift("2023-10-05", &[]).ok().json();
    let letters = server.arrived();
    assert!(!letters.is_empty());
    let sent = done["delivery"]["sent"].as_u64().unwrap();
    assert!(sent >= letters.len() as u64, "{done}");
    assert_eq!(school.counts()["delivered"], sent);
    let parcels = done["schools"][0]["delivery"]["parcels"].as_array().unwrap();
    assert_eq!(parcels.iter().filter(|parcel| parcel["status"] == "sent").count(), letters.len());
    // One letter a day for each person.
    let mut to: Vec<_> = letters.iter().map(|letter| header(letter, "to:").to_owned()).collect();
    to.sort();
    let all = to.len();
    to.dedup();
    assert_eq!(to.len(), all, "{to:?}");
    assert!(school.paper("school.html").is_file());
    assert!(!school.paper("memo.html").exists(), "whoever gets letters needs no memo");
}

#[test]
fn a_second_run_sends_nothing_and_writes_nothing() {
    let server = Server::smtp(Mood::Willing);
    let school = School::with_mail(server.port);
    school.shift("2023-10-05", &[]).ok();
    let (letters, papers) = (server.arrived().len(), school.papers());
    let touched = || std::fs::metadata(school.paper("school.html")).unwrap().modified().unwrap();
    let before = touched();
    let again = school.shift("2023-10-05", &[]).ok().json();
    assert_eq!((server.arrived().len(), school.papers()), (letters, papers));
    assert_eq!(touched(), before);
    assert_eq!(again["schools"][0]["papers"][0]["written"], false, "{again}");
    assert_eq!(again["delivery"]["sent"], 0);
    school.on("2023-10-05", &["report", "check"]).ok();
}

#[test]
fn a_dry_run_tells_what_would_go_out_and_leaves_everything() {
    let server = Server::smtp(Mood::Willing);
    let school = School::with_mail(server.port);
    let dry = school.shift("2023-10-05", &["--dry-run"]).ok().json();
    assert!(dry["delivery"]["would"].as_u64().unwrap() > 0, "{dry}");
    assert_eq!(dry["schools"][0]["papers"][0]["written"], true, "{dry}");
    assert_eq!((server.arrived().len(), school.papers().len()), (0, 0));
    let people = school.on("2023-10-05", &["nightly", "--dry-run"]).ok();
    people.stdout_contains("было бы отправлено").stdout_contains("Был бы записан отчёт");
    let real = school.shift("2023-10-05", &[]).ok().json();
    assert_eq!(dry["delivery"]["would"], real["delivery"]["sent"]);
}

#[test]
fn what_the_person_does_not_want_is_left_out() {
    let server = Server::smtp(Mood::Willing);
    let school = School::with_mail(server.port);
    let done = school.shift("2023-10-05", &["--no-deliver", "--no-report"]).ok().json();
    assert_eq!((server.arrived().len(), school.papers().len()), (0, 0), "{done}");
    with_settings(school.0.path(), "[nightly]\ndeliver = false\nreport = \"no\"\nmemo = \"no\"\n");
    school.shift("2023-10-06", &[]).ok();
    assert_eq!((server.arrived().len(), school.papers().len()), (0, 0));
}

#[test]
fn without_a_channel_every_responsible_person_has_a_memo_and_nothing_failed() {
    let school = School::new();
    let done = school.shift("2023-10-05", &[]).ok().json();
    assert_eq!(done["delivery"]["failed"], 0);
    assert!(done["delivery"]["waiting"].as_u64().unwrap() > 0, "{done}");
    let papers = school.papers();
    let names: Vec<&str> = papers.keys().map(String::as_str).collect();
    assert!(names.contains(&"memo.html") && names.contains(&"memo-nobody.html"), "{names:?}");
    let own = names.iter().find(|name| name.starts_with("memo-") && **name != "memo-nobody.html").unwrap();
    let text = String::from_utf8(papers[*own].clone()).unwrap();
    assert!(text.contains("Выдумова А.П.") && text.contains("Forming pairs"), "{text}");
    let term = "30.10.2023";
    assert!(text.contains(term) && !text.contains("Order"), "only the person's own tasks: {text}");
    // Done work leaves no memo behind; other files of the folder are nobody's to touch.
    std::fs::write(school.paper("memo-anna.html"), "notes").unwrap();
    std::fs::write(school.paper("memo-77.html.new"), "half").unwrap();
    school.on("2023-10-06", &["task", "done", "3.5", "--note", "Приказ"]).ok();
    school.shift("2023-10-06", &[]).ok();
    let names: Vec<String> = school.papers().into_keys().collect();
    assert!(!names.iter().any(|name| name == own), "{names:?}");
    assert!(names.contains(&"memo-anna.html".to_owned()), "{names:?}");
    assert!(!names.contains(&"memo-77.html.new".to_owned()), "{names:?}");
}

#[test]
fn papers_are_written_as_the_settings_say() {
    let school = School::new();
    with_settings(school.0.path(), "[nightly]\nreport = \"docx\"\nmemo = \"docx\"\n");
    school.shift("2023-10-05", &[]).ok();
    let papers = school.papers();
    assert!(papers.contains_key("school.docx") && papers.contains_key("memo.docx"), "{:?}", papers.keys());
    with_settings(school.0.path(), "");
    let file = school.0.path().join("vekha.toml");
    let text = std::fs::read_to_string(&file).unwrap().replace("memo = \"docx\"", "memo = \"pdf\"");
    std::fs::write(&file, text).unwrap();
    school.on("2023-10-06", &["nightly"]).code(4).stderr_contains("\"html\", \"docx\", \"no\"");
}

#[test]
fn a_channel_that_fails_fails_no_record_and_is_told() {
    let server = Server::smtp(Mood::Greets(421));
    let school = School::with_mail(server.port);
    let done = school.shift("2023-10-05", &[]).ok().json();
    assert_eq!(done["failed"], 0);
    assert!(done["delivery"]["later"].as_u64().unwrap() > 0, "it will be tried again: {done}");
    assert_eq!(school.counts()["delivered"], Value::Null);
    // Refused for good: somebody should look.
    server.is(Mood::Refuses(550));
    let done = school.shift("2023-10-06", &[]).code(1).json();
    assert_eq!(done["failed"], 0, "{done}");
    assert!(done["delivery"]["failed"].as_u64().unwrap() > 0, "{done}");
    assert!(school.counts()["undelivered"].as_u64().unwrap() > 0);
}

#[test]
fn a_channel_that_is_not_complete_stops_no_night() {
    let school = School::new();
    with_settings(
        school.0.path(),
        "[mail]\nhost = \"h\"\nfrom = \"a@b.example\"\nuser = \"u\"\npassword_env = \"NO_SUCH\"\n",
    );
    let done = school.shift("2023-10-05", &[]).code(1).json();
    assert!(done["delivery"]["error"].as_str().unwrap().contains("NO_SUCH"), "{done}");
    assert_eq!(done["schools"][0]["nights"][0]["how"], "ran");
    assert!(school.paper("memo.html").is_file(), "nobody would hear of anything else");
    school.on("2023-10-05", &["nightly"]).code(1).stderr_contains("NO_SUCH");
}

#[test]
fn a_folder_that_cannot_be_written_fails_the_papers_alone() {
    let school = School::new();
    std::fs::write(school.0.path().join("reports"), "a file in the way").unwrap();
    let done = school.shift("2023-10-05", &[]).code(1).json();
    assert!(done["schools"][0]["papers_error"].as_str().is_some(), "{done}");
    assert_eq!((&done["failed"], &done["papers_failed"]), (&0.into(), &1.into()));
    std::fs::remove_file(school.0.path().join("reports")).unwrap();
    let again = school.shift("2023-10-05", &[]).ok().json();
    assert_eq!(again["schools"][0]["papers"][0]["written"], true, "{again}");
}

#[test]
fn several_schools_have_papers_of_their_own() {
    let school = School::new();
    school.on("2023-09-01", &["school", "add", "Школа вторая"]).ok();
    school.shift("2023-10-05", &[]).ok();
    let of = |no: u32| {
        let path = school.0.path().join(format!("reports/night/{no}/school.html"));
        std::fs::read_to_string(path).unwrap()
    };
    assert!(of(1).contains("School 158") && !of(1).contains("Школа вторая"));
    assert!(of(2).contains("Школа вторая") && !of(2).contains("Forming pairs"));
}

/// A way out that remembers.
#[derive(Clone, Default)]
struct Remembers(Rc<RefCell<Vec<String>>>);

impl Channel for Remembers {
    fn name(&self) -> &'static str {
        "mail"
    }

    fn reaches(&self, _: Option<&str>) -> bool {
        true
    }

    fn knows_repeats(&self) -> bool {
        false
    }

    fn send(&self, letter: &Letter) -> Try {
        self.0.borrow_mut().push(letter.key.clone());
        Try::Sent
    }
}

/// Where a run dies: after so many moments.
struct Plug(Cell<usize>);

impl Plug {
    fn moment(&self) -> Result<(), AppError> {
        match self.0.get() {
            0 => Err(AppError::Store(StoreError::Io("the plug".into()))),
            left => {
                self.0.set(left - 1);
                Ok(())
            }
        }
    }
}

impl Watch for Plug {
    fn before(&self, _: Step, _: chrono::NaiveDate) -> Result<(), AppError> {
        self.moment()
    }
}

/// Delivers; the plug may be pulled before and after.
struct Post<'a> {
    worker: Worker<'a>,
    plug: &'a Plug,
}

impl Courier for Post<'_> {
    fn deliver(&self, school: SchoolId) -> Result<(), AppError> {
        self.plug.moment()?;
        self.worker.deliver(school, false)?;
        self.plug.moment()
    }
}

/// A night with delivery over a store, cut short after so many moments.
fn night(app: &App, out: &Remembers, moments: usize) -> Result<(), AppError> {
    let sandbox = Sandbox::of_program(env!("CARGO_BIN_EXE_vekha"), Limits::default());
    let options = Options { catch_up: CatchUp::Each, ..Options::default() };
    let channels: Vec<Box<dyn Channel>> = vec![Box::new(out.clone())];
    let (settings, plug) = (Notify::default(), Plug(Cell::new(moments)));
    let actor = Actor { login: LOGIN.into(), roles: ["owner".to_owned()].into() };
    let (channels, lang) = (&channels[..], Lang::Ru);
    let worker = Worker { app, settings: &settings, channels, lang, actor, command: None };
    let post = Post { worker, plug: &plug };
    let job = Job { app, sandbox: &sandbox, options, watch: &plug };
    job.run_with(&[SchoolId(1)], Some(&post)).map(drop)
}

fn at(disk: Disk, day: &str) -> App {
    let opening = Opening { now: 0, ..Opening::default() };
    App::new(Store::open_on(disk, &opening).unwrap(), Clock::new(DEFAULT_ZONE, Some(day.parse().unwrap())))
}

/// What happened in a school, without the moments.
fn happened(app: &App) -> Vec<Event> {
    let snapshot = app.store.snapshot().unwrap();
    snapshot.events(SchoolId(1), 1).unwrap().map(|recorded| recorded.unwrap().event).collect()
}

#[test]
fn a_plug_pulled_around_delivery_loses_no_letter_and_repeats_none() {
    let school = School::new();
    school.shift("2023-10-01", &["--no-report"]).ok();
    let start = std::fs::read(school.0.path().join("vekha.redb")).unwrap();
    let calm = Remembers::default();
    let app = at(Disk::holding(start.clone()), "2023-10-03");
    night(&app, &calm, usize::MAX).unwrap();
    let (expected, letters) = (happened(&app), calm.0.borrow().clone());
    assert!(!letters.is_empty());
    // Two nights of steps, and two moments around the delivery.
    for moments in 0..2 * Step::ALL.len() + 2 {
        let (disk, out) = (Disk::holding(start.clone()), Remembers::default());
        let app = at(disk.clone(), "2023-10-03");
        assert!(night(&app, &out, moments).is_err(), "{moments}");
        drop(app);
        let app = at(disk, "2023-10-03");
        night(&app, &out, usize::MAX).unwrap();
        assert_eq!(*out.0.borrow(), letters, "{moments}: none lost, none twice");
        assert_eq!(happened(&app), expected, "{moments}");
        assert!(app.store.snapshot().unwrap().outbox(usize::MAX).unwrap().is_empty(), "{moments}");
    }
}

#[test]
fn a_disk_that_fills_up_while_letters_go_out_repeats_none() {
    let school = School::new();
    school.shift("2023-10-01", &["--no-report"]).ok();
    let start = std::fs::read(school.0.path().join("vekha.redb")).unwrap();
    let calm = Remembers::default();
    night(&at(Disk::holding(start.clone()), "2023-10-03"), &calm, usize::MAX).unwrap();
    let letters = calm.0.borrow().clone();
    for more in [0, 1 << 12, 1 << 14, 1 << 16] {
        let full = Disk::holding(start.clone()).with(Fault::Capacity(start.len() as u64 + more));
        let out = Remembers::default();
        let app = at(full.clone(), "2023-10-03");
        // Whether it ends well depends on how much room there is.
        let ended = night(&app, &out, usize::MAX);
        drop(app);
        for day in ["2023-10-03", "2023-10-04", "2023-10-05"] {
            night(&at(Disk::holding(full.bytes()), day), &out, usize::MAX).unwrap();
        }
        let out = out.0.borrow();
        let times = |key: &String| out.iter().filter(|sent| *sent == key).count();
        assert!(letters.iter().all(|key| times(key) == 1), "{more} {ended:?}: {out:?}");
    }
}

fn message_ids(letters: &[String]) -> BTreeSet<&str> {
    letters.iter().map(|letter| header(letter, "message-id:")).collect()
}

#[test]
fn a_kill_at_any_moment_leaves_no_half_report_and_sends_nothing_twice_a_day() {
    let (server, calm_server) = (Server::smtp(Mood::Willing), Server::smtp(Mood::Willing));
    let (school, calm) = (School::with_mail(server.port), School::with_mail(calm_server.port));
    let (mut pause, mut known) = (5, 0);
    // A letter that was out when the process died may come again on another day, under its own Message-ID, as often
    // as its nights are killed; on one day it comes once.
    let mut of_the_day = |day: &str| {
        let letters = server.arrived_by_now().split_off(known);
        known += letters.len();
        let ids = message_ids(&letters);
        assert_eq!(ids.len(), letters.len(), "{day}: {ids:?}");
        calm.shift(day, &[]).ok();
    };
    for day in 1..=8 {
        let day = format!("2023-10-{day:02}");
        for _ in 0..3 {
            let mut child = Command::new(env!("CARGO_BIN_EXE_vekha"))
                .current_dir(school.0.path())
                .args(["nightly", "--date", &day])
                .env("LANG", "C")
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .expect("the program starts");
            std::thread::sleep(Duration::from_millis(pause));
            pause = (pause * 37 + 11) % 409;
            // It may be through already.
            let _ = child.kill();
            child.wait().unwrap();
            for (name, bytes) in school.papers() {
                let whole = !name.ends_with(".html") || bytes.ends_with(b"</html>\n");
                assert!(whole, "{name} is half a file");
            }
        }
        school.shift(&day, &[]).ok();
        of_the_day(&day);
    }
    // What was in doubt after a kill is sent once its window is over.
    for day in 9..=12 {
        let day = format!("2023-10-{day:02}");
        school.shift(&day, &[]).ok();
        of_the_day(&day);
    }
    let expected = calm_server.arrived();
    assert!(!expected.is_empty());
    assert_eq!(message_ids(&server.arrived()), message_ids(&expected), "none lost, none made up");
    let left = school.on("2023-10-12", &["outbox", "list", "--json"]).ok().json();
    let waiting = left["waiting"].as_array().unwrap().iter();
    let of_today = |entry: &&Value| entry["not_before"] != "2023-10-12";
    assert_eq!(waiting.filter(of_today).count(), 0, "{left}");
    school.on("2023-10-12", &["doctor"]).ok();
}

#[test]
fn a_clock_that_goes_back_sends_nothing_again() {
    let server = Server::smtp(Mood::DiesAfterData);
    let school = School::with_mail(server.port);
    school.shift("2023-10-05", &[]).ok();
    let sent = server.arrived().len();
    assert!(sent > 0);
    server.is(Mood::Willing);
    // A night of a day long past is told to whoever watches the timer.
    for (day, code) in [("2023-10-04", 0), ("2023-09-20", 1), ("2023-10-05", 0)] {
        let done = school.shift(day, &[]).code(code).json();
        assert_eq!(server.arrived().len(), sent, "{day}: {done}");
    }
    // The window is over: in doubt, so once more, under the same Message-ID.
    school.shift("2023-10-06", &[]).ok();
    let mut ids: Vec<_> =
        server.arrived().iter().map(|letter| header(letter, "message-id:").to_owned()).collect();
    assert_eq!(ids.len(), 2 * sent);
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), sent);
}

#[test]
fn two_nights_at_once_send_every_letter_once() {
    let server = Server::smtp(Mood::Willing);
    let school = School::with_mail(server.port);
    let start = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vekha"));
        command.current_dir(school.0.path()).args(["nightly", "--date", "2023-10-05"]).env("LANG", "C");
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program starts")
    };
    let codes = [start(), start()].map(|mut child| child.wait().unwrap().code());
    assert!(codes.iter().all(|code| matches!(code, Some(0 | 5))), "{codes:?}");
    school.shift("2023-10-05", &[]).ok();
    let letters = server.arrived();
    let mut ids: Vec<_> = letters.iter().map(|letter| header(letter, "message-id:")).collect();
    ids.sort_unstable();
    let all = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), all);
}

/// Dies before the third step.
struct Early(Cell<usize>);

impl Watch for Early {
    fn before(&self, _: Step, _: chrono::NaiveDate) -> Result<(), AppError> {
        self.0.set(self.0.get() + 1);
        if self.0.get() > 2 { Err(AppError::Store(StoreError::Io("the plug".into()))) } else { Ok(()) }
    }
}

#[test]
fn a_set_that_is_published_in_the_middle_of_a_night_judges_the_rest_of_it() {
    let server = Server::smtp(Mood::Willing);
    let school = School::with_mail(server.port);
    {
        let path = school.0.path().join("vekha.redb");
        let opening = Opening { now: 0, ..Opening::default() };
        let store = Store::open(&path, Access::Write, &opening).unwrap();
        let app = App::new(store, Clock::new(DEFAULT_ZONE, Some("2023-10-05".parse().unwrap())));
        let sandbox = Sandbox::of_program(env!("CARGO_BIN_EXE_vekha"), Limits::default());
        let job =
            Job { app: &app, sandbox: &sandbox, options: Options::default(), watch: &Early(Cell::new(0)) };
        assert!(job.run(&[SchoolId(1)]).is_err());
    }
    let script = school.0.path().join("scripts/efficiency.rhai");
    let text = std::fs::read_to_string(&script).unwrap();
    std::fs::write(&script, text + "\n// новая редакция\n").unwrap();
    school.on("2023-10-05", &["publish", "--why", "редакция", "--yes"]).ok();
    let done = school.shift("2023-10-05", &[]).ok().json();
    assert_eq!(done["schools"][0]["nights"][0]["how"], "ran", "{done}");
    let set = school.on("2023-10-05", &["metrics", "history", "school", "--json"]).ok().json();
    let sets: Vec<&Value> = set["values"].as_array().unwrap().iter().map(|value| &value["set"]).collect();
    assert!(!sets.is_empty() && sets.iter().all(|set| *set == sets[0]), "{sets:?}");
    // What was told before the plug is told once, and nothing was lost.
    let late = school.counts();
    assert_eq!((&late["late"], &late["very_late"]), (&1.into(), &1.into()), "{late}");
    let ids: BTreeMap<String, usize> = server.arrived().iter().fold(BTreeMap::new(), |mut ids, letter| {
        *ids.entry(header(letter, "message-id:").to_owned()).or_default() += 1;
        ids
    });
    assert!(!ids.is_empty() && ids.values().all(|times| *times == 1), "{ids:?}");
}
