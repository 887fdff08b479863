//! The one way a change happens: command → decide → events → rows, in one write transaction.
//!
//! 1. A read snapshot gives the published rules and, where a guard has a say, the verdicts of scripts.
//! 2. One write transaction checks that nothing they rest on has changed (else 1 again), decides, and appends.
//! 3. A repeat of a command id changes nothing and gives the stored answer. A dry run is the decision alone.

pub mod decision;
pub mod defaults;
pub mod directory;
pub mod erasures;
mod error;
mod guard_facts;
pub mod guards;
pub mod impact;
pub mod last;
pub mod lint;
pub mod measured;
pub mod naming;
pub mod night;
pub mod orders;
pub mod pairing;
pub mod people;
pub mod personal;
mod plan;
mod reading;
pub mod rescue;
pub mod results;
mod rules;
pub mod scripts;
pub mod sets;
pub mod versions;
pub mod work;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::NaiveDate;
use vekha_core::command::{Action, Actor, Answer, Command};
use vekha_core::decide::{self, Decision, Rules};
use vekha_core::digest::Digest;
use vekha_core::event::{Event, Recorded};
use vekha_core::ids::{CommandId, SchoolId};
use vekha_core::message::HookFailure;
use vekha_core::view::{Overlay, Read, View};

pub use directory::{Directory, Known};
pub use error::AppError;
pub use guards::Guards;
pub use plan::plan_import;
pub use reading::{Reading, joined};
pub use rules::{Part, RulesError, WorkingSet};

use crate::clock::Clock;
use crate::store::{Batch, Decided, Store, StoreError, WriteTx};

/// How often a decision is made anew because the journal went on meanwhile.
pub(crate) const ATTEMPTS: u32 = 16;

/// The store with the rules that are in force.
pub struct App {
    /// The file.
    pub store: Store,
    /// The time.
    pub clock: Clock,
    rules: Mutex<BTreeMap<Digest, Arc<Rules>>>,
    guards: Option<Arc<dyn Guards>>,
    hooks: Option<Arc<dyn Hooks>>,
}

/// What is told of everything that is about to happen, and answers with messages. It has no way to refuse.
pub trait Hooks: Send + Sync {
    /// Whether it has anything to say about this event. What nobody listens to costs nothing.
    fn listens(&self, event: &Event) -> bool;

    /// The messages to queue with the events, and the calls that came to nothing.
    fn hear(&self, happening: &Happening<'_>) -> Heard;
}

/// What is about to happen, before it is written.
pub struct Happening<'a> {
    /// The state before.
    pub reading: &'a Reading<'a>,
    /// The state after.
    pub after: &'a dyn View,
    /// The rules in force.
    pub rules: &'a Rules,
    /// The command.
    pub command: &'a Command,
    /// The events that it brings.
    pub events: &'a [Recorded],
}

/// What hooks answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Heard {
    /// Messages as the outbox keeps them.
    pub outbox: Vec<Vec<u8>>,
    /// Calls that came to nothing: recorded with the events.
    pub failures: Vec<HookFailure>,
}

/// One request for a change.
#[derive(Clone, Debug)]
pub struct Request {
    /// Whose journal.
    pub school: SchoolId,
    /// Who asks.
    pub actor: Actor,
    /// When it happened; today where it is not said.
    pub on: Option<NaiveDate>,
    /// Its id; a new one where it is not said.
    pub id: Option<CommandId>,
    /// What is asked.
    pub action: Action,
    /// Contents that the action names by digest.
    pub blobs: Vec<(Digest, Vec<u8>)>,
    /// Messages to queue with it, as the outbox keeps them.
    pub outbox: Vec<Vec<u8>>,
}

impl Request {
    /// A request of today with an id of its own.
    pub fn new(school: SchoolId, actor: Actor, action: Action) -> Self {
        Self { school, actor, on: None, id: None, action, blobs: Vec::new(), outbox: Vec::new() }
    }
}

/// What came of a request.
#[derive(Clone, Debug)]
pub struct Acted {
    /// The request's id.
    pub id: CommandId,
    /// What it brought into being.
    pub answer: Answer,
    /// What happened; empty for a repeat and for a request that changes nothing.
    pub events: Vec<Recorded>,
    /// Whether this request had been carried out before.
    pub repeated: bool,
}

impl App {
    /// An open store at work.
    pub fn new(store: Store, clock: Clock) -> Self {
        Self { store, clock, rules: Mutex::default(), guards: None, hooks: None }
    }

    /// The same with scripts that judge guards.
    pub fn with_guards(self, guards: Arc<dyn Guards>) -> Self {
        Self { guards: Some(guards), ..self }
    }

    /// The same with hooks that hear of everything that happens.
    pub fn with_hooks(self, hooks: Arc<dyn Hooks>) -> Self {
        Self { hooks: Some(hooks), ..self }
    }

