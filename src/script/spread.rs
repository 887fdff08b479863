//! A batch spread over workers: as many as there are cores, where it is large enough.
//!
//! Each worker has its share of the numbers, in blocks dealt in turn, so that answers can be handed on in the order of
//! the numbers without holding many back. Who answers what does not depend on how fast anybody is, and an answer does
//! not depend on who gives it: the whole batch is known to every worker.

use std::ops::Range;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use serde::{Deserialize, Serialize};
use vekha_core::schedule::Calendar;

use super::fault::Fault;
use super::sandbox::{Ran, Sandbox};
use super::scan::tokens;
use super::wire::{Done, Reply, Source, Task};

/// Numbers in a block.
const BLOCK: u64 = 128;
/// Numbers for which starting one more worker pays.
const WORTH: u64 = 1_024;
/// Blocks that wait for their turn.
const WAITING: usize = 64;
/// How many workers may die in one batch before the rest of it fails with the last.
const DEATHS: u32 = 8;

/// Which numbers of a batch a worker answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// The worker's place, from 0.
    pub index: u64,
    /// How many workers there are.
    pub of: u64,
}

impl Share {
    /// The whole batch.
    pub const WHOLE: Self = Self { index: 0, of: 1 };

    /// Its numbers among these.
    pub fn numbers(self, all: Range<u64>) -> impl Iterator<Item = u64> {
        all.filter(move |number| worker_of(*number, self.of) == self.index)
    }
}

fn worker_of(number: u64, of: u64) -> u64 {
    (number / BLOCK) % of.max(1)
}

/// Many questions of one kind, by number.
pub(super) trait Batch: Sync {
    /// An answer.
    type Item: Send;
    /// The numbers to answer.
    fn numbers(&self) -> Range<u64>;
    /// The task of answering a share from a number on; `careful`: one by one, as the worker is expected to die.
    fn task(&self, from: u64, careful: bool, share: Share) -> Task;
    /// The answers in a reply, in order.
    fn items(reply: Reply) -> Vec<Self::Item>;
    /// The answer to a question at which the worker died.
    fn failed(fault: Fault) -> Self::Item;
}

/// What a batch is answered with.
pub(super) struct Spread<'a> {
    pub sandbox: &'a Sandbox,
    pub modules: &'a [Source],
    pub calendar: &'a Calendar,
    pub script: &'a Source,
}

impl Spread<'_> {
    /// Answers a batch; `each` gets the answers in the order of their numbers and says whether it wants more. Workers
    /// are stopped at once where it does not; then the result says nothing.
    pub fn run<B: Batch>(&self, batch: &B, each: &mut dyn FnMut(u64, B::Item) -> bool) -> Ran<Done> {
        let (all, deaths) = (batch.numbers(), AtomicU32::new(0));
        let of = self.workers(&all);
        if of == 1 {
            let mut number = all.start;
            return self.share(batch, Share::WHOLE, &deaths, &mut |items| {
                items.into_iter().all(|item| {
                    number += 1;
                    each(number - 1, item)
                })
            });
        }
        thread::scope(|scope| {
            let mut workers = Vec::new();
            let mut answers = Vec::new();
            for index in 0..of {
                let (to, from) = sync_channel(WAITING);
                let deaths = &deaths;
                let work = move || self.share(batch, Share { index, of }, deaths, &mut sender(to));
                workers.push(scope.spawn(work));
                answers.push(from);
            }
            let missing = in_order(all, answers, each);
            let mut ran: Vec<Option<Ran<Done>>> = workers.into_iter().map(|one| one.join().ok()).collect();
            // Where answers are missing, the worker that owes the first of them says why.
            let telling = missing.map_or(0, |number| worker_of(number, of));
            let told = usize::try_from(telling).ok().and_then(|at| ran.get_mut(at)).and_then(Option::take);
            told.unwrap_or_else(|| Ran { result: Err(Fault::new("crashed")), said: Vec::new() })
        })
    }

    /// How many workers a batch is worth. What scripts print is kept in order by having one.
    fn workers(&self, all: &Range<u64>) -> u64 {
        let worth = (all.end.saturating_sub(all.start) / WORTH).max(1);
        let most = worth.min(self.sandbox.workers().max(1) as u64);
        let prints = |source: &Source| {
            most > 1 && tokens(&source.text).iter().any(|token| token.is("print") || token.is("debug"))
        };
        if std::iter::once(self.script).chain(self.modules).any(prints) { 1 } else { most }
    }

    /// Answers one share. A worker that dies is started again after the answers it gave; the question at which it
    /// dies twice fails alone. `hand` says whether anybody still wants answers.
    fn share<B: Batch>(
        &self,
        batch: &B,
        share: Share,
        deaths: &AtomicU32,
        hand: &mut dyn FnMut(Vec<B::Item>) -> bool,
    ) -> Ran<Done> {
        let all = batch.numbers();
        let mut mine = share.numbers(all.clone());
        let mut next = mine.next();
        let (mut said, mut careful) = (Vec::new(), false);
        loop {
            let mut wanted = true;
            let task = batch.task(next.unwrap_or(all.end), careful, share);
            let result = self.sandbox.run(task, self.modules, self.calendar, &mut said, &mut |reply| {
                let items = B::items(reply);
                items.iter().for_each(|_| next = mine.next());
                wanted = hand(items);
                wanted
            });
            let fault = match result {
                Ok(done) => return Ran { result: Ok(done), said },
                Err(fault) => fault,
            };
            let again = wanted && fault.is_limit() && next.is_some();
            if !again || deaths.load(Ordering::Relaxed) >= DEATHS {
                return Ran { result: Err(fault), said };
            }
            if careful {
                deaths.fetch_add(1, Ordering::Relaxed);
                next = mine.next();
                if !hand(vec![B::failed(fault)]) {
                    return Ran { result: Err(Fault::new("crashed")), said };
                }
            }
            careful = !careful;
        }
    }
}

