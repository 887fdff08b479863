//! Ways out: mail, a webhook, files, the console.

mod console;
mod files;
mod guarded;
mod mail;
mod webhook;

use std::io::Write;
use std::path::Path;

use super::parcel::Try;
use crate::clock::Clock;
use crate::config::Config;

pub use console::Console;
pub use files::Files;
pub use guarded::Guarded;
pub use mail::Post;
pub use webhook::Hook;

/// A rendered letter. It names people: it is made for the channel and kept nowhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
    /// `mail`, `webhook`, `file`, `console`.
    fn name(&self) -> &'static str;

    /// Whether it can reach somebody with this address.
    fn reaches(&self, address: Option<&str>) -> bool;

    /// Whether the receiver knows a repeat, so that an attempt in doubt may be repeated at once.
    fn knows_repeats(&self) -> bool;

    /// Whether a code says something of the way out itself: that it is gone, or lets nobody in. Such a one is left
    /// alone for a while; any other is about a letter or its recipient.
    fn concerns_all(&self, code: &str) -> bool {
        code.parse::<u16>().is_err()
    }

    /// Whether it is to be left alone for the rest of this run.
    fn is_down(&self) -> bool {
        false
    }

    /// Sends one letter.
    fn send(&self, letter: &Letter) -> Try;
}

/// What channels need besides their settings.
pub struct Means {
    /// The time.
    pub clock: Clock,
    /// After how many failures in a row a channel is left alone for the rest of a run.
    pub patience: u32,
    /// Where letters of the console go.
    pub console: Box<dyn Write>,
}

/// The channels of a home, in the order they are tried.
///
/// # Errors
/// What keeps a channel from being used: a secret that is not there, an address that is none.
pub fn of_home(config: &Config, home: &Path, means: Means) -> Result<Vec<Box<dyn Channel>>, String> {
    let Means { clock, patience, console } = means;
    let mut known: Vec<Box<dyn Channel>> = Vec::new();
    if let Some(mail) = &config.mail {
        known.push(Box::new(Post::new(mail, home)?));
    }
    if let Some(webhook) = &config.webhook {
        known.push(Box::new(Hook::new(webhook, home, clock)?));
    }
    if let Some(letters) = &config.letters {
        known.push(Box::new(Files::new(home.join(&letters.dir))));
    }
    let mut chosen = known;
    if let Some(wanted) = &config.notify.channels {
        let mut known = std::mem::take(&mut chosen);
        // Nobody has to set it up; it is used where it is asked for.
        known.push(Box::new(Console::new(console)));
        for name in wanted {
            match known.iter().position(|channel| channel.name() == name) {
                Some(at) => chosen.push(known.remove(at)),
                None => return Err(format!("[notify] channels: `{name}`")),
            }
        }
    }
    let guarded = |channel| Box::new(Guarded::new(channel, patience)) as Box<dyn Channel>;
    Ok(chosen.into_iter().map(guarded).collect())
}
