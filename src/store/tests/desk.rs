//! Commands by number: the same number is the same command, so that whatever a test did can be done again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use chrono::NaiveDate;
use vekha_core::command::{Action, Actor, Command, NewParty, NewTask, Step};
use vekha_core::decide::{Decision, Refused, Rules, decide};
use vekha_core::ids::{CommandId, PlanId, SchoolId, Subject, TaskId};
use vekha_core::schedule::{Deadline, DeadlineKind, PlanYear, Span};
use vekha_core::state::{Kind, PartyKind, Row, Wording};
use vekha_core::vault::Profile;
use vekha_core::view::{Memory, Read as _, View};
use vekha_core::workflow;

use crate::store::sim::{Disk, Random};
use crate::store::{Batch, Decided, Options, Store, StoreError};

static RULES: LazyLock<Arc<Rules>> = LazyLock::new(|| {
    let mut rules = Rules::default();
    for source in
        [include_str!("../../../workflows/task.toml"), include_str!("../../../workflows/programme.toml")]
    {
        let (machine, findings) = workflow::parse(source);
        rules.add(machine.unwrap_or_else(|| panic!("{findings:?}")));
    }
    Arc::new(rules)
});

/// What became of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Done(Vec<u8>),
    Repeated(Vec<u8>),
    Refused,
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A store on a new disk.
pub fn fresh() -> (Disk, Store) {
    let disk = Disk::new();
    let store = Store::create_on(disk.clone(), &Options::default()).unwrap();
    (disk, store)
}

/// The command of a school with a number, to do this.
pub fn command(school: SchoolId, no: u64, action: Action) -> Command {
    let mut id = [0; 16];
    id[..4].copy_from_slice(&school.0.to_be_bytes());
    id[8..].copy_from_slice(&no.to_be_bytes());
    let today = day("2023-09-01") + chrono::Days::new(no / 4);
    Command {
        id: CommandId(id),
        school,
        actor: Actor { login: "curator".into(), roles: BTreeSet::from(["owner".into()]) },
        effective: today,
        today,
        recorded: 1_693_526_400_000 + i64::try_from(no).unwrap() * 21_600_000,
        seed: vekha_core::digest::Digest::of(&[&id]).0,
        guards: BTreeMap::new(),
        action,
    }
}

/// Something that may be done after what a school went through already; a few of these are refused.
pub fn any_action(view: &dyn View, random: &mut Random) -> Action {
    let tasks = view.tasks().unwrap();
    if view.school().unwrap().is_none() {
        return Action::AddSchool { name: "Школа".into(), zone: "Asia/Krasnoyarsk".into() };
    }
    if view.plans().unwrap().is_empty() {
        return Action::AddPlan { year: PlanYear::of(2023), title: "План".into() };
    }
    let parties = view.parties().unwrap();
    let task = |random: &mut Random| tasks[random.below(tasks.len() as u64) as usize].id;
    match random.below(10) {
        0..3 => new_task(random.below(300)),
        _ if tasks.is_empty() => new_task(1),
        3 => done(task(random).0),
        4..6 => Action::Advance {
            subject: Subject::Occurrence(task(random), 1),
            step: [Step::Forward, Step::Done, Step::Cancel][random.below(3) as usize].clone(),
            reason: Some("Причина".into()),
            allow: Vec::new(),
        },
        6 => Action::Undo { subject: Subject::Occurrence(task(random), 1), reason: None },
        7 => Action::AddNote { subject: Subject::Task(task(random)), text: "Заметка".into() },
        8 if parties.len() > 2 => Action::MergeParties {
            from: parties[random.below(parties.len() as u64) as usize].id,
            into: parties[0].id,
            profile: profile(random.below(50)),
        },
        8 => Action::AddParty(NewParty { kind: PartyKind::Person, profile: profile(random.below(50)) }),
        _ => Action::Reschedule {
            task: task(random),
            no: 1,
            from: None,
            to: Some(day("2023-10-01") + chrono::Days::new(random.below(200))),
            reason: Some("Перенос".into()),
            postpone: true,
        },
    }
}

fn profile(no: u64) -> Profile {
    Profile { name: format!("Вымышленный сотрудник {no}"), ..Profile::default() }
}

