//! What one round of delivery in a school reads once: names, rules, templates, and who had a letter today.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use minijinja::Value;
use vekha_core::decide::Rules;
use vekha_core::ids::SchoolId;
use vekha_core::message::{Message, Recipient, Settled};
use vekha_core::view::Read;
use vekha_core::workflow::vocabulary::{TEMPLATES, meaning};

use super::addressee::{Addressee, Lookup};
use super::channels::Letter;
use super::fill::Filling;
use super::outdated::is_outdated;
use super::parcel::Parcel;
use super::templates::{Rendered, TemplateError, Templates, folder};
use super::worker::Worker;
use crate::app::{AppError, Directory, Reading};
use crate::lang::Lang;

/// Parcels made longer ago than this many days did not arrive today: their attempts end long before.
const OPEN_AT_MOST: i64 = 30;

/// A school as a round of delivery sees it.
pub struct Round<'a> {
    /// The state at its beginning.
    pub reading: Reading<'a>,
    worker: &'a Worker<'a>,
    directory: Directory,
    rules: Arc<Rules>,
    templates: Templates,
}

impl<'a> Round<'a> {
    /// Reads what letters are made of.
    ///
    /// # Errors
    /// What the store says.
    pub fn new(worker: &'a Worker<'a>, school: SchoolId) -> Result<Self, AppError> {
        let reading = worker.app.read(school, None)?;
        let (directory, rules) = (reading.directory()?, reading.rules()?);
        let templates = Templates::published(&reading, worker.lang)?;
        Ok(Self { worker, directory, rules, templates, reading })
    }

    /// Who is meant; `None` for a person who was erased.
    pub fn addressee(&self, to: &Recipient) -> Option<Addressee> {
        let (roles, lang) = (&self.worker.settings.roles, self.worker.lang);
        Lookup { directory: &self.directory, roles, lang }.find(to)
    }

    /// What tells one person from another, whether a letter is for them or for a role that they hold.
    pub fn person(&self, to: &Recipient) -> String {
        match self.addressee(to) {
            Some(Addressee { party: Some(party), .. }) => party.to_string(),
            Some(Addressee { address: Some(address), .. }) => address.to_lowercase(),
            _ => to.to_string(),
        }
    }

    /// Those whose parcel arrived today.
    ///
    /// # Errors
    /// What the store says.
    pub fn served_today(&self) -> Result<BTreeSet<String>, AppError> {
        let clock = self.worker.app.clock;
        let local = |at| {
            let moment = chrono::DateTime::from_timestamp_millis(at)?;
            Some(moment.with_timezone(&clock.zone()).date_naive())
        };
        let (snapshot, school) = (&self.reading.snapshot, self.reading.school);
        let mut served = BTreeSet::new();
        for no in (1..=snapshot.last_parcel(school)?).rev() {
            let parcel = Parcel::read(no, &snapshot.parcel(school, no)?)?;
            if (clock.today() - parcel.day).num_days() > OPEN_AT_MOST {
                break;
            }
            let arrived = parcel.closed.filter(|(_, how)| *how == Settled::Delivered);
            if arrived.is_some_and(|(at, _)| local(at) == Some(clock.today())) {
                served.insert(self.person(&parcel.to));
            }
        }
        Ok(served)
    }

    /// Why nobody needs a message any more, where that is so.
    ///
    /// # Errors
    /// What the store says.
    pub fn needless(&self, message: &Message) -> Result<Option<Settled>, AppError> {
        let Some(addressee) = self.addressee(&message.to) else { return Ok(Some(Settled::Erased)) };
        if self.refuses(&addressee, message)? {
            return Ok(Some(Settled::OptedOut));
        }
        if is_outdated(&self.reading, &self.rules, self.worker.app.clock.today(), message)? {
            return Ok(Some(Settled::Outdated));
        }
        let since = message.not_before.unwrap_or(message.queued).max(message.queued);
        let age = (self.worker.app.clock.today() - since).num_days();
        Ok((age > i64::from(self.worker.settings.stale_days)).then_some(Settled::Stale))
    }

