//! The worker against real servers on loopback: what arrives, what is refused, what dies on the way. People here are
//! invented.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};

use chrono_tz::Europe::Moscow;
use serde_json::Value;
use vekha::app::App;
use vekha::clock::Clock;
use vekha::lang::Lang;
use vekha::notify::channels::{Channel, Letter};
use vekha::notify::parcel::Try;
use vekha::notify::settings::Notify;
use vekha::notify::worker::Did;
use vekha::notify::{Worker, queue};
use vekha::store::{Access, Options, Store};
use vekha_core::command::Actor;
use vekha_core::ids::{CommandId, SchoolId};
use vekha_core::message::{Message, Recipient};

use crate::harness::{Place, Run};

/// How a server behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mood {
    Willing,
    /// Refuses the recipient with this code, naming the address as real servers do.
    Refuses(u16),
    /// Never says a word.
    Silent,
    /// Takes the letter and closes the connection without an answer.
    DiesAfterData,
}

/// A server that speaks SMTP or HTTP with whoever connects.
#[derive(Clone)]
struct Server {
    port: u16,
    mood: Arc<Mutex<Mood>>,
    /// Everything that arrived: letters, or requests with their headers.
    arrived: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn start(mood: Mood, talk: fn(TcpStream, Mood, &Mutex<Vec<String>>) -> std::io::Result<()>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = Self { port, mood: Arc::new(Mutex::new(mood)), arrived: Arc::default() };
        let inner = server.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let mood = *inner.mood.lock().unwrap();
                // A client that goes away is what some of these tests are about.
                let _ = talk(stream, mood, &inner.arrived);
            }
        });
        server
    }

    fn is(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    fn arrived(&self) -> Vec<String> {
        self.arrived.lock().unwrap().clone()
    }
}

fn smtp(stream: TcpStream, mood: Mood, arrived: &Mutex<Vec<String>>) -> std::io::Result<()> {
    if mood == Mood::Silent {
        std::thread::sleep(std::time::Duration::from_millis(1_500));
        return Ok(());
    }
    let mut say = stream.try_clone()?;
    let mut lines = BufReader::new(stream).lines();
    say.write_all(b"220 loopback\r\n")?;
    while let Some(line) = lines.next().transpose()? {
        let command = line.split(' ').next().unwrap_or_default().to_uppercase();
        let answer = match (command.as_str(), mood) {
            ("RCPT", Mood::Refuses(code)) => format!("{code} {line} is not welcome\r\n"),
            ("DATA", _) => {
                say.write_all(b"354 go on\r\n")?;
                let mut letter = String::new();
                for line in lines.by_ref() {
                    let line = line?;
                    if line == "." {
                        break;
                    }
                    letter += &line;
                    letter.push('\n');
                }
                arrived.lock().unwrap().push(letter);
                if mood == Mood::DiesAfterData {
                    return Ok(());
                }
                "250 taken\r\n".into()
            }
            ("QUIT", _) => {
                say.write_all(b"221 bye\r\n")?;
                return Ok(());
            }
            _ => "250 fine\r\n".to_owned(),
        };
        say.write_all(answer.as_bytes())?;
    }
    Ok(())
}

fn http(stream: TcpStream, mood: Mood, arrived: &Mutex<Vec<String>>) -> std::io::Result<()> {
    let mut say = stream.try_clone()?;
    let mut reader = BufReader::new(stream);
    let (mut request, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or(0);
        }
        if line.trim().is_empty() {
            break;
        }
        request += &line.to_lowercase();
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    arrived.lock().unwrap().push(format!("{request}{}", String::from_utf8_lossy(&body)));
    match mood {
        Mood::Silent => std::thread::sleep(std::time::Duration::from_millis(1_500)),
        Mood::DiesAfterData => {}
        Mood::Willing => say.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")?,
        Mood::Refuses(code) => {
            say.write_all(format!("HTTP/1.1 {code} No\r\ncontent-length: 0\r\n\r\n").as_bytes())?;
        }
    }
    Ok(())
}

/// A home with one message to the curator, and the settings of a channel.
struct School(Place);

impl School {
    fn new(settings: &str) -> Self {
        let place = Place::new();
        place.vekha(&["init", ".", "--name", "School 158"]).date("2023-09-01").ok();
        let school = Self(place);
        let config = std::fs::read_to_string(school.0.path().join("vekha.toml")).unwrap();
        let roles =
            "\n[notify.roles]\ncurator = \"vydumova@school.example\"\nhead = \"head@school.example\"\n";
        school.0.file("vekha.toml", config + roles + settings);
        school.queue(1, "curator");
        school
    }

