//! `vekha outbox list`

use serde_json::json;

use super::super::look::day;
use super::super::{Ctx, Exit, Failure, Table, refusal};
use super::shared::{about, code_in_words, recipient, standing};
use crate::notify::parcel::Parcel;
use crate::notify::worker::entries;

/// List what waits, and with --log what became of the rest
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha outbox list\nvekha outbox list --log")]
pub struct Args {
    /// The log of deliveries too, the newest last
    #[arg(long)]
    log: bool,
}

/// Lists them.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.reading()?;
    let desk = session.desk(ctx)?;
    let lang = ctx.lang;
    let told = |error: crate::app::AppError| refusal::failure(error, lang);
    let waiting = entries(&desk.reading).map_err(told)?;
    let snapshot = &desk.reading.snapshot;
    let mut parcels = Vec::new();
    if args.log {
        for no in 1..=snapshot.last_parcel(session.school).map_err(|error| told(error.into()))? {
            let steps = snapshot.parcel(session.school, no).map_err(|error| told(error.into()))?;
            parcels.push(Parcel::read(no, &steps).map_err(|error| told(error.into()))?);
        }
    }
    if ctx.out.is_json() {
        let messages = waiting.iter().map(|entry| {
            let message = &entry.queued.message;
            json!({
                "id": format!("{}.{}", entry.item.seq, entry.item.no),
                "to": message.to.to_string(),
                "template": message.template,
                "category": message.category.as_str(),
                "queued": message.queued,
                "not_before": message.not_before,
                "parcel": if entry.queued.parcel == 0 { None } else { Some(entry.queued.parcel) },
            })
        });
        let log = parcels.iter().map(|parcel| {
            json!({
                "parcel": parcel.no,
                "to": parcel.to.to_string(),
                "channel": parcel.channel,
                "messages": parcel.messages.len(),
                "attempts": parcel.attempts,
                "status": standing(parcel),
                "code": parcel.code(),
            })
        });
        let log = args.log.then(|| log.collect::<Vec<_>>());
        ctx.out.json(&json!({ "waiting": messages.collect::<Vec<_>>(), "log": log }));
        return Ok(Exit::Done);
    }
    if waiting.is_empty() {
        ctx.out.line(lang.word("outbox-empty"));
    } else {
        let heads = ["outbox-id", "outbox-to", "outbox-what", "outbox-since", "outbox-parcel"];
        let mut table = Table::new(heads.map(|id| lang.word(id)));
        for entry in &waiting {
            let message = &entry.queued.message;
            let parcel =
                if entry.queued.parcel == 0 { "—".into() } else { entry.queued.parcel.to_string() };
            table.row([
                format!("{}.{}", entry.item.seq, entry.item.no),
                recipient(&desk, lang, &message.to),
                about(&desk, lang, message)?,
                day(message.not_before.unwrap_or(message.queued)),
                parcel,
            ]);
        }
        ctx.out.table(&table);
    }
    if !parcels.is_empty() {
        ctx.out.heading(&lang.word("outbox-log"));
        let heads = ["outbox-parcel", "outbox-to", "outbox-channel", "outbox-attempts", "outbox-status"];
        let mut table = Table::new(heads.map(|id| lang.word(id)));
        for parcel in &parcels {
            let code = code_in_words(lang, parcel.code());
            let status = format!("outbox-did-{}", standing(parcel));
            table.row([
                parcel.no.to_string(),
                recipient(&desk, lang, &parcel.to),
                super::super::tell_messages::channel_word(lang, &parcel.channel),
                parcel.attempts.to_string(),
                lang.say(&status, &[("code", code.into())]),
            ]);
        }
        ctx.out.table(&table);
    }
    Ok(Exit::Done)
}