    /// What is true of a school now, or by what was recorded up to a day.
    ///
    /// # Errors
    /// What the store says.
    pub fn read(&self, school: SchoolId, as_of: Option<NaiveDate>) -> Result<Reading<'_>, AppError> {
        Reading::new(self, school, as_of)
    }

    /// What was true of a school after the event of this number: the state that a stored result was computed from.
    ///
    /// # Errors
    /// What the store says.
    pub fn read_at(&self, school: SchoolId, seq: u64) -> Result<Reading<'_>, AppError> {
        Reading::at(self, school, seq)
    }

    /// Carries out a request.
    ///
    /// # Errors
    /// [`AppError::Refused`] with everything that stands in the way, and what the store says.
    pub fn act(&self, request: &Request) -> Result<Acted, AppError> {
        let mut command = self.command(request)?;
        for _ in 0..ATTEMPTS {
            let (mut seen, rules) = self.prepare(request, &mut command)?;
            command.action = request.action.clone();
            let heard = self.hear(request, &mut command, &rules, &mut seen);
            match heard.and_then(|heard| self.commit(&command, request, heard, seen, rules)) {
                Err(AppError::Moved) => continue,
                done => return done,
            }
        }
        Err(AppError::Moved)
    }

    /// What a request would do in this state; nothing is written.
    ///
    /// # Errors
    /// As for [`Self::act`].
    pub fn preview(&self, request: &Request, reading: &Reading<'_>) -> Result<Decision, AppError> {
        let mut command = self.command(request)?;
        let rules = reading.rules()?;
        self.judge(reading, &rules, &mut command)?;
        Ok(decide::decide(reading, &rules, &command)?)
    }

    /// What was answered to a command, if it was carried out.
    ///
    /// # Errors
    /// What the store says.
    pub fn answer(&self, school: SchoolId, id: CommandId) -> Result<Option<Answer>, AppError> {
        let stored = self.store.snapshot()?.answer(school, id)?;
        stored.map(|stored| answer_of(id, &stored)).transpose()
    }

    /// The request with its times and random bits.
    pub(crate) fn command(&self, request: &Request) -> Result<Command, AppError> {
        let today = self.clock.today();
        let mut seed = [0; 32];
        getrandom::fill(&mut seed).map_err(|error| AppError::Random(error.to_string()))?;
        Ok(Command {
            id: request.id.unwrap_or_else(|| new_id(&seed)),
            school: request.school,
            actor: request.actor.clone(),
            effective: request.on.unwrap_or(today),
            today,
            recorded: self.clock.now().timestamp_millis(),
            seed,
            guards: BTreeMap::new(),
            action: request.action.clone(),
        })
    }

    /// The rules in force and the verdicts of guards, with the sequence number they were given at.
    pub(crate) fn prepare(
        &self,
        request: &Request,
        command: &mut Command,
    ) -> Result<(Seen, Arc<Rules>), AppError> {
        let reading = self.read(request.school, None)?;
        let rules = reading.rules()?;
        let set = reading.published()?.map(|set| set.digest);
        let seq = self.judge(&reading, &rules, command)?;
        Ok((Seen { set, seq }, rules))
    }

    /// The verdicts of guards, where there are any, with the sequence number they were given at.
    pub(crate) fn judge(
        &self,
        reading: &Reading<'_>,
        rules: &Rules,
        command: &mut Command,
    ) -> Result<Option<u64>, AppError> {
        let Some(guards) = self.guards.as_ref().filter(|_| rules::has_guards(rules)) else { return Ok(None) };
        command.guards = guards::verdicts(guards.as_ref(), reading, rules, command)?;
        Ok(Some(reading.head().seq))
    }

    /// Several schools at one moment, through one snapshot.
    pub(crate) fn read_over(&self, snapshot: &Arc<crate::store::Snapshot>, school: SchoolId) -> Reading<'_> {
        Reading::over(self, snapshot, school)
    }

    /// Asks the hooks what to say about what the command is about to do. Whatever goes wrong in a script is recorded
    /// with the command; it never stands in its way.
    fn hear(
        &self,
        request: &Request,
        command: &mut Command,
        rules: &Rules,
        seen: &mut Seen,
    ) -> Result<Vec<Vec<u8>>, AppError> {
        let Some(hooks) = &self.hooks else { return Ok(Vec::new()) };
        let reading = self.read(request.school, None)?;
        if reading.snapshot.answer(command.school, command.id)?.is_some() {
            return Ok(Vec::new());
        }
        // A refusal is found again in the transaction, where it counts.
        let Ok(decision) = decide::decide(&reading, rules, command) else {
            seen.seq = seen.seq.or(Some(reading.head().seq));
            return Ok(Vec::new());
        };
        if !decision.events.iter().any(|recorded| hooks.listens(&recorded.event)) {
            return Ok(Vec::new());
        }
        if seen.seq.is_some_and(|seq| seq != reading.head().seq) {
            return Err(AppError::Moved);
        }
        seen.seq = Some(reading.head().seq);
        let Heard { outbox, failures } = self.heard(&reading, rules, command, &decision);
        if !failures.is_empty() {
            let action = std::mem::replace(&mut command.action, Action::Many(Vec::new()));
            command.action = Action::Many(vec![action, Action::ReportHooks(failures)]);
        }
        Ok(outbox)
    }

    /// What the hooks say about a decision over a state.
    pub(crate) fn heard(
        &self,
        reading: &Reading<'_>,
        rules: &Rules,
        command: &Command,
        decision: &Decision,
    ) -> Heard {
        let Some(hooks) = &self.hooks else { return Heard::default() };
        if !decision.events.iter().any(|recorded| hooks.listens(&recorded.event)) {
            return Heard::default();
        }
        let mut after = Overlay::new(reading);
        after.apply(decision.changes.iter().cloned(), decision.head);
        hooks.hear(&Happening { reading, after: &after, rules, command, events: &decision.events })
    }

    fn commit(
        &self,
        command: &Command,
        request: &Request,
        heard: Vec<Vec<u8>>,
        seen: Seen,
        rules: Arc<Rules>,
    ) -> Result<Acted, AppError> {
        let command = command.clone();
        let brought = Brought {
            blobs: request.blobs.clone(),
            outbox: request.outbox.iter().cloned().chain(heard).collect(),
        };
        self.store.commit(move |tx| {
            if let Some(answer) = tx.answer(command.school, command.id)? {
                return repeated(&command, &answer);
            }
            let decision = decide_in(tx, &command, &seen, &rules)?;
            Ok(written(command, decision, brought))
        })
    }

    /// Carries a request out together with further writing of its own, all or none: how the worker of the outbox
    /// reports back. `also` runs before the events are appended; hooks do not hear of it. A repeat does nothing.
    ///
    /// # Errors
    /// As for [`Self::act`], and what `also` says.
    pub fn act_along(
        &self,
        request: &Request,
        also: impl FnOnce(&mut WriteTx<'_>) -> Result<(), AppError>,
    ) -> Result<(), AppError> {
        let mut command = self.command(request)?;
        let (seen, rules) = self.prepare(request, &mut command)?;
        self.store.write(|tx| {
            if tx.answer(command.school, command.id)?.is_some() {
                return Ok(());
            }
            let decision = decide_in(tx, &command, &seen, &rules)?;
            also(tx)?;
            let brought = Brought { blobs: Vec::new(), outbox: Vec::new() };
            match written(command, decision, brought).batch {
                Some(batch) => Ok(tx.append(&batch)?),
                None => Ok(()),
            }
        })
    }

    /// The rules of a published set, read once.
    pub(crate) fn cached(
        &self,
        set: Digest,
        load: impl FnOnce() -> Result<Rules, AppError>,
    ) -> Result<Arc<Rules>, AppError> {
        let mut cache = self.rules.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(rules) = cache.get(&set) {
            return Ok(rules.clone());
        }
        let rules = Arc::new(load()?);
        cache.insert(set, rules.clone());
        Ok(rules)
    }
}

