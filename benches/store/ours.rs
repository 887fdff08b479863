//! Vekha: the real engine over the store.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use std::thread;

use chrono::{Datelike as _, NaiveDate};
use redb::{Builder, ConcurrencyMode, ReadableDatabase as _, ReadableTable as _, TableDefinition};
use vekha::store::{Access, Batch, Decided, Options, Store, StoreError, WriteTx};
use vekha_core::command::{Action, Actor, Command, Step};
use vekha_core::decide::{Decision, Rules, decide};
use vekha_core::digest::Digest;
use vekha_core::event::{Entry, Event, Recorded, Slot};
use vekha_core::evolve::evolve;
use vekha_core::ids::{CommandId, PlanId, SchoolId, Subject, TaskId};
use vekha_core::schedule::{Deadline, DeadlineKind, PlanYear, Span};
use vekha_core::state::{Kind, Origin, Wording};
use vekha_core::view::{Read as _, View as _};
use vekha_core::workflow;

use crate::work::{ANSWER, Contender, NEXT, Status, TODAY, command, day};

const SCHOOL: SchoolId = SchoolId(1);

pub struct Ours {
    store: Arc<Store>,
    rules: Arc<Rules>,
}

fn date(days: i32) -> NaiveDate {
    NaiveDate::from_num_days_from_ce_opt(days).expect("a day")
}

fn ask(id: [u8; 16], action: Action) -> Command {
    let today = NaiveDate::from_ymd_opt(2023, 9, 1).expect("a day");
    Command {
        id: CommandId(id),
        school: SCHOOL,
        actor: Actor { login: "curator".into(), roles: BTreeSet::from(["owner".into()]) },
        effective: today,
        today,
        recorded: 1_693_526_400_000,
        seed: [5; 32],
        guards: BTreeMap::new(),
        action,
    }
}

/// A task as an import leaves it. Made as an event and not by a command, which would look for its number among all
/// others: making tasks is not what is measured.
fn task(id: u32, workflow: Digest) -> Event {
    let to = Some(date(day(id)));
    Event::TaskAdded {
        task: TaskId(id),
        plan: PlanId(1),
        wording: Wording {
            number: format!("1.{id}"),
            section: "1".into(),
            group: None,
            title: "Формирование наставнических пар или групп".into(),
            phrase: "до 20 сентября".into(),
            result: "Приказ".into(),
        },
        deadline: Deadline {
            occurrences: vec![Span { from: None, to }],
            ..Deadline::bare(DeadlineKind::Due)
        },
        tags: BTreeSet::new(),
        holders: Vec::new(),
        origin: Origin::Imported,
        entry: Entry { workflow, stage: "planned".into(), due: None },
        slots: vec![Slot { no: 1, key: String::new(), from: None, to }],
    }
}

fn start(id: u32) -> Command {
    let subject = Subject::Occurrence(TaskId(id), 1);
    let step = Step::Transition("start".into());
    ask(command(id), Action::Advance { subject, step, reason: None, allow: Vec::new() })
}

impl Ours {
    pub fn new(path: &Path, tasks: u32) -> Self {
        let mut rules = Rules::default();
        let (machine, _) = workflow::parse(include_str!("../../workflows/task.toml"));
        rules.add(machine.expect("the shipped workflow"));
        let this = Self {
            store: Arc::new(Store::create(path, &Options::default()).expect("creates")),
            rules: Arc::new(rules),
        };
        let school = Action::AddSchool { name: "Школа".into(), zone: "Asia/Krasnoyarsk".into() };
        let plan = Action::AddPlan { year: PlanYear::of(2023), title: "План".into() };
        let work = |tx: &mut WriteTx<'_>| {
            for (no, action) in [school, plan].into_iter().enumerate() {
                this.append(tx, &ask((u128::MAX - no as u128).to_be_bytes(), action))?;
            }
            (1..=tasks).try_for_each(|id| this.add(tx, id))
        };
        this.store.write(work).expect("sets up");
        this
    }

    fn add(&self, tx: &mut WriteTx<'_>, id: u32) -> Result<(), StoreError> {
        let command = ask((u128::MAX / 2 - u128::from(id)).to_be_bytes(), Action::Many(Vec::new()));
        let view = tx.school(SCHOOL)?;
        let head = view.head();
        let event = Recorded {
            prev: head.hash,
            school: SCHOOL,
            seq: head.seq + 1,
            command: command.id,
            actor: command.actor.login,
            effective: command.effective,
            recorded: command.recorded,
            event: task(id, self.rules.current["task"]),
        };
        let changes = evolve(&view, &event).expect("reads");
        tx.append(&Batch {
            school: SCHOOL,
            command: command.id,
            head: Some(event.hash()),
            events: vec![event],
            changes,
            vault: Vec::new(),
            blobs: Vec::new(),
            outbox: Vec::new(),
            answer: ANSWER.to_vec(),
        })
    }

    fn append(&self, tx: &mut WriteTx<'_>, command: &Command) -> Result<(), StoreError> {
        let decision = decided(tx, &self.rules, command)?;
        tx.append(&Batch::of(command, decision, ANSWER.to_vec()))
    }

    fn commit(&self, id: u32) {
        let (rules, command) = (self.rules.clone(), start(id));
        let done = self.store.commit(move |tx| {
            assert!(tx.answer(SCHOOL, command.id)?.is_none());
            let decision = decided(tx, &rules, &command)?;
            let batch = Batch::of(&command, decision, ANSWER.to_vec());
            Ok::<_, StoreError>(Decided { batch: Some(batch), value: () })
        });
        done.expect("commits");
    }
}

