//! One school in one night: what is read, what is to be written, how far it is.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use vekha_core::command::{Action, Actor, Answer, Command};
use vekha_core::decide::{self, Decision, Rules};
use vekha_core::digest::Digest;
use vekha_core::event::{Event, Recorded};
use vekha_core::ids::{CommandId, SchoolId, Subject};
use vekha_core::message::{Message, Recipient};
use vekha_core::metrics::{How, Notice, Shift};
use vekha_core::state::{Key, Kind, Row};
use vekha_core::view::{Read, View};

use super::catch_up::Planned;
use super::facts::Fresh;
use super::scripts::{NOT_ASKED, Script};
use crate::app::work::shelf::Shelf;
use crate::app::{App, AppError, Reading, Request};
use crate::notify::queue::Queued;
use crate::script::fault::Fault;
use crate::store::{Batch, Snapshot, SnapshotView, StoreError};

/// The steps of a night, each a command of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// What became due and overdue.
    Terms,
    /// Automatic transitions; those that follow from one another are in later rounds.
    Moves(u8),
    /// Indicators of pairs and mentors.
    Pairs,
    /// Indicators of programmes and of the school.
    Wholes,
    /// Values of earlier days that late facts change.
    Late,
    /// The record that the night is over.
    Record,
}

impl Step {
    /// Every step in order.
    pub const ALL: [Self; 9] = [
        Self::Terms,
        Self::Moves(0),
        Self::Moves(1),
        Self::Moves(2),
        Self::Moves(3),
        Self::Pairs,
        Self::Wholes,
        Self::Late,
        Self::Record,
    ];

    fn name(self) -> String {
        format!("{self:?}")
    }
}

/// The id of a step's command: the same whenever the night of that day is run. Where the night goes back behind one of
/// a later day, which may have come after one of this day, that later day is a part of it.
fn command_id(school: SchoolId, on: NaiveDate, step: Step, behind: Option<NaiveDate>) -> CommandId {
    let (school, on, step) = (school.0.to_le_bytes(), on.to_string(), step.name());
    let behind = behind.map(|day| day.to_string());
    let mut parts: Vec<&[u8]> = vec![b"vekha night 1", &school, on.as_bytes(), step.as_bytes()];
    parts.extend(behind.as_ref().map(|day| day.as_bytes()));
    let digest = Digest::of(&parts);
    let mut id = [0; 16];
    id.copy_from_slice(&digest.0[..16]);
    CommandId(id)
}

/// The engine's own login.
pub const LOGIN: &str = "nightly";

/// Why the night of a school ended early. The other schools go on.
#[derive(Clone, Debug)]
pub enum Failed {
    /// A script.
    Script(Box<Fault>),
    /// A record that does not read, a rule that refused, a published file.
    Engine(AppError),
}

impl From<AppError> for Failed {
    fn from(error: AppError) -> Self {
        Self::Engine(error)
    }
}

impl From<Fault> for Failed {
    fn from(fault: Fault) -> Self {
        Self::Script(Box::new(fault))
    }
}

/// A day on which the script of indicators will fail, if nothing changes: what is of today stands.
#[derive(Clone, Debug)]
pub struct Foreseen {
    /// On what.
    pub subject: Subject,
    /// The day.
    pub on: NaiveDate,
    /// How.
    pub fault: Box<Fault>,
}

/// An indicator whose band changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BandChange {
    /// Of what.
    pub subject: Subject,
    /// Which indicator.
    pub name: String,
    /// The band it had.
    pub before: String,
    /// The band it has.
    pub after: String,
}

/// A message that was queued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// A person's number, or a role.
    pub to: String,
    /// The template.
    pub template: String,
    /// What it is about.
    pub about: Option<Subject>,
}

impl Sent {
    fn of(message: Message) -> Self {
        let to = match message.to {
            Recipient::Party(party) => party.to_string(),
            Recipient::Role(role) => role,
        };
        Self { to, template: message.template, about: message.about }
    }
}

/// A step that is ready to be written.
pub struct Ready {
    command: Command,
    decision: Decision,
    outbox: Vec<Vec<u8>>,
}

