//! The pure core of Vekha: what is true, what may happen, and why not.
//!
//! Nothing here reads a file, a clock, the environment or a random number, runs a script or prints: the crate is
//! `no_std`, so the compiler refuses it. Everything the outside world knows comes in through a command, a
//! [`view::View`] or an argument; everything the core wants done goes out as data.
#![no_std]
#![warn(missing_docs)]
extern crate alloc;
#[cfg(test)]
extern crate std;

pub mod basis;
pub mod command;
mod dates;
pub mod decide;
pub mod digest;
pub mod event;
pub mod evolve;
pub mod facts;
pub mod ids;
pub mod markup;
pub mod message;
pub mod metrics;
pub mod pairing;
pub mod pairs;
pub mod people;
pub mod report;
pub mod roadmap;
pub mod schedule;
pub mod state;
pub mod survey;
pub mod table;
pub mod vault;
pub mod view;
pub mod work;
pub mod workflow;