/// A task with a number of its own and one day as its term.
pub fn new_task(offset: u64) -> Action {
    let to = day("2023-09-01") + chrono::Days::new(offset % 300);
    Action::AddTask {
        plan: PlanId(1),
        task: NewTask {
            wording: Wording {
                number: format!("1.{offset}"),
                section: "1".into(),
                group: None,
                title: "Издать приказ".into(),
                phrase: format!("до {to}"),
                result: "Приказ".into(),
            },
            deadline: Deadline { occurrences: vec![Span::until(to)], ..Deadline::bare(DeadlineKind::Due) },
            tags: BTreeSet::new(),
            holders: Vec::new(),
        },
    }
}

/// Marks a task as done, with evidence.
pub fn done(task: u32) -> Action {
    let subject = Subject::Occurrence(TaskId(task), 1);
    Action::Many(vec![
        Action::AddEvidence {
            subject, kind: "note".into(), document: None, text: Some("Приказ".into())
        },
        Action::Advance { subject, step: Step::Done, reason: None, allow: Vec::new() },
    ])
}

/// Decides and commits.
pub fn run(store: &Store, command: Command) -> Result<Outcome, StoreError> {
    store.commit(move |tx| {
        if let Some(answer) = tx.answer(command.school, command.id)? {
            return Ok(Decided { batch: None, value: Outcome::Repeated(answer) });
        }
        match decided(&tx.school(command.school)?, &command)? {
            None => Ok(Decided { batch: None, value: Outcome::Refused }),
            Some(decision) => {
                let answer = answer(&decision);
                let batch = Batch::of(&command, decision, answer.clone());
                Ok(Decided { batch: Some(batch), value: Outcome::Done(answer) })
            }
        }
    })
}

/// What the engine decides, `None` when it refuses.
pub fn decided(view: &dyn View, command: &Command) -> Result<Option<Decision>, StoreError> {
    match decide(view, &RULES, command) {
        Ok(decision) => Ok(Some(decision)),
        Err(Refused::Rule(_)) => Ok(None),
        Err(Refused::View(error)) => Err(StoreError::Damaged(error.0)),
    }
}

pub fn answer(decision: &Decision) -> Vec<u8> {
    serde_json::to_vec(&decision.answer).unwrap()
}

/// Runs commands `1..=count` of a school, chosen by a seed.
pub fn live(store: &Store, school: SchoolId, seed: u64, count: u64) {
    let mut random = Random(seed);
    for no in 1..=count {
        let snapshot = store.snapshot().unwrap();
        let action = any_action(&snapshot.school(school).unwrap(), &mut random);
        drop(snapshot);
        run(store, command(school, no, action)).unwrap();
    }
}

/// Every row of a school.
pub fn rows(view: &dyn View) -> Vec<Row> {
    Kind::ALL.into_iter().flat_map(|kind| view.scan(kind, None).unwrap()).collect()
}

/// What a school's journal comes to when it is read from its beginning.
pub fn replayed(store: &Store, school: SchoolId) -> Memory {
    store.snapshot().unwrap().as_of(school, i64::MAX).unwrap()
}

/// Nothing is wrong with the store: chains, rows, the index by due date.
#[track_caller]
pub fn assert_sound(store: &Store) {
    let snapshot = store.snapshot().unwrap();
    let verified = snapshot.verify(&[]).unwrap();
    assert_eq!(verified.problems, []);
    let mut due = BTreeSet::new();
    for (school, head) in snapshot.schools().unwrap() {
        let memory = snapshot.as_of(school, i64::MAX).unwrap();
        let view = snapshot.school(school).unwrap();
        assert_eq!(view.head(), head);
        assert_eq!(memory.head(), head);
        assert_eq!(rows(&view), rows(&memory));
        due.extend(memory.rows().filter_map(|row| Some((row.due()?, school, row.key()))));
    }
    let stored = snapshot.due(NaiveDate::MIN..=NaiveDate::MAX, usize::MAX).unwrap();
    let stored: BTreeSet<_> = stored.iter().map(|due| (due.date, due.school, due.key)).collect();
    assert_eq!(stored, due);
}
