//! The messages that a night takes out, and what came of them.

use std::cell::RefCell;
use std::collections::BTreeMap;

use serde_json::{Value, json};
use vekha_core::command::Actor;
use vekha_core::ids::SchoolId;
use vekha_core::message::Settled;

use crate::app::night::{Courier, LOGIN, stops_all};
use crate::app::{App, AppError};
use crate::cli::outbox::{letters, line_json};
use crate::cli::refusal;
use crate::cli::{Ctx, Failure};
use crate::lang::Lang;
use crate::notify::Worker;
use crate::notify::channels::Channel;
use crate::notify::worker::{Did, Line};

/// Delivers for the night, each school once in a run.
pub struct Post<'a> {
    worker: Worker<'a>,
    dry: bool,
    served: RefCell<BTreeMap<SchoolId, Result<Vec<Line>, AppError>>>,
}

impl<'a> Post<'a> {
    /// A courier with these channels.
    ///
    /// # Errors
    /// What the settings say.
    pub fn new(
        ctx: &'a Ctx,
        app: &'a App,
        channels: &'a [Box<dyn Channel>],
        dry: bool,
    ) -> Result<Self, Failure> {
        let actor = Actor { login: LOGIN.into(), roles: ["owner".to_owned()].into() };
        let (settings, lang) = (&ctx.home()?.config.notify, letters(ctx)?);
        let worker = Worker { app, settings, channels, lang, actor, command: None };
        Ok(Self { worker, dry, served: RefCell::default() })
    }

    /// Delivers for a school that was not served in this run.
    ///
    /// # Errors
    /// What stops the whole run.
    pub fn serve(&self, school: SchoolId) -> Result<(), AppError> {
        if self.served.borrow().contains_key(&school) {
            return Ok(());
        }
        let result = self.worker.deliver(school, self.dry);
        match result {
            Err(error) if stops_all(&error) => Err(error),
            result => {
                self.served.borrow_mut().insert(school, result);
                Ok(())
            }
        }
    }

    /// What came of it; `fault`: what kept channels from being used at all.
    pub fn done(self, fault: Option<Failure>) -> Delivered {
        Delivered { fault, of: self.served.into_inner() }
    }
}

impl Courier for Post<'_> {
    fn deliver(&self, school: SchoolId) -> Result<(), AppError> {
        self.serve(school)
    }
}

/// What was delivered.
pub struct Delivered {
    /// What kept channels from being used at all.
    pub fault: Option<Failure>,
    /// A line for each parcel, by school.
    pub of: BTreeMap<SchoolId, Result<Vec<Line>, AppError>>,
}

/// Messages counted by what became of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Arrived.
    pub sent: usize,
    /// Would be sent, in a dry run.
    pub would: usize,
    /// Did not arrive and will be tried again.
    pub later: usize,
    /// Failed for good.
    pub failed: usize,
    /// Were ended without being sent: nobody needs them.
    pub dropped: usize,
    /// Wait, for a channel, an address, a day.
    pub waiting: usize,
    /// Of those that wait: because a channel is down.
    pub down: usize,
}

impl Counts {
    fn add(&mut self, line: &Line) {
        let place = match &line.did {
            Did::Sent => &mut self.sent,
            Did::Would => &mut self.would,
            Did::Later(_) => &mut self.later,
            Did::Failed(_) => &mut self.failed,
            Did::Dropped(Settled::Failed) => &mut self.failed,
            Did::Dropped(_) => &mut self.dropped,
            Did::Waits(why) => {
                if *why == "channel-down" {
                    self.down += line.messages;
                }
                &mut self.waiting
            }
        };
        *place += line.messages;
    }

    fn json(&self) -> Value {
        json!({
            "sent": self.sent, "would": self.would, "later": self.later, "failed": self.failed,
            "dropped": self.dropped, "waiting": self.waiting,
        })
    }
}

impl Delivered {
    /// Whether somebody should look: a message that did not arrive and will not, a channel that is down or not set up.
    pub fn failed(&self) -> bool {
        let all = self.counts();
        self.fault.is_some() || all.failed > 0 || all.down > 0 || self.of.values().any(Result::is_err)
    }

    /// Counts over all schools.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        self.of.values().flatten().flatten().for_each(|line| counts.add(line));
        counts
    }

    /// Counts of one school.
    pub fn counts_of(&self, school: SchoolId) -> Counts {
        let mut counts = Counts::default();
        self.of.get(&school).into_iter().flatten().flatten().for_each(|line| counts.add(line));
        counts
    }

    /// The parcels of a school.
    pub fn lines(&self, school: SchoolId) -> &[Line] {
        self.of.get(&school).and_then(|lines| lines.as_ref().ok()).map_or(&[], Vec::as_slice)
    }

    /// What kept a school from being served.
    pub fn error(&self, school: SchoolId, lang: Lang) -> Option<String> {
        let error = self.of.get(&school)?.as_ref().err()?;
        Some(refusal::failure(error.clone(), lang).message.say(lang))
    }

    /// A school's part for machines.
    pub fn json(&self, school: SchoolId, lang: Lang) -> Value {
        let mut value = self.counts_of(school).json();
        value["parcels"] = self.lines(school).iter().map(|line| line_json(lang, line)).collect();
        value["error"] = self.error(school, lang).into();
        value
    }

    /// All of it for machines, without the parcels.
    pub fn summary_json(&self, lang: Lang) -> Value {
        let mut value = self.counts().json();
        value["error"] = self.fault.as_ref().map(|fault| fault.message.say(lang)).into();
        value
    }
}
