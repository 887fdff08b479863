//! What the program and its script worker say to each other: frames of a length (u32, little endian) and bincode.

use std::io::{self, Read, Write};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use vekha_core::facts::{Record, Value};
use vekha_core::schedule::Calendar;

use super::fault::Fault;
use super::kinds::answers::{Answer, Shape};
use super::kinds::pairing::{Settings, Verdict};
use super::limits::Limits;
use super::spread::Share;
use super::testing::Tested;
use super::trace::Tried;

/// The longest frame either side accepts, bytes.
const LONGEST: usize = 512 << 20;

/// One script with the name its author knows it by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// Name: a path relative to where the scripts lie, or the file given.
    pub name: String,
    /// Text.
    pub text: String,
}

/// A job for a worker: what may be used, what may be imported, what is to be done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Job {
    /// Limits; each call gets all of them, the job as a whole gets them once per call.
    pub limits: Limits,
    /// The modules that scripts may import.
    pub modules: Vec<Source>,
    /// The calendar of working days.
    pub calendar: Calendar,
    /// What to do.
    pub task: Task,
}

/// What a worker can do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Task {
    /// Run one file from its first line and return its value.
    Eval(Source),
    /// Judge a share of pairs by a `pairing.rhai`.
    Judge(Judge, Share),
    /// Ask the functions of a script, one after the other: a share of the questions.
    Ask(Ask, Share),
    /// Look for faults without running anything: the scripts, and fields known beside the standard ones.
    Check(Vec<Source>, Vec<String>),
    /// Run the tests beside a script: the script, its tests.
    Test(Source, Source),
    /// Ask one question and report every step.
    Try(Source, Question),
    /// Say what of a `pairing.rhai` compiles.
    Speed(Source),
}

/// Pairs to judge.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Judge {
    /// The script.
    pub script: Source,
    /// Facts of the mentors.
    pub mentors: Vec<Record>,
    /// Facts of the mentees.
    pub mentees: Vec<Record>,
    /// Which pairs (mentor, mentee); all, mentors first, where none are named.
    pub pairs: Option<Vec<(u32, u32)>>,
    /// How many of them are judged already.
    pub from: u64,
    /// Whether to answer pair by pair: the worker is expected to die at one.
    pub careful: bool,
}

impl Judge {
    /// How many pairs there are.
    pub fn count(&self) -> u64 {
        match &self.pairs {
            Some(pairs) => pairs.len() as u64,
            None => self.mentors.len() as u64 * self.mentees.len() as u64,
        }
    }

    /// The pair of a number.
    pub fn pair(&self, number: u64) -> Option<(u32, u32)> {
        let number = usize::try_from(number).ok()?;
        match &self.pairs {
            Some(pairs) => pairs.get(number).copied(),
            None => {
                let (mentor, mentee) = (number.checked_div(self.mentees.len())?, number % self.mentees.len());
                Some((u32::try_from(mentor).ok()?, u32::try_from(mentee).ok()?))
            }
        }
    }
}

/// Questions to a script.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ask {
    /// The script.
    pub script: Source,
    /// The questions.
    pub questions: Vec<Question>,
    /// How many of them are answered already.
    pub from: u64,
    /// Whether to answer one by one.
    pub careful: bool,
}

/// One question: a function, the facts it is given, what it must answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// The function.
    pub function: String,
    /// More functions for the same facts, asked where the script has them; their indicators are added.
    pub also: Vec<String>,
    /// Its arguments.
    pub args: Vec<Record>,
    /// The shape of its answer.
    pub shape: Shape,
}

impl Question {
    /// A question to one function about one record.
    pub fn new(function: impl Into<String>, facts: Record, shape: Shape) -> Self {
        Self { function: function.into(), also: Vec::new(), args: vec![facts], shape }
    }
}

static NOTHING: Source = Source { name: String::new(), text: String::new() };

impl Task {
    /// The script the task is about.
    pub fn script(&self) -> &Source {
        match self {
            Self::Eval(script) | Self::Speed(script) => script,
            Self::Judge(judge, _) => &judge.script,
            Self::Ask(ask, _) => &ask.script,
            Self::Test(script, _) | Self::Try(script, _) => script,
            Self::Check(scripts, _) => scripts.first().unwrap_or(&NOTHING),
        }
    }
}

/// What a worker answers: any number of the others, then `Done`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Reply {
    /// A line that a script printed: script, text.
    Said(String, String),
    /// The next pairs, in order.
    Judged(Vec<Verdict>),
    /// The next answers, in order.
    Answered(Vec<Result<Answer, Box<Fault>>>),
    /// Another test is done: the worker is at work.
    Alive,
    /// The end of the job.
    Done(Result<Done, Box<Fault>>),
}

/// The result of a job.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Done {
    /// Of [`Task::Eval`]: the value and the operations used.
    Value(Value, u64),
    /// Of [`Task::Judge`]: the script's settings.
    Judged(Settings),
    /// Of [`Task::Ask`].
    Answered,
    /// Of [`Task::Check`].
    Checked(Vec<Fault>),
    /// Of [`Task::Test`].
    Tested(Tested),
    /// Of [`Task::Try`].
    Tried(Tried),
    /// Of [`Task::Speed`].
    Speed(Vec<Speed>),
}

/// Whether a function compiles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Speed {
    /// The function.
    pub function: String,
    /// What keeps it from it.
    pub stopped: Option<Fault>,
}

fn config() -> impl bincode::config::Config {
    bincode::config::standard().with_limit::<LONGEST>()
}

/// One frame.
pub fn encoded(message: &impl Serialize) -> io::Result<Vec<u8>> {
    let mut frame = vec![0; 4];
    let bytes = bincode::serde::encode_to_vec(message, config()).map_err(io::Error::other)?;
    let length = u32::try_from(bytes.len()).map_err(io::Error::other)?;
    frame.copy_from_slice(&length.to_le_bytes());
    frame.extend(bytes);
    Ok(frame)
}

/// Writes one frame.
pub fn send(to: &mut impl Write, message: &impl Serialize) -> io::Result<()> {
    to.write_all(&encoded(message)?)?;
    to.flush()
}

/// Reads one frame; `None` at the end of the stream.
pub fn receive<T: DeserializeOwned>(from: &mut impl Read) -> io::Result<Option<T>> {
    let mut length = [0; 4];
    match from.read_exact(&mut length) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        other => other?,
    }
    let length = u32::from_le_bytes(length) as usize;
    if length > LONGEST {
        return Err(io::Error::other("frame too long"));
    }
    let mut bytes = vec![0; length];
    from.read_exact(&mut bytes)?;
    let (message, read) = bincode::serde::decode_from_slice(&bytes, config()).map_err(io::Error::other)?;
    if read == length { Ok(Some(message)) } else { Err(io::Error::other("trailing bytes")) }
}