    /// Whether somebody does not want messages of this category.
    ///
    /// # Errors
    /// What the store says.
    pub fn refuses(&self, addressee: &Addressee, message: &Message) -> Result<bool, AppError> {
        let Some(party) = addressee.party else { return Ok(false) };
        Ok(self.reading.opt_out(party)?.is_some_and(|row| row.categories.contains(&message.category)))
    }

    /// The letter of a parcel, with names. A template that does not fill keeps nothing back: what it was to say is said
    /// without it.
    ///
    /// # Errors
    /// What the store says.
    pub fn letter(&self, parcel: &Parcel, addressee: &Addressee) -> Result<Letter, AppError> {
        let lang = self.worker.lang;
        let filling = Filling {
            view: &self.reading,
            rules: &self.rules,
            directory: &self.directory,
            today: self.worker.app.clock.today(),
            lang,
        };
        let mut parts = Vec::with_capacity(parcel.messages.len());
        for (.., message) in &parcel.messages {
            let data = filling.data(message, &addressee.name)?;
            match self.templates.render(&message.template, &data) {
                Ok(rendered) => parts.push(rendered),
                Err(error) => {
                    tracing::warn!(template = error.name, line = error.line, "a template does not fill");
                    parts.push(plainly(&error, &data, lang));
                }
            }
        }
        let (subject, text) = digest(parts, lang);
        Ok(Letter {
            key: parcel.key.clone(),
            name: addressee.name.clone(),
            address: addressee.address.clone(),
            to: parcel.to.to_string(),
            subject,
            text,
            templates: parcel.messages.iter().map(|(.., message)| message.template.clone()).collect(),
        })
    }
}

/// What a message says in the words of its data alone, and why no better.
fn plainly(error: &TemplateError, data: &BTreeMap<String, Value>, lang: Lang) -> Rendered {
    const TOLD: [(&str, &str); 9] = [
        ("задача", "task"),
        ("название", "title"),
        ("программа", "programme"),
        ("наставник", "mentor"),
        ("наставляемый", "mentee"),
        ("человек", "person"),
        ("этап", "stage"),
        ("документ", "document"),
        ("срок", "due"),
    ];
    let words = meaning(TEMPLATES, &error.name).map(|words| words.pick(lang == Lang::Ru).to_owned());
    let subject = words.unwrap_or_else(|| error.name.clone());
    let named = TOLD.map(|(ru, en)| if lang == Lang::Ru { ru } else { en });
    let lines = named.into_iter().filter_map(|name| {
        let value = data.get(name).map(ToString::to_string).filter(|value| !value.is_empty())?;
        Some(format!("{name}: {value}\n"))
    });
    let mut text: String = lines.collect();
    let file = format!("{}{}.txt", folder(lang), error.name);
    text += &lang.say("notify-plainly", &[("file", file.into()), ("line", error.line.into())]);
    Rendered { subject, text }
}

/// One letter of several: what is said in the same words is said once, with its count.
fn digest(parts: Vec<Rendered>, lang: Lang) -> (String, String) {
    let mut parts = parts;
    if parts.len() == 1
        && let Some(only) = parts.pop()
    {
        return (only.subject, only.text);
    }
    let subject = lang.say("notify-digest", &[("count", parts.len().into())]);
    let mut times: BTreeMap<(String, String), usize> = BTreeMap::new();
    for part in &parts {
        *times.entry((part.subject.clone(), part.text.clone())).or_default() += 1;
    }
    let mut sections = Vec::new();
    for part in parts {
        if let Some(times) = times.remove(&(part.subject.clone(), part.text.clone())) {
            let often = if times > 1 { format!(" (×{times})") } else { String::new() };
            sections.push(format!("* {}{often}\n{}", part.subject, part.text));
        }
    }
    (subject, sections.join("\n\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_says_the_same_thing_once() {
        let part = |text: &str| Rendered { subject: format!("s {text}"), text: text.into() };
        assert_eq!(digest(vec![part("a")], Lang::En), ("s a".into(), "a".into()));
        let (subject, text) = digest(vec![part("a"), part("b"), part("a")], Lang::En);
        assert!(subject.contains('3'), "{subject}");
        assert_eq!(text, "* s a (×2)\na\n\n* s b\nb");
    }
}
