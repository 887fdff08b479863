//! Given what happened, when something is asked, then these events or this refusal.

mod answers;
mod corrections;
mod import;
mod merge;
mod metrics;
mod pairs;
mod programme;
mod properties;
mod requirements;
mod tasks;
mod version;
mod work;

use std::collections::{BTreeMap, BTreeSet};
use std::string::String;
use std::vec;
use std::vec::Vec;

use chrono::NaiveDate;

use super::{Decision, Problem, Refused, Rules, Unmet, decide};
use crate::command::*;
use crate::event::{Event, MachineRef, Recorded};
use crate::evolve::fold;
use crate::ids::{CommandId, PlanId, SchoolId, Subject, TaskId};
use crate::schedule::{self, Calendar, PlanYear};
use crate::state::{PartyKind, Place, Wording};
use crate::vault::Profile;
use crate::view::{Memory, Read as _, View};
use crate::workflow;

/// A school in memory with the shipped workflows.
pub struct World {
    pub rules: Rules,
    pub state: Memory,
    pub journal: Vec<Recorded>,
    pub actor: Actor,
    pub today: NaiveDate,
    pub on: Option<NaiveDate>,
    commands: u8,
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date of the test")
}

impl World {
    /// An empty school on 1 November 2023, with the owner at work.
    pub fn new() -> Self {
        let mut rules = Rules::default();
        for source in [
            include_str!("../../../../workflows/programme.toml"),
            include_str!("../../../../workflows/task.toml"),
        ] {
            rules.add(workflow::parse(source).0.expect("a shipped workflow"));
        }
        let mut world = Self {
            rules,
            state: Memory::default(),
            journal: Vec::new(),
            actor: actor(&["owner"]),
            today: day("2023-11-01"),
            on: None,
            commands: 0,
        };
        let machines = world.rules.machines.values();
        let machines = machines.map(|machine| MachineRef {
            name: machine.name.clone(),
            version: machine.hash,
            source: machine.hash,
        });
        let publish = Action::Publish {
            set: Default::default(),
            parts: Default::default(),
            machines: machines.collect(),
            why: None,
        };
        let school = Action::AddSchool { name: "Школа".into(), zone: "Europe/Moscow".into() };
        world.given(Action::Many(vec![school, publish]));
        world
    }

    /// The same with a plan of 2023/24 and tasks (number, title, term, tag).
    pub fn with_plan(tasks: &[(&str, &str, &str, &str)]) -> Self {
        let mut world = Self::new();
        let import = world.document(tasks);
        world.given(Action::ImportPlan(import));
        world
    }

    pub fn document(&self, tasks: &[(&str, &str, &str, &str)]) -> PlanImport {
        PlanImport {
            year: PlanYear::of(2023),
            title: "Дорожная карта на 2023/24 учебный год".into(),
            sections: Vec::new(),
            groups: Vec::new(),
            source: Default::default(),
            tasks: tasks.iter().map(|task| self.task(*task)).collect(),
        }
    }

    pub fn task(&self, (number, title, phrase, tag): (&str, &str, &str, &str)) -> NewTask {
        NewTask {
            wording: Wording {
                number: number.into(),
                section: number.split('.').next().unwrap_or_default().into(),
                group: None,
                title: title.into(),
                phrase: phrase.into(),
                result: String::new(),
            },
            deadline: schedule::parse(phrase, PlanYear::of(2023), &self.rules.calendar),
            tags: Some(tag).filter(|tag| !tag.is_empty()).map(String::from).into_iter().collect(),
            holders: vec![Holder::New(person("Иванова И.И."))],
        }
    }

    pub fn command(&mut self, action: Action) -> Command {
        self.commands += 1;
        Command {
            id: CommandId([self.commands; 16]),
            school: SchoolId(1),
            actor: self.actor.clone(),
            effective: self.on.unwrap_or(self.today),
            today: self.today,
            recorded: i64::from(self.commands),
            seed: [self.commands; 32],
            guards: Default::default(),
            action,
        }
    }

    pub fn ask(&mut self, action: Action) -> Result<Decision, Refused> {
        let command = self.command(action);
        decide(&self.state, &self.rules, &command)
    }

    /// Carries an action out; it must not be refused.
    #[track_caller]
    pub fn given(&mut self, action: Action) -> Vec<Event> {
        let decision = match self.ask(action) {
            Ok(decision) => decision,
            Err(refused) => panic!("{refused:#?}"),
        };
        self.state.apply(decision.changes, decision.head);
        self.journal.extend(decision.events.iter().cloned());
        decision.events.into_iter().map(|recorded| recorded.event).collect()
    }

    /// The reasons of a refusal; the action must be refused.
    #[track_caller]
    pub fn refused(&mut self, action: Action) -> Vec<Unmet> {
        match self.ask(action) {
            Err(Refused::Rule(refusal)) => refusal.unmet,
            other => panic!("not refused: {other:#?}"),
        }
    }

    /// What is wrong, without who and how.
    #[track_caller]
    pub fn problems(&mut self, action: Action) -> Vec<Problem> {
        self.refused(action).into_iter().map(|unmet| unmet.problem).collect()
    }

