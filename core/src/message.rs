//! What is said to a person: ids, dates and numbers with the name of a template. The words, and whoever is named in
//! them, are put in when the message is delivered.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString as _};
use core::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::digest::Digest;
use crate::facts::Value;
use crate::ids::{PartyId, Subject};

/// To whom.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Recipient {
    /// A person, or whoever holds a role of the roadmap.
    Party(PartyId),
    /// Whoever acts as this, by the id of the vocabulary: `curator`, `head`.
    Role(String),
}

impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Party(id) => write!(f, "{id}"),
            Self::Role(role) => f.write_str(role),
        }
    }
}

/// What a message is about, coarsely enough to do without: what a person may opt out of. Append only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Category {
    /// Terms of tasks.
    Tasks,
    /// Stages of programmes.
    Stages,
    /// Pairs formed, closed, broken off.
    Pairs,
    /// Meetings held and missed.
    Meetings,
    /// Documents to draft, to sign, registered.
    Documents,
    /// Papers that are missing.
    Consents,
    /// Indicators that changed their band.
    Indicators,
    /// Anything else, by templates of the school's own.
    Other,
}

impl Category {
    /// Every category, in the order people read.
    pub const ALL: [Self; 8] = [
        Self::Tasks,
        Self::Stages,
        Self::Pairs,
        Self::Meetings,
        Self::Documents,
        Self::Consents,
        Self::Indicators,
        Self::Other,
    ];

    /// Its name on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Tasks => "tasks",
            Self::Stages => "stages",
            Self::Pairs => "pairs",
            Self::Meetings => "meetings",
            Self::Documents => "documents",
            Self::Consents => "consents",
            Self::Indicators => "indicators",
            Self::Other => "other",
        }
    }

    /// The category with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|category| category.as_str() == name)
    }

    /// The category of a template, by the word its name begins with: `task-due`, `pair-formed`.
    pub fn of_template(template: &str) -> Self {
        match template.split('-').next().unwrap_or_default() {
            "task" => Self::Tasks,
            "stage" | "programme" => Self::Stages,
            "pair" => Self::Pairs,
            "meeting" => Self::Meetings,
            "document" => Self::Documents,
            "consent" => Self::Consents,
            "band" | "indicator" => Self::Indicators,
            _ => Self::Other,
        }
    }
}

/// A message that waits to be delivered. It names nobody: its texts are codes such as stages and bands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// To whom.
    pub to: Recipient,
    /// The template that says it.
    pub template: String,
    /// What the recipient may opt out of.
    pub category: Category,
    /// The channel that was asked for; the person's own where none.
    pub channel: Option<String>,
    /// What it is about, from which the template is filled when it is delivered.
    pub about: Option<Subject>,
    /// What the template is filled with besides.
    pub data: BTreeMap<String, Value>,
    /// The day it was queued for.
    pub queued: NaiveDate,
    /// Not to be delivered before this day.
    pub not_before: Option<NaiveDate>,
    /// The same for every attempt and different for every message: what a receiver knows a repeat by.
    pub key: String,
}

impl Message {
    /// A message of a day without a key.
    pub fn new(to: Recipient, template: &str, queued: NaiveDate) -> Self {
        Self {
            to,
            template: template.into(),
            category: Category::of_template(template),
            channel: None,
            about: None,
            data: BTreeMap::new(),
            queued,
            not_before: None,
            key: String::new(),
        }
    }

    /// The same with the key of its place among the messages of a command.
    #[must_use]
    pub fn keyed(mut self, command: &[u8], no: u64) -> Self {
        self.key = Digest::of(&[b"vekha message 1", command, &no.to_le_bytes()]).to_string();
        self.key.truncate(32);
        self
    }
}

/// A call of a hook that came to nothing: which, why, and where in the script. It names nobody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HookFailure {
    /// The function: `on_task_due`.
    pub function: String,
    /// What it was called about.
    pub about: Option<Subject>,
    /// What went wrong, by its code: `no-data`, `operations`, `contract`.
    pub code: String,
    /// The digest of the script.
    pub script: Digest,
    /// The line, from 1; 0 where none is known.
    pub line: u32,
    /// The column, from 1; 0 where none is known.
    pub column: u32,
}

/// How it ended with a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Settled {
    /// A channel took it.
    Delivered,
    /// Refused for good, or tried as often as is allowed.
    Failed,
    /// Called off by hand.
    Cancelled,
    /// The recipient opted out of its category.
    OptedOut,
    /// The recipient was erased, or merged away.
    Erased,
    /// It lay too long without a channel or an address to be of use.
    Stale,
    /// What it was about has been done meanwhile.
    Outdated,
}

impl Settled {
    /// Its name for machines.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Delivered => "delivered",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
            Self::OptedOut => "opted-out",
            Self::Erased => "erased",
            Self::Stale => "stale",
            Self::Outdated => "outdated",
        }
    }
}

/// What a person does not want to be told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OptOut {
    /// Who.
    pub party: PartyId,
    /// Of what; never empty.
    pub categories: BTreeSet<Category>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_belongs_to_the_category_its_name_begins_with() {
        let check = |template, category| assert_eq!(Category::of_template(template), category, "{template}");
        check("task-due", Category::Tasks);
        check("stage-entered", Category::Stages);
        check("programme-completed", Category::Stages);
        check("band-changed", Category::Indicators);
        check("taskforce", Category::Other);
        check("", Category::Other);
    }

    #[test]
    fn categories_are_found_by_their_names() {
        for category in Category::ALL {
            assert_eq!(Category::parse(category.as_str()), Some(category));
        }
        assert_eq!(Category::parse("Tasks"), None);
    }

    #[test]
    fn keys_differ_by_command_and_by_place() {
        let day = NaiveDate::default();
        let key = |command: &[u8], no| {
            Message::new(Recipient::Role("head".into()), "task-due", day).keyed(command, no).key
        };
        assert_eq!(key(b"one", 0), key(b"one", 0));
        assert_ne!(key(b"one", 0), key(b"one", 1));
        assert_ne!(key(b"one", 0), key(b"two", 0));
        assert_eq!(key(b"one", 0).len(), 32);
    }
}
