//! `vekha outbox retry`

use super::super::{Ctx, Exit, Failure, Kind, refusal};
use super::shared::{letters, parcel};
use crate::notify::Worker;

/// Let a parcel be tried at the next delivery, whatever it waits for
///
/// A parcel in doubt may have arrived: it may then arrive twice.
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha outbox retry 3")]
pub struct Args {
    /// The number of the parcel
    #[arg(value_name = "N")]
    parcel: u32,
}

/// Records it.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.writing_session()?;
    let found = parcel(&session, ctx.lang, args.parcel)?;
    let found = found.ok_or_else(|| super::show::no_parcel(args.parcel))?;
    if found.closed.is_some() {
        return Err(Failure::with(Kind::Refused, "outbox-closed", [("no", args.parcel.to_string())]));
    }
    let lang = letters(ctx)?;
    let home = ctx.home()?;
    let settings = &home.config.notify;
    let actor = session.actor.clone();
    let worker = Worker { app: &session.app, settings, channels: &[], lang, actor, command: None };
    if !session.is_dry() {
        worker.again(session.school, args.parcel).map_err(|error| refusal::failure(error, ctx.lang))?;
    }
    let words = ctx.say("outbox-again", &[("no", args.parcel.to_string().into())]);
    ctx.out.outcome(&words, &serde_json::json!({ "parcel": args.parcel, "dry_run": session.is_dry() }));
    Ok(Exit::Done)
}
