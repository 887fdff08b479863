//! Events about messages and hooks, in words.

use vekha_core::event::Event;
use vekha_core::view::ViewError;

use super::look::Look;
use crate::lang::Lang;

/// The sentence of an event about messages; `None` for any other.
///
/// # Errors
/// What the view says.
pub fn sentence(look: &Look<'_>, event: &Event) -> Result<Option<String>, ViewError> {
    let lang = look.lang;
    Ok(Some(match event {
        Event::HookFailed(failure) => {
            let about = match failure.about {
                Some(about) => format!(" ({})", look.title(about)?),
                None => String::new(),
            };
            let place = match failure.line {
                0 => String::new(),
                line => format!(", hooks.rhai:{line}:{}", failure.column),
            };
            lang.say(
                "event-hook-failed",
                &[
                    ("function", failure.function.clone().into()),
                    ("about", about.into()),
                    ("code", failure.code.clone().into()),
                    ("place", place.into()),
                ],
            )
        }
        Event::MessagesSettled { messages, channel, outcome, parcel } => lang.say(
            &format!("event-messages-{}", outcome.as_str()),
            &[
                ("count", messages.len().into()),
                ("channel", channel_word(lang, channel).into()),
                ("parcel", parcel.to_string().into()),
            ],
        ),
        Event::OptOutChanged { party, categories } => {
            let words: Vec<String> =
                categories.iter().map(|one| lang.word(&format!("category-{}", one.as_str()))).collect();
            let id = if words.is_empty() { "event-opt-out-none" } else { "event-opt-out" };
            lang.say(id, &[("who", look.name(*party).into()), ("what", words.join(", ").into())])
        }
        _ => return Ok(None),
    }))
}

/// The name of a channel for people.
pub fn channel_word(lang: Lang, channel: &str) -> String {
    match channel {
        "mail" | "webhook" | "file" | "console" => lang.word(&format!("channel-{channel}")),
        other => other.to_owned(),
    }
}