/// One school in one night.
pub struct Work<'a> {
    app: &'a App,
    /// Which school.
    pub school: SchoolId,
    /// Which night.
    pub planned: Planned,
    /// The school at this moment.
    pub reading: Reading<'a>,
    /// The rules in force.
    pub rules: Arc<Rules>,
    /// The published set.
    pub set: Option<Digest>,
    /// Where the night shift stood before.
    pub shift: Option<Shift>,
    /// The later day whose night this one goes back behind.
    behind: Option<NaiveDate>,
    /// The script of indicators.
    pub efficiency: Option<Arc<Script>>,
    /// The script of hooks.
    pub hooks: Option<Arc<Script>>,
    /// What people are told.
    pub told: Vec<Notice>,
    /// Bands that changed.
    pub bands: Vec<BandChange>,
    /// Transitions taken.
    pub moves: Vec<(Subject, String)>,
    /// Messages queued.
    pub sent: Vec<Sent>,
    /// Calls of hooks that came to nothing.
    pub hook_failures: usize,
    /// The first fault of the script of indicators that was met looking ahead.
    pub foreseen: Option<Foreseen>,
    /// What stands in the record.
    pub counts: BTreeMap<String, u32>,
    /// Rows that were read already; anew after every step that changes one.
    pub shelf: Shelf,
    /// The last event when this process began.
    pub began: u64,
    fresh: RefCell<Fresh>,
    subjects: OnceCell<BTreeMap<Subject, NaiveDate>>,
    /// Why the night ended early.
    pub failed: Option<Failed>,
    pub(super) ready: Option<Ready>,
}

impl<'a> Work<'a> {
    /// A school at the start of a night.
    ///
    /// # Errors
    /// What the store says.
    pub fn begin(
        app: &'a App,
        snapshot: &Arc<Snapshot>,
        school: SchoolId,
        planned: Planned,
    ) -> Result<Self, AppError> {
        let reading = app.read_over(snapshot, school);
        let mut shift = match reading.get(Key::of(Kind::Shift, 0))? {
            Some(Row::Shift(shift)) => Some(shift),
            _ => None,
        };
        let behind = match &mut shift {
            Some(shift) if planned.how == How::SetBack => {
                // Values of that later day are no values of today: all subjects are looked at again.
                shift.set = None;
                Some(shift.last)
            }
            _ => None,
        };
        let (seen, began) = (shift.as_ref().map_or(0, |shift: &Shift| shift.seen), reading.head().seq);
        let (rules, set) = (reading.rules()?, reading.published()?.map(|set| set.digest));
        Ok(Self {
            app,
            school,
            planned,
            rules,
            set,
            shift,
            behind,
            efficiency: None,
            hooks: None,
            told: Vec::new(),
            bands: Vec::new(),
            moves: Vec::new(),
            sent: Vec::new(),
            hook_failures: 0,
            foreseen: None,
            counts: BTreeMap::new(),
            shelf: Shelf::default(),
            began,
            fresh: RefCell::new(Fresh::after(seen)),
            subjects: OnceCell::new(),
            failed: None,
            ready: None,
            reading,
        })
    }

    /// The day of the night.
    pub fn on(&self) -> NaiveDate {
        self.planned.on
    }

    /// The day on which it is run: that of the night, or a later one where it is caught up.
    pub fn today(&self) -> NaiveDate {
        self.app.clock.today()
    }

    /// Whether the night goes on.
    pub fn lives(&self) -> bool {
        self.failed.is_none()
    }

    /// Notes a fault that was met looking ahead; of several the first.
    pub fn foresee(&mut self, subject: Subject, on: NaiveDate, fault: Fault) {
        if fault.code == NOT_ASKED {
            return;
        }
        self.foreseen.get_or_insert_with(|| Foreseen { subject, on, fault: Box::new(fault) });
    }

    /// Reads the school anew, after something was written.
    pub fn refresh(&mut self, snapshot: &Arc<Snapshot>) {
        self.reading = self.app.read_over(snapshot, self.school);
        // A night makes no pairs: where all are looked at, they stay the same.
        if !self.fresh.get_mut().changed.all {
            self.subjects.take();
        }
    }