/// Hands answers over; false once nobody listens.
fn sender<T>(to: SyncSender<Vec<T>>) -> impl FnMut(Vec<T>) -> bool {
    move |items| items.is_empty() || to.send(items).is_ok()
}

/// Hands on the answers of all workers in the order of the numbers, as long as they are wanted; the first number that
/// none came for.
fn in_order<T>(
    all: Range<u64>,
    answers: Vec<Receiver<Vec<T>>>,
    each: &mut dyn FnMut(u64, T) -> bool,
) -> Option<u64> {
    let of = answers.len() as u64;
    let mut workers: Vec<_> = answers.into_iter().map(|from| from.into_iter().flatten()).collect();
    for number in all {
        let at = usize::try_from(worker_of(number, of)).unwrap_or_default();
        // Where nobody listens any more, the workers notice by their next answer.
        let wanted = workers[at].next().is_some_and(|answer| each(number, answer));
        if !wanted {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_every_number_once_and_in_order() {
        for (all, of) in [(0..10, 1), (0..1_000, 2), (300..5_000, 3), (0..129, 8)] {
            let mut seen: Vec<u64> =
                (0..of).flat_map(|index| Share { index, of }.numbers(all.clone())).collect();
            for index in 0..of {
                assert!(Share { index, of }.numbers(all.clone()).is_sorted());
            }
            seen.sort_unstable();
            assert_eq!(seen, all.collect::<Vec<_>>());
        }
    }

    #[test]
    fn answers_are_handed_on_in_order_up_to_the_first_that_is_missing() {
        let check = |given: [u64; 2], wanted: usize, expected: (u64, Option<u64>)| {
            let all = 0..400_u64;
            let of = |index| Share { index, of: 2 }.numbers(0..400).take(given[index as usize] as usize);
            let mut answers = Vec::new();
            for index in 0..2 {
                let (to, from) = sync_channel(1_000);
                of(index).for_each(|number| to.send(vec![number]).unwrap());
                answers.push(from);
            }
            let mut got = Vec::new();
            let missing = in_order(all, answers, &mut |number, answer| {
                got.push((number, answer));
                got.len() < wanted
            });
            assert!(
                got.iter().enumerate().all(|(at, (number, answer))| (at as u64, number) == (*number, answer))
            );
            assert_eq!((got.len() as u64, missing), expected);
        };
        check([256, 256], 1_000, (400, None));
        check([128, 256], 1_000, (256, Some(256)));
        check([256, 0], 1_000, (128, Some(128)));
        check([256, 256], 130, (130, Some(129)));
    }
}
