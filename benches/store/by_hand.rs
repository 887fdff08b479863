//! A program written by hand over redb: no checksums, no chain of digests, no vault; the same entries.

use std::ops::Range;
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};
use std::thread;

use redb::{
    Builder, ConcurrencyMode, Database, ReadableDatabase, ReadableTable, Table, TableDefinition,
    WriteTransaction,
};

use crate::work::{
    ANSWER, Contender, Event, NEXT, Status, TODAY, Tally, Task, command, count, day, decode, encode,
};

const JOURNAL: TableDefinition<u64, &[u8]> = TableDefinition::new("journal");
const TASKS: TableDefinition<u32, &[u8]> = TableDefinition::new("tasks");
const DUE: TableDefinition<(i32, u32), ()> = TableDefinition::new("due");
const COMMANDS: TableDefinition<u128, &[u8]> = TableDefinition::new("commands");
const SINGLE: TableDefinition<&str, &[u8]> = TableDefinition::new("single");
const CHAIN: TableDefinition<u64, &[u8]> = TableDefinition::new("chain");

pub struct ByHand {
    database: Database,
    mode: ConcurrencyMode,
}

impl ByHand {
    /// `SingleWriter` is the mode that Vekha runs in, with quick repair; `ExclusiveWriter` is redb's default.
    pub fn new(path: &Path, mode: ConcurrencyMode, tasks: u32) -> Self {
        let database = Builder::new().set_concurrency_mode(mode).create(path).expect("creates");
        let this = Self { database, mode };
        let txn = this.begin();
        {
            let (mut rows, mut due) = (txn.open_table(TASKS).unwrap(), txn.open_table(DUE).unwrap());
            for id in 1..=tasks {
                rows.insert(id, encode(&Task::planned(id)).as_slice()).unwrap();
                due.insert((day(id), id), ()).unwrap();
            }
            let tally: Tally =
                vec![("1".into(), "in-progress".into(), 0), ("1".into(), "planned".into(), tasks)];
            let mut single = txn.open_table(SINGLE).unwrap();
            single.insert("tally", encode(&tally).as_slice()).unwrap();
            single.insert("head", encode(&(0_u64, [0_u8; 32])).as_slice()).unwrap();
            txn.open_table(JOURNAL).unwrap();
            txn.open_table(COMMANDS).unwrap();
            txn.open_table(CHAIN).unwrap();
        }
        txn.commit().unwrap();
        this
    }

    fn begin(&self) -> WriteTransaction {
        let mut txn = self.database.begin_write().unwrap();
        txn.set_quick_repair(self.mode == ConcurrencyMode::SingleWriter);
        txn
    }
}

struct Tables<'t> {
    journal: Table<'t, u64, &'static [u8]>,
    tasks: Table<'t, u32, &'static [u8]>,
    commands: Table<'t, u128, &'static [u8]>,
    single: Table<'t, &'static str, &'static [u8]>,
    chain: Table<'t, u64, &'static [u8]>,
    seq: u64,
}

impl<'t> Tables<'t> {
    fn open(txn: &'t WriteTransaction) -> Self {
        let single = txn.open_table(SINGLE).unwrap();
        let (seq, _): (u64, [u8; 32]) = decode(single.get("head").unwrap().unwrap().value());
        Self {
            seq,
            journal: txn.open_table(JOURNAL).unwrap(),
            tasks: txn.open_table(TASKS).unwrap(),
            commands: txn.open_table(COMMANDS).unwrap(),
            single,
            chain: txn.open_table(CHAIN).unwrap(),
        }
    }

    fn start(&mut self, id: u32) {
        let command = u128::from_be_bytes(command(id));
        assert!(self.commands.get(command).unwrap().is_none());
        self.seq += 1;
        let seq = self.seq;
        let mut task: Task = decode(self.tasks.get(id).unwrap().unwrap().value());
        task.start(seq);
        let mut tally: Tally = decode(self.single.get("tally").unwrap().unwrap().value());
        count(&mut tally);
        self.journal.insert(seq, encode(&Event::started(seq, id)).as_slice()).unwrap();
        self.tasks.insert(id, encode(&task).as_slice()).unwrap();
        self.single.insert("tally", encode(&tally).as_slice()).unwrap();
        self.commands.insert(command, ANSWER).unwrap();
    }

