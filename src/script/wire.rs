//! What the program and its script worker say to each other: frames of a length (u32, little endian) and bincode.

use std::io::{self, Read, Write};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use vekha_core::facts::Value;

use super::fault::Fault;
use super::limits::Limits;

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
    /// What to do.
    pub task: Task,
}

/// What a worker can do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Task {
    /// Run one file from its first line and return its value.
    Eval(Source),
}

/// What a worker answers: any number of `Said`, then `Done`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Reply {
    /// A line that a script printed: script, text.
    Said(String, String),
    /// The end of the job.
    Done(Result<Done, Box<Fault>>),
}

/// The result of a job.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Done {
    /// Of [`Task::Eval`]: the value and the operations used.
    Value(Value, u64),
}

fn config() -> impl bincode::config::Config {
    bincode::config::standard().with_limit::<LONGEST>()
}

/// Writes one frame.
pub fn send(to: &mut impl Write, message: &impl Serialize) -> io::Result<()> {
    let bytes = bincode::serde::encode_to_vec(message, config()).map_err(io::Error::other)?;
    let length = u32::try_from(bytes.len()).map_err(io::Error::other)?;
    to.write_all(&length.to_le_bytes())?;
    to.write_all(&bytes)?;
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
