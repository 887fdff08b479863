//! Where screens are made: one school at one moment, and what came of requests in words.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use serde_json::{Value, json};
use vekha_core::command::Action;
use vekha_core::decide::Rules;
use vekha_core::event::{Event, Recorded};
use vekha_core::ids::{PartyId, SchoolId};
use vekha_core::vault::{Content, Sealed, VaultKey};
use vekha_core::view::Read;

use super::look::Look;
use super::{Ctx, Exit, Failure, Outcome, Session, refusal, tell};
use crate::app::{App, AppError, Directory, Reading, joined};
use crate::lang::Lang;

/// One school at one moment, with everything that a screen of it needs.
pub struct Desk<'a> {
    /// The rows.
    pub reading: Reading<'a>,
    /// Who is who.
    pub directory: Directory,
    rules: Arc<Rules>,
    names: BTreeMap<PartyId, String>,
    today: NaiveDate,
    lang: Lang,
}

impl Ctx {
    /// Carries out one action, or with `--dry-run` says what it would do, and tells what happened.
    pub fn act(&mut self, session: &Session, action: Action, on: Option<NaiveDate>) -> Result<Exit, Failure> {
        let outcome = session.act(action, on)?;
        self.tell(session, &outcome)?;
        Ok(Exit::Done)
    }

    /// Tells what a request did: a sentence for each event, or one JSON object.
    pub fn tell(&mut self, session: &Session, outcome: &Outcome) -> Result<(), Failure> {
        self.tell_with(session, outcome, &[])
    }

    /// The same with more about it: names and values that the JSON object gets too.
    pub fn tell_with(
        &mut self,
        session: &Session,
        outcome: &Outcome,
        more: &[(&str, Value)],
    ) -> Result<(), Failure> {
        let desk = session.desk(self)?;
        let told = outcome.told(&desk)?;
        if self.out.is_json() {
            let mut value = outcome.json(&told);
            more.iter().for_each(|(name, what)| value[*name] = what.clone());
            self.out.json(&value);
            return Ok(());
        }
        if outcome.acted.is_none() {
            self.out.note(&self.lang.word("told-dry-run"));
        } else if outcome.repeated() {
            self.out.note(&self.lang.word("told-repeated"));
        }
        if told.is_empty() {
            self.out.line(self.lang.word("told-nothing"));
        }
        for (_, sentence) in &told {
            self.out.line(sentence);
        }
        Ok(())
    }
}

impl Outcome {
    /// Whether it had been carried out before.
    pub fn repeated(&self) -> bool {
        self.acted.as_ref().is_some_and(|acted| acted.repeated)
    }

    /// Every event with its sentence.
    ///
    /// # Errors
    /// What the store says.
    pub fn told(&self, desk: &Desk<'_>) -> Result<Vec<(&Recorded, String)>, Failure> {
        let unwritten: BTreeMap<VaultKey, &Content> =
            self.vault.iter().map(|put| (put.key, &put.content)).collect();
        let mut names = desk.names.clone();
        for recorded in &self.events {
            if let Event::PartyAdded { party, profile, .. } = &recorded.event
                && let Some(Content::Party(profile)) = unwritten.get(&profile.key)
            {
                names.insert(*party, profile.name.clone());
            }
        }
        let look = Look { names: &names, ..desk.look() };
        let texts = |sealed: &Sealed| match unwritten.get(&sealed.key) {
            Some(Content::Text(text)) => Some(text.clone()),
            Some(Content::Fields(fields)) => Some(joined(fields)),
            _ => desk.reading.text(Some(sealed)).ok().flatten(),
        };
        self.events
            .iter()
            .map(|recorded| Ok((recorded, tell::sentence(&look, &recorded.event, &texts)?)))
            .collect()
    }

    fn json(&self, told: &[(&Recorded, String)]) -> Value {
        json!({
            "command": self.acted.as_ref().map(|acted| acted.id.to_string()),
            "dry_run": self.acted.is_none(),
            "repeated": self.repeated(),
            "created": self.created,
            "events": told.iter().map(|(recorded, text)| event_json(recorded, text)).collect::<Vec<_>>(),
        })
    }
}

/// An event for machines: its place, its times, its content, and the sentence.
pub fn event_json(recorded: &Recorded, text: &str) -> Value {
    json!({
        "seq": recorded.seq,
        "effective": recorded.effective,
        "recorded": recorded.recorded,
        "actor": recorded.actor,
        "command": recorded.command.to_string(),
        "event": recorded.event,
        "text": text,
    })
}

impl Session {
    /// The school as it stands; as `--as-of` says where it was given.
    pub fn desk(&self, ctx: &Ctx) -> Result<Desk<'_>, Failure> {
        let today = ctx.globals.as_of.unwrap_or_else(|| ctx.clock.today());
        Desk::of(self.read()?, today, ctx.lang)
    }
}

impl<'a> Desk<'a> {
    /// One school of an open store, as it stands or as `--as-of` says.
    pub fn in_school(ctx: &Ctx, app: &'a App, school: SchoolId) -> Result<Self, Failure> {
        let as_of = ctx.globals.as_of;
        let reading = app.read(school, as_of).map_err(|error| refusal::failure(error, ctx.lang))?;
        Self::of(reading, as_of.unwrap_or_else(|| ctx.clock.today()), ctx.lang)
    }

    /// Gathers what screens need.
    ///
    /// # Errors
    /// What the store says.
    pub fn of(reading: Reading<'a>, today: NaiveDate, lang: Lang) -> Result<Self, Failure> {
        let told = |error: AppError| refusal::failure(error, lang);
        let rules = reading.rules().map_err(told)?;
        let directory = reading.directory().map_err(told)?;
        let names = directory
            .standing()
            .filter_map(|known| Some((known.party.id, known.profile.as_ref()?.name.clone())))
            .collect();
        Ok(Desk { reading, directory, rules, names, today, lang })
    }

    /// What screens are made of.
    pub fn look(&self) -> Look<'_> {
        Look {
            view: &self.reading,
            rules: &self.rules,
            names: &self.names,
            today: self.today,
            lang: self.lang,
        }
    }

    /// The text under a seal, where it was not erased.
    pub fn text(&self, sealed: &Sealed) -> Option<String> {
        self.reading.text(Some(sealed)).ok().flatten()
    }

    /// The workflows and the calendar in force.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }
}

/// The schools of a store with their names.
pub fn schools(app: &App, lang: Lang) -> Result<Vec<(SchoolId, String)>, Failure> {
    let told = |error: crate::store::StoreError| refusal::failure(error.into(), lang);
    let snapshot = app.store.snapshot().map_err(told)?;
    let mut found = Vec::new();
    for (id, _) in snapshot.schools().map_err(told)? {
        let name = snapshot.school(id).map_err(told)?.school()?.map(|school| school.name);
        found.push((id, name.unwrap_or_default()));
    }
    Ok(found)
}
