//! The work that every contender does, and what those written by hand store.
//!
//! One transition: a task that is planned goes into work. It is guarded (the stage is read and checked), and it
//! writes the event to the journal, the task's row, the counts of its plan, the answer to the command, the head of
//! the journal and the link of the file's chain: six entries. A task's day does not change with this step, so the
//! index by due date is read by `status` only.

use serde::{Deserialize, Serialize};

/// The fields of a task's row.
#[derive(Clone, Serialize, Deserialize)]
pub struct Task {
    pub id: u32,
    pub no: u16,
    pub from: Option<i32>,
    pub to: Option<i32>,
    pub planned_to: Option<i32>,
    pub workflow: [u8; 32],
    pub stage: String,
    pub since: i32,
    pub due: Option<i32>,
    pub outcome: Option<u8>,
    /// Stages left: sequence number, stage, since.
    pub trail: Vec<(u64, String, i32)>,
    pub evidence: Vec<String>,
    pub postponed: u16,
    pub dropped: bool,
}

impl Task {
    pub fn planned(id: u32) -> Self {
        Self {
            id,
            no: 1,
            from: None,
            to: Some(day(id)),
            planned_to: None,
            workflow: [7; 32],
            stage: "planned".into(),
            since: 738_000,
            due: None,
            outcome: None,
            trail: Vec::new(),
            evidence: Vec::new(),
            postponed: 0,
            dropped: false,
        }
    }

    /// The guarded step.
    pub fn start(&mut self, seq: u64) {
        assert_eq!(self.stage, "planned");
        let left = std::mem::replace(&mut self.stage, "in-progress".into());
        self.trail.push((seq, left, self.since));
        self.since = 738_500;
    }
}

/// The day by which a task is to be done, as a number.
pub fn day(id: u32) -> i32 {
    738_764 + (id % 300) as i32
}

/// An event of the journal.
#[derive(Serialize, Deserialize)]
pub struct Event {
    pub prev: [u8; 32],
    pub school: u32,
    pub seq: u64,
    pub command: [u8; 16],
    pub actor: String,
    pub effective: i32,
    pub recorded: i64,
    pub task: u32,
    pub transition: String,
    pub from: String,
    pub to: String,
}

impl Event {
    pub fn started(seq: u64, task: u32) -> Self {
        Self {
            prev: [3; 32],
            school: 1,
            seq,
            command: command(task),
            actor: "curator".into(),
            effective: 738_500,
            recorded: 1_693_526_400_000,
            task,
            transition: "start".into(),
            from: "planned".into(),
            to: "in-progress".into(),
        }
    }
}

/// The counts of a plan: section, stage, tasks.
pub type Tally = Vec<(String, String, u32)>;

/// The id of the command that starts a task.
pub fn command(task: u32) -> [u8; 16] {
    u128::from(task).to_be_bytes()
}

/// What the answer to a command holds.
pub const ANSWER: &[u8] = br#"{"first":40000,"last":40000,"created":[]}"#;

pub fn encode<T: Serialize>(value: &T) -> Vec<u8> {
    bincode::serde::encode_to_vec(value, bincode::config::standard()).expect("encodes")
}

pub fn decode<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> T {
    bincode::serde::decode_from_slice(bytes, bincode::config::standard()).expect("decodes").0
}

/// Counts one task less in `planned` and one more in `in-progress`.
pub fn count(tally: &mut Tally) {
    for (_, stage, count) in tally {
        match stage.as_str() {
            "planned" => *count -= 1,
            _ => *count += 1,
        }
    }
}

/// What `status` says: how many tasks in each stage, how many are late, the next twenty days.
#[derive(Debug, PartialEq, Eq)]
pub struct Status {
    pub stages: Vec<u32>,
    pub late: usize,
    pub next: Vec<u32>,
}

/// The day that `status` is asked for, and how many of the next it names.
pub const TODAY: i32 = 738_774;
pub const NEXT: usize = 20;

/// Somebody who does the work.
pub trait Contender {
    /// Commits each of these on its own.
    fn sequential(&mut self, tasks: std::ops::Range<u32>);
    /// Commits each of these on its own, asked for by so many clients at once.
    fn clients(&mut self, tasks: std::ops::Range<u32>, clients: u32);
    /// Commits all of these in one transaction.
    fn bulk(&mut self, tasks: std::ops::Range<u32>);
}