fn decided(tx: &WriteTx<'_>, rules: &Rules, command: &Command) -> Result<Decision, StoreError> {
    let view = tx.school(SCHOOL)?;
    Ok(decide(&view, rules, command).unwrap_or_else(|refused| panic!("{refused:?}")))
}

impl Contender for Ours {
    fn sequential(&mut self, tasks: Range<u32>) {
        tasks.for_each(|id| self.commit(id));
    }

    fn clients(&mut self, tasks: Range<u32>, clients: u32) {
        let this = &*self;
        thread::scope(|scope| {
            for client in 0..clients {
                let tasks = tasks.clone();
                scope.spawn(move || {
                    tasks.skip(client as usize).step_by(clients as usize).for_each(|id| this.commit(id));
                });
            }
        });
    }

    fn bulk(&mut self, mut tasks: Range<u32>) {
        let work = |tx: &mut WriteTx<'_>| tasks.try_for_each(|id| self.append(tx, &start(id)));
        self.store.write(work).expect("commits");
    }
}

/// Opens the file for reading and answers.
pub fn status(path: &Path) -> Status {
    let store = Store::open(path, Access::Read, &Options::default()).expect("opens");
    let snapshot = store.snapshot().expect("reads");
    let view = snapshot.school(SCHOOL).expect("reads");
    let tally = view.tally(PlanId(1)).expect("reads").expect("there");
    let agenda = view.agenda(PlanId(1), date(TODAY - 1)).expect("reads");
    let late = agenda.iter().flat_map(|day| day.open.values()).sum::<u32>() as usize;
    let next = snapshot.due(date(TODAY)..=NaiveDate::MAX, NEXT).expect("reads");
    let next = next.into_iter().map(|due| {
        let row = view.occurrence(TaskId(due.key.id), 1).expect("reads").expect("there");
        assert!(row.to.is_some_and(|to| to.num_days_from_ce() >= TODAY));
        row.task.0
    });
    Status { stages: tally.counts.values().copied().collect(), late, next: next.collect() }
}

/// How large the entries of a transition are, keys with values; the counts are written once a commit.
pub fn entries(path: &Path) -> Vec<(&'static str, usize)> {
    type Table<K> = TableDefinition<'static, K, &'static [u8]>;
    const JOURNAL: Table<(u32, u64)> = TableDefinition::new("journal-1");
    const ROWS: Table<(u32, u8, u32, u32)> = TableDefinition::new("rows-1");
    const COMMANDS: Table<(u32, u128)> = TableDefinition::new("commands-1");
    let mut mode = Builder::new();
    let database = mode.set_concurrency_mode(ConcurrencyMode::SingleWriter).open_read_only(path).unwrap();
    let txn = database.begin_read().unwrap();
    let journal = txn.open_table(JOURNAL).unwrap();
    let last = journal.last().unwrap().unwrap().1.value().len();
    let rows = txn.open_table(ROWS).unwrap();
    let task = rows.get((1, Kind::Occurrence as u8, 1, 1)).unwrap().unwrap().value().len();
    let answer = txn.open_table(COMMANDS).unwrap().get((1, 1)).unwrap().unwrap().value().len();
    vec![("journal", 12 + last), ("task", 13 + task), ("answer", 20 + answer)]
}
