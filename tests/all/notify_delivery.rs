//! The worker against real servers on loopback: what arrives, what is refused, what dies on the way. People here are
//! invented.

use std::net::TcpListener;
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
use crate::servers::{Mood, Papers, Server, header};

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

#[test]
fn a_letter_arrives_once() {
    let server = Server::smtp(Mood::Willing);
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
    let server = Server::smtp(Mood::Refuses(451));
    let school = School::mail(server.port);
    assert_eq!(school.deliver("2023-09-05"), ["later"]);
    assert_eq!(school.deliver("2023-09-05"), ["back-off"]);
    server.is(Mood::Willing);
    assert_eq!(school.deliver("2023-09-06"), ["sent"]);
    assert_eq!(server.arrived().len(), 1);
}

#[test]
fn a_letter_that_is_refused_is_not_tried_again_and_nobody_is_named() {
    let server = Server::smtp(Mood::Refuses(550));
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
    let server = Server::smtp(Mood::Silent);
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
fn a_channel_that_the_school_gives_up_keeps_no_letter() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let school = School::mail(port);
    assert_eq!(school.deliver("2023-09-05"), ["later"]);
    let config = std::fs::read_to_string(school.0.path().join("vekha.toml")).unwrap();
    let (before, _) = config.split_once("[mail]").unwrap();
    // Without any channel it waits; what comes meanwhile does, too.
    school.0.file("vekha.toml", before);
    school.queue(2, "curator");
    let waits = school.deliver("2023-09-06");
    assert!(waits.len() == 2 && waits.iter().all(|status| status != "sent"), "{waits:?}");
    school.0.file("vekha.toml", format!("{before}[letters]\ndir = \"letters\"\n"));
    let mut sent = school.deliver("2023-09-07");
    sent.extend(school.deliver("2023-09-08"));
    assert_eq!(sent.iter().filter(|status| *status == "sent").count(), 2, "{sent:?}");
    assert_eq!(school.waiting(), 0);
}

#[test]
fn a_letter_in_doubt_is_not_repeated_within_the_window_and_is_known_after_it() {
    let server = Server::smtp(Mood::DiesAfterData);
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
    let server = Server::smtp(Mood::DiesAfterData);
    let school = School::mail(server.port);
    school.deliver("2023-09-05");
    server.is(Mood::Willing);
    school.run("2023-09-05", &["outbox", "retry", "1"]).ok();
    assert_eq!(school.deliver("2023-09-05"), ["sent"]);
    school.run("2023-09-05", &["outbox", "retry", "1"]).code(3);
}

#[test]
fn one_letter_a_day_holds_everything_for_a_person() {
    let server = Server::smtp(Mood::Willing);
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
    let server = Server::http(Mood::Willing);
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
        let server = Server::http(mood);
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
    let server = Server::http(Mood::Refuses(410));
    let school = School::webhook(server.port, "");
    assert_eq!(school.deliver("2023-09-05"), ["failed"]);
    assert_eq!(school.deliver("2023-09-06"), Vec::<String>::new());
}

#[test]
fn a_webhook_that_moved_or_lets_nobody_in_loses_nothing_and_is_not_followed() {
    for mood in [Mood::Redirects, Mood::Refuses(401), Mood::Refuses(404)] {
        let server = Server::http(mood);
        let school = School::webhook(server.port, "");
        assert_eq!(school.deliver("2023-09-05"), ["later"], "{mood:?}");
        assert_eq!(server.arrived().len(), 1, "{mood:?}");
        server.is(Mood::Willing);
        assert_eq!(school.deliver("2023-09-06"), ["sent"], "{mood:?}");
        assert!(server.arrived().iter().all(|request| request.starts_with("post /in ")), "{mood:?}");
    }
}

#[test]
fn a_webhook_that_asks_for_time_gets_it() {
    let server = Server::http(Mood::AsksFor(429, 30 * 3_600));
    let school = School::webhook(server.port, "");
    school.queue(2, "head");
    // The first letter is asked to wait; the second is not even tried in the same run.
    assert_eq!(school.deliver("2023-09-05"), ["later", "channel-down"]);
    assert_eq!(server.arrived().len(), 1);
    server.is(Mood::Willing);
    // A day at most, whatever was asked for.
    assert_eq!(school.deliver("2023-09-06"), ["sent", "sent"]);
}