    fn mail(port: u16) -> Self {
        Self::new(&format!(
            "[mail]\nhost = \"127.0.0.1\"\nport = {port}\nsecurity = \"none\"\nfrom = \"Школа <vekha@school.example>\"\ntimeout_seconds = 1\n"
        ))
    }

    fn webhook(port: u16, more: &str) -> Self {
        Self::new(&format!(
            "[webhook]\nurl = \"http://127.0.0.1:{port}/in\"\ntimeout_seconds = 1\nsecret_env = \"HOOK_SECRET\"\n{more}"
        ))
    }

    fn app(&self, day: &str) -> App {
        let path = self.0.path().join("vekha.redb");
        let store = Store::open(&path, Access::Write, &Options::default()).unwrap();
        App::new(store, Clock::new(Moscow, Some(day.parse().unwrap())))
    }

    /// Queues a message to a role, under a command of its own.
    fn queue(&self, command: u8, role: &str) {
        let mut message =
            Message::new(Recipient::Role(role.into()), "document-draft", "2023-09-04".parse().unwrap());
        message.data = [("document".to_owned(), "order.pairs".into())].into();
        let app = self.app("2023-09-04");
        queue(&app, SchoolId(1), actor(), CommandId([command; 16]), vec![message], Vec::new()).unwrap();
    }

    fn run(&self, day: &str, args: &[&str]) -> Run {
        self.0.vekha(args).date(day).env("HOOK_SECRET", "a secret")
    }

    /// Delivers on a day; the status of each line.
    fn deliver(&self, day: &str) -> Vec<String> {
        let told = self.run(day, &["outbox", "deliver", "--json"]).ok().json();
        let status = |line: &Value| line["status"].as_str().unwrap().to_owned();
        told["parcels"].as_array().unwrap().iter().map(status).collect()
    }

    /// The status and the code of each parcel in the log.
    fn log(&self) -> Vec<(String, String)> {
        let told = self.run("2023-12-01", &["outbox", "list", "--log", "--json"]).ok().json();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let line = |line: &Value| (text(&line["status"]), text(&line["code"]));
        told["log"].as_array().unwrap().iter().map(line).collect()
    }

    fn waiting(&self) -> usize {
        let told = self.run("2023-12-01", &["outbox", "list", "--json"]).ok().json();
        told["waiting"].as_array().unwrap().len()
    }
}

fn actor() -> Actor {
    Actor { login: "admin".into(), roles: ["owner".to_owned()].into() }
}

fn header<'l>(letter: &'l str, name: &str) -> &'l str {
    letter.lines().find(|line| line.to_lowercase().starts_with(name)).unwrap_or_default()
}

#[test]
fn a_letter_arrives_once() {
    let server = Server::start(Mood::Willing, smtp);
    let school = School::mail(server.port);
    assert_eq!(school.deliver("2023-09-05"), ["sent"]);
    assert_eq!(school.deliver("2023-09-05"), Vec::<String>::new());
    assert_eq!(school.deliver("2023-10-05"), Vec::<String>::new());
    let letters = server.arrived();
    assert_eq!(letters.len(), 1);
    assert!(letters[0].contains("vydumova@school.example"), "{}", letters[0]);
    assert_eq!(school.log(), [("sent".into(), String::new())]);
    assert_eq!(school.waiting(), 0);
    school.run("2023-10-05", &["journal", "show"]).ok().stdout_contains("Доставлено (почта)");
    school.run("2023-10-05", &["journal", "verify"]).ok();
}

#[test]
fn a_letter_that_may_wait_is_tried_again_and_arrives() {
    let server = Server::start(Mood::Refuses(451), smtp);
    let school = School::mail(server.port);
    assert_eq!(school.deliver("2023-09-05"), ["later"]);
    assert_eq!(school.deliver("2023-09-05"), ["back-off"]);
    server.is(Mood::Willing);
    assert_eq!(school.deliver("2023-09-06"), ["sent"]);
    assert_eq!(server.arrived().len(), 1);
}