    /// The head and the link, once a commit.
    fn link(&mut self) {
        self.single.insert("head", encode(&(self.seq, [9_u8; 32])).as_slice()).unwrap();
        let no = self.chain.last().unwrap().map_or(0, |(no, _)| no.value()) + 1;
        self.chain.insert(no, encode(&(1_u32, no, [1_u8; 32], [2_u8; 32])).as_slice()).unwrap();
    }
}

impl Contender for ByHand {
    fn sequential(&mut self, tasks: Range<u32>) {
        for id in tasks {
            self.bulk(id..id + 1);
        }
    }

    /// A thread that writes takes all that waits into one commit.
    fn clients(&mut self, tasks: Range<u32>, clients: u32) {
        let (ask, asked) = channel::<(u32, SyncSender<()>)>();
        thread::scope(|scope| {
            for client in 0..clients {
                let (ask, tasks) = (ask.clone(), tasks.clone());
                scope.spawn(move || {
                    for id in tasks.skip(client as usize).step_by(clients as usize) {
                        let (tell, told) = sync_channel(1);
                        ask.send((id, tell)).unwrap();
                        told.recv().unwrap();
                    }
                });
            }
            drop(ask);
            self.serve(&asked);
        });
    }

    fn bulk(&mut self, tasks: Range<u32>) {
        let txn = self.begin();
        {
            let mut tables = Tables::open(&txn);
            tasks.for_each(|id| tables.start(id));
            tables.link();
        }
        txn.commit().unwrap();
    }
}

impl ByHand {
    fn serve(&self, asked: &Receiver<(u32, SyncSender<()>)>) {
        while let Ok(first) = asked.recv() {
            let mut waiting = vec![first];
            waiting.extend(asked.try_iter());
            let txn = self.begin();
            {
                let mut tables = Tables::open(&txn);
                waiting.iter().for_each(|(id, _)| tables.start(*id));
                tables.link();
            }
            txn.commit().unwrap();
            waiting.into_iter().for_each(|(_, tell)| tell.send(()).unwrap());
        }
    }
}

/// Opens the file for reading and answers.
pub fn status(path: &Path) -> Status {
    let database =
        Builder::new().set_concurrency_mode(ConcurrencyMode::SingleWriter).open_read_only(path).unwrap();
    let txn = database.begin_read().unwrap();
    let single = txn.open_table(SINGLE).unwrap();
    let tally: Tally = decode(single.get("tally").unwrap().unwrap().value());
    let (due, tasks) = (txn.open_table(DUE).unwrap(), txn.open_table(TASKS).unwrap());
    let late = due.range((i32::MIN, 0)..(TODAY, 0)).unwrap().count();
    let next = due.range((TODAY, 0)..).unwrap().take(NEXT).map(|entry| {
        let (_, id) = entry.unwrap().0.value();
        let task: Task = decode(tasks.get(id).unwrap().unwrap().value());
        task.id
    });
    Status { stages: tally.iter().map(|(_, _, count)| *count).collect(), late, next: next.collect() }
}

/// How large the entries of a transition are, keys with values; the counts are written with each.
pub fn entries(path: &Path) -> Vec<(&'static str, usize)> {
    let mut mode = Builder::new();
    let database = mode.set_concurrency_mode(ConcurrencyMode::SingleWriter).open_read_only(path).unwrap();
    let txn = database.begin_read().unwrap();
    let journal = txn.open_table(JOURNAL).unwrap();
    let last = journal.last().unwrap().unwrap().1.value().len();
    let task = txn.open_table(TASKS).unwrap().get(1).unwrap().unwrap().value().len();
    let tally = txn.open_table(SINGLE).unwrap().get("tally").unwrap().unwrap().value().len();
    let answer = txn.open_table(COMMANDS).unwrap().get(1).unwrap().unwrap().value().len();
    vec![("journal", 8 + last), ("task", 4 + task), ("counts", 5 + tally), ("answer", 16 + answer)]
}
