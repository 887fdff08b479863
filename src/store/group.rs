//! Group commit: whatever waits while a commit is under way goes into the next one together.
//!
//! There is no thread of its own. The first caller leads: it takes all that waits, runs it in one transaction,
//! commits, tells each its result, and hands the lead to somebody who came meanwhile. Whoever was told may come again at
//! once: the next leader gives way to as many as there were, for a few turns of the scheduler, so that two halves of the
//! callers do not take turns with a commit each.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

use super::error::{StoreError, guard};
use super::tables::WriteTables;
use super::write::{Batch, WriteTx};
use super::{Store, begin};

/// What deciding inside the transaction came to.
#[derive(Debug)]
pub struct Decided<T> {
    /// What is to be written; nothing for a repeated command or one that changes nothing.
    pub batch: Option<Batch>,
    /// What the caller gets once it is durable.
    pub value: T,
}

/// How many turns of the scheduler in which nobody comes end the wait for those who were there before.
const PATIENCE: u32 = 4;

/// Those who wait for the next commit.
#[derive(Default)]
pub(super) struct Queue(Mutex<Waiting>);

impl std::fmt::Debug for Queue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Queue")
    }
}

#[derive(Default)]
struct Waiting {
    jobs: Vec<Box<dyn Job>>,
    led: bool,
    /// How many were there at the last commit: in it, or come while it was under way.
    before: usize,
}

/// One caller's part in a commit.
trait Job: Send {
    /// Decides and writes. An error here fails the whole transaction; a refusal is kept for the caller alone.
    fn run(&mut self, tx: &mut WriteTx<'_>) -> Result<(), StoreError>;
    /// Tells the caller how it ended.
    fn end(self: Box<Self>, committed: Result<(), StoreError>);
    /// Makes the caller lead the next commit.
    fn lead(&self);
}

enum Word<T, E> {
    Lead,
    Done(Result<T, E>),
}

struct Call<T, E, F> {
    decide: Option<F>,
    result: Option<Result<T, E>>,
    tell: SyncSender<Word<T, E>>,
}

impl<T, E, F> Job for Call<T, E, F>
where
    T: Send,
    E: Send + From<StoreError>,
    F: Send + FnOnce(&WriteTx<'_>) -> Result<Decided<T>, E>,
{
    fn run(&mut self, tx: &mut WriteTx<'_>) -> Result<(), StoreError> {
        let Some(decide) = self.decide.take() else { return Ok(()) };
        let decided = match decide(tx) {
            Ok(decided) => decided,
            Err(refusal) => {
                self.result = Some(Err(refusal));
                return Ok(());
            }
        };
        let written = decided.batch.as_ref().map_or(Ok(()), |batch| tx.append(batch));
        self.result = Some(match written {
            Ok(()) => Ok(decided.value),
            // Found before anything was written: it spoils nobody else's part.
            Err(error @ StoreError::Conflict(_)) => Err(error.into()),
            Err(error) => return Err(error),
        });
        Ok(())
    }

    fn end(self: Box<Self>, committed: Result<(), StoreError>) {
        let result = match (committed, self.result) {
            (Ok(()), Some(result)) => result,
            (Ok(()), None) => Err(StoreError::Io("the commit ended without a result".into()).into()),
            // A refusal too: what it rests on may have been written in this very transaction.
            (Err(error), _) => Err(error.into()),
        };
        // A caller that is gone needs no answer.
        let _ = self.tell.send(Word::Done(result));
    }

    fn lead(&self) {
        let _ = self.tell.send(Word::Lead);
    }
}

impl Store {
    /// Decides and writes within a durable commit that is shared with whoever calls at the same time. A refusal of
    /// one does not touch the others: deciding cannot write, and a batch is checked before it is written.
    ///
    /// # Errors
    /// What deciding says, [`StoreError::Conflict`] for a batch that does not continue what is stored, and what goes
    /// wrong in the shared transaction.
    pub fn commit<T, E, F>(&self, decide: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: Send + From<StoreError> + 'static,
        F: Send + FnOnce(&WriteTx<'_>) -> Result<Decided<T>, E> + 'static,
    {
        // Two words at most: lead, done.
        let (tell, told) = sync_channel(2);
        let leads = {
            let mut waiting = self.group.lock();
            waiting.jobs.push(Box::new(Call { decide: Some(decide), result: None, tell }));
            !std::mem::replace(&mut waiting.led, true)
        };
        if leads {
            self.lead();
        }
        self.wait(&told)
    }

    fn wait<T, E: From<StoreError>>(&self, told: &Receiver<Word<T, E>>) -> Result<T, E> {
        loop {
            match told.recv() {
                Ok(Word::Lead) => self.lead(),
                Ok(Word::Done(result)) => return result,
                Err(_) => return Err(StoreError::Io("the commit was given up".into()).into()),
            }
        }
    }

    fn lead(&self) {
        let mut jobs = self.group.gather();
        let committed = self.run_together(&mut jobs);
        {
            let mut waiting = self.group.lock();
            waiting.before = jobs.len() + waiting.jobs.len();
        }
        for job in jobs {
            job.end(committed.clone());
        }
        let mut waiting = self.group.lock();
        match waiting.jobs.first() {
            Some(next) => next.lead(),
            None => waiting.led = false,
        }
    }

    fn run_together(&self, jobs: &mut [Box<dyn Job>]) -> Result<(), StoreError> {
        guard(|| {
            let txn = begin(self.database()?)?;
            let wrote = {
                let mut tx = WriteTx::new(WriteTables::of(&txn));
                for job in jobs {
                    job.run(&mut tx)?;
                }
                tx.finish()?;
                tx.wrote
            };
            match wrote {
                true => Ok(txn.commit()?),
                false => Ok(txn.abort()?),
            }
        })
    }
}

impl Queue {
    /// Takes all that waits, once as many are there as were before or nobody comes any more.
    fn gather(&self) -> Vec<Box<dyn Job>> {
        let (mut seen, mut turns) = (0, 0);
        loop {
            let mut waiting = self.lock();
            let here = waiting.jobs.len();
            turns = if here > seen { 0 } else { turns + 1 };
            if here >= waiting.before || turns > PATIENCE {
                return std::mem::take(&mut waiting.jobs);
            }
            seen = here;
            drop(waiting);
            thread::yield_now();
        }
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        // Whoever panicked with the lock held had only moved jobs: the queue is whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