#[test]
fn a_letter_that_is_refused_is_not_tried_again_and_nobody_is_named() {
    let server = Server::start(Mood::Refuses(550), smtp);
    let school = School::mail(server.port);
    let ran = school.run("2023-09-05", &["outbox", "deliver"]).env("RUST_LOG", "trace").ok();
    assert!(ran.stdout.contains("550"), "{}", ran.stdout);
    assert!(!format!("{}{}", ran.stdout, ran.stderr).contains("vydumova"), "{ran:?}");
    assert_eq!(school.log(), [("failed".into(), "550".into())]);
    assert_eq!(school.waiting(), 0);
    let journal = school.run("2023-09-06", &["journal", "show", "--last", "99", "--json"]).ok().stdout;
    assert!(journal.contains("MessagesSettled") && !journal.contains("vydumova"), "{journal}");
    assert_eq!(school.deliver("2023-09-07"), Vec::<String>::new());
}

#[test]
fn a_silent_server_costs_an_attempt_and_no_letter() {
    let server = Server::start(Mood::Silent, smtp);
    let school = School::mail(server.port);
    assert_eq!(school.deliver("2023-09-05"), ["later"]);
    server.is(Mood::Willing);
    assert_eq!(school.deliver("2023-09-06"), ["sent"]);
    assert_eq!(server.arrived().len(), 1);
}

#[test]
fn nobody_at_the_port_is_tried_until_it_fails() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let school = School::mail(port);
    for day in 5..10 {
        assert_eq!(school.deliver(&format!("2023-09-{day:02}")), ["later"], "{day}");
    }
    assert_eq!(school.deliver("2023-09-20"), ["failed"]);
    assert_eq!(school.waiting(), 0);
}

#[test]
fn a_letter_in_doubt_is_not_repeated_within_the_window_and_is_known_after_it() {
    let server = Server::start(Mood::DiesAfterData, smtp);
    let school = School::mail(server.port);
    assert_eq!(school.deliver("2023-09-05"), ["later"]);
    server.is(Mood::Willing);
    assert_eq!(school.deliver("2023-09-05"), ["doubt"]);
    assert_eq!(server.arrived().len(), 1);
    assert_eq!(school.deliver("2023-09-06"), ["sent"]);
    let letters = server.arrived();
    assert_eq!(letters.len(), 2);
    assert!(!header(&letters[0], "message-id:").is_empty());
    assert_eq!(header(&letters[0], "message-id:"), header(&letters[1], "message-id:"));
}

#[test]
fn a_person_may_have_a_letter_in_doubt_repeated_at_once() {
    let server = Server::start(Mood::DiesAfterData, smtp);
    let school = School::mail(server.port);
    school.deliver("2023-09-05");
    server.is(Mood::Willing);
    school.run("2023-09-05", &["outbox", "retry", "1"]).ok();
    assert_eq!(school.deliver("2023-09-05"), ["sent"]);
    school.run("2023-09-05", &["outbox", "retry", "1"]).code(3);
}

#[test]
fn one_letter_a_day_holds_everything_for_a_person() {
    let server = Server::start(Mood::Willing, smtp);
    let school = School::mail(server.port);
    school.queue(2, "curator");
    school.queue(3, "head");
    let dry = school.run("2023-09-05", &["outbox", "deliver", "--dry-run", "--json"]).ok().json();
    assert_eq!(dry["parcels"].as_array().unwrap().len(), 2);
    assert_eq!(server.arrived().len(), 0);
    assert_eq!(school.deliver("2023-09-05"), ["sent", "sent"]);
    school.queue(4, "curator");
    assert_eq!(school.deliver("2023-09-05"), ["one-a-day"]);
    assert_eq!(school.deliver("2023-09-06"), ["sent"]);
    assert_eq!(server.arrived().len(), 3);
}

#[test]
fn a_webhook_gets_the_key_and_a_signature() {
    let server = Server::start(Mood::Willing, http);
    let school = School::webhook(server.port, "");
    assert_eq!(school.deliver("2023-09-05"), ["sent"]);
    let request = server.arrived().remove(0);
    assert!(!header(&request, "idempotency-key:").is_empty(), "{request}");
    assert!(header(&request, "x-vekha-signature:").contains("sha256="), "{request}");
    assert!(request.contains("document-draft"), "{request}");
}