/// An id nobody chose: nothing about the seed can be learnt from it.
fn new_id(seed: &[u8; 32]) -> CommandId {
    let digest = Digest::of(&[b"vekha new command id", seed]);
    let mut id = [0; 16];
    id.copy_from_slice(&digest.0[..16]);
    CommandId(id)
}

/// What a decision rests on besides the rows it reads in the transaction.
pub(crate) struct Seen {
    set: Option<Digest>,
    seq: Option<u64>,
}

fn decide_in(tx: &WriteTx<'_>, command: &Command, seen: &Seen, rules: &Rules) -> Result<Decision, AppError> {
    let view = tx.school(command.school)?;
    let moved = seen.seq.is_some_and(|seq| seq != view.head().seq);
    if moved || view.published_set()? != seen.set {
        return Err(AppError::Moved);
    }
    Ok(decide::decide(&view, rules, command)?)
}

fn repeated(command: &Command, answer: &[u8]) -> Result<Decided<Acted>, AppError> {
    let answer = answer_of(command.id, answer)?;
    let value = Acted { id: command.id, answer, events: Vec::new(), repeated: true };
    Ok(Decided { batch: None, value })
}

fn answer_of(id: CommandId, stored: &[u8]) -> Result<Answer, AppError> {
    let answer = serde_json::from_slice(stored);
    Ok(answer.map_err(|error| StoreError::Damaged(format!("the answer to command {id}: {error}")))?)
}

/// What is written beside what was decided.
struct Brought {
    blobs: Vec<(Digest, Vec<u8>)>,
    outbox: Vec<Vec<u8>>,
}

fn written(command: Command, decision: Decision, brought: Brought) -> Decided<Acted> {
    // Ids and numbers: their JSON cannot fail.
    let answer = serde_json::to_vec(&decision.answer).unwrap_or_default();
    let value =
        Acted { id: command.id, answer: decision.answer, events: decision.events.clone(), repeated: false };
    // What changed nothing is not remembered: asking again may find something to do.
    let nothing = decision.events.is_empty() && brought.outbox.is_empty();
    let batch = (!nothing).then_some(Batch {
        school: command.school,
        command: command.id,
        head: Some(decision.head.hash),
        events: decision.events,
        changes: decision.changes,
        vault: decision.vault,
        blobs: brought.blobs,
        outbox: brought.outbox,
        answer,
    });
    Decided { batch, value }
}
