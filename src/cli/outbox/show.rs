//! `vekha outbox show`

use serde_json::json;

use super::super::look::day;
use super::super::{Ctx, Desk, Exit, Failure, Kind, refusal};
use super::shared::{about, code_in_words, parcel, recipient, standing};
use crate::notify::worker::entries;

/// Show a parcel: what is in it, and every attempt; or a message that waits
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha outbox show 3\nvekha outbox show 17.0")]
pub struct Args {
    /// The number of the parcel, or of a message: 17.0
    #[arg(value_name = "ID")]
    id: String,
}

/// Shows it.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.reading()?;
    let desk = session.desk(ctx)?;
    let lang = ctx.lang;
    let missing = || Failure::with(Kind::BadInput, "outbox-no-message", [("id", args.id.clone())]);
    let number = match args.id.split_once('.') {
        Some((seq, no)) => {
            let place = seq.parse().ok().zip(no.parse().ok()).ok_or_else(missing)?;
            return message(ctx, &desk, place)
                .and_then(|found| if found { Ok(Exit::Done) } else { Err(missing()) });
        }
        None => args.id.parse().map_err(|_| missing())?,
    };
    let Some(found) = parcel(&session, lang, number)? else {
        return Err(no_parcel(number));
    };
    let status = lang.say(&format!("outbox-did-{}", standing(&found)), &[("code", "".into())]);
    if ctx.out.is_json() {
        let messages = found.messages.iter().map(|(seq, no, message)| {
            json!({ "id": format!("{seq}.{no}"), "template": message.template, "about": message.about,
                "data": message.data, "key": message.key })
        });
        ctx.out.json(&json!({
            "parcel": found.no,
            "to": found.to.to_string(),
            "channel": found.channel,
            "key": found.key,
            "day": found.day,
            "attempts": found.attempts,
            "status": standing(&found),
            "code": found.code(),
            "messages": messages.collect::<Vec<_>>(),
        }));
        return Ok(Exit::Done);
    }
    let args = [
        ("no", found.no.to_string().into()),
        ("to", recipient(&desk, lang, &found.to).into()),
        ("status", status.into()),
        ("attempts", found.attempts.into()),
        ("code", code_in_words(lang, found.code()).into()),
    ];
    ctx.out.line(lang.say("outbox-show", &args));
    for (seq, no, message) in &found.messages {
        ctx.out.line(format!("  {seq}.{no}  {}", about(&desk, lang, message)?));
    }
    Ok(Exit::Done)
}

/// Shows a message that waits; whether there is one with these numbers.
fn message(ctx: &mut Ctx, desk: &Desk<'_>, place: (u64, u32)) -> Result<bool, Failure> {
    let lang = ctx.lang;
    let all = entries(&desk.reading).map_err(|error| refusal::failure(error, lang))?;
    let Some(found) = all.into_iter().find(|entry| (entry.item.seq, entry.item.no) == place) else {
        return Ok(false);
    };
    let message = &found.queued.message;
    let parcel = Some(found.queued.parcel).filter(|no| *no != 0);
    if ctx.out.is_json() {
        ctx.out.json(&json!({
            "id": format!("{}.{}", place.0, place.1), "to": message.to.to_string(), "template": message.template,
            "about": message.about, "data": message.data, "key": message.key, "parcel": parcel,
            "queued": message.queued, "not_before": message.not_before,
        }));
        return Ok(true);
    }
    let args = [
        ("id", format!("{}.{}", place.0, place.1).into()),
        ("to", recipient(desk, lang, &message.to).into()),
        ("about", about(desk, lang, message)?.into()),
        ("date", day(message.not_before.unwrap_or(message.queued)).into()),
        ("parcel", parcel.unwrap_or_default().into()),
    ];
    ctx.out.line(lang.say("outbox-message", &args));
    ctx.out.command(&format!("vekha template show {}", message.template));
    Ok(true)
}

/// There is no such parcel.
pub fn no_parcel(no: u32) -> Failure {
    Failure::with(Kind::BadInput, "outbox-no-parcel", [("no", no.to_string())])
        .hint_command("outbox-see-log", "vekha outbox list --log")
}
