//! Hooks in the engine: what steps of workflows put into the outbox, and scripts that fail.

use std::path::PathBuf;

use chrono_tz::Europe::Moscow;
use serde_json::Value;
use vekha::app::App;
use vekha::clock::Clock;
use vekha::notify::queue::Queued;
use vekha::notify::{Call, HookScript};
use vekha::script::kinds::Script;
use vekha::script::limits::Limits;
use vekha::script::sandbox::Sandbox;
use vekha::store::{Access, Options, Store};
use vekha_core::facts::Record;
use vekha_core::ids::{CommandId, PartyId, SchoolId};
use vekha_core::message::{Message, Recipient};

use crate::harness::{Place, Run};

/// A home with one task and one programme; its first stage has been entered.
struct School(Place);

impl School {
    fn new() -> Self {
        let school = Self::bare();
        school.run(&["program", "open"]).ok();
        school
    }

    fn bare() -> Self {
        let place = Place::new();
        place.vekha(&["init", ".", "--name", "School 158"]).date("2023-09-01").ok();
        let school = Self(place);
        school
            .run(&["task", "add", "3.5", "Forming pairs", "--term", "до 30.10.2023"])
            .args(&["--responsible", "Sokolova N.V."])
            .ok();
        school
    }

    fn run(&self, args: &[&str]) -> Run {
        self.0.vekha(args).date("2023-09-05")
    }

    /// Publishes other hooks, with the one that the workflow of pairs names.
    fn hooks(&self, text: &str) {
        self.0.file("scripts/hooks.rhai", format!("{text}\nfn on_pair_formed(f) {{}}\n"));
        self.0.file("scripts/hooks.test.rhai", "");
        self.run(&["publish", "--why", "other hooks", "--yes"]).ok();
    }

    fn store(&self) -> PathBuf {
        self.0.path().join("vekha.redb")
    }

    fn outbox(&self) -> Vec<Message> {
        let store = Store::open(&self.store(), Access::Read, &Options::default()).unwrap();
        let items = store.snapshot().unwrap().outbox(1000).unwrap();
        items.iter().map(|item| Queued::read(&item.content).unwrap().message).collect()
    }

    /// (to, template) of everything in the outbox.
    fn told(&self) -> Vec<(String, String)> {
        self.outbox().into_iter().map(|message| (message.to.to_string(), message.template)).collect()
    }

    fn journal(&self) -> String {
        self.run(&["journal", "show", "--last", "1000", "--json"]).ok().stdout
    }

    fn failures(&self) -> Vec<Value> {
        let events: Value = serde_json::from_str(&self.journal()).unwrap();
        let failed = |event: &Value| event["event"].get("HookFailed").cloned();
        events.as_array().unwrap().iter().filter_map(failed).collect()
    }
}

fn pair(to: &str, template: &str) -> (String, String) {
    (to.into(), template.into())
}

#[test]
fn a_stage_and_a_hook_that_say_the_same_say_it_once() {
    let school = School::new();
    assert_eq!(school.told(), [pair("curator", "document-draft")]);
    school.0.file("templates/ru/own-letter.txt", "Тема: своё\n\n{{ stage }}\n");
    school.hooks("fn on_stage_entered(f) { message(\"head\", \"own-letter\", #{ \"stage\": f.stage }) }");
    school.run(&["task", "done", "3.5", "--note", "done"]).ok();
    assert_eq!(school.told().last(), Some(&pair("head", "own-letter")));
}

#[test]
fn a_step_of_a_task_is_told_to_nobody_by_the_shipped_hooks() {
    let school = School::bare();
    school.run(&["task", "done", "3.5", "--note", "done"]).ok();
    assert_eq!(school.told(), []);
    assert_eq!(school.failures(), Vec::<Value>::new());
}

