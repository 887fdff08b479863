//! `vekha outbox cancel`

use vekha_core::message::Settled;

use super::super::{Ctx, Exit, Failure, Kind, refusal};
use super::shared::{letters, parcel};
use crate::notify::Worker;
use crate::notify::worker::entries;

/// Call messages off: a parcel, or one message that waits
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha outbox cancel 3\nvekha outbox cancel 17.0")]
pub struct Args {
    /// The number of the parcel, or of the message: 17.0
    #[arg(value_name = "ID")]
    id: String,
}

/// Calls them off.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.writing_session()?;
    let lang = letters(ctx)?;
    let told = |error| refusal::failure(error, ctx.lang);
    let missing = || Failure::with(Kind::BadInput, "outbox-no-message", [("id", args.id.clone())]);
    let home = ctx.home()?;
    let settings = &home.config.notify;
    let (actor, command) = (session.actor.clone(), session.command_id());
    let worker = Worker { app: &session.app, settings, channels: &[], lang, actor, command };
    let done = session.is_repeat();
    let dry = session.is_dry();
    let count = match args.id.split_once('.') {
        None => {
            let no = args.id.parse().map_err(|_| missing())?;
            let found = parcel(&session, ctx.lang, no)?.ok_or_else(|| super::show::no_parcel(no))?;
            if found.closed.is_some() && !done {
                return Err(Failure::with(Kind::Refused, "outbox-closed", [("no", no.to_string())]));
            }
            if !dry {
                worker.close(session.school, &found, None, Settled::Cancelled).map_err(told)?;
            }
            found.messages.len()
        }
        Some(_) if done => 1,
        Some((seq, no)) => {
            let place = seq.parse::<u64>().ok().zip(no.parse::<u32>().ok()).ok_or_else(missing)?;
            let reading = session.read()?;
            let all = entries(&reading).map_err(told)?;
            let found = all.into_iter().find(|entry| (entry.item.seq, entry.item.no) == place);
            let found = found.ok_or_else(missing)?;
            if found.queued.parcel != 0 {
                let no = found.queued.parcel.to_string();
                return Err(Failure::with(Kind::Refused, "outbox-in-parcel", [("no", no)]));
            }
            let to = found.queued.message.to.clone();
            if !dry {
                worker.settle_new(session.school, to, &[found], Settled::Cancelled).map_err(told)?;
            }
            1
        }
    };
    let words = ctx.say("outbox-cancelled", &[("count", count.into())]);
    ctx.out.outcome(&words, &serde_json::json!({ "messages": count, "dry_run": dry }));
    Ok(Exit::Done)
}
