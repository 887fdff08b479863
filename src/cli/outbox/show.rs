//! `vekha outbox show`

use serde_json::json;

use super::super::{Ctx, Exit, Failure, Kind};
use super::shared::{parcel, recipient, standing};

/// Show a parcel: what is in it, and every attempt
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha outbox show 3")]
pub struct Args {
    /// The number of the parcel
    #[arg(value_name = "N")]
    parcel: u32,
}

/// Shows it.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.reading()?;
    let desk = session.desk(ctx)?;
    let lang = ctx.lang;
    let Some(found) = parcel(&session, lang, args.parcel)? else {
        return Err(no_parcel(args.parcel));
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
        ("code", found.code().to_owned().into()),
    ];
    ctx.out.line(lang.say("outbox-show", &args));
    for (seq, no, message) in &found.messages {
        let about = match message.about {
            Some(about) => desk.look().title(about)?,
            None => String::new(),
        };
        ctx.out.line(format!("  {seq}.{no}  {}  {about}", message.template));
    }
    Ok(Exit::Done)
}

/// There is no such parcel.
pub fn no_parcel(no: u32) -> Failure {
    Failure::with(Kind::BadInput, "outbox-no-parcel", [("no", no.to_string())])
        .hint_command("outbox-see-log", "vekha outbox list --log")
}