#[test]
fn a_failing_hook_is_recorded_with_its_place_and_the_step_is_taken() {
    for (text, code) in [
        ("fn on_stage_entered(f) {\n  throw \"Sokolova\";\n}", "thrown"),
        ("fn on_stage_entered(f) {\n  loop { }\n}", "operations"),
        ("fn on_stage_entered(f) {\n  message(\"Sokolova N.V.\", \"task-due\")\n}", "hook-recipient"),
        ("fn on_stage_entered(f) {\n  let name = \"../task-due\"; message(7, name)\n}", "hook-template"),
    ] {
        let school = School::bare();
        school.hooks(text);
        school.run(&["task", "done", "3.5", "--note", "done"]).ok();
        let failures = school.failures();
        assert_eq!(failures.len(), 1, "{text}: {failures:?}");
        assert_eq!(failures[0]["function"], "on_stage_entered");
        assert_eq!(failures[0]["code"], code, "{failures:?}");
        assert!(!failures[0].to_string().contains("Sokolova"), "{failures:?}");
        assert_eq!(school.told(), []);
        let log = school.run(&["journal", "show", "--last", "9"]).ok();
        assert!(log.stdout.contains("on_stage_entered"), "{}", log.stdout);
    }
}

#[test]
fn a_dry_run_queues_nothing_and_a_repeat_queues_nothing_more() {
    let school = School::bare();
    school.run(&["program", "open", "--dry-run"]).ok();
    assert_eq!(school.told(), []);
    school.run(&["program", "open", "--command-id", "open it"]).ok();
    let told = school.outbox();
    school.run(&["program", "open", "--command-id", "open it"]).ok();
    assert_eq!(school.outbox(), told);
}

#[test]
fn the_outbox_holds_ids_and_no_names() {
    let school = School::bare();
    let text =
        "let m = []; for p in f.responsible { m.push(message(p, \"task-due\", #{ \"task\": f.task })); } m";
    school.hooks(&format!("fn on_stage_entered(f) {{ {text} }}"));
    school.run(&["task", "done", "3.5", "--note", "done"]).ok();
    let told = school.outbox();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(matches!(told[0].to, Recipient::Party(PartyId(_))), "{told:?}");
    assert!(!format!("{told:?}").contains("Sokolova"), "{told:?}");
}

fn sandbox() -> Sandbox {
    Sandbox::of_program(env!("CARGO_BIN_EXE_vekha"), Limits { wall_ms: 3_000, ..Limits::default() })
}

fn call(function: &str) -> Call {
    Call { function: function.into(), facts: Record::default().with("days_late", 3), about: None }
}

#[test]
fn calls_are_made_in_order_and_each_fails_alone() {
    let text = "fn on_task_due(f) { message(4, \"task-due\") }\nfn on_task_overdue(f) { throw \"no\" }";
    let script = HookScript::of(Script::alone("scripts/hooks.rhai", text));
    let calls = ["on_task_due", "on_task_overdue", "on_meeting_missed", "own_hook", "on_task_due"];
    let ran = script.run(&sandbox(), calls.map(call).to_vec(), "2023-10-01".parse().unwrap());
    assert_eq!(ran.messages.len(), 2, "{ran:?}");
    let failed: Vec<_> =
        ran.failures.iter().map(|failure| (failure.function.as_str(), failure.code.as_str())).collect();
    assert_eq!(failed, [("own_hook", "contract-missing"), ("on_task_overdue", "thrown")]);
    assert_eq!(ran.failures[1].line, 2);
}

#[test]
fn messages_are_queued_once_for_one_command() {
    let school = School::bare();
    let store = Store::open(&school.store(), Access::Write, &Options::default()).unwrap();
    let app = App::new(store, Clock::new(Moscow, Some("2023-09-10".parse().unwrap())));
    let actor = vekha_core::command::Actor { login: "night".into(), roles: ["owner".to_owned()].into() };
    let day = "2023-09-10".parse().unwrap();
    let message = Message::new(Recipient::Role("head".into()), "task-due", day);
    for _ in 0..2 {
        let messages = vec![message.clone(), message.clone()];
        vekha::notify::queue(&app, SchoolId(1), actor.clone(), CommandId([7; 16]), messages, Vec::new())
            .unwrap();
    }
    drop(app);
    let told = school.outbox();
    assert_eq!(told.len(), 2);
    assert_ne!(told[0].key, told[1].key);
}