#[test]
fn a_webhook_refuses_waits_and_repeats() {
    for (mood, repeats, expected) in [
        (Mood::Refuses(503), "", ["later", "back-off", "sent"]),
        (Mood::Silent, "", ["later", "doubt", "sent"]),
        (Mood::DiesAfterData, "", ["later", "doubt", "sent"]),
        (Mood::DiesAfterData, "repeats = true\n", ["later", "doubt", "sent"]),
    ] {
        let server = Server::start(mood, http);
        let school = School::webhook(server.port, repeats);
        let mut seen = school.deliver("2023-09-05");
        server.is(Mood::Willing);
        seen.extend(school.deliver("2023-09-05"));
        seen.extend(school.deliver("2023-09-06"));
        assert_eq!(seen, expected, "{mood:?} {repeats}");
        let requests = server.arrived();
        let keys: Vec<_> = requests.iter().map(|request| header(request, "idempotency-key:")).collect();
        assert!(keys.len() == 2 && keys[0] == keys[1], "{keys:?}");
    }
    let server = Server::start(Mood::Refuses(404), http);
    let school = School::webhook(server.port, "");
    assert_eq!(school.deliver("2023-09-05"), ["failed"]);
    assert_eq!(school.deliver("2023-09-06"), Vec::<String>::new());
}

/// A way out that kills the worker, before or after the letter is out.
struct Deadly {
    after: bool,
    out: Arc<Mutex<Vec<String>>>,
    alive: bool,
}

impl Channel for Deadly {
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
        if self.after || self.alive {
            self.out.lock().unwrap().push(letter.key.clone());
        }
        assert!(self.alive, "killed");
        Try::Sent
    }
}

#[test]
fn a_worker_that_dies_between_attempt_and_result_loses_nothing_and_repeats_nothing() {
    for after in [false, true] {
        let school = School::new("");
        let out: Arc<Mutex<Vec<String>>> = Arc::default();
        let run = |day: &str, alive: bool| {
            let app = school.app(day);
            let channels: Vec<Box<dyn Channel>> = vec![Box::new(Deadly { after, out: out.clone(), alive })];
            let settings = Notify::default();
            let worker = Worker {
                app: &app,
                settings: &settings,
                channels: &channels,
                lang: Lang::Ru,
                actor: actor(),
            };
            let done = catch_unwind(AssertUnwindSafe(|| worker.deliver(SchoolId(1), false)));
            done.ok().map(|lines| lines.unwrap().remove(0).did)
        };
        assert_eq!(run("2023-09-05", false), None);
        assert_eq!(run("2023-09-05", true), Some(Did::Waits("doubt")));
        assert_eq!(out.lock().unwrap().len(), usize::from(after));
        assert_eq!(run("2023-09-06", true), Some(Did::Sent));
        let keys = out.lock().unwrap().clone();
        assert_eq!(keys.len(), 1 + usize::from(after));
        assert!(keys.iter().all(|key| *key == keys[0]));
        assert_eq!(school.waiting(), 0);
    }
}

#[test]
fn without_a_channel_nothing_fails_and_what_is_too_old_is_not_sent() {
    let school = School::new("");
    assert_eq!(school.deliver("2023-09-05"), ["no-channel"]);
    assert_eq!(school.waiting(), 1);
    assert_eq!(school.deliver("2023-10-05"), ["stale"]);
    assert_eq!(school.waiting(), 0);
}

#[test]
fn letters_as_files_are_written_once() {
    let school = School::new("[letters]\ndir = \"letters\"\n");
    assert_eq!(school.deliver("2023-09-05"), ["sent"]);
    let files: Vec<_> = std::fs::read_dir(school.0.path().join("letters")).unwrap().flatten().collect();
    assert_eq!(files.len(), 1);
    let text = std::fs::read_to_string(files[0].path()).unwrap();
    assert!(text.contains("приказ о закреплении пар"), "{text}");
}

#[test]
fn messages_are_called_off() {
    let school = School::new("");
    school.run("2023-09-05", &["outbox", "cancel", "9.9"]).code(4);
    let told = school.run("2023-09-05", &["outbox", "list", "--json"]).ok().json();
    let id = told["waiting"][0]["id"].as_str().unwrap().to_owned();
    school.run("2023-09-05", &["outbox", "cancel", &id, "--dry-run"]).ok();
    assert_eq!(school.waiting(), 1);
    school.run("2023-09-05", &["outbox", "cancel", &id]).ok();
    assert_eq!(school.waiting(), 0);
    assert_eq!(school.log(), [("cancelled".into(), String::new())]);
}

#[test]
fn a_channel_that_is_not_complete_is_named_without_its_secret() {
    let school = School::new(
        "[mail]\nhost = \"h\"\nfrom = \"a@b.example\"\nuser = \"u\"\npassword_env = \"NO_SUCH\"\n",
    );
    school.run("2023-09-05", &["outbox", "deliver"]).code(4).stderr_contains("NO_SUCH");
}
