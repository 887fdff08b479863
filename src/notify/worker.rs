//! The worker: takes what the outbox holds to the people it is for.
//!
//! For every parcel an attempt is written down and synced before a byte is sent, and its end after. Killed between
//! the two, nobody knows whether it arrived: such a parcel is not sent again within `window_hours`; after that it is,
//! under the same key and Message-ID. So within the window nothing is sent twice, and beyond it nothing is lost: at
//! least once, at most once within the window. A receiver that knows keys (`[webhook] repeats`) needs no window.

use std::collections::{BTreeMap, BTreeSet};

use vekha_core::command::{Action, Actor};
use vekha_core::digest::Digest;
use vekha_core::event::Timestamp;
use vekha_core::ids::{CommandId, SchoolId};
use vekha_core::message::{Message, Recipient, Settled};

use super::addressee::Addressee;
use super::channels::Channel;
use super::parcel::{Parcel, Step, Try};
use super::queue::Queued;
use super::round::Round;
use super::settings::Notify;
use crate::app::{ATTEMPTS, App, AppError, Reading, Request};
use crate::lang::Lang;
use crate::store::OutboxItem;

/// Delivers.
pub struct Worker<'a> {
    /// The engine.
    pub app: &'a App,
    /// `[notify]`.
    pub settings: &'a Notify,
    /// The ways out, in the order they are tried.
    pub channels: &'a [Box<dyn Channel>],
    /// The language of letters.
    pub lang: Lang,
    /// Who reports back.
    pub actor: Actor,
    /// The id of the command that calls something off, where the person gave one.
    pub command: Option<CommandId>,
}

/// What is, or would be, done with a parcel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Did {
    /// It arrived.
    Sent,
    /// It will be tried again: the code of what went wrong.
    Later(String),
    /// It failed for good.
    Failed(String),
    /// It ended without being sent.
    Dropped(Settled),
    /// It waits: `no-channel`, `no-address`, `not-yet`, `back-off`, `doubt`, `one-a-day`, `channel-down`.
    Waits(&'static str),
    /// A dry run: it would be sent now.
    Would,
}

/// One line of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The parcel; 0 where none was made.
    pub parcel: u32,
    /// To whom.
    pub to: Recipient,
    /// The channel; empty where none has a part.
    pub channel: String,
    /// How many messages.
    pub messages: usize,
    /// What was done.
    pub did: Did,
}

/// An entry of the outbox.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Where it stands, as stored.
    pub item: OutboxItem,
    /// What it is.
    pub queued: Queued,
}

/// A school's part of the outbox, the oldest first.
///
/// # Errors
/// What the store says, and an entry that cannot be read.
pub fn entries(reading: &Reading<'_>) -> Result<Vec<Entry>, AppError> {
    let items = reading.snapshot.outbox_of(reading.school)?;
    items
        .into_iter()
        .map(|item| {
            let queued = Queued::read(&item.content)?;
            Ok(Entry { item, queued })
        })
        .collect()
}

