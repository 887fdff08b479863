//! The life that is lived: what a school does from September to the spring, in one process. People here are invented.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;
use tempfile::TempDir;
use vekha::app::{App, AppError};
use vekha::clock::{Clock, DEFAULT_ZONE};
use vekha::config::Home;
use vekha::files::Files;
use vekha::lang::Lang;
use vekha::notify::Worker;
use vekha::notify::channels::{Channel, Letter};
use vekha::notify::parcel::Try;
use vekha::notify::worker::Line;
use vekha::store::{Access, Options, Store};
use vekha_core::command::Actor;
use vekha_core::ids::SchoolId;

use crate::tree::{Contents, Happened, Recorder, read_in};

/// Who is erased in the course of it: the name in any of its cases.
pub const ERASED: &str = "Забываем";

/// What is done.
#[derive(Clone, Copy, Debug)]
pub enum Act {
    /// A command. `@` at the beginning of a word is the folder of the life.
    Command(&'static [&'static str]),
    /// A file is written: its name, what is added to its end.
    Edit(&'static str, &'static str),
    /// The outbox is delivered through a channel that notes what it was given.
    Deliver,
}

/// A step: the day, whether the command gets an id of its own, what is done.
pub type Step = (&'static str, bool, Act);

use Act::{Command, Deliver, Edit};

/// The steps.
pub const STEPS: &[Step] = &[
    ("2023-09-01", false, Command(&["init", "@home", "--name", "Школа"])),
    (
        "2023-09-01",
        false,
        Edit(
            "home/vekha.toml",
            "\n[notify.roles]\ncurator = \"curator@school.example\"\nhead = \"head@school.example\"\n\
             administrator = \"office@school.example\"\nholder = \"all@school.example\"\n",
        ),
    ),
    ("2023-09-02", true, Command(&["import", "roadmap", "@in/roadmap.txt", "--yes"])),
    (
        "2023-09-12",
        true,
        Command(&["import", "people", "@in/mentees.csv", "--form", "teacher-teacher", "--yes"]),
    ),
    (
        "2023-09-12",
        true,
        Command(&["import", "people", "@in/mentors.csv", "--form", "teacher-teacher", "--yes"]),
    ),
    ("2023-09-12", true, Command(&["person", "add", "Забываемый Семён Семёнович"])),
    (
        "2023-09-12",
        true,
        Command(&[
            "person",
            "edit",
            "Придумов Борис Семёнович",
            "--set",
            "note=Сменил Забываемого Семёна Семёновича",
        ]),
    ),
    ("2023-09-12", true, Command(&["task", "note", "3.5", "Готовит Забываемый С.С."])),
    ("2023-09-12", true, Command(&["program", "open", "--form", "teacher-teacher"])),
    (
        "2023-09-12",
        true,
        Command(&["task", "done", "1.1-1.3,1.5", "--on", "30.08.2023", "--doc", "Приказ № 123"]),
    ),
    ("2023-09-12", true, Command(&["program", "advance"])),
    (
        "2023-09-12",
        true,
        Command(&["task", "postpone", "3.5", "--to", "20.11.2023", "--reason", "Курсы позже"]),
    ),
    ("2023-09-13", true, Command(&["pair", "propose"])),
    ("2023-09-13", true, Command(&["pair", "accept"])),
    ("2023-09-14", true, Command(&["pair", "evidence", "1", "--kind", "agreement.mentor"])),
    ("2023-09-14", true, Command(&["pair", "evidence", "1", "--kind", "agreement.mentee"])),
    ("2023-09-14", true, Command(&["pair", "advance", "1"])),
    (
        "2023-09-14",
        true,
        Command(&[
            "consent",
            "add",
            "Придумов Борис Семёнович",
            "--kind",
            "participation",
            "--kind",
            "processing",
            "--kind",
            "staff-consent",
            "--kind",
            "contract-supplement",
        ]),
    ),
    (
        "2023-09-14",
        true,
        Command(&[
            "consent",
            "add",
            "Выдумова Анна Петровна",
            "--kind",
            "participation",
            "--kind",
            "processing",
            "--kind",
            "staff-consent",
            "--kind",
            "contract-supplement",
        ]),
    ),
    (
        "2023-09-15",
        true,
        Command(&["order", "register", "--number", "57", "--scan", "@in/scan.pdf", "--pair", "1"]),
    ),
    ("2023-10-02", false, Command(&["nightly"])),
    ("2023-10-02", false, Deliver),
    ("2023-10-02", false, Command(&["backup", "--daily"])),
    ("2023-10-02", false, Command(&["backup", "@kept/elsewhere.redb"])),
    (
        "2023-10-10",
        true,
        Command(&[
            "meeting",
            "add",
            "1",
            "--on",
            "10.10.2023",
            "--kind",
            "acquaintance",
            "--topic",
            "Со слов Семёна Семёновича Забываемого",
        ]),
    ),
    ("2023-10-10", false, Command(&["journal", "export", "--all", "@out/journal.jsonl"])),
    ("2023-10-10", false, Command(&["vault", "export", "@out/vault.age", "--key-file", "@in/recipient.txt"])),
    ("2023-10-10", false, Command(&["report", "school", "--out", "@out/school.html", "--yes"])),
    ("2023-10-11", false, Edit("home/scripts/pairing.rhai", "\n// Другая мысль.\n")),
    ("2023-10-11", true, Command(&["publish", "--why", "Проба", "--yes"])),
    ("2023-10-12", true, Command(&["script", "rollback", "1", "--why", "Обратно", "--yes"])),
    (
        "2023-10-15",
        true,
        Command(&["person", "erase", "Забываемый Семён Семёнович", "--reason", "Заявление", "--yes"]),
    ),
    ("2023-11-03", false, Command(&["nightly"])),
    ("2023-11-03", false, Deliver),
    ("2023-11-03", false, Command(&["backup", "--daily"])),
    ("2023-11-04", true, Command(&["school", "add", "Школа № 2"])),
    ("2023-11-05", false, Command(&["restore", "@kept/elsewhere.redb", "--yes"])),
    ("2023-11-06", true, Command(&["task", "note", "3.5", "После возврата"])),
    ("2023-11-06", false, Command(&["rescue", "@again", "--journal", "@out/journal.jsonl"])),
];

/// Files that come from outside.
pub fn inputs() -> Contents {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| std::fs::read(root.join(path)).unwrap();
    [
        ("in/roadmap.txt", read("examples/school-158/roadmap-158.txt")),
        ("in/mentees.csv", read("tests/people/mentees.csv")),
        ("in/mentors.csv", read("tests/people/mentors.csv")),
        ("in/scan.pdf", b"%PDF-1.4 scan".to_vec()),
        ("in/recipient.txt", recipient().into_bytes()),
        ("out/.keep", Vec::new()),
        ("kept/.keep", Vec::new()),
    ]
    .map(|(path, bytes)| (PathBuf::from(path), bytes))
    .into()
}

/// A key of age that nobody has the other half of: quick, unlike a passphrase.
fn recipient() -> String {
    age::x25519::Identity::generate().to_public().to_string()
}

/// A folder in memory where there is such a thing: what is tried thousands of times need not wait for a disk.
pub fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    let made = if memory.is_dir() { TempDir::new_in(memory) } else { TempDir::new() };
    made.or_else(|_| TempDir::new()).unwrap()
}

