//! Ways out: mail, a webhook, files.

mod files;
mod mail;
mod webhook;

use std::path::Path;

use super::parcel::Try;
use crate::config::Config;

pub use files::Files;
pub use mail::Post;
pub use webhook::Hook;

/// A rendered letter. It names people: it is made for the channel and kept nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The parcel's key.
    pub key: String,
    /// How the recipient is written.
    pub name: String,
    /// The recipient's address.
    pub address: Option<String>,
    /// Whom it goes to, as ids: a number or a role.
    pub to: String,
    /// One line.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// The templates of the messages in it.
    pub templates: Vec<String>,
}

/// A way out.
pub trait Channel {
    /// `mail`, `webhook`, `file`.
    fn name(&self) -> &'static str;

    /// Whether it can reach somebody with this address.
    fn reaches(&self, address: Option<&str>) -> bool;

    /// Whether the receiver knows a repeat, so that an attempt in doubt may be repeated at once.
    fn knows_repeats(&self) -> bool;

    /// Sends one letter.
    fn send(&self, letter: &Letter) -> Try;
}

/// The channels of a home, in the order they are tried.
///
/// # Errors
/// What keeps a channel from being used: a secret that is not there, an address that is none.
pub fn of_home(config: &Config, home: &Path) -> Result<Vec<Box<dyn Channel>>, String> {
    let mut known: Vec<Box<dyn Channel>> = Vec::new();
    if let Some(mail) = &config.mail {
        known.push(Box::new(Post::new(mail, home)?));
    }
    if let Some(webhook) = &config.webhook {
        known.push(Box::new(Hook::new(webhook, home)?));
    }
    if let Some(letters) = &config.letters {
        known.push(Box::new(Files::new(home.join(&letters.dir))));
    }
    let Some(wanted) = &config.notify.channels else { return Ok(known) };
    let mut chosen = Vec::new();
    for name in wanted {
        match known.iter().position(|channel| channel.name() == name) {
            Some(at) => chosen.push(known.remove(at)),
            None => return Err(format!("[notify] channels: `{name}`")),
        }
    }
    Ok(chosen)
}