    /// Rows from the journal alone.
    pub fn replayed(&self) -> Memory {
        let mut memory = Memory::default();
        fold(&mut memory, &self.journal).expect("memory does not fail");
        memory
    }
}

/// How many occurrences stand where, and how many open ones want each day: counted one by one.
pub fn counted(state: &Memory) -> (BTreeMap<Place, u32>, BTreeMap<(NaiveDate, String), u32>) {
    let (mut places, mut days) = (BTreeMap::new(), BTreeMap::new());
    for row in state.occurrences(None).unwrap() {
        let task = state.task(row.task).unwrap().unwrap();
        if row.dropped || task.withdrawn {
            continue;
        }
        let (section, instance) = (task.wording.section, &row.instance);
        if let Some(to) = row.to.filter(|_| row.is_open()) {
            *days.entry((to, section.clone())).or_default() += 1;
        }
        let (stage, workflow) = (instance.stage.clone(), instance.workflow);
        *places.entry(Place { section, stage, workflow }).or_default() += 1;
    }
    (places, days)
}

/// The same as the rows say.
pub fn agendas(state: &Memory) -> BTreeMap<(NaiveDate, String), u32> {
    let rows = state.agenda(PlanId(1), NaiveDate::MAX).unwrap().into_iter();
    rows.flat_map(|row| row.open.into_iter().map(move |(section, count)| ((row.day, section), count)))
        .collect()
}

pub fn actor(roles: &[&str]) -> Actor {
    Actor { login: "admin".into(), roles: roles.iter().map(|role| String::from(*role)).collect() }
}

pub fn person(name: &str) -> NewParty {
    NewParty { kind: PartyKind::Person, profile: Profile { name: name.into(), ..Profile::default() } }
}

pub fn of(task: u32) -> Subject {
    Subject::Occurrence(TaskId(task), 1)
}

pub fn step(subject: Subject, step: Step) -> Action {
    Action::Advance { subject, step, reason: None, allow: Vec::new() }
}

/// Evidence and the step to done, as `task done --doc` asks.
pub fn done(task: u32) -> Action {
    let evidence = Action::AddEvidence {
        subject: of(task),
        kind: "document".into(),
        document: None,
        text: Some("Приказ № 1".into()),
    };
    Action::Many(vec![evidence, step(of(task), Step::Done)])
}

pub const PLAN: PlanId = PlanId(1);

pub fn open_programme(stage: Option<&str>) -> Action {
    Action::OpenProgramme {
        plan: PLAN,
        form: "teacher-teacher".into(),
        workflow: "programme".into(),
        stage: stage.map(Into::into),
    }
}

pub fn tags(tags: &[&str]) -> BTreeSet<String> {
    tags.iter().map(|tag| String::from(*tag)).collect()
}

#[test]
fn every_event_names_the_digest_of_the_line_before_it() {
    let world = World::with_plan(&[("1.1", "Издать приказ", "до 30.10.2023", "order.adopted")]);
    let mut prev = crate::digest::Digest::default();
    for (index, recorded) in world.journal.iter().enumerate() {
        assert_eq!((recorded.seq, recorded.prev), (index as u64 + 1, prev));
        prev = recorded.hash();
    }
    assert_eq!(world.state.head().hash, prev);
}

#[test]
fn the_journal_names_nobody() {
    let world = World::with_plan(&[("1.1", "Издать приказ", "до 30.10.2023", "")]);
    assert!(world.journal.iter().all(|recorded| !recorded.line().contains("Иванова")));
}

#[test]
fn nothing_happens_tomorrow() {
    let mut world = World::with_plan(&[("1.1", "Издать приказ", "до 30.10.2023", "")]);
    world.on = Some(day("2023-11-02"));
    let problems = world.problems(Action::AddNote { subject: of(1), text: "заметка".into() });
    assert_eq!(problems, [Problem::InTheFuture { on: day("2023-11-02"), today: day("2023-11-01") }]);
}

#[test]
fn the_clock_of_the_journal_is_never_set_back() {
    let mut world = World::with_plan(&[("1.1", "Издать приказ", "до 30.10.2023", "")]);
    world.commands = 100;
    world.given(Action::AddNote { subject: of(1), text: "позже".into() });
    world.commands = 50;
    world.given(Action::AddNote { subject: of(1), text: "раньше".into() });
    let times: Vec<i64> = world.journal.iter().map(|recorded| recorded.recorded).collect();
    assert!(times.is_sorted(), "{times:?}");
}

#[test]
fn a_seal_opens_with_its_salt_and_with_nothing_else() {
    let mut world = World::new();
    let decision = world.ask(Action::AddParty(person("Иванова И.И."))).expect("a party");
    let put = &decision.vault[0];
    let Event::PartyAdded { profile, .. } = &decision.events[0].event else { panic!("{decision:?}") };
    assert_eq!(put.seal(), *profile);
    let other = crate::vault::VaultPut { salt: [9; 32], ..put.clone() };
    assert_ne!(other.seal(), *profile);
}

#[test]
fn an_empty_calendar_has_weekends() {
    assert!(!Calendar::default().is_working(day("2023-11-04")));
}