/// Is told the key of every letter that leaves.
pub type Told = Arc<dyn Fn(&str)>;

/// A channel that says what it was given.
struct Noted {
    repeats: bool,
    told: Told,
}

impl Channel for Noted {
    fn name(&self) -> &'static str {
        "noted"
    }

    fn reaches(&self, _: Option<&str>) -> bool {
        true
    }

    fn knows_repeats(&self) -> bool {
        self.repeats
    }

    fn send(&self, letter: &Letter) -> Try {
        (self.told)(&letter.key);
        Try::Sent
    }
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// How a store is opened.
pub fn opening(files: &Files) -> Options {
    Options { files: files.clone(), ..Options::default() }
}

/// Delivers the outbox of every school of a home. `repeats`: whether the receiver knows a repeat.
pub fn deliver(
    home: &Path,
    on: NaiveDate,
    repeats: bool,
    files: &Files,
    told: &Told,
) -> Result<Vec<Line>, AppError> {
    let home = Home::open(home, Lang::En).map_err(|failure| AppError::Random(failure.text(Lang::En)))?;
    let store = Store::open(&home.store_file(), Access::Write, &opening(files))?;
    let app = App::new(store, Clock::new(DEFAULT_ZONE, Some(on)));
    let channels: Vec<Box<dyn Channel>> = vec![Box::new(Noted { repeats, told: told.clone() })];
    let actor = Actor { login: "admin".into(), roles: ["owner".to_owned()].into() };
    let settings = &home.config.notify;
    let worker = Worker { app: &app, settings, channels: &channels, lang: Lang::Ru, actor, command: None };
    let mut lines = Vec::new();
    for (school, _) in app.store.snapshot()?.schools()? {
        lines.extend(worker.deliver(school, false)?);
    }
    app.store.close()?;
    Ok(lines)
}

