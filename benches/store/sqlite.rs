//! A program written by hand over SQLite: WAL, `synchronous = FULL`; the same entries.

use std::ops::Range;
use std::path::Path;
use std::sync::mpsc::{SyncSender, channel, sync_channel};
use std::thread;

use rusqlite::{Connection, Transaction, params};

use crate::work::{ANSWER, Contender, Event, Tally, Task, command, count, day, decode, encode};

pub struct Sqlite(Connection);

impl Sqlite {
    pub fn new(path: &Path, tasks: u32) -> Self {
        let mut connection = Connection::open(path).expect("opens");
        connection.set_prepared_statement_cache_capacity(32);
        connection
            .execute_batch(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
                 CREATE TABLE journal (seq INTEGER PRIMARY KEY, value BLOB NOT NULL);
                 CREATE TABLE tasks (id INTEGER PRIMARY KEY, value BLOB NOT NULL);
                 CREATE TABLE due (day INTEGER, id INTEGER, PRIMARY KEY (day, id)) WITHOUT ROWID;
                 CREATE TABLE commands (id BLOB PRIMARY KEY, answer BLOB NOT NULL) WITHOUT ROWID;
                 CREATE TABLE single (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
                 CREATE TABLE chain (no INTEGER PRIMARY KEY, value BLOB NOT NULL);",
            )
            .expect("schema");
        let txn = connection.transaction().unwrap();
        for id in 1..=tasks {
            put(&txn, "INSERT INTO tasks VALUES (?1, ?2)", id, &encode(&Task::planned(id)));
            let mut insert = txn.prepare_cached("INSERT INTO due VALUES (?1, ?2)").unwrap();
            insert.execute(params![day(id), id]).unwrap();
        }
        let tally: Tally = vec![("1".into(), "in-progress".into(), 0), ("1".into(), "planned".into(), tasks)];
        for (name, value) in [("tally", encode(&tally)), ("head", encode(&(0_u64, [0_u8; 32])))] {
            txn.execute("INSERT INTO single VALUES (?1, ?2)", params![name, value]).unwrap();
        }
        txn.commit().unwrap();
        Self(connection)
    }
}

fn put(txn: &Transaction<'_>, statement: &str, key: impl rusqlite::ToSql, value: &[u8]) {
    txn.prepare_cached(statement).unwrap().execute(params![key, value]).unwrap();
}

fn get(txn: &Transaction<'_>, query: &str, key: impl rusqlite::ToSql) -> Vec<u8> {
    txn.prepare_cached(query).unwrap().query_row(params![key], |row| row.get(0)).unwrap()
}

fn start(txn: &Transaction<'_>, seq: &mut u64, id: u32) {
    let command = command(id);
    let mut known = txn.prepare_cached("SELECT 1 FROM commands WHERE id = ?1").unwrap();
    assert!(!known.exists(params![command.as_slice()]).unwrap());
    let single = "SELECT value FROM single WHERE name = ?1";
    *seq += 1;
    let mut task: Task = decode(&get(txn, "SELECT value FROM tasks WHERE id = ?1", id));
    task.start(*seq);
    let mut tally: Tally = decode(&get(txn, single, "tally"));
    count(&mut tally);
    put(txn, "INSERT INTO journal VALUES (?1, ?2)", *seq as i64, &encode(&Event::started(*seq, id)));
    put(txn, "UPDATE tasks SET value = ?2 WHERE id = ?1", id, &encode(&task));
    put(txn, "UPDATE single SET value = ?2 WHERE name = ?1", "tally", &encode(&tally));
    put(txn, "INSERT INTO commands VALUES (?1, ?2)", command.as_slice(), ANSWER);
}

/// All of these, then the head and the link of the commit.
fn start_all(txn: &Transaction<'_>, tasks: impl Iterator<Item = u32>) {
    let (mut seq, _): (u64, [u8; 32]) = decode(&get(txn, "SELECT value FROM single WHERE name = ?1", "head"));
    tasks.for_each(|id| start(txn, &mut seq, id));
    put(txn, "UPDATE single SET value = ?2 WHERE name = ?1", "head", &encode(&(seq, [9_u8; 32])));
    let mut last = txn.prepare_cached("SELECT coalesce(max(no), 0) FROM chain").unwrap();
    let no: i64 = last.query_row([], |row| row.get(0)).unwrap();
    put(txn, "INSERT INTO chain VALUES (?1, ?2)", no + 1, &encode(&(1_u32, no, [1_u8; 32], [2_u8; 32])));
}

impl Contender for Sqlite {
    fn sequential(&mut self, tasks: Range<u32>) {
        for id in tasks {
            self.bulk(id..id + 1);
        }
    }

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
            while let Ok(first) = asked.recv() {
                let mut waiting = vec![first];
                waiting.extend(asked.try_iter());
                let txn = self.0.transaction().unwrap();
                start_all(&txn, waiting.iter().map(|(id, _)| *id));
                txn.commit().unwrap();
                waiting.into_iter().for_each(|(_, tell)| tell.send(()).unwrap());
            }
        });
    }

    fn bulk(&mut self, tasks: Range<u32>) {
        let txn = self.0.transaction().unwrap();
        start_all(&txn, tasks);
        txn.commit().unwrap();
    }
}
