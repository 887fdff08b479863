//! What the commands of the outbox share.

use vekha_core::message::{Message, Recipient, Settled};

use super::super::{Ctx, Desk, Failure, Kind, Session, output, refusal};
use crate::lang::Lang;
use crate::notify::channels::{self, Channel, Means};
use crate::notify::parcel::Parcel;
use crate::notify::worker::{Did, Line};

/// How often in a row a channel fails before a run leaves it alone.
pub const PATIENCE: u32 = 3;

/// The ways out of this home, each left alone after so many failures in a row.
pub fn channels(ctx: &Ctx, patience: u32) -> Result<Vec<Box<dyn Channel>>, Failure> {
    let home = ctx.home()?;
    let means = Means { clock: ctx.clock, patience, console: output::console() };
    channels::of_home(&home.config, &home.dir, means)
        .map_err(|place| Failure::with(Kind::BadInput, "notify-bad-channel", [("place", place)]))
}

/// The language of letters.
pub fn letters(ctx: &Ctx) -> Result<Lang, Failure> {
    Ok(ctx.home()?.config.language.parse().unwrap_or(Lang::Ru))
}

/// A recipient as people read it.
pub fn recipient(desk: &Desk<'_>, lang: Lang, to: &Recipient) -> String {
    use vekha_core::workflow::vocabulary::{ROLES, meaning};
    match to {
        Recipient::Party(id) => desk.directory.name(*id),
        Recipient::Role(role) => {
            meaning(ROLES, role).map_or_else(|| role.clone(), |words| words.pick(lang == Lang::Ru).to_owned())
        }
    }
}

/// What a message says, and about what, in a few words.
pub fn about(desk: &Desk<'_>, lang: Lang, message: &Message) -> Result<String, Failure> {
    use vekha_core::workflow::vocabulary::{TEMPLATES, meaning};
    let words = meaning(TEMPLATES, &message.template);
    let words =
        words.map_or_else(|| message.template.clone(), |words| words.pick(lang == Lang::Ru).to_owned());
    Ok(match message.about {
        Some(subject) => format!("{words}: {}", desk.look().title(subject)?),
        None => words,
    })
}

/// What was done with a parcel: a code for machines, words for people.
pub fn did(lang: Lang, did: &Did) -> (String, String) {
    let (id, code) = match did {
        Did::Sent => ("sent".to_owned(), ""),
        Did::Later(code) => ("later".into(), code.as_str()),
        Did::Failed(code) => ("failed".into(), code.as_str()),
        Did::Dropped(why) => (why.as_str().to_owned(), ""),
        Did::Waits(why) => ((*why).to_owned(), ""),
        Did::Would => ("would".into(), ""),
    };
    let words = lang.say(&format!("outbox-did-{id}"), &[("code", code_in_words(lang, code).into())]);
    (id, words)
}

/// Why an attempt came to nothing, behind other words: « (нет связи)»; a server's own number stays one.
pub fn code_in_words(lang: Lang, code: &str) -> String {
    let id = format!("outbox-code-{code}");
    match code {
        "" => String::new(),
        _ if lang.knows(&id) => format!(" ({})", lang.word(&id)),
        _ => format!(" ({code})"),
    }
}

/// A line of a report for machines.
pub fn line_json(lang: Lang, line: &Line) -> serde_json::Value {
    let (code, words) = did(lang, &line.did);
    serde_json::json!({
        "parcel": if line.parcel == 0 { None } else { Some(line.parcel) },
        "to": line.to.to_string(),
        "channel": line.channel,
        "messages": line.messages,
        "status": code,
        "text": words,
    })
}

/// A parcel's log.
pub fn parcel(session: &Session, lang: Lang, no: u32) -> Result<Option<Parcel>, Failure> {
    let told = |error: crate::store::StoreError| refusal::failure(error.into(), lang);
    let snapshot = session.app.store.snapshot().map_err(told)?;
    let steps = snapshot.parcel(session.school, no).map_err(told)?;
    match steps.is_empty() {
        true => Ok(None),
        false => Parcel::read(no, &steps).map(Some).map_err(told),
    }
}

/// How a parcel stands: `delivered`, `failed`, …, `doubt`, `back-off`.
pub fn standing(parcel: &Parcel) -> &'static str {
    match parcel.closed {
        Some((_, Settled::Delivered)) => "sent",
        Some((_, outcome)) => outcome.as_str(),
        None if parcel.in_doubt() => "doubt",
        None => "back-off",
    }
}