    /// What is new since the last night, as far as it is recorded.
    ///
    /// # Errors
    /// What the store says.
    pub fn fresh(&self) -> Result<std::cell::Ref<'_, Fresh>, AppError> {
        self.fresh.borrow_mut().go_on(&self.reading)?;
        Ok(self.fresh.borrow())
    }

    /// Whose facts are new since the last night, each with the earliest day that any of these facts is about.
    ///
    /// # Errors
    /// What the store says.
    pub fn changed(&self) -> Result<&BTreeMap<Subject, NaiveDate>, AppError> {
        if let Some(known) = self.subjects.get() {
            return Ok(known);
        }
        let found = self.fresh()?.subjects(&self.reading, &self.shelf)?;
        Ok(self.subjects.get_or_init(|| found))
    }

    /// The rows, looked up once for many reads.
    ///
    /// # Errors
    /// What the store says.
    pub fn view(&self) -> Result<SnapshotView<'_>, AppError> {
        Ok(self.reading.snapshot.school(self.school)?)
    }

    /// The id of a step's command.
    pub fn command_id(&self, step: Step) -> CommandId {
        command_id(self.school, self.on(), step, self.behind)
    }

    /// What a step answered when it was taken before.
    ///
    /// # Errors
    /// What the store says.
    pub fn answered(&self, step: Step) -> Result<Option<Answer>, AppError> {
        let answer = self.reading.snapshot.answer(self.school, self.command_id(step))?;
        let Some(answer) = answer else { return Ok(None) };
        let read = serde_json::from_slice(&answer);
        read.map(Some).map_err(|error| StoreError::Damaged(format!("commands-1: {error}")).into())
    }

    /// The first event that this night recorded: up to the one before it the facts are that the night looked at, also
    /// when it was interrupted and others came after.
    ///
    /// # Errors
    /// What the store says.
    pub fn first(&self) -> Result<Option<u64>, AppError> {
        let mut first = None;
        for step in Step::ALL {
            if let Some(answer) = self.answered(step)?.filter(|answer| answer.first > 0) {
                first = Some(first.map_or(answer.first, |known: u64| known.min(answer.first)));
            }
        }
        Ok(first)
    }

    /// The engine's request for a step.
    pub fn request(&self, step: Step, action: Action) -> Request {
        let roles = ["owner".to_owned()].into();
        let mut request = Request::new(self.school, Actor { login: LOGIN.into(), roles }, action);
        request.on = Some(self.on());
        request.id = Some(self.command_id(step));
        request
    }

    /// Decides a step and keeps it to be written. One that changes nothing is not.
    ///
    /// # Errors
    /// A refusal, and what the store says.
    pub fn decide(&mut self, step: Step, action: Action, outbox: Vec<Vec<u8>>) -> Result<(), AppError> {
        let mut command = self.app.command(&self.request(step, Action::Many(Vec::new())))?;
        command.action = action;
        self.app.judge(&self.reading, &self.rules, &mut command)?;
        let mut decision = decide::decide(&self.view()?, &self.rules, &command)?;
        let heard = self.app.heard(&self.reading, &self.rules, &command, &decision);
        if !heard.failures.is_empty() {
            self.hook_failures += heard.failures.len();
            command.action = Action::Many(vec![command.action, Action::ReportHooks(heard.failures)]);
            decision = decide::decide(&self.view()?, &self.rules, &command)?;
        }
        let outbox: Vec<Vec<u8>> = outbox.into_iter().chain(heard.outbox).collect();
        for content in &outbox {
            self.sent.push(Sent::of(Queued::read(content)?.message));
        }
        if !decision.events.is_empty() || !outbox.is_empty() {
            let rows = |event: &Recorded| matches!(event.event, Event::StageEntered { .. });
            if decision.events.iter().any(rows) {
                self.shelf = Shelf::default();
            }
            self.ready = Some(Ready { command, decision, outbox });
        }
        Ok(())
    }

    /// Whether an action would be refused.
    ///
    /// # Errors
    /// What the store says.
    pub fn may(&self, step: Step, action: Action) -> Result<bool, AppError> {
        let mut command = self.app.command(&self.request(step, action))?;
        self.app.judge(&self.reading, &self.rules, &mut command)?;
        match decide::decide(&self.view()?, &self.rules, &command) {
            Ok(decision) => Ok(!decision.events.is_empty()),
            Err(decide::Refused::Rule(_)) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    pub(super) fn batch(&mut self) -> Option<Batch> {
        let Ready { command, decision, outbox } = self.ready.take()?;
        // Ids and numbers: their JSON cannot fail.
        let answer = serde_json::to_vec(&decision.answer).unwrap_or_default();
        let mut batch = Batch::of(&command, decision, answer);
        batch.outbox = outbox;
        Some(batch)
    }
}