#[test]
fn a_server_that_is_gone_costs_a_few_attempts_and_no_letter() {
    let server = Server::smtp(Mood::Greets(421));
    let school = School::mail(server.port);
    let people = ["head", "deputy", "methodologist", "psychologist", "administrator"];
    let roles: String = people.iter().map(|role| format!("{role} = \"{role}@school.example\"\n")).collect();
    let file = school.0.path().join("vekha.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let roles = text.replace("head = \"head@school.example\"\n", &roles);
    std::fs::write(&file, roles).unwrap();
    for (no, role) in people.iter().enumerate() {
        school.queue(10 + u8::try_from(no).unwrap(), role);
    }
    let seen = school.deliver("2023-09-05");
    assert_eq!(seen.iter().filter(|status| *status == "later").count(), 3, "{seen:?}");
    assert_eq!(seen.iter().filter(|status| *status == "channel-down").count(), 3, "{seen:?}");
    assert_eq!(server.met(), 3);
    server.is(Mood::Willing);
    assert_eq!(school.deliver("2023-09-06"), ["sent"; 6]);
    assert_eq!(server.arrived().len(), 6);
}

#[test]
fn what_a_server_says_of_us_is_not_said_of_the_letter() {
    for (mood, expected) in [
        (Mood::Greets(554), "later"),
        (Mood::RefusesSender(550), "later"),
        (Mood::Refuses(450), "later"),
        (Mood::Refuses(553), "failed"),
        (Mood::RefusesLetter(452), "later"),
        (Mood::RefusesLetter(554), "failed"),
        (Mood::DiesWithinData, "later"),
        (Mood::SilentAfterData, "later"),
    ] {
        let server = Server::smtp(mood);
        let school = School::mail(server.port);
        assert_eq!(school.deliver("2023-09-05"), [expected], "{mood:?}");
        server.is(Mood::Willing);
        // Where nobody knows whether it arrived, it is not repeated within the window.
        let within = match mood {
            Mood::DiesWithinData | Mood::SilentAfterData => vec!["doubt"],
            _ if expected == "later" => vec!["back-off"],
            _ => Vec::new(),
        };
        assert_eq!(school.deliver("2023-09-05"), within, "{mood:?}");
    }
}