impl Worker<'_> {
    /// Delivers what a school's outbox holds. With `dry` nothing is written and nothing sent.
    ///
    /// # Errors
    /// What the store says; what goes wrong with a channel is in the report.
    pub fn deliver(&self, school: SchoolId, dry: bool) -> Result<Vec<Line>, AppError> {
        let mut lines = Vec::new();
        if self.app.store.snapshot()?.outbox_of(school)?.is_empty() {
            return Ok(lines);
        }
        let round = Round::new(self, school)?;
        let entries = self.needed(&round, dry, &mut lines)?;
        let mut busy = BTreeSet::new();
        let numbers: BTreeSet<u32> =
            entries.iter().map(|entry| entry.queued.parcel).filter(|parcel| *parcel > 0).collect();
        for no in numbers {
            let parcel = Parcel::read(no, &round.reading.snapshot.parcel(school, no)?)?;
            let line = self.go_on(&round, &parcel, dry)?;
            // What no channel takes any more keeps nobody from the letters of today.
            if line.did != Did::Waits("no-channel") {
                busy.insert(round.person(&parcel.to));
            }
            lines.push(line);
        }
        busy.extend(round.served_today()?);
        let mut groups: BTreeMap<(String, u64, u32), Vec<&Entry>> = BTreeMap::new();
        for entry in entries.iter().filter(|entry| entry.queued.parcel == 0) {
            let message = &entry.queued.message;
            if message.not_before.is_some_and(|day| day > self.app.clock.today()) {
                lines.push(line(0, message, 1, Did::Waits("not-yet")));
                continue;
            }
            let single = if self.settings.digest { (0, 0) } else { (entry.item.seq, entry.item.no) };
            groups.entry((round.person(&message.to), single.0, single.1)).or_default().push(entry);
        }
        for ((person, ..), group) in groups {
            lines.push(match self.settings.digest && busy.contains(&person) {
                true => line(0, &group[0].queued.message, group.len(), Did::Waits("one-a-day")),
                false => self.begin(&round, &group, dry)?,
            });
        }
        Ok(lines)
    }

    fn request(&self, school: SchoolId, action: Action) -> Request {
        Request { id: self.command, ..Request::new(school, self.actor.clone(), action) }
    }

    fn now(&self) -> Timestamp {
        self.app.clock.now().timestamp_millis()
    }

    /// The entries that are still to be delivered. What nobody needs any more is ended: whose recipient opted out or
    /// was erased, what is done, what is stale.
    fn needed(&self, round: &Round<'_>, dry: bool, lines: &mut Vec<Line>) -> Result<Vec<Entry>, AppError> {
        let mut needed = Vec::new();
        let mut needless: BTreeMap<(String, Settled), Vec<Entry>> = BTreeMap::new();
        for entry in entries(&round.reading)? {
            let message = &entry.queued.message;
            match round.needless(message)? {
                Some(why) if entry.queued.parcel == 0 => {
                    needless.entry((message.to.to_string(), why)).or_default().push(entry);
                }
                _ => needed.push(entry),
            }
        }
        for ((_, why), group) in needless {
            let to = group[0].queued.message.to.clone();
            let mut parcel = 0;
            if !dry {
                parcel = self.settle_new(round.reading.school, to.clone(), &group, why)?;
            }
            let channel = String::new();
            lines.push(Line { parcel, to, channel, messages: group.len(), did: Did::Dropped(why) });
        }
        Ok(needed)
    }

    /// Makes a parcel of messages and tries it for the first time.
    fn begin(&self, round: &Round<'_>, group: &[&Entry], dry: bool) -> Result<Line, AppError> {
        let first = &group[0].queued.message;
        let Some(addressee) = round.addressee(&first.to) else {
            return Ok(line(0, first, group.len(), Did::Waits("no-address")));
        };
        let wished = first.channel.as_deref();
        let reach = |channel: &&dyn Channel| channel.reaches(addressee.address.as_deref());
        let mut reaching = self.channels.iter().map(AsRef::as_ref).filter(reach);
        let named = reaching.clone().find(|channel| wished == Some(channel.name()));
        let Some(channel) = named.or_else(|| reaching.next()) else {
            let why = if self.channels.is_empty() { "no-channel" } else { "no-address" };
            return Ok(line(0, first, group.len(), Did::Waits(why)));
        };
        let waits = channel.is_down().then_some(Did::Waits("channel-down"));
        let mut made = line(0, first, group.len(), waits.unwrap_or(Did::Would));
        made.channel = channel.name().to_owned();
        if dry || made.did != Did::Would {
            return Ok(made);
        }
        let (no, step) = self.make(round.reading.school, group, channel.name())?;
        let parcel = Parcel::read(no, &[step.bytes(), Step::Started { at: self.now() }.bytes()])?;
        self.attempt(round, &parcel, channel, &addressee)
    }

    /// Writes down a new parcel with the beginning of its first attempt.
    fn make(&self, school: SchoolId, group: &[&Entry], channel: &str) -> Result<(u32, Step), AppError> {
        let first = &group[0].queued.message;
        let keys: Vec<&[u8]> = group.iter().map(|entry| entry.queued.message.key.as_bytes()).collect();
        let mut parts: Vec<&[u8]> = vec![b"vekha parcel 1"];
        parts.extend(&keys);
        let mut key = Digest::of(&parts).to_string();
        key.truncate(32);
        let step = Step::Made {
            to: first.to.clone(),
            channel: channel.to_owned(),
            day: self.app.clock.today(),
            key,
            messages: contents(group.iter().copied()),
        };
        let now = self.now();
        let no = self.app.store.write(|tx| {
            let no = tx.next_parcel(school)?;
            for entry in group {
                let queued = Queued { parcel: no, ..entry.queued.clone() };
                if !tx.requeue(&OutboxItem { content: queued.bytes(), ..entry.item.clone() })? {
                    return Err(AppError::Moved);
                }
            }
            tx.log_step(school, no, &step.bytes())?;
            tx.log_step(school, no, &Step::Started { at: now }.bytes())?;
            Ok::<_, AppError>(no)
        })?;
        Ok((no, step))
    }

    /// Goes on with a parcel that was made before.
    fn go_on(&self, round: &Round<'_>, parcel: &Parcel, dry: bool) -> Result<Line, AppError> {
        let school = round.reading.school;
        let said = |did| Line {
            parcel: parcel.no,
            to: parcel.to.clone(),
            channel: parcel.channel.clone(),
            messages: parcel.messages.len(),
            did,
        };
        let addressee = round.addressee(&parcel.to);
        let Some(channel) = self.channel_of(parcel, addressee.as_ref()) else {
            return Ok(said(Did::Waits("no-channel")));
        };
        let window = (!channel.knows_repeats()).then_some(self.settings.window_hours);
        if self.now() < parcel.next(window) {
            return Ok(said(Did::Waits(if parcel.in_doubt() { "doubt" } else { "back-off" })));
        }
        let ends = match &addressee {
            None => Some(Settled::Erased),
            Some(addressee) if self.all_refused(round, parcel, addressee)? => Some(Settled::OptedOut),
            Some(_) => None,
        };
        if let Some(why) = ends {
            if !dry {
                self.close(school, parcel, None, why)?;
            }
            return Ok(said(Did::Dropped(why)));
        }
        if parcel.attempts >= self.settings.attempts && !parcel.again {
            if !dry {
                self.close(school, parcel, None, Settled::Failed)?;
            }
            return Ok(said(Did::Failed(parcel.code().to_owned())));
        }
        let (false, false, Some(addressee)) = (dry, channel.is_down(), addressee) else {
            return Ok(said(if channel.is_down() { Did::Waits("channel-down") } else { Did::Would }));
        };
        let now = self.now();
        self.app.store.write(|tx| {
            tx.log_step(school, parcel.no, &Step::Started { at: now }.bytes()).map_err(AppError::from)
        })?;
        let parcel = Parcel { attempts: parcel.attempts + 1, last: Some((now, None)), ..parcel.clone() };
        self.attempt(round, &parcel, channel, &addressee)
    }

    /// The channel of a parcel; where the school gave it up, another that reaches the addressee, unless the letter may
    /// be there already.
    fn channel_of(&self, parcel: &Parcel, addressee: Option<&Addressee>) -> Option<&dyn Channel> {
        let mut channels = self.channels.iter().map(AsRef::as_ref);
        let own = channels.clone().find(|channel| channel.name() == parcel.channel);
        own.or_else(|| {
            let address = addressee.filter(|_| !parcel.in_doubt())?.address.as_deref();
            channels.find(|channel: &&dyn Channel| channel.reaches(address))
        })
    }

    fn all_refused(&self, round: &Round<'_>, parcel: &Parcel, to: &Addressee) -> Result<bool, AppError> {
        for (.., message) in &parcel.messages {
            if !round.refuses(to, message)? {
                return Ok(false);
            }
        }
        Ok(!parcel.messages.is_empty())
    }

    /// Sends a parcel whose attempt is on record, and records its end.
    fn attempt(
        &self,
        round: &Round<'_>,
        parcel: &Parcel,
        channel: &dyn Channel,
        addressee: &Addressee,
    ) -> Result<Line, AppError> {
        let result = channel.send(&round.letter(parcel, addressee)?);
        let end = Step::Ended { at: self.now(), result: result.clone() };
        let last = parcel.attempts >= self.settings.attempts;
        let did = match &result {
            Try::Sent => Did::Sent,
            Try::Refused(code) => Did::Failed(code.clone()),
            Try::Later(code) if last => Did::Failed(code.clone()),
            Try::Later(code) | Try::Doubt(code) | Try::Asked(code, _) => Did::Later(code.clone()),
        };
        let school = round.reading.school;
        match &did {
            Did::Sent => self.close(school, parcel, Some(end), Settled::Delivered)?,
            Did::Failed(_) => self.close(school, parcel, Some(end), Settled::Failed)?,
            _ => self
                .app
                .store
                .write(|tx| tx.log_step(school, parcel.no, &end.bytes()).map_err(AppError::from))?,
        }
        Ok(Line {
            parcel: parcel.no,
            to: parcel.to.clone(),
            channel: parcel.channel.clone(),
            messages: parcel.messages.len(),
            did,
        })
    }

    /// Ends a parcel: the log, the outbox and the journal in one transaction.
    ///
    /// # Errors
    /// What the store says.
    pub fn close(
        &self,
        school: SchoolId,
        parcel: &Parcel,
        end: Option<Step>,
        outcome: Settled,
    ) -> Result<(), AppError> {
        let places: Vec<(u64, u32)> = parcel.messages.iter().map(|(seq, no, _)| (*seq, *no)).collect();
        let action = Action::SettleMessages {
            parcel: parcel.no,
            messages: places.clone(),
            channel: parcel.channel.clone(),
            outcome,
        };
        let at = self.now();
        self.app.act_along(&self.request(school, action), |tx| {
            for (seq, no) in places {
                tx.delivered(&OutboxItem { school, seq, no, content: Vec::new() })?;
            }
            for step in end.into_iter().chain([Step::Closed { at, outcome }]) {
                tx.log_step(school, parcel.no, &step.bytes())?;
            }
            Ok(())
        })
    }

    /// Ends messages that never were in a parcel; gives the number of the one that records it. It is tried again where
    /// another process was quicker.
    ///
    /// # Errors
    /// What the store says.
    pub fn settle_new(
        &self,
        school: SchoolId,
        to: Recipient,
        group: &[Entry],
        outcome: Settled,
    ) -> Result<u32, AppError> {
        for _ in 1..ATTEMPTS {
            match self.settle_as_next(school, &to, group, outcome) {
                Err(AppError::Moved) => {}
                other => return other,
            }
        }
        self.settle_as_next(school, &to, group, outcome)
    }

    /// One try: somebody else may take the number meanwhile.
    fn settle_as_next(
        &self,
        school: SchoolId,
        to: &Recipient,
        group: &[Entry],
        outcome: Settled,
    ) -> Result<u32, AppError> {
        let no = self.app.store.snapshot()?.last_parcel(school)? + 1;
        let step = Step::Made {
            to: to.clone(),
            channel: String::new(),
            day: self.app.clock.today(),
            key: group[0].queued.message.key.clone(),
            messages: contents(group),
        };
        let parcel = Parcel::read(no, &[step.bytes()])?;
        let places: Vec<(u64, u32)> = parcel.messages.iter().map(|(seq, no, _)| (*seq, *no)).collect();
        let channel = String::new();
        let action = Action::SettleMessages { parcel: no, messages: places, channel, outcome };
        let at = self.now();
        self.app.act_along(&self.request(school, action), |tx| {
            if tx.next_parcel(school)? != no {
                return Err(AppError::Moved);
            }
            for entry in group {
                tx.delivered(&entry.item)?;
            }
            tx.log_step(school, no, &step.bytes())?;
            tx.log_step(school, no, &Step::Closed { at, outcome }.bytes())?;
            Ok(())
        })?;
        Ok(no)
    }

    /// Lets a parcel be tried at once, whatever its back-off or doubt.
    ///
    /// # Errors
    /// What the store says.
    pub fn again(&self, school: SchoolId, parcel: u32) -> Result<(), AppError> {
        let at = self.now();
        self.app
            .store
            .write(|tx| tx.log_step(school, parcel, &Step::Again { at }.bytes()).map_err(AppError::from))
    }
}

fn contents<'e>(group: impl IntoIterator<Item = &'e Entry>) -> Vec<(u64, u32, Message)> {
    let content = |entry: &Entry| (entry.item.seq, entry.item.no, entry.queued.message.clone());
    group.into_iter().map(content).collect()
}

fn line(parcel: u32, message: &Message, messages: usize, did: Did) -> Line {
    Line { parcel, to: message.to.clone(), channel: String::new(), messages, did }
}