/// Takes one step in a folder. The exit code, and what was said of a failure.
pub fn take(no: usize, root: &Path, files: &Files, repeats: bool, told: &Told) -> (u8, String) {
    let (on, with_id, act) = STEPS[no];
    match act {
        Deliver => match deliver(&root.join("home"), day(on), repeats, files, told) {
            Ok(_) => (0, String::new()),
            Err(error) => (5, format!("{error:?}")),
        },
        Edit(path, more) => {
            let path = root.join(path);
            let mut text = std::fs::read_to_string(&path).unwrap_or_default();
            if !text.ends_with(more) {
                text.push_str(more);
            }
            match files.put(&path, text.as_bytes()) {
                Ok(()) => (0, String::new()),
                Err(error) => (1, error.to_string()),
            }
        }
        Command(words) => {
            let placed = words.iter().map(|word| match word.strip_prefix('@') {
                Some(path) => root.join(path).display().to_string(),
                None => (*word).to_owned(),
            });
            let id = with_id.then(|| format!("step {no}"));
            take_words(&placed.collect::<Vec<_>>(), root, on, id, files)
        }
    }
}

/// Runs a command on a day; its exit code and what it said of a failure.
pub fn take_words(
    words: &[String],
    root: &Path,
    on: &str,
    id: Option<String>,
    files: &Files,
) -> (u8, String) {
    let mut all = vec!["vekha".to_owned(), "--lang".into(), "en".into()];
    all.extend(["--home".into(), root.join("home").display().to_string()]);
    all.extend(["--date".into(), on.into()]);
    all.extend(id.into_iter().flat_map(|id| ["--command-id".into(), id]));
    all.extend_from_slice(words);
    match vekha::cli::carry_out(&all, files) {
        Ok(exit) => (exit.code(), String::new()),
        Err(failure) => (failure.kind.exit().code(), failure.text(Lang::En)),
    }
}

/// A whole life: what happened, and what lay in the folder at the end of each step.
pub struct Lived {
    pub happened: Vec<Happened>,
    pub inputs: Contents,
}

/// Lives it once. The record is complete: what it comes to is what lies in the folder.
pub fn lived() -> Lived {
    let root = folder();
    let inputs = inputs();
    crate::tree::lay_out(&inputs, root.path());
    let recorder = Arc::new(Recorder::new(root.path()));
    let files = Files::watched(recorder.clone());
    let noting = recorder.clone();
    let told: Told = Arc::new(move |key| noting.push(Happened::Sent(key.to_owned())));
    for (no, step) in STEPS.iter().enumerate() {
        recorder.push(Happened::Begins(no));
        let (code, said) = take(no, root.path(), &files, false, &told);
        assert!(code == 0 || code == 3, "step {no} {step:?}: exit {code}\n{said}");
        recorder.push(Happened::Ended(no, code));
    }
    let happened = recorder.take();
    let mut tree = crate::tree::Tree::holding(&inputs);
    happened.iter().for_each(|happened| tree.goes_on(happened));
    let (told, there) = (tree.contents(), read_in(root.path()));
    for (path, bytes) in &there {
        assert!(told.get(path) == Some(bytes), "{} was changed behind the record", path.display());
    }
    for path in told.keys() {
        assert!(there.contains_key(path), "{} is not there", path.display());
    }
    Lived { happened, inputs }
}

/// The school of most steps.
pub const SCHOOL: SchoolId = SchoolId(1);