#[test]
fn one_person_in_two_roles_gets_one_letter_a_day() {
    let server = Server::smtp(Mood::Willing);
    let school = School::mail(server.port);
    let file = school.0.path().join("vekha.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replace("head@school.example", "Vydumova@School.example")).unwrap();
    school.queue(2, "head");
    assert_eq!(school.deliver("2023-09-05"), ["sent"]);
    school.queue(3, "head");
    assert_eq!(school.deliver("2023-09-05"), ["one-a-day"]);
    assert_eq!(server.arrived().len(), 1);
}

#[test]
fn a_role_of_the_roadmap_and_the_role_of_its_name_get_one_letter() {
    let server = Server::smtp(Mood::Willing);
    let school = School::mail(server.port);
    let add = |name: &str| {
        school.run("2023-09-04", &["person", "add", name, "--kind", "role", "--json"]).ok().json()["created"]
            [0]["Party"]
            .as_u64()
            .unwrap()
    };
    let roles = [add("Куратор"), add("Директор школы"), add("Учителя-предметники")];
    let app = school.app("2023-09-04");
    let to_party = |party: u64| {
        let to = Recipient::Party(vekha_core::ids::PartyId(party.try_into().unwrap()));
        let mut message = Message::new(to, "document-draft", "2023-09-04".parse().unwrap());
        message.data = [("document".to_owned(), "order.pairs".into())].into();
        message
    };
    let messages = roles.map(to_party).into();
    queue(&app, SchoolId(1), actor(), CommandId([2; 16]), messages, Vec::new()).unwrap();
    drop(app);
    let mut delivered = school.deliver("2023-09-05");
    delivered.sort();
    assert_eq!(delivered, ["no-address", "sent", "sent"]);
    let letters = server.arrived();
    assert_eq!(letters.len(), 2, "the curator's two are one letter, the head's goes to the head");
    assert!(letters.iter().any(|letter| letter.contains("head@school.example")));
}

#[test]
fn letters_on_the_console_go_to_stderr() {
    let school = School::new("");
    let file = school.0.path().join("vekha.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let text = text.replace("[notify.roles]", "[notify]\nchannels = [\"console\"]\n\n[notify.roles]");
    std::fs::write(&file, text).unwrap();
    let ran = school.run("2023-09-05", &["outbox", "deliver", "--json"]).ok();
    assert_eq!(ran.json()["parcels"][0]["status"], "sent");
    ran.stderr_contains("Подготовьте документ");
    assert_eq!(school.waiting(), 0);
}

/// A home whose mail goes over TLS with a login.
fn secured(port: u16, security: &str, papers: Option<&Papers>, host: &str) -> School {
    let school = School::new(&format!(
        "[mail]\nhost = \"{host}\"\nport = {port}\nsecurity = \"{security}\"\nfrom = \"vekha@school.example\"\n\
         user = \"vekha\"\npassword_file = \"mail.secret\"\ntimeout_seconds = 5\n{}",
        if papers.is_some() { "ca_file = \"school-ca.pem\"\n" } else { "" }
    ));
    school.0.file("mail.secret", "correct horse\n");
    if let Some(papers) = papers {
        school.0.file("school-ca.pem", &papers.authority);
    }
    school
}

const LOGIN: (&str, &str) = ("vekha", "correct horse");

#[test]
fn letters_go_over_tls_to_a_server_that_the_school_trusts() {
    let papers = Papers::new("localhost");
    for (security, at_once) in [("tls", true), ("starttls", false)] {
        let server = Server::secure(Mood::Willing, &papers, at_once, LOGIN);
        let school = secured(server.port, security, Some(&papers), "localhost");
        assert_eq!(school.deliver("2023-09-05"), ["sent"], "{security}");
        assert!(server.arrived()[0].contains("vydumova@school.example"), "{security}");
    }
}

#[test]
fn nothing_is_sent_to_a_server_that_cannot_prove_who_it_is() {
    let papers = Papers::new("localhost");
    let other = Papers::new("elsewhere.example");
    for (shown, trusted) in [(&papers, None), (&papers, Some(&other)), (&other, Some(&other))] {
        for (security, at_once) in [("tls", true), ("starttls", false)] {
            let server = Server::secure(Mood::Willing, shown, at_once, LOGIN);
            let school = secured(server.port, security, trusted, "localhost");
            assert_eq!(school.deliver("2023-09-05"), ["later"], "{security}");
            assert!(server.arrived().is_empty(), "{security}");
            assert_eq!(school.log()[0].1, "certificate", "{security}");
        }
    }
}

#[test]
fn a_server_without_tls_gets_neither_password_nor_letter() {
    let papers = Papers::new("localhost");
    let server = Server::secure(Mood::Plain, &papers, false, LOGIN);
    let school = secured(server.port, "starttls", Some(&papers), "localhost");
    assert_eq!(school.deliver("2023-09-05"), ["later"]);
    assert!(server.arrived().is_empty());
    // A password in the open is not sent to another machine at all.
    let school = secured(25, "none", None, "mail.school.example");
    school.run("2023-09-05", &["outbox", "deliver"]).code(4).stderr_contains("[mail] security");
}

#[test]
fn a_wrong_password_loses_no_letter_and_is_shown_nowhere() {
    let papers = Papers::new("localhost");
    let server = Server::secure(Mood::Willing, &papers, true, ("vekha", "another"));
    let school = secured(server.port, "tls", Some(&papers), "localhost");
    let ran = school.run("2023-09-05", &["outbox", "deliver"]).env("RUST_LOG", "trace").ok();
    assert!(ran.stdout.contains("535"), "{}", ran.stdout);
    assert!(!format!("{}{}", ran.stdout, ran.stderr).contains("correct horse"), "{ran:?}");
    assert_eq!(school.waiting(), 1);
    school.0.file("mail.secret", "another\n");
    assert_eq!(school.deliver("2023-09-06"), ["sent"]);
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
                command: None,
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
